//! Deciding a candidate: what is to be written then. Nothing is written here.

use super::gather::documents;
use super::{Candidate, CandidateStanding, FoundPlace, Offered, PlaceNews, Rule};
use crate::analysis::sentence::sentences;
use crate::method::records::BasisRef;
use crate::method::types::Method;
use crate::model::decision::{Decided, Decision, Seen};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{BasisId, CitedId, DecisionId, EvidenceId, FactId, InspectorId, ProblemId, ToVerifyId};
use crate::model::order::{self, OrderKey};
use crate::model::problem::{Basis, BasisWords, Cited, Fact, Problem, ToVerify, pin};
use crate::model::round::Inspector;
use crate::model::value::{Instant, PartialDate};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What goes with a decision.
#[derive(Debug, Clone, Copy)]
pub struct Adopting<'a> {
    /// The method that new papers use.
    pub method: &'a Method,
    /// The inspectors of the round, for the names in 发现过程.
    pub inspectors: &'a [Inspector],
    /// The evidence that the unit already has: the same source is not taken twice.
    pub evidence: &'a [Evidence],
    /// Who decides; the first 承办人.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
}

/// What is to be written, as one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// The problem: a new draft, or the existing one with the new material.
    pub problem: Problem,
    /// Evidence that did not exist yet.
    pub evidence: Vec<Evidence>,
    /// The decision, new or brought up to date.
    pub decision: Decision,
}

/// Adopts a candidate: a draft of that id with facts, evidence, basis and categories filled in. `number` is its
/// pre-number.
pub fn adopt(candidate: &Candidate, id: ProblemId, number: String, with: &Adopting<'_>) -> Adoption {
    let places: Vec<&FoundPlace> = candidate.places.iter().filter(|p| p.news != PlaceNews::Gone).collect();
    let period = places.iter().filter_map(|p| p.period);
    let (from, to) = (period.clone().map(|p| p.0).min(), period.map(|p| p.1).max());
    let mut problem = Problem {
        title: candidate.heading.clone(),
        from,
        to: to.filter(|to| Some(*to) != from),
        sources: sources(&places, with.method),
        discovery: discovery(&places, with),
        basis: bases(&candidate.basis, from, with.method),
        handlers: vec![with.by],
        ..Problem::new(id, candidate.unit, with.method.hash, number)
    };
    for category in &candidate.categories {
        problem.place(&category.tree, &category.node);
    }
    let evidence = add(&mut problem, candidate, &places, with);
    verify(&mut problem, places.iter().filter(|p| !p.note.is_empty()).map(|p| (p.id, noted(p))));
    let decision = decision(candidate, Decided::Adopted { problem: problem.id }, with.by, with.at);
    Adoption { problem, evidence, decision }
}

/// Takes what is new of an adopted candidate into its problem: paragraphs and evidence of new places at the end, and
/// what was noted, changed or is no problem any more into 待核实; nothing else is touched.
pub fn take_in(candidate: &Candidate, problem: &Problem, with: &Adopting<'_>) -> Adoption {
    let mut problem = problem.clone();
    let new: Vec<&FoundPlace> = candidate.fresh().filter(|p| p.news == PlaceNews::New).collect();
    let evidence = add(&mut problem, candidate, &new, with);
    let told = candidate.fresh().filter_map(|p| match p.news {
        PlaceNews::New if p.note.is_empty() => None,
        PlaceNews::New => Some((p.id, noted(p))),
        PlaceNews::Changed => Some((p.id, format!("来源有改动，核对事实。{}", now(p)))),
        PlaceNews::Gone => Some((p.id, format!("来源有改动，核对事实。{}。", p.place))),
        PlaceNews::Old => None,
    });
    verify(&mut problem, told);
    let decision = decision(candidate, Decided::Adopted { problem: problem.id }, with.by, with.at);
    Adoption { problem, evidence, decision }
}

/// What was noted at a place, and where that is.
fn noted(place: &FoundPlace) -> String {
    if place.evidence.is_none() { place.note.clone() } else { format!("{}：{}", place.place, place.note) }
}

/// What a place says now.
fn now(place: &FoundPlace) -> String {
    let said = if place.note.is_empty() { &place.text } else { &place.note };
    if said.starts_with(&place.place) { said.clone() } else { format!("{}：{said}", place.place) }
}

/// Puts matters into 待核实, each once.
fn verify(problem: &mut Problem, matters: impl IntoIterator<Item = (Uuid, String)>) {
    let list = &mut problem.to_verify;
    for (origin, text) in matters {
        if !list.iter().any(|v| v.origin == Some(origin) && v.text == text) {
            let (id, order) = (ToVerifyId::new(), OrderKey::default());
            list.push(ToVerify { id, order, text, origin: Some(origin), done: false });
        }
    }
    order::assign(list, |v| &mut v.order);
}

/// Dismisses a candidate with a reason.
pub fn dismiss(candidate: &Candidate, reason: &str, by: InspectorId, at: Instant) -> Decision {
    decision(candidate, Decided::Dismissed { reason: reason.trim().to_owned() }, by, at)
}

/// The decision on a candidate: one record per key. What was seen stays seen, with what it says now; what is no place any
/// more is forgotten, so that it is new when it comes back.
fn decision(candidate: &Candidate, outcome: Decided, by: InspectorId, at: Instant) -> Decision {
    // One that was made on the whole question goes on to hold for its other statements.
    let before = candidate.decision.as_ref().filter(|d| d.key == candidate.key);
    // A new paper rests on what is there now, and not on what an earlier decision knew.
    let goes_on = matches!(outcome, Decided::Dismissed { .. })
        || matches!(candidate.standing, CandidateStanding::NewMaterial(_) | CandidateStanding::Adopted(_));
    let gone = |id| candidate.places.iter().any(|p| p.id == id && p.news == PlaceNews::Gone);
    let kept = before.filter(|_| goes_on).into_iter().flat_map(|d| d.seen.iter().copied()).filter(|s| !gone(s.id));
    let mut seen: BTreeMap<Uuid, Seen> = kept.map(|s| (s.id, s)).collect();
    for place in candidate.places.iter().filter(|p| p.news != PlaceNews::Gone) {
        seen.insert(place.id, Seen { id: place.id, content: Some(place.content()) });
    }
    let title = if candidate.heading.is_empty() { &candidate.title } else { &candidate.heading };
    Decision {
        id: before.map_or_else(|| DecisionId::of(candidate.unit, candidate.key), |d| d.id),
        unit: candidate.unit,
        key: candidate.key,
        title: title.clone(),
        outcome,
        seen: seen.into_values().collect(),
        by,
        at,
    }
}

/// Adds paragraphs and citations of `places`; returns the evidence that is new.
fn add(problem: &mut Problem, candidate: &Candidate, places: &[&FoundPlace], with: &Adopting<'_>) -> Vec<Evidence> {
    let mut new: Vec<Evidence> = Vec::new();
    let mut pins: Vec<String> = Vec::new();
    let mut paragraphs: Vec<String> = Vec::new();
    for place in places {
        let mark = place.evidence.as_ref().map(|offered| {
            let id = taken(offered, problem, with, &mut new);
            pin(cite(problem, id))
        });
        let mark = mark.unwrap_or_default();
        if place.text.is_empty() {
            if !pins.contains(&mark) {
                pins.push(mark);
            }
        } else {
            let paragraph = pinned(&place.text, &mark);
            // Two things may be marked at one statement.
            if !paragraphs.contains(&paragraph) && !problem.facts.iter().any(|f| f.text == paragraph) {
                paragraphs.push(paragraph);
            }
        }
    }
    if let Rule::Pattern(_) = candidate.rule
        && !places.is_empty()
    {
        paragraphs.insert(0, pinned(&candidate.fact, &pins.concat()));
    }
    problem.facts.extend(paragraphs.into_iter().map(|text| Fact {
        id: FactId::new(),
        order: OrderKey::default(),
        text,
    }));
    order::assign(&mut problem.facts, |f| &mut f.order);
    order::assign(&mut problem.evidence, |c| &mut c.order);
    new
}

/// The evidence of that source: the unit's, or one just taken, or a new one.
fn taken(offered: &Offered, problem: &Problem, with: &Adopting<'_>, new: &mut Vec<Evidence>) -> EvidenceId {
    if let Some(found) = with.evidence.iter().chain(new.iter()).find(|e| is_same(e, offered)) {
        return found.id;
    }
    let sort = match offered.source {
        EvidenceSource::Statement { .. } => EvidenceSort::Talk,
        _ => EvidenceSort::Written,
    };
    let Offered { source, title, volume, pages, form, provider, obtained } = offered.clone();
    let evidence = Evidence {
        id: EvidenceId::new(),
        unit: problem.unit,
        source,
        sort,
        title,
        volume,
        pages,
        form,
        extent: String::new(),
        provider,
        obtained,
        note: String::new(),
        by: with.by,
        at: with.at,
    };
    let id = evidence.id;
    new.push(evidence);
    id
}

/// Whether evidence has the source that is offered: the same statement or file; in a document the same result or
/// entry, or the same pages.
fn is_same(evidence: &Evidence, offered: &Offered) -> bool {
    match (&evidence.source, &offered.source) {
        (EvidenceSource::Statement { statement: a, .. }, EvidenceSource::Statement { statement: b, .. }) => a == b,
        (
            EvidenceSource::Document { document: a, check: of_a, entry: at_a },
            EvidenceSource::Document { document: b, check: of_b, entry: at_b },
        ) => {
            let same_mark = of_a.is_some() && of_a == of_b || at_a.is_some() && at_a == at_b;
            a == b && (same_mark || evidence.pages.trim() == offered.pages.trim())
        }
        (EvidenceSource::Attachment { attachment: a }, EvidenceSource::Attachment { attachment: b }) => a == b,
        _ => false,
    }
}

/// 证N of that evidence in the paper; cites it when the paper does not yet.
fn cite(problem: &mut Problem, evidence: EvidenceId) -> u16 {
    if let Some(cited) = problem.evidence.iter().find(|c| c.evidence == evidence) {
        return cited.number;
    }
    let number = problem.next_cited();
    problem.evidence.push(Cited { id: CitedId::new(), order: OrderKey::default(), number, evidence });
    number
}

/// `text` with the mark in each of its sentences, before the stop; ends with a stop.
fn pinned(text: &str, mark: &str) -> String {
    let mut out = String::new();
    let text = text.trim().replace('\n', "");
    for sentence in sentences(&text) {
        let said = text.get(sentence.at).unwrap_or_default();
        let body = said.trim_end_matches(['。', '！', '？', '；', '!', '?', ';']);
        let stop = said.get(body.len()..).filter(|s| !s.is_empty()).unwrap_or("。");
        out.push_str(body);
        out.push_str(mark);
        out.push_str(stop);
    }
    out
}

/// 问题来源: 调阅资料 and 个别谈话, as the places have it and the method knows them.
fn sources(places: &[&FoundPlace], method: &Method) -> Vec<String> {
    let talk = places.iter().any(|p| p.talk.is_some());
    let read = !documents(places).is_empty();
    let ids = [(talk, "talk"), (read, "documents")];
    let known = |id: &str| method.sources.iter().any(|s| s.id == id);
    ids.into_iter().filter(|(on, id)| *on && known(id)).map(|(_, id)| id.to_owned()).collect()
}

/// 发现过程: who read what when, who talked to how many. The day of a talk is left out: it would tell with whom.
fn discovery(places: &[&FoundPlace], with: &Adopting<'_>) -> String {
    let (talks, reads): (Vec<&FoundPlace>, Vec<&FoundPlace>) = places.iter().partition(|p| p.talk.is_some());
    let mut said = String::new();
    if !reads.is_empty() {
        let days = reads.iter().filter_map(|p| p.on);
        let when = match (days.clone().min(), days.max()) {
            (Some(a), Some(b)) if a != b => format!("{}至{}，", a.chinese(), b.chinese()),
            (Some(a), _) => format!("{}，", a.chinese()),
            _ => String::new(),
        };
        let mut titles: Vec<String> = Vec::new();
        for title in reads.iter().filter_map(|p| p.evidence.as_ref()).map(|e| format!("{} {}", e.title, e.volume)) {
            let title = title.trim().to_owned();
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        let what = match titles.as_slice() {
            [] => "核对已掌握的情况".to_owned(),
            [one] => format!("查阅{one}"),
            [one, ..] => format!("查阅{one}等{}份资料", titles.len()),
        };
        said = format!("{when}{}{what}，发现上述情况。", names(&reads, with));
    }
    if !talks.is_empty() {
        let several: BTreeSet<_> = talks.iter().filter_map(|p| p.talk).collect();
        let how_many = if several.len() == 1 { "有关人员".to_owned() } else { format!("{}人", several.len()) };
        said.push_str(&[names(&talks, with).as_str(), "与", &how_many, "谈话了解。"].concat());
    }
    said
}

fn names(places: &[&FoundPlace], with: &Adopting<'_>) -> String {
    let mut ids: Vec<InspectorId> = Vec::new();
    for id in places.iter().flat_map(|p| p.by.iter()) {
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    let name = |id: &InspectorId| with.inspectors.iter().find(|i| i.id == *id).map(|i| i.name.as_str());
    ids.iter().filter_map(name).collect::<Vec<_>>().join("、")
}

/// The basis that the method offers, in the version that held at the time of the fact; the latest while that is not
/// known.
fn bases(offered: &[BasisRef], from: Option<PartialDate>, method: &Method) -> Vec<Basis> {
    let one = |b: &BasisRef| {
        let regulation = method.regulations.iter().find(|r| r.id == b.regulation);
        let version = regulation.and_then(|r| from.map_or_else(|| r.versions.last(), |day| r.in_force(day)));
        Basis::new(
            BasisId::new(),
            OrderKey::default(),
            BasisWords {
                regulation: b.regulation.clone(),
                name: regulation.map_or_else(|| b.name.clone(), |r| r.name.clone()),
                version: version.map(|v| v.label.clone()).unwrap_or_default(),
                clause: b.clause.clone(),
                quote: String::new(),
            },
        )
    };
    let mut bases: Vec<Basis> = offered.iter().map(one).collect();
    order::assign(&mut bases, |b| &mut b.order);
    bases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sentence_gets_its_mark_before_the_stop() {
        assert_eq!(pinned("先付款。后开会", "〔证1〕"), "先付款〔证1〕。后开会〔证1〕。");
        assert_eq!(pinned("第12页：没有议题。", "〔证1〕〔证2〕"), "第12页：没有议题〔证1〕〔证2〕。");
        assert_eq!(pinned("没有证据", ""), "没有证据。");
    }
}
