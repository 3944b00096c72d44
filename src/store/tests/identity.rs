//! Natural keys, duplicates of older files, laptops and counters.

use super::any_order::record;
use super::older::Older;
use super::*;
use crate::model::answer::Judgement;
use crate::model::any::{AnyRecord, Visit};
use crate::model::decision::{Decided, Decision, Seen};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{AnswerId, CheckResultId, DocumentId, EvidenceId, ObservationId, ProblemId};
use crate::model::observation::{Observation, Origin};
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Verdict};
use crate::model::record::Record;
use crate::model::round::{Inspector, Part};

const fn at() -> Instant {
    Instant { ms: 1_772_932_500_000, offset: 480 }
}

fn as_seen(ids: Vec<Uuid>) -> Vec<Seen> {
    ids.into_iter().map(Into::into).collect()
}

fn on(device: DeviceId) -> Options {
    Options { device: Some(device), ..Options::default() }
}

fn draw(store: &Store, scope: &'static str) -> u64 {
    store.transact(Op::EditProblem, None, move |tx| tx.draw(scope)).unwrap().0
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself is of one lifetime only")]
fn letter(store: &Store) -> String {
    store.transact(Op::EditProblem, None, |tx| tx.device_letter()).unwrap().0
}

#[test]
fn a_record_is_found_by_what_it_is_about_and_there_is_never_a_second_one() {
    let (_bench, store) = Bench::new();
    let talk = InterviewId::new();
    let first = Answer { id: AnswerId::new(), ..Answer::new(talk, "q3") };
    put(&store, &first);
    let reader = store.reader().unwrap();
    assert_eq!(reader.find::<Answer>((talk, "q3")).unwrap(), Some(first.clone()), "an id given before stays");
    assert_eq!(reader.find::<Answer>((talk, "q4")).unwrap(), None);
    assert_eq!(reader.find::<CheckResult>((talk.0.into(), "q3")).unwrap(), None, "another kind");
    let second = Answer::new(talk, "q3");
    let refused = store.transact(Op::EditAnswer, None, move |tx| tx.put(&second)).unwrap_err();
    assert!(refused.what.contains("已有一条"), "{refused}");
    assert_eq!(reader.all::<Answer>().unwrap(), std::slice::from_ref(&first));

    // A record that comes to be about something else leaves its key free; one in the bin holds none.
    let moved = Answer { question: "q4".into(), ..first.clone() };
    put(&store, &moved);
    put(&store, &Answer::new(talk, "q3"));
    assert_eq!(reader.find::<Answer>((talk, "q4")).unwrap(), Some(moved.clone()));
    let id = moved.id.0;
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Answer, id)).unwrap();
    assert_eq!(reader.find::<Answer>((talk, "q4")).unwrap(), None);
    put(&store, &Answer::new(talk, "q4"));
    assert!(verify(&reader, &|_| true).unwrap().ok());
    let e = store.transact(Op::Undo, None, move |tx| tx.put(&moved)).unwrap_err();
    assert!(e.what.contains("已有一条"), "what is brought back takes no key that is held");
}

#[test]
fn verify_names_a_key_that_is_missing_or_stands_for_nothing() {
    let (bench, store) = Bench::new();
    let answer = Answer::new(InterviewId::new(), "q3");
    put(&store, &answer);
    store.close().unwrap();
    let damage = |sql: &str| {
        let conn = rusqlite::Connection::open(&bench.path).unwrap();
        conn.execute_batch(sql).unwrap();
        conn.close().unwrap();
        verify(&Reader::open(&bench.path, &Secret::None).unwrap(), &|_| true).unwrap().problems
    };
    let id = answer.id.to_string();
    let found = damage("UPDATE natural_key SET key = 'x'");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|line| line.contains(&id)));
    assert_eq!(damage("DELETE FROM natural_key").len(), 1);
}

#[test]
fn a_number_is_never_drawn_twice() {
    let (_bench, store) = Bench::new();
    assert_eq!((draw(&store, "预-LF-"), draw(&store, "预-LF-"), draw(&store, "lead")), (1, 2, 1));
    // What is taken back with its transaction was never given.
    let failed = store.transact(Op::EditProblem, None, |tx| {
        tx.draw("预-LF-")?;
        Err::<(), _>(Error::input("不行"))
    });
    assert!(failed.is_err());
    assert_eq!(draw(&store, "预-LF-"), 3);
    // A number that came in by another way is passed over, also when its record is deleted.
    let paper = paper("预-LF-07");
    put(&store, &paper);
    let id = paper.id.0;
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Problem, id)).unwrap();
    assert_eq!(draw(&store, "预-LF-"), 8);
    assert_eq!(store.reader().unwrap().given(Kind::Problem).unwrap(), ["预-LF-07"]);
}

#[test]
fn codes_that_were_given_stay_given() {
    let (_bench, store) = Bench::new();
    let mut liu = Inspector { code: "LF".into(), ..Inspector::new(InspectorId::new(), "刘芳", Part::Member) };
    put(&store, &liu);
    liu.code = "LF2".into();
    put(&store, &liu);
    let id = liu.id.0;
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Inspector, id)).unwrap();
    assert_eq!(store.reader().unwrap().given(Kind::Inspector).unwrap(), ["LF", "LF2"]);
}

#[test]
fn laptops_get_letters_in_the_order_in_which_they_first_write() {
    let (dir, [one, two, three]) = (tempfile::tempdir().unwrap(), [(); 3].map(|()| DeviceId::new()));
    let path = dir.path().join("r.wenkan");
    let (store, _) = Store::create_with(&path, &Secret::None, &on(one)).unwrap();
    put(&store, &unit("甲"));
    assert_eq!((store.device(), letter(&store)), (one, String::new()));
    store.close().unwrap();
    // Looking does not count.
    Store::open_with(&path, &Secret::None, &on(three)).unwrap().close().unwrap();
    for (device, expected) in [(two, "B"), (three, "C"), (two, "B"), (one, "")] {
        let store = Store::open_with(&path, &Secret::None, &on(device)).unwrap();
        put(&store, &unit(&device.to_string()));
        assert_eq!((store.device(), letter(&store).as_str()), (device, expected));
        store.close().unwrap();
    }
    // Without traces it is whoever had this host last.
    let store = Store::open_with(&path, &Secret::None, &Options::default()).unwrap();
    assert_eq!((store.device(), letter(&store)), (one, String::new()));
}

#[test]
fn without_traces_a_laptop_is_what_the_file_holds_for_its_host() {
    let (bench, store) = Bench::new();
    let device = store.device();
    store.close().unwrap();
    assert_eq!(bench.open().device(), device);
}

/// A paper of that number, under an id of its own.
fn paper(number: &str) -> Problem {
    match record(Kind::Problem, 0, "事实") {
        AnyRecord::Problem(paper) => Problem { id: ProblemId::new(), number: number.into(), ..paper },
        other => panic!("{other:?}"),
    }
}

fn taken() -> Evidence {
    match record(Kind::Evidence, 0, "凭证") {
        AnyRecord::Evidence(evidence) => evidence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_store_knows_which_kinds_have_a_natural_key_and_which_are_given_something() {
    struct Has;
    impl Visit for Has {
        type Out = (bool, bool);
        fn visit<R: Record>(self, record: &R) -> Self::Out {
            (record.natural().is_some(), record.given().is_some())
        }
    }
    for kind in Kind::ALL {
        let (natural, given) = record(kind, 0, "甲").visit(Has);
        assert_eq!(natural, natural::KINDS.contains(&kind), "{kind}");
        assert_eq!(given, given::KINDS.contains(&kind), "{kind}");
    }
}

/// A file of version 2 in which one question, one item and one candidate stand twice.
struct Twice {
    talk: InterviewId,
    document: DocumentId,
    answers: [Answer; 2],
    checks: [CheckResult; 2],
    decisions: [Decision; 2],
    evidence: Evidence,
    observation: Observation,
}

impl Twice {
    fn new() -> Self {
        let (talk, document, unit) = (InterviewId::new(), DocumentId::new(), UnitId::new());
        let answer = |text: &str, judgement| Answer {
            id: AnswerId::new(),
            statements: vec![statement(text, false)],
            judgement,
            ..Answer::new(talk, "q3")
        };
        let answers = [answer("先记的", Some(Judgement::Met)), answer("后记的", Some(Judgement::Unmet))];
        let check = |verdict, note: &str| CheckResult {
            id: CheckResultId::new(),
            verdict,
            note: note.into(),
            ..CheckResult::new(document, "k4.p3")
        };
        let checks = [check(Verdict::Problem, "缺签名"), check(Verdict::Problem, "缺日期")];
        let decision = |reason: &str, seen| Decision {
            id: Uuid::now_v7().into(),
            unit,
            key: Hash([7; 32]),
            title: "甲".into(),
            outcome: Decided::Dismissed { reason: reason.into() },
            seen,
            by: InspectorId::new(),
            at: at(),
        };
        let seen = |n: usize| vec![answers[n].id.0, checks[n].id.0];
        let decisions = [decision("已整改", as_seen(seen(0))), decision("金额小", as_seen(seen(1)))];
        let (answer, statement) = (answers[1].id, answers[1].statements[0].id);
        let evidence = Evidence {
            id: EvidenceId::new(),
            unit,
            source: EvidenceSource::Statement { interview: talk, answer, statement },
            ..taken()
        };
        let origin = Origin::Document { document, item: None, check: Some(checks[1].id), entry: None };
        let (text, by) = ("疑点".to_owned(), InspectorId::new());
        let observation =
            Observation { id: ObservationId::new(), unit, origin, text, by, at: at(), withheld: false, handled: None };
        Self { talk, document, answers, checks, decisions, evidence, observation }
    }

    fn write(&self, path: &Path) {
        let mut file = Older::create(path);
        // The younger answer has the smaller id: what counts is the log.
        self.answers.iter().for_each(|a| file.put(a.clone()));
        self.checks.iter().for_each(|c| file.put(c.clone()));
        self.decisions.iter().for_each(|d| file.put(d.clone()));
        file.put(self.evidence.clone());
        file.put(self.observation.clone());
        let old = data_encoding::HEXLOWER.encode(self.answers[1].id.0.as_bytes());
        file.run(&format!(
            "INSERT INTO draft(record, field, device, kind, parent, text, state, caret, base, at)
             VALUES(x'{old}', 'q3', x'{}', 'answer', NULL, '还在写', '', 0, NULL, '2026-03-08T09:15:00.000+08:00')",
            "11".repeat(16)
        ));
        file.close();
    }
}

#[test]
fn of_two_records_of_one_key_the_older_stays_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.wenkan");
    let twice = Twice::new();
    twice.write(&path);
    let store = Store::open(&path, &Secret::None).unwrap();
    let reader = store.reader().unwrap();

    let answer = reader.find::<Answer>((twice.talk, "q3")).unwrap().unwrap();
    assert_eq!((answer.id, answer.judgement), (twice.answers[0].id, Some(Judgement::Met)));
    let texts: Vec<&str> = answer.statements.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(texts, ["先记的", "后记的"]);
    let check = reader.find::<CheckResult>((twice.document, "k4.p3")).unwrap().unwrap();
    assert_eq!((check.id, check.note.as_str()), (twice.checks[0].id, "缺签名；缺日期"));
    let decisions = reader.all::<Decision>().unwrap();
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].outcome, Decided::Dismissed { reason: "已整改；金额小".into() });
    assert_eq!(decisions[0].seen, [answer.id.0, check.id.0].map(Seen::from), "each stands once");
    assert_eq!((reader.all::<Answer>().unwrap().len(), reader.all::<CheckResult>().unwrap().len()), (1, 1));

    // What pointed to the deleted ones points to what is left.
    let source = reader.all::<Evidence>().unwrap().remove(0).source;
    assert!(matches!(source, EvidenceSource::Statement { answer: a, .. } if a == answer.id), "{source:?}");
    let origin = reader.all::<Observation>().unwrap().remove(0).origin;
    assert!(matches!(origin, Origin::Document { check: Some(c), .. } if c == check.id), "{origin:?}");
    assert_eq!(reader.drafts().unwrap()[0].record, answer.id.0);
    assert_eq!(reader.survivor(twice.answers[1].id.0).unwrap(), Some(answer.id.0));
    assert_eq!(reader.survivor(answer.id.0).unwrap(), None);

    // One action, in a log that holds; the deleted one says where it went.
    let history = |id: Uuid| reader.history(id).unwrap();
    let (gone, kept) = (history(twice.answers[1].id.0), history(answer.id.0));
    assert!(gone.last().unwrap().deleted);
    assert_eq!((gone.last().unwrap().op.as_str(), gone.last().unwrap().txn), ("unite", kept.last().unwrap().txn));
    assert_eq!(history(twice.evidence.id.0).last().unwrap().txn, kept.last().unwrap().txn);
    let report = verify(&reader, &|_| true).unwrap();
    assert!(report.ok(), "{:?}", report.problems);
    assert_eq!(reader.search("后记的", 5).unwrap().len(), 1);

    // Told once.
    let told = store.united().unwrap().to_owned();
    assert!(told.contains("3 条重复") && told.contains("q3：判断保留第 1 档，另一份是第 3 档"), "{told}");
    store.close().unwrap();
    let again = Store::open(&path, &Secret::None).unwrap();
    assert_eq!(again.united(), None);
    assert_eq!(again.reader().unwrap().find::<Answer>((twice.talk, "q3")).unwrap(), Some(answer));
}

#[test]
fn an_older_file_without_duplicates_gets_no_new_revision() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.wenkan");
    let mut file = Older::create(&path);
    file.put(answer("一"));
    file.put(answer("二"));
    file.close();
    let store = Store::open(&path, &Secret::None).unwrap();
    assert_eq!((store.united(), store.reader().unwrap().stats().unwrap().revisions), (None, 2));
}

#[test]
fn numbers_codes_and_laptops_of_an_older_file_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.wenkan");
    let mut file = Older::create(&path);
    let (mine, theirs) = (file.device, DeviceId::new());
    file.meta(&format!("device:{}", lock::host()), &theirs.to_string());
    let gone = paper("预-LF-09");
    file.put(gone.clone());
    file.delete(Kind::Problem, gone.id.0);
    file.put(paper("预-LF-03"));
    file.device = theirs;
    file.put(Inspector { code: "LF".into(), ..Inspector::new(InspectorId::new(), "刘芳", Part::Member) });
    file.run(
        "INSERT INTO lead VALUES('线-04', '2026-03-08T09:15:00.000+08:00', NULL, '', '', '', ''),
                                ('3', '2026-03-08T09:15:00.000+08:00', NULL, '', '', '', '')",
    );
    file.close();
    let me = DeviceId::new();
    let store = Store::open_with(&path, &Secret::None, &on(me)).unwrap();
    assert_eq!((draw(&store, "预-LF-"), draw(&store, "lead")), (10, 5));
    assert_eq!(store.reader().unwrap().given(Kind::Inspector).unwrap(), ["LF"]);
    put(&store, &unit("甲"));
    assert_eq!((store.device(), letter(&store).as_str()), (me, "B"), "the letter of this host's former id");
    store.close().unwrap();
    for (device, expected) in [(DeviceId::new(), "C"), (mine, ""), (theirs, "B")] {
        let store = Store::open_with(&path, &Secret::None, &on(device)).unwrap();
        assert_eq!(letter(&store), expected);
        store.close().unwrap();
    }
}
