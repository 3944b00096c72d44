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

/// Notes outputs in the log of exports, and which of their files the program itself removed.
#[derive(Debug, Clone, Default)]
pub struct LogOutputs {
    /// One line a file.
    pub lines: Vec<OutputLine>,
    /// The hashes of the files that are removed, each as often as there are files of it.
    pub removed: Vec<Hash>,
}

impl Act for LogOutputs {
    fn op(&self) -> Op {
        Op::Export
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.lines.iter().try_for_each(|line| {
            tx.log_export_into(line.folder.as_deref(), line.what, &line.name, line.sha256, line.from.as_ref())
        })?;
        tx.log_removed(&self.removed)
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
    door::perform(store, by, LogOutputs { lines, removed: Vec::new() }).map(drop)
}

/// Notes that the files of outputs with these hashes are about to be removed, so that nobody looks for them. A round that
/// can only be read has nowhere to note it.
///
/// # Errors
/// Those of the store; nothing is noted then.
pub fn log_removed(store: &Store, by: Option<InspectorId>, removed: Vec<Hash>) -> Result<()> {
    if store.read_only().is_some() || removed.is_empty() {
        return Ok(());
    }
    door::perform(store, by, LogOutputs { lines: Vec::new(), removed }).map(drop)
}
