//! The texts of a paper that are typed in place: what stands in each, what is a draft, what cannot be taken.

use super::rows::{Row, Target, has_paragraphs};
use crate::analysis::paper::field::{PaperField, PaperRecords, Refused, Spot};
use crate::error::Result;
use crate::model::ids::{FactId, Hash};
use crate::model::value::Instant;
use crate::store::Draft;
use crate::text::{Measure, Meta, Outcome, Paragraph, Position};
use crate::tui::dialog::clash::Conflict;
use crate::tui::terminal::MouseKind;
use crate::tui::typing::{TextPlace, Typing};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// What a paragraph stands for; only those of the facts are kept by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Para {
    /// The paragraph of the facts.
    pub id: FactId,
}

impl Meta for Para {}

/// The paragraphs of a text as they stand in the records.
pub fn paragraphs(records: &PaperRecords, spot: Spot) -> Vec<Paragraph<Para>> {
    if spot == Spot::of(PaperField::Facts) {
        let facts = crate::analysis::paper::in_order(&records.problem.facts, |f| &f.order);
        return facts.into_iter().map(|f| Paragraph { text: f.text.clone(), meta: Para { id: f.id } }).collect();
    }
    let text = records.text(spot);
    text.split('\n').map(|line| Paragraph { text: line.to_owned(), meta: Para::default() }).collect()
}

/// Takes what was typed into the records; nothing is changed when it cannot be taken.
pub fn take(records: &mut PaperRecords, spot: Spot, typed: &[Paragraph<Para>]) -> Result<(), Refused> {
    if spot == Spot::of(PaperField::Facts) {
        let typed: Vec<(FactId, &str)> = typed.iter().map(|p| (p.meta.id, p.text.as_str())).collect();
        records.set_facts(&typed);
        return Ok(());
    }
    records.set(spot, &typed.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n"))
}

/// Whether two states of the records have the same text there; of the facts also the same paragraphs.
fn is_same(one: &PaperRecords, other: &PaperRecords, spot: Spot) -> bool {
    let facts = spot == Spot::of(PaperField::Facts);
    if facts { paragraphs(one, spot) == paragraphs(other, spot) } else { one.text(spot) == other.text(spot) }
}

/// A text of the paper and its typing.
#[derive(Debug)]
pub struct Text {
    /// Which text.
    pub spot: Spot,
    /// What stands there.
    pub typing: Typing<Para>,
    /// Why what stands there cannot be taken.
    pub refused: Option<Refused>,
}

impl Text {
    /// Types, or pastes what is longer: one call is one key, one burst of an input method, or one paste; only a longer
    /// text is its own undo step.
    pub fn type_in(&mut self, text: &str, now: Instant) -> Outcome {
        let flat = if has_paragraphs(self.spot) { None } else { Some(one_line(text)) };
        let text = flat.as_deref().unwrap_or(text);
        let buffer = &mut self.typing.buffer;
        if text.chars().nth(20).is_some() {
            buffer.paste(text, ms(now), |_| Para::default())
        } else {
            buffer.insert(text, ms(now), |_| Para::default())
        }
    }

    /// Pastes into a field of one line.
    pub fn paste_line(&mut self, text: &str, now: Instant) -> Outcome {
        self.typing.buffer.paste(&one_line(text), ms(now), |_| Para::default())
    }

    /// Puts a mark of evidence at the caret.
    pub fn insert_mark(&mut self, mark: &str, now: Instant) -> Outcome {
        self.typing.buffer.insert(mark, ms(now), |_| Para::default())
    }

    /// It was changed by that.
    pub fn edited(&mut self, now: Instant) {
        self.typing.edited(now);
        self.refused = None;
    }

    /// One comes to it: from below to its end.
    pub fn enter(&mut self, from_below: bool) {
        let end = if from_below { usize::MAX } else { 0 };
        self.typing.buffer.place(Position { paragraph: end, offset: end }.into(), false);
    }

    /// The mouse is at a cell of it.
    pub fn point(&mut self, row: usize, col: usize, measure: Measure, kind: MouseKind) {
        let spot = self.typing.buffer.hit(row, col, measure);
        match kind {
            MouseKind::DoubleClick => self.typing.buffer.select_word(spot.at),
            kind => self.typing.buffer.place(spot, kind == MouseKind::Drag),
        }
    }
}

fn ms(now: Instant) -> u64 {
    u64::try_from(now.ms).unwrap_or_default()
}

/// What goes into a field of one line: line ends become blanks.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// All texts of a paper, one for each row of text.
#[derive(Debug, Default)]
pub struct Texts {
    all: Vec<Text>,
    /// Head revisions of the records that they belong to.
    heads: HashMap<Uuid, Hash>,
    /// Drafts over another revision, to be asked about, the next one last.
    conflicts: Vec<Conflict<Spot>>,
}

impl Texts {
    /// One of them.
    pub fn of(&self, spot: Spot) -> Option<&Text> {
        self.all.iter().find(|t| t.spot == spot)
    }

    /// One of them, to be edited.
    pub fn of_mut(&mut self, spot: Spot) -> Option<&mut Text> {
        self.all.iter_mut().find(|t| t.spot == spot)
    }

    /// Keeps one text for each row of text, as it stands in the records where it is new.
    pub fn match_rows(&mut self, rows: &[Row], records: &PaperRecords) {
        let wanted = rows.iter().filter_map(|r| match r.target {
            Target::Text(spot) => Some(spot),
            _ => None,
        });
        let wanted: Vec<Spot> = wanted.collect();
        self.all.retain(|t| wanted.contains(&t.spot));
        for spot in wanted {
            if self.of(spot).is_none() {
                let typing = Typing::new(paragraphs(records, spot), Para::default);
                self.all.push(Text { spot, typing, refused: None });
            }
        }
    }

    /// The records have another text there: what stands on the screen is made anew.
    pub fn forget(&mut self, which: impl Fn(Spot) -> bool) {
        self.all.retain(|t| !which(t.spot));
    }

    /// Other records stand on the screen, with what is typed laid on them: the texts follow. `old` and `new` are each
    /// what is in the records, and that with what is typed. Carets stay as far as the text goes.
    pub fn shown_as(&mut self, old: (&PaperRecords, &PaperRecords), new: (&PaperRecords, &PaperRecords), now: Instant) {
        for text in self.all.iter_mut().filter(|t| t.refused.is_none()) {
            let unsealed = text.typing.is_unsealed();
            let (was, is) = if unsealed { (old.1, new.1) } else { (old.0, new.0) };
            if is_same(was, is, text.spot) {
                continue;
            }
            let caret = text.typing.buffer.caret();
            text.typing.replace(paragraphs(is, text.spot), Para::default, caret);
            if unsealed {
                text.typing.unseal(now);
            }
        }
    }

    /// The texts in which two states of the records differ are typed and not sealed after all.
    pub fn reopen(&mut self, before: &PaperRecords, after: &PaperRecords, now: Instant) {
        let differs = |t: &&mut Text| !is_same(before, after, t.spot);
        self.all.iter_mut().filter(differs).for_each(|t| t.typing.refused(now));
    }

    /// Takes the texts that are typed and not sealed into the records; returns which drafts end with that, as record and
    /// field. A date that cannot be read stays a draft, and says so.
    pub fn take_into(&mut self, records: &mut PaperRecords) -> Vec<(Uuid, String)> {
        let mut ended = Vec::new();
        for text in self.all.iter_mut().filter(|t| t.typing.is_unsealed()) {
            match take(records, text.spot, text.typing.buffer.paragraphs()) {
                Ok(()) => {
                    text.typing.sealed();
                    text.refused = None;
                    ended.push((records.view().owner(text.spot).1, text.spot.draft_key()));
                }
                Err(why) => text.refused = Some(why),
            }
        }
        ended
    }

    /// The records as they stand on the screen; what cannot be taken yet is as it was.
    pub fn as_typed(&self, records: &PaperRecords) -> PaperRecords {
        let mut now = records.clone();
        for text in self.all.iter().filter(|t| t.typing.is_unsealed()) {
            take(&mut now, text.spot, text.typing.buffer.paragraphs()).unwrap_or_default();
        }
        now
    }

    /// A text that cannot be taken, and why.
    pub fn refused(&self) -> Option<(Spot, Refused)> {
        self.all.iter().find_map(|t| Some((t.spot, t.refused?)))
    }

    /// A text that is typed and not sealed.
    pub fn unsealed(&self) -> Option<Spot> {
        self.all.iter().find(|t| t.typing.is_unsealed()).map(|t| t.spot)
    }

    /// Something is typed that the records do not take.
    pub fn cannot_take(&self, records: &PaperRecords) -> bool {
        let unsealed = self.all.iter().filter(|t| t.typing.is_unsealed());
        let mut records = records.clone();
        unsealed.into_iter().any(|t| take(&mut records, t.spot, t.typing.buffer.paragraphs()).is_err())
    }

    /// Throws away what is typed and not sealed; returns record and field of its drafts. The texts are made anew.
    pub fn drop_unsealed(&mut self, records: &PaperRecords) -> Vec<(Uuid, String)> {
        let gone = |t: &&Text| t.typing.is_unsealed();
        let place = |t: &Text| (records.view().owner(t.spot).1, t.spot.draft_key());
        let drafts = self.all.iter().filter(gone).map(place).collect();
        self.all.retain(|t| !t.typing.is_unsealed());
        drafts
    }

    /// A text stands there as it was refused.
    pub fn holds_refused(&self) -> bool {
        self.all.iter().any(|t| t.typing.is_refused())
    }

    /// Something is typed and in no draft yet.
    pub fn is_dirty(&self) -> bool {
        self.all.iter().any(|t| t.typing.is_dirty())
    }

    /// A text has been typed for so long that it has to be sealed.
    pub fn seal_due(&self, now: Instant) -> bool {
        self.all.iter().any(|t| t.refused.is_none() && t.typing.seal_due(now) == Some(0))
    }

    /// In how many ms something is due next.
    pub fn next_due(&self, now: Instant) -> Option<u64> {
        let sealing = |t: &Text| t.typing.seal_due(now).filter(|_| t.refused.is_none());
        let next = self.all.iter().flat_map(|t| [t.typing.draft_due(now), sealing(t)]).flatten().min()?;
        u64::try_from(next).ok()
    }

    /// The drafts that are due.
    pub fn drafts_due(&mut self, records: &PaperRecords, now: Instant) -> Vec<Result<Draft>> {
        self.drafts(records, now, |t| t.typing.draft_due(now) == Some(0))
    }

    /// The drafts of all that no draft holds, due or not.
    pub fn drafts_now(&mut self, records: &PaperRecords, now: Instant) -> Vec<Result<Draft>> {
        self.drafts(records, now, |t| t.typing.is_dirty())
    }

    fn drafts(
        &mut self,
        records: &PaperRecords,
        now: Instant,
        is_wanted: impl Fn(&Text) -> bool,
    ) -> Vec<Result<Draft>> {
        let heads = &self.heads;
        let wanted = self.all.iter_mut().filter(|t| is_wanted(t));
        wanted
            .map(|text| {
                let (kind, record, parent) = records.view().owner(text.spot);
                let base = heads.get(&record).copied();
                text.typing
                    .draft(TextPlace { record, kind, parent: Some(parent), field: text.spot.draft_key(), base }, now)
            })
            .collect()
    }

    /// The revision of a record that is in the file now.
    pub fn head(&self, record: Uuid) -> Option<Hash> {
        self.heads.get(&record).copied()
    }

    /// A record of the paper has a new revision: what is typed over it is typed over that one.
    pub fn rebased(&mut self, record: Uuid, rev: Hash, records: &PaperRecords, now: Instant) {
        self.heads.insert(record, rev);
        let own = self.all.iter_mut().filter(|t| records.view().owner(t.spot).1 == record);
        own.for_each(|t| t.typing.rebased(now));
    }

    /// A record of the paper is in the file at that revision.
    pub fn found(&mut self, record: Uuid, rev: Hash) {
        self.heads.insert(record, rev);
    }

    /// The text that a draft belongs to.
    pub fn place_of(&self, draft: &Draft, records: &PaperRecords) -> Option<Spot> {
        let is_it = |spot: Spot| {
            let (kind, record, _) = records.view().owner(spot);
            draft.record == record && draft.kind == kind && draft.field == spot.draft_key()
        };
        self.all.iter().map(|t| t.spot).find(|spot| is_it(*spot))
    }

    /// Puts a draft back into its text. One that could not be taken then cannot be now.
    pub fn restore(&mut self, spot: Spot, draft: &Draft, records: &PaperRecords, now: Instant) {
        if let Some(text) = self.of_mut(spot) {
            text.typing.restore(draft, now, Para::default, |_| {});
            text.typing.rebased(now);
            text.refused = take(&mut records.clone(), spot, text.typing.buffer.paragraphs()).err();
        }
    }

    /// A draft over another text, to be asked about.
    pub fn add_conflict(&mut self, conflict: Conflict<Spot>) {
        self.conflicts.push(conflict);
    }

    /// The draft that is asked about.
    pub fn conflict(&self) -> Option<&Conflict<Spot>> {
        self.conflicts.last()
    }

    /// Takes it out.
    pub fn take_conflict(&mut self) -> Option<Conflict<Spot>> {
        self.conflicts.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{ProblemId, UnitId};
    use crate::model::problem::Problem;

    fn records() -> PaperRecords {
        let problem = Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "预-LF-01".into());
        PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() }
    }

    fn typed(text: &str) -> Vec<Paragraph<Para>> {
        text.split('\n').map(|t| Paragraph { text: t.to_owned(), meta: Para::default() }).collect()
    }

    const FACTS: Spot = Spot::of(PaperField::Facts);
    const FROM: Spot = Spot::of(PaperField::From);

    #[test]
    fn facts_keep_their_ids_and_places_and_blank_paragraphs_are_none() {
        let mut r = records();
        take(&mut r, FACTS, &typed("一\n\n二")).unwrap();
        let first: Vec<_> = r.problem.facts.iter().map(|f| (f.id, f.order.clone())).collect();
        assert_eq!(first.len(), 2);
        let mut again = paragraphs(&r, FACTS);
        again.insert(1, Paragraph { text: "一半".into(), meta: Para::default() });
        take(&mut r, FACTS, &again).unwrap();
        let second: Vec<_> = r.problem.facts.iter().map(|f| (f.id, f.order.clone())).collect();
        assert_eq!((&second[0], &second[2]), (&first[0], &first[1]));
        assert!(second[0].1 < second[1].1 && second[1].1 < second[2].1);
    }

    #[test]
    fn a_date_that_cannot_be_read_changes_nothing() {
        let mut r = records();
        take(&mut r, FROM, &typed("2022年6月14日")).unwrap();
        assert_eq!(r.text(FROM), "2022-06-14");
        assert!(take(&mut r, FROM, &typed("六月")).unwrap_err().contains("看不懂这个日期"));
        assert_eq!(r.text(FROM), "2022-06-14");
        take(&mut r, FROM, &typed(" ")).unwrap();
        assert_eq!(r.problem.from, None);
    }
}
