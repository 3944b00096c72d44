//! Files kept with a record.

use crate::error::{Error, Result};
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
        let Attachment { owner, sha256, .. } = self.attachment;
        if tx.head(owner)?.is_none() {
            return Err(Error::input("附件所属的记录已被删除，没有附上").hint("可以从回收站恢复后再附。"));
        }
        // The same content was attached meanwhile.
        if tx.children::<Attachment>(owner)?.iter().any(|a| a.sha256 == sha256) {
            return Ok(());
        }
        tx.put(&self.attachment)
    }
}
