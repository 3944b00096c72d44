//! Problems with their papers, and the candidates that they come from.
//!
//! A paper is a problem with its suggestions and its 立行立改: three kinds of records that are edited as one. Whatever
//! changes what a paper says takes it back to 草稿, whoever does it.

pub mod begin;
pub mod decide;
pub mod edit;
mod number;
pub mod ready;
mod settle;
#[cfg(test)]
mod tests;
pub mod withdraw;

pub(super) use settle::settle;

use crate::analysis::paper::field::PaperRecords;
use crate::error::{Error, Result};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::ProblemId;
use crate::model::problem::Problem;
use crate::store::Tx;

fn problem(tx: &Tx<'_>, id: ProblemId) -> Result<Problem> {
    let gone = || Error::input("这份底稿已被撤回或删除，没有保存").hint("可以从回收站恢复后再改。");
    tx.get(id.0)?.ok_or_else(gone)
}

/// The paper as it stands in the file.
fn records(tx: &Tx<'_>, id: ProblemId) -> Result<PaperRecords> {
    let problem = problem(tx, id)?;
    let mut suggestions: Vec<Suggestion> = tx.children(problem.unit.0)?;
    suggestions.retain(|s| s.problems.contains(&id));
    let mut fixes: Vec<QuickFix> = tx.children(problem.unit.0)?;
    fixes.retain(|f| f.problem == id);
    Ok(PaperRecords { problem, suggestions, fixes })
}

/// Takes a suggestion from a paper; one that answers other problems too stays for those.
fn drop_suggestion(tx: &mut Tx<'_>, suggestion: &Suggestion, of: ProblemId) -> Result<()> {
    use crate::model::record::{Kind, Record as _};
    let problems: Vec<ProblemId> = suggestion.problems.iter().copied().filter(|p| *p != of).collect();
    if problems.is_empty() {
        return tx.delete(Kind::Suggestion, suggestion.uuid());
    }
    tx.put(&Suggestion { problems, ..suggestion.clone() })
}
