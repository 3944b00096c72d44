//! Cells: how wide text is on the screen. The only place that names `unicode-width`.
//!
//! Widths are taken per grapheme, as ratatui does, never per string: the two differ for some ligatures, and what is
//! counted must be what is drawn. Every grapheme has from 1 to [`WIDEST`] cells, so that the caret always moves and a
//! row can always take at least one.

use crate::text::grapheme::{first, graphemes};
use unicode_width::UnicodeWidthStr;

/// How wide the terminal draws glyphs of ambiguous width (East Asian Width A: “ ” … — · ① ─).
///
/// Most terminals use one cell; old consoles with a Chinese font use two, and no escape sequence tells, so a probe
/// or the user decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell.
    #[default]
    Narrow,
    /// Two cells.
    Wide,
}

/// What is shown in place of a grapheme that has no glyph of its own; one cell everywhere.
pub const STAND_IN: &str = "░";

/// The most cells that one grapheme may take; wider ones (stacked conjoining letters) are shown by [`STAND_IN`].
pub const WIDEST: usize = 4;

/// What marks text that was cut by [`shorten`]; ASCII, because `…` is of ambiguous width.
pub const CUT_MARK: &str = "..";

/// What is drawn for one grapheme, and over how many cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// The grapheme itself, a blank for a tab, or [`STAND_IN`].
    pub shown: &'a str,
    /// 1 to [`WIDEST`].
    pub cells: usize,
}

/// The glyph of one grapheme.
///
/// A tab is one blank. Control characters, direction overrides and marks without a base get the stand-in: a person
/// sees that something is there, and the text keeps it.
pub fn glyph(grapheme: &str, ambiguous: Ambiguous) -> Glyph<'_> {
    if let Some(cells) = plain_cells(grapheme) {
        return Glyph { shown: grapheme, cells };
    }
    if grapheme == "\t" {
        return Glyph { shown: " ", cells: 1 };
    }
    let cells = match ambiguous {
        Ambiguous::Narrow => grapheme.width(),
        Ambiguous::Wide => grapheme.width_cjk(),
    };
    if (1..=WIDEST).contains(&cells) && !grapheme.chars().any(char::is_control) {
        Glyph { shown: grapheme, cells }
    } else {
        Glyph { shown: STAND_IN, cells: 1 }
    }
}

/// The cells of what most text is made of, without a look into the tables: printable ASCII and Han.
fn plain_cells(grapheme: &str) -> Option<usize> {
    let mut chars = grapheme.chars();
    match (chars.next()?, chars.next()) {
        (' '..='~', None) => Some(1),
        ('\u{4E00}'..='\u{9FFF}', None) => Some(2),
        _ => None,
    }
}

/// The cells of `text` where ambiguous glyphs are narrow; for labels, whose glyphs are chosen to be so.
pub fn cells(text: &str) -> usize {
    cells_as(text, Ambiguous::Narrow)
}

/// The cells of `text`.
pub fn cells_as(text: &str, ambiguous: Ambiguous) -> usize {
    graphemes(text).map(|(_, g)| glyph(g, ambiguous).cells).sum()
}

/// The longest beginning of `text` that takes at most `width` cells; never half a glyph.
pub fn prefix(text: &str, width: usize, ambiguous: Ambiguous) -> &str {
    let mut left = width;
    let mut end = 0;
    while let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
        let grapheme = first(rest);
        let Some(after) = left.checked_sub(glyph(grapheme, ambiguous).cells) else { break };
        left = after;
        end += grapheme.len();
    }
    text.get(..end).unwrap_or_default()
}

/// `text` as it is drawn: every grapheme by its glyph.
pub fn displayed(text: &str, ambiguous: Ambiguous) -> String {
    graphemes(text).map(|(_, g)| glyph(g, ambiguous).shown).collect()
}

/// `text` padded with blanks, or cut as by [`shorten`], to exactly `width` cells; for columns that line up.
pub fn fit(text: &str, width: usize) -> String {
    fit_as(text, width, Ambiguous::Narrow)
}

/// [`fit`] for a terminal that draws ambiguous glyphs as `ambiguous`.
pub fn fit_as(text: &str, width: usize, ambiguous: Ambiguous) -> String {
    let mut out = shorten_as(text, width, ambiguous);
    let blanks = width.saturating_sub(cells_as(&out, ambiguous));
    out.extend(std::iter::repeat_n(' ', blanks));
    out
}

/// `text` in at most `width` cells; what had to be cut is marked by `..` at the end.
pub fn shorten(text: &str, width: usize) -> String {
    shorten_as(text, width, Ambiguous::Narrow)
}

/// [`shorten`] for a terminal that draws ambiguous glyphs as `ambiguous`.
pub fn shorten_as(text: &str, width: usize, ambiguous: Ambiguous) -> String {
    if prefix(text, width, ambiguous).len() == text.len() {
        return displayed(text, ambiguous);
    }
    match width.checked_sub(CUT_MARK.len()) {
        Some(room) => displayed(prefix(text, room, ambiguous), ambiguous) + CUT_MARK,
        None => ".".repeat(width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_what_people_type() {
        for (text, narrow, wide) in [
            ("中", 2, 2),
            ("葛\u{E0100}", 2, 2),
            ("𠮷", 2, 2),
            ("a\u{301}", 1, 1),
            ("👨\u{200D}👩\u{200D}👧", 2, 2),
            ("🇨🇳", 2, 2),
            ("“", 1, 2),
            ("…", 1, 2),
            ("①", 1, 2),
            ("。", 2, 2),
            ("\u{3000}", 2, 2),
            ("\t", 1, 1),
            ("", 0, 0),
        ] {
            assert_eq!((cells(text), cells_as(text, Ambiguous::Wide)), (narrow, wide), "{text:?}");
        }
    }

    #[test]
    fn plain_widths_are_those_of_the_tables() {
        for c in (' '..='~').chain('\u{4E00}'..='\u{9FFF}') {
            let text = c.to_string();
            assert_eq!(plain_cells(&text), Some(text.width()));
            assert_eq!(plain_cells(&text), Some(text.width_cjk()));
        }
    }

    #[test]
    fn the_invisible_is_shown_by_a_stand_in() {
        for hidden in ["\u{0}", "\u{1b}", "\u{7f}", "\u{200B}", "\u{202E}", "\u{FEFF}", "\u{301}", "\n", "\r\n"] {
            assert_eq!(glyph(hidden, Ambiguous::Narrow), Glyph { shown: STAND_IN, cells: 1 }, "{hidden:?}");
        }
        assert_eq!(cells_as(STAND_IN, Ambiguous::Wide), 1);
        assert_eq!(displayed("a\tb\u{7}", Ambiguous::Narrow), "a b░");
    }

    #[test]
    fn a_tower_of_letters_does_not_outgrow_a_row() {
        let tower = "\u{1100}".repeat(9);
        assert_eq!(first(&tower), tower);
        assert_eq!(cells(&tower), 1);
    }

    #[test]
    fn cutting_never_halves_a_glyph() {
        assert_eq!(fit("检查发现", 5), "检.. ");
        assert_eq!(fit("ab", 4), "ab  ");
        assert_eq!(fit("检", 1), ".");
        assert_eq!(fit("", 0), "");
        assert_eq!(shorten("检查发现问题", 12), "检查发现问题");
        assert_eq!(shorten("检查发现问题", 11), "检查发现..");
        assert_eq!(shorten("检查发现问题", 1), ".");
        assert_eq!(prefix("葛\u{E0100}城", 3, Ambiguous::Narrow), "葛\u{E0100}");
        assert_eq!(fit_as("“好”", 5, Ambiguous::Wide), "“.. ");
    }
}
