//! The whole state and its update: events in, effects out. No I/O.
//!
//! Who holds what: `stack` the screens that are open, `guard` what lies over them and the lock, `outstanding` the
//! actions on their way, [`Shell`] what every screen sees. `press` says what a key is and `said` what is said of it;
//! `input` takes what is typed, `settle` carries out what screens ask for, `outcome` what comes back from the store.

mod guard;
mod input;
mod outcome;
mod press;
mod said;
mod settle;
mod stack;

use crate::analysis::tally::Tally;
use crate::error::Error;
use crate::import::table::Workbook;
use crate::model::left::Left;
use crate::model::record::Changes;
use crate::model::value::Instant;
use crate::store::Reader;
use crate::text::Ambiguous;
use crate::tui::action::Action;
use crate::tui::effect::{CopiesNews, Effect, LeadText, Leaving, LeftNews, ScreenId};
use crate::tui::frame::{self, Cover};
use crate::tui::keys::Context;
use crate::tui::outstanding::Waiting;
use crate::tui::screen::unlock::Unlock;
use crate::tui::screen::who::Who;
use crate::tui::shell::Shell;
use crate::tui::terminal::{Event, Key, KeyCode};
use crate::tui::update::{Cx, Mouse, Screen};
use guard::Guard;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use stack::{Around, Stack};
use std::time::Duration;

pub use settle::{CLOSE_OR_RESCUE, CLOSE_WITHOUT_BACKUP, QUIT_OR_RESCUE, QUIT_WITHOUT_BACKUP, RESCUE};

/// The state of the app.
pub struct App {
    /// State shared by all screens.
    pub shell: Shell,
    stack: Stack,
    guard: Guard,
    /// How long the machine has been on.
    up: Duration,
    /// Actions whose outcome has not been told.
    waiting: Waiting,
    #[cfg(test)]
    handed_in: Vec<String>,
    /// Outputs that hold what is told no more, until they are named.
    left: Option<Vec<Left>>,
    size: (u16, u16),
    /// The middle that the screens know.
    fitted: Rect,
    /// What was in front when the screen was drawn last.
    seen: Option<ScreenId>,
    /// One leaves the round as soon as everything is in the file.
    going: Option<Departure>,
}

/// How one leaves the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// What is left.
    pub leaving: Leaving,
    /// Although the daily copy could not be made.
    pub without_backup: bool,
}

impl App {
    /// An app that shows `screen`.
    pub fn new(shell: Shell, screen: Box<dyn Screen>, size: (u16, u16)) -> Self {
        let mut app = Self {
            shell,
            stack: Stack::default(),
            guard: Guard::new(),
            up: Duration::ZERO,
            waiting: Waiting::default(),
            #[cfg(test)]
            handed_in: Vec::new(),
            left: None,
            size,
            fitted: Rect::default(),
            seen: None,
            going: None,
        };
        app.fitted = app.middle();
        app.stack.push(screen);
        app
    }

    /// The screen in front.
    pub fn top(&self) -> Option<&dyn Screen> {
        self.stack.top()
    }

    /// Where the focus is.
    pub fn context(&self) -> Context {
        match self.cover() {
            Cover::Menu => Context::Menu,
            Cover::Hidden => Context::Hidden,
            Cover::None | Cover::Locked => self.top().map_or(Context::Page, Screen::context),
        }
    }

    /// What was handed in so far, as it is written for debugging.
    #[cfg(test)]
    pub(super) fn handed_in(&self) -> &[String] {
        &self.handed_in
    }

    /// What lies over the screens.
    pub const fn cover(&self) -> Cover {
        self.guard.cover()
    }

    /// Whether the passphrase is asked for; the menu may lie over that.
    pub const fn is_locked(&self) -> bool {
        self.guard.is_locked()
    }

    /// Something typed has not been handed to the store yet.
    pub fn dirty(&self) -> bool {
        self.stack.any(|s| s.dirty())
    }

    /// What is typed on any screen and kept nowhere, or not taken as it stands; of the front one first.
    pub fn unkept(&self) -> Option<String> {
        self.stack.find(|s| s.unkept())
    }

    /// Says what did not come about; it stays until the next key. On the lock it is not said what it was.
    pub fn refuse(&mut self, text: &str) {
        self.shell.refuse(if self.is_locked() { said::REFUSED_BELOW } else { text });
    }

    /// Says why the lock stays.
    pub fn refuse_to_unlock(&mut self, why: &Error) {
        self.shell.refuse(&why.to_string());
    }

    /// What is in front has been put before the user's eyes.
    pub fn drawn(&mut self) {
        if self.cover() == Cover::None && !frame::is_too_small(self.size) {
            self.seen = self.stack.top_id();
        }
    }

    /// Whether `event` would answer a question that it was not typed for: one that came up after it, or between the
    /// characters of a text.
    fn answers_unseen(&self, event: &Event) -> bool {
        if self.cover() != Cover::None || !self.context().asks() {
            return false;
        }
        let unseen = self.seen != self.stack.top_id();
        match event {
            Event::Key(key) => {
                unseen && matches!(self.context().resolve(*key), Some(Action::Yes | Action::No | Action::Open))
            }
            Event::Text(text) => unseen || text.chars().nth(1).is_some(),
            Event::Mouse { .. } => unseen,
            _ => false,
        }
    }

    /// Draws everything; returns where the caret is.
    pub fn draw(&self, buf: &mut Buffer) -> Option<Position> {
        frame::draw(&self.shell, self.top(), self.fitted(), self.cover(), self.is_locked(), buf)
    }

    /// The middle of the screen, between the top line and the key bar.
    pub fn middle(&self) -> Rect {
        frame::middle(Rect::new(0, 0, self.size.0, self.size.1), &self.shell)
    }

    /// The middle as the screens have laid themselves out for it; until they have been told of a notice, that lies over
    /// them.
    pub const fn fitted(&self) -> Rect {
        self.fitted
    }

    /// Begins: the first screen looks around.
    pub fn begin(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(read, now, &mut effects, |s, cx| s.returned(None, cx));
        self.settle(effects, read, now)
    }

    /// Puts other screens in place of all, the first below; only the last looks around.
    ///
    /// What is locked stays locked, as long as there is a round to guard.
    pub fn reset(&mut self, screens: Vec<Box<dyn Screen>>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let was_locked = self.is_locked();
        let mut effects = self.settle(vec![Effect::Reset(screens)], read, now);
        if was_locked {
            self.guard.unlock();
            if self.shell.book.is_some() {
                self.lock(read, now, &mut effects);
            }
        }
        effects
    }

    /// Puts a screen on top.
    pub fn push(&mut self, screen: Box<dyn Screen>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.settle(vec![Effect::Push(screen)], read, now)
    }

    /// Puts a question on top, and names it, so that it can be taken back.
    pub fn ask(&mut self, question: Box<dyn Screen>, read: Option<&Reader>, now: Instant) -> (ScreenId, Vec<Effect>) {
        let mut effects = Vec::new();
        let asked = self.stack.push(question);
        self.with(asked, read, now, &mut effects, |s, cx| s.returned(None, cx));
        (asked, self.settle(effects, read, now))
    }

    /// Takes a question back that needs no answer any more; nothing happens when it was answered.
    pub fn take_back(&mut self, question: ScreenId, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.settle(vec![Effect::Close(question, None)], read, now)
    }

    /// Records changed: the round as all screens see it is read again, then every screen looks again.
    pub fn changed(&mut self, changes: &Changes, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let (Some(book), Some(read)) = (&mut self.shell.book, read)
            && let Err(e) = book.follow(changes, read)
        {
            self.refuse(&e.to_string());
        }
        self.each(read, now, &mut effects, |s, cx| s.changed(changes, cx));
        self.settle(effects, read, now)
    }

    /// A table that the screen in front asked for has been read.
    pub fn arrived(&mut self, book: &Workbook, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(read, now, &mut effects, |s, cx| s.arrived(book, cx));
        self.settle(effects, read, now)
    }

    /// The text of a lead that a screen asked for has been sealed or opened; a screen that has gone gets nothing.
    pub fn lead_text(&mut self, id: ScreenId, text: LeadText, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with(id, read, now, &mut effects, |s, cx| s.lead_text(text, cx));
        self.settle(effects, read, now)
    }

    /// What a screen wanted counted has been; a screen that has gone gets nothing.
    pub fn tallied(&mut self, id: ScreenId, tally: Tally, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with(id, read, now, &mut effects, |s, cx| s.tallied(tally, cx));
        self.settle(effects, read, now)
    }

    /// Files of earlier exports that a screen asked for were found or removed; a screen that has gone gets nothing.
    pub fn left(&mut self, id: ScreenId, left: &LeftNews, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with(id, read, now, &mut effects, |s, cx| s.left(left, cx));
        self.settle(effects, read, now)
    }

    /// Copies that a screen asked for were found or written; a screen that has gone gets nothing.
    pub fn copies(&mut self, id: ScreenId, news: &CopiesNews, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with(id, read, now, &mut effects, |s, cx| s.copies(news, cx));
        self.settle(effects, read, now)
    }

    /// How long the machine has been on by now, its sleep included: told before each event and before time passes.
    pub const fn passed(&mut self, up: Duration) {
        self.up = up;
    }

    /// In how long the screen locks itself; `None`: there is nothing to lock, or it is locked.
    fn locks_in(&mut self) -> Option<Duration> {
        let after = self.shell.book.as_ref()?.round.lock_after();
        (!self.is_locked()).then(|| self.guard.locks_in(self.up, after))
    }

    /// Time has passed. Returns effects, and in how many ms the next call is wanted.
    pub fn tick(&mut self, read: Option<&Reader>, now: Instant) -> (Vec<Effect>, Option<u64>) {
        self.while_refused(|app| app.pass_time(read, now))
    }

    fn pass_time(&mut self, read: Option<&Reader>, now: Instant) -> (Vec<Effect>, Option<u64>) {
        let mut effects = Vec::new();
        let mut next: Option<u64> = None;
        self.each(read, now, &mut effects, |s, cx| {
            if let Some(ms) = s.tick(cx) {
                next = Some(next.map_or(ms, |n| n.min(ms)));
            }
        });
        match self.locks_in() {
            Some(Duration::ZERO) => self.lock(read, now, &mut effects),
            Some(left) => {
                // Rounded up: a turn that comes before its time would be followed by another at once.
                let ms = u64::try_from(left.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
                next = Some(next.map_or(ms, |n| n.min(ms)));
            }
            None => {}
        }
        (self.settle(effects, read, now), next)
    }

    /// Seals what has been typed, before the program goes or the screen is covered.
    pub fn seal_all(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.seal(read, now, &mut effects);
        self.settle(effects, read, now)
    }

    /// The passphrase was right: the screens are shown again, and the program asks who is there.
    pub fn unlocked(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        if let Some(asked) = self.guard.unlock() {
            self.stack.remove_from(asked);
        }
        self.settle(vec![Effect::Push(Box::new(Who::new(&self.shell)))], read, now)
    }

    /// Takes one event and says what is to be done outside. While one waits to leave, no command is taken: it was typed
    /// before what comes next was seen.
    pub fn handle(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        // After a sleep of the machine a key may come before time is seen to have passed. It was typed by whoever opened
        // the lid, who has not given the passphrase.
        let typed = matches!(event, Event::Key(_) | Event::Text(_) | Event::Paste(_) | Event::Mouse { .. });
        if typed && self.locks_in() == Some(Duration::ZERO) {
            let mut effects = Vec::new();
            self.lock(read, now, &mut effects);
            return self.settle(effects, read, now);
        }
        let is_esc = event == Event::Key(Key::plain(KeyCode::Esc));
        if let Some(going) = self.going.filter(|_| self.cover() == Cover::None) {
            self.guard.touched(self.up);
            if is_esc {
                self.stay_here();
                self.shell.warn(said::STAYS);
                return Vec::new();
            }
            if self.is_held(&event) {
                if let Some(what) = said::typed(&event) {
                    self.shell.warn(said::not_taken(&said::waits_to_go(going.leaving), &what));
                }
                return Vec::new();
            }
        } else if self.is_leaving() {
            if is_esc && self.shell.failing.is_some() {
                return self.leave_behind(read, now);
            }
            if self.is_held(&event) && !(self.shell.failing.is_some() && self.call_off()) {
                self.guard.touched(self.up);
                self.hold(event);
                return Vec::new();
            }
        }
        self.handle_now(event, read, now)
    }

    fn handle_now(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.while_refused(|app| app.take_event(event, read, now))
    }

    fn take_event(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.shell.inputs += u64::from(matches!(event, Event::Key(_) | Event::Text(_) | Event::Paste(_)));
        if self.answers_unseen(&event) {
            self.guard.touched(self.up);
            self.shell.warn(said::of_blind(&event));
            return self.settle(effects, read, now);
        }
        match event {
            Event::Resize(cols, rows) => {
                self.size = (cols, rows);
                self.resized(read, now, &mut effects);
            }
            Event::Key(key) => {
                self.guard.touched(self.up);
                self.key(key, read, now, &mut effects);
            }
            Event::Text(text) => {
                self.guard.touched(self.up);
                return self.burst(&text, read, now);
            }
            Event::Paste(text) => {
                self.guard.touched(self.up);
                self.paste(&text, read, now, &mut effects);
            }
            // What is not on the screen cannot be clicked.
            Event::Mouse { kind, col, row } if self.cover() == Cover::None && !frame::is_too_small(self.size) => {
                self.guard.touched(self.up);
                let mouse = Mouse { kind, col, row };
                self.with_top(read, now, &mut effects, |s, cx| s.mouse(mouse, cx));
            }
            Event::Suspend => self.seal(read, now, &mut effects),
            Event::Ambiguous(width) => {
                self.shell.ambiguous = match width {
                    crate::tui::terminal::Ambiguous::Narrow => Ambiguous::Narrow,
                    crate::tui::terminal::Ambiguous::Wide => Ambiguous::Wide,
                };
                self.resized(read, now, &mut effects);
            }
            _ => {}
        }
        self.settle(effects, read, now)
    }

    fn resized(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.fitted = self.middle();
        self.each(read, now, effects, |s, cx| s.resized(cx));
    }

    /// Tells the screens when a notice has taken rows from them, or given them back.
    fn refit(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        if self.fitted != self.middle() {
            self.resized(read, now, effects);
        }
    }

    fn lock(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.seal(read, now, effects);
        let encrypted = self.shell.book.as_ref().is_some_and(|b| b.encrypted);
        let asks = self.stack.push(Box::new(Unlock::screen(encrypted)));
        self.guard.lock(asks);
        // What was said is of the round too.
        self.shell.notice = None;
    }

    /// What was typed is not the secret: the lock asks anew.
    pub fn still_locked(&mut self) {
        if let Some(asked) = self.guard.unlock() {
            self.stack.remove_from(asked);
            let encrypted = self.shell.book.as_ref().is_some_and(|b| b.encrypted);
            self.guard.lock(self.stack.push(Box::new(Unlock::screen(encrypted))));
        }
    }

    fn seal(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.each(read, now, effects, |s, cx| {
            s.keep(cx);
            s.seal(cx);
        });
    }

    /// The screens, and what they may use while they are asked something.
    fn around<'a>(&'a mut self, read: Option<&'a Reader>, now: Instant) -> (&'a mut Stack, Around<'a>) {
        let (area, locked) = (self.middle(), self.is_locked());
        (&mut self.stack, Around { shell: &mut self.shell, read, now, area, locked })
    }

    /// Does something with every screen, the lowest first.
    fn each(
        &mut self,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        f: impl FnMut(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let (stack, around) = self.around(read, now);
        stack.each(around, effects, f);
    }

    /// Does something with the screen of that name, if it is still open.
    fn with(
        &mut self,
        id: ScreenId,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let (stack, around) = self.around(read, now);
        stack.with(id, around, effects, f);
    }

    fn with_top(
        &mut self,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        if let Some(id) = self.stack.top_id() {
            self.with(id, read, now, effects, f);
        }
    }

    fn holds_refused(&self) -> bool {
        self.stack.any(|s| s.holds_refused())
    }

    /// Does something; a refusal is over once what was refused is changed, handed in again or gone.
    fn while_refused<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let held = self.holds_refused();
        let done = f(self);
        if held && !self.holds_refused() {
            self.shell.refused = None;
        }
        done
    }
}
