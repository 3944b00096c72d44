//! Observations on a statement that is let in again say what it says: their words were struck when it was withheld, and
//! stand in the talk alone.

use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::closed::ELSEWHERE;
use crate::model::observation::{Observation, Origin};
use crate::model::problem::{Problem, ToVerify};
use crate::store::{ToldRecords, Tx};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Gives the observations that were struck as a whole, and what papers note to be verified because of them, the words of
/// their statements as they are now, where those are told.
pub(in crate::acts) fn recall(tx: &mut Tx<'_>) -> Result<()> {
    let told = tx.door()?;
    let mut recalled: BTreeSet<Uuid> = BTreeSet::new();
    for o in tx.all::<Observation>()? {
        let Origin::Statement { answer, statement, .. } = o.origin else { continue };
        if o.text != ELSEWHERE || told.closes(statement.0) || told.closes(o.id.0) {
            continue;
        }
        let Some(answer) = tx.get::<Answer>(answer.0)? else { continue };
        let Some(said) = answer.statements.iter().find(|s| s.id == statement) else { continue };
        recalled.insert(o.id.0);
        tx.put(&Observation { text: said.text.clone(), ..o })?;
    }
    if recalled.is_empty() {
        return Ok(());
    }
    for mut paper in tx.all::<Problem>()? {
        let is_struck = |v: &&mut ToVerify| v.text == ELSEWHERE;
        let mut any = false;
        for matter in paper.to_verify.iter_mut().filter(is_struck) {
            let of = matter.origin.filter(|origin| recalled.contains(origin));
            if let Some(o) = of.map(|id| tx.get::<Observation>(id)).transpose()?.flatten() {
                matter.text = o.text;
                any = true;
            }
        }
        if any {
            tx.put(&paper)?;
        }
    }
    Ok(())
}
