//! 个别谈话: sitting down, what is said, reading back, closing, and putting right what was begun wrongly.
//!
//! An action on a talk that is there takes it in hand first (`open`), for what it is about to do; the list of what may be
//! done to a talk is [`TalkDeed::why_not`](crate::analysis::on_record::TalkDeed::why_not).

pub mod answer;
pub mod close;
pub mod confirm;
pub mod observation;
mod open;
mod recall;
pub mod redact;
pub mod remove;
pub mod sitting;
pub mod withhold;

#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::ids::InterviewId;
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::store::Tx;
pub(super) use recall::recall;

/// The answer of that talk to a question. Of two that an older version made, the older one.
fn answer_to(tx: &Tx<'_>, talk: InterviewId, question: &str) -> Result<Option<Answer>> {
    Ok(tx.children::<Answer>(talk.0)?.into_iter().find(|a| a.question == question))
}

/// What was marked in the talk.
fn observations_of(tx: &Tx<'_>, talk: &Interview) -> Result<Vec<Observation>> {
    let Some(person) = tx.get::<Person>(talk.person.0)? else { return Ok(Vec::new()) };
    let all: Vec<Observation> = tx.children(person.unit.0)?;
    let here = |o: &Observation| matches!(o.origin, Origin::Statement { interview, .. } if interview == talk.id);
    Ok(all.into_iter().filter(here).collect())
}
