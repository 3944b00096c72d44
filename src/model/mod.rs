//! What is saved: plain serde types and their ids. No I/O, no clock, no database, no screen.
//!
//! Invariants: every record is one thing that one person edits ([`record::Record`]); what it nests is a list of
//! elements with ids and order keys of their own, so that two laptops can be merged by id later; no floats
//! anywhere; money is integer 分; dates without a zone are [`value::PartialDate`], instants are
//! [`value::Instant`].

pub mod answer;
pub mod any;
pub mod attachment;
pub mod brief;
pub mod closed;
pub mod decision;
pub mod evidence;
pub mod fields;
pub mod hand_over;
pub mod ids;
pub mod interview;
pub mod left;
pub mod loan;
pub mod merge;
pub mod name;
pub mod natural;
pub mod observation;
pub mod order;
pub mod overruled;
pub mod people;
pub mod problem;
pub mod reading;
pub mod reading_order;
pub mod record;
pub mod round;
pub mod told;
pub mod unit_kind;
pub mod unite;
pub mod upcast;
pub mod value;
