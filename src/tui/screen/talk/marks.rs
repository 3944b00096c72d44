//! Marks on the statement under the caret: lane, 重点, 疑点, correction.

use super::Talk;
use super::paragraph::Mark;
use super::slot::Slot;
use super::withhold::excerpt;
use crate::acts::talk::observation::{MarkObservation, UnmarkObservation};
use crate::analysis::said;
use crate::model::answer::{Answer, Lane};
use crate::model::ids::StatementId;
use crate::text::Position;
use crate::tui::action::Edit;
use crate::tui::dialog::pick::Pick;
use crate::tui::keys::Context;
use crate::tui::update::Cx;
use std::collections::BTreeMap;

/// The tag of the list of paragraphs to correct.
pub(super) const CORRECT: &str = "correct";

/// What the record calls a paragraph.
pub(super) fn number_in_words(numbers: &BTreeMap<StatementId, usize>, statement: StatementId) -> String {
    numbers.get(&statement).map_or_else(|| Lane::Remark.chinese().to_owned(), |n| format!("第{n}段"))
}

impl Talk {
    /// The numbers that the record prints before the paragraphs, as they stand now; 记录人注 has none.
    pub(super) fn numbers(&self) -> BTreeMap<StatementId, usize> {
        let typed: Vec<Answer> = self.slots.iter().map(Slot::typed).collect();
        said::number(&typed.iter().collect::<Vec<_>>()).into_iter().flatten().map(|s| (s.statement, s.number)).collect()
    }

    /// The number of the paragraph under the caret.
    pub(super) fn number_here(&self) -> Option<usize> {
        let here = self.slot()?.current()?;
        self.numbers().get(&here.meta.id).copied()
    }

    /// Changes the mark of the paragraph under the caret; one undo step.
    pub(super) fn remark(&mut self, change: impl FnOnce(&mut Mark), cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        self.seal_shown(cx);
        let Some(slot) = self.slot_mut() else { return };
        let Some(mut mark) = slot.current().map(|p| p.meta.clone()) else { return };
        change(&mut mark);
        let outcome = slot.text.buffer.set_meta(slot.text.buffer.caret().paragraph, mark, now);
        let has_words = slot.current().is_some_and(|p| !p.text.trim().is_empty());
        self.after_edit(outcome, cx);
        // An act of its own, like every other mark: what is typed next is not undone with it.
        if has_words {
            self.seal_shown(cx);
        }
    }

    pub(super) fn next_lane(&mut self, cx: &mut Cx<'_>) {
        // Whose words they are is part of the record.
        if self.refuses(Edit::NewLine, cx) {
            return;
        }
        self.remark(|m| m.lane = m.lane.next(), cx);
    }

    pub(super) fn put_in_lane(&mut self, lane: Lane, cx: &mut Cx<'_>) {
        if self.slot().and_then(|s| s.current()).is_some_and(|p| p.meta.lane == lane) {
            cx.not_here(format!("这一段已经是{}。", lane.chinese()));
        } else if !self.refuses(Edit::NewLine, cx) {
            self.remark(|m| m.lane = lane, cx);
        }
    }

    pub(super) fn mark_key(&mut self, cx: &mut Cx<'_>) {
        self.remark(|m| m.key = !m.key, cx);
        let mark = self.slot().and_then(|s| s.current()).map(|p| p.meta.clone());
        // One sign stands before a paragraph.
        if mark.is_some_and(|m| m.key && self.is_observed(m.id)) {
            cx.done("已标为重点。这一段也是疑点，段前显示疑点的“!”。");
        }
    }

    /// Nothing is typed in the paragraph of the caret, so that there is nothing to mark.
    pub(super) fn is_blank_here(&self) -> bool {
        let here = self.slot().and_then(|s| s.current());
        here.is_some_and(|p| p.text.trim().is_empty() && !self.is_observed(p.meta.id))
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
            let ticket = cx.act_saying(act, "已取消。");
            self.sent(ticket, Vec::new());
            self.marking(ticket, mark.id, false);
            return;
        }
        if text.trim().is_empty() {
            cx.warn(Context::Answer.fill("这一段还是空的。把光标放在要追查的那一段上，再按 {key:MarkObservation}。"));
            return;
        }
        self.seal_shown(cx);
        let Some(answer) = self.slot().and_then(Slot::handed_in) else { return };
        let act = MarkObservation { answer, statement: mark.id, by, at: cx.now };
        let ticket = cx.act_saying(act, Context::Answer.fill("已标，再按 {key:MarkObservation} 取消。"));
        self.sent(ticket, Vec::new());
        self.marking(ticket, mark.id, true);
    }

    /// Begins a correction. Of a record that is only corrected the paragraph is asked for when there are several and the
    /// user has not put the caret into one of them: it stands where the talk was opened, not where the user looks.
    pub(super) fn correct(&mut self, cx: &mut Cx<'_>) {
        let Some(slot) = self.slot() else { return };
        let rows: Vec<usize> = self.correctable();
        let caret = slot.text.buffer.caret().paragraph;
        let pointed = self.pointed && rows.contains(&caret);
        if self.interview.on_record().is_none() || rows.len() < 2 || pointed {
            self.correct_here(cx);
            return;
        }
        let at = rows.iter().position(|n| *n == caret).unwrap_or(0);
        let paragraphs = slot.text.buffer.paragraphs();
        let numbers = self.numbers();
        let line = |n: &usize| {
            let paragraph = paragraphs.get(*n)?;
            Some(format!("{}　{}", number_in_words(&numbers, paragraph.meta.id), excerpt(&paragraph.text)))
        };
        let lines = rows.iter().filter_map(line).collect();
        cx.push(Pick::new(CORRECT, "更正哪一段", "原来的话保留；选定以后，在它后面另写更正后的话。", lines).at(at));
    }

    /// Paragraphs with words that have not been corrected.
    fn correctable(&self) -> Vec<usize> {
        let paragraphs = self.slot().map(|s| s.text.buffer.paragraphs()).unwrap_or_default();
        let all = paragraphs.iter().enumerate();
        all.filter(|(_, p)| !p.text.trim().is_empty() && !p.meta.superseded).map(|(n, _)| n).collect()
    }

    /// The paragraph of that row of the list was chosen.
    pub(super) fn correct_chosen(&mut self, row: usize, cx: &mut Cx<'_>) {
        let Some(paragraph) = self.correctable().get(row).copied() else { return };
        if let Some(slot) = self.slot_mut() {
            slot.text.buffer.place(Position { paragraph, offset: 0 }.into(), false);
        }
        self.correct_here(cx);
    }

    /// Begins a correction of the statement under the caret: the earlier wording stays and is locked.
    fn correct_here(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now;
        let ms = u64::try_from(now.ms).unwrap_or_default();
        self.seal_shown(cx);
        let numbers = self.numbers();
        let Some(slot) = self.slot_mut() else { return };
        let Some((old, text)) = slot.current().map(|p| (p.meta.clone(), p.text.clone())) else { return };
        if text.trim().is_empty() || old.superseded {
            cx.warn("把光标放在要更正的那一段上；已更正过的，请改更正的那一段。");
            return;
        }
        let at = slot.text.buffer.caret().paragraph;
        let which = number_in_words(&numbers, old.id);
        let new = Mark { supersedes: Some(old.id), withheld: old.withheld, ..Mark::new(old.lane, now) };
        let locked = Mark { superseded: true, ..old };
        let outcome = slot.text.buffer.set_meta_and_follow(at, locked, new, ms);
        self.after_edit(outcome, cx);
        cx.done(format!("更正{which}：在新的一段里写更正后的话；原来的话保留，不再改动。"));
    }
}
