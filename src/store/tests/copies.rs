//! Copies: the file alone, backups, secrecy of the bytes, attachments.

use super::*;
use crate::model::ids::{DeviceId, RoundId};
use crate::model::round::Round;
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

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

#[test]
fn of_each_of_the_newest_seven_days_the_newest_copy_stays() {
    let round = Path::new("/r/十轮.wenkan");
    let (id, device) = (RoundId::new(), DeviceId::new());
    let series = Series::of(id, device);
    let name = |day: u32, hour: u32| series.name(round, at(&format!("2026-03-{day:02}T{hour:02}:05:09.000+08:00")));
    let mut names: Vec<String> = (1..=9).map(|day| name(day, 18)).collect();
    assert!(names[0].starts_with("十轮-") && names[0].ends_with("-20260301-180509.wenkan"), "{}", names[0]);
    names.push(name(9, 9));
    names.reverse();
    for other in ["十轮.wenkan", "十轮-2.wenkan", "十轮-20200101-180509.wenkan", "说明.txt"] {
        names.push(other.into());
    }
    // Another round of that name, and another laptop with that folder.
    names.push(Series::of(RoundId::new(), device).name(round, at("2020-01-01T18:00:00.000+08:00")));
    names.push(Series::of(id, DeviceId::new()).name(round, at("2020-01-01T18:00:00.000+08:00")));
    let made = name(9, 20);
    assert_eq!(series.thin(&names, &made), [name(1, 18), name(2, 18), name(9, 9), name(9, 18)]);
    // With the clock set back, all that are there are later than the one just made.
    let made = series.name(round, at("2025-01-01T08:00:00.000+08:00"));
    names.push(made.clone());
    assert!(!series.thin(&names, &made).contains(&made));
    // A clock ran ahead by a year and was put right: its copies go first, the real ones stay.
    let ahead: Vec<String> =
        (1..=7).map(|day| series.name(round, at(&format!("2027-03-{day:02}T08:00:00.000+08:00")))).collect();
    let mut there = ahead.clone();
    for day in 13..=19 {
        let made = name(day, 18);
        there.push(made.clone());
        let gone = series.thin(&there, &made);
        assert!(gone.iter().all(|g| ahead.contains(g)), "{gone:?}");
        there.retain(|n| !gone.contains(n));
    }
    assert_eq!(there, (13..=19).map(|day| name(day, 18)).collect::<Vec<_>>());
    // The round file was renamed meanwhile: the series goes on.
    let renamed = series.name(Path::new("/r/第十轮.wenkan"), at("2026-03-10T18:00:00.000+08:00"));
    assert!(series.thin(&names, &renamed).contains(&name(1, 18)));
}

fn round_of(store: &Store) -> Round {
    let round = Round {
        id: RoundId::new(),
        name: "第十轮".into(),
        term: String::new(),
        number: String::new(),
        group: String::new(),
        from: None,
        to: None,
        marking: crate::model::round::Marking::default(),
        backup_dir: None,
        lock_minutes: None,
    };
    put(store, &round);
    round
}

#[test]
fn a_copy_is_made_on_closing_when_anything_has_changed() {
    let (bench, store) = Bench::new();
    let round = round_of(&store);
    let folder = tempfile::tempdir().unwrap();
    let day = |d| at(&format!("2026-03-{d:02}T18:00:00.000+08:00"));
    let made = |now| store.daily_backup(None, folder.path(), now, &|_| true).unwrap();
    let Daily::Made(first, None) = made(day(1)) else { panic!("made") };
    assert_eq!(made(day(1)), Daily::Unchanged(first.clone()), "nothing was done since");
    for d in 2..10 {
        put(&store, &unit(&format!("单位{d}")));
        assert!(matches!(made(day(d)), Daily::Made(_, None)));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 7);
    // The clock is set back by a year, and back to the second of a copy that is there: both copies are made and stay.
    for now in [at("2025-03-01T18:00:00.000+08:00"), day(9)] {
        put(&store, &unit("又改了"));
        let Daily::Made(path, None) = made(now) else { panic!("made") };
        let copy = Reader::open(&path, &Secret::None).unwrap();
        assert_eq!(copy.stats().unwrap().revisions, store.reader().unwrap().stats().unwrap().revisions);
    }
    // Two rounds of one name in one folder.
    let other = tempfile::tempdir().unwrap();
    let second = Store::create(&other.path().join("十轮.wenkan"), &Secret::None).unwrap().0;
    assert_ne!(round_of(&second).id, round.id);
    assert!(matches!(second.daily_backup(None, folder.path(), day(9), &|_| true).unwrap(), Daily::Made(..)));
    drop(bench);
}

#[test]
fn an_older_copy_goes_only_when_all_that_it_holds_is_in_the_round() {
    for secret in [Secret::None, passphrase()] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("十轮.wenkan");
        let store = Store::create(&path, &secret).unwrap().0;
        let round = round_of(&store);
        let folder = tempfile::tempdir().unwrap();
        let day = |hour| at(&format!("2026-03-08T{hour:02}:00:00.000+08:00"));
        let made = |store: &Store, hour| {
            put(store, &unit(&format!("单位{hour}")));
            let Daily::Made(copy, None) = store.daily_backup(None, folder.path(), day(hour), &|_| true).unwrap() else {
                panic!("made")
            };
            copy
        };
        let untouched = made(&store, 8);
        let worked_in = made(&store, 9);
        assert!(!untouched.exists(), "of one day the newest stays");
        // Somebody works in the copy where it lies, and closes it.
        let inside = Store::open(&worked_in, &secret).unwrap();
        put(&inside, &unit("只在副本里"));
        inside.close().unwrap();
        let open = made(&store, 10);
        assert!(worked_in.exists());
        // One that is open in another window.
        let other = Store::open(&open, &secret).unwrap();
        let last = made(&store, 11);
        assert!(open.exists() && worked_in.exists());
        other.close().unwrap();
        // Another file of the same round on the same laptop, of which that is the only copy.
        let twin = dir.path().join("十轮二.wenkan");
        store.backup(None, &twin, &|_| true).unwrap();
        let twin = Store::open(&twin, &secret).unwrap();
        put(&twin, &unit("只在另一份里"));
        let Daily::Made(of_twin, _) = twin.daily_backup(None, folder.path(), day(12), &|_| true).unwrap() else {
            panic!("made")
        };
        assert!(!last.exists(), "all of it is in the other file");
        made(&store, 13);
        assert!(of_twin.exists());
        // The file itself, should it lie among the copies.
        let named = folder.path().join(Series::of(round.id, store.device()).name(&path, day(7)));
        store.backup(None, &named, &|_| true).unwrap();
        let itself = Store::open(&named, &secret).unwrap();
        made(&itself, 14);
        assert!(named.exists());
    }
}

#[test]
fn copies_are_listed_with_what_is_in_them_and_written_beside_the_present_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("十轮.wenkan");
    let store = Store::create(&path, &passphrase()).unwrap().0;
    let round = round_of(&store);
    put(&store, &unit("水利局"));
    let folder = tempfile::tempdir().unwrap();
    let Daily::Made(first, _) =
        store.daily_backup(None, folder.path(), at("2026-03-08T18:05:00.000+08:00"), &|_| true).unwrap()
    else {
        panic!("made")
    };
    std::fs::write(folder.path().join("十轮-别的.wenkan"), [7; 8192]).unwrap();
    std::fs::write(folder.path().join("九轮.wenkan"), [7; 8192]).unwrap();
    let folders = [folder.path().to_owned(), dir.path().to_owned()];
    let listed = |keys: &Keyring| copies(&path, Some(round.id), &folders, keys);
    let found = listed(&store.keyring());
    assert_eq!(found.len(), 2, "{found:?}");
    let copy = found.iter().find(|c| c.path == first).unwrap();
    assert_eq!(copy.made, "2026-03-08 18:05");
    assert!(matches!(&copy.inside, Inside::Read { people: 0, talks: 0, name, .. } if name == "第十轮"), "{copy:?}");
    assert!(found.iter().any(|c| matches!(c.inside, Inside::Locked)));
    store.close().unwrap();
    assert_eq!(listed(&Keyring::new(passphrase())), found, "by the passphrase as by the key");

    let to = beside(&path, &first, at("2026-03-09T08:00:00.000+08:00"));
    assert_eq!(to.file_name().unwrap(), "十轮-恢复-20260308-180500.wenkan");
    let before = std::fs::read(&path).unwrap();
    restore(&first, &Keyring::new(passphrase()), &to, &|_| true).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(verify(&Reader::open(&to, &passphrase()).unwrap(), &|_| true).unwrap().ok());
    assert!(restore(&first, &Keyring::new(passphrase()), &to, &|_| true).is_err(), "never over a file");
    assert_ne!(beside(&path, &first, at("2026-03-09T08:00:00.000+08:00")), to);
    assert!(restore(&first, &Keyring::new(Secret::None), &path.with_file_name("x.wenkan"), &|_| true).is_err());
}

/// A file that says it is a round, in which every read finds no end.
fn endless(path: &Path) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(&format!("PRAGMA application_id = {}; PRAGMA user_version = 3;", migrate::APPLICATION_ID))
        .unwrap();
    for (name, columns) in [
        ("meta", "key, value"),
        ("revision", "seq, rev, at"),
        ("record", "seq, id, kind, schema, body"),
        ("export_log", "seq, at, by, what, path_name, sha256, folder"),
    ] {
        let rows = columns.split(", ").map(|_| "'x'").collect::<Vec<_>>().join(", ");
        conn.execute_batch(&format!(
            "CREATE VIEW {name}({columns}) AS
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {rows} FROM n"
        ))
        .unwrap();
    }
}

#[test]
fn a_file_of_endless_views_beside_the_round_is_listed_as_unreadable_and_passed_over() {
    let (bench, store) = Bench::new();
    let round = round_of(&store);
    store.backup(None, &bench.dir.path().join("十轮-早.wenkan"), &|_| true).unwrap();
    let bad = bench.dir.path().join("十轮-坏.wenkan");
    endless(&bad);
    let marks = RoundMarks::of(&Connection::open(&bench.path).unwrap(), &bench.path, None).unwrap();
    let head = std::fs::read(&bad).unwrap();
    assert_eq!(marks.look(&bad, &head[..16], head.len() as u64), Some(SameRound::Unknown));
    store.close().unwrap();
    let keys = Keyring::new(Secret::None);
    let found = copies(&bench.path, Some(round.id), &[bench.dir.path().to_owned()], &keys);
    assert_eq!(found.len(), 2, "{found:?}");
    let bad_one = found.iter().find(|copy| copy.path == bad).unwrap();
    assert!(matches!(&bad_one.inside, Inside::Unreadable(why) if why.starts_with("读不出来")), "{bad_one:?}");
    assert!(found.iter().any(|copy| matches!(copy.inside, Inside::Read { .. })));
    assert!(restore(&bad, &keys, &bench.dir.path().join("x.wenkan"), &|_| true).is_err());
}

/// Asked for by its name it is refused too, before it takes all memory.
#[test]
fn a_round_of_endless_views_is_not_opened() {
    let (bench, store) = Bench::new();
    store.close().unwrap();
    let bad = bench.dir.path().join("坏.wenkan");
    endless(&bad);
    let conn = Connection::open(&bench.path).unwrap();
    conn.execute_batch(
        "DROP VIEW told_record;
         CREATE VIEW told_record(seq, id, kind, parent, head, schema, brief, body, uid, parent_uid) AS
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
         SELECT i, i, 'unit', NULL, i, 1, 'x', '{}', 'x', NULL FROM n",
    )
    .unwrap();
    drop(conn);
    for (path, what) in [(&bad, "不是数据表"), (&bench.path, "told_record")] {
        for refused in [Reader::open(path, &Secret::None).map(drop), Store::open(path, &Secret::None).map(drop)] {
            let refused = refused.unwrap_err();
            assert_eq!(refused.kind, crate::error::Kind::Open, "{refused}");
            assert!(refused.what.contains(what), "{refused}");
        }
    }
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

/// Whoever looks for what was told once looks beside the round; what lies elsewhere the log has to know.
#[test]
fn a_copy_that_is_restored_elsewhere_is_noted_in_the_round_and_one_beside_it_leaves_the_round_as_it_was() {
    let (bench, store) = Bench::new();
    put(&store, &unit("水利局党组"));
    let copy = bench.dir.path().join("备份.wenkan");
    store.backup(None, &copy, &|_| true).unwrap();
    store.close().unwrap();
    let keys = Keyring::new(Secret::None);
    let note = |to: &Path| note_restored(&bench.path, &keys, to, restore(&copy, &keys, to, &|_| true).unwrap());
    let before = std::fs::read(&bench.path).unwrap();
    assert!(note(&bench.dir.path().join("恢复.wenkan")).is_err());
    assert_eq!(std::fs::read(&bench.path).unwrap(), before);
    let away = tempfile::tempdir().unwrap();
    note(&away.path().join("恢复.wenkan")).unwrap();
    let log = Reader::open(&bench.path, &Secret::None).unwrap().export_log().unwrap();
    assert_eq!(log.iter().map(|line| line.path_name.as_str()).collect::<Vec<_>>(), ["备份.wenkan", "恢复.wenkan"]);
}
