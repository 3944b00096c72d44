//! What screens ask for is carried out, as far as it moves between screens; the rest goes outside.

use super::{App, said};
use crate::model::value::Instant;
use crate::store::Reader;
use crate::tui::effect::{Effect, Leaving};
use crate::tui::frame::Cover;
use crate::tui::keys::Context;
use crate::tui::screen::left::LeftBehind;
use crate::tui::update::Reply;
use std::collections::VecDeque;

/// The tag of the question whether the program ends although the daily copy could not be made.
pub const QUIT_WITHOUT_BACKUP: &str = "quit-without-backup";
/// The tag of the question whether the round is closed although the daily copy could not be made.
pub const CLOSE_WITHOUT_BACKUP: &str = "close-without-backup";
/// The tag of the question whether what is open is copied, because something has happened to its file.
pub const RESCUE: &str = "rescue";
/// The tag of the same question when the program is to end; no is to end it without.
pub const QUIT_OR_RESCUE: &str = "quit-or-rescue";
/// The tag of the same question when the round is to be closed; no is to close it without.
pub const CLOSE_OR_RESCUE: &str = "close-or-rescue";

impl App {
    /// Carries out the effects that only move between screens; the others are the runtime's.
    pub(super) fn settle(&mut self, effects: Vec<Effect>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut outside = Vec::new();
        let mut queue: VecDeque<Effect> = effects.into();
        loop {
            if queue.is_empty() {
                let mut more = Vec::new();
                self.refit(read, now, &mut more);
                queue.extend(more);
                queue.extend(self.name_left());
            }
            let Some(effect) = queue.pop_front() else { return outside };
            let mut more = Vec::new();
            outside.extend(self.settle_one(effect, read, now, &mut more));
            for effect in more.into_iter().rev() {
                queue.push_front(effect);
            }
        }
    }

    /// Carries out one effect, or gives it back; what screens ask for on the way goes to `more`.
    fn settle_one(
        &mut self,
        effect: Effect,
        read: Option<&Reader>,
        now: Instant,
        more: &mut Vec<Effect>,
    ) -> Option<Effect> {
        match effect {
            Effect::Push(screen) => {
                self.stack.push(screen);
                self.keep_to_keys_in_front();
                self.with_top(read, now, more, |s, cx| s.first_shown(cx));
            }
            Effect::PushOver(below, screen) => {
                if let Some(id) = self.stack.push_over(below, screen) {
                    self.with(id, read, now, more, |s, cx| s.first_shown(cx));
                }
            }
            Effect::Close(id, reply) => {
                self.with(id, read, now, more, |s, cx| s.seal(cx));
                if let Some(below) = self.stack.remove(id) {
                    self.with(below, read, now, more, |s, cx| s.returned(reply.as_ref(), cx));
                }
            }
            Effect::Replace(screen) => {
                self.leave_top(read, now, more);
                self.stack.push(screen);
                self.with_top(read, now, more, |s, cx| s.first_shown(cx));
            }
            Effect::Reset(screens) => {
                self.stack.clear();
                for screen in screens {
                    self.stack.push(screen);
                }
                self.with_top(read, now, more, |s, cx| s.returned(None, cx));
            }
            Effect::Pop(reply) => {
                if self.stack.has_below() {
                    self.leave_top(read, now, more);
                }
                match reply.as_ref().and_then(leaving) {
                    Some(leave) => more.push(leave),
                    None => self.with_top(read, now, more, |s, cx| s.returned(reply.as_ref(), cx)),
                }
            }
            Effect::Act(mut handed) => {
                #[cfg(test)]
                self.handed_in.push(format!("{:?}", handed.act));
                if handed.leaves.is_some() && !self.is_locked() {
                    self.shell.warn(said::WAITS);
                }
                self.waiting.hand_in(&mut handed, self.shell.inputs);
                return Some(Effect::Act(handed));
            }
            Effect::Draft(draft) => match self.shell.read_only() {
                Some(why) => self.refuse(&why.refusal().to_string()),
                None => return Some(Effect::Draft(draft)),
            },
            other => return Some(other),
        }
        None
    }

    /// What is said names no key of the screen below the one in front.
    pub(super) fn keep_to_keys_in_front(&mut self) {
        let here = self.context();
        if let Some(notice) = &mut self.shell.notice {
            notice.text = said::for_keys_of(&notice.text, here);
        }
        self.shell.notice.take_if(|n| n.text.is_empty());
    }

    /// Whether a list is in front: nobody types there, so that a page may come up without taking a key for an answer.
    pub(super) fn at_rest(&self) -> bool {
        use Context as C;
        let list = matches!(
            self.context(),
            C::Home | C::Documents | C::Loans | C::Leads | C::Observations | C::Problems | C::History | C::Bin
        );
        list && self.cover() == Cover::None
    }

    /// The page that names what earlier actions left behind on the disk.
    fn name_left(&mut self) -> Option<Effect> {
        let left = if self.at_rest() { self.left.take() } else { None };
        left.map(|left| Effect::Push(Box::new(LeftBehind::new(left))))
    }

    fn leave_top(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.with_top(read, now, effects, |s, cx| {
            s.keep(cx);
            s.seal(cx);
        });
        self.stack.pop();
    }
}

/// The replies that are about leaving the round, or its file.
fn leaving(reply: &Reply) -> Option<Effect> {
    let (leaving, without_backup) = match reply {
        Reply::Yes(RESCUE | QUIT_OR_RESCUE | CLOSE_OR_RESCUE) => return Some(Effect::Rescue),
        Reply::Yes("quit") => (Leaving::Quit, false),
        Reply::Yes(QUIT_WITHOUT_BACKUP) | Reply::No(QUIT_OR_RESCUE) => (Leaving::Quit, true),
        Reply::Yes(CLOSE_WITHOUT_BACKUP) | Reply::No(CLOSE_OR_RESCUE) => (Leaving::CloseRound, true),
        _ => return None,
    };
    Some(Effect::Leave { leaving, without_backup })
}
