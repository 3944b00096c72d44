//! What was handed in and is not in the file yet: rows show it at once, laid over what is read from the file.

use crate::acts::reading::check::Part;
use crate::model::ids::{EntryId, Hash, InspectorId};
use crate::model::merge::Side;
use crate::model::reading::{CheckResult, Verdict};
use crate::model::value::Instant;
use crate::store::Ticket;

/// A text of a cell on its way to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// The check item.
    pub item: String,
    /// What of it.
    pub part: Part,
    /// The text over which it was typed.
    pub base: String,
    /// The text.
    pub text: String,
    /// The side that was chosen in a clash with that head.
    pub settle: Option<(Hash, Side)>,
    /// The user said that withheld words are to be struck out of it.
    pub strikes: bool,
}

impl Typed {
    /// Whether it is of that cell.
    pub(super) fn is_of(&self, item: &str, part: Part) -> bool {
        self.item == item && self.part == part
    }
}

/// Where a mark is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    Item(String),
    Entry(EntryId),
}

/// What the user did, as far as rows show it.
#[derive(Debug)]
pub(super) enum Intent {
    /// A verdict.
    Verdict { item: String, verdict: Verdict, by: Option<InspectorId>, at: Instant },
    /// A text.
    Cell(Typed),
    /// Marked as an observation, or not any more.
    Mark(At, bool),
}

/// All that is on its way, in the order in which it was handed in.
#[derive(Debug, Default)]
pub(super) struct Pending(Vec<(Ticket, Intent)>);

impl Pending {
    pub(super) fn add(&mut self, ticket: Ticket, intent: Intent) {
        self.0.push((ticket, intent));
    }

    /// The outcome has been told: from now on the file says it.
    pub(super) fn settle(&mut self, ticket: Ticket) -> Option<Intent> {
        let at = self.0.iter().position(|(t, _)| *t == ticket)?;
        Some(self.0.remove(at).1)
    }

    /// Lays it over a result as it stands in the file.
    pub(super) fn lay(&self, result: &mut CheckResult) {
        for (_, intent) in &self.0 {
            match intent {
                Intent::Verdict { item, verdict, by, at } if *item == result.item => {
                    let looked = *verdict != Verdict::Unread;
                    result.verdict = *verdict;
                    (result.by, result.at) = (by.filter(|_| looked), looked.then_some(*at));
                }
                Intent::Cell(typed) if typed.item == result.item => typed.part.set(result, &typed.text),
                _ => {}
            }
        }
    }

    /// Whether a place is about to be marked or not marked; `None`: nothing is on its way.
    pub(super) fn marks(&self, at: &At) -> Option<bool> {
        self.0.iter().rev().find_map(|(_, intent)| match intent {
            Intent::Mark(place, on) if place == at => Some(*on),
            _ => None,
        })
    }
}
