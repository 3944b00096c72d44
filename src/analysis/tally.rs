//! What a unit's problems come to: its candidates, and what its papers lack. Takes longer than a key may.

use crate::analysis::diagnose::{Count, count, diagnose};
use crate::analysis::paper::papers;
use crate::analysis::rollup::{Candidate, CandidateStanding, Input, PlaceKind, PlaceNews, candidates};
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::{ProblemId, UnitId};
use crate::store::Reader;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// The problems half of a unit.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The unit.
    pub unit: UnitId,
    /// Its candidates, in the order of the roll-up.
    pub candidates: Vec<Candidate>,
    /// Its observations (疑点) that nobody has adopted, dismissed or followed up.
    pub unhandled: usize,
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
    let followed = input.observations.iter().filter(|o| o.handled.is_some());
    let handled: HashSet<Uuid> = followed.map(|o| o.id.0).collect();
    let unhandled = candidates.iter().map(|c| waiting(c, &handled)).sum();
    let findings = papers(reader, Some(unit))?.iter().map(|p| (p.problem.id, count(&diagnose(p)))).collect();
    Ok(Tally { unit, candidates, unhandled, findings })
}

/// The observations of a candidate that wait: all of one that is undecided, what came later of one that is decided;
/// `handled`: those that were followed up.
fn waiting(candidate: &Candidate, handled: &HashSet<Uuid>) -> usize {
    let all = candidate.standing == CandidateStanding::Open;
    let waits = |kind: &PlaceKind, news: PlaceNews, id: &Uuid| {
        *kind == PlaceKind::Observation && (all || news != PlaceNews::Old) && !handled.contains(id)
    };
    if !candidate.standing.waits() {
        return 0;
    }
    candidate.places.iter().filter(|p| waits(&p.kind, p.news, &p.id)).count()
}
