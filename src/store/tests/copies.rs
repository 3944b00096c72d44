//! Copies: the file alone, backups, secrecy of the bytes, attachments.

use super::*;
use rusqlite::Connection;
use std::cell::Cell;

/// Written into an encrypted round, found nowhere on the disk.
const MARKER: &str = "marker-7f3a-暗号";

#[test]
fn the_file_alone_holds_every_sealed_change_without_closing() {
    let (bench, store) = Bench::new();
    let units: Vec<Unit> = (0..20).map(|n| unit(&format!("单位{n}"))).collect();
    for unit in &units {
        put(&store, unit);
    }
    store.flush().unwrap();
    let copy = bench.dir.path().join("stick.wenkan");
    std::fs::copy(&bench.path, &copy).unwrap();
    let copied = Store::open(&copy, &Secret::None).unwrap();
    assert_eq!(copied.reader().unwrap().all::<Unit>().unwrap(), units);
    assert!(copied.opened_copy().is_some());
    assert_eq!(copied.device(), store.device(), "the same laptop");
}

/// Each name has a journal of its own: written under both, the file would be destroyed.
#[cfg(unix)]
#[test]
fn a_file_that_is_open_is_not_written_under_its_other_name() {
    let (bench, store) = Bench::new();
    put(&store, &unit("水利局党组"));
    store.flush().unwrap();
    let other = bench.dir.path().join("b.wenkan");
    std::fs::hard_link(&bench.path, &other).unwrap();
    let refused = Store::open(&other, &Secret::None).unwrap_err();
    assert_eq!(refused.kind, crate::error::Kind::Locked);
    assert!(refused.what.contains("b.wenkan") && refused.what.contains(&bench.path.display().to_string()), "{refused}");
    store.close().unwrap();
    let renamed = Store::open(&other, &Secret::None).unwrap();
    assert!(renamed.opened_copy().is_none(), "closed, it is opened under either name");
    assert_eq!(renamed.reader().unwrap().all::<Unit>().unwrap().len(), 1);
}

#[test]
fn no_byte_on_the_disk_shows_what_is_in_an_encrypted_round() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.wenkan");
    let (store, code) = Store::create(&path, &passphrase()).unwrap();
    let unit = unit(MARKER);
    put(&store, &unit);
    store.post_draft(draft(unit.id.0, MARKER));
    let seen = || {
        let files: Vec<PathBuf> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().path()).collect();
        for file in &files {
            let bytes = std::fs::read(file).unwrap();
            assert!(!bytes.windows(11).any(|w| w == &MARKER.as_bytes()[..11]), "{}", file.display());
        }
        files.len()
    };
    assert!(seen() >= 3, "the file, its -wal and its .lock");
    store.flush().unwrap();
    store.backup(None, &dir.path().join("b.wenkan"), &|_| true).unwrap();
    store.close().unwrap();
    assert_eq!(seen(), 2);

    for secret in [passphrase(), Secret::Recovery(RecoveryCode::parse(&code.unwrap().to_text()).unwrap())] {
        for name in ["a.wenkan", "b.wenkan"] {
            let reader = Reader::open(&dir.path().join(name), &secret).unwrap();
            assert_eq!(reader.get::<Unit>(unit.id.0).unwrap(), Some(unit.clone()));
            assert_eq!(reader.drafts().unwrap()[0].text, MARKER);
            assert!(verify(&reader, &|_| true).unwrap().ok());
        }
    }
    // Any SQLCipher tool opens it by the passphrase.
    let tool = Connection::open(&path).unwrap();
    tool.execute_batch("PRAGMA key = '水利局 2026 巡察'").unwrap();
    let name: String = tool.query_row("SELECT name FROM unit", [], |r| r.get(0)).unwrap();
    assert_eq!(name, MARKER);
}

#[test]
fn a_backup_is_the_round_of_one_moment_while_others_write() {
    let (bench, store) = Bench::new();
    put(&store, &answer(&"长".repeat(1_000_000)));
    let out = bench.dir.path().join("备份.wenkan");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let stop = &stop;
        let store = &store;
        scope.spawn(move || {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                put(store, &unit("边备份边写"));
            }
        });
        let steps = Cell::new(0);
        let outcome = store.backup(None, &out, &|_| {
            steps.set(steps.get() + 1);
            true
        });
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        outcome.unwrap();
        assert!(steps.get() > 1, "progress was told");
    });
    let copy = Store::open(&out, &Secret::None).unwrap();
    assert!(copy.opened_copy().is_none() && !copy.unclean(), "a backup is no copy made in use");
    assert!(verify(&copy.reader().unwrap(), &|_| true).unwrap().ok());
    assert!(store.backup(None, &out, &|_| true).unwrap_err().hint.contains("换一个名称"));
}

#[test]
fn a_cancelled_backup_leaves_nothing() {
    let (bench, store) = Bench::new();
    put(&store, &answer(&"长".repeat(1_000_000)));
    let folder = tempfile::tempdir().unwrap();
    let e = store.backup(None, &folder.path().join("b.wenkan"), &|_| false).unwrap_err();
    assert_eq!(e.kind, crate::error::Kind::Cancelled);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(bench);
}

#[test]
fn daily_copies_are_thinned_to_the_newest_seven() {
    let round = Path::new("/r/十轮.wenkan");
    let at = |text: &str| Instant::parse(text).unwrap();
    let mut names: Vec<String> =
        (1..=9).map(|d| daily_name(round, at(&format!("2026-03-0{d}T18:05:09.000+08:00")))).collect();
    assert_eq!(names[0], "十轮-20260301-180509.wenkan");
    names.reverse();
    for other in
        ["十轮.wenkan", "十轮-2.wenkan", "九轮-20200101-000000.wenkan", "十轮-20200101-00000a.wenkan", "说明.txt"]
    {
        names.push(other.into());
    }
    assert_eq!(thin(round, &names), ["十轮-20260301-180509.wenkan", "十轮-20260302-180509.wenkan"]);
    assert_eq!(thin(round, &names[..7]), [] as [String; 0]);
    assert!(!daily_due(round, &names, at("2026-03-09T23:59:00.000+08:00")));
    assert!(daily_due(round, &names, at("2026-03-10T00:01:00.000+08:00")));
}

#[test]
fn the_daily_copy_is_made_once_a_day() {
    let (bench, store) = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let day = |d| Instant::parse(&format!("2026-03-{d:02}T18:00:00.000+08:00")).unwrap();
    assert!(store.daily_backup(None, folder.path(), day(1), &|_| true).unwrap().is_some());
    assert!(store.daily_backup(None, folder.path(), day(1), &|_| true).unwrap().is_none());
    for d in 2..10 {
        store.daily_backup(None, folder.path(), day(d), &|_| true).unwrap();
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 7);
    drop(bench);
}

#[test]
fn attachments_are_stored_once_and_come_out_byte_for_byte() {
    let (bench, store) = Bench::new();
    let file = bench.dir.path().join("扫描件.pdf");
    let content: Vec<u8> = (0..2_500_000_u32).map(|n| n.to_le_bytes()[usize::try_from(n % 3).unwrap()]).collect();
    std::fs::write(&file, &content).unwrap();
    let e = store.store_blob(&file, &|percent| percent < 50).unwrap_err();
    assert_eq!(e.kind, crate::error::Kind::Cancelled);
    let reader = store.reader().unwrap();
    assert_eq!(reader.stats().unwrap().blobs, 0, "nothing half-stored is left");
    let (hash, size) = store.store_blob(&file, &|_| true).unwrap();
    assert_eq!(store.store_blob(&file, &|_| true).unwrap(), (hash, size));
    let bytes = content.clone();
    assert_eq!(store.transact(Op::Attach, None, move |tx| tx.store_blob(&bytes)).unwrap().0, hash);
    assert_eq!(reader.stats().unwrap().blob_bytes, size);
    let mut out = Vec::new();
    assert_eq!(reader.copy_blob(hash, &mut out, &|_| true).unwrap(), size);
    assert!(out == content);
    assert!(reader.copy_blob(Hash([0; 32]), &mut out, &|_| true).is_err());
}
