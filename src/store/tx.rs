//! The one way to write: a transaction that is one user action.

mod seen;

use super::derived::{self, Derived, Live};
use super::draft::{self, DraftField};
use super::error::Sql;
use super::key::Key;
use super::lead::{self, Lead};
use super::log::{self, Revision};
use super::sql::{SqlHash, SqlId};
use super::withheld::Order;
use super::{blob, given, migrate, natural, read, withheld};
use crate::clock;
use crate::error::{Error, Result};
use crate::model::any::{AnyRecord, Visit};
use crate::model::ids::{AnswerId, DeviceId, Hash, InspectorId, ProblemId, StatementId, TxnId};
use crate::model::merge::{Clash, Side, merge};
use crate::model::record::{Change, Changes, Kind, Op, Record};
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension};
use std::borrow::Cow;
use std::path::Path;
use uuid::Uuid;

/// One user action under way. Everything it wrote is kept together, or nothing is.
#[derive(Debug)]
pub struct Tx<'a> {
    pub(super) conn: &'a Connection,
    pub(super) path: &'a Path,
    pub(super) key: Option<&'a Key>,
    pub(super) txn: TxnId,
    /// The verb as the log will have it.
    pub(super) told: Cow<'static, str>,
    pub(super) author: Option<InspectorId>,
    pub(super) device: DeviceId,
    pub(super) at: Instant,
    pub(super) changes: Vec<Change>,
    pub(super) dropped: Vec<DraftField>,
    pub(super) struck: Vec<String>,
    pub(super) redrafted: Vec<ProblemId>,
    pub(super) withheld: withheld::Memory,
    /// Words were struck for good: they go from earlier revisions too once it is known which outputs hold them.
    pub(super) redacts: bool,
}

/// The cached row of a record.
struct Row {
    seq: i64,
    kind: String,
    schema: u32,
    body: String,
}

const WRITING: &str = "写入记录";

/// Over which state of a record it was changed, and how a clash with a later state is settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Over {
    /// The head revision that was shown; `None`: there was no such record.
    pub base: Option<Hash>,
    /// The user saw the clash with this head and chose a side. Another head is asked about again.
    pub settle: Option<(Hash, Side)>,
}

fn gone(kind: Kind) -> Error {
    Error::input(format!("这条{}已被删除，没有保存", kind.chinese())).hint("可以从回收站恢复后再改。")
}

impl<'a> Tx<'a> {
    /// Begins a user action on an open transaction.
    pub(super) fn new(
        conn: &'a Connection,
        path: &'a Path,
        op: Op,
        author: Option<InspectorId>,
        device: DeviceId,
    ) -> Self {
        let (txn, at) = (TxnId::new(), clock::now());
        let withheld = withheld::Memory::default();
        let (changes, dropped) = (Vec::new(), Vec::new());
        let told = Cow::Borrowed(op.name());
        Self {
            conn,
            path,
            key: None,
            txn,
            told,
            author,
            device,
            at,
            changes,
            dropped,
            struck: Vec::new(),
            redrafted: Vec::new(),
            withheld,
            redacts: false,
        }
    }
}

impl Tx<'_> {
    /// The moment of this action; all its revisions carry it.
    pub const fn now(&self) -> Instant {
        self.at
    }

    /// The withheld words that were struck out of what was to be written, each with its field.
    pub fn struck(&self) -> &[String] {
        &self.struck
    }

    /// Who acts.
    pub const fn author(&self) -> Option<InspectorId> {
        self.author
    }

    /// On which laptop.
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Says of the whole action that it takes back that one.
    pub fn undoes(&mut self, target: TxnId) {
        self.told = Cow::Owned(format!("undo:{}", target.0));
    }

    /// Says of the whole action that it does that one again.
    pub fn redoes(&mut self, target: TxnId) {
        self.told = Cow::Owned(format!("redo:{}", target.0));
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

    /// What this action has written so far.
    pub fn written(&self) -> &[Change] {
        &self.changes
    }

    /// Papers that were ready are drafts again, by what this action did: the user is told.
    pub fn note_redrafted(&mut self, papers: impl IntoIterator<Item = ProblemId>) {
        self.redrafted.extend(papers);
    }

    /// Changes one thing of the record as it is now, and writes it.
    ///
    /// # Errors
    /// When it is in the bin, and whatever `change` refuses.
    pub fn edit<R: Record>(&mut self, id: Uuid, change: impl FnOnce(&mut R) -> Result<()>) -> Result<()> {
        let mut record: R = self.get(id)?.ok_or_else(|| gone(R::KIND))?;
        change(&mut record)?;
        self.put(&record)
    }

    /// Writes a whole record that was changed over an older revision of it: what others changed since is kept, by
    /// [`merge`](crate::model::merge). Returns what stands in the file now.
    ///
    /// # Errors
    /// [`Clash`](crate::error::Kind::Clash) when both changed the same thing and `over` does not settle it, or when the
    /// record went to the bin meanwhile. Nothing is written then.
    pub fn merge<R: Record>(&mut self, over: Over, ours: R) -> Result<R> {
        let id = ours.uuid();
        let head = self.head(id)?;
        if head == over.base {
            self.put(&ours)?;
            return Ok(ours);
        }
        let Some(theirs) = self.get::<R>(id)? else { return Err(gone(R::KIND)) };
        let base: Option<R> = over.base.map(|rev| self.revision(rev)).transpose()?.flatten();
        let prefer = over.settle.filter(|(seen, _)| Some(*seen) == head).map(|(_, side)| side);
        let merged =
            merge(base.as_ref(), &ours, &theirs, prefer).map_err(|clash| Error::clash(Clash { head, ..clash }))?;
        self.put(&merged)?;
        Ok(merged)
    }

    /// Draws the next number of a counter, from 1. No number is drawn twice: undoing the action does not give it back,
    /// and numbers that came in by other ways ([`Record::given`]) are passed over.
    pub fn draw(&mut self, scope: &str) -> Result<u64> {
        given::draw(self.conn, scope).during("取下一个编号", self.path)
    }

    /// What stands in the numbers that this laptop draws in this round: nothing for the first laptop that wrote into the
    /// file, B, C … for the later ones.
    pub fn device_letter(&mut self) -> Result<String> {
        given::letter(self.conn, self.device).during("登记本机", self.path)
    }

    /// Writes a record. Nothing is written, and no revision made, when its body is what is stored already.
    ///
    /// Refuses a second record of a natural key: who makes one asks [`find`](Self::find) first.
    ///
    /// Withheld words (转线索) are struck before it is written: they stand in the talk's own record and in no other.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<()> {
        let body = serde_json::to_string(record)
            .map_err(|e| Error::internal(format!("{}写不成 JSON", R::KIND.chinese())).because(e))?;
        let state = self.withheld.state(self.conn, self.path)?;
        let struck = match &state {
            Some(state) => withheld::written_as(self.path, state, R::KIND, R::SCHEMA, &body)?,
            None => None,
        };
        // Nothing is left to strike in what was struck.
        match (state, struck) {
            (Some(state), Some(struck)) => {
                let whole = (record.uuid(), struck.whole.as_slice());
                withheld::keep_unwritten((self.conn, self.path), (&self.withheld, &state), self.txn, whole)?;
                self.struck.extend(struck.words);
                self.put_any(&struck.record)
            }
            _ => self.put_as_it_is(record, &body),
        }
    }

    fn put_as_it_is<R: Record>(&mut self, record: &R, body: &str) -> Result<()> {
        let id = record.uuid();
        if R::KIND == Kind::Answer {
            withheld::holds(self.conn, self.path, body, R::SCHEMA)?;
        }
        let old = self.row(id)?;
        if let Some(old) = &old {
            if old.kind != R::KIND.name() {
                return Err(Error::internal(format!("编号 {id} 已是另一类记录（{}）", old.kind)));
            }
            let same = if old.schema == R::SCHEMA { old.body == body } else { self.lifts_to::<R>(old, body) };
            if same {
                return Ok(());
            }
        }
        if R::KIND == Kind::Round && !self.holds_round()? {
            migrate::set_meta(self.conn, "round", &id.to_string()).during(WRITING, self.path)?;
        }
        self.note(record)?;
        let (seq, rev) = self.append(id, R::KIND, R::SCHEMA, false, body.to_owned())?;
        let (old, derived) = (old.map(|o| o.seq), Derived::of(record));
        let live = Live { seq, rev, schema: R::SCHEMA, body, derived: &derived };
        derived::write(self.conn, (R::KIND, id), old, Some(&live)).during(WRITING, self.path)?;
        let new = withheld::Written { id, kind: R::KIND, schema: R::SCHEMA, body, derived: &derived, old, seq };
        withheld::written(self.conn, self.path, &self.withheld, &new)
    }

    /// Puts a record into the bin: a revision with an empty body. A record that is not there stays so.
    pub fn delete(&mut self, kind: Kind, id: Uuid) -> Result<()> {
        self.bury(kind, id, String::new())
    }

    /// Writes the state of a record, or that it is in the bin, once more as it is: the log then has this action although
    /// there was nothing left for it to change.
    pub fn restate(&mut self, kind: Kind, id: Uuid) -> Result<()> {
        match self.row(id)? {
            Some(old) => {
                let (seq, rev) = self.append(id, kind, old.schema, false, old.body.clone())?;
                let derived = Derived::of_body(kind, self.path, old.schema, &old.body)?;
                let live = Live { seq, rev, schema: old.schema, body: &old.body, derived: &derived };
                let (schema, body, old) = (old.schema, old.body.as_str(), Some(old.seq));
                derived::write(self.conn, (kind, id), old, Some(&live)).during(WRITING, self.path)?;
                let new = withheld::Written { id, kind, schema, body, derived: &derived, old, seq };
                withheld::written(self.conn, self.path, &self.withheld, &new)
            }
            None => self.append(id, kind, 1, true, String::new()).map(drop),
        }
    }

    /// Deletes a record that was made one with `survivor`, and says so in its last revision.
    pub(super) fn delete_into(&mut self, kind: Kind, id: Uuid, survivor: Uuid) -> Result<()> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO merged(old, new) VALUES(?1, ?2)")
            .and_then(|mut s| s.execute([SqlId(id), SqlId(survivor)]))
            .during(WRITING, self.path)?;
        self.bury(kind, id, format!(r#"{{"merged_into":"{survivor}"}}"#))
    }

    fn bury(&mut self, kind: Kind, id: Uuid, body: String) -> Result<()> {
        let Some(old) = self.row(id)?.filter(|r| r.kind == kind.name()) else { return Ok(()) };
        self.append(id, kind, old.schema, true, body)?;
        natural::remove(self.conn, id).during(WRITING, self.path)?;
        derived::write(self.conn, (kind, id), Some(old.seq), None)
            .and_then(|()| derived::tell(self.conn, (kind, id), Some(old.seq), None))
            .during(WRITING, self.path)?;
        withheld::deleted(self.conn, self.path, &self.withheld, (kind, id))
    }

    /// Keeps what a record is found by and what it was given; refuses the natural key of another record.
    fn note<R: Record>(&self, record: &R) -> Result<()> {
        let id = record.uuid();
        if let Some(key) = record.natural() {
            let held = natural::find(self.conn, R::KIND, &key).during(WRITING, self.path)?;
            if held.is_some_and(|other| other != id) {
                let kind = R::KIND.chinese();
                return Err(Error::internal(format!("同一内容的{kind}已有一条，没有再写第二条"))
                    .hint("已存的内容不受影响。请退回上一级再打开一次，改已有的那一条。"));
            }
            natural::put(self.conn, R::KIND, &key, id).during(WRITING, self.path)?;
        }
        given::note(self.conn, R::KIND, record.given()).during(WRITING, self.path)
    }

    /// Forgets the draft of a field because its text is sealed by this action. A draft that was posted after this
    /// action was handed in is newer than what is sealed, and stays.
    pub fn drop_draft(&mut self, record: Uuid, field: &str) -> Result<()> {
        self.dropped.push((record, field.to_owned()));
        Ok(())
    }

    /// Keeps the files (name, text) of a method that the round uses; once per hash.
    pub fn put_method(&mut self, hash: Hash, files: &[(String, String)]) -> Result<()> {
        let is_there = "SELECT EXISTS(SELECT 1 FROM method WHERE hash = ?1)";
        let is_there = self.conn.prepare_cached(is_there).and_then(|mut s| s.query_row([SqlHash(hash)], |r| r.get(0)));
        if is_there.during("保存工作法", self.path)? {
            return Ok(());
        }
        let told = withheld::Told::new(self.withheld.state(self.conn, self.path)?);
        let files = withheld::method_written((self.conn, self.path), &told, hash, files)?;
        self.conn
            .prepare_cached("INSERT INTO method(hash, at, by, files) VALUES(?1, ?2, ?3, ?4)")
            .and_then(|mut s| s.execute((SqlHash(hash), self.at.to_string(), self.author.map(|a| SqlId(a.0)), files)))
            .during("保存工作法", self.path)
            .map(drop)
    }

    /// As [`put_method`](Self::put_method), and the round works with it from now on, also when it had it before.
    pub fn put_method_last(&mut self, hash: Hash, files: &[(String, String)]) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM method WHERE hash = ?1")
            .and_then(|mut s| s.execute([SqlHash(hash)]))
            .during("保存工作法", self.path)?;
        self.put_method(hash, files)
    }

    /// Adds a line to the register of leads, or replaces the one of that number.
    ///
    /// Refuses one that says withheld words: its page is printed, and what a lead says is sealed.
    pub fn put_lead(&mut self, line: &Lead) -> Result<()> {
        let told = withheld::Told::new(self.withheld.state(self.conn, self.path)?);
        // Every text but the sealed one; a new field is decided here.
        let Lead { number, registered_at: _, handed_at: _, to_whom, by_whom, receipt, sealed: _ } = line;
        if told.stand_in_any(&[number, to_whom, by_whom, receipt].map(String::clone)) {
            return Err(Error::input("这里写了已转线索的话，没有登记")
                .hint("只写接收单位、回执编号和更正的理由；内容写在“线索内容”里，用线索口令密封。"));
        }
        lead::put(self.conn, line).during("登记线索", self.path)
    }

    /// Takes the words of a withheld statement out of the talk's own record, for good, on order of the leader.
    ///
    /// # Errors
    /// It is not withheld, its words were taken out before, or something is being typed into its answer.
    pub fn take_out(&mut self, answer: AnswerId, statement: StatementId, order: &Order) -> Result<()> {
        withheld::take_out(self, answer, statement, order)
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

    /// Whether a body of an older schema says the same as a new one.
    fn lifts_to<R: Record>(&self, old: &Row, body: &str) -> bool {
        let lifted = read::decode::<R>(self.path, old.schema, &old.body);
        lifted.ok().and_then(|record| serde_json::to_string(&record).ok()).is_some_and(|lifted| lifted == body)
    }

    fn append(&mut self, id: Uuid, kind: Kind, schema: u32, deleted: bool, body: String) -> Result<(i64, Hash)> {
        if self.changes.is_empty() {
            // Letters are given in the order in which laptops first write.
            given::letter(self.conn, self.device).during(WRITING, self.path)?;
        }
        let parent = log::last_of(self.conn, id).during(WRITING, self.path)?;
        let revision = Revision {
            record: id,
            kind: kind.name().to_owned(),
            schema,
            parents: parent.into_iter().collect(),
            txn: self.txn,
            op: self.told.clone().into_owned(),
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

    /// Removes the dropped drafts for which `stale` holds; the rest were posted later.
    pub(super) fn remove_drafts(&self, stale: impl Fn(&DraftField) -> bool) -> Result<()> {
        for field in self.dropped.iter().filter(|f| stale(f)) {
            draft::drop_field(self.conn, field).during("清理草稿", self.path)?;
        }
        Ok(())
    }

    /// Finishes the action: what the caller gets to know, and what is known of what is withheld once it is committed.
    pub(super) fn changes(self) -> Result<(Changes, Vec<DraftField>, withheld::Memory)> {
        let (txn, at) = (Some(self.txn), Some(self.at));
        let left = self.withheld.left(self.conn, self.path)?;
        let copied = self.withheld.copied(self.conn, self.path)?;
        withheld::redact(&self)?;
        let (struck, redrafted) = (!self.struck.is_empty(), self.redrafted);
        let changes = Changes { txn, at, records: self.changes, struck, redrafted, left, copied };
        Ok((changes, self.dropped, self.withheld.settled()))
    }
}
