//! What an action did to papers without touching them: those that were ready and print otherwise now are drafts again.
//!
//! It is asked after every action (`acts::door`), of the papers alone that cite what the action wrote. What is compared is
//! what a review binds itself to, 内容校验, so no action has to know what is printed of a record.

use crate::analysis::methods::KnownMethods;
use crate::analysis::paper::{Covering, Holdings, Reach, Written, is_printed};
use crate::error::Result;
use crate::model::ids::{ProblemId, UnitId};
use crate::model::problem::{Problem, ProblemBrief, ProblemState};
use crate::model::record::Kind;
use crate::store::{Reader, ToldRecords as _, Tx};
use std::sync::Arc;
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// Puts ready papers back to draft whose print the action under way has changed.
pub(in crate::acts) fn settle(tx: &mut Tx<'_>) -> Result<()> {
    let written: Vec<Written> =
        tx.written().iter().filter(|c| is_printed(c.kind)).map(|c| (c.kind, c.record)).collect();
    if written.is_empty() {
        return Ok(());
    }
    let (trail, began) = (tx.trail(), tx.began()?);
    let reach = Reach::of(&trail, &written, |id| Ok([trail.at(id, began)?, trail.now(id)?]))?;
    if reach.is_empty() {
        return Ok(());
    }
    let touched = touched(tx, &reach)?;
    if touched.is_empty() {
        return Ok(());
    }
    let before = tx.as_it_was()?;
    let (mut old, mut new): (Vec<Problem>, Vec<Problem>) = Default::default();
    for id in touched {
        let was = before.get::<Problem>(id)?.filter(|p| p.state == ProblemState::Ready);
        if let Some((was, is)) = was.zip(tx.told_record::<Problem>(id)?) {
            old.push(was);
            new.push(is);
        }
    }
    if old.is_empty() {
        return Ok(());
    }
    let changed = printing_otherwise(&old, &new, tx, &before, reach.names())?;
    for id in &changed {
        // As it is, not as it may be told.
        if let Some(paper) = tx.get::<Problem>(id.0)? {
            tx.put(&Problem { state: ProblemState::Draft, ..paper })?;
        }
    }
    tx.note_redrafted(changed);
    Ok(())
}

/// The ready papers that may print otherwise; none of them is read.
fn touched(tx: &Tx<'_>, reach: &Reach) -> Result<Vec<Uuid>> {
    let mut ready = tx.briefs(Kind::Problem)?;
    ready.retain(|(.., brief)| ProblemBrief::parse(brief).state == ProblemState::Ready);
    if ready.is_empty() {
        return Ok(Vec::new());
    }
    let citing = tx.trail().citing(reach.evidence())?;
    let is_touched = |id: Uuid, unit: Option<Uuid>| {
        citing.contains(&id) || reach.touches_but_for_evidence(ProblemId(id), UnitId(unit.unwrap_or_default()))
    };
    Ok(ready.into_iter().filter(|(id, unit, _)| is_touched(*id, *unit)).map(|(id, ..)| id).collect())
}

/// Which of these papers print otherwise now. `names`: somebody whose name may have to be covered has come, gone or is
/// called otherwise. Where nobody has, papers that read alike with no name covered read alike with all of them covered:
/// most actions end there, and no roster is read.
fn printing_otherwise(
    old: &[Problem],
    new: &[Problem],
    tx: &Tx<'_>,
    before: &Reader,
    names: bool,
) -> Result<Vec<ProblemId>> {
    let mut methods = KnownMethods::default();
    let mut was = Holdings::of_papers(before, before, old, &mut methods)?;
    let mut is = Holdings::of_papers(tx, before, new, &mut methods)?;
    let mut left: Vec<(&Problem, &Problem)> = old.iter().zip(new).collect();
    if !names {
        left.retain(|(old, new)| covered_otherwise(old, new) || differ(&was, &is, old, new));
        if left.is_empty() {
            return Ok(Vec::new());
        }
    }
    let covering = Arc::new(Covering::read(before)?);
    was.cover(&covering);
    is.cover(&if names { Arc::new(Covering::read(tx)?) } else { covering });
    left.retain(|(old, new)| differ(&was, &is, old, new));
    Ok(left.into_iter().map(|(_, new)| new.id).collect())
}

/// Whether other names may stand in a paper uncovered than before.
fn covered_otherwise(old: &Problem, new: &Problem) -> bool {
    old.unit != new.unit || old.responsible != new.responsible
}

fn differ(was: &Holdings, is: &Holdings, old: &Problem, new: &Problem) -> bool {
    was.paper(old).content_hash() != is.paper(new).content_hash()
}
