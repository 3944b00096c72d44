//! Reading what home shows: coverage of all units, the people of one.

use super::{Home, Listed, UnitLine, initials};
use crate::Result;
use crate::analysis::coverage::{Briefs, Row, coverage};
use crate::model::people::Person;
use crate::model::record::{Kind, Record as _};
use crate::model::round::Unit;
use crate::text::Line;
use crate::tui::screen::Cx;
use std::collections::HashMap;

impl Home {
    /// Reads everything again; the cursor stays on the same person.
    pub(super) fn reload(&mut self, cx: &Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        let method = &cx.book()?.method;
        let kept = self.current().map(|l| l.person.id);
        let mut units: Vec<Unit> = reader.all()?;
        units.sort_by_key(|u| u.id);
        self.unit_at = self.unit_at.min(units.len().saturating_sub(1));
        let all = Briefs::read(reader, None)?;
        let mut unit_of: HashMap<_, _> = HashMap::new();
        for (id, parent, _) in reader.briefs(Kind::Person)? {
            unit_of.insert(id, parent);
        }
        let mut observations: HashMap<_, usize> = HashMap::new();
        for (_, parent, _) in reader.briefs(Kind::Observation)?.into_iter().filter(|(_, _, brief)| brief == "open") {
            *observations.entry(parent).or_default() += 1;
        }
        let whole = coverage(method, &all);
        self.units = units
            .into_iter()
            .map(|unit| {
                let of_unit = |r: &&Row| unit_of.get(&r.person.0).copied().flatten() == Some(unit.id.0);
                let marks = whole.rows.iter().filter(of_unit).flat_map(|r| r.marks.iter().filter(|m| m.required));
                let (mut required, mut left) = (0, 0);
                for mark in marks {
                    required += 1;
                    left += usize::from(mark.is_left());
                }
                let observations = observations.get(&Some(unit.id.0)).copied().unwrap_or_default();
                UnitLine { unit, done: required - left, required, observations }
            })
            .collect();
        let Some(unit) = self.units.get(self.unit_at).map(|u| u.unit.id) else {
            *self = Self { filter: Line::new(""), ..Self::default() };
            return Ok(());
        };
        let mut persons: Vec<Person> = reader.children(unit.0)?;
        // The head first, then as the method lists the types; within a type as they came in.
        let place = |p: &Person| method.approaches.iter().position(|a| a.id == p.approach).unwrap_or(usize::MAX);
        persons.sort_by_key(place);
        let briefs = Briefs { people: persons.iter().map(|p| (p.id, p.brief())).collect(), ..all };
        self.coverage = coverage(method, &briefs);
        let rows = self.coverage.rows.iter().cloned();
        self.people = persons
            .into_iter()
            .zip(rows)
            .map(|(person, row)| Listed { initials: initials(&person.name), person, row })
            .collect();
        self.today = Some(cx.now.date());
        self.relist(cx);
        if let Some(at) = kept.and_then(|id| self.listed.iter().position(|i| self.is_person(*i, id))) {
            self.list.put(at, self.listed.len(), self.height(cx));
        }
        Ok(())
    }
}
