//! People of a unit's roster: added and changed, planned for today, imported, two made one, taken off.

mod codes;
mod delete;
mod keep;
mod plan_today;
mod roster;
mod unite;

pub use delete::DeletePerson;
pub use keep::KeepPerson;
pub use plan_today::PlanToday;
pub use roster::ImportRoster;
pub use unite::UnitePeople;

use crate::error::{Error, Result};
use crate::model::ids::PersonId;
use crate::model::people::Person;
use crate::store::Tx;

/// The person as they are now.
fn person(tx: &Tx<'_>, id: PersonId) -> Result<Person> {
    let gone = || Error::input("这个人已从名册上删除").hint("没有改动。可以从回收站恢复后再改。");
    tx.get(id.0)?.ok_or_else(gone)
}
