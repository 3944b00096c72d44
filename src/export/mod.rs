//! What leaves the round: papers, lists, notices, figures, talk records, the bundle ([`parts`] says which lies where).
//!
//! Each output has two halves: pure data assembled from records, and a writer that turns it into bytes. Files are
//! written by [`out`], beside their target and renamed; every one is logged in the round.
//!
//! What is marked 转线索 is in no output: it is dropped where records are read, not where they are printed.

pub mod assemble;
pub mod bundle;
pub mod counters;
pub mod edited;
pub mod handover;
pub mod head;
pub mod left;
pub mod list;
pub mod loans;
pub mod out;
pub mod paper;
pub mod parts;
pub mod paste;
pub mod talk_record;
pub mod wml;
pub mod xlsx;

mod ahead;
mod codes;
mod deliver;
mod furniture;

#[cfg(test)]
pub(crate) mod sample;

pub use deliver::{Exported, Target};

#[cfg(test)]
mod tests;
