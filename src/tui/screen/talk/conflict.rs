//! A draft that was typed over something older than what is in the file now: both are shown, one is chosen.

use super::Talk;
use super::slot::Slot;
use crate::model::record::Op;
use crate::text::width;
use crate::tui::effect::Put;
use crate::tui::screen::Cx;
use crate::tui::screen::confirm::Confirm;

impl Talk {
    pub(super) fn ask_conflict(&self, cx: &mut Cx<'_>) {
        if let Some(conflict) = self.conflicts.last() {
            let question = self.method.questions.get(conflict.at).map(|q| q.short.clone()).unwrap_or_default();
            let text = format!(
                "“{question}”的草稿和已存的内容不一样，请选用哪一份。两份都在记录里查得到。\n\n草稿：{}\n\n已存：{}",
                width::shorten(&conflict.draft.text.replace('\n', " / "), 300),
                width::shorten(&conflict.saved.replace('\n', " / "), 300),
            );
            cx.push(Confirm::new("draft", text).words("用草稿", "用已存的"));
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
