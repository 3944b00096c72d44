//! Copies of a round: under the same key, verified by opening them.
//!
//! The copy is made by SQLite's backup within one read transaction, so it is the state of one moment however much is
//! typed meanwhile. It is written beside its target and renamed only after it was opened, checked and counted.

use super::error::{Sql, damaged};
use super::key::Key;
use super::output::{BACKUP, Sources};
use super::reader::Reader;
use super::session::Session;
use super::sweep;
use super::untouched::{self, Medium};
use super::{Progress, Store, blob, lock, migrate, open, read, stats, sums};
use crate::error::{Error, Result, io};
use crate::model::ids::{DeviceId, InspectorId, RoundId};
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::regular::{self, Existing};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempPath;
use uuid::Uuid;

/// Pages copied between two looks at `progress`: 1 MiB.
const PAGES: i32 = 256;
/// Days of which a copy is kept.
const KEEP: usize = 7;
const DOING: &str = "备份";
/// Length of `YYYYMMDD-HHMMSS`.
const STAMP: usize = 15;
/// Length of `YYYYMMDD`.
const DAY: usize = 8;

impl Store {
    /// Writes a copy of the round to `out`, under the same passphrase, and verifies it by opening it. Refuses an
    /// existing file. What is posted but not yet written is written first.
    ///
    /// `progress` gets percent; `false` cancels and leaves nothing. May run on any thread while others write. The history
    /// of the round then lists that `by` made it.
    pub fn backup(&self, by: Option<InspectorId>, out: &Path, progress: Progress<'_>) -> Result<()> {
        self.flush()?;
        let from = self.reader()?.backup(self.key.as_ref(), out, progress)?;
        // The copy is whole, which is what was asked for: a disk that refuses its line in the history does not undo it.
        self.note_copy(by, out, Some(from)).ok();
        Ok(())
    }

    /// Notes a copy of the round in the log of outputs, with what was withheld in it, so that it is known what it says like
    /// everything else; `None`: that is not known. Not for a file that is open.
    ///
    /// # Errors
    /// The copy cannot be read; those of writing.
    pub fn note_copy(&self, by: Option<InspectorId>, out: &Path, from: Option<Sources>) -> Result<()> {
        let (sha256, _) = blob::hash_of(out, DOING)?;
        let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = std::path::absolute(out).ok().and_then(|out| out.parent().map(Path::to_owned));
        self.transact(Op::Export, by, move |tx| {
            tx.log_export_into(folder.as_deref(), BACKUP, &name, sha256, from.as_ref())
        })
        .map(drop)
    }
}

impl Reader {
    /// The work of [`Store::backup`]: a copy under `key`, which need not be that of this file; returns what was withheld in
    /// what was copied.
    pub(super) fn backup(&self, key: Option<&Key>, out: &Path, progress: Progress<'_>) -> Result<Sources> {
        if out.exists() {
            return Err(Error::input(format!("已有同名文件，未作改动：{}", out.display())).hint("请换一个名称。"));
        }
        open::may_be_new(out)?;
        let (part, from) = self.copy_beside(key, out, progress)?;
        regular::place(part, out, Existing::Refuse).map_err(|e| io(DOING, out, e))?;
        regular::sync_folder(folder_of(out)).ok();
        Ok(from)
    }

    /// A copy that is whole and checked, in the folder of `out` under a name of its own, gone when dropped; and what was
    /// withheld in what was copied.
    pub(super) fn copy_beside(
        &self,
        key: Option<&Key>,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<(TempPath, Sources)> {
        let part = part_for(out)?;
        let (expected, from) = self.snapshot(|r| {
            r.copy_pages(key, &part, progress)?;
            Ok((r.stats()?, r.sources([])?))
        })?;
        check_copy(&part, key, &expected)?;
        Ok((part, from))
    }

    fn copy_pages(&self, key: Option<&Key>, to: &Path, progress: Progress<'_>) -> Result<()> {
        let mut copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE).during(DOING, to)?;
        if let Some(key) = key {
            copy.execute_batch(&key.pragma()).during(DOING, to)?;
        }
        {
            // Of a file of an older version the file itself, not what was made of it in memory.
            let from = self.original.as_ref().unwrap_or(&self.conn);
            let backup = Backup::new(from, &mut copy).during(DOING, to)?;
            while backup.step(PAGES).during(DOING, to)? != StepResult::Done {
                let at = backup.progress();
                let (left, all) = (i64::from(at.remaining).unsigned_abs(), i64::from(at.pagecount).unsigned_abs());
                if !progress(blob::percent(all.saturating_sub(left), all)) {
                    return Err(blob::cancelled());
                }
            }
        }
        // Leave WAL, so that the copy is one file, and take the mark of the running session out of it.
        copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).during(DOING, to)?;
        match migrate::version(&copy, to)? {
            migrate::LATEST => sums::within(&mut copy, Session::clear),
            // Older versions have no sums.
            _ => Session::clear(&copy),
        }
        .during(DOING, to)?;
        copy.close().map_err(|(_, e)| e).during(DOING, to)?;
        regular::sync(to).map_err(|e| io(DOING, to, e))
    }
}

/// The folder that a file lies in.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// An empty file in the folder of `out`, for nobody else to read, gone when dropped.
pub(super) fn part_for(out: &Path) -> Result<TempPath> {
    let folder = regular::folder_of(out).map_err(|e| io(DOING, out, e))?;
    sweep::part_in(&folder).map(tempfile::NamedTempFile::into_temp_path).map_err(|e| io(DOING, &folder, e))
}

/// Opens the copy as a user would and compares it with what it was made from.
fn check_copy(copy: &Path, key: Option<&Key>, expected: &stats::Stats) -> Result<()> {
    let reader = Reader::with_key(copy.into(), key, "密钥")?;
    let sound: String = reader.conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)).during(DOING, copy)?;
    if sound != "ok" || reader.stats()? != *expected {
        return Err(damaged(copy, "备份写出后与原件不一致，已作废"));
    }
    Ok(())
}

/// The copies of one round that one laptop makes, known by a mark in their names: two rounds of one name, or two laptops
/// with one folder for copies, never take each other's for their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    mark: String,
}

/// Hexadecimal digits of an id in the mark.
const MARK: usize = 8;

impl Series {
    /// The copies of `round` that `device` makes.
    pub fn of(round: RoundId, device: DeviceId) -> Self {
        Self { mark: format!("{}-{}", tail(round.0), tail(device.0)) }
    }

    /// `NAME-ROUND-DEVICE-YYYYMMDD-HHMMSS.wenkan`, the name of a copy of the file `round`.
    pub fn name(&self, round: &Path, at: Instant) -> String {
        format!("{}-{}-{}.wenkan", stem(round), self.mark, stamp(at))
    }

    /// The stamp in the name of a copy of this series, whatever the round file was called then; `None` for any other.
    fn stamp_of<'a>(&self, name: &'a str) -> Option<&'a str> {
        let (before, stamp) = split_stamp(name)?;
        before.strip_suffix(&self.mark).is_some_and(|stem| stem.ends_with('-')).then_some(stamp)
    }

    /// The names to remove so that of each of the newest seven days the newest copy stays. `made`, just written, is
    /// never one of them, whatever its clock said; nor are files of other names. Copies stamped later than `made` were
    /// made before it, by a clock that ran ahead: they count as the oldest.
    pub fn thin(&self, names: &[String], made: &str) -> Vec<String> {
        let mut copies: Vec<(&str, &String)> =
            names.iter().filter_map(|n| Some((self.stamp_of(n)?, n))).filter(|(_, n)| *n != made).collect();
        let now = self.stamp_of(made);
        copies.sort_unstable_by(|a, b| {
            let ahead = |stamp: &str| now.is_some_and(|now| stamp > now);
            ahead(a.0).cmp(&ahead(b.0)).then_with(|| b.cmp(a))
        });
        // Today's newest is the one just made.
        let today = now.and_then(day_of);
        let mut days: BTreeSet<&str> = today.into_iter().collect();
        let mut surplus = Vec::new();
        for (stamp, name) in copies {
            let day = day_of(stamp).unwrap_or_default();
            if days.contains(day) || days.len() >= KEEP {
                surplus.push(name.clone());
            } else {
                days.insert(day);
            }
        }
        surplus.reverse();
        surplus
    }
}

/// The end of an id, which is random; its beginning may be a time.
fn tail(id: Uuid) -> String {
    let text = id.simple().to_string();
    text.get(text.len() - MARK..).unwrap_or_default().to_owned()
}

/// `YYYYMMDD-HHMMSS`.
pub(super) fn stamp(at: Instant) -> String {
    let t = at.civil();
    let (year, month, day) = (t.year(), t.month(), t.day());
    format!("{year:04}{month:02}{day:02}-{:02}{:02}{:02}", t.hour(), t.minute(), t.second())
}

/// Whether the name of a file bears the mark of that round.
pub(super) fn bears(name: &str, round: RoundId) -> bool {
    let mark = format!("-{}-", tail(round.0));
    split_stamp(name).is_some_and(|(before, _)| before.contains(&mark))
}

/// Whether a daily copy of `round` is called that, whichever laptop made it.
pub fn is_daily(round: &Path, name: &str) -> bool {
    split_stamp(name).is_some_and(|(before, _)| {
        before.strip_prefix(&stem(round)).is_some_and(|r| r.is_empty() || r.starts_with('-'))
    })
}

/// What stands before the stamp of a copy, and the stamp; `None` for a name without one.
pub(super) fn split_stamp(name: &str) -> Option<(&str, &str)> {
    let plain = name.strip_suffix(".wenkan")?;
    let (before, stamp) = plain.split_at_checked(plain.len().checked_sub(STAMP)?)?;
    let digits = |b: &str| b.bytes().all(|b| b.is_ascii_digit());
    let (day, time) = stamp.split_once('-')?;
    (day.len() == DAY && digits(day) && digits(time)).then_some((before.strip_suffix('-')?, stamp))
}

fn day_of(stamp: &str) -> Option<&str> {
    stamp.get(..DAY)
}

pub(super) fn stem(round: &Path) -> String {
    round.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// What came of the copy that is made when a round is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Daily {
    /// It was written; what could not be done beside it, in Chinese.
    Made(PathBuf, Option<String>),
    /// Nothing has changed since the last one, which is there.
    Unchanged(PathBuf),
}

impl Daily {
    /// What is said of it.
    pub fn chinese(&self) -> String {
        match self {
            Self::Made(path, None) => format!("已备份并核对：{}", path.display()),
            Self::Made(path, Some(but)) => format!("已备份并核对：{}　{but}", path.display()),
            Self::Unchanged(path) => format!("上次备份以后没有改动，没有再备份：{}", path.display()),
        }
    }
}

/// Key of meta: the name of the last copy, and what the file held then.
const LAST: &str = "backup:last";

impl Store {
    /// Writes a copy into `folder` unless nothing has changed since the last one there; of the older ones that this
    /// laptop made of this round, the newest of each of the last seven days stay, and with them any that somebody has worked
    /// in or that hold what this file does not.
    ///
    /// # Errors
    /// The copy could not be written, or the round has no id yet.
    pub fn daily_backup(
        &self,
        by: Option<InspectorId>,
        folder: &Path,
        now: Instant,
        progress: Progress<'_>,
    ) -> Result<Daily> {
        self.flush()?;
        let list = |e| io("读取备份文件夹", folder, e);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(list)? {
            names.push(entry.map_err(list)?.file_name().to_string_lossy().into_owned());
        }
        let reader = self.reader()?;
        let held = held(&reader.conn).during(DOING, &self.path)?;
        let former = read::meta(&reader.conn, LAST).during(DOING, &self.path)?;
        if let Some((name, then)) = former.as_deref().and_then(|last| last.split_once('\n'))
            && then == held
            && names.iter().any(|n| n == name)
        {
            return Ok(Daily::Unchanged(folder.join(name)));
        }
        let round = reader.round_id()?.ok_or_else(|| open::empty(&self.path))?;
        drop(reader);
        let series = Series::of(round, self.device());
        let mut name = series.name(&self.path, now);
        // A clock that was set back may give a stamp again: the one that is there stays.
        let mut at = now;
        while names.contains(&name) {
            at.ms += 1000;
            name = series.name(&self.path, at);
        }
        let out = folder.join(&name);
        self.backup(by, &out, progress)?;
        let mark = format!("{name}\n{held}");
        // The copy is there, which is what was asked for: unmarked, it is only made again the next time.
        self.ask(move |worker, _| worker.raw(DOING, move |conn| migrate::set_meta(conn, LAST, &mark))).ok();
        let mut but = None;
        for old in series.thin(&names, &name).into_iter().map(|name| folder.join(name)) {
            if self.is_superseded(&old, round)
                && let Err(e) = regular::remove(&old)
            {
                but = Some(format!("较早的备份没有删掉：{}（{e}）", old.display()));
            }
        }
        Ok(Daily::Made(out, but))
    }

    /// Whether a file with the name of an older copy may go: nobody has it open, nobody has worked in it since it was made,
    /// and all that it holds is in this round. What cannot be read is let alone, and so is what is of another passphrase.
    fn is_superseded(&self, copy: &Path, round: RoundId) -> bool {
        let same = regular::real(copy).map_or(true, |copy| *copy == *self.path);
        let sides = [open::left_over(copy), open::has_journal(copy), lock::is_held(copy)];
        if same || sides.contains(&true) {
            return false;
        }
        let inside = || -> Result<bool> {
            let reader = untouched::reader(copy.into(), self.key.as_ref(), "密钥", Medium::of(copy))?;
            if reader.round_id()? != Some(round) {
                return Ok(false);
            }
            let file = reader.original.as_ref().unwrap_or(&reader.conn);
            let last = || {
                let mode: String = file.query_row("PRAGMA journal_mode", [], |r| r.get(0))?;
                let last = file.query_row("SELECT rev FROM revision ORDER BY seq DESC LIMIT 1", [], |r| r.get(0));
                // A copy is made as one file; whoever works in it needs a journal of the other kind.
                Ok(if mode.eq_ignore_ascii_case("delete") { last.optional()? } else { None })
            };
            let last: Option<Vec<u8>> = last().during(DOING, copy)?;
            let Some(last) = last else { return Ok(false) };
            let own = self.reader()?;
            own.conn
                .prepare("SELECT 1 FROM revision WHERE rev = ?1")
                .and_then(|mut s| s.exists([last]))
                .during(DOING, copy)
        };
        inside().unwrap_or(false)
    }
}

/// What a file holds, but for the log of outputs, in which every copy is noted, and the facts about the file.
fn held(conn: &Connection) -> rusqlite::Result<String> {
    let sums: Vec<String> = conn
        .prepare("SELECT key || value FROM meta WHERE key LIKE 'sum:%' AND key NOT IN ('sum:meta', 'sum:export_log') ORDER BY key")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(sums.concat())))
}
