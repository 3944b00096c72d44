//! TBD

pub mod terminal;
