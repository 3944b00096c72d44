//! What was withheld when an output was made: kept with the log of outputs, so that an output is judged by what it was
//! told and not by what is told now.

use super::DOING;
use super::copied::tells_less;
use super::rows::{State, salt};
use crate::error::Result;
use crate::model::closed::{Link, Why};
use crate::store::error::{Sql, damaged};
use crate::text::grams::{Gram, Salt, Words};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// The state in which something was read; nothing was withheld without one.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Then(Option<Arc<State>>);

impl PartialEq for Then {
    fn eq(&self, other: &Self) -> bool {
        self.stamp() == other.stamp()
    }
}

impl Eq for Then {}

impl Then {
    pub(in super::super) const fn of(state: Option<Arc<State>>) -> Self {
        Self(state)
    }

    fn stamp(&self) -> Option<&str> {
        self.0.as_ref().map(|state| state.stamp.as_str())
    }

    /// Whether anything is withheld here that was told in the other state.
    pub(in super::super) fn tells_less_than(&self, other: &Self) -> bool {
        let Some(now) = &self.0 else { return false };
        let first = State::first(Some(now.salt));
        tells_less(now, other.0.as_deref().unwrap_or(&first))
    }

    /// That of two readings in one: where they differ, nothing counts as withheld.
    pub(in super::super) fn and(&self, other: &Self) -> Self {
        if self == other { self.clone() } else { Self(None) }
    }

    /// Keeps it in the file; returns the stamp by which it is read again.
    pub(in super::super) fn keep(&self, conn: &Connection) -> rusqlite::Result<Option<String>> {
        let Some(state) = &self.0 else { return Ok(None) };
        let is_kept: bool = conn
            .prepare_cached("SELECT EXISTS(SELECT 1 FROM export_told WHERE stamp = ?1)")?
            .query_row([&state.stamp], |r| r.get(0))?;
        if !is_kept {
            let links: Vec<(Uuid, &str, &str, Uuid)> = state
                .links
                .iter()
                .flat_map(|(record, links)| links.iter().map(|l| (*record, l.element.as_str(), l.why.name(), l.source)))
                .collect();
            let links = serde_json::to_string(&links).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
            let words: Vec<u8> = state.words.hashes().flat_map(Gram::to_le_bytes).collect();
            conn.prepare_cached("INSERT INTO export_told(stamp, links, words) VALUES(?1, ?2, ?3)")?.execute((
                &state.stamp,
                links,
                words,
            ))?;
        }
        Ok(Some(state.stamp.clone()))
    }
}

/// The state of that stamp; `None`: it was not kept, so that nothing counts as withheld.
pub(super) fn read(conn: &Connection, path: &Path, stamp: &str) -> Result<Option<State>> {
    let row: Option<(String, Vec<u8>)> = conn
        .prepare_cached("SELECT links, words FROM export_told WHERE stamp = ?1")
        .and_then(|mut s| s.query_row([stamp], |r| Ok((r.get(0)?, r.get(1)?))).optional())
        .during(DOING, path)?;
    let Some((links, words)) = row else { return Ok(None) };
    let rows: Vec<(Uuid, String, String, Uuid)> =
        serde_json::from_str(&links).map_err(|e| damaged(path, "导出登记的另行处理读不出来").because(e))?;
    let mut links: BTreeMap<Uuid, BTreeSet<Link>> = BTreeMap::new();
    for (record, element, why, source) in rows {
        let why = Why::parse(&why).unwrap_or(Why::Marked);
        links.entry(record).or_default().insert(Link { element, why, source });
    }
    let salt = salt(conn).during(DOING, path)?.unwrap_or(Salt(0));
    let mut state = State::with_salt(stamp.to_owned(), salt);
    for (record, links) in links {
        state.set_links(record, links);
    }
    let words = words.chunks(8).filter_map(|b| b.try_into().ok().map(Gram::from_le_bytes));
    state.words = Arc::new(Words::new(salt, words.collect()));
    Ok(Some(state))
}

/// What is withheld in either state.
pub(super) fn either(one: &State, other: &State) -> State {
    let mut state = one.clone();
    for (record, links) in &other.links {
        let mut all = state.links_of(*record);
        all.extend(links.iter().cloned());
        state.set_links(*record, all);
    }
    state.words = Arc::new(state.words.and(&other.words));
    state
}
