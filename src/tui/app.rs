//! The whole state and its update: events in, effects out. No I/O.

use crate::import::table::Workbook;
use crate::model::record::Changes;
use crate::model::value::Instant;
use crate::store::Reader;
use crate::text::Ambiguous;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::keys::{Context, label, meaning, moved};
use crate::tui::screen::confirm::Confirm;
use crate::tui::screen::help::Help;
use crate::tui::screen::unlock::Unlock;
use crate::tui::screen::who::Who;
use crate::tui::screen::{Cx, Mouse, Reply, Screen};
use crate::tui::shell::{Notice, Shell, Tone};
use crate::tui::terminal::{Event, Key, KeyCode};
use crate::tui::view::frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// After this long without a key the screen locks itself (ms).
pub const IDLE_LOCK_MS: i64 = 10 * 60 * 1000;

/// What lies over the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cover {
    /// Nothing.
    #[default]
    None,
    /// The menu of letters.
    Menu,
    /// Blank; any of its keys brings the screen back.
    Hidden,
    /// Blank until the passphrase is given.
    Locked,
}

/// The state of the app.
pub struct App {
    /// State shared by all screens.
    pub shell: Shell,
    screens: Vec<Box<dyn Screen>>,
    cover: Cover,
    /// What the menu lies over.
    under_menu: Cover,
    size: (u16, u16),
    last_key: Instant,
}

impl App {
    /// An app that shows `screen`.
    pub fn new(shell: Shell, screen: Box<dyn Screen>, size: (u16, u16), now: Instant) -> Self {
        Self { shell, screens: vec![screen], cover: Cover::None, under_menu: Cover::None, size, last_key: now }
    }

    /// The screen in front.
    pub fn top(&self) -> Option<&dyn Screen> {
        self.screens.last().map(AsRef::as_ref)
    }

    /// Where the focus is.
    pub fn context(&self) -> Context {
        match self.cover {
            Cover::Menu => Context::Menu,
            Cover::Hidden => Context::Hidden,
            Cover::None | Cover::Locked => self.top().map_or(Context::Page, Screen::context),
        }
    }

    /// What lies over the screens.
    pub const fn cover(&self) -> Cover {
        self.cover
    }

    /// Whether the passphrase is asked for; the menu may lie over that.
    pub fn is_locked(&self) -> bool {
        self.cover == Cover::Locked || (self.cover == Cover::Menu && self.under_menu == Cover::Locked)
    }

    /// Takes one event and says what is to be done outside.
    pub fn handle(&mut self, event: Event, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
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
        let area = self.middle();
        for screen in &mut self.screens {
            screen.resized(&mut Cx { shell: &mut self.shell, read, effects, now, area, front: false });
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

    /// Records changed: every screen looks again.
    pub fn changed(&mut self, changes: &Changes, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        let area = self.middle();
        let last = self.screens.len().saturating_sub(1);
        for (at, screen) in self.screens.iter_mut().enumerate() {
            let front = at == last;
            let mut cx = Cx { shell: &mut self.shell, read, effects: &mut effects, now, area, front };
            screen.changed(changes, &mut cx);
        }
        self.settle(effects, read, now)
    }

    /// A table that the screen in front asked for has been read.
    pub fn arrived(&mut self, book: &Workbook, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(read, now, &mut effects, |s, cx| s.arrived(book, cx));
        self.settle(effects, read, now)
    }

    /// Time has passed. Returns effects, and in how many ms the next call is wanted.
    pub fn tick(&mut self, read: Option<&Reader>, now: Instant) -> (Vec<Effect>, Option<u64>) {
        let mut effects = Vec::new();
        let mut next: Option<u64> = None;
        let area = self.middle();
        let last = self.screens.len().saturating_sub(1);
        for (at, screen) in self.screens.iter_mut().enumerate() {
            let front = at == last;
            let mut cx = Cx { shell: &mut self.shell, read, effects: &mut effects, now, area, front };
            if let Some(ms) = screen.tick(&mut cx) {
                next = Some(next.map_or(ms, |n| n.min(ms)));
            }
        }
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
        self.screens.pop();
        self.settle(vec![Effect::Push(Box::new(Who::new(&self.shell)))], read, now)
    }

    /// Draws everything; returns where the caret is.
    pub fn draw(&self, buf: &mut Buffer) -> Option<Position> {
        frame::draw(self, buf)
    }

    /// The middle of the screen, between the top line and the key bar.
    pub fn middle(&self) -> Rect {
        frame::middle(Rect::new(0, 0, self.size.0, self.size.1))
    }

    fn key(&mut self, key: Key, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        match self.cover {
            Cover::Menu => {
                self.cover = self.under_menu;
                let context = self.context();
                let action = match key.code {
                    KeyCode::Char(letter) if key.typed().is_some() => context.letter(letter),
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
                self.seal(read, now, effects);
                self.say("不用按存盘，输入的内容会自动存好；右上角写着“已存”，就是存好了。");
            }
            Action::WhoAmI => effects.push(Effect::Push(Box::new(Who::new(&self.shell)))),
            Action::Quit => {
                effects.push(Effect::Push(Box::new(Confirm::new("quit", "退出问看？已输入的内容都已存好。"))));
            }
            other => self.with_top(read, now, effects, |s, cx| s.act(other, cx)),
        }
    }

    fn lock(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.seal(read, now, effects);
        self.cover = Cover::Locked;
        let encrypted = self.shell.book.as_ref().is_some_and(|b| b.encrypted);
        effects.push(Effect::Push(Box::new(Unlock::screen(encrypted))));
    }

    fn seal(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        let area = self.middle();
        let last = self.screens.len().saturating_sub(1);
        for (at, screen) in self.screens.iter_mut().enumerate() {
            screen.seal(&mut Cx { shell: &mut self.shell, read, effects, now, area, front: at == last });
        }
    }

    fn with_top(
        &mut self,
        read: Option<&Reader>,
        now: Instant,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let area = self.middle();
        if let Some(screen) = self.screens.last_mut() {
            f(screen.as_mut(), &mut Cx { shell: &mut self.shell, read, effects, now, area, front: true });
        }
    }

    /// Carries out the effects that only move between screens; the others are the runtime's.
    fn settle(&mut self, effects: Vec<Effect>, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut outside = Vec::new();
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let mut more = Vec::new();
            match effect {
                Effect::Push(screen) => {
                    self.screens.push(screen);
                    self.with_top(read, now, &mut more, |s, cx| s.returned(None, cx));
                }
                Effect::Replace(screen) => {
                    self.leave_top(read, now, &mut more);
                    self.screens.push(screen);
                    self.with_top(read, now, &mut more, |s, cx| s.returned(None, cx));
                }
                Effect::Reset(screens) => {
                    self.screens = screens;
                    self.with_top(read, now, &mut more, |s, cx| s.returned(None, cx));
                }
                Effect::Pop(reply) => {
                    if self.screens.len() > 1 {
                        self.leave_top(read, now, &mut more);
                    }
                    if reply == Some(Reply::Yes("quit")) {
                        more.push(Effect::Quit);
                    } else {
                        self.with_top(read, now, &mut more, |s, cx| s.returned(reply.as_ref(), cx));
                    }
                }
                other => outside.push(other),
            }
            for effect in more.into_iter().rev() {
                queue.push_front(effect);
            }
        }
        outside
    }

    fn leave_top(&mut self, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        self.with_top(read, now, effects, |s, cx| s.seal(cx));
        self.screens.pop();
    }

    /// The secret of a locked or opening round was wrong: the form on top says so.
    pub fn refuse(&mut self, text: &str) {
        self.shell.notice = Some(Notice { text: text.replace('\n', "　"), tone: Tone::Error });
    }

    /// Something typed has not been handed to the store yet.
    pub fn dirty(&self) -> bool {
        self.screens.iter().any(|s| s.dirty())
    }
}

/// What to say to a character that an input method has made, where letters are commands.
const SWITCH_OFF: &str = "这里的按键是命令，请切到英文输入再按。";

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
        Some(meaning) => format!("{name} 是“{}”，这里用不上；{}", meaning.word, here.fill("按 {key:Help} 看说明。")),
        None => here.fill("没有这个键，按 {key:Help} 看说明。"),
    }
}
