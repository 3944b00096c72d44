//! `wenkan import`: rosters and bundles.

mod bundle;
mod people;
mod sections;
mod unit;

use super::args::{Globals, Import, ImportWhat};
use crate::error::Result;

/// Imports one of the two.
pub(super) fn run(args: &Import, globals: &Globals) -> Result<()> {
    match &args.what {
        ImportWhat::People(what) => people::run(&args.file, what, globals),
        ImportWhat::Bundle(what) => bundle::run(&args.file, what, globals),
    }
}
