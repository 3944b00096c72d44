//! What a unit's problems come to: its candidates, and what its papers lack. Takes longer than a key may.

use crate::analysis::diagnose::{Count, count, diagnose};
use crate::analysis::paper::papers;
use crate::analysis::rollup::{Candidate, CandidateStanding, Input, PlaceKind, PlaceNews, candidates};
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::{ProblemId, UnitId};
use crate::store::Reader;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;
use uuid::Uuid;

/// The problems half of a unit.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The unit.
    pub unit: UnitId,
    /// Its candidates, in the order of the roll-up.
    pub candidates: Vec<Candidate>,
    /// Its observations (疑点) that were adopted or dismissed with the candidates that rest on them, as they were then.
    pub decided: HashSet<Uuid>,
    /// How much was found in each of its papers.
    pub findings: HashMap<ProblemId, Count>,
}

impl Tally {
    /// Candidates to be decided; those folded for their little weight do not count.
    pub fn undecided(&self) -> usize {
        self.candidates.iter().filter(|c| c.standing.waits() && !c.folded()).count()
    }

    /// Papers with a finding of error level.
    pub fn faulty(&self) -> usize {
        self.findings.values().filter(|c| c.errors > 0).count()
    }
}

/// Counts a unit.
///
/// # Errors
/// Those of the store.
pub fn tally(reader: &Reader, unit: UnitId, method: &Arc<Method>) -> Result<Tally> {
    let input = Input::read_with(reader, unit, method)?;
    let candidates = candidates(&input);
    let decided = decided(&candidates);
    let findings = papers(reader, Some(unit))?.iter().map(|p| (p.problem.id, count(&diagnose(p)))).collect();
    Ok(Tally { unit, candidates, decided, findings })
}

/// The observations that are decided: of a candidate that waits only those that it had when it was decided before. One
/// that waits in another candidate still waits.
fn decided(candidates: &[Candidate]) -> HashSet<Uuid> {
    let (mut decided, mut waiting) = (HashSet::new(), HashSet::new());
    for candidate in candidates {
        for place in candidate.places.iter().filter(|p| p.kind == PlaceKind::Observation) {
            let is_decided = match candidate.standing {
                CandidateStanding::Open => false,
                standing => !standing.waits() || place.news == PlaceNews::Old,
            };
            if is_decided {
                decided.insert(place.id)
            } else {
                waiting.insert(place.id)
            };
        }
    }
    decided.retain(|id| !waiting.contains(id));
    decided
}

/// How many observations wait: of those that nobody has followed up (`open`), the ones that are not decided; `None`:
/// what is decided has not been counted yet.
pub fn unhandled<'a, S: BuildHasher>(
    open: impl IntoIterator<Item = &'a Uuid>,
    decided: Option<&HashSet<Uuid, S>>,
) -> usize {
    open.into_iter().filter(|id| decided.is_none_or(|d| !d.contains(id))).count()
}
