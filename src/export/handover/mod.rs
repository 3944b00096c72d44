//! What goes to the unit and to others beside the problems: suggestions by addressee, 立行立改 notices, and the form
//! on which a lead is handed over.

pub mod lead_receipt;
pub mod notice;
pub mod suggestions;

use super::deliver::Ready;
use super::head::Head;
use super::paper::gather::Gatherer;
use super::parts::CoveredAt;
use crate::analysis::paper::Cover;
use crate::analysis::paper::field::PaperField;
use crate::error::Result;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{ProblemId, UnitId};
use crate::model::problem::{Problem, Responsible};
use crate::model::round::Unit;
use crate::store::{Reader, called};
use notice::FixNotice;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use suggestions::{Addressee, Item, Suggestions};

/// What both are made from.
pub(super) struct HandedOver<'a> {
    gatherer: &'a Gatherer<'a>,
    units: Vec<Unit>,
    problems: HashMap<ProblemId, Problem>,
    suggestions: Vec<Suggestion>,
    fixes: Vec<QuickFix>,
    covered: RefCell<Vec<CoveredAt>>,
}

impl<'a> HandedOver<'a> {
    /// Reads all of the round.
    pub(super) fn read(reader: &Reader, gatherer: &'a Gatherer<'a>) -> Result<Self> {
        let mut units: Vec<Unit> = reader.all()?;
        units.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
        Ok(Self {
            gatherer,
            units,
            problems: reader.all::<Problem>()?.into_iter().map(|p| (p.id, p)).collect(),
            suggestions: reader.all()?,
            fixes: reader.all()?,
            covered: RefCell::default(),
        })
    }

    /// The suggestions that follow from the inspection of each unit, with its code; units without any are left out.
    pub(super) fn suggestions(&self) -> Result<Vec<Ready<Suggestions>>> {
        let mut all = Vec::new();
        for unit in &self.units {
            let mine: Vec<&Suggestion> = self.suggestions.iter().filter(|s| s.unit == unit.id).collect();
            if !mine.is_empty() {
                let problems = mine.iter().flat_map(|s| &s.problems).map(|p| p.0);
                let own = [self.gatherer.round(), unit.id.0].into_iter().chain(mine.iter().map(|s| s.id.0));
                let from = self.gatherer.sources(own.chain(problems))?;
                all.push(Ready { tell: unit.code.clone(), output: self.of_unit(unit, &mine)?, from });
            }
        }
        Ok(all)
    }

    fn of_unit(&self, unit: &Unit, mine: &[&Suggestion]) -> Result<Suggestions> {
        let ids = [self.gatherer.round(), unit.id.0].into_iter().chain(mine.iter().map(|s| s.id.0));
        let revised = self.gatherer.latest(ids)?;
        // The unit itself first, then the others by name.
        let mut by: BTreeMap<(bool, &str), Vec<Item>> = BTreeMap::new();
        for suggestion in mine {
            let to = suggestion.addressee.trim();
            by.entry((!to.is_empty(), to)).or_default().push(self.item(suggestion));
        }
        let addressees = by.into_iter().map(|((_, to), items)| {
            let cover = self.gatherer.cover(unit.id, []);
            let name = if to.is_empty() { unit.name.clone() } else { cover.text(PaperField::SuggestionTo, to) };
            self.note(called::SUGGESTIONS, &unit.code, cover);
            Addressee { name, items }
        });
        Ok(Suggestions {
            head: self.gatherer.head(),
            unit: unit.name.clone(),
            addressees: addressees.collect(),
            revised,
        })
    }

    fn item(&self, suggestion: &Suggestion) -> Item {
        let problems: Vec<&Problem> = suggestion.problems.iter().filter_map(|id| self.problems.get(id)).collect();
        let cover = self.gatherer.cover(suggestion.unit, problems.iter().flat_map(|p| &p.responsible));
        let mut numbers: Vec<String> = problems.iter().map(|p| p.number.clone()).collect();
        numbers.sort();
        let text = cover.text(PaperField::SuggestionText, &suggestion.text);
        self.note(called::SUGGESTIONS, &numbers.join("、"), cover);
        Item { text, problems: numbers }
    }

    /// The notices in the order of units and numbers, each with the part of its file name that tells it from the others.
    pub(super) fn notices(&self) -> Result<Vec<Ready<FixNotice>>> {
        let place: HashMap<UnitId, usize> = self.units.iter().enumerate().map(|(at, u)| (u.id, at)).collect();
        let number = |f: &QuickFix| self.problems.get(&f.problem).map_or("", |p| p.number.as_str());
        let mut fixes: Vec<&QuickFix> = self.fixes.iter().collect();
        fixes.sort_by_key(|f| (place.get(&f.unit).copied(), number(f), f.id));
        let mut all: Vec<Ready<FixNotice>> = Vec::with_capacity(fixes.len());
        for fix in fixes {
            let nth = all.iter().filter(|n| n.output.problem == number(fix)).count();
            let notice = self.notice(fix, nth)?;
            let ids = [self.gatherer.round(), fix.unit.0, fix.problem.0, fix.id.0];
            let from = self.gatherer.sources(ids)?;
            all.push(Ready { tell: notice.number.clone(), output: notice, from });
        }
        Ok(all)
    }

    fn notice(&self, fix: &QuickFix, nth: usize) -> Result<FixNotice> {
        const NOBODY: &[Responsible] = &[];
        let problem = self.problems.get(&fix.problem);
        let cover = self.gatherer.cover(fix.unit, problem.map_or(NOBODY, |p| &p.responsible));
        let unit = self.units.iter().find(|u| u.id == fix.unit);
        let ids = [self.gatherer.round(), fix.unit.0, fix.problem.0, fix.id.0];
        let of_problem = problem.map_or_else(String::new, |p| p.number.clone());
        let notice = FixNotice {
            head: self.gatherer.head(),
            number: if nth == 0 { of_problem.clone() } else { format!("{of_problem}-{}", nth + 1) },
            problem: of_problem,
            title: problem.map_or_else(String::new, |p| cover.text(PaperField::Title, &p.title)),
            unit: unit.map_or_else(String::new, |u| u.name.clone()),
            demand: cover.text(PaperField::QuickFix, &fix.demand),
            issued: fix.issued,
            due: fix.due,
            result: cover.text(PaperField::QuickFix, &fix.result),
            done: fix.done,
            revised: self.gatherer.latest(ids.into_iter())?,
        };
        self.note(called::NOTICE, &notice.number, cover);
        Ok(notice)
    }

    fn note(&self, output: &'static str, number: &str, cover: Cover<'_>) {
        let all = cover.into_covered().into_iter();
        self.covered.borrow_mut().extend(all.map(|what| CoveredAt { output, number: number.to_owned(), what }));
    }

    /// What had to be covered in what was made so far.
    pub(super) fn into_covered(self) -> Vec<CoveredAt> {
        self.covered.into_inner()
    }
}

/// Whose head it is and what it is called, for both.
fn properties(head: &Head, title: String, at: crate::model::value::Instant) -> super::wml::Properties {
    super::wml::Properties { title, creator: head.group.clone(), at }
}
