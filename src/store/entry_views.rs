//! Generated views: one `entry_KIND` for each kind of entry that the round's methods know, with a column per field.
//!
//! Which kinds and fields there are is told from above ([`EntryView`]); this file only knows how an entry lies in its
//! body. The views are made again when what is told changes; whoever only reads sees them as last made.
//!
//! Columns of each view, documented as those of `views.sql`: id, `document_id`, `unit_id` (of the document; NULL when it
//! is in the bin), pages, note, `by_id` (inspector or NULL), at (instant); then one for each field: integers, money in
//! 分, booleans as 0 and 1, dates and text as text, a choice as its id, several choices as a JSON array of ids, a person
//! as their id; NULL when nothing was filled in.

use super::error::Sql;
use super::reader::Reader;
use super::{Store, migrate, read};
use crate::error::{Error, Result};
use crate::model::ids::Hash;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where the names of the views and the stamp lie.
const META: &str = "entry_views";
/// Counts the changes of the text that is generated, so that a new version of the program makes the views again.
const TEMPLATE: u32 = 2;
/// Names of the columns that every view has.
pub const FIXED: [&str; 7] = ["id", "document_id", "unit_id", "pages", "note", "by_id", "at"];

/// A kind of entry as a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    /// The kind as entries carry it; the view is named `entry_` and this.
    pub kind: String,
    /// A further name of the view.
    pub also: Option<String>,
    /// Its columns beside [`FIXED`].
    pub columns: Vec<EntryColumn>,
}

/// A field as a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryColumn {
    /// Name of the column.
    pub name: String,
    /// The field as values carry it.
    pub field: String,
}

/// What is noted in the file about its generated views.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Noted {
    stamp: String,
    names: Vec<String>,
    /// SHA-256 of the text of each view, in the order of `names`; `verify` compares them.
    #[serde(default)]
    texts: Vec<Hash>,
}

impl Noted {
    fn read(conn: &Connection) -> rusqlite::Result<Self> {
        let text = read::meta(conn, META)?.unwrap_or_default();
        // Anything unreadable counts as nothing noted: the views are then made again.
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }
}

impl Reader {
    /// Whether the generated views were made from what `stamp` stands for, by a program that makes them as this one.
    pub fn has_entry_views(&self, stamp: &str) -> Result<bool> {
        let noted = Noted::read(&self.conn).during("读取视图", &self.path)?;
        Ok(noted.stamp == full_stamp(stamp))
    }
}

impl Store {
    /// Makes the generated views again, in one step with the note of what they were made from.
    ///
    /// # Errors
    /// A name that may not be one (`[a-z_][a-z0-9_]*`, each column once, no core view), before anything is changed.
    pub fn set_entry_views(&self, stamp: &str, views: Vec<EntryView>) -> Result<()> {
        let stamp = full_stamp(stamp);
        views.iter().try_for_each(check)?;
        self.ask(move |worker, _| worker.raw("更新视图", move |conn| write(conn, stamp, &views)))
    }
}

fn full_stamp(stamp: &str) -> String {
    format!("{TEMPLATE}:{stamp}")
}

fn write(conn: &Connection, stamp: String, views: &[EntryView]) -> rusqlite::Result<()> {
    for name in Noted::read(conn)?.names {
        conn.execute_batch(&format!("DROP VIEW IF EXISTS \"{}\"", name.replace('"', "\"\"")))?;
    }
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    let mut make = |name: String, sql: String| {
        conn.execute_batch(&sql)?;
        names.push(name);
        texts.push(hash_of(&sql));
        Ok::<_, rusqlite::Error>(())
    };
    for view in views {
        let name = format!("entry_{}", view.kind);
        make(name.clone(), create(&name, view))?;
        if let Some(also) = &view.also {
            make(also.clone(), format!("CREATE VIEW \"{also}\" AS SELECT * FROM \"{name}\""))?;
        }
    }
    let noted = serde_json::to_string(&Noted { stamp, names, texts }).unwrap_or_default();
    migrate::set_meta(conn, META, &noted)
}

/// The generated views that should be there: name and SHA-256 of the text, unknown for those of an earlier version.
pub(super) fn noted(conn: &Connection) -> rusqlite::Result<Vec<(String, Option<Hash>)>> {
    let noted = Noted::read(conn)?;
    let mut texts = noted.texts.into_iter();
    Ok(noted.names.into_iter().map(|name| (name, texts.next())).collect())
}

/// What is noted of the text of a view.
pub(super) fn hash_of(sql: &str) -> Hash {
    Hash(Sha256::digest(sql.as_bytes()).into())
}

/// Each body is taken apart once; a field stands in it at most once, so `max` only picks its value.
fn create(name: &str, view: &EntryView) -> String {
    let columns: Vec<String> =
        FIXED.into_iter().chain(view.columns.iter().map(|c| c.name.as_str())).map(|c| format!("\"{c}\"")).collect();
    let field = |c: &EntryColumn| {
        format!(",\n  max(CASE WHEN v.value ->> '$.field' = {} THEN v.value ->> '$.value.is' END)", quoted(&c.field))
    };
    let fields: String = view.columns.iter().map(field).collect();
    format!(
        "CREATE VIEW \"{name}\"({columns}) AS\n\
         SELECT e.uid, e.parent_uid, d.parent_uid, e.body ->> '$.pages',\n  \
         e.body ->> '$.note', e.body ->> '$.by', e.body ->> '$.at'{fields}\n\
         FROM told_record e LEFT JOIN record d ON d.id = e.parent AND d.kind = 'document'\n\
         LEFT JOIN json_each(e.body, '$.values') v\n\
         WHERE e.kind = 'entry' AND e.brief = {kind} GROUP BY e.seq",
        columns = columns.join(", "),
        kind = quoted(&view.kind),
    )
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Refuses what would not be the name of a view or of a column.
fn check(view: &EntryView) -> Result<()> {
    let columns: Vec<&str> = FIXED.into_iter().chain(view.columns.iter().map(|c| c.name.as_str())).collect();
    let once = columns.iter().enumerate().all(|(at, c)| columns.iter().position(|o| o == c) == Some(at));
    let names = [Some(view.kind.as_str()), view.also.as_deref()].into_iter().flatten().chain(columns);
    if once && names.into_iter().all(is_name) {
        return Ok(());
    }
    Err(Error::internal(format!("条目 {} 的视图名称不合格", view.kind)))
}

/// Whether a name needs no further care in SQL but its quotes.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
