//! One user action as the store thread carries it out.

use super::tx::Tx;
use crate::error::Result;
use crate::model::record::Op;
use std::fmt::Debug;

/// One user action: its inputs, and what it does with the round.
///
/// It is run inside a transaction. When the disk refuses, it is run again from the start, so it holds what the user
/// wanted and never a record made from an older state of the round; only the run that commits counts.
pub trait Act: Debug + Send + 'static {
    /// Its verb; the log keeps it.
    fn op(&self) -> Op;

    /// Reads the heads, checks the rule, changes the one thing, draws numbers, does what follows from it.
    ///
    /// # Errors
    /// A rule that forbids it: final, nothing is written. A failure of disk or lock: the action is tried again.
    fn run(&self, tx: &mut Tx<'_>) -> Result<()>;
}

/// Names an action that was handed in with [`Store::submit`](super::Store::submit); whoever hands it in chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// An action of a test, as a closure.
#[cfg(test)]
pub(crate) struct Script<F>(pub(crate) Op, pub(crate) F);

#[cfg(test)]
impl<F> Debug for Script<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Script").field(&self.0).finish()
    }
}

#[cfg(test)]
impl<F: Fn(&mut Tx<'_>) -> Result<()> + Send + 'static> Act for Script<F> {
    fn op(&self) -> Op {
        self.0
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        (self.1)(tx)
    }
}
