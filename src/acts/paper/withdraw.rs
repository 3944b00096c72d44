//! 撤回: a paper that should not have been begun or adopted.

use super::{drop_suggestion, records};
use crate::error::Result;
use crate::model::decision::{Decided, Decision};
use crate::model::ids::ProblemId;
use crate::model::record::{Kind, Op, Record as _};
use crate::store::{Act, Tx};

/// Puts a paper into the bin with its suggestions and its 立行立改; the candidate that it was made of waits for a
/// decision again. Its number stays used, and the evidence that it cites stays the unit's.
#[derive(Debug, Clone)]
pub struct WithdrawPaper {
    /// The paper.
    pub problem: ProblemId,
}

impl Act for WithdrawPaper {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let now = records(tx, self.problem)?;
        for suggestion in &now.suggestions {
            drop_suggestion(tx, suggestion, self.problem)?;
        }
        for fix in &now.fixes {
            tx.delete(Kind::QuickFix, fix.uuid())?;
        }
        let made_of = Decided::Adopted { problem: self.problem };
        for decision in tx.children::<Decision>(now.problem.unit.0)?.iter().filter(|d| d.outcome == made_of) {
            tx.delete(Kind::Decision, decision.uuid())?;
        }
        tx.delete(Kind::Problem, self.problem.0)
    }
}
