//! 疑点 as they are followed up.

use crate::error::Result;
use crate::model::ids::ObservationId;
use crate::model::observation::Observation;
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Act, Tx};

/// An observation has been followed up, or that is taken back with `None`. The time that was noted first stays.
#[derive(Debug, Clone)]
pub struct HandleObservation {
    /// The observation.
    pub observation: ObservationId,
    /// When.
    pub at: Option<Instant>,
}

impl Act for HandleObservation {
    fn op(&self) -> Op {
        Op::EditObservation
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.edit(self.observation.0, |observation: &mut Observation| {
            observation.handled = self.at.map(|at| observation.handled.unwrap_or(at));
            Ok(())
        })
    }
}
