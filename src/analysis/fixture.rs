//! What the tests of this layer build records with.

use crate::model::answer::{Answer, Lane, Statement};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{
    CitedId, DocumentId, EvidenceId, FactId, Hash, InspectorId, InterviewId, ObservationId, PersonId, ProblemId,
    RoundId, SittingId, StatementId, UnitId,
};
use crate::model::interview::{Interview, Sitting, TalkState};
use crate::model::observation::{Observation, Origin};
use crate::model::order::OrderKey;
use crate::model::people::{Code, Facts, Person};
use crate::model::problem::{Cited, Fact, Problem, ProblemState};
use crate::model::reading::{Document, Form};
use crate::model::round::{Inspector, Marking, Part, Round};
use crate::model::value::{Instant, PartialDate};
use crate::store::{Secret, Store};
use std::path::Path;

pub(crate) fn create(path: &Path) -> Store {
    Store::create(path, &Secret::None).unwrap().0
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00.000+08:00")).unwrap()
}

pub(crate) fn day(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text)
}

pub(crate) fn order(at: usize) -> OrderKey {
    OrderKey(format!("{at:03}1"))
}

pub(crate) fn round(from: &str, to: &str) -> Round {
    Round {
        id: RoundId::new(),
        name: "十七届县委第十轮巡察".into(),
        term: "十七届".into(),
        number: "第十轮".into(),
        group: "第一组".into(),
        from: day(from),
        to: day(to),
        marking: Marking::Internal,
        backup_dir: None,
    }
}

pub(crate) fn inspector(name: &str) -> Inspector {
    Inspector::new(InspectorId::new(), name, Part::Member)
}

pub(crate) fn person(unit: UnitId, code: &str, name: &str, post: &str) -> Person {
    Person {
        id: PersonId::new(),
        unit,
        name: name.into(),
        name_as_written: None,
        post: post.into(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: "head".into(),
        facts: Facts::default(),
        code: Code(code.into()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}

pub(crate) fn talk(person: &Person, method: Hash, from: &str) -> Interview {
    Interview {
        id: InterviewId::new(),
        person: person.id,
        method,
        state: TalkState::Closed,
        post: person.post.clone(),
        sittings: vec![Sitting {
            id: SittingId::new(),
            asker: InspectorId::new(),
            recorder: Some(InspectorId::new()),
            alone_reason: String::new(),
            place: "三楼会议室".into(),
            from: at(from),
            to: None,
        }],
        opening_read: None,
        variant: 0,
        read_back: None,
        note: String::new(),
    }
}

pub(crate) fn said(lane: Lane, text: &str) -> Statement {
    Statement {
        id: StatementId::new(),
        order: OrderKey::default(),
        lane,
        at: at("2026-03-08T09:20"),
        text: text.into(),
        key: false,
        withheld: false,
        supersedes: None,
    }
}

pub(crate) fn answer(talk: &Interview, question: &str, statements: Vec<Statement>) -> Answer {
    Answer { statements, ..Answer::new(talk.id, question) }
}

pub(crate) fn document(unit: UnitId, method: Hash, kind: &str, title: &str, from: &str) -> Document {
    Document {
        id: DocumentId::new(),
        unit,
        kind: kind.into(),
        method,
        title: title.into(),
        volume: String::new(),
        from: day(from),
        to: None,
        form: Form::Original,
        provider: "陈涛".into(),
        received: day("2026-03-05"),
        due_back: None,
        returned: None,
        person: None,
        clean: None,
        note: String::new(),
    }
}

pub(crate) fn evidence(unit: UnitId, source: EvidenceSource) -> Evidence {
    let sort = match source {
        EvidenceSource::Statement { .. } => EvidenceSort::Talk,
        _ => EvidenceSort::Written,
    };
    Evidence {
        id: EvidenceId::new(),
        unit,
        source,
        sort,
        title: String::new(),
        volume: String::new(),
        pages: String::new(),
        form: Form::Original,
        extent: String::new(),
        provider: String::new(),
        obtained: None,
        note: String::new(),
        by: InspectorId::new(),
        at: at("2026-03-09T10:00"),
    }
}

pub(crate) fn observation(unit: UnitId, text: &str, origin: Origin) -> Observation {
    Observation {
        id: ObservationId::new(),
        unit,
        origin,
        text: text.into(),
        by: InspectorId::new(),
        at: at("2026-03-08T12:00"),
        withheld: false,
    }
}

pub(crate) fn facts(texts: &[&str]) -> Vec<Fact> {
    let one = |(at, text): (usize, &&str)| Fact { id: FactId::new(), order: order(at), text: (*text).into() };
    texts.iter().enumerate().map(one).collect()
}

pub(crate) fn cited(all: &[EvidenceId]) -> Vec<Cited> {
    let one = |(at, id): (usize, &EvidenceId)| Cited {
        id: CitedId::new(),
        order: order(at),
        number: u16::try_from(at + 1).unwrap(),
        evidence: *id,
    };
    all.iter().enumerate().map(one).collect()
}

pub(crate) fn problem(number: &str, title: &str) -> Problem {
    Problem {
        id: ProblemId::new(),
        unit: UnitId::new(),
        method: Hash([0; 32]),
        number: number.into(),
        state: ProblemState::Draft,
        title: title.into(),
        facts: Vec::new(),
        from: None,
        to: None,
        place: String::new(),
        sources: Vec::new(),
        source_other: String::new(),
        discovery: String::new(),
        basis: Vec::new(),
        evidence: Vec::new(),
        responsible: Vec::new(),
        categories: Vec::new(),
        level: None,
        certainty: None,
        explanation: String::new(),
        against: String::new(),
        handlers: Vec::new(),
        note: String::new(),
    }
}
