//! What a migration does beyond SQL: one step a function, run in the migration's transaction after its SQL text.
//!
//! A step reads the file as the SQL of its version left it. It must not fail because of one damaged body: what cannot be
//! read stays as it is, and `verify` names it.

mod duplicates;
mod given;

use super::natural;
use crate::error::Result;
use crate::model::ids::DeviceId;
use rusqlite::Connection;
use std::path::Path;

/// What a step is given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lifting<'a> {
    pub(super) conn: &'a Connection,
    pub(super) path: &'a Path,
    /// The laptop that migrates; its id is that of no laptop while a file is only read.
    pub(super) device: DeviceId,
}

/// One step.
pub(super) type Step = fn(Lifting<'_>) -> Result<()>;

/// The steps that bring a file to each version, in their order.
const STEPS: [(usize, Step); 4] =
    [(3, given::letters), (3, given::values), (3, duplicates::unite), (3, |l| natural::rebuild(l.conn, l.path))];

/// The steps to that version.
pub(super) fn to(version: usize) -> impl Iterator<Item = Step> {
    STEPS.into_iter().filter(move |(to, _)| *to == version).map(|(_, step)| step)
}
