//! Files of older versions and on read-only media are read without touching them.

use super::*;
use crate::store::untouched::Medium;
use std::collections::BTreeMap;

/// A kept file of an older version, in a folder of its own.
struct Kept {
    dir: TempDir,
    path: PathBuf,
    secret: Secret,
}

fn kept(version: u32, folder: &str) -> Kept {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join(folder);
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("轮次.wenkan");
    let name = format!("tests/fixtures/v{version}.wenkan");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &path).unwrap();
    let secret = Secret::Passphrase(Passphrase::new(&format!("wenkan-fixture-{version}")).unwrap());
    Kept { dir, path, secret }
}

impl Kept {
    /// The files of the folder with their bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = self.path.parent().unwrap();
        let names = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        names.map(|name| (name.clone(), std::fs::read(name).unwrap())).collect()
    }
}

#[test]
fn an_older_file_is_read_through_memory_and_stays_as_it_is() {
    for version in [1, 2] {
        // Signs that mean something in a URI.
        for (folder, place) in [("a", Medium::Open), ("只读 50%?#&", Medium::Sealed)] {
            let kept = kept(version, folder);
            let before = kept.files();
            let reader = Reader::open_at(&kept.path, &kept.secret, place).unwrap();
            assert_eq!(reader.path(), kept.path);
            assert!(!reader.all::<Unit>().unwrap().is_empty());
            let answer = reader.all::<Answer>().unwrap().remove(0);
            let found = reader.find::<Answer>((answer.interview, &answer.question)).unwrap();
            assert_eq!(found, Some(answer), "what this version adds is there");
            assert_eq!(reader.drafts().unwrap().len(), usize::from(version == 1));
            assert!(!reader.search("党费", 5).unwrap().is_empty());
            let report = verify(&reader, &|_| true).unwrap();
            // The kept files carry a made-up hash of a method.
            let others = report.problems.iter().filter(|p| !p.starts_with("工作法"));
            assert!(others.count() == 0 && report.revisions > 0, "{report:?}");
            drop(reader);
            assert_eq!(kept.files().len(), 1, "nothing is left beside it");
            assert_eq!(kept.files(), before);
            // And opened for writing it is brought up, with the same content.
            let store = Store::open(&kept.path, &kept.secret).unwrap();
            assert!(!store.reader().unwrap().all::<Answer>().unwrap().is_empty());
            drop(store);
            drop(kept.dir);
        }
    }
}

#[test]
fn damage_of_an_older_file_is_found_in_the_file_itself() {
    let kept = kept(2, "a");
    let mut bytes = std::fs::read(&kept.path).unwrap();
    let last = bytes.len() - 2_000;
    bytes[last] ^= 1;
    std::fs::write(&kept.path, bytes).unwrap();
    let problems = match Reader::open(&kept.path, &kept.secret) {
        Ok(reader) => verify(&reader, &|_| true).unwrap().problems,
        Err(e) => vec![e.what],
    };
    assert!(!problems.is_empty());
}

#[test]
fn a_file_of_this_version_is_read_on_a_read_only_medium() {
    let (bench, store) = Bench::new();
    let unit = unit("水利局党组");
    put(&store, &unit);
    store.close().unwrap();
    let before = std::fs::read(&bench.path).unwrap();
    let reader = Reader::open_at(&bench.path, &Secret::None, Medium::Sealed).unwrap();
    assert_eq!(reader.all::<Unit>().unwrap(), [unit]);
    assert!(verify(&reader, &|_| true).unwrap().ok());
    let names: Vec<_> = std::fs::read_dir(bench.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!names.iter().any(|n| n.to_string_lossy().contains("-wal") || n.to_string_lossy().contains("-shm")));
    drop(reader);
    assert_eq!(std::fs::read(&bench.path).unwrap(), before);
}

#[test]
fn what_somebody_else_writes_later_does_not_mix_into_what_is_read() {
    let (bench, store) = Bench::new();
    let first = unit("水利局党组");
    put(&store, &first);
    store.close().unwrap();
    let reader = Reader::open_at(&bench.path, &Secret::None, Medium::Sealed).unwrap();
    let store = Store::open(&bench.path, &Secret::None).unwrap();
    for n in 0..200 {
        put(&store, &unit(&format!("另一个单位{n}")));
    }
    store.close().unwrap();
    assert_eq!(reader.all::<Unit>().unwrap(), [first]);
    assert_eq!(Reader::open_at(&bench.path, &Secret::None, Medium::Sealed).unwrap().all::<Unit>().unwrap().len(), 201);
}

#[test]
fn what_lies_in_the_wal_of_a_read_only_file_is_not_passed_over() {
    let (bench, store) = Bench::new();
    put(&store, &unit("甲"));
    store.close().unwrap();
    std::fs::write(bench.path.with_file_name("十轮.wenkan-wal"), b"something").unwrap();
    let e = Reader::open_at(&bench.path, &Secret::None, Medium::Sealed).unwrap_err();
    assert!(e.hint.contains("-wal"), "{e}");
}

#[test]
fn what_is_no_round_is_refused_on_a_read_only_medium_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.wenkan");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TABLE a(b)").unwrap();
    conn.close().unwrap();
    for place in [Medium::Open, Medium::Sealed] {
        let e = Reader::open_at(&path, &Secret::None, place).unwrap_err();
        assert!(e.what.contains("不是问看的轮次文件"), "{e}");
    }
    let kept = kept(2, "a");
    let wrong = Secret::Passphrase(Passphrase::new("不是这个口令啊啊").unwrap());
    let e = Reader::open_at(&kept.path, &wrong, Medium::Sealed).unwrap_err();
    assert!(e.what.contains("口令不对"), "{e}");
}

/// Permissions do not bind root, which is who runs some builds: then this only shows that nothing breaks.
#[cfg(unix)]
#[test]
fn a_read_only_file_in_a_read_only_folder_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let kept = kept(2, "a");
    let folder = kept.path.parent().unwrap();
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(&kept.path, 0o444);
    mode(folder, 0o555);
    let read = Reader::open(&kept.path, &kept.secret).and_then(|r| r.all::<Unit>());
    mode(folder, 0o755);
    assert!(!read.unwrap().is_empty());
    assert_eq!(kept.files().len(), 1);
}
