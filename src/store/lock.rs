//! One writer: the side file `.NAME.lock`.
//!
//! The operating system's lock on the side file is what counts; it ends with the process, so a file left by a crash
//! blocks nobody. The text in it only says who holds it. The round file itself carries no such lock, because its
//! readers (command line, workers) are welcome.

use crate::clock;
use crate::error::{Error, Kind, Result, io};
use crate::model::value::Instant;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Who holds a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Holder {
    pub(super) pid: u32,
    pub(super) host: String,
    pub(super) at: Instant,
    /// The file as this process sees it; tells a copy from the original.
    pub(super) path: String,
}

impl Holder {
    /// This process on `round`.
    pub(super) fn me(round: &Path) -> Self {
        Self { pid: std::process::id(), host: host(), at: clock::now(), path: round.display().to_string() }
    }
}

/// The name of this machine as far as it is known without asking the network.
pub(super) fn host() -> String {
    let named = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    named
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "本机".to_owned())
}

/// The lock, held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

/// Keeps other programs from opening a round that is to be removed, until dropped.
#[derive(Debug)]
pub struct Held {
    _lock: Lock,
}

impl Held {
    /// Takes the lock of the round.
    ///
    /// # Errors
    /// [`Kind::Locked`] with the holder; [`Kind::Open`] when there is no such file; the disk.
    pub fn hold(round: &Path) -> Result<Self> {
        let path = super::open::real_path(round)?;
        Lock::acquire(&path).map(|lock| Self { _lock: lock })
    }
}

/// `.NAME.lock` beside `NAME.wenkan`.
pub(super) fn side_file(round: &Path) -> PathBuf {
    let name = if round.extension().is_some_and(|e| e == "wenkan") { round.file_stem() } else { round.file_name() };
    round.with_file_name(format!(".{}.lock", name.unwrap_or_default().to_string_lossy()))
}

impl Lock {
    /// Takes the lock of `round`, or says who holds it ([`Kind::Locked`]).
    pub(super) fn acquire(round: &Path) -> Result<Self> {
        let path = side_file(round);
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(|e| unwritable(round, e))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(round, &mut file)),
                Err(TryLockError::Error(e)) => return Err(io("锁定轮次文件", &path, e)),
            }
            // The former holder may have removed the file between our open and our lock.
            if !still_there(&file, &path) {
                continue;
            }
            let text = serde_json::to_string(&Holder::me(round)).unwrap_or_default();
            file.set_len(0)
                .and_then(|()| file.rewind())
                .and_then(|()| file.write_all(text.as_bytes()))
                .map_err(|e| io("锁定轮次文件", &path, e))?;
            return Ok(Self { file, path });
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held; where open files cannot be removed safely it stays, empty.
        let removed = cfg!(unix) && std::fs::remove_file(&self.path).is_ok();
        if !removed {
            self.file.set_len(0).ok();
        }
        self.file.unlock().ok();
    }
}

/// Whether two names are those of one file: two hard links, whose locks and whose journals lie beside each of them.
#[cfg(unix)]
pub(super) fn is_one_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (std::fs::metadata(one), std::fs::metadata(other)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(super) fn is_one_file(_: &Path, _: &Path) -> bool {
    false
}

/// Refuses a second name of a file that is open under the first, or was not closed there: what was saved last may lie
/// beside that name alone.
pub(super) fn other_name(round: &Path, former: &Holder) -> Error {
    let by = format!(
        "主机 {}，进程 {}，{} {} 起",
        former.host,
        former.pid,
        former.at.date().chinese(),
        former.at.hour_minute()
    );
    Error::new(
        Kind::Locked,
        format!(
            "{} 和 {} 是同一个文件的两个名称，用另一个名称打开以后还没有关闭（{by}）",
            round.display(),
            former.path
        ),
    )
    .hint("文件没有改动。请退出打开它的程序；已经没有程序打开它的，请用另一个名称打开一次，再正常退出。")
}

fn held(round: &Path, file: &mut File) -> Error {
    let mut text = String::new();
    // Where locks are mandatory (Windows) the text cannot be read; the refusal stands without it.
    file.read_to_string(&mut text).ok();
    let by = serde_json::from_str::<Holder>(&text).map_or_else(
        |_| "另一个程序".to_owned(),
        |h| {
            format!(
                "另一个程序（主机 {}，进程 {}，{} {} 起）",
                h.host,
                h.pid,
                h.at.date().chinese(),
                h.at.hour_minute()
            )
        },
    );
    Error::new(Kind::Locked, format!("{by}正打开着这个轮次：{}", round.display()))
        .hint("文件没有改动。请回到已打开的窗口继续，或先在那里退出。")
}

fn unwritable(round: &Path, e: std::io::Error) -> Error {
    let folder = round.parent().unwrap_or(round);
    match e.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Error::new(Kind::Storage, format!("轮次文件所在的文件夹不能写入：{}", folder.display()))
                .hint("文件没有改动。请把轮次文件复制到可以写入的文件夹再打开，或请管理员放开权限。")
                .because(e)
        }
        _ => io("锁定轮次文件", round, e),
    }
}

#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(named)) => (ours.dev(), ours.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn still_there(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_taker_is_told_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let round = dir.path().join("十轮.wenkan");
        let lock = Lock::acquire(&round).unwrap();
        assert!(dir.path().join(".十轮.lock").exists());
        let e = Lock::acquire(&round).unwrap_err();
        assert_eq!(e.kind, Kind::Locked);
        assert!(e.what.contains(&std::process::id().to_string()), "{}", e.what);
        drop(lock);
        drop(Lock::acquire(&round).unwrap());
    }

    #[test]
    fn a_file_left_by_a_dead_process_does_not_block() {
        let dir = tempfile::tempdir().unwrap();
        let round = dir.path().join("a.wenkan");
        let dead = Holder { pid: 1, host: "old".into(), at: clock::now(), path: String::new() };
        std::fs::write(side_file(&round), serde_json::to_string(&dead).unwrap()).unwrap();
        let lock = Lock::acquire(&round).unwrap();
        let now: Holder = serde_json::from_str(&std::fs::read_to_string(side_file(&round)).unwrap()).unwrap();
        assert_eq!(now.pid, std::process::id());
        drop(lock);
    }
}
