//! Full-text search over what may be told.
//!
//! FTS5's own tokenizers cannot cut Chinese, so text is prepared here: every Han character stands alone between
//! blanks, Latin words and numbers stay whole, all is NFKC and lower case. A word of the query is a phrase of such
//! tokens, so 水利局 finds 水利局 and not 局水利. Blank-separated words must all occur. Results are newest first
//! within their kind; ranking would cost more than it tells.

use super::error::Sql;
use super::read;
use super::sql::SqlId;
use crate::error::{Error, Result};
use crate::model::any::{AnyRecord, ForKind};
use crate::model::record::{APART, Kind, Record};
use crate::text::grapheme::graphemes;
use rusqlite::Connection;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
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
    /// The first place of a word with some text around it, on one line.
    pub excerpt: String,
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchPlace {
    /// The kind in the order of [`Kind::ALL`].
    kind: usize,
    /// Its hits so far.
    given: usize,
    /// The place of the last one of them.
    before: Option<i64>,
    /// Of some kind there is more than was asked for.
    pub is_cut: bool,
    /// That was all.
    pub is_done: bool,
}

/// Text as it is indexed.
pub(super) fn tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in folded(text) {
        if stands_alone(c) {
            out.push(' ');
            // FTS5's tables end with Unicode 6.1: rarer Han characters, which names have, become words of their own.
            match u32::from(c) {
                code @ 0x2_0000.. => out.extend(["u", &format!("{code:x}")]),
                _ => out.push(c),
            }
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    out
}

/// The characters that are compared: NFKC, lower case.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase)
}

/// A token of its own; [`APART`] is one too, so that no phrase reaches across it.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x2_0000.. | 0xE000 | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF)
}

/// Part of a longer token: a letter or digit that does not stand alone.
fn joins(c: char) -> bool {
    c.is_alphanumeric() && !stands_alone(c)
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

/// The next `most` hits from `place` on, of each kind up to `limit`, newest first; `place` is put where the search goes on.
pub(super) fn search(
    conn: &Connection,
    path: &Path,
    (words, limit): (&str, usize),
    place: &mut SearchPlace,
    most: usize,
) -> Result<Vec<SearchHit>> {
    const DOING: &str = "搜索";
    /// More characters than anybody looks for at once.
    const MOST: usize = 200;
    let chars = words.chars().count();
    if chars > MOST {
        return Err(Error::input(format!("搜索的字太多（{chars} 字）")).hint(format!("一次最多搜 {MOST} 字。")));
    }
    let mut hits = Vec::new();
    let Some(query) = query(words) else {
        place.is_done = true;
        return Ok(hits);
    };
    let mut select = conn
        .prepare_cached(
            "SELECT r.id, r.parent, r.brief, r.schema, r.body, r.seq FROM fts JOIN told_record r ON r.seq = fts.rowid
             WHERE fts MATCH ?1 AND fts.rowid < ?2 ORDER BY fts.rowid DESC LIMIT ?3",
        )
        .during(DOING, path)?;
    while let Some(kind) = Kind::ALL.get(place.kind).copied() {
        let query = format!("kind:{} AND {query}", kind.name());
        // One more than is wanted tells whether there is more.
        let wanted = (limit - place.given).min(most - hits.len());
        let asked = (query, place.before.unwrap_or(i64::MAX), i64::try_from(wanted + 1).unwrap_or(i64::MAX));
        let mut rows = select.query(asked).during(DOING, path)?;
        let mut taken = 0;
        let mut is_more = false;
        while let Some(row) = rows.next().during(DOING, path)? {
            if taken == wanted {
                is_more = true;
                break;
            }
            let (schema, body): (u32, String) = (row.get(3).during(DOING, path)?, row.get(4).during(DOING, path)?);
            let text = text_of(kind, path, schema, &body)?;
            hits.push(SearchHit {
                kind,
                record: row.get::<_, SqlId>(0).during(DOING, path)?.0,
                parent: row.get::<_, Option<SqlId>>(1).during(DOING, path)?.map(|p| p.0),
                brief: row.get(2).during(DOING, path)?,
                excerpt: excerpt(&text, words),
            });
            place.before = Some(row.get(5).during(DOING, path)?);
            taken += 1;
        }
        place.given += taken;
        if is_more && place.given < limit {
            return Ok(hits);
        }
        *place = SearchPlace { kind: place.kind + 1, is_cut: place.is_cut || is_more, ..SearchPlace::default() };
    }
    place.is_done = true;
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

/// The first place in `text` where a word of the query stands, with up to [`AROUND`] characters on each side; the
/// beginning when there is none. It begins and ends with whole numbers: a part of a sum would be another sum.
fn excerpt(text: &str, words: &str) -> String {
    let place = |word| literal(text, word).or_else(|| by_tokens(text, word));
    let words = words.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric));
    let (start, end) = words.filter_map(place).min().unwrap_or((0, 0));
    let around = |at: &str, from_end: bool| -> usize {
        let sizes = |c: char| c.len_utf8();
        if from_end { at.chars().rev().take(AROUND).map(sizes).sum() } else { at.chars().take(AROUND).map(sizes).sum() }
    };
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let (from, to) = (start - around(before, true), end + around(after, false));
    let lead = text.get(from..start).unwrap_or_default();
    let lead = if splits_number(text, from) { lead.trim_start_matches(counts) } else { lead };
    let rest = text.get(end..to).unwrap_or_default();
    let rest = if splits_number(text, to) { rest.trim_end_matches(counts) } else { rest };
    let shown = [lead, text.get(start..end).unwrap_or_default(), rest].concat();
    shown.chars().map(|c| if c.is_control() || c == APART { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// Where `word` stands in `text` as it is written, at the borders of tokens: 50 does not stand in 150000.
fn literal(text: &str, word: &str) -> Option<(usize, usize)> {
    let whole = |at: usize| {
        let (before, after) = text.split_at_checked(at)?;
        let (before, after) = (before.chars().next_back(), after.chars().next());
        // A mark belongs to the character before it: what is compared is both together.
        let inside = before.is_some_and(|c| joins(c) || is_combining_mark(c)) && after.is_some_and(joins);
        Some(!inside && !after.is_some_and(is_combining_mark))
    };
    let places = text.match_indices(word).map(|(at, found)| (at, at + found.len()));
    places.into_iter().find(|(start, end)| whole(*start) == Some(true) && whole(*end) == Some(true))
}

/// Where the tokens of `word` stand in `text` one after the other, in other forms of the same characters or with signs
/// between them.
fn by_tokens(text: &str, word: &str) -> Option<(usize, usize)> {
    let wanted: Vec<String> = spans(word).into_iter().map(|(token, ..)| token).collect();
    let spans = spans(text);
    let is_it = |run: &&[(String, usize, usize)]| run.iter().map(|(token, ..)| token).eq(&wanted);
    let run = spans.windows(wanted.len().max(1)).find(is_it)?;
    Some((run.first()?.1, run.last()?.2))
}

/// The tokens of `text`, each with the bytes from its beginning to its end.
fn spans(text: &str) -> Vec<(String, usize, usize)> {
    let mut out: Vec<(String, usize, usize)> = Vec::new();
    let mut open = false;
    for (at, grapheme) in graphemes(text) {
        let end = at + grapheme.len();
        for c in folded(grapheme) {
            let alone = stands_alone(c);
            match out.last_mut() {
                Some((token, _, until)) if open && joins(c) => {
                    token.push(c);
                    *until = end;
                }
                _ if alone || joins(c) => out.push((c.to_string(), at, end)),
                _ => {}
            }
            open = joins(c);
        }
    }
    out
}

/// Whether a cut at byte `at` goes through a number, in digits or in Han characters.
fn splits_number(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    before.chars().next_back().is_some_and(counts) && after.chars().next().is_some_and(counts)
}

/// Part of a number, or of a word in letters.
fn counts(c: char) -> bool {
    joins(c) || matches!(c, '.' | ',') || "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    #[test]
    fn an_excerpt_stands_where_the_index_found_the_word() {
        let text = "账上有150000元，后来又补了50元。";
        let (start, end) = literal(text, "50").unwrap();
        assert_eq!(text.get(start - "补了".len()..end), Some("补了50"));
        assert_eq!(literal("a50b 500 150", "50"), None);
        assert_eq!(
            excerpt(&format!("{}共ＷＰＳ表５０张", "前".repeat(50)), "wps"),
            format!("{}共ＷＰＳ表５０张", "前".repeat(19))
        );
        let wide = by_tokens("一共ＷＰＳ表５０张", "50").unwrap();
        assert_eq!("一共ＷＰＳ表５０张".get(wide.0..wide.1), Some("５０"));
        assert_eq!(by_tokens("ＷＰＳ５０", "50"), None, "one token");
        let apart = by_tokens("按“党费”收缴", "党费收").unwrap();
        assert_eq!("按“党费”收缴".get(apart.0..apart.1), Some("党费”收"));
    }

    #[test]
    fn an_excerpt_shows_no_part_of_a_number() {
        let filler = "说".repeat(AROUND - 4);
        assert_eq!(excerpt(&format!("共计150000元{filler}党费"), "党费"), format!("元{filler}党费"));
        assert_eq!(excerpt(&format!("共计一百五十万元{filler}说党费"), "党费"), format!("元{filler}说党费"));
        assert_eq!(excerpt(&format!("党费{filler}说的1,500.00元"), "党费"), format!("党费{filler}说的"));
        assert_eq!(excerpt(&format!("党费{filler}说1500元"), "党费"), format!("党费{filler}说"));
        assert_eq!(excerpt("1500元党费2000元", "党费"), "1500元党费2000元");
    }

    proptest! {
        /// Whatever the index would find for a word, the excerpt of the text is taken there, at whole tokens.
        #[test]
        fn a_word_that_is_indexed_is_found_in_the_text(text in "[50aＷ５党费，“ e\u{301}]{0,12}", word in "[50aＷ５党费]{1,3}") {
            let split = |t: &str| -> Vec<String> {
                tokens(t).split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).map(str::to_owned).collect()
            };
            let (all, wanted) = (split(&text), split(&word));
            let hit = all.windows(wanted.len()).any(|run| run == wanted);
            let found = literal(&text, &word).or_else(|| by_tokens(&text, &word));
            prop_assert_eq!(hit, found.is_some());
            if let Some((start, end)) = found {
                prop_assert_eq!(text.get(start..end).map(split), Some(wanted));
            }
        }
    }
}
