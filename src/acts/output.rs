//! What leaves the round.

use super::door;
use crate::error::Result;
use crate::model::ids::{Hash, InspectorId};
use crate::model::record::Op;
use crate::store::{Act, Sources, Store, Tx};
use std::path::PathBuf;

/// One file that is about to get its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputLine {
    /// What it is: 谈话记录, 资料包.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// The whole path of the folder that it is written into; `None`: not known.
    pub folder: Option<PathBuf>,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// What it was made of, as of the moment in which it was read; `None`: not known.
    pub from: Option<Sources>,
}

/// Notes outputs in the log of exports.
#[derive(Debug, Clone)]
pub struct LogOutputs {
    /// One line a file.
    pub lines: Vec<OutputLine>,
}

impl Act for LogOutputs {
    fn op(&self) -> Op {
        Op::Export
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.lines.iter().try_for_each(|line| {
            tx.log_export_into(line.folder.as_deref(), line.what, &line.name, line.sha256, line.from.as_ref())
        })
    }
}

/// Notes outputs that are about to get their names. A round that can only be read has nowhere to note them, and whoever
/// exports says so ([`ReadOnly::unlogged`](crate::store::ReadOnly::unlogged)).
///
/// # Errors
/// Those of the store; nothing is noted then.
pub fn log(store: &Store, by: Option<InspectorId>, lines: Vec<OutputLine>) -> Result<()> {
    if store.read_only().is_some() {
        return Ok(());
    }
    door::perform(store, by, LogOutputs { lines }).map(drop)
}
