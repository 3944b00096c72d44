//! The terminal app: events become actions, actions change the state and ask for effects, the state is drawn.
//!
//! ```text
//! terminal::Session -> Event -> App::handle -> screen::Screen::act -> Effect -> runtime -> store
//!                                   |                                              |
//!                                 draw  <------------  Changes  <------------------+
//! ```
//!
//! [`app`] and [`screen`] hold plain state and never touch disk or terminal; the `layout` beside a screen turns its state
//! into cells and holds no logic; [`keys`] is data from which the key bar, the help and the menu are made; [`desk`] and
//! [`runtime`] alone do I/O.
//!
//! # Layers
//!
//! Imports go one way here too, and `tests/it/house.rs` holds them to it; each names only what stands before it:
//!
//! ```text
//! action, form, shell, terminal, theme, typing <- editing, keys, painter <- cut <- pager, table
//!   <- effect = update <- frame, list, news, outstanding, tallier <- dialog, jobs <- forms <- screen
//!   <- app <- desk <- runtime
//! ```
//!
//! - [`terminal`]: the only part that knows the terminal; [`shell`]: what all screens show and share.
//! - [`form`], [`typing`]: forms and texts as data; [`editing`]: what keys do to them.
//! - [`effect`] and [`update`]: what an update asks for and what it is handed. They name each other, and nothing else
//!   here does: an effect may put up a screen, and a screen asks for effects.
//! - [`dialog`]: screens that know nothing of a round; [`forms`]: what each form is for; [`screen`]: the screens of a round.
//!   Screens open forms, and a form says with a [`Reply`](update::Reply) what came of it.
//! - [`app`]: the screens that are open, and the outcome of what they asked for; [`desk`]: the open store and the workers.

pub mod action;
pub mod app;
pub mod cut;
pub mod desk;
pub mod dialog;
pub mod editing;
pub mod effect;
pub mod form;
pub mod forms;
pub mod frame;
pub mod jobs;
pub mod keys;
pub mod list;
pub mod news;
mod outstanding;
pub mod pager;
pub mod painter;
pub mod runtime;
pub mod screen;
pub mod shell;
pub mod table;
mod tallier;
pub mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod typing;
pub mod update;

pub use runtime::{Start, run};
