//! A file as it was at one moment: what tells whether it is still the same.

use crate::error::{Result, io};
use crate::model::ids::Hash;
use crate::regular;
use crate::store::fingerprint_of;
use std::fs::{File, Metadata, OpenOptions};
use std::path::Path;
use std::time::SystemTime;

/// Size of the pages of a round, bytes.
const PAGE: u64 = 4096;

/// What was seen of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// SHA-256 of what is in it.
    pub sha256: Hash,
    /// Its size in bytes.
    pub bytes: u64,
    /// Under how many names (hard links) it lies.
    pub names: u64,
    modified: Option<SystemTime>,
    place: (u64, u64),
}

impl Seen {
    /// Of the file of that name, no link.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn at(path: &Path) -> Result<Self> {
        let file = regular::open_itself(OpenOptions::new().read(true), path);
        Self::of(&file.map_err(|e| io("读取文件", path, e))?, path)
    }

    /// Of a file that was just opened.
    pub(super) fn of(file: &File, path: &Path) -> Result<Self> {
        let metadata = file.metadata().map_err(|e| io("读取文件", path, e))?;
        let (sha256, bytes) = fingerprint_of(file, path)?;
        let (place, names) = place_of(&metadata);
        Ok(Self { sha256, bytes, names, modified: metadata.modified().ok(), place })
    }

    /// Whether it is that file, as it was then. Other names may have come and gone.
    pub(super) fn is(&self, then: &Self) -> bool {
        let told = |seen: &Self| (seen.place, seen.modified, seen.bytes, seen.sha256);
        told(self) == told(then)
    }

    /// Whether both are names of one file.
    pub(super) fn is_one_with(&self, other: &Self) -> bool {
        self.place == other.place
    }

    /// Whether that name leads to this file.
    pub(super) fn lies_at(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok_and(|there| there.is_file() && place_of(&there).0 == self.place)
    }

    /// Whether it is as long as a round may be.
    pub(super) const fn may_be_round(&self) -> bool {
        self.bytes > 0 && self.bytes.is_multiple_of(PAGE)
    }
}

/// Where it lies on the disk, and under how many names.
#[cfg(unix)]
fn place_of(metadata: &Metadata) -> ((u64, u64), u64) {
    use std::os::unix::fs::MetadataExt;
    ((metadata.dev(), metadata.ino()), metadata.nlink())
}

/// Neither is told here.
#[cfg(not(unix))]
const fn place_of(_: &Metadata) -> ((u64, u64), u64) {
    ((0, 0), 1)
}
