//! `wenkan schema`: what a bundle looks like, for programs that read it.

use super::output;
use crate::error::Result;
use crate::export::bundle::schema::bundle_schema;

/// Prints the JSON schema.
pub(super) fn run() -> Result<()> {
    output::data(&bundle_schema()?)
}
