//! A short list to choose from.

use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// A list; the reply carries its tag and the row chosen. `n` replies with the number of rows (a new one).
#[derive(Debug)]
pub struct Pick {
    tag: &'static str,
    title: String,
    intro: String,
    rows: Vec<String>,
    empty: &'static str,
    list: ListState,
    adds: bool,
}

impl Pick {
    /// Rows to choose from.
    pub fn new(tag: &'static str, title: impl Into<String>, intro: impl Into<String>, rows: Vec<String>) -> Self {
        Self { tag, title: title.into(), intro: intro.into(), rows, empty: "", list: ListState::default(), adds: false }
    }

    /// What an empty list says.
    #[must_use]
    pub const fn when_empty(mut self, text: &'static str) -> Self {
        self.empty = text;
        self
    }

    /// One may add a row; the reply is then the row after the last.
    #[must_use]
    pub const fn adding(mut self) -> Self {
        self.adds = true;
        self
    }

    /// Begins on this row.
    #[must_use]
    pub const fn at(mut self, at: usize) -> Self {
        self.list.at = at;
        self
    }

    /// Puts the cursor on this row.
    pub fn put(&mut self, at: usize, area: Rect) {
        self.list.put(at, self.rows.len(), usize::from(self.rows_area(area).height));
    }

    fn rows_area(&self, area: Rect) -> Rect {
        let intro = if self.intro.is_empty() { 1 } else { 3 };
        Rect { y: area.y + intro, height: area.height.saturating_sub(intro), ..area }
    }

    fn choose(&self, cx: &mut Cx<'_>) {
        if self.list.at < self.rows.len() {
            cx.reply(Reply::Chosen(self.tag, self.list.at));
        } else {
            cx.nothing(Action::Open);
        }
    }
}

impl Screen for Pick {
    fn context(&self) -> Context {
        if self.adds { Context::List } else { Context::Pick }
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.clone()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (action == Action::Open && self.rows.is_empty()).then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let len = self.rows.len();
        if self.list.step(action, len, self.rows_area(cx.area)) {
            return;
        }
        match action {
            Action::Open => self.choose(cx),
            Action::AddPerson if self.adds => cx.reply(Reply::Chosen(self.tag, len)),
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if self.list.mouse(mouse, self.rows.len(), self.rows_area(cx.area)) == Click::Opened {
            self.choose(cx);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let intro = Rect { x: area.x + 2, y: area.y, width: area.width.saturating_sub(4), height: 2.min(area.height) };
        paint.wrapped(intro, &self.intro, theme::plain(), 0);
        let place = self.rows_area(area);
        if self.rows.is_empty() {
            paint.wrapped(
                Rect { x: place.x + 2, ..place }.intersection(area),
                &Context::List.fill(self.empty),
                theme::dim(),
                0,
            );
        }
        for (n, row, Rect { y, .. }) in self.list.shown(paint, &self.rows, place) {
            let at = n == self.list.at;
            if at {
                paint.text(place.x + 1, y, ">", theme::accent(), 1);
            }
            let style = if at { theme::bold() } else { theme::plain() };
            paint.text(place.x + 3, y, row, style, place.width.saturating_sub(4));
        }
        None
    }
}
