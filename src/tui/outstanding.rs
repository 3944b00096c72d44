//! Actions that were handed in and whose outcome has not been told, and what is typed meanwhile for the screen that comes
//! next.

use crate::store::Ticket;
use crate::tui::effect::{HandedIn, ScreenId};
use crate::tui::terminal::Event;
use crate::tui::update::Reply;
use std::collections::VecDeque;
use std::fmt;

/// An action on its way.
#[derive(Debug)]
pub(super) struct Outstanding {
    pub(super) ticket: Ticket,
    /// The screen that asked for it.
    pub(super) screen: ScreenId,
    /// The input that it answers; see [`crate::tui::shell::Shell::inputs`].
    pub(super) input: u64,
    /// What is said once it is in the file.
    pub(super) said: Option<String>,
    /// The screen leaves with this reply once it is in the file.
    pub(super) leaves: Option<Reply>,
}

/// What was typed and is not carried out, as it is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// Something that has a name.
    Named(String),
    /// So many characters, which are named nowhere.
    Text(usize),
}

impl Typed {
    /// Puts it behind the others; characters that came one after the other are one text.
    pub(super) fn follow(self, all: &mut Vec<Self>) {
        match (all.last_mut(), self) {
            (Some(Self::Text(before)), Self::Text(more)) => *before += more,
            (_, typed) => all.push(typed),
        }
    }
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Text(count) => write!(f, "{count} 个字"),
        }
    }
}

/// All that is on its way.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    actions: Vec<Outstanding>,
    /// Typed for the text that comes next.
    held: VecDeque<Event>,
    /// What came meanwhile and is not carried out.
    missed: Vec<Typed>,
}

impl Waiting {
    /// Takes note of an action that goes to the store, and takes out what is not the store's.
    pub(super) fn hand_in(&mut self, handed: &mut HandedIn, input: u64) {
        let HandedIn { ticket, screen, said, leaves, .. } = handed;
        let (said, leaves) = (said.take(), leaves.take());
        self.actions.push(Outstanding { ticket: *ticket, screen: *screen, input, said, leaves });
    }

    /// The outcome of an action has been told.
    pub(super) fn settle(&mut self, ticket: Ticket) -> Option<Outstanding> {
        let at = self.actions.iter().position(|o| o.ticket == ticket)?;
        Some(self.actions.remove(at))
    }

    /// Whether the outcome of any action is still to be told.
    pub(super) const fn any(&self) -> bool {
        !self.actions.is_empty()
    }

    /// Whether a screen leaves once its action is in the file.
    pub(super) fn is_leaving(&self, screen: ScreenId) -> bool {
        self.actions.iter().any(|o| o.screen == screen && o.leaves.is_some())
    }

    /// The screen has left already.
    pub(super) fn stop_leaving(&mut self, screen: ScreenId) {
        self.actions.iter_mut().filter(|o| o.screen == screen).for_each(|o| o.leaves = None);
    }

    /// Keeps what was typed for the screen that comes next.
    pub(super) fn hold(&mut self, event: Event) {
        self.held.push_back(event);
    }

    /// Whether anything was typed for the screen that comes next.
    pub(super) fn holds_any(&self) -> bool {
        !self.held.is_empty()
    }

    /// What was typed first and has not been handled.
    pub(super) fn next_held(&mut self) -> Option<Event> {
        self.held.pop_front()
    }

    /// Something came that is not carried out: nobody knows what it was meant for, and what follows it neither.
    pub(super) fn miss(&mut self, what: Typed) {
        what.follow(&mut self.missed);
    }

    /// Something was missed already.
    pub(super) const fn has_missed(&self) -> bool {
        !self.missed.is_empty()
    }

    /// What was missed, to be told once.
    pub(super) fn take_missed(&mut self) -> Vec<Typed> {
        std::mem::take(&mut self.missed)
    }

    /// Forgets what was typed: the screen that it was meant for does not come.
    pub(super) fn release(&mut self) {
        self.held.clear();
        self.missed.clear();
    }
}
