//! Files of earlier exports that hold what is told no more: found beside the round and where they were written, known again
//! by their hash, judged by their text, removed when the user says so.

mod text;

use super::out::Shelf;
use crate::error::{self, Result};
use crate::model::ids::Hash;
use crate::model::left::{Left, Proof, Sought};
use crate::text::grams::{Salt, Words};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An exported file that lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftFile {
    /// Where.
    pub path: PathBuf,
    /// Its hash, when it is as it was exported and holds it; `None`: somebody changed it, or it is not certain that it holds
    /// it, and it is only named.
    pub sha256: Option<Hash>,
}

/// What of earlier exports was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftFiles {
    /// The files, by path.
    pub files: Vec<LeftFile>,
    /// Exports that lie in none of the folders that were looked into: name, how many, when they were written.
    pub gone: Vec<String>,
}

/// Looks for the files in the shelves 报送 and 内部 of the folder of the round and of those in it, five levels down,
/// by their hashes, whatever they are called now; and in the folders into which they were written. What an output holds
/// is told by its own text where it has one. Files in the shelves that are none of the outputs as they were written are
/// named too when they say it. Copies that were put elsewhere are not found.
pub fn find(round: &Path, left: &[Left]) -> LeftFiles {
    let wanted = Wanted::of(left);
    if wanted.by_hash.is_empty() {
        return LeftFiles::default();
    }
    let shelves = shelves(round.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")));
    let others: BTreeSet<PathBuf> = left.iter().filter_map(|l| l.folder.as_ref()).map(PathBuf::from).collect();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut found = Found::default();
    for (folder, is_shelf) in shelves.iter().map(|s| (s, true)).chain(others.iter().map(|o| (o, is_shelf(o)))) {
        // The same folder may be reached by two paths.
        if !seen.insert(fs::canonicalize(folder).unwrap_or_else(|_| folder.clone())) {
            continue;
        }
        let beside = wanted.beside.iter().map(|name| folder.join(name)).filter(|path| is_file(path));
        for path in files_of(folder).into_iter().chain(beside) {
            if let Ok(is) = hash(&path) {
                wanted.look(path, is, is_shelf, &mut found);
            } else if wanted.names_it(&path) {
                found.files.push(LeftFile { path, sha256: None });
            }
        }
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    LeftFiles { gone: wanted.gone(&found), files: found.files }
}

/// What is said of files that are only named.
pub const UNSURE: &str = "导出以后改过的，或凭据已另行处理的文件：请打开看，有已转线索的话就自己删除";
/// What is said of exports of which no file was found.
pub const GONE: &str = "另有下列在“报送”“内部”文件夹和导出时的文件夹里没有找到：可能已经删除，也可能放在别的文件夹或压缩包里，\
                        请自己找出来删除；拷贝出去过的请收回";

/// How many folders deep the shelves may lie.
const DEEP: usize = 5;
/// So many folders are looked into at most, and so many files of one folder.
const FOLDERS: usize = 4_000;
const FILES: usize = 20_000;
/// Under this name lie the attachments of a bundle, each under its hash.
const BESIDE: &str = "attachments/";

/// What is looked for.
struct Wanted<'a> {
    by_hash: BTreeMap<Hash, Vec<&'a Left>>,
    names: BTreeSet<&'a str>,
    /// Attachments of bundles, by their paths from the shelf.
    beside: BTreeSet<&'a str>,
    sought: Vec<(Words, &'a BTreeSet<Hash>)>,
}

#[derive(Default)]
struct Found {
    files: Vec<LeftFile>,
    /// How many files there are of each hash.
    counts: BTreeMap<Hash, usize>,
    /// Outputs whose text says nothing of it.
    innocent: BTreeSet<Hash>,
}

impl<'a> Wanted<'a> {
    fn of(left: &'a [Left]) -> Self {
        let mut sought: Vec<&Arc<Sought>> = Vec::new();
        for one in left {
            if !sought.iter().any(|s| Arc::ptr_eq(s, &one.sought)) {
                sought.push(&one.sought);
            }
        }
        let words = |sought: &Sought| Words::new(Salt(sought.salt), sought.words.clone());
        let sought = sought.into_iter().map(|sought| (words(sought), &sought.clean)).collect();
        let mut wanted = Self { by_hash: BTreeMap::new(), names: BTreeSet::new(), beside: BTreeSet::new(), sought };
        for one in left {
            wanted.by_hash.entry(one.sha256).or_default().push(one);
            let name = one.path_name.as_str();
            if name.starts_with(BESIDE) {
                wanted.beside.insert(name)
            } else {
                wanted.names.insert(name)
            };
        }
        wanted
    }

    fn says(&self, text: &str) -> bool {
        self.sought.iter().any(|(words, _)| words.stand_in(text))
    }

    fn names_it(&self, path: &Path) -> bool {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| self.names.contains(name))
    }

    fn look(&self, path: PathBuf, is: Hash, in_shelf: bool, found: &mut Found) {
        let Some(outputs) = self.by_hash.get(&is) else {
            let is_clean = self.sought.iter().all(|(_, clean)| clean.contains(&is));
            if !is_clean && (in_shelf || self.names_it(&path)) {
                // Written over by hand, or made of an output: it is not known by its hash.
                let says = text::of(&path).map_or_else(|| self.names_it(&path), |text| self.says(&text));
                if says {
                    found.files.push(LeftFile { path, sha256: None });
                }
            }
            return;
        };
        *found.counts.entry(is).or_default() += 1;
        let proof = outputs.iter().map(|one| one.proof).max().unwrap_or(Proof::Words);
        let known = if proof == Proof::Whole { true } else { text::of(&path).is_none_or(|text| self.says(&text)) };
        if known {
            found.files.push(LeftFile { path, sha256: Some(is) });
        } else if proof == Proof::Perhaps {
            found.files.push(LeftFile { path, sha256: None });
        } else {
            found.innocent.insert(is);
        }
    }

    /// The outputs of which no file was found, by name: how many, and when they were written.
    fn gone(&self, found: &Found) -> Vec<String> {
        let mut gone: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (is, outputs) in self.by_hash.iter().filter(|(is, _)| !found.innocent.contains(is)) {
            // Written twice into one folder it is one file.
            let mut places: BTreeMap<(&str, &str), &Left> = BTreeMap::new();
            for one in outputs.iter().filter(|one| !one.path_name.starts_with(BESIDE)) {
                places.insert((one.folder.as_deref().unwrap_or_default(), &one.path_name), one);
            }
            for one in places.into_values().skip(found.counts.get(is).copied().unwrap_or(0)) {
                gone.entry(&one.path_name).or_default().push(one.at.date().to_string());
            }
        }
        let line = |(name, mut dates): (&str, Vec<String>)| {
            let count = dates.len();
            dates.sort();
            dates.dedup();
            format!("{name}　{count} 份（{} 导出）", dates.join("、"))
        };
        gone.into_iter().map(line).collect()
    }
}

/// The files in a folder, not those in folders in it.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|e| e.file_type().is_ok_and(|t| t.is_file())).map(|e| e.path()).take(FILES).collect()
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

pub(super) fn hash(path: &Path) -> io::Result<Hash> {
    let mut hasher = Sha256::new();
    let mut reader = io::BufReader::with_capacity(1 << 16, crate::regular::open(path)?);
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

fn is_shelf(folder: &Path) -> bool {
    let shelves = [Shelf::Report, Shelf::Internal].map(Shelf::folder);
    folder.file_name().and_then(|name| name.to_str()).is_some_and(|name| shelves.contains(&name))
}

/// The shelves that lie in this folder or in folders in it; links are not followed.
fn shelves(beside: &Path) -> Vec<PathBuf> {
    let (mut level, mut shelves, mut looked) = (vec![beside.to_owned()], Vec::new(), 0);
    for _ in 0..=DEEP {
        let mut next = Vec::new();
        for folder in level {
            looked += 1;
            if looked > FOLDERS {
                break;
            }
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            for path in entries.filter(|e| e.file_type().is_ok_and(|t| t.is_dir())).map(|e| e.path()) {
                if is_shelf(&path) { shelves.push(path) } else { next.push(path) }
            }
        }
        level = next;
    }
    shelves.sort();
    shelves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Instant;
    use crate::text::normal::Normal;

    const SAID: &str = "分管的那位收了老板三万块钱回扣";
    const SALT: Salt = Salt(7);

    fn sha256(bytes: &str) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    struct Bench {
        dir: tempfile::TempDir,
        sought: Arc<Sought>,
    }

    impl Bench {
        fn new(clean: &[&str]) -> Self {
            let words = SALT.grams(&Normal::of(SAID));
            let clean = clean.iter().map(|text| sha256(text)).collect();
            let sought = Sought { salt: SALT.0, words, clean };
            Self { dir: tempfile::tempdir().unwrap(), sought: Arc::new(sought) }
        }

        fn put(&self, path: &str, text: &str) {
            let path = self.dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn left(&self, name: &str, text: &str) -> Left {
            Left {
                at: Instant { ms: 0, offset: 480 },
                what: "问题".into(),
                path_name: name.into(),
                folder: None,
                sha256: sha256(text),
                proof: Proof::Words,
                sought: Arc::clone(&self.sought),
            }
        }

        /// Paths from the folder of the round, and whether each may be removed; what is gone.
        fn find(&self, left: &[Left]) -> (Vec<(String, bool)>, Vec<String>) {
            let found = find(&self.dir.path().join("a.wenkan"), left);
            let path = |f: &LeftFile| f.path.strip_prefix(self.dir.path()).unwrap().to_str().unwrap().to_owned();
            (found.files.iter().map(|f| (path(f), f.sha256.is_some())).collect(), found.gone)
        }
    }

    #[test]
    fn only_what_is_as_it_was_exported_is_removed() {
        let b = Bench::new(&[]);
        let (old, changed) = (format!("一、{SAID}"), format!("一、{SAID}。改"));
        b.put("导出/内部/a.md", &old);
        b.put("内部/a.md", &changed);
        b.put("内部/b.md", "别的");
        let left = [b.left("a.md", "older"), b.left("a.md", &old), b.left("b.docx", "b")];
        let (files, gone) = b.find(&left);
        assert_eq!(files, [("内部/a.md".to_owned(), false), ("导出/内部/a.md".to_owned(), true)]);
        assert_eq!(gone, ["a.md　1 份（1970-01-01 导出）", "b.docx　1 份（1970-01-01 导出）"]);
        let found = find(&b.dir.path().join("a.wenkan"), &left);
        assert_eq!(remove(&found.files).unwrap(), 1);
        assert!(!b.dir.path().join("导出/内部/a.md").exists() && b.dir.path().join("内部/a.md").exists());
    }

    #[test]
    fn what_was_changed_after_it_was_found_stays() {
        let b = Bench::new(&[]);
        b.put("报送/b.md", SAID);
        let found = find(&b.dir.path().join("a.wenkan"), &[b.left("b.md", SAID)]);
        b.put("报送/b.md", "edited in Word");
        assert_eq!(remove(&found.files).unwrap(), 0);
        assert!(b.dir.path().join("报送/b.md").exists());
    }

    #[test]
    fn files_are_found_deep_and_under_any_name_and_one_copy_speaks_for_one() {
        let b = Bench::new(&[]);
        b.put("a/b/c/内部/张三.md", SAID);
        let at = |folder: &str| Left { folder: Some(folder.into()), ..b.left("a.md", SAID) };
        let (files, gone) = b.find(&[at("/1"), at("/2"), at("/2"), at("/3")]);
        assert_eq!(files, [("a/b/c/内部/张三.md".to_owned(), true)]);
        assert_eq!(gone, ["a.md　2 份（1970-01-01 导出）"]);
    }

    #[test]
    fn a_folder_that_was_written_into_is_looked_into_and_what_else_lies_there_is_not_named() {
        let b = Bench::new(&[]);
        b.put("桌面/材料.md", SAID);
        b.put("桌面/自己的.md", &format!("自己写的：{SAID}"));
        let folder = b.dir.path().join("桌面").to_str().unwrap().to_owned();
        let left = Left { folder: Some(folder), ..b.left("a.md", SAID) };
        assert_eq!(b.find(&[left]), (vec![("桌面/材料.md".to_owned(), true)], vec![]));
    }

    #[test]
    fn what_does_not_say_it_is_named_by_nothing_but_its_whole_content() {
        for (proof, named) in [(Proof::Words, vec![]), (Proof::Perhaps, vec![false]), (Proof::Whole, vec![true])] {
            let b = Bench::new(&["新的"]);
            b.put("内部/a.md", "没有那些话");
            b.put("报送/a.md", "新的");
            let (files, gone) = b.find(&[Left { proof, ..b.left("a.md", "没有那些话") }]);
            assert_eq!(files.iter().map(|(_, known)| *known).collect::<Vec<_>>(), named, "{proof:?}");
            assert_eq!(gone, Vec::<String>::new(), "it lies there");
        }
    }
}
