//! The one way to write: a transaction that is one user action.

use super::draft::{self, Field};
use super::error::Sql;
use super::lead::{self, Lead};
use super::log::{self, Revision};
use super::read::Door;
use super::sql::{SqlHash, SqlId};
use super::{blob, migrate, read, search, withheld};
use crate::error::{Error, Result};
use crate::model::any::{AnyRecord, Visit};
use crate::model::ids::{DeviceId, Hash, InspectorId, TxnId};
use crate::model::record::{Change, Changes, Kind, Op, Record};
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;
use uuid::Uuid;

/// One user action under way. Everything it wrote is kept together, or nothing is.
#[derive(Debug)]
pub struct Tx<'a> {
    pub(super) conn: &'a Connection,
    pub(super) path: &'a Path,
    pub(super) txn: TxnId,
    pub(super) op: Op,
    pub(super) author: Option<InspectorId>,
    pub(super) device: DeviceId,
    pub(super) at: Instant,
    pub(super) changes: Vec<Change>,
    pub(super) dropped: Vec<Field>,
    pub(super) withheld: withheld::Memory,
}

/// The cached row of a record.
struct Row {
    seq: i64,
    kind: String,
    schema: u32,
    body: String,
}

const WRITING: &str = "写入记录";

impl Tx<'_> {
    /// The moment of this action; all its revisions carry it.
    pub const fn now(&self) -> Instant {
        self.at
    }

    /// Who acts.
    pub const fn author(&self) -> Option<InspectorId> {
        self.author
    }

    /// The record of that id; `None` when there is none or it is in the bin.
    pub fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
        read::get(self.conn, self.path, Door::Own, id)
    }

    /// Writes a record whose kind is known only at run time; see [`put`](Self::put).
    pub fn put_any(&mut self, record: &AnyRecord) -> Result<()> {
        struct Put<'t, 'a>(&'t mut Tx<'a>);
        impl Visit for Put<'_, '_> {
            type Out = Result<()>;
            fn visit<R: Record>(self, record: &R) -> Result<()> {
                self.0.put(record)
            }
        }
        record.visit(Put(self))
    }

    /// The records of that kind under `parent`, oldest first.
    pub fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
        read::children(self.conn, self.path, Door::Own, parent)
    }

    /// All records of that kind, oldest first.
    pub fn all<R: Record>(&self) -> Result<Vec<R>> {
        read::all(self.conn, self.path, Door::Own)
    }

    /// Writes a record. Nothing is written, and no revision made, when its body is what is stored already.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<()> {
        let id = record.uuid();
        let body = serde_json::to_string(record)
            .map_err(|e| Error::internal(format!("{}写不成 JSON", R::KIND.chinese())).because(e))?;
        let old = self.row(id)?;
        if let Some(old) = &old {
            if old.kind != R::KIND.name() {
                return Err(Error::internal(format!("编号 {id} 已是另一类记录（{}）", old.kind)));
            }
            if old.body == body && old.schema == R::SCHEMA {
                return Ok(());
            }
        }
        if R::KIND == Kind::Round && !self.holds_round()? {
            migrate::set_meta(self.conn, "round", &id.to_string()).during(WRITING, self.path)?;
        }
        let (seq, rev) = self.append(id, R::KIND, R::SCHEMA, false, body.clone())?;
        let old = old.map(|o| o.seq);
        self.cache(old, |conn| {
            conn.prepare_cached(
                "INSERT INTO record(seq, id, kind, parent, head, schema, brief, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute((
                seq,
                SqlId(id),
                R::KIND.name(),
                record.parent().map(SqlId),
                SqlHash(rev),
                R::SCHEMA,
                record.brief(),
                &body,
            ))
            .map(drop)
        })?;
        let search_text = record.search_text();
        let new = withheld::Written { id, kind: R::KIND, schema: R::SCHEMA, body: &body, search_text, old, seq };
        withheld::written(self.conn, self.path, &self.withheld, &new)
    }

    /// Puts a record into the bin: a revision with an empty body. A record that is not there stays so.
    pub fn delete(&mut self, kind: Kind, id: Uuid) -> Result<()> {
        let Some(old) = self.row(id)?.filter(|r| r.kind == kind.name()) else { return Ok(()) };
        self.append(id, kind, old.schema, true, String::new())?;
        self.cache(Some(old.seq), |conn| search::index(conn, Some(old.seq), None))?;
        withheld::deleted(self.conn, self.path, &self.withheld, id)
    }

    /// Forgets the draft of a field because its text is sealed by this action. A draft that was posted after this
    /// action was handed in is newer than what is sealed, and stays.
    pub fn drop_draft(&mut self, record: Uuid, field: &str) -> Result<()> {
        self.dropped.push((record, field.to_owned()));
        Ok(())
    }

    /// Keeps the files (name, text) of a method that the round uses; once per hash.
    pub fn put_method(&mut self, hash: Hash, files: &[(String, String)]) -> Result<()> {
        let files = serde_json::to_string(files).map_err(|e| Error::internal("工作法写不成 JSON").because(e))?;
        self.conn
            .prepare_cached(
                "INSERT INTO method(hash, at, by, files) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(hash) DO NOTHING",
            )
            .and_then(|mut s| s.execute((SqlHash(hash), self.at.to_string(), self.author.map(|a| SqlId(a.0)), files)))
            .during("保存工作法", self.path)?;
        withheld::method_put(self.conn, self.path, &self.withheld)
    }

    /// Notes an output: what it is, its file name, the SHA-256 of its bytes.
    pub fn log_export(&mut self, what: &str, path_name: &str, sha256: Hash) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO export_log(at, by, what, path_name, sha256) VALUES(?1, ?2, ?3, ?4, ?5)")
            .and_then(|mut s| {
                s.execute((self.at.to_string(), self.author.map(|a| SqlId(a.0)), what, path_name, SqlHash(sha256)))
            })
            .during("登记导出", self.path)
            .map(drop)
    }

    /// Adds a line to the register of leads, or replaces the one of that number.
    pub fn put_lead(&mut self, line: &Lead) -> Result<()> {
        lead::put(self.conn, line).during("登记线索", self.path)
    }

    /// Stores the content of a small attachment; files go through [`Store::store_blob`](super::Store::store_blob),
    /// which streams.
    pub fn store_blob(&mut self, bytes: &[u8]) -> Result<Hash> {
        blob::store_bytes(self.conn, self.path, bytes)
    }

    /// Whether the round that gives the file its identity is there. One that went to the bin gives way to the next,
    /// which is how an imported bundle brings its own.
    fn holds_round(&self) -> Result<bool> {
        let named = read::meta(self.conn, "round").during(WRITING, self.path)?;
        match named.and_then(|text| Uuid::parse_str(&text).ok()) {
            Some(round) => Ok(self.row(round)?.is_some()),
            None => Ok(false),
        }
    }

    fn row(&self, id: Uuid) -> Result<Option<Row>> {
        self.conn
            .prepare_cached("SELECT seq, kind, schema, body FROM record WHERE id = ?1")
            .and_then(|mut s| {
                s.query_row([SqlId(id)], |r| {
                    Ok(Row { seq: r.get(0)?, kind: r.get(1)?, schema: r.get(2)?, body: r.get(3)? })
                })
                .optional()
            })
            .during(WRITING, self.path)
    }

    fn append(&mut self, id: Uuid, kind: Kind, schema: u32, deleted: bool, body: String) -> Result<(i64, Hash)> {
        let parent = log::last_of(self.conn, id).during(WRITING, self.path)?;
        let revision = Revision {
            record: id,
            kind: kind.name().to_owned(),
            schema,
            parents: parent.into_iter().collect(),
            txn: self.txn,
            op: self.op.name().to_owned(),
            author: self.author,
            device: self.device,
            at: self.at.to_string(),
            deleted,
            body,
        };
        let (seq, rev) = revision.append(self.conn).during(WRITING, self.path)?;
        self.changes.retain(|c| c.record != id);
        self.changes.push(Change { kind, record: id, rev, deleted });
        Ok((seq, rev))
    }

    /// Replaces the cached row.
    fn cache(&self, old: Option<i64>, insert: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Result<()> {
        let write = || {
            if let Some(old) = old {
                self.conn.prepare_cached("DELETE FROM record WHERE seq = ?1")?.execute([old])?;
            }
            insert(self.conn)
        };
        write().during(WRITING, self.path)
    }

    /// Removes the dropped drafts for which `stale` holds; the rest were posted later.
    pub(super) fn remove_drafts(&self, stale: impl Fn(&Field) -> bool) -> Result<()> {
        for field in self.dropped.iter().filter(|f| stale(f)) {
            draft::drop_field(self.conn, field).during("清理草稿", self.path)?;
        }
        Ok(())
    }

    /// What the caller gets to know.
    pub(super) fn changes(self) -> (Changes, Vec<Field>) {
        (Changes { txn: Some(self.txn), at: Some(self.at), records: self.changes }, self.dropped)
    }
}
