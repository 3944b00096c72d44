//! What comes in from outside: rosters as units send them, bundles, and the sample round.
//!
//! Reading is pure: bytes become a [`table::Table`], a table becomes a roster, a roster and the people on file become
//! a plan that can be shown before anything is written. Only the last step names the store.

pub mod attach;
pub mod bundle;
pub mod create;
pub mod people;
pub mod sample;
pub mod table;
