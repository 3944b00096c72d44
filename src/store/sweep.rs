//! What programs that were ended in the middle left behind: files that were being made beside their place.
//!
//! Their names say which program on which computer makes them: `.wenkan-HOST-PID-RANDOM.part`. One whose program runs no
//! more is removed when a round in that folder, or one that writes into it, is opened; one of another computer, which may
//! be at work, or of before this one was started, after a day.

use super::lock;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::Duration;

/// What all names of files in the making begin with.
const PREFIX: &str = ".wenkan-";
/// What the name of a new round ends with while it is made.
pub(super) const NEW: &str = ".new";
/// What the name of any other file ends with while it is made.
pub(super) const PART: &str = ".part";
/// What the copy of a damaged file is called, in a folder of its own; what SQLite puts beside it begins so too.
pub(super) const COPIED: &str = "round.wenkan";
/// After so long nobody is at work on it any more.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// How the name of a file begins that this program makes.
pub(super) fn prefix() -> String {
    format!("{PREFIX}{}-{}-", host(), std::process::id())
}

/// An empty file in the making in that folder, for nobody else to read, gone when dropped.
///
/// # Errors
/// The folder is missing or takes no files.
pub fn part_in(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    named_in(folder, PART)
}

/// As [`part_in`], its name ending otherwise.
pub(super) fn named_in(folder: &Path, end: &str) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(&prefix()).suffix(end).tempfile_in(folder)
}

/// The computer as it runs now, in four bytes; its name is nobody's business. Two laptops made from one image have one
/// name, and may write into one shared folder: what tells them apart is when they were started.
fn host() -> String {
    let started = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let hash = Sha256::digest(format!("{}\n{started}", lock::host()));
    data_encoding::HEXLOWER.encode(hash.get(..4).unwrap_or_default())
}

/// Removes from `folder` what was left there. What goes wrong is not worth a message; it is tried again next time.
pub fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        // A link is never ours.
        let Ok(kind) = entry.file_type() else { continue };
        if name.to_str().is_some_and(is_in_the_making) && is_left(&entry) {
            if kind.is_file() {
                std::fs::remove_file(entry.path()).ok();
            } else if kind.is_dir() {
                remove_folder(&entry.path());
            }
        }
    }
}

/// Removes a folder in which a damaged file was copied, when nothing but that lies in it.
fn remove_folder(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_copy = entry.file_name().to_str().is_some_and(|name| name.starts_with(COPIED));
        if is_copy && entry.file_type().is_ok_and(|t| t.is_file()) {
            std::fs::remove_file(entry.path()).ok();
        }
    }
    std::fs::remove_dir(folder).ok();
}

/// Whether a file of that name is one in the making, or lies beside one (SQLite's side files, the lock).
pub(super) fn is_in_the_making(name: &str) -> bool {
    let Some(rest) = name.strip_prefix('.').filter(|n| n.starts_with(PREFIX)).unwrap_or(name).strip_prefix(PREFIX)
    else {
        return false;
    };
    let rest = ["-wal", "-shm", "-journal", ".lock"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
    rest.ends_with(NEW) || rest.ends_with(PART)
}

fn is_left(entry: &std::fs::DirEntry) -> bool {
    let stale = || {
        let modified = entry.metadata().and_then(|m| m.modified()).ok();
        modified.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > STALE)
    };
    match maker(&entry.file_name().to_string_lossy()) {
        Some((at, pid)) if at == host() => is_over(pid) || stale(),
        _ => stale(),
    }
}

/// Who makes it: the computer and the process; `None`: a version that did not say so.
fn maker(name: &str) -> Option<(String, i32)> {
    let mut parts = name.trim_start_matches('.').strip_prefix("wenkan-")?.split('-');
    Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?))
}

#[cfg(unix)]
fn is_over(pid: i32) -> bool {
    use nix::errno::Errno;
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None) == Err(Errno::ESRCH)
}

/// Here nobody is asked; what is left goes after a day.
#[cfg(not(unix))]
fn is_over(_: i32) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_that_is_gone_left_is_removed_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        // Above what any system gives out.
        let pid = 0x0040_0001;
        let left = format!("{PREFIX}{}-{pid}-aB3x9Z", host());
        let make = |name: &str| std::fs::write(dir.path().join(name), "x").unwrap();
        let old = [
            format!("{left}.part"),
            format!("{left}.part-journal"),
            format!("{left}.new"),
            format!("{left}.new-wal"),
            format!(".{left}.new.lock"),
        ];
        for name in &old {
            make(name);
        }
        let others = [
            format!("{}aB3x9Z.part", prefix()),
            format!("{PREFIX}00000000-{pid}-aB3x9Z.part"),
            format!("{PREFIX}aB3x9Z.part"),
            format!("{left}.wenkan"),
            ".十轮.lock".to_owned(),
            "报告.part".to_owned(),
        ];
        for name in &others {
            make(name);
        }
        sweep(dir.path());
        let mut kept: Vec<String> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        kept.sort();
        let mut expected = others.to_vec();
        expected.sort();
        assert_eq!(kept, expected);
        // One of another computer, or of a version that does not say whose it is, goes after a day.
        for name in &others[1..3] {
            let file = std::fs::File::options().write(true).open(dir.path().join(name)).unwrap();
            let written = file.metadata().unwrap().modified().unwrap();
            file.set_modified(written - STALE - Duration::from_secs(1)).unwrap();
        }
        sweep(dir.path());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), others.len() - 2);
    }
}
