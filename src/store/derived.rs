//! What is kept beside the body of a live record so that nobody has to parse it: parent, brief, search entry, and for
//! answers their statements and claims as rows. It is written with the body in one transaction, made again from the log
//! ([`super::rebuild`]) and compared with it by `verify`.
//!
//! Parent and brief follow from the body ([`write()`]); what is found and listed follows from the record as it may be told
//! ([`tell`]), which [`super::withheld`] decides.

use super::read;
use super::search;
use super::sql::{SqlHash, SqlId};
use crate::error::Result;
use crate::model::answer::{Answer, Claim, Statement, Value};
use crate::model::any::{AnyRecord, ForKind, Visit};
use crate::model::ids::Hash;
use crate::model::record::{Kind, Record};
use rusqlite::{Connection, Row};
use std::any::Any;
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// What follows from one body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Derived {
    pub(super) parent: Option<Uuid>,
    pub(super) brief: String,
    /// The text that is indexed; empty: no entry.
    pub(super) search: String,
    pub(super) statements: BTreeSet<StatementRow>,
    pub(super) claims: BTreeSet<ClaimRow>,
}

impl Derived {
    /// What follows from a record.
    pub(super) fn of<R: Record>(record: &R) -> Self {
        let (parent, brief, search) = (record.parent(), record.brief(), record.search_text());
        let derived = Self { parent, brief, search, ..Self::default() };
        match (record as &dyn Any).downcast_ref::<Answer>() {
            Some(answer) => Self { statements: statements(answer), claims: claims(answer), ..derived },
            None => derived,
        }
    }

    /// What follows from a record of any kind.
    pub(super) fn of_any(record: &AnyRecord) -> Self {
        struct Of;
        impl Visit for Of {
            type Out = Derived;
            fn visit<R: Record>(self, record: &R) -> Derived {
                Derived::of(record)
            }
        }
        record.visit(Of)
    }

    /// What follows from a stored body.
    ///
    /// # Errors
    /// The body cannot be read, or is of a newer schema.
    pub(super) fn of_body(kind: Kind, path: &Path, schema: u32, body: &str) -> Result<Self> {
        struct Of<'a>(&'a Path, u32, &'a str);
        impl ForKind for Of<'_> {
            type Out = Result<Derived>;
            fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
                read::decode::<R>(self.0, self.1, self.2).map(|record| Derived::of(&record))
            }
        }
        kind.run(Of(path, schema, body))
    }
}

/// The head of a live record as it is cached.
#[derive(Debug)]
pub(super) struct Live<'a> {
    pub(super) seq: i64,
    pub(super) rev: Hash,
    pub(super) schema: u32,
    pub(super) body: &'a str,
    pub(super) derived: &'a Derived,
}

/// Replaces the row of a record; the old one stood at `old`. `None` as the new one: it went to the bin.
pub(super) fn write(
    conn: &Connection,
    (kind, id): (Kind, Uuid),
    old: Option<i64>,
    new: Option<&Live<'_>>,
) -> rusqlite::Result<()> {
    if let Some(old) = old {
        conn.prepare_cached("DELETE FROM record WHERE seq = ?1")?.execute([old])?;
    }
    if let Some(new) = new {
        conn.prepare_cached(
            "INSERT INTO record(seq, id, kind, parent, head, schema, brief, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            new.seq,
            SqlId(id),
            kind.name(),
            new.derived.parent.map(SqlId),
            SqlHash(new.rev),
            new.schema,
            &new.derived.brief,
            new.body,
        ))?;
    }
    Ok(())
}

/// Replaces what is found and listed of a record: its search entry (the old one stood at `old`), and its rows of
/// statements and claims. `new`: the place of its row, and what follows from it as it may be told; `None`: nothing does.
pub(super) fn tell(
    conn: &Connection,
    (kind, id): (Kind, Uuid),
    old: Option<i64>,
    new: Option<(i64, &Derived)>,
) -> rusqlite::Result<()> {
    search::index(conn, old, new.map(|(seq, derived)| (seq, kind, derived.search.as_str())))?;
    if kind == Kind::Answer {
        let none = Derived::default();
        write_rows(conn, id, new.map_or(&none, |(_, derived)| derived))?;
    }
    Ok(())
}

/// Replaces the rows of statements and claims of an answer.
pub(super) fn write_rows(conn: &Connection, answer: Uuid, derived: &Derived) -> rusqlite::Result<()> {
    replace(conn, answer, &derived.statements)?;
    replace(conn, answer, &derived.claims)
}

/// Writes only what differs: of a long answer one paragraph changes at a time.
fn replace<T: Cached>(conn: &Connection, answer: Uuid, rows: &BTreeSet<T>) -> rusqlite::Result<()> {
    let mut kept = BTreeSet::new();
    let stored = stored::<T>(conn, answer)?;
    for (place, row) in stored {
        if !rows.contains(&row) || !kept.insert(row) {
            conn.prepare_cached(&format!("DELETE FROM {} WHERE rowid = ?1", T::TABLE))?.execute([place])?;
        }
    }
    let columns = T::COLUMNS.split(", ").count();
    let places: Vec<String> = (1..=columns).map(|n| format!("?{n}")).collect();
    let sql = format!("INSERT INTO {}({}) VALUES({})", T::TABLE, T::COLUMNS, places.join(", "));
    rows.difference(&kept).try_for_each(|row| row.insert(conn, &sql))
}

/// The rows of one answer, each with its place in the table.
fn stored<T: Cached>(conn: &Connection, answer: Uuid) -> rusqlite::Result<Vec<(i64, T)>> {
    conn.prepare_cached(&format!("SELECT rowid, {} FROM {} WHERE answer_id = ?1", T::COLUMNS, T::TABLE))?
        .query_map([answer.to_string()], |r| Ok((r.get("rowid")?, T::from_row(r)?)))?
        .collect()
}

/// Whether the cached rows of a record are those that follow from its body, none of them twice.
pub(super) fn rows_agree(conn: &Connection, id: Uuid, derived: &Derived) -> rusqlite::Result<(bool, bool)> {
    Ok((agree(conn, id, &derived.statements)?, agree(conn, id, &derived.claims)?))
}

fn agree<T: Cached>(conn: &Connection, id: Uuid, rows: &BTreeSet<T>) -> rusqlite::Result<bool> {
    let stored = stored::<T>(conn, id)?;
    Ok(stored.len() == rows.len() && stored.iter().all(|(_, row)| rows.contains(row)))
}

/// A row of a cached table, under the answer that it comes from.
trait Cached: Ord + Sized {
    const TABLE: &'static str;
    const COLUMNS: &'static str;
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self>;
    fn insert(&self, conn: &Connection, sql: &str) -> rusqlite::Result<()>;
}

/// 陈述 as a row; columns as in the view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StatementRow {
    answer: String,
    order: String,
    id: String,
    interview: String,
    question: String,
    lane: String,
    at: String,
    key: bool,
    supersedes: Option<String>,
    superseded: bool,
    text: String,
}

impl Cached for StatementRow {
    const TABLE: &'static str = "statement_row";
    const COLUMNS: &'static str =
        "answer_id, ord, id, interview_id, question, lane, at, is_key, supersedes, superseded, text";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            answer: row.get("answer_id")?,
            order: row.get("ord")?,
            id: row.get("id")?,
            interview: row.get("interview_id")?,
            question: row.get("question")?,
            lane: row.get("lane")?,
            at: row.get("at")?,
            key: row.get("is_key")?,
            supersedes: row.get("supersedes")?,
            superseded: row.get("superseded")?,
            text: row.get("text")?,
        })
    }

    fn insert(&self, conn: &Connection, sql: &str) -> rusqlite::Result<()> {
        conn.prepare_cached(sql)?
            .execute((
                &self.answer,
                &self.order,
                &self.id,
                &self.interview,
                &self.question,
                &self.lane,
                &self.at,
                self.key,
                &self.supersedes,
                self.superseded,
                &self.text,
            ))
            .map(drop)
    }
}

/// 陈述要素 as a row; columns as in the view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClaimRow {
    answer: String,
    id: String,
    interview: String,
    question: String,
    field: String,
    qualifier: String,
    value: Cells,
    high: Cells,
    statement: Option<String>,
}

/// A value in the columns type, `int_value` and `text_value`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cells {
    kind: Option<String>,
    int: Option<i64>,
    text: Option<String>,
}

impl Cached for ClaimRow {
    const TABLE: &'static str = "claim_row";
    const COLUMNS: &'static str = "answer_id, id, interview_id, question, field, qualifier, type, int_value, \
                                   text_value, int_high, text_high, statement_id";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            answer: row.get("answer_id")?,
            id: row.get("id")?,
            interview: row.get("interview_id")?,
            question: row.get("question")?,
            field: row.get("field")?,
            qualifier: row.get("qualifier")?,
            value: Cells { kind: row.get("type")?, int: row.get("int_value")?, text: row.get("text_value")? },
            high: Cells { kind: None, int: row.get("int_high")?, text: row.get("text_high")? },
            statement: row.get("statement_id")?,
        })
    }

    fn insert(&self, conn: &Connection, sql: &str) -> rusqlite::Result<()> {
        conn.prepare_cached(sql)?
            .execute((
                &self.answer,
                &self.id,
                &self.interview,
                &self.question,
                &self.field,
                &self.qualifier,
                &self.value.kind,
                self.value.int,
                &self.value.text,
                self.high.int,
                &self.high.text,
                &self.statement,
            ))
            .map(drop)
    }
}

/// The statements of an answer that may be told.
fn statements(answer: &Answer) -> BTreeSet<StatementRow> {
    let corrected: BTreeSet<Uuid> = answer.statements.iter().filter_map(|s| s.supersedes).map(|id| id.0).collect();
    let row = |s: &Statement| StatementRow {
        answer: answer.id.to_string(),
        order: s.order.0.clone(),
        id: s.id.to_string(),
        interview: answer.interview.to_string(),
        question: answer.question.clone(),
        lane: s.lane.name().to_owned(),
        at: s.at.to_string(),
        key: s.key,
        supersedes: s.supersedes.map(|id| id.to_string()),
        superseded: corrected.contains(&s.id.0),
        text: s.text.clone(),
    };
    answer.statements.iter().filter(|s| !s.withheld).map(row).collect()
}

/// The claims of an answer that do not rest on a withheld statement.
fn claims(answer: &Answer) -> BTreeSet<ClaimRow> {
    let withheld = |c: &&Claim| answer.statements.iter().any(|s| s.withheld && c.statement == Some(s.id));
    let row = |c: &Claim| ClaimRow {
        answer: answer.id.to_string(),
        id: c.id.to_string(),
        interview: answer.interview.to_string(),
        question: answer.question.clone(),
        field: c.field.clone(),
        qualifier: c.qualifier.name().to_owned(),
        value: c.value.as_ref().map(cells).unwrap_or_default(),
        // The type of the upper end is that of the value.
        high: Cells { kind: None, ..c.high.as_ref().map(cells).unwrap_or_default() },
        statement: c.statement.map(|id| id.to_string()),
    };
    answer.claims.iter().filter(|c| !withheld(c)).map(row).collect()
}

fn cells(value: &Value) -> Cells {
    let text = |kind: &str, text: String| Cells { kind: Some(kind.to_owned()), int: None, text: Some(text) };
    let int = |kind: &str, n: i64| Cells { kind: Some(kind.to_owned()), int: Some(n), text: None };
    match value {
        Value::Text(t) => text("text", t.clone()),
        Value::Integer(n) => int("integer", *n),
        Value::Money(money) => int("money", money.0),
        Value::Date(date) => text("date", date.to_string()),
        Value::Choice(choice) => text("choice", choice.clone()),
        Value::Choices(choices) => text("choices", serde_json::to_string(choices).unwrap_or_default()),
        Value::YesNo(yes) => int("yes_no", i64::from(*yes)),
        Value::Person(person) => text("person", person.to_string()),
    }
}
