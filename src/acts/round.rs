//! 轮次: set up, and its settings.

use super::{complete, unit};
use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::model::record::Op;
use crate::model::round::{Inspector, Round, Unit};
use crate::store::{Act, Over, Tx};

/// Sets up the round of an empty file.
#[derive(Debug, Clone)]
pub struct CreateRound {
    /// 轮次
    pub round: Round,
    /// 被巡察单位; their codes are unique.
    pub units: Vec<Unit>,
    /// 巡察干部
    pub inspectors: Vec<Inspector>,
    /// The method, checked.
    pub method: MethodFiles,
}

impl Act for CreateRound {
    fn op(&self) -> Op {
        Op::CreateRound
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_be_empty(tx)?;
        complete::check(None, &self.round)?;
        check(&self.round)?;
        tx.put_method(self.method.hash(), &self.method.files)?;
        tx.put(&self.round)?;
        for new in &self.units {
            tx.put(new)?;
            unit::check(tx, new)?;
        }
        self.inspectors.iter().try_for_each(|i| complete::check(None, i).and_then(|()| tx.put(i)))
    }
}

/// Changes the settings of the round.
#[derive(Debug, Clone)]
pub struct KeepRound {
    /// Over which state they were changed.
    pub over: Over,
    /// As it is from now on.
    pub round: Round,
}

impl Act for KeepRound {
    fn op(&self) -> Op {
        Op::EditRound
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before: Option<Round> = tx.get(self.round.id.0)?;
        let kept = tx.merge(self.over, self.round.clone())?;
        complete::check(before.as_ref(), &kept)?;
        check(&kept)
    }
}

/// A file has one round.
pub(super) fn must_be_empty(tx: &Tx<'_>) -> Result<()> {
    if tx.all::<Round>()?.is_empty() {
        return Ok(());
    }
    Err(Error::input("文件里已有一轮巡察").hint("没有改动。请另建一个文件。"))
}

fn check(round: &Round) -> Result<()> {
    match (round.from, round.to) {
        (Some(from), Some(to)) if to.before(from) => {
            Err(Error::input("巡察期间结束的月份早于开始的月份").hint("请改正后再保存。"))
        }
        _ => Ok(()),
    }
}
