//! The method of a round.

use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::model::record::Op;
use crate::store::{Act, Tx};

/// New talks use this method from now on; those that have begun keep theirs.
#[derive(Debug, Clone)]
pub struct UpdateMethod {
    /// The method, checked.
    pub method: MethodFiles,
    /// The method in use cannot be read: one that was used before may take its place.
    pub replaces_unreadable: bool,
}

impl Act for UpdateMethod {
    fn op(&self) -> Op {
        Op::EditRound
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let hash = self.method.hash();
        let used = tx.methods()?;
        if !self.replaces_unreadable && used.iter().skip(1).any(|h| *h == hash) {
            return Err(Error::input(format!("轮次以前用过这一版工作法（{}），后来已更新", hash.short()))
                .hint("没有改动。要退回旧版，请把 method.toml 里的 version 改一个名称，再更新一次。"));
        }
        tx.put_method_last(hash, &self.method.files)
    }
}
