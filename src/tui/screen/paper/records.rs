//! What a paper writes: the problem, its suggestions and its 立行立改, and the texts in them.

use super::field::TextField;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::FactId;
use crate::model::order::{self, OrderKey};
use crate::model::problem::{Fact, Problem};
use crate::model::record::Kind;
use crate::model::value::PartialDate;
use crate::text::{Meta, Paragraph};
use crate::tui::effect::Put;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a paragraph stands for; only those of the facts are kept by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Para {
    /// The paragraph of the facts.
    pub id: FactId,
}

impl Meta for Para {}

/// The records of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// The problem.
    pub problem: Problem,
    /// What is suggested on it.
    pub suggestions: Vec<Suggestion>,
    /// 立行立改
    pub fix: Option<QuickFix>,
}

/// What a date that cannot be read is refused with.
pub const NO_DATE: &str = "看不懂这个日期。可以写 2022年6月14日、2022-06 或 2022。";

impl Records {
    /// The record that a text belongs to: its kind, id, and the record it is listed under.
    pub fn owner(&self, field: TextField) -> (Kind, Uuid, Uuid) {
        use TextField as T;
        let unit = self.problem.unit.0;
        match field {
            T::Addressee(id) | T::Suggestion(id) => (Kind::Suggestion, id.0, unit),
            T::Demand | T::Issued | T::Due | T::Result | T::Done => {
                (Kind::QuickFix, self.fix.as_ref().map_or(self.problem.id.0, |f| f.id.0), unit)
            }
            _ => (Kind::Problem, self.problem.id.0, unit),
        }
    }

    fn string(&mut self, field: TextField) -> Option<&mut String> {
        use TextField as T;
        let p = &mut self.problem;
        match field {
            T::Title => Some(&mut p.title),
            T::Place => Some(&mut p.place),
            T::SourceOther => Some(&mut p.source_other),
            T::Discovery => Some(&mut p.discovery),
            T::Explanation => Some(&mut p.explanation),
            T::Against => Some(&mut p.against),
            T::Note => Some(&mut p.note),
            T::BasisName(id) => p.basis.iter_mut().find(|b| b.id == id).map(|b| &mut b.name),
            T::Clause(id) => p.basis.iter_mut().find(|b| b.id == id).map(|b| &mut b.clause),
            T::Quote(id) => p.basis.iter_mut().find(|b| b.id == id).map(|b| &mut b.quote),
            T::Name(id) => p.responsible.iter_mut().find(|r| r.id == id).map(|r| &mut r.name),
            T::Post(id) => p.responsible.iter_mut().find(|r| r.id == id).map(|r| &mut r.post),
            T::Addressee(id) => self.suggestions.iter_mut().find(|s| s.id == id).map(|s| &mut s.addressee),
            T::Suggestion(id) => self.suggestions.iter_mut().find(|s| s.id == id).map(|s| &mut s.text),
            T::Demand => self.fix.as_mut().map(|f| &mut f.demand),
            T::Result => self.fix.as_mut().map(|f| &mut f.result),
            T::Facts | T::From | T::To | T::Issued | T::Due | T::Done => None,
        }
    }

    fn date(&mut self, field: TextField) -> Option<&mut Option<PartialDate>> {
        match field {
            TextField::From => Some(&mut self.problem.from),
            TextField::To => Some(&mut self.problem.to),
            TextField::Issued => self.fix.as_mut().map(|f| &mut f.issued),
            TextField::Due => self.fix.as_mut().map(|f| &mut f.due),
            TextField::Done => self.fix.as_mut().map(|f| &mut f.done),
            _ => None,
        }
    }

    /// The paragraphs of a text as they stand in the record.
    pub fn paragraphs(&self, field: TextField) -> Vec<Paragraph<Para>> {
        if field == TextField::Facts {
            let mut facts: Vec<&Fact> = self.problem.facts.iter().collect();
            facts.sort_by(|a, b| a.order.cmp(&b.order));
            return facts.into_iter().map(|f| Paragraph { text: f.text.clone(), meta: Para { id: f.id } }).collect();
        }
        // Reading and writing name the same places; a copy is cheaper than telling them twice.
        let mut copy = self.clone();
        let text = match copy.date(field) {
            Some(date) => date.map(|d| d.to_string()).unwrap_or_default(),
            None => copy.string(field).map(|s| s.clone()).unwrap_or_default(),
        };
        text.split('\n').map(|line| Paragraph { text: line.to_owned(), meta: Para::default() }).collect()
    }

    /// A text of the record in one piece.
    pub fn text(&self, field: TextField) -> String {
        self.paragraphs(field).iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Takes what was typed into the record.
    ///
    /// # Errors
    /// Why it cannot be taken, and what to do; nothing is changed then.
    pub fn take(&mut self, field: TextField, typed: &[Paragraph<Para>]) -> Result<(), &'static str> {
        if field == TextField::Facts {
            self.take_facts(typed);
            return Ok(());
        }
        let text = typed.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n");
        if let Some(date) = self.date(field) {
            let text = text.trim();
            *date = if text.is_empty() { None } else { Some(PartialDate::parse(text).ok_or(NO_DATE)?) };
        } else if let Some(own) = self.string(field) {
            text.trim().clone_into(own);
        }
        Ok(())
    }

    /// Empty paragraphs are no facts. Places are kept; only what is new or was moved gets a new one.
    fn take_facts(&mut self, typed: &[Paragraph<Para>]) {
        let old = std::mem::take(&mut self.problem.facts);
        let place = |id| old.iter().find(|f: &&Fact| f.id == id).map(|f| f.order.clone()).unwrap_or_default();
        let written = typed.iter().filter(|p| !p.text.trim().is_empty());
        let mut facts: Vec<Fact> =
            written.map(|p| Fact { id: p.meta.id, order: place(p.meta.id), text: p.text.clone() }).collect();
        order::assign(&mut facts, |f| &mut f.order);
        self.problem.facts = facts;
    }

    /// What has to be written so that the file holds this instead of `before`.
    pub fn puts(&self, before: &Self) -> Vec<Put> {
        let mut puts = Vec::new();
        if self.problem != before.problem {
            puts.push(Put::of(self.problem.clone()));
        }
        for s in &self.suggestions {
            if !before.suggestions.contains(s) {
                puts.push(Put::of(s.clone()));
            }
        }
        for old in before.suggestions.iter().filter(|old| self.suggestions.iter().all(|s| s.id != old.id)) {
            // A suggestion that answers other problems too stays for those.
            let others: Vec<_> = old.problems.iter().copied().filter(|p| *p != self.problem.id).collect();
            puts.push(if others.is_empty() {
                Put::Delete(Kind::Suggestion, old.id.0)
            } else {
                Put::of(Suggestion { problems: others, ..old.clone() })
            });
        }
        match (&self.fix, &before.fix) {
            (Some(fix), before) if before.as_ref() != Some(fix) => puts.push(Put::of(fix.clone())),
            (None, Some(old)) => puts.push(Put::Delete(Kind::QuickFix, old.id.0)),
            _ => {}
        }
        puts
    }
}

/// Moves the element at `at` one place up or down and gives it a new key; whether it moved.
pub fn shift<T>(items: &mut [T], at: usize, down: bool, key: impl Fn(&mut T) -> &mut OrderKey) -> bool {
    let other = if down { at.checked_add(1).filter(|n| *n < items.len()) } else { at.checked_sub(1) };
    let Some(other) = other else { return false };
    items.swap(at, other);
    order::assign(items, key);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{Hash, ProblemId, SuggestionId, UnitId};
    use crate::model::problem::ProblemState;

    fn records() -> Records {
        let problem = Problem {
            id: ProblemId::new(),
            unit: UnitId::new(),
            method: Hash([0; 32]),
            number: "预-LF-01".into(),
            state: ProblemState::Draft,
            title: String::new(),
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
        };
        Records { problem, suggestions: Vec::new(), fix: None }
    }

    fn typed(text: &str) -> Vec<Paragraph<Para>> {
        text.split('\n').map(|t| Paragraph { text: t.to_owned(), meta: Para::default() }).collect()
    }

    #[test]
    fn facts_keep_their_ids_and_places_and_blank_paragraphs_are_none() {
        let mut r = records();
        r.take(TextField::Facts, &typed("一\n\n二")).unwrap();
        let first: Vec<_> = r.problem.facts.iter().map(|f| (f.id, f.order.clone())).collect();
        assert_eq!(first.len(), 2);
        let mut again = r.paragraphs(TextField::Facts);
        again.insert(1, Paragraph { text: "一半".into(), meta: Para::default() });
        r.take(TextField::Facts, &again).unwrap();
        let second: Vec<_> = r.problem.facts.iter().map(|f| (f.id, f.order.clone())).collect();
        assert_eq!((&second[0], &second[2]), (&first[0], &first[1]));
        assert!(second[0].1 < second[1].1 && second[1].1 < second[2].1);
    }

    #[test]
    fn a_date_that_cannot_be_read_changes_nothing() {
        let mut r = records();
        r.take(TextField::From, &typed("2022年6月14日")).unwrap();
        assert_eq!(r.text(TextField::From), "2022-06-14");
        assert_eq!(r.take(TextField::From, &typed("六月")), Err(NO_DATE));
        assert_eq!(r.text(TextField::From), "2022-06-14");
        r.take(TextField::From, &typed(" ")).unwrap();
        assert_eq!(r.problem.from, None);
    }

    #[test]
    fn only_what_changed_is_written_and_a_shared_suggestion_stays_for_the_others() {
        let before = records();
        assert!(before.puts(&before).is_empty());
        let mut after = before.clone();
        let other = ProblemId::new();
        let shared = Suggestion {
            id: SuggestionId::new(),
            unit: before.problem.unit,
            problems: vec![before.problem.id, other],
            addressee: String::new(),
            text: "完善议事规则".into(),
        };
        after.suggestions.push(shared.clone());
        let [Put::Record(put)] = &after.puts(&before)[..] else { panic!("one put") };
        assert_eq!(put.id(), shared.id.0);
        let [Put::Record(put)] = &before.puts(&after)[..] else { panic!("one put") };
        assert_eq!(**put, Suggestion { problems: vec![other], ..shared }.into());
    }

    #[test]
    fn an_element_is_moved_by_one_key() {
        let mut keys = vec![OrderKey::default(); 3];
        order::assign(&mut keys, |k| k);
        let before = keys.clone();
        assert!(shift(&mut keys, 2, false, |k| k) && !shift(&mut keys, 2, true, |k| k));
        assert!(keys[0] < keys[1] && keys[1] < keys[2]);
        assert_eq!(keys.iter().filter(|k| before.contains(k)).count(), 2);
    }
}
