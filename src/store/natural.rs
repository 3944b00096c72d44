//! The table of natural keys: a cache of the live records, kept in the transaction that writes them.

use super::error::Sql;
use super::read;
use super::sql::SqlId;
use crate::error::Result;
use crate::model::any::{AnyRecord, ForKind};
use crate::model::record::{Kind, Record};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;
use uuid::Uuid;

/// The kinds that have one.
pub(super) const KINDS: [Kind; 3] = [Kind::Answer, Kind::CheckResult, Kind::Decision];

/// The record of that natural key.
pub(super) fn find(conn: &Connection, kind: Kind, key: &str) -> rusqlite::Result<Option<Uuid>> {
    conn.prepare_cached("SELECT record FROM natural_key WHERE kind = ?1 AND key = ?2")?
        .query_row([kind.name(), key], |r| r.get::<_, SqlId>(0).map(|id| id.0))
        .optional()
}

/// Notes the key of a record, in place of the one that it had. Another record that holds the key is the caller's to
/// refuse first: [`find`].
pub(super) fn put(conn: &Connection, kind: Kind, key: &str, record: Uuid) -> rusqlite::Result<()> {
    if find(conn, kind, key)? == Some(record) {
        return Ok(());
    }
    remove(conn, record)?;
    conn.prepare_cached("INSERT INTO natural_key(kind, key, record) VALUES(?1, ?2, ?3)")?
        .execute((kind.name(), key, SqlId(record)))
        .map(drop)
}

/// Forgets the key of a record that goes to the bin.
pub(super) fn remove(conn: &Connection, record: Uuid) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM natural_key WHERE record = ?1")?.execute([SqlId(record)]).map(drop)
}

/// Makes the table again from the live records. Of two with one key (which only a damaged file has) the first stays.
pub(super) fn rebuild(conn: &Connection, path: &Path) -> Result<()> {
    const DOING: &str = "整理记录编号";
    conn.execute("DELETE FROM natural_key", []).during(DOING, path)?;
    for (kind, key, record) in expected(conn, path)? {
        conn.prepare_cached("INSERT OR IGNORE INTO natural_key(kind, key, record) VALUES(?1, ?2, ?3)")
            .and_then(|mut s| s.execute((kind.name(), key, SqlId(record))))
            .during(DOING, path)?;
    }
    Ok(())
}

/// What is wrong with the table, in Chinese, one line each.
pub(super) fn check(conn: &Connection, path: &Path) -> Result<Vec<String>> {
    let rows = |conn: &Connection| {
        conn.prepare("SELECT kind, key, record FROM natural_key ORDER BY kind, key")?
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get::<_, SqlId>(2)?.0)))?
            .collect::<rusqlite::Result<Vec<(String, String, Uuid)>>>()
    };
    let found = rows(conn).during("核对记录编号", path)?;
    let mut expected: Vec<(String, String, Uuid)> =
        expected(conn, path)?.into_iter().map(|(kind, key, id)| (kind.name().to_owned(), key, id)).collect();
    expected.sort();
    let missing = expected.iter().filter(|e| found.binary_search(e).is_err());
    let strange = found.iter().filter(|f| expected.binary_search(f).is_err());
    let line = |what: &str, (_, _, id): &(String, String, Uuid)| format!("记录 {id}：{what}");
    let missing = missing.map(|e| line("按内容找不到它，或同一内容另有一条", e));
    Ok(missing.chain(strange.map(|f| line("内容编号表里多出一行", f))).collect())
}

/// The keys of all live records; one whose body cannot be read has none.
fn expected(conn: &Connection, path: &Path) -> Result<Vec<(Kind, String, Uuid)>> {
    struct Keys<'a>(&'a Connection, &'a Path);
    impl ForKind for Keys<'_> {
        type Out = Result<Vec<(Uuid, String)>>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
            read::each(self.0, self.1, |record: R| record.natural().map(|key| (record.uuid(), key)))
        }
    }
    let mut out = Vec::new();
    for kind in KINDS {
        out.extend(kind.run(Keys(conn, path))?.into_iter().map(|(id, key)| (kind, key, id)));
    }
    Ok(out)
}
