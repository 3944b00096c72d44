//! What is in a bundle, and what is not.

use super::*;
use crate::export::Target;
use crate::export::sample::{self, INTERNAL, WITHHELD, papers};
use std::fs;

#[test]
fn the_bundle_holds_the_round_and_nothing_that_is_withheld() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let of_papers = papers::add(&store, &ids);
    let target = Target { out: dir.path(), by: Some(ids.asker), progress: &|_| true };
    let written = export_bundle(&store, &target).unwrap();
    let json = fs::read(dir.path().join("内部/bundle.json")).unwrap();
    let text = String::from_utf8(json.clone()).unwrap();
    for word in WITHHELD.into_iter().chain(papers::WITHHELD) {
        assert!(!text.contains(word), "{word}");
    }
    for word in INTERNAL.into_iter().chain(["证据附记", "资料备注", "要点附记", "条目附记", "底稿备注", "付款早于研究"])
    {
        assert!(text.contains(word), "{word} is the group's own and stays");
    }
    for id in [ids.withheld.0, ids.hidden.0, of_papers.hidden.0] {
        assert!(!text.contains(&id.to_string()), "not even its id, as a pointer");
    }
    assert!(!text.contains("/本机/文件夹"));
    let bundle = Bundle::from_json(&json).unwrap();
    assert_eq!(bundle.to_json().unwrap(), json);
    let folder = dir.path().join("内部/attachments");
    let content = |f: &BundledFile| fs::read(folder.join(f.sha256.to_string())).unwrap();
    let mut contents: Vec<Vec<u8>> = bundle.attachments.iter().map(content).collect();
    contents.sort();
    assert_eq!(contents, [b"a page that stays".to_vec(), b"photo of a page".to_vec()]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    let log = store.reader().unwrap().export_log().unwrap();
    assert_eq!((log.len(), log[0].sha256), (1, written[0].sha256));
}

#[test]
fn records_are_sorted_by_kind_and_id_and_every_kind_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    papers::add(&store, &ids);
    let bundle = collect(&store.reader().unwrap()).unwrap();
    let keys: Vec<_> = bundle.records.iter().map(|r| (r.kind(), r.id())).collect();
    assert!(keys.windows(2).all(|w| w[0] < w[1]), "{keys:?}");
    for kind in Kind::ALL {
        assert!(keys.iter().any(|(k, _)| *k == kind), "{kind}");
    }
}

#[test]
fn a_paper_stays_without_the_words_that_it_repeats() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let papers = papers::add(&store, &ids);
    let bundle = collect(&store.reader().unwrap()).unwrap();
    let paper = |id| {
        bundle.records.iter().find_map(|r| match r {
            AnyRecord::Problem(p) if p.id == id => Some(p.clone()),
            _ => None,
        })
    };
    let (full, short) = (paper(papers.full).unwrap(), paper(papers.short).unwrap());
    assert_eq!(full.evidence.iter().map(|c| c.number).collect::<Vec<_>>(), [1, 2, 3, 4, 6, 7]);
    assert_eq!(full.facts[2].text, "财务人员反映：〔已另行处理〕。");
    assert_eq!(short.facts[0].text, "抽查的2本学习笔记以抄写文件为主。");
}

#[test]
fn a_newer_format_and_a_damaged_file_are_told_apart() {
    let newer = Bundle::from_json(br#"{"format": 4, "unknown": []}"#).unwrap_err();
    assert!(newer.what.contains("第4版"), "{newer}");
    let cut = Bundle::from_json(b"{\"format\": 2,\n \"round\"").unwrap_err();
    assert!(cut.what.contains("第2行"), "{cut}");
}

/// A schema number that rises without the format would be read as what it is not.
#[test]
fn the_format_counts_the_schemas() {
    struct Schema;
    impl crate::model::any::ForKind for Schema {
        type Out = u32;
        fn run<R: crate::model::record::Record + Into<AnyRecord>>(self) -> u32 {
            R::SCHEMA
        }
    }
    let second: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| kind.run(Schema) != 1).collect();
    assert_eq!((FORMAT, second), (3, vec![Kind::Person, Kind::Answer, Kind::Problem]));
    assert!(Kind::ALL.into_iter().all(|kind| kind.run(Schema) <= 2));
}

#[test]
fn an_attachment_missing_from_the_file_is_told() {
    use crate::model::attachment::Attachment;
    use crate::model::ids::{AttachmentId, Hash};
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let lost = Attachment {
        id: AttachmentId::new(),
        owner: ids.talk.0,
        name: "x".into(),
        size: 1,
        sha256: Hash([7; 32]),
        caption: String::new(),
        by: None,
        at: sample::at("2026-03-08T12:10"),
    };
    store.transact(crate::model::record::Op::Attach, None, move |tx| tx.put(&lost)).unwrap();
    let target = Target { out: dir.path(), by: None, progress: &|_| true };
    assert!(export_bundle(&store, &target).unwrap_err().what.contains("附件"));
    assert!(!dir.path().join("内部/bundle.json").exists());
}

#[test]
fn attachments_of_an_earlier_bundle_that_are_listed_no_more_go() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    sample::fill(&store);
    let folder = dir.path().join("内部/attachments");
    fs::create_dir_all(&folder).unwrap();
    let former = "ab".repeat(32);
    for name in [former.as_str(), "说明.txt"] {
        fs::write(folder.join(name), "x").unwrap();
    }
    export_bundle(&store, &Target { out: dir.path(), by: None, progress: &|_| true }).unwrap();
    assert!(!folder.join(&former).exists(), "taken away since");
    assert!(folder.join("说明.txt").exists(), "not of this program");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
}
