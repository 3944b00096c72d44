//! What withholding would do, before it is done: for the page that asks, and for the action that does it.

use super::super::derived::Derived;
use super::super::error::Sql;
use super::super::reader::Reader;
use super::super::tx::Tx;
use super::DOING;
use super::rows::{self, State};
use super::settle::Work;
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::closed::Why;
use crate::model::ids::{AnswerId, ProblemId, StatementId};
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Kind;
use crate::model::told::texts;
use crate::model::value::Instant;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

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
}

/// What withholding statements would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The texts of other records, by kind and record; those of the talk itself are not listed.
    pub strikes: Vec<Strike>,
    /// Records of the round, other than answers, as they are to be written: with the words struck. Closed records are not
    /// in it; nothing of them is told.
    pub records: Vec<AnyRecord>,
    /// Papers that cite what is withheld; they go back to draft.
    pub papers: Vec<ProblemId>,
    /// Outputs that name any of these records, oldest first.
    pub left: Vec<Left>,
}

/// What withholding `statements` of an answer would do.
///
/// # Errors
/// No such answer, or the file cannot be read.
pub(super) fn plan(
    conn: &Connection,
    path: &Path,
    state: Option<&Arc<State>>,
    answer: AnswerId,
    statements: &[StatementId],
) -> Result<Plan> {
    let mut body: Answer = super::read::get(conn, path, super::read::Door::Own, answer.0)?
        .ok_or_else(|| Error::input("这次谈话的这一问已不存在").hint("请返回重新打开这次谈话。"))?;
    for statement in body.statements.iter_mut().filter(|s| statements.contains(&s.id)) {
        statement.withheld = true;
    }
    let base = match state {
        Some(state) => Arc::clone(state),
        None => Arc::new(State::first(rows::salt(conn).during(DOING, path)?)),
    };
    let mut work = Work::new(conn, path, &base);
    work.put(answer.0, body.into())?;
    let outcome = work.settle()?;
    let before = super::Told::of(Arc::clone(&base));
    let mut plan = Plan::default();
    let mut touched: BTreeSet<(Kind, Uuid)> = BTreeSet::new();
    let mut shown: Vec<_> = outcome.shown.iter().collect();
    shown.sort_by_key(|s| (s.record.kind(), s.id));
    for shown in shown {
        let links = outcome.state.links_of(shown.id);
        if links.iter().any(|l| l.why == Why::Cites)
            && let AnyRecord::Problem(problem) = &shown.record
        {
            plan.papers.push(problem.id);
        }
        let Some(was) = before.strike(&shown.record) else { continue };
        if shown.told.as_ref() == Some(&was) {
            continue;
        }
        touched.insert((shown.record.kind(), shown.id));
        if shown.id == answer.0 {
            continue;
        }
        let name = name_of(&was);
        let (old, new) = (texts(&was), shown.told.as_ref().map(texts));
        for text in old.into_iter().filter(|t| !t.text.trim().is_empty()) {
            let after = new.as_ref().and_then(|new| new.iter().find(|n| n.place == text.place)).map(|n| n.text.clone());
            if after.as_ref() != Some(&text.text) {
                let (kind, record, field) = (shown.record.kind(), shown.id, text.place.label);
                plan.strikes.push(Strike { kind, record, name: name.clone(), field, before: text.text, after });
            }
        }
        if let Some(told) = shown.told.clone().filter(|_| shown.record.kind() != Kind::Answer) {
            plan.records.push(told);
        }
    }
    plan.left = left(conn, path, &touched)?;
    Ok(plan)
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
            let first: String = text.trim().chars().take(20).collect();
            if first.is_empty() { other.kind().chinese().to_owned() } else { first }
        }
    }
}

/// The outputs of which any of these records was a part, by what they are; talk records by the talk's own code cannot be
/// told apart here, so every output of the kind counts.
fn left(conn: &Connection, path: &Path, touched: &BTreeSet<(Kind, Uuid)>) -> Result<Vec<Left>> {
    let kinds: BTreeSet<Kind> = touched.iter().map(|(kind, _)| *kind).collect();
    let has = |kind: Kind| kinds.contains(&kind);
    let rows: Vec<(String, String, String)> = conn
        .prepare_cached("SELECT at, what, path_name FROM export_log ORDER BY seq")
        .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect())
        .during(DOING, path)?;
    let numbers: Vec<String> = papers(conn, path, touched)?;
    let of_paper = |name: &str| numbers.iter().any(|n| name.contains(n.as_str()));
    let holds = |what: &str, name: &str| match what {
        "资料包" => !kinds.is_empty(),
        "谈话记录" | "谈话笔录" | "谈话" => has(Kind::Answer) || has(Kind::Person) || has(Kind::Interview),
        "问题底稿" | "问题底稿（简式）" | "问题" | "立行立改通知书" => of_paper(name),
        "意见建议" => has(Kind::Suggestion) || has(Kind::Problem),
        "调阅清单" => has(Kind::Loan),
        "代号对照表" => has(Kind::Person),
        "问题清单" => has(Kind::Problem) || has(Kind::Suggestion) || has(Kind::QuickFix) || has(Kind::Unit),
        _ => has(Kind::Unit) || has(Kind::Round),
    };
    let kept = rows.into_iter().filter(|(_, what, name)| holds(what, name));
    let one = |(at, what, path_name): (String, String, String)| {
        let at =
            Instant::parse(&at).ok_or_else(|| super::super::error::damaged(path, &format!("时间“{at}”读不出来")))?;
        Ok(Left { at, what, path_name })
    };
    kept.map(one).collect()
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
    /// What withholding these statements would do, for the page that asks.
    ///
    /// # Errors
    /// No such answer, or the file cannot be read.
    pub fn withholding(&self, answer: AnswerId, statements: &[StatementId]) -> Result<Plan> {
        plan(&self.conn, &self.path, self.state()?.as_ref(), answer, statements)
    }
}

impl Tx<'_> {
    /// What withholding these statements would do; taken before they are marked.
    ///
    /// # Errors
    /// No such answer, or the file cannot be read.
    pub fn withholding(&self, answer: AnswerId, statements: &[StatementId]) -> Result<Plan> {
        plan(self.conn, self.path, self.withheld.state(self.conn, self.path)?.as_ref(), answer, statements)
    }

    /// Writes what a plan says: words are struck out of the other records for good, and papers that cite what is withheld
    /// go back to draft.
    pub fn strike(&mut self, plan: &Plan) -> Result<()> {
        for record in &plan.records {
            self.put_any(record)?;
        }
        for id in &plan.papers {
            if let Some(mut problem) = self.get::<Problem>(id.0)?.filter(|p| p.state != ProblemState::Draft) {
                problem.state = ProblemState::Draft;
                self.put(&problem)?;
            }
        }
        Ok(())
    }
}
