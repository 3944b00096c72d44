//! Records that come in together, before any of them is written: the withheld words of each are struck in all others, so
//! that no first revision holds them. And what is told of a clash.

use super::super::error::Sql;
use super::super::tx::Tx;
use super::rows::{self, State};
use super::settle::Work;
use super::{DOING, Memory, Told, keep_unwritten};
use crate::error::{Error, Result};
use crate::model::any::AnyRecord;
use crate::model::closed::ELSEWHERE;
use crate::model::merge::Clash;
use crate::model::record::Kind;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

impl Tx<'_> {
    /// These records as they are to be written when all of them come in with this action: the words that any of them, or
    /// the round, withholds are struck in all others but answers.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn incoming(&self, records: &[AnyRecord]) -> Result<Vec<AnyRecord>> {
        let base = match self.withheld.state(self.conn, self.path)? {
            Some(state) => state,
            None if records.iter().any(is_marked) => {
                Arc::new(State::first(rows::salt(self.conn).during(DOING, self.path)?))
            }
            None => return Ok(records.to_vec()),
        };
        let mut work = Work::new(self.conn, self.path, &self.withheld, &base);
        work.put_all(records)?;
        let state = Arc::new(work.settle()?.state);
        let told = Told::of(Arc::clone(&state));
        let written = |record: &AnyRecord| {
            let Some(struck) = told.written(record) else { return Ok(record.clone()) };
            keep_unwritten((self.conn, self.path), &state, self.txn, (record.id(), &struck.whole))?;
            Ok(struck.record)
        };
        records.iter().map(written).collect()
    }
}

/// Whether something in it carries the mark itself.
fn is_marked(record: &AnyRecord) -> bool {
    match record {
        AnyRecord::Answer(answer) => answer.statements.iter().any(|s| s.withheld),
        AnyRecord::Observation(observation) => observation.withheld,
        _ => false,
    }
}

/// What is told of a clash, whichever screen shows it. Both texts of an answer stay as they are: the talk's own screen
/// alone asks about those.
pub(in super::super) fn clash(conn: &Connection, path: &Path, error: Error) -> Error {
    let asks = error.as_clash().is_some_and(|clash| clash.kind != Kind::Answer);
    let state = if asks { Memory::default().state(conn, path) } else { Ok(None) };
    match state {
        Ok(Some(state)) => error.map_clash(|clash| mask(clash, &Told::of(state))),
        // What may be told cannot be read: nothing is.
        Err(_) => error.map_clash(|clash| clash.at.iter_mut().for_each(hide)),
        Ok(None) => error,
    }
}

fn mask(clash: &mut Clash, told: &Told) {
    for at in &mut clash.at {
        let mut ids = at.path.split('/').filter_map(|part| Uuid::parse_str(part).ok());
        if told.closes(clash.record) || ids.any(|id| told.closes(id)) {
            hide(at);
        } else {
            told.strike_text(&mut at.ours);
            told.strike_text(&mut at.theirs);
        }
    }
}

fn hide(at: &mut crate::model::merge::ClashAt) {
    ELSEWHERE.clone_into(&mut at.ours);
    ELSEWHERE.clone_into(&mut at.theirs);
}
