//! A new file from what can still be read of a damaged one.
//!
//! The damaged file is only copied, block by block, and the copy is read. The log is walked in ranges, halved around what
//! cannot be read, and a revision is taken over only when its hash fits. What follows from the log is made again from it;
//! drafts and registers are taken over row by row. What could not be, is listed.
//!
//! After a page that fails its check a connection to an encrypted file may give nothing more, so that every failure is
//! followed by a new one.

mod rows;
mod source;

use super::backup::{folder_of, part_for};
use super::error::{Sql, damaged};
use super::key::{Key, Secret};
use super::lock::Lock;
use super::log::{self, Revision};
use super::reader::Reader;
use super::sql::{SqlHash, SqlId};
use super::sweep::{self, PART};
use super::verify::{VerifyReport, verify};
use super::{Progress, given, migrate, open, range, read, rebuild, sums, wal};
use crate::error::{Error, Kind as Failure, Result, io};
use crate::model::any::{AnyRecord, ForKind};
use crate::model::ids::{DeviceId, Hash, InspectorId, TxnId};
use crate::model::record::{Kind, Record};
use crate::model::round::Inspector;
use crate::model::value::Instant;
use crate::regular::{self, Existing};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use source::{Found, Source};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use tempfile::TempPath;
use uuid::Uuid;

const DOING: &str = "修复";
/// Key of meta: how many revisions are known to be lost, and the hashes of those that others were made over (JSON), so
/// that this is no fault.
pub(super) const LOST: &str = "lost";

/// A revision that could not be read, as far as the rest of the file tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its place in the log.
    pub seq: i64,
    /// The kind of its record.
    pub kind: Option<Kind>,
    /// Its record.
    pub record: Option<Uuid>,
    /// Who made it: their name.
    pub author: Option<String>,
    /// When it was made.
    pub at: Option<Instant>,
    /// That is the time of the one before it.
    pub about: bool,
}

impl Lost {
    /// One line.
    pub fn chinese(&self) -> String {
        let kind = self.kind.map_or("种类不明", Kind::chinese);
        let record = self.record.map_or_else(|| "编号不明".to_owned(), |id| id.to_string());
        let who = self.author.as_deref().unwrap_or("何人不明");
        let when = self.at.map_or_else(
            || "时间不明".to_owned(),
            |at| format!("{}{} {}", if self.about { "约 " } else { "" }, at.date(), at.hour_minute()),
        );
        format!("日志第 {} 条：{kind} {record}，{who}，{when}", self.seq)
    }
}

/// What a repair came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Revisions taken over.
    pub revisions: u64,
    /// Records made from them.
    pub records: u64,
    /// Revisions that are lost.
    pub lost: Vec<Lost>,
    /// Other tables that lost rows, in Chinese, and how many.
    pub tables: Vec<(&'static str, u64)>,
    /// Bytes that the medium did not give.
    pub unreadable: u64,
    /// What `verify` says of the new file.
    pub report: VerifyReport,
}

/// Writes to `out` what can be read of the round at `path`, under the same key. The damaged file is not changed.
///
/// # Errors
/// Another program has it open; the secret is wrong, or the first page or the list of tables is gone; an older version;
/// there is a file of the name `out`; the disk.
pub fn repair(path: &Path, secret: &Secret, out: &Path, progress: Progress<'_>) -> Result<Repaired> {
    if out.exists() {
        return Err(Error::input(format!("已有同名文件，未作改动：{}", out.display())).hint("请换一个名称。"));
    }
    let key = open::key_for(path, secret)?;
    let path = regular::real(path).map_err(|e| io("打开轮次文件", path, e))?;
    let _held = match Lock::acquire(&path) {
        // On a medium that cannot be written nobody writes.
        Err(e) if e.kind == Failure::Storage => None,
        held => Some(held?),
    };
    let keys = [key.as_ref(), key.as_ref()];
    let (part, mut repaired) = make(&path, keys, out, progress)?;
    repaired.report = verify(&Reader::with_key(part.to_path_buf().into(), key.as_ref(), "密钥")?, &|_| progress(95))?;
    regular::place(part, out, Existing::Refuse).map_err(|e| io(DOING, out, e))?;
    regular::sync_folder(folder_of(out)).ok();
    progress(100);
    Ok(repaired)
}

/// The round at `path` made anew under another key, beside `out`; gone when dropped. For a file that is whole.
///
/// # Errors
/// Anything of it is lost.
pub(super) fn under(
    path: &Path,
    old: Option<&Key>,
    new: Option<&Key>,
    out: &Path,
    progress: Progress<'_>,
) -> Result<TempPath> {
    let (part, made) = make(path, [old, new], out, progress)?;
    if made.lost.is_empty() && made.tables.is_empty() && made.unreadable == 0 {
        return Ok(part);
    }
    Err(damaged(path, "文件有损坏，没有另写"))
}

/// The work of both: from a file under the first key a new one under the second.
fn make(
    path: &Path,
    [old, key]: [Option<&Key>; 2],
    out: &Path,
    progress: Progress<'_>,
) -> Result<(TempPath, Repaired)> {
    let folder = regular::folder_of(out).map_err(|e| io(DOING, out, e))?;
    let aside = tempfile::Builder::new()
        .prefix(&sweep::prefix())
        .suffix(PART)
        .tempdir_in(&folder)
        .map_err(|e| io(DOING, &folder, e))?;
    let mut source = Source::copied(path, aside.path(), old.cloned())?;
    source.check_version()?;
    let found = source.log(&|percent| progress(percent / 2))?;
    let part = part_for(out)?;
    let mut conn = Connection::open_with_flags(&part, OpenFlags::SQLITE_OPEN_READ_WRITE).during(DOING, out)?;
    conn.execute_batch("PRAGMA cipher_log_level = NONE").during(DOING, out)?;
    if let Some(key) = key {
        conn.execute_batch(&key.pragma()).during(DOING, out)?;
    }
    let settings = "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY";
    conn.execute_batch(settings).during(DOING, out)?;
    migrate::migrate(&mut conn, &part, DeviceId(Uuid::nil()))?;
    let mut repaired = Repaired { unreadable: source.unreadable(), ..Repaired::default() };
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).during(DOING, out)?;
    let taken = take_over(&tx, out, &found, &mut repaired, progress)?;
    repaired.tables = rows::take_over(&tx, &mut source).during(DOING, out)?;
    note_given(&tx, out)?;
    repaired.records = rebuild::rebuild(&tx, out)?.records;
    name_lost(&tx, out, &found, &taken, &mut repaired)?;
    let missing: Vec<String> = taken.missing.iter().map(ToString::to_string).collect();
    if !repaired.lost.is_empty() {
        let text = serde_json::to_string(&(repaired.lost.len(), missing))
            .map_err(|e| Error::internal("修复记录写不成").because(e))?;
        migrate::set_meta(&tx, LOST, &text).during(DOING, out)?;
    }
    wal::stamp(&tx).during(DOING, out)?;
    sums::renew(&tx).during(DOING, out)?;
    tx.commit().during(DOING, out)?;
    conn.close().map_err(|(_, e)| e).during(DOING, out)?;
    regular::sync(&part).map_err(|e| io(DOING, out, e))?;
    Ok((part, repaired))
}

/// What came over, for naming what did not.
#[derive(Default)]
struct Taken {
    kinds: HashMap<Uuid, Kind>,
    /// When, by place; and by action.
    at: BTreeMap<i64, Instant>,
    of_txn: HashMap<TxnId, Instant>,
    lost: BTreeSet<i64>,
    /// Parents that are not there.
    missing: BTreeSet<Hash>,
}

/// Writes every revision whose hash fits into the new log, at its old place.
fn take_over(
    new: &Connection,
    out: &Path,
    found: &Found,
    repaired: &mut Repaired,
    progress: Progress<'_>,
) -> Result<Taken> {
    let mut taken = Taken { lost: found.lost.clone(), ..Taken::default() };
    let mut there: BTreeSet<Hash> = BTreeSet::new();
    let all = found.revisions.len().max(1);
    for (n, (seq, row)) in found.revisions.iter().enumerate() {
        if n % 1024 == 0 && !progress(u8::try_from(50 + n * 40 / all).unwrap_or(90)) {
            return Err(super::blob::cancelled());
        }
        let Some(revision) = whole(new, row, found).during(DOING, out)? else {
            taken.lost.insert(*seq);
            continue;
        };
        log::insert(new, Some(*seq), row.rev, &revision).during(DOING, out)?;
        if let Some((txn, seal)) = found.struck.get(&row.rev) {
            new.execute(
                "INSERT OR IGNORE INTO redaction(rev, txn, seal) VALUES(?1, ?2, ?3)",
                (SqlHash(row.rev), SqlId(txn.0), SqlHash(*seal)),
            )
            .during(DOING, out)?;
        }
        taken.missing.extend(revision.parents.iter().filter(|parent| !there.contains(parent)));
        there.insert(row.rev);
        repaired.revisions += 1;
        if let Some(kind) = Kind::parse(&revision.kind) {
            taken.kinds.insert(revision.record, kind);
        }
        if let Some(at) = Instant::parse(&revision.at) {
            taken.at.insert(*seq, at);
            taken.of_txn.insert(revision.txn, at);
        }
    }
    Ok(taken)
}

/// The revision with its whole body, when its hash fits; the body may also come from what is shown of the record.
fn whole(new: &Connection, row: &source::Row, found: &Found) -> rusqlite::Result<Option<Revision>> {
    let built = match &row.range {
        None => Some(row.revision.body.clone()),
        Some((base, at, len)) => {
            range::rebuilt(new, *base)?.and_then(|base| range::put(&base, *at, *len, &row.revision.body))
        }
    };
    for body in built.into_iter().chain(found.shown.get(&row.rev).cloned()) {
        let revision = Revision { body, ..row.revision.clone() };
        let sealed = found.struck.get(&row.rev).is_some_and(|(txn, seal)| revision.seal(row.rev, *txn) == *seal);
        if sealed || revision.rev() == row.rev {
            return Ok(Some(revision));
        }
    }
    Ok(None)
}

/// Numbers and codes of all records count as given, so that none is given again.
fn note_given(conn: &Connection, path: &Path) -> Result<()> {
    struct Note<'a>(&'a Connection, &'a Path, u32, &'a str);
    impl ForKind for Note<'_> {
        type Out = rusqlite::Result<()>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
            match read::decode::<R>(self.1, self.2, self.3) {
                Ok(record) => given::note(self.0, R::KIND, record.given()),
                Err(_) => Ok(()),
            }
        }
    }
    for kind in given::KINDS {
        let each = |_, _, revision: Revision| {
            if revision.deleted { Ok(()) } else { kind.run(Note(conn, path, revision.schema, &revision.body)) }
        };
        log::each_readable(conn, "WHERE kind = ?1", [kind.name()], each).during(DOING, path)?;
    }
    Ok(())
}

/// Tells of each revision that is lost what the indexes and its neighbours know.
fn name_lost(new: &Connection, path: &Path, found: &Found, taken: &Taken, repaired: &mut Repaired) -> Result<()> {
    let group = read::each(new, path, |inspector: Inspector| Some((inspector.id, inspector.name)))?;
    let names: HashMap<InspectorId, String> = group.into_iter().collect();
    for seq in &taken.lost {
        let row = found.revisions.get(seq).map(|row| &row.revision);
        let record = row.map(|r| r.record).or_else(|| found.records.get(seq).copied());
        let author = row.map_or_else(|| found.authors.get(seq).copied().flatten(), |r| r.author);
        let exact = row.and_then(|r| Instant::parse(&r.at)).or_else(|| taken.of_txn.get(found.txns.get(seq)?).copied());
        let before = || taken.at.range(..seq).next_back().map(|(_, at)| *at);
        repaired.lost.push(Lost {
            seq: *seq,
            kind: record.and_then(|id| taken.kinds.get(&id).or_else(|| found.kinds.get(&id)).copied()),
            record,
            author: author.map(|id| names.get(&id).cloned().unwrap_or_else(|| id.to_string())),
            at: exact.or_else(before),
            about: exact.is_none(),
        });
    }
    Ok(())
}
