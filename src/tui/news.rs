//! What happens beside the loop, and how the loop hears of it.

use crate::analysis::tally::Tally;
use crate::error::Result;
use crate::import::table::Workbook;
use crate::store::{Store, StoreNotice};
use crate::tui::effect::{CopiesNews, LeadText, LeftNews, Rekeyed, ScreenId};
use crate::tui::terminal::Waker;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What happened beside the screen.
#[derive(Debug)]
pub enum News {
    /// The store thread tells.
    Store(StoreNotice),
    /// The worker has come this far: what, percent.
    Progress(String, u8),
    /// The worker has ended.
    Done(Result<String>),
    /// A table has been read.
    Table(Box<Workbook>),
    /// The text of a lead has been sealed or opened for that screen.
    Lead(ScreenId, LeadText),
    /// The problems of a unit have been counted for that screen, by its order of that number.
    Tallied(ScreenId, u64, Result<Box<Tally>>),
    /// What came of looking for files of earlier exports, for that screen; of a search, its number.
    Left(ScreenId, Option<u64>, LeftNews),
    /// What came of the copies of a round, for that screen.
    Copies(ScreenId, CopiesNews),
    /// The round is given back that was to be put under another passphrase.
    Rekeyed(Box<Rekeyed>),
    /// What is open has been copied to a new file, because something has happened to the old one.
    Rescued(Result<Box<Store>>),
    /// Whether what was typed at the lock opens the round.
    Unlocked(bool),
}

/// Tells news to the loop and wakes it.
#[derive(Clone)]
pub struct Teller {
    sender: Sender<News>,
    waker: Waker,
}

impl Teller {
    /// A teller and where its news arrive; `waker` wakes the loop.
    pub fn new(waker: Waker) -> (Self, Receiver<News>) {
        let (sender, inbox) = channel();
        (Self { sender, waker }, inbox)
    }

    /// Tells; a loop that has ended hears nothing.
    pub fn tell(&self, news: News) {
        if self.sender.send(news).is_ok() {
            self.waker.wake();
        }
    }
}
