//! Another passphrase.

use super::*;

fn other() -> Secret {
    Secret::Passphrase(Passphrase::new("换过的口令 2027").unwrap())
}

fn filled(dir: &TempDir, secret: &Secret) -> (PathBuf, Unit) {
    let path = dir.path().join("十轮.wenkan");
    let store = Store::create(&path, secret).unwrap().0;
    let unit = unit("水利局党组");
    put(&store, &unit);
    store.transact(Op::Attach, None, |tx| tx.store_blob(&vec![7; 3_000_000])).unwrap();
    store.post_draft(draft(unit.id.0, "还没有写完"));
    store.close().unwrap();
    (path, unit)
}

fn opens(path: &Path, secret: &Secret, unit: &Unit) -> bool {
    let Ok(reader) = Reader::open(path, secret) else { return false };
    assert_eq!(reader.get::<Unit>(unit.id.0).unwrap().as_ref(), Some(unit));
    assert_eq!(reader.drafts().unwrap().len(), 1);
    assert_eq!(verify(&reader, &|_| true).unwrap().problems, [] as [&str; 0]);
    true
}

#[test]
fn the_new_passphrase_and_the_new_code_open_it_and_the_old_ones_no_more() {
    for secret in [passphrase(), Secret::None] {
        let dir = tempfile::tempdir().unwrap();
        let (path, unit) = filled(&dir, &secret);
        let code = change_passphrase(&path, &secret, &other(), &|_| true).unwrap();
        assert!(!opens(&path, &secret, &unit));
        assert!(opens(&path, &other(), &unit));
        assert!(opens(&path, &Secret::Recovery(RecoveryCode::parse(&code.to_text()).unwrap()), &unit));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "the file alone");
        let store = Store::open(&path, &other()).unwrap();
        put(&store, &Unit::new(UnitId::new(), "JTJ", "交通局"));
        store.close().unwrap();
    }
}

#[test]
fn whatever_stops_it_the_old_file_is_there_and_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (path, unit) = filled(&dir, &passphrase());
    let before = std::fs::read(&path).unwrap();
    let wrong = Secret::Passphrase(Passphrase::typed("不是这个口令"));
    assert!(change_passphrase(&path, &wrong, &other(), &|_| true).is_err());
    for stop in [0, 30, 60, 95] {
        let e = change_passphrase(&path, &passphrase(), &other(), &|percent| percent < stop).unwrap_err();
        assert_eq!(e.kind, crate::error::Kind::Cancelled, "{e}");
    }
    assert!(change_passphrase(&path, &passphrase(), &Secret::None, &|_| true).is_err());
    let store = Store::open(&path, &passphrase()).unwrap();
    let e = change_passphrase(&path, &passphrase(), &other(), &|_| true).unwrap_err();
    assert_eq!(e.kind, crate::error::Kind::Locked);
    store.close().unwrap();
    assert!(opens(&path, &passphrase(), &unit));
    assert_eq!(std::fs::read(&path).unwrap().len(), before.len());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_group_of_the_code_is_compared_as_people_write_it() {
    let dir = tempfile::tempdir().unwrap();
    let (path, _) = filled(&dir, &passphrase());
    let code = change_passphrase(&path, &passphrase(), &other(), &|_| true).unwrap();
    let text = code.to_text();
    let groups: Vec<&str> = text.split(' ').collect();
    for (n, group) in groups.iter().enumerate() {
        assert!(code.has_group(n, group) && code.has_group(n, &format!(" {} ", group.to_lowercase())));
        assert!(!code.has_group(n, "") && !code.has_group(n, group.split_at(4).0));
        assert!(!code.has_group((n + 1) % groups.len(), group), "each has its place in it");
    }
    assert!(!code.has_group(groups.len(), groups[0]));
}
