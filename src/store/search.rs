//! Full-text search over what is not withheld.
//!
//! FTS5's own tokenizers cannot cut Chinese, so text is prepared here: every Han character stands alone between
//! blanks, Latin words and numbers stay whole, all is NFKC and lower case. A word of the query is a phrase of such
//! tokens, so 水利局 finds 水利局 and not 局水利. Blank-separated words must all occur. Results are newest first
//! within their kind; ranking would cost more than it tells.

use super::error::Sql;
use super::read;
use super::sql::SqlId;
use crate::error::Result;
use crate::model::any::{AnyRecord, ForKind};
use crate::model::record::{Kind, Record};
use rusqlite::Connection;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// Characters of text shown around a hit, on each side.
const AROUND: usize = 20;

/// One record that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// Kind; hits are grouped by it in the order of [`Kind::ALL`].
    pub kind: Kind,
    /// The record.
    pub record: Uuid,
    /// The record it is listed under.
    pub parent: Option<Uuid>,
    /// Its brief.
    pub brief: String,
    /// The place of the first word with some text around it, on one line.
    pub excerpt: String,
}

/// Text as it is indexed.
pub(super) fn tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match u32::from(c) {
            // FTS5's tables end with Unicode 6.1: rarer Han characters, which names have, become words of their own.
            code @ 0x2_0000.. => out.extend([" u", &format!("{code:x}"), " "]),
            0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => {
                out.extend([' ', c, ' ']);
            }
            _ => out.push(c),
        }
    }
    out
}

/// The FTS5 query for what a person typed; `None` when there is nothing to look for.
pub(super) fn query(words: &str) -> Option<String> {
    let phrases: Vec<String> = words
        .split_whitespace()
        .map(tokens)
        // A phrase without any letter or digit matches nothing and would empty the result.
        .filter(|t| t.chars().any(char::is_alphanumeric))
        .map(|t| format!("text:\"{}\"", t.replace('"', " ").trim()))
        .collect();
    (!phrases.is_empty()).then(|| phrases.join(" AND "))
}

/// Replaces the index entry of a record: `old` and `new` are the places of its former and present head.
pub(super) fn index(conn: &Connection, old: Option<i64>, new: Option<(i64, Kind, &str)>) -> rusqlite::Result<()> {
    if let Some(old) = old {
        conn.prepare_cached("DELETE FROM fts WHERE rowid = ?1")?.execute([old])?;
    }
    if let Some((seq, kind, text)) = new.filter(|(_, _, text)| !text.is_empty()) {
        conn.prepare_cached("INSERT INTO fts(rowid, kind, text) VALUES(?1, ?2, ?3)")?.execute((
            seq,
            kind.name(),
            tokens(text),
        ))?;
    }
    Ok(())
}

/// Up to `limit` hits of each kind, newest first.
pub(super) fn search(conn: &Connection, path: &Path, words: &str, limit: usize) -> Result<Vec<SearchHit>> {
    const DOING: &str = "搜索";
    let Some(query) = query(words) else { return Ok(Vec::new()) };
    let mut select = conn
        .prepare_cached(
            "SELECT r.id, r.parent, r.brief, r.schema, r.body FROM fts JOIN record r ON r.seq = fts.rowid
             WHERE fts MATCH ?1 ORDER BY fts.rowid DESC LIMIT ?2",
        )
        .during(DOING, path)?;
    let mut hits = Vec::new();
    for kind in Kind::ALL {
        let query = format!("kind:{} AND {query}", kind.name());
        let mut rows = select.query((query, i64::try_from(limit).unwrap_or(i64::MAX))).during(DOING, path)?;
        while let Some(row) = rows.next().during(DOING, path)? {
            let (schema, body): (u32, String) = (row.get(3).during(DOING, path)?, row.get(4).during(DOING, path)?);
            hits.push(SearchHit {
                kind,
                record: row.get::<_, SqlId>(0).during(DOING, path)?.0,
                parent: row.get::<_, Option<SqlId>>(1).during(DOING, path)?.map(|p| p.0),
                brief: row.get(2).during(DOING, path)?,
                excerpt: excerpt(&text_of(kind, path, schema, &body)?, words),
            });
        }
    }
    Ok(hits)
}

/// The searchable text of a stored body.
pub(super) fn text_of(kind: Kind, path: &Path, schema: u32, body: &str) -> Result<String> {
    struct Text<'a> {
        path: &'a Path,
        schema: u32,
        body: &'a str,
    }
    impl ForKind for Text<'_> {
        type Out = Result<String>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Result<String> {
            read::decode::<R>(self.path, self.schema, self.body).map(|r| r.search_text())
        }
    }
    kind.run(Text { path, schema, body })
}

/// The first word of the query in `text` with [`AROUND`] characters on each side; the beginning when it is not found
/// literally (other width or case).
fn excerpt(text: &str, words: &str) -> String {
    let first = words.split_whitespace().next().unwrap_or_default();
    let at = text.find(first).unwrap_or(0);
    let (before, after) = text.split_at_checked(at).unwrap_or(("", text));
    let mut lead: Vec<char> = before.chars().rev().take(AROUND).collect();
    lead.reverse();
    let shown = lead.into_iter().chain(after.chars().take(first.chars().count() + AROUND));
    shown.map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_stand_alone_and_words_stay_whole() {
        let split: Vec<String> = tokens("ＷＰＳ报表A37，𫖯首").split_whitespace().map(str::to_owned).collect();
        assert_eq!(split, ["wps", "报", "表", "a37,", "u2b5af", "首"]);
    }

    #[test]
    fn a_query_is_made_of_phrases() {
        assert_eq!(query("水利局 \"党费\"").as_deref(), Some("text:\"水  利  局\" AND text:\"党  费\""));
        assert_eq!(query(" ，。 "), None);
        assert_eq!(query(""), None);
    }

    #[test]
    fn an_excerpt_stands_around_the_word() {
        let long = format!("{}每月三十七元五角{}", "前".repeat(50), "后".repeat(50));
        let shown = excerpt(&long, "三十七");
        assert_eq!(shown.chars().count(), AROUND * 2 + 3);
        assert!(shown.contains("每月三十七元五角"));
        assert_eq!(excerpt("短文", "没有"), "短文");
    }
}
