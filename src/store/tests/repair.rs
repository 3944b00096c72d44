//! Repair of files of which pages in the middle of the log are gone.

use super::*;
use crate::model::ids::InspectorId;
use crate::model::round::{Inspector, Part};
use rusqlite::Connection;

const PAGE: usize = 4096;

/// A closed round with so many units and a long answer that was typed at.
fn filled(secret: &Secret) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("十轮.wenkan");
    let store = Store::create(&path, secret).unwrap().0;
    let me = Inspector::new(InspectorId::new(), "李组长", Part::Member);
    put(&store, &me);
    for n in 0..60 {
        let unit = unit(&format!("单位{n}，{}", "字".repeat(300)));
        store.transact(Op::EditUnit, Some(me.id), move |tx| tx.put(&unit)).unwrap();
    }
    let mut long = answer(&"每月三十七元五角。".repeat(60));
    for n in 0..40 {
        let text = &mut long.statements[0].text;
        *text = format!("{text}补{n}。");
        put(&store, &long);
    }
    store.post_draft(draft(long.id.0, "还没有写完"));
    store.close().unwrap();
    (dir, path)
}

/// The leaf pages of the log of a plain file.
fn leaves(path: &Path) -> Vec<usize> {
    let conn = Connection::open(path).unwrap();
    let root: i64 =
        conn.query_row("SELECT rootpage FROM sqlite_master WHERE name = 'revision'", [], |r| r.get(0)).unwrap();
    let bytes = std::fs::read(path).unwrap();
    let page = |n: usize| &bytes[(n - 1) * PAGE..n * PAGE];
    let number = |b: &[u8]| usize::try_from(u32::from_be_bytes(b.try_into().unwrap())).unwrap();
    let mut found = Vec::new();
    let mut todo = vec![usize::try_from(root).unwrap()];
    while let Some(n) = todo.pop() {
        let page = page(n);
        if page[0] != 5 {
            found.push(n);
            continue;
        }
        let cells = usize::from(u16::from_be_bytes([page[3], page[4]]));
        for cell in 0..cells {
            let at = usize::from(u16::from_be_bytes([page[12 + 2 * cell], page[13 + 2 * cell]]));
            todo.push(number(&page[at..at + 4]));
        }
        todo.push(number(&page[8..12]));
    }
    found
}

fn spoil(path: &Path, pages: &[usize]) {
    let mut bytes = std::fs::read(path).unwrap();
    for page in pages {
        bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
    }
    std::fs::write(path, bytes).unwrap();
}

fn units(reader: &Reader) -> usize {
    reader.all::<Unit>().unwrap().len()
}

#[test]
fn what_is_left_around_damaged_pages_is_saved_and_what_is_lost_is_named() {
    let (dir, path) = filled(&Secret::None);
    let before = std::fs::read(&path).unwrap();
    let leaves = leaves(&path);
    assert!(leaves.len() > 8, "{leaves:?}");
    let middle = leaves.len() / 2;
    spoil(&path, &leaves[middle..middle + 2]);
    let damaged = std::fs::read(&path).unwrap();
    assert_ne!(damaged, before);
    let out = dir.path().join("修复.wenkan");
    let repaired = repair(&path, &Secret::None, &out, &|_| true).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), damaged, "the damaged file is left as it is");
    assert_eq!(repaired.report.problems, [] as [&str; 0]);
    assert!(!repaired.lost.is_empty());
    assert_eq!(repaired.revisions + repaired.lost.len() as u64, 101);
    for lost in &repaired.lost {
        assert!(lost.record.is_some() && lost.at.is_some(), "{lost:?}");
    }
    let named: Vec<String> = repaired.lost.iter().map(Lost::chinese).collect();
    assert!(named.iter().any(|line| line.contains("被巡察单位") && line.contains("李组长")), "{named:#?}");
    let store = Store::open(&out, &Secret::None).unwrap();
    let reader = store.reader().unwrap();
    assert!(units(&reader) >= 40, "{}", units(&reader));
    assert_eq!(reader.drafts().unwrap()[0].text, "还没有写完");
    // It is a round like any other: one works on in it.
    put(&store, &unit("修复以后新增"));
    store.close().unwrap();
    let found = verify(&Reader::open(&out, &Secret::None).unwrap(), &|_| true).unwrap();
    assert_eq!(found.problems, [] as [&str; 0]);
    assert!(found.notes.iter().any(|n| n.contains("修复出来的")), "{:?}", found.notes);
    assert!(repair(&path, &Secret::None, &out, &|_| true).is_err(), "never over a file");
}

#[test]
fn an_encrypted_file_is_repaired_under_its_passphrase() {
    let (dir, path) = filled(&passphrase());
    let pages = std::fs::metadata(&path).unwrap().len() / PAGE as u64;
    let middle = usize::try_from(pages).unwrap() * 3 / 4;
    spoil(&path, &[middle, middle + 1]);
    let out = dir.path().join("修复.wenkan");
    let repaired = repair(&path, &passphrase(), &out, &|_| true).unwrap();
    assert_eq!(repaired.report.problems, [] as [&str; 0]);
    assert!(repaired.revisions > 60, "{repaired:?}");
    let reader = Reader::open(&out, &passphrase()).unwrap();
    assert!(units(&reader) >= 40);
    assert!(Reader::open(&out, &Secret::None).is_err());
}

#[test]
fn a_file_that_was_cut_off_is_read_as_far_as_it_goes() {
    let (dir, path) = filled(&Secret::None);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() * 3 / 4 / PAGE * PAGE]).unwrap();
    assert!(Reader::open(&path, &Secret::None).is_err());
    let out = dir.path().join("修复.wenkan");
    let repaired = repair(&path, &Secret::None, &out, &|_| true).unwrap();
    assert_eq!(repaired.report.problems, [] as [&str; 0]);
    assert!(repaired.revisions > 10, "{repaired:?}");
}

#[test]
fn a_sound_file_is_repaired_without_loss() {
    for secret in [Secret::None, passphrase()] {
        let (dir, path) = filled(&secret);
        let out = dir.path().join("修复.wenkan");
        let repaired = repair(&path, &secret, &out, &|_| true).unwrap();
        assert_eq!((repaired.lost.len(), repaired.tables.len()), (0, 0), "{repaired:?}");
        assert_eq!(repaired.revisions, 101);
        assert!(repaired.report.ok() && repaired.report.notes.is_empty(), "{:?}", repaired.report);
        let (old, new) = (Reader::open(&path, &secret).unwrap(), Reader::open(&out, &secret).unwrap());
        assert_eq!(old.stats().unwrap(), new.stats().unwrap());
    }
    let (dir, path) = filled(&passphrase());
    let wrong =
        repair(&path, &Secret::Passphrase(Passphrase::typed("不是这个口令")), &dir.path().join("x.wenkan"), &|_| true);
    assert!(wrong.unwrap_err().what.contains("口令"));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left behind");
}
