//! The last step of an import: what was planned is written, as one action.

use super::people::{CodeSource, Plan};
use crate::error::Result;
use crate::model::ids::InspectorId;
use crate::model::people::{Code, Person};
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::store::Store;

/// Writes the people of a plan, and its unit before them when that is new; returns how many were put.
///
/// # Errors
/// The unit has no free code left, or the disk refuses; nothing is written then.
pub fn people(store: &Store, author: Option<InspectorId>, new_unit: Option<Unit>, plan: Plan) -> Result<usize> {
    let put = move |tx: &mut crate::store::Tx<'_>| {
        new_unit.iter().try_for_each(|u| tx.put(u))?;
        let on_file: Vec<Person> = tx.children(plan.unit.0)?;
        let used: Vec<Code> = on_file.into_iter().map(|p| p.code).collect();
        let people = plan.apply(&mut CodeSource::new(used, rand::rng()))?;
        people.iter().try_for_each(|p| tx.put(p))?;
        Ok(people.len())
    };
    store.transact(Op::ImportPeople, author, put).map(|(count, _)| count)
}
