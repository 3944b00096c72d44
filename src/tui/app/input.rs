//! What is typed: keys, letters of the menu, text; and the actions that work on every screen.

use super::press::Press;
use super::{App, said};
use crate::analysis::undo::Way;
use crate::model::value::Instant;
use crate::store::Reader;
use crate::text::pasted::{OneLine, Pasted};
use crate::tui::action::{Action, Edit};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::effect::Effect;
use crate::tui::frame::Cover;
use crate::tui::keys::Context;
use crate::tui::screen::help::Help;
use crate::tui::screen::past::bin::Bin;
use crate::tui::screen::past::deeds::Deeds;
use crate::tui::screen::past::undo;
use crate::tui::screen::who::Who;
use crate::tui::terminal::{Key, KeyCode};
use crate::tui::update::Screen;

impl App {
    pub(super) fn key(&mut self, key: Key, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        match self.cover() {
            Cover::Menu => {
                self.guard.menu(false);
                let press = Press::in_menu(key, self.context());
                self.press(press, read, now, effects);
            }
            Cover::Hidden => {
                if Context::Hidden.resolve(key).is_some() {
                    self.guard.unhide();
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
                let press = Press::at(key, self.context());
                self.press(press, read, now, effects);
            }
        }
    }

    fn press(&mut self, press: Press, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        match press {
            Press::Act(action) => self.act(action, read, now, effects),
            Press::Type(c) => {
                let mut text = [0; 4];
                let text = c.encode_utf8(&mut text);
                if !self.refuses_writing() {
                    self.with_top(read, now, effects, |s, cx| s.text(text, cx));
                }
            }
            Press::Say(text) => self.shell.not_here(text),
            Press::Nothing => {}
        }
    }

    /// Takes what is typed or pasted, where text is typed.
    pub(super) fn text(&mut self, text: &str, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        if self.takes_text() {
            self.shell.notice = None;
            self.refit(read, now, effects);
            if !self.refuses_writing() {
                self.with_top(read, now, effects, |s, cx| s.text(text, cx));
            }
        } else if self.cover() != Cover::Hidden {
            self.shell.warn(said::NO_TEXT);
        }
    }

    /// Takes a paste. What cannot be typed with it, and that lines were joined, is told with whatever the field says of the
    /// rest.
    pub(super) fn paste(&mut self, raw: &str, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        let takes = self.takes_text();
        let pasted = Pasted::read(raw);
        if let Some(why) = pasted.too_much().filter(|_| takes) {
            self.shell.warn(why);
            return;
        }
        let joined = self.joined(&pasted.text);
        self.text(joined.as_ref().map_or(&pasted.text, |one| &one.text), read, now, effects);
        let told = joined.as_ref().map(OneLine::told).into_iter().chain(pasted.left_out());
        let told = told.filter(|_| takes).collect::<String>();
        if !told.is_empty() {
            let said = self.shell.notice.take().map(|n| n.text + "　").unwrap_or_default();
            self.shell.warn(said + &told);
        }
    }

    /// Several lines as they go into the field that has the focus, where that takes one; else `None`.
    fn joined(&self, text: &str) -> Option<OneLine> {
        let by = self.top().filter(|_| self.takes_text()).and_then(Screen::joins)?;
        OneLine::of(text, by)
    }

    /// Refuses, and says why, what would be written into a record of a round that can only be read.
    fn refuses_writing(&mut self) -> bool {
        let why = self.shell.read_only().filter(|_| self.context().keeps_text());
        if let Some(why) = why {
            self.shell.refuse(&why.refusal().to_string());
        }
        why.is_some()
    }

    fn takes_text(&self) -> bool {
        matches!(self.cover(), Cover::None | Cover::Locked) && self.context().types()
    }

    /// Takes characters that arrived together: one edit where text is typed. Where letters are commands they are
    /// commands one by one, until one of them opens a text: the rest is typed there. What an input method committed is
    /// no command, and what follows it neither.
    pub(super) fn burst(&mut self, text: &str, read: Option<&Reader>, now: Instant) -> Vec<Effect> {
        let mut done = Vec::new();
        let mut rest = text.chars();
        loop {
            let mut effects = Vec::new();
            if self.takes_text() {
                self.text(rest.as_str(), read, now, &mut effects);
                done.append(&mut self.settle(effects, read, now));
                return done;
            }
            // The rest was typed for what lay under the question.
            if self.cover() == Cover::None
                && self.context().asks()
                && rest.as_str() != text
                && !rest.as_str().is_empty()
            {
                self.shell.warn(said::UNSEEN);
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

    /// Does what works everywhere; the rest is the screen's.
    fn act(&mut self, action: Action, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        match action {
            Action::Menu => self.guard.menu(true),
            Action::Hide => {
                self.seal(read, now, effects);
                // What was said is of the round too.
                self.shell.notice = None;
                self.guard.hide();
            }
            Action::Lock if !self.is_locked() => self.lock(read, now, effects),
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
                    self.shell.warn(said::SAVES_ITSELF);
                }
            }
            // The program's own clipboard may hold lines too.
            Action::Edit(Edit::Paste) if self.joined(&self.shell.clipboard).is_some() => {
                let lines = self.shell.clipboard.clone();
                self.paste(&lines, read, now, effects);
            }
            Action::WhoAmI => effects.push(Effect::Push(Box::new(Who::new(&self.shell)))),
            Action::Quit => {
                let question = Confirm::new("quit", said::quit_question(&self.shell));
                effects.push(Effect::Push(Box::new(question)));
            }
            Action::UndoAct | Action::RedoAct | Action::History | Action::RoundHistory | Action::Bin => {
                self.past(action, read, now, effects);
            }
            Action::Edit(edit) if edit.changes() && self.refuses_writing() => {}
            other => self.with_top(read, now, effects, |s, cx| s.act(other, cx)),
        }
    }

    /// Goes to what was done, once a round is open.
    fn past(&mut self, action: Action, read: Option<&Reader>, now: Instant, effects: &mut Vec<Effect>) {
        if self.shell.book.is_none() || self.cover() != Cover::None {
            self.shell.warn(said::NEEDS_ROUND);
            return;
        }
        // What was done elsewhere is not what the key was pressed for.
        let kept = self.top().and_then(Screen::not_undone);
        if let (Some(why), Action::UndoAct | Action::RedoAct) = (kept, action) {
            self.shell.not_here(self.context().fill(why));
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
}
