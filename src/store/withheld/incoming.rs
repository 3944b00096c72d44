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
use crate::model::reading_order::place_anew;
use crate::model::record::Kind;
use crate::model::told::each_text;
use crate::model::value::{Instant, PartialDate};
use crate::text::grams::Words;
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

impl Tx<'_> {
    /// These records as they are to be written when all of them come in with this action: the words that any of them, or
    /// the round, withholds are struck in all others but answers; order keys that spell them are given anew.
    ///
    /// # Errors
    /// The file cannot be read; an id or a name of the method spells such words.
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
        let spells = |keys: &[&str]| {
            let found = state.words.find_each(keys.iter().copied());
            found.iter().any(|places| !places.is_empty())
        };
        let mut records = records.to_vec();
        for record in &mut records {
            place_anew(record, &spells);
        }
        names_tell_nothing(&records, &state)?;
        let told = Told::of(Arc::clone(&state));
        let written = |record: &AnyRecord| {
            let Some(struck) = told.written(record) else { return Ok(record.clone()) };
            keep_unwritten((self.conn, self.path), (&self.withheld, &state), self.txn, (record.id(), &struck.whole))?;
            Ok(struck.record)
        };
        records.iter().map(written).collect()
    }
}

/// Refuses records in which an id or a name of the method spells withheld words (a number of a card, say):
/// nothing is struck in those, and every output has them.
fn names_tell_nothing(records: &[AnyRecord], state: &State) -> Result<()> {
    if state.words.is_empty() {
        return Ok(());
    }
    for record in records {
        if spelling(record, &state.words)?.iter().any(|spelt| !spelt.is_number) {
            let what = format!("{}的一个编号里有已转线索的话", record.kind().chinese());
            return Err(Error::input(what).hint("没有写入任何内容。请在原来的电脑上重新导出资料包。"));
        }
    }
    Ok(())
}

/// What of a record is no text, is never struck and spells withheld words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelt {
    /// As it stands there.
    pub(super) text: String,
    /// It is a number; otherwise an id, or a name of the method.
    pub(super) is_number: bool,
}

/// The ids, names of the method and numbers of a record that spell these words.
pub(super) fn spelling(record: &AnyRecord, words: &Words) -> Result<Vec<Spelt>> {
    // By their places, not by what they say: a name may read as a text beside it does.
    let mut without_texts = record.clone();
    each_text(&mut without_texts, &mut |_, text| text.clear());
    let value = serde_json::to_value(&without_texts)
        .map_err(|e| Error::internal(format!("{}写不成 JSON", record.kind().chinese())).because(e))?;
    let mut all = Vec::new();
    names(&value, &mut all);
    all.retain(|spelt| !is_day(&spelt.text) && words.stand_in(&spelt.text));
    Ok(all)
}

/// The strings and numbers of a value.
fn names(value: &Value, all: &mut Vec<Spelt>) {
    match value {
        Value::String(text) => all.push(Spelt { text: text.clone(), is_number: false }),
        Value::Number(number) => all.push(Spelt { text: number.to_string(), is_number: true }),
        Value::Array(values) => values.iter().for_each(|value| names(value, all)),
        Value::Object(fields) => fields.values().for_each(|value| names(value, all)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Whether it is a day or a moment as records have them: 2024-03-10, 2024-03-10T09:00:00.000+08:00. One in a year that no
/// date of the program is in is a number.
fn is_day(text: &str) -> bool {
    let is_moment = |at: Instant| at.to_string() == text && PartialDate::new(at.date().year(), None, None).is_some();
    PartialDate::parse(text).is_some() || Instant::parse(text).is_some_and(is_moment)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_begins_as_a_day_is_none() {
        for (text, is) in [
            ("2024", true),
            ("2024-03", true),
            ("2024-03-10", true),
            ("2024-03-10T09:00:00.000+08:00", true),
            ("6124-01199001011234", false),
            ("6124-01-19T09:00:10.112+08:00", false),
            ("2024-03-10T09:00:00.000123456+08:00", false),
            ("6124", false),
            ("2024-13", false),
            ("20240310", false),
            ("", false),
        ] {
            assert_eq!(is_day(text), is, "{text}");
        }
    }
}
