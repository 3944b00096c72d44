//! The one way by which actions go to the store: whatever they do, what follows for papers follows.

use super::paper::settle;
use crate::error::Result;
use crate::model::ids::InspectorId;
use crate::model::record::{Changes, Op};
use crate::store::{Act, Store, Ticket, Tx};

/// An action with what follows from it for ready papers.
#[derive(Debug)]
struct Settled(Box<dyn Act>);

impl Act for Settled {
    fn op(&self) -> Op {
        self.0.op()
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.0.run(tx)?;
        settle(tx)
    }
}

/// Does one user action and waits until it is on the disk; see [`Store::perform`].
///
/// # Errors
/// Those of the action, and of the disk. Nothing is written then.
pub fn perform(store: &Store, author: Option<InspectorId>, act: impl Act) -> Result<Changes> {
    store.perform(author, Settled(Box::new(act)))
}

/// Hands in one user action and returns at once; see [`Store::submit`].
pub fn submit(store: &Store, ticket: Ticket, author: Option<InspectorId>, act: Box<dyn Act>) {
    store.submit(ticket, author, Box::new(Settled(act)));
}
