//! Reading what home shows: the unit in front at once, the sums of the others one a tick.
//!
//! A round of thousands of talks is never read as a whole between two keys.

use super::{Home, Listed, UnitLine};
use crate::Result;
use crate::analysis::coverage::{Briefs, coverage};
use crate::analysis::number::initials;
use crate::analysis::reading;
use crate::model::brief::{LoanBrief, LoanState, ObservationBrief};
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::record::{Kind, Record as _};
use crate::model::round::Unit;
use crate::text::Line;
use crate::tui::update::Cx;
use std::collections::HashMap;

impl Home {
    /// Reads the unit in front again; the cursor stays on the same person.
    pub(super) fn reload(&mut self, cx: &Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        let method = &cx.book()?.method;
        let kept = self.current().map(|l| l.person.id);
        self.list_units(reader.all()?);
        let Some(unit) = self.unit().map(|u| u.id) else {
            let left_behind = std::mem::take(&mut self.left_behind);
            *self = Self { filter: Line::new(""), left_behind, ..Self::default() };
            return Ok(());
        };
        let mut persons: Vec<Person> = reader.children(unit.0)?;
        // The head first, then as the method lists the types; within a type as they came in.
        let place = |p: &Person| method.approaches.iter().position(|a| a.id == p.approach).unwrap_or(usize::MAX);
        persons.sort_by_key(place);
        let people = persons.iter().map(|p| (p.id, p.brief())).collect();
        self.coverage = coverage(method, &Briefs { people, ..Briefs::read_as_typed(reader, Some(unit))? });
        if let Some(line) = self.units.get_mut(self.unit_at) {
            line.sum = Some(self.coverage.total());
        }
        let observations = reader.briefs_below(unit.0, &[Kind::Observation])?;
        self.open_observations = observations
            .iter()
            .filter(|(_, _, brief)| ObservationBrief::parse(brief).is_some_and(|b| !b.withheld && !b.handled))
            .map(|(id, ..)| *id)
            .collect();
        self.look_at_reading(cx)?;
        let rows = self.coverage.rows.iter().cloned();
        self.people = persons
            .into_iter()
            .zip(rows)
            .map(|(person, row)| Listed { initials: initials(&person.name), person, row })
            .collect();
        self.today = Some(cx.now.date());
        self.beyond = None;
        if self.filtering || !self.filter.text().is_empty() {
            self.read_beyond(cx)?;
        }
        self.relist(cx);
        if let Some(person) = kept {
            self.put_on(person, cx);
        }
        Ok(())
    }

    /// Reads the reading half of the unit in front: its kinds of record, what was marked in them, what is lent.
    fn look_at_reading(&mut self, cx: &Cx<'_>) -> Result<()> {
        let (reader, book) = (cx.reader()?, cx.book()?);
        let Some(unit) = self.unit() else { return Ok(()) };
        let id = unit.id;
        let coverage = reading::read(reader, unit, &book.round, &book.method)?;
        let mut marked = vec![0; coverage.kinds.len()];
        // Without a document nothing is marked in one, and no body need be read.
        let observations: Vec<Observation> =
            if coverage.documents.is_empty() { Vec::new() } else { reader.children(id.0)? };
        let place = |kind: &str| coverage.kinds.iter().position(|k| k.kind == kind);
        let kind_of: HashMap<_, _> =
            coverage.documents.iter().filter_map(|d| Some((d.document, place(&d.brief.kind)?))).collect();
        for observation in &observations {
            if let Origin::Document { document, .. } = &observation.origin
                && let Some(count) = kind_of.get(document).and_then(|at| marked.get_mut(*at))
            {
                *count += 1;
            }
        }
        let today = cx.now.date();
        let (mut late, mut here) = (0, 0);
        for (_, _, brief) in reader.briefs_below(id.0, &[Kind::Loan])? {
            let Some(loan) = LoanBrief::parse(&brief) else { continue };
            here += usize::from(loan.state == LoanState::Here);
            late += usize::from(loan.overdue(today));
        }
        self.reading = coverage;
        (self.marked, self.late, self.here) = (marked, late, here);
        Ok(())
    }

    /// Lists these units by their codes, as the outputs do; the one shown stays, and so do the sums that were counted
    /// until they are counted again.
    fn list_units(&mut self, mut units: Vec<Unit>) {
        units.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
        let kept = self.unit().and_then(|shown| units.iter().position(|u| u.id == shown.id));
        self.unit_at = kept.unwrap_or_else(|| self.unit_at.min(units.len().saturating_sub(1)));
        let sums: HashMap<_, _> = self.units.iter().map(|line| (line.unit.id, line.sum)).collect();
        let line = |unit: Unit| UnitLine { sum: sums.get(&unit.id).copied().flatten(), unit };
        self.units = units.into_iter().map(line).collect();
    }

    /// Counts the next unit whose sum may not be up to date.
    pub(super) fn count_next(&mut self, cx: &Cx<'_>) -> Result<()> {
        let at = self.counted;
        self.counted += 1;
        if let Some(line) = self.units.get_mut(at) {
            let briefs = Briefs::read_as_typed(cx.reader()?, Some(line.unit.id))?;
            line.sum = Some(coverage(&cx.book()?.method, &briefs).total());
        }
        Ok(())
    }
}
