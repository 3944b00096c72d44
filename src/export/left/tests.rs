//! Files of earlier exports on a real disk.

use super::*;
use crate::model::left::{Proof, Sought};
use crate::model::value::Instant;
use crate::text::grams::Salt;
use crate::text::normal::Normal;
use sha2::{Digest, Sha256};
use std::sync::Arc;

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
            size: None,
            proof: Proof::Words,
            sought: Arc::clone(&self.sought),
        }
    }

    /// Paths from the folder of the round, and whether each may be removed; what is gone.
    fn find(&self, left: &[Left]) -> (Vec<(String, bool)>, Vec<String>) {
        let found = find(&self.dir.path().join("a.wenkan"), left, &|_| true).unwrap();
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
    let found = find(&b.dir.path().join("a.wenkan"), &left, &|_| true).unwrap();
    assert_eq!(remove(&found.files).unwrap(), 1);
    assert!(!b.dir.path().join("导出/内部/a.md").exists() && b.dir.path().join("内部/a.md").exists());
}

#[test]
fn what_was_changed_after_it_was_found_stays() {
    let b = Bench::new(&[]);
    b.put("报送/b.md", SAID);
    let found = find(&b.dir.path().join("a.wenkan"), &[b.left("b.md", SAID)], &|_| true).unwrap();
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
