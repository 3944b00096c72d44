//! A person is added or changed at the keyboard.

use super::codes::CodeSource;
use crate::acts::complete;
use crate::error::{Error, Result};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::store::{Act, Over, Tx};

/// Adds or changes a person. A new one gets a code that nobody of the round ever had.
#[derive(Debug, Clone)]
pub struct KeepPerson {
    /// Over which state they were changed.
    pub over: Over,
    /// As they are from now on; the code of somebody new is empty.
    pub person: Person,
    /// Seed of the code.
    pub seed: u64,
}

impl Act for KeepPerson {
    fn op(&self) -> Op {
        Op::EditPerson
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut person = self.person.clone();
        if tx.get::<Unit>(person.unit.0)?.is_none() {
            return Err(Error::input("这个人所在的单位已被删除，没有保存").hint("请先恢复单位，再加人。"));
        }
        if person.code.0.is_empty() {
            person.code = match tx.get::<Person>(person.id.0)? {
                Some(there) => there.code,
                None => CodeSource::of(tx, self.seed)?.draw()?,
            };
        }
        // The merge takes both facts as one, so what holds here holds for what is written.
        person.facts.leading_body |= person.facts.head;
        let before: Option<Person> = tx.get(person.id.0)?;
        let kept = tx.merge(self.over, person)?;
        complete::check(before.as_ref(), &kept)
    }
}
