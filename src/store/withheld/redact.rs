//! Withheld words are struck from the earlier revisions of other records too: they stand in what was said in talks and
//! nowhere else in the file. The revisions of answers, by far the most of a long talk, are not even read.
//!
//! The log is append-only but for this. A struck revision keeps the hash over the body that was written, so that parents
//! and heads stay valid, and a row of `redaction` says which action struck it and seals what stands there now. Nothing
//! brings the words back. The head of a live record is not struck here: its words went with a revision of its own.

use super::super::error::Sql;
use super::super::lead;
use super::super::log::{self, Revision};
use super::super::sql::{SqlHash, SqlId};
use super::super::tx::Tx;
use super::super::{migrate, read};
use super::rows::State;
use super::settle::{Texts, last_known, of_body};
use super::strike::may_hold;
use super::{DOING, Told, encode, kept, left, methods, said, titles};
use crate::error::Result;
use crate::model::ids::{Hash, TxnId};
use crate::model::record::Kind;
use crate::text::normal::Normal;
use rusqlite::{Connection, ErrorCode};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Key of meta: the stamp of the state of which all words were looked for. Any change of the state leaves it behind, so
/// that words which were let in and are withheld again are looked for again.
const LOOKED: &str = "withheld:looked";
/// So often words are looked for again because names were struck: each time only names are left that were not.
const ROUNDS: usize = 4;
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
/// for yet. It belongs to an action that strikes and wrote an answer; whatever else changed the state, it stays known
/// that all its words were looked for as long as no word came and nothing was opened.
///
/// What is common is read from first revisions: when one that names a person or a unit was struck, more may count. So the
/// words are taken anew then, and looked for again.
pub(in super::super) fn redact(tx: &Tx<'_>) -> Result<()> {
    for _ in 0..ROUNDS {
        if !look(tx)? {
            break;
        }
        tx.withheld.settle_again(tx.conn, tx.path)?;
        tx.conn
            .prepare_cached("DELETE FROM meta WHERE key = ?1")
            .and_then(|mut s| s.execute([LOOKED]))
            .during(DOING, tx.path)?;
    }
    Ok(())
}

/// Looks for the words once; whether anything was struck in a first revision of what names common words.
fn look(tx: &Tx<'_>) -> Result<bool> {
    let (conn, path) = (tx.conn, tx.path);
    let changed = tx.withheld.changed.borrow();
    if changed.is_none() && !tx.redacts {
        return Ok(false);
    }
    let Some(state) = tx.withheld.state(conn, path)? else { return Ok(false) };
    let looked = read::meta(conn, LOOKED).during(DOING, path)?;
    if looked.as_ref() == Some(&state.stamp) {
        return Ok(false);
    }
    let mut any_common = false;
    // What was struck for the state before this action need not be looked for again.
    let before = changed.as_ref().filter(|c| looked.as_ref() == Some(&c.before.stamp) && !state.opens(&c.before));
    if !before.is_some_and(|c| state.says_no_more(&c.before)) {
        if !tx.redacts || !wrote(tx)? {
            return Ok(false);
        }
        let texts = match before {
            Some(changed) => Cow::Borrowed(&changed.added),
            None => Cow::Owned(texts(tx, &state)?),
        };
        let told = Told::of(Arc::clone(&state));
        let mut records = holding(conn, &texts).during(DOING, path)?;
        records.extend(state.closed_records());
        for record in records {
            any_common |= strike(tx, record, (&state, &told))?;
        }
        forget_given(conn, &state).during(DOING, path)?;
        strike_leads(conn, &told).during(DOING, path)?;
        methods::strike_all(conn, path, &told)?;
        left::strike_names(conn, &state).during(DOING, path)?;
    }
    migrate::set_meta(conn, LOOKED, &state.stamp).during(DOING, path)?;
    Ok(any_common)
}

/// Whether this action wrote an answer.
fn wrote(tx: &Tx<'_>) -> Result<bool> {
    tx.conn
        .prepare_cached("SELECT EXISTS(SELECT 1 FROM revision WHERE txn = ?1 AND kind = ?2)")
        .and_then(|mut s| s.query_row((SqlId(tx.txn.0), Kind::Answer.name()), |r| r.get(0)))
        .during(DOING, tx.path)
}

/// All withheld texts.
fn texts(tx: &Tx<'_>, state: &State) -> Result<Texts> {
    let at = (tx.conn, tx.path);
    let mut texts: Vec<Normal> = Vec::new();
    for id in state.grams.keys() {
        let Some(source) = last_known(tx.conn, tx.path, *id)? else { continue };
        let said = tx.withheld.words(at, state.salt, &source, &state.links_of(*id))?;
        texts.extend(said.now.iter().map(|(_, text)| text.as_str()).chain(said.heard.texts()).map(Normal::of));
        tx.withheld.keep(said, source.kind());
    }
    Ok(Texts::new(state.salt, texts, state.words.hashes().collect()))
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

/// The register of leads says to whom and by whom; its words are no records, but they are printed.
fn strike_leads(conn: &Connection, told: &Told) -> rusqlite::Result<()> {
    for mut line in lead::all(conn)? {
        let mut texts = [line.to_whom, line.by_whom, line.receipt];
        let struck = told.strike_each(&mut texts);
        [line.to_whom, line.by_whom, line.receipt] = texts;
        if struck {
            lead::put(conn, &line)?;
        }
    }
    Ok(())
}

/// The records, but for answers, of which any revision may hold any of these texts.
fn holding(conn: &Connection, texts: &Texts) -> rusqlite::Result<BTreeSet<Uuid>> {
    const STRUCK: &str = "WHERE kind <> ?1 AND deleted = 0";
    let sieve = texts.sieve();
    let mut found = BTreeSet::new();
    log::each_readable(conn, STRUCK, [Kind::Answer.name()], |_, _, revision| {
        if !found.contains(&revision.record) && may_hold(&sieve, &revision.body) {
            found.insert(revision.record);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Strikes the earlier revisions of one record, and keeps the hashes of what is struck as a whole. Whether the first
/// one was struck, and names common words.
fn strike(tx: &Tx<'_>, record: Uuid, (state, told): (&State, &Told)) -> Result<bool> {
    let (conn, path) = (tx.conn, tx.path);
    let head = read::head(conn, record).during(DOING, path)?;
    let mut revisions: Vec<(Hash, Revision)> = Vec::new();
    // What damage keeps from being read keeps nobody from withholding, and no other revision from being struck.
    let read = log::each_readable(conn, "WHERE record = ?1", [SqlId(record)], |_, rev, revision| {
        revisions.push((rev, revision));
        Ok(())
    });
    match read {
        Err(e) if e.sqlite_error_code() != Some(ErrorCode::DatabaseCorrupt) => return Err(e).during(DOING, path),
        _ => {}
    }
    let (mut struck, mut is_whole, mut is_common): (BTreeSet<Hash>, bool, bool) = Default::default();
    for (rev, revision) in revisions.iter_mut().filter(|(rev, r)| !r.deleted && Some(*rev) != head) {
        let Some(body) = of_body(path, &(&*revision).into()) else { continue };
        if let Some(written) = told.written(&body) {
            is_whole |= !written.whole.is_empty();
            let now = encode(&written.record)?;
            (revision.schema, revision.body) = (now.schema, now.body);
            struck.insert(*rev);
            let names = [Kind::Person, Kind::Unit, Kind::Round].iter().any(|kind| revision.kind == kind.name());
            is_common |= names && revision.parents.is_empty();
            is_common |= titles::of(&body) != titles::of(&written.record);
        }
    }
    if struck.is_empty() {
        return Ok(false);
    }
    if is_whole && let Some(source) = last_known(conn, path, record)? {
        let mut said = tx.withheld.words((conn, path), state.salt, &source, &state.links_of(record))?;
        // While its texts are there to say what of them tells nothing by itself.
        said::set_beside((conn, path), &tx.withheld, state.salt, std::iter::once(&mut said))?;
        kept::keep(conn, path, record, &said.words)?;
    }
    write(conn, tx.txn, &revisions, &struck).during(DOING, path)?;
    Ok(is_common)
}

/// Stores the struck revisions and those that lie as ranges against them.
pub(super) fn write(
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
