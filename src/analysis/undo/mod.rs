//! Taking back and doing again: which action is next, and what it would change. Read from the log alone, so that it is
//! the same on every screen and after a restart.
//!
//! - [`next()`]: whose turn it is. The acting inspector's newest action on this laptop that has not been taken back.
//! - [`plan()`]: what taking it back does to each record: the merge of the state after the action (base), the present one
//!   (ours) and the one before it (theirs). What cannot be kept beside later changes, or would leave something hanging,
//!   is against it ([`Against`]), and then nothing is done at all.
//! - [`outcomes()`] and [`words()`]: what it will make of each record, and what is against it, for a person.
//!
//! # What it must not know
//!
//! How it is written: that is [`acts::undo`](crate::acts::undo).

mod list;
mod outcome;
mod plan;
mod refs;
mod rules;
#[cfg(test)]
mod tests;
mod words;

pub use list::{Next, Own, Way, next};
pub use outcome::{UndoOutcome, outcomes};
pub use plan::{Against, Step, UndoPlan, plan, put_back, releases, rewrite, withholds};
pub use refs::{owned, references};
pub use words::{Say, words};
