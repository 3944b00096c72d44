//! From the input to the candidates.

use super::input::{AnswerLine, Input};
use super::{Candidate, CandidateStanding, FoundPlace, Lift, Offered, PlaceKind, PlaceNews, Rule};
use crate::analysis::reading::marked;
use crate::method::apply::Situation;
use crate::method::problems::Pattern;
use crate::method::records::{Category, Tie, Weight};
use crate::method::types::{FieldType, Method};
use crate::model::answer::{Answer, Judgement, Lane, Progress, Statement};
use crate::model::decision::{Decision, Outcome};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{DocumentId, Hash, PersonId, StatementId};
use crate::model::observation::{Observation, Origin};
use crate::model::reading::{CheckResult, Document, Entry, Form, Verdict};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Longest title made from an observation, in characters.
const TITLE: usize = 30;
/// So many of a kind lift a low finding (domain.md §10.4).
const OF_A_KIND: usize = 3;

/// The candidates of one unit: what waits first, then by weight, folded ones last.
pub fn candidates(input: &Input) -> Vec<Candidate> {
    let mut drafts: BTreeMap<Rule, Vec<FoundPlace>> = BTreeMap::new();
    let mut facts: HashMap<Rule, String> = HashMap::new();
    for (pattern, fact, places) in patterns(input) {
        let rule = Rule::Pattern(pattern.id.clone());
        facts.insert(rule.clone(), fact);
        drafts.insert(rule, places);
    }
    for check in input.checks.values().filter(|c| c.verdict == Verdict::Problem) {
        // A document in the bin takes its results with it.
        if let Some(document) = input.documents.get(&check.document) {
            drafts.entry(Rule::Item(check.item.clone())).or_default().push(of_check(input, check, document));
        }
    }
    for observation in input.observations.iter().filter(|o| o.is_told()) {
        if let Some((rule, place)) = of_observation(input, observation) {
            drafts.entry(rule).or_default().push(place);
        }
    }
    let decided: HashMap<Hash, &Decision> = latest(&input.decisions);
    for (rule, place) in gone(input, &drafts, &decided) {
        drafts.entry(rule).or_default().push(place);
    }
    let mut all: Vec<Candidate> = drafts
        .into_iter()
        .map(|(rule, places)| {
            let fact = facts.remove(&rule).unwrap_or_default();
            candidate(input, rule, places, fact, &decided)
        })
        .collect();
    all.sort_by(|a, b| {
        let place = |c: &Candidate| (!c.standing.waits(), c.folded(), std::cmp::Reverse(c.weight));
        place(a).cmp(&place(b)).then_with(|| a.rule.cmp(&b.rule))
    });
    all
}

/// One decision per key; should a merge leave two, the later one counts.
fn latest(decisions: &[Decision]) -> HashMap<Hash, &Decision> {
    let mut by_key: HashMap<Hash, &Decision> = HashMap::new();
    for decision in decisions {
        let kept = by_key.entry(decision.key).or_insert(decision);
        if (decision.at, decision.id) > (kept.at, kept.id) {
            *kept = decision;
        }
    }
    by_key
}

fn candidate(
    input: &Input,
    rule: Rule,
    mut places: Vec<FoundPlace>,
    fact: String,
    decided: &HashMap<Hash, &Decision>,
) -> Candidate {
    places.sort_by_key(|p| p.id);
    let key = rule.key(input.unit);
    let decision = decision_of(input, &rule, &places, decided).cloned();
    for place in places.iter_mut().filter(|p| p.news != PlaceNews::Gone) {
        place.news = news(decision.as_ref(), place);
    }
    let words = Words::of(input, &rule, &places);
    let standing = standing(input, decision.as_ref(), places.iter().any(|p| p.news != PlaceNews::Old));
    let lift = lift(input, &words, &places).filter(|_| words.weight == Weight::Low);
    let Words { title, heading, weight, basis, mut categories, .. } = words;
    let mut trees = BTreeSet::new();
    categories.retain(|c: &Category| trees.insert(c.tree.clone()));
    let unit = input.unit;
    Candidate { key, unit, rule, title, heading, weight, lift, places, fact, basis, categories, decision, standing }
}

/// What was decided on it: under its own key, else under the key of its question when that decision knew any of its
/// places.
fn decision_of<'a>(
    input: &Input,
    rule: &Rule,
    places: &[FoundPlace],
    decided: &HashMap<Hash, &'a Decision>,
) -> Option<&'a Decision> {
    let own = decided.get(&rule.key(input.unit)).copied();
    let older = || rule.older_key(input.unit).and_then(|key| decided.get(&key).copied());
    own.or_else(|| older().filter(|d| d.seen.iter().any(|s| places.iter().any(|p| p.id == s.id))))
}

fn news(decision: Option<&Decision>, place: &FoundPlace) -> PlaceNews {
    let Some(decision) = decision else { return PlaceNews::Old };
    match decision.seen.iter().find(|s| s.id == place.id) {
        None => PlaceNews::New,
        Some(seen) if seen.is(place.id, place.content()) => PlaceNews::Old,
        Some(_) => PlaceNews::Changed,
    }
}

/// What adopted candidates rested on and is no place any more. What exactly became of it is told of a check result alone:
/// of the rest it might be that it is withheld.
fn gone(
    input: &Input,
    drafts: &BTreeMap<Rule, Vec<FoundPlace>>,
    decided: &HashMap<Hash, &Decision>,
) -> Vec<(Rule, FoundPlace)> {
    let mut by_key: HashMap<Hash, Rule> = drafts.keys().map(|r| (r.key(input.unit), r.clone())).collect();
    for check in input.checks.values() {
        let rule = Rule::Item(check.item.clone());
        by_key.insert(rule.key(input.unit), rule);
    }
    for pattern in &input.method.patterns {
        let rule = Rule::Pattern(pattern.id.clone());
        by_key.insert(rule.key(input.unit), rule);
    }
    let mut found = Vec::new();
    for decision in decided.values() {
        let alive = matches!(decision.outcome, Outcome::Adopted { problem } if input.problems.contains(&problem));
        let Some(rule) = by_key.get(&decision.key).filter(|_| alive) else { continue };
        let there = drafts.get(rule).map_or(&[][..], Vec::as_slice);
        for seen in decision.seen.iter().filter(|s| there.iter().all(|p| p.id != s.id)) {
            let check = input.checks.get(&seen.id.into());
            // Earlier versions noted ids that were no places; what a check result was is known.
            if seen.content.is_some() || check.is_some() {
                found.push((rule.clone(), gone_place(input, seen.id, check)));
            }
        }
    }
    found
}

fn gone_place(input: &Input, id: Uuid, check: Option<&CheckResult>) -> FoundPlace {
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

fn standing(input: &Input, decision: Option<&Decision>, fresh: bool) -> CandidateStanding {
    match decision.map(|d| &d.outcome) {
        // Its problem went to the bin: the material is there again.
        Some(Outcome::Adopted { problem }) if !input.problems.contains(problem) => CandidateStanding::Open,
        Some(Outcome::Adopted { problem }) if fresh => CandidateStanding::NewMaterial(*problem),
        Some(Outcome::Adopted { problem }) => CandidateStanding::Adopted(*problem),
        Some(Outcome::Dismissed { .. }) if fresh => CandidateStanding::Reopened,
        Some(Outcome::Dismissed { .. }) => CandidateStanding::Dismissed,
        None => CandidateStanding::Open,
    }
}

/// What the method says of a rule.
struct Words {
    title: String,
    /// 底稿名称
    heading: String,
    weight: Weight,
    ties: Vec<Tie>,
    basis: Vec<crate::method::records::BasisRef>,
    categories: Vec<Category>,
}

impl Words {
    fn plain(title: String, heading: String) -> Self {
        Self { title, heading, weight: Weight::Normal, ties: Vec::new(), basis: Vec::new(), categories: Vec::new() }
    }

    fn of(input: &Input, rule: &Rule, places: &[FoundPlace]) -> Self {
        match rule {
            Rule::Pattern(id) => match input.method.patterns.iter().find(|p| p.id == *id) {
                Some(p) => Self {
                    title: p.title.clone(),
                    heading: p.title.clone(),
                    weight: p.weight,
                    ties: p.ties.clone(),
                    basis: p.basis.clone(),
                    categories: p.categories.clone(),
                },
                None => Self::plain(id.clone(), id.clone()),
            },
            Rule::Item(id) => match input.item(id) {
                Some(i) => Self {
                    title: i.problem.clone(),
                    heading: i.problem.clone(),
                    weight: i.weight,
                    ties: i.ties.clone(),
                    basis: i.basis.clone(),
                    categories: i.categories.clone(),
                },
                None => Self::plain(format!("检查要点 {id} 有问题"), String::new()),
            },
            Rule::Statement { question, .. } => {
                let short = input.method.question(question).map_or(question, |q| &q.short);
                let heading = format!("谈话反映：{short}");
                // Several statements of one answer are told apart by what was marked at them.
                let marked = places.first().map(|p| title_of(p.told())).unwrap_or_default();
                Self::plain(format!("{heading}　{marked}").trim_end().to_owned(), heading)
            }
            Rule::Observation(_) => {
                Self::plain(places.first().map(|p| title_of(p.told())).unwrap_or_default(), String::new())
            }
        }
    }
}

/// The first words of an observation.
fn title_of(text: &str) -> String {
    let first = text.trim().split(['。', '；', '！', '？', '\n']).next().unwrap_or_default();
    if first.chars().count() <= TITLE {
        return first.to_owned();
    }
    first.chars().take(TITLE - 1).chain(['…']).collect()
}

fn lift(input: &Input, words: &Words, places: &[FoundPlace]) -> Option<Lift> {
    if let Some(tie) = words.ties.first() {
        return Some(Lift::Tied(*tie));
    }
    if places.len() >= OF_A_KIND {
        return Some(Lift::Three);
    }
    places.iter().find_map(|p| tie_of_entries(input, p)).map(Lift::Tied)
}

/// An amount or a person in an entry of the same document on the same page, or in the very entry that was marked.
fn tie_of_entries(input: &Input, place: &FoundPlace) -> Option<Tie> {
    let Some(EvidenceSource::Document { document, entry, .. }) = place.evidence.as_ref().map(|e| &e.source) else {
        return None;
    };
    let pages = numbers(place.evidence.as_ref().map_or("", |e| &e.pages));
    let on_page = |e: &&Entry| {
        Some(e.id) == *entry
            || e.document == *document
                && numbers(&e.pages).iter().any(|(a, b)| pages.iter().any(|(c, d)| a <= d && c <= b))
    };
    input.entries.values().filter(on_page).find_map(|e| tie_of_entry(&input.method, e))
}

fn tie_of_entry(method: &Method, entry: &Entry) -> Option<Tie> {
    let kind = method.entries.iter().find(|k| k.id == entry.kind)?;
    let filled = |f: &&crate::method::records::AskedField| entry.values.iter().any(|v| v.field == f.id);
    kind.fields.iter().filter(filled).find_map(|f| match f.ty {
        FieldType::Money { .. } => Some(Tie::Money),
        FieldType::Person => Some(Tie::Personnel),
        _ => None,
    })
}

/// The page numbers in what was noted: `12, 31-33` is (12, 12), (31, 33).
fn numbers(pages: &str) -> Vec<(u32, u32)> {
    let parts = pages.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '—' | '–' | '~' | '～' | '至'));
    let range = |part: &str| {
        let mut ends = part.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u32>().ok());
        let first = ends.next()?;
        Some((first, ends.next_back().unwrap_or(first).max(first)))
    };
    parts.filter_map(range).collect()
}

/// The patterns that hold, each with its sentence and the answers that count.
fn patterns(input: &Input) -> Vec<(&Pattern, String, Vec<FoundPlace>)> {
    let best = best_answers(input);
    let mut held = Vec::new();
    for pattern in &input.method.patterns {
        let judged = input.people.iter().filter_map(|(person, brief)| {
            let now = Situation { approach: &brief.approach, facts: &brief.facts, judgement: None, claims: &[] };
            let answer = best.get(&(*person, pattern.question.as_str()))?;
            let judgement = answer.judgement.filter(|j| *j != Judgement::NotApplicable || pattern.level.contains(j))?;
            // Where nothing of what was said may be told, the judgement would tell of it.
            (pattern.of.holds(&now) && !nothing_told(input, answer)).then_some((*person, *answer, judgement))
        });
        let judged: Vec<(PersonId, &AnswerLine, Judgement)> = judged.collect();
        let counted: Vec<_> = judged.iter().filter(|(_, _, j)| pattern.level.contains(j)).collect();
        let (asked, count) = (judged.len(), counted.len());
        if count == 0 || count < pattern.at_least as usize || count * 100 < asked * usize::from(pattern.share) {
            continue;
        }
        let fact = pattern.fact.replace("{asked}", &asked.to_string()).replace("{count}", &count.to_string());
        let places = counted.into_iter().map(|(person, answer, level)| of_answer(input, *person, answer, *level));
        held.push((pattern, fact, places.collect()));
    }
    held
}

/// Each person's answer that counts for a question: the best of their talks, as in coverage; of equals the latest.
fn best_answers(input: &Input) -> HashMap<(PersonId, &str), &AnswerLine> {
    let weight = |a: &AnswerLine| match a.progress {
        Progress::Open => 0,
        Progress::Excused => 1,
        Progress::Part => 2,
        Progress::Done => 3,
    };
    let mut best: HashMap<(PersonId, &str), &AnswerLine> = HashMap::new();
    for answer in &input.answers {
        let Some(person) = input.talks.get(&answer.talk) else { continue };
        let kept = best.entry((*person, answer.question.as_str())).or_insert(answer);
        if (weight(answer), answer.talk, answer.id) > (weight(kept), kept.talk, kept.id) {
            *kept = answer;
        }
    }
    best
}

fn is_said(statement: &Statement) -> bool {
    statement.lane != Lane::Remark && !statement.text.trim().is_empty()
}

fn nothing_told(input: &Input, answer: &AnswerLine) -> bool {
    input.bodies.get(&answer.id).is_some_and(|body| {
        body.statements.iter().any(|s| !s.is_told()) && !body.statements.iter().any(|s| is_said(s) && s.is_told())
    })
}

/// The statement that stands for an answer: a marked one, else the first; none that was corrected or may not be told.
fn telling(answer: &Answer) -> Option<&Statement> {
    let mut usable = answer.statements.iter().filter(|s| is_said(s) && s.is_told() && !answer.superseded(s.id));
    let first = usable.next()?;
    Some(std::iter::once(first).chain(usable).find(|s| s.key).unwrap_or(first))
}

fn code_of(input: &Input, person: PersonId) -> &str {
    input.people.get(&person).map_or("", |p| p.code.as_str())
}

fn of_answer(input: &Input, person: PersonId, answer: &AnswerLine, level: Judgement) -> FoundPlace {
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

fn inspectors(input: &Input, answer: &AnswerLine) -> Vec<crate::model::ids::InspectorId> {
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

fn period(document: &Document) -> Option<(crate::model::value::PartialDate, crate::model::value::PartialDate)> {
    let from = document.from.or(document.to)?;
    Some((from, document.to.unwrap_or(from)))
}

fn of_check(input: &Input, check: &CheckResult, document: &Document) -> FoundPlace {
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
        on: check.at.map(crate::model::value::Instant::date),
        news: PlaceNews::Old,
    }
}

fn where_in(document: &Document, pages: &str) -> String {
    let pages = crate::analysis::paper::pages(pages);
    [document.cited(), pages].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rule that an observation belongs to, and its place; `None` when it only repeats a check result that is a place
/// itself, and when it was drawn from what may not be told.
fn of_observation(input: &Input, observation: &Observation) -> Option<(Rule, FoundPlace)> {
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

/// The documents that a candidate's places lie in, each once.
pub(super) fn documents(places: &[&FoundPlace]) -> BTreeSet<DocumentId> {
    let of = |p: &&FoundPlace| match p.evidence.as_ref().map(|e| &e.source) {
        Some(EvidenceSource::Document { document, .. }) => Some(*document),
        _ => None,
    };
    places.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_as_ranges() {
        assert_eq!(numbers("12, 31-33、第5至7页"), [(12, 12), (31, 33), (5, 7)]);
        assert_eq!(numbers("封底"), []);
    }

    #[test]
    fn a_title_is_the_first_sentence_cut_to_length() {
        assert_eq!(title_of("付款早于研究。另有一次。"), "付款早于研究");
        assert_eq!(title_of(&"长".repeat(40)).chars().count(), TITLE);
    }
}
