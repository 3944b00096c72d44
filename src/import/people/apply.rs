//! A plan becomes the people to be put.

use super::CodeSource;
use super::plan::Plan;
use super::row::Entry;
use crate::error::Result;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::{Code, Person};
use rand::Rng;

impl Plan {
    /// The people to be put: new ones with a fresh code, changed ones as a whole. Rows with an open question, missing
    /// people and people who stay the same are not among them.
    ///
    /// # Errors
    /// When the unit has no free code left.
    pub fn apply<R: Rng>(&self, codes: &mut CodeSource<R>) -> Result<Vec<Person>> {
        let mut people = Vec::with_capacity(self.new.len() + self.changed.len());
        for entry in &self.new {
            people.push(person(self.unit, entry, codes.draw()?));
        }
        people.extend(self.changed.iter().map(|c| c.after.clone()));
        Ok(people)
    }
}

fn person(unit: UnitId, entry: &Entry, code: Code) -> Person {
    let mut person = Person {
        id: PersonId::new(),
        unit,
        name: entry.name.clone(),
        name_as_written: entry.name_as_written.clone(),
        post: entry.post.clone(),
        posts: Vec::new(),
        in_charge: entry.in_charge.clone(),
        approach: entry.approach.clone(),
        facts: entry.facts.clone(),
        code,
        planned: None,
        contact: entry.contact.clone(),
        note: entry.note.clone(),
    };
    if !entry.post.is_empty() {
        person.hold(entry.post.clone(), entry.post_since);
    }
    person
}
