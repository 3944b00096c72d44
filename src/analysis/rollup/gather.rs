//! From the input to the candidates.

use super::input::Input;
use super::patterns::patterns;
use super::places::{gone_place, of_check, of_observation};
use super::words::{Words, lift};
use super::{Candidate, CandidateStanding, FoundPlace, PlaceNews, Rule};
use crate::method::records::{Category, Weight};
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{DocumentId, Hash};
use crate::model::reading::Verdict;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
        let alive = matches!(decision.outcome, Decided::Adopted { problem } if input.problems.contains(&problem));
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

fn standing(input: &Input, decision: Option<&Decision>, fresh: bool) -> CandidateStanding {
    match decision.map(|d| &d.outcome) {
        // Its problem went to the bin: the material is there again.
        Some(Decided::Adopted { problem }) if !input.problems.contains(problem) => CandidateStanding::Open,
        Some(Decided::Adopted { problem }) if fresh => CandidateStanding::NewMaterial(*problem),
        Some(Decided::Adopted { problem }) => CandidateStanding::Adopted(*problem),
        Some(Decided::Dismissed { .. }) if fresh => CandidateStanding::Reopened,
        Some(Decided::Dismissed { .. }) => CandidateStanding::Dismissed,
        None => CandidateStanding::Open,
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
