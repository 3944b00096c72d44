//! The paper as it stands on the screen: its records as they were handed in last, and what is typed over them.

use super::lay;
use super::load;
use super::rows::{self, Row, Target};
use super::texts::{Para, Text, Texts, paragraphs};
use super::writes::UNSEALED;
use crate::acts::paper::edit::EditPaper;
use crate::analysis::paper::field::{PaperOutput, PaperRecords, Refused, Spot};
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::UnitId;
use crate::model::overruled::Overruled;
use crate::model::problem::{Problem, ProblemState};
use crate::model::value::{Instant, PartialDate};
use crate::store::{Draft, Reader};
use crate::text::Paragraph;
use crate::tui::dialog::clash::Conflict;
use std::sync::Arc;
use uuid::Uuid;

/// The paper as it stands on the screen.
#[derive(Debug)]
pub(super) struct Sheet {
    /// As they are handed to the store; texts that are being typed come later.
    records: PaperRecords,
    /// The method that the problem was begun with.
    method: Arc<Method>,
    /// The day for which category trees are asked for.
    trees_at: Option<PartialDate>,
    /// One text for each row of text.
    texts: Texts,
}

/// What is new on the screen, to be handed in.
#[derive(Debug)]
pub(super) struct Edited {
    /// What differs, and the drafts that end with it.
    pub(super) edit: EditPaper,
    /// The paper was ready, and is a draft again by this.
    pub(super) redrafted: bool,
}

impl Sheet {
    /// The paper of these records, nothing typed.
    pub(super) fn new(records: PaperRecords, method: Arc<Method>, trees_at: Option<PartialDate>) -> Self {
        let mut sheet = Self { records, method, trees_at, texts: Texts::default() };
        sheet.match_rows();
        sheet
    }

    /// The records as they were handed in last, without what is typed.
    pub(super) const fn records(&self) -> &PaperRecords {
        &self.records
    }

    /// The problem of those records.
    pub(super) const fn problem(&self) -> &Problem {
        &self.records.problem
    }

    /// The unit.
    pub(super) const fn unit(&self) -> UnitId {
        self.records.problem.unit
    }

    /// The method that the problem was begun with.
    pub(super) fn method(&self) -> &Method {
        &self.method
    }

    /// The rows in the order of the form.
    pub(super) fn rows(&self) -> Vec<Row> {
        rows::rows(&self.records, &self.method, self.trees_at)
    }

    /// The label of the part that a text belongs to.
    pub(super) fn label_of(&self, spot: Spot) -> &'static str {
        self.rows().into_iter().find(|r| r.target == Target::Text(spot)).map_or("", |r| r.label)
    }

    /// 草稿 or 待送审, as it stands in the file, and whether something stands there that the file does not take. What is
    /// being typed is in its draft and needs no word: the top line says of both the same.
    pub(super) fn state(&self) -> String {
        let state = self.records.problem.state.chinese();
        let is_out = self.refused().is_some() || self.holds_refused();
        if is_out { format!("{state}（{UNSEALED}）") } else { state.to_owned() }
    }

    /// The label of a part in which something stands that cannot be taken.
    pub(super) fn untaken(&self) -> Option<&'static str> {
        self.refused().map(|(spot, _)| spot.field.block().label(PaperOutput::Screen))
    }

    /// A text of it.
    pub(super) fn text(&self, spot: Spot) -> Option<&Text> {
        self.texts.of(spot)
    }

    /// A text of it, to be typed in.
    pub(super) fn text_mut(&mut self, spot: Spot) -> Option<&mut Text> {
        self.texts.of_mut(spot)
    }

    /// The records with what is typed; what cannot be taken yet is as it was.
    pub(super) fn typed(&self) -> PaperRecords {
        self.texts.as_typed(&self.records)
    }

    fn match_rows(&mut self) {
        let rows = self.rows();
        self.texts.match_rows(&rows, &self.records);
    }

    /// Takes what is typed into the records and changes them; `None`: nothing is new by that. What comes out counts on
    /// the screen from now on.
    pub(super) fn edited(&mut self, how: impl FnOnce(&mut PaperRecords)) -> Option<Edited> {
        let before = self.records.clone();
        let drafts = self.texts.take_into(&mut self.records);
        how(&mut self.records);
        let changed = self.records != before;
        let redrafted = changed && before.problem.state == ProblemState::Ready;
        if redrafted {
            self.records.problem.state = ProblemState::Draft;
        }
        self.match_rows();
        if !changed && drafts.is_empty() {
            return None;
        }
        let edit = EditPaper { drafts, ..EditPaper::new(before, self.records.clone()) };
        Some(Edited { edit, redrafted })
    }

    /// A form over the paper has left a finding standing, and has written that.
    pub(super) fn overruled(&mut self, one: Overruled) {
        self.records.problem.overrule(one);
    }

    /// The records get another text there: what stands on the screen is made anew with the next change.
    pub(super) fn forget(&mut self, which: impl Fn(Spot) -> bool) {
        self.texts.forget(which);
    }

    /// An edit did not get into the file: the records are without it, and what was typed is not sealed after all.
    pub(super) fn take_back(&mut self, edit: &EditPaper, now: Instant) {
        self.records = lay::undone(&self.records, edit);
        self.texts.reopen(&edit.before, &edit.after, now);
    }

    /// Reads the paper again; what is typed lies on top. One that went to the bin stays on the screen: what is handed
    /// in for it is refused.
    pub(super) fn reread(&mut self, reader: &Reader, now: Instant) -> Result<()> {
        let Some(there) = load::records(reader, self.records.problem.id)? else { return Ok(()) };
        let typed = self.typed();
        let (under, shown) = lay::laid(&self.records, &typed, there);
        let old = std::mem::replace(&mut self.records, under);
        self.texts.shown_as((&old, &typed), (&self.records, &shown), now);
        self.match_rows();
        for id in load::ids(&self.records) {
            if let Some(head) = reader.head(id)?.filter(|head| self.texts.head(id) != Some(*head)) {
                self.texts.rebased(id, head, &self.records, now);
            }
        }
        Ok(())
    }

    /// The paper has just been opened: the heads of its records, and the drafts that a crash or a switch-off left.
    pub(super) fn put_back(&mut self, reader: &Reader, now: Instant) -> Result<()> {
        for id in load::ids(&self.records) {
            if let Some(head) = reader.head(id)? {
                self.texts.found(id, head);
            }
        }
        for draft in reader.drafts()? {
            self.put_back_one(draft, reader, now)?;
        }
        Ok(())
    }

    fn put_back_one(&mut self, draft: Draft, reader: &Reader, now: Instant) -> Result<()> {
        let Some(at) = self.texts.place_of(&draft, &self.records) else { return Ok(()) };
        let Some(saved) = self.texts.of(at).map(|t| t.typing.buffer.text()) else { return Ok(()) };
        let moved = self.texts.head(draft.record) != draft.base;
        if !moved || load::was(at, &draft, &self.records, reader)?.is_some_and(|then| then == saved) {
            self.texts.restore(at, &draft, &self.records, now);
        } else if saved != draft.text {
            self.texts.add_conflict(Conflict { at, draft, saved });
        }
        Ok(())
    }

    /// The draft over another text that is asked about.
    pub(super) fn conflict(&self) -> Option<&Conflict<Spot>> {
        self.texts.conflict()
    }

    /// Puts that draft into its text; returns which text it is and what the records say there.
    pub(super) fn take_draft(&mut self, now: Instant) -> Option<(Spot, Vec<Paragraph<Para>>)> {
        let conflict = self.texts.take_conflict()?;
        let saved = paragraphs(&self.records, conflict.at);
        self.texts.restore(conflict.at, &conflict.draft, &self.records, now);
        Some((conflict.at, saved))
    }

    /// A text that is typed and not sealed.
    pub(super) fn unsealed(&self) -> Option<Spot> {
        self.texts.unsealed()
    }

    /// A text that cannot be taken, and why.
    pub(super) fn refused(&self) -> Option<(Spot, Refused)> {
        self.texts.refused()
    }

    /// Something is typed that the records do not take.
    pub(super) fn cannot_take(&self) -> bool {
        self.texts.cannot_take(&self.records)
    }

    /// Throws away what is typed and not sealed; returns record and field of its drafts.
    pub(super) fn drop_unsealed(&mut self) -> Vec<(Uuid, String)> {
        let drafts = self.texts.drop_unsealed(&self.records);
        self.match_rows();
        drafts
    }

    /// A text stands there as it was refused by the store.
    pub(super) fn holds_refused(&self) -> bool {
        self.texts.holds_refused()
    }

    /// Something is typed and in no draft yet.
    pub(super) fn is_dirty(&self) -> bool {
        self.texts.is_dirty()
    }

    /// A text has been typed for so long that it has to be sealed.
    pub(super) fn seal_due(&self, now: Instant) -> bool {
        self.texts.seal_due(now)
    }

    /// In how many ms something is due next.
    pub(super) fn next_due(&self, now: Instant) -> Option<u64> {
        self.texts.next_due(now)
    }

    /// The drafts that are due.
    pub(super) fn drafts_due(&mut self, now: Instant) -> Vec<Result<Draft>> {
        self.texts.drafts_due(&self.records, now)
    }

    /// The drafts of all that no draft holds, due or not.
    pub(super) fn drafts_now(&mut self, now: Instant) -> Vec<Result<Draft>> {
        self.texts.drafts_now(&self.records, now)
    }
}
