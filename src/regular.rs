//! Files as every system has them: opening, one path for one file, and giving a whole file its name.
//!
//! Files that users name are opened only when they are files: a pipe, a device or a socket under the name of a roster or
//! a round would hold the program up for ever, or never end.
//!
//! Windows differs in three ways that are dealt with here and nowhere else. A file is synced through a handle that may
//! write. Its absolute paths have a form (`\\?\C:\…`) that neither people nor all programs know. And while another program
//! has a file open, as virus scanners do with every new one, it can be neither renamed nor removed.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result, Seek, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Opens a file for reading; never waits for somebody at the other end.
///
/// # Errors
/// Those of the system; [`ErrorKind::InvalidInput`] for what is no regular file.
pub fn open(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    open_as(&mut options, path)
}

/// As [`open`], in the way that `options` say.
///
/// # Errors
/// As [`open`].
pub fn open_as(options: &mut OpenOptions, path: &Path) -> Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, UNIX_FLAGS);
    a_file(options, path)
}

/// As [`open_as`]; a link is not followed, whatever it leads to.
///
/// # Errors
/// As [`open`]; it is a link.
pub fn open_itself(options: &mut OpenOptions, path: &Path) -> Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, UNIX_FLAGS | nix::libc::O_NOFOLLOW);
    #[cfg(windows)]
    {
        // The link is opened then, which is no regular file.
        const OPEN_REPARSE_POINT: u32 = 0x0020_0000;
        std::os::windows::fs::OpenOptionsExt::custom_flags(options, OPEN_REPARSE_POINT);
    }
    a_file(options, path)
}

#[cfg(unix)]
const UNIX_FLAGS: i32 = nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY | nix::libc::O_CLOEXEC;

fn a_file(options: &OpenOptions, path: &Path) -> Result<File> {
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(Error::new(ErrorKind::InvalidInput, "这不是普通文件"))
}

/// The bytes of a file.
///
/// # Errors
/// As [`open`].
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Most bytes of a text that somebody wrote by hand, such as a file of a method: 16 MiB.
const LARGEST_TEXT: u64 = 16 << 20;

/// The text of a file in UTF-8.
///
/// # Errors
/// As [`open`]; [`ErrorKind::InvalidData`] for other text, [`ErrorKind::FileTooLarge`] for what nobody wrote by hand.
pub fn read_to_string(path: &Path) -> Result<String> {
    let file = open(path)?;
    if file.metadata()?.len() > LARGEST_TEXT {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut text = String::new();
    // It may grow meanwhile.
    file.take(LARGEST_TEXT).read_to_string(&mut text)?;
    Ok(text)
}

/// Waits until the bytes of a closed file are on the disk.
///
/// # Errors
/// As [`open`]; the disk.
pub fn sync(path: &Path) -> Result<()> {
    // Windows syncs only what is open for writing.
    open_as(OpenOptions::new().write(true), path)?.sync_all()
}

/// Makes the names of the files in a folder durable, where the system has a call for that. On Windows it has none: what a
/// power cut may take is the last renaming, never half of it.
///
/// # Errors
/// The disk.
pub fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    match File::open(folder)?.sync_all() {
        // Some file systems (a stick's FAT, network shares) do not know the call on folders; the names stand.
        Err(e) if matches!(e.raw_os_error(), Some(nix::libc::EINVAL | nix::libc::ENOTSUP)) => Ok(()),
        done => done,
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}

/// The absolute path of what is there, links resolved: one file has one such path.
///
/// # Errors
/// Nothing is there, or it cannot be looked at.
#[cfg(not(windows))]
#[expect(clippy::disallowed_methods, reason = "here its path is the one that people know")]
pub fn real(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// The absolute path of what is there, links resolved: one file has one such path. In the form that people know, unless
/// it, or a file beside it of a longer name, would be too long for that.
///
/// # Errors
/// Nothing is there, or it cannot be looked at.
#[cfg(windows)]
#[expect(clippy::disallowed_methods, reason = "its form is mended here")]
pub fn real(path: &Path) -> Result<PathBuf> {
    use std::os::windows::ffi::OsStrExt;
    /// Of 260 UTF-16 units; the names of files in the making are the longest beside a round.
    const ROOM: usize = 200;
    let whole = match std::fs::canonicalize(path) {
        Ok(whole) => whole,
        // Some drives that a program makes (in memory, in a vault) do not tell where a file lies.
        Err(e) => return std::fs::metadata(path).and_then(|_| std::path::absolute(path)).map_err(|_| e),
    };
    let plain = dunce::simplified(&whole);
    Ok(if plain.as_os_str().encode_wide().count() > ROOM { whole } else { plain.to_owned() })
}

/// The absolute path of the folder in which a file lies, or is to lie. What is made in it by this path may have a long one
/// on Windows too, where SQLite and renaming take those in no other form.
///
/// # Errors
/// The folder is not there.
pub fn folder_of(path: &Path) -> Result<PathBuf> {
    real(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")))
}

/// What becomes of a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is replaced, in one step.
    Replace,
    /// It stays, and the new one does not get the name ([`ErrorKind::AlreadyExists`]).
    Refuse,
}

/// Gives a file that was made beside its place (in the folder that [`folder_of`] tells) its name.
///
/// # Errors
/// The system refuses, or it has the name already and is kept; the file that was made is removed then.
#[expect(clippy::disallowed_methods, reason = "this is the one place that gives names")]
pub fn place(part: TempPath, path: &Path, existing: Existing) -> Result<()> {
    let name = path.file_name().unwrap_or_default();
    // Windows would take the first for a device and drop the end of the second.
    let is_lost = |name: &str| names_device(name) || name.ends_with(['.', ' ']);
    if cfg!(windows) && is_lost(&name.to_string_lossy()) {
        return Err(ErrorKind::InvalidFilename.into());
    }
    let path = folder_of(path)?.join(name);
    let mut part = Some(part);
    patiently(|| {
        let Some(made) = part.take() else { return Ok(()) };
        let done = match existing {
            Existing::Replace => made.persist(&path),
            Existing::Refuse => made.persist_noclobber(&path),
        };
        done.map_err(|e| {
            part = Some(e.path);
            e.error
        })
    })
}

/// Whether Windows takes a name for a device, whatever ending it has: CON, COM1.txt.
pub fn names_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |of: &str| {
        let mut nth = stem.strip_prefix(of).unwrap_or_default().chars();
        matches!((nth.next(), nth.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// Writes zeros over so many bytes of a file, which is open for writing, and waits until they are on the disk.
///
/// # Errors
/// Those of the system.
pub fn write_over(mut file: &File, bytes: u64) -> Result<()> {
    let zeros = vec![0; 1 << 16];
    let mut left = bytes;
    file.rewind()?;
    while left > 0 {
        let n = usize::try_from(left).unwrap_or(usize::MAX).min(zeros.len());
        file.write_all(zeros.get(..n).unwrap_or_default())?;
        left -= n as u64;
    }
    file.sync_all()
}

/// Renames.
///
/// # Errors
/// Those of the system.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    patiently(|| std::fs::rename(from, to))
}

/// Removes a file.
///
/// # Errors
/// Those of the system.
pub fn remove(path: &Path) -> Result<()> {
    patiently(|| std::fs::remove_file(path))
}

/// Whether something failed because another program has the file open. Only Windows refuses for that.
pub fn is_in_use(e: &Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows) && matches!(e.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Does it; on Windows for about a second again and again while another program has the file open. What renames over an
/// open file is told "access denied" there, as for a want of rights.
fn patiently<T>(mut act: impl FnMut() -> Result<T>) -> Result<T> {
    const WAITS_MS: [u64; 6] = [10, 20, 50, 100, 300, 600];
    for ms in WAITS_MS.iter().take_while(|_| cfg!(windows)) {
        match act() {
            Err(e) if is_in_use(&e) || e.kind() == ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(*ms));
            }
            done => return done,
        }
    }
    act()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_nobody_wrote_by_hand_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("大");
        let file = File::create(&path).unwrap();
        file.set_len(LARGEST_TEXT).unwrap();
        assert_eq!(read_to_string(&path).unwrap().len() as u64, LARGEST_TEXT);
        file.set_len(LARGEST_TEXT + 1).unwrap();
        assert_eq!(read_to_string(&path).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_file_gets_its_name_whole_and_a_taken_name_is_refused_when_asked() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let made = |text: &str| {
            let part = tempfile::NamedTempFile::new_in(dir.path()).unwrap().into_temp_path();
            std::fs::write(&part, text).unwrap();
            sync(&part).unwrap();
            part
        };
        place(made("甲"), &path, Existing::Refuse).unwrap();
        assert_eq!(place(made("乙"), &path, Existing::Refuse).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(read_to_string(&path).unwrap(), "甲");
        place(made("丙"), &path, Existing::Replace).unwrap();
        sync_folder(dir.path()).unwrap();
        assert_eq!(read_to_string(&path).unwrap(), "丙");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn one_file_has_one_path() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("夹");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("a"), "甲").unwrap();
        let plain = real(&folder.join("a")).unwrap();
        assert_eq!(real(&folder.join("..").join("夹").join("a")).unwrap(), plain);
        assert!(plain.is_absolute() && !plain.display().to_string().starts_with(r"\\?\"), "{}", plain.display());
        assert_eq!(real(&folder.join("b")).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("名册.csv");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        for path in [pipe.as_path(), Path::new("/dev/zero"), dir.path()] {
            let e = open(path).unwrap_err();
            assert!(matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::IsADirectory), "{}: {e}", path.display());
        }
        std::fs::write(dir.path().join("a"), "甲").unwrap();
        assert_eq!(read_to_string(&dir.path().join("a")).unwrap(), "甲");
        std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("b")).unwrap();
        assert_eq!(read_to_string(&dir.path().join("b")).unwrap(), "甲");
        let itself = |name: &str| open_itself(OpenOptions::new().read(true), &dir.path().join(name));
        itself("a").unwrap();
        assert!(itself("b").is_err(), "a link");
    }
}
