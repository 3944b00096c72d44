//! The log: revisions, their hashes, and what they add up to.
//!
//! `rev` = SHA-256 over a tag and the fields in the order below, each preceded by its length in bytes as a big-endian
//! `u64`. The body is hashed as the exact UTF-8 bytes that are stored; it is never re-serialised and never migrated.
//! This shows that the file is whole. It does not show who wrote it: whoever has the key can write a new log.
//!
//! How a body is stored is another matter ([`super::range`]): a revision may hold only what it replaced in the body of
//! its parent. Nothing outside this file and that one sees such a piece.

use super::range::{self, Bodies};
use super::sql::{SqlHash, SqlId};
use crate::model::ids::{DeviceId, Hash, InspectorId, TxnId};
use rusqlite::{Connection, Row, named_params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Separates these hashes from all others; a change of the field list changes the number.
const TAG: &[u8] = b"wenkan-revision-1";

/// Separates the seals of struck revisions from them.
const STRUCK_TAG: &[u8] = b"wenkan-struck-1";

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Revision {
    pub(super) record: Uuid,
    /// As written in the log; later versions may know kinds that this one does not.
    pub(super) kind: String,
    pub(super) schema: u32,
    pub(super) parents: Vec<Hash>,
    pub(super) txn: TxnId,
    pub(super) op: String,
    pub(super) author: Option<InspectorId>,
    pub(super) device: DeviceId,
    pub(super) at: String,
    pub(super) deleted: bool,
    pub(super) body: String,
}

impl Revision {
    /// The hash that names it.
    pub(super) fn rev(&self) -> Hash {
        self.hash(TAG, &[])
    }

    /// The hash that holds it together when its body is not the one that was written: withheld words were struck from
    /// the revision `rev` by the action `by`.
    pub(super) fn seal(&self, rev: Hash, by: TxnId) -> Hash {
        self.hash(STRUCK_TAG, &[&rev.0, by.0.as_bytes()])
    }

    fn hash(&self, tag: &[u8], more: &[&[u8]]) -> Hash {
        let mut sha = Sha256::new();
        let mut field = |bytes: &[u8]| {
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        };
        field(tag);
        for bytes in more {
            field(bytes);
        }
        field(self.record.as_bytes());
        field(self.kind.as_bytes());
        field(&self.schema.to_be_bytes());
        field(&joined(&self.parents));
        field(self.txn.0.as_bytes());
        field(self.op.as_bytes());
        field(self.author.as_ref().map_or(&[][..], |a| a.0.as_bytes()));
        field(self.device.0.as_bytes());
        field(self.at.as_bytes());
        field(&[u8::from(self.deleted)]);
        field(self.body.as_bytes());
        Hash(sha.finalize().into())
    }

    /// Reads a row of `SELECT * FROM revision`: where it stands, the hash it claims, and the fields. The body is what
    /// the row holds; [`Bodies::complete`] makes it whole.
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<(i64, Hash, Self)> {
        let parents: Vec<u8> = row.get("parents")?;
        let revision = Self {
            record: row.get::<_, SqlId>("record")?.0,
            kind: row.get("kind")?,
            schema: row.get("schema")?,
            parents: parents.chunks(32).filter_map(|p| p.try_into().ok().map(Hash)).collect(),
            txn: TxnId(row.get::<_, SqlId>("txn")?.0),
            op: row.get("op")?,
            author: row.get::<_, Option<SqlId>>("author")?.map(|a| InspectorId(a.0)),
            device: DeviceId(row.get::<_, SqlId>("device")?.0),
            at: row.get("at")?,
            deleted: row.get("deleted")?,
            body: row.get("body")?,
        };
        Ok((row.get("seq")?, row.get::<_, SqlHash>("rev")?.0, revision))
    }

    /// Stores the body and schema number of a revision anew under the hash that names it, as a range where that is shorter.
    pub(super) fn restore(&self, conn: &Connection, rev: Hash) -> rusqlite::Result<()> {
        let range = range::against_parent(conn, self);
        let mut update = conn.prepare_cached(
            "UPDATE revision SET schema = :schema, body = :body, base = :base, cut_at = :cut_at, cut_len = :cut_len
             WHERE rev = :rev",
        )?;
        update.execute(named_params! {
            ":rev": SqlHash(rev),
            ":schema": self.schema,
            ":body": range.as_ref().map_or(self.body.as_str(), |r| r.text),
            ":base": range.as_ref().map(|r| SqlHash(r.base)),
            ":cut_at": range.as_ref().map(|r| r.at),
            ":cut_len": range.as_ref().map(|r| r.len),
        })?;
        Ok(())
    }

    /// Appends it, as a range against its parent where that is shorter; returns its place and its hash.
    pub(super) fn append(&self, conn: &Connection) -> rusqlite::Result<(i64, Hash)> {
        let rev = self.rev();
        insert(conn, None, rev, self)?;
        Ok((conn.last_insert_rowid(), rev))
    }
}

/// Writes a revision under the hash that names it, at the end or at the place that it had, as a range against its parent
/// where that is shorter.
pub(super) fn insert(conn: &Connection, seq: Option<i64>, rev: Hash, revision: &Revision) -> rusqlite::Result<()> {
    let range = range::against_parent(conn, revision);
    let mut insert = conn.prepare_cached(
        "INSERT INTO revision(seq, rev, record, kind, schema, parents, txn, op, author, device, at, deleted, body,
                                  base, cut_at, cut_len)
             VALUES(:seq, :rev, :record, :kind, :schema, :parents, :txn, :op, :author, :device, :at, :deleted, :body,
                    :base, :cut_at, :cut_len)",
    )?;
    insert
        .execute(named_params! {
            ":seq": seq,
            ":rev": SqlHash(rev),
            ":record": SqlId(revision.record),
            ":kind": revision.kind,
            ":schema": revision.schema,
            ":parents": joined(&revision.parents),
            ":txn": SqlId(revision.txn.0),
            ":op": revision.op,
            ":author": revision.author.map(|a| SqlId(a.0)),
            ":device": SqlId(revision.device.0),
            ":at": revision.at,
            ":deleted": revision.deleted,
            ":body": range.as_ref().map_or(revision.body.as_str(), |r| r.text),
            ":base": range.as_ref().map(|r| SqlHash(r.base)),
            ":cut_at": range.as_ref().map(|r| r.at),
            ":cut_len": range.as_ref().map(|r| r.len),
        })
        .map(drop)
}

/// Kind and schema number, as in the log, and the whole body of a revision, which is empty when it deletes; `None` when
/// the log does not have it.
///
/// # Errors
/// The disk, and a log in which a piece is missing that the body is made of (as damage).
pub(super) fn body_of(conn: &Connection, rev: Hash) -> rusqlite::Result<Option<(String, u32, String)>> {
    use rusqlite::OptionalExtension;
    let head = conn
        .prepare_cached("SELECT kind, schema FROM revision WHERE rev = ?1")?
        .query_row([SqlHash(rev)], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((kind, schema)) = head else { return Ok(None) };
    let body = range::rebuilt(conn, rev)?.ok_or_else(|| range::broken(rev))?;
    Ok(Some((kind, schema, body)))
}

/// Every revision that `filter` (the end of an SQL text, from WHERE on) leaves, with its whole body, in the order of
/// arrival.
///
/// # Errors
/// The disk, those of `each`, and a body that cannot be made whole (as damage).
pub(super) fn each(
    conn: &Connection,
    filter: &str,
    params: impl rusqlite::Params,
    each: impl FnMut(i64, Hash, Revision) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    walk(conn, filter, params, |rev| Err(range::broken(rev)), each)
}

/// As [`each`], but for revisions of which the body cannot be made whole: those are passed over.
pub(super) fn each_readable(
    conn: &Connection,
    filter: &str,
    params: impl rusqlite::Params,
    each: impl FnMut(i64, Hash, Revision) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    walk(conn, filter, params, |_| Ok(()), each)
}

fn walk(
    conn: &Connection,
    filter: &str,
    params: impl rusqlite::Params,
    broken: impl Fn(Hash) -> rusqlite::Result<()>,
    mut each: impl FnMut(i64, Hash, Revision) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut bodies = Bodies::default();
    let mut select = conn.prepare_cached(&format!("SELECT * FROM revision {filter} ORDER BY seq"))?;
    let mut rows = select.query(params)?;
    while let Some(row) = rows.next()? {
        let (seq, rev, mut revision) = Revision::from_row(row)?;
        if !bodies.complete(conn, row, rev, &mut revision)? {
            broken(rev)?;
            continue;
        }
        each(seq, rev, revision)?;
    }
    Ok(())
}

fn joined(parents: &[Hash]) -> Vec<u8> {
    parents.iter().flat_map(|p| p.0).collect()
}

/// The last revision of a record in this file, deleted or not.
pub(super) fn last_of(conn: &Connection, record: Uuid) -> rusqlite::Result<Option<Hash>> {
    use rusqlite::OptionalExtension;
    conn.prepare_cached("SELECT rev FROM revision WHERE record = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([SqlId(record)], |r| r.get::<_, SqlHash>(0).map(|h| h.0))
        .optional()
}

/// What the log says the state of one record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) rev: Hash,
    pub(super) seq: i64,
    pub(super) deleted: bool,
}

/// Replays the log by parents, oldest first.
///
/// `each` sees every revision with the hash it claims and whether all its parents came before it; a body that cannot be
/// made whole is empty, and does not have that hash. Of a record that two laptops changed without knowing of each
/// other, more than one head is returned.
pub(super) fn replay(
    conn: &Connection,
    mut each: impl FnMut(i64, Hash, &Revision, bool),
) -> rusqlite::Result<BTreeMap<Uuid, Vec<Head>>> {
    let mut heads: BTreeMap<Uuid, Vec<Head>> = BTreeMap::new();
    let mut seen = std::collections::HashSet::new();
    let mut bodies = Bodies::default();
    let mut select = conn.prepare("SELECT * FROM revision ORDER BY seq")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, rev, mut revision) = Revision::from_row(row)?;
        if !bodies.complete(conn, row, rev, &mut revision)? {
            revision.body.clear();
        }
        each(seq, rev, &revision, revision.parents.iter().all(|p| seen.contains(p)));
        seen.insert(rev);
        let of_record = heads.entry(revision.record).or_default();
        // What it was made over is lost, so it stands for all that came before.
        let lost = !revision.parents.iter().all(|p| seen.contains(p));
        of_record.retain(|h| !lost && !revision.parents.contains(&h.rev));
        of_record.push(Head { rev, seq, deleted: revision.deleted });
    }
    Ok(heads)
}
