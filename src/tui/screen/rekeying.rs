//! What is shown while a worker has the round to put it under another passphrase.

use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::forms::passphrase;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Screen};
use ratatui::layout::{Position, Rect};

const WORD: &str = "正在另写一个新口令的文件，核对过再换下现在的。";
const SAFE: &str = "中途断电也不要紧：新文件没有核对完，现在的文件就不动。";

/// The page.
#[derive(Debug)]
pub struct Rekeying;

impl Screen for Rekeying {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, shell: &Shell) -> String {
        let encrypted = shell.book.as_ref().is_some_and(|book| book.encrypted);
        passphrase::word(encrypted).to_owned()
    }

    /// One can only call it off.
    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        match action {
            Action::Back => Some("取消"),
            Action::PageDown | Action::Submit => Some(""),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Back => cx.effects.push(Effect::CancelJob),
            other => cx.nothing(other),
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let room = Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(4), height: 2 };
        paint.wrapped(room.intersection(area), WORD, theme::plain(), 0);
        let below = Rect { y: area.y + 4, ..room };
        paint.wrapped(below.intersection(area), SAFE, theme::dim(), 0);
        None
    }
}
