//! What follows from the records: pure functions, no I/O.

pub mod coverage;
pub mod methods;
