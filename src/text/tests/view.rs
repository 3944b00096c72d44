//! Rows, the caret's cell, clicks and scrolling.

use super::{at, buffer, measure};
use crate::text::width::{Glyph, STAND_IN};
use crate::text::{Affinity, Cell, Motion, Spot};

#[test]
fn visible_rows_say_what_they_are() {
    let text = buffer("一二三四五六\n\n七");
    let rows = text.visible(measure(4), 9, 1);
    let brief: Vec<_> =
        rows.iter().map(|r| (r.index, r.paragraph, r.range.clone(), r.text, r.cells, r.first, r.last)).collect();
    assert_eq!(
        brief,
        [
            (1, 0, 6..12, "三四", 4, false, false),
            (2, 0, 12..18, "五六", 4, false, true),
            (3, 1, 0..0, "", 0, true, true),
            (4, 2, 0..3, "七", 2, true, true),
        ]
    );
    assert_eq!(text.visible(measure(4), 2, 1).len(), 2);
    assert_eq!(text.visible(measure(4), 2, 5), []);
    assert_eq!(text.visible(measure(4), 0, 0), []);
    assert_eq!(text.row_count(measure(4)), 5);
    assert_eq!(text.row_count(measure(40)), 3, "another width lays out anew");
}

#[test]
fn glyphs_are_what_is_drawn() {
    let text = buffer("a\t\u{202E}葛\u{E0100}");
    let rows = text.visible(measure(10), 1, 0);
    let glyphs: Vec<_> = rows[0].glyphs().map(|(at, Glyph { shown, cells })| (at, shown, cells)).collect();
    assert_eq!(glyphs, [(0, "a", 1), (1, " ", 1), (2, STAND_IN, 1), (5, "葛\u{E0100}", 2)]);
    assert_eq!(rows[0].column(5), 3);
}

#[test]
fn the_caret_at_the_seam_of_two_rows() {
    let mut text = buffer("一二三四");
    text.place(at(0, 6).into(), false);
    assert_eq!(text.caret_cell(measure(4)), Cell { row: 1, col: 0 });
    text.place(Spot { at: at(0, 6), affinity: Affinity::Upstream }, false);
    assert_eq!(text.caret_cell(measure(4)), Cell { row: 0, col: 4 });
    text.place(at(0, 12).into(), false);
    assert_eq!(text.caret_cell(measure(4)), Cell { row: 1, col: 4 });
}

#[test]
fn clicks_go_to_the_nearer_side_of_a_glyph() {
    let text = buffer("一二三四\na");
    for (row, col, paragraph, offset, affinity) in [
        (0, 0, 0, 0, Affinity::Downstream),
        (0, 1, 0, 3, Affinity::Downstream),
        (0, 2, 0, 3, Affinity::Downstream),
        (0, 3, 0, 6, Affinity::Upstream),
        (0, 99, 0, 6, Affinity::Upstream),
        (1, 0, 0, 6, Affinity::Downstream),
        (1, 99, 0, 12, Affinity::Downstream),
        (2, 0, 1, 0, Affinity::Downstream),
        (99, 99, 1, 1, Affinity::Downstream),
    ] {
        let expected = Spot { at: at(paragraph, offset), affinity };
        assert_eq!(text.hit(row, col, measure(4)), expected, "row {row} column {col}");
    }
}

#[test]
fn dragging_selects() {
    let mut text = buffer("一二三四");
    text.place(text.hit(0, 2, measure(20)), false);
    text.place(text.hit(0, 6, measure(20)), true);
    assert_eq!(text.selected_text().as_deref(), Some("二三"));
    let rows = text.visible(measure(20), 1, 0);
    assert_eq!(text.selected_cells(&rows[0]), Some(2..6));
}

#[test]
fn selected_cells_of_each_row() {
    let mut text = buffer("一二三四\n\n五六\n七");
    text.select(at(0, 3), at(2, 3));
    let rows = text.visible(measure(4), 9, 0);
    let cells: Vec<_> = rows.iter().map(|row| text.selected_cells(row)).collect();
    assert_eq!(cells, [Some(2..4), Some(0..4), Some(0..0), Some(0..2), None]);
}

#[test]
fn scrolling_follows_the_caret_and_wastes_no_rows() {
    let mut text = buffer("0\n1\n2\n3\n4\n5\n6\n7\n8\n9");
    let m = measure(10);
    assert_eq!(text.scroll_to_caret(m, 4, 0), 0);
    text.place(at(5, 0).into(), false);
    assert_eq!(text.scroll_to_caret(m, 4, 0), 2);
    assert_eq!(text.scroll_to_caret(m, 4, 4), 4, "in view: stays");
    text.place(at(1, 0).into(), false);
    assert_eq!(text.scroll_to_caret(m, 4, 4), 1);
    text.place(at(9, 0).into(), false);
    assert_eq!(text.scroll_to_caret(m, 4, 9), 6, "no empty rows below the text");
    assert_eq!(text.scroll_to_caret(m, 40, 9), 0);
}

#[test]
fn going_nowhere_is_told() {
    let mut text = buffer("一\n二");
    let m = measure(10);
    assert!(!text.go(Motion::Up, false, m));
    assert!(!text.go(Motion::Left, false, m));
    assert!(text.go(Motion::Down, false, m));
    assert!(!text.go(Motion::Down, false, m));
    assert!(text.go(Motion::Right, false, m));
    assert!(!text.go(Motion::End, false, m));
    assert!(text.go(Motion::Up, true, m), "a selection is a change");
}

#[test]
fn places_that_do_not_exist_become_the_nearest() {
    let mut text = buffer("葛\u{E0100}城");
    for (place, expected) in [(at(0, 1), at(0, 0)), (at(0, 3), at(0, 7)), (at(0, 99), at(0, 10)), (at(9, 0), at(0, 10))]
    {
        text.place(place.into(), false);
        assert_eq!(text.caret(), expected, "{place:?}");
    }
}
