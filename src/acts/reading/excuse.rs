//! 不查阅的说明: why a kind of record is not read, for a year or for the whole period.

use crate::acts::complete;
use crate::error::Result;
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::store::{Act, Over, Tx};

/// Adds, changes or takes back a reason of a unit.
#[derive(Debug, Clone)]
pub struct KeepExcuses {
    /// Over which state of the unit they were changed.
    pub over: Over,
    /// The unit with its reasons as they are from now on.
    pub unit: Unit,
}

impl Act for KeepExcuses {
    fn op(&self) -> Op {
        Op::EditUnit
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before: Option<Unit> = tx.get(self.unit.id.0)?;
        let kept = tx.merge(self.over, self.unit.clone())?;
        complete::check(before.as_ref(), &kept)
    }
}
