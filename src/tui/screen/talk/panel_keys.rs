//! Keys of the opened panel.

use super::Talk;
use super::claims::TypedClaim;
use super::layout;
use super::panel::{self, Panel, Row};
use crate::analysis::on_record::TalkDeed;
use crate::clock;
use crate::model::answer::{Claim, Judgement, ProbePut, Qualifier, Value};
use crate::text::Outcome;
use crate::tui::action::{Action, Edit};
use crate::tui::cut::Cut;
use crate::tui::editing;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// Said of a mark that is set by a digit, and of one that is taken away.
const MARKED: [&str; 2] = ["已标。", "已取消。"];

impl Talk {
    /// The rows of the opened panel.
    pub fn panel_rows(&self) -> Vec<Row> {
        match (self.question(), self.slot()) {
            (Some(q), Some(s)) if self.panel.is_some() => panel::rows(q, &self.person, &s.answer),
            _ => Vec::new(),
        }
    }

    /// The row of the panel that has the focus.
    pub fn panel_row(&self) -> Option<Row> {
        let at = self.panel.as_ref()?.at;
        self.panel_rows().into_iter().nth(at)
    }

    pub(super) fn toggle_panel(&mut self, cx: &mut Cx<'_>) {
        if self.panel.is_some() {
            self.fold(cx);
            return;
        }
        self.in_panel = true;
        if self.unfinished.is_some() {
            self.panel = self.unfinished.take();
        } else {
            self.panel = Some(Panel::default());
            self.enter_row();
        }
        self.follow_caret(cx);
    }

    /// Folds at once, whatever is typed: somebody may be looking. A claim that is not right yet waits for the next
    /// opening, and the notice does not say which.
    pub(super) fn fold(&mut self, cx: &mut Cx<'_>) {
        if self.leave_row(cx) {
            self.panel = None;
        } else {
            self.unfinished = self.panel.take();
            cx.warn("有一项没有填对，再展开可以接着改。");
        }
        self.in_panel = false;
        self.follow_caret(cx);
    }

    /// Works out dues beside the talk, with the base that the person has named.
    pub(super) fn dues(&self, cx: &mut Cx<'_>) {
        let answers = self.slots.iter().map(|s| &s.answer);
        let claims = answers.flat_map(|a| &a.claims).filter(|c| c.field == "q5.base");
        let base = claims.filter_map(|c| match c.value {
            Some(Value::Money(base)) => Some(base),
            _ => None,
        });
        forms::dues::open(Some(&self.method), base.last(), cx);
    }

    pub(super) fn switch_focus(&mut self, cx: &mut Cx<'_>) {
        if self.panel.is_none() {
            cx.done(Context::Answer.fill("按 {key:TogglePanel} 展开要素、判断和追问。"));
        } else if !self.in_panel {
            self.in_panel = true;
            self.enter_row();
        } else if self.leave_row(cx) {
            self.in_panel = false;
        }
    }

    /// Shows the claim of the row in its field.
    pub(super) fn enter_row(&mut self) {
        let Some(Row::Claim(at)) = self.panel_row() else { return };
        let Some(field) = self.question().and_then(|q| q.claims.get(at)) else { return };
        let claim = self.slot().and_then(|s| s.answer.claims.iter().find(|c| c.field == field.id));
        let typed = self.slot().and_then(|s| s.claims.get(&field.id));
        let (text, qualifier) = match (typed, claim) {
            (Some(typed), _) => (typed.text.clone(), typed.qualifier),
            (None, Some(claim)) => (panel::claim_text(field, claim, &self.roster), claim.qualifier),
            (None, None) => (String::new(), Qualifier::Exact),
        };
        let is_figure = field.ty.is_figure() && typed.is_none();
        if let Some(panel) = &mut self.panel {
            panel.line.set(&text);
            // A figure is typed over; words are added to.
            if is_figure {
                panel.line.select_all();
            }
            panel.qualifier = qualifier;
        }
    }

    /// Whether the question may be left: no claim that is not right yet would be lost, folded away or not. The notice
    /// does not say which it is.
    pub(super) fn may_leave(&mut self, cx: &mut Cx<'_>) -> bool {
        if self.unfinished.is_some() {
            cx.warn(
                Context::Answer.fill("有一项没有填对，还没有记下。按 {key:TogglePanel} 展开，改好或清空后再离开。"),
            );
            return false;
        }
        self.leave_row(cx)
    }

    /// Takes the claim of the row into the answer; `false`: it is wrong, and the focus stays.
    pub(super) fn leave_row(&mut self, cx: &mut Cx<'_>) -> bool {
        if !self.in_panel {
            return true;
        }
        let (Some(Row::Claim(at)), Some(panel)) = (self.panel_row(), &self.panel) else { return true };
        let Some(field) = self.question().and_then(|q| q.claims.get(at)).cloned() else { return true };
        let old = self.slot().and_then(|s| s.answer.claims.iter().find(|c| c.field == field.id)).cloned();
        let said = self.interview.sittings.last().map_or_else(|| clock::now().date(), |s| s.from.date());
        let new = match panel::claim_of(&field, panel.line.text(), panel.qualifier, old.as_ref(), &self.roster, said) {
            Ok(new) => new,
            Err(why) => {
                let unsure = if field.ty.is_figure() {
                    Context::Claim.fill("说不准的按 {key:NextQualifier} 换成约、至少、之间或不清楚。")
                } else {
                    String::new()
                };
                cx.warn(format!("{}：{why}{unsure}", field.label));
                if let Some(slot) = self.slot_mut() {
                    slot.claims.refuse(&field.id);
                }
                return false;
            }
        };
        let Some(slot) = self.slot_mut() else { return true };
        let typed = slot.claims.remove(&field.id);
        let draft = TypedClaim::draft_field(&field.id);
        let says = |c: &Claim| (c.qualifier, c.value.clone(), c.high.clone());
        if new.as_ref().map(says) == old.as_ref().map(says) {
            if typed.is_some() {
                self.drop_claim_draft(draft, cx);
            }
            return true;
        }
        let statement = typed.and_then(|t| t.statement).or_else(|| slot.asserting());
        let new = new.map(|c| Claim { statement, ..c });
        self.seal_shown(cx);
        let Some(slot) = self.slot_mut() else { return true };
        let claims = &mut slot.answer.claims;
        let place = claims.iter().position(|c| c.field == field.id);
        match (place.and_then(|i| claims.get_mut(i)), new) {
            (Some(there), Some(new)) => *there = new,
            (None, Some(new)) => claims.push(new),
            (_, None) => claims.retain(|c| c.field != field.id),
        }
        self.write_claim(draft, cx);
        true
    }

    /// Keys of the panel; `false`: it is a key of the talk.
    pub(super) fn panel_action(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let page = isize::try_from(layout::places(self, cx.area, cx.shell).panel.height).unwrap_or(1);
        match action {
            Action::Up => self.step_row(-1, cx),
            Action::Down => self.step_row(1, cx),
            Action::PageUp => self.step_row(-page, cx),
            Action::PageDown => self.step_row(page, cx),
            Action::NextQualifier => self.turn_qualifier(cx),
            Action::Judge(n) => self.judge(usize::from(n), cx),
            Action::TogglePut => self.toggle_put(cx),
            _ => return false,
        }
        true
    }

    fn step_row(&mut self, by: isize, cx: &mut Cx<'_>) {
        if !self.leave_row(cx) {
            return;
        }
        let len = self.panel_rows().len();
        let height = self.panel_room(cx);
        if let Some(panel) = &mut self.panel {
            panel.at = panel.at.saturating_add_signed(by).min(len.saturating_sub(1));
            panel.top = panel.top.clamp((panel.at + 1).saturating_sub(height), panel.at);
        }
        self.enter_row();
    }

    /// How many rows of the panel are shown.
    fn panel_room(&self, cx: &Cx<'_>) -> usize {
        let height = usize::from(layout::places(self, cx.area, cx.shell).panel.height);
        Cut::room(self.panel_rows().len(), height).max(1)
    }

    pub(super) fn click_panel(&mut self, row: u16, cx: &mut Cx<'_>) {
        let is_mark = self.panel.is_some() && usize::from(row) >= self.panel_room(cx);
        if is_mark || !self.leave_row(cx) {
            return;
        }
        let Some(panel) = &mut self.panel else {
            self.toggle_panel(cx);
            return;
        };
        self.in_panel = true;
        panel.at = panel.top + usize::from(row);
        let last = self.panel_rows().len().saturating_sub(1);
        if let Some(panel) = &mut self.panel {
            panel.at = panel.at.min(last);
        }
        self.enter_row();
        if matches!(self.panel_row(), Some(Row::Probe(_))) {
            self.toggle_put(cx);
        }
    }

    /// What stands in the field of the claim is a draft until the row is left.
    fn note_claim(&mut self, cx: &Cx<'_>) {
        let (Some(Row::Claim(at)), Some(panel)) = (self.panel_row(), &self.panel) else { return };
        let (text, qualifier) = (panel.line.text().to_owned(), panel.qualifier);
        let Some(field) = self.question().and_then(|q| q.claims.get(at)).map(|f| f.id.clone()) else { return };
        if let Some(slot) = self.slot_mut() {
            slot.type_claim(&field, &text, qualifier, cx.now);
        }
    }

    fn turn_qualifier(&mut self, cx: &mut Cx<'_>) {
        if self.refuses_claim(cx) {
            return;
        }
        if let Some(panel) = &mut self.panel {
            let at = Qualifier::ALL.iter().position(|q| *q == panel.qualifier).unwrap_or(0);
            panel.qualifier = Qualifier::ALL.get((at + 1) % Qualifier::ALL.len()).copied().unwrap_or_default();
        }
        self.note_claim(cx);
    }

    /// Judges, and says so; the same level again takes the judgement back.
    fn judge(&mut self, at: usize, cx: &mut Cx<'_>) {
        let Some((level, label)) = self.question().and_then(|q| q.judgement.get(at)).cloned() else { return };
        let taken_back = self.set_judgement(level, None, cx);
        cx.done(if taken_back { "判断已取消。".to_owned() } else { format!("判断：{} {label}", at + 1) });
    }

    /// Sets the judgement, or takes it back where it is this one; whether it was. `said`: what is said of either once it
    /// is in the file.
    fn set_judgement(&mut self, level: Judgement, said: Option<[&'static str; 2]>, cx: &mut Cx<'_>) -> bool {
        self.seal_shown(cx);
        let Some(slot) = self.slot_mut() else { return false };
        let taken_back = slot.answer.judgement == Some(level);
        slot.answer.judgement = if taken_back { None } else { Some(level) };
        self.write_answer_saying(said.map(|[set, back]| if taken_back { back } else { set }), cx);
        self.follow_row();
        taken_back
    }

    /// A digit behind the key of a judgement, the panel folded or not. What is said tells nothing to who looks on.
    pub(super) fn judge_unseen(&mut self, at: usize, cx: &mut Cx<'_>) {
        match self.question().and_then(|q| q.judgement.get(at)).map(|(level, _)| *level) {
            Some(level) => {
                self.set_judgement(level, Some(MARKED), cx);
            }
            None => cx.not_here(format!("没有第 {} 个。", at + 1)),
        }
    }

    /// A digit behind the key of a probe: the one of that number as the opened panel lists them.
    pub(super) fn put_unseen(&mut self, at: usize, cx: &mut Cx<'_>) {
        let rows = match (self.question(), self.slot()) {
            (Some(q), Some(s)) => panel::rows(q, &self.person, &s.answer),
            _ => Vec::new(),
        };
        let mut probes = rows.into_iter().filter_map(|row| if let Row::Probe(at) = row { Some(at) } else { None });
        match probes.nth(at) {
            Some(probe) => self.put(probe, Some(MARKED), cx),
            None => cx.not_here(format!("没有第 {} 个。", at + 1)),
        }
    }

    /// Probes come and go with the judgement: the focus stays on the judgement.
    fn follow_row(&mut self) {
        let place = self.panel_rows().iter().position(|r| *r == Row::Judgement);
        if let (Some(panel), Some(place)) = (&mut self.panel, place) {
            panel.at = place;
            panel.top = panel.top.min(place);
        }
    }

    fn toggle_put(&mut self, cx: &mut Cx<'_>) {
        // Only its own digit sets a judgement.
        let Some(Row::Probe(at)) = self.panel_row() else {
            self.step_row(1, cx);
            return;
        };
        self.put(at, None, cx);
    }

    /// Notes that a probe was put, or takes that back.
    fn put(&mut self, at: usize, said: Option<[&'static str; 2]>, cx: &mut Cx<'_>) {
        if self.refuses_deed(TalkDeed::Probes, cx) {
            return;
        }
        let Some(id) = self.question().and_then(|q| q.probes.get(at)).map(|p| p.id.clone()) else { return };
        let now = cx.now;
        self.seal_shown(cx);
        if let Some(slot) = self.slot_mut() {
            let answer = slot.answer.id;
            let probes = &mut slot.answer.probes;
            let taken_back = probes.iter().any(|p| p.probe == id);
            if taken_back {
                probes.retain(|p| p.probe != id);
            } else {
                probes.push(ProbePut::new(answer, id, now));
            }
            self.write_answer_saying(said.map(|[set, back]| if taken_back { back } else { set }), cx);
        }
    }

    pub(super) fn edit_claim(&mut self, edit: Edit, cx: &mut Cx<'_>) {
        if edit.changes() && self.refuses_claim(cx) {
            return;
        }
        if let Some(panel) = &mut self.panel
            && editing::line(&mut panel.line, edit, Context::Claim, cx) == Outcome::Done
        {
            self.note_claim(cx);
        }
    }

    pub(super) fn type_claim(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.refuses_claim(cx) {
            return;
        }
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if let Some(panel) = &mut self.panel {
            let _: Outcome = panel.line.insert(text, now);
            if !panel.qualifier.has_value() {
                panel.qualifier = Qualifier::Exact;
            }
        }
        self.note_claim(cx);
    }
}
