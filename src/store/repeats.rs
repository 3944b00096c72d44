//! Withheld words that a paper repeats: what is withheld (转线索) after it was written into a paper is found there by no
//! search, as no output and no view tells it.

use super::error::Sql;
use super::read;
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::observation::Observation;
use crate::model::record::{Kind, Record};
use rusqlite::Connection;
use std::path::Path;

/// What stands in the place of withheld words.
const ELSEWHERE: &str = "〔已另行处理〕";
/// Shorter words ("是的。") are common speech and tell nothing.
const TELLING: usize = 6;

/// Whether records of that kind are written by hand about what was said.
pub(super) const fn may_repeat(kind: Kind) -> bool {
    matches!(kind, Kind::Evidence | Kind::Decision | Kind::Problem | Kind::Suggestion | Kind::QuickFix)
}

/// Every withheld text of the round, the longest first, so that a text inside another leaves no rest of the outer one.
pub(super) fn withheld(conn: &Connection, path: &Path) -> Result<Vec<String>> {
    // As serde writes it; a statement that is not withheld has no such field, an observation says `false`.
    let answers: Vec<Answer> = marked(conn, path)?;
    let observations: Vec<Observation> = marked(conn, path)?;
    let said = answers.into_iter().flat_map(|a| a.statements).filter(|s| s.withheld).map(|s| s.text);
    let noted = observations.into_iter().filter(|o| o.withheld).map(|o| o.text);
    let telling = |text: String| {
        let text = text.trim();
        (text.chars().count() >= TELLING).then(|| text.to_owned())
    };
    let mut all: Vec<String> = said.chain(noted).filter_map(telling).collect();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    Ok(all)
}

fn marked<R: Record>(conn: &Connection, path: &Path) -> Result<Vec<R>> {
    const DOING: &str = "搜索";
    const SQL: &str = r#"SELECT schema, body FROM record WHERE kind = ?1 AND instr(body, '"withheld":true') > 0"#;
    let rows: Vec<(u32, String)> = conn
        .prepare_cached(SQL)
        .and_then(|mut s| s.query_map([R::KIND.name()], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
        .during(DOING, path)?;
    rows.iter().map(|(schema, body)| read::decode(path, *schema, body)).collect()
}

/// Puts [`ELSEWHERE`] in the place of every withheld text in `text`; says whether there was one.
pub(super) fn strike(withheld: &[String], text: &mut String) -> bool {
    let before = text.len();
    let mut any = false;
    for words in withheld {
        if text.contains(words.as_str()) {
            *text = text.replace(words.as_str(), ELSEWHERE);
            any = true;
        }
    }
    debug_assert!(any || text.len() == before, "nothing was struck");
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_text_is_struck_first() {
        let withheld = ["购车款是先付后议的".to_owned(), "先付后议的".to_owned()];
        let mut text = "有谈话反映，购车款是先付后议的。".to_owned();
        assert!(strike(&withheld, &mut text));
        assert_eq!(text, "有谈话反映，〔已另行处理〕。");
        assert!(!strike(&withheld, &mut text));
    }
}
