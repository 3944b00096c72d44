//! Painting text into cells: never half a glyph, never past the edge.
//!
//! ratatui's own text widgets are not used: they break Chinese lines in the wrong places and, in 0.30, can panic
//! on wide glyphs in narrow areas.

use crate::text::grapheme::graphemes;
use crate::text::width::{self, Glyph};
use crate::text::{Ambiguous, Measure, wrap};
use crate::tui::theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// A place to paint on.
pub struct Painter<'a> {
    buf: &'a mut Buffer,
    /// The rule glyph: `─`, or `-` where ambiguous glyphs take two cells.
    rule: &'static str,
    bar: &'static str,
    ambiguous: Ambiguous,
}

impl<'a> Painter<'a> {
    /// Paints into `buf`, for a terminal that draws ambiguous glyphs as `ambiguous`.
    pub const fn new(buf: &'a mut Buffer, ambiguous: Ambiguous) -> Self {
        let (rule, bar) = match ambiguous {
            Ambiguous::Narrow => ("─", "│"),
            Ambiguous::Wide => ("-", "|"),
        };
        Self { buf, rule, bar, ambiguous }
    }

    /// How ambiguous glyphs are drawn here.
    pub const fn ambiguous(&self) -> Ambiguous {
        self.ambiguous
    }

    /// The whole screen.
    pub const fn area(&self) -> Rect {
        self.buf.area
    }

    /// Paints at most `max` cells of `text` and returns the x after it. A text that does not fit ends in the mark of
    /// what was cut, as [`width::shorten_as`] gives it.
    pub fn text(&mut self, x: u16, y: u16, text: &str, style: Style, max: u16) -> u16 {
        let area = self.buf.area;
        if y < area.top() || y >= area.bottom() || x >= area.right() {
            return x;
        }
        let room = usize::from(max.min(area.right() - x));
        let shortened = self.shortened(text, room);
        let text = shortened.as_deref().unwrap_or(text);
        let (mut at, mut left) = (x, room);
        for (_, grapheme) in graphemes(text) {
            let glyph = width::glyph(grapheme, self.ambiguous);
            let Some(rest) = left.checked_sub(glyph.cells) else { break };
            left = rest;
            at = self.put(at, y, glyph, style);
        }
        x.saturating_add(u16::try_from(room - left).unwrap_or(u16::MAX))
    }

    /// `text` as it is cut for `room` cells; `None` when all but blanks fits.
    fn shortened(&self, text: &str, room: usize) -> Option<String> {
        // No glyph has more cells than bytes; and there must be room for the mark.
        if text.len() <= room || room < width::CUT_MARK.len() {
            return None;
        }
        let kept = width::prefix(text, room, self.ambiguous).len();
        let is_cut = text.get(kept..).is_some_and(|rest| !rest.trim().is_empty());
        is_cut.then(|| width::shorten_as(text, room, self.ambiguous))
    }

    /// Puts one glyph into its cells, the second one of a wide glyph blank as ratatui wants it; returns the column after
    /// it in the buffer, where ambiguous glyphs are narrow whatever the terminal does.
    fn put(&mut self, x: u16, y: u16, glyph: Glyph<'_>, style: Style) -> u16 {
        let cells = match self.ambiguous {
            Ambiguous::Narrow => glyph.cells,
            Ambiguous::Wide => width::cells(glyph.shown),
        };
        let end = x.saturating_add(u16::try_from(cells).unwrap_or(u16::MAX));
        if let Some(cell) = self.buf.cell_mut((x, y)) {
            cell.set_symbol(glyph.shown).set_style(style);
        }
        for x in x.saturating_add(1)..end {
            if let Some(cell) = self.buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
        end
    }

    /// Paints `text` so that it ends before `right`.
    pub fn right(&mut self, right: u16, y: u16, text: &str, style: Style) -> u16 {
        let cells = u16::try_from(width::cells_as(text, self.ambiguous)).unwrap_or(u16::MAX);
        let x = right.saturating_sub(cells);
        self.text(x, y, text, style, cells);
        x
    }

    /// A rule across `area`'s width in row `y`.
    pub fn rule(&mut self, area: Rect, y: u16) {
        let line = self.rule.repeat(usize::from(area.width));
        self.text(area.x, y, &line, theme::dim(), area.width);
    }

    /// A vertical line down `area`'s height in column `x`.
    pub fn column(&mut self, x: u16, area: Rect) {
        let bar = self.bar;
        for y in area.top()..area.bottom() {
            self.text(x, y, bar, theme::dim(), 1);
        }
    }

    /// Fills the row with `style`, text included.
    pub fn style_row(&mut self, area: Rect, y: u16, style: Style) {
        self.buf.set_style(Rect { y, height: 1, ..area }.intersection(self.buf.area), style);
    }

    /// Blanks `area`, whole glyphs at its edges included (a wide glyph cut in half would leave ink).
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            if let Some(before) = area.x.checked_sub(1).map(|x| Position::new(x, y))
                && let Some(cell) = self.buf.cell_mut(before)
                && width::cells(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut(Position::new(x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Puts the mark of what was cut behind a row, or over its end where it is full.
    fn cut_off(&mut self, line: Rect, row: &str, style: Style) {
        let room = usize::from(line.width).saturating_sub(width::CUT_MARK.len());
        let kept = width::prefix(row.trim_end(), room, self.ambiguous);
        self.clear(line);
        self.text(line.x, line.y, &format!("{kept}{}", width::CUT_MARK), style, line.width);
    }

    /// Paints `text` wrapped by the Chinese rules into `area`, starting at row `skip`; returns the rows used.
    pub fn wrapped(&mut self, area: Rect, text: &str, style: Style, skip: usize) -> u16 {
        let all = rows(text, area.width, self.ambiguous);
        let shown = all.iter().skip(skip).take(usize::from(area.height));
        let last = skip + usize::from(area.height);
        let mut y = area.y;
        for (n, row) in shown.enumerate() {
            if skip + n + 1 == last && all.len() > last {
                self.cut_off(Rect { y, height: 1, ..area }, row, style);
            } else {
                self.text(area.x, y, row, style, area.width);
            }
            y += 1;
        }
        y - area.y
    }
}

/// `text` in rows of `width` cells, its paragraphs one after the other.
pub fn rows(text: &str, width: u16, ambiguous: Ambiguous) -> Vec<&str> {
    let measure = Measure::new(usize::from(width), ambiguous);
    text.split('\n').flat_map(|paragraph| wrap(paragraph, measure)).collect()
}

/// How many rows `text` takes at `width` cells.
pub fn height(text: &str, width: u16, ambiguous: Ambiguous) -> u16 {
    u16::try_from(rows(text, width, ambiguous).len()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::Cell;

    fn painted(f: impl FnOnce(&mut Painter<'_>)) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        f(&mut Painter::new(&mut buf, Ambiguous::Narrow));
        buf.content.iter().map(Cell::symbol).take(8).collect()
    }

    #[test]
    fn text_ends_at_its_room_and_at_the_edge_without_half_a_glyph() {
        // The second cell of a wide glyph is a blank.
        assert_eq!(painted(|p| assert_eq!(p.text(0, 0, "党费账目", Style::new(), 5), 4)), "党 ..    ");
        assert_eq!(painted(|p| assert_eq!(p.text(5, 0, "党费", Style::new(), 9), 7)), "     .. ");
        assert_eq!(painted(|p| assert_eq!(p.text(0, 0, "党费   ", Style::new(), 4), 4)), "党 费     ");
        assert_eq!(painted(|p| assert_eq!(p.text(7, 0, "党费", Style::new(), 9), 7)), "        ");
        assert_eq!(painted(|p| assert_eq!(p.text(9, 0, "a", Style::new(), 9), 9)), "        ");
        assert_eq!(painted(|p| assert_eq!(p.text(0, 2, "a", Style::new(), 9), 0)), "        ");
    }

    #[test]
    fn what_is_right_aligned_ends_before_the_column() {
        assert_eq!(painted(|p| assert_eq!(p.right(8, 0, "已存", Style::new()), 4)), "    已 存 ");
    }

    #[test]
    fn clearing_leaves_no_half_of_a_glyph() {
        let cleared = painted(|p| {
            p.text(0, 0, "党费账目", Style::new(), 8);
            p.clear(Rect::new(3, 0, 2, 1));
        });
        assert_eq!(cleared, "党     目 ", "费 and 账 go whole");
    }

    #[test]
    fn a_text_is_as_high_as_the_rows_that_it_is_wrapped_into() {
        let text = "每月交三十元。\n\n按时";
        assert_eq!(rows(text, 8, Ambiguous::Narrow), ["每月交三", "十元。", "", "按时"]);
        assert_eq!(height(text, 8, Ambiguous::Narrow), 4);
        assert_eq!(painted(|p| assert_eq!(p.wrapped(Rect::new(0, 0, 8, 2), text, Style::new(), 2), 2)), "        ");
        assert_eq!(painted(|p| assert_eq!(p.wrapped(Rect::new(0, 0, 8, 1), text, Style::new(), 0), 1)), "每 月 交 ..");
    }

    proptest! {
        /// One pass over the text gives the same cells as ratatui gives for the text cut and made visible before.
        #[test]
        fn cells_are_those_that_ratatui_would_fill(text in "[a中…“─\u{301}\u{200B}\t𠮷]{0,12}", x in 0..14_u16, max in 0..14_u16, wide: bool) {
            let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let area = Rect::new(0, 0, 12, 1);
            let (mut ours, mut theirs) = (Buffer::filled(area, Cell::new("x")), Buffer::filled(area, Cell::new("x")));
            let after = Painter::new(&mut ours, ambiguous).text(x, 0, &text, theme::bold(), max);
            if x < area.right() {
                let room = usize::from(max.min(area.right() - x));
                let kept = width::prefix(&text, room, ambiguous);
                let is_cut = room >= 2 && text.get(kept.len()..).is_some_and(|rest| !rest.trim().is_empty());
                let cut = if is_cut { width::shorten_as(&text, room, ambiguous) } else { kept.to_owned() };
                let cut = cut.as_str();
                theirs.set_stringn(x, 0, width::displayed(cut, ambiguous), room, theme::bold());
                prop_assert_eq!(usize::from(after - x), width::cells_as(cut, ambiguous));
            }
            prop_assert_eq!(ours, theirs);
        }
    }
}
