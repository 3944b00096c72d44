//! Every way in which a file does not open or does not take a write: the message, and that nothing was changed.

use super::*;
use crate::error::Kind as Failure;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Name and bytes of every file in a folder but the lock.
fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    files
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(p).unwrap()))
        .filter(|(name, _)| !name.starts_with('.'))
        .collect()
}

/// Opening is refused with that kind, the message has those words, and no byte in the folder changes.
fn refused(path: &Path, secret: &Secret, kind: Failure, words: &[&str]) {
    let dir = path.parent().unwrap();
    let before = bytes(dir);
    assert!(before.keys().all(|name| !name.contains("-wal")), "the test begins with a closed file");
    for e in [Store::open(path, secret).unwrap_err(), Reader::open(path, secret).unwrap_err()] {
        assert_eq!(e.kind, kind, "{e}");
        for word in words {
            assert!(e.to_string().contains(word), "{word} is not in: {e}");
        }
    }
    assert!(before == bytes(dir), "a file was changed");
}

/// A folder with one encrypted round of a few pages, closed.
fn encrypted() -> (TempDir, PathBuf, RecoveryCode) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("十轮.wenkan");
    let (store, code) = Store::create(&path, &passphrase()).unwrap();
    put(&store, &answer(&"每月三十七元五角。".repeat(2000)));
    store.close().unwrap();
    (dir, path, code.unwrap())
}

#[test]
fn a_second_program_is_told_who_holds_the_round() {
    let (bench, store) = Bench::new();
    store.flush().unwrap();
    let before = bytes(bench.dir.path());
    let e = Store::open(&bench.path, &Secret::None).unwrap_err();
    assert_eq!(e.kind, Failure::Locked);
    assert!(e.what.contains(&std::process::id().to_string()), "{e}");
    assert!(e.hint.contains("没有改动"));
    assert!(before == bytes(bench.dir.path()));
    put(&store, &unit("水利局党组"));
}

#[test]
fn a_wrong_secret_and_damage_are_both_named() {
    let (_dir, path, code) = encrypted();
    let wrong = Secret::Passphrase(Passphrase::new("不是这一个口令呀").unwrap());
    refused(&path, &wrong, Failure::Open, &["口令不对，或者文件有损坏", "不会删除"]);
    let other = Key::derive(&wrong, [7; 16]).unwrap().recovery_code();
    refused(&path, &Secret::Recovery(other), Failure::Open, &["恢复码不对，或者文件有损坏", "不会删除"]);
    refused(&path, &Secret::None, Failure::Open, &["需要口令"]);
    Store::open(&path, &Secret::Recovery(code)).unwrap().close().unwrap();
}

#[test]
fn a_wrong_passphrase_leaves_even_the_write_ahead_file_of_a_crash_alone() {
    let (dir, path, _) = encrypted();
    let store = Store::open(&path, &passphrase()).unwrap();
    let reader = store.reader().unwrap();
    let crash = tempfile::tempdir().unwrap();
    let last = unit("断电前最后一条");
    reader
        .snapshot(|_| {
            // The reader keeps what follows in the `-wal` file.
            put(&store, &last);
            for (name, bytes) in bytes(dir.path()).into_iter().filter(|(name, _)| !name.ends_with("-shm")) {
                std::fs::write(crash.path().join(name), bytes).unwrap();
            }
            Ok(())
        })
        .unwrap();
    let copy = crash.path().join("十轮.wenkan");
    let before = bytes(crash.path());
    assert!(before["十轮.wenkan-wal"].len() > 4096);
    let wrong = Secret::Passphrase(Passphrase::new("wrong wrong wrong").unwrap());
    assert_eq!(Store::open(&copy, &wrong).unwrap_err().kind, Failure::Open);
    let mut after = bytes(crash.path());
    after.remove("十轮.wenkan-shm");
    assert!(before == after);
    let store = Store::open(&copy, &passphrase()).unwrap();
    assert_eq!(store.reader().unwrap().get::<Unit>(last.id.0).unwrap(), Some(last));
    assert!(store.opened_copy().is_some_and(|note| note.contains("十轮.wenkan")), "it was copied while open");
}

#[test]
fn a_file_cut_short_is_refused() {
    let (dir, path, _) = encrypted();
    let whole = std::fs::read(&path).unwrap();
    for keep in [whole.len() / 2, whole.len() - 1000, 5000] {
        std::fs::write(&path, &whole[..keep]).unwrap();
        refused(&path, &passphrase(), Failure::Open, &["不会删除"]);
    }
    for keep in [0, 100] {
        std::fs::write(&path, &whole[..keep]).unwrap();
        refused(&path, &passphrase(), Failure::Open, &["不完整", "不会删除"]);
    }
    drop(dir);
}

#[test]
fn flipped_bytes_are_found() {
    let (_dir, path, _) = encrypted();
    let whole = std::fs::read(&path).unwrap();
    let mut bad = whole.clone();
    bad[100] ^= 1;
    std::fs::write(&path, &bad).unwrap();
    refused(&path, &passphrase(), Failure::Open, &["损坏", "不会删除"]);
    // A later page: the round opens, and verify names the page.
    let mut bad = whole.clone();
    let at = whole.len() - 3 * 4096 + 500;
    bad[at] ^= 1;
    std::fs::write(&path, &bad).unwrap();
    let reader = Reader::open(&path, &passphrase()).unwrap();
    let report = verify(&reader, &|_| true).unwrap();
    assert!(report.problems.iter().any(|p| p.contains("加密校验")), "{:?}", report.problems);
    drop(reader);
    assert!(bad == std::fs::read(&path).unwrap());
}

#[test]
fn a_changed_letter_in_a_plain_file_is_found_by_its_hash() {
    let (bench, store) = Bench::new();
    put(&store, &answer("每月三十七元五角"));
    store.close().unwrap();
    let mut whole = std::fs::read(&bench.path).unwrap();
    let word = "三十七".as_bytes();
    let places: Vec<usize> =
        whole.windows(word.len()).enumerate().filter(|(_, w)| *w == word).map(|(at, _)| at).collect();
    for at in &places {
        whole[*at + 2] ^= 1;
    }
    assert!(places.len() >= 2, "in the log and in the record");
    std::fs::write(&bench.path, whole).unwrap();
    let report = verify(&Reader::open(&bench.path, &Secret::None).unwrap(), &|_| true).unwrap();
    assert!(report.problems.iter().any(|p| p.contains("与其校验值不符")), "{:?}", report.problems);
}

#[test]
fn a_record_that_the_log_does_not_know_is_found() {
    let (_bench, store) = Bench::new();
    put(&store, &answer("每月三十七元五角"));
    store.ask(|w, _| w.raw("试", |c| c.execute("UPDATE record SET body = replace(body, '三', '五')", []))).unwrap();
    let report = verify(&store.reader().unwrap(), &|_| true).unwrap();
    assert!(report.problems.iter().any(|p| p.contains("与日志不一致")), "{:?}", report.problems);
}

#[test]
fn newer_versions_and_other_files_are_refused() {
    let (bench, store) = Bench::new();
    store.close().unwrap();
    let change = |sql: &str| Connection::open(&bench.path).unwrap().execute_batch(sql).unwrap();
    change("PRAGMA user_version = 99");
    refused(&bench.path, &Secret::None, Failure::Open, &["更新版本", "99", "没有改动"]);
    change("PRAGMA user_version = 1; PRAGMA application_id = 5");
    refused(&bench.path, &Secret::None, Failure::Open, &["不是问看的轮次文件"]);
    refused(&bench.path, &passphrase(), Failure::Open, &["没有加密"]);
    refused(&bench.dir.path().join("没有.wenkan"), &Secret::None, Failure::Open, &["没有这个轮次文件"]);
}

#[test]
fn creating_never_touches_what_is_there() {
    let (bench, store) = Bench::new();
    store.close().unwrap();
    let before = bytes(bench.dir.path());
    assert!(Store::create(&bench.path, &Secret::None).unwrap_err().hint.contains("未作改动"));
    assert!(before == bytes(bench.dir.path()));
    let nowhere = bench.dir.path().join("没有").join("a.wenkan");
    assert!(Store::create(&nowhere, &Secret::None).is_err());
    assert!(before == bytes(bench.dir.path()), "nothing half-made is left");
}

#[test]
fn a_full_disk_refuses_the_new_and_keeps_the_old() {
    let (bench, store) = Bench::new();
    let old = unit("水利局党组");
    put(&store, &old);
    store.close().unwrap();
    let full = Options { max_pages: Some(1), ..Options::default() };
    let store = Store::open_with(&bench.path, &Secret::None, &full).unwrap();
    let notices = store.notices();
    let big = answer(&"长".repeat(100_000));
    let (id, text) = (big.id.0, big.statements[0].text.clone());
    let e = store.transact(Op::EditAnswer, None, move |tx| tx.put(&big)).unwrap_err();
    assert_eq!(e.kind, Failure::Storage);
    assert!(e.what.contains("磁盘已满") && e.hint.contains("完好"), "{e}");
    store.post_draft(draft(id, &text));
    assert_eq!(store.flush().unwrap_err().kind, Failure::Storage);
    assert!(store.pending(), "the draft is kept and tried again");
    assert!(notices.iter().any(|n| matches!(n, StoreNotice::Stalled(_))), "told once");
    // Space again: what was kept is written.
    store.ask(|w, _| w.raw("试", |c| c.pragma_update(None, "max_page_count", 1_000_000))).unwrap();
    store.flush().unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(reader.drafts().unwrap()[0].text, text);
    assert_eq!(reader.get::<Unit>(old.id.0).unwrap(), Some(old));
    assert!(verify(&reader, &|_| true).unwrap().ok());
}

/// Runs `body` where permissions count: as root they do not, so the test runs itself again as another user.
#[cfg(unix)]
fn as_ordinary_user(test: &str, body: impl Fn()) {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let root = std::fs::write(dir.path().join("probe"), "").is_ok();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    if !root {
        return body();
    }
    let program = dir.path().join("test");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let run = std::process::Command::new(&program)
        .args(["--exact", test, "--nocapture"])
        .current_dir("/")
        .uid(65534)
        .gid(65534)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&run.stderr));
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_and_a_read_only_file_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    as_ordinary_user("store::tests::failures::a_read_only_folder_and_a_read_only_file_are_refused", || {
        let (bench, store) = Bench::new();
        store.close().unwrap();
        let before = bytes(bench.dir.path());
        let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        mode(&bench.path, 0o444);
        let file = Store::open(&bench.path, &Secret::None).unwrap_err();
        mode(&bench.path, 0o644);
        mode(bench.dir.path(), 0o555);
        let folder = Store::open(&bench.path, &Secret::None).unwrap_err();
        let create = Store::create(&bench.dir.path().join("b.wenkan"), &Secret::None).unwrap_err();
        mode(bench.dir.path(), 0o755);
        for (e, words) in [(file, "只读"), (folder, "不能写入"), (create, "没有写入")] {
            assert_eq!(e.kind, Failure::Storage, "{e}");
            assert!(e.to_string().contains(words), "{e}");
        }
        assert!(before == bytes(bench.dir.path()));
    });
}

#[test]
fn a_clock_that_is_set_back_is_recorded_and_told_once() {
    use std::sync::atomic::Ordering;
    let (bench, store) = Bench::new();
    store.close().unwrap();
    let options = Options::default();
    let back = Arc::clone(&options.clock_behind);
    let store = Store::open_with(&bench.path, &Secret::None, &options).unwrap();
    let notices = store.notices();
    let told = || {
        store.flush().unwrap();
        notices.try_iter().filter(|n| matches!(n, StoreNotice::ClockBehind(_))).count()
    };
    let recorded = || store.reader().unwrap().clock_behind().unwrap().len();
    put(&store, &unit("甲"));
    back.store(30_000, Ordering::Relaxed);
    put(&store, &unit("乙"));
    assert_eq!((told(), recorded()), (0, 0), "clocks are set right by seconds");
    back.store(3_600_000, Ordering::Relaxed);
    assert!(store.transact(Op::EditUnit, None, |_| Err::<(), _>(Error::input("不成"))).is_err());
    assert_eq!((told(), recorded()), (0, 0), "nothing was written");
    put(&store, &unit("丙"));
    put(&store, &unit("丁"));
    assert_eq!((told(), recorded()), (1, 1));
    back.store(7_200_000, Ordering::Relaxed);
    put(&store, &unit("戊"));
    back.store(0, Ordering::Relaxed);
    put(&store, &unit("己"));
    assert_eq!((told(), recorded()), (1, 2));
}
