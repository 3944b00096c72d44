//! The history of the round and of a record, for reading: who, when, what; old wording beside new.
//!
//! - [`History::log`]: the user actions, newest first and page by page, each in words ([`Deed`]).
//! - [`History::of`]: the revisions of records, each against the one before it ([`Revised`]), field by field.
//! - [`lines()`]: the same as lines that a screen or the command line draws.
//!
//! # What is withheld
//!
//! Every body comes out of the store as it may be told now, also that of an earlier revision of what was withheld later
//! ([`Reader::history`]). They come out of `body::Bodies` alone; all other modules here see `body::Body`.
//!
//! # What it must not know
//!
//! How an action is done or undone. It names an action by its verb and by what the action touched.

mod body;
mod change;
mod deed;
mod fields;
mod lines;
mod names;
mod noted;
mod place;
mod show;
#[cfg(test)]
mod tests;
mod verbs;
mod words;

pub use change::{Change, ChangePlace, How};
pub use deed::{Deed, Elsewhere, Older, Page, Verb, Wanted, short_device};
pub use lines::{HistoryLine, LineKind, lines};
pub use place::{set_place, value_at};
pub use words::{Mark, Span, diff};

use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::ELSEWHERE;
use crate::model::ids::{Hash, TxnId};
use crate::model::record::{Kind, Op};
use crate::store::{Fate, Reader, Touched};
use body::{Bodies, Step};
use names::Names;
use std::cell::RefCell;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Said of what an action of withholding did to a record that is not the one where it was withheld.
const STRUCK_ELSEWHERE: &str = "随转线索处理：其中的有关文字改为〔已另行处理〕";
/// The same beside what came back with the withholding taken back.
const BACK_ELSEWHERE: &str = "随取消转线索处理";

/// Actions read at a time while looking for those that are wanted.
const PAGE: usize = 200;

/// The history of a round.
pub struct History<'r> {
    reader: &'r Reader,
    names: Names<'r>,
    /// Deeds by their action: many revisions belong to one.
    deeds: RefCell<BTreeMap<TxnId, Deed>>,
}

/// One revision of a record against the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// Its hash.
    pub rev: Hash,
    /// The state that it was made over, when that has a body: what 恢复 would go back to.
    pub before: Option<Hash>,
    /// The kind of the record; `None` when this version does not know it.
    pub kind: Option<Kind>,
    /// The record.
    pub record: Uuid,
    /// What the record is called after it, or was called before it went to the bin.
    pub name: String,
    /// What became of the record.
    pub fate: Fate,
    /// The action that it belongs to.
    pub deed: Deed,
    /// What changed, in the order of the fields; empty when nothing that may be shown did.
    pub changes: Vec<Change>,
}

impl<'r> History<'r> {
    /// The history of the round of `reader`.
    pub fn new(reader: &'r Reader) -> Self {
        Self { reader, names: Names::new(reader, Bodies::new(reader)), deeds: RefCell::default() }
    }

    /// What was done and is `wanted`, newest first, from `from` on (`None`: from the newest), at most `limit`: the actions
    /// of the log, and between them by their time what changed no record. Costs as much as it has to look through;
    /// bodies are read for the actions returned only.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn log(&self, from: Option<Older>, limit: usize, wanted: &Wanted) -> Result<Page> {
        let mut deeds = Vec::new();
        let mut from = from.unwrap_or(Older { seq: i64::MAX, noted: usize::MAX });
        let mut noted = noted::all(self.reader, &self.names)?;
        noted.retain(|n| wanted.holds(n.author, n.at));
        let listed = noted.len().saturating_sub(from.noted);
        let mut noted = noted.into_iter().skip(listed).peekable();
        loop {
            let acts = self.reader.acts(Some(from.seq), PAGE)?;
            let last = acts.len() < PAGE;
            for act in &acts {
                let room = limit - deeds.len();
                deeds.extend(std::iter::from_fn(|| noted.next_if(|n| n.at.ms >= act.at.ms)).take(room));
                if deeds.len() == limit {
                    return Ok(Page { deeds, next: Some(Older { noted: noted.count(), ..from }) });
                }
                from.seq = act.seq;
                if wanted.holds(act.author, act.at) {
                    deeds.push(deed::tell(&self.names, act)?);
                }
            }
            if last {
                deeds.extend(noted.by_ref().take(limit - deeds.len()));
                let next = Some(Older { noted: noted.count(), ..from }).filter(|next| next.noted > 0);
                return Ok(Page { deeds, next });
            }
        }
    }

    /// One action of the log; `None` when there is none of that id.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn deed(&self, txn: TxnId) -> Result<Option<Deed>> {
        if let Some(known) = self.deeds.borrow().get(&txn) {
            return Ok(Some(known.clone()));
        }
        let Some(act) = self.reader.act(txn)? else { return Ok(None) };
        let deed = deed::tell(&self.names, &act)?;
        self.deeds.borrow_mut().insert(txn, deed.clone());
        Ok(Some(deed))
    }

    /// The revisions of these records, newest first: of a talk with its answers, for example.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn of(&self, records: &[Uuid]) -> Result<Vec<Revised>> {
        let mut all: Vec<(i64, Revised)> = Vec::new();
        for record in records {
            let steps = self.names.bodies().history(*record)?;
            for (at, step) in steps.iter().enumerate() {
                if let Some(revised) = self.revised(&steps, at, step)? {
                    all.push((step.seq, revised));
                }
            }
        }
        all.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
        Ok(all.into_iter().map(|(_, revised)| revised).collect())
    }

    /// What one action did to these records, in the order in which it wrote them. Costs by what it wrote, however long
    /// the history of the records is.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn in_deed(&self, deed: &Deed, records: &[Uuid]) -> Result<Vec<Revised>> {
        let act = deed.txn.map(|txn| self.reader.act(txn)).transpose()?.flatten();
        let Some(act) = act else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for touched in act.touched.iter().filter(|t| records.contains(&t.record)) {
            let steps = self.names.bodies().around(touched.record, touched.after)?;
            if let Some((at, step)) = steps.iter().enumerate().find(|(_, s)| s.rev == touched.after) {
                all.extend(self.revised(&steps, at, step)?);
            }
        }
        Ok(all)
    }

    /// What was done to these records, newest first, before the place `before`, at most `limit`, and where the next page
    /// begins. Bodies are read for the actions returned only.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn deeds_on(&self, records: &[Uuid], before: Option<i64>, limit: usize) -> Result<(Vec<Deed>, Option<i64>)> {
        let acts = self.reader.acts_on(records, before, limit)?;
        let next = acts.last().map(|(seq, _)| *seq).filter(|_| acts.len() == limit);
        let mut deeds = Vec::with_capacity(acts.len());
        for (_, txn) in acts {
            let Some(deed) = self.deed(txn)? else { continue };
            deeds.push(if deed.touched.iter().any(|t| records.contains(&t.record)) {
                deed
            } else {
                let act = self.reader.act(txn)?;
                let touched = act.into_iter().flat_map(|a| a.touched).filter(|t| records.contains(&t.record));
                self.struck_elsewhere(deed, touched.collect())?
            });
        }
        Ok((deeds, next))
    }

    /// A record and what is a part of it in the eyes of a person: of a talk its answers, of a document what was read in
    /// it.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn with_parts(&self, record: Uuid, kind: Option<Kind>) -> Result<Vec<Uuid>> {
        let parts: &[Kind] = match kind {
            Some(Kind::Interview) => &[Kind::Answer],
            Some(Kind::Document) => &[Kind::CheckResult, Kind::Entry],
            Some(
                Kind::Round
                | Kind::Unit
                | Kind::Inspector
                | Kind::Person
                | Kind::Answer
                | Kind::Observation
                | Kind::Attachment
                | Kind::CheckResult
                | Kind::Entry
                | Kind::Evidence
                | Kind::Decision
                | Kind::Problem
                | Kind::Suggestion
                | Kind::QuickFix
                | Kind::Loan,
            )
            | None => &[],
        };
        let mut all = vec![record];
        for kind in parts {
            all.extend(self.reader.briefs_below(record, &[*kind])?.into_iter().map(|(id, ..)| id));
        }
        Ok(all)
    }

    /// What a record is called, by its last state; empty when it has no name.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn name(&self, record: Uuid) -> Result<String> {
        self.names.of(record)
    }

    /// The records of a kind that are in the bin and in whose last state the text field `key` read `value`; small and
    /// capital letters are alike.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn in_bin(&self, kind: Kind, key: &str, value: &str) -> Result<Vec<Uuid>> {
        let mut found = Vec::new();
        for record in self.reader.binned(kind)? {
            let last = self.names.bodies().last(record)?;
            if last.is_some_and(|body| body.text(key).eq_ignore_ascii_case(value)) {
                found.push(record);
            }
        }
        Ok(found)
    }

    /// Every field of a record that holds something, by its last state: what it is, or was before it went to the bin.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn whole(&self, record: Uuid) -> Result<Vec<Change>> {
        let last = self.names.bodies().last(record)?;
        last.map_or_else(|| Ok(Vec::new()), |body| change::changes(&self.names, None, &body))
    }

    /// What leads from one state of a record (`None`: nothing) to another, neither of which need be in the file: what an
    /// undo would do, as it may be told.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn between(&self, old: Option<&AnyRecord>, new: &AnyRecord) -> Result<Vec<Change>> {
        let old = old.map(|old| self.names.bodies().of(old)).transpose()?;
        change::changes(&self.names, old.as_ref(), &self.names.bodies().of(new)?)
    }

    /// Whether two states of a record are one and the same as far as they may be told.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn reads_alike(&self, one: &AnyRecord, other: &AnyRecord) -> Result<bool> {
        Ok(self.names.bodies().of(one)? == self.names.bodies().of(other)?)
    }

    fn revised(&self, steps: &[Step], at: usize, step: &Step) -> Result<Option<Revised>> {
        let Some(mut deed) = self.deed(step.txn)? else { return Ok(None) };
        let parent = step.parents.first().and_then(|p| steps.iter().find(|s| s.rev == *p));
        // Over a state in the bin stands what the record was before it went there.
        let was = || steps.iter().take(at).rev().find(|s| s.body.is_some());
        let before = parent.and_then(|p| if p.body.is_some() { Some(p) } else { was() });
        let fate = match (step.deleted, parent) {
            (true, _) => Fate::Deleted,
            (false, None) => Fate::Created,
            (false, Some(p)) if p.deleted => Fate::Restored,
            (false, Some(_)) => Fate::Changed,
        };
        if !deed.touched.iter().any(|t| t.record == step.record) {
            let before = parent.map(|p| p.rev);
            let touched = Touched { kind: step.kind, record: step.record, before, after: step.rev, fate };
            deed = self.struck_elsewhere(deed, vec![touched])?;
        }
        let old = before.and_then(|b| b.body.as_ref());
        let name = step.body.as_ref().or(old).map(|b| self.names.name_of(b)).transpose()?.unwrap_or_default();
        let changes = match &step.body {
            Some(new) => change::changes(&self.names, old, new)?,
            None => Vec::new(),
        };
        let before = before.map(|b| b.rev);
        Ok(Some(Revised { rev: step.rev, before, kind: step.kind, record: step.record, name, fate, deed, changes }))
    }

    /// An action of withholding as it is told beside what was struck because of it: in which fields, and that a paper went
    /// back to draft. Where it was withheld is not told there.
    fn struck_elsewhere(&self, deed: Deed, touched: Vec<Touched>) -> Result<Deed> {
        let is_back = matches!(deed.verb, Verb::Undone(_) | Verb::Done(Op::LetIn));
        let mut words = if is_back { BACK_ELSEWHERE } else { STRUCK_ELSEWHERE }.to_owned();
        let struck = deed.txn.map(|txn| self.names.struck_fields(txn)).transpose()?.unwrap_or_default();
        let mut fields: Vec<&String> = touched.iter().filter_map(|t| struck.get(&t.record)).flatten().collect();
        fields.dedup();
        if !is_back && !fields.is_empty() {
            let fields: Vec<&str> = fields.into_iter().map(String::as_str).collect();
            words = format!("随转线索处理：{}里的有关文字改为{ELSEWHERE}", fields.join("、"));
        }
        for one in &touched {
            if deed::back_to_draft(&self.names, one)?.is_some() {
                words.push_str("；底稿退回草稿");
            }
        }
        Ok(Deed { words, elsewhere: Elsewhere::default(), touched, ..deed })
    }
}
