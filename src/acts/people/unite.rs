//! Two persons of a roster are made one.

use super::person;
use crate::analysis::people::Held;
use crate::error::{Error, Result};
use crate::model::ids::PersonId;
use crate::model::record::{Kind, Op};
use crate::store::{Act, Tx};

/// Makes two persons of one unit one: everything that names the other names the one who is kept, whose code stays; what
/// was empty is filled in; the other goes to the bin, and the code is not given again.
#[derive(Debug, Clone, Copy)]
pub struct UnitePeople {
    /// The one who is kept.
    pub kept: PersonId,
    /// The one who goes.
    pub gone: PersonId,
}

impl Act for UnitePeople {
    fn op(&self) -> Op {
        Op::MergePeople
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (kept, gone) = (person(tx, self.kept)?, person(tx, self.gone)?);
        if kept.id == gone.id || kept.unit != gone.unit {
            return Err(Error::input("只能合并同一个单位的两个人").hint("没有改动。"));
        }
        let union = Held::read(tx, kept.unit)?.unite(&kept, &gone);
        union.records.iter().try_for_each(|record| tx.put_any(record))?;
        tx.delete(Kind::Person, gone.id.0)
    }
}
