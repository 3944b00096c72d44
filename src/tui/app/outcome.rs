//! What comes back from the store: an action is in the file or was refused, or the disk refuses; and the screen that waits
//! for it before it goes.

use super::press::Press;
use super::{App, Departure, said};
use crate::analysis::number;
use crate::error::Error;
use crate::model::record::Changes;
use crate::model::value::Instant;
use crate::store::{Reader, Ticket};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, ScreenId};
use crate::tui::frame::Cover;
use crate::tui::keys::Context;
use crate::tui::outstanding::Outstanding;
use crate::tui::shell::Refusal;
use crate::tui::terminal::Event;
use crate::tui::update::Reply;

impl App {
    /// The screen in front leaves as soon as what it handed in is in the file, and takes no keys until then.
    pub fn is_leaving(&self) -> bool {
        self.cover() == Cover::None && self.stack.top_id().is_some_and(|id| self.waiting.is_leaving(id))
    }

    /// Actions were handed in whose outcome has not been told.
    pub(in crate::tui) const fn awaits(&self) -> bool {
        self.waiting.any()
    }

    /// Whether an event waits for the screen that comes next; what works everywhere does not wait.
    pub(super) fn is_held(&self, event: &Event) -> bool {
        match event {
            Event::Key(key) => !matches!(
                self.context().resolve(*key),
                Some(Action::Hide | Action::Lock | Action::Quit | Action::Menu | Action::Help)
            ),
            Event::Text(_) | Event::Paste(_) | Event::Mouse { .. } => true,
            _ => false,
        }
    }

    /// One leaves the round as soon as everything is in the file: that is said until then.
    pub(in crate::tui) fn go(&mut self, going: Departure) {
        self.going = Some(going);
        self.shell.warn(said::waits_to_go(going.leaving));
    }

    /// How the round is about to be left.
    pub(in crate::tui) const fn going(&self) -> Option<Departure> {
        self.going
    }

    /// The round is not left, or not yet.
    pub(in crate::tui) fn stay_here(&mut self) {
        self.going = None;
        self.shell.notice.take_if(|n| said::is_of_going(&n.text));
    }

    /// Takes what is typed while the screen in front is about to leave: what may be text, for a text that may come next; else
    /// it is told that it does not count, at once and again when the screen has come.
    pub(super) fn hold(&mut self, event: Event) {
        let Some(what) = said::typed(&event) else { return };
        if !self.waiting.has_missed() && writes_on(&event, Context::Answer) {
            self.shell.warn(said::taken_ahead(&what));
            self.waiting.hold(event);
        } else {
            self.shell.warn(said::not_taken(said::WAITS, &what));
            self.waiting.miss(what);
        }
    }

    /// The screen that was waited for has come: it gets what was typed for its text, and the rest is told.
    fn hand_over_held(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let (mut outside, mut unplaced) = (Vec::new(), Vec::new());
        while !self.is_leaving() {
            let Some(event) = self.waiting.next_held() else {
                for what in self.waiting.take_missed() {
                    what.follow(&mut unplaced);
                }
                if let Some(missed) = said::missed(&unplaced).filter(|_| !self.is_locked()) {
                    let said = self.shell.notice.take().map(|n| n.text + "　").unwrap_or_default();
                    self.shell.warn(said + &missed);
                    outside.append(&mut self.settle(Vec::new(), read, now));
                }
                break;
            };
            // What follows something that found no place was meant for something else too.
            let fits = self.cover() == Cover::None && writes_on(&event, self.context());
            if fits && unplaced.is_empty() {
                outside.append(&mut self.handle_now(event, read, now));
            } else if let Some(what) = said::typed(&event) {
                what.follow(&mut unplaced);
            }
        }
        outside
    }

    /// A screen on which one may go on stays after all; what it handed in goes on its way. Whether it does.
    pub(super) fn call_off(&mut self) -> bool {
        let stays = self.stack.stay();
        if let Some(id) = stays {
            self.waiting.stop_leaving(id);
        }
        stays.is_some()
    }

    /// Leaves a screen whose action waits for the disk; the action stays in the queue.
    pub(super) fn leave_behind(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        if let Some(id) = self.stack.top_id() {
            self.waiting.stop_leaving(id);
        }
        self.waiting.release();
        let effects = self.settle(vec![Effect::Pop(None)], read, now);
        self.refuse(&said::queued(&self.shell.failing.clone().unwrap_or_default()));
        effects
    }

    /// The disk refuses. A screen that waits to leave takes what was typed since: nobody knows when the next one comes.
    pub fn stalled(&mut self, why: &Error, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.shell.failing = Some(why.to_string());
        if !self.is_leaving() {
            return Vec::new();
        }
        if !self.waiting.holds_any() || !self.call_off() {
            self.refuse(&said::waits_for(&why.to_string()));
            return Vec::new();
        }
        // It has been told what did not count.
        self.waiting.take_missed();
        let mut outside = Vec::new();
        while let Some(event) = self.waiting.next_held() {
            outside.append(&mut self.handle(event, read, now));
        }
        outside
    }

    /// What came of an action: screens show what is in the file now, and the one that asked leaves when it said so.
    pub fn outcome(
        &mut self,
        ticket: Option<Ticket>,
        outcome: &Result<Changes, Error>,
        read: Option<&Reader>,
        now: Instant,
    ) -> Vec<Effect> {
        let own = ticket.and_then(|t| self.waiting.settle(t));
        // What `settle` has given out goes outside as it is: settled again, an action would be counted twice.
        let mut outside = match outcome {
            Ok(changes) => self.in_file(own, changes, read, now),
            Err(e) => self.refused(own, e, read, now),
        };
        // What was said last may have taken rows.
        outside.append(&mut self.settle(Vec::new(), read, now));
        outside.append(&mut self.hand_over_held(read, now));
        outside
    }

    fn in_file(
        &mut self,
        own: Option<Outstanding>,
        changes: &Changes,
        read: Option<&Reader>,
        now: Instant,
    ) -> Vec<Effect> {
        let mut outside = Vec::new();
        // What was said to a later key is what the person reads now; that an earlier action is done shows by itself.
        let overtaken = own.as_ref().is_some_and(|own| self.shell.has_said_since(own.input));
        if let Some(own) = &own {
            let mut effects = Vec::new();
            self.with(own.screen, read, now, &mut effects, |s, cx| s.done(own.ticket, cx));
            outside.append(&mut self.settle(effects, read, now));
        }
        outside.append(&mut self.changed(changes, read, now));
        if let Some(Outstanding { screen, said, leaves, .. }) = own {
            let said = if changes.struck { Some(said::STRUCK.to_owned()) } else { said.filter(|_| !overtaken) };
            // What cannot be read is told by the screens that read it.
            let numbers = read.and_then(|read| number::of_redrafted(read, &changes.redrafted).ok());
            let said = said::with_redrafted(said, &numbers.unwrap_or_default());
            if let Some(reply) = leaves {
                self.shell.notice.take_if(|n| n.text.starts_with(said::WAITS));
                outside.append(&mut self.take_away(screen, &reply, read, now));
            }
            if let Some(text) = said.filter(|_| !self.is_locked()) {
                let later = self.shell.notice.take().filter(|_| overtaken).map(|n| n.text + "　").unwrap_or_default();
                self.shell.done(later + &text);
                if self.stack.top_id() != Some(screen) {
                    self.keep_to_keys_in_front();
                }
            }
        }
        // Whatever action withheld anew: it leads to the same page, once nothing is being typed.
        if !changes.left.is_empty() || changes.copied {
            let left = self.left.get_or_insert_default();
            left.extend(changes.left.iter().cloned());
            let count = left.len();
            if !self.is_locked() && !self.at_rest() {
                let said = self.shell.notice.take().map(|n| n.text);
                self.shell.warn(said::left_behind(said, count));
            }
        }
        outside
    }

    fn refused(&mut self, own: Option<Outstanding>, e: &Error, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.shell.refused = Some(Refusal::of(e));
        // One stays to see what was refused.
        self.stay_here();
        if self.is_locked() {
            self.refuse(said::REFUSED_BELOW);
        } else {
            self.shell.refuse_too(&e.to_string());
        }
        let mut effects = Vec::new();
        self.each(read, now, &mut effects, |s, cx| s.refresh(cx));
        if let Some(own) = own {
            // What was typed for the screen after it goes: that one does not come.
            if own.leaves.is_some() || self.waiting.is_leaving(own.screen) {
                self.waiting.release();
            }
            // Its screen may be about to leave behind another action: it stays for what was refused.
            self.waiting.stop_leaving(own.screen);
            self.with(own.screen, read, now, &mut effects, |s, cx| s.refused(own.ticket, e, cx));
        }
        self.settle(effects, read, now)
    }

    /// Takes a screen away, wherever it is, and hands its reply to the one below.
    fn take_away(&mut self, id: ScreenId, reply: &Reply, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(below) = self.stack.remove(id) {
            self.with(below, read, now, &mut effects, |s, cx| s.returned(Some(reply), cx));
        }
        self.settle(effects, read, now)
    }
}

/// Whether what was typed goes on with a text where the focus is at `context`: characters, and what moves and edits in it.
fn writes_on(event: &Event, context: Context) -> bool {
    context.types()
        && match event {
            Event::Text(_) | Event::Paste(_) => true,
            Event::Key(key) => match Press::at(*key, context) {
                Press::Type(_) => true,
                Press::Act(action) => matches!(action, Action::Edit(_)),
                Press::Say(_) | Press::Nothing => false,
            },
            _ => false,
        }
}
