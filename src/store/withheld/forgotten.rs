//! After an order nothing in the file says what the words were. The hashes by which withheld words are found again could be
//! worked back into them by whoever has the file, so they go too: those of the statement and what it closed, those of what
//! was struck as a whole with it ([`kept`]), those that outputs left in their log. From then on the words are found
//! nowhere, so none of them may stand where only the finding keeps them from being told.

use super::rows::State;
use super::settle::of_body;
use super::{DOING, Told, kept};
use crate::error::{Error, Result};
use crate::model::any::AnyRecord;
use crate::model::ids::InterviewId;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::store::error::Sql;
use crate::store::log;
use crate::store::read::{self, Door};
use crate::text::grams::{Gram, Words, beside};
use crate::text::normal::Normal;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// So many places are named.
const NAMED: usize = 5;

/// What is forgotten.
pub(super) struct Forgotten {
    /// Elements of records whose words are kept for this statement alone.
    elements: BTreeMap<Uuid, BTreeSet<String>>,
    /// Hashes that nothing else keeps.
    grams: HashSet<Gram>,
}

impl Forgotten {
    /// Of these statements and claims of an answer, whose words are `words`.
    pub(super) fn of(state: &State, answer: Uuid, closed: &BTreeSet<Uuid>, words: &Words) -> Self {
        let elements = elements(state, answer, closed);
        let is_of = |record: &Uuid, element: &str| elements.get(record).is_some_and(|all| all.contains(element));
        let (mut grams, mut others): (HashSet<Gram>, HashSet<Gram>) = (words.hashes().collect(), HashSet::new());
        for (record, all) in &state.grams {
            for (element, gram) in all.iter() {
                if is_of(record, element) {
                    grams.insert(*gram)
                } else {
                    others.insert(*gram)
                };
            }
        }
        grams.retain(|gram| !others.contains(gram));
        Self { elements, grams }
    }

    /// Refuses it while other answers hold the words: they are their speakers' own, and told without these words only as long
    /// as the words are found in them.
    pub(super) fn stand_elsewhere(
        &self,
        (conn, path): (&Connection, &Path),
        state: &Arc<State>,
        answer: Uuid,
    ) -> Result<()> {
        let gone = Words::new(state.salt, self.grams.clone());
        let mut without = (**state).clone();
        without.words = Arc::new(state.words.beyond(&gone));
        let (with, without) = (Told::of(Arc::clone(state)), Told::of(Arc::new(without)));
        let mut talks: BTreeSet<InterviewId> = BTreeSet::new();
        log::each_readable(conn, "WHERE kind = ?1 AND deleted = 0", [Kind::Answer.name()], |_, _, revision| {
            if revision.record != answer
                && let Some(record @ AnyRecord::Answer(_)) = of_body(path, &(&revision).into())
                && with.strike(&record) != without.strike(&record)
                && let AnyRecord::Answer(found) = record
            {
                talks.insert(found.interview);
            }
            Ok(())
        })
        .during(DOING, path)?;
        if talks.is_empty() {
            return Ok(());
        }
        let mut places = BTreeSet::new();
        for talk in &talks {
            let person = match read::get::<Interview>(conn, path, Door::Own, talk.0)? {
                Some(talk) => read::get::<Person>(conn, path, Door::Own, talk.person.0)?,
                None => None,
            };
            places.insert(person.map_or_else(|| "回收站里的一次谈话".to_owned(), |p| format!("访谈{}", p.code.0)));
        }
        let more = if places.len() > NAMED { "等" } else { "" };
        let named: Vec<String> = places.into_iter().take(NAMED).collect();
        Err(Error::input(format!("同样的话在别的谈话里也有（{}{more}），没有隐去", named.join("、")))
            .hint("隐去以后程序不再认得这些话，那里的就不再遮盖。请先到那里把这些话也转线索，并同样隐去。"))
    }

    /// Forgets it. `said`: the texts that were taken out.
    pub(super) fn forget(&self, (conn, path): (&Connection, &Path), state: &State, said: &[String]) -> Result<()> {
        for (record, elements) in &self.elements {
            kept::forget(conn, path, *record, elements)?;
        }
        let mut all: HashSet<Gram> = self.grams.iter().flat_map(|gram| [*gram, beside(*gram)]).collect();
        all.extend(said.iter().flat_map(|text| state.salt.all_runs(&Normal::of(text))));
        for (table, key, column) in [("export_told", "stamp", "words"), ("export_log", "seq", "said")] {
            forget_in(conn, (table, key, column), &all).during(DOING, path)?;
        }
        Ok(())
    }
}

/// Takes these hashes out of a column of hashes.
fn forget_in(
    conn: &Connection,
    (table, key, column): (&str, &str, &str),
    gone: &HashSet<Gram>,
) -> rusqlite::Result<()> {
    let rows: Vec<(rusqlite::types::Value, Vec<u8>)> = conn
        .prepare(&format!("SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL"))?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (at, bytes) in rows {
        let grams = bytes.chunks(8).filter_map(|b| b.try_into().ok().map(Gram::from_le_bytes));
        let left: Vec<u8> = grams.filter(|gram| !gone.contains(gram)).flat_map(Gram::to_le_bytes).collect();
        if left.len() < bytes.len() {
            conn.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1"), (at, left))?;
        }
    }
    Ok(())
}

/// The elements, of this answer and of other records, that are closed because of these statements and of nothing else.
fn elements(state: &State, answer: Uuid, closed: &BTreeSet<Uuid>) -> BTreeMap<Uuid, BTreeSet<String>> {
    let mut found: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
    found.entry(answer).or_default().extend(closed.iter().map(Uuid::to_string));
    let mut sources = closed.clone();
    loop {
        let before = sources.len();
        for (record, links) in state.links.iter().filter(|(record, _)| **record != answer) {
            let mut by_element: BTreeMap<&str, (bool, Option<Uuid>)> = BTreeMap::new();
            for link in links.iter().filter(|l| l.why.closes()) {
                let (of_it, id) = by_element.entry(&link.element).or_insert((true, None));
                *of_it &= sources.contains(&link.source);
                *id = link.closes(*record);
            }
            for (element, (_, id)) in by_element.into_iter().filter(|(_, (of_it, _))| *of_it) {
                found.entry(*record).or_default().insert(element.to_owned());
                sources.extend(id);
            }
        }
        if sources.len() == before {
            return found;
        }
    }
}
