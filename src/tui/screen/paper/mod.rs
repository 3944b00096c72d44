//! A paper at the keyboard: one problem with everything that its printed form says, checked as one types.
//!
//! Nothing is saved by hand: a text is a draft while it is typed and one revision when it is left; everything else is
//! written as it is chosen.

mod check;
pub mod field;
mod lists;
mod load;
mod offer;
mod preview;
pub mod records;
mod reply;

use crate::analysis::paper::Holdings;
use crate::error::Result;
use crate::method::types::Method;
use crate::model::evidence::Evidence;
use crate::model::ids::{EvidenceId, Hash, ProblemId};
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::{Changes, Op};
use crate::model::round::Unit;
use crate::model::value::{Instant, PartialDate};
use crate::text::Outcome;
use crate::tui::action::{Action, Edit};
use crate::tui::editing::{self, At};
use crate::tui::effect::{Effect, Put};
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::screen::{Cx, Mouse, Reply, Screen};
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::typing::{Conflict, Place, Typing};
use crate::tui::view;
use check::Checks;
pub use check::Finding;
use field::{Field, ListOf, Row, TextField};
use offer::Offer;
use ratatui::layout::{Position, Rect};
use records::{Para, Records};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Said when a paper that was ready has been changed.
const NO_LONGER_READY: &str = "底稿有改动，已退回草稿；改完后再按 {key:ToggleReady} 送审。";

/// A text of the paper and its typing.
#[derive(Debug)]
pub struct Text {
    /// Which text.
    pub field: TextField,
    /// What stands there.
    pub typing: Typing<Para>,
    /// Why what stands there cannot be taken.
    pub refused: Option<&'static str>,
}

/// A paper on the screen.
#[derive(Debug)]
pub struct Paper {
    /// Its records, as they are handed to the store; texts that are being typed come later.
    pub records: Records,
    /// The records as the store has them.
    saved: Records,
    /// The unit.
    pub unit: Unit,
    /// The method that the problem was begun with.
    pub method: Arc<Method>,
    /// The day for which category trees are asked for.
    trees_at: Option<PartialDate>,
    /// The roster, read when somebody is picked.
    people: Vec<Person>,
    texts: Vec<Text>,
    /// The row that has the focus.
    pub focus: Field,
    /// First shown row of cells.
    pub top: usize,
    /// What each piece of evidence is called in this paper.
    pub cited: HashMap<EvidenceId, String>,
    /// What it may cite, looked up.
    holdings: Holdings,
    /// What was found in it, and its lights.
    pub checks: Checks,
    /// Head revisions of its records.
    heads: HashMap<Uuid, Hash>,
    conflicts: Vec<Conflict<TextField>>,
    /// What a list that is open over the paper offers.
    offers: Vec<Offer>,
    /// A mark goes to the caret when evidence has been chosen.
    pinning: bool,
    /// The element of a list that a choice takes the place of.
    replacing: Option<Uuid>,
    /// Evidence that was handed to the store, which has not told it back yet.
    on_its_way: Vec<Evidence>,
}

impl Paper {
    /// Opens a paper as it stands in the file, with the drafts of its texts put back.
    pub fn open(id: ProblemId, cx: &Cx<'_>) -> Result<Self> {
        load::open(id, cx)
    }

    /// A problem that has just been made and is being handed in.
    pub fn begin(problem: Problem, unit: Unit, cx: &Cx<'_>) -> Result<Self> {
        load::begin(problem, unit, cx)
    }

    /// The rows in the order of the form.
    pub fn rows(&self) -> Vec<Row> {
        field::rows(&self.records, &self.method, self.trees_at)
    }

    /// A text of it.
    pub fn text_of(&self, field: TextField) -> Option<&Text> {
        self.texts.iter().find(|t| t.field == field)
    }

    /// The text that has the focus.
    pub fn focused_text(&self) -> Option<&Text> {
        match self.focus {
            Field::Text(field) => self.text_of(field),
            _ => None,
        }
    }

    fn focused_text_mut(&mut self) -> Option<&mut Text> {
        let Field::Text(field) = self.focus else { return None };
        self.texts.iter_mut().find(|t| t.field == field)
    }

    /// Keeps one text for each row of text, as it stands in the records where it is new.
    fn match_texts(&mut self) {
        let wanted: Vec<TextField> = self
            .rows()
            .into_iter()
            .filter_map(|r| match r.field {
                Field::Text(field) => Some(field),
                _ => None,
            })
            .collect();
        self.texts.retain(|t| wanted.contains(&t.field));
        for field in wanted {
            if self.text_of(field).is_none() {
                let typing = Typing::new(self.records.paragraphs(field), Para::default);
                self.texts.push(Text { field, typing, refused: None });
            }
        }
    }

    /// Takes the texts that are typed and not sealed into the records; returns the ends of their drafts. A date that
    /// cannot be read stays a draft, and says so.
    fn take_texts(&mut self) -> Vec<Put> {
        let mut puts = Vec::new();
        for text in self.texts.iter_mut().filter(|t| t.typing.is_unsealed()) {
            match self.records.take(text.field, text.typing.buffer.paragraphs()) {
                Ok(()) => {
                    text.typing.sealed();
                    text.refused = None;
                    let (_, record, _) = self.records.owner(text.field);
                    puts.push(Put::DropDraft(record, text.field.key()));
                }
                Err(why) => text.refused = Some(why),
            }
        }
        puts
    }

    /// Changes the records, typed texts included, and hands in what is new as one action. What is complete in the eyes
    /// of its handlers is a draft again once it is changed.
    fn change(&mut self, how: impl FnOnce(&mut Records), cx: &mut Cx<'_>) {
        let mut puts = self.take_texts();
        how(&mut self.records);
        let ready = |r: &Records| r.problem.state == ProblemState::Ready;
        if ready(&self.saved) && ready(&self.records) && self.records.problem != self.saved.problem {
            self.records.problem.state = ProblemState::Draft;
            cx.warn(Context::PaperText.fill(NO_LONGER_READY));
        }
        puts.splice(0..0, self.records.puts(&self.saved));
        if !puts.is_empty() {
            self.saved = self.records.clone();
            cx.write(Op::EditProblem, puts);
        }
        self.match_texts();
        self.recheck();
        self.follow(cx);
    }

    /// Where the focus is among `rows`.
    fn at(&self, rows: &[Row]) -> usize {
        rows.iter().position(|r| r.field == self.focus).unwrap_or(0)
    }

    fn go_to(&mut self, field: Field, cx: &mut Cx<'_>) {
        if field == self.focus {
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
        self.focus = field;
        self.follow(cx);
    }

    /// The row so many rows on; a text that one comes to from below is entered at its end.
    fn step(&mut self, by: isize, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let at = self.at(&rows).saturating_add_signed(by).min(rows.len().saturating_sub(1));
        let Some(row) = rows.get(at) else { return };
        if row.field == self.focus {
            return;
        }
        self.go_to(row.field.clone(), cx);
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
        let stops = |r: &Row| !matches!(r.field, Field::Cited(_)) || r.first;
        let next = if forward {
            rows.iter().skip(at + 1).find(|r| stops(r))
        } else {
            rows.iter().take(at).rev().find(|r| stops(r))
        };
        if let Some(row) = next {
            self.go_to(row.field.clone(), cx);
        }
    }

    /// Scrolls as little as it takes to show the row that has the focus, and the caret in it.
    fn follow(&mut self, cx: &Cx<'_>) {
        if view::frame::shows_nothing(cx.area) {
            // The paper keeps its place for when the window has grown again.
            return;
        }
        let plan = view::paper::plan(self, cx.area, cx.shell);
        let height = usize::from(plan.form.height).max(1);
        let last = plan.total.saturating_sub(height);
        let (first, end) = plan.focused(self, cx.shell);
        self.top = self.top.clamp((end + 1).saturating_sub(height).min(first), first).min(last);
    }

    fn edit(&mut self, edit: Edit, cx: &mut Cx<'_>) {
        let plan = view::paper::plan(self, cx.area, cx.shell);
        let Some(measure) = plan.measure_of(&self.focus, cx.shell) else { return };
        let now = cx.now;
        let at = At {
            measure,
            page: usize::from(plan.form.height).max(1),
            now_ms: u64::try_from(now.ms).unwrap_or_default(),
        };
        let Some(text) = self.focused_text_mut() else { return };
        let row = text.typing.buffer.caret_cell(measure).row;
        let last = text.typing.buffer.row_count(measure).saturating_sub(1);
        match edit {
            Edit::NewLine if !text.field.has_paragraphs() => self.step(1, cx),
            Edit::Up(false) | Edit::PageUp(false) if row == 0 => self.step(-1, cx),
            Edit::Down(false) | Edit::PageDown(false) if row == last => self.step(1, cx),
            Edit::Paste if !text.field.has_paragraphs() => {
                let flat = one_line(&cx.shell.clipboard);
                let outcome = text.typing.buffer.paste(&flat, at.now_ms, |_| Para::default());
                self.after_edit(outcome, now, cx);
            }
            edit => {
                let fresh = |_: &Para| Para::default();
                let outcome = editing::buffer(&mut text.typing.buffer, edit, at, &mut cx.shell.clipboard, fresh);
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
            if self.records.problem.state == ProblemState::Ready {
                self.records.problem.state = ProblemState::Draft;
                cx.warn(Context::PaperText.fill(NO_LONGER_READY));
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

    fn place_of(&self, field: TextField) -> Place {
        let (kind, record, parent) = self.records.owner(field);
        Place { record, kind, parent: Some(parent), field: field.key(), base: self.heads.get(&record).copied() }
    }

    /// The label of the part that a text belongs to.
    fn label_of(&self, field: TextField) -> &'static str {
        self.rows().into_iter().find(|r| r.field == Field::Text(field)).map_or("", |r| r.label)
    }

    fn ask_conflict(&self, cx: &mut Cx<'_>) {
        if let Some(conflict) = self.conflicts.last() {
            cx.push(conflict.ask(self.label_of(conflict.at)));
        }
    }

    /// The draft becomes a revision either way, so that neither text is lost; the chosen one becomes the head.
    fn settle_conflict(&mut self, use_draft: bool, cx: &mut Cx<'_>) {
        let Some(conflict) = self.conflicts.pop() else { return };
        let saved = self.records.paragraphs(conflict.at);
        if let Some(text) = self.texts.iter_mut().find(|t| t.field == conflict.at) {
            text.typing.restore(&conflict.draft, cx.now, Para::default, |_| {});
        }
        self.change(|_| {}, cx);
        if !use_draft {
            self.texts.retain(|t| t.field != conflict.at);
            // A text of the file was taken before, so it can be taken again.
            self.change(|r| r.take(conflict.at, &saved).unwrap_or_default(), cx);
        }
        self.ask_conflict(cx);
    }

    fn leave(&mut self, cx: &mut Cx<'_>) {
        self.seal(cx);
        cx.reply(Reply::Changed);
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
            Action::ConfirmBasis => self.confirm_basis(cx),
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
        let plan = view::paper::plan(self, cx.area, cx.shell);
        let Some((field, row, col)) = plan.hit(mouse, self.top) else { return };
        self.go_to(field, cx);
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

impl Screen for Paper {
    fn context(&self) -> Context {
        match self.focus {
            Field::Text(_) => Context::PaperText,
            _ => Context::PaperRow,
        }
    }

    fn title(&self, shell: &Shell) -> String {
        view::paper::title(self, shell)
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "底稿一栏一栏往下写；{key:GoField} 直接去某一栏。不用存盘：停一下就自动存好。",
            "事实里每句话后面按 {key:PinEvidence} 钉上证据，如〔证1〕。删掉材料时会提醒哪几句还写着它。",
            "右边的编号：E 是必须改的，W 是提醒；{key:NextDiagnostic} 逐条看，wenkan explain 编号 有说明和例子。",
            "四准：了解方式、责任主体、时间地点、政策依据，☑ 已写明，☐ 还缺。孤证：材料都是同一类的。",
            "〔待核〕：条款和日期还没有人核实过；光标放在依据上按 {key:ConfirmBasis} 记下由谁核实。",
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
        let flat = if own.field.has_paragraphs() { None } else { Some(one_line(text)) };
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
                let plan = view::paper::plan(self, cx.area, cx.shell);
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
            None if !self.conflicts.is_empty() => self.ask_conflict(cx),
            Some(reply) => self.replied(reply, cx),
            None => {}
        }
        self.recheck();
        self.follow(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let now = cx.now;
        for change in changes.records.iter().filter(|c| !c.deleted) {
            if self.heads.contains_key(&change.record) || change.record == self.records.problem.id.0 {
                self.heads.insert(change.record, change.rev);
                let records = &self.records;
                let own = self.texts.iter_mut().filter(|t| records.owner(t.field).1 == change.record);
                own.for_each(|t| t.typing.rebased(now));
            }
        }
        self.on_its_way.retain(|e| changes.records.iter().all(|c| c.record != e.id.0));
        if changes.records.iter().any(|c| Holdings::depend_on(c.kind)) {
            self.reread(cx);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.follow(cx);
    }

    fn seal(&mut self, cx: &mut Cx<'_>) {
        if self.texts.iter().any(|t| t.typing.is_unsealed()) {
            self.change(|_| {}, cx);
        }
    }

    fn dirty(&self) -> bool {
        self.texts.iter().any(|t| t.typing.is_dirty())
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        let now = cx.now;
        let due = |t: &Text| t.refused.is_none() && t.typing.seal_due(now) == Some(0);
        if self.texts.iter().any(due) {
            self.change(|_| {}, cx);
        }
        for at in 0..self.texts.len() {
            let Some(text) = self.texts.get(at).filter(|t| t.typing.draft_due(now) == Some(0)) else { continue };
            let place = self.place_of(text.field);
            let Some(text) = self.texts.get_mut(at) else { continue };
            match text.typing.draft(place, now) {
                Ok(draft) => cx.draft(draft),
                Err(e) => cx.fail(&e),
            }
        }
        let sealing = |t: &Text| t.typing.seal_due(now).filter(|_| t.refused.is_none());
        let next = self.texts.iter().flat_map(|t| [t.typing.draft_due(now), sealing(t)]).flatten().min()?;
        u64::try_from(next).ok()
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        view::paper::draw(self, paint, area, shell)
    }
}

/// A list to which the focused row belongs.
const fn list_of(field: &Field) -> Option<ListOf> {
    use TextField as T;
    match field {
        Field::Basis(_) | Field::Text(T::BasisName(_) | T::Clause(_) | T::Quote(_)) => Some(ListOf::Basis),
        Field::Cited(_) => Some(ListOf::Evidence),
        Field::Responsible(_) | Field::Kind(_) | Field::Text(T::Name(_) | T::Post(_)) => Some(ListOf::Responsible),
        Field::Text(T::Addressee(_) | T::Suggestion(_)) => Some(ListOf::Suggestion),
        Field::Text(T::Demand | T::Issued | T::Due | T::Result | T::Done) => Some(ListOf::Fix),
        Field::Add(list) => Some(*list),
        _ => None,
    }
}
