//! The caches made again from the log: `record`, what may not be told, the search index, the rows of statements and
//! claims.

use super::derived::{self, Derived, Live};
use super::error::Sql;
use super::sql::SqlId;
use super::{Store, log, migrate, natural, read, withheld};
use crate::error::Result;
use crate::method::MethodFiles;
use crate::model::record::{Kind, Op};
use rusqlite::Connection;
use std::path::Path;
use uuid::Uuid;

const DOING: &str = "按日志重建";
/// Counts the changes of what is derived from a body ([`super::derived`]): a parent, a brief, what the search finds, a
/// row, hashes of words; and of the sums ([`super::sums`]), which begin with 5. A file whose caches were made by another
/// number gets them made again from its log when it is opened.
const CACHES: &str = "7";
/// Where that number lies in `meta`.
const KEY: &str = "caches";

/// What a rebuild came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Records made again.
    pub records: u64,
    /// Records whose newest body cannot be read: what was shown of them stays, the search does not find them, and
    /// `verify` names them.
    pub unreadable: u64,
}

impl Store {
    /// Makes everything that follows from the log again, in one transaction: current records, briefs, search index,
    /// rows of statements and claims.
    ///
    /// # Errors
    /// The disk; nothing is changed then.
    pub fn rebuild(&self) -> Result<Rebuilt> {
        // No revision is written, so the verb stands in no log.
        self.ask(|worker, order| worker.transact(order, Op::EditRound, None, |tx| rebuild(tx.conn, tx.path)))
            .map(|(rebuilt, _)| rebuilt)
    }
}

/// Whether the caches of the file are made as this program makes them.
pub(super) fn is_current(conn: &Connection, path: &Path) -> Result<bool> {
    Ok(read::meta(conn, KEY).during(DOING, path)? == Some(caches()))
}

/// That number, and which method comes with the program: its texts are no withheld words.
fn caches() -> String {
    format!("{CACHES}:{}", MethodFiles::builtin_hash())
}

/// Makes the caches again unless they are made as this program makes them; the end of every migration.
pub(super) fn bring_up(conn: &Connection, path: &Path) -> Result<()> {
    if is_current(conn, path)? {
        return Ok(());
    }
    rebuild(conn, path)?;
    migrate::set_meta(conn, KEY, &caches()).during(DOING, path)
}

/// The work of [`Store::rebuild`], inside a transaction of the caller.
pub(super) fn rebuild(conn: &Connection, path: &Path) -> Result<Rebuilt> {
    // FTS5's own command: an index that is damaged cannot be emptied row by row.
    conn.execute_batch("DELETE FROM statement_row; DELETE FROM claim_row; INSERT INTO fts(fts) VALUES('delete-all');")
        .during(DOING, path)?;
    let mut heads = log::replay(conn, |_, _, _, _| {}).during(DOING, path)?;
    // Of several heads the one that came last is shown; `verify` names the record.
    for of_record in heads.values_mut() {
        of_record.sort_by_key(|head| std::cmp::Reverse(head.seq));
        of_record.truncate(1);
    }
    heads.retain(|_, of_record| of_record.iter().any(|head| !head.deleted));
    for id in shown(conn).during(DOING, path)?.into_iter().filter(|id| !heads.contains_key(id)) {
        conn.execute("DELETE FROM record WHERE id = ?1", [SqlId(id)]).during(DOING, path)?;
    }
    let mut rebuilt = Rebuilt::default();
    let mut readable = Vec::new();
    for (id, head) in heads.iter().filter_map(|(id, of_record)| of_record.first().map(|head| (*id, head))) {
        if let Some(kind) = one(conn, path, id, head)? {
            rebuilt.records += 1;
            readable.push((kind, id, head.seq));
        } else {
            rebuilt.unreadable += 1;
        }
    }
    // Texts and rows are those of records as they may be told, so what may not be told comes first.
    withheld::rebuild(conn, path)?;
    for (kind, id, seq) in readable {
        if let Some(derived) = withheld::derived(conn, path, (kind, id))? {
            derived::tell(conn, (kind, id), None, Some((seq, &derived))).during(DOING, path)?;
        }
    }
    natural::rebuild(conn, path)?;
    Ok(rebuilt)
}

/// Makes the row of one record again; `None` when its body cannot be read.
fn one(conn: &Connection, path: &Path, id: Uuid, head: &log::Head) -> Result<Option<Kind>> {
    let Ok(Some((kind, schema, body))) = log::body_of(conn, head.rev) else { return Ok(None) };
    let Some(kind) = Kind::parse(&kind) else { return Ok(None) };
    let Ok(derived) = Derived::of_body(kind, path, schema, &body) else { return Ok(None) };
    let live = Live { seq: head.seq, rev: head.rev, schema, body: &body, derived: &derived };
    // Whatever wrongly stands in its place is made again in its own.
    conn.prepare_cached("DELETE FROM record WHERE id = ?1 OR seq = ?2")
        .and_then(|mut s| s.execute((SqlId(id), head.seq)))
        .and_then(|_| derived::write(conn, (kind, id), None, Some(&live)))
        .during(DOING, path)?;
    Ok(Some(kind))
}

fn shown(conn: &Connection) -> rusqlite::Result<Vec<Uuid>> {
    conn.prepare("SELECT id FROM record")?.query_map([], |r| r.get::<_, SqlId>(0).map(|id| id.0))?.collect()
}
