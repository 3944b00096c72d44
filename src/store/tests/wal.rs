//! A `-wal` beside the file is merged only when it is the file's own.

use super::*;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;

const NAME: &str = "十轮.wenkan";

/// A folder as a crash leaves it.
struct Crash {
    dir: TempDir,
}

impl Crash {
    fn path(&self) -> PathBuf {
        self.dir.path().join(NAME)
    }

    /// Puts another file over the round.
    fn with(self, main: &[u8]) -> Self {
        fs::write(self.path(), main).unwrap();
        self
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(self.dir.path()).unwrap().map(|e| e.unwrap().path());
        files
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(p).unwrap()))
            .filter(|(name, _)| !name.ends_with("-shm") && !name.starts_with('.'))
            .collect()
    }
}

/// What a crash leaves when `last` was sealed last, and did not get from the `-wal` into the file.
fn crash(store: &Store, last: &[Unit]) -> Crash {
    let dir = tempfile::tempdir().unwrap();
    store.flush().unwrap();
    let reader = store.reader().unwrap();
    reader
        .snapshot(|r| {
            r.all::<Unit>()?;
            for unit in last {
                put(store, unit);
            }
            for end in ["", "-wal"] {
                fs::copy(open::beside(store.path(), end), open::beside(&dir.path().join(NAME), end)).unwrap();
            }
            Ok(())
        })
        .unwrap();
    assert!(open::left_over(&dir.path().join(NAME)));
    Crash { dir }
}

fn units(read: &Reader) -> Vec<String> {
    read.all::<Unit>().unwrap().into_iter().map(|u| u.name).collect()
}

/// Read and opened, the file holds `expected`; the `-wal` was put aside, whole, and that is said.
fn put_aside(crash: &Crash, secret: &Secret, expected: &[&str]) {
    let before = crash.files();
    let reader = Reader::open(&crash.path(), secret).unwrap();
    assert_eq!(units(&reader), expected, "read");
    assert!(reader.note().is_some_and(|n| n.contains("-wal")));
    drop(reader);
    assert!(crash.files() == before, "reading changes nothing");
    let store = Store::open(&crash.path(), secret).unwrap();
    let notes = store.crash_notes().join("");
    assert!(notes.contains("已改名另放") && notes.contains(&format!("{NAME}-wal-2")), "{notes}");
    let reader = store.reader().unwrap();
    assert_eq!(units(&reader), expected, "opened");
    assert!(verify(&reader, &|_| true).unwrap().ok());
    drop(reader);
    put(&store, &unit("接着写"));
    store.close().unwrap();
    let wal = &before[&format!("{NAME}-wal")];
    let kept: Vec<_> = crash.files().into_iter().filter(|(name, _)| name.contains("-wal-")).collect();
    assert!(matches!(kept.as_slice(), [(_, bytes)] if bytes == wal), "it is kept as it was");
    // From then on it is a file like any other.
    let store = Store::open(&crash.path(), secret).unwrap();
    assert_eq!(store.crash_notes(), [] as [String; 0]);
    assert_eq!(units(&store.reader().unwrap()).len(), expected.len() + 1);
}

/// Read and opened, the file holds `expected`, and nothing is put aside.
fn taken_up(crash: &Crash, secret: &Secret, expected: &[&str]) {
    let reader = Reader::open(&crash.path(), secret).unwrap();
    assert_eq!((units(&reader), reader.note()), (expected.iter().map(|&e| e.to_owned()).collect(), None));
    drop(reader);
    let store = Store::open(&crash.path(), secret).unwrap();
    assert_eq!(store.crash_notes(), [] as [String; 0]);
    assert_eq!(units(&store.reader().unwrap()), expected);
    assert!(store.opened_copy().is_some());
}

#[test]
fn what_a_crash_left_in_the_files_own_wal_is_taken_up() {
    for secret in [Secret::None, passphrase()] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join(NAME), &secret).unwrap();
        // In the first filling of a session, and in a later one.
        taken_up(&crash(&store, &[unit("甲")]), &secret, &["甲"]);
        taken_up(&crash(&store, &[unit("乙"), unit("丙")]), &secret, &["甲", "乙", "丙"]);
        // Merged in whole, before it was emptied.
        let merged = crash(&store, &[unit("丁")]);
        let wal = fs::read(open::beside(&merged.path(), "-wal")).unwrap();
        let reader = Reader::open(&merged.path(), &secret).unwrap();
        reader.conn.pragma_update(None, "query_only", false).unwrap();
        assert!(open::checkpoint(&reader.conn).unwrap());
        drop(reader);
        fs::write(open::beside(&merged.path(), "-wal"), wal).unwrap();
        taken_up(&merged, &secret, &["甲", "乙", "丙", "丁"]);
    }
}

#[test]
fn the_wal_of_a_newer_state_is_not_merged_into_an_older_copy() {
    for secret in [Secret::None, passphrase()] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(NAME);
        let (store, _) = Store::create(&path, &secret).unwrap();
        put(&store, &unit("甲"));
        store.flush().unwrap();
        // Copied by hand while the round was open, and as the program makes backups.
        let by_hand = fs::read(&path).unwrap();
        put(&store, &answer(&"长".repeat(20_000)));
        put(&store, &unit("乙"));
        let backup = dir.path().join("备份.wenkan");
        store.backup(None, &backup, &|_| true).unwrap();
        let last = [unit("丙"), unit("丁")];
        let crashed = crash(&store, &last).with(&by_hand);
        put_aside(&crashed, &secret, &["甲"]);
        let crashed = crash(&store, &[unit("戊")]).with(&fs::read(&backup).unwrap());
        put_aside(&crashed, &secret, &["甲", "乙"]);
        // A backup that was made while the same filling was under way.
        let reader = store.reader().unwrap();
        let within = dir.path().join("备份2.wenkan");
        let crashed = reader
            .snapshot(|r| {
                r.all::<Unit>()?;
                put(&store, &unit("己"));
                store.reader()?.backup(store.key.as_ref(), &within, &|_| true)?;
                Ok(crash(&store, &[unit("庚")]))
            })
            .unwrap()
            .with(&fs::read(&within).unwrap());
        put_aside(&crashed, &secret, &["甲", "乙", "丙", "丁", "戊", "己"]);
    }
}

#[test]
fn the_wal_of_another_round_is_not_merged() {
    let other_secret = || Secret::Passphrase(Passphrase::new("另一个轮次的口令").unwrap());
    for (secret, other) in [(Secret::None, Secret::None), (passphrase(), other_secret()), (passphrase(), passphrase())]
    {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join(NAME), &secret).unwrap();
        put(&store, &unit("甲"));
        store.close().unwrap();
        let main = fs::read(dir.path().join(NAME)).unwrap();
        let (theirs, _) = Store::create(&dir.path().join("另一轮.wenkan"), &other).unwrap();
        let crashed = crash(&theirs, &[unit("别处")]).with(&main);
        put_aside(&crashed, &secret, &["甲"]);
    }
}

#[test]
fn the_wal_of_another_program_is_not_merged() {
    for secret in [Secret::None, passphrase()] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(NAME);
        let (store, _) = Store::create(&path, &secret).unwrap();
        put(&store, &unit("甲"));
        store.close().unwrap();
        let other = dir.path().join("别的.db");
        let conn = Connection::open(&other).unwrap();
        conn.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE a(b); INSERT INTO a VALUES (zeroblob(20000))")
            .unwrap();
        let crashed = Crash { dir: tempfile::tempdir().unwrap() };
        fs::copy(&path, crashed.path()).unwrap();
        fs::copy(open::beside(&other, "-wal"), open::beside(&crashed.path(), "-wal")).unwrap();
        drop(conn);
        let repaired = crashed.dir.path().join("修复.wenkan");
        let report = repair(&crashed.path(), &secret, &repaired, &|_| true).unwrap();
        assert!(report.lost.is_empty(), "{report:?}");
        fs::remove_file(repaired).unwrap();
        put_aside(&crashed, &secret, &["甲"]);
    }
}

#[test]
fn a_wrong_passphrase_puts_nothing_aside() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::create(&dir.path().join(NAME), &passphrase()).unwrap();
    let crashed = crash(&store, &[unit("甲")]);
    let before = crashed.files();
    let wrong = Secret::Passphrase(Passphrase::new("不是这一个口令呀").unwrap());
    assert_eq!(Store::open(&crashed.path(), &wrong).unwrap_err().kind, crate::error::Kind::Open);
    assert!(crashed.files() == before);
    taken_up(&crashed, &passphrase(), &["甲"]);
}

#[test]
fn a_file_of_a_version_without_tokens_takes_its_wal_up() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(NAME);
    let (store, _) = Store::create(&path, &Secret::None).unwrap();
    store.close().unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute("DELETE FROM meta WHERE key IN ('wal', 'wal_base')", []).unwrap();
    conn.close().unwrap();
    let (store, crashed) = {
        let store = Store::open(&path, &Secret::None).unwrap();
        let crashed = crash(&store, &[unit("甲")]);
        (store, crashed)
    };
    drop(store);
    taken_up(&crashed, &Secret::None, &["甲"]);
}

/// A file of a round with that one record, which was closed.
fn round_of(path: &Path, name: &str) {
    use crate::model::ids::RoundId;
    use crate::model::round::{Marking, Round};
    let round = Round {
        id: RoundId::new(),
        name: name.into(),
        term: String::new(),
        number: String::new(),
        group: String::new(),
        from: None,
        to: None,
        marking: Marking::None,
        backup_dir: None,
        lock_minutes: None,
    };
    let (store, _) = Store::create(path, &Secret::None).unwrap();
    put(&store, &round);
    store.close().unwrap();
}

#[test]
fn another_round_of_the_same_name_has_lost_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (path, side) = (dir.path().join(NAME), dir.path().join(".十轮.lock"));
    round_of(&path, "甲");
    let before = fs::read(&path).unwrap();
    let store = Store::open(&path, &Secret::None).unwrap();
    put(&store, &unit("乙"));
    let left = fs::read(&side).unwrap();
    store.close().unwrap();
    let notes = || Store::open(&path, &Secret::None).unwrap().crash_notes();
    // An older copy of the same round.
    fs::write(&path, before).unwrap();
    fs::write(&side, &left).unwrap();
    assert!(notes().join("").contains("不在这个文件里"), "{:?}", notes());
    // A round that is made in its place.
    fs::remove_file(&path).unwrap();
    fs::write(&side, &left).unwrap();
    let (store, _) = Store::create(&path, &Secret::None).unwrap();
    assert_eq!(store.crash_notes(), [] as [String; 0]);
    store.close().unwrap();
    // A round that is put in its place.
    fs::remove_file(&path).unwrap();
    round_of(&path, "丙");
    fs::write(&side, &left).unwrap();
    assert_eq!(notes(), [] as [String; 0]);
}

#[test]
fn sealed_revisions_that_a_crash_took_are_told() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    let crashed = crash(&store, &[unit("乙"), unit("丙")]);
    let side = |of: &Path| of.with_file_name(".十轮.lock");
    fs::copy(side(&bench.path), side(&crashed.path())).unwrap();
    fs::remove_file(open::beside(&crashed.path(), "-wal")).unwrap();
    let opened = Store::open(&crashed.path(), &Secret::None).unwrap();
    let notes = opened.crash_notes().join("");
    assert!(notes.contains("至少 2 处不在这个文件里"), "{notes}");
    assert_eq!(units(&opened.reader().unwrap()), ["甲"]);
    opened.close().unwrap();
    assert_eq!(Store::open(&crashed.path(), &Secret::None).unwrap().crash_notes(), [] as [String; 0], "told once");

    // With its `-wal` nothing is lost, and nothing is told.
    let crashed = crash(&store, &[unit("丁")]);
    fs::copy(side(&bench.path), side(&crashed.path())).unwrap();
    taken_up(&crashed, &Secret::None, &["甲", "乙", "丙", "丁"]);
}

/// A journal as a program leaves it that was ended in the middle of writing to `db`.
fn journal_of(dir: &Path) -> Vec<u8> {
    let db = dir.join("别的.db");
    let conn = Connection::open(&db).unwrap();
    conn.execute_batch("PRAGMA cache_size = 2; CREATE TABLE a(b); INSERT INTO a VALUES (zeroblob(200000));").unwrap();
    // More than the cache holds: the journal is on the disk before the pages are.
    conn.execute_batch("BEGIN; UPDATE a SET b = randomblob(200000);").unwrap();
    let journal = fs::read(open::beside(&db, "-journal")).unwrap();
    assert!(journal.len() > 4096 && journal.starts_with(&[0xD9, 0xD5, 0x05, 0xF9]), "it would be rolled back");
    journal
}

#[test]
fn no_journal_is_rolled_back_into_a_file_that_got_its_name_later() {
    for secret in [Secret::None, passphrase()] {
        let dir = tempfile::tempdir().unwrap();
        let journal = journal_of(dir.path());
        let path = dir.path().join(NAME);
        let (store, _) = Store::create(&path, &secret).unwrap();
        put(&store, &unit("甲"));
        let backup = dir.path().join("备份.wenkan");
        store.backup(None, &backup, &|_| true).unwrap();
        store.close().unwrap();
        for file in [&path, &backup] {
            let before = fs::read(file).unwrap();
            let beside = open::beside(file, "-journal");
            fs::write(&beside, &journal).unwrap();
            let reader = Reader::open(file, &secret).unwrap();
            assert_eq!(units(&reader), ["甲"]);
            assert!(reader.note().is_some_and(|note| note.contains("-journal")));
            drop(reader);
            assert!(
                fs::read(file).unwrap() == before && fs::read(&beside).unwrap() == journal,
                "reading changes nothing"
            );
            let store = Store::open(file, &secret).unwrap();
            assert_eq!(units(&store.reader().unwrap()), ["甲"]);
            assert!(store.crash_notes().iter().any(|note| note.contains("-journal")));
            store.close().unwrap();
            assert!(!beside.exists(), "it was put aside");
        }
        let named = |end: &str| {
            fs::read_dir(dir.path()).unwrap().flatten().any(|e| {
                e.file_name().to_string_lossy().starts_with(&format!("{NAME}{end}-2"))
                    && fs::read(e.path()).unwrap() == journal
            })
        };
        assert!(named("-journal"));
        // No new file gets a name beside which one lies.
        let taken = dir.path().join("新.wenkan");
        fs::write(open::beside(&taken, "-journal"), &journal).unwrap();
        let store = Store::open(&path, &secret).unwrap();
        for out in [taken, dir.path().join("新.wenkan-journal"), dir.path().join("新.wenkan-wal")] {
            assert!(store.backup(None, &out, &|_| true).is_err(), "{}", out.display());
            assert!(Store::create(&out, &secret).is_err(), "{}", out.display());
        }
    }
}

#[test]
fn a_copy_that_is_opened_for_writing_leaves_no_journal_when_the_program_is_ended() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::create(&dir.path().join(NAME), &Secret::None).unwrap();
    let backup = dir.path().join("备份.wenkan");
    store.backup(None, &backup, &|_| true).unwrap();
    let beside = open::beside(&backup, "-journal");
    // Where the journal would be, nothing can be made: what needs one fails.
    fs::create_dir(&beside).unwrap();
    let opened = Store::open(&backup, &Secret::None).unwrap();
    put(&opened, &unit("甲"));
    opened.close().unwrap();
}
