//! Everybody on a roster of the round. Where a text tells who somebody is, is searched in [`super::naming`].

use super::naming::Index;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::round::Unit;
use std::collections::HashMap;
use std::ops::Range;
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
    by_code: HashMap<String, Vec<usize>>,
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
        let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, person) in people.iter().enumerate().filter(|(_, p)| !p.code.is_empty()) {
            by_code.entry(person.code.clone()).or_default().push(at);
        }
        Self { people, by_code, ..Self::default() }
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

    /// The one at that place of the index.
    pub(super) fn at(&self, place: usize) -> Option<&Listed> {
        self.people.get(place)
    }

    /// What a unit is called.
    pub(super) fn unit(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", String::as_str)
    }

    /// The people of a unit who carry a code; a second talk's number (A37-2) is its person's too.
    pub fn of_code(&self, unit: UnitId, code: &str) -> impl Iterator<Item = &Listed> {
        let code = code.split('-').next().unwrap_or_default().to_ascii_uppercase();
        let found = self.by_code.get(&code).cloned().unwrap_or_default();
        found.into_iter().filter_map(|at| self.people.get(at)).filter(move |p| p.unit == unit)
    }

    /// That person.
    pub fn of_id(&self, id: PersonId) -> Option<&Listed> {
        let at = self.people.binary_search_by_key(&id, |p| p.id).ok()?;
        self.people.get(at)
    }

    /// Where a text has what looks like a code: a letter and two or three digits, A37 or A37-2, part of nothing longer.
    pub fn codes(text: &str) -> Vec<Range<usize>> {
        let bytes = text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let part = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let mut found = Vec::new();
        for (at, _) in text.match_indices(|c: char| c.is_ascii_alphabetic()) {
            let digits = (at + 1..bytes.len()).take_while(|i| digit(*i)).count();
            let mut end = at + 1 + digits;
            if !(2..=3).contains(&digits) || part(at.checked_sub(1)) || part(Some(end)) {
                continue;
            }
            if bytes.get(end) == Some(&b'-') && digit(end + 1) {
                end += 1 + (end + 1..bytes.len()).take_while(|i| digit(*i)).count();
            }
            found.push(at..end);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::person;

    #[test]
    fn codes_are_read_in_any_case() {
        let unit = UnitId::new();
        let people = [person(unit, "A01", "王建国", "局长"), person(unit, "B02", "王建国", "会计")];
        let roster = Roster::new(&people);
        assert_eq!(roster.of_code(unit, "b02-2").next().map(|p| p.post.as_str()), Some("会计"));
        assert!(roster.of_code(UnitId::new(), "B02").next().is_none());
        assert_eq!(roster.of_id(people[0].id).map(|p| p.code.as_str()), Some("A01"));
        let text = "〔访谈A37-2〕、B123，但XA37、A3、A3712不是";
        let found: Vec<&str> = Roster::codes(text).into_iter().filter_map(|at| text.get(at)).collect();
        assert_eq!(found, ["A37-2", "B123"]);
    }
}
