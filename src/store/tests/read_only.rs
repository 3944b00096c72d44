//! A round that lies where nothing can be written.

use super::*;
use std::collections::BTreeMap;
use std::fs;

fn options() -> Options {
    Options { read_only: Some(ReadOnly::Folder), ..Options::default() }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).map(|p| (p.clone(), fs::read(p).unwrap())).collect()
}

#[test]
fn it_is_read_searched_verified_and_copied_elsewhere_and_stays_as_it_is() {
    for secret in [Secret::None, passphrase()] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("十轮.wenkan");
        let (store, _) = Store::create(&path, &secret).unwrap();
        put(&store, &unit("甲"));
        put(&store, &answer("党费收缴没有记录。"));
        store.close().unwrap();
        let before = files(dir.path());
        let store = Store::open_or_read_with(&path, &secret, &options()).unwrap();
        assert_eq!(store.read_only(), Some(ReadOnly::Folder));
        assert!(store.accepts(&secret));
        let reader = store.reader().unwrap();
        assert_eq!(reader.all::<Unit>().unwrap().len(), 1);
        assert!(!reader.search("党费", 5).unwrap().is_empty());
        assert!(verify(&reader, &|_| true).unwrap().ok());
        let elsewhere = tempfile::tempdir().unwrap();
        let copy = elsewhere.path().join("备份.wenkan");
        store.backup(None, &copy, &|_| true).unwrap();
        drop(reader);
        store.flush().unwrap();
        store.close().unwrap();
        assert!(files(dir.path()) == before);
        assert_eq!(Store::open(&copy, &secret).unwrap().reader().unwrap().all::<Unit>().unwrap().len(), 1);
    }
}

#[test]
fn what_would_be_written_is_refused_and_nothing_waits_for_ever() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.close().unwrap();
    let before = files(bench.dir.path());
    let store = Store::open_or_read_with(&bench.path, &Secret::None, &options()).unwrap();
    let notices = store.notices();
    let refused = |e: &Error| assert!(e.kind == crate::error::Kind::Input && e.what.contains("不能写入"), "{e}");
    refused(&store.perform(None, Script(Op::EditUnit, |tx: &mut Tx<'_>| tx.put(&unit("乙")))).unwrap_err());
    submit(&store, 7, |tx| tx.put(&unit("丙")));
    match notices.try_recv() {
        Ok(StoreNotice::Refused(Ticket(7), e)) => refused(&e),
        other => panic!("{other:?}"),
    }
    store.post_draft(draft(Uuid::nil(), "打的字"));
    assert!(!store.pending() && store.failing().is_none());
    let attached = bench.dir.path().join("附件");
    fs::write(&attached, "x").unwrap();
    refused(&store.store_blob(&attached, &|_| true).unwrap_err());
    fs::remove_file(attached).unwrap();
    assert!(store.rescue(&bench.dir.path().join("另存.wenkan")).is_err());
    drop(store);
    assert!(files(bench.dir.path()) == before);
}

#[test]
fn a_place_that_can_be_written_is_written() {
    let (bench, store) = Bench::new();
    store.close().unwrap();
    let store = Store::open_or_read(&bench.path, &Secret::None).unwrap();
    assert_eq!(store.read_only(), None);
    put(&store, &unit("甲"));
    // What is locked is locked, and not opened to be read.
    assert_eq!(Store::open_or_read(&bench.path, &Secret::None).unwrap_err().kind, crate::error::Kind::Locked);
}
