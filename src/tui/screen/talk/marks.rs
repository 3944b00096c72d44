//! Marks on the statement under the caret: lane, 重点, 疑点, correction.

use super::Talk;
use super::slot::Mark;
use crate::acts::talk::observation::{MarkObservation, UnmarkObservation};
use crate::tui::action::Edit;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

impl Talk {
    /// Changes the mark of the paragraph under the caret; one undo step.
    pub(super) fn remark(&mut self, change: impl FnOnce(&mut Mark), cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        let Some(slot) = self.slot_mut() else { return };
        let Some(mut mark) = slot.current().map(|p| p.meta.clone()) else { return };
        change(&mut mark);
        let outcome = slot.text.buffer.set_meta(slot.text.buffer.caret().paragraph, mark, now);
        self.after_edit(outcome, cx);
    }

    pub(super) fn next_lane(&mut self, cx: &mut Cx<'_>) {
        // Whose words they are is part of the record.
        if self.refuses(Edit::NewLine, cx) {
            return;
        }
        self.remark(|m| m.lane = m.lane.next(), cx);
    }

    pub(super) fn mark_key(&mut self, cx: &mut Cx<'_>) {
        self.remark(|m| m.key = !m.key, cx);
    }

    /// Marks the statement as an observation, or takes that back.
    pub(super) fn mark_observation(&mut self, cx: &mut Cx<'_>) {
        let Some(by) = cx.me() else {
            cx.warn("请先选定谁在操作。");
            return;
        };
        let Some((mark, text)) = self.slot().and_then(|s| s.current()).map(|p| (p.meta.clone(), p.text.clone())) else {
            return;
        };
        if self.is_observed(mark.id) {
            let act = UnmarkObservation { talk: self.interview.id, statement: mark.id };
            let ticket = cx.act_saying(act, "已取消疑点。");
            self.sent(ticket, Vec::new());
            self.marking(ticket, mark.id, false);
            return;
        }
        if text.trim().is_empty() {
            cx.warn(Context::Answer.fill("这一段还是空的。把光标放在要追查的那一段上，再按 {key:MarkObservation}。"));
            return;
        }
        let at = self.at;
        let Some(answer) = self.slot_mut().map(super::slot::Slot::seal) else { return };
        let known = answer.known.clone();
        let act = MarkObservation { answer, statement: mark.id, by, at: cx.now };
        let ticket = cx.act_saying(act, Context::Answer.fill("已标为疑点，再按 {key:MarkObservation} 取消。"));
        self.sent(ticket, vec![(at, known)]);
        self.marking(ticket, mark.id, true);
    }

    /// Begins a correction of the statement under the caret: the earlier wording stays and is locked.
    pub(super) fn correct(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now;
        let ms = u64::try_from(now.ms).unwrap_or_default();
        let Some(slot) = self.slot_mut() else { return };
        let Some((old, text)) = slot.current().map(|p| (p.meta.clone(), p.text.clone())) else { return };
        if text.trim().is_empty() || old.superseded {
            cx.warn("把光标放在要更正的那一段上；已更正过的，请改更正的那一段。");
            return;
        }
        let at = slot.text.buffer.caret().paragraph;
        let new = Mark { supersedes: Some(old.id), withheld: old.withheld, ..Mark::new(old.lane, now) };
        let locked = Mark { superseded: true, ..old };
        let outcome = slot.text.buffer.set_meta_and_follow(at, locked, new, ms);
        self.after_edit(outcome, cx);
        cx.done("在新的一段里写更正后的话；原来的话保留，不再改动。");
    }
}
