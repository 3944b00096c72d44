//! Text as people type it: graphemes, cell widths, line breaking, layout, the edit buffer, its history.
//!
//! Numbers, amounts and dates as people write them are read here and nowhere else ([`numeral`], [`amount`], [`day`]),
//! and what says them roughly ([`rough`]).
//!
//! No terminal, no clock, no record of the model (amounts and dates are its plain values). What a paragraph stands for is
//! the caller's: [`Buffer`] carries a [`Meta`] with each paragraph and only promises where it goes when paragraphs are
//! split, joined, pasted and taken back.
//!
//! # Units
//!
//! - A *grapheme* is what one arrow key passes and one Backspace removes ([`grapheme`]).
//! - A *cell* is a column of the terminal. Every grapheme takes at least one: what would be invisible (control
//!   characters, stray marks, direction overrides) is shown by a stand-in, and the text is left as it is ([`width`]).
//! - A *row* is a soft-wrapped line of the screen, a *paragraph* what ends with Enter.
//! - An *offset* counts bytes within a paragraph and always lies between two graphemes.
//!
//! # One layout
//!
//! A row is a pure function of the text from its first byte on and of the [`Measure`] (see [`linebreak`]). So
//! drawing, caret and mouse cannot disagree, and after an edit the rows from the first affected one on are laid out
//! only until a row begins where one began before: from there on nothing can differ (`layout.rs`).
//!
//! # Edits
//!
//! Six invertible changes make up every edit (`change.rs`); the history keeps them and no copies of the text
//! (`history.rs`).

pub mod amount;
pub mod blank;
pub mod day;
pub mod grams;
pub mod grapheme;
pub mod linebreak;
pub mod matter;
pub mod normal;
pub mod numeral;
pub mod pasted;
pub mod rough;
mod same;
mod selection;
pub mod sieve;
pub mod width;

mod buffer;
mod change;
mod cursor;
mod document;
mod edit;
mod history;
mod layout;
mod line;
mod view;
mod word;

#[cfg(test)]
mod tests;

pub use buffer::{Affinity, Buffer, Meta, Outcome, Paragraph, Position, Spot};
pub use cursor::Motion;
pub use edit::Erase;
pub use layout::{MIN_WIDTH, Measure, wrap};
pub use line::{Line, LineView};
pub use view::{Cell, Row};
pub use width::Ambiguous;
