//! Extended grapheme clusters (UAX #29): the unit of every caret move and deletion.
//!
//! 葛 with a variation selector, a family emoji, a letter with its accents: one each. Segmentation can be started
//! again at any cluster boundary with the same result, which the layout relies on.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Whether `c` always begins a cluster and never takes another character into one, as long as its neighbour is
/// plain too. Nearly all of a Chinese text is plain, and skipping the tables there makes laying out 100,000
/// characters several times as fast.
const fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{3000}'..='\u{3029}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{2500}'..='\u{257F}'
        | '\u{2014}' | '\u{2018}'..='\u{201D}' | '\u{2026}')
}

/// The first grapheme of `text`; empty only when `text` is.
pub fn first(text: &str) -> &str {
    let mut chars = text.chars();
    let plain = chars.next().filter(|&c| is_plain(c) && chars.next().is_none_or(is_plain));
    match plain {
        Some(c) => text.get(..c.len_utf8()).unwrap_or_default(),
        None => text.graphemes(true).next().unwrap_or_default(),
    }
}

/// The graphemes of `text` with their byte offsets.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let grapheme = first(text.get(at..)?);
        let here = at;
        at += grapheme.len();
        (!grapheme.is_empty()).then_some((here, grapheme))
    })
}

/// How many graphemes `text` has.
pub fn count(text: &str) -> usize {
    graphemes(text).count()
}

/// The boundary after the grapheme at `at`, which must be a boundary itself; the end of `text` at its end.
pub fn next(text: &str, at: usize) -> usize {
    at.saturating_add(text.get(at..).map_or(0, |rest| first(rest).len())).min(text.len())
}

/// The boundary before `at`; 0 at the start.
pub fn previous(text: &str, at: usize) -> usize {
    let at = floor_char(text, at);
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The boundary at `at`, or the nearest one after it; never past the end.
pub fn ceil(text: &str, at: usize) -> usize {
    let at = floor_char(text, at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The boundary at `at`, or the nearest one before it.
pub fn floor(text: &str, at: usize) -> usize {
    let at = floor_char(text, at);
    if ceil(text, at) == at { at } else { previous(text, at) }
}

/// The character boundary at or before `at`.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = "葛\u{E0100}a\u{301}👨\u{200D}👩\u{200D}👧🇨🇳🇫🇷क्षि\t\u{202E}x“”——……。\u{FE0F}中";

    #[test]
    fn plain_characters_segment_as_the_tables_say() {
        let sample: Vec<char> =
            (' '..='\u{FFFF}').filter(|&c| is_plain(c)).step_by(97).chain("“”—…。，　～─│a1 ".chars()).collect();
        for &a in &sample {
            for b in ['中', 'a', ' ', '。', '“', '\u{FF60}', '\u{3029}'] {
                let pair: String = [a, b].iter().collect();
                assert_eq!(graphemes(&pair).collect::<Vec<_>>(), pair.grapheme_indices(true).collect::<Vec<_>>());
            }
            let marked = format!("{a}\u{301}{a}\u{FE00}{a}");
            assert_eq!(graphemes(&marked).collect::<Vec<_>>(), marked.grapheme_indices(true).collect::<Vec<_>>());
        }
    }

    #[test]
    fn own_iterator_equals_the_crates() {
        assert_eq!(graphemes(NASTY).collect::<Vec<_>>(), NASTY.grapheme_indices(true).collect::<Vec<_>>());
        assert_eq!(count("葛\u{E0100}城"), 2);
    }

    #[test]
    fn floor_and_ceil_enclose_every_offset() {
        for at in 0..=NASTY.len() + 3 {
            let (low, high) = (floor(NASTY, at), ceil(NASTY, at));
            assert!(low <= at.min(NASTY.len()));
            assert_eq!(ceil(NASTY, low), low, "floor({at}) is a boundary");
            assert_eq!(ceil(NASTY, high), high, "ceil({at}) is a boundary");
            assert!(high == low || next(NASTY, low) == high);
        }
    }

    #[test]
    fn next_then_previous_is_identity() {
        for (at, _) in NASTY.grapheme_indices(true) {
            assert_eq!(previous(NASTY, next(NASTY, at)), at);
        }
        assert_eq!(next(NASTY, NASTY.len()), NASTY.len());
        assert_eq!(previous(NASTY, 0), 0);
    }
}
