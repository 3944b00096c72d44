//! What is struck where: withheld words stand in the talk that withholds them, and nowhere else in the file.

use super::super::error::Sql;
use super::rows::State;
use super::settle::{of_body, stored};
use super::{DOING, Told, history};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::ids::InterviewId;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// The one rule by which words are struck for good, whichever action strikes them: in the answers of a talk those that
/// other talks withhold, in all else every one. A talk is read and typed as a whole, what it withholds stays in it.
pub(super) struct Doors<'a> {
    conn: &'a Connection,
    path: &'a Path,
    state: Arc<State>,
    all: Told,
    /// The talks of answers that are not in the file yet as they are meant.
    coming: BTreeMap<Uuid, InterviewId>,
    /// Of each answer with withheld words whose talk it is of; once it was needed.
    talks: Option<BTreeMap<Uuid, InterviewId>>,
    /// What others withhold, by talk; of the talks whose answers hold any withheld words.
    others: BTreeMap<InterviewId, Told>,
}

impl<'a> Doors<'a> {
    pub(super) fn new(conn: &'a Connection, path: &'a Path, state: Arc<State>) -> Self {
        let all = Told::of(Arc::clone(&state));
        Self { conn, path, state, all, coming: BTreeMap::new(), talks: None, others: BTreeMap::new() }
    }

    /// With records that are to be written.
    pub(super) fn and_coming<'r>(mut self, records: impl IntoIterator<Item = &'r AnyRecord>) -> Self {
        let talk = |record: &AnyRecord| match record {
            AnyRecord::Answer(answer) => Some((answer.id.0, answer.interview)),
            _ => None,
        };
        self.coming.extend(records.into_iter().filter_map(talk));
        self
    }

    /// What is told in the end, whoever asks.
    pub(super) const fn all(&self) -> &Told {
        &self.all
    }

    /// A record, in whatever version, as it is to be kept in the file; see [`Told::written`].
    pub(super) fn written(&mut self, record: &AnyRecord) -> Result<Option<(AnyRecord, Vec<String>)>> {
        match (self.all.written(record), record) {
            (Some(_), AnyRecord::Answer(answer)) => Ok(self.in_talk(answer.interview)?.written(record)),
            (written, _) => Ok(written),
        }
    }

    fn in_talk(&mut self, talk: InterviewId) -> Result<&Told> {
        if !self.others.contains_key(&talk) {
            let talks = match self.talks.take() {
                Some(talks) => talks,
                None => self.sources()?,
            };
            let mut other = State::clone(&self.state);
            other.grams.retain(|source, _| talks.get(source) != Some(&talk));
            other.set_words();
            self.talks = Some(talks);
            self.others.insert(talk, Told::of(Arc::new(other)));
        }
        Ok(self.others.get(&talk).unwrap_or(&self.all))
    }

    fn sources(&self) -> Result<BTreeMap<Uuid, InterviewId>> {
        let mut talks = BTreeMap::new();
        for id in self.state.grams.keys() {
            let talk = match self.coming.get(id) {
                Some(talk) => Some(*talk),
                None => match record_of(self.conn, self.path, *id)? {
                    Some(AnyRecord::Answer(answer)) => Some(answer.interview),
                    _ => None,
                },
            };
            talks.extend(talk.map(|talk| (*id, talk)));
        }
        Ok(talks)
    }
}

/// A record as it is, or as it was before it went to the bin.
pub(super) fn record_of(conn: &Connection, path: &Path, id: Uuid) -> Result<Option<AnyRecord>> {
    if let Some(live) = stored(conn, path, id)? {
        return Ok(Some(live));
    }
    Ok(history::last(conn, id).during(DOING, path)?.and_then(|body| of_body(path, &body)))
}
