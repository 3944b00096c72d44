//! A roster is imported.

use super::codes::CodeSource;
use crate::acts::unit;
use crate::error::{Error, Result};
use crate::model::ids::UnitId;
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::store::{Act, Tx};

/// Writes what the user was shown of a roster: people who are new, people who change, and the unit when the round does
/// not have it yet. It is one action, so one undo takes the whole import back.
#[derive(Debug, Clone)]
pub struct ImportRoster {
    /// The unit.
    pub unit: UnitId,
    /// The unit itself, when it is new or its kind was corrected with the roster.
    pub new_unit: Option<Unit>,
    /// The unit's people as they were when the user was shown what would change.
    pub basis: Vec<Person>,
    /// New people; their codes are drawn here.
    pub added: Vec<Person>,
    /// People on file as they are from now on.
    pub changed: Vec<Person>,
    /// Seed of the codes.
    pub seed: u64,
}

fn by_id(mut people: Vec<Person>) -> Vec<Person> {
    people.sort_by_key(|p| p.id);
    people
}

impl Act for ImportRoster {
    fn op(&self) -> Op {
        Op::ImportPeople
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if by_id(tx.children(self.unit.0)?) != by_id(self.basis.clone()) {
            return Err(
                Error::input("核对期间，这个单位的人员有了变动，没有导入").hint("请按现在的情况再核对一遍，然后导入。")
            );
        }
        if let Some(new) = &self.new_unit {
            // Of a unit that is there already only the kind is corrected.
            let unit = match tx.get::<Unit>(new.id.0)? {
                Some(own) => Unit { kind: new.kind, ..own },
                None => new.clone(),
            };
            unit::check(tx, &unit)?;
            tx.put(&unit)?;
        }
        let mut codes = CodeSource::of(tx, self.seed)?;
        for person in &self.added {
            tx.put(&Person { code: codes.draw()?, ..person.clone() })?;
        }
        self.changed.iter().try_for_each(|person| tx.put(person))
    }
}
