//! A paper at the keyboard: one problem with everything that its printed form says, checked as one types.
//!
//! Nothing is saved by hand: a text is a draft while it is typed and one revision when it is left; everything else is
//! written as it is chosen.
//!
//! Each part of the screen owns its state: what stands on it with what is typed (`sheet`), what is on its way
//! (`writes`), what may be cited (`lookup`), what was found (`check`), what a list over it stands for (`offer`),
//! where one is (`focus`). What is done to the records is a `change`. The screen takes keys (`keys`) and answers
//! (`reply`) to the parts.

mod change;
mod check;
mod elements;
mod focus;
mod keys;
mod lay;
mod layout;
mod load;
mod lookup;
mod offer;
mod preview;
mod reply;
pub mod rows;
mod sheet;
pub mod texts;
mod values;
mod writes;

use crate::error::{Error, Result};
use crate::model::ids::ProblemId;
use crate::model::record::Changes;
use crate::store::{Draft, Ticket};
use crate::tui::action::Action;
use crate::tui::frame;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use change::Change;
use check::{Checks, Finding};
use focus::Focus;
use lookup::Lookup;
use offer::Asked;
use ratatui::layout::{Position, Rect};
use rows::Target;
use sheet::{Edited, Sheet};
use texts::Text;
pub use writes::UNSEALED;
use writes::{CHANGED, Writes};

/// A paper on the screen.
#[derive(Debug)]
pub struct Paper {
    /// Its records, and what is typed over them.
    sheet: Sheet,
    /// What was handed in and is not in the file yet.
    writes: Writes,
    /// What it may cite.
    lookup: Lookup,
    /// What was found in it, and its lights.
    checks: Checks,
    /// What a list that is open over it was opened for.
    asked: Asked,
    /// Where one is.
    focus: Focus,
}

impl Paper {
    /// Opens a paper as it stands in the file, with the drafts of its texts put back.
    pub fn open(id: ProblemId, cx: &Cx<'_>) -> Result<Self> {
        load::open(id, cx)
    }

    /// Opens a problem that was begun or adopted just now.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_new(id: ProblemId, cx: &Cx<'_>) -> Result<Self> {
        load::open_new(id, cx)
    }

    /// The text that has the focus.
    fn text_here(&self) -> Option<&Text> {
        self.focus.text().and_then(|spot| self.sheet.text(spot))
    }

    fn text_here_mut(&mut self) -> Option<&mut Text> {
        self.focus.text().and_then(|spot| self.sheet.text_mut(spot))
    }

    /// The finding of the row that has the focus.
    fn finding_here(&self) -> Option<&Finding> {
        self.checks.at(self.focus.target(), self.text_here())
    }

    /// Does something to the paper, and hands in what is new by that, with what is typed, as one action.
    fn apply(&mut self, change: Change, cx: &mut Cx<'_>) {
        let Change { how, renews, evidence, said, then } = change;
        self.sheet.forget(renews);
        if let Some(Edited { mut edit, redrafted }) = self.sheet.edited(how) {
            edit.evidence.extend(evidence);
            let said = said.or_else(|| redrafted.then(|| Context::PaperText.fill(CHANGED)));
            self.writes.hand_in(edit, said, cx);
        }
        self.recheck();
        self.follow(cx);
        if let Some(target) = then {
            self.go_to(target, cx);
        }
    }

    /// Hands in what is typed.
    fn seal_typed(&mut self, cx: &mut Cx<'_>) {
        self.apply(Change::typed(), cx);
    }

    /// Checks the paper as it stands on the screen.
    fn recheck(&mut self) {
        let paper = self.lookup.name_all(&self.sheet.typed());
        self.checks = Checks::of(&paper, &self.sheet);
    }

    /// Reads again what the paper may cite.
    fn look_up(&mut self, cx: &mut Cx<'_>) {
        let unit = self.sheet.unit();
        match self.lookup.reread(unit, cx) {
            Ok(()) => {}
            Err(e) => cx.fail(&e),
        }
        self.recheck();
    }

    /// Reads the paper again. While an edit is on its way the screen is ahead of the file; it is read when that is in.
    fn reload(&mut self, cx: &mut Cx<'_>) {
        if self.writes.is_open() {
            return;
        }
        self.writes.read_again();
        match cx.reader().and_then(|reader| self.sheet.reread(reader, cx.now)) {
            Ok(()) => _ = self.focus.keep_in(&self.sheet.rows(), 0),
            Err(e) => cx.fail(&e),
        }
        self.recheck();
        self.follow(cx);
    }

    /// Goes to a row; what was typed in the one before is handed in.
    fn go_to(&mut self, target: Target, cx: &mut Cx<'_>) {
        if target == *self.focus.target() {
            return;
        }
        if let Some(text) = self.text_here_mut() {
            text.typing.buffer.blur();
            if text.typing.is_unsealed() {
                self.seal_typed(cx);
            }
        }
        if let Some(why) = self.text_here().and_then(|t| t.refused) {
            cx.warn(why);
        }
        self.focus.set(target);
        self.follow(cx);
    }

    /// Goes to a place of a text.
    fn show_place(&mut self, (target, at): (Target, Option<crate::text::Position>), cx: &mut Cx<'_>) {
        self.go_to(target, cx);
        if let (Some(text), Some(at)) = (self.text_here_mut(), at) {
            text.typing.buffer.place(at.into(), false);
        }
        self.follow(cx);
    }

    /// Scrolls as little as it takes to show the row that has the focus, and the caret in it.
    fn follow(&mut self, cx: &Cx<'_>) {
        if frame::shows_nothing(cx.area) {
            // The paper keeps its place for when the window has grown again.
            return;
        }
        let plan = layout::plan(self, cx.area, cx.shell);
        let shown = plan.focused(self, cx.shell);
        self.focus.show(shown, plan.form.height, plan.total);
    }
}

fn post(drafts: Vec<Result<Draft>>, cx: &mut Cx<'_>) {
    for draft in drafts {
        match draft {
            Ok(draft) => cx.draft(draft),
            Err(e) => cx.fail(&e),
        }
    }
}

impl Screen for Paper {
    fn context(&self) -> Context {
        match self.focus.target() {
            Target::Text(_) => Context::PaperText,
            _ => Context::PaperRow,
        }
    }

    fn on(&self) -> Option<uuid::Uuid> {
        Some(self.sheet.problem().id.0)
    }

    fn title(&self, shell: &Shell) -> String {
        values::title(&self.sheet, shell)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        self.called(action)
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "底稿一栏一栏往下写；{key:GoField} 直接去某一栏。不用存盘：停一下就自动存好。",
            "事实里每句话后面按 {key:PinEvidence} 选支撑材料，写成〔证1〕。删掉材料时会提醒哪几句还写着它。",
            "右边的编号：E 是必须改的，W 是提醒；{key:NextDiagnostic} 逐条看，wenkan explain 编号 有说明和例子。",
            "E 类的编号判断错了，按 {key:ConfirmBasis} 说明理由后放行；理由在底稿诊断里，审核时看得到，那句话一改就失效。",
            "四准：了解方式、责任主体、时间地点、政策依据，☑ 已写明，☐ 还缺。孤证：材料都是同一类的。",
            "〔待核〕：条款和日期还没有人核实过；光标放在依据上按 {key:ConfirmBasis} 记下由谁核实，以后再改要重新核实。",
            "待核实：还要查清的事，疑点采纳后也放在这里；只给组里看，不印，不报送。",
            "没有 E 类问题时按 {key:ToggleReady} 标为待送审；以后再改，自动退回草稿。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Edit(edit) => self.edit(edit, cx),
            other => {
                if let Err(e) = self.key(other, cx) {
                    cx.fail(&e);
                }
            }
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        let now = cx.now;
        let Some(own) = self.text_here_mut() else { return };
        let outcome = own.type_in(text, now);
        self.after_edit(outcome, cx);
    }

    fn joins(&self) -> Option<&'static str> {
        self.focus.text().filter(|spot| !rows::has_paragraphs(*spot)).map(|_| " ")
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        match mouse.kind {
            MouseKind::Wheel(n) => {
                let plan = layout::plan(self, cx.area, cx.shell);
                self.focus.scroll(isize::from(n), plan.form.height, plan.total);
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::DoubleClick => self.click(mouse, cx),
            MouseKind::Release => {}
        }
    }

    /// It was read and checked while it was made.
    fn first_shown(&mut self, cx: &mut Cx<'_>) {
        self.answered(None, cx);
        self.follow(cx);
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        self.answered(reply, cx);
        self.recheck();
        self.follow(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        self.follow_file(changes, cx);
    }

    fn done(&mut self, ticket: Ticket, _cx: &mut Cx<'_>) {
        self.writes.arrived(ticket);
    }

    fn refused(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        self.bounced(ticket, error, cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.reload(cx);
    }

    fn ask_held(&mut self, cx: &mut Cx<'_>) -> bool {
        self.writes.ask(cx)
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.follow(cx);
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        post(self.sheet.drafts_now(cx.now), cx);
    }

    fn seal(&mut self, cx: &mut Cx<'_>) {
        if self.sheet.unsealed().is_some() && !self.writes.is_refused() {
            self.seal_typed(cx);
        }
        // What cannot be taken as it is stays a draft.
        post(self.sheet.drafts_now(cx.now), cx);
    }

    fn holds_refused(&self) -> bool {
        self.sheet.holds_refused()
    }

    fn dirty(&self) -> bool {
        self.sheet.is_dirty()
    }

    fn unkept(&self) -> Option<String> {
        self.sheet.untaken().map(|label| format!("未存：{label}"))
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        if self.sheet.seal_due(cx.now) && !self.writes.is_refused() {
            self.seal_typed(cx);
        }
        post(self.sheet.drafts_due(cx.now), cx);
        self.sheet.next_due(cx.now)
    }

    /// It leaves with an edit like any other: what is typed next goes over it.
    fn stay(&mut self) -> bool {
        true
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area, shell)
    }
}
