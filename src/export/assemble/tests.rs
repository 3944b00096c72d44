//! From a round file to the files in the folder.

use super::*;
use crate::error::Kind;
use crate::export::sample::{self, INTERNAL, WITHHELD};
use crate::model::record::Op;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

fn target(out: &Path, by: Option<InspectorId>) -> Target<'_> {
    Target { out, by, progress: &|_| true }
}

/// Every byte of every member, as one text.
fn text(path: &Path) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn each_talk_gives_both_variants_under_its_number_and_each_file_a_line_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let out = dir.path().join("out");
    let written = export_interviews(&store, Which::All, &Variant::ALL, &target(&out, Some(ids.asker))).unwrap();
    let expected = ["谈话笔录-A37-2.docx", "谈话笔录-A37.docx", "谈话记录-A37-2.docx", "谈话记录-A37.docx"];
    assert_eq!(names(&out.join("内部")), expected.map(str::to_owned).into());
    let log = store.reader().unwrap().export_log().unwrap();
    assert_eq!(log.len(), 4);
    for (line, file) in log.iter().zip(&written) {
        assert_eq!((line.sha256, line.by), (file.sha256, Some(ids.asker)));
        assert_eq!(Some(line.path_name.as_str()), file.path.file_name().and_then(|n| n.to_str()));
        assert_eq!(line.what, file.what);
    }
    let second = text(&out.join("内部/谈话记录-A37-2.docx"));
    assert!(second.contains("每月交一百二十六元。") && second.contains("再次") && !second.contains("首次"));
}

#[test]
fn no_record_holds_a_word_that_may_not_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    sample::fill(&store);
    export_interviews(&store, Which::All, &Variant::ALL, &target(dir.path(), None)).unwrap();
    let folder = dir.path().join("内部");
    for name in names(&folder) {
        let text = text(&folder.join(&name));
        for word in WITHHELD.into_iter().chain(INTERNAL) {
            assert!(!text.contains(word), "{word} in {name}");
        }
        assert!(text.contains("青禾县水利局党组"), "{name}");
    }
    let first = text(&folder.join("谈话记录-A37.docx"));
    for piece in ["大额支出上党组会。", "（更正第1段）", "五万元以上的上会。", "〔已另行处理〕"]
    {
        assert!(first.contains(piece), "{piece}");
    }
    assert!(!first.contains("另有说明。"), "a correction of what is withheld is withheld with it");
}

#[test]
fn the_same_round_gives_the_same_bytes_and_a_revision_shows() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let export = |to: &str| {
        let out = dir.path().join(to);
        let files = export_interviews(&store, Which::One(ids.talk), &Variant::ALL, &target(&out, None)).unwrap();
        files.iter().map(|f| f.sha256).collect::<Vec<_>>()
    };
    let once = export("甲");
    assert_eq!(once, export("乙"));
    let unit = ids.unit.0;
    let rename = move |tx: &mut crate::store::Tx<'_>| {
        let unit = tx.get::<Unit>(unit)?.ok_or_else(no_round)?;
        tx.put(&Unit { name: "青禾县水务局党组".into(), ..unit })
    };
    store.transact(Op::EditUnit, None, rename).unwrap();
    assert_ne!(once, export("丙"));
}

#[test]
fn one_code_in_two_units_gives_two_files() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let add = move |tx: &mut crate::store::Tx<'_>| {
        let talk = tx.get::<Interview>(ids.talk.0)?.ok_or_else(no_round)?;
        let unit = Unit::new(UnitId::new(), "JYJ", "教育局党组");
        let person = sample::person(unit.id, "A37");
        tx.put(&unit)?;
        tx.put(&Interview { id: InterviewId::new(), person: person.id, ..talk })?;
        tx.put(&person)
    };
    store.transact(Op::EditPerson, None, add).unwrap();
    export_interviews(&store, Which::All, &Variant::ALL, &target(dir.path(), None)).unwrap();
    let names = names(&dir.path().join("内部"));
    for name in ["谈话记录-JYJ-A37.docx", "谈话记录-SLJ-A37.docx", "谈话记录-SLJ-A37-2.docx"] {
        assert!(names.contains(name), "{name} in {names:?}");
    }
}

#[test]
fn an_empty_file_an_unknown_talk_and_a_cancelled_export_say_so() {
    let dir = tempfile::tempdir().unwrap();
    let empty = sample::create(&dir.path().join("empty.wenkan"));
    assert_eq!(
        export_interviews(&empty, Which::All, &Variant::ALL, &target(dir.path(), None)).unwrap_err().kind,
        Kind::Input
    );
    let store = sample::create(&dir.path().join("a.wenkan"));
    sample::fill(&store);
    let unknown = Which::One(InterviewId::new());
    assert_eq!(
        export_interviews(&store, unknown, &Variant::ALL, &target(dir.path(), None)).unwrap_err().kind,
        Kind::Input
    );
    let stop = Target { out: dir.path(), by: None, progress: &|p| p < 50 };
    assert_eq!(export_interviews(&store, Which::All, &Variant::ALL, &stop).unwrap_err().kind, Kind::Cancelled);
    assert_eq!(names(&dir.path().join("内部")).len(), store.reader().unwrap().export_log().unwrap().len());
}
