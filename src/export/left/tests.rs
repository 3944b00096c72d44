//! Files of earlier exports on a real disk.

use super::*;
use crate::model::left::{Proof, Sought};
use crate::model::value::Instant;
use crate::store::FILE;
use crate::text::grams::Salt;
use crate::text::normal::Normal;
use sha2::{Digest, Sha256};
use std::fs;
use std::sync::Arc;

const SAID: &str = "分管的那位收了老板三万块钱回扣";
const SALT: Salt = Salt(7);

fn behind(left: &[Left]) -> Behind {
    Behind { outputs: left.to_vec(), ..Behind::default() }
}

fn find(round: &Path, left: &[Left], going: GoOn<'_>) -> Result<LeftFiles> {
    behind(left).find(round, going)
}

fn sha256(bytes: &str) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

struct Bench {
    dir: tempfile::TempDir,
    sought: Arc<Sought>,
}

impl Bench {
    fn new(clean: &[&str]) -> Self {
        let words = SALT.grams(&Normal::of(SAID));
        let clean = clean.iter().map(|text| sha256(text)).collect();
        let sought = Sought { salt: SALT.0, words, clean };
        Self { dir: tempfile::tempdir().unwrap(), sought: Arc::new(sought) }
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn left(&self, name: &str, text: &str) -> Left {
        Left {
            at: Instant { ms: 0, offset: 480 },
            what: "问题".into(),
            path_name: name.into(),
            folder: None,
            sha256: sha256(text),
            size: None,
            proof: Proof::Words,
            sought: Arc::clone(&self.sought),
        }
    }

    /// Paths from the folder of the round, and whether each may be removed; what is gone.
    fn find(&self, left: &[Left]) -> (Vec<(String, bool)>, Vec<String>) {
        let found = find(&self.dir.path().join("a.wenkan"), left, &|_| true).unwrap();
        let path = |f: &LeftFile| f.path.strip_prefix(self.dir.path()).unwrap().to_str().unwrap().to_owned();
        (found.files.iter().map(|f| (path(f), f.sha256.is_some())).collect(), found.gone)
    }
}

#[test]
fn only_what_is_as_it_was_exported_is_removed() {
    let b = Bench::new(&[]);
    let (old, changed) = (format!("一、{SAID}"), format!("一、{SAID}。改"));
    b.put("导出/内部/a.md", &old);
    b.put("内部/a.md", &changed);
    b.put("内部/b.md", "别的");
    let left = [b.left("a.md", "older"), b.left("a.md", &old), b.left("b.docx", "b")];
    let (files, gone) = b.find(&left);
    assert_eq!(files, [("内部/a.md".to_owned(), false), ("导出/内部/a.md".to_owned(), true)]);
    assert_eq!(gone, ["a.md　1 份（1970-01-01 导出）", "b.docx　1 份（1970-01-01 导出）"]);
    let found = find(&b.dir.path().join("a.wenkan"), &left, &|_| true).unwrap();
    assert_eq!(remove(&found.files).unwrap(), 1);
    assert!(!b.dir.path().join("导出/内部/a.md").exists() && b.dir.path().join("内部/a.md").exists());
}

#[test]
fn what_was_changed_after_it_was_found_stays() {
    let b = Bench::new(&[]);
    b.put("报送/b.md", SAID);
    let found = find(&b.dir.path().join("a.wenkan"), &[b.left("b.md", SAID)], &|_| true).unwrap();
    b.put("报送/b.md", "edited in Word");
    assert_eq!(remove(&found.files).unwrap(), 0);
    assert!(b.dir.path().join("报送/b.md").exists());
}

#[test]
fn files_are_found_deep_and_under_any_name_and_one_copy_speaks_for_one() {
    let b = Bench::new(&[]);
    b.put("a/b/c/内部/张三.md", SAID);
    let at = |folder: &str| Left { folder: Some(folder.into()), ..b.left("a.md", SAID) };
    let (files, gone) = b.find(&[at("/1"), at("/2"), at("/2"), at("/3")]);
    assert_eq!(files, [("a/b/c/内部/张三.md".to_owned(), true)]);
    assert_eq!(gone, ["a.md　2 份（1970-01-01 导出）"]);
}

#[test]
fn a_folder_that_was_written_into_is_looked_into_and_what_else_lies_there_is_not_named() {
    let b = Bench::new(&[]);
    b.put("桌面/材料.md", SAID);
    b.put("桌面/自己的.md", &format!("自己写的：{SAID}"));
    let folder = b.dir.path().join("桌面").to_str().unwrap().to_owned();
    let left = Left { folder: Some(folder), ..b.left("a.md", SAID) };
    assert_eq!(b.find(&[left]), (vec![("桌面/材料.md".to_owned(), true)], vec![]));
}

#[test]
fn what_does_not_say_it_is_named_by_nothing_but_its_whole_content() {
    for (proof, named) in [(Proof::Words, vec![]), (Proof::Perhaps, vec![false]), (Proof::Whole, vec![true])] {
        let b = Bench::new(&["新的"]);
        b.put("内部/a.md", "没有那些话");
        b.put("报送/a.md", "新的");
        let (files, gone) = b.find(&[Left { proof, ..b.left("a.md", "没有那些话") }]);
        assert_eq!(files.iter().map(|(_, known)| *known).collect::<Vec<_>>(), named, "{proof:?}");
        assert_eq!(gone, Vec::<String>::new(), "it lies there");
    }
}

/// The places in which nobody looked before.
const ANYWHERE: [&str; 8] = [
    "a.md",
    "副本.md",
    "材料/张三.md",
    "内部/三月/a.md",
    ".藏/a.md",
    "材料/.a.md",
    "一/二/三/四/五/六/七/八/九/a.md",
    "内部/.旧/a.md",
];

#[test]
fn an_exact_copy_is_found_and_removed_wherever_it_lies_below_the_round() {
    let b = Bench::new(&[]);
    for path in ANYWHERE {
        b.put(path, SAID);
    }
    b.put("材料/别的.md", &format!("自己写的：{SAID}"));
    b.put("材料/b.bin", "\0\u{1}");
    let mut want: Vec<(String, bool)> = ANYWHERE.iter().map(|path| ((*path).to_owned(), true)).collect();
    want.sort_by(|a, b| Path::new(&a.0).cmp(Path::new(&b.0)));
    let left = [b.left("a.md", SAID)];
    assert_eq!(b.find(&left), (want, vec![]));
    let found = find(&b.dir.path().join("a.wenkan"), &left, &|_| true).unwrap();
    assert_eq!((found.reach, remove(&found.files).unwrap()), (Reach::Whole, ANYWHERE.len()));
    assert!(b.dir.path().join("材料/别的.md").exists());
}

#[test]
fn what_lies_below_a_folder_that_was_written_into_is_found() {
    let b = Bench::new(&[]);
    let away = tempfile::tempdir().unwrap();
    let copy = away.path().join("导出/底稿/.旧/x.md");
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::write(&copy, SAID).unwrap();
    let left = Left { folder: Some(away.path().join("导出").display().to_string()), ..b.left("a.md", SAID) };
    let found = find(&b.dir.path().join("a.wenkan"), &[left], &|_| true).unwrap();
    assert_eq!(found.files, [LeftFile { path: copy, sha256: Some(sha256(SAID)) }]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_the_round_itself_is_not_opened_under_any_name() {
    let b = Bench::new(&[]);
    let away = tempfile::tempdir().unwrap();
    fs::write(away.path().join("a.md"), SAID).unwrap();
    std::os::unix::fs::symlink(away.path(), b.dir.path().join("link")).unwrap();
    std::os::unix::fs::symlink(away.path().join("a.md"), b.dir.path().join("link.md")).unwrap();
    b.put("a.wenkan", SAID);
    b.put("a.wenkan-wal", SAID);
    fs::hard_link(b.dir.path().join("a.wenkan"), b.dir.path().join("b.wenkan")).unwrap();
    assert_eq!(b.find(&[b.left("a.md", SAID)]).0, []);
}

/// What was brought in is the group's, also where something was written; what was taken out is an export.
#[test]
fn the_original_of_an_attachment_is_named_and_only_what_was_taken_out_is_removed() {
    let b = Bench::new(&[]);
    let bytes = "\u{1}\0录音";
    let left = |name: &str, size| Left { what: FILE.into(), size, proof: Proof::Whole, ..b.left(name, bytes) };
    let beside_bundle = format!("内部/attachments/{}", sha256(bytes));
    for path in ["录音.mp3", "内部/attachments/9f", &beside_bundle, "内部/甲.mp3", "录音/甲.mp3", "录音/原件.mp3"]
    {
        b.put(path, bytes);
    }
    let len = Some(bytes.len() as u64);
    let taken_to = b.dir.path().join("录音").to_str().unwrap().to_owned();
    for (size, folder) in [(len, None), (None, None), (len, Some(taken_to))] {
        let taken_out = Left { folder: folder.clone(), ..left("甲.mp3", size) };
        let with_bundle = left(&format!("attachments/{}", sha256(bytes)), size);
        let (files, _) = b.find(&[taken_out, with_bundle]);
        let removed: Vec<&str> = files.iter().filter(|(_, known)| *known).map(|(path, _)| path.as_str()).collect();
        let here = if folder.is_some() { "录音/甲.mp3" } else { "内部/甲.mp3" };
        assert_eq!((files.len(), removed), (6, vec![beside_bundle.as_str(), here]), "{folder:?}");
    }
    assert_eq!(b.find(&[left("乙.mp3", Some(1))]).0.len(), 3, "of another size only where outputs lie");
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

impl Bench {
    fn put_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The archives, with what is said to be in them.
    fn archives(&self, left: &[Left]) -> Vec<(String, Vec<String>)> {
        let found = find(&self.dir.path().join("a.wenkan"), left, &|_| true).unwrap();
        let path = |a: &LeftArchive| a.path.strip_prefix(self.dir.path()).unwrap().to_str().unwrap().to_owned();
        found.archives.iter().map(|a| (path(a), a.entries.clone())).collect()
    }
}

#[test]
fn a_zip_is_looked_into_and_other_archives_are_named() {
    let b = Bench::new(&[]);
    let edited = format!("{SAID}。改");
    b.put_bytes(
        "材料/发.zip",
        &zipped(&[("报送/张三.md", SAID.as_bytes()), ("b.md", b"b"), ("a.md", edited.as_bytes())]),
    );
    b.put_bytes("材料/没有.zip", &zipped(&[("b.md", b"b")]));
    b.put_bytes("材料/套.zip", &zipped(&[("内.zip", &zipped(&[("a.md", SAID.as_bytes())]))]));
    b.put_bytes("材料/文档.docx", &zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/a.xml", b"<a/>")]));
    b.put_bytes("材料/坏.zip", b"PK\x03\x04broken");
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let begin: [(&str, &[u8]); 5] = [
        ("a.tgz", b"\x1f\x8b\x08"),
        ("b.dat", b"7z\xbc\xaf\x27\x1c\0\x04"),
        ("c", b"Rar!\x1a\x07\x01\0"),
        ("d.bin", &tar),
        ("e.7z.001", b"\xff\xff"),
    ];
    for (name, bytes) in begin {
        b.put_bytes(name, bytes);
    }
    let named = b.archives(&[b.left("a.md", SAID)]);
    let in_zip = vec!["报送/张三.md".to_owned(), "a.md".to_owned()];
    let want = [
        ("a.tgz", vec![]),
        ("b.dat", vec![]),
        ("c", vec![]),
        ("d.bin", vec![]),
        ("e.7z.001", vec![]),
        ("材料/发.zip", in_zip),
        ("材料/坏.zip", vec![]),
        ("材料/套.zip", vec![]),
    ];
    assert_eq!(named, want.map(|(path, entries)| (path.to_owned(), entries)));
    let found = find(&b.dir.path().join("a.wenkan"), &[b.left("a.md", SAID)], &|_| true).unwrap();
    assert_eq!((found.files.len(), found.gone.len(), found.count()), (0, 0, 1), "what lies in the zip is not gone");
    assert_eq!(remove(&found.files).unwrap(), 0);
    // It was there before anything was exported.
    let at = Instant { ms: 4_000_000_000_000, offset: 480 };
    let later = b.archives(&[Left { at, ..b.left("a.md", SAID) }]);
    assert_eq!(later.len(), 1, "only what holds it for certain: {later:?}");
}

#[test]
fn what_is_called_like_an_output_and_what_has_no_text_is_to_be_looked_at() {
    let b = Bench::new(&[]);
    let edited = format!("{SAID}。改");
    let (gbk, ..) = encoding_rs::GB18030.encode(&edited);
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(edited.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let of_output: [(&str, &[u8]); 7] = [
        ("内部/扫描.pdf", b"%PDF-1.7 \xe2\xe3"),
        ("桌面/照片.jpg", b"\xff\xd8\xff"),
        ("桌面/谈话记录-A37.wps", b"\xd0\xcf\x11\xe0"),
        ("材料/谈话记录-A37.pdf", b"%PDF-1.7"),
        ("材料/谈话记录-A37.txt", &gbk),
        ("材料/谈话记录-A37-宽.txt", &wide),
        ("材料/谈话记录-A37（改过）.md", edited.as_bytes()),
    ];
    let other: [(&str, &[u8]); 4] = [
        ("材料/扫描.pdf", b"%PDF-1.7"),
        ("材料/谈话记录-A38.pdf", b"%PDF-1.7"),
        ("材料/谈话记录-A37 - 副本.md", "没有那些话".as_bytes()),
        ("桌面/自己的.txt", "没有那些话".as_bytes()),
    ];
    for (path, bytes) in of_output.iter().chain(&other) {
        b.put_bytes(path, bytes);
    }
    let folder = b.dir.path().join("桌面").to_str().unwrap().to_owned();
    let left = Left { folder: Some(folder), ..b.left("谈话记录-A37.docx", SAID) };
    let mut want: Vec<(String, bool)> = of_output.iter().map(|(path, _)| ((*path).to_owned(), false)).collect();
    want.sort_by(|a, b| Path::new(&a.0).cmp(Path::new(&b.0)));
    assert_eq!(b.find(std::slice::from_ref(&left)).0, want);
    // What lay there before anything was put out is made of nothing.
    let at = Instant { ms: 4_000_000_000_000, offset: 480 };
    let named = b.find(&[Left { at, ..left }]).0;
    assert!(named.iter().all(|(path, _)| !path.contains("照片")), "{named:?}");
}

#[test]
fn what_has_the_parts_of_a_document_is_looked_into_like_any_archive() {
    let b = Bench::new(&[]);
    b.put_bytes("材料/像文档.zip", &zipped(&[("[Content_Types].xml", b"<Types/>"), ("甲/a.md", SAID.as_bytes())]));
    b.put_bytes("材料/像文稿.zip", &zipped(&[("mimetype", b"application/x"), ("a.md", SAID.as_bytes())]));
    let named = b.archives(&[b.left("a.md", SAID)]);
    assert_eq!(
        named,
        [
            ("材料/像文档.zip".to_owned(), vec!["甲/a.md".to_owned()]),
            ("材料/像文稿.zip".to_owned(), vec!["a.md".to_owned()])
        ]
    );
}

#[test]
fn what_the_program_removed_or_wrote_over_is_not_looked_for() {
    let b = Bench::new(&["新的"]);
    b.put("内部/a.md", "新的");
    let folder = b.dir.path().join("内部").to_str().unwrap().to_owned();
    let left =
        [Left { folder: Some(folder), ..b.left("a.md", SAID) }, b.left("b.md", "去掉的"), b.left("c.md", "没了")];
    let behind = Behind { removed: BTreeMap::from([(sha256("去掉的"), 1)]), ..behind(&left) };
    let found = behind.find(&b.dir.path().join("a.wenkan"), &|_| true).unwrap();
    assert_eq!(found.gone, ["c.md　1 份（1970-01-01 导出）"]);
}

#[test]
fn names_in_a_zip_are_read_as_chinese_windows_writes_them() {
    let b = Bench::new(&[]);
    let mut bytes = zipped(&[("xxxx.md", SAID.as_bytes())]);
    let (name, ..) = encoding_rs::GB18030.encode("底稿.md");
    assert_eq!(name.len(), 7);
    while let Some(at) = bytes.windows(7).position(|w| w == b"xxxx.md") {
        bytes[at..at + 7].copy_from_slice(&name);
    }
    b.put_bytes("发.zip", &bytes);
    assert_eq!(b.archives(&[b.left("a.md", SAID)]), [("发.zip".to_owned(), vec!["底稿.md".to_owned()])]);
}

#[test]
fn a_search_is_called_off_and_says_when_it_did_not_see_all() {
    let b = Bench::new(&[]);
    for path in ANYWHERE {
        b.put(path, SAID);
    }
    let round = b.dir.path().join("a.wenkan");
    let left = [b.left("a.md", SAID)];
    let e = find(&round, &left, &|seen| seen < 3).unwrap_err();
    assert_eq!(e.kind, Kind::Cancelled);
    let whole = find(&round, &left, &|_| true).unwrap();
    assert!(whole.reach_said().starts_with("查了轮次文件所在的文件夹") && whole.reach_said().contains("U 盘"));
    let few = [
        Limits { files: 3, ..Limits::USUAL },
        Limits { folders: 3, ..Limits::USUAL },
        Limits { bytes: 100, ..Limits::USUAL },
    ];
    for limits in few {
        let cut = behind(&left).find_within(&round, Pace::new(&|_| true, limits)).unwrap();
        assert!(cut.reach == Reach::Cut && cut.files.len() < ANYWHERE.len(), "{limits:?}: {cut:?}");
        assert!(cut.reach_said().starts_with("文件太多，没有查完"), "{}", cut.reach_said());
    }
    assert_eq!(LeftFiles::default().reach_said(), "");
}
