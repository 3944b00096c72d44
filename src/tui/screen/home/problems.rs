//! What is left of the problems half, as it was counted beside the loop.

use super::Home;
use crate::analysis::tally::{Tally, unhandled};
use crate::model::ids::UnitId;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// What waits for somebody among the problems of the unit shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemsLeft {
    /// The unit that was counted.
    unit: UnitId,
    /// Candidates to be decided; those folded for their little weight do not count.
    pub undecided: usize,
    /// Observations (疑点) that were adopted or dismissed.
    pub decided: Arc<HashSet<Uuid>>,
    /// Papers with a finding of error level.
    pub faulty: usize,
}

impl Home {
    /// What is left of the problems of the unit shown; `None` until it is counted.
    pub fn problems_left(&self) -> Option<&ProblemsLeft> {
        self.problems.as_ref().filter(|p| self.unit().is_some_and(|u| u.id == p.unit))
    }

    /// Observations that nobody has adopted, dismissed or followed up, as far as is known: the number of the list too.
    pub fn unhandled(&self) -> usize {
        unhandled(&self.open_observations, self.problems_left().map(|p| &*p.decided))
    }

    /// Takes over what was counted.
    pub(super) fn take_over(&mut self, tally: &Tally) {
        let decided = Arc::new(tally.decided.clone());
        let (unit, undecided, faulty) = (tally.unit, tally.undecided(), tally.faulty());
        self.problems = Some(ProblemsLeft { unit, undecided, decided, faulty });
    }
}
