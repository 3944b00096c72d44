//! People of a roster: what differs between two states of one, what names one, and two who are one.

mod difference;
mod unite;

pub use difference::{Difference, differences};
pub use unite::{Held, Mentions, Union};
