//! A paper at the keyboard: one problem with everything that its printed form says, checked as one types.
//!
//! Nothing is saved by hand: a text is a draft while it is typed and one revision when it is left; everything else is
//! written as it is chosen.

mod check;
mod layout;
mod lists;
mod load;
mod offer;
mod preview;
mod reply;
pub mod rows;
pub mod texts;
mod write;

use crate::analysis::paper::field::{PaperField, PaperRecords, Spot};
use crate::error::{Error, Result};
use crate::method::types::Method;
use crate::model::ids::{EvidenceId, ProblemId};
use crate::model::merge::Side;
use crate::model::problem::ProblemState;
use crate::model::record::Changes;
use crate::model::round::Unit;
use crate::model::value::{Instant, PartialDate};
use crate::store::{Draft, Ticket};
use crate::text::Outcome;
use crate::tui::action::{Action, Edit};
use crate::tui::dialog::{clash, strikes};
use crate::tui::editing::{self, At};
use crate::tui::effect::Effect;
use crate::tui::frame;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
pub use check::Finding;
use check::{Checks, Lookup};
use offer::Asked;
use ratatui::layout::{Position, Rect};
use rows::{Row, Target, has_paragraphs};
use std::sync::Arc;
use texts::{Para, Text, Texts, paragraphs, take};
pub use write::UNSEALED;
use write::{CHANGING, UNTAKEN, Writes};

/// A paper on the screen. What is typed, what is looked up and found, and what an open list stands for each have a type
/// of their own; the screen joins them, and moves the focus.
#[derive(Debug)]
pub struct Paper {
    /// Its records, as they are handed to the store; texts that are being typed come later.
    pub records: PaperRecords,
    /// The unit.
    pub unit: Unit,
    /// The method that the problem was begun with.
    pub method: Arc<Method>,
    /// The day for which category trees are asked for.
    trees_at: Option<PartialDate>,
    /// The row that has the focus.
    pub focus: Target,
    /// First shown row of cells.
    pub top: usize,
    /// What is typed.
    texts: Texts,
    /// What was handed in and is not in the file yet.
    writes: Writes,
    /// What it may cite.
    lookup: Lookup,
    /// What was found in it, and its lights.
    pub checks: Checks,
    /// What a list that is open over it was opened for.
    asked: Asked,
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

    /// The rows in the order of the form.
    pub fn rows(&self) -> Vec<Row> {
        rows::rows(&self.records, &self.method, self.trees_at)
    }

    /// A text of it.
    pub fn text_of(&self, spot: Spot) -> Option<&Text> {
        self.texts.of(spot)
    }

    /// What a piece of evidence is called in it.
    pub fn called_in(&self, evidence: EvidenceId) -> Option<&str> {
        self.lookup.called(evidence)
    }

    /// The text that has the focus.
    pub fn focused_text(&self) -> Option<&Text> {
        match self.focus {
            Target::Text(spot) => self.texts.of(spot),
            _ => None,
        }
    }

    fn focused_text_mut(&mut self) -> Option<&mut Text> {
        match self.focus {
            Target::Text(spot) => self.texts.of_mut(spot),
            _ => None,
        }
    }

    /// Where the focus is among `rows`.
    fn at(&self, rows: &[Row]) -> usize {
        rows.iter().position(|r| r.target == self.focus).unwrap_or(0)
    }

    fn go_to(&mut self, target: Target, cx: &mut Cx<'_>) {
        if target == self.focus {
            return;
        }
        if let Some(text) = self.focused_text_mut() {
            text.typing.buffer.blur();
            if text.typing.is_unsealed() {
                self.change(|_| {}, cx);
            }
        }
        if let Some(why) = self.focused_text().and_then(|t| t.refused) {
            cx.warn(why);
        }
        self.focus = target;
        self.follow(cx);
    }

    /// The row so many rows on; a text that one comes to from below is entered at its end.
    fn step(&mut self, by: isize, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let at = self.at(&rows).saturating_add_signed(by).min(rows.len().saturating_sub(1));
        let Some(row) = rows.get(at) else { return };
        if row.target == self.focus {
            return;
        }
        self.go_to(row.target.clone(), cx);
        if let Some(text) = self.focused_text_mut() {
            let spot = if by < 0 { usize::MAX } else { 0 };
            let end = crate::text::Position { paragraph: spot, offset: spot };
            text.typing.buffer.place(end.into(), false);
        }
        self.follow(cx);
    }

    /// Tab: the next row; a list of evidence is one stop and its end.
    fn tab(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let at = self.at(&rows);
        let cited = |r: &Row| matches!(r.target, Target::Pick(Spot { field: PaperField::Evidence, .. }));
        let stops = |r: &Row| !cited(r) || r.first;
        let next = if forward {
            rows.iter().skip(at + 1).find(|r| stops(r))
        } else {
            rows.iter().take(at).rev().find(|r| stops(r))
        };
        if let Some(row) = next {
            self.go_to(row.target.clone(), cx);
        }
    }

    /// Scrolls as little as it takes to show the row that has the focus, and the caret in it.
    fn follow(&mut self, cx: &Cx<'_>) {
        if frame::shows_nothing(cx.area) {
            // The paper keeps its place for when the window has grown again.
            return;
        }
        let plan = layout::plan(self, cx.area, cx.shell);
        let height = usize::from(plan.form.height).max(1);
        let last = plan.total.saturating_sub(height);
        let (first, end) = plan.focused(self, cx.shell);
        self.top = self.top.clamp((end + 1).saturating_sub(height).min(first), first).min(last);
    }

    fn edit(&mut self, edit: Edit, cx: &mut Cx<'_>) {
        let plan = layout::plan(self, cx.area, cx.shell);
        let Some(measure) = plan.measure_of(&self.focus, cx.shell) else { return };
        let now = cx.now;
        let at = At { measure, page: usize::from(plan.form.height).max(1), here: Context::PaperText };
        let Some(text) = self.focused_text_mut() else { return };
        let row = text.typing.buffer.caret_cell(measure).row;
        let last = text.typing.buffer.row_count(measure).saturating_sub(1);
        match edit {
            Edit::NewLine if !has_paragraphs(text.spot) => self.step(1, cx),
            Edit::Up(false) | Edit::PageUp(false) if row == 0 => self.step(-1, cx),
            Edit::Down(false) | Edit::PageDown(false) if row == last => self.step(1, cx),
            Edit::Paste if !has_paragraphs(text.spot) => {
                let flat = one_line(&cx.shell.clipboard);
                let ms = u64::try_from(now.ms).unwrap_or_default();
                let outcome = text.typing.buffer.paste(&flat, ms, |_| Para::default());
                self.after_edit(outcome, now, cx);
            }
            edit => {
                let fresh = |_: &Para| Para::default();
                let outcome = editing::buffer(&mut text.typing.buffer, edit, at, cx, fresh);
                self.after_edit(outcome, now, cx);
            }
        }
    }

    fn after_edit(&mut self, outcome: Outcome, now: Instant, cx: &mut Cx<'_>) {
        if outcome == Outcome::Done {
            if let Some(text) = self.focused_text_mut() {
                text.typing.edited(now);
                text.refused = None;
            }
            self.writes.refused = false;
            if self.records.problem.state == ProblemState::Ready {
                cx.warn(Context::PaperText.fill(CHANGING));
            }
            self.recheck();
        }
        self.follow(cx);
    }

    fn copy_out(&self, cx: &mut Cx<'_>) {
        match self.focused_text().and_then(|t| t.typing.buffer.selected_text()) {
            Some(text) => cx.effects.push(Effect::CopyOut(text)),
            None => cx.warn("先用 Shift 和方向键选中文字，再复制到系统剪贴板。"),
        }
    }

    /// The label of the part that a text belongs to.
    fn label_of(&self, spot: Spot) -> &'static str {
        self.rows().into_iter().find(|r| r.target == Target::Text(spot)).map_or("", |r| r.label)
    }

    fn ask_conflict(&self, cx: &mut Cx<'_>) {
        if let Some(conflict) = self.texts.conflict() {
            cx.push(conflict.ask(self.label_of(conflict.at)));
        }
    }

    /// The draft becomes a revision either way, so that neither text is lost; the chosen one becomes the head.
    fn settle_conflict(&mut self, use_draft: bool, cx: &mut Cx<'_>) {
        let Some(conflict) = self.texts.take_conflict() else { return };
        let saved = paragraphs(&self.records, conflict.at);
        self.texts.restore(conflict.at, &conflict.draft, cx.now);
        self.change(|_| {}, cx);
        if !use_draft {
            self.texts.forget(|spot| spot == conflict.at);
            // A text of the file was taken before, so it can be taken again.
            self.change(|r| take(r, conflict.at, &saved).unwrap_or_default(), cx);
        }
        self.ask_conflict(cx);
    }

    fn paper_action(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        match action {
            Action::NextZone => self.tab(true, cx),
            Action::PrevZone => self.tab(false, cx),
            Action::Up => self.step(-1, cx),
            Action::Down => self.step(1, cx),
            Action::PageUp => self.step(-8, cx),
            Action::PageDown => self.step(8, cx),
            Action::First => self.step(isize::MIN, cx),
            Action::Last => self.step(isize::MAX, cx),
            Action::NextChoice => self.turn(true, cx),
            Action::PrevChoice => self.turn(false, cx),
            Action::Open => self.open_row(cx)?,
            Action::AddItem => self.add_item(cx)?,
            Action::RemoveItem => self.remove_item(cx),
            Action::MoveUp => self.move_item(false, cx),
            Action::MoveDown => self.move_item(true, cx),
            Action::ConfirmBasis => self.confirm(cx),
            Action::Renumber => self.renumber(cx),
            Action::GoField => self.offer_fields(cx),
            Action::PinEvidence => self.pin_evidence(cx)?,
            Action::NextDiagnostic => self.next_finding(cx),
            Action::ToggleReady => self.toggle_ready(cx),
            Action::Preview => self.preview(cx),
            Action::CopyOut => self.copy_out(cx),
            Action::Back => self.leave(cx),
            other => cx.nothing(other),
        }
        Ok(())
    }

    fn click(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let plan = layout::plan(self, cx.area, cx.shell);
        let Some((target, row, col)) = plan.hit(mouse, self.top) else { return };
        self.go_to(target, cx);
        let Some(measure) = plan.measure_of(&self.focus, cx.shell) else { return };
        if let Some(text) = self.focused_text_mut() {
            let spot = text.typing.buffer.hit(row, col, measure);
            match mouse.kind {
                MouseKind::DoubleClick => text.typing.buffer.select_word(spot.at),
                kind => text.typing.buffer.place(spot, kind == MouseKind::Drag),
            }
        }
    }
}

/// What goes into a field of one line: line ends become blanks.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Paper {
    fn post(drafts: Vec<Result<Draft>>, cx: &mut Cx<'_>) {
        for draft in drafts {
            match draft {
                Ok(draft) => cx.draft(draft),
                Err(e) => cx.fail(&e),
            }
        }
    }
}

impl Screen for Paper {
    fn context(&self) -> Context {
        match self.focus {
            Target::Text(_) => Context::PaperText,
            _ => Context::PaperRow,
        }
    }

    fn on(&self) -> Option<uuid::Uuid> {
        Some(self.records.problem.id.0)
    }

    fn title(&self, shell: &Shell) -> String {
        layout::title(self, shell)
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "底稿一栏一栏往下写；{key:GoField} 直接去某一栏。不用存盘：停一下就自动存好。",
            "事实里每句话后面按 {key:PinEvidence} 钉上证据，如〔证1〕。删掉材料时会提醒哪几句还写着它。",
            "右边的编号：E 是必须改的，W 是提醒；{key:NextDiagnostic} 逐条看，wenkan explain 编号 有说明和例子。",
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
                if let Err(e) = self.paper_action(other, cx) {
                    cx.fail(&e);
                }
            }
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        let now = cx.now;
        let ms = u64::try_from(now.ms).unwrap_or_default();
        let Some(own) = self.focused_text_mut() else { return };
        let flat = if has_paragraphs(own.spot) { None } else { Some(one_line(text)) };
        let text = flat.as_deref().unwrap_or(text);
        // One call is one key, one burst of an input method, or one paste; only a longer text is its own undo step.
        let outcome = if text.chars().nth(20).is_some() {
            own.typing.buffer.paste(text, ms, |_| Para::default())
        } else {
            own.typing.buffer.insert(text, ms, |_| Para::default())
        };
        self.after_edit(outcome, now, cx);
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        match mouse.kind {
            MouseKind::Wheel(n) => {
                let plan = layout::plan(self, cx.area, cx.shell);
                let last = plan.total.saturating_sub(usize::from(plan.form.height));
                self.top = self.top.saturating_add_signed(isize::from(n)).min(last);
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::DoubleClick => self.click(mouse, cx),
            MouseKind::Release => {}
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes("draft")) => self.settle_conflict(true, cx),
            Some(Reply::No("draft")) => self.settle_conflict(false, cx),
            Some(Reply::Yes(UNTAKEN)) => self.go(cx),
            Some(Reply::No(UNTAKEN)) => {
                self.drop_untaken(cx);
                self.go(cx);
            }
            Some(Reply::Yes(clash::TAG)) => self.settle_clash(Side::Ours, cx),
            Some(Reply::No(clash::TAG)) => self.settle_clash(Side::Theirs, cx),
            Some(Reply::Yes(strikes::TAG)) => self.settle_strikes(true, cx),
            Some(Reply::No(strikes::TAG)) => self.settle_strikes(false, cx),
            None if self.left_strikes() => self.settle_strikes(false, cx),
            None if self.ask(cx) => {}
            None if self.texts.conflict().is_some() => self.ask_conflict(cx),
            Some(reply) => self.replied(reply, cx),
            None => {}
        }
        self.recheck();
        self.follow(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        self.follow_file(changes, cx);
    }

    fn done(&mut self, ticket: Ticket, _cx: &mut Cx<'_>) {
        self.written(ticket);
    }

    fn refused(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        self.taken_back(ticket, error, cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.reload(cx);
    }

    fn ask_held(&mut self, cx: &mut Cx<'_>) -> bool {
        self.ask(cx)
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.follow(cx);
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        let drafts = self.texts.drafts_now(&self.records, cx.now);
        Self::post(drafts, cx);
    }

    fn seal(&mut self, cx: &mut Cx<'_>) {
        if self.texts.unsealed().is_some() && !self.writes.refused {
            self.change(|_| {}, cx);
        }
        // What cannot be taken as it is stays a draft.
        let drafts = self.texts.drafts_now(&self.records, cx.now);
        Self::post(drafts, cx);
    }

    fn holds_refused(&self) -> bool {
        self.texts.holds_refused()
    }

    fn dirty(&self) -> bool {
        self.texts.is_dirty()
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        if self.texts.seal_due(cx.now) && !self.writes.refused {
            self.change(|_| {}, cx);
        }
        let drafts = self.texts.drafts_due(&self.records, cx.now);
        Self::post(drafts, cx);
        self.texts.next_due(cx.now)
    }

    /// It leaves with an edit like any other: what is typed next goes over it.
    fn stay(&mut self) -> bool {
        true
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area, shell)
    }
}
