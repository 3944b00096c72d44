//! One writer: the side file `.NAME.lock`.
//!
//! The operating system's lock on the side file is what counts; it ends with the process, so a file left by a crash
//! blocks nobody. The text in it only says who holds it. The round file itself carries no such lock, because its
//! readers (command line, workers) are welcome.
//!
//! On Windows a lock on a file keeps others from reading it, and any program may remove a file that is open as std opens
//! it. There the side file is opened so that others may only read it: that is the lock, the text can be read, and nobody
//! can remove it from under its holder.

use super::anchor::Anchor;
use crate::clock;
use crate::error::{Error, Kind, Result, io};
use crate::model::value::Instant;
use crate::regular;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

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
    static HOST: OnceLock<String> = OnceLock::new();
    let named = || {
        let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
        kernel
            .or_else(|| std::env::var("COMPUTERNAME").ok())
            .or_else(|| std::env::var("HOSTNAME").ok())
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "本机".to_owned())
    };
    HOST.get_or_init(named).clone()
}

/// The last sealed revision of a session, as it stands in the side file: it outlives a `-wal` file that is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LastSealed {
    /// Its place in the log.
    pub(super) seq: i64,
    /// Its hash, in hex.
    pub(super) rev: String,
    /// The id of the round: another round of the same name has lost nothing of this one. `None`: it was not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) round: Option<String>,
}

/// What the side file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SideText {
    #[serde(flatten)]
    holder: Holder,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<LastSealed>,
}

impl SideText {
    /// Padded, so that a longer text is always replaced by one write.
    fn padded(&self) -> String {
        const LEAST: usize = 1_024;
        let text = serde_json::to_string(self).unwrap_or_default();
        format!("{text:<LEAST$}")
    }
}

/// The lock, held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: Mutex<File>,
    #[cfg(unix)]
    path: PathBuf,
    me: Holder,
    former: Option<LastSealed>,
    // After the file: it is removed when it is closed.
    #[cfg(windows)]
    _closed: Closed,
}

/// Keeps other programs from opening a round that is to be removed, until dropped.
#[derive(Debug)]
pub struct Held {
    // Let go of first.
    anchors: Vec<Anchor>,
    locks: Vec<Lock>,
}

impl Held {
    /// Takes the lock of the round.
    ///
    /// # Errors
    /// [`Kind::Locked`] with the holder; [`Kind::Open`] when there is no such file; the disk.
    pub fn hold(round: &Path) -> Result<Self> {
        let path = super::open::real_path(round)?;
        let lock = Lock::acquire(&path)?;
        Ok(Self { anchors: vec![Anchor::hold(&path)?], locks: vec![lock] })
    }

    /// Takes the locks of further files that may be open as rounds elsewhere: copies of one that is held. What nobody can
    /// lock (in a folder that takes no files, marked as read-only) nobody has open.
    ///
    /// # Errors
    /// [`Kind::Locked`] with the holder.
    pub fn hold_more(&mut self, held: &Path, files: &[&Path]) -> Result<()> {
        fn or_nothing<T>(taken: Result<T>) -> Result<Option<T>> {
            match taken {
                Err(e) if e.kind == Kind::Locked => Err(e),
                taken => Ok(taken.ok()),
            }
        }
        let mut own = vec![held];
        for &file in files {
            // Two files may have one name for their locks, and two names be those of one file.
            if own.iter().all(|other| side_file(other) != side_file(file)) {
                self.locks.extend(or_nothing(Lock::acquire(file))?);
            }
            if own.iter().all(|other| !is_one_file(other, file)) {
                self.anchors.extend(or_nothing(Anchor::hold(file))?);
            }
            own.push(file);
        }
        Ok(())
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
        Self::take(round, |said| said.last)
    }

    /// As [`acquire`](Self::acquire), for a file that has just been made: what is left beside its name is of another.
    pub(super) fn acquire_for_new(round: &Path) -> Result<Self> {
        Self::take(round, |_| None)
    }

    /// `former`: what of that which a session left that did not end well is of this file.
    fn take(round: &Path, former: impl Fn(SideText) -> Option<LastSealed>) -> Result<Self> {
        let path = side_file(round);
        loop {
            let mut file = match open_side(&path) {
                Err(e) if regular::is_in_use(&e) => return Err(held(round, File::open(&path).ok())),
                file => file.map_err(|e| unwritable(round, &path, e))?,
            };
            match lock(&file) {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(round, Some(file))),
                Err(TryLockError::Error(e)) => return Err(io("锁定轮次文件", &path, e)),
            }
            // The former holder may have removed the file between our open and our lock.
            if !still_there(&file, &path) {
                continue;
            }
            let former = said_in(&mut file).and_then(&former);
            let text = SideText { holder: Holder::me(round), last: former.clone() };
            file.set_len(0).and_then(|()| write(&mut file, &text)).map_err(|e| io("锁定轮次文件", &path, e))?;
            return Ok(Self {
                file: Mutex::new(file),
                #[cfg(windows)]
                _closed: Closed(path),
                #[cfg(unix)]
                path,
                me: text.holder,
                former,
            });
        }
    }

    /// What the session before had sealed last, when it did not end well.
    pub(super) const fn former(&self) -> Option<&LastSealed> {
        self.former.as_ref()
    }

    /// Notes what was sealed last. Not synced: it is for a `-wal` file that somebody removes after a crash; a power cut
    /// may take the note, never the seal.
    pub(super) fn note(&self, last: LastSealed) {
        let text = SideText { holder: self.me.clone(), last: Some(last) };
        write(&mut self.file.lock().unwrap_or_else(PoisonError::into_inner), &text).ok();
    }

    /// Whether the side file is still there under its name; somebody who tidies up removes it, and the next program
    /// would make a lock of its own.
    #[cfg(unix)]
    fn is_there(&self) -> bool {
        still_there(&self.file.lock().unwrap_or_else(PoisonError::into_inner), &self.path)
    }
}

/// Whether a program holds the lock of `round`; changes nothing.
#[cfg(not(windows))]
pub(super) fn is_held(round: &Path) -> bool {
    let Ok(file) = open_as_side(OpenOptions::new().read(true), &side_file(round)) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// Whether a program holds the lock of `round`; changes nothing.
#[cfg(windows)]
pub(super) fn is_held(round: &Path) -> bool {
    // It shares the file with readers alone, and the holder writes.
    open_as_side(OpenOptions::new().read(true), &side_file(round)).is_err_and(|e| regular::is_in_use(&e))
}

/// Takes the lock of an open side file.
#[cfg(not(windows))]
fn lock(file: &File) -> std::result::Result<(), TryLockError> {
    file.try_lock()
}

/// Who has the side file open to write has the lock.
#[cfg(windows)]
const fn lock(_: &File) -> std::result::Result<(), TryLockError> {
    Ok(())
}

/// Opens the side file, made when missing.
fn open_side(path: &Path) -> std::io::Result<File> {
    open_as_side(OpenOptions::new().read(true).write(true).create(true).truncate(false), path)
}

/// Opens the side file itself: a link there is never ours, and what it points to is nobody's to empty.
fn open_as_side(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, nix::libc::O_NOFOLLOW | nix::libc::O_NONBLOCK);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const SHARE_READ: u32 = 1;
        options.share_mode(SHARE_READ);
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "这不是普通文件"))
}

fn write(file: &mut File, text: &SideText) -> std::io::Result<()> {
    file.rewind()?;
    file.write_all(text.padded().as_bytes())
}

fn said_in(file: &mut File) -> Option<SideText> {
    let mut text = String::new();
    file.rewind().ok()?;
    // It has little more than a kilobyte, unless somebody else wrote it.
    file.take(64 << 10).read_to_string(&mut text).ok()?;
    serde_json::from_str(text.trim()).ok()
}

#[cfg(unix)]
impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held.
        let there = self.is_there();
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        // One of that name that is not ours belongs to another program.
        let removed = there && std::fs::remove_file(&self.path).is_ok();
        if !removed {
            file.set_len(0).ok();
        }
        file.unlock().ok();
    }
}

#[cfg(not(unix))]
impl Drop for Lock {
    fn drop(&mut self) {
        // A good end leaves no note, even where the file cannot be removed.
        self.file.get_mut().unwrap_or_else(PoisonError::into_inner).set_len(0).ok();
    }
}

/// Removes the side file, which is not open here any more. Who has taken it meanwhile keeps it: it shares it with readers
/// alone.
#[cfg(windows)]
#[derive(Debug)]
struct Closed(PathBuf);

#[cfg(windows)]
impl Drop for Closed {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
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

/// `side`: the side file, which says by whom.
fn held(round: &Path, side: Option<File>) -> Error {
    let by = side.and_then(|mut file| said_in(&mut file)).map(|said| said.holder).map_or_else(
        || "另一个程序".to_owned(),
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

/// The file is open in a program that holds another side file, or none: it was opened under another name, or somebody
/// removed the lock.
pub(super) fn held_itself(round: &Path) -> Error {
    Error::new(
        Kind::Locked,
        format!("另一个程序正打开着这个轮次（用的是另一个名称，或者锁文件被删掉了）：{}", round.display()),
    )
    .hint("文件没有改动。请回到已打开的窗口继续，或先在那里退出。")
}

fn unwritable(round: &Path, side: &Path, e: std::io::Error) -> Error {
    let folder = round.parent().unwrap_or(round);
    match e.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Error::new(Kind::Storage, format!("轮次文件所在的文件夹不能写入：{}", folder.display()))
                .hint("文件没有改动。请把轮次文件复制到可以写入的文件夹再打开，或请管理员放开权限。")
                .because(e)
        }
        _ if std::fs::symlink_metadata(side).is_ok_and(|m| !m.is_file()) => {
            Error::new(Kind::Storage, format!("放锁文件的位置被别的东西占用，轮次没有打开：{}", side.display()))
                .hint("文件没有改动。这个名称的链接、管道或文件夹不是问看放的，请移走后再打开。")
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

/// What is open as the side file is cannot be removed here.
#[cfg(not(unix))]
const fn still_there(_: &File, _: &Path) -> bool {
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

    #[test]
    fn what_was_sealed_last_is_known_after_a_crash_and_forgotten_after_a_good_end() {
        let dir = tempfile::tempdir().unwrap();
        let round = dir.path().join("a.wenkan");
        let last = LastSealed { seq: 7, rev: "ab".repeat(32), round: None };
        let lock = Lock::acquire(&round).unwrap();
        lock.note(last.clone());
        let text = std::fs::read(side_file(&round)).unwrap();
        drop(lock);
        assert!(!side_file(&round).exists());
        std::fs::write(side_file(&round), &text).unwrap();
        assert!(!is_held(&round));
        let lock = Lock::acquire(&round).unwrap();
        assert_eq!(lock.former(), Some(&last));
        assert!(is_held(&round));
        drop(lock);
        std::fs::write(side_file(&round), &text).unwrap();
        assert_eq!(Lock::acquire_for_new(&round).unwrap().former(), None, "of a file that was not there");
        assert_eq!(Lock::acquire(&round).unwrap().former(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_or_a_pipe_in_the_place_of_the_lock_is_refused_and_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let round = dir.path().join("a.wenkan");
        let precious = dir.path().join("要紧的.txt");
        std::fs::write(&precious, "不能清空").unwrap();
        std::os::unix::fs::symlink(&precious, side_file(&round)).unwrap();
        let e = Lock::acquire(&round).unwrap_err();
        assert!(e.what.contains(".a.lock"), "{e}");
        assert_eq!(std::fs::read_to_string(&precious).unwrap(), "不能清空");
        std::fs::remove_file(side_file(&round)).unwrap();
        nix::unistd::mkfifo(&side_file(&round), nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert!(Lock::acquire(&round).is_err());
        assert!(side_file(&round).exists());
    }
}
