//! What comes in from outside.

pub mod bundle;
