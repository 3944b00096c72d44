//! A question with yes and no.

use crate::text::width;
use crate::tui::action::Action;
use crate::tui::dialog::answers;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// A question; the reply carries its tag.
#[derive(Debug)]
pub struct Confirm {
    tag: &'static str,
    text: String,
    yes: &'static str,
    no: &'static str,
    grave: bool,
}

impl Confirm {
    /// Asks `text`.
    pub fn new(tag: &'static str, text: impl Into<String>) -> Self {
        Self { tag, text: text.into(), yes: "是", no: "否", grave: false }
    }

    /// Asks whether to delete something; Enter, which is pressed without looking, is no answer.
    pub fn deletion(tag: &'static str, text: impl Into<String>) -> Self {
        Self { yes: "删除", no: "保留", grave: true, ..Self::new(tag, text) }
    }

    /// Says what yes and no mean here.
    #[must_use]
    pub const fn words(mut self, yes: &'static str, no: &'static str) -> Self {
        self.yes = yes;
        self.no = no;
        self
    }

    /// Yes takes something away, or one of two texts: Enter, which is pressed without looking, is not yes then.
    #[must_use]
    pub const fn grave(mut self) -> Self {
        self.grave = true;
        self
    }
}

impl Screen for Confirm {
    fn context(&self) -> Context {
        if self.grave { Context::Grave } else { Context::Confirm }
    }

    fn title(&self, _shell: &Shell) -> String {
        "请确认".to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        // A long answer stands whole under the question; the bar would leave it out.
        const SHORT: usize = 12;
        let word = match action {
            Action::Yes => self.yes,
            Action::No => self.no,
            _ => return None,
        };
        (width::cells(word) <= SHORT).then_some(word)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Yes => cx.reply(Reply::Yes(self.tag)),
            Action::No => cx.reply(Reply::No(self.tag)),
            Action::Back => cx.pop(),
            Action::Open if self.grave => {
                let keys = self.context().fill("{key:Yes}，回车不算；{key:No} 是");
                cx.warn(format!("{}按 {keys}{}。", self.yes, self.no));
            }
            other => cx.nothing(other),
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let area = Rect { x: area.x + 4, width: area.width.saturating_sub(8), ..area };
        let used = paint.wrapped(Rect { y: area.y + 2, ..area }.intersection(area), &self.text, theme::bold(), 0);
        let row = Rect { y: area.y + 2 + used + 1, height: 1, ..area };
        let words = [(Action::Yes, self.yes), (Action::No, self.no), (Action::Back, "返回")];
        answers::draw(paint, row, self.context(), &words);
        None
    }
}
