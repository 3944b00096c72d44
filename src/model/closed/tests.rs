use super::super::answer::{Claim, Qualifier};
use super::super::evidence::{Evidence, EvidenceSort, EvidenceSource};
use super::super::ids::{
    AnswerId, CitedId, ClaimId, EvidenceId, FactId, Hash, InspectorId, InterviewId, ObservationId, ProblemId,
    StatementId, ToVerifyId, UnitId,
};
use super::super::observation::{Observation, Origin};
use super::super::order::OrderKey;
use super::super::problem::{Fact, ProblemState, ToVerify};
use super::super::reading::Form;
use super::super::value::Instant;
use super::*;

const AT: Instant = Instant { ms: 0, offset: 480 };

fn said(n: u8, corrects: Option<u8>, withheld: bool) -> Statement {
    Statement {
        id: statement(n),
        order: OrderKey::default(),
        lane: Lane::Gist,
        at: AT,
        text: format!("第{n}段的话"),
        key: false,
        withheld,
        supersedes: corrects.map(statement),
        words_of: Vec::new(),
    }
}

fn statement(n: u8) -> StatementId {
    StatementId(Uuid::from_bytes([n; 16]))
}

fn answer(statements: Vec<Statement>) -> Answer {
    Answer { statements, ..Answer::new(InterviewId::new(), "q1") }
}

fn shut(answer: &Answer, closed: &dyn Fn(Uuid) -> bool) -> Vec<u8> {
    let links = links(&answer.clone().into(), closed);
    let shut: BTreeSet<Uuid> = links.iter().filter_map(|l| l.closes(answer.id.0)).collect();
    (1..10).filter(|n| shut.contains(&statement(*n).0)).collect()
}

/// Statements as (number, corrects, withheld), and those that are closed.
type Case = (&'static [(u8, Option<u8>, bool)], &'static [u8]);

#[test]
fn a_mark_closes_the_whole_chain_of_corrections() {
    let open = |_: Uuid| false;
    let cases: [Case; 6] = [
        (&[(1, None, false), (2, Some(1), false)], &[]),
        (&[(1, None, true), (2, None, false)], &[1]),
        (&[(1, None, false), (2, Some(1), true)], &[1, 2]),
        (&[(1, None, true), (2, Some(1), false), (3, Some(2), false)], &[1, 2, 3]),
        (&[(1, None, false), (2, Some(1), false), (3, Some(1), true), (4, None, false)], &[1, 2, 3]),
        // A ring, as a damaged merge may leave it.
        (&[(1, Some(2), true), (2, Some(1), false)], &[1, 2]),
    ];
    for (statements, want) in cases {
        let a = answer(statements.iter().map(|(n, of, w)| said(*n, *of, *w)).collect());
        assert_eq!(shut(&a, &open), want, "{statements:?}");
    }
    let a = answer(vec![said(2, Some(1), false), said(3, None, false)]);
    assert_eq!(shut(&a, &|id| id == statement(1).0), [2], "what it corrects was taken out, and is closed");
}

#[test]
fn claims_go_with_their_statement_and_without_one_with_the_last() {
    let claim = |of: Option<u8>| Claim {
        id: ClaimId::new(),
        field: "q1.times".into(),
        qualifier: Qualifier::Exact,
        value: Some(super::super::answer::Value::Integer(47)),
        high: None,
        statement: of.map(statement),
    };
    let told_claims = |statements: Vec<Statement>| {
        let a = Answer { claims: vec![claim(Some(1)), claim(Some(2)), claim(None)], ..answer(statements) };
        let record: AnyRecord = a.into();
        match told(&record, &links(&record, &|_| false)) {
            Some(AnyRecord::Answer(a)) => a.claims.iter().map(|c| c.statement).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told_claims(vec![said(1, None, true), said(2, None, false)]), [Some(statement(2)), None]);
    assert_eq!(told_claims(vec![said(1, None, true), said(2, None, true)]), []);
    let remark = Statement { lane: Lane::Remark, ..said(2, None, false) };
    assert_eq!(told_claims(vec![said(1, None, true), remark]), [Some(statement(2))], "a remark is not said");
}

#[test]
fn what_rests_on_something_closed_is_closed() {
    let closed = |id: Uuid| id == statement(1).0;
    let observation = |n: u8, withheld| Observation {
        id: ObservationId::new(),
        unit: UnitId::new(),
        origin: Origin::Statement { interview: InterviewId::new(), answer: AnswerId::new(), statement: statement(n) },
        text: "疑点".into(),
        by: InspectorId::new(),
        at: AT,
        withheld,
        handled: None,
    };
    for (record, want) in [
        (AnyRecord::from(observation(1, false)), false),
        (observation(2, false).into(), true),
        (observation(2, true).into(), false),
        (evidence(EvidenceSource::Outside).into(), true),
    ] {
        assert_eq!(told(&record, &links(&record, &closed)).is_some(), want, "{record:?}");
    }
}

fn evidence(source: EvidenceSource) -> Evidence {
    Evidence {
        id: EvidenceId::new(),
        unit: UnitId::new(),
        source,
        sort: EvidenceSort::Talk,
        title: String::new(),
        volume: String::new(),
        pages: String::new(),
        form: Form::Original,
        extent: String::new(),
        provider: String::new(),
        obtained: None,
        note: String::new(),
        by: InspectorId::new(),
        at: AT,
    }
}

fn paper(fact: &str, lost: EvidenceId) -> Problem {
    let cited = |number, evidence| Cited { id: CitedId::new(), order: OrderKey::default(), number, evidence };
    Problem {
        id: ProblemId::new(),
        unit: UnitId::new(),
        method: Hash([0; 32]),
        number: "预-LF-01".into(),
        state: ProblemState::Ready,
        title: String::new(),
        facts: vec![Fact { id: FactId::new(), order: OrderKey::default(), text: fact.into() }],
        from: None,
        to: None,
        place: String::new(),
        sources: Vec::new(),
        source_other: String::new(),
        discovery: String::new(),
        basis: Vec::new(),
        evidence: vec![cited(1, EvidenceId::new()), cited(7, lost)],
        responsible: Vec::new(),
        categories: Vec::new(),
        level: None,
        certainty: None,
        explanation: String::new(),
        against: String::new(),
        handlers: Vec::new(),
        note: String::new(),
        to_verify: Vec::new(),
        overruled: Vec::new(),
    }
}

#[test]
fn what_is_to_be_verified_because_of_something_closed_is_not_told() {
    let lost = Uuid::now_v7();
    let matter = |origin| ToVerify {
        id: ToVerifyId::new(),
        order: OrderKey::default(),
        text: "查付款单".into(),
        origin,
        done: false,
    };
    let kept = [matter(None), matter(Some(Uuid::now_v7()))];
    let mut problem = paper("都好〔证1〕。", EvidenceId::new());
    problem.to_verify = vec![kept[0].clone(), matter(Some(lost)), kept[1].clone()];
    let record: AnyRecord = problem.into();
    let found = links(&record, &|id| id == lost);
    assert_eq!(found.iter().map(|l| (l.why, l.source)).collect::<Vec<_>>(), [(Why::Verifies, lost)]);
    let Some(AnyRecord::Problem(told)) = told(&record, &found) else { panic!("the rest of the paper is told") };
    assert_eq!(told.to_verify, kept);
}

#[test]
fn a_sentence_goes_as_a_whole_and_keeps_its_mark() {
    let lost = EvidenceId::new();
    let closed = |id: Uuid| id == lost.0;
    for (fact, want, left) in [
        (
            "没有购置一事〔证1〕。有人收了钱〔证7〕。",
            "没有购置一事〔证1〕。〔已另行处理〕〔证7〕。",
            "没有购置一事〔证1〕。〔已另行处理〕。",
        ),
        ("收了钱。〔证7〕姓钱。〔证1〕", "〔已另行处理〕。〔证7〕姓钱。〔证1〕", "〔已另行处理〕。姓钱。〔证1〕"),
        ("收了钱〔证7〕〔证1〕，又收了一次", "〔已另行处理〕〔证7〕〔证1〕", "〔已另行处理〕〔证1〕"),
        ("他说：“收了。” 〔证7〕后来", "〔已另行处理〕。” 〔证7〕后来", "〔已另行处理〕。” 后来"),
        (
            "别的〔证1〕。\n　也是〔证7〕！",
            "别的〔证1〕。\n　〔已另行处理〕〔证7〕！",
            "别的〔证1〕。\n　〔已另行处理〕！",
        ),
        ("都好〔证1〕。", "都好〔证1〕。", "都好〔证1〕。"),
    ] {
        let record: AnyRecord = paper(fact, lost).into();
        let Some(told) = told(&record, &links(&record, &closed)) else { panic!("{fact}") };
        let text = |r: &AnyRecord| match r {
            AnyRecord::Problem(p) => (p.facts[0].text.clone(), p.evidence.len()),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(&told), (want.to_owned(), 2), "{fact}");
        assert_eq!(text(&leaving(told, &closed)), (left.to_owned(), 1), "{fact}");
    }
}
