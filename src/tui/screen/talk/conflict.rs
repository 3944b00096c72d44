//! A draft that was typed over something older than what is in the file now: both are shown, one is chosen.

use super::Talk;
use super::slot::Slot;
use crate::model::record::Op;
use crate::tui::effect::Put;
use crate::tui::screen::Cx;

impl Talk {
    pub(super) fn ask_conflict(&self, cx: &mut Cx<'_>) {
        if let Some(conflict) = self.conflicts.last() {
            let question = self.method.questions.get(conflict.at).map(|q| q.short.clone()).unwrap_or_default();
            cx.push(conflict.ask(&question));
        }
    }

    pub(super) fn settle_conflict(&mut self, use_draft: bool, cx: &mut Cx<'_>) {
        let Some(conflict) = self.conflicts.pop() else { return };
        let Some(slot) = self.slots.get_mut(conflict.at) else { return };
        // The draft becomes a revision either way, so that neither text is lost; the chosen one becomes the head.
        let saved = slot.answer.clone();
        slot.restore(&conflict.draft, cx.now);
        self.write_slot(conflict.at, cx);
        let Some(slot) = self.slots.get_mut(conflict.at) else { return };
        if !use_draft {
            let base = slot.base;
            *slot = Slot::new(saved.clone(), base, cx.now);
            cx.write(Op::EditAnswer, vec![Put::of(saved)]);
        }
        self.ask_conflict(cx);
    }
}
