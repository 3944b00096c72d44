//! 被巡察单位.

use crate::error::{Error, Result};
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::store::{Act, Over, Tx};

/// Adds or changes a unit: its code, its name, its profile.
#[derive(Debug, Clone)]
pub struct KeepUnit {
    /// Over which state it was changed.
    pub over: Over,
    /// As it is from now on.
    pub unit: Unit,
}

impl Act for KeepUnit {
    fn op(&self) -> Op {
        Op::EditUnit
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let kept = tx.merge(self.over, self.unit.clone())?;
        check(tx, &kept)
    }
}

/// The code is short and no other unit's: numbers and commands name units by it, in capitals or not.
pub(super) fn check(tx: &Tx<'_>, unit: &Unit) -> Result<()> {
    if unit.code.is_empty() || unit.code.contains(char::is_whitespace) || unit.name.is_empty() {
        return Err(Error::input("单位要有代码和名称，代码中间不要有空格"));
    }
    let twice = tx.all::<Unit>()?.into_iter().find(|u| u.code.eq_ignore_ascii_case(&unit.code) && u.id != unit.id);
    match twice {
        Some(other) => Err(Error::input(format!("代码“{}”已是另一个单位：{}", unit.code, other.name))
            .hint("请给每个单位一个不同的代码。")),
        None => Ok(()),
    }
}
