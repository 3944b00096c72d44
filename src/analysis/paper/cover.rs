//! What is done to every text before it is printed: names that may not be there are covered.

use super::Roster;
use super::field::PaperField;
use super::names;
use super::naming::{Allowed, How, Identified};
use crate::Result;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::problem::Responsible;
use crate::model::round::{Inspector, Unit};
use crate::store::ToldRecords;
use std::cell::RefCell;
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
        let roster = Roster::new(&records.told_all::<Person>()?).of_units(&records.told_all::<Unit>()?);
        let inspectors: Vec<Inspector> = records.told_all()?;
        Ok(Self::new(Arc::new(roster), inspectors.into_iter().map(|i| i.name)))
    }

    /// Of this roster and these inspectors.
    pub(crate) fn new(roster: Arc<Roster>, inspectors: impl IntoIterator<Item = String>) -> Self {
        Self { roster, inspectors: inspectors.into_iter().collect() }
    }

    /// What is done to texts of this unit that concern problems of these responsible people.
    pub fn cover<'r>(&self, unit: UnitId, responsible: impl IntoIterator<Item = &'r Responsible>) -> Cover<'_> {
        let (mut people, mut names) = (BTreeSet::new(), self.inspectors.clone());
        let mut posts = Vec::new();
        for one in responsible {
            people.extend(one.person);
            names.insert(one.name.trim().to_owned());
            posts.push((one.name.trim().to_owned(), one.post.trim().to_owned()));
        }
        Cover { covering: self, unit, people, names, responsible: posts, covered: RefCell::default() }
    }
}

/// Something that had to be covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The field in which it stands.
    pub field: PaperField,
    /// How it tells who somebody is.
    pub how: How,
    /// The words that were covered.
    pub words: String,
}

/// The same for one paper, and what had to be covered in it.
#[derive(Debug)]
pub struct Cover<'a> {
    covering: &'a Covering,
    unit: UnitId,
    people: BTreeSet<PersonId>,
    names: BTreeSet<String>,
    responsible: Vec<(String, String)>,
    covered: RefCell<Vec<Covered>>,
}

impl<'a> Cover<'a> {
    /// The text of a field as it may be printed.
    pub fn text(&self, field: PaperField, text: &str) -> String {
        let told = self.identified(text);
        let one = |t: &Identified<'_>| Covered {
            field,
            how: t.how,
            words: text.get(t.at.clone()).unwrap_or_default().to_owned(),
        };
        self.covered.borrow_mut().extend(told.iter().map(one));
        names::cover(text, &told)
    }

    /// What had to be covered, in the order of the texts.
    pub fn into_covered(self) -> Vec<Covered> {
        self.covered.into_inner()
    }

    /// Where a text tells who somebody is who may not be named.
    pub fn identified(&self, text: &str) -> Vec<Identified<'a>> {
        let allowed = Allowed {
            roster: &self.covering.roster,
            unit: self.unit,
            people: &self.people,
            names: &self.names,
            responsible: &self.responsible,
        };
        allowed.identified(text)
    }

    /// Whether a text names somebody who may not be named: such a provider is left out, not covered.
    pub fn names(&self, text: &str) -> bool {
        !self.identified(text).is_empty()
    }
}
