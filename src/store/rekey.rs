//! Another passphrase for a round: a new file under it is written beside, verified, and only then takes the place of the
//! old one, in one step of the file system. Whenever the program is stopped, one whole file lies under the name.

use super::anchor::Anchor;
use super::backup::folder_of;
use super::error::{Sql, damaged};
use super::key::{Key, RecoveryCode, Secret};
use super::lock::Lock;
use super::reader::Reader;
use super::verify::verify;
use super::{Options, Progress, open, repair, wal};
use crate::error::{Error, Kind, Result, io};
use crate::regular::{self, Existing};
use std::path::Path;
use tempfile::TempPath;

const DOING: &str = "换口令";

/// What is said when it is done, of a round that had a passphrase or none.
pub const fn passphrase_changed(had_one: bool) -> &'static str {
    if had_one {
        "口令已换。换口令以前的备份仍用原来的口令打开。"
    } else {
        "口令已设。设口令以前的备份没有加密，请自己收好或删除。"
    }
}

/// Puts the round at `path` under the passphrase `new`; returns the new recovery code, to be shown once. A round without a
/// passphrase gets one. Copies that were made before still open by the old one.
///
/// # Errors
/// Another program has it open or reads it; `old` is wrong; the file is damaged; the disk. The file is as it was then.
pub fn change_passphrase(path: &Path, old: &Secret, new: &Secret, progress: Progress<'_>) -> Result<RecoveryCode> {
    if !matches!(new, Secret::Passphrase(_)) {
        return Err(Error::usage("新口令不能是恢复码，也不能没有"));
    }
    let path = open::real_path(path)?;
    let _lock = Lock::acquire(&path)?;
    let old_key = open::key_for(&path, old)?;
    // From here on nothing in this process opens the file but through SQLite, or while no connection is open.
    let anchor = Anchor::hold(&path)?;
    wal::put_aside(&path, old_key.as_ref(), old.chinese())?;
    // What a crash left in the journal belongs to the round; it is moved into the file before that is copied.
    let (conn, _) = open::writer(&path, old_key.as_ref(), old.chinese(), Options::from_env().device)?;
    let moved = open::checkpoint(&conn).during(DOING, &path)?;
    conn.close().map_err(|(_, e)| e).during(DOING, &path)?;
    if !moved || open::left_over(&path) {
        return Err(read_elsewhere(&path));
    }
    let key = Key::derive(new, rand::random()).ok_or_else(|| Error::internal("新口令没有生成密钥"))?;
    let part = match &old_key {
        Some(old_key) => {
            let reader = Reader::with_key(path.clone().into(), Some(old_key), old.chinese())?;
            reader.copy_beside(Some(&key), &path, &|percent| progress(percent / 2))?.0
        }
        // SQLite copies pages only between two files that both have a key or both have none.
        None => repair::under(&path, None, Some(&key), &path, &|percent| progress(percent / 2))?,
    };
    let copy = Reader::with_key(part.to_path_buf().into(), Some(&key), "新口令")?;
    let report = verify(&copy, &|percent| progress(50 + percent / 2))?;
    drop(copy);
    if let Some(problem) = report.problems.first() {
        return Err(damaged(&path, &format!("文件有问题（{problem}），口令没有换")));
    }
    // A journal of the old file beside the new one would be taken for its own.
    if open::left_over(&path) {
        return Err(read_elsewhere(&path));
    }
    replace(anchor, part, &path)?;
    Ok(key.recovery_code())
}

/// Puts the new file in the place of the old one, and writes over what that held, as far as no other name leads to it and
/// the system lets a program do so.
#[cfg(unix)]
fn replace(old: Anchor, new: TempPath, path: &Path) -> Result<()> {
    regular::place(new, path, Existing::Replace).map_err(|e| io(DOING, path, e))?;
    regular::sync_folder(folder_of(path)).ok();
    // The passphrase is changed in any case.
    old.erase_nameless();
    drop(old);
    Ok(())
}

/// Here a file that is open is not replaced.
#[cfg(not(unix))]
fn replace(old: Anchor, new: TempPath, path: &Path) -> Result<()> {
    drop(old);
    regular::place(new, path, Existing::Replace).map_err(|e| io(DOING, path, e))?;
    regular::sync_folder(folder_of(path)).ok();
    Ok(())
}

fn read_elsewhere(path: &Path) -> Error {
    Error::new(Kind::Locked, format!("另一个程序正在读这个文件，口令没有换：{}", path.display()))
        .hint("文件没有改动。请等它读完再试。")
}
