//! Talks on a real store.

use super::answer::{SealAnswer, SealTalk};
use super::close::{CloseTalk, NotPut, ReadBack};
use super::confirm::NotConfirmed;
use super::observation::{MarkObservation, UnmarkObservation};
use super::remove::{GiveTalk, RemoveTalk};
use super::sitting::{BeginTalk, BreakOff, CorrectSitting, SitDownAgain};
use super::withhold::Withhold;
use crate::analysis::fixture::{at, create, evidence, inspector, person, said};
use crate::error::Kind as Why;
use crate::model::answer::{Answer, Claim, Judgement, Lane, ProbePut, Qualifier, Statement};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{AnswerId, ClaimId, Hash, InspectorId, InterviewId, SittingId, StatementId, UnitId};
use crate::model::interview::{Interview, Sitting, TalkState};
use crate::model::merge::Side;
use crate::model::observation::Observation;
use crate::model::order;
use crate::model::people::Person;
use crate::model::record::{Op, Record};
use crate::model::round::Unit;
use crate::store::{Act, Over, Plan, Reader, Script, Store};
use uuid::Uuid;

mod on_record;
mod redact;
mod withhold;

/// A unit with two people and one talk under way with the first.
struct Bench {
    store: Store,
    read: Reader,
    first: Person,
    second: Person,
    talk: InterviewId,
    asker: InspectorId,
    _dir: tempfile::TempDir,
}

fn sitting(asker: InspectorId, from: &str) -> Sitting {
    let recorder = Some(InspectorId::new());
    let id = SittingId::new();
    Sitting { id, asker, recorder, alone_reason: String::new(), place: "会议室".into(), from: at(from), to: None }
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = create(&dir.path().join("a.wenkan"));
        let unit = Unit::new(UnitId::new(), "SLJ", "水利局");
        let first = person(unit.id, "A01", "王建国", "局长");
        let second = person(unit.id, "A02", "赵敏", "会计");
        let asker = inspector("刘芳");
        let people = [first.clone(), second.clone()];
        let (by, of) = (asker.clone(), unit);
        let fill = Script(Op::Sample, move |tx: &mut crate::store::Tx<'_>| {
            tx.put(&of)?;
            tx.put(&by)?;
            people.iter().try_for_each(|p| tx.put(p))
        });
        store.perform(None, fill).unwrap();
        let read = store.reader().unwrap();
        let bench = Self { store, read, first, second, talk: InterviewId::new(), asker: asker.id, _dir: dir };
        bench.go(bench.begin(bench.talk, "2026-03-08T09:00"));
        bench
    }

    fn begin(&self, talk: InterviewId, from: &str) -> BeginTalk {
        BeginTalk { talk, person: self.first.id, method: Hash([7; 32]), sitting: sitting(self.asker, from) }
    }

    fn go(&self, act: impl Act) {
        self.store.perform(Some(self.asker), act).unwrap();
    }

    fn refused(&self, act: impl Act) -> crate::Error {
        self.store.perform(Some(self.asker), act).unwrap_err()
    }

    fn interview(&self) -> Interview {
        self.read.get(self.talk.0).unwrap().unwrap()
    }

    fn all<R: Record>(&self) -> Vec<R> {
        self.read.all().unwrap()
    }

    /// The observations of the unit, withheld ones included.
    fn own_observations(&self) -> Vec<Observation> {
        self.read.own_observations(self.first.unit).unwrap()
    }

    /// An answer of these statements, over nothing.
    fn answer(&self, statements: Vec<Statement>) -> Answer {
        let mut answer = Answer { statements, ..Answer::new(self.talk, "q1") };
        order::assign(&mut answer.statements, |s| &mut s.order);
        answer
    }

    fn stored(&self) -> Answer {
        self.all::<Answer>().remove(0)
    }

    fn texts(&self) -> Vec<String> {
        let mut statements = self.stored().statements;
        statements.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        statements.into_iter().map(|s| s.text).collect()
    }

    fn close(&self, read_back: bool) {
        self.go(CloseTalk {
            talk: self.talk,
            not_put: Vec::new(),
            read_back,
            settle: None,
            at: at("2026-03-08T11:00"),
        });
    }
}

fn seal(known: Option<&Answer>, answer: &Answer) -> SealAnswer {
    SealAnswer {
        known: known.cloned().map(Box::new),
        answer: answer.clone(),
        settle: None,
        drafts: vec![(answer.id.0, answer.question.clone())],
    }
}

/// The answer with the text of statement `at` changed.
fn reworded(answer: &Answer, at: usize, text: &str) -> Answer {
    let mut answer = answer.clone();
    answer.statements[at].text = text.to_owned();
    answer
}

fn with(answer: &Answer, statement: Statement) -> Answer {
    let mut answer = answer.clone();
    answer.statements.push(statement);
    order::assign(&mut answer.statements, |s| &mut s.order);
    answer
}

#[test]
fn a_person_has_one_unfinished_talk() {
    let b = Bench::new();
    let e = b.refused(b.begin(InterviewId::new(), "2026-03-08T09:01"));
    assert!(e.what.contains("王建国") && e.kind == Why::Input, "{e}");
    b.close(false);
    b.go(b.begin(InterviewId::new(), "2026-03-09T09:01"));
    assert_eq!(b.all::<Interview>().len(), 2);
    assert_eq!(b.all::<Interview>().iter().map(|t| t.variant).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_second_answer_to_one_question_is_never_made() {
    let b = Bench::new();
    let first = b.answer(vec![said(Lane::Verbatim, "去年四次。")]);
    b.go(seal(None, &first));
    let second = Answer { id: AnswerId::new(), wording: 2, ..b.answer(vec![said(Lane::Verbatim, "题目忘了。")]) };
    b.go(seal(None, &second));
    let all = b.all::<Answer>();
    assert_eq!((all.len(), all[0].id, all[0].wording), (1, first.id, 0));
    assert_eq!(b.texts().len(), 2, "{:?}", b.texts());
}

/// The text was refused; what was set over it on the screen is handed in all the same.
#[test]
fn nothing_comes_in_that_was_set_over_words_that_were_refused() {
    let b = Bench::new();
    let one = b.answer(vec![said(Lane::Verbatim, "去年四次。")]);
    b.go(seal(None, &one));
    let refused = b.answer(vec![one.statements[0].clone(), said(Lane::Verbatim, "借了四十七万。")]);
    let claim = Claim {
        id: ClaimId::new(),
        field: "q1.times".into(),
        qualifier: Qualifier::DoesNotKnow,
        value: None,
        high: None,
        statement: Some(refused.statements[1].id),
    };
    let over: [Answer; 4] = [
        Answer { claims: vec![claim], ..refused.clone() },
        Answer { judgement: Some(Judgement::Met), ..refused.clone() },
        Answer { probes: vec![ProbePut::new(refused.id, "q1.p1".into(), at("2026-03-08T09:10"))], ..refused.clone() },
        reworded(&refused, 1, "借了四十七万，没有还。"),
    ];
    for after in over {
        let e = b.refused(seal(Some(&refused), &after));
        assert!(e.what.contains("没有存上") && b.stored() == one, "{e}");
    }
    // What stood in the file and was changed since is no such thing.
    b.go(seal(Some(&one), &reworded(&one, 0, "去年五次。")));
    b.go(seal(Some(&one), &Answer { judgement: Some(Judgement::Met), ..one.clone() }));
    assert_eq!((b.texts(), b.stored().judgement), (vec!["去年五次。".to_owned()], Some(Judgement::Met)));
}

#[test]
fn answers_handed_in_before_the_first_is_written_follow_each_other() {
    let b = Bench::new();
    let one = b.answer(vec![said(Lane::Verbatim, "去年四")]);
    let two = reworded(&one, 0, "去年四次");
    let three = Answer { judgement: Some(Judgement::Met), ..reworded(&two, 0, "去年四次。") };
    b.go(seal(None, &one));
    b.go(seal(Some(&one), &two));
    b.go(seal(Some(&two), &three));
    assert_eq!((b.texts(), b.stored().judgement), (vec!["去年四次。".to_owned()], Some(Judgement::Met)));
}

#[test]
fn a_stale_base_is_merged_by_paragraph_and_only_one_paragraph_clashes() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲"), said(Lane::Verbatim, "乙")]);
    b.go(seal(None, &base));
    b.go(seal(Some(&base), &reworded(&base, 0, "甲改")));
    b.go(seal(Some(&base), &reworded(&base, 1, "乙改")));
    assert_eq!(b.texts(), ["甲改", "乙改"]);
    let typed = reworded(&base, 0, "甲另改");
    let e = b.refused(seal(Some(&base), &typed));
    let clash = e.as_clash().unwrap();
    assert_eq!((clash.at[0].ours.as_str(), clash.at[0].theirs.as_str()), ("甲另改", "甲改"));
    assert_eq!(b.texts(), ["甲改", "乙改"], "nothing of it is written");
    for (side, kept) in [(Side::Theirs, "甲改"), (Side::Ours, "甲另改")] {
        let head = b.read.head(base.id.0).unwrap().unwrap();
        b.go(SealAnswer { settle: Some((head, side)), ..seal(Some(&base), &typed) });
        assert_eq!(b.texts(), [kept, "乙改"]);
        let log = b.read.history(base.id.0).unwrap();
        assert!(log.iter().any(|r| b.read.as_of::<Answer>(r).unwrap().statements[0].text == "甲另改"), "{side:?}");
    }
}

#[test]
fn reworded_words_take_the_read_back_away_and_marks_do_not() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲")]);
    b.go(ReadBack { answers: vec![seal(None, &base)], talk: b.talk, at: Some(at("2026-03-08T10:00")) });
    assert!(b.interview().read_back.is_some(), "sealed with it, before it");
    let judged = Answer { judgement: Some(Judgement::Met), ..base.clone() };
    let judged = with(&judged, said(Lane::Remark, "翻本子"));
    b.go(seal(Some(&base), &judged));
    assert!(b.interview().read_back.is_some());
    let e = b.refused(seal(Some(&judged), &Answer { wording: 1, ..judged.clone() }));
    assert!(e.what.contains("问法"), "{e}");
    b.go(seal(Some(&judged), &reworded(&judged, 0, "甲改")));
    assert_eq!(b.interview().read_back, None);
}

#[test]
fn what_is_not_confirmed_is_kept_once_and_calls_for_another_read_back() {
    let b = Bench::new();
    let mut base = b.answer(vec![said(Lane::Verbatim, "甲"), said(Lane::Verbatim, "暗号"), said(Lane::Remark, "注")]);
    base.statements[1].withheld = true;
    let [first, withheld, remark] = [0, 1, 2].map(|n| base.statements[n].id);
    b.go(seal(None, &base));
    let act = |statement, reason: Option<&str>| NotConfirmed {
        answers: Vec::new(),
        talk: b.talk,
        statement,
        reason: reason.map(str::to_owned),
        at: at("2026-03-08T10:05"),
    };
    let kept = || b.interview().unconfirmed.into_iter().map(|u| (u.statement, u.reason)).collect::<Vec<_>>();
    b.go(ReadBack { answers: Vec::new(), talk: b.talk, at: Some(at("2026-03-08T10:00")) });
    b.go(act(first, Some(" 记不清 ")));
    assert_eq!((kept(), b.interview().read_back), (vec![(first, "记不清".to_owned())], None));
    b.go(ReadBack { answers: Vec::new(), talk: b.talk, at: Some(at("2026-03-08T10:10")) });
    b.go(act(first, Some("记不清")));
    assert!(b.interview().read_back.is_some(), "nothing was changed");
    b.go(act(first, Some("要回去查")));
    assert_eq!(kept(), [(first, "要回去查".to_owned())]);
    for (statement, reason) in [(first, " "), (withheld, "记不清"), (remark, "记不清"), (StatementId::new(), "记不清")]
    {
        assert!(!b.refused(act(statement, Some(reason))).hint.is_empty());
    }
    b.go(act(first, None));
    assert_eq!(kept(), []);
}

#[test]
fn why_something_was_not_confirmed_is_told_nowhere_once_it_is_withheld() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲乙丙丁"), said(Lane::Verbatim, "戊己庚辛")]);
    b.go(seal(None, &base));
    for s in &base.statements {
        let (talk, statement, reason) = (b.talk, s.id, Some(format!("关于{}，记不清", s.text)));
        b.go(NotConfirmed { answers: Vec::new(), talk, statement, reason, at: at("2026-03-08T10:05") });
    }
    let mut marked = base.clone();
    marked.statements[0].withheld = true;
    b.go(seal(Some(&base), &marked));
    let told: Interview = b.read.get(b.talk.0).unwrap().unwrap();
    let left: Vec<_> = told.unconfirmed.iter().map(|u| u.statement).collect();
    assert_eq!(left, [base.statements[1].id]);
}

#[test]
fn a_closed_read_back_record_is_corrected_and_never_changed() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "开了四次会。")]);
    b.go(seal(None, &base));
    b.close(true);
    let none = Answer { statements: Vec::new(), ..base.clone() };
    let other = Answer { id: AnswerId::new(), question: "q2".into(), ..base.clone() };
    let gist =
        Answer { statements: vec![Statement { lane: Lane::Gist, ..base.statements[0].clone() }], ..base.clone() };
    for typed in [reworded(&base, 0, "开了三次会。"), none, with(&base, said(Lane::Verbatim, "又说")), gist] {
        let e = b.refused(seal(Some(&base), &typed));
        assert!(e.hint.contains("更正"), "{e}");
    }
    b.refused(seal(None, &other));
    let three = Statement {
        supersedes: Some(base.statements[0].id),
        at: at("2026-03-10T09:00"),
        ..said(Lane::Verbatim, "开了三次会。")
    };
    let corrected = with(&base, three);
    b.go(seal(Some(&base), &corrected));
    assert!(b.interview().on_record().is_some(), "the confirmation stands for what was confirmed");
    b.go(seal(Some(&corrected), &reworded(&corrected, 1, "开了三次会，记错了。")));
    assert_eq!(b.texts(), ["开了四次会。", "开了三次会，记错了。"]);
    let withheld = Statement { withheld: true, key: true, ..b.stored().statements[0].clone() };
    let mut marked = b.stored();
    marked.statements[0] = withheld;
    b.go(seal(Some(&b.stored()), &marked));
    assert!(b.stored().statements[0].withheld, "marks are not words");
}

#[test]
fn a_statement_has_one_observation_that_is_withheld_with_it() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "票据里夹着单子。")]);
    let statement = base.statements[0].id;
    let mark = |known: Option<&Answer>| MarkObservation {
        answer: seal(known, &base),
        statement,
        by: b.asker,
        at: at("2026-03-08T09:30"),
    };
    b.go(mark(None));
    b.go(mark(Some(&base)));
    let all = b.all::<Observation>();
    assert_eq!((all.len(), all[0].withheld, all[0].unit), (1, false, b.first.unit));
    let mut withheld = base.clone();
    withheld.statements[0].withheld = true;
    b.go(seal(Some(&base), &withheld));
    assert!(b.own_observations()[0].withheld);
    b.go(UnmarkObservation { talk: b.talk, statement });
    b.go(UnmarkObservation { talk: b.talk, statement });
    assert_eq!(b.all::<Observation>(), []);
    b.go(MarkObservation { answer: seal(Some(&withheld), &withheld), ..mark(None) });
    assert!(b.own_observations()[0].withheld, "marked again, still withheld");
}

#[test]
fn what_rests_on_words_that_did_not_get_into_the_file_is_refused_with_them() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "票据里夹着单子。")]);
    let statement = base.statements[0].id;
    let mark =
        || MarkObservation { answer: seal(Some(&base), &base), statement, by: b.asker, at: at("2026-03-08T09:30") };
    let read_back =
        || ReadBack { answers: vec![seal(Some(&base), &base)], talk: b.talk, at: Some(at("2026-03-08T09:30")) };
    let break_off = || BreakOff { answers: vec![seal(Some(&base), &base)], talk: b.talk, at: at("2026-03-08T09:30") };
    let mut marked = base.clone();
    marked.statements[0].withheld = true;
    let withhold = || Withhold { answer: seal(Some(&base), &marked), shown: Plan::default() };
    let none_goes = || {
        for e in [b.refused(mark()), b.refused(read_back()), b.refused(break_off()), b.refused(withhold())] {
            assert!(e.what.contains("没有存上"), "{e}");
        }
    };
    none_goes();
    b.go(seal(None, &reworded(&base, 0, "票据里没有单子。")));
    none_goes();
    assert_eq!((b.all::<Observation>(), b.interview().read_back), (vec![], None));
    assert_eq!(b.texts(), ["票据里没有单子。"]);
}

#[test]
fn a_talk_is_broken_off_resumed_and_closed_once() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "先到这里。")]);
    b.go(BreakOff { answers: vec![seal(None, &base)], talk: b.talk, at: at("2026-03-08T10:00") });
    assert_eq!(
        (b.interview().state, b.interview().sittings[0].to),
        (TalkState::BrokenOff, Some(at("2026-03-08T10:00")))
    );
    assert_eq!(b.texts(), ["先到这里。"]);
    b.go(SitDownAgain { talk: b.talk, sitting: sitting(b.asker, "2026-03-09T09:00") });
    assert_eq!((b.interview().state, b.interview().sittings.len()), (TalkState::Open, 2));
    let reason = |question: &str, reason: &str| NotPut {
        question: question.into(),
        answer: AnswerId::new(),
        wording: 0,
        known: String::new(),
        reason: reason.into(),
    };
    let close =
        |not_put| CloseTalk { talk: b.talk, not_put, read_back: false, settle: None, at: at("2026-03-09T10:00") };
    b.refused(close(vec![reason("q1", " ")]));
    assert_eq!(b.interview().state, TalkState::Open);
    b.go(close(vec![reason("q1", "身体不适"), reason("q2", "改日")]));
    let mut answers = b.all::<Answer>();
    answers.sort_by(|a, b| a.question.cmp(&b.question));
    assert_eq!(answers.iter().map(|a| a.not_put.as_str()).collect::<Vec<_>>(), ["身体不适", "改日"]);
    assert_eq!(answers[0].statements.len(), 1, "what was said stays");
    b.refused(close(Vec::new()));
    b.refused(BreakOff { answers: Vec::new(), talk: b.talk, at: at("2026-03-09T11:00") });
    b.refused(SitDownAgain { talk: b.talk, sitting: sitting(b.asker, "2026-03-10T09:00") });
}

#[test]
fn a_sitting_that_was_never_ended_went_on_until_its_last_words() {
    let b = Bench::new();
    let words = |text: &str, when: &str| Statement { at: at(when), ..said(Lane::Verbatim, text) };
    let said = vec![words("先说。", "2026-03-08T09:10"), words("后说。", "2026-03-08T09:40")];
    b.go(seal(None, &b.answer(said)));
    b.go(SitDownAgain { talk: b.talk, sitting: sitting(b.asker, "2026-03-09T09:00") });
    assert_eq!(b.interview().sittings[0].to, Some(at("2026-03-08T09:40")));
    // Nothing was said at the second: it ended when it began, not when the first did.
    b.go(SitDownAgain { talk: b.talk, sitting: sitting(b.asker, "2026-03-10T09:00") });
    assert_eq!(b.interview().sittings[1].to, Some(at("2026-03-09T09:00")));
}

#[test]
fn a_sitting_is_put_right_within_its_rules() {
    let b = Bench::new();
    let base = b.read.head(b.talk.0).unwrap();
    let over = Over { base, settle: None };
    let talk = |f: &dyn Fn(&mut Sitting)| {
        let mut talk = b.interview();
        f(&mut talk.sittings[0]);
        CorrectSitting { over, talk }
    };
    b.refused(talk(&|s| s.recorder = Some(s.asker)));
    b.refused(talk(&|s| s.recorder = None));
    b.refused(talk(&|s| s.to = Some(at("2026-03-08T08:00"))));
    b.go(talk(&|s| s.place = "二楼".into()));
    // Over the older state, another field: both are kept.
    let mut older = b.interview();
    older.sittings[0].place = "会议室".into();
    older.sittings[0].from = at("2026-03-08T08:30");
    b.go(CorrectSitting { over, talk: older });
    let kept = b.interview().sittings.remove(0);
    assert_eq!((kept.place.as_str(), kept.from), ("二楼", at("2026-03-08T08:30")));
}

#[test]
fn a_talk_with_the_wrong_person_goes_to_the_bin_or_to_the_right_one() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲")]);
    let mark = MarkObservation {
        answer: seal(None, &base),
        statement: base.statements[0].id,
        by: b.asker,
        at: at("2026-03-08T09:30"),
    };
    b.go(mark);
    b.go(GiveTalk { answers: Vec::new(), talk: b.talk, to: b.second.id });
    assert_eq!((b.interview().person, b.interview().post), (b.second.id, b.second.post.clone()));
    let of = |p: &Person| b.read.children::<Interview>(p.id.0).unwrap().len();
    assert_eq!((of(&b.first), of(&b.second), b.all::<Answer>().len()), (0, 1, 1));
    b.go(b.begin(InterviewId::new(), "2026-03-08T10:00"));
    b.refused(GiveTalk { answers: Vec::new(), talk: b.talk, to: b.first.id });
    let remove = |shown| RemoveTalk { talk: b.talk, shown, drafts: Vec::new() };
    assert!(b.refused(remove(0)).what.contains("1 段"));
    b.go(remove(1));
    assert_eq!((of(&b.second), b.all::<Answer>().len(), b.all::<Observation>().len()), (0, 0, 0));
    b.refused(SealTalk { answers: vec![seal(Some(&base), &reworded(&base, 0, "乙"))] });
}

#[test]
fn a_talk_from_which_evidence_was_taken_is_not_removed() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲")]);
    b.go(seal(None, &base));
    let statement = base.statements[0].id;
    let source = EvidenceSource::Statement { interview: b.talk, answer: base.id, statement };
    let taken = evidence(b.first.unit, source);
    b.go(Script(Op::EditEvidence, move |tx: &mut crate::store::Tx<'_>| tx.put(&taken)));
    b.refused(RemoveTalk { talk: b.talk, shown: 1, drafts: Vec::new() });
    assert_eq!(b.texts(), ["甲"]);
}

#[test]
fn what_is_sealed_is_no_draft_any_more() {
    let b = Bench::new();
    let base = b.answer(vec![said(Lane::Verbatim, "甲")]);
    let drafts: Vec<(Uuid, &str)> = vec![(base.id.0, "q1"), (base.id.0, "claim/q1.x")];
    for (record, field) in &drafts {
        b.store.post_draft(crate::store::Draft {
            record: *record,
            kind: Answer::KIND,
            parent: base.parent(),
            field: (*field).to_owned(),
            text: "甲".into(),
            state: String::new(),
            caret: 0,
            base: None,
            at: at("2026-03-08T09:10"),
        });
    }
    b.store.flush().unwrap();
    b.go(seal(None, &base));
    let left: Vec<String> = b.read.drafts().unwrap().into_iter().map(|d| d.field).collect();
    assert_eq!(left, ["claim/q1.x"]);
}

#[test]
fn a_talk_never_ends_before_it_began_though_the_clock_was_set_back() {
    let b = Bench::new();
    let end = |b: &Bench| b.interview().sittings.last().map(|s| (s.from, s.to)).unwrap();
    b.go(BreakOff { answers: Vec::new(), talk: b.talk, at: at("2026-03-07T23:00") });
    assert_eq!(end(&b), (at("2026-03-08T09:00"), Some(at("2026-03-08T09:00"))));
    b.go(SitDownAgain { talk: b.talk, sitting: sitting(b.asker, "2026-03-09T09:00") });
    let back = |at| ReadBack { answers: Vec::new(), talk: b.talk, at };
    b.go(back(Some(at("2025-03-09T10:00"))));
    assert_eq!(b.interview().read_back, Some(at("2026-03-09T09:00")));
    b.go(back(None));
    b.go(CloseTalk { talk: b.talk, not_put: Vec::new(), read_back: false, settle: None, at: at("2025-03-09T10:00") });
    assert_eq!(end(&b).1, Some(at("2026-03-09T09:00")));
    let talk = b.interview();
    b.go(CorrectSitting { over: Over::default(), talk });
}
