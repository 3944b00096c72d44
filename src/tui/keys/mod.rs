//! The keys of the whole program: one table, from which bar, help, menu, prose and READMEs are made.
//!
//! The rows stand by family of screens (`home`, `lists`, `reading`, `talk`, `paper`, `forms`, `covers`,
//! `texts`, and what is `everywhere`); [`context`] says which tables apply where the focus is. [`meaning`] is the
//! design of the key set, kept as data: what each key means in the whole program. A test holds every row to it.
//!
//! # The design
//!
//! One key, one meaning, wherever it does anything. A meaning may be wide: Enter always goes on with what the cursor
//! is on, Del always takes away what it is on, `n` always makes something new. It never differs by screen.
//!
//! - **Enter, Esc, Tab, the arrows** go on, go back, go to the next part, move. **Space** ticks and unticks: a choice,
//!   a probe, the talk planned for today, the line that the unit handed over. **Digits** choose the n-th of what the
//!   screen offers: a verdict, a judgement, a filter, yes and no (an input method lets digits through, letters not).
//!   Where something would be deleted, Enter is no answer: the digit is.
//! - **A letter** is a command where no text has the focus; its capital is the same command, so that Caps Lock turns
//!   nothing into something else. What closes the round or changes a unit is a chord, never one letter.
//! - **Function keys**: F1 help, F2 doubt, F3 lane, F4 open and fold, F5 evidence, F6 important, F7 and F8 the previous
//!   and the next question or item, F9 blank, F12 end for today. F10 and F11 belong to terminals.
//! - **Ctrl** with a letter works in texts and lists alike: Ctrl-S confirms a form and saves elsewhere (the terminal is
//!   raw, so there is no flow control to stop it; Ctrl-Enter is told apart from Enter by few terminals), Ctrl-N adds,
//!   Ctrl-D takes away, Ctrl-F goes to a field, Ctrl-E to the next error, Ctrl-P previews, Ctrl-R shows a passphrase.
//! - **Alt** with a letter is for what is done to a talk or a paper as a whole, or to the paragraph at the caret.
//! - **Ctrl-G and a letter** is the second way to every function key. The letter is the command's own key, with or
//!   without Ctrl or Alt; a function key has one letter in the whole program.
//!
//! Nothing is bound to Ctrl-Space, Ctrl-;, Shift alone (input methods), Alt with O, P or the square brackets (a prefix of escape
//! sequences), Ctrl-H, Ctrl-I, Ctrl-J, Ctrl-M (the same bytes as other keys) and Ctrl-B (a prefix of tmux).
//!
//! A key that had another meaning until this version answers with a word and does nothing else: [`moved`].
//! Keys that later work needs are kept free: [`meaning::RESERVED`].

pub mod context;
mod covers;
mod everywhere;
mod forms;
mod home;
mod label;
mod lists;
pub mod meaning;
pub mod moved;
mod paper;
mod prose;
mod reading;
mod talk;
#[cfg(test)]
mod tests;
mod texts;

pub use context::Context;
pub use label::label;

use crate::tui::action::Action;
use crate::tui::terminal::Key;

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The key.
    pub key: Key,
    /// What it does.
    pub action: Action,
    /// The letter in the Ctrl-G menu; `None`: not there.
    pub letter: Option<char>,
    /// The word in the key bar; empty: only in the help.
    pub bar: &'static str,
    /// Its place in the bar, smaller ones first; [`Self::ALWAYS`]: at every width. The bar takes as many as fit.
    pub rank: u8,
    /// The line in the help; what stands before its first mark is the name of the command.
    pub help: &'static str,
}

impl Binding {
    /// The rank of what the bar shows at every width.
    pub const ALWAYS: u8 = 0;

    /// The name of the command: the first clause of its line in the help.
    pub fn name(&self) -> &'static str {
        self.help.split(['：', '，', '；']).next().unwrap_or(self.help)
    }

    /// The shortest word for it.
    pub fn word(&self) -> &'static str {
        if self.bar.is_empty() { self.name() } else { self.bar }
    }

    const fn bar(mut self, rank: u8, word: &'static str) -> Self {
        self.rank = rank;
        self.bar = word;
        self
    }

    const fn letter(mut self, letter: char) -> Self {
        self.letter = Some(letter);
        self
    }
}

/// A row that stands only in the help.
const fn row(key: Key, action: Action, help: &'static str) -> Binding {
    Binding { key, action, letter: None, bar: "", rank: u8::MAX, help }
}

/// The row by which an action is reached from `here`; one of another context when it is not reached from there.
pub fn row_of(action: Action, here: Context) -> Option<&'static Binding> {
    let of = |context: Context| context.bindings().find(|b| b.action == action);
    of(here).or_else(|| Context::ALL.into_iter().find_map(of))
}
