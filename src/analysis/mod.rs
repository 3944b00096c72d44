//! What follows from the records: coverage, pure, and the methods of a round.

pub mod coverage;
pub mod methods;
