//! What the log holds beside the present records: earlier texts of answers, and records in the bin. The only place here
//! that reads bodies of revisions.

use super::super::log::{self, Revision};
use super::super::sql::{SqlHash, SqlId};
use crate::model::ids::{Hash, TxnId};
use rusqlite::OptionalExtension as _;
use rusqlite::{Connection, ErrorCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A body out of the log.
#[derive(Debug, Clone)]
pub(super) struct Logged {
    pub(super) record: Uuid,
    pub(super) kind: String,
    pub(super) schema: u32,
    pub(super) body: String,
}

impl From<&Revision> for Logged {
    fn from(r: &Revision) -> Self {
        Self { record: r.record, kind: r.kind.clone(), schema: r.schema, body: r.body.clone() }
    }
}

/// Every revision with a body, oldest first; that of one which cannot be made whole is empty.
pub(super) fn each(conn: &Connection, mut each: impl FnMut(&Revision)) -> rusqlite::Result<()> {
    log::replay(conn, |_, _, revision, _| {
        if !revision.deleted {
            each(revision);
        }
    })
    .map(drop)
}

/// The last body of every record in the bin.
pub(super) fn bin(conn: &Connection) -> rusqlite::Result<Vec<Logged>> {
    let mut select = conn.prepare_cached(
        "SELECT DISTINCT v.record FROM revision v
         WHERE v.deleted = 1 AND NOT EXISTS(SELECT 1 FROM record r WHERE r.id = v.record)",
    )?;
    let ids: Vec<Uuid> =
        select.query_map([], |r| r.get::<_, SqlId>(0).map(|id| id.0))?.collect::<rusqlite::Result<_>>()?;
    ids.into_iter().filter_map(|id| last(conn, id).transpose()).collect()
}

/// The last body of a record, in the bin or not; `None` when it has none, or it cannot be made whole.
pub(super) fn last(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Logged>> {
    let rev: Option<SqlHash> = conn
        .prepare_cached("SELECT rev FROM revision WHERE record = ?1 AND deleted = 0 ORDER BY seq DESC LIMIT 1")?
        .query_row([SqlId(id)], |r| r.get(0))
        .optional()?;
    let found = rev.and_then(|rev| log::body_of(conn, rev.0).ok().flatten());
    Ok(found.map(|(kind, schema, body)| Logged { record: id, kind, schema, body }))
}

/// Where in the log something was first said, and in which action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Since {
    seq: i64,
    txn: Option<TxnId>,
    /// It was open to everybody when it came: it was withheld later, or not at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    open: bool,
}

impl Since {
    /// Nowhere yet.
    pub(super) const NOW: Self = Self { seq: i64::MAX, txn: None, open: false };

    /// Its place in the log.
    pub(super) const fn seq(self) -> i64 {
        self.seq
    }

    /// The earlier one.
    pub(super) const fn min(self, other: Self) -> Self {
        if other.seq < self.seq { other } else { self }
    }

    /// The same of what was told when it came.
    #[must_use]
    pub(super) const fn told(self) -> Self {
        Self { open: true, ..self }
    }

    /// Whether the other stood in the file when this was said or withheld: earlier; or in one action with it, as in a bundle
    /// and in the sample, when both were told then. The names of units came before or do not count: one could be made of
    /// anything.
    pub(super) fn finds(self, other: Self) -> bool {
        self.is_after(other) || (self.open && other.open && self.txn.is_some() && other.txn == self.txn)
    }

    /// Whether the other stood in the file when this came: earlier, and not in the same action.
    pub(super) fn is_after(self, other: Self) -> bool {
        other.seq < self.seq && (other.txn.is_none() || other.txn != self.txn)
    }
}

/// Where an action writes next.
pub(super) fn next(conn: &Connection, txn: TxnId) -> rusqlite::Result<Since> {
    let seq = conn.prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM revision")?.query_row([], |r| r.get(0))?;
    Ok(Since { seq, txn: Some(txn), open: false })
}

/// Whether that revision stands at that place: not in a log from which it was rolled back.
pub(super) fn is_at(conn: &Connection, seq: i64, rev: Hash) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT EXISTS(SELECT 1 FROM revision WHERE seq = ?1 AND rev = ?2)")?
        .query_row((seq, SqlHash(rev)), |r| r.get(0))
}

/// The bodies that a record had after the place `after`, oldest first. Those that damage keeps from being made whole are
/// passed over.
pub(super) fn of(conn: &Connection, id: Uuid, after: i64) -> rusqlite::Result<Vec<(Since, Hash, Logged)>> {
    const AFTER: &str = "WHERE record = ?1 AND seq > ?2 AND deleted = 0";
    let mut found = Vec::new();
    let all = log::each_readable(conn, AFTER, (SqlId(id), after), |seq, rev, revision| {
        found.push((Since { seq, txn: Some(revision.txn), open: false }, rev, Logged::from(&revision)));
        Ok(())
    });
    match all {
        Err(e) if e.sqlite_error_code() != Some(ErrorCode::DatabaseCorrupt) => Err(e),
        _ => Ok(found),
    }
}

/// What may hold titles after the place `after`: first bodies, and of papers every body, whose bases come later; and the
/// last place of the log.
pub(super) fn titled(conn: &Connection, after: i64) -> rusqlite::Result<(Vec<(Since, Logged)>, i64)> {
    const TITLED: &str = "WHERE seq > ?1 AND deleted = 0 AND (kind = 'problem'
                          OR (kind IN ('document', 'evidence', 'loan') AND length(parents) = 0))";
    since(conn, TITLED, after)
}

/// The first bodies of people after the place `after`, those in the bin too, and the last place of the log.
pub(super) fn first_people(conn: &Connection, after: i64) -> rusqlite::Result<(Vec<(Since, Logged)>, i64)> {
    const FIRST: &str = "WHERE seq > ?1 AND kind = 'person' AND length(parents) = 0 AND deleted = 0";
    since(conn, FIRST, after)
}

fn since(conn: &Connection, filter: &str, after: i64) -> rusqlite::Result<(Vec<(Since, Logged)>, i64)> {
    let mut found = Vec::new();
    log::each_readable(conn, filter, [after], |seq, _, revision| {
        found.push((Since { seq, txn: Some(revision.txn), open: false }, Logged::from(&revision)));
        Ok(())
    })?;
    let last: Option<i64> = conn.prepare_cached("SELECT max(seq) FROM revision")?.query_row([], |r| r.get(0))?;
    Ok((found, last.unwrap_or(after)))
}

/// The first bodies of the round and of the units that are there, the names that they were created with, and since when.
/// One in the bin names nothing any more.
pub(super) fn first_names(conn: &Connection) -> rusqlite::Result<Vec<(Since, Logged)>> {
    const FIRST: &str = "WHERE kind IN ('round', 'unit') AND length(parents) = 0 AND deleted = 0
                         AND EXISTS(SELECT 1 FROM record WHERE record.id = revision.record)";
    let mut found = Vec::new();
    log::each(conn, FIRST, [], |seq, _, revision| {
        found.push((Since { seq, txn: Some(revision.txn), open: false }, Logged::from(&revision)));
        Ok(())
    })?;
    Ok(found)
}
