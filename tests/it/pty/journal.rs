//! What a program tells a test beside its terminal: lines on a socket, whose end is the program's end.
//!
//! Needed where the terminal is gone, or where the process is nobody's child.

use super::patience;
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;

/// The test's side.
pub(crate) struct Journal {
    listener: UnixListener,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Journal {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        Self { listener: UnixListener::bind(&path).unwrap(), path, _folder: folder }
    }

    /// Where the program is to connect.
    pub(crate) fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// All lines, when the program has ended; fails when it does not end.
    pub(crate) fn read_to_end(&self) -> Vec<String> {
        let (stream, _) = self.listener.accept().unwrap();
        stream.set_read_timeout(Some(patience())).unwrap();
        BufReader::new(stream).lines().map(|l| l.expect("the program did not end")).collect()
    }
}
