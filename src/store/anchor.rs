//! The round file itself, held open for as long as the round is: whether its name still leads to it, and a lock on it
//! that neither a second name (hard link) nor the removal of the side file gets around.
//!
//! The lock is one of the open file description (OFD) on a byte that SQLite does not use: it is independent of the locks
//! of SQLite, which on Unix belong to the process and end when *any* descriptor of the file is closed in it. So this
//! descriptor is opened before SQLite opens the file and closed after the last connection; readers hold it too. Where
//! there are no such locks (macOS, Windows), the side file alone keeps a second program out, and what one does that gets
//! around it is seen by the [watch](super::watch).

use super::open::{self, Header};
use crate::error::{Error, Kind, Result, io};
use std::fs::{File, Metadata, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where a name leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// To the file that is open.
    Same,
    /// To another file.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there a file that is open cannot be replaced"))]
    Other,
    /// Nowhere, or the medium does not answer.
    Nothing,
}

/// When the file was written last, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(Option<(SystemTime, u64)>);

impl Stamp {
    /// Of the file under that name, open or not.
    pub(super) fn of(path: &Path) -> Self {
        Self::said(std::fs::metadata(path))
    }

    fn said(meta: std::io::Result<Metadata>) -> Self {
        let stamp = || {
            let meta = meta.ok()?;
            Some((meta.modified().ok()?, meta.len()))
        };
        Self(stamp())
    }
}

/// The open round file.
#[derive(Debug)]
pub(super) struct Anchor {
    file: File,
    path: PathBuf,
}

impl Anchor {
    /// Opens and locks the file, which no connection of this process may have open.
    ///
    /// # Errors
    /// [`Kind::Locked`] when another program has it open, under whatever name; [`Kind::Storage`] for a read-only file,
    /// which SQLite would open, and leave its side files behind.
    pub(super) fn hold(path: &Path) -> Result<Self> {
        let anchor = Self::open(path)?;
        anchor.lock()?;
        Ok(anchor)
    }

    /// The first half of [`hold`](Self::hold): opens the file, whose side file is locked.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        let file = crate::regular::open_as(&mut options, path).map_err(|e| refused(path, e))?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// The second half of [`hold`](Self::hold).
    pub(super) fn lock(&self) -> Result<()> {
        if place_lock(&self.file, true) { Ok(()) } else { Err(super::lock::held_itself(&self.path)) }
    }

    /// What the first bytes of the file say; asked before anything else is.
    pub(super) fn header(&self) -> Result<Header> {
        open::header_of(&self.file, &self.path)
    }

    /// Lets other programs write; the descriptor stays open for as long as connections do.
    pub(super) fn release(&self) {
        place_lock(&self.file, false);
    }

    /// Writes zeros over the file, when no name leads to it any more: another took its place, and what it holds is to be
    /// read by nobody. Whether that was done.
    #[cfg(unix)]
    pub(super) fn erase_nameless(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let Ok(meta) = self.file.metadata() else { return false };
        meta.nlink() == 0 && crate::regular::write_over(&self.file, meta.len()).is_ok()
    }

    /// Where the name of the file leads now.
    #[cfg(unix)]
    pub(super) fn named(&self) -> Named {
        use std::os::unix::fs::MetadataExt;
        match (self.file.metadata(), std::fs::metadata(&self.path)) {
            (Ok(open), Ok(named)) if (open.dev(), open.ino()) == (named.dev(), named.ino()) => Named::Same,
            (Ok(_), Ok(_)) => Named::Other,
            _ => Named::Nothing,
        }
    }

    /// Where the name of the file leads now; here a file that is open cannot be replaced.
    #[cfg(not(unix))]
    pub(super) fn named(&self) -> Named {
        if std::fs::metadata(&self.path).is_ok() { Named::Same } else { Named::Nothing }
    }

    /// When the open file was written last, by whatever name.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp::said(self.file.metadata())
    }
}

/// What is said of a file that was not opened for writing. Only what takes no writing is called read-only: a name that
/// is too long or too many open files have nothing to do with it.
fn refused(path: &Path, e: std::io::Error) -> Error {
    if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
        Error::new(Kind::Storage, format!("轮次文件是只读的：{}", path.display()))
            .hint("文件没有改动。请去掉只读属性，或把文件复制到可以写入的文件夹再打开。")
            .because(e)
    } else {
        io("打开轮次文件", path, e)
    }
}

/// Locks or unlocks; false: another program holds it. File systems without such locks have none to hold.
#[cfg(target_os = "linux")]
fn place_lock(file: &File, locked: bool) -> bool {
    use nix::errno::Errno;
    use nix::fcntl::{FcntlArg, fcntl};
    use nix::libc;
    /// Behind the bytes from 1 GiB on that SQLite locks.
    const PLACE: libc::off_t = 0x4000_1000;
    let l_type = if locked { libc::F_WRLCK } else { libc::F_UNLCK };
    let ours = libc::flock {
        l_type: libc::c_short::try_from(l_type).unwrap_or_default(),
        l_whence: libc::c_short::try_from(libc::SEEK_SET).unwrap_or_default(),
        l_start: PLACE,
        l_len: 1,
        l_pid: 0,
    };
    !matches!(fcntl(file, FcntlArg::F_OFD_SETLK(&ours)), Err(Errno::EAGAIN | Errno::EACCES))
}

#[cfg(not(target_os = "linux"))]
fn place_lock(_: &File, _: bool) -> bool {
    true
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_elsewhere_or_nowhere_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let (path, away) = (dir.path().join("a.wenkan"), dir.path().join("b.wenkan"));
        std::fs::write(&path, "甲").unwrap();
        let anchor = Anchor::hold(&path).unwrap();
        let stamp = anchor.stamp();
        assert_eq!(anchor.named(), Named::Same);
        std::fs::rename(&path, &away).unwrap();
        assert_eq!(anchor.named(), Named::Nothing);
        std::fs::write(&path, "乙").unwrap();
        assert_eq!(anchor.named(), Named::Other);
        assert_eq!(anchor.stamp(), stamp);
        std::fs::rename(&away, &path).unwrap();
        assert_eq!(anchor.named(), Named::Same);
        std::fs::write(&path, "长一点").unwrap();
        assert_ne!(anchor.stamp(), stamp);
    }

    #[test]
    fn only_what_takes_no_writing_is_called_read_only() {
        let path = Path::new("轮次.wenkan");
        let said = |kind: ErrorKind| refused(path, kind.into()).to_string();
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
            assert!(said(kind).contains("只读"), "{kind}");
        }
        for kind in [ErrorKind::NotFound, ErrorKind::InvalidFilename, ErrorKind::Other, ErrorKind::ResourceBusy] {
            assert!(!said(kind).contains("只读"), "{kind}");
        }
    }

    #[test]
    fn only_what_has_no_name_is_erased() {
        use std::io::{Read, Seek};
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("a.wenkan"), dir.path().join("b.wenkan"));
        std::fs::write(&path, "甲的内容").unwrap();
        std::fs::hard_link(&path, &link).unwrap();
        let anchor = Anchor::hold(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(!anchor.erase_nameless());
        assert_eq!(std::fs::read_to_string(&link).unwrap(), "甲的内容", "it has another name");
        std::fs::remove_file(&link).unwrap();
        assert!(anchor.erase_nameless());
        let mut file = &anchor.file;
        let mut left = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut left).unwrap();
        assert_eq!(left, [0; 12]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_second_name_of_an_open_file_is_locked_too() {
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("a.wenkan"), dir.path().join("b.wenkan"));
        std::fs::write(&path, "甲").unwrap();
        std::fs::hard_link(&path, &link).unwrap();
        let anchor = Anchor::hold(&path).unwrap();
        assert_eq!(Anchor::hold(&link).unwrap_err().kind, Kind::Locked);
        drop(anchor);
        Anchor::hold(&link).unwrap();
    }
}
