//! Files of earlier exports that hold what is told no more: found by name beside the round, known again by their hash,
//! removed when the user says so.

use super::out::Shelf;
use crate::error::{self, Result};
use crate::model::ids::Hash;
use crate::model::left::Left;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

/// An exported file that lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftFile {
    /// Where.
    pub path: PathBuf,
    /// Its hash, when it is as it was exported; `None`: somebody changed it, and it is only named.
    pub sha256: Option<Hash>,
}

/// What of earlier exports was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftFiles {
    /// The files, by name.
    pub files: Vec<LeftFile>,
    /// Names of exports that lie in none of the folders that were looked into.
    pub gone: Vec<String>,
}

/// Looks for the files in the shelves 报送 and 内部 of the folder of the round and of the folders in it. Exports that were
/// put elsewhere, or copied, are not found.
pub fn find(round: &Path, left: &[Left]) -> LeftFiles {
    let mut hashes: BTreeMap<&str, (Vec<Hash>, &[Hash])> = BTreeMap::new();
    for one in left {
        hashes.entry(&one.path_name).or_insert((Vec::new(), &one.replaced)).0.push(one.sha256);
    }
    let shelves = shelves(round.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")));
    let mut found = LeftFiles::default();
    for (name, (known, replaced)) in hashes {
        let before = found.files.len();
        for path in shelves.iter().map(|shelf| shelf.join(name)).filter(|path| is_file(path)) {
            let is = hash(&path).ok();
            // What a later output says in the same bytes holds nothing that is withheld.
            if is.is_none_or(|is| !replaced.contains(&is)) {
                found.files.push(LeftFile { path, sha256: is.filter(|is| known.contains(is)) });
            }
        }
        if found.files.len() == before {
            found.gone.push(name.to_owned());
        }
    }
    found
}

/// Removes the files that still are as they were exported; returns how many.
///
/// # Errors
/// The disk refuses; those before it are gone.
pub fn remove(files: &[LeftFile]) -> Result<usize> {
    let mut removed = 0;
    for LeftFile { path, sha256 } in files {
        // It may have been changed since it was found.
        if sha256.is_some() && hash(path).ok() == *sha256 {
            fs::remove_file(path).map_err(|e| error::io("删除", path, e))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// A file itself, not a link to one.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_file())
}

fn hash(path: &Path) -> io::Result<Hash> {
    let mut hasher = Sha256::new();
    let mut reader = io::BufReader::with_capacity(1 << 16, fs::File::open(path)?);
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hasher.update(bytes);
        let read = bytes.len();
        reader.consume(read);
    }
    Ok(Hash(hasher.finalize().into()))
}

fn shelves(beside: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(beside).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        inside.filter(|e| e.file_type().is_ok_and(|t| t.is_dir())).map(|e| e.path()).collect();
    folders.push(beside.to_owned());
    folders.sort();
    let shelf = |folder: &PathBuf| [Shelf::Report, Shelf::Internal].map(|s| folder.join(s.folder()));
    folders.iter().flat_map(shelf).filter(|s| s.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Instant;
    use crate::store::called;

    fn left(name: &str, bytes: &[u8]) -> Left {
        let at = Instant { ms: 0, offset: 480 };
        Left {
            at,
            what: called::BUNDLE.into(),
            path_name: name.into(),
            sha256: Hash(Sha256::digest(bytes).into()),
            replaced: vec![],
        }
    }

    #[test]
    fn only_what_is_as_it_was_exported_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let round = dir.path().join("a.wenkan");
        for (folder, name, bytes) in [("导出/内部", "bundle.json", "old"), ("内部", "bundle.json", "changed")] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join(name), bytes).unwrap();
        }
        let found = find(&round, &[left("bundle.json", b"older"), left("bundle.json", b"old"), left("b.docx", b"b")]);
        assert_eq!(found.gone, ["b.docx"]);
        let known: Vec<bool> = found.files.iter().map(|f| f.sha256.is_some()).collect();
        assert_eq!(known, [false, true], "the one that was changed is named only: {found:?}");
        assert_eq!(remove(&found.files).unwrap(), 1);
        assert!(!dir.path().join("导出/内部/bundle.json").exists() && dir.path().join("内部/bundle.json").exists());
        assert_eq!(find(&round, &[left("bundle.json", b"old")]).files.len(), 1);
    }

    #[test]
    fn what_was_changed_after_it_was_found_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("报送/b.docx");
        fs::create_dir_all(dir.path().join("报送")).unwrap();
        fs::write(&path, "b").unwrap();
        let found = find(&dir.path().join("a.wenkan"), &[left("b.docx", b"b")]);
        fs::write(&path, "edited in Word").unwrap();
        assert_eq!(remove(&found.files).unwrap(), 0);
        assert!(path.exists());
    }
}
