//! The withheld statements of the round, without their words: the one chosen is taken out on order of the leader.

use crate::analysis::redaction::{self, Line};
use crate::error::Result;
use crate::model::record::{Changes, Kind};
use crate::tui::action::Action;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};

const INTRO: &str =
    "已转线索的原话，每段一行（这里不显示内容）。选定一段，按组长决定隐去；先说清会怎样，再要输入确认。";
const NONE: &str = "没有已转线索的原话。要隐去的话先在谈话里转线索。";

/// Rows above the list.
const HEAD: u16 = 3;

/// The list.
#[derive(Debug)]
pub struct Redactions {
    lines: Vec<Line>,
    list: ListState,
}

impl Redactions {
    /// Reads which there are.
    ///
    /// # Errors
    /// Those of reading.
    pub fn open(cx: &Cx<'_>) -> Result<Self> {
        Ok(Self { lines: redaction::list(cx.reader()?)?, list: ListState::default() })
    }

    fn look(&mut self, cx: &mut Cx<'_>) {
        match cx.reader().and_then(redaction::list) {
            Ok(lines) => self.lines = lines,
            Err(e) => cx.fail(&e),
        }
    }

    fn rows_area(area: Rect) -> Rect {
        Rect { y: area.y + HEAD, height: area.height.saturating_sub(HEAD), ..area }
    }

    fn choose(&self, cx: &mut Cx<'_>) {
        match self.lines.get(self.list.at) {
            Some(line) if line.redactable.ordered.is_some() => cx.warn(format!("{}：{}。", line.place, line.state)),
            Some(line) => {
                let leader = cx.book().ok().and_then(|book| redaction::leader(&book.inspectors));
                let form = forms::redact::form(line, leader.map(|i| i.name.as_str()));
                cx.push(form);
            }
            None => cx.nothing(Action::Open),
        }
    }
}

impl Screen for Redactions {
    fn context(&self) -> Context {
        Context::Pick
    }

    fn title(&self, _shell: &Shell) -> String {
        "隐去原话".to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (action == Action::Open && self.lines.is_empty()).then_some("")
    }

    fn returned(&mut self, _reply: Option<&Reply>, cx: &mut Cx<'_>) {
        self.look(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        if changes.touches(Kind::Answer) {
            self.look(cx);
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.lines.len(), Self::rows_area(cx.area)) {
            return;
        }
        match action {
            Action::Open => self.choose(cx),
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if self.list.mouse(mouse, self.lines.len(), Self::rows_area(cx.area)) == Click::Opened {
            self.choose(cx);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let intro = Rect { x: area.x + 2, width: area.width.saturating_sub(4), height: HEAD.min(area.height), ..area };
        paint.wrapped(intro, if self.lines.is_empty() { NONE } else { INTRO }, theme::plain(), 0);
        let place = Self::rows_area(area);
        for (n, line, Rect { y, .. }) in self.list.shown(paint, &self.lines, place) {
            let at = n == self.list.at;
            if at {
                paint.text(place.x + 1, y, ">", theme::accent(), 1);
            }
            let style = if at { theme::bold() } else { theme::plain() };
            let row = format!("{}　{}", line.place, line.state);
            paint.text(place.x + 3, y, &row, style, place.width.saturating_sub(4));
        }
        None
    }
}
