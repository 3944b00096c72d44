//! What the keys and the mouse do on a paper: each goes to the part that it is for.

use super::change::Change;
use super::elements;
use super::layout;
use super::preview;
use super::rows::{Target, has_paragraphs};
use super::writes::{CHANGING, REFUSED, UNSEALED, UNTAKEN};
use super::{Paper, post};
use crate::acts::paper::edit::EditPaper;
use crate::acts::paper::ready::SetReady;
use crate::analysis::diagnose::{self, Severity};
use crate::analysis::paper::field::{PaperField as F, PaperOutput, Spot};
use crate::error::Result;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{BasisId, InspectorId, ResponsibleId, ToVerifyId};
use crate::model::problem::ProblemState;
use crate::text::Outcome;
use crate::tui::action::{Action, Edit};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::editing::{self, At};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::screen::talk::Talk;
use crate::tui::update::{Cx, Mouse, Reply};
use uuid::Uuid;

/// The row of the facts.
pub(super) const FACTS: Target = Target::Text(Spot::of(F::Facts));

/// Who is at the keyboard; says what to do when nobody was named.
pub(super) fn me(cx: &mut Cx<'_>) -> Option<InspectorId> {
    let me = cx.me();
    if me.is_none() {
        cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
    }
    me
}

/// Whether a list takes new elements by the key that adds.
const fn is_added_to(list: F) -> bool {
    matches!(list, F::Evidence | F::Basis | F::Responsible | F::Suggestion | F::QuickFix | F::ToVerify)
}

impl Paper {
    /// A key that does not type.
    pub(super) fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
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
            Action::GoField => self.asked.part(&self.sheet, &self.checks, &self.focus, cx),
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

    /// What the key bar calls an action where the focus is; empty: it has nothing to do there.
    pub(super) fn called(&self, action: Action) -> Option<&'static str> {
        let element = self.focus.element();
        let idle = match action {
            Action::NextZone => self.focus.tabbed(&self.sheet.rows(), true).is_none(),
            Action::AddItem => !element.is_some_and(|e| is_added_to(e.field)),
            Action::RemoveItem => element.is_none_or(|e| e.part.is_none()) && !self.can_clear(),
            Action::PinEvidence => *self.focus.target() != FACTS,
            Action::NextDiagnostic => self.checks.findings.is_empty() && self.sheet.refused().is_none(),
            Action::ConfirmBasis => !self.can_confirm(element),
            Action::ToggleReady if self.sheet.problem().state == ProblemState::Ready => return Some("退回草稿"),
            _ => false,
        };
        idle.then_some("")
    }

    /// Whether the row says something that can be cleared.
    fn can_clear(&self) -> bool {
        let problem = self.sheet.problem();
        match self.focus.target() {
            Target::Tree(tree) => problem.placed(tree).is_some(),
            Target::Pick(Spot { field: F::Level, .. }) => problem.level.is_some(),
            Target::Pick(Spot { field: F::Certainty, .. }) => problem.certainty.is_some(),
            _ => false,
        }
    }

    /// Whether something at the focus can be verified, or left standing.
    fn can_confirm(&self, element: Option<Spot>) -> bool {
        let verified = element.is_some_and(|e| e.part.is_some() && matches!(e.field, F::Basis | F::ToVerify));
        verified || self.finding_here().is_some_and(|f| f.error || f.overruled().is_some())
    }

    /// The row so many rows on; a text that one comes to from below is entered at its end.
    fn step(&mut self, by: isize, cx: &mut Cx<'_>) {
        let Some(target) = self.focus.stepped(&self.sheet.rows(), by) else { return };
        self.go_to(target, cx);
        if let Some(text) = self.text_here_mut() {
            text.enter(by < 0);
        }
        self.follow(cx);
    }

    fn tab(&mut self, forward: bool, cx: &mut Cx<'_>) {
        match self.focus.tabbed(&self.sheet.rows(), forward) {
            Some(target) => self.go_to(target, cx),
            None if forward => cx.not_here("这是最后一栏。"),
            None => cx.not_here("这是第一栏。"),
        }
    }

    /// A key that types.
    pub(super) fn edit(&mut self, edit: Edit, cx: &mut Cx<'_>) {
        let plan = layout::plan(self, cx.area, cx.shell);
        let Some(measure) = plan.measure_of(self.focus.target(), cx.shell) else { return };
        let at = At { measure, page: usize::from(plan.form.height).max(1), here: Context::PaperText };
        let Some(text) = self.text_here_mut() else { return };
        let row = text.typing.buffer.caret_cell(measure).row;
        let last = text.typing.buffer.row_count(measure).saturating_sub(1);
        match edit {
            Edit::NewLine if !has_paragraphs(text.spot) => self.step(1, cx),
            Edit::Up(false) | Edit::PageUp(false) if row == 0 => self.step(-1, cx),
            Edit::Down(false) | Edit::PageDown(false) if row == last => self.step(1, cx),
            Edit::Paste if !has_paragraphs(text.spot) => {
                let outcome = text.paste_line(&cx.shell.clipboard, cx.now);
                self.after_edit(outcome, cx);
            }
            edit => {
                let outcome = editing::buffer(&mut text.typing.buffer, edit, at, cx, |_| super::texts::Para::default());
                self.after_edit(outcome, cx);
            }
        }
    }

    /// The text that has the focus was typed in.
    pub(super) fn after_edit(&mut self, outcome: Outcome, cx: &mut Cx<'_>) {
        if outcome == Outcome::Done {
            if let Some(text) = self.text_here_mut() {
                text.edited(cx.now);
            }
            self.writes.forget_refusal();
            if self.sheet.problem().state == ProblemState::Ready {
                cx.warn(Context::PaperText.fill(CHANGING));
            }
            self.recheck();
        }
        self.follow(cx);
    }

    fn copy_out(&self, cx: &mut Cx<'_>) {
        match self.text_here().and_then(|t| t.typing.buffer.selected_text()) {
            Some(text) => cx.effects.push(Effect::CopyOut(text)),
            None => cx.warn("先用 Shift 和方向键选中文字，再复制到系统剪贴板。"),
        }
    }

    pub(super) fn click(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let plan = layout::plan(self, cx.area, cx.shell);
        let Some((target, row, col)) = plan.hit(mouse, self.focus.top()) else { return };
        self.go_to(target, cx);
        let Some(measure) = plan.measure_of(self.focus.target(), cx.shell) else { return };
        if let Some(text) = self.text_here_mut() {
            text.point(row, col, measure, mouse.kind);
        }
    }

    fn turn(&mut self, forward: bool, cx: &mut Cx<'_>) {
        if let Some(change) = Change::turn(self.focus.target(), forward) {
            self.apply(change, cx);
        }
    }

    /// Adds to the list of the row.
    fn add_item(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match self.focus.element().map(|element| element.field) {
            Some(F::Evidence) => self.offer_evidence(false, cx)?,
            Some(F::Basis) => self.asked.basis(&self.sheet, None, cx),
            Some(F::Responsible) => self.asked.person(&self.sheet, None, cx)?,
            Some(F::Suggestion) => self.apply(Change::add_suggestion(self.sheet.unit()), cx),
            Some(F::QuickFix) => self.ask_fix(cx),
            Some(F::ToVerify) => self.apply(Change::add_matter(), cx),
            _ => cx.nothing(Action::AddItem),
        }
        Ok(())
    }

    /// 立行立改 is asked for; one at the most.
    fn ask_fix(&mut self, cx: &mut Cx<'_>) {
        let Some(by) = me(cx) else { return };
        match self.sheet.records().fixes.first().map(|fix| fix.id) {
            Some(id) => self.go_to(Target::Text(Spot::at(F::FixDemand, id)), cx),
            None => self.apply(Change::ask_fix(self.sheet.unit(), by, cx.now), cx),
        }
    }

    /// Opens what the row stands for, or turns it.
    fn open_row(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match self.focus.target().clone() {
            Target::Add(_) => self.add_item(cx)?,
            Target::Tree(tree) => self.asked.node(&self.sheet, &tree, cx),
            Target::Text(_) => {}
            Target::Pick(spot) => match (spot.field, spot.part) {
                (F::Sources, _) => self.asked.sources(&self.sheet, cx),
                (F::Handlers, _) => self.asked.handlers(&self.sheet, cx),
                (F::Basis, Some(id)) => self.asked.basis(&self.sheet, Some(BasisId(id)), cx),
                (F::Evidence, Some(id)) => self.open_evidence(id, cx)?,
                (F::Responsible, Some(id)) => self.asked.person(&self.sheet, Some(ResponsibleId(id)), cx)?,
                (F::Level | F::Certainty | F::ResponsibleKind, _) => {
                    self.asked.word(spot, spot.field.block().label(PaperOutput::Screen), cx);
                }
                _ => self.turn(true, cx),
            },
        }
        Ok(())
    }

    fn offer_evidence(&mut self, pinning: bool, cx: &mut Cx<'_>) -> Result<()> {
        let Some(by) = me(cx) else { return Ok(()) };
        self.asked.evidence((&self.sheet, &self.lookup), pinning, by, cx)
    }

    /// F5: evidence is chosen for the caret.
    fn pin_evidence(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        if *self.focus.target() != FACTS {
            self.go_to(FACTS, cx);
            cx.not_here(Context::PaperText.fill("先把光标放在事实里要写支撑材料的那一句，再按 {key:PinEvidence}。"));
            return Ok(());
        }
        self.offer_evidence(true, cx)
    }

    /// Shows or changes a piece of evidence: a statement in its talk, anything else in its form.
    fn open_evidence(&self, id: Uuid, cx: &mut Cx<'_>) -> Result<()> {
        let Some(cited) = self.sheet.problem().evidence.iter().find(|c| c.id.0 == id) else { return Ok(()) };
        let Some(at) = cx.reader()?.at::<Evidence>(cited.evidence.0)? else {
            cx.warn(Context::PaperRow.fill("这件材料已经删除。按 {key:RemoveItem} 从底稿去掉它，再另加一件。"));
            return Ok(());
        };
        if let EvidenceSource::Statement { interview, answer, statement } = at.record.source {
            let talk = Talk::open_at(interview, answer, Some(statement), cx)?;
            cx.push(talk);
        } else {
            cx.push(forms::evidence::form(at.record, Some(at.head)));
        }
        Ok(())
    }

    /// Removes what the row stands for. Evidence says which sentences still name it; while one types in an element,
    /// words are not thrown away without a question.
    fn remove_item(&mut self, cx: &mut Cx<'_>) {
        let at = self.focus.at(&self.sheet.rows());
        let change = match self.focus.element().filter(|e| e.part.is_some()) {
            Some(Spot { field: F::Evidence, part: Some(id) }) => Change::drop_cited(&self.sheet.typed(), id),
            Some(element) => {
                let typing = self.focus.text().is_some();
                let asked = typing && self.asked.whether_it_goes(&self.sheet, element, cx);
                (!asked).then(|| Change::drop(element))
            }
            None => {
                let clear = Change::clear(self.focus.target());
                if clear.is_none() {
                    cx.not_here("这一栏没有可以去掉的。");
                }
                clear
            }
        };
        if let Some(change) = change {
            self.apply(change, cx);
            self.stay_near(at, cx);
        }
    }

    /// The row that had the focus may be gone: the focus goes to what stands in its place, the row `at`.
    pub(super) fn stay_near(&mut self, at: usize, cx: &Cx<'_>) {
        if self.focus.keep_in(&self.sheet.rows(), at) {
            self.follow(cx);
        }
    }

    /// Moves the element of the row one place.
    fn move_item(&mut self, down: bool, cx: &mut Cx<'_>) {
        let element = self.focus.element();
        let moves = element.is_some_and(|e| elements::shift_element(&mut self.sheet.typed(), e, down));
        if let Some(element) = element {
            self.apply(Change::shift(element, down), cx);
        }
        if !moves {
            cx.done("这一行不能再移。");
        }
    }

    /// A basis has been checked against its source, something to verify has been found out, or an error at the focus is
    /// none and is left standing; again takes it back.
    fn confirm(&mut self, cx: &mut Cx<'_>) {
        match self.focus.element() {
            Some(Spot { field: F::Basis, part: Some(id) }) => {
                let Some(by) = me(cx) else { return };
                self.seal_typed(cx);
                match Change::confirm(self.sheet.problem(), BasisId(id), by, cx.now) {
                    Ok(change) => self.apply(change, cx),
                    Err(why) => cx.warn(why),
                }
            }
            Some(Spot { field: F::ToVerify, part: Some(id) }) => {
                self.apply(Change::settle(self.sheet.problem(), ToVerifyId(id)), cx);
            }
            _ => self.overrule(cx),
        }
    }

    /// Asks why the error at the focus is left standing; one that is left standing counts again.
    fn overrule(&mut self, cx: &mut Cx<'_>) {
        self.seal_typed(cx);
        let Some(found) = self.finding_here().map(|f| f.diagnostic.clone()) else {
            let words = "把光标放在要核实的依据、待核实的事上，或者判断错了的 E 上，再按 {key:ConfirmBasis}。";
            cx.not_here(Context::PaperRow.fill(words));
            return;
        };
        if let Some(left) = found.overruled {
            self.apply(Change::count_again(left.id), cx);
            return;
        }
        let Some(by) = me(cx) else { return };
        let paper = self.lookup.paper(self.sheet.records());
        match diagnose::overrule(&paper, &found, "", by, cx.now) {
            Some(one) => {
                let error = format!("{} {}", found.label(), found.message);
                cx.push(forms::overrule::form(self.sheet.records().clone(), one, &error));
            }
            None if found.severity == Severity::Warning => cx.not_here("W 是提醒，不影响送审，不用放行。"),
            None => cx.warn("这一条是缺内容，补上才行，不能放行。"),
        }
    }

    /// Numbers the evidence in its order, and the marks in the facts with it.
    fn renumber(&mut self, cx: &mut Cx<'_>) {
        if !elements::renumber(&mut self.sheet.typed()) {
            cx.done("编号已经是按顺序的。");
            return;
        }
        self.seal_typed(cx);
        self.apply(Change::renumber(), cx);
    }

    /// Goes to the next finding in the order of the paper; round and round.
    fn next_finding(&mut self, cx: &mut Cx<'_>) {
        let rows = self.sheet.rows();
        let caret = self.text_here().map(|t| t.typing.buffer.caret());
        let next = self.checks.step((self.focus.target(), caret), &rows).map(|f| (f.row.clone(), f.at));
        if let Some(place) = next.clone() {
            self.show_place(place, cx);
            let caret = self.text_here().map(|t| t.typing.buffer.caret());
            self.checks.put_at(caret);
        }
        // What cannot be taken is in nothing that was checked.
        match self.sheet.refused() {
            Some((spot, why)) => {
                if next.is_none() {
                    self.go_to(Target::Text(spot), cx);
                }
                cx.warn(format!("{}未存：{why}", spot.field.block().label(PaperOutput::Screen)));
            }
            None if next.is_none() => cx.done("没有查出问题。"),
            None => {}
        }
    }

    /// 待送审, when nothing of error level is left; else says what is missing and goes there. A paper that is ready
    /// becomes a draft again.
    fn toggle_ready(&mut self, cx: &mut Cx<'_>) {
        self.seal_typed(cx);
        let problem = self.sheet.problem().id;
        if self.sheet.problem().state == ProblemState::Ready {
            cx.act_saying(SetReady { problem, ready: false }, "已退回草稿。");
        } else if let Some((spot, why)) = self.sheet.refused() {
            self.go_to(Target::Text(spot), cx);
            cx.warn(why);
        } else if let Some(first) = self.checks.first_error().cloned() {
            let errors = self.checks.errors();
            self.show_place((first.row.clone(), first.at), cx);
            cx.warn(format!("还有 {errors} 条必须改：{}", first.line()));
        } else {
            let said = "已标为待送审。再按 {key:ToggleReady} 退回草稿；以后有改动，自动退回草稿。";
            cx.act_saying(SetReady { problem, ready: true }, Context::PaperText.fill(said));
        }
    }

    /// The paper as it will be printed.
    fn preview(&mut self, cx: &mut Cx<'_>) {
        self.seal_typed(cx);
        let paper = self.lookup.paper(self.sheet.records());
        // What is still on its way will be of today.
        let compiled = cx.reader().and_then(|r| preview::compiled(r, &paper));
        match compiled {
            Ok(day) => cx.push(preview::page(&paper, day.unwrap_or_else(|| cx.now.date()))),
            Err(e) => cx.fail(&e),
        }
    }

    /// Leaves when all that was changed is in the file. What cannot be taken is asked about first.
    fn leave(&mut self, cx: &mut Cx<'_>) {
        if self.writes.ask(cx) {
            return;
        }
        let left = if self.writes.is_refused() && self.sheet.unsealed().is_some() {
            REFUSED.to_owned()
        } else if self.sheet.cannot_take() {
            self.seal_typed(cx);
            let Some((spot, why)) = self.sheet.refused() else { return };
            format!("“{}”没有存：{why}", self.sheet.label_of(spot))
        } else {
            self.go(cx);
            return;
        };
        let text = format!("{left}\n\n留着，列表里标“{UNSEALED}”，导出时不算；放弃，就是原来的内容。");
        cx.push(Confirm::new(UNTAKEN, text).words("留着，以后再改", "放弃这处改动"));
    }

    /// Leaves when all that was handed in is in the file.
    pub(super) fn go(&mut self, cx: &mut Cx<'_>) {
        // What cannot be taken stays a draft.
        post(self.sheet.drafts_now(cx.now), cx);
        if self.writes.is_refused() {
            cx.reply(Reply::Changed);
            return;
        }
        let edit = match self.sheet.edited(|_| {}) {
            Some(edited) => edited.edit,
            // It goes behind what is on its way, and behind drafts: the list below marks what has one.
            None if self.writes.is_open() || self.sheet.unsealed().is_some() => {
                EditPaper::new(self.sheet.records().clone(), self.sheet.records().clone())
            }
            None => {
                cx.reply(Reply::Changed);
                return;
            }
        };
        self.writes.hand_in_and_leave(edit, cx);
    }
}
