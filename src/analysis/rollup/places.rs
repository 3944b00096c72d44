//! Places: an answer, a check result or an observation as something that a candidate rests on.

use super::input::{AnswerLine, Input};
use super::patterns::{is_said, telling};
use super::{FoundPlace, Offered, PlaceKind, PlaceNews, Rule};
use crate::analysis::reading::marked;
use crate::model::answer::{Judgement, Lane, Statement};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{InspectorId, PersonId, StatementId};
use crate::model::observation::{Observation, Origin};
use crate::model::reading::{CheckResult, Document, Form, Verdict};
use crate::model::value::{Instant, PartialDate};
use uuid::Uuid;

pub(super) fn gone_place(input: &Input, id: Uuid, check: Option<&CheckResult>) -> FoundPlace {
    let document = check.and_then(|c| input.documents.get(&c.document));
    let place = match check.zip(document) {
        Some((check, document)) => format!("{}：已改为{}", where_in(document, &check.pages), check.verdict.chinese()),
        None => "采纳时依据的一处材料，现在已经没有或不再算作问题".to_owned(),
    };
    let kind = document.map_or(PlaceKind::Observation, |d| PlaceKind::Check { document: d.id });
    let source = |d: &Document| EvidenceSource::Document { document: d.id, check: check.map(|c| c.id), entry: None };
    FoundPlace {
        id,
        kind,
        place,
        text: String::new(),
        note: String::new(),
        evidence: document.map(|d| written(d, check.map_or("", |c| &c.pages), source(d))),
        period: None,
        by: Vec::new(),
        talk: None,
        on: None,
        news: PlaceNews::Gone,
    }
}

fn code_of(input: &Input, person: PersonId) -> &str {
    input.people.get(&person).map_or("", |p| p.code.as_str())
}

pub(super) fn of_answer(input: &Input, person: PersonId, answer: &AnswerLine, level: Judgement) -> FoundPlace {
    let question = input.method.question(&answer.question);
    let (numeral, label) =
        question.map_or(("", ""), |q| (q.numeral.as_str(), q.judgement_label(level).unwrap_or_default()));
    let statement = input.bodies.get(&answer.id).and_then(telling);
    FoundPlace {
        id: answer.id.0,
        kind: PlaceKind::Answer { interview: answer.talk, person },
        place: format!("访谈{} 问{numeral}：{label}", code_of(input, person)),
        text: String::new(),
        note: String::new(),
        evidence: statement.map(|s| said_in(answer, s.id)),
        period: None,
        by: inspectors(input, answer),
        talk: Some(answer.talk),
        on: None,
        news: PlaceNews::Old,
    }
}

fn inspectors(input: &Input, answer: &AnswerLine) -> Vec<InspectorId> {
    let sittings = input.sittings.get(&answer.talk).map(|t| t.sittings.as_slice()).unwrap_or_default();
    sittings.iter().flat_map(|s| std::iter::once(s.asker).chain(s.recorder)).collect()
}

fn said_in(answer: &AnswerLine, statement: StatementId) -> Offered {
    Offered {
        source: EvidenceSource::Statement { interview: answer.talk, answer: answer.id, statement },
        title: String::new(),
        volume: String::new(),
        pages: String::new(),
        form: Form::Original,
        provider: String::new(),
        obtained: None,
    }
}

fn written(document: &Document, pages: &str, source: EvidenceSource) -> Offered {
    let title = [document.title.clone(), document.period()].into_iter().filter(|p| !p.is_empty());
    Offered {
        source,
        title: title.collect::<Vec<_>>().join(" "),
        volume: document.volume.clone(),
        pages: pages.to_owned(),
        form: document.form,
        provider: document.provider.clone(),
        obtained: document.received,
    }
}

fn period(document: &Document) -> Option<(PartialDate, PartialDate)> {
    let from = document.from.or(document.to)?;
    Some((from, document.to.unwrap_or(from)))
}

pub(super) fn of_check(input: &Input, check: &CheckResult, document: &Document) -> FoundPlace {
    let source = EvidenceSource::Document { document: document.id, check: Some(check.id), entry: None };
    let evidence = written(document, &check.pages, source);
    let found = input.item(&check.item).map_or("", |i| &i.problem);
    let place = where_in(document, &check.pages);
    let noted = if check.note.trim().is_empty() { found } else { check.note.trim() };
    FoundPlace {
        id: check.id.0,
        kind: PlaceKind::Check { document: document.id },
        text: format!("{place}：{noted}"),
        note: String::new(),
        place,
        evidence: Some(evidence),
        period: period(document),
        by: check.by.into_iter().collect(),
        talk: None,
        on: check.at.map(Instant::date),
        news: PlaceNews::Old,
    }
}

fn where_in(document: &Document, pages: &str) -> String {
    let pages = crate::analysis::paper::pages(pages);
    [document.cited(), pages].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rule that an observation belongs to, and its place; `None` when it only repeats a check result that is a place
/// itself, and when it was drawn from what may not be told.
pub(super) fn of_observation(input: &Input, observation: &Observation) -> Option<(Rule, FoundPlace)> {
    let own = Rule::Observation(observation.id);
    let mut place = FoundPlace {
        id: observation.id.0,
        kind: PlaceKind::Observation,
        place: "疑点".to_owned(),
        text: String::new(),
        note: observation.text.trim().to_owned(),
        evidence: None,
        period: None,
        by: vec![observation.by],
        talk: None,
        on: Some(observation.at.date()),
        news: PlaceNews::Old,
    };
    let rule = match &observation.origin {
        Origin::Free => own,
        Origin::Statement { interview, answer, statement } => {
            (place.talk, place.on) = (Some(*interview), None);
            let Some(line) = input.answers.iter().find(|a| a.id == *answer) else { return Some((own, place)) };
            let said = input.bodies.get(answer).and_then(|a| a.statements.iter().find(|s| s.id == *statement));
            if said.is_some_and(|s| !s.is_told()) {
                return None;
            }
            let person = input.talks.get(&line.talk).copied();
            let numeral = input.method.question(&line.question).map_or("", |q| q.numeral.as_str());
            place.place = format!("访谈{} 问{numeral}", person.map_or("", |p| code_of(input, p)));
            let Some(said) = said.filter(|s| is_said(s)) else { return Some((own, place)) };
            place.evidence = Some(said_in(line, said.id));
            place.text = words_of(said);
            Rule::Statement { question: line.question.clone(), statement: said.id }
        }
        Origin::Document { document, item, check, entry } => {
            let result = check.and_then(|c| input.checks.get(&c));
            let repeats = |c: &CheckResult| {
                c.verdict == Verdict::Problem && marked(input.item(&c.item), c).trim() == observation.text.trim()
            };
            if result.is_some_and(repeats) {
                return None;
            }
            let noted = entry.and_then(|e| input.entries.get(&e));
            let pages = noted.map(|e| &e.pages).or_else(|| result.map(|c| &c.pages)).map_or("", String::as_str);
            if let Some(document) = input.documents.get(document) {
                place.place = where_in(document, pages);
                place.period = period(document);
                let source = EvidenceSource::Document { document: document.id, check: *check, entry: *entry };
                // A problem verdict is a place itself; of another one the note is what the item recorded.
                let recorded = result.filter(|c| c.verdict != Verdict::Problem && noted.is_none());
                if let Some(note) = recorded.map(|c| c.note.trim()).filter(|n| !n.is_empty()) {
                    place.text = format!("{}：{note}", place.place);
                }
                place.evidence = Some(written(document, pages, source));
            }
            let item = item.clone().or_else(|| result.map(|c| c.item.clone()));
            item.map_or(own, Rule::Item)
        }
    };
    Some((rule, place))
}

/// What was said, as a sentence of the facts: 原话 between quotation marks unless it holds some, 要点 without.
fn words_of(statement: &Statement) -> String {
    let text = statement.text.trim();
    if statement.lane == Lane::Verbatim && !text.contains(['“', '”']) {
        format!("谈话反映：“{text}”")
    } else {
        format!("谈话反映：{text}")
    }
}
