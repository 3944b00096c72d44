//! Files that users name are opened only when they are files.
//!
//! A pipe, a device or a socket under the name of a roster or a round would hold the program up for ever, or never end.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

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
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        options,
        nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY | nix::libc::O_CLOEXEC,
    );
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

/// The text of a file in UTF-8.
///
/// # Errors
/// As [`open`]; [`ErrorKind::InvalidData`] for other text.
pub fn read_to_string(path: &Path) -> Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

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
    }
}
