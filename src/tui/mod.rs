//! The terminal app: events become actions, actions change the state and ask for effects, the state is drawn.
//!
//! ```text
//! terminal::Session -> Event -> App::handle -> screen::Screen::act -> Effect -> runtime -> store
//!                                   |                                              |
//!                                 draw  <------------  Changes  <------------------+
//! ```
//!
//! [`app`] and [`screen`] hold plain state and never touch disk or terminal; [`view`] turns state into cells and holds
//! no logic; [`keys`] is data from which the key bar, the help and the menu are made; [`runtime`] alone does I/O.

pub mod action;
pub mod app;
pub mod desk;
pub mod editing;
pub mod effect;
pub mod form;
pub mod forms;
pub mod jobs;
pub mod keys;
pub mod list;
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
pub mod view;

pub use runtime::{Start, run};
