//! Copies of a round: under the same key, verified by opening them.
//!
//! The copy is made by SQLite's backup within one read transaction, so it is the state of one moment however much is
//! typed meanwhile. It is written beside its target and renamed only after it was opened, checked and counted.

use super::error::{Sql, damaged};
use super::key::Key;
use super::output::{BACKUP, Sources};
use super::reader::Reader;
use super::session::Session;
use super::sweep::{self, PART};
use super::{Progress, Store, blob, stats};
use crate::error::{Error, Result, io};
use crate::model::ids::InspectorId;
use crate::model::record::Op;
use crate::model::value::Instant;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Pages copied between two looks at `progress`: 1 MiB.
const PAGES: i32 = 256;
/// Daily copies that are kept.
const KEEP: usize = 7;
const DOING: &str = "备份";
/// Length of `YYYYMMDD-HHMMSS`.
const STAMP: usize = 15;

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
        self.note_backup(by, out, from).ok();
        Ok(())
    }

    /// Notes it with what was withheld when it was read, so that it is known what it says like everything else.
    fn note_backup(&self, by: Option<InspectorId>, out: &Path, from: Sources) -> Result<()> {
        let (sha256, _) = blob::hash_of(out, DOING)?;
        let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = std::path::absolute(out).ok().and_then(|out| out.parent().map(Path::to_owned));
        self.transact(Op::Export, by, move |tx| {
            tx.log_export_into(folder.as_deref(), BACKUP, &name, sha256, Some(&from))
        })
        .map(drop)
    }
}

impl Reader {
    /// The work of [`Store::backup`]; returns what was withheld in what was copied.
    pub(super) fn backup(&self, key: Option<&Key>, out: &Path, progress: Progress<'_>) -> Result<Sources> {
        if out.exists() {
            return Err(Error::input(format!("已有同名文件，未作改动：{}", out.display())).hint("请换一个名称。"));
        }
        let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let part = tempfile::Builder::new()
            .prefix(&sweep::prefix())
            .suffix(PART)
            .tempfile_in(folder)
            .map_err(|e| io(DOING, folder, e))?
            .into_temp_path();
        let (expected, from) = self.snapshot(|r| {
            r.copy_pages(key, &part, progress)?;
            Ok((r.stats()?, r.sources([])?))
        })?;
        check_copy(&part, key, &expected)?;
        part.persist_noclobber(out).map_err(|e| io(DOING, out, e.error))?;
        sync_folder(folder);
        Ok(from)
    }

    fn copy_pages(&self, key: Option<&Key>, to: &Path, progress: Progress<'_>) -> Result<()> {
        let mut copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE).during(DOING, to)?;
        if let Some(key) = key {
            copy.execute_batch(&key.pragma()).during(DOING, to)?;
        }
        {
            let backup = Backup::new(&self.conn, &mut copy).during(DOING, to)?;
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
        Session::clear(&copy).during(DOING, to)?;
        copy.close().map_err(|(_, e)| e).during(DOING, to)?;
        std::fs::File::open(to).and_then(|f| f.sync_all()).map_err(|e| io(DOING, to, e))
    }
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

/// A rename is durable once its folder is; where folders cannot be opened (Windows) the file system sees to it.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        folder.sync_all().ok();
    }
}

/// `NAME-YYYYMMDD-HHMMSS.wenkan`, the name of a daily copy of `round`.
pub fn daily_name(round: &Path, at: Instant) -> String {
    let t = at.civil();
    format!(
        "{}-{:04}{:02}{:02}-{:02}{:02}{:02}.wenkan",
        stem(round),
        t.year(),
        t.month(),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// Whether a daily copy of `round` is due, given the file names in the folder: none of today's date is there.
pub fn daily_due(round: &Path, names: &[String], now: Instant) -> bool {
    let today: String = stamp_of(round, &daily_name(round, now)).unwrap_or_default().chars().take(8).collect();
    !names.iter().filter_map(|n| stamp_of(round, n)).any(|s| s.starts_with(&today))
}

/// Whether a daily copy of `round` is called that.
pub fn is_daily(round: &Path, name: &str) -> bool {
    stamp_of(round, name).is_some()
}

/// The names to remove so that the newest seven copies of `round` stay. Files of other names are never named.
pub fn thin(round: &Path, names: &[String]) -> Vec<String> {
    let mut copies: Vec<(&str, &String)> = names.iter().filter_map(|n| Some((stamp_of(round, n)?, n))).collect();
    copies.sort_unstable();
    let surplus = copies.len().saturating_sub(KEEP);
    copies.into_iter().take(surplus).map(|(_, name)| name.clone()).collect()
}

/// The stamp in the name of a daily copy of `round`; `None` for any other file.
fn stamp_of<'a>(round: &Path, name: &'a str) -> Option<&'a str> {
    let stamp = name.strip_prefix(&stem(round))?.strip_prefix('-')?.strip_suffix(".wenkan")?;
    let digits = |b: &[u8]| b.iter().all(u8::is_ascii_digit);
    let (day, time) = stamp.split_once('-')?;
    (stamp.len() == STAMP && day.len() == 8 && digits(day.as_bytes()) && digits(time.as_bytes())).then_some(stamp)
}

fn stem(round: &Path) -> String {
    round.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

impl Store {
    /// Writes the daily copy into `folder` and removes all but the newest seven; `None` when today's is there.
    pub fn daily_backup(
        &self,
        by: Option<InspectorId>,
        folder: &Path,
        now: Instant,
        progress: Progress<'_>,
    ) -> Result<Option<PathBuf>> {
        let list = |e| io("读取备份文件夹", folder, e);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(list)? {
            names.push(entry.map_err(list)?.file_name().to_string_lossy().into_owned());
        }
        if !daily_due(&self.path, &names, now) {
            return Ok(None);
        }
        let name = daily_name(&self.path, now);
        let out = folder.join(&name);
        self.backup(by, &out, progress)?;
        names.push(name);
        for old in thin(&self.path, &names) {
            let old = folder.join(old);
            std::fs::remove_file(&old).map_err(|e| io("清理旧备份", &old, e))?;
        }
        Ok(Some(out))
    }
}
