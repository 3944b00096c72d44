//! What the method says of a rule, and what lifts a low finding.

use super::input::Input;
use super::{FoundPlace, Lift, Rule};
use crate::method::records::{BasisRef, Category, Tie, Weight};
use crate::method::types::{FieldType, Method};
use crate::model::evidence::EvidenceSource;
use crate::model::reading::Entry;

/// Longest title made from an observation, in characters.
const TITLE: usize = 30;
/// So many of a kind lift a low finding (domain.md §10.4).
const OF_A_KIND: usize = 3;

/// What the method says of a rule.
pub(super) struct Words {
    pub(super) title: String,
    /// 底稿名称
    pub(super) heading: String,
    pub(super) weight: Weight,
    ties: Vec<Tie>,
    pub(super) basis: Vec<BasisRef>,
    pub(super) categories: Vec<Category>,
}

impl Words {
    fn plain(title: String, heading: String) -> Self {
        Self { title, heading, weight: Weight::Normal, ties: Vec::new(), basis: Vec::new(), categories: Vec::new() }
    }

    pub(super) fn of(input: &Input, rule: &Rule, places: &[FoundPlace]) -> Self {
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
pub(super) fn title_of(text: &str) -> String {
    let first = text.trim().split(['。', '；', '！', '？', '\n']).next().unwrap_or_default();
    if first.chars().count() <= TITLE {
        return first.to_owned();
    }
    first.chars().take(TITLE - 1).chain(['…']).collect()
}

pub(super) fn lift(input: &Input, words: &Words, places: &[FoundPlace]) -> Option<Lift> {
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
