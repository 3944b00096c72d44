//! What withholding would do, before it is done: for the page that asks, and for the action that does it.

use super::super::derived::Derived;
use super::super::error::Sql;
use super::super::reader::Reader;
use super::super::sql::{SqlHash, SqlId};
use super::super::tx::Tx;
use super::DOING;
use super::rows::{self, State};
use super::settle::{Work, stored};
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::closed::{ELSEWHERE, Link, Why};
use crate::model::ids::{Hash, ProblemId};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Kind;
use crate::model::told::{Place, Text, texts};
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// What the export log calls a bundle.
const BUNDLE: &str = "资料包";

/// One text that is told otherwise than before, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// Kind of the record in which it stands.
    pub kind: Kind,
    /// The record.
    pub record: Uuid,
    /// What people call the record: number, title, name or its first words.
    pub name: String,
    /// What people call the field.
    pub field: &'static str,
    /// The text as it is told now.
    pub before: String,
    /// The text as it is told afterwards; `None`: not at all.
    pub after: Option<String>,
}

/// An output that left the round and may hold what is told no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// When it was written.
    pub at: Instant,
    /// What kind of output.
    pub what: String,
    /// Its file name, without folder.
    pub path_name: String,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

/// A paper that is not as it was: it cites what is withheld, or words were struck in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperBack {
    /// The paper.
    pub id: ProblemId,
    /// Number and title, as they may be told.
    pub name: String,
    /// It is past the draft now, and goes back to it.
    pub goes_back: bool,
    /// It cites what is withheld: it does not leave the round before that is taken out.
    pub cites: bool,
}

/// What an answer with withheld statements does to the rest of the round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The texts of other records, by kind and record; those of the answer itself are not listed.
    pub strikes: Vec<Strike>,
    /// Records of the round as they are to be written: with the words struck. Closed records are not in it, they are told
    /// nowhere; nor are the answers of the same talk, which is read and typed as a whole.
    pub records: Vec<AnyRecord>,
    /// The papers that are concerned.
    pub papers: Vec<PaperBack>,
    /// Outputs that name any of these records, oldest first.
    pub left: Vec<Left>,
}

impl Plan {
    /// Whether the user is to see it first: words are struck, evidence goes, a paper is concerned, or something left the
    /// round already. Observations on the statements go and come with them.
    pub fn asks(&self) -> bool {
        let grave = |s: &Strike| s.after.is_some() || s.kind != Kind::Observation;
        self.strikes.iter().any(grave) || !self.papers.is_empty() || !self.left.is_empty()
    }

    /// Whether it does nothing to texts and papers that is not in `shown`.
    pub fn is_within(&self, shown: &Self) -> bool {
        let struck = |s: &Strike| shown.strikes.contains(s) || (s.after.is_none() && s.kind == Kind::Observation);
        self.strikes.iter().all(struck) && self.papers.iter().all(|p| shown.papers.contains(p))
    }
}

/// What putting `body` as an answer would do to the rest.
///
/// # Errors
/// The file cannot be read.
pub(super) fn plan(conn: &Connection, path: &Path, state: Option<&Arc<State>>, body: &Answer) -> Result<Plan> {
    let base = match state {
        Some(state) => Arc::clone(state),
        None => Arc::new(State::first(rows::salt(conn).during(DOING, path)?)),
    };
    let mut work = Work::new(conn, path, &base);
    work.put(body.id.0, body.clone().into())?;
    let outcome = work.settle()?;
    let before = super::Told::of(Arc::clone(&base));
    let after = super::Told::of(Arc::new(outcome.state.clone()));
    let mut plan = Plan::default();
    let mut touched: BTreeSet<(Kind, Uuid)> = BTreeSet::new();
    let mut files: Vec<Hash> = Vec::new();
    let mut shown: Vec<_> = outcome.shown.iter().collect();
    shown.sort_by_key(|s| (s.record.kind(), s.id));
    for shown in shown {
        let was = before.strike(&shown.record);
        if let AnyRecord::Problem(problem) = &shown.record {
            let cites = |links: BTreeSet<Link>| links.iter().any(|l| l.why == Why::Cites);
            let now = cites(outcome.state.links_of(shown.id));
            let newly = now && !cites(base.links_of(shown.id));
            if newly || (shown.told.is_some() && shown.told != was) {
                let goes_back = problem.state != ProblemState::Draft;
                let name = was.as_ref().map(name_of).unwrap_or_default();
                plan.papers.push(PaperBack { id: problem.id, name, goes_back, cites: now });
            }
        }
        let Some(was) = was else { continue };
        if shown.id == body.id.0 {
            if newly_closed(body, &outcome.state, &base, conn, path)? {
                touched.insert((Kind::Answer, shown.id));
            }
            continue;
        }
        if shown.told.as_ref() == Some(&was) {
            continue;
        }
        touched.insert((shown.record.kind(), shown.id));
        if let (AnyRecord::Attachment(file), None) = (&shown.record, &shown.told) {
            files.push(file.sha256);
        }
        let name = match &was {
            AnyRecord::Answer(answer) => answer_name(conn, path, answer)?,
            was => name_of(was),
        };
        let (old, new) = (texts(&was), shown.told.as_ref().map(texts));
        let mut seen: BTreeMap<Place, usize> = BTreeMap::new();
        for text in old {
            // A field may hold several texts; those that are told stay in their order.
            let nth = seen.entry(text.place).and_modify(|n| *n += 1).or_default();
            let there =
                |new: &Vec<Text>| new.iter().filter(|n| n.place == text.place).nth(*nth).map(|n| n.text.clone());
            let after = new.as_ref().and_then(there);
            if text.text.trim().is_empty() {
                continue;
            }
            if after.as_ref() != Some(&text.text) {
                let (kind, record, field) = (shown.record.kind(), shown.id, text.place.label);
                plan.strikes.push(Strike { kind, record, name: name.clone(), field, before: text.text, after });
            }
        }
        match (&shown.record, &shown.told) {
            (AnyRecord::Answer(other), Some(_)) if other.interview != body.interview => {
                plan.records.extend(after.written(&shown.record));
            }
            (AnyRecord::Answer(_), _) | (_, None) => {}
            (_, Some(told)) => plan.records.push(kept(told.clone(), &shown.record, &after)),
        }
    }
    plan.left = left(conn, path, &touched)?;
    // The log names the bundle, whose attachments lie beside it under their hashes.
    if let Some(bundle) = plan.left.iter().rfind(|l| l.what == BUNDLE).cloned() {
        let file = |sha256: Hash| Left { path_name: format!("attachments/{sha256}"), sha256, ..bundle.clone() };
        plan.left.extend(files.into_iter().map(file));
    }
    Ok(plan)
}

/// `told` with what the record itself keeps although it is not told: what is to be verified of something withheld comes
/// back with it, without the words that are struck.
fn kept(told: AnyRecord, record: &AnyRecord, state: &super::Told) -> AnyRecord {
    let written = state.written(record);
    match (told, written.as_ref().unwrap_or(record)) {
        (AnyRecord::Problem(told), AnyRecord::Problem(own)) => {
            Problem { to_verify: own.to_verify.clone(), ..told }.into()
        }
        (told, _) => told,
    }
}

/// Whether the answer in the file has a statement that is closed by the change: only what is there may have left.
fn newly_closed(body: &Answer, now: &State, before: &State, conn: &Connection, path: &Path) -> Result<bool> {
    let there: Option<Answer> = super::read::get(conn, path, super::read::Door::Own, body.id.0)?;
    let mut said = there.iter().flat_map(|a| &a.statements);
    Ok(said.any(|s| now.closed(s.id.0) && !before.closed(s.id.0)))
}

/// Whose talk an answer is of.
fn answer_name(conn: &Connection, path: &Path, answer: &Answer) -> Result<String> {
    let codes = talks(conn, path, &BTreeSet::from([(Kind::Interview, answer.interview.0)]))?;
    Ok(codes.first().map_or_else(|| "谈话".to_owned(), |code| format!("访谈{code}")))
}

/// What people call a record.
fn name_of(record: &AnyRecord) -> String {
    match record {
        AnyRecord::Problem(p) => format!("{} {}", p.number, p.title),
        AnyRecord::Person(p) => format!("{} {}", p.code, p.name),
        AnyRecord::Unit(u) => u.name.clone(),
        AnyRecord::Document(d) => d.cited(),
        AnyRecord::Loan(l) => l.title.clone(),
        AnyRecord::Attachment(a) => a.name.clone(),
        AnyRecord::Decision(d) => d.title.clone(),
        other => {
            let text = Derived::of_any(other).search;
            let line = text.trim().lines().next().unwrap_or_default();
            let first: String = line.chars().take(20).collect();
            match first.as_str() {
                "" => other.kind().chinese().to_owned(),
                _ if first.len() < line.len() => format!("{first}…"),
                _ => first,
            }
        }
    }
}

/// The outputs of which any of these records was a part, by what they are and by the numbers and codes in their names.
/// What was written before any of these records came about holds none of them.
fn left(conn: &Connection, path: &Path, touched: &BTreeSet<(Kind, Uuid)>) -> Result<Vec<Left>> {
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let has = |kind: Kind| touched.iter().any(|(k, _)| *k == kind);
    let rows: Vec<(String, String, String, SqlHash)> = conn
        .prepare_cached("SELECT at, what, path_name, sha256 FROM export_log ORDER BY seq")
        .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?.collect())
        .during(DOING, path)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (numbers, codes) = (papers(conn, path, touched)?, talks(conn, path, touched)?);
    let of_paper = |name: &str| numbers.iter().any(|n| name.contains(n.as_str()));
    let of_talk = |name: &str| codes.iter().any(|code| parts_of(name).any(|part| part == code));
    let holds = |what: &str, name: &str| match what {
        BUNDLE => true,
        "谈话记录" | "谈话笔录" | "谈话" => of_talk(name),
        "问题底稿" | "问题底稿（简式）" | "问题" | "立行立改通知书" => of_paper(name),
        "意见建议" => has(Kind::Suggestion) || has(Kind::Problem),
        "调阅清单" => has(Kind::Loan),
        "代号对照表" => has(Kind::Person),
        "问题清单" => has(Kind::Problem) || has(Kind::Suggestion) || has(Kind::QuickFix) || has(Kind::Unit),
        _ => has(Kind::Unit) || has(Kind::Round),
    };
    let began = began(conn, path, touched)?;
    let mut left = Vec::new();
    for (at, what, path_name, sha256) in rows.into_iter().filter(|(_, what, name, _)| holds(what, name)) {
        let at = instant(path, &at)?;
        if began.is_none_or(|began| at.ms >= began.ms) {
            left.push(Left { at, what, path_name, sha256: sha256.0 });
        }
    }
    Ok(left)
}

/// What stands between the dashes of a file name, without its ending.
fn parts_of(name: &str) -> impl Iterator<Item = &str> {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).split('-')
}

fn instant(path: &Path, text: &str) -> Result<Instant> {
    Instant::parse(text).ok_or_else(|| super::super::error::damaged(path, &format!("时间“{text}”读不出来")))
}

/// When the first of these records came about; `None`: none of them is in the file yet.
fn began(conn: &Connection, path: &Path, touched: &BTreeSet<(Kind, Uuid)>) -> Result<Option<Instant>> {
    let mut first: Option<Instant> = None;
    for (_, id) in touched {
        let at: Option<String> = conn
            .prepare_cached("SELECT at FROM revision WHERE record = ?1 ORDER BY seq LIMIT 1")
            .and_then(|mut s| s.query_row([SqlId(*id)], |r| r.get(0)).optional())
            .during(DOING, path)?;
        let at = at.map(|text| instant(path, &text)).transpose()?;
        first = [first, at].into_iter().flatten().min_by_key(|at| at.ms);
    }
    Ok(first)
}

/// Codes of the people whose talks these records belong to.
fn talks(conn: &Connection, path: &Path, touched: &BTreeSet<(Kind, Uuid)>) -> Result<Vec<String>> {
    use super::read::{Door, get};
    let mut codes = Vec::new();
    for (kind, id) in touched {
        let talk = match kind {
            Kind::Answer => get::<Answer>(conn, path, Door::Own, *id)?.map(|a| a.interview.0),
            Kind::Interview => Some(*id),
            _ => None,
        };
        let of_talk = match talk {
            Some(talk) => get::<Interview>(conn, path, Door::Own, talk)?.map(|t| t.person.0),
            None => Some(*id).filter(|_| *kind == Kind::Person),
        };
        let person: Option<Person> = of_talk.map(|id| get(conn, path, Door::Own, id)).transpose()?.flatten();
        codes.extend(person.map(|p| p.code.0).filter(|code| !code.is_empty()));
    }
    Ok(codes)
}

/// Numbers of the papers among these records, or that these records belong to.
fn papers(conn: &Connection, path: &Path, touched: &BTreeSet<(Kind, Uuid)>) -> Result<Vec<String>> {
    let ids: BTreeSet<Uuid> = touched.iter().map(|(_, id)| *id).collect();
    let problems: Vec<Problem> = super::read::all(conn, path, super::read::Door::Own)?;
    let fixes: Vec<crate::model::hand_over::QuickFix> = super::read::all(conn, path, super::read::Door::Own)?;
    let suggestions: Vec<crate::model::hand_over::Suggestion> = super::read::all(conn, path, super::read::Door::Own)?;
    let concerned = |p: &&Problem| {
        ids.contains(&p.id.0)
            || p.evidence.iter().any(|c| ids.contains(&c.evidence.0))
            || fixes.iter().any(|f| f.problem == p.id && ids.contains(&f.id.0))
            || suggestions.iter().any(|s| s.problems.contains(&p.id) && ids.contains(&s.id.0))
    };
    Ok(problems.iter().filter(concerned).map(|p| p.number.clone()).filter(|n| !n.is_empty()).collect())
}

impl Reader {
    /// What putting this answer, with what is to be withheld marked in it, would do to the rest: for the page that asks.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn withholding(&self, answer: &Answer) -> Result<Plan> {
        plan(&self.conn, &self.path, self.state()?.as_ref(), answer)
    }

    /// Whether words were struck for good out of any record: they do not come back when a statement is let in again.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn has_struck(&self) -> Result<bool> {
        self.conn
            .prepare_cached("SELECT EXISTS(SELECT 1 FROM record WHERE instr(body, ?1))")
            .and_then(|mut s| s.query_row([ELSEWHERE], |r| r.get(0)))
            .during(DOING, &self.path)
    }
}

impl Tx<'_> {
    /// What putting this answer would do to the rest; asked before it is put.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn withholding(&self, answer: &Answer) -> Result<Plan> {
        plan(self.conn, self.path, self.withheld.state(self.conn, self.path)?.as_ref(), answer)
    }

    /// Writes what a plan says: words are struck out of the other records for good, and the papers concerned go back to
    /// draft.
    pub fn strike(&mut self, plan: &Plan) -> Result<()> {
        for record in &plan.records {
            match record {
                AnyRecord::Problem(paper) => self.put(&Problem { state: ProblemState::Draft, ..paper.clone() })?,
                other => self.put_any(other)?,
            }
        }
        for paper in &plan.papers {
            if let Some(mut problem) = self.get::<Problem>(paper.id.0)?.filter(|p| p.state != ProblemState::Draft) {
                problem.state = ProblemState::Draft;
                self.put(&problem)?;
            }
        }
        super::redact::redact(self)
    }

    /// Strikes withheld words wherever they stand, after records came in from elsewhere; papers concerned go back to draft.
    pub fn strike_all(&mut self) -> Result<()> {
        let Some(state) = self.withheld.state(self.conn, self.path)? else { return Ok(()) };
        let told = super::Told::of(Arc::clone(&state));
        for (id, row) in rows::told(self.conn).during(DOING, self.path)? {
            let Some(record) = stored(self.conn, self.path, id)?.filter(|_| row.is_some()) else { continue };
            let struck = match &record {
                AnyRecord::Answer(_) => told.written(&record),
                _ => told.strike(&record).map(|now| kept(now, &record, &told)).filter(|now| *now != record),
            };
            match struck {
                Some(AnyRecord::Problem(paper)) => self.put(&Problem { state: ProblemState::Draft, ..paper })?,
                Some(other) => self.put_any(&other)?,
                None => {}
            }
        }
        for id in state.links.iter().filter(|(_, links)| links.iter().any(|l| l.why == Why::Cites)).map(|(id, _)| *id) {
            if let Some(paper) = self.get::<Problem>(id)?.filter(|p| p.state != ProblemState::Draft) {
                self.put(&Problem { state: ProblemState::Draft, ..paper })?;
            }
        }
        super::redact::redact(self)
    }
}
