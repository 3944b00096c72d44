//! 问题线索: the register. What a lead says is nowhere in the round; a line here tells that there is one, who handed
//! it to whom and the receipt. Leads enter no record, revision, draft, search, view or bundle.

use super::sql::SqlInstant;
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Number, unique in the round.
    pub number: String,
    /// When it was registered.
    pub registered_at: Instant,
    /// When it was handed over.
    pub handed_at: Option<Instant>,
    /// To whom it goes or went.
    pub to_whom: String,
    /// By whom.
    pub by_whom: String,
    /// Receipt of the receiver; empty: none yet.
    pub receipt: String,
    /// Text under a passphrase of its own ([`Sealed`](super::Sealed)), or empty. Never plain text.
    pub sealed: String,
}

/// Adds a line or replaces the one of that number.
pub(super) fn put(conn: &Connection, lead: &Lead) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO lead(number, registered_at, handed_at, to_whom, by_whom, receipt, sealed)
         VALUES(:number, :registered_at, :handed_at, :to_whom, :by_whom, :receipt, :sealed)
         ON CONFLICT(number) DO UPDATE SET registered_at = excluded.registered_at, handed_at = excluded.handed_at,
           to_whom = excluded.to_whom, by_whom = excluded.by_whom, receipt = excluded.receipt, sealed = excluded.sealed",
    )?
    .execute(named_params! {
        ":number": lead.number,
        ":registered_at": lead.registered_at.to_string(),
        ":handed_at": lead.handed_at.map(|at| at.to_string()),
        ":to_whom": lead.to_whom,
        ":by_whom": lead.by_whom,
        ":receipt": lead.receipt,
        ":sealed": lead.sealed,
    })
    .map(drop)
}

/// The register in the order of registration. A time that does not read is an error, not a missing line.
pub(super) fn all(conn: &Connection) -> rusqlite::Result<Vec<Lead>> {
    // Numbers of three and of four digits are not in the order of their text.
    conn.prepare_cached("SELECT * FROM lead ORDER BY length(number), number")?.query_map([], line)?.collect()
}

/// The line of that number.
pub(super) fn of(conn: &Connection, number: &str) -> rusqlite::Result<Option<Lead>> {
    conn.prepare_cached("SELECT * FROM lead WHERE number = ?1")?.query_row([number], line).optional()
}

fn line(row: &Row<'_>) -> rusqlite::Result<Lead> {
    Ok(Lead {
        number: row.get("number")?,
        registered_at: row.get::<_, SqlInstant>("registered_at")?.0,
        handed_at: row.get::<_, Option<SqlInstant>>("handed_at")?.map(|at| at.0),
        to_whom: row.get("to_whom")?,
        by_whom: row.get("by_whom")?,
        receipt: row.get("receipt")?,
        sealed: row.get("sealed")?,
    })
}
