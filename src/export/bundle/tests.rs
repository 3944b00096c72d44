//! What is in a bundle, and what is not.

use super::*;
use crate::export::Target;
use crate::export::sample::{self, INTERNAL, WITHHELD};
use crate::model::record::Kind;
use std::fs;

#[test]
fn the_bundle_holds_the_round_and_nothing_that_is_withheld() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    let target = Target { out: dir.path(), by: Some(ids.asker), progress: &|_| true };
    let written = export_bundle(&store, &target).unwrap();
    let json = fs::read(dir.path().join("内部/bundle.json")).unwrap();
    let text = String::from_utf8(json.clone()).unwrap();
    for word in WITHHELD {
        assert!(!text.contains(word), "{word}");
    }
    for word in INTERNAL {
        assert!(text.contains(word), "{word} is the group's own and stays");
    }
    assert!(!text.contains(&ids.withheld.to_string()), "not even its id, as a pointer");
    assert!(!text.contains("/本机/文件夹"));
    let bundle = Bundle::from_json(&json).unwrap();
    assert_eq!(bundle.to_json().unwrap(), json);
    assert_eq!(bundle.attachments.len(), 1);
    let content = dir.path().join("内部/attachments").join(bundle.attachments[0].sha256.to_string());
    assert_eq!(fs::read(content).unwrap(), b"photo of a page");
    let log = store.reader().unwrap().export_log().unwrap();
    assert_eq!((log.len(), log[0].sha256), (1, written[0].sha256));
}

#[test]
fn records_are_sorted_by_kind_and_id_and_every_kind_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    sample::fill(&store);
    let bundle = collect(&store.reader().unwrap()).unwrap();
    let keys: Vec<_> = bundle.records.iter().map(|r| (r.kind(), r.id())).collect();
    assert!(keys.windows(2).all(|w| w[0] < w[1]), "{keys:?}");
    for kind in Kind::ALL {
        assert!(keys.iter().any(|(k, _)| *k == kind), "{kind}");
    }
}

#[test]
fn a_newer_format_and_a_damaged_file_are_told_apart() {
    let newer = Bundle::from_json(br#"{"format": 2, "unknown": []}"#).unwrap_err();
    assert!(newer.what.contains("第2版"), "{newer}");
    let cut = Bundle::from_json(b"{\"format\": 1,\n \"round\"").unwrap_err();
    assert!(cut.what.contains("第2行"), "{cut}");
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
