//! Out, in and out again; and everything that is refused.

use super::*;
use crate::export::Target;
use crate::export::assemble::{Which, talk_records};
use crate::export::bundle::{BundledMethod, MethodFile, collect, export_bundle};
use crate::export::sample;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Op;
use crate::model::round::Round;
use crate::model::value::PartialDate;
use crate::store::Tx;
use tempfile::TempDir;

/// A folder with a filled round and its bundle in 内部/.
pub(super) fn exported() -> (TempDir, Store, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = sample::fill(&store);
    sample::papers::add(&store, &ids);
    // What is ready with errors would come in as a draft.
    let papers = wrongly_ready(&store.reader().unwrap()).unwrap();
    door::perform(&store, None, PutBack { papers }).unwrap();
    export(&store, dir.path());
    let bundle = dir.path().join("内部");
    (dir, store, bundle)
}

fn export(store: &Store, out: &Path) -> Vec<u8> {
    export_bundle(store, &Target { out, by: None, progress: &|_| true }).unwrap();
    fs::read(out.join("内部").join(FILE)).unwrap()
}

/// A round as `new` leaves it: a round of another identity, one inspector.
pub(super) fn set_up(path: &Path) -> Store {
    let store = sample::create(path);
    let fill = |tx: &mut Tx<'_>| {
        tx.put(&sample::round())?;
        tx.put(&sample::inspector("新人"))
    };
    store.transact(Op::CreateRound, None, fill).unwrap();
    store
}

/// A way to damage a bundle, and a word of what is then said.
type Case = (&'static str, fn(&mut Bundle));

/// Changes the exported bundle.
fn edit(folder: &Path, change: impl FnOnce(&mut Bundle)) {
    let path = folder.join(FILE);
    let mut bundle = Bundle::from_json(&fs::read(&path).unwrap()).unwrap();
    change(&mut bundle);
    fs::write(path, bundle.to_json().unwrap()).unwrap();
}

#[test]
fn out_in_and_out_again_gives_the_same_bytes_and_the_same_round() {
    let (dir, old, bundle) = exported();
    let before = fs::read(bundle.join(FILE)).unwrap();
    for (at, store) in
        [sample::create(&dir.path().join("b.wenkan")), set_up(&dir.path().join("c.wenkan"))].into_iter().enumerate()
    {
        read(&bundle).unwrap().write(&store, None, &|_| true).unwrap();
        let out = dir.path().join(format!("again{at}"));
        assert_eq!(export(&store, &out), before);
        assert_eq!(fs::read_dir(out.join("内部").join(ATTACHMENTS)).unwrap().count(), 2);
        let (old, new) = (old.reader().unwrap(), store.reader().unwrap());
        assert_eq!(new.round_id().unwrap(), old.round_id().unwrap());
        assert_eq!(talk_records(&new, Which::All).unwrap().len(), 3);
        assert!(crate::store::verify(&new, &|_| true).unwrap().ok());
    }
}

/// Written by the program when it wrote format 1, cut down to one talk.
#[test]
fn a_bundle_of_format_1_comes_in_and_goes_out_as_the_present_one() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bundle-1.json");
    let mut old = Bundle::from_json(&fs::read(&kept).unwrap()).unwrap();
    assert_eq!((old.format, old.records.len()), (1, 10));
    // Its method is only a word, so that the kept file is small; one that cannot be read is refused.
    let refused = read(&kept).unwrap_err();
    assert!(refused.what.contains("method.toml"), "{refused}");
    let files = MethodFiles::builtin();
    old.methods[0].hash = files.hash();
    old.methods[0].files = files.files.into_iter().map(|(name, text)| MethodFile { name, text }).collect();
    old.records.iter_mut().for_each(|r| {
        if let AnyRecord::Interview(talk) = r {
            talk.method = old.methods[0].hash;
        }
    });
    old.sort();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE);
    fs::write(&path, old.to_json().unwrap()).unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    read(&path).unwrap().write(&store, None, &|_| true).unwrap();
    let new = collect(&store.reader().unwrap()).unwrap();
    assert_eq!(new.format, crate::export::bundle::FORMAT);
    assert_eq!((new.round, new.methods, new.records), (old.round, old.methods, old.records));
}

#[test]
fn a_paper_that_is_ready_with_errors_comes_in_as_a_draft() {
    let (dir, _store, bundle) = exported();
    let mut wrong = None;
    edit(&bundle, |b| {
        let papers = b.records.iter_mut().filter_map(|r| if let AnyRecord::Problem(p) = r { Some(p) } else { None });
        for paper in papers.take(1) {
            paper.state = ProblemState::Ready;
            (paper.from, paper.to) = (PartialDate::new(2023, Some(6), None), PartialDate::new(2022, Some(1), None));
            wrong = Some(paper.id);
        }
    });
    let store = set_up(&dir.path().join("b.wenkan"));
    let changes = read(&bundle).unwrap().write(&store, None, &|_| true).unwrap();
    let wrong = wrong.unwrap();
    assert_eq!(changes.redrafted, [wrong], "the user is told");
    let paper: Problem = store.reader().unwrap().get(wrong.0).unwrap().unwrap();
    assert_eq!((paper.state, paper.to), (ProblemState::Draft, PartialDate::new(2022, Some(1), None)));
}

#[test]
fn a_file_with_work_in_it_is_refused_and_unchanged() {
    let (_dir, store, bundle) = exported();
    let before = collect(&store.reader().unwrap()).unwrap();
    let refused = read(&bundle).unwrap().write(&store, None, &|_| true).unwrap_err();
    assert_eq!(refused.kind, error::Kind::Input);
    assert!(refused.hint.contains("merge"), "{refused}");
    assert_eq!(collect(&store.reader().unwrap()).unwrap(), before);
}

#[test]
fn what_is_not_whole_is_refused_before_anything_is_written() {
    let cases: [Case; 11] = [
        ("工作法的编号只能用", |b| {
            b.records.iter_mut().for_each(|r| {
                if let AnyRecord::Answer(a) = r {
                    a.question = "分管的那位收了三万块钱".into();
                }
            });
        }),
        ("排列次序只能用", |b| {
            b.records.iter_mut().for_each(|r| {
                if let AnyRecord::Answer(a) = r {
                    a.statements.iter_mut().for_each(|s| s.order.0 = "他收了三万".into());
                }
            });
        }),
        ("同一个编号", |b| {
            b.records.iter_mut().for_each(|r| {
                if let AnyRecord::Answer(a) = r {
                    a.statements.extend(a.statements.first().cloned());
                }
            });
        }),
        ("出现了两次", |b| b.records.extend(b.records.last().cloned())),
        ("轮次缺失", |b| b.records.retain(|r| r.kind() != Kind::Round)),
        ("校验值", |b| b.methods[0].files[0].text.push('x')),
        ("个别谈话所用的工作法", |b| b.methods.clear()),
        ("调阅资料所用的工作法", |b| {
            b.records.iter_mut().for_each(|r| {
                if let AnyRecord::Document(d) = r {
                    d.method = Hash([9; 32]);
                }
            });
        }),
        ("问题所用的工作法", |b| {
            b.records.iter_mut().for_each(|r| {
                if let AnyRecord::Problem(p) = r {
                    p.method = Hash([9; 32]);
                }
            });
        }),
        ("附件清单", |b| b.attachments.clear()),
        ("超过 4 MB", |b| {
            b.records.iter_mut().for_each(|r| {
                if let AnyRecord::Document(d) = r {
                    d.note = "长".repeat(2 << 20);
                }
            });
        }),
    ];
    for (word, change) in cases {
        let (_dir, _store, bundle) = exported();
        edit(&bundle, change);
        let e = read(&bundle).unwrap_err();
        assert!(e.what.contains(word), "{word}: {e}");
    }
}

#[test]
fn a_bundle_that_is_larger_than_any_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE);
    // It takes no room on the disk.
    fs::File::create(&path).unwrap().set_len(6 << 30).unwrap();
    let e = read(&path).unwrap_err();
    assert!(e.what.contains("超过 256 MB"), "{e}");
}

#[test]
fn a_changed_or_missing_content_is_refused() {
    let (_dir, _store, bundle) = exported();
    let content = fs::read_dir(bundle.join(ATTACHMENTS)).unwrap().next().unwrap().unwrap().path();
    fs::write(&content, b"photo of another").unwrap();
    assert!(read(&bundle.join(FILE)).unwrap_err().what.contains("附件"));
    fs::write(&content, b"photo of a pagf").unwrap();
    assert!(read(&bundle).unwrap_err().what.contains("没有复制完整"));
    fs::remove_file(&content).unwrap();
    assert!(read(&bundle).is_err());
}

#[test]
fn cancelling_leaves_the_round_as_it_was() {
    let (dir, _store, bundle) = exported();
    let store = set_up(&dir.path().join("c.wenkan"));
    let before = collect(&store.reader().unwrap()).unwrap();
    let e = read(&bundle).unwrap().write(&store, None, &|_| false).unwrap_err();
    assert_eq!(e.kind, error::Kind::Cancelled);
    assert_eq!(collect(&store.reader().unwrap()).unwrap(), before);
}

/// The bundle with a further method of this text, as the last or before the others.
fn with_method(folder: &Path, text: &str, last: bool) {
    edit(folder, |bundle| {
        let files = MethodFiles::new([("method.toml".to_owned(), text.to_owned())]);
        let file = MethodFile { name: "method.toml".into(), text: text.into() };
        let method = BundledMethod { hash: files.hash(), files: vec![file] };
        let at = if last { bundle.methods.len() } else { 0 };
        bundle.methods.insert(at, method);
    });
}

#[test]
fn a_method_in_use_that_cannot_be_read_is_refused_with_its_place_and_an_older_one_is_named() {
    let (_dir, _store, bundle) = exported();
    with_method(&bundle, "name = [ 坏", true);
    let e = read(&bundle).unwrap_err();
    assert_eq!(e.kind, error::Kind::Input);
    assert!(e.what.contains("method.toml 第1行"), "{e}");

    let (dir, _store, bundle) = exported();
    with_method(&bundle, "]", false);
    let checked = read(&bundle).unwrap();
    assert!(checked.notes()[0].contains("method.toml 第1行"), "{:?}", checked.notes());
    let store = set_up(&dir.path().join("c.wenkan"));
    checked.write(&store, None, &|_| true).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(reader.methods().unwrap().len(), 2);
    assert!(methods::in_use(&reader).unwrap().warning.is_none());
    assert_eq!(methods::problems(&reader).unwrap().len(), 1);
}

#[test]
fn the_method_in_use_is_the_same_after_a_bundle() {
    let (dir, old, bundle) = exported();
    let custom = MethodFiles::builtin();
    let custom = MethodFiles::new(custom.files.into_iter().map(|(name, text)| {
        let text = if name == "method.toml" { format!("{text}\n# 本组修改\n") } else { text };
        (name, text)
    }));
    let (hash, in_use) = (custom.hash(), |store: &Store| methods::current(&store.reader().unwrap()).unwrap().hash);
    old.transact(Op::EditRound, None, move |tx| tx.put_method(hash, &custom.files)).unwrap();
    export(&old, dir.path());
    let new = set_up(&dir.path().join("c.wenkan"));
    // What `new` put in is in the bundle too, as an older one.
    let first = old.reader().unwrap().methods().unwrap().last().unwrap().hash;
    let files = old.reader().unwrap().method_files(first).unwrap().unwrap();
    new.transact(Op::CreateRound, None, move |tx| tx.put_method(first, &files)).unwrap();
    read(&bundle).unwrap().write(&new, None, &|_| true).unwrap();
    assert_eq!((in_use(&new), in_use(&old)), (hash, hash));
}

#[test]
fn a_bundle_does_not_choose_where_the_round_is_copied() {
    let (dir, _store, bundle) = exported();
    edit(&bundle, |b| {
        b.records.iter_mut().for_each(|r| {
            if let AnyRecord::Round(round) = r {
                round.backup_dir = Some("backup-target".into());
            }
        });
    });
    let checked = read(&bundle).unwrap();
    assert!(checked.notes()[0].contains("备份文件夹"), "{:?}", checked.notes());
    let store = set_up(&dir.path().join("c.wenkan"));
    checked.write(&store, None, &|_| true).unwrap();
    assert_eq!(store.reader().unwrap().all::<Round>().unwrap()[0].backup_dir, None);
}

#[test]
fn numbers_and_codes_of_a_bundle_are_not_given_again() {
    let (dir, _store, bundle) = exported();
    let store = set_up(&dir.path().join("c.wenkan"));
    let changes = read(&bundle).unwrap().write(&store, None, &|_| true).unwrap();
    let reader = store.reader().unwrap();
    let numbers: Vec<String> = reader.all::<Problem>().unwrap().into_iter().map(|p| p.number).collect();
    assert!(!changes.records.is_empty() && numbers.contains(&"预-LF-01".to_owned()), "{numbers:?}");
    let (drawn, _) = store.transact(Op::EditProblem, None, |tx| tx.draw("预-LF-")).unwrap();
    assert_eq!(drawn, 2);
    assert!(!reader.given(Kind::Person).unwrap().is_empty());
}

#[test]
fn records_that_stand_twice_in_an_older_bundle_become_one() {
    let (dir, old, bundle) = exported();
    edit(&bundle, |b| {
        let answer = b.records.iter().find_map(|r| if let AnyRecord::Answer(a) = r { Some(a.clone()) } else { None });
        let twin = crate::model::answer::Answer { id: crate::model::ids::AnswerId::new(), ..answer.unwrap() };
        b.records.push(twin.into());
    });
    let checked = read(&bundle).unwrap();
    assert!(checked.notes()[0].contains("1 条重复的记录"), "{:?}", checked.notes());
    let store = set_up(&dir.path().join("c.wenkan"));
    checked.write(&store, None, &|_| true).unwrap();
    let count = |store: &Store| store.reader().unwrap().briefs(Kind::Answer).unwrap().len();
    assert_eq!(count(&store), count(&old));
}
