//! The terminal: the one place that knows there is one.
//!
//! # What it gives
//!
//! - [`Session`] owns the terminal while the program is on the screen: it turns modes on, draws frames and hands
//!   out input. Whatever it turned on is turned off by one inverse list (`modes`), the same for return, error,
//!   panic and signal.
//! - [`Event`] is all that the rest of the program learns of the outside: keys, text, paste, mouse, size, focus,
//!   signals, wake-ups of other threads. No type of the terminal library leaves this module.
//!
//! # How input flows
//!
//! ```text
//! terminal       --bytes-->  |         |
//! signal thread  --events->  | one     |  next_batch: drain, decode, join bursts, click times  ->  Vec<Event>
//! Waker (store)  --wake--->  | waiting |
//! ```
//!
//! The loop waits in one place. On Linux that is a poll of the terminal and of a bell that rings for each message (`source`);
//! elsewhere a thread reads the terminal, and the loop waits for its channel. The threads live as long as the process; they
//! hold no lock that the loop or the panic hook needs.
//!
//! # Why bytes are decoded here and not by crossterm
//!
//! On Unix the bytes are decoded by `decode`. crossterm 0.29 spins at 100 % of a core when the terminal goes
//! away (its reader takes end of file for "nothing yet"), waits up to two seconds for an answer about the caret
//! while it holds back what is typed, and turns a lone Esc that arrives split into letters. On Windows the
//! console gives events, not bytes, and crossterm reads them.
//!
//! # What it must not know
//!
//! Records, screens, keys' meanings, the store. It never prints what is typed.

mod canvas;
#[cfg(any(unix, test))]
mod decode;
mod input;
mod modes;
mod paint;
mod panic;
mod probe;
mod reader;
mod session;
#[cfg(unix)]
mod signals;
#[cfg(target_os = "linux")]
mod source;
#[cfg(any(windows, test))]
#[cfg_attr(not(windows), expect(dead_code, reason = "elsewhere only what its tests hold"))]
mod windows;

pub use input::{Event, Key, KeyCode, MouseKind};
pub use panic::install as install_panic_hook;
pub use probe::Ambiguous;
pub use reader::Waker;
pub use session::{Options, Session};
#[cfg(any(windows, test))]
pub use windows::ask_unseen;
