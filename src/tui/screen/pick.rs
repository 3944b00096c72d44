//! A short list to choose from.

use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::list::{ListState, Step};
use crate::tui::painter::Painter;
use crate::tui::screen::{Cx, Mouse, Reply, Screen};
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
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
}

impl Pick {
    /// Rows to choose from.
    pub fn new(tag: &'static str, title: impl Into<String>, intro: impl Into<String>, rows: Vec<String>) -> Self {
        Self { tag, title: title.into(), intro: intro.into(), rows, empty: "", list: ListState::default() }
    }

    /// What an empty list says.
    #[must_use]
    pub const fn when_empty(mut self, text: &'static str) -> Self {
        self.empty = text;
        self
    }

    /// Begins on this row.
    #[must_use]
    pub const fn at(mut self, at: usize) -> Self {
        self.list.at = at;
        self
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
        Context::List
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.clone()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let height = usize::from(self.rows_area(cx.area).height);
        let page = isize::try_from(height).unwrap_or(1);
        let len = self.rows.len();
        match action {
            Action::Up => self.list.go(Step::By(-1), len, height),
            Action::Down => self.list.go(Step::By(1), len, height),
            Action::PageUp => self.list.go(Step::By(-page), len, height),
            Action::PageDown => self.list.go(Step::By(page), len, height),
            Action::First => self.list.go(Step::First, len, height),
            Action::Last => self.list.go(Step::Last, len, height),
            Action::Open => self.choose(cx),
            Action::AddPerson => cx.reply(Reply::Chosen(self.tag, len)),
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let area = self.rows_area(cx.area);
        let height = usize::from(area.height);
        match mouse.kind {
            MouseKind::Wheel(n) => self.list.go(Step::By(isize::from(n)), self.rows.len(), height),
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(area) => {
                let at = self.list.top + usize::from(mouse.row - area.y);
                if at >= self.rows.len() {
                    return;
                }
                self.list.put(at, self.rows.len(), height);
                if mouse.kind == MouseKind::DoubleClick {
                    self.choose(cx);
                }
            }
            _ => {}
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
        for (n, row) in self.rows.iter().enumerate().skip(self.list.top).take(usize::from(place.height)) {
            let y = place.y + u16::try_from(n - self.list.top).unwrap_or_default();
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
