//! Withheld words are struck from the earlier revisions of other records too: they stand in the talk's own record and
//! nowhere else in the file.
//!
//! The log is append-only but for this. A struck revision keeps the hash over the body that was written, so that parents
//! and heads stay valid, and a row of `redaction` says which action struck it and seals what stands there now. Nothing
//! brings the words back. The head of a live record is not struck here: its words went with a revision of its own.

use super::super::error::Sql;
use super::super::log::{self, Revision};
use super::super::sql::{SqlHash, SqlId};
use super::super::tx::Tx;
use super::super::{migrate, read};
use super::rows::State;
use super::settle::{of_body, sieve, stored};
use super::{DOING, Told, encode, history, left, said};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::ids::{Hash, InterviewId, TxnId};
use crate::model::record::Kind;
use crate::text::normal::Normal;
use rusqlite::{Connection, ErrorCode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Key of meta: the words that were last looked for.
const LOOKED: &str = "withheld:looked";
const NO_UPDATE: &str = "revision_no_update";

/// The revisions that were struck: by which action, with which seal.
pub(in super::super) type Struck = BTreeMap<Hash, (TxnId, Hash)>;

/// All of them.
pub(in super::super) fn all(conn: &Connection) -> rusqlite::Result<Struck> {
    conn.prepare_cached("SELECT rev, txn, seal FROM redaction")?
        .query_map([], |r| {
            let (rev, txn, seal): (SqlHash, SqlId, SqlHash) = (r.get(0)?, r.get(1)?, r.get(2)?);
            Ok((rev.0, (TxnId(txn.0), seal.0)))
        })?
        .collect()
}

/// Which records have revisions that were struck, and the places of those.
pub(super) fn places(conn: &Connection) -> rusqlite::Result<BTreeMap<i64, Uuid>> {
    conn.prepare_cached("SELECT seq, record FROM redaction JOIN revision USING(rev)")?
        .query_map([], |r| Ok((r.get(0)?, r.get::<_, SqlId>(1)?.0)))?
        .collect()
}

/// Strikes the words that are withheld now from what other records said before, when there are any that were not looked
/// for yet. It belongs to an action that wrote an answer.
pub(in super::super) fn redact(tx: &Tx<'_>) -> Result<()> {
    let (conn, path) = (tx.conn, tx.path);
    let Some(state) = tx.withheld.state(conn, path)? else { return Ok(()) };
    let now = fingerprint(&state);
    let looked = read::meta(conn, LOOKED).during(DOING, path)?;
    let wrote: bool = conn
        .prepare_cached("SELECT EXISTS(SELECT 1 FROM revision WHERE txn = ?1 AND kind = ?2)")
        .and_then(|mut s| s.query_row((SqlId(tx.txn.0), Kind::Answer.name()), |r| r.get(0)))
        .during(DOING, path)?;
    if looked.as_deref() == Some(now.as_str()) || !wrote {
        return Ok(());
    }
    let (mut texts, mut talks) = (Vec::new(), BTreeMap::new());
    for id in state.grams.keys() {
        let Some(source) = record_of(conn, path, *id)? else { continue };
        if let AnyRecord::Answer(answer) = &source {
            talks.insert(*id, answer.interview);
        }
        let words = said::words((conn, path), state.salt, &source, &state.links_of(*id))?;
        texts.extend(words.into_iter().map(|word| word.text));
    }
    let doors = Doors::new(&state, &talks);
    for record in holding(conn, &texts).during(DOING, path)? {
        strike(tx, record, &doors)?;
    }
    forget_given(conn, &state).during(DOING, path)?;
    left::strike_names(conn, &state).during(DOING, path)?;
    migrate::set_meta(conn, LOOKED, &now).during(DOING, path)
}

/// Which words count, in one text.
fn fingerprint(state: &State) -> String {
    let all: BTreeSet<u64> = state.grams.values().flat_map(|grams| grams.iter().map(|(_, gram)| *gram)).collect();
    format!("{}:{:016x}", all.len(), all.iter().fold(0, |sum, gram| sum ^ gram))
}

/// What is struck where.
struct Doors {
    /// In all but the talks below.
    all: Told,
    /// In the answers of a talk in which something is withheld: what others withhold.
    others: BTreeMap<InterviewId, Told>,
}

impl Doors {
    /// `talks` says of each answer with withheld words whose talk it is of.
    fn new(state: &Arc<State>, talks: &BTreeMap<Uuid, InterviewId>) -> Self {
        let others = |talk: InterviewId| {
            let mut other = State::clone(state);
            other.grams.retain(|source, _| talks.get(source) != Some(&talk));
            other.set_words();
            (talk, Told::of(Arc::new(other)))
        };
        let mine: BTreeSet<InterviewId> = talks.values().copied().collect();
        Self { all: Told::of(Arc::clone(state)), others: mine.into_iter().map(others).collect() }
    }

    fn of(&self, record: &AnyRecord) -> &Told {
        match record {
            AnyRecord::Answer(answer) => self.others.get(&answer.interview).unwrap_or(&self.all),
            _ => &self.all,
        }
    }
}

/// Numbers and codes that were ever given, and the scopes of counters: one with such words in it is drawn by nobody.
fn forget_given(conn: &Connection, state: &State) -> rusqlite::Result<()> {
    for (table, column) in [("given", "value"), ("counter", "scope")] {
        let all: Vec<String> = conn
            .prepare_cached(&format!("SELECT {column} FROM {table}"))?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for text in all.iter().filter(|text| state.words.stand_in(text)) {
            conn.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?.execute([text])?;
        }
    }
    Ok(())
}

/// A record as it is, or as it was before it went to the bin.
fn record_of(conn: &Connection, path: &Path, id: Uuid) -> Result<Option<AnyRecord>> {
    if let Some(live) = stored(conn, path, id)? {
        return Ok(Some(live));
    }
    Ok(history::last(conn, id).during(DOING, path)?.and_then(|body| of_body(path, &body)))
}

/// The records of which any revision may hold any of these texts.
fn holding(conn: &Connection, texts: &[Normal]) -> rusqlite::Result<BTreeSet<Uuid>> {
    let sieve = sieve(texts);
    let mut found = BTreeSet::new();
    let each = history::each(conn, |revision| {
        if !found.contains(&revision.record) && sieve.passes(&revision.body) {
            found.insert(revision.record);
        }
    });
    each.map(|()| found)
}

/// Strikes the earlier revisions of one record.
fn strike(tx: &Tx<'_>, record: Uuid, doors: &Doors) -> Result<()> {
    let (conn, path) = (tx.conn, tx.path);
    let head = read::head(conn, record).during(DOING, path)?;
    let mut revisions: Vec<(Hash, Revision)> = Vec::new();
    let read = log::each(conn, "WHERE record = ?1", [SqlId(record)], |_, rev, revision| {
        revisions.push((rev, revision));
        Ok(())
    });
    if let Err(e) = read {
        // What damage keeps from being read keeps nobody from withholding.
        return if e.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) {
            Ok(())
        } else {
            Err(e).during(DOING, path)
        };
    }
    let mut struck: BTreeSet<Hash> = BTreeSet::new();
    for (rev, revision) in revisions.iter_mut().filter(|(rev, r)| !r.deleted && Some(*rev) != head) {
        let Some(body) = of_body(path, &(&*revision).into()) else { continue };
        if let Some((as_told, _)) = doors.of(&body).written(&body) {
            let now = encode(&as_told)?;
            (revision.schema, revision.body) = (now.schema, now.body);
            struck.insert(*rev);
        }
    }
    if struck.is_empty() {
        return Ok(());
    }
    write(conn, tx.txn, &revisions, &struck).during(DOING, path)
}

/// Stores the struck revisions and those that lie as ranges against them.
fn write(
    conn: &Connection,
    by: TxnId,
    revisions: &[(Hash, Revision)],
    struck: &BTreeSet<Hash>,
) -> rusqlite::Result<()> {
    let guard: String =
        conn.query_row("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?1", [NO_UPDATE], |r| {
            r.get(0)
        })?;
    conn.execute_batch(&format!("DROP TRIGGER {NO_UPDATE}"))?;
    let first = revisions.iter().position(|(rev, _)| struck.contains(rev)).unwrap_or(0);
    // In their order: each is cut against its parent as that is stored now.
    for (rev, revision) in revisions.iter().skip(first) {
        revision.restore(conn, *rev)?;
        if struck.contains(rev) {
            let seal = revision.seal(*rev, by);
            conn.prepare_cached("INSERT OR REPLACE INTO redaction(rev, txn, seal) VALUES(?1, ?2, ?3)")?.execute((
                SqlHash(*rev),
                SqlId(by.0),
                SqlHash(seal),
            ))?;
        }
    }
    conn.execute_batch(&guard)
}
