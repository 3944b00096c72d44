//! A talk that is closed, read back and confirmed: every action on it, what it may do and what not.

use super::*;
use crate::acts::talk::confirm::NotConfirmed;
use crate::acts::talk::redact::Redact;
use crate::acts::talk::sitting::ReadOpening;
use crate::acts::talk::withhold::{LetIn, Withhold};
use crate::model::answer::{Claim, ProbePut, Qualifier};
use crate::model::attachment::Attachment;
use crate::model::evidence::Evidence;
use crate::model::ids::{AttachmentId, ClaimId, EvidenceId};
use crate::model::problem::Problem;
use crate::store::{Order, Plan, Tx};
use std::collections::BTreeSet;
use std::path::Path;

const CLOSED: &str = "2026-03-08T11:00";
const LATER: &str = "2026-03-10T09:00";

/// A talk with two statements, one of them marked, a claim, a probe and a judgement.
fn on_record() -> (Bench, Answer) {
    let b = Bench::new();
    let mut answer = b.answer(vec![said(Lane::Verbatim, "开了四次会。"), said(Lane::Gist, "题目忘了。")]);
    answer.claims = vec![claim(answer.statements[0].id)];
    answer.probes = vec![ProbePut::new(answer.id, "q1.p1".into(), at("2026-03-08T09:10"))];
    b.go(seal(None, &answer));
    let (statement, by) = (answer.statements[0].id, b.asker);
    b.go(MarkObservation { answer: seal(Some(&answer), &answer), statement, by, at: at("2026-03-08T09:30") });
    b.close(true);
    (b, answer)
}

fn claim(statement: StatementId) -> Claim {
    Claim {
        id: ClaimId::new(),
        field: "q1.times".into(),
        qualifier: Qualifier::DoesNotKnow,
        value: None,
        high: None,
        statement: Some(statement),
    }
}

fn correction(of: &Answer) -> Statement {
    Statement { supersedes: Some(of.statements[0].id), at: at(LATER), ..said(Lane::Verbatim, "开了三次会。") }
}

/// What of an answer is changed, and whether a record takes it.
type Change<'a> = (&'a str, bool, &'a dyn Fn(&mut Answer));

#[test]
fn of_an_answer_on_record_only_what_the_group_thinks_of_it_changes() {
    let (_, base) = on_record();
    let corrected = correction(&base);
    let table: [Change<'_>; 16] = [
        ("words", false, &|a| a.statements[0].text.push('了')),
        ("lane", false, &|a| a.statements[1].lane = Lane::Verbatim),
        ("a statement more", false, &|a| a.statements.push(said(Lane::Verbatim, "又说"))),
        ("a remark more", false, &|a| a.statements.push(said(Lane::Remark, "翻本子"))),
        ("a statement less", false, &|a| drop(a.statements.pop())),
        ("another claim", false, &|a| a.claims.push(Claim { field: "q1.last".into(), ..claim(a.statements[1].id) })),
        ("a claim changed", false, &|a| a.claims[0].qualifier = Qualifier::Refused),
        ("a claim less", false, &|a| a.claims.clear()),
        ("a probe more", false, &|a| a.probes.push(ProbePut::new(a.id, "q1.p2".into(), at(LATER)))),
        ("a probe less", false, &|a| a.probes.clear()),
        ("wording", false, &|a| a.wording = 1),
        ("why not put", false, &|a| a.not_put = "改日".into()),
        ("judgement", true, &|a| a.judgement = Some(Judgement::Partly)),
        ("重点", true, &|a| a.statements[0].key = true),
        ("转线索", true, &|a| a.statements[1].withheld = true),
        ("更正, and what it asserts", true, &|a| {
            a.statements.push(corrected.clone());
            order::assign(&mut a.statements, |s| &mut s.order);
            a.claims[0] = Claim { statement: Some(corrected.id), qualifier: Qualifier::Refused, ..a.claims[0].clone() };
        }),
    ];
    for (name, taken, change) in table {
        let (b, base) = on_record();
        let mut typed = base.clone();
        change(&mut typed);
        // The correction is of the statement of this talk.
        typed.statements.iter_mut().filter(|s| s.supersedes.is_some()).for_each(|s| {
            s.supersedes = Some(base.statements[0].id);
        });
        let done = b.store.perform(Some(b.asker), seal(Some(&base), &typed));
        assert_eq!(done.is_ok(), taken, "{name}: {done:?}");
        let own = b.read.own_talk(b.talk).unwrap().remove(0);
        assert_eq!(own == typed, taken, "{name}");
        assert_eq!(b.interview().on_record(), Some(at(CLOSED)), "{name}: the confirmation stands");
        if let Err(e) = done {
            assert!(e.what.contains("读回") && !e.hint.is_empty(), "{name}: {e}");
        }
    }
}

/// Carries an action out on that talk and answer.
type Deed<'a> = (&'a str, bool, &'a dyn Fn(&Bench, &Answer) -> crate::Result<()>);

fn run(b: &Bench, act: impl Act) -> crate::Result<()> {
    b.store.perform(Some(b.asker), act).map(drop)
}

#[test]
fn every_action_on_a_talk_knows_whether_a_record_takes_it() {
    let typed = |a: &Answer| seal(Some(a), &reworded(a, 0, "开了五次会。"));
    let kept = |a: &Answer| seal(Some(a), a);
    let table: [Deed<'_>; 22] = [
        ("BeginTalk", true, &|b, _| run(b, b.begin(InterviewId::new(), LATER))),
        ("SitDownAgain", false, &|b, _| run(b, SitDownAgain { talk: b.talk, sitting: sitting(b.asker, LATER) })),
        ("ReadOpening", false, &|b, _| run(b, ReadOpening { talk: b.talk, at: at(LATER) })),
        ("BreakOff", false, &|b, _| run(b, BreakOff { answers: Vec::new(), talk: b.talk, at: at(LATER) })),
        ("CorrectSitting", false, &|b, _| {
            let mut talk = b.interview();
            talk.sittings[0].place = "二楼".into();
            run(b, CorrectSitting { over: Over { base: b.read.head(b.talk.0)?, settle: None }, talk })
        }),
        ("SealAnswer", false, &|b, a| run(b, typed(a))),
        ("SealTalk", false, &|b, a| run(b, SealTalk { answers: vec![typed(a)] })),
        ("ReadBack", true, &|b, _| run(b, ReadBack { answers: Vec::new(), talk: b.talk, at: Some(at(LATER)) })),
        ("ReadBack", false, &|b, a| run(b, ReadBack { answers: vec![typed(a)], talk: b.talk, at: Some(at(LATER)) })),
        ("ReadBack", false, &|b, a| run(b, ReadBack { answers: vec![typed(a)], talk: b.talk, at: None })),
        ("ReadBack", true, &|b, _| run(b, ReadBack { answers: Vec::new(), talk: b.talk, at: None })),
        ("NotConfirmed", false, &|b, a| {
            let (statement, reason) = (a.statements[0].id, Some("记不清了".to_owned()));
            run(b, NotConfirmed { answers: Vec::new(), talk: b.talk, statement, reason, at: at(LATER) })
        }),
        ("CloseTalk", false, &|b, _| {
            let (not_put, at) = (Vec::new(), at(LATER));
            run(b, CloseTalk { talk: b.talk, not_put, read_back: false, settle: None, at })
        }),
        ("MarkObservation", true, &|b, a| {
            let (statement, by) = (a.statements[1].id, b.asker);
            run(b, MarkObservation { answer: kept(a), statement, by, at: at(LATER) })
        }),
        ("MarkObservation", false, &|b, a| {
            let (statement, by) = (a.statements[1].id, b.asker);
            run(b, MarkObservation { answer: typed(a), statement, by, at: at(LATER) })
        }),
        ("UnmarkObservation", true, &|b, a| run(b, UnmarkObservation { talk: b.talk, statement: a.statements[0].id })),
        ("Withhold", true, &|b, a| {
            let mut marked = a.clone();
            marked.statements[0].withheld = true;
            run(b, Withhold { shown: b.read.withholding(&marked)?, answer: seal(Some(a), &marked) })
        }),
        ("Withhold", false, &|b, a| {
            let mut marked = reworded(a, 1, "别的。");
            marked.statements[0].withheld = true;
            run(b, Withhold { shown: Plan::default(), answer: seal(Some(a), &marked) })
        }),
        ("LetIn", true, &|b, a| run(b, LetIn { answer: kept(a) })),
        ("Redact", true, &|b, a| {
            let mut marked = a.clone();
            marked.statements[0].withheld = true;
            run(b, Withhold { shown: b.read.withholding(&marked)?, answer: seal(Some(a), &marked) })?;
            let order = Order { by: "周永年".into(), basis: String::new() };
            run(b, Redact { answer: a.id, statement: a.statements[0].id, order })
        }),
        ("RemoveTalk", false, &|b, _| run(b, RemoveTalk { talk: b.talk, shown: 9, drafts: Vec::new() })),
        ("GiveTalk", false, &|b, _| run(b, GiveTalk { answers: Vec::new(), talk: b.talk, to: b.second.id })),
    ];
    let mut seen = BTreeSet::new();
    for (name, taken, deed) in table {
        let (b, answer) = on_record();
        let done = deed(&b, &answer);
        assert_eq!(done.is_ok(), taken, "{name}: {done:?}");
        if let Err(e) = done {
            assert!(e.kind == Why::Input, "{name}: {e}");
            assert_eq!((b.stored(), b.interview().on_record()), (answer, Some(at(CLOSED))), "{name}");
            assert_eq!(b.interview().sittings.len(), 1, "{name}");
        }
        seen.insert(name.to_owned());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/acts/talk");
    for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
        let text = std::fs::read_to_string(&entry).unwrap();
        for name in text.lines().filter_map(|l| l.strip_prefix("impl Act for ")?.strip_suffix(" {")) {
            assert!(seen.contains(name), "{name} is not in the table");
        }
        // The talk is taken in hand; nothing writes it or an answer beside that.
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        let beside = ["edit::<Interview>", "edit::<Answer>", "get::<Interview>", "put(&kept)", "Kind::Interview"];
        let is_door = name == "open.rs" || name == "tests.rs";
        assert!(is_door || !beside.iter().any(|b| text.contains(b)), "{name} goes past the door");
    }
}

#[test]
fn what_was_noted_first_stays() {
    let b = Bench::new();
    b.go(ReadOpening { talk: b.talk, at: at("2026-03-08T09:01") });
    b.go(ReadOpening { talk: b.talk, at: at("2026-03-08T09:20") });
    assert_eq!(b.interview().opening_read, Some(at("2026-03-08T09:01")));
    for now in ["2026-03-08T10:00", "2026-03-08T10:30"] {
        b.go(ReadBack { answers: Vec::new(), talk: b.talk, at: Some(at(now)) });
    }
    b.close(true);
    assert_eq!(b.interview().read_back, Some(at("2026-03-08T10:00")));
    b.go(ReadBack { answers: Vec::new(), talk: b.talk, at: None });
    b.go(ReadBack { answers: Vec::new(), talk: b.talk, at: Some(at("2026-03-09T10:00")) });
    assert_eq!(b.interview().read_back, Some(at("2026-03-09T10:00")), "taken away and read back anew");
}

fn file(owner: Uuid, name: &str) -> Attachment {
    Attachment {
        id: AttachmentId::new(),
        owner,
        name: name.into(),
        size: 3,
        sha256: Hash([9; 32]),
        caption: String::new(),
        by: None,
        at: at(CLOSED),
    }
}

#[test]
fn the_files_of_a_removed_talk_go_with_it_and_come_back_with_it() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲")]);
    b.go(seal(None, &base));
    let files = [file(b.talk.0, "笔录.jpg"), file(base.id.0, "单据.jpg"), file(b.first.id.0, "名片.jpg")];
    let of = files.clone();
    b.go(Script(Op::Attach, move |tx: &mut Tx<'_>| of.iter().try_for_each(|f| tx.put(f))));
    b.go(RemoveTalk { talk: b.talk, shown: 1, drafts: Vec::new() });
    assert_eq!(b.all::<Attachment>(), [files[2].clone()]);
    b.go(crate::acts::restore::Restore { records: vec![b.talk.0] });
    let mut back = b.all::<Attachment>();
    back.sort_by_key(|f| files.iter().position(|of| of.id == f.id));
    assert_eq!(back, files);
    assert_eq!(b.texts(), ["甲"]);
}

/// The talk with evidence taken from it, and a person of another unit.
fn taken() -> (Bench, Evidence, Person) {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲")]);
    b.go(seal(None, &base));
    let source = EvidenceSource::Statement { interview: b.talk, answer: base.id, statement: base.statements[0].id };
    let one = Evidence { id: EvidenceId::new(), ..evidence(b.first.unit, source) };
    let unit = Unit::new(UnitId::new(), "JYJ", "教育局");
    let stranger = person(unit.id, "A03", "韩美", "股长");
    let (taken, to) = (one.clone(), stranger.clone());
    b.go(Script(Op::EditEvidence, move |tx: &mut Tx<'_>| {
        tx.put(&unit)?;
        tx.put(&to)?;
        tx.put(&taken)
    }));
    (b, one, stranger)
}

#[test]
fn evidence_goes_to_the_unit_of_the_right_person() {
    let (b, one, to) = taken();
    b.go(GiveTalk { answers: Vec::new(), talk: b.talk, to: to.id });
    assert_eq!(b.all::<Evidence>(), [Evidence { unit: to.unit, ..one }]);
}

#[test]
fn a_talk_that_a_paper_of_the_unit_cites_does_not_leave_the_unit() {
    let (b, one, to) = taken();
    let mut paper = Problem::new(crate::model::ids::ProblemId::new(), one.unit, Hash([7; 32]), "预-1".into());
    paper.evidence.push(crate::model::problem::Cited {
        id: crate::model::ids::CitedId::new(),
        order: order::OrderKey::default(),
        number: 1,
        evidence: one.id,
    });
    b.go(Script(Op::EditProblem, move |tx: &mut Tx<'_>| tx.put(&paper)));
    let e = b.refused(GiveTalk { answers: Vec::new(), talk: b.talk, to: to.id });
    assert!(e.what.contains("预-1"), "{e}");
    b.go(GiveTalk { answers: Vec::new(), talk: b.talk, to: b.second.id });
    assert_eq!(b.all::<Evidence>(), [one]);
}

#[test]
fn a_talk_is_closed_when_every_required_question_was_put_or_it_is_written_why_not() {
    let b = Bench::new();
    let files = crate::method::MethodFiles::builtin();
    let method = crate::method::types::Method::load(&files).unwrap();
    let (talk, to) = (b.talk, b.first.clone());
    b.go(Script(Op::Sample, move |tx: &mut Tx<'_>| {
        tx.put_method(files.hash(), &files.files)?;
        let mut leader = to.clone();
        (leader.facts.head, leader.facts.leading_body) = (true, true);
        tx.put(&leader)?;
        let held = tx.get::<Interview>(talk.0)?.unwrap();
        tx.put(&Interview { method: files.hash(), ..held })
    }));
    let person: Person = b.read.get(b.first.id.0).unwrap().unwrap();
    let required: Vec<&str> =
        method.questions.iter().filter(|q| q.is_required_of(&person)).map(|q| q.id.as_str()).collect();
    assert!(required.len() > 1, "{required:?}");
    let close = |why: &[&str]| CloseTalk {
        talk: b.talk,
        not_put: why
            .iter()
            .map(|question| NotPut {
                question: (*question).to_owned(),
                answer: AnswerId::new(),
                wording: 0,
                known: String::new(),
                reason: "身体不适".into(),
            })
            .collect(),
        read_back: true,
        settle: None,
        at: at(CLOSED),
    };
    let e = b.refused(close(&[]));
    assert!(e.what.contains(&format!("{} 个必问", required.len())) && e.hint.contains("为什么"), "{e}");
    let first =
        Answer { statements: vec![said(Lane::Verbatim, "去年四次。")], ..Answer::new(b.talk, required[0]) };
    b.go(seal(None, &first));
    b.refused(close(&required[2..]));
    assert_eq!(b.interview().state, TalkState::Open);
    b.go(close(&required[1..]));
    assert_eq!(b.interview().on_record(), Some(at(CLOSED)));
}
