//! Where a row ends: UAX #14 with the Chinese rules that it leaves out.
//!
//! `unicode-linebreak` gives the opportunities; over them stand
//!
//! - *kinsoku* (避头尾, GB/T 15834 §5.1): no row begins with 。，；：！？）》” and the like, none ends with （《“;
//! - quotation marks between Chinese: UAX #14 of Unicode 15 glues both sides of “ and ”, which leaves 说“同意”后
//!   without a place to break. As Unicode 16 does (LB19a), a row may end before an opening and after a closing one.
//!
//! A row is a function of the text from its first byte on, and of nothing before: that is what lets the layout stop
//! as soon as a row begins where one began before the edit. Little context is lost by it, since a row begins at an
//! opportunity, where UAX #14 starts afresh but for spaces.
//!
//! When there is no opportunity in the row (a long web address, a line of ！！！！), it is broken after the last
//! grapheme that fits and offends no kinsoku rule, and when there is none, after the last one that fits.

use crate::text::grapheme::{first, graphemes};
use crate::text::layout::Measure;
use crate::text::width::{cells_as, glyph};

/// Characters that no row begins with.
const NOT_FIRST: &str = "。．，、；：！？）］｝》〉」』】〕〗〙〛”’·％‰℃～々";

/// Characters that no row ends with.
const NOT_LAST: &str = "（［｛《〈「『【〔〖〘〚“‘￥＄";

/// One row of `text`, from its first byte on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    /// Bytes in the row; 0 only for empty text.
    pub len: usize,
    /// Cells that they take; at most the width.
    pub cells: usize,
    /// End of what was looked at: a change of the text after this byte leaves the row as it is.
    pub reach: usize,
}

/// Whether no row may begin with `grapheme`.
pub fn forbidden_first(grapheme: &str) -> bool {
    grapheme.starts_with(|c| NOT_FIRST.contains(c))
}

/// Whether no row may end with `grapheme`.
pub fn forbidden_last(grapheme: &str) -> bool {
    grapheme.starts_with(|c| NOT_LAST.contains(c))
}

/// The first row of `text`, which is the rest of a paragraph.
pub(crate) fn first_row(text: &str, measure: Measure) -> Fit {
    let full = fill(text, measure);
    if full.len == text.len() || between_han(text, full.len) {
        return full;
    }
    let len = best_break(text.get(..full.reach).unwrap_or_default(), full.len, measure);
    let given_back = text.get(len..full.len).unwrap_or_default();
    Fit { len, cells: full.cells - cells_as(given_back, measure.ambiguous), reach: full.reach }
}

/// As many graphemes as the width takes, wherever that ends.
fn fill(text: &str, measure: Measure) -> Fit {
    let mut row = Fit { len: 0, cells: 0, reach: text.len() };
    for (at, grapheme) in graphemes(text) {
        let cells = row.cells + glyph(grapheme, measure.ambiguous).cells;
        if cells > measure.width {
            row.reach = at + grapheme.len();
            break;
        }
        row.len = at + grapheme.len();
        row.cells = cells;
    }
    row
}

/// Whether `at` lies between two Han characters: always an opportunity (LB31), by far the most frequent end of a row,
/// and found without the tables.
fn between_han(text: &str, at: usize) -> bool {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    text.split_at_checked(at)
        .is_some_and(|(row, rest)| row.chars().next_back().is_some_and(is_han) && rest.starts_with(is_han))
}

/// The best place to break `seen`, at most at `limit`; `seen` ends with the grapheme that does not fit any more.
fn best_break(seen: &str, limit: usize, measure: Measure) -> usize {
    let mut allowed = unicode_linebreak::linebreaks(seen).map(|(at, _)| at).peekable();
    let (mut good, mut fair) = (None, None);
    let mut before = first(seen);
    for (at, after) in graphemes(seen).skip(1).take_while(|(at, _)| *at <= limit) {
        while allowed.next_if(|a| *a < at).is_some() {}
        if !forbidden_first(after) && !forbidden_last(before) {
            fair = Some(at);
            if allowed.peek() == Some(&at) || beside_quote(before, after, measure) {
                good = Some(at);
            }
        }
        before = after;
    }
    good.or(fair).unwrap_or(limit)
}

/// Whether a row may end between `before` and `after` because one is the outer side of a quotation mark and the other
/// East Asian.
fn beside_quote(before: &str, after: &str, measure: Measure) -> bool {
    let is_wide = |g: &str| glyph(g, measure.ambiguous).cells == 2;
    (before.starts_with(['”', '’']) && is_wide(after)) || (after.starts_with(['“', '‘']) && is_wide(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::layout::wrap;
    use crate::text::width::Ambiguous;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        wrap(text, Measure::new(width, Ambiguous::Narrow))
    }

    #[test]
    fn chinese_rows() {
        for (text, width, expected) in [
            ("", 10, &[""][..]),
            ("检查发现问题", 8, &["检查发现", "问题"]),
            // No row begins with a closing mark, none ends with an opening one.
            ("检查发现，有问题", 8, &["检查发", "现，有问", "题"]),
            ("按照《条例》第十条", 6, &["按照", "《条", "例》第", "十条"]),
            ("共三人（含退休）参会", 8, &["共三人", "（含退", "休）参会"]),
            // Quotation marks between Chinese leave room on their outer sides.
            ("他说“同意”后离开", 6, &["他说", "“同意”", "后离开"]),
            ("他说：“同意。”后离开", 8, &["他说：", "“同意。”", "后离开"]),
            // Words, numbers and ellipses stay whole.
            ("金额1,234.56元", 10, &["金额", "1,234.56元"]),
            ("see WordML now", 8, &["see ", "WordML ", "now"]),
            ("他想了想……没有说", 9, &["他想了", "想……没有", "说"]),
            ("这一点——很要紧", 7, &["这一点", "——很要", "紧"]),
            ("阿布都·买买提", 6, &["阿布", "都·买", "买提"]),
        ] {
            assert_eq!(rows(text, width), expected, "{text} at {width}");
        }
    }

    #[test]
    fn long_words_are_broken_where_they_must() {
        assert_eq!(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("abcd。", 4), ["abc", "d。"]);
        assert_eq!(rows("！！！", 4), ["！！", "！"]);
        assert_eq!(rows("（（（", 4), ["（（", "（"]);
    }

    #[test]
    fn spaces_stay_with_the_word_before() {
        assert_eq!(rows("ab cd", 4), ["ab ", "cd"]);
        assert_eq!(rows("abcd efg", 4), ["abcd", " efg"]);
        assert_eq!(rows("      ", 4), ["    ", "  "]);
    }

    #[test]
    fn wide_ambiguous_glyphs_count_twice() {
        assert_eq!(wrap("一“二”三", Measure::new(6, Ambiguous::Wide)), ["一", "“二”", "三"]);
        assert_eq!(rows("一“二”三", 6), ["一“二”", "三"]);
    }

    #[test]
    fn a_row_looks_no_further_than_the_first_grapheme_that_does_not_fit() {
        let measure = Measure::new(4, Ambiguous::Narrow);
        assert_eq!(first_row("检查发现问题", measure), Fit { len: 6, cells: 4, reach: 9 });
        assert_eq!(first_row("检查", measure), Fit { len: 6, cells: 4, reach: 6 });
    }
}
