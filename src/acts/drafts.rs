//! What has been typed and is not saved.

use crate::error::{Error, Result};
use crate::model::record::Op;
use crate::store::{Act, Tx};
use uuid::Uuid;

/// An action that also ends the drafts which it saves.
#[derive(Debug)]
pub struct Sealing {
    /// The action.
    pub act: Box<dyn Act>,
    /// Record and field of each draft.
    pub drafts: Vec<(Uuid, String)>,
}

impl Act for Sealing {
    fn op(&self) -> Op {
        self.act.op()
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.act.run(tx)?;
        self.drafts.iter().try_for_each(|(record, field)| tx.drop_draft(*record, field))
    }
}

/// An action that is refused when it would write withheld words (转线索), which would be struck as they are written: what
/// was typed stays on the screen, and the user says whether it is to be kept so.
#[derive(Debug)]
pub struct AsTyped {
    /// The action.
    pub act: Box<dyn Act>,
}

impl Act for AsTyped {
    fn op(&self) -> Op {
        self.act.op()
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.act.run(tx)?;
        match tx.struck() {
            [] => Ok(()),
            words => Err(Error::would_strike(words.to_vec())),
        }
    }
}

/// Throws drafts away; the user said so.
#[derive(Debug, Clone)]
pub struct Discard {
    /// Record and field of each draft.
    pub drafts: Vec<(Uuid, String)>,
}

impl Act for Discard {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.drafts.iter().try_for_each(|(record, field)| tx.drop_draft(*record, field))
    }
}
