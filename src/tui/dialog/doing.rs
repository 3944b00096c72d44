//! A step that has to be in the file before one can go on: what is typed meanwhile is for what comes after it.

use crate::error::Error;
use crate::store::{Act, Ticket};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// Hands in one action when it comes up, and leaves with `Yes` to its tag when that is in the file. Refused, it leaves
/// with nothing.
#[derive(Debug)]
pub struct Doing<A> {
    act: Option<A>,
    tag: &'static str,
    title: &'static str,
    said: Option<String>,
}

impl<A: Act> Doing<A> {
    /// Does `act`.
    pub const fn new(tag: &'static str, title: &'static str, act: A) -> Self {
        Self { act: Some(act), tag, title, said: None }
    }

    /// Says so when it is done.
    #[must_use]
    pub fn saying(mut self, said: impl Into<String>) -> Self {
        self.said = Some(said.into());
        self
    }
}

impl<A: Act> Screen for Doing<A> {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.to_owned()
    }

    /// One can only go back.
    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        matches!(action, Action::PageDown | Action::Submit).then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn returned(&mut self, _reply: Option<&Reply>, cx: &mut Cx<'_>) {
        let Some(act) = self.act.take() else { return };
        let reply = Reply::Yes(self.tag);
        match self.said.take() {
            Some(said) => cx.act_and_leave(act, said, reply),
            None => cx.act_then_leave(act, reply),
        };
    }

    fn refused(&mut self, _ticket: Ticket, _error: &Error, cx: &mut Cx<'_>) {
        cx.pop();
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        paint.text(area.x + 2, area.y + 1, "正在存盘……", theme::dim(), area.width);
        None
    }
}
