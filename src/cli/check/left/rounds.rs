//! Copies of the round that lie about, and attachments.

use super::*;
use crate::store::{Passphrase, Secret};
use std::fs;

fn backups(store: &Store) -> (BTreeSet<(String, bool)>, exports::Report) {
    let report = exports::Report::read(&store.reader().unwrap(), &mut |_| false).unwrap();
    assert!(report.backups.iter().all(|copy| copy.path.is_some()), "{report:?}");
    (report.backups.iter().map(|copy| (copy.name.clone(), copy.certain)).collect(), report)
}

fn named(names: &[(&str, bool)]) -> BTreeSet<(String, bool)> {
    names.iter().map(|(name, certain)| ((*name).to_owned(), *certain)).collect()
}

#[test]
fn copies_of_the_round_are_named_under_any_name_and_in_a_zip() {
    let b = Bench::new();
    let at = |name: &str| b.dir.path().join(name);
    let copy = |name: &str| b.store.backup(Some(b.ids.asker), &at(name), &|_| true).unwrap();
    copy("早.wenkan");
    copy("早二.wenkan");
    fs::rename(at("早.wenkan"), at("照片.dat")).unwrap();
    fs::create_dir(at("材料")).unwrap();
    fs::copy(at("早二.wenkan"), at("材料/副本")).unwrap();
    fs::copy(at("早二.wenkan"), at("a.wenkan.bak")).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(at("材料/发.zip")).unwrap());
    zip.start_file("备份/早二.wenkan", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, &fs::read(at("早二.wenkan")).unwrap()).unwrap();
    zip.finish().unwrap();
    b.withhold_only();
    copy("晚.wenkan");
    fs::copy(at("晚.wenkan"), at("材料/晚.bak")).unwrap();
    // A round of others.
    let (other, _) = filled(&at("别的轮次.wenkan"));
    drop(other);
    let (found, report) = backups(&b.store);
    assert_eq!(
        found,
        named(&[("照片.dat", true), ("早二.wenkan", true), ("副本", true), ("a.wenkan.bak", true)]),
        "{report:?}"
    );
    let archives: Vec<&[String]> = report.archives.iter().map(|a| a.entries.as_slice()).collect();
    assert_eq!(archives, [["备份/早二.wenkan".to_owned()]]);
}

#[test]
fn copies_under_a_passphrase_are_known_by_their_salt_or_hash_and_others_are_to_be_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let secret = Secret::Passphrase(Passphrase::new("红花岭水库二〇二六").unwrap());
    let (store, _) = Store::create(&at("a.wenkan"), &secret).unwrap();
    let ids = sample::fill(&store);
    let said = say(&store, &ids);
    let copy = |name: &str| store.backup(Some(ids.asker), &at(name), &|_| true).unwrap();
    copy("早.wenkan");
    fs::rename(at("早.wenkan"), at("照片.dat")).unwrap();
    withhold(&store, &ids, said);
    copy("晚.wenkan");
    let mut bytes = fs::read(at("晚.wenkan")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(at("打开过.dat"), bytes).unwrap();
    fs::write(at("别的.wenkan"), [9; 8192]).unwrap();
    let (found, report) = backups(&store);
    assert_eq!(found, named(&[("照片.dat", true), ("打开过.dat", false), ("别的.wenkan", false)]), "{report:?}");
    assert!(report.text().contains("不知道是不是这一轮次"), "{}", report.text());
}

#[test]
fn a_copy_that_nobody_logged_has_the_disk_searched() {
    let b = Bench::new();
    let at = |name: &str| b.dir.path().join(name);
    b.store.flush().unwrap();
    fs::copy(b.store.path(), at("早.wenkan")).unwrap();
    let (other, ids) = filled(&at("别的轮次.wenkan"));
    let said = say(&other, &ids);
    assert!(!withhold(&other, &ids, said).copied, "those beside it are of another round");
    assert!(withhold(&b.store, &b.ids, b.said).copied);
}

#[test]
fn an_attachment_that_says_it_is_named() {
    let b = Bench::new();
    let put = |name: &str, bytes: &[u8]| {
        let path = b.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        let (sha256, size) = b.store.store_blob(&path, &|_| true).unwrap();
        fs::remove_file(&path).unwrap();
        let file = Attachment {
            id: AttachmentId::new(),
            owner: b.ids.unit.0,
            name: name.into(),
            size,
            sha256,
            caption: String::new(),
            by: Some(b.ids.asker),
            at: sample::at("2026-03-10T09:00"),
        };
        b.go(move |tx| tx.put(&file));
    };
    let (gbk, ..) = encoding_rs::GB18030.encode(SAID);
    put("举报信.txt", &gbk);
    put("别的.txt", "没有那些话".as_bytes());
    put("录音.mp3", b"ID3\0\0");
    let read = || exports::Report::read(&b.store.reader().unwrap(), &mut |_| false).unwrap();
    assert!(read().attachments.is_empty(), "nothing is withheld");
    let mut answer = b.own_answer();
    answer.statements.iter_mut().filter(|s| s.id == b.said).for_each(|s| s.withheld = true);
    let reader = b.store.reader().unwrap();
    let words = reader.words_by(&answer).unwrap();
    assert_eq!(left::attachments_saying(&reader, &words).unwrap(), ["举报信.txt"]);
    b.withhold_only();
    let report = read();
    assert_eq!((report.attachments.as_slice(), report.unsure()), (&["举报信.txt".to_owned()][..], 1));
    assert!(report.text().contains(left::ATTACHED), "{}", report.text());
}
