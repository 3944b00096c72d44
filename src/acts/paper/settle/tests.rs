//! Which actions take a ready paper back to draft: those that change what it prints, and no other.

use crate::acts::door;
use crate::acts::inspector::KeepInspector;
use crate::acts::loan::KeepLoan;
use crate::acts::paper::edit::EditPaper;
use crate::acts::paper::withdraw::WithdrawPaper;
use crate::acts::people::{KeepPerson, PlanToday, UnitePeople};
use crate::acts::reading::document::KeepDocument;
use crate::acts::reading::evidence::KeepEvidence;
use crate::acts::restore::Restore;
use crate::acts::round::KeepRound;
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::close::ReadBack;
use crate::acts::talk::remove::GiveTalk;
use crate::acts::talk::sitting::BeginTalk;
use crate::acts::undo::Undo;
use crate::acts::unit::KeepUnit;
use crate::analysis::fixture::{self, World, at, day, person, said};
use crate::analysis::paper::field::PaperRecords;
use crate::analysis::undo::{Own, Way, next};
use crate::model::answer::{Answer, Judgement, Lane};
use crate::model::evidence::Evidence;
use crate::model::ids::{InspectorId, InterviewId, LoanId, SittingId};
use crate::model::interview::{Interview, Sitting};
use crate::model::loan::Loan;
use crate::model::order;
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemState};
use crate::model::reading::Document;
use crate::model::record::{Changes, Op, Record};
use crate::model::round::{Inspector, Round, Unit};
use crate::store::{Act, Over, Reader, Script, Tx};
use uuid::Uuid;

/// The world with its paper ready, and a second one, ready too, that cites nothing.
fn ready() -> World {
    let w = World::new();
    let paper = Problem { state: ProblemState::Ready, ..w.sound.clone() };
    let other = fixture::problem("预-LF-02", "别的单位的事");
    let other = Problem { state: ProblemState::Ready, method: paper.method, ..other };
    let put = move |tx: &mut Tx<'_>| tx.put(&paper).and_then(|()| tx.put(&other));
    w.store.perform(None, Script(Op::Sample, put)).unwrap();
    w
}

fn read(w: &World) -> Reader {
    w.store.reader().unwrap()
}

fn one<R: Record>(w: &World, of: impl Fn(&R) -> bool) -> R {
    read(w).all::<R>().unwrap().into_iter().find(of).unwrap()
}

fn over(w: &World, id: Uuid) -> Over {
    Over { base: read(w).head(id).unwrap(), settle: None }
}

fn is_ready(w: &World) -> bool {
    one::<Problem>(w, |p| p.id == w.sound.id).state == ProblemState::Ready
}

fn go(w: &World, act: Box<dyn Act>) -> Changes {
    go_as(w, 0, act)
}

/// As the member at that place.
fn go_as(w: &World, member: usize, act: Box<dyn Act>) -> Changes {
    let (tell, told) = std::sync::mpsc::channel();
    let notices = w.store.notices();
    door::submit(&w.store, crate::store::Ticket(7), Some(w.inspectors[member].id), act);
    for notice in notices {
        match notice {
            crate::store::StoreNotice::Done(_, changes) => {
                tell.send(changes).unwrap();
                break;
            }
            crate::store::StoreNotice::Refused(_, e) => panic!("{e}"),
            _ => {}
        }
    }
    told.recv().unwrap()
}

/// The answer of the clerk, which the paper cites.
fn cited_answer(w: &World) -> Answer {
    let mut answer = one::<Answer>(w, |a| a.statements.len() > 3);
    answer = read(w).own_talk(answer.interview).unwrap().remove(0);
    answer
}

fn sealed(known: &Answer, answer: Answer) -> Box<dyn Act> {
    Box::new(SealAnswer { known: Some(Box::new(known.clone())), answer, settle: None, drafts: Vec::new() })
}

fn clerk(w: &World) -> Person {
    one(w, |p: &Person| p.name == "赵敏")
}

fn namesake(w: &World) -> Person {
    one(w, |p: &Person| p.name == "李明")
}

fn kept(w: &World, person: Person) -> Box<dyn Act> {
    Box::new(KeepPerson { over: over(w, person.id.0), person, seed: 3 })
}

fn minutes(w: &World, change: impl Fn(&mut Document)) -> Box<dyn Act> {
    let mut document = one::<Document>(w, |_| true);
    change(&mut document);
    Box::new(KeepDocument { over: over(w, document.id.0), document, loan: None })
}

fn of_minutes(w: &World, change: impl Fn(&mut Evidence)) -> Box<dyn Act> {
    let id = w.of("minutes");
    let mut evidence = one::<Evidence>(w, |e| e.id == id);
    change(&mut evidence);
    Box::new(KeepEvidence { over: over(w, id.0), evidence })
}

fn member(w: &World, change: impl Fn(&mut Inspector)) -> Box<dyn Act> {
    let mut inspector = w.inspectors[0].clone();
    change(&mut inspector);
    Box::new(KeepInspector { over: over(w, inspector.id.0), inspector })
}

fn loan(w: &World, provider: &str) -> Loan {
    Loan {
        id: LoanId::default(),
        copies: String::new(),
        provider: provider.into(),
        document: Some(one::<Document>(w, |_| true).id),
        ..fixture::loan(w.unit.id, w.inspectors[0].id, "k4", "党组会议记录")
    }
}

/// An action, and whether the paper prints otherwise after it.
type Case = (&'static str, bool, fn(&World) -> Box<dyn Act>);

const CASES: [Case; 26] = [
    ("title of a document", true, |w| minutes(w, |d| d.title = "局党组会议记录".into())),
    ("period of a document", true, |w| minutes(w, |d| d.from = day("2023"))),
    ("volume of a document", true, |w| minutes(w, |d| d.volume = "第3卷".into())),
    ("note of a document", false, |w| minutes(w, |d| d.note = "难认".into())),
    ("provider of a document", false, |w| minutes(w, |d| d.provider = "赵敏".into())),
    ("provider of a loan", false, |w| {
        let before = loan(w, "陈涛");
        let put = move |tx: &mut Tx<'_>| tx.put(&before);
        w.store.perform(None, Script(Op::EditLoan, put)).unwrap();
        Box::new(KeepLoan { over: over(w, LoanId::default().0), loan: loan(w, "孙浩") })
    }),
    ("pages of evidence", true, |w| of_minutes(w, |e| e.pages = "13".into())),
    ("provider of evidence", true, |w| of_minutes(w, |e| e.provider = "陈涛".into())),
    ("note of evidence", false, |w| of_minutes(w, |e| e.note = "复核过".into())),
    ("name of a unit", true, |w| {
        let unit = Unit { name: "青禾县水务局党组".into(), ..w.unit.clone() };
        Box::new(KeepUnit { over: over(w, unit.id.0), unit })
    }),
    ("group of the round", true, |w| {
        let round = Round { group: "县委第四巡察组".into(), ..one(w, |_| true) };
        Box::new(KeepRound { over: over(w, round.id.0), round })
    }),
    ("term of the round", false, |w| {
        let round = Round { backup_dir: Some("/备份".into()), ..one(w, |_| true) };
        Box::new(KeepRound { over: over(w, round.id.0), round })
    }),
    ("name of a handler", true, |w| member(w, |i| i.name = "刘芳芳".into())),
    ("part of a handler", false, |w| member(w, |i| i.left = true)),
    ("a person comes whose name stands in the facts", true, |w| {
        let mut person = person(w.unit.id, "", "购车款", "司机");
        person.code.0.clear();
        Box::new(KeepPerson { over: Over::default(), person, seed: 3 })
    }),
    ("another person comes", false, |w| {
        let mut person = person(w.unit.id, "", "欧阳海", "司机");
        person.code.0.clear();
        Box::new(KeepPerson { over: Over::default(), person, seed: 3 })
    }),
    ("note of a person", false, |w| kept(w, Person { note: "分管财务".into(), ..clerk(w) })),
    ("a talk is planned", false, |w| {
        Box::new(PlanToday { person: clerk(w).id, today: day("2026-03-12").unwrap(), former: None })
    }),
    ("two people are made one", false, |w| Box::new(UnitePeople { kept: clerk(w).id, gone: namesake(w).id })),
    ("words of the statement", false, |w| {
        let known = cited_answer(w);
        let mut typed = known.clone();
        typed.statements[1].text = "都是先付款后开会".into();
        sealed(&known, typed)
    }),
    ("a statement before it", true, |w| {
        let known = cited_answer(w);
        let mut typed = known.clone();
        typed.statements.insert(0, said(Lane::Verbatim, "我先说一句。"));
        typed.statements.iter_mut().for_each(|s| s.order = order::OrderKey::default());
        order::assign(&mut typed.statements, |s| &mut s.order);
        sealed(&known, typed)
    }),
    ("a judgement", false, |w| {
        let known = cited_answer(w);
        sealed(&known, Answer { judgement: Some(Judgement::Met), ..known.clone() })
    }),
    ("the talk is read back", true, |w| {
        let talk = cited_answer(w).interview;
        Box::new(ReadBack { answers: Vec::new(), talk, at: Some(at("2026-03-09T11:00")) })
    }),
    ("the talk was with another", true, |w| {
        Box::new(GiveTalk { answers: Vec::new(), talk: cited_answer(w).interview, to: namesake(w).id })
    }),
    ("an earlier talk with the same person", true, |w| {
        let mut talk = Interview { id: InterviewId::new(), ..one::<Interview>(w, |t| t.person == clerk(w).id) };
        talk.sittings.iter_mut().for_each(|s| (s.from, s.to) = (at("2026-03-01T09:00"), None));
        // Taken down elsewhere and brought in.
        Box::new(Script(Op::EditInterview, move |tx: &mut Tx<'_>| tx.put(&talk)))
    }),
    ("a later talk with the same person", false, |w| {
        let by: InspectorId = w.inspectors[0].id;
        let put = {
            let mut talk = one::<Interview>(w, |t| t.person == clerk(w).id);
            talk.state = crate::model::interview::TalkState::Closed;
            move |tx: &mut Tx<'_>| tx.put(&talk)
        };
        w.store.perform(None, Script(Op::EditInterview, put)).unwrap();
        let sitting = Sitting {
            id: SittingId::new(),
            asker: by,
            recorder: Some(w.inspectors[1].id),
            alone_reason: String::new(),
            place: "会议室".into(),
            from: at("2026-03-20T09:00"),
            to: None,
        };
        let method = one::<Interview>(w, |_| true).method;
        Box::new(BeginTalk { talk: InterviewId::new(), person: clerk(w).id, method, sitting })
    }),
];

#[test]
fn a_ready_paper_that_prints_otherwise_is_a_draft_again_whatever_did_it() {
    for (name, changes, act) in CASES {
        let w = ready();
        let act = act(&w);
        let printed = |w: &World| {
            let read = read(w);
            crate::analysis::paper::Paper::read(&read, w.sound.id).unwrap().unwrap().content_hash()
        };
        let before = printed(&w);
        let done = go(&w, act);
        assert_eq!(printed(&w) != before, changes, "{name}: the case itself");
        assert_eq!(!is_ready(&w), changes, "{name}");
        assert_eq!(done.redrafted.contains(&w.sound.id), changes, "{name}: the user is told");
    }
}

#[test]
fn taking_the_action_back_makes_the_paper_ready_again() {
    let w = ready();
    go(&w, minutes(&w, |d| d.title = "局党组会议记录".into()));
    assert!(!is_ready(&w));
    let own = Own { who: Some(w.inspectors[0].id), device: w.store.device() };
    let target = next(&read(&w).trail(), own, Way::Undo).unwrap().unwrap().target;
    let done = go(&w, Box::new(Undo { target, release: false }));
    assert!(is_ready(&w) && done.redrafted.is_empty());
}

#[test]
fn taking_back_what_a_paper_was_made_ready_over_makes_it_a_draft() {
    let w = ready();
    // Over a paper in draft, which is then made ready by the other member.
    let paper = Problem { state: ProblemState::Draft, ..w.sound.clone() };
    let back = move |tx: &mut Tx<'_>| tx.put(&paper);
    w.store.perform(None, Script(Op::EditProblem, back)).unwrap();
    go(&w, minutes(&w, |d| d.title = "局党组会议记录".into()));
    let by = Some(w.inspectors[1].id);
    door::perform(&w.store, by, crate::acts::paper::ready::SetReady { problem: w.sound.id, ready: true }).unwrap();
    assert!(is_ready(&w));
    let own = Own { who: Some(w.inspectors[0].id), device: w.store.device() };
    let target = next(&read(&w).trail(), own, Way::Undo).unwrap().unwrap().target;
    let done = go(&w, Box::new(Undo { target, release: false }));
    assert!(!is_ready(&w) && done.redrafted == [w.sound.id], "{done:?}");
}

fn undo(w: &World) -> Changes {
    let own = Own { who: Some(w.inspectors[0].id), device: w.store.device() };
    let target = next(&read(w).trail(), own, Way::Undo).unwrap().unwrap().target;
    go(w, Box::new(Undo { target, release: true }))
}

fn paper(w: &World) -> Problem {
    one(w, |p: &Problem| p.id == w.sound.id)
}

fn alone(problem: Problem) -> PaperRecords {
    PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() }
}

#[test]
fn a_paper_whose_evidence_was_changed_meanwhile_is_not_made_ready_unseen() {
    for meanwhile in [false, true] {
        let w = ready();
        let before = paper(&w);
        let after = Problem { title: "会议记录缺页三处".into(), ..before.clone() };
        go(&w, Box::new(EditPaper::new(alone(before.clone()), alone(after))));
        assert!(!is_ready(&w));
        if meanwhile {
            go_as(&w, 1, of_minutes(&w, |e| e.pages = "13".into()));
        }
        let done = undo(&w);
        assert_eq!((paper(&w).title, is_ready(&w)), (before.title, !meanwhile));
        assert_eq!(done.redrafted.contains(&w.sound.id), meanwhile, "the user is told");
    }
}

#[test]
fn what_was_changed_and_changed_back_meanwhile_changes_nothing() {
    let w = ready();
    let before = paper(&w);
    let after = Problem { title: "会议记录缺页三处".into(), ..before.clone() };
    go(&w, Box::new(EditPaper::new(alone(before.clone()), alone(after))));
    let pages = one::<Evidence>(&w, |e| e.id == w.of("minutes")).pages;
    for pages in ["13", &pages] {
        go_as(&w, 1, of_minutes(&w, |e| e.pages = pages.into()));
    }
    undo(&w);
    assert!(is_ready(&w));
}

#[test]
fn a_paper_whose_evidence_was_changed_while_it_was_in_the_bin_comes_back_as_a_draft() {
    for meanwhile in [false, true] {
        let w = ready();
        go(&w, Box::new(WithdrawPaper { problem: w.sound.id }));
        if meanwhile {
            go_as(&w, 1, of_minutes(&w, |e| e.pages = "13".into()));
        }
        let done = go(&w, Box::new(Restore::of(w.sound.id.0)));
        assert_eq!((is_ready(&w), done.redrafted.contains(&w.sound.id)), (!meanwhile, meanwhile));
    }
}

#[test]
fn a_paper_from_which_words_were_struck_is_not_made_ready_by_letting_them_in_again() {
    let w = ready();
    let known = cited_answer(&w);
    let mut typed = known.clone();
    let mut last = said(Lane::Verbatim, "这一句只对你说过的话");
    last.order = order::OrderKey::default();
    typed.statements.push(last);
    typed.statements.iter_mut().for_each(|s| s.order = order::OrderKey::default());
    order::assign(&mut typed.statements, |s| &mut s.order);
    go(&w, sealed(&known, typed));
    let quoting =
        Problem { state: ProblemState::Ready, explanation: "这一句只对你说过的话".into(), ..paper(&w) };
    w.store.perform(None, Script(Op::EditProblem, move |tx: &mut Tx<'_>| tx.put(&quoting))).unwrap();
    assert!(is_ready(&w));
    let known = cited_answer(&w);
    let mut withheld = known.clone();
    withheld.statements.last_mut().unwrap().withheld = true;
    go(&w, sealed(&known, withheld));
    assert!(!is_ready(&w) && paper(&w).explanation.contains("已另行处理"), "{:?}", paper(&w));
    let done = undo(&w);
    assert!(!cited_answer(&w).statements.last().unwrap().withheld, "it was taken back");
    assert!(!is_ready(&w) && paper(&w).explanation.contains("已另行处理"), "{:?}", paper(&w));
    assert!(done.redrafted.contains(&w.sound.id));
}
