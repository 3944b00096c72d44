//! Files on disk: where they go, what they are called, and how they get there whole.
//!
//! A file is written beside its target under another name, synced and renamed, so that a reader sees the old one
//! or the new one and never half of either.

use crate::error::{self, Error, Kind, Result};
use crate::model::ids::Hash;
use crate::regular::{self, Existing};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Which folder an output belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// 报送: codes only, may be handed on.
    Report,
    /// 内部: names; stays with the group.
    Internal,
}

impl Shelf {
    /// The folder's name.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Report => "报送",
            Self::Internal => "内部",
        }
    }

    /// The folder under `out`, made when missing.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(self, out: &Path) -> Result<PathBuf> {
        let folder = out.join(self.folder());
        fs::create_dir_all(&folder).map_err(|e| error::io("新建文件夹", &folder, e))?;
        crate::store::sweep(&folder);
        Ok(folder)
    }
}

/// Writes `bytes` to `path`, replacing what is there, whole or not at all.
///
/// # Errors
/// The folder is missing or refuses, the disk is full, or another program holds the target open (Windows).
/// The old file is untouched in all cases.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = beside(path)?;
    file.write_all(bytes).map_err(|e| error::io("写入", path, e))?;
    finish(file, path, Hash(Sha256::digest(bytes).into()))
}

/// A temporary file in the folder of `path`, for what is written piece by piece.
///
/// # Errors
/// The folder is missing or refuses.
pub fn beside(path: &Path) -> Result<NamedTempFile> {
    let named = folder_of(path);
    let folder = regular::folder_of(path).map_err(|e| error::io("在文件夹中写入", named, e))?;
    crate::store::part_in(&folder).map_err(|e| error::io("在文件夹中写入", named, e))
}

/// Syncs the temporary file, of which the bytes have that hash, and puts it in the place of `path`.
///
/// # Errors
/// As `write`; what lies there is not what was written.
pub fn finish(file: NamedTempFile, path: &Path, sha256: Hash) -> Result<()> {
    file.as_file().sync_all().map_err(|e| error::io("写入", path, e))?;
    check(&file, path, sha256)?;
    place(file, path)?;
    sync_folder(folder_of(path))
}

/// Reads back what was written for `path` and has no such name yet: a stick or a share may take every byte, say that all
/// is well and keep nothing.
///
/// # Errors
/// It has another hash, or cannot be read.
pub fn check(file: &NamedTempFile, path: &Path, sha256: Hash) -> Result<()> {
    let (is, _) = crate::store::fingerprint(file.path())?;
    if is == sha256 {
        return Ok(());
    }
    Err(Error::new(Kind::Storage, format!("文件没有写对，读回来与写出的内容不一致：{}", path.display()))
        .hint("这个文件没有写出，原来的同名文件没有改动。多为 U 盘、移动硬盘或网络盘有问题；请换一个位置再试。"))
}

/// Starts writing everything that waits for the disk of `folder`, so that the syncs that follow find little left to do.
///
/// One call for a hundred small files instead of a hundred waits; it says nothing of success, the syncs do.
#[cfg(target_os = "linux")]
pub(super) fn hurry(folder: &Path) {
    if let Ok(handle) = fs::File::open(folder) {
        nix::unistd::syncfs(handle).ok();
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn hurry(_: &Path) {}

/// Puts a temporary file, synced before, in the place of `path`; the folder is still to be synced.
pub(super) fn place(file: NamedTempFile, path: &Path) -> Result<()> {
    regular::place(file.into_temp_path(), path, Existing::Replace).map_err(|e| held_open("写入", path, e))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    }
}

/// Windows refuses to replace a file that Word holds open, and mostly says only "access denied".
pub(super) fn held_open(doing: &str, path: &Path, e: std::io::Error) -> Error {
    if cfg!(windows) && (e.kind() == std::io::ErrorKind::PermissionDenied || regular::is_in_use(&e)) {
        return Error::new(Kind::Storage, format!("不能替换文件：{}", path.display()))
            .hint("文件可能正在 Word 或 WPS 中打开，或者设了只读。原文件未改动；请关闭或去掉只读后再导出。")
            .because(e);
    }
    error::io(doing, path, e)
}

/// Makes the new names durable.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    regular::sync_folder(folder).map_err(|e| error::io("写入文件夹", folder, e))
}

/// `text` as part of a file name on every system: what Windows forbids becomes `_`, length is bounded.
pub fn name_part(text: &str) -> String {
    const FORBIDDEN: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    const LONGEST: usize = 60;
    let part = text.trim().chars().map(|c| if c.is_control() || FORBIDDEN.contains(&c) { '_' } else { c });
    let part: String = part.take(LONGEST).collect();
    // A name that ends in a dot or is one loses it on Windows or climbs out of the folder.
    let part = part.trim_matches(['.', ' ']);
    if part.is_empty() || regular::names_device(part) { format!("_{part}") } else { part.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("谈话记录-A37.docx");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_abandoned_write_leaves_the_old_file_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        write(&path, b"old").unwrap();
        let mut half = beside(&path).unwrap();
        half.write_all(b"ne").unwrap();
        drop(half);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_taken_and_not_kept_is_an_error_naming_the_file_and_the_old_one_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("附件.pdf");
        write(&path, b"old").unwrap();
        let mut file = beside(&path).unwrap();
        file.write_all(b"ne").unwrap();
        let e = finish(file, &path, Hash(Sha256::digest(b"new").into())).unwrap_err();
        assert!(e.what.contains("没有写对") && e.what.contains("附件.pdf"), "{e}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_target_that_cannot_be_replaced_is_an_error_naming_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("占用");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("x"), b"x").unwrap();
        let e = write(&path, b"new").unwrap_err();
        assert!(e.what.contains("占用"), "{e}");
        let missing = write(&dir.path().join("没有/a"), b"x").unwrap_err();
        assert_eq!(missing.kind, Kind::Input);
    }

    #[test]
    fn name_parts_are_safe_everywhere() {
        for (text, part) in [
            ("A37", "A37"),
            ("../a", "_a"),
            ("a/b\\c:d", "a_b_c_d"),
            (" . ", "_"),
            ("", "_"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("com7", "_com7"),
            ("LPT¹", "_LPT¹"),
            ("console", "console"),
            ("COM10", "COM10"),
        ] {
            assert_eq!(name_part(text), part, "{text}");
        }
        assert_eq!(name_part(&"长".repeat(500)).chars().count(), 60);
    }
}
