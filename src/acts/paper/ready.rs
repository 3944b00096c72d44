//! 送审: whether a paper is complete in the eyes of its handlers.

use super::problem;
use crate::analysis::diagnose::{Diagnostic, diagnose};
use crate::analysis::paper::Holdings;
use crate::error::{Error, Result};
use crate::model::ids::ProblemId;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Op;
use crate::store::{Act, Reader, Tx};

/// The papers that are 待送审 and could not be made so: errors of theirs stand open, or what they cite is withheld. A
/// bundle may bring such.
///
/// # Errors
/// When the round cannot be read.
pub fn wrongly_ready(reader: &Reader) -> Result<Vec<ProblemId>> {
    let mut ready: Vec<Problem> = reader.all()?;
    ready.retain(|p| p.state == ProblemState::Ready);
    if ready.is_empty() {
        return Ok(Vec::new());
    }
    let (told, holdings) = (reader.told()?, Holdings::read(reader, None)?);
    let is_wrong =
        |p: &&Problem| told.holds_back(p.id.0) || diagnose(&holdings.paper(p)).iter().any(Diagnostic::is_open_error);
    Ok(ready.iter().filter(is_wrong).map(|p| p.id).collect())
}

/// Takes papers back to 草稿.
#[derive(Debug, Clone)]
pub struct PutBack {
    /// The papers.
    pub papers: Vec<ProblemId>,
}

impl Act for PutBack {
    fn op(&self) -> Op {
        Op::EditProblem
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for id in &self.papers {
            tx.put(&Problem { state: ProblemState::Draft, ..problem(tx, *id)? })?;
        }
        tx.note_redrafted(self.papers.iter().copied());
        Ok(())
    }
}

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
