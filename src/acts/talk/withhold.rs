//! 转线索: statements are taken out of everything but the talk itself, or let in again.

use super::answer::SealAnswer;
use crate::error::{Error, Result};
use crate::model::ids::StatementId;
use crate::model::record::Op;
use crate::store::{Act, Plan, Tx};

/// Withholds what is marked so in an answer. Its words are struck wherever else they stand, for good; papers that cite it
/// go back to draft.
#[derive(Debug, Clone)]
pub struct Withhold {
    /// The answer as it was typed, with the mark set.
    pub answer: SealAnswer,
    /// What the user saw that it would do. What would do more is refused.
    pub shown: Plan,
}

impl Act for Withhold {
    fn op(&self) -> Op {
        Op::Withhold
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        rests_on_file(&self.answer, tx)?;
        let done = self.answer.seal(tx)?;
        if done.is_within(&self.shown) {
            return Ok(());
        }
        Err(Error::input("别处的内容刚有变化，没有转线索").hint("请再按一次，看过要改动的地方再确认。"))
    }
}

/// The words whose mark is set or taken were handed in before; without them there is nothing to mark.
fn rests_on_file(answer: &SealAnswer, tx: &Tx<'_>) -> Result<()> {
    let marked: Vec<StatementId> = answer.answer.statements.iter().filter(|s| s.withheld).map(|s| s.id).collect();
    let known = answer.known.iter().flat_map(|known| &known.statements);
    let changed: Vec<StatementId> = known.filter(|s| s.withheld != marked.contains(&s.id)).map(|s| s.id).collect();
    answer.rests_on_file(tx, |id| changed.contains(&id))
}

/// Lets statements in again: the mark goes, what was struck elsewhere stays struck.
#[derive(Debug, Clone)]
pub struct LetIn {
    /// The answer as it was typed, without the mark.
    pub answer: SealAnswer,
}

impl Act for LetIn {
    fn op(&self) -> Op {
        Op::LetIn
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        rests_on_file(&self.answer, tx)?;
        self.answer.run(tx)
    }
}
