//! 支撑材料 as it is registered by hand.

use crate::acts::complete;
use crate::error::Result;
use crate::model::evidence::Evidence;
use crate::model::record::Op;
use crate::store::{Act, Over, Tx};

/// Registers or changes a piece of evidence.
#[derive(Debug, Clone)]
pub struct KeepEvidence {
    /// Over which state it was changed.
    pub over: Over,
    /// As it is from now on.
    pub evidence: Evidence,
}

impl Act for KeepEvidence {
    fn op(&self) -> Op {
        Op::EditEvidence
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before: Option<Evidence> = tx.get(self.evidence.id.0)?;
        let kept = tx.merge(self.over, self.evidence.clone())?;
        complete::check(before.as_ref(), &kept)
    }
}
