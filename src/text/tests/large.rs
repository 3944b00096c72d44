//! An answer of 100,000 characters: the work per key must not grow with it.

use super::{at, buffer, measure};
use crate::text::layout::laid;
use crate::text::{Buffer, Erase, Motion, Outcome};

const SENTENCE: &str = "去年党组一共研究了4次，第1次是3月8日，定了“一岗双责”，谁落实没有写。";

fn one_paragraph() -> String {
    SENTENCE.repeat(100_000 / SENTENCE.chars().count() + 1)
}

/// The rows laid out by an edit at each of start, middle and end.
///
/// One edit lays out 64 rows at most, and as many again for the rows looked at.
fn rows_laid(text: &str, act: impl Fn(&mut Buffer<super::Tag>)) -> [usize; 3] {
    let mut buffer = buffer(text);
    let m = measure(74);
    buffer.row_count(m);
    let last = buffer.paragraphs().len() - 1;
    let end = buffer.paragraphs()[last].text.len();
    [at(0, 0), at(last / 2, end / 2), at(last, end)].map(|place| {
        buffer.place(place.into(), false);
        // Going elsewhere may close a gap; that is not the key's work.
        buffer.caret_cell(m);
        laid::take();
        act(&mut buffer);
        buffer.caret_cell(m);
        buffer.row_count(m);
        buffer.visible(m, 40, buffer.scroll_to_caret(m, 40, 0));
        laid::take()
    })
}

#[test]
fn a_key_in_one_long_paragraph_lays_out_a_few_rows() {
    let text = one_paragraph();
    let typed = |b: &mut Buffer<super::Tag>| assert_eq!(b.insert("字", 0, Clone::clone), Outcome::Done);
    for (what, rows) in [
        ("typed", rows_laid(&text, typed)),
        (
            "undone",
            rows_laid(&text, |b| {
                typed(b);
                assert_eq!(b.undo(), Outcome::Done);
            }),
        ),
    ] {
        assert!(rows.iter().all(|n| *n < 200), "{what}: {rows:?} rows laid out");
    }
}

#[test]
fn splitting_and_joining_a_long_paragraph_lays_out_a_few_rows() {
    let rows = rows_laid(&one_paragraph(), |b| {
        assert_eq!(b.newline(0, Clone::clone), Outcome::Done);
        assert_eq!(b.erase(Erase::Back, 0), Outcome::Done);
    });
    assert!(rows.iter().all(|n| *n < 400), "{rows:?} rows laid out");
}

#[test]
fn a_key_among_many_paragraphs_lays_out_its_own() {
    let text = vec![SENTENCE; 3_000].join("\n");
    let rows = rows_laid(&text, |b| assert_eq!(b.insert("字", 0, Clone::clone), Outcome::Done));
    assert!(rows.iter().all(|n| *n <= 3), "{rows:?} rows laid out");
}

#[test]
fn moving_lays_out_nothing() {
    let m = measure(74);
    let rows = rows_laid(&one_paragraph(), |b| {
        for motion in [Motion::Up, Motion::Down, Motion::RowEnd, Motion::PageUp(40), Motion::End, Motion::Start] {
            b.go(motion, false, m);
        }
    });
    assert_eq!(rows, [0; 3]);
}

#[test]
fn a_word_without_end_is_cut_into_rows_one_by_one() {
    let mut buffer = buffer(&"a".repeat(100_000));
    laid::take();
    assert_eq!(buffer.row_count(measure(50)), 2_000);
    assert_eq!(laid::take(), 2_000);
    assert_eq!(buffer.insert("b", 0, Clone::clone), Outcome::Done);
    assert_eq!(buffer.visible(measure(50), 3_000, 0).len(), 2_001);
}
