//! A problem that is begun by hand.

use super::number;
use crate::error::Result;
use crate::model::ids::{Hash, InspectorId, ProblemId, UnitId};
use crate::model::problem::Problem;
use crate::model::record::Op;
use crate::store::{Act, Tx};

/// Begins a paper: its number, one handler, and nothing else.
#[derive(Debug, Clone)]
pub struct BeginPaper {
    /// The id that it will have.
    pub id: ProblemId,
    /// The unit.
    pub unit: UnitId,
    /// The method that new papers use.
    pub method: Hash,
    /// Who begins it: the number is theirs, and they are its first handler.
    pub by: InspectorId,
}

impl Act for BeginPaper {
    fn op(&self) -> Op {
        Op::EditProblem
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let number = number::draw(tx, self.by)?;
        tx.put(&Problem { handlers: vec![self.by], ..Problem::new(self.id, self.unit, self.method, number) })
    }
}
