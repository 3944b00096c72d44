//! What is done to every text before it is printed: names that may not be there are covered.

use super::Roster;
use super::names::Allowed;
use crate::Result;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::problem::Responsible;
use crate::model::round::Inspector;
use crate::store::ToldRecords;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whom no output may name, for the whole round.
#[derive(Debug, Clone, Default)]
pub struct Covering {
    roster: Arc<Roster>,
    inspectors: BTreeSet<String>,
}

impl Covering {
    /// Reads it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(records: &impl ToldRecords) -> Result<Self> {
        let roster = Arc::new(Roster::new(&records.told_all::<Person>()?));
        let inspectors: Vec<Inspector> = records.told_all()?;
        Ok(Self::new(roster, inspectors.into_iter().map(|i| i.name)))
    }

    pub(super) fn new(roster: Arc<Roster>, inspectors: impl IntoIterator<Item = String>) -> Self {
        Self { roster, inspectors: inspectors.into_iter().collect() }
    }

    /// Everybody on a roster of the round.
    pub(super) fn roster(&self) -> &Roster {
        &self.roster
    }

    /// What is done to texts of this unit that concern problems of these responsible people.
    pub fn cover<'r>(&self, unit: UnitId, responsible: impl IntoIterator<Item = &'r Responsible>) -> Cover<'_> {
        let (mut people, mut names) = (BTreeSet::new(), self.inspectors.clone());
        for one in responsible {
            people.extend(one.person);
            names.insert(one.name.trim().to_owned());
        }
        Cover { covering: self, unit, people, names, covered: Cell::new(false) }
    }
}

/// The same for one paper, and whether anything had to be covered in it.
#[derive(Debug)]
pub struct Cover<'a> {
    covering: &'a Covering,
    unit: UnitId,
    people: BTreeSet<PersonId>,
    names: BTreeSet<String>,
    covered: Cell<bool>,
}

impl Cover<'_> {
    /// The text as it may be printed.
    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.allowed().cover(&mut text) {
            self.covered.set(true);
        }
        text
    }

    /// Whether a name or a post had to be covered so far.
    pub const fn covered(&self) -> bool {
        self.covered.get()
    }

    /// Whether a text names somebody who may not be named: such a provider is left out, not covered.
    pub fn names(&self, text: &str) -> bool {
        self.allowed().cover(&mut text.to_owned())
    }

    fn allowed(&self) -> Allowed<'_> {
        Allowed { roster: &self.covering.roster, unit: self.unit, people: &self.people, names: &self.names }
    }
}
