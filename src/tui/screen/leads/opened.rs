//! One lead: its line of the register, and what it says as long as it is open.

use super::layout;
use crate::store::{Lead, Opened};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::pager::Pager;
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
    /// How far it is scrolled.
    pub pager: Pager,
}

impl OpenedLead {
    /// The lead, with what was opened of it.
    pub const fn new(lead: Lead, text: Option<Opened>) -> Self {
        Self { lead, text, pager: Pager { top: 0 } }
    }

    fn scroll(&mut self, by: isize, cx: &Cx<'_>) {
        let all = layout::rows_of(self, cx.area.width, cx.shell.ambiguous);
        self.pager.scroll(by, all, cx.area.height);
    }
}

impl Screen for OpenedLead {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, _shell: &Shell) -> String {
        format!("线索登记  {}", self.lead.number)
    }

    fn called_now(&self, action: Action, area: Rect, shell: &Shell) -> Option<&'static str> {
        let all = layout::rows_of(self, area.width, shell.ambiguous);
        (action == Action::PageDown && self.pager.is_at_end(all, area.height)).then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let all = layout::rows_of(self, cx.area.width, cx.shell.ambiguous);
        if self.pager.step(action, all, cx.area.height) {
            return;
        }
        match action {
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
        self.pager = Pager::default();
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        layout::draw_one(self, paint, area)
    }
}
