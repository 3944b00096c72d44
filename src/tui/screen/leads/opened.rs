//! One lead: its line of the register, and what it says as long as it is open.

use super::layout;
use crate::store::{Lead, Opened};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Screen};
use ratatui::layout::{Position, Rect};

/// One lead.
#[derive(Debug)]
pub struct OpenedLead {
    /// Its line.
    pub lead: Lead,
    /// What it says; gone as soon as the screen is left, covered or locked.
    pub text: Option<Opened>,
    /// Rows scrolled past.
    pub top: usize,
}

impl OpenedLead {
    /// The lead, with what was opened of it.
    pub const fn new(lead: Lead, text: Option<Opened>) -> Self {
        Self { lead, text, top: 0 }
    }

    fn scroll(&mut self, by: isize, cx: &Cx<'_>) {
        let rows = layout::rows_of(self, cx.area.width, cx.shell.ambiguous);
        let last = rows.saturating_sub(usize::from(cx.area.height));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

impl Screen for OpenedLead {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, _shell: &Shell) -> String {
        format!("线索登记  {}", self.lead.number)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let page = isize::try_from(cx.area.height).unwrap_or(1).max(2) - 1;
        match action {
            Action::Up => self.scroll(-1, cx),
            Action::Down => self.scroll(1, cx),
            Action::PageUp => self.scroll(-page, cx),
            Action::PageDown => self.scroll(page, cx),
            Action::First => self.top = 0,
            Action::Last => self.scroll(isize::MAX, cx),
            Action::Submit | Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if let MouseKind::Wheel(n) = mouse.kind {
            self.scroll(isize::from(n) * 3, cx);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.scroll(0, cx);
    }

    fn seal(&mut self, _cx: &mut Cx<'_>) {
        self.text = None;
        self.top = 0;
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        layout::draw_one(self, paint, area)
    }
}
