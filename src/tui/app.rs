//! The whole state and its update: events in, effects out. No I/O.

use crate::analysis::tally::Tally;
use crate::analysis::undo::Way;
use crate::error::Error;
use crate::import::table::Workbook;
use crate::model::left::Left;
use crate::model::record::Changes;
use crate::model::value::Instant;
use crate::store::{Reader, Ticket};
use crate::text::Ambiguous;
use crate::tui::action::Action;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::effect::{Effect, LeadText, Leaving, LeftNews, ScreenId};
use crate::tui::frame::{self, Cover};
use crate::tui::keys::{Context, label, meaning, moved};
use crate::tui::outstanding::{Outstanding, Waiting};
use crate::tui::screen::help::Help;
use crate::tui::screen::left::LeftBehind;
use crate::tui::screen::past::bin::Bin;
use crate::tui::screen::past::deeds::Deeds;
use crate::tui::screen::past::undo;
use crate::tui::screen::unlock::Unlock;
use crate::tui::screen::who::Who;
use crate::tui::shell::{Notice, Refusal, Saved, Shell, Tone};
use crate::tui::terminal::{Event, Key, KeyCode};
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// After this long without a key the screen locks itself (ms).
pub const IDLE_LOCK_MS: i64 = 10 * 60 * 1000;

/// A screen with its name.
struct Shown {
    id: ScreenId,
    screen: Box<dyn Screen>,
}

/// The state of the app.
pub struct App {
    /// State shared by all screens.
    pub shell: Shell,
    /// The screens, the one in front last.
    screens: Vec<Shown>,
    /// The next screen's name.
    next_id: u64,
    /// Actions whose outcome has not been told.
    waiting: Waiting,
    #[cfg(test)]
    handed_in: Vec<String>,
    /// Outputs that hold what is told no more, until they are named.
    left: Vec<Left>,
    cover: Cover,
    /// The screen that asks for the passphrase while the round is locked; nothing of the round comes over it.
    lock: Option<ScreenId>,
    /// What the menu lies over.
    under_menu: Cover,
    size: (u16, u16),
    /// The middle that the screens know.
    fitted: Rect,
    last_key: Instant,
}

impl App {
    /// An app that shows `screen`.
    pub fn new(shell: Shell, screen: Box<dyn Screen>, size: (u16, u16), now: Instant) -> Self {
        let mut app = Self {
            shell,
            screens: Vec::new(),
            next_id: 0,
            waiting: Waiting::default(),
            #[cfg(test)]
            handed_in: Vec::new(),
            left: Vec::new(),
            cover: Cover::None,
            lock: None,
            under_menu: Cover::None,
            size,
            fitted: Rect::default(),
            last_key: now,
        };
        app.fitted = app.middle();
        app.show(screen);
        app
    }

    /// The screen in front.
    pub fn top(&self) -> Option<&dyn Screen> {
        self.screens.last().map(|s| s.screen.as_ref())
    }

    fn show(&mut self, screen: Box<dyn Screen>) {
        self.next_id += 1;
        self.screens.push(Shown { id: ScreenId(self.next_id), screen });
    }

    /// Where the focus is.
    pub fn context(&self) -> Context {
        match self.cover {
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
        self.cover
    }

    /// Whether the passphrase is asked for; the menu may lie over that.
    pub fn is_locked(&self) -> bool {
        self.cover == Cover::Locked || (self.cover == Cover::Menu && self.under_menu == Cover::Locked)
    }

    /// The screen in front leaves as soon as what it handed in is in the file, and takes no keys until then.
    pub fn is_leaving(&self) -> bool {
        self.cover == Cover::None && self.screens.last().is_some_and(|s| self.waiting.is_leaving(s.id))
    }

    /// Actions were handed in whose outcome has not been told.
    pub(super) fn awaits(&self) -> bool {
        self.waiting.any()
    }

    /// Takes one event and says what is to be done outside. What is typed while the screen in front is about to leave
    /// is kept for the one that comes after it.
    pub fn handle(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        if self.is_leaving() {
            if event == Event::Key(Key::plain(KeyCode::Esc)) && self.shell.failing.is_some() {
                return self.leave_behind(read, now);
            }
            if self.is_held(&event) && !(self.shell.failing.is_some() && self.call_off()) {
                self.last_key = now;
                self.waiting.hold(event);
                self.say(WAITS);
                return Vec::new();
            }
        }
        self.handle_now(event, read, now)
    }

    /// A screen on which one may go on stays after all; what it handed in goes on its way. Whether it does.
    fn call_off(&mut self) -> bool {
        let Some(shown) = self.screens.last_mut() else { return false };
        let stays = shown.screen.stay();
        if stays {
            self.waiting.stop_leaving(shown.id);
        }
        stays
    }

    /// The disk refuses. A screen that waits to leave takes what was typed since: nobody knows when the next one comes.
    pub fn stalled(&mut self, why: &Error, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.shell.failing = Some(why.to_string());
        if !self.is_leaving() {
            return Vec::new();
        }
        if !self.waiting.holds_any() || !self.call_off() {
            self.refuse(&format!("{WAITS}{why}"));
            return Vec::new();
        }
        let mut outside = Vec::new();
        while let Some(event) = self.waiting.next_held() {
            outside.append(&mut self.handle(event, read, now));
        }
        outside
    }

    /// Whether an event waits for the screen that comes next; what works everywhere does not wait.
    fn is_held(&self, event: &Event) -> bool {
        match event {
            Event::Key(key) => !matches!(
                self.context().resolve(*key),
                Some(Action::Hide | Action::Lock | Action::Quit | Action::Menu | Action::Help)
            ),
            Event::Text(_) | Event::Paste(_) | Event::Mouse { .. } => true,
            _ => false,
        }
    }

    /// Leaves a screen whose action waits for the disk; the action stays in the queue.
    fn leave_behind(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        if let Some(shown) = self.screens.last() {
            self.waiting.stop_leaving(shown.id);
        }
        self.waiting.release();
        let effects = self.settle(vec![Effect::Pop(None)], read, now);
        let why = self.shell.failing.clone().unwrap_or_default();
        self.refuse(&format!("这一步已排队，还没有存上，存上以前请不要关闭电脑。{why}"));
        effects
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
        let mut outside = Vec::new();
        match outcome {
            Ok(changes) => {
                if let Some(own) = &own {
                    let mut effects = Vec::new();
                    self.with(own.screen, read, now, &mut effects, |s, cx| s.done(own.ticket, cx));
                    outside.append(&mut self.settle(effects, read, now));
                }
                outside.append(&mut self.changed(changes, read, now));
                if let Some(Outstanding { screen, said, leaves, .. }) = own {
                    let said = if changes.struck { Some(STRUCK.to_owned()) } else { said };
                    let said = with_redrafted(said, changes.redrafted.len());
                    if let Some(reply) = leaves {
                        self.shell.notice.take_if(|n| n.text.starts_with(WAITS));
                        outside.append(&mut self.take_away(screen, &reply, read, now));
                    }
                    if let Some(text) = said.filter(|_| !self.is_locked()) {
                        self.shell.notice = Some(Notice { text, tone: Tone::Done });
                    }
                }
                // Whatever action withheld anew: it leads to the same page, once nothing is being typed.
                if !changes.left.is_empty() {
                    self.left.extend(changes.left.iter().cloned());
                    if !self.is_locked() && !self.at_rest() {
                        let said = self.shell.notice.take().map(|n| n.text + "　").unwrap_or_default();
                        let text =
                            format!("{said}{} 个以前导出的文件里有已转线索的话，回到列表时逐个列出。", self.left.len());
                        self.shell.notice = Some(Notice { text, tone: Tone::Warning });
                    }
                }
            }
            Err(e) => {
                self.shell.refused = Some(Refusal::of(e));
                if self.is_locked() {
                    self.refuse("刚才有一步没有办成。解锁以后再看。");
                } else {
                    self.refuse_too(&e.to_string());
                }
                let mut effects = Vec::new();
                let ids: Vec<ScreenId> = self.screens.iter().map(|s| s.id).collect();
                for id in ids {
                    self.with(id, read, now, &mut effects, |s, cx| s.refresh(cx));
                }
                if let Some(own) = own {
                    // What was typed for the screen after it goes: that one does not come.
                    if own.leaves.is_some() || self.waiting.is_leaving(own.screen) {
                        self.waiting.release();
                    }
                    // Its screen may be about to leave behind another action: it stays for what was refused.
                    self.waiting.stop_leaving(own.screen);
                    self.with(own.screen, read, now, &mut effects, |s, cx| s.refused(own.ticket, e, cx));
                }
                outside.append(&mut self.settle(effects, read, now));
            }
        }
        // What was said last may have taken rows.
        outside.append(&mut self.settle(Vec::new(), read, now));
        while !self.is_leaving() {
            let Some(event) = self.waiting.next_held() else { break };
            outside.append(&mut self.handle_now(event, read, now));
        }
        outside
    }

    /// Takes a screen away, wherever it is, and hands its reply to the one below.
    fn take_away(&mut self, id: ScreenId, reply: &Reply, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let Some(at) = self.screens.iter().position(|s| s.id == id).filter(|at| *at > 0) else { return Vec::new() };
        self.screens.remove(at);
        let mut effects = Vec::new();
        if let Some(below) = at.checked_sub(1).and_then(|b| self.screens.get(b)).map(|s| s.id) {
            self.with(below, read, now, &mut effects, |s, cx| s.returned(Some(reply), cx));
        }
        self.settle(effects, read, now)
    }

    fn handle_now(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.while_refused(|app| app.take_event(event, read, now))
    }

    fn take_event(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Resize(cols, rows) => {
                self.size = (cols, rows);
                self.resized(read, now, &mut effects);
            }
            Event::Key(key) => {
                self.last_key = now;
                self.key(key, read, now, &mut effects);
            }
            Event::Text(text) => {
                self.last_key = now;
                return self.burst(&text, read, now);
            }
            Event::Paste(text) => {
                self.last_key = now;
                self.text(&text, read, now, &mut effects);
            }
            // What is not on the screen cannot be clicked.
            Event::Mouse { kind, col, row } if self.cover == Cover::None && !frame::is_too_small(self.size) => {
                self.last_key = now;
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

    /// Does something with every screen, the lowest first.
    fn each(
        &mut self,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        mut f: impl FnMut(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let area = self.middle();
        let last = self.screens.len().saturating_sub(1);
        let locked = self.is_locked();
        for (at, Shown { id, screen }) in self.screens.iter_mut().enumerate() {
            let front = at == last;
            let mut own = Vec::new();
            let notice = (locked && !front).then(|| self.shell.notice.clone());
            let mut cx = Cx { shell: &mut self.shell, read, effects: &mut own, now, area, front, screen: *id };
            f(screen.as_mut(), &mut cx);
            // What lies under the lock says nothing on it.
            if let Some(notice) = notice {
                self.shell.notice = notice;
            }
            effects.extend(own.into_iter().map(|effect| of_screen(effect, *id, front)));
        }
    }

    /// Does something with the screen of that name, if it is still shown.
    fn with(
        &mut self,
        id: ScreenId,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let area = self.middle();
        let last = self.screens.len().saturating_sub(1);
        let locked = self.is_locked();
        let found = self.screens.iter_mut().enumerate().find(|(_, s)| s.id == id);
        if let Some((at, shown)) = found {
            let front = at == last;
            let mut own = Vec::new();
            let notice = (locked && !front).then(|| self.shell.notice.clone());
            let mut cx = Cx { shell: &mut self.shell, read, effects: &mut own, now, area, front, screen: id };
            f(shown.screen.as_mut(), &mut cx);
            if let Some(notice) = notice {
                self.shell.notice = notice;
            }
            effects.extend(own.into_iter().map(|effect| of_screen(effect, id, front)));
        }
    }

    /// Begins: the first screen looks around.
    pub fn begin(&mut self, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(read, now, &mut effects, |s, cx| s.returned(None, cx));
        self.settle(effects, read, now)
    }

    /// Puts other screens in place of all, the first below; only the last looks around.
    pub fn reset(&mut self, screens: Vec<Box<dyn Screen>>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.settle(vec![Effect::Reset(screens)], read, now)
    }

    /// Puts a screen on top.
    pub fn push(&mut self, screen: Box<dyn Screen>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        self.settle(vec![Effect::Push(screen)], read, now)
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
        if self.shell.book.is_some() && !self.is_locked() {
            let left = IDLE_LOCK_MS - (now.ms - self.last_key.ms);
            if left <= 0 {
                self.lock(read, now, &mut effects);
            } else {
                let left = u64::try_from(left).unwrap_or_default();
                next = Some(next.map_or(left, |n| n.min(left)));
            }
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
        self.cover = Cover::None;
        self.last_key = now;
        let lock = self.lock.take().and_then(|id| self.screens.iter().position(|s| s.id == id));
        if let Some(at) = lock {
            self.screens.truncate(at);
        }
        self.settle(vec![Effect::Push(Box::new(Who::new(&self.shell)))], read, now)
    }

    /// Draws everything; returns where the caret is.
    pub fn draw(&self, buf: &mut Buffer) -> Option<Position> {
        frame::draw(&self.shell, self.top(), self.fitted(), self.cover, self.is_locked(), buf)
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

    /// Tells the screens when a notice has taken rows from them, or given them back.
    fn refit(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        if self.fitted != self.middle() {
            self.resized(read, now, effects);
        }
    }

    fn key(&mut self, key: Key, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        match self.cover {
            Cover::Menu => {
                self.cover = self.under_menu;
                let context = self.context();
                let action = match key.code {
                    KeyCode::Char(letter) if key.typed().is_some() => {
                        context.letter(letter).or_else(|| context.menu_key(key))
                    }
                    _ if context.menu_key(key).is_some() => context.menu_key(key),
                    // The key that hides works everywhere.
                    _ => context.resolve(key).filter(|action| *action == Action::Hide),
                };
                match action {
                    Some(action) => self.act(action, read, now, effects),
                    None if Context::Menu.resolve(key).is_some() => {}
                    None => self.say(if is_ascii(key) { "菜单里没有这个字母。" } else { SWITCH_OFF }),
                }
            }
            Cover::Hidden => {
                if Context::Hidden.resolve(key).is_some() {
                    self.cover = Cover::None;
                }
            }
            Cover::None | Cover::Locked => {
                self.shell.notice = None;
                if !self.holds_refused() {
                    self.shell.refused = None;
                }
                self.refit(read, now, effects);
                if self.shell.progress.is_some() && key == Key::plain(KeyCode::Esc) {
                    effects.push(Effect::CancelJob);
                    return;
                }
                let context = self.context();
                if let Some(text) = moved::word(key, context) {
                    self.say(text);
                } else if let Some(action) = context.resolve(key) {
                    self.act(action, read, now, effects);
                } else if let (KeyCode::Char(c), false, false, true) = (key.code, key.ctrl, key.alt, context.types()) {
                    let mut text = [0; 4];
                    let text = c.encode_utf8(&mut text);
                    self.with_top(read, now, effects, |s, cx| s.text(text, cx));
                } else {
                    self.say(unknown(key, context));
                }
            }
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.shell.notice = Some(Notice { text: text.into(), tone: Tone::Warning });
    }

    /// Takes what is typed or pasted, where text is typed.
    fn text(&mut self, text: &str, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        if self.takes_text() {
            self.shell.notice = None;
            self.refit(read, now, effects);
            self.with_top(read, now, effects, |s, cx| s.text(text, cx));
        } else if self.cover != Cover::Hidden {
            self.say("这里不输入文字，没有粘贴。");
        }
    }

    fn takes_text(&self) -> bool {
        matches!(self.cover, Cover::None | Cover::Locked) && self.context().types()
    }

    /// Takes characters that arrived together: one edit where text is typed. Where letters are commands they are
    /// commands one by one, until one of them opens a text: the rest is typed there. What an input method committed is
    /// no command, and what follows it neither.
    fn burst(&mut self, text: &str, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut done = Vec::new();
        let mut rest = text.chars();
        loop {
            let mut effects = Vec::new();
            if self.takes_text() {
                self.text(rest.as_str(), read, now, &mut effects);
                done.append(&mut self.settle(effects, read, now));
                return done;
            }
            let Some(c) = rest.next() else { return done };
            self.key(Key::char(c), read, now, &mut effects);
            done.append(&mut self.settle(effects, read, now));
            if !c.is_ascii() {
                return done;
            }
        }
    }

    fn act(&mut self, action: Action, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        match action {
            Action::Menu => {
                self.under_menu = self.cover;
                self.cover = Cover::Menu;
            }
            Action::Hide => {
                self.seal(read, now, effects);
                self.cover = if self.cover == Cover::Locked { Cover::Locked } else { Cover::Hidden };
            }
            Action::Lock if self.cover != Cover::Locked => self.lock(read, now, effects),
            Action::Help => {
                if let Some(help) = self.top().map(|s| Help::of(s, &self.shell)) {
                    effects.push(Effect::Push(Box::new(help)));
                }
            }
            Action::Save => {
                let mut asked = false;
                self.with_top(read, now, effects, |s, cx| asked = s.ask_held(cx));
                if !asked {
                    self.seal(read, now, effects);
                    self.say("不用按存盘，输入的内容会自动存好；右上角写着“已存”，就是存好了。");
                }
            }
            Action::WhoAmI => effects.push(Effect::Push(Box::new(Who::new(&self.shell)))),
            Action::Quit => {
                effects.push(Effect::Push(Box::new(Confirm::new("quit", self.quit_question()))));
            }
            Action::UndoAct | Action::RedoAct | Action::History | Action::RoundHistory | Action::Bin => {
                self.past(action, read, now, effects);
            }
            other => self.with_top(read, now, effects, |s, cx| s.act(other, cx)),
        }
    }

    /// Goes to what was done, once a round is open.
    fn past(&mut self, action: Action, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        if self.shell.book.is_none() || self.cover != Cover::None {
            self.say("打开轮次以后才能用。");
            return;
        }
        // What is typed and not sealed is part of what was done.
        self.seal(read, now, effects);
        let is_writing = effects.iter().any(|e| matches!(e, Effect::Act(_)));
        self.with_top(read, now, effects, |s, cx| {
            let gone = match action {
                Action::UndoAct => undo::ask(Way::Undo, is_writing, cx),
                Action::RedoAct => undo::ask(Way::Redo, is_writing, cx),
                Action::Bin => Bin::open(cx).map(|bin| cx.push(bin)),
                Action::RoundHistory => Deeds::of_round(cx).map(|deeds| cx.push(deeds)),
                _ => {
                    if let Some(record) = s.on() {
                        Deeds::of_record(record, cx).map(|deeds| cx.push(deeds))
                    } else {
                        cx.nothing(action);
                        Ok(())
                    }
                }
            };
            if let Err(e) = gone {
                cx.fail(&e);
            }
        });
    }

    /// What the question says is what is true of the file.
    fn quit_question(&self) -> String {
        match self.shell.saved {
            Saved::Yes => "退出问看？已输入的内容都已存好。".to_owned(),
            Saved::Writing => "退出问看？正在存盘，存好以后才退出。".to_owned(),
            Saved::Failed => match &self.shell.failing {
                Some(why) => format!("还有内容没有存上，存上以前不会退出。要现在试着存好并退出吗？\n\n{why}"),
                // A fault took what it was asked with; nothing waits for the disk.
                None => "退出问看？刚才有一步没有存上；其他内容都已存好。".to_owned(),
            },
            Saved::Refused => "退出问看？刚才有一步没有被接受，没有存；其他内容都已存好。".to_owned(),
        }
    }

    fn lock(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.seal(read, now, effects);
        self.cover = Cover::Locked;
        let encrypted = self.shell.book.as_ref().is_some_and(|b| b.encrypted);
        self.show(Box::new(Unlock::screen(encrypted)));
        self.lock = Some(ScreenId(self.next_id));
    }

    fn seal(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.each(read, now, effects, |s, cx| {
            s.keep(cx);
            s.seal(cx);
        });
    }

    fn with_top(
        &mut self,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        if let Some(id) = self.screens.last().map(|s| s.id) {
            self.with(id, read, now, effects, f);
        }
    }

    /// Carries out the effects that only move between screens; the others are the runtime's.
    fn settle(&mut self, effects: Vec<Effect>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut outside = Vec::new();
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        if queue.is_empty() {
            let mut more = Vec::new();
            self.refit(read, now, &mut more);
            queue.extend(more);
            queue.extend(self.name_left());
        }
        while let Some(effect) = queue.pop_front() {
            let mut more = Vec::new();
            match effect {
                Effect::Push(screen) => {
                    self.show(screen);
                    self.with_top(read, now, &mut more, |s, cx| s.returned(None, cx));
                }
                Effect::PushOver(below, screen) => {
                    if let Some(at) = self.screens.iter().position(|s| s.id == below) {
                        self.next_id += 1;
                        let id = ScreenId(self.next_id);
                        self.screens.insert(at + 1, Shown { id, screen });
                        self.with(id, read, now, &mut more, |s, cx| s.returned(None, cx));
                    }
                }
                Effect::Close(id, reply) => {
                    self.with(id, read, now, &mut more, |s, cx| s.seal(cx));
                    if let Some(at) = self.screens.iter().position(|s| s.id == id).filter(|at| *at > 0) {
                        self.screens.remove(at);
                        if let Some(below) = self.screens.get(at - 1).map(|s| s.id) {
                            self.with(below, read, now, &mut more, |s, cx| s.returned(reply.as_ref(), cx));
                        }
                    }
                }
                Effect::Replace(screen) => {
                    self.leave_top(read, now, &mut more);
                    self.show(screen);
                    self.with_top(read, now, &mut more, |s, cx| s.returned(None, cx));
                }
                Effect::Reset(screens) => {
                    self.screens.clear();
                    for screen in screens {
                        self.show(screen);
                    }
                    self.with_top(read, now, &mut more, |s, cx| s.returned(None, cx));
                }
                Effect::Pop(reply) => {
                    if self.screens.len() > 1 {
                        self.leave_top(read, now, &mut more);
                    }
                    match reply.as_ref().and_then(leaving) {
                        Some(leave) => more.push(leave),
                        None => self.with_top(read, now, &mut more, |s, cx| s.returned(reply.as_ref(), cx)),
                    }
                }
                Effect::Act(mut handed) => {
                    #[cfg(test)]
                    self.handed_in.push(format!("{:?}", handed.act));
                    if handed.leaves.is_some() && self.shell.failing.is_some() {
                        self.say(WAITS);
                    }
                    self.waiting.hand_in(&mut handed);
                    outside.push(Effect::Act(handed));
                }
                other => outside.push(other),
            }
            for effect in more.into_iter().rev() {
                queue.push_front(effect);
            }
            if queue.is_empty() {
                let mut more = Vec::new();
                self.refit(read, now, &mut more);
                queue.extend(more);
                queue.extend(self.name_left());
            }
        }
        outside
    }

    /// Whether a list is in front: nobody types there, so that a page may come up without taking a key for an answer.
    fn at_rest(&self) -> bool {
        use Context as C;
        let list = matches!(
            self.context(),
            C::Home | C::Documents | C::Loans | C::Leads | C::Observations | C::Problems | C::History | C::Bin
        );
        list && self.cover == Cover::None && !self.is_locked()
    }

    /// The page that names what earlier actions left behind on the disk.
    fn name_left(&mut self) -> Option<Effect> {
        let named = !self.left.is_empty() && self.at_rest();
        named.then(|| Effect::Push(Box::new(LeftBehind::new(std::mem::take(&mut self.left)))))
    }

    fn leave_top(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.with_top(read, now, effects, |s, cx| {
            s.keep(cx);
            s.seal(cx);
        });
        self.screens.pop();
    }

    /// Says what did not come about; it stays until the next key.
    pub fn refuse(&mut self, text: &str) {
        self.shell.notice = Some(Notice { text: text.replace('\n', "　"), tone: Tone::Error });
    }

    /// What rests on an action that was refused is refused after it: why the first one was stays said.
    fn refuse_too(&mut self, text: &str) {
        let standing = self.shell.notice.as_ref().filter(|n| n.tone == Tone::Error).map(|n| n.text.clone());
        match standing {
            Some(first) if !first.contains(&text.replace('\n', "　")) => self.refuse(&format!("{first}　{text}")),
            Some(_) => {}
            None => self.refuse(text),
        }
    }

    /// Something typed has not been handed to the store yet.
    pub fn dirty(&self) -> bool {
        self.screens.iter().any(|s| s.screen.dirty())
    }

    fn holds_refused(&self) -> bool {
        self.screens.iter().any(|s| s.screen.holds_refused())
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

/// What a screen asks for while another is in front concerns its own place, not the top.
fn of_screen(effect: Effect, screen: ScreenId, front: bool) -> Effect {
    match effect {
        Effect::Push(over) if !front => Effect::PushOver(screen, over),
        Effect::Pop(reply) if !front => Effect::Close(screen, reply),
        effect => effect,
    }
}

/// The replies that are about leaving the round.
fn leaving(reply: &Reply) -> Option<Effect> {
    let (leaving, without_backup) = match reply {
        Reply::Yes("quit") => (Leaving::Quit, false),
        Reply::Yes(QUIT_WITHOUT_BACKUP) => (Leaving::Quit, true),
        Reply::Yes(CLOSE_WITHOUT_BACKUP) => (Leaving::CloseRound, true),
        _ => return None,
    };
    Some(Effect::Leave { leaving, without_backup })
}

/// The tag of the question whether the program ends although the daily copy could not be made.
pub const QUIT_WITHOUT_BACKUP: &str = "quit-without-backup";
/// The tag of the question whether the round is closed although the daily copy could not be made.
pub const CLOSE_WITHOUT_BACKUP: &str = "close-without-backup";
/// Said while a screen waits for the disk before it goes.
const WAITS: &str = "正在等存盘，存好后返回。";
/// Said when what was typed holds withheld words, which the file does not take.
const STRUCK: &str = "已存。其中有已转线索的话，存为〔已另行处理〕；请打开核对。";
/// What to say to a character that an input method has made, where letters are commands.
const SWITCH_OFF: &str = "这里的按键是命令，请切到英文输入再按。";

/// What is said of an action, and of the papers that are drafts again because they print otherwise now.
fn with_redrafted(said: Option<String>, papers: usize) -> Option<String> {
    if papers == 0 {
        return said;
    }
    let papers = format!("有 {papers} 份待送审的底稿印出来会不一样，已退回草稿，请看过再送审。");
    Some(said.map_or_else(|| papers.clone(), |said| format!("{said}　{papers}")))
}

fn is_ascii(key: Key) -> bool {
    !matches!(key.code, KeyCode::Char(c) if !c.is_ascii())
}

/// What to say of a key that does nothing here.
fn unknown(key: Key, here: Context) -> String {
    if !is_ascii(key) {
        return SWITCH_OFF.to_owned();
    }
    let name = label(key);
    match meaning::of(key) {
        Some(meaning) => {
            // What stands before its first mark is enough, and fits into one row.
            let word = meaning.word.split(['：', '；']).next().unwrap_or(meaning.word);
            format!("{name} 是“{word}”，这里用不上；{}", here.fill("按 {key:Help} 看说明。"))
        }
        None => here.fill("没有这个键，按 {key:Help} 看说明。"),
    }
}
