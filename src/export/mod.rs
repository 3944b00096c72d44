//! What leaves the round: talk records and the bundle.
//!
//! Each output has two halves: pure data assembled from records, and a writer that turns it into bytes. Files are
//! written by [`out`], beside their target and renamed; every one is logged in the round.
//!
//! What is marked 转线索 is in no output: it is dropped where records are read, not where they are printed.

pub mod assemble;
pub mod bundle;
pub mod out;
pub mod talk_record;
pub mod wml;

mod deliver;

#[cfg(test)]
pub(crate) mod sample;

pub use deliver::{Exported, Target};
