//! Finding people of the other units: who looks for a name does not always know in which unit it is.
//!
//! While something is looked for, hits in the other units stand under those of the unit shown, each with its unit
//! instead of its marks; choosing one goes to that unit and puts the cursor on that person.

use super::{Home, ListState, Show};
use crate::Result;
use crate::analysis::number::initials;
use crate::model::ids::PersonId;
use crate::model::people::Person;
use crate::tui::forms::fields::is_found;
use crate::tui::update::Cx;

/// Somebody of a unit that is not the one shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// The person.
    pub person: Person,
    /// The name of their unit.
    pub unit: String,
    initials: String,
}

impl Home {
    /// Reads the people of the other units, which only a search needs; `None` until it has begun.
    pub(super) fn read_beyond(&mut self, cx: &Cx<'_>) -> Result<()> {
        let shown = self.unit().map(|u| u.id);
        let mut people: Vec<Person> = cx.reader()?.all()?;
        people.retain(|p| Some(p.unit) != shown);
        let place = |p: &Person| self.units.iter().position(|line| line.unit.id == p.unit);
        people.sort_by_key(|p| place(p).unwrap_or(usize::MAX));
        let of = |person: Person| {
            let unit = place(&person).and_then(|at| self.units.get(at)).map(|line| line.unit.name.clone());
            Beyond { unit: unit.unwrap_or_default(), initials: initials(&person.name), person }
        };
        self.beyond = Some(people.into_iter().map(of).collect());
        Ok(())
    }

    /// The indices of those that the search finds.
    pub(super) fn find_beyond(&self) -> Vec<usize> {
        let words = self.filter.text().to_lowercase();
        let Some(beyond) = self.beyond.as_ref().filter(|_| self.show == Show::All && !words.trim().is_empty()) else {
            return Vec::new();
        };
        let found = |(at, b): (usize, &Beyond)| is_found(&words, &b.person, &b.initials).then_some(at);
        beyond.iter().enumerate().filter_map(found).collect()
    }

    /// The hits in the other units, in the order in which they are listed.
    pub fn found_beyond(&self) -> impl Iterator<Item = &Beyond> {
        let all = self.beyond.as_deref().unwrap_or_default();
        self.listed_beyond.iter().filter_map(|at| all.get(*at))
    }

    /// Goes to the unit of the person under the cursor when that is another one; says whether it did. The search has
    /// done its work then.
    pub(super) fn go_beyond(&mut self, cx: &mut Cx<'_>) -> bool {
        let at = self.list.at.checked_sub(self.listed.len());
        let Some(person) = at.and_then(|at| self.found_beyond().nth(at)).map(|b| b.person.clone()) else {
            return false;
        };
        if let Some(at) = self.units.iter().position(|line| line.unit.id == person.unit) {
            self.unit_at = at;
        }
        self.filtering = false;
        self.filter.set("");
        self.list = ListState::default();
        self.look_at_unit(cx);
        self.put_on(person.id, cx);
        true
    }

    /// Puts the cursor on somebody of the unit shown who was just saved; all are shown when they were not listed.
    pub(super) fn put_on_kept(&mut self, id: uuid::Uuid, cx: &Cx<'_>) {
        let Some(at) = self.people.iter().position(|l| l.person.id.0 == id) else { return };
        let Some(person) = self.people.get(at).map(|l| l.person.id) else { return };
        if !self.listed.contains(&at) {
            self.filtering = false;
            self.filter.set("");
            self.beyond = None;
            self.show = Show::All;
            self.relist(cx);
        }
        self.put_on(person, cx);
    }

    /// Puts the cursor on that person of the unit shown.
    pub(super) fn put_on(&mut self, person: PersonId, cx: &Cx<'_>) {
        if let Some(at) = self.listed.iter().position(|i| self.is_person(*i, person)) {
            self.list.put(at, self.rows(), self.height(cx));
        }
    }
}
