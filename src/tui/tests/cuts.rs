//! What does not fit says so: no bracket stays open.

use super::screens;

/// Brackets that open in a row of `rows` and are neither closed in it or in a row below, nor followed by a mark of what
/// was cut; each with its row.
fn left_open(rows: &[String]) -> Vec<(char, String)> {
    const PAIRS: [(char, char); 3] = [('〔', '〕'), ('（', '）'), ('《', '》')];
    let mut found = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        for (at, c) in row.char_indices() {
            let Some((open, close)) = PAIRS.into_iter().find(|(open, _)| *open == c) else { continue };
            let rest = row.get(at + open.len_utf8()..).unwrap_or_default();
            let below = rows.iter().skip(n + 1).map(String::as_str);
            let text: String = std::iter::once(rest).chain(below).collect::<Vec<_>>().join("\n");
            let next = text.find([open, close]);
            let is_closed = next.is_some_and(|at| text.get(at..).is_some_and(|t| t.starts_with(close)));
            let until = text.get(..next.unwrap_or(text.len())).unwrap_or_default();
            let is_marked = rest.contains("..") || until.contains("下面还有");
            if !is_closed && !is_marked {
                found.push((open, row.clone()));
            }
        }
    }
    found
}

#[test]
fn a_bracket_that_is_cut_is_found_and_one_that_goes_on_or_is_marked_is_not() {
    let open = |rows: &[&str]| left_open(&rows.iter().map(|r| (*r).to_owned()).collect::<Vec<_>>()).len();
    assert_eq!(open(&["（待核", "（待核）"]), 1);
    assert_eq!(open(&["按《中国共产", "党章程》"]), 0);
    assert_eq!(open(&["〔已另行..", "〔证1〕"]), 0);
    assert_eq!(open(&["（已转", "── 下面还有 3 行 "]), 0);
    assert_eq!(open(&["〔证1"]), 1);
}

#[test]
fn no_screen_of_80_by_24_cuts_a_bracket_without_a_mark() {
    let mut cut = Vec::new();
    for way in screens::all() {
        let mut d = (way.go)();
        d.resize(80, 24);
        cut.extend(left_open(&d.rows()).into_iter().map(|(_, row)| format!("{}: {row}", way.name)));
    }
    assert!(cut.is_empty(), "{cut:#?}");
}
