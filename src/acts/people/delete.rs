//! A person is taken off the roster.

use super::person;
use crate::analysis::people::Held;
use crate::error::{Error, Result};
use crate::model::ids::PersonId;
use crate::model::record::{Kind, Op};
use crate::store::{Act, Tx};

/// Puts a person into the bin; refused while anything names them.
#[derive(Debug, Clone, Copy)]
pub struct DeletePerson {
    /// The person.
    pub person: PersonId,
}

impl Act for DeletePerson {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let person = person(tx, self.person)?;
        let mentions = Held::read(tx, person.unit)?.mentions(person.id);
        if !mentions.is_none() {
            return Err(Error::input(format!("{}不能删除：有{}", person.name, mentions.chinese()))
                .hint("没有改动。如果和别人是同一个人，可以合并。"));
        }
        tx.delete(Kind::Person, person.id.0)
    }
}
