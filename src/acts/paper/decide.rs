//! Deciding a candidate: adopted, put aside, its new material taken in.

use super::{number, problem};
use crate::analysis::rollup::{self, Adopting, Adoption, Candidate};
use crate::error::{Error, Result};
use crate::method::types::Method;
use crate::model::decision::{Decided, Decision, Seen};
use crate::model::evidence::Evidence;
use crate::model::ids::{InspectorId, ProblemId};
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Op;
use crate::model::round::Inspector;
use crate::model::value::Instant;
use crate::store::{Act, Tx};
use std::sync::Arc;

const LOOK_AGAIN: &str = "候选已经重新归集，请看过再决定。";

/// What tells one decision from another; its words may be shown otherwise than they stand in the file.
const fn decided(decision: &Decision) -> (InspectorId, Instant, &[Seen]) {
    (decision.by, decision.at, decision.seen.as_slice())
}

/// Refuses when the candidate has been decided otherwise since it was shown. Returns the problem that was made of it.
fn as_shown(tx: &Tx<'_>, candidate: &Candidate) -> Result<Option<Problem>> {
    let shown = candidate.decision.as_ref().filter(|d| d.key == candidate.key);
    let now: Option<Decision> = tx.find((candidate.unit, candidate.key))?;
    let adopted = match now.as_ref().or(candidate.decision.as_ref()).map(|d| &d.outcome) {
        Some(Decided::Adopted { problem }) => tx.get::<Problem>(problem.0)?,
        _ => None,
    };
    if now.as_ref().map(decided) == shown.map(decided) {
        return Ok(adopted);
    }
    let what = match (now.map(|d| d.outcome), &adopted) {
        (Some(Decided::Adopted { .. }), Some(paper)) => format!("这一条刚才已经决定过：采纳，底稿是 {}", paper.number),
        (Some(Decided::Dismissed { .. }), _) => "这一条刚才已经决定过：不采纳".to_owned(),
        _ => "这一条的决定刚才改过".to_owned(),
    };
    Err(Error::input(format!("{what}。这一步没有做")).hint(LOOK_AGAIN))
}

fn taken(paper: &Problem) -> Error {
    Error::input(format!("这一条已经采纳，底稿是 {}，没有再做一次", paper.number)).hint("新增的材料可以收入那份底稿。")
}

/// What a decision is made with, as it is in the file now.
struct Now {
    inspectors: Vec<Inspector>,
    evidence: Vec<Evidence>,
}

impl Now {
    fn read(tx: &Tx<'_>, candidate: &Candidate) -> Result<Self> {
        Ok(Self { inspectors: tx.all()?, evidence: tx.children(candidate.unit.0)? })
    }

    fn with<'a>(&'a self, method: &'a Method, by: InspectorId, tx: &Tx<'_>) -> Adopting<'a> {
        Adopting { method, inspectors: &self.inspectors, evidence: &self.evidence, by, at: tx.now() }
    }
}

fn write(tx: &mut Tx<'_>, adoption: &Adoption) -> Result<()> {
    adoption.evidence.iter().try_for_each(|e| tx.put(e))?;
    tx.put(&adoption.problem)?;
    tx.put(&adoption.decision)
}

/// Makes a draft of a candidate.
#[derive(Debug, Clone)]
pub struct Adopt {
    /// The candidate as it was shown.
    pub candidate: Candidate,
    /// The id that the problem will have.
    pub problem: ProblemId,
    /// The method that new papers use.
    pub method: Arc<Method>,
    /// Who decides: the number is theirs, and they are its first handler.
    pub by: InspectorId,
}

impl Act for Adopt {
    fn op(&self) -> Op {
        Op::Decide
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if let Some(paper) = as_shown(tx, &self.candidate)? {
            return Err(taken(&paper));
        }
        let now = Now::read(tx, &self.candidate)?;
        let number = number::draw(tx, self.by)?;
        let with = now.with(&self.method, self.by, tx);
        write(tx, &rollup::adopt(&self.candidate, self.problem, number, &with))
    }
}

/// Takes what is new of an adopted candidate into its problem, which is a draft again.
#[derive(Debug, Clone)]
pub struct TakeIn {
    /// The candidate as it was shown.
    pub candidate: Candidate,
    /// The problem that was made of it.
    pub problem: ProblemId,
    /// The method that new papers use.
    pub method: Arc<Method>,
    /// Who decides.
    pub by: InspectorId,
}

impl Act for TakeIn {
    fn op(&self) -> Op {
        Op::Decide
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        as_shown(tx, &self.candidate)?;
        let problem = problem(tx, self.problem)?;
        let now = Now::read(tx, &self.candidate)?;
        let mut adoption = rollup::take_in(&self.candidate, &problem, &now.with(&self.method, self.by, tx));
        adoption.problem.state = ProblemState::Draft;
        write(tx, &adoption)
    }
}

/// Puts a candidate aside.
#[derive(Debug, Clone)]
pub struct Dismiss {
    /// The candidate as it was shown.
    pub candidate: Candidate,
    /// Why; not empty.
    pub reason: String,
    /// Who decides.
    pub by: InspectorId,
}

impl Act for Dismiss {
    fn op(&self) -> Op {
        Op::Decide
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if self.reason.trim().is_empty() {
            return Err(Error::input("没有写明不采纳的理由").hint("审核和再归集时都要看理由，请写明。"));
        }
        if let Some(paper) = as_shown(tx, &self.candidate)? {
            return Err(taken(&paper));
        }
        tx.put(&rollup::dismiss(&self.candidate, &self.reason, self.by, tx.now()))
    }
}
