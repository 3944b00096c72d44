//! Everybody on a roster of the round. Where a text tells who somebody is, is searched in [`super::naming`].

use super::naming::Index;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::round::Unit;
use std::collections::HashMap;
use std::sync::OnceLock;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub id: PersonId,
    /// Of which unit.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Present post.
    pub post: String,
    /// 分管工作
    pub duties: String,
    /// 代号
    pub code: String,
}

impl Listed {
    /// What papers know of a person.
    pub fn of(person: &Person) -> Self {
        Self {
            id: person.id,
            unit: person.unit,
            name: person.name.trim().to_owned(),
            post: person.post.trim().to_owned(),
            duties: person.in_charge.trim().to_owned(),
            code: person.code.0.trim().to_ascii_uppercase(),
        }
    }
}

/// The rosters of a round.
#[derive(Debug, Default)]
pub struct Roster {
    people: Vec<Listed>,
    units: HashMap<UnitId, String>,
    /// Made when the first text is searched.
    index: OnceLock<Index>,
}

impl Roster {
    /// Of these people.
    pub fn new<'a>(people: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut people: Vec<Listed> = people.into_iter().map(Listed::of).collect();
        // The order of the store is no order; messages name people in this one.
        people.sort_by_key(|p| p.id);
        Self { people, ..Self::default() }
    }

    /// The same, knowing what the units are called: 县财政局会计 is nobody of 县水利局.
    #[must_use]
    pub fn of_units<'a>(mut self, units: impl IntoIterator<Item = &'a Unit>) -> Self {
        self.units = units.into_iter().map(|u| (u.id, u.name.clone())).collect();
        self
    }

    /// Whether nobody is on it.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.people))
    }

    /// All of them.
    pub(super) fn people(&self) -> &[Listed] {
        &self.people
    }

    /// The one at that place of the index.
    pub(super) fn at(&self, place: usize) -> Option<&Listed> {
        self.people.get(place)
    }

    /// What a unit is called.
    pub(super) fn unit(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", String::as_str)
    }

    /// That person.
    pub fn of_id(&self, id: PersonId) -> Option<&Listed> {
        let at = self.people.binary_search_by_key(&id, |p| p.id).ok()?;
        self.people.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::person;

    #[test]
    fn people_are_found_by_their_ids() {
        let unit = UnitId::new();
        let people = [person(unit, "a01", "王建国", "局长"), person(unit, "B02", "王建国", "会计")];
        let roster = Roster::new(&people);
        assert_eq!(roster.of_id(people[0].id).map(|p| p.code.as_str()), Some("A01"));
        assert!(roster.of_id(PersonId::new()).is_none());
    }
}
