//! Reading a round: several readers may exist, on any thread, beside the one writer.

use super::anchor::{Anchor, Named};
use super::blob::{self, Progress};
use super::draft::{self, Draft};
use super::error::Sql;
use super::key::{Key, Secret};
use super::lead::{self, Lead};
use super::log;
use super::read::{self, Brief, Door};
use super::search::{self, SearchHit, SearchPlace};
use super::sql::{SqlHash, SqlId};
use super::untouched::{self, Medium};
use super::withheld::{self, Redactable, Told};
use super::{given, open, stats};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::any::{AnyRecord, ForKind};
use crate::model::ids::{DeviceId, Hash, InspectorId, InterviewId, RoundId, TxnId, UnitId};
use crate::model::natural::Natural;
use crate::model::observation::Observation;
use crate::model::record::{Kind, Record};
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// A connection that only reads (`query_only`), and what it reads may be told: of what is withheld (转线索) it knows only
/// that there is something (`store::withheld`). What is withheld itself is read by
/// [`own_talk`](Self::own_talk) alone.
#[derive(Debug)]
pub struct Reader {
    pub(super) conn: Connection,
    pub(super) path: Arc<Path>,
    /// The file itself, when `conn` is a copy in memory.
    pub(super) original: Option<Connection>,
    pub(super) told: withheld::Memory,
    /// Beside the file lies a `-wal` that is not its own, which was not read.
    pub(super) passed_over: bool,
    /// Of a store's file: closed after `conn`, because closing it would end the locks of SQLite.
    pub(super) anchor: Option<Arc<Anchor>>,
}

impl Drop for Reader {
    /// The last connection of all removes the `-wal` by its name, which may be that of another file by now.
    fn drop(&mut self) {
        if self.anchor.as_ref().is_some_and(|anchor| anchor.named() != Named::Same) {
            open::leave_wal(&self.conn);
        }
    }
}

/// A record with the revision that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<R> {
    /// The record.
    pub record: R,
    /// Its head revision.
    pub head: Hash,
}

/// One revision of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionInfo {
    /// Its place in this file.
    pub seq: i64,
    /// Its hash.
    pub rev: Hash,
    /// The record.
    pub record: Uuid,
    /// The kind of the record; `None` when this version does not know it.
    pub kind: Option<Kind>,
    /// The revisions it was made over.
    pub parents: Vec<Hash>,
    /// The user action it belongs to.
    pub txn: TxnId,
    /// Verb of that action, as in the log.
    pub op: String,
    /// Who acted.
    pub author: Option<InspectorId>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop.
    pub at: Instant,
    /// The record went to the bin.
    pub deleted: bool,
    /// Schema number of the body.
    pub schema: u32,
    /// The JSON of the record, as it may be told; empty when deleted. [`Reader::as_of`] reads it.
    pub body: String,
}

/// A method that the round has used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodInfo {
    /// Its hash.
    pub hash: Hash,
    /// Since when.
    pub at: Instant,
    /// Who brought it in.
    pub by: Option<InspectorId>,
}

/// One line of the export log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportInfo {
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Option<InspectorId>,
    /// What kind of output.
    pub what: String,
    /// Its file name, without folder.
    pub path_name: String,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

const DOING: &str = "读取";

impl Reader {
    /// Opens a round for reading only, also while another program has it open for writing, on a read-only medium, or of
    /// an older version. Neither the file nor its folder is changed.
    ///
    /// Not for a file that a [`Store`](super::Store) of this process has open: use
    /// [`Store::reader`](super::Store::reader) there.
    pub fn open(path: &Path, secret: &Secret) -> Result<Self> {
        let path = open::found(path)?;
        let place = Medium::of(&path);
        Self::open_at(&path, secret, place)
    }

    pub(super) fn open_at(path: &Path, secret: &Secret, place: Medium) -> Result<Self> {
        let key = open::key_for(path, secret)?;
        untouched::reader(path.into(), key.as_ref(), secret.chinese(), place)
    }

    /// A reader over an open connection; `original`: the file, when that is a copy in memory.
    pub(super) fn over(conn: Connection, path: Arc<Path>, original: Option<Connection>) -> Self {
        Self { conn, path, original, told: withheld::Memory::default(), passed_over: false, anchor: None }
    }

    pub(super) fn with_key(path: Arc<Path>, key: Option<&Key>, by: &str) -> Result<Self> {
        Ok(Self::over(open::reader(&path, key, by)?, path, None))
    }

    /// Said when a `-wal` or a journal that is not the file's own lies beside it: it was not read.
    pub fn note(&self) -> Option<&'static str> {
        self.passed_over.then_some(
            "轮次文件旁边有一个不属于它的 -wal 或 -journal 文件（多半是异常退出以后，用备份或另一份文件换掉了原来的文件），没有读它。\
             在界面里打开这个轮次时会把它改名另放。",
        )
    }

    /// The round file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads several things as of one moment; within another of these, as of the moment of that.
    pub fn snapshot<T>(&self, f: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        open::as_one(&self.conn, &self.path, || {
            // The moment is that of the first read, not that of BEGIN.
            read::meta(&self.conn, "round").during(DOING, &self.path)?;
            f(self)
        })
    }

    /// The record of that id; `None` when there is none or it is in the bin.
    pub fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
        read::get(&self.conn, &self.path, Door::Told, id)
    }

    /// The record of that id with the revision that it is; `None` when there is none or it is in the bin.
    pub fn at<R: Record>(&self, id: Uuid) -> Result<Option<At<R>>> {
        self.snapshot(|r| match (r.get(id)?, r.head(id)?) {
            (Some(record), Some(head)) => Ok(Some(At { record, head })),
            _ => Ok(None),
        })
    }

    /// The record of a natural key: the one answer to a question in a talk, the one result of an item in a document, the
    /// one decision on a candidate. `None` when there is none or it is in the bin.
    pub fn find<R: Natural>(&self, key: R::Key<'_>) -> Result<Option<R>> {
        read::find(&self.conn, &self.path, Door::Told, key)
    }

    /// The record that `id` was made one with, when an older version had let two of one natural key come about.
    pub fn survivor(&self, id: Uuid) -> Result<Option<Uuid>> {
        read::survivor(&self.conn, id).during(DOING, &self.path)
    }

    /// The records of that kind under `parent`, oldest first; those with a natural key in an order of no meaning.
    pub fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
        read::children(&self.conn, &self.path, Door::Told, parent)
    }

    /// All records of that kind, oldest first.
    pub fn all<R: Record>(&self) -> Result<Vec<R>> {
        read::all(&self.conn, &self.path, Door::Told)
    }

    /// All records of a kind that is known only at run time, oldest first.
    pub fn all_of(&self, kind: Kind) -> Result<Vec<AnyRecord>> {
        struct All<'a>(&'a Reader);
        impl ForKind for All<'_> {
            type Out = Result<Vec<AnyRecord>>;
            fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
                Ok(self.0.all::<R>()?.into_iter().map(Into::into).collect())
            }
        }
        kind.run(All(self))
    }

    /// The answers of a talk with all that is withheld in them: for the talk's own screen, and for what changes answers
    /// without showing them.
    pub fn own_talk(&self, talk: InterviewId) -> Result<Vec<Answer>> {
        read::children(&self.conn, &self.path, Door::Own, talk.0)
    }

    /// An answer as it stood in one of its revisions, with all that is withheld in it: for the talk's own screen, which
    /// lays a draft over what it was typed over. `None` when it has no such revision.
    pub fn own_answer(&self, id: Uuid, rev: Hash) -> Result<Option<Answer>> {
        let found = log::body_of(&self.conn, rev).during(DOING, &self.path)?;
        let body = found.filter(|(kind, _, body)| kind == Kind::Answer.name() && !body.is_empty());
        let answer: Option<Answer> =
            body.map(|(_, schema, body)| read::decode(&self.path, schema, &body)).transpose()?;
        Ok(answer.filter(|a| a.id.0 == id))
    }

    /// The withheld statements of the round without their words, and on whose order those were taken out.
    pub fn redactable(&self) -> Result<Vec<Redactable>> {
        withheld::redactable(&self.conn, &self.path)
    }

    /// The observations of a unit with those that are withheld: for the talk's own screen, and for nothing else.
    pub fn own_observations(&self, unit: UnitId) -> Result<Vec<Observation>> {
        read::children(&self.conn, &self.path, Door::Own, unit.0)
    }

    /// What may be told, for texts that are no present record: revisions, drafts, sides of a clash.
    pub fn told(&self) -> Result<Told> {
        self.state().map(Told::new)
    }

    pub(super) fn state(&self) -> Result<Option<Arc<withheld::State>>> {
        self.told.state(&self.conn, &self.path)
    }

    /// The head revision of a record that is not in the bin.
    pub fn head(&self, id: Uuid) -> Result<Option<Hash>> {
        read::head(&self.conn, id).during(DOING, &self.path)
    }

    /// When a record that is not in the bin was last revised, by the clock of that laptop.
    pub fn revised(&self, id: Uuid) -> Result<Option<Instant>> {
        let at: Option<String> = self
            .conn
            .prepare_cached("SELECT v.at FROM record r JOIN revision v ON v.rev = r.head WHERE r.id = ?1")
            .and_then(|mut s| s.query_row([SqlId(id)], |r| r.get(0)).optional())
            .during(DOING, &self.path)?;
        at.map(|text| self.instant(&text)).transpose()
    }

    /// When anything was last written into the round, by the clock of that laptop; `None` for an empty file.
    pub fn last_revised(&self) -> Result<Option<Instant>> {
        let at: Option<String> = self
            .conn
            .prepare_cached("SELECT at FROM revision ORDER BY seq DESC LIMIT 1")
            .and_then(|mut s| s.query_row([], |r| r.get(0)).optional())
            .during(DOING, &self.path)?;
        at.map(|text| self.instant(&text)).transpose()
    }

    /// A number that is another one after anything was written into the file by anybody but this reader, drafts too. It says
    /// nothing beside another number of the same reader.
    pub fn written(&self) -> Result<i64> {
        self.conn
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut s| s.query_row([], |r| r.get(0)))
            .during(DOING, &self.path)
    }

    /// Id, parent and brief of all records of a kind, sorted by parent and brief, without reading a body.
    pub fn briefs(&self, kind: Kind) -> Result<Vec<Brief>> {
        read::briefs(&self.conn, kind).during(DOING, &self.path)
    }

    /// Id, parent and brief of the records that one comes to from `root` by going down the kinds of `path`, e.g. from a
    /// unit by way of its people to their talks; in no particular order. Costs as much as there is below `root`.
    pub fn briefs_below(&self, root: Uuid, path: &[Kind]) -> Result<Vec<Brief>> {
        read::briefs_below(&self.conn, root, path).during(DOING, &self.path)
    }

    /// All drafts as they may be told, oldest first; those of another laptop too, when the file came from there.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let mut drafts = draft::all(&self.conn).during("读取草稿", &self.path)?;
        let told = self.told()?;
        for draft in &mut drafts {
            told.mask_draft(draft);
        }
        Ok(drafts)
    }

    /// What is being typed into the answers of a talk, whole, oldest first: for the talk's own screen alone.
    pub fn own_drafts(&self, talk: InterviewId) -> Result<Vec<Draft>> {
        let mut drafts = draft::all(&self.conn).during("读取草稿", &self.path)?;
        drafts.retain(|d| d.kind == Kind::Answer && d.parent == Some(talk.0));
        Ok(drafts)
    }

    /// Finds records in which all the words occur; up to `limit` of each kind, newest first.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<SearchHit>> {
        self.search_on(words, limit, &mut SearchPlace::default(), usize::MAX)
    }

    /// The next `most` hits of [`search`](Self::search) from `place` on, which is put where the search goes on.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn search_on(&self, words: &str, limit: usize, place: &mut SearchPlace, most: usize) -> Result<Vec<SearchHit>> {
        self.snapshot(|r| search::search(&r.conn, &r.path, (words, limit), place, most))
    }

    /// The record as that revision left it, as far as it may be told.
    ///
    /// # Errors
    /// It deleted the record, is of another kind, or cannot be read.
    pub fn as_of<R: Record>(&self, revision: &RevisionInfo) -> Result<R> {
        read::decode(&self.path, revision.schema, &revision.body)
    }

    /// A record as it stood in one of its revisions, as far as it may be told; `None` when it has no such revision, or went to the bin in it.
    pub fn at_revision<R: Record>(&self, id: Uuid, rev: Hash) -> Result<Option<R>> {
        let found = self.revision(rev)?.filter(|r| r.record == id && r.kind == Some(R::KIND) && !r.deleted);
        found.map(|r| self.as_of(&r)).transpose()
    }

    /// What records of that kind were ever given ([`Record::given`]), deleted records included: codes and numbers that
    /// must not be given out again.
    pub fn given(&self, kind: Kind) -> Result<Vec<String>> {
        given::all(&self.conn, kind).during("读取用过的编号", &self.path)
    }

    /// How much there is of everything.
    pub fn stats(&self) -> Result<stats::Stats> {
        stats::stats(&self.conn).during("统计", &self.path)
    }

    /// The methods that the round has used, newest first.
    pub fn methods(&self) -> Result<Vec<MethodInfo>> {
        let rows: Vec<(SqlHash, String, Option<SqlId>)> = self
            .conn
            .prepare_cached("SELECT hash, at, by FROM method ORDER BY rowid DESC")
            .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect())
            .during("读取工作法", &self.path)?;
        rows.into_iter()
            .map(|(hash, at, by)| {
                Ok(MethodInfo { hash: hash.0, at: self.instant(&at)?, by: by.map(|b| InspectorId(b.0)) })
            })
            .collect()
    }

    /// The methods that came into use by themselves, not in an action of the log: newest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn methods_alone(&self) -> Result<Vec<MethodInfo>> {
        let mut all = self.methods()?;
        let mut logged = Vec::with_capacity(all.len());
        for method in &all {
            let at: bool = self
                .conn
                .prepare_cached("SELECT EXISTS(SELECT 1 FROM revision WHERE at = ?1)")
                .and_then(|mut s| s.query_row([method.at.to_string()], |r| r.get(0)))
                .during("读取工作法", &self.path)?;
            logged.push(at);
        }
        let mut logged = logged.into_iter();
        all.retain(|_| logged.next() != Some(true));
        Ok(all)
    }

    /// Whether the round has used a method.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn has_method(&self, hash: Hash) -> Result<bool> {
        self.conn
            .prepare_cached("SELECT EXISTS(SELECT 1 FROM method WHERE hash = ?1)")
            .and_then(|mut s| s.query_row([SqlHash(hash)], |r| r.get(0)))
            .during("读取工作法", &self.path)
    }

    /// The files (name, text) of a method; `None` when the round never used it.
    ///
    /// # Errors
    /// The files are not those whose hash it is.
    pub fn method_files(&self, hash: Hash) -> Result<Option<Vec<(String, String)>>> {
        read::method_files(&self.conn, &self.path, hash)
    }

    /// Whether withheld words (转线索) were struck in the files of a method.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_method_struck(&self, hash: Hash) -> Result<bool> {
        withheld::is_method_struck(&self.conn, hash).during("读取工作法", &self.path)
    }

    /// The line of the register of leads of that number. For its own screen and its receipt form only.
    pub fn lead(&self, number: &str) -> Result<Option<Lead>> {
        lead::of(&self.conn, number).during("读取线索登记", &self.path)
    }

    /// The register of leads, by number. For its own screen, and for the list of what was done, which tells number, time and
    /// who registered it.
    pub fn leads(&self) -> Result<Vec<Lead>> {
        lead::all(&self.conn).during("读取线索登记", &self.path)
    }

    /// The round that this file holds; `None` until it is written.
    pub fn round_id(&self) -> Result<Option<RoundId>> {
        let text = read::meta(&self.conn, "round").during(DOING, &self.path)?;
        text.map(|t| Uuid::parse_str(&t).map(RoundId).map_err(|e| self.unreadable("轮次编号", e))).transpose()
    }

    /// Whether the content of an attachment is in the file.
    pub fn has_blob(&self, hash: Hash) -> Result<bool> {
        blob::has(&self.conn, hash).during(DOING, &self.path)
    }

    /// Streams the content of an attachment out and checks its hash; returns its size in bytes. Nothing of what was
    /// written to `out` may be used when this fails.
    pub fn copy_blob(&self, hash: Hash, out: &mut dyn Write, progress: Progress<'_>) -> Result<u64> {
        blob::copy_out(&self.conn, &self.path, hash, out, progress)
    }

    /// Where it is recorded that the clock was behind.
    #[cfg(test)]
    pub(crate) fn clock_behind(&self) -> Result<Vec<String>> {
        self.conn
            .prepare("SELECT key FROM meta WHERE key LIKE 'clock_behind:%'")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .during(DOING, &self.path)
    }

    /// Every row of every view for queries, as text.
    #[cfg(test)]
    pub(crate) fn rows_of_views(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut names =
            self.conn.prepare("SELECT name FROM sqlite_master WHERE type = 'view'").during(DOING, &self.path)?;
        let names: Vec<String> =
            names.query_map([], |r| r.get(0)).and_then(Iterator::collect).during(DOING, &self.path)?;
        for name in names {
            let mut select = self.conn.prepare(&format!("SELECT * FROM \"{name}\"")).during(DOING, &self.path)?;
            let columns = select.column_count();
            let row = |r: &rusqlite::Row<'_>| {
                (0..columns)
                    .map(|c| r.get_ref(c).map(|v| format!("{:?}", v.as_str())))
                    .collect::<rusqlite::Result<String>>()
            };
            let rows: Vec<String> = select.query_map([], row).and_then(Iterator::collect).during(DOING, &self.path)?;
            found.extend(rows);
        }
        Ok(found)
    }

    pub(super) fn instant(&self, text: &str) -> Result<Instant> {
        Instant::parse(text).ok_or_else(|| super::error::damaged(&self.path, &format!("时间“{text}”读不出来")))
    }

    fn unreadable(&self, what: &str, e: impl std::error::Error + Send + Sync + 'static) -> Error {
        super::error::damaged(&self.path, &format!("{what}读不出来")).because(e)
    }
}
