//! What the log holds beside the present records: earlier texts of answers, and records in the bin. The only place here
//! that reads bodies of revisions.

use super::super::log::{self, Revision};
use super::super::sql::SqlId;
use rusqlite::{Connection, OptionalExtension};
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

/// Every revision with a body, oldest first.
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

/// The last body of a record, in the bin or not.
pub(super) fn last(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Logged>> {
    conn.prepare_cached(
        "SELECT kind, schema, body FROM revision WHERE record = ?1 AND deleted = 0 ORDER BY seq DESC LIMIT 1",
    )?
    .query_row([SqlId(id)], |r| Ok(Logged { record: id, kind: r.get(0)?, schema: r.get(1)?, body: r.get(2)? }))
    .optional()
}

/// The first bodies of the round and its units: the names that they were created with.
pub(super) fn first_names(conn: &Connection) -> rusqlite::Result<Vec<Logged>> {
    conn.prepare_cached(
        "SELECT record, kind, schema, body FROM revision
         WHERE kind IN ('round', 'unit') AND length(parents) = 0 AND deleted = 0",
    )?
    .query_map([], |r| {
        Ok(Logged { record: r.get::<_, SqlId>(0)?.0, kind: r.get(1)?, schema: r.get(2)?, body: r.get(3)? })
    })?
    .collect()
}
