//! From a drawn buffer to cells that are written: whole rows, the changed ones.
//!
//! ratatui 0.30 writes single changed cells and trusts the terminal with the other half of a wide glyph; after
//! scrolling Chinese text halves of glyphs stay (ratatui#2585, #2738), and a window laid over the left half of a
//! glyph loses its border (#2526). A row that changed at all is therefore written from edge to edge, and a glyph
//! whose second cell was drawn over is left out. A row of 80 columns is some 300 bytes: nobody notices.

use ratatui::buffer::{Buffer, Cell, CellWidth as _};

/// The cells to write so that `new` stands where `old` stood (`None`: on a cleared screen), in reading order.
pub(super) fn changes(old: Option<&Buffer>, new: &Buffer) -> Vec<(u16, u16, Cell)> {
    let width = usize::from(new.area.width).max(1);
    let mut old = old.filter(|o| o.area == new.area).map(|o| o.content.chunks(width));
    let mut out = Vec::new();
    for (y, cells) in (new.area.top()..).zip(new.content.chunks(width)) {
        if old.as_mut().and_then(Iterator::next) != Some(cells) {
            row(new, y, &mut out);
        }
    }
    out
}

/// Appends the cells of row `y`.
pub(super) fn row(buffer: &Buffer, y: u16, out: &mut Vec<(u16, u16, Cell)>) {
    let mut x = buffer.area.left();
    while let Some(cell) = buffer.cell((x, y)) {
        let width = width(cell);
        let whole = (1..width).all(|i| buffer.cell((x.saturating_add(i), y)).is_some_and(blank));
        if whole && drawable(cell) {
            out.push((x, y, cell.clone()));
            x = x.saturating_add(width);
        } else {
            let mut gap = cell.clone();
            gap.set_symbol(" ");
            out.push((x, y, gap));
            x = x.saturating_add(1);
        }
    }
}

/// Cells that a glyph takes, at least one. A control character would not reach its width, but does no harm here.
fn width(cell: &Cell) -> u16 {
    if drawable(cell) { cell.cell_width().max(1) } else { 1 }
}

/// Control characters, which could move the cursor or worse, are never written.
fn drawable(cell: &Cell) -> bool {
    !cell.symbol().is_empty() && !cell.symbol().contains(char::is_control)
}

/// The second cell of a wide glyph is kept blank by ratatui; anything else was drawn there later.
fn blank(cell: &Cell) -> bool {
    matches!(cell.symbol(), " " | "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::backend::{Backend as _, CrosstermBackend};
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};
    use std::num::NonZeroU16;

    const WIDTH: u16 = 12;

    fn screen(lines: &[&str]) -> Buffer {
        let height = u16::try_from(lines.len()).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, height));
        for (y, line) in (0..).zip(lines) {
            buffer.set_stringn(0, y, line, usize::from(WIDTH), Style::new().bg(Color::Blue));
        }
        buffer
    }

    fn terminal(height: u16) -> vt100::Parser {
        vt100::Parser::new(NonZeroU16::new(height).unwrap(), NonZeroU16::new(WIDTH).unwrap(), 0)
    }

    fn write(terminal: &mut vt100::Parser, old: Option<&Buffer>, new: &Buffer) {
        let (cells, mut bytes) = (changes(old, new), Vec::new());
        CrosstermBackend::new(&mut bytes).draw(cells.iter().map(|(x, y, c)| (*x, *y, c))).unwrap();
        terminal.process(&bytes);
    }

    /// Text and background of every cell, halves of wide glyphs included.
    fn picture(terminal: &vt100::Parser) -> Vec<(String, vt100::Color)> {
        let (rows, cols) = terminal.screen().size();
        (0..rows.get())
            .flat_map(|y| (0..cols.get()).map(move |x| (y, x)))
            .map(|(y, x)| terminal.screen().cell(y, x).unwrap())
            .map(|c| (if c.has_contents() { c.contents().to_owned() } else { " ".to_owned() }, c.bgcolor()))
            .collect()
    }

    #[test]
    fn only_rows_that_changed_are_written() {
        let (old, new) = (screen(&["一", "二", "三"]), screen(&["一", "两", "三"]));
        let rows: Vec<u16> = changes(Some(&old), &new).iter().map(|(_, y, _)| *y).collect();
        assert!(!rows.is_empty() && rows.iter().all(|y| *y == 1), "{rows:?}");
        assert!(changes(Some(&new), &new).is_empty());
    }

    #[test]
    fn a_window_over_half_a_glyph_keeps_its_border() {
        let mut buffer = screen(&["会议记录"]);
        buffer.set_string(3, 0, "|甲", Style::new());
        let mut terminal = terminal(1);
        write(&mut terminal, None, &buffer);
        assert_eq!(terminal.screen().contents().trim_end(), "会 |甲录");
    }

    #[test]
    fn a_glyph_that_does_not_fit_and_a_control_character_are_left_blank() {
        let mut buffer = screen(&[""]);
        buffer.cell_mut((WIDTH - 1, 0)).unwrap().set_symbol("国");
        buffer.cell_mut((0, 0)).unwrap().set_symbol("\x1b[2J");
        buffer.cell_mut((1, 0)).unwrap().set_symbol("a");
        assert!(changes(None, &buffer).iter().all(|(_, _, c)| matches!(c.symbol(), " " | "a")));
    }

    proptest! {
        /// Whatever was on the screen before, what is there after a draw is what a draw on an empty one gives.
        #[test]
        fn no_half_glyph_stays(
            old in prop::collection::vec("[a一二三。 ]{0,7}", 3),
            new in prop::collection::vec("[a一二三。 ]{0,7}", 3),
        ) {
            let old = screen(&old.iter().map(String::as_str).collect::<Vec<_>>());
            let new = screen(&new.iter().map(String::as_str).collect::<Vec<_>>());
            let (mut used, mut fresh) = (terminal(3), terminal(3));
            write(&mut used, None, &old);
            write(&mut used, Some(&old), &new);
            write(&mut fresh, None, &new);
            prop_assert_eq!(picture(&used), picture(&fresh));
        }
    }
}
