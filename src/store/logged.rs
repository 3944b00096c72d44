//! User actions as the log has them, newest first and page by page, and the bodies of revisions.
//!
//! A page names the records that an action touched, and reads no body. Bodies come out of [`Reader::history`],
//! [`Reader::revision`], [`Reader::last_state`] and [`Reader::body_as_told`] only, each as it may be told now.

use super::error::Sql;
use super::log::{self, Revision};
use super::reader::{Reader, RevisionInfo};
use super::sql::{SqlHash, SqlId, SqlInstant};
use super::withheld::{self, Told};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::ids::{DeviceId, Hash, InspectorId, TxnId};
use crate::model::record::{Kind, Op};
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::path::Path;
use uuid::Uuid;

/// One user action of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Place of its last revision in this file: where the next page begins.
    pub seq: i64,
    /// Its id.
    pub txn: TxnId,
    /// Its verb as the log has it.
    pub op: String,
    /// Who acted.
    pub author: Option<InspectorId>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop.
    pub at: Instant,
    /// The records that it touched, in the order in which it wrote them; never empty.
    pub touched: Vec<Touched>,
}

/// Who acted and how, of one user action: what tells whether it is taken back next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedHead {
    /// As [`Logged::seq`].
    pub seq: i64,
    /// Its id.
    pub txn: TxnId,
    /// Its verb as the log has it.
    pub op: String,
    /// Who acted.
    pub author: Option<InspectorId>,
    /// On which laptop.
    pub device: DeviceId,
}

/// What one action did to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The kind; `None` when this version does not know it.
    pub kind: Option<Kind>,
    /// The record.
    pub record: Uuid,
    /// The last state that the record had before, also when that was the bin; `None` for a new record.
    pub before: Option<Hash>,
    /// The revision that was written.
    pub after: Hash,
    /// What became of the record.
    pub fate: Fate,
}

/// What became of a record by one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It was not there before.
    Created,
    /// It was there and is.
    Changed,
    /// It went to the bin.
    Deleted,
    /// It came back from the bin.
    Restored,
}

impl Fate {
    /// The name in `--json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Created => "新增",
            Self::Changed => "修改",
            Self::Deleted => "删除",
            Self::Restored => "恢复",
        }
    }
}

const DOING: &str = "读取修改记录";

/// The revisions of one action, each with its first parent where that is in the file.
const OF_TXN: &str =
    "SELECT v.seq, v.op, v.author, v.device, v.at, v.kind, v.record, p.rev AS before, v.rev, v.deleted,
                             p.deleted AS was_deleted
                      FROM revision v LEFT JOIN revision p ON p.rev = substr(v.parents, 1, 32)
                      WHERE v.txn = ?1 ORDER BY v.seq";
/// An action stands where its last revision stands.
const ACTS: &str = "SELECT txn FROM revision v
                    WHERE seq < ?1 AND NOT EXISTS (SELECT 1 FROM revision l WHERE l.txn = v.txn AND l.seq > v.seq)
                    ORDER BY seq DESC LIMIT ?2";
/// Heads of the revisions of one inspector on one laptop.
pub(super) const HEADS: &str = "SELECT seq, txn, op, author, device FROM revision
                                WHERE device = ?1 AND author IS ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4";
pub(super) const BY_NOBODY: &str = "SELECT max(seq) FROM revision WHERE op = ?1 AND author IS NULL";
const BINNED: &str = "SELECT DISTINCT record FROM revision WHERE kind = ?1 AND record NOT IN (SELECT id FROM record)
                      ORDER BY record";

impl Reader {
    /// The user actions before the place `before` ([`Logged::seq`] of the last one seen; `None`: from the newest on),
    /// newest first, at most `limit`. Fewer than `limit` mean that there are no more.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn acts(&self, before: Option<i64>, limit: usize) -> Result<Vec<Logged>> {
        acts(&self.conn, &self.path, before, limit)
    }

    /// The user actions that touched any of these records, before the place `before`, newest first, at most `limit`: where
    /// each last touched one of them, and its id. Costs by `limit`, however long the history of the records is.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn acts_on(&self, records: &[Uuid], before: Option<i64>, limit: usize) -> Result<Vec<(i64, TxnId)>> {
        // An action that the page before told is not told again for another record that it touched.
        const ON: &str = "SELECT seq, txn FROM revision v WHERE record = ?1 AND seq < ?2
                            AND NOT EXISTS(SELECT 1 FROM revision l WHERE l.txn = v.txn AND l.seq >= ?2)
                          ORDER BY seq DESC";
        let mut found: Vec<(i64, TxnId)> = Vec::new();
        for record in records {
            let mut select = self.conn.prepare_cached(ON).during(DOING, &self.path)?;
            let rows = select
                .query_map((SqlId(*record), before.unwrap_or(i64::MAX)), |r| {
                    Ok((r.get(0)?, TxnId(r.get::<_, SqlId>(1)?.0)))
                })
                .during(DOING, &self.path)?;
            let mut own: Vec<(i64, TxnId)> = Vec::new();
            for row in rows {
                let (seq, txn) = row.during(DOING, &self.path)?;
                if own.last().is_some_and(|(_, last)| *last == txn) {
                    continue;
                }
                if own.len() == limit {
                    break;
                }
                own.push((seq, txn));
            }
            found.extend(own);
        }
        found.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
        // The revisions of one action stand together: nobody else writes meanwhile.
        found.dedup_by_key(|(_, txn)| *txn);
        found.truncate(limit);
        Ok(found)
    }

    /// The user action of that id; `None` when the log has none.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn act(&self, txn: TxnId) -> Result<Option<Logged>> {
        act(&self.conn, &self.path, txn)
    }

    /// The revisions of a record, oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn history(&self, id: Uuid) -> Result<Vec<RevisionInfo>> {
        self.revisions("WHERE record = ?1", [SqlId(id)])
    }

    /// The revision of that hash.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn revision(&self, rev: Hash) -> Result<Option<RevisionInfo>> {
        Ok(self.revisions("WHERE rev = ?1", [SqlHash(rev)])?.pop())
    }

    /// The last revision of a record that has a body: what it is, or what it was before it went to the bin.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn last_state(&self, id: Uuid) -> Result<Option<RevisionInfo>> {
        const LAST: &str = "WHERE seq = (SELECT max(seq) FROM revision WHERE record = ?1 AND deleted = 0)";
        Ok(self.revisions(LAST, [SqlId(id)])?.pop())
    }

    /// The kind of a record, whether it is there or in the bin; `None` when the log has none of that id.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn kind_ever(&self, id: Uuid) -> Result<Option<Kind>> {
        kind_ever(&self.conn, &self.path, id)
    }

    /// The records of a kind that are in the bin.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn binned(&self, kind: Kind) -> Result<Vec<Uuid>> {
        let ids: Vec<SqlId> = self
            .conn
            .prepare_cached(BINNED)
            .and_then(|mut s| s.query_map([kind.name()], |r| r.get(0))?.collect())
            .during(DOING, &self.path)?;
        Ok(ids.into_iter().map(|id| id.0).collect())
    }

    /// The body of a record that the file need not hold in this form, as it may be told: what an undo would make of it.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn body_as_told(&self, record: &AnyRecord) -> Result<String> {
        let (schema, body) = withheld::body_of(record)?;
        Ok(self.told()?.mask_revision(&self.path, Some(record.kind()), schema, body).1)
    }

    /// The one place where rows of the log become revisions with their bodies. What may not be told now is in none of
    /// them, whatever was told when they were written.
    fn revisions(&self, filter: &str, params: impl Params) -> Result<Vec<RevisionInfo>> {
        let mut rows = Vec::new();
        let each = |seq, rev, revision| {
            rows.push((seq, rev, revision));
            Ok(())
        };
        log::each(&self.conn, filter, params, each).during(DOING, &self.path)?;
        let told = self.told()?;
        rows.into_iter().map(|(seq, rev, revision)| self.info(&told, seq, rev, revision)).collect()
    }

    fn info(&self, told: &Told, seq: i64, rev: Hash, revision: Revision) -> Result<RevisionInfo> {
        let at = self.instant(&revision.at)?;
        let Revision { record, kind, schema, parents, txn, op, author, device, deleted, body, .. } = revision;
        let kind = Kind::parse(&kind);
        // What a deletion says of itself (which record it was made one with) is no body of a record.
        let (schema, body) = if deleted { (schema, body) } else { told.mask_revision(&self.path, kind, schema, body) };
        Ok(RevisionInfo { seq, rev, record, kind, parents, txn, op, author, device, at, deleted, schema, body })
    }
}

pub(super) fn acts(conn: &Connection, path: &Path, before: Option<i64>, limit: usize) -> Result<Vec<Logged>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let txns: Vec<SqlId> = conn
        .prepare_cached(ACTS)
        .and_then(|mut s| s.query_map((before.unwrap_or(i64::MAX), limit), |r| r.get(0))?.collect())
        .during(DOING, path)?;
    txns.into_iter().filter_map(|txn| act(conn, path, TxnId(txn.0)).transpose()).collect()
}

/// As [`Trail::heads`](super::Trail::heads).
/// Costs by `revisions`, however much others wrote, and reads nothing of the records that the actions touched.
pub(super) fn heads(
    conn: &Connection,
    path: &Path,
    (author, device): (Option<InspectorId>, DeviceId),
    before: Option<i64>,
    revisions: usize,
) -> Result<Vec<LoggedHead>> {
    let limit = i64::try_from(revisions).unwrap_or(i64::MAX);
    let head = |row: &Row<'_>| {
        Ok(LoggedHead {
            seq: row.get("seq")?,
            txn: TxnId(row.get::<_, SqlId>("txn")?.0),
            op: row.get("op")?,
            author: row.get::<_, Option<SqlId>>("author")?.map(|a| InspectorId(a.0)),
            device: DeviceId(row.get::<_, SqlId>("device")?.0),
        })
    };
    let whose = (SqlId(device.0), author.map(|a| SqlId(a.0)), before.unwrap_or(i64::MAX), limit);
    conn.prepare_cached(HEADS).and_then(|mut s| s.query_map(whose, head)?.collect()).during(DOING, path)
}

/// As [`Trail::last_by_nobody`](super::Trail::last_by_nobody).
pub(super) fn last_by_nobody(conn: &Connection, path: &Path, op: Op) -> Result<Option<i64>> {
    conn.prepare_cached(BY_NOBODY).and_then(|mut s| s.query_row([op.name()], |r| r.get(0))).during(DOING, path)
}

pub(super) fn act(conn: &Connection, path: &Path, txn: TxnId) -> Result<Option<Logged>> {
    let rows: Vec<Logged> = conn
        .prepare_cached(OF_TXN)
        .and_then(|mut s| s.query_map([SqlId(txn.0)], |row| logged(txn, row))?.collect())
        .during(DOING, path)?;
    // One row a revision: the last one has the place, all of them the records.
    Ok(rows.into_iter().reduce(|mut act, next| {
        act.touched.extend(next.touched);
        Logged { touched: act.touched, ..next }
    }))
}

pub(super) fn kind_ever(conn: &Connection, path: &Path, id: Uuid) -> Result<Option<Kind>> {
    let name: Option<String> = conn
        .prepare_cached("SELECT kind FROM revision WHERE record = ?1 LIMIT 1")
        .and_then(|mut s| s.query_row([SqlId(id)], |r| r.get(0)).optional())
        .during(DOING, path)?;
    Ok(name.and_then(|name| Kind::parse(&name)))
}

/// An action as one of its revisions tells it.
fn logged(txn: TxnId, row: &Row<'_>) -> rusqlite::Result<Logged> {
    let before: Option<SqlHash> = row.get("before")?;
    let (deleted, was_deleted): (bool, Option<bool>) = (row.get("deleted")?, row.get("was_deleted")?);
    let fate = match (deleted, was_deleted) {
        (true, _) => Fate::Deleted,
        (false, None) => Fate::Created,
        (false, Some(true)) => Fate::Restored,
        (false, Some(false)) => Fate::Changed,
    };
    let touched = Touched {
        kind: Kind::parse(&row.get::<_, String>("kind")?),
        record: row.get::<_, SqlId>("record")?.0,
        before: before.map(|b| b.0),
        after: row.get::<_, SqlHash>("rev")?.0,
        fate,
    };
    Ok(Logged {
        seq: row.get("seq")?,
        txn,
        op: row.get("op")?,
        author: row.get::<_, Option<SqlId>>("author")?.map(|a| InspectorId(a.0)),
        device: DeviceId(row.get::<_, SqlId>("device")?.0),
        at: row.get::<_, SqlInstant>("at")?.0,
        touched: vec![touched],
    })
}
