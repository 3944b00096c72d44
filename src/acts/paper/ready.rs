//! 送审: whether a paper is complete in the eyes of its handlers.

use super::problem;
use crate::analysis::diagnose::{Diagnostic, diagnose};
use crate::analysis::paper::Holdings;
use crate::error::{Error, Result};
use crate::model::ids::ProblemId;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Op;
use crate::store::{Act, Tx};

/// Marks a paper 待送审, or takes it back to 草稿.
#[derive(Debug, Clone)]
pub struct SetReady {
    /// The paper.
    pub problem: ProblemId,
    /// 待送审, not 草稿.
    pub ready: bool,
}

impl Act for SetReady {
    fn op(&self) -> Op {
        Op::EditProblem
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let problem = problem(tx, self.problem)?;
        if self.ready && problem.state != ProblemState::Ready {
            let before = tx.before()?;
            if before.told()?.holds_back(problem.id.0) {
                return Err(
                    Error::input("引用了已另行处理的材料，没有标为待送审").hint("请换支撑材料，并改写所依据的句子。")
                );
            }
            let paper = Holdings::read(&before, Some(problem.unit))?.paper(&problem);
            let errors: Vec<_> = diagnose(&paper).into_iter().filter(Diagnostic::is_open_error).collect();
            if let Some(first) = errors.first() {
                let what = format!("还有 {} 条必须改，没有标为待送审。{first}", errors.len());
                return Err(Error::input(what).hint(first.help.clone()));
            }
        }
        let state = if self.ready { ProblemState::Ready } else { ProblemState::Draft };
        tx.put(&Problem { state, ..problem })
    }
}
