//! Files kept with a record.

use crate::error::Result;
use crate::model::attachment::Attachment;
use crate::model::record::Op;
use crate::store::{Act, Tx};

/// Keeps a file, whose content the store has, with the record that it belongs to.
#[derive(Debug, Clone)]
pub struct Attach {
    /// The file.
    pub attachment: Attachment,
}

impl Act for Attach {
    fn op(&self) -> Op {
        Op::Attach
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.put(&self.attachment)
    }
}
