//! Words of which the file holds the hashes alone: what an observation, a note or a matter to be verified said when it was
//! struck as a whole. They count as long as it is closed, though no revision says them any more.
//!
//! A key of `meta` holds them for each record, `kept:` and its id. No word of any record is in it.

use super::history::{self, Since};
use super::rows::{self, State};
use super::said::Words;
use super::{DOING, Memory, said};
use crate::error::{Error, Result};
use crate::model::closed::Link;
use crate::model::ids::TxnId;
use crate::store::error::{Sql, damaged};
use crate::store::{migrate, read};
use crate::text::grams::Gram;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use uuid::Uuid;

/// Hashes by element and by when they were said.
type Rows = Vec<(String, Since, Vec<Gram>)>;

fn key(record: Uuid) -> String {
    format!("kept:{record}")
}

fn all(conn: &Connection, path: &Path, record: Uuid) -> Result<Words> {
    let mut words = Words::new();
    if let Some(json) = read::meta(conn, &key(record)).during(DOING, path)? {
        let rows: Rows =
            serde_json::from_str(&json).map_err(|e| damaged(path, "另行处理的文字校验值读不出来").because(e))?;
        for (element, since, grams) in rows {
            words.entry(element).or_default().extend(grams.into_iter().map(|gram| (gram, since)));
        }
    }
    Ok(words)
}

/// Adds those of what is closed in a record.
pub(super) fn count(
    (conn, path): (&Connection, &Path),
    record: Uuid,
    links: &BTreeSet<Link>,
    words: &mut Words,
) -> Result<()> {
    let mut kept = all(conn, path, record)?;
    kept.retain(|element, _| links.iter().any(|l| l.why.closes() && l.element == *element));
    unite(words, &kept);
    Ok(())
}

fn unite(words: &mut Words, more: &Words) {
    for (element, grams) in more {
        let of = words.entry(element.clone()).or_default();
        for (gram, since) in grams {
            of.entry(*gram).and_modify(|first| *first = (*since).min(*first)).or_insert(*since);
        }
    }
}

/// Keeps those of a record.
pub(super) fn keep(conn: &Connection, path: &Path, record: Uuid, words: &Words) -> Result<()> {
    if words.values().all(HashMap::is_empty) {
        return Ok(());
    }
    let mut kept = all(conn, path, record)?;
    unite(&mut kept, words);
    set(conn, path, record, kept)
}

fn set(conn: &Connection, path: &Path, record: Uuid, kept: Words) -> Result<()> {
    let mut rows = Rows::new();
    for (element, grams) in kept {
        let mut by: BTreeMap<Since, Vec<Gram>> = BTreeMap::new();
        for (gram, since) in grams {
            by.entry(since).or_default().push(gram);
        }
        rows.extend(by.into_iter().map(|(since, mut grams)| {
            grams.sort_unstable();
            (element.clone(), since, grams)
        }));
    }
    let json = serde_json::to_string(&rows).map_err(|e| Error::internal("文字校验值写不成 JSON").because(e))?;
    migrate::set_meta(conn, &key(record), &json).during(DOING, path)
}

/// Forgets those of these elements of a record.
pub(super) fn forget(conn: &Connection, path: &Path, record: Uuid, elements: &BTreeSet<String>) -> Result<()> {
    let mut kept = all(conn, path, record)?;
    let before = kept.len();
    kept.retain(|element, _| !elements.contains(element));
    match kept.is_empty() {
        _ if kept.len() == before => Ok(()),
        true => conn
            .prepare_cached("DELETE FROM meta WHERE key = ?1")
            .and_then(|mut s| s.execute([key(record)]))
            .during(DOING, path)
            .map(drop),
        false => set(conn, path, record, kept),
    }
}

/// Keeps those of texts, each after its element, that an action struck before they were ever written.
pub(in crate::store) fn keep_unwritten(
    (conn, path): (&Connection, &Path),
    (memory, state): (&Memory, &State),
    txn: TxnId,
    (record, texts): (Uuid, &[(String, String)]),
) -> Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    // They are looked for under the salt under which they are kept.
    rows::set_salt(conn, state.salt).during(DOING, path)?;
    let since = history::next(conn, txn).during(DOING, path)?;
    let mut words = Words::new();
    for (element, text) in texts {
        let grams = said::beside_in((conn, path), memory, state.salt, (text, since))?;
        unite(&mut words, &Words::from([(element.clone(), grams)]));
    }
    keep(conn, path, record, &words)
}
