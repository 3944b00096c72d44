//! Files that left with words that are withheld since are named, whatever has become of the records, and whichever
//! action withheld.

mod rounds;
mod steps;

use super::exports;
use super::marker::{NEEDLES, SAID, filled, han, plant, say, withhold, words};
use crate::acts::output::{LogOutputs, OutputLine};
use crate::acts::restore::SetBack;
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::withhold::LetIn;
use crate::acts::undo::{Redo, Undo};
use crate::analysis::history::History;
use crate::analysis::undo::{Own, Way, next};
use crate::export::handover::lead_receipt;
use crate::export::parts::{Choice, Part, export};
use crate::export::sample::{self, Ids};
use crate::export::{Target, left};
use crate::model::answer::Answer;
use crate::model::attachment::Attachment;
use crate::model::closed::ELSEWHERE;
use crate::model::ids::{AttachmentId, Hash, PersonId, StatementId};
use crate::model::interview::Interview;
use crate::model::left::Left;
use crate::model::people::{Code, Person};
use crate::model::problem::Problem;
use crate::model::record::{Changes, Kind, Op};
use crate::store::{FILE, Lead, Script, Store, Tx};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

struct Bench {
    dir: TempDir,
    store: Store,
    ids: Ids,
    said: StatementId,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, ids) = filled(&dir.path().join("a.wenkan"));
        let said = say(&store, &ids);
        Self { dir, store, ids, said }
    }

    fn go(&self, change: impl Fn(&mut Tx<'_>) -> crate::error::Result<()> + Send + 'static) -> Changes {
        self.store.perform(Some(self.ids.asker), Script(Op::EditAnswer, change)).unwrap()
    }

    fn export(&self, parts: &[Part]) {
        let choice = Choice { parts: parts.to_vec(), format: None };
        let target = Target { out: self.dir.path(), by: None, progress: &|_| true };
        export(&self.store, &choice, &target).unwrap();
    }

    /// Withholds; every file that says the sentence is to be named. Returns the names.
    fn withhold(&self) -> BTreeSet<String> {
        self.named(&withhold(&self.store, &self.ids, self.said))
    }

    /// The files that say it are found, and no others. Returns the names of what may hold it, as the log has it.
    fn named(&self, changes: &Changes) -> BTreeSet<String> {
        assert_eq!(certain(&find(&self.store, &changes.left)), saying(self.dir.path()));
        changes.left.iter().map(|l| l.path_name.clone()).collect()
    }

    fn withhold_only(&self) {
        withhold(&self.store, &self.ids, self.said);
    }

    fn own_answer(&self) -> Answer {
        let all = self.store.reader().unwrap().own_talk(self.ids.talk).unwrap();
        all.into_iter().find(|a| a.id == self.ids.answer).unwrap()
    }

    fn let_in(&self) {
        let known = self.own_answer();
        let mut answer = known.clone();
        answer.statements.iter_mut().filter(|s| s.id == self.said).for_each(|s| s.withheld = false);
        let answer = SealAnswer { known: Some(Box::new(known)), answer, settle: None, drafts: Vec::new() };
        self.store.perform(Some(self.ids.asker), LetIn { answer }).unwrap();
    }

    fn turn(&self, way: Way) -> Changes {
        let own = Own { who: Some(self.ids.asker), device: self.store.device() };
        let target = next(&self.store.reader().unwrap().trail(), own, way).unwrap().unwrap().target;
        let release = true;
        match way {
            Way::Undo => self.store.perform(own.who, Undo { target, release }),
            Way::Redo => self.store.perform(own.who, Redo { target, release }),
        }
        .unwrap()
    }

    fn first_problem(&self) -> Problem {
        self.store.reader().unwrap().all::<Problem>().unwrap().remove(0)
    }

    /// Writes the sentence into the first paper, exports that, and words the paper otherwise again.
    fn told_once(&self, parts: &[Part]) -> Problem {
        let clean = self.first_problem();
        let paper = Problem { title: SAID.to_owned(), ..clean.clone() };
        self.go(move |tx| tx.put(&paper));
        self.export(parts);
        let back = clean.clone();
        self.go(move |tx| tx.put(&back));
        clean
    }
}

/// What lies on the disk of these outputs.
fn find(store: &Store, left: &[Left]) -> left::LeftFiles {
    let behind = left::Behind::of(&store.reader().unwrap(), left.to_vec()).unwrap();
    behind.find(store.path(), &|_| true).unwrap()
}

const OF_TALK: [&str; 3] = ["谈话-", "谈话笔录-", "谈话记录-"];
const OF_PAPER: [&str; 3] = ["问题-", "问题底稿-", "问题底稿（简式）-"];

fn starts(names: &BTreeSet<String>, with: &str) -> usize {
    names.iter().filter(|n| n.starts_with(with)).count()
}

#[test]
fn the_files_of_a_paper_in_the_bin_are_named_and_those_of_others_are_not() {
    let b = Bench::new();
    let paper = Problem { title: SAID.to_owned(), ..b.first_problem() };
    let id = paper.id;
    b.go(move |tx| tx.put(&paper));
    b.export(&[Part::Papers]);
    b.go(move |tx| tx.delete(Kind::Problem, id.0));
    let named = b.withhold();
    assert_eq!(OF_PAPER.map(|with| starts(&named, with)), [1, 1, 1], "{named:?}");
    assert_eq!(named.len(), 3, "{named:?}");
}

#[test]
fn the_files_of_a_talk_are_named_when_it_was_given_to_another_person_since() {
    let b = Bench::new();
    b.export(&[Part::Interviews, Part::Papers]);
    let (talk, old) = (b.ids.talk, b.ids.person);
    b.go(move |tx| {
        let person: Person = tx.get(old.0)?.unwrap();
        let other = Person { id: PersonId::new(), code: Code("Z99".into()), ..person.clone() };
        tx.put(&other)?;
        tx.put(&Person { code: Code("Y88".into()), ..person })?;
        tx.edit::<Interview>(talk.0, |t| {
            t.person = other.id;
            Ok(())
        })
    });
    let named = b.withhold();
    assert_eq!(OF_TALK.map(|with| starts(&named, with)), [1, 1, 1], "{named:?}");
    assert_eq!(named.len(), 3, "no paper, no other talk: {named:?}");
}

#[test]
fn the_files_are_named_when_the_record_was_worded_otherwise_since() {
    let b = Bench::new();
    b.told_once(&[Part::Papers, Part::List, Part::Notices, Part::Bundle]);
    let named = b.withhold();
    assert_eq!(OF_PAPER.map(|with| starts(&named, with)), [1, 1, 1], "{named:?}");
    for name in ["问题清单.xlsx", "问题清单.docx", "bundle.json"] {
        assert!(named.contains(name), "{name}: {named:?}");
    }
}

/// The way of redo, undo, 恢复这一处 and of what comes from elsewhere is the same: what was withheld anew.
#[test]
fn whichever_action_withholds_anew_names_the_files() {
    let b = Bench::new();
    let mark = |b: &Bench, on: bool| {
        let (answer, said) = (b.ids.answer, b.said);
        b.go(move |tx| {
            tx.edit::<Answer>(answer.0, |a| {
                a.statements.iter_mut().filter(|s| s.id == said).for_each(|s| s.withheld = on);
                Ok(())
            })
        })
    };
    assert_eq!(mark(&b, true).left, [], "nothing has left yet");
    let revised = History::new(&b.store.reader().unwrap()).of(&[b.ids.answer.0]).unwrap().remove(0);
    assert!(b.turn(Way::Undo).left.is_empty());
    b.export(&[Part::Interviews]);
    let redone = b.turn(Way::Redo);
    assert_eq!(OF_TALK.map(|with| starts(&b.named(&redone), with)), [1, 1, 1]);
    b.let_in();
    b.export(&[Part::Interviews]);
    let undone = b.turn(Way::Undo);
    assert_eq!(OF_TALK.map(|with| starts(&b.named(&undone), with)), [1, 1, 1]);
    b.let_in();
    let place = revised.changes[0].place.clone();
    // The mark was taken by the revision after: what set it is set back to what it was after it.
    let taken = History::new(&b.store.reader().unwrap()).of(&[b.ids.answer.0]).unwrap().remove(0);
    let (rev, before) = (taken.rev, taken.before);
    let unseen = SetBack { kind: Kind::Answer, record: b.ids.answer.0, rev, before, place, shown: None };
    let refused = b.store.perform(Some(b.ids.asker), unseen.clone()).unwrap_err();
    assert!(refused.what.contains("还没有看过"), "{refused}");
    let reader = b.store.reader().unwrap();
    let again = unseen.withheld_again(&reader.trail()).unwrap().unwrap();
    let act = SetBack { shown: Some(reader.withholding(&again).unwrap()), ..unseen };
    drop(reader);
    let restored = b.store.perform(Some(b.ids.asker), act).unwrap();
    assert!(b.own_answer().statements.iter().any(|s| s.id == b.said && s.withheld));
    assert_eq!(OF_TALK.map(|with| starts(&b.named(&restored), with)), [1, 1, 1]);
    b.let_in();
    let marked = mark(&b, true);
    assert_eq!(OF_TALK.map(|with| starts(&b.named(&marked), with)), [1, 1, 1]);
}

#[test]
fn a_file_that_left_after_it_was_withheld_or_in_its_place_is_not_named() {
    let b = Bench::new();
    b.export(&[Part::Interviews]);
    let first = b.withhold();
    assert_eq!(first.len(), 3, "{first:?}");
    b.export(&[Part::Interviews]);
    let behind = b.store.reader().unwrap().left_behind().unwrap();
    assert_eq!(behind.len(), 3, "the earlier ones may lie elsewhere");
    assert_eq!(find(&b.store, &behind).files, [], "those that lie here hold nothing");
    let report = exports::Report::read(&b.store.reader().unwrap(), &mut |_| true).unwrap();
    assert_eq!((report.files.len(), report.changed.len()), (0, 0), "nothing is removed that says nothing");
    assert_eq!(starts(&saying(b.dir.path()), ""), 0);
    for name in behind.iter().map(|l| l.path_name.as_str()) {
        assert!(!report.text().contains(&format!("  {name}　")), "written over, it is not missed\n{}", report.text());
    }
}

#[test]
fn check_names_what_lies_there_and_removes_it_when_told_to() {
    let b = Bench::new();
    b.export(&[Part::Interviews]);
    assert!(
        exports::Report::read(&b.store.reader().unwrap(), &mut |_| true).unwrap().files.is_empty(),
        "all may be told"
    );
    b.withhold();
    let reader = b.store.reader().unwrap();
    let named = exports::Report::read(&reader, &mut |_| false).unwrap();
    assert_eq!(named.files.len(), 3);
    assert!(named.text().contains("谈话记录-A37") && named.files.iter().all(|f| f.exists()), "{}", named.text());
    let removed = exports::Report::read(&reader, &mut |_| true).unwrap();
    assert!(removed.files.is_empty() && removed.text().contains("已删除 3 个"), "{}", removed.text());
    assert!(named.files.iter().all(|f| !f.exists()));
    assert!(exports::Report::read(&reader, &mut |_| false).unwrap().files.is_empty());
}

#[test]
fn a_command_names_files_that_were_changed_since_also_when_there_are_no_others() {
    let b = Bench::new();
    b.export(&[Part::Interviews]);
    b.withhold();
    let behind = b.store.reader().unwrap().left_behind().unwrap();
    for file in find(&b.store, &behind).files {
        std::fs::write(&file.path, format!("在别的程序里改过：{SAID}")).unwrap();
    }
    let found = find(&b.store, &behind);
    let told = exports::told(&found);
    assert!(told.contains(left::UNSURE) && told.contains("谈话记录-A37"), "{told}");
    assert!(!told.contains("--remove-exports"), "nothing would be removed: {told}");
    assert_eq!(exports::told(&left::LeftFiles::default()), "");
}

#[test]
fn the_printed_form_of_a_lead_is_named_by_its_words() {
    let b = Bench::new();
    let at = sample::at("2026-03-10T09:00");
    let lead = |number: &str, to_whom: &str| Lead {
        number: number.into(),
        registered_at: at,
        handed_at: None,
        to_whom: to_whom.into(),
        by_whom: "刘芳".into(),
        receipt: String::new(),
        sealed: String::new(),
    };
    let (one, other) = (lead("线-001", &format!("县纪委；{SAID}")), lead("线-002", "县纪委监委"));
    b.go(move |tx| {
        tx.put_lead(&one)?;
        tx.put_lead(&other)
    });
    let target = Target { out: b.dir.path(), by: None, progress: &|_| true };
    for number in ["线-001", "线-002"] {
        lead_receipt::export(&b.store, number, &target).unwrap();
    }
    let corrected = lead("线-001", "县纪委");
    b.go(move |tx| tx.put_lead(&corrected));
    assert_eq!(b.withhold(), BTreeSet::from(["线索移交登记表-线-001.docx".to_owned()]));
}

/// As earlier versions noted them: name, kind and hash.
#[test]
fn outputs_of_earlier_versions_are_judged_by_every_revision_and_every_code() {
    let b = Bench::new();
    let clean = b.told_once(&[Part::Papers, Part::Suggestions]);
    b.export(&[Part::Interviews, Part::Loans, Part::Bundle]);
    b.store.forget_sources().unwrap();
    let (talk, old) = (b.ids.talk, b.ids.person);
    b.go(move |tx| {
        tx.delete(Kind::Problem, clean.id.0)?;
        let person: Person = tx.get(old.0)?.unwrap();
        let other = Person { id: PersonId::new(), code: Code("Z99".into()), ..person.clone() };
        tx.put(&other)?;
        tx.put(&Person { code: Code("Y88".into()), ..person })?;
        tx.edit::<Interview>(talk.0, |t| {
            t.person = other.id;
            Ok(())
        })
    });
    let named = b.withhold();
    assert_eq!(OF_PAPER.map(|with| starts(&named, with)), [1, 1, 1], "{named:?}");
    assert!(OF_TALK.iter().all(|with| starts(&named, with) > 0), "{named:?}");
    assert!(named.contains("bundle.json") && starts(&named, "调阅清单") == 0, "{named:?}");
}

/// The same content, kept with the withheld sentence and with something open, is handed on with what is open.
#[test]
fn a_file_taken_out_is_named_and_one_that_is_open_elsewhere_is_not() {
    let b = Bench::new();
    let (said, unit, by) = (b.said.0, b.ids.unit.0, b.ids.asker);
    let attachment = |owner, sha256| Attachment {
        id: AttachmentId::new(),
        owner,
        name: "录音.mp3".into(),
        size: 3,
        sha256,
        caption: String::new(),
        by: Some(by),
        at: sample::at("2026-03-10T09:00"),
    };
    let out = b.dir.path().join("桌面");
    std::fs::create_dir_all(&out).unwrap();
    for (name, bytes, owners) in [("甲.mp3", "one", vec![said]), ("乙.mp3", "two", vec![said, unit])] {
        let sha256 = Hash(Sha256::digest(bytes).into());
        std::fs::write(out.join(name), bytes).unwrap();
        let files: Vec<Attachment> = owners.into_iter().map(|owner| attachment(owner, sha256)).collect();
        let (ids, all) = (files[0].id.0, files.clone());
        b.go(move |tx| all.iter().try_for_each(|file| tx.put(file)));
        let from = Some(b.store.reader().unwrap().sources([ids]).unwrap());
        let folder = Some(out.clone());
        let line = OutputLine { what: FILE, name: name.into(), folder, sha256, from };
        b.store.perform(Some(by), LogOutputs { lines: vec![line], ..LogOutputs::default() }).unwrap();
    }
    b.withhold_only();
    let found = find(&b.store, &b.store.reader().unwrap().left_behind().unwrap());
    assert_eq!(certain(&found), BTreeSet::from(["甲.mp3".to_owned()]), "{found:?}");
}

#[test]
fn backups_from_before_are_named_and_stay_and_those_from_after_are_not() {
    let b = Bench::new();
    let copy = |name: &str| b.store.backup(Some(b.ids.asker), &b.dir.path().join(name), &|_| true).unwrap();
    let backups = || {
        let report = exports::Report::read(&b.store.reader().unwrap(), &mut |_| true).unwrap();
        let names: Vec<String> = report.backups.iter().map(|c| c.name.clone()).collect();
        (names, report.text())
    };
    copy("早.wenkan");
    assert_eq!(backups().0, Vec::<String>::new(), "nothing of the talk is withheld");
    let changes = withhold(&b.store, &b.ids, b.said);
    assert!(changes.copied && changes.left.is_empty(), "{changes:?}");
    copy("晚.wenkan");
    let (names, text) = backups();
    assert_eq!(names, ["早.wenkan"]);
    assert!(text.contains("没有口令，谁都能打开") && text.contains("早.wenkan（"), "{text}");
    assert!(text.contains("U 盘"), "what was not looked at is said: {text}");
    assert!(b.dir.path().join("早.wenkan").exists(), "not removed");
    let (answer, said) = (b.ids.answer, b.said);
    let typed_on = b.go(move |tx| {
        tx.edit::<Answer>(answer.0, |a| {
            a.statements.iter_mut().filter(|s| s.id == said).for_each(|s| s.text.push_str("另外还有一台车的事。"));
            Ok(())
        })
    });
    assert!(!typed_on.copied && backups().0 == ["早.wenkan"], "what was typed later is in no copy");
    b.let_in();
    assert_eq!(backups().0, [] as [&str; 0], "all may be told again");
    assert!(withhold(&b.store, &b.ids, b.said).copied);
    assert_eq!(backups().0, ["早.wenkan"], "it was withheld already when the later one was made");
}

/// The file stays what it is called until it is removed; the log says the words no more.
#[test]
fn the_log_names_outputs_without_withheld_words() {
    let b = Bench::new();
    let code = "位副职收了三万块钱回扣";
    let person = b.ids.person;
    b.go(move |tx| {
        tx.edit::<Person>(person.0, |p| {
            p.code = Code(code.into());
            Ok(())
        })
    });
    b.export(&[Part::Interviews]);
    let count = saying(b.dir.path()).len();
    b.withhold();
    let log = b.store.reader().unwrap().export_log().unwrap();
    let all: String = log.into_iter().map(|line| line.path_name).collect();
    assert!(!all.contains(code) && all.contains(ELSEWHERE), "{all}");
    let report = exports::Report::read(&b.store.reader().unwrap(), &mut |_| true).unwrap();
    assert!(report.text().contains(&format!("已删除 {count} 个")), "{count}: {}", report.text());
    let report = exports::Report::read(&b.store.reader().unwrap(), &mut |_| false).unwrap().text();
    assert!(!report.contains(code), "{report}");
}

/// The sentence as it was worded for a time: an earlier wording is withheld with it.
const OTHERWISE: &str = "没有什么可说的";

/// The names of the files that hold it for certain and may be removed.
fn certain(found: &left::LeftFiles) -> BTreeSet<String> {
    let certain = found.files.iter().filter(|f| f.sha256.is_some());
    certain.map(|f| f.path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// The files in which the sentence stands, by name, in their words or in the name itself; not those of the round.
fn saying(out: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let is_round = |path: &Path| path.file_name().unwrap().to_string_lossy().contains(".wenkan");
    for path in files(out).into_iter().filter(|path| !is_round(path)) {
        let mut texts = words(&std::fs::read(&path).unwrap());
        texts.push(path.file_name().unwrap().to_string_lossy().into_owned());
        if NEEDLES.iter().chain([&OTHERWISE]).any(|needle| texts.iter().any(|text| han(text).contains(needle))) {
            found.insert(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

/// All files in a folder and in the folders in it.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Whatever field of whatever record it stood in, and whatever was made of that.
#[test]
fn every_file_that_left_with_the_sentence_is_named_and_removed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = filled(&dir.path().join("a.wenkan"));
    let said = say(&store, &ids);
    plant(&store, &ids);
    let all = Choice { parts: Part::ALL.to_vec(), format: None };
    export(&store, &all, &Target { out: dir.path(), by: None, progress: &|_| true }).unwrap();
    let saying_before = saying(dir.path());
    for what in Part::ALL.map(Part::chinese).into_iter().filter(|what| *what != "资料包") {
        assert!(saying_before.iter().any(|name| name.starts_with(what)), "{what}: {saying_before:?}");
    }
    let changes = withhold(&store, &ids, said);
    let again = store.reader().unwrap().left_behind().unwrap();
    let hashes = |left: &[Left]| left.iter().map(|l| (l.sha256, l.proof)).collect::<BTreeSet<_>>();
    assert_eq!(hashes(&again), hashes(&changes.left), "and named again by what is there");
    let found = find(&store, &changes.left);
    assert_eq!(certain(&found), saying_before);
    assert!(found.files.iter().all(|f| f.sha256.is_some()) && found.gone.is_empty(), "{found:?}");
    assert_eq!(left::remove(&found.files).unwrap(), saying_before.len());
    assert_eq!(saying(dir.path()), BTreeSet::new());
    export(&store, &all, &Target { out: dir.path(), by: None, progress: &|_| true }).unwrap();
    let report = exports::Report::read(&store.reader().unwrap(), &mut |_| true).unwrap();
    assert_eq!((report.files.len(), report.changed.len()), (0, 0), "what leaves now is clean: {}", report.text());
    let other = withhold(&store, &ids, said);
    assert_eq!(other.left, [], "nothing is withheld anew");
}
