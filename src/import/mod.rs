//! What comes in from outside: rosters, bundles, the sample round.

pub mod sample;
