//! What can be done to the elements of a paper's records, and to its choices: turned, moved, taken out, numbered.

use crate::analysis::paper::field::{PaperField as F, PaperRecords, Spot};
use crate::model::order::{self, OrderKey};
use crate::model::problem::{Certainty, Level, ResponsibilityKind, pin, pins};
use uuid::Uuid;

/// The next of `all` after `now`, or the one before; none stands before the first.
fn turned<T: Copy + PartialEq>(all: &[T], now: Option<T>, forward: bool) -> Option<T> {
    let at = now.and_then(|n| all.iter().position(|x| *x == n));
    let next = match (at, forward) {
        (None, true) => Some(0),
        (None, false) => all.len().checked_sub(1),
        (Some(at), true) => at.checked_add(1).filter(|n| *n < all.len()),
        (Some(at), false) => at.checked_sub(1),
    };
    next.and_then(|n| all.get(n)).copied()
}

/// The numbers of the sentences (from 1, over the whole text) that name a piece of evidence.
pub(super) fn sentences_naming(facts: &str, number: u16) -> Vec<usize> {
    let mut found = Vec::new();
    let mut count = 0;
    for paragraph in facts.split('\n') {
        for sentence in paragraph.split_inclusive(['。', '！', '？', '；']) {
            // A mark behind the full stop belongs to the sentence before it.
            let (lead, rest) = leading_marks(sentence);
            if pins(lead).any(|(_, n)| n == number) && count > 0 {
                found.push(count);
            }
            if !rest.trim().is_empty() {
                count += 1;
                if pins(rest).any(|(_, n)| n == number) {
                    found.push(count);
                }
            }
        }
    }
    found.dedup();
    found
}

fn leading_marks(sentence: &str) -> (&str, &str) {
    let mut end = 0;
    for (range, _) in pins(sentence) {
        if range.start != end {
            break;
        }
        end = range.end;
    }
    sentence.split_at_checked(end).unwrap_or(("", sentence))
}

/// Moves the element at `at` one place up or down and gives it a new key; whether it moved.
fn shift<T>(items: &mut [T], at: Option<usize>, down: bool, key: impl Fn(&mut T) -> &mut OrderKey) -> bool {
    let Some(at) = at else { return false };
    let other = if down { at.checked_add(1).filter(|n| *n < items.len()) } else { at.checked_sub(1) };
    let Some(other) = other else { return false };
    items.swap(at, other);
    order::assign(items, key);
    true
}

/// Moves an element of a list one place; whether it moved.
pub(super) fn shift_element(records: &mut PaperRecords, element: Spot, down: bool) -> bool {
    let p = &mut records.problem;
    let Some(id) = element.part else { return false };
    match element.field {
        F::Evidence => {
            let at = p.evidence.iter().position(|c| c.id.0 == id);
            shift(&mut p.evidence, at, down, |c| &mut c.order)
        }
        F::Basis => {
            let at = p.basis.iter().position(|b| b.id.0 == id);
            shift(&mut p.basis, at, down, |b| &mut b.order)
        }
        F::Responsible => {
            let at = p.responsible.iter().position(|r| r.id.0 == id);
            shift(&mut p.responsible, at, down, |r| &mut r.order)
        }
        F::ToVerify => {
            let at = p.to_verify.iter().position(|v| v.id.0 == id);
            shift(&mut p.to_verify, at, down, |v| &mut v.order)
        }
        _ => false,
    }
}

/// What is said when an element of that list has been taken out.
pub(super) const fn dropped(list: F) -> &'static str {
    match list {
        F::Evidence => "已从底稿去掉这件材料。",
        F::Basis => "已去掉这条依据。",
        F::Responsible => "已去掉这名责任人。",
        F::Suggestion => "已去掉这条建议。",
        F::QuickFix => "已撤销立行立改。",
        F::ToVerify => "已去掉这件待核实的事。",
        _ => "",
    }
}

/// What was typed into an element, in a few words.
pub(super) fn typed_in(records: &PaperRecords, element: Spot) -> String {
    let texts: &[F] = match element.field {
        F::Basis => &[F::BasisName, F::BasisClause, F::BasisQuote],
        F::Responsible => &[F::ResponsibleName, F::ResponsiblePost],
        F::Suggestion => &[F::SuggestionTo, F::SuggestionText],
        F::QuickFix => &[F::FixDemand, F::FixResult],
        F::ToVerify => &[F::VerifyText],
        _ => &[],
    };
    let typed: Vec<String> = texts.iter().map(|f| records.text(element.with(*f))).filter(|t| !t.is_empty()).collect();
    typed.join("　").replace('\n', " ")
}

/// Takes an element out of its list.
pub(super) fn drop_element(records: &mut PaperRecords, element: Spot) {
    let other = |id: Uuid| Some(id) != element.part;
    let p = &mut records.problem;
    match element.field {
        F::Evidence => p.evidence.retain(|c| other(c.id.0)),
        F::Basis => p.basis.retain(|b| other(b.id.0)),
        F::Responsible => p.responsible.retain(|r| other(r.id.0)),
        F::Suggestion => records.suggestions.retain(|s| other(s.id.0)),
        F::QuickFix => records.fixes.retain(|f| other(f.id.0)),
        F::ToVerify => p.to_verify.retain(|v| other(v.id.0)),
        _ => {}
    }
}

/// Turns a choice.
pub(super) fn turn_choice(records: &mut PaperRecords, spot: Spot, forward: bool) {
    let p = &mut records.problem;
    match spot.field {
        F::Level => p.level = turned(&Level::ALL, p.level, forward),
        F::Certainty => p.certainty = turned(&Certainty::ALL, p.certainty, forward),
        F::ResponsibleKind => {
            if let Some(one) = p.responsible.iter_mut().find(|r| Some(r.id.0) == spot.part) {
                let around = if forward { ResponsibilityKind::MainLeader } else { ResponsibilityKind::Direct };
                one.kind = turned(&ResponsibilityKind::ALL, Some(one.kind), forward).unwrap_or(around);
            }
        }
        _ => {}
    }
}

/// Puts the n-th word of a choice there.
pub(super) fn set_choice(records: &mut PaperRecords, spot: Spot, n: usize) {
    let p = &mut records.problem;
    match spot.field {
        F::Level => p.level = Level::ALL.get(n).copied().or(p.level),
        F::Certainty => p.certainty = Certainty::ALL.get(n).copied().or(p.certainty),
        F::ResponsibleKind => {
            if let Some(one) = p.responsible.iter_mut().find(|r| Some(r.id.0) == spot.part) {
                one.kind = ResponsibilityKind::ALL.get(n).copied().unwrap_or(one.kind);
            }
        }
        _ => {}
    }
}

/// Numbers the evidence 1, 2, 3 … in its order, and the marks in the facts with it; whether any number changed.
pub(super) fn renumber(records: &mut PaperRecords) -> bool {
    let p = &mut records.problem;
    let places = p.evidence.iter().enumerate();
    let mut new: Vec<(u16, u16)> =
        places.map(|(at, c)| (c.number, u16::try_from(at + 1).unwrap_or(u16::MAX))).collect();
    if new.iter().all(|(old, new)| old == new) {
        return false;
    }
    // A mark of evidence that is not in the list must not come to mean another piece.
    let mut free = u16::try_from(new.len() + 1).unwrap_or(u16::MAX);
    for (_, n) in p.facts.iter().flat_map(|f| pins(&f.text)) {
        if new.iter().all(|(old, _)| *old != n) {
            new.push((n, free));
            free = free.saturating_add(1);
        }
    }
    for c in &mut p.evidence {
        c.number = numbered(&new, c.number);
    }
    for f in &mut p.facts {
        f.text = remarked(&f.text, &new);
    }
    true
}

fn numbered(new: &[(u16, u16)], old: u16) -> u16 {
    new.iter().find(|(o, _)| *o == old).map_or(old, |(_, n)| *n)
}

/// The text with its marks numbered anew.
fn remarked(text: &str, new: &[(u16, u16)]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (range, number) in pins(text) {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&pin(numbered(new, number)));
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_belongs_to_the_sentence_that_it_ends() {
        let facts = "支付购车款〔证1〕。没有议题。〔证2〕有人反映〔证1〕。\n先买后补〔证3〕。";
        assert_eq!(sentences_naming(facts, 1), [1, 3]);
        assert_eq!(sentences_naming(facts, 2), [2]);
        assert_eq!(sentences_naming(facts, 3), [4]);
        assert!(sentences_naming(facts, 4).is_empty());
    }

    #[test]
    fn marks_are_numbered_anew_all_at_once() {
        assert_eq!(remarked("甲〔证2〕，乙〔证1〕〔证9〕。", &[(1, 2), (2, 1)]), "甲〔证1〕，乙〔证2〕〔证9〕。");
    }

    #[test]
    fn an_element_is_moved_by_one_key() {
        let mut keys = vec![OrderKey::default(); 3];
        order::assign(&mut keys, |k| k);
        let before = keys.clone();
        assert!(shift(&mut keys, Some(2), false, |k| k) && !shift(&mut keys, Some(2), true, |k| k));
        assert!(keys[0] < keys[1] && keys[1] < keys[2]);
        assert_eq!(keys.iter().filter(|k| before.contains(k)).count(), 2);
    }

    #[test]
    fn a_choice_turns_through_none() {
        let all = [1, 2];
        assert_eq!(
            [turned(&all, None, true), turned(&all, Some(1), true), turned(&all, Some(2), true)],
            [Some(1), Some(2), None]
        );
        assert_eq!([turned(&all, None, false), turned(&all, Some(1), false)], [Some(2), None]);
    }
}
