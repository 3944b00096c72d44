//! What taking back needs of the log and of the present state: the same for a reader and for an action under way.

use super::error::Sql;
use super::sql::{SqlHash, SqlId};
use super::withheld::{self, StruckFields};
use super::{Reader, Tx, log, logged, natural, read};
use crate::error::Result;
use crate::model::any::{AnyRecord, ForKind, Visit};
use crate::model::ids::{DeviceId, Hash, InspectorId, TxnId};
use crate::model::record::{Kind, Op, Record};
use crate::store::{Logged, LoggedHead};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

const DOING: &str = "读取修改记录";

/// Records as they were and are, by the log. Bodies are not masked: they are for putting back, never for showing.
#[derive(Debug, Clone, Copy)]
pub struct Trail<'a> {
    conn: &'a Connection,
    path: &'a Path,
}

impl Reader {
    /// The log, for taking back.
    pub fn trail(&self) -> Trail<'_> {
        Trail { conn: &self.conn, path: &self.path }
    }

    /// The records in the bin with the action that put each there, newest first. Those that were made one with another
    /// are not among them.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn bin(&self) -> Result<Vec<(Uuid, TxnId)>> {
        const BIN: &str = "SELECT v.record, v.txn FROM revision v
             WHERE v.deleted = 1 AND v.record NOT IN (SELECT id FROM record) AND v.record NOT IN (SELECT old FROM merged)
               AND NOT EXISTS (SELECT 1 FROM revision l WHERE l.record = v.record AND l.seq > v.seq)
             ORDER BY v.seq DESC";
        self.conn
            .prepare_cached(BIN)
            .and_then(|mut s| {
                s.query_map([], |r| Ok((r.get::<_, SqlId>(0)?.0, TxnId(r.get::<_, SqlId>(1)?.0))))?.collect()
            })
            .during(DOING, &self.path)
    }

    /// The revisions from which an action struck withheld words.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn struck_by(&self, txn: TxnId) -> Result<BTreeSet<Hash>> {
        self.conn
            .prepare_cached("SELECT rev FROM redaction WHERE txn = ?1")
            .and_then(|mut s| s.query_map([SqlId(txn.0)], |r| r.get::<_, SqlHash>(0).map(|rev| rev.0))?.collect())
            .during(DOING, &self.path)
    }
}

impl Reader {
    /// In which fields of which records an action struck withheld words; what an earlier version of the program struck is
    /// not known.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn struck_fields(&self, txn: TxnId) -> Result<StruckFields> {
        withheld::struck_fields(&self.conn, &self.path, txn)
    }
}

impl Tx<'_> {
    /// The log, for taking back.
    pub fn trail(&self) -> Trail<'_> {
        Trail { conn: self.conn, path: self.path }
    }

    /// The place of the log at which this action began.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn began(&self) -> Result<i64> {
        self.trail().before(self.txn)
    }
}

impl Trail<'_> {
    /// The heads of the newest `revisions` revisions of that inspector on that laptop before the place `before`, newest
    /// first: one for each, so that an action stands there as often as it has revisions among them.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn heads(
        &self,
        own: (Option<InspectorId>, DeviceId),
        before: Option<i64>,
        revisions: usize,
    ) -> Result<Vec<LoggedHead>> {
        logged::heads(self.conn, self.path, own, before, revisions)
    }

    /// The place of the newest revision by that verb that nobody in person wrote.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn last_by_nobody(&self, op: Op) -> Result<Option<i64>> {
        logged::last_by_nobody(self.conn, self.path, op)
    }

    /// As [`Reader::act`].
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn act(&self, txn: TxnId) -> Result<Option<Logged>> {
        logged::act(self.conn, self.path, txn)
    }

    /// The record as a revision had it; `None` for one that deletes, or that is not in this file.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn state(&self, rev: Hash) -> Result<Option<AnyRecord>> {
        let found = log::body_of(self.conn, rev).during(DOING, self.path)?;
        match found {
            Some((kind, schema, body)) if !body.is_empty() => self.decode(&kind, schema, &body),
            _ => Ok(None),
        }
    }

    /// The record as it is; `None` in the bin.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn now(&self, record: Uuid) -> Result<Option<AnyRecord>> {
        let row: Option<(String, u32, String)> = self
            .conn
            .prepare_cached("SELECT kind, schema, body FROM record WHERE id = ?1")
            .and_then(|mut s| s.query_row([SqlId(record)], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional())
            .during(DOING, self.path)?;
        row.map_or(Ok(None), |(kind, schema, body)| self.decode(&kind, schema, &body))
    }

    /// What a record is, or was before it went to the bin.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn last(&self, record: Uuid) -> Result<Option<AnyRecord>> {
        let rev: Option<SqlHash> = self
            .conn
            .prepare_cached("SELECT rev FROM revision WHERE record = ?1 AND deleted = 0 ORDER BY seq DESC LIMIT 1")
            .and_then(|mut s| s.query_row([SqlId(record)], |r| r.get(0)).optional())
            .during(DOING, self.path)?;
        rev.map_or(Ok(None), |rev| self.state(rev.0))
    }

    /// The record as it was when the log went as far as the place `seq`; `None` when it was not there.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn at(&self, record: Uuid, seq: i64) -> Result<Option<AnyRecord>> {
        let rev: Option<SqlHash> = self
            .conn
            .prepare_cached("SELECT rev FROM revision WHERE record = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT 1")
            .and_then(|mut s| s.query_row((SqlId(record), seq), |r| r.get(0)).optional())
            .during(DOING, self.path)?;
        rev.map_or(Ok(None), |rev| self.state(rev.0))
    }

    /// All states that a record ever had, newest first.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn states(&self, record: Uuid) -> Result<Vec<AnyRecord>> {
        let revs: Vec<SqlHash> = self
            .conn
            .prepare_cached("SELECT rev FROM revision WHERE record = ?1 AND deleted = 0 ORDER BY seq DESC")
            .and_then(|mut s| s.query_map([SqlId(record)], |r| r.get(0))?.collect())
            .during(DOING, self.path)?;
        revs.into_iter().filter_map(|rev| self.state(rev.0).transpose()).collect()
    }

    /// The action that put a record into the bin; `None` when it is not there.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn binned_by(&self, record: Uuid) -> Result<Option<TxnId>> {
        const LAST: &str = "SELECT txn, deleted FROM revision WHERE record = ?1 ORDER BY seq DESC LIMIT 1";
        let last: Option<(SqlId, bool)> = self
            .conn
            .prepare_cached(LAST)
            .and_then(|mut s| s.query_row([SqlId(record)], |r| Ok((r.get(0)?, r.get(1)?))).optional())
            .during(DOING, self.path)?;
        Ok(last.and_then(|(txn, deleted)| deleted.then_some(TxnId(txn.0))))
    }

    /// Whether the record is there and not in the bin.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn lives(&self, record: Uuid) -> Result<bool> {
        Ok(read::head(self.conn, record).during(DOING, self.path)?.is_some())
    }

    /// The kind of a record of the log, in the bin or not; `None` for an id that is no record's.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn kind_ever(&self, record: Uuid) -> Result<Option<Kind>> {
        logged::kind_ever(self.conn, self.path, record)
    }

    /// The actions that wrote a record after that revision, oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn since(&self, record: Uuid, rev: Hash) -> Result<Vec<TxnId>> {
        const SINCE: &str = "SELECT txn FROM revision WHERE record = ?1
                               AND seq > (SELECT seq FROM revision WHERE rev = ?2) ORDER BY seq";
        let txns: Vec<SqlId> = self
            .conn
            .prepare_cached(SINCE)
            .and_then(|mut s| s.query_map((SqlId(record), SqlHash(rev)), |r| r.get(0))?.collect())
            .during(DOING, self.path)?;
        let mut out: Vec<TxnId> = txns.into_iter().map(|t| TxnId(t.0)).collect();
        out.dedup();
        Ok(out)
    }

    /// The place of the log at which an action began; the end of the log for one that has written nothing.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn before(&self, txn: TxnId) -> Result<i64> {
        let first: Option<i64> = self
            .conn
            .prepare_cached("SELECT min(seq) FROM revision WHERE txn = ?1")
            .and_then(|mut s| s.query_row([SqlId(txn.0)], |r| r.get(0)))
            .during(DOING, self.path)?;
        Ok(first.map_or(i64::MAX, |first| first - 1))
    }

    /// The records that were written after the place `seq` of the log, those in the bin too.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn written_since(&self, seq: i64) -> Result<Vec<(Kind, Uuid)>> {
        let rows: Vec<(String, SqlId)> = self
            .conn
            .prepare_cached("SELECT DISTINCT kind, record FROM revision WHERE seq > ?1")
            .and_then(|mut s| s.query_map([seq], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .during(DOING, self.path)?;
        Ok(rows.into_iter().filter_map(|(kind, id)| Some((Kind::parse(&kind)?, id.0))).collect())
    }

    /// Whether withheld words were struck out of what a record was when the log went as far as the place `seq`: what it
    /// said then is not known any more.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn is_struck(&self, record: Uuid, seq: i64) -> Result<bool> {
        const STRUCK: &str = "SELECT EXISTS(SELECT 1 FROM redaction WHERE rev =
            (SELECT rev FROM revision WHERE record = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT 1))";
        self.conn
            .prepare_cached(STRUCK)
            .and_then(|mut s| s.query_row((SqlId(record), seq), |r| r.get(0)))
            .during(DOING, self.path)
    }

    /// The live evidence that is from any of these documents, talks and files.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn evidence_from(&self, sources: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>> {
        const FROM: &str = "SELECT id, coalesce(body ->> '$.source.interview', body ->> '$.source.document',
                                                body ->> '$.source.attachment') FROM record WHERE kind = 'evidence'";
        self.pairs(FROM, sources)
    }

    /// The live papers that cite any of these pieces of evidence.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn citing(&self, evidence: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>> {
        const CITED: &str = "SELECT r.id, c.value ->> '$.evidence'
                             FROM record r, json_each(r.body, '$.evidence') c WHERE r.kind = 'problem'";
        self.pairs(CITED, evidence)
    }

    /// The records that a query gives beside one of these ids.
    fn pairs(&self, sql: &str, wanted: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>> {
        if wanted.is_empty() {
            return Ok(BTreeSet::new());
        }
        let rows: Vec<(SqlId, Option<String>)> = self
            .conn
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .during(DOING, self.path)?;
        let is_wanted = |of: &str| Uuid::parse_str(of).is_ok_and(|of| wanted.contains(&of));
        Ok(rows.into_iter().filter(|(_, of)| of.as_deref().is_some_and(is_wanted)).map(|(id, _)| id.0).collect())
    }

    /// The live records of a kind under `parent`, oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
        read::children(self.conn, self.path, read::Door::Own, parent)
    }

    /// The live records that were written after the place `seq` of the log, with their stored bodies.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn newer(&self, seq: i64) -> Result<Vec<(Kind, Uuid, String)>> {
        let rows: Vec<(String, SqlId, String)> = self
            .conn
            .prepare_cached("SELECT kind, id, body FROM record WHERE seq > ?1 ORDER BY seq")
            .and_then(|mut s| s.query_map([seq], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect())
            .during(DOING, self.path)?;
        let known = |(kind, id, body): (String, SqlId, String)| Some((Kind::parse(&kind)?, id.0, body));
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// Whether the record was first written after the place `seq` of the log.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn is_newer(&self, record: Uuid, seq: i64) -> Result<bool> {
        self.conn
            .prepare_cached("SELECT min(seq) > ?2 FROM revision WHERE record = ?1")
            .and_then(|mut s| s.query_row((SqlId(record), seq), |r| r.get::<_, Option<bool>>(0)))
            .during(DOING, self.path)
            .map(|newer| newer == Some(true))
    }

    /// The live record that holds the natural key of `record`; `None` when nobody does, or it has none.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn holder(&self, record: &AnyRecord) -> Result<Option<Uuid>> {
        struct Key;
        impl Visit for Key {
            type Out = Option<String>;
            fn visit<R: Record>(self, record: &R) -> Self::Out {
                record.natural()
            }
        }
        let Some(key) = record.visit(Key) else { return Ok(None) };
        natural::find(self.conn, record.kind(), &key).during(DOING, self.path)
    }

    /// The live record of that kind and id.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
        read::get(self.conn, self.path, read::Door::Own, id)
    }

    /// All live records of a kind.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn all<R: Record>(&self) -> Result<Vec<R>> {
        read::all(self.conn, self.path, read::Door::Own)
    }

    fn decode(&self, kind: &str, schema: u32, body: &str) -> Result<Option<AnyRecord>> {
        struct Decode<'a>(&'a Path, u32, &'a str);
        impl ForKind for Decode<'_> {
            type Out = Result<AnyRecord>;
            fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
                read::decode::<R>(self.0, self.1, self.2).map(Into::into)
            }
        }
        Kind::parse(kind).map(|kind| kind.run(Decode(self.path, schema, body))).transpose()
    }
}
