//! What is left of the problems half, as it was counted beside the loop.

use super::Home;
use crate::analysis::tally::Tally;
use crate::model::ids::UnitId;

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

impl Home {
    /// What is left of the problems of the unit shown; `None` until it is counted.
    pub fn problems_left(&self) -> Option<&ProblemsLeft> {
        self.problems.as_ref().filter(|p| self.unit().is_some_and(|u| u.id == p.unit))
    }

    /// Takes over what was counted.
    pub(super) fn take_over(&mut self, tally: &Tally) {
        let Tally { unit, unhandled, .. } = *tally;
        self.problems = Some(ProblemsLeft { unit, undecided: tally.undecided(), unhandled, faulty: tally.faulty() });
    }
}
