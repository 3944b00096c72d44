//! A talk is planned for today, or no longer.

use crate::error::Result;
use crate::model::ids::PersonId;
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::value::PartialDate;
use crate::store::{Act, Tx};

/// Plans the talk with a person for today; takes that back when it is planned for today, to the day for which it was
/// planned before. Nothing else of the person is touched.
#[derive(Debug, Clone, Copy)]
pub struct PlanToday {
    /// The person.
    pub person: PersonId,
    /// Today.
    pub today: PartialDate,
    /// For which day it was planned before it was planned for today.
    pub former: Option<PartialDate>,
}

impl Act for PlanToday {
    fn op(&self) -> Op {
        Op::EditPerson
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.edit::<Person>(self.person.0, |p| {
            p.planned = if p.planned == Some(self.today) { self.former } else { Some(self.today) };
            Ok(())
        })
    }
}
