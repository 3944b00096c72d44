//! What is left of the problems half: counted between keys, after the sums of the units.

use super::Home;
use crate::Result;
use crate::analysis::diagnose::{count, diagnose};
use crate::analysis::paper::papers;
use crate::analysis::rollup::{self, Candidate, CandidateStanding, PlaceKind, PlaceNews, candidates};
use crate::model::ids::UnitId;
use crate::tui::screen::Cx;
use std::collections::HashSet;
use uuid::Uuid;

/// What waits for somebody among the problems of the unit shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemsLeft {
    /// The unit that was counted.
    unit: UnitId,
    /// Candidates to be decided; those folded for their little weight do not count.
    pub undecided: usize,
    /// Observations (疑点) that nobody has adopted, dismissed or followed up.
    pub unhandled: usize,
    /// Papers with a finding of error level.
    pub faulty: usize,
}

/// What is to be counted next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Next {
    /// Candidates and observations.
    #[default]
    Candidates,
    /// Papers.
    Papers,
    /// Nothing.
    Nothing,
}

/// The observations of a candidate that wait: all of one that is undecided, what came later of one that is decided;
/// `handled`: those that were followed up.
fn unhandled(candidate: &Candidate, handled: &HashSet<Uuid>) -> usize {
    let all = candidate.standing == CandidateStanding::Open;
    let waits = |p: &&rollup::Place| {
        p.kind == PlaceKind::Observation && (all || p.news != PlaceNews::Old) && !handled.contains(&p.id)
    };
    if candidate.standing.waits() { candidate.places.iter().filter(waits).count() } else { 0 }
}

impl Home {
    /// What is left of the problems of the unit shown; `None` until it is counted.
    pub fn problems_left(&self) -> Option<&ProblemsLeft> {
        self.problems.as_ref().filter(|p| self.unit().is_some_and(|u| u.id == p.unit))
    }

    /// Counts the next part; the figures shown stay until theirs has been counted.
    pub(super) fn count_problems(&mut self, cx: &Cx<'_>) -> Result<()> {
        let Some(unit) = self.unit().map(|u| u.id) else {
            self.next = Next::Nothing;
            return Ok(());
        };
        let reader = cx.reader()?;
        match self.next {
            Next::Candidates => {
                self.next = Next::Papers;
                let input = rollup::Input::read_with(reader, unit, &cx.book()?.method)?;
                let all = candidates(&input);
                let followed = input.observations.iter().filter(|o| o.handled.is_some());
                let handled: HashSet<Uuid> = followed.map(|o| o.id.0).collect();
                let faulty = self.problems_left().map_or(0, |p| p.faulty);
                let undecided = all.iter().filter(|c| c.standing.waits() && !c.folded()).count();
                let unhandled = all.iter().map(|c| unhandled(c, &handled)).sum();
                self.problems = Some(ProblemsLeft { unit, undecided, unhandled, faulty });
            }
            Next::Papers => {
                self.next = Next::Nothing;
                let faulty = papers(reader, Some(unit))?.iter().filter(|p| count(&diagnose(p)).0 > 0).count();
                if let Some(left) = &mut self.problems {
                    left.faulty = faulty;
                }
            }
            Next::Nothing => {}
        }
        Ok(())
    }
}
