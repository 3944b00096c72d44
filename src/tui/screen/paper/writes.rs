//! What a paper has handed in, and what becomes of it: on its way, in the file, refused, asked about.

use crate::acts::drafts::AsTyped;
use crate::acts::paper::edit::EditPaper;
use crate::error::Error;
use crate::model::ids::Hash;
use crate::model::merge::{Clash, Side};
use crate::store::Ticket;
use crate::tui::dialog::{clash, strikes};
use crate::tui::update::{Cx, Reply};

/// Said while a paper that was ready is being changed.
pub(super) const CHANGING: &str = "底稿有改动，存好后退回草稿；改完再按 {key:ToggleReady} 送审。";
/// Said when a paper that was ready has been changed.
pub(super) const CHANGED: &str = "底稿有改动，已退回草稿；改完再按 {key:ToggleReady} 送审。";

/// Said of a paper with something typed that is not in the file: on it, and in the list.
pub const UNSEALED: &str = "有未存";
/// The tag of the question what becomes of what cannot be taken.
pub(super) const UNTAKEN: &str = "paper-untaken";
/// Said when one leaves with something that was refused.
pub(super) const REFUSED: &str = "刚才的内容没有存上，还在草稿里。";

/// Edits that were handed in and whose outcome is open.
#[derive(Debug, Default)]
pub(super) struct Writes {
    on_their_way: Vec<(Ticket, EditPaper)>,
    /// Another text stands in the file; asked about, the first one first.
    clashed: Vec<(EditPaper, Clash)>,
    /// Withheld words would be struck out of it; asked about.
    struck: Vec<Struck>,
    /// A side of a clash was chosen: the file may say what it said before, which is not what the screen shows.
    chosen: bool,
    /// What was handed in last cannot be done, and nothing has been typed since: it is not tried again by itself.
    refused: bool,
}

/// An edit with withheld words in it.
#[derive(Debug)]
struct Struck {
    edit: EditPaper,
    why: Error,
    /// The question has come up.
    asked: bool,
}

/// What becomes of an edit that was refused.
#[derive(Debug)]
pub(super) enum Bounced {
    /// It waits for an answer; this is said while the question cannot come up.
    Held(&'static str),
    /// It cannot be done at all.
    Back(Box<EditPaper>),
}

impl Writes {
    /// The screen is ahead of the file.
    pub(super) fn is_open(&self) -> bool {
        !self.on_their_way.is_empty() || !self.clashed.is_empty() || !self.struck.is_empty()
    }

    /// What was handed in last cannot be done, and nothing has been typed since.
    pub(super) const fn is_refused(&self) -> bool {
        self.refused
    }

    /// Something was typed, or thrown away: what comes next is tried.
    pub(super) const fn forget_refusal(&mut self) {
        self.refused = false;
    }

    /// A side of a clash was chosen since the file was read.
    pub(super) const fn is_settled(&self) -> bool {
        self.chosen
    }

    /// The file is read again.
    pub(super) const fn read_again(&mut self) {
        self.chosen = false;
    }

    /// Hands an edit in; `said` is shown once it is in the file.
    pub(super) fn hand_in(&mut self, edit: EditPaper, said: Option<String>, cx: &mut Cx<'_>) {
        self.refused = false;
        let act = AsTyped { act: Box::new(edit.clone()) };
        let ticket = match said {
            Some(said) => cx.act_saying(act, said),
            None => cx.act(act),
        };
        self.on_their_way.push((ticket, edit));
    }

    /// Hands an edit in, with which the screen goes.
    pub(super) fn hand_in_and_leave(&mut self, edit: EditPaper, cx: &mut Cx<'_>) {
        self.refused = false;
        let ticket = cx.act_then_leave(AsTyped { act: Box::new(edit.clone()) }, Reply::Changed);
        self.on_their_way.push((ticket, edit));
    }

    /// An edit is in the file.
    pub(super) fn arrived(&mut self, ticket: Ticket) {
        self.on_their_way.retain(|(t, _)| *t != ticket);
    }

    /// An edit was refused. Another text in the file, or withheld words, are asked about. `None`: it was none of these.
    pub(super) fn bounced(&mut self, ticket: Ticket, error: &Error) -> Option<Bounced> {
        let at = self.on_their_way.iter().position(|(t, _)| *t == ticket)?;
        let (_, edit) = self.on_their_way.remove(at);
        if let Some(found) = error.as_clash().filter(|c| c.head.is_some() && !c.is_fault()) {
            self.clashed.push((edit, found.clone()));
            return Some(Bounced::Held(clash::HELD));
        }
        if error.struck().is_empty() {
            self.refused = true;
            return Some(Bounced::Back(Box::new(edit)));
        }
        self.struck.push(Struck { edit, why: Error::copied(error), asked: false });
        Some(Bounced::Held(strikes::HELD))
    }

    /// Shows both texts of the first clash, or the withheld words of the first edit that has some; whether there is one.
    pub(super) fn ask(&mut self, cx: &mut Cx<'_>) -> bool {
        if !cx.front {
            return false;
        }
        if let Some((_, found)) = self.clashed.first() {
            cx.push(clash::question(found));
        } else if let Some(struck) = self.struck.first_mut() {
            struck.asked = true;
            cx.push(strikes::question(&struck.why));
        } else {
            return false;
        }
        true
    }

    /// The question of withheld words has come up and was left.
    pub(super) fn left_strikes(&self) -> bool {
        self.clashed.is_empty() && self.struck.first().is_some_and(|s| s.asked)
    }

    /// Withheld words are struck out of the edit; or it is typed otherwise, and is returned to be taken back.
    pub(super) fn settle_strikes(&mut self, strikes: bool, cx: &mut Cx<'_>) -> Option<EditPaper> {
        if self.struck.is_empty() {
            return None;
        }
        let Struck { edit, .. } = self.struck.remove(0);
        if !strikes {
            self.refused = true;
            return Some(edit);
        }
        self.chosen = true;
        let ticket = cx.act(edit.clone());
        self.on_their_way.push((ticket, edit));
        None
    }

    /// One side was chosen: the edit is handed in again with it, and the next clash is asked about.
    pub(super) fn settle_clash(&mut self, side: Side, cx: &mut Cx<'_>) {
        if self.clashed.is_empty() {
            return;
        }
        let (mut edit, found) = self.clashed.remove(0);
        self.chosen = true;
        edit.settle.extend(found.head.map(|head: Hash| (head, side)));
        let ticket = cx.act(AsTyped { act: Box::new(edit.clone()) });
        self.on_their_way.push((ticket, edit));
        self.ask(cx);
    }
}
