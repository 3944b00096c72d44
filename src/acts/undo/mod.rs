//! Taking back and doing again.
//!
//! Each is an action of its own that names its target in the log. What it does is planned over the log inside the
//! transaction ([`analysis::undo`](crate::analysis::undo)); what came later is kept, and where it cannot be kept the
//! whole is refused.

mod refusal;
#[cfg(test)]
mod tests;

use super::talk::recall;
use crate::analysis::undo::{self, Own, UndoPlan, Way};
use crate::error::{Error, Result};
use crate::model::ids::TxnId;
use crate::model::record::{Kind, Op};
use crate::store::{Act, Tx};
use refusal::refuse;
pub(super) use refusal::refuse as refuse_restoring;

/// Takes back the acting inspector's newest action on this laptop.
#[derive(Debug, Clone, Copy)]
pub struct Undo {
    /// The action that was shown; another one is not taken back unseen.
    pub target: TxnId,
    /// The user typed the word: what is withheld may be told again.
    pub release: bool,
}

/// Does again what was taken back last.
#[derive(Debug, Clone, Copy)]
pub struct Redo {
    /// The action that was shown.
    pub target: TxnId,
    /// The user typed the word: what is withheld may be told again.
    pub release: bool,
}

impl Act for Undo {
    fn op(&self) -> Op {
        Op::Undo
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        turn(tx, Way::Undo, self.target, self.release)
    }
}

impl Act for Redo {
    fn op(&self) -> Op {
        Op::Undo
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        turn(tx, Way::Redo, self.target, self.release)
    }
}

fn turn(tx: &mut Tx<'_>, way: Way, target: TxnId, release: bool) -> Result<()> {
    let own = Own { who: tx.author(), device: tx.device() };
    let next = undo::next(&tx.trail(), own, way)?.filter(|next| next.target == target);
    let Some(next) = next else {
        return Err(Error::input(format!("要{}的已不是这一步，没有改动", way.chinese()))
            .hint("这期间又做了别的操作。请再按一次，看清是哪一步。"));
    };
    let plan = undo::plan(&tx.trail(), &next, own.who)?;
    if !plan.against.is_empty() {
        return Err(refuse(tx.trail(), &plan, &format!("不能{}", way.chinese())));
    }
    if plan.releases && !release {
        return Err(Error::input("这一步会把已转线索的内容放回来，没有改动"));
    }
    match way {
        Way::Undo => tx.undoes(target),
        Way::Redo => tx.redoes(target),
    }
    write(tx, &plan)?;
    if plan.steps.is_empty()
        && let Some((kind, record)) = next.applied.touched.first().and_then(|t| Some((t.kind?, t.record)))
    {
        tx.restate(kind, record)?;
    }
    Ok(())
}

/// Writes what was planned: what goes first, so that its place is free.
pub(super) fn write(tx: &mut Tx<'_>, plan: &UndoPlan) -> Result<()> {
    for step in plan.steps.iter().filter(|s| s.then.is_none()) {
        tx.delete(step.kind, step.record)?;
    }
    plan.steps.iter().filter_map(|s| s.then.as_ref()).try_for_each(|record| tx.put_any(record))?;
    tx.note_redrafted(plan.kept.iter().copied());
    if plan.steps.iter().any(|s| s.kind == Kind::Answer) {
        // What is withheld again is withheld in all that came since.
        tx.strike_all()?;
        recall(tx)?;
    }
    Ok(())
}
