//! What follows from the records, pure: coverage, the roll-up, what is due, papers and their diagnostics, numbers; what
//! was done (history), what is taken back next (undo); and the methods of a round.

pub mod corrected;
pub mod coverage;
pub mod diagnose;
pub mod dues;
pub mod history;
pub mod methods;
pub mod number;
pub mod on_record;
pub mod paper;
pub mod people;
pub mod reading;
pub mod redaction;
pub mod rollup;
pub mod said;
pub mod sentence;
pub mod subject;
pub mod tally;
pub mod undo;
pub mod unsealed;

#[cfg(test)]
pub(crate) mod fixture;
