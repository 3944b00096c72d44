//! How much there is of everything in a round.

use super::output::BACKUP;
use crate::model::record::Kind;
use rusqlite::Connection;

/// Counts of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Records that are not in the bin, per kind, in the order of [`Kind::ALL`].
    pub records: Vec<(Kind, u64)>,
    /// Revisions in the log.
    pub revisions: u64,
    /// Unsealed drafts.
    pub drafts: u64,
    /// Different attachment contents.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// Outputs that left the round.
    pub exports: u64,
    /// The register of leads.
    pub leads: LeadCounts,
}

/// How far the leads of the register have come. Nothing else is told of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeadCounts {
    /// All lines.
    pub registered: u64,
    /// Of them, handed over.
    pub handed: u64,
    /// Of them, with a receipt.
    pub receipted: u64,
}

impl Stats {
    /// Records of that kind.
    pub fn of(&self, kind: Kind) -> u64 {
        self.records.iter().find(|(k, _)| *k == kind).map_or(0, |(_, n)| *n)
    }
}

pub(super) fn stats(conn: &Connection) -> rusqlite::Result<Stats> {
    let count = |sql: &str| conn.prepare_cached(sql)?.query_row([], |r| r.get::<_, i64>(0)).map(i64::unsigned_abs);
    let mut of_kind = conn.prepare_cached("SELECT count(*) FROM record WHERE kind = ?1")?;
    let mut records = Vec::with_capacity(Kind::ALL.len());
    for kind in Kind::ALL {
        records.push((kind, of_kind.query_row([kind.name()], |r| r.get::<_, i64>(0))?.unsigned_abs()));
    }
    Ok(Stats {
        records,
        revisions: count("SELECT count(*) FROM revision")?,
        drafts: count("SELECT count(*) FROM draft")?,
        blobs: count("SELECT count(*) FROM blob WHERE complete = 1")?,
        blob_bytes: count("SELECT coalesce(sum(size), 0) FROM blob WHERE complete = 1")?,
        exports: conn
            .prepare_cached("SELECT count(*) FROM export_log WHERE what <> ?1")?
            .query_row([BACKUP], |r| r.get::<_, i64>(0))?
            .unsigned_abs(),
        leads: LeadCounts {
            registered: count("SELECT count(*) FROM lead")?,
            handed: count("SELECT count(*) FROM lead WHERE handed_at IS NOT NULL")?,
            receipted: count("SELECT count(*) FROM lead WHERE receipt <> ''")?,
        },
    })
}
