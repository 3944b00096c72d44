//! Outputs that hold what is told no more: by the revisions of which they were made, as the log of outputs has them, so
//! that nothing is missed that went to the bin, to another person or into other words since. Outputs of versions that
//! did not note this are judged by kind and name ([`older`]).

mod older;

use super::rows::State;
use super::settle::sieve;
use super::{DOING, Told, decode, redact};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::Why;
use crate::model::ids::Hash;
use crate::model::left::Left;
use crate::model::record::Kind;
use crate::store::error::Sql;
use crate::store::log;
use crate::store::output::{self, Line, called};
use crate::store::sql::SqlHash;
use crate::text::grams::Words;
use crate::text::normal::{Normal, Sieve};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// The outputs that hold anything that is told in the state `before` and not in `after`, oldest first. `added`: the
/// texts of which words count only afterwards, when they are known; it saves reading most of what was put out.
pub(super) fn of(
    conn: &Connection,
    path: &Path,
    before: &Arc<State>,
    after: &Arc<State>,
    added: Option<&Vec<Normal>>,
) -> Result<Vec<Left>> {
    let judge = Judge::new(conn, path, (before, after), added)?;
    if judge.is_idle() {
        return Ok(Vec::new());
    }
    let lines = output::lines(conn, path)?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let known: BTreeSet<i64> = lines.iter().filter_map(|l| l.revisions.as_ref()).flatten().copied().collect();
    let hits = hits(conn, &judge, &known)?;
    let older = if lines.iter().any(|l| l.revisions.is_none()) { Some(older::read(conn, &judge)?) } else { None };
    let holds = |line: &Line| match (&line.revisions, &older) {
        (Some(of), _) => of.iter().any(|seq| hits.contains_key(seq)) || line.said.iter().any(|g| judge.new.has(*g)),
        (None, Some(older)) => older.is_in(line),
        (None, None) => false,
    };
    let holding: Vec<bool> = lines.iter().map(holds).collect();
    let mut clean: BTreeMap<&str, Vec<Hash>> = BTreeMap::new();
    for (line, _) in lines.iter().zip(&holding).filter(|(_, holds)| !**holds) {
        clean.entry(&line.path_name).or_default().push(line.sha256);
    }
    let held = || lines.iter().zip(&holding).filter(|(_, holds)| **holds).map(|(line, _)| line);
    let left = |line: &Line| Left {
        at: line.at,
        what: line.what.clone(),
        path_name: line.path_name.clone(),
        sha256: line.sha256,
        replaced: clean.get(line.path_name.as_str()).cloned().unwrap_or_default(),
    };
    let mut all: Vec<Left> = held().map(left).collect();
    // The log names the bundle, whose attachments lie beside it under their hashes.
    let mut files: BTreeMap<Hash, Left> = BTreeMap::new();
    for bundle in held().filter(|line| line.what == called::BUNDLE) {
        let of = bundle.revisions.iter().flatten().filter_map(|seq| hits.get(seq).copied().flatten());
        let by_name = older.iter().filter(|_| bundle.revisions.is_none()).flat_map(|o| o.files.iter().copied());
        for sha256 in of.chain(by_name) {
            let path_name = format!("attachments/{sha256}");
            files.insert(sha256, Left { path_name, sha256, replaced: Vec::new(), ..left(bundle) });
        }
    }
    all.extend(files.into_values());
    Ok(all)
}

/// What tells whether a revision says what is told no more.
struct Judge<'a> {
    path: &'a Path,
    before: Told,
    after: Told,
    /// The words that count only afterwards.
    new: Words,
    /// What is closed only afterwards, now or in earlier versions.
    closed: BTreeSet<Uuid>,
    sieve: Option<Sieve>,
    /// Revisions that no longer say what they said when they were put out, and whose they are: whoever asks about all that
    /// is withheld gets them too. What was let in since is among it.
    struck: BTreeMap<i64, Uuid>,
}

impl<'a> Judge<'a> {
    fn new(
        conn: &Connection,
        path: &'a Path,
        (before, after): (&Arc<State>, &Arc<State>),
        added: Option<&Vec<Normal>>,
    ) -> Result<Self> {
        let struck = if added.is_none() { redact::places(conn).during(DOING, path)? } else { BTreeMap::new() };
        Ok(Self {
            path,
            before: Told::of(Arc::clone(before)),
            after: Told::of(Arc::clone(after)),
            new: after.words.beyond(&before.words),
            closed: after.closed_since(before).chain(split_since(after, before)).collect(),
            sieve: added.map(|texts| sieve(texts)),
            struck,
        })
    }

    /// Whether nothing is told less than before.
    fn is_idle(&self) -> bool {
        self.new.is_empty() && self.closed.is_empty()
    }

    /// The record that this body is, when it says anything that is told no more.
    fn says(&self, kind: &str, schema: u32, body: &str) -> Option<AnyRecord> {
        let kind = Kind::parse(kind)?;
        if self.sieve.as_ref().is_some_and(|sieve| !sieve.passes(body)) && !self.names_closed(body) {
            return None;
        }
        let record = decode(self.path, kind, schema, body).ok()?;
        (self.before.strike(&record) != self.after.strike(&record)).then_some(record)
    }

    fn names_closed(&self, body: &str) -> bool {
        !self.closed.is_empty()
            && body
                .split('"')
                .filter(|s| s.len() == 36)
                .any(|s| Uuid::parse_str(s).is_ok_and(|id| self.closed.contains(&id)))
    }

    /// The content that goes with it, when it is a file that is told no more.
    fn file(&self, record: &AnyRecord) -> Option<Hash> {
        match record {
            AnyRecord::Attachment(file) if self.after.strike(record).is_none() => Some(file.sha256),
            _ => None,
        }
    }
}

/// The statements off which something was split that is closed only afterwards: their earlier versions hold its words.
fn split_since(after: &State, before: &State) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    for (record, links) in &after.links {
        let old = before.links.get(record);
        let new = links.iter().filter(|l| l.why == Why::Split && !old.is_some_and(|old| old.contains(l)));
        found.extend(new.filter_map(|l| Uuid::parse_str(&l.element).ok()));
    }
    found
}

/// Which of these revisions say anything that is told no more, each with the content that goes with it.
fn hits(conn: &Connection, judge: &Judge<'_>, places: &BTreeSet<i64>) -> Result<BTreeMap<i64, Option<Hash>>> {
    let mut hits = BTreeMap::new();
    let mut rest = places.clone();
    for seq in judge.struck.keys().filter(|seq| places.contains(seq)) {
        rest.remove(seq);
        hits.insert(*seq, None);
    }
    // Most are what stands in the file now.
    let mut select = conn.prepare_cached("SELECT seq, kind, schema, body FROM record").during(DOING, judge.path)?;
    let mut rows = select.query([]).during(DOING, judge.path)?;
    while let Some(row) = rows.next().during(DOING, judge.path)? {
        let mut one = || {
            let seq: i64 = row.get(0)?;
            if rest.remove(&seq)
                && let Some(record) = judge.says(row.get_ref(1)?.as_str()?, row.get(2)?, row.get_ref(3)?.as_str()?)
            {
                hits.insert(seq, judge.file(&record));
            }
            Ok::<(), rusqlite::Error>(())
        };
        one().during(DOING, judge.path)?;
    }
    let mut rev = conn.prepare_cached("SELECT rev FROM revision WHERE seq = ?1").during(DOING, judge.path)?;
    for seq in rest {
        let found: Option<SqlHash> = rev.query_row([seq], |r| r.get(0)).optional().during(DOING, judge.path)?;
        // What cannot be made whole any more is taken for a hit: it may say anything.
        let body = found.map(|rev| log::body_of(conn, rev.0).ok().flatten());
        match body {
            Some(Some((kind, schema, body))) => {
                hits.extend(judge.says(&kind, schema, &body).map(|record| (seq, judge.file(&record))));
            }
            Some(None) => {
                hits.insert(seq, None);
            }
            None => {}
        }
    }
    Ok(hits)
}
