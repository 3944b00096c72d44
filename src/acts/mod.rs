//! What may be done to a round: one function a user action, inside the transaction.
//!
//! An action ([`Act`](crate::store::Act)) holds what the user wanted, never a record made from an older state. It reads
//! the heads, checks the rule, changes the one thing, draws numbers and codes and does what follows from it. Screens,
//! command line and imports all go through here: nothing above this layer writes a record.
//!
//! They go to the store by [`door`] alone, which puts ready papers back to draft when an action changed what they print.
//!
//! # What it must not know
//!
//! Screens, files, formats. What an action needs of the outside (a parsed roster, the size of a stored file) is among
//! its inputs.

pub mod attach;
pub mod bundle;
pub mod complete;
pub mod door;
pub mod drafts;
pub mod foreseen;
pub mod inspector;
pub mod lead;
pub mod loan;
pub mod method;
pub mod observation;
pub mod output;
pub mod paper;
pub mod people;
pub mod reading;
pub mod restore;
pub mod round;
pub mod sample;
pub mod talk;
#[cfg(test)]
mod tests;
pub mod undo;
pub mod unit;
