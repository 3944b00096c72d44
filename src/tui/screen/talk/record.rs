//! A record that was read back: how one comes to that and how it is taken away, and from the closing on corrected only.

use super::Talk;
use super::read_back::ReadBackPage;
use crate::acts::talk::close::ReadBack;
use crate::analysis::on_record::{TalkDeed, may_claim};
use crate::tui::action::Edit;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// The tag of the question whether the confirmation of a closed talk is taken away.
pub(super) const UNREAD: &str = "unread";

impl Talk {
    /// Opens the record to be read back, with all that was typed sealed before.
    pub(super) fn read_back(&mut self, cx: &mut Cx<'_>) {
        if !self.may_leave(cx) {
            return;
        }
        let answers = self.sealed_before(cx);
        let ticked = self.read_out.clone();
        match ReadBackPage::open(&self.interview, &self.method, answers, ticked, cx) {
            Ok(page) => cx.push(page),
            Err(e) => cx.fail(&e),
        }
    }

    /// Takes the confirmation away: the words are free again then.
    pub(super) fn take_read_back_away(&mut self, cx: &mut Cx<'_>) {
        let answers = self.sealed_before(cx);
        let act = ReadBack { answers, talk: self.interview.id, at: None };
        let ticket = cx.act_saying(act, "已取消读回确认。");
        self.sent(ticket, Vec::new());
        self.unreading(ticket);
    }

    /// Whether an edit would change words that are on record; says how they are corrected.
    pub(super) fn refuses(&self, edit: Edit, cx: &mut Cx<'_>) -> bool {
        let refuses = self.changes_record(edit);
        if refuses {
            cx.not_here(Context::Answer.fill(
                "谈话已结束并读回，记录不再改动。要更正，把光标放在那一段上，按 {key:Correct}，再写更正后的话。",
            ));
        }
        refuses
    }

    /// Whether a deed is refused to this talk as it stands; says why, and what to do instead.
    pub(super) fn refuses_deed(&self, deed: TalkDeed, cx: &mut Cx<'_>) -> bool {
        let refused = deed.may(&self.interview);
        if let Err(e) = &refused {
            cx.not_here(e.to_string().replace('\n', "。"));
        }
        refused.is_err()
    }

    /// Whether the claim in focus stays as it is; says how it is corrected. What a correction asserts is typed.
    pub(super) fn refuses_claim(&self, cx: &mut Cx<'_>) -> bool {
        let refused = self.is_claim_closed();
        if refused {
            cx.not_here(Context::Answer.fill(
                "谈话已结束并读回，陈述要素不能改动。要改，先把光标放在那一段上按 {key:Correct}，写了更正后的话再改要素。",
            ));
        }
        refused
    }

    /// The claim in focus stays as it is: the record was read back, and no correction asserts it.
    pub(super) fn is_claim_closed(&self) -> bool {
        let asserting = self.slot().and_then(|slot| {
            let by = slot.asserting()?;
            slot.text.buffer.paragraphs().iter().find(|p| p.meta.id == by)
        });
        may_claim(&self.interview, |at| asserting.is_some_and(|p| p.meta.corrects_since(at))).is_err()
    }

    pub(super) fn changes_record(&self, edit: Edit) -> bool {
        let (Some(read_back), Some(slot)) = (self.interview.on_record(), self.slot()) else { return false };
        let paragraphs = slot.text.buffer.paragraphs();
        let caret = slot.text.buffer.caret();
        let text = paragraphs.get(caret.paragraph).map_or("", |p| p.text.as_str());
        let here = (caret.paragraph, caret.paragraph);
        let (from, to) = match (edit, slot.text.buffer.selection()) {
            (
                Edit::Backspace | Edit::DeleteWord | Edit::Delete | Edit::NewLine | Edit::Cut | Edit::Paste,
                Some((a, b)),
            ) => (a.paragraph, b.paragraph),
            // An empty paragraph goes whole and takes no words along.
            (Edit::Backspace | Edit::DeleteWord, None) if caret.offset == 0 && !text.is_empty() => {
                (caret.paragraph.saturating_sub(1), caret.paragraph)
            }
            (Edit::Delete, None) if caret.offset == text.len() => (caret.paragraph, caret.paragraph + 1),
            (Edit::Backspace | Edit::DeleteWord | Edit::Delete | Edit::NewLine | Edit::Paste, None) => here,
            _ => return false,
        };
        (from..=to).filter_map(|at| paragraphs.get(at)).any(|p| !p.meta.corrects_since(read_back))
    }

    /// Whether a new paragraph at the caret is the second half of the one there. What follows a correction of a record
    /// that is only corrected is part of it.
    pub(super) fn splits(&self) -> bool {
        let Some(slot) = self.slot() else { return false };
        if self.interview.on_record().is_some() {
            return true;
        }
        let buffer = &slot.text.buffer;
        let at = buffer.selection().map_or_else(|| buffer.caret(), |(_, to)| to);
        buffer.paragraphs().get(at.paragraph).is_some_and(|p| at.offset < p.text.len())
    }
}
