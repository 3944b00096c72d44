//! Version 3: letters of the laptops, numbers and codes ever given, from the log of an older file.

use super::Lifting;
use crate::error::Result;
use crate::model::any::{AnyRecord, ForKind};
use crate::model::ids::DeviceId;
use crate::model::record::{Kind, Record};
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::{given, lead, read, session};
use rusqlite::Connection;

const DOING: &str = "整理编号";
/// The counter of leads.
const LEADS: &str = "lead";

/// The laptops get their letters in the order in which they first wrote. Older versions told laptops by the name of the
/// host, within the file; the one that migrates goes on under the letter of its name, so that its numbers go on too.
pub(super) fn letters(l: Lifting<'_>) -> Result<()> {
    let devices = || {
        l.conn
            .prepare("SELECT device FROM revision GROUP BY device ORDER BY min(seq)")?
            .query_map([], |r| r.get::<_, SqlId>(0).map(|id| DeviceId(id.0)))?
            .collect::<rusqlite::Result<Vec<_>>>()
    };
    let own = || {
        for device in devices()? {
            given::letter(l.conn, device)?;
        }
        match session::of_host(l.conn)? {
            Some(former) => {
                let letter = given::letter(l.conn, former)?;
                given::set_letter(l.conn, l.device, &letter)
            }
            None => Ok(()),
        }
    };
    own().during(DOING, l.path)
}

/// Everything that any revision says was given; and the numbers of the leads.
pub(super) fn values(l: Lifting<'_>) -> Result<()> {
    struct Given<'a>(Lifting<'a>);
    impl ForKind for Given<'_> {
        type Out = rusqlite::Result<()>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
            for (schema, body) in bodies(self.0.conn, R::KIND)? {
                if let Ok(record) = read::decode::<R>(self.0.path, schema, &body) {
                    given::note(self.0.conn, R::KIND, record.given())?;
                }
            }
            Ok(())
        }
    }
    let all = || {
        for kind in given::KINDS {
            kind.run(Given(l))?;
        }
        for lead in lead::all(l.conn)? {
            if let Some((_, used)) = given::parts(&lead.number) {
                given::raise(l.conn, LEADS, used)?;
            }
        }
        Ok(())
    };
    all().during(DOING, l.path)
}

fn bodies(conn: &Connection, kind: Kind) -> rusqlite::Result<Vec<(u32, String)>> {
    conn.prepare("SELECT schema, body FROM revision WHERE kind = ?1 AND deleted = 0")?
        .query_map([kind.name()], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}
