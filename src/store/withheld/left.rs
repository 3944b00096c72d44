//! Outputs that hold what is told no more: by the revisions of which they were made, as the log of outputs has them, so
//! that nothing is missed that went to the bin, to another person or into other words since. Outputs of versions that
//! did not note this are judged by kind and name ([`older`]).

mod older;

use super::rows::State;
use super::settle::Texts;
use super::strike::{may_hold, strike};
use super::{DOING, Told, decode, ordered, redact, then};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::{ELSEWHERE, Why};
use crate::model::ids::Hash;
use crate::model::left::{Left, Proof, Sought};
use crate::model::record::Kind;
use crate::store::blob;
use crate::store::error::Sql;
use crate::store::log;
use crate::store::output::{self, FILE, Line, called};
use crate::store::sql::SqlHash;
use crate::text::grams::Words;
use crate::text::sieve::Sieve;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Where the attachments of a bundle lie.
const BESIDE: &str = "attachments/";

/// The outputs that hold anything that is told in the state `before` and not in `after`, oldest first. Each is judged by
/// what was told when it was made. `added`: the texts of which words count only afterwards, when they are known; it saves
/// reading most of what was put out.
pub(super) fn of(
    conn: &Connection,
    path: &Path,
    before: &Arc<State>,
    after: &Arc<State>,
    added: Option<&Texts>,
) -> Result<Vec<Left>> {
    let judge = Judge::new(conn, path, (before, after), added)?;
    if judge.is_idle() {
        return Ok(Vec::new());
    }
    let lines = output::lines(conn, path)?;
    let mut verdicts: Vec<(Line, Option<Verdict>)> = Vec::new();
    let mut by_stamp: BTreeMap<Option<String>, Vec<Line>> = BTreeMap::new();
    for line in lines {
        by_stamp.entry(line.told.clone()).or_default().push(line);
    }
    for (stamp, lines) in by_stamp {
        let made = match stamp {
            Some(stamp) if stamp != before.stamp => then::read(conn, path, &stamp)?,
            _ => None,
        };
        match made {
            Some(made) => {
                let judge = Judge::new(conn, path, (&Arc::new(then::either(before, &made)), after), added)?;
                verdicts.extend(judge.verdicts(conn, lines)?);
            }
            None => verdicts.extend(judge.verdicts(conn, lines)?),
        }
    }
    verdicts.sort_by_key(|(line, _)| line.seq);
    named(conn, &judge, after, &verdicts)
}

/// What the log says of an output that holds what is told no more.
struct Verdict {
    proof: Proof,
    /// Contents of files that went out with it and are told no more.
    files: BTreeSet<Hash>,
}

/// The outputs that are named, with the attachments that lie beside a bundle.
fn named(
    conn: &Connection,
    judge: &Judge<'_>,
    after: &State,
    verdicts: &[(Line, Option<Verdict>)],
) -> Result<Vec<Left>> {
    let held = || verdicts.iter().filter_map(|(line, verdict)| verdict.as_ref().map(|v| (line, v)));
    if held().next().is_none() {
        return Ok(Vec::new());
    }
    let clean = verdicts.iter().filter(|(_, verdict)| verdict.is_none()).map(|(line, _)| line);
    let of_bundles =
        clean.clone().filter(|line| line.what == called::BUNDLE).flat_map(|line| line.revisions.iter().flatten());
    let mut open = open_files(conn, judge, &of_bundles.copied().collect())?;
    open.extend(clean.map(|line| line.sha256));
    let sought = Arc::new(Sought { salt: judge.new.salt().0, words: judge.new.hashes().collect(), clean: open });
    let sizes: BTreeMap<Hash, u64> = blob::sizes(conn).during(DOING, judge.path)?;
    let left = |line: &Line, proof: Proof| Left {
        at: line.at,
        what: line.what.clone(),
        path_name: struck(after, &line.path_name),
        folder: line.folder.clone(),
        sha256: line.sha256,
        size: sizes.get(&line.sha256).copied(),
        proof,
        sought: Arc::clone(&sought),
    };
    let is_open = |sha256: &Hash| sought.clean.contains(sha256);
    // What has nothing of it inside may still be called by it.
    let proof = |line: &Line, verdict: &Verdict| match is_open(&line.sha256) {
        true if struck(after, &line.path_name).contains(ELSEWHERE) => Some(Proof::Words),
        true => None,
        false => Some(verdict.proof),
    };
    let mut all: Vec<Left> = held().filter_map(|(line, verdict)| Some(left(line, proof(line, verdict)?))).collect();
    // The log names the bundle, whose attachments lie beside it under their hashes.
    let mut files: BTreeMap<Hash, Left> = BTreeMap::new();
    for (bundle, verdict) in held().filter(|(line, _)| line.what == called::BUNDLE) {
        for sha256 in verdict.files.iter().copied().filter(|sha256| !is_open(sha256)) {
            let path_name = format!("{BESIDE}{sha256}");
            let size = sizes.get(&sha256).copied();
            files.insert(sha256, Left { path_name, sha256, size, ..left(bundle, Proof::Whole) });
        }
    }
    all.extend(files.into_values());
    Ok(all)
}

/// Contents of files that are told now, or went out in one of these revisions and are told.
fn open_files(conn: &Connection, judge: &Judge<'_>, out: &BTreeSet<i64>) -> Result<BTreeSet<Hash>> {
    let mut open = BTreeSet::new();
    let live = log_of_files(conn, "SELECT seq, head FROM record WHERE kind = ?1").during(DOING, judge.path)?;
    let ever = log_of_files(conn, "SELECT seq, rev FROM revision WHERE kind = ?1 AND deleted = 0")
        .during(DOING, judge.path)?
        .into_iter()
        .filter(|(seq, _)| out.contains(seq));
    for (_, rev) in live.into_iter().chain(ever) {
        let Some((_, schema, body)) = log::body_of(conn, rev).ok().flatten() else { continue };
        if let Ok(record @ AnyRecord::Attachment(_)) = decode(judge.path, Kind::Attachment, schema, &body)
            && let Some(AnyRecord::Attachment(file)) = judge.after.strike(&record)
        {
            open.insert(file.sha256);
        }
    }
    Ok(open)
}

fn log_of_files(conn: &Connection, select: &str) -> rusqlite::Result<Vec<(i64, Hash)>> {
    conn.prepare_cached(select)?
        .query_map([Kind::Attachment.name()], |r| Ok((r.get(0)?, r.get::<_, SqlHash>(1)?.0)))?
        .collect()
}

/// Strikes withheld words from the names and folders of outputs in the log; the files are known by their hashes.
pub(super) fn strike_names(conn: &Connection, state: &State) -> rusqlite::Result<()> {
    let all: Vec<(i64, String, Option<String>)> = conn
        .prepare_cached("SELECT seq, path_name, folder FROM export_log")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (seq, name, folder) in all {
        let (told, kept) = as_noted(state, &name, folder.clone());
        if told != name || kept != folder {
            conn.prepare_cached("UPDATE export_log SET path_name = ?2, folder = ?3 WHERE seq = ?1")?
                .execute((seq, told, kept))?;
        }
    }
    Ok(())
}

/// The name and the folder of an output as the log has them: the person who puts it out may write anything into both.
pub(in crate::store) fn as_noted(state: &State, name: &str, folder: Option<String>) -> (String, Option<String>) {
    (struck(state, name), folder.filter(|folder| !state.words.stand_in(folder)))
}

fn struck(state: &State, name: &str) -> String {
    let mut name = name.to_owned();
    state.words.strike(&mut name);
    name
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
    /// Words were taken out on order: what they were is known no more.
    is_ordered: bool,
}

impl<'a> Judge<'a> {
    fn new(
        conn: &Connection,
        path: &'a Path,
        (before, after): (&Arc<State>, &Arc<State>),
        added: Option<&Texts>,
    ) -> Result<Self> {
        let struck = if added.is_none() { redact::places(conn).during(DOING, path)? } else { BTreeMap::new() };
        Ok(Self {
            path,
            before: Told::of(Arc::clone(before)),
            after: Told::of(Arc::clone(after)),
            new: after.words.beyond(&before.words),
            closed: after.closed_since(before).chain(split_since(after, before)).collect(),
            sieve: added.map(Texts::sieve),
            struck,
            is_ordered: ordered::any(conn).during(DOING, path)?,
        })
    }

    /// Whether nothing is told less than before.
    fn is_idle(&self) -> bool {
        self.new.is_empty() && self.closed.is_empty()
    }

    /// What the log says of each of these outputs, which were all made in one state.
    fn verdicts(&self, conn: &Connection, lines: Vec<Line>) -> Result<Vec<(Line, Option<Verdict>)>> {
        if self.is_idle() || lines.is_empty() {
            return Ok(lines.into_iter().map(|line| (line, None)).collect());
        }
        let known: BTreeSet<i64> = lines.iter().filter_map(|l| l.revisions.as_ref()).flatten().copied().collect();
        let hits = hits(conn, self, &known)?;
        let older = if lines.iter().any(|l| l.revisions.is_none()) { Some(older::read(conn, self)?) } else { None };
        let verdict = |line: &Line| match (&line.revisions, &older) {
            (Some(of), _) => self.of_known(line, &of.iter().filter_map(|seq| hits.get(seq)).collect::<Vec<_>>()),
            (None, Some(older)) => {
                older.is_in(line).then(|| Verdict { proof: Proof::Words, files: older.files.clone() })
            }
            (None, None) => None,
        };
        let judged = |line: Line| {
            let verdict = verdict(&line);
            (line, verdict)
        };
        Ok(lines.into_iter().map(judged).collect())
    }

    fn of_known(&self, line: &Line, hits: &[&Hit]) -> Option<Verdict> {
        let said = line.said.iter().any(|gram| self.new.has(*gram));
        let proof = hits.iter().map(|hit| hit.proof).chain(said.then_some(Proof::Words)).max()?;
        let files: BTreeSet<Hash> = hits.iter().filter_map(|hit| hit.file).collect();
        let whole = line.what == FILE && files.contains(&line.sha256);
        Some(Verdict { proof: if whole { Proof::Whole } else { proof }, files })
    }

    /// The record that this body is, when it says anything that is told no more.
    fn says(&self, kind: &str, schema: u32, body: &str) -> Option<AnyRecord> {
        self.hit(kind, schema, body).map(|(record, _)| record)
    }

    /// The same, with how that is known.
    fn hit(&self, kind: &str, schema: u32, body: &str) -> Option<(AnyRecord, Hit)> {
        let kind = Kind::parse(kind)?;
        if self.sieve.as_ref().is_some_and(|sieve| !may_hold(sieve, body)) && !self.names_closed(body) {
            return None;
        }
        let record = decode(self.path, kind, schema, body).ok()?;
        let (before, after) = (self.before.strike(&record), self.after.strike(&record));
        if before == after {
            return None;
        }
        let mut has_words = false;
        if let Some(mut before) = before {
            strike(&mut before, &self.new, &mut |_, _| has_words = true);
        }
        let proof = if has_words { Proof::Words } else { Proof::Perhaps };
        let file = self.file(&record);
        Some((record, Hit { proof, file }))
    }

    /// What a revision said with words of its own cannot be read any more; nor by its words can an output, when they were
    /// taken out on order.
    const fn hit_of_struck(&self) -> Hit {
        Hit { proof: if self.is_ordered { Proof::Perhaps } else { Proof::Words }, file: None }
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

/// A revision that says what is told no more.
struct Hit {
    proof: Proof,
    /// The content that goes with it.
    file: Option<Hash>,
}

/// Which of these revisions say anything that is told no more.
fn hits(conn: &Connection, judge: &Judge<'_>, places: &BTreeSet<i64>) -> Result<BTreeMap<i64, Hit>> {
    let mut hits = BTreeMap::new();
    let mut rest = places.clone();
    for seq in judge.struck.keys().filter(|seq| places.contains(seq)) {
        rest.remove(seq);
        hits.insert(*seq, judge.hit_of_struck());
    }
    // Most are what stands in the file now.
    let mut select = conn.prepare_cached("SELECT seq, kind, schema, body FROM record").during(DOING, judge.path)?;
    let mut rows = select.query([]).during(DOING, judge.path)?;
    while let Some(row) = rows.next().during(DOING, judge.path)? {
        let mut one = || {
            let seq: i64 = row.get(0)?;
            if rest.remove(&seq)
                && let Some((_, hit)) = judge.hit(row.get_ref(1)?.as_str()?, row.get(2)?, row.get_ref(3)?.as_str()?)
            {
                hits.insert(seq, hit);
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
                hits.extend(judge.hit(&kind, schema, &body).map(|(_, hit)| (seq, hit)));
            }
            Some(None) => {
                hits.insert(seq, judge.hit_of_struck());
            }
            None => {}
        }
    }
    Ok(hits)
}
