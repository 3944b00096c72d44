//! What another did meanwhile, and a rule that would not hold any more.

use super::*;
use crate::acts::loan::{GiveBack, HandOverLoan, KeepLoan};
use crate::acts::paper::decide::Adopt;
use crate::acts::paper::edit::EditPaper;
use crate::acts::paper::withdraw::WithdrawPaper;
use crate::acts::reading::check::SetVerdict;
use crate::acts::reading::document::{KeepDocument, NoteClean};
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::close::{CloseTalk, ReadBack};
use crate::acts::talk::observation::{MarkObservation, UnmarkObservation};
use crate::acts::talk::remove::RemoveTalk;
use crate::acts::talk::sitting::BeginTalk;
use crate::acts::unit::KeepUnit;
use crate::analysis::fixture::{at, document};
use crate::analysis::paper::field::PaperRecords;
use crate::analysis::rollup::{Candidate, CandidateStanding, Rule};
use crate::method::records::Weight;
use crate::method::types::Method;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{InterviewId, ObservationId, SittingId, SuggestionId, UnitId};
use crate::model::interview::Sitting;
use crate::model::loan::Loan;
use crate::model::observation::Observation;
use crate::model::people::Person;
use crate::model::problem::ProblemState;
use crate::model::reading::{CheckResult, Document, ReadClean, Verdict};
use crate::model::round::{Inspector, Unit};
use std::sync::Arc;

impl Desk {
    fn refused(&self, way: Way, why: &str) {
        let before = self.bodies();
        let e = self.turn(way).unwrap_err();
        assert!(e.what.contains(why), "{e}");
        assert!(self.bodies() == before, "nothing is done");
    }

    fn begin(&self) -> InterviewId {
        let talk = InterviewId::new();
        let [asker, recorder] = self.world.inspectors.each_ref().map(|i| i.id);
        let (id, from, place) = (SittingId::new(), at("2026-03-12T09:00"), "会议室".to_owned());
        let sitting =
            Sitting { id, asker, recorder: Some(recorder), alone_reason: String::new(), place, from, to: None };
        self.act(BeginTalk { talk, person: self.world.head.id, method: Hash([7; 32]), sitting }).unwrap();
        talk
    }

    fn said(&self, talk: InterviewId, text: &str) -> Answer {
        let known = self.own::<Answer>().into_iter().find(|a| a.interview == talk);
        let mut answer = known.clone().unwrap_or_else(|| Answer::new(talk, "q3"));
        let order = crate::analysis::fixture::order(answer.statements.len());
        answer.statements.push(Statement { order, ..said(Lane::Verbatim, text) });
        self.act(seal(known, answer.clone())).unwrap();
        answer
    }

    fn paper(&self, id: ProblemId) -> Problem {
        self.get(id.0).unwrap()
    }

    fn register(&self) -> Document {
        let new = document(self.world.unit.id, Hash([7; 32]), "k4", "会议记录", "2022");
        self.act(KeepDocument { over: Over::default(), document: new.clone(), loan: None }).unwrap();
        new
    }

    fn clean(&self, of: &Document) -> NoteClean {
        let text = || "1—3".to_owned();
        let by = self.world.inspectors[0].id;
        let clean = ReadClean { volumes: text(), months: text(), pages: text(), by, at: at("2026-03-12T09:00") };
        NoteClean { document: of.id, clean: Some(clean) }
    }
}

fn seal(known: Option<Answer>, answer: Answer) -> SealAnswer {
    SealAnswer { known: known.map(Box::new), answer, settle: None, drafts: Vec::new() }
}

fn close(talk: InterviewId) -> CloseTalk {
    CloseTalk { talk, not_put: Vec::new(), read_back: true, at: at("2026-03-12T11:00"), settle: None }
}

fn verdict(of: &Document, verdict: Verdict) -> SetVerdict {
    SetVerdict { document: of.id, item: "k4.p3".into(), verdict, at: at("2026-03-12T09:00") }
}

#[test]
fn a_second_unfinished_talk_does_not_come_back() {
    let d = Desk::new();
    let first = d.begin();
    d.act(close(first)).unwrap();
    let me = d.me;
    let d = Desk { me: Some(d.world.inspectors[1].id), ..d };
    d.begin();
    let d = Desk { me, ..d };
    d.refused(Way::Undo, "另有一次谈话还没有结束");
}

#[test]
fn what_was_read_back_meanwhile_keeps_its_words() {
    for close_it in [false, true] {
        let d = Desk::new();
        let talk = d.begin();
        d.said(talk, "开了四次会。");
        if close_it {
            d.other(close(talk));
        } else {
            d.other(ReadBack { answers: Vec::new(), talk, at: Some(at("2026-03-12T10:00")) });
        }
        d.refused(Way::Undo, "已由本人读回确认");
    }
}

#[test]
fn a_correction_of_a_closed_record_goes_and_the_confirmation_stays() {
    let d = Desk::new();
    let talk = d.begin();
    let answer = d.said(talk, "开了四次会。");
    d.act(close(talk)).unwrap();
    let mut corrected = answer.clone();
    corrected.statements.push(Statement {
        supersedes: Some(answer.statements[0].id),
        at: at("2026-03-13T09:00"),
        order: crate::analysis::fixture::order(1),
        ..said(Lane::Verbatim, "开了三次会。")
    });
    d.act(seal(Some(answer.clone()), corrected.clone())).unwrap();
    d.undo();
    assert_eq!(d.get::<Answer>(answer.id.0), Some(answer.clone()));
    assert!(d.get::<Interview>(talk.0).unwrap().on_record().is_some());
    d.redo();
    assert_eq!(d.get::<Answer>(answer.id.0), Some(corrected));
}

#[test]
fn words_that_came_since_are_not_read_back_by_doing_it_again() {
    let d = Desk::new();
    let talk = d.begin();
    let answer = d.said(talk, "开了四次会。");
    d.act(ReadBack { answers: Vec::new(), talk, at: Some(at("2026-03-12T10:00")) }).unwrap();
    d.undo();
    let mut more = answer.clone();
    more.statements[0].text.push_str("记不清了。");
    d.other(seal(Some(answer), more));
    d.redo();
    assert_eq!(d.get::<Interview>(talk.0).unwrap().read_back, None);
    assert_eq!(d.next(Way::Redo), None, "it is told as done, and the list goes on");
}

#[test]
fn a_mark_does_not_come_back_to_a_paragraph_that_is_gone() {
    let d = Desk::new();
    let talk = d.begin();
    let answer = d.said(talk, "开了四次会。");
    let statement = answer.statements[0].id;
    let by = d.world.inspectors[0].id;
    let mark = seal(Some(answer.clone()), answer.clone());
    d.act(MarkObservation { answer: mark, statement, by, at: at("2026-03-12T09:20") }).unwrap();
    d.act(UnmarkObservation { talk, statement }).unwrap();
    let none = Answer { statements: Vec::new(), ..answer.clone() };
    d.other(seal(Some(answer), none));
    d.refused(Way::Undo, "那一段话后来删掉了");
}

#[test]
fn clean_and_a_problem_never_stand_together() {
    // The note comes back over a problem.
    let d = Desk::new();
    let read = d.register();
    d.act(d.clean(&read)).unwrap();
    d.act(NoteClean { document: read.id, clean: None }).unwrap();
    d.other(verdict(&read, Verdict::Problem));
    d.refused(Way::Undo, "不能并存");
    // The problem comes back over a note.
    let d = Desk::new();
    let read = d.register();
    d.act(verdict(&read, Verdict::Problem)).unwrap();
    d.undo();
    d.other(d.clean(&read));
    d.refused(Way::Redo, "不能并存");
}

#[test]
fn what_has_been_read_keeps_its_kind() {
    let d = Desk::new();
    let read = d.register();
    let over = d.over(read.id.0);
    d.act(KeepDocument { over, document: Document { kind: "k5".into(), ..read.clone() }, loan: None }).unwrap();
    d.other(verdict(&read, Verdict::Clean));
    d.refused(Way::Undo, "不能换类别");
}

#[test]
fn what_went_back_was_handed_over() {
    let d = Desk::new();
    let loan = Loan {
        provider: "陈涛".into(),
        ..crate::analysis::fixture::loan(d.world.unit.id, d.world.inspectors[0].id, "k4", "会议记录")
    };
    d.act(KeepLoan { over: Over::default(), loan: loan.clone() }).unwrap();
    d.act(HandOverLoan { loan: loan.id, at: Some(at("2026-03-03T09:00")) }).unwrap();
    d.other(GiveBack { loan: loan.id, to: "陈涛".into(), at: at("2026-03-05T09:00") });
    d.refused(Way::Undo, "已经归还");
}

#[test]
fn names_and_codes_stay_one_each() {
    let d = Desk::new();
    let unit = d.world.unit.clone();
    let over = d.over(unit.id.0);
    d.act(KeepUnit { over, unit: Unit { code: "NEW".into(), ..unit.clone() } }).unwrap();
    d.other(KeepUnit { over: Over::default(), unit: Unit::new(UnitId::new(), unit.code.to_lowercase(), "另一个") });
    d.refused(Way::Undo, "已另有一条：被巡察单位");
    let d = Desk::new();
    let [me, other] = d.world.inspectors.clone();
    d.put(Op::EditInspector, vec![Inspector { name: "周宁宁".into(), ..other.clone() }.into()]);
    d.put_as(Some(other.id), Op::EditInspector, vec![Inspector { name: other.name, ..me }.into()]);
    d.refused(Way::Undo, "已另有一条：巡察干部");
}

fn candidate(d: &Desk) -> Candidate {
    let rule = Rule::Observation(ObservationId::new());
    Candidate {
        key: rule.key(d.world.unit.id),
        unit: d.world.unit.id,
        rule,
        title: "谈话反映：会议记录缺页".into(),
        heading: "会议记录缺页".into(),
        weight: Weight::Normal,
        lift: None,
        places: Vec::new(),
        fact: String::new(),
        basis: Vec::new(),
        categories: Vec::new(),
        decision: None,
        standing: CandidateStanding::Open,
    }
}

fn adopt(d: &Desk, candidate: &Candidate) -> ProblemId {
    let (problem, method) = (ProblemId::new(), Arc::new(Method::builtin().unwrap()));
    let by = d.world.inspectors[0].id;
    d.act(Adopt { candidate: candidate.clone(), problem, method, by }).unwrap();
    problem
}

#[test]
fn an_adoption_goes_back_with_its_decision_and_its_number_stays_used() {
    let d = Desk::new();
    let one = candidate(&d);
    let first = adopt(&d, &one);
    assert_eq!(d.paper(first).number, "预-LF-01");
    d.undo();
    assert_eq!((d.get::<Problem>(first.0), d.own::<Decision>().len()), (None, 0));
    d.redo();
    assert_eq!(d.paper(first).number, "预-LF-01", "done again it is the same paper");
    d.undo();
    let second = adopt(&d, &one);
    assert_eq!(d.paper(second).number, "预-LF-02", "the code is still 刘芳's, the number is not given again");
    assert_eq!(d.next(Way::Redo), None, "a new action ends what could be done again");
}

fn alone(problem: Problem) -> PaperRecords {
    PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() }
}

fn suggestion(of: &Problem) -> Suggestion {
    let (addressee, text) = (String::new(), "完善议事规则".to_owned());
    Suggestion { id: SuggestionId::new(), unit: of.unit, problems: vec![of.id], addressee, text }
}

#[test]
fn a_paper_that_was_made_ready_meanwhile_is_a_draft_again() {
    let ready = |d: &Desk, id: ProblemId| {
        let paper = Problem { state: ProblemState::Ready, ..d.paper(id) };
        d.put_as(Some(d.world.inspectors[1].id), Op::EditProblem, vec![paper.into()]);
    };
    // By its own words.
    let d = Desk::new();
    let id = adopt(&d, &candidate(&d));
    let before = alone(d.paper(id));
    let mut after = before.clone();
    after.problem.title = "会议记录缺页三处".into();
    d.act(EditPaper::new(before.clone(), after)).unwrap();
    ready(&d, id);
    d.undo();
    assert_eq!(d.get::<Problem>(id.0), Some(before.problem));
    // By a suggestion alone.
    let d = Desk::new();
    let id = adopt(&d, &candidate(&d));
    let before = alone(d.paper(id));
    let mut after = before.clone();
    after.suggestions.push(suggestion(&before.problem));
    d.act(EditPaper::new(before, after)).unwrap();
    ready(&d, id);
    d.undo();
    assert_eq!((d.own::<Suggestion>().len(), d.paper(id).state), (0, ProblemState::Draft));
}

#[test]
fn a_paper_that_was_changed_meanwhile_is_not_made_ready_unseen() {
    let d = Desk::new();
    let id = adopt(&d, &candidate(&d));
    let ready = Problem { state: ProblemState::Ready, ..d.paper(id) };
    d.put(Op::EditProblem, vec![ready.clone().into()]);
    d.undo();
    let before = alone(d.paper(id));
    let mut after = before.clone();
    after.suggestions.push(suggestion(&ready));
    d.other(EditPaper::new(before, after));
    d.refused(Way::Redo, "这份底稿的内容后来又改过，请看过再标为待送审。");
}

#[test]
fn a_withdrawn_paper_comes_back_from_the_bin_whole() {
    let d = Desk::new();
    let id = adopt(&d, &candidate(&d));
    let before = alone(d.paper(id));
    let mut after = before.clone();
    after.suggestions.push(suggestion(&before.problem));
    after.fixes.push(QuickFix {
        id: crate::model::ids::QuickFixId::new(),
        unit: before.problem.unit,
        problem: id,
        demand: "补开会议".into(),
        issued: None,
        due: None,
        result: String::new(),
        done: None,
        by: d.world.inspectors[0].id,
        at: at("2026-03-12T09:00"),
    });
    d.act(EditPaper::new(before, after)).unwrap();
    let whole = d.bodies();
    d.act(WithdrawPaper { problem: id }).unwrap();
    assert_eq!(d.own::<Decision>().len(), 0);
    d.act(Restore::of(id.0)).unwrap();
    assert_eq!(d.bodies(), whole, "with its decision, its suggestion and its 立行立改");
}

#[test]
fn a_removed_talk_comes_back_from_the_bin_whole() {
    let d = Desk::new();
    let talk = d.begin();
    let answer = d.said(talk, "开了四次会。");
    let by = d.world.inspectors[0].id;
    let mark = seal(Some(answer.clone()), answer.clone());
    let statement = answer.statements[0].id;
    d.act(MarkObservation { answer: mark, statement, by, at: at("2026-03-12T09:20") }).unwrap();
    let whole = d.bodies();
    d.act(RemoveTalk { talk, shown: usize::MAX, drafts: Vec::new() }).unwrap();
    assert!(
        d.own::<Observation>().iter().all(|o| o.id.0 != crate::model::ids::element(statement.0, "observation", ""))
    );
    d.act(Restore::of(talk.0)).unwrap();
    assert_eq!(d.bodies(), whole);
    d.undo();
    d.undo();
    assert_eq!(d.bodies(), whole, "taking the removal back does the same");
    assert_eq!(d.own::<CheckResult>().len(), 0);
    assert!(d.own::<Person>().iter().any(|p| p.id == d.world.head.id));
}
