//! What others do to the file while it is open: it is seen, and nothing is lost.

use super::*;
use rusqlite::Connection;
use std::fs;
use std::sync::mpsc::Receiver;

const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until the store tells that.
fn told(notices: &Receiver<StoreNotice>, expected: Option<Foreign>) {
    loop {
        match notices.recv_timeout(PATIENCE) {
            Ok(StoreNotice::Foreign(found)) if found == expected => return,
            Ok(_) => {}
            Err(e) => panic!("{expected:?} was not told: {e}"),
        }
    }
}

fn names(store: &Store) -> Vec<String> {
    store.reader().unwrap().all::<Unit>().unwrap().into_iter().map(|u| u.name).collect()
}

/// The copy that is made of the open round holds everything, what waits goes on in it, and it is a round like any other.
fn goes_on_in_a_copy(bench: &Bench, store: Store, expected: &[&str]) {
    let out = bench.dir.path().join("另存.wenkan");
    let copy = store.rescue(&out).unwrap();
    // Handed in between the copy and the moment in which the screen hears of it.
    let later = unit("后来");
    let record = later.id.0;
    submit(&store, 9, move |tx| tx.put(&later));
    store.post_draft(draft(record, "还在写"));
    store.hand_over(&copy);
    let copied = copy.notices();
    drop(store);
    copy.flush().unwrap();
    drop(copied);
    let expected: Vec<&str> = expected.iter().copied().chain(["后来"]).collect();
    assert_eq!(names(&copy), expected);
    assert_eq!(copy.reader().unwrap().drafts().unwrap()[0].text, "还在写");
    assert!(verify(&copy.reader().unwrap(), &|_| true).unwrap().ok());
    copy.close().unwrap();
    let again = Store::open(&out, &Secret::None).unwrap();
    assert!(again.opened_copy().is_none() && !again.unclean());
    assert_eq!(names(&again), expected);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_moved_away_is_missed_and_comes_back() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.flush().unwrap();
    let notices = store.notices();
    let away = bench.dir.path().join("拿走.wenkan");
    fs::rename(&bench.path, &away).unwrap();
    told(&notices, Some(Foreign::Gone));
    assert_eq!(store.foreign(), Some(Foreign::Gone));
    assert!(store.reader().unwrap_err().what.contains("不在原处"));
    put(&store, &unit("乙"));
    fs::rename(&away, &bench.path).unwrap();
    told(&notices, None);
    assert_eq!(names(&store), ["甲", "乙"]);
    store.close().unwrap();
    let again = bench.open();
    assert!(!again.unclean());
    assert_eq!(names(&again), ["甲", "乙"]);
}

#[cfg(unix)]
#[test]
fn of_a_file_that_is_deleted_everything_goes_on_in_a_copy() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    let notices = store.notices();
    fs::remove_file(&bench.path).unwrap();
    told(&notices, Some(Foreign::Gone));
    put(&store, &unit("乙"));
    goes_on_in_a_copy(&bench, store, &["甲", "乙"]);
    assert!(!bench.path.exists(), "closing brings nothing back");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_put_in_its_place_is_seen_and_left_as_it_is() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.flush().unwrap();
    let notices = store.notices();
    let other = bench.dir.path().join("另一份");
    fs::copy(&bench.path, &other).unwrap();
    let bytes = fs::read(&other).unwrap();
    fs::rename(&other, &bench.path).unwrap();
    told(&notices, Some(Foreign::Replaced));
    put(&store, &unit("乙"));
    goes_on_in_a_copy(&bench, store, &["甲", "乙"]);
    assert!(fs::read(&bench.path).unwrap() == bytes);
}

#[test]
fn a_file_that_is_written_over_is_seen_and_not_written_into() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.flush().unwrap();
    let older = fs::read(&bench.path).unwrap();
    put(&store, &unit("乙"));
    store.flush().unwrap();
    let notices = store.notices();
    fs::write(&bench.path, &older).unwrap();
    told(&notices, Some(Foreign::Written));
    put(&store, &unit("丙"));
    store.flush().unwrap();
    assert!(fs::read(&bench.path).unwrap() == older, "what the other one wrote stays");
    // What was written over is gone from the disk; what is left is never called whole when it is not.
    let out = bench.dir.path().join("另存.wenkan");
    match store.rescue(&out) {
        Ok(copy) => assert_eq!(names(&copy), ["甲", "乙", "丙"]),
        Err(e) => {
            assert!(e.hint.contains("最近的备份") && !out.exists(), "{e}");
            // And it goes on.
            put(&store, &unit("丁"));
        }
    }
    drop(store);
    assert!(fs::read(&bench.path).unwrap() == older);
    // The next program does not merge what that session left.
    let again = bench.open();
    assert!(again.crash_notes().join("").contains("已改名另放"), "{:?}", again.crash_notes());
    assert_eq!(names(&again), ["甲"]);
}

#[test]
fn another_connection_that_commits_is_seen() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.flush().unwrap();
    let notices = store.notices();
    let foreign = Connection::open(&bench.path).unwrap();
    foreign.execute("INSERT INTO meta(key, value) VALUES('foreign', 'x')", []).unwrap();
    told(&notices, Some(Foreign::Written));
    put(&store, &unit("乙"));
    drop(foreign);
    goes_on_in_a_copy(&bench, store, &["甲", "乙"]);
}

#[test]
fn nobody_waits_for_what_is_kept_for_a_copy() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    let out = bench.dir.path().join("另存.wenkan");
    let copy = store.rescue(&out).unwrap();
    submit(&store, 9, |tx| tx.put(&unit("后来")));
    assert!(store.flush().unwrap_err().what.contains("正在另存"), "what waits is kept");
    let refused = store.transact(Op::EditUnit, None, |tx| tx.put(&unit("等着"))).unwrap_err();
    assert!(refused.kind.passes(), "{refused}");
    // The copy is not used after all.
    drop(copy);
    store.stay();
    store.flush().unwrap();
    assert_eq!(names(&store), ["甲", "后来"], "what was refused is not done later");
    store.close().unwrap();
}

#[test]
fn a_copy_that_cannot_be_opened_is_named_and_the_work_goes_on_in_the_old_file() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    let out = bench.dir.path().join("另存.wenkan");
    // Where its lock would lie there is something else.
    fs::create_dir(bench.dir.path().join(".另存.lock")).unwrap();
    let e = store.rescue(&out).unwrap_err();
    assert!(e.to_string().contains(&out.display().to_string()) && e.hint.contains("完整"), "{e}");
    let reader = Reader::open(&out, &Secret::None).unwrap();
    assert_eq!(reader.all::<Unit>().unwrap().len(), 1, "it is whole");
    put(&store, &unit("乙"));
    store.close().unwrap();
}

#[test]
fn who_waits_when_a_copy_is_made_is_told() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.flush().unwrap();
    let notices = store.notices();
    bench.gate.turn(Pass::Full);
    submit(&store, 1, |tx| tx.put(&unit("乙")));
    while !matches!(notices.recv_timeout(PATIENCE).unwrap(), StoreNotice::Stalled(_)) {}
    let (sender, receiver) = channel();
    let copy = std::thread::scope(|scope| {
        // It stands behind what the disk refuses when the copy is made, or comes after.
        scope.spawn(|| sender.send(store.transact(Op::EditUnit, None, |tx| tx.put(&unit("丙")))).unwrap());
        let copy = store.rescue(&bench.dir.path().join("另存.wenkan"));
        assert!(receiver.recv_timeout(PATIENCE).unwrap().is_err());
        copy
    });
    bench.gate.turn(Pass::Open);
    let copy = copy.unwrap();
    store.hand_over(&copy);
    copy.flush().unwrap();
    assert_eq!(names(&copy), ["甲", "乙"], "what was handed in goes on");
}

#[test]
fn what_the_program_does_itself_is_nothing_foreign() {
    let (bench, store) = Bench::new();
    for n in 0..40 {
        put(&store, &answer(&format!("{n}").repeat(5_000)));
        let reader = store.reader().unwrap();
        if n % 8 == 0 {
            store.flush().unwrap();
        }
        drop(reader);
    }
    store.backup(None, &bench.dir.path().join("b.wenkan"), &|_| true).unwrap();
    let path = bench.path.clone();
    // Another program that reads, as far as SQLite is concerned.
    let reader = Reader::open(&path, &Secret::None).unwrap();
    put(&store, &unit("甲"));
    drop(reader);
    put(&store, &unit("乙"));
    store.flush().unwrap();
    assert_eq!(store.foreign(), None);
}

#[test]
fn a_new_round_has_its_name_only_when_it_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("十轮.wenkan");
    let names = || fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>();
    let refused = Store::create_with_content(&path, &Secret::None, |store| {
        put(store, &unit("甲"));
        assert!(!path.exists() && names().len() > 1, "it is made beside");
        Err(Error::input("不成"))
    });
    assert_eq!(refused.unwrap_err().what, "不成");
    assert_eq!(names(), [] as [std::ffi::OsString; 0]);
    // One that somebody puts there meanwhile is not replaced.
    let refused = Store::create_with_content(&path, &Secret::None, |_| {
        fs::write(&path, "别人的").unwrap();
        Ok(())
    });
    assert!(refused.unwrap_err().to_string().contains("已有同名文件"));
    assert_eq!(names(), ["十轮.wenkan"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "别人的");
    assert!(Store::create(&path, &Secret::None).is_err());
    fs::remove_file(&path).unwrap();
    let (store, _) = Store::create_with_content(&path, &passphrase(), |store| {
        put(store, &unit("甲"));
        Ok(())
    })
    .unwrap();
    store.close().unwrap();
    assert_eq!(names(), ["十轮.wenkan"]);
}
