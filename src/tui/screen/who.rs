//! Who is at the keyboard: asked on opening, after a lock, and changed with one key.

use crate::model::ids::InspectorId;
use crate::tui::action::Action;
use crate::tui::dialog::pick::Pick;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// The list of the inspectors who have not left.
#[derive(Debug)]
pub struct Who {
    ids: Vec<InspectorId>,
    pick: Pick,
}

impl Who {
    /// Asks who is there; the present one is marked.
    pub fn new(shell: &Shell) -> Self {
        let mut rows = Vec::new();
        let mut ids = Vec::new();
        if let Some(book) = &shell.book {
            for i in book.present() {
                ids.push(i.id);
                rows.push(format!("{}  {}", crate::text::width::fit(&i.name, 10), i.part.chinese()));
            }
        }
        let at = shell.me.and_then(|me| ids.iter().position(|i| *i == me)).unwrap_or(0);
        let pick = Pick::new("who", "谁在操作", "请选定现在操作的人。每一处改动都会记下是谁做的。", rows)
            .when_empty("还没有巡察组成员。先按 {key:Back} 返回，再按 {key:Members} 添加。")
            .at(at);
        Self { ids, pick }
    }
}

impl Screen for Who {
    fn context(&self) -> Context {
        Context::List
    }

    fn title(&self, shell: &Shell) -> String {
        self.pick.title(shell)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (action == Action::Open && self.ids.is_empty()).then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::AddPerson => cx.push(crate::tui::forms::inspector::add()),
            Action::Back if cx.shell.me.is_none() && !self.ids.is_empty() => cx.warn("请先选定谁在操作"),
            other => self.pick.act(other, cx),
        }
        self.take(cx);
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.pick.mouse(mouse, cx);
        self.take(cx);
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if reply.is_some() {
            *self = Self::new(cx.shell);
        }
        if let Some(Reply::Kept(id)) = reply
            && let Some(at) = self.ids.iter().position(|i| i.0 == *id)
        {
            self.pick.put(at, cx.area);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        self.pick.draw(paint, area, shell)
    }
}

impl Who {
    /// The choice is this screen's own: it sets who is there before it goes.
    fn take(&self, cx: &mut Cx<'_>) {
        let chosen = cx.effects.iter().rev().find_map(|e| match e {
            crate::tui::effect::Effect::Pop(Some(Reply::Chosen("who", at))) => Some(*at),
            _ => None,
        });
        if let Some(id) = chosen.and_then(|at| self.ids.get(at)) {
            cx.shell.me = Some(*id);
        }
    }
}
