//! The door for what is no present record: earlier revisions, drafts, texts made elsewhere.

use super::super::draft::Draft;
use super::rows::State;
use super::settle;
use super::strike::strike;
use crate::model::any::AnyRecord;
use crate::model::closed::{self, ELSEWHERE, Link, Why};
use crate::model::record::Kind;
use crate::model::told::each_text;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// What may be told of a round, as of one moment. Cheap to copy.
#[derive(Debug, Clone, Default)]
pub struct Told(Option<Arc<State>>);

/// A record as it is to be kept in the file, with something struck.
pub(in super::super) struct AsWritten {
    /// The record.
    pub(in super::super) record: AnyRecord,
    /// The words that were struck, each after its field.
    pub(in super::super) words: Vec<String>,
    /// The texts that were struck as a whole, each with its element.
    pub(in super::super) whole: Vec<(String, String)>,
}

impl Told {
    pub(super) fn of(state: Arc<State>) -> Self {
        Self(Some(state))
    }

    pub(in super::super) const fn new(state: Option<Arc<State>>) -> Self {
        Self(state)
    }

    /// Whether nothing is withheld.
    pub const fn is_open(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a record is told nowhere, or (with its id) a statement, claim or cited line of it.
    pub fn is_closed(&self, record: Uuid, element: Option<Uuid>) -> bool {
        let Some(state) = &self.0 else { return false };
        let links = state.links.get(&record).map(AsRef::as_ref);
        let of = |id: Uuid| links.into_iter().flatten().any(|l| l.closes(record) == Some(id));
        of(record) || element.is_some_and(of)
    }

    /// Whether a statement or record is told nowhere, wherever it stands.
    pub fn closes(&self, id: Uuid) -> bool {
        self.0.as_ref().is_some_and(|state| state.closed(id))
    }

    /// Whether a paper cites something that is told nowhere: such a paper does not leave.
    pub fn holds_back(&self, paper: Uuid) -> bool {
        let links = self.0.as_ref().and_then(|state| state.links.get(&paper));
        links.is_some_and(|links| links.iter().any(|l| l.why == Why::Cites))
    }

    /// Puts 〔已另行处理〕 in the place of withheld words; says whether there were any.
    pub fn strike_text(&self, text: &mut String) -> bool {
        self.0.as_ref().is_some_and(|state| state.words.strike(text))
    }

    /// The same in texts that are read one after the other: also where a run begins in one and ends in the next.
    pub fn strike_each(&self, texts: &mut [String]) -> bool {
        !self.strike_words(texts).is_empty()
    }

    /// The same; returns the words that were struck.
    pub(super) fn strike_words(&self, texts: &mut [String]) -> Vec<String> {
        self.0.as_ref().map(|state| state.words.strike_each(texts).concat()).unwrap_or_default()
    }

    /// Whether withheld words stand in texts that are read one after the other.
    pub fn stand_in_any(&self, texts: &[String]) -> bool {
        let found = self.0.as_ref().map(|state| state.words.find_each(texts.iter().map(String::as_str)));
        found.is_some_and(|found| found.iter().any(|places| !places.is_empty()))
    }

    /// A record, in whatever version, as it may be told; `None`: not at all. It may be one that the file does not hold in
    /// this form: an earlier revision, one side of a clash. A statement off which a withheld one was split is closed in
    /// the versions before that.
    #[must_use]
    pub fn strike(&self, record: &AnyRecord) -> Option<AnyRecord> {
        let Some(state) = &self.0 else { return Some(record.clone()) };
        Self::with(state, record, closed::earlier(record, &state.links_of(record.id())))
    }

    /// A record as the file holds it now, as it may be told: also what is left of a statement when the withheld one that
    /// was split off it is in the answer no more.
    pub(super) fn present(&self, record: &AnyRecord) -> Option<AnyRecord> {
        let Some(state) = &self.0 else { return Some(record.clone()) };
        Self::with(state, record, BTreeSet::new())
    }

    fn with(state: &State, record: &AnyRecord, more: BTreeSet<Link>) -> Option<AnyRecord> {
        let id = record.id();
        let mut links: BTreeSet<Link> = closed::links(record, &|id| state.closed(id));
        links.extend(more);
        let now = state.links_of(id);
        // What is closed now is closed in every version, whatever that version itself says.
        links.extend(now.into_iter().filter(|l| l.why.closes()));
        let mut told = closed::told(record, &links)?;
        strike(&mut told, &state.words, &mut |_, _| {});
        Some(told)
    }

    /// Whether withheld words stand in `text`.
    pub fn stand_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|state| state.words.stand_in(text))
    }

    /// A record, in whatever version, as it is to be kept in the file: with withheld words struck where nothing else
    /// keeps them. Answers keep what was said, whoever withholds the same words; what is closed as a whole loses its text
    /// as a whole, unless it carries the mark itself and hangs on nothing: then it is where the words stand. `None`: nothing
    /// to strike.
    pub(super) fn written(&self, record: &AnyRecord) -> Option<AsWritten> {
        let state = self.0.as_ref().filter(|_| record.kind() != Kind::Answer)?;
        let id = record.id();
        let mut links: BTreeSet<Link> = closed::links(record, &|id| state.closed(id));
        links.extend(state.links_of(id));
        let of_record = |why: Why| links.iter().any(|l| l.element.is_empty() && l.why == why);
        if of_record(Why::Marked) && !of_record(Why::Drawn) {
            return None;
        }
        let closed: BTreeSet<Uuid> = links.iter().filter_map(|l| l.closes(id)).collect();
        let is_whole = settle::whole(record, &links);
        let mut new = AsWritten { record: record.clone(), words: Vec::new(), whole: Vec::new() };
        each_text(&mut new.record, &mut |place, text| {
            if is_whole(place) && !text.trim().is_empty() && text != ELSEWHERE {
                new.whole.push((settle::element_of(place), std::mem::replace(text, ELSEWHERE.to_owned())));
            }
        });
        let mut any = !new.whole.is_empty();
        strike(&mut new.record, &state.words, &mut |place, found| {
            any = true;
            // Nobody has typed what is told nowhere.
            if !closed.contains(&id) && place.element.is_none_or(|element| !closed.contains(&element)) {
                new.words.push(format!("{}：{}", place.label, found.join("……")));
            }
        });
        any.then_some(new)
    }

    /// A body out of the log as it may be told, by the ids of its elements and by words, with its schema number, which
    /// is then that of this version; every string of it reads 〔已另行处理〕 when it is told nowhere. A body that cannot be
    /// read, or is of a kind that this version does not know, is that one word.
    pub(in super::super) fn mask_revision(
        &self,
        path: &Path,
        kind: Option<Kind>,
        schema: u32,
        body: String,
    ) -> (u32, String) {
        if self.is_open() || body.is_empty() {
            return (schema, body);
        }
        let read = kind.and_then(|kind| super::decode(path, kind, schema, &body).ok());
        let told = read.map(|record| {
            let mut told = self.strike(&record).unwrap_or_else(|| blank(record.clone()));
            marks_of(&mut told, &record);
            told
        });
        match told.and_then(|told| super::encode(&told).ok()) {
            Some(told) => (told.schema, told.body),
            None => (schema, format!("\"{ELSEWHERE}\"")),
        }
    }

    /// A draft as anybody may be told: of what is typed into a talk nothing, once something is withheld.
    pub(in super::super) fn mask_draft(&self, draft: &mut Draft) {
        if draft.kind != Kind::Answer {
            self.draft(draft);
        } else if !self.is_open() && !draft.text.is_empty() {
            ELSEWHERE.clone_into(&mut draft.text);
            draft.state.clear();
            draft.caret = draft.text.len();
        }
    }

    /// Strikes a draft as it is kept; says whether anything was struck. What is typed into a talk is that talk's own, as
    /// its answers are.
    pub(in super::super) fn draft(&self, draft: &mut Draft) -> bool {
        if self.is_open() || draft.kind == Kind::Answer {
            return false;
        }
        if self.closes(draft.record) {
            if draft.text.is_empty() {
                return false;
            }
            ELSEWHERE.clone_into(&mut draft.text);
        } else if !self.strike_text(&mut draft.text) {
            return false;
        }
        draft.state.clear();
        draft.caret = draft.text.len();
        true
    }
}

/// Which statements carried the mark in that revision, not which are closed now: who set it, and when, is told.
fn marks_of(told: &mut AnyRecord, record: &AnyRecord) {
    if let (AnyRecord::Answer(told), AnyRecord::Answer(answer)) = (told, record) {
        for (told, statement) in told.statements.iter_mut().zip(&answer.statements) {
            told.withheld = statement.withheld;
        }
    }
}

/// A record of which nothing may be told.
fn blank(mut record: AnyRecord) -> AnyRecord {
    each_text(&mut record, &mut |_, text| {
        if !text.is_empty() {
            ELSEWHERE.clone_into(text);
        }
    });
    record
}
