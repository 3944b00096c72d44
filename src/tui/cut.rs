//! The one mark of what does not fit: how many rows lie above and below those shown.

use crate::text::width;
use crate::tui::painter::Painter;
use crate::tui::theme;
use ratatui::layout::Rect;

/// Rows that lie outside the place they are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    above: usize,
    below: usize,
}

impl Cut {
    /// What is not shown of `len` rows, of which `height` are from row `top` on.
    pub const fn of(top: usize, len: usize, height: usize) -> Self {
        Self { above: top, below: len.saturating_sub(top.saturating_add(height)) }
    }

    /// How many of `len` rows are shown in `height`, where the mark needs a row of its own: the last one, when not all fit.
    pub const fn room(len: usize, height: usize) -> usize {
        if len > height && height > 1 { height - 1 } else { height }
    }

    /// What the mark says; `None` when everything is in sight.
    pub fn words(self) -> Option<String> {
        match (self.above, self.below) {
            (0, 0) => None,
            (0, below) => Some(format!(" 下面还有 {below} 行 ")),
            (above, 0) => Some(format!(" 完，上面还有 {above} 行 ")),
            (above, below) => Some(format!(" 上面还有 {above} 行，下面还有 {below} 行 ")),
        }
    }

    /// Paints the mark onto the rule in row `y`, towards the right end of `area`.
    pub fn on_rule(self, paint: &mut Painter<'_>, area: Rect, y: u16) {
        let Some(text) = self.words() else { return };
        let cells = u16::try_from(width::cells_as(&text, paint.ambiguous())).unwrap_or(u16::MAX);
        let x = area.right().saturating_sub(cells.saturating_add(1)).max(area.x);
        paint.text(x, y, &text, theme::accent(), area.right().saturating_sub(x));
    }

    /// Paints the mark, with a rule, into the last row of `area`, which is kept for it.
    pub fn in_last_row(self, paint: &mut Painter<'_>, area: Rect) {
        if self.words().is_some() && area.height > 1 {
            let y = area.bottom().saturating_sub(1);
            paint.rule(area, y);
            self.on_rule(paint, area, y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_sight_is_counted_on_both_sides() {
        let words = |top, len, height| Cut::of(top, len, height).words().unwrap_or_default();
        assert_eq!(words(0, 5, 5), "");
        assert_eq!(words(0, 7, 4), " 下面还有 3 行 ");
        assert_eq!(words(2, 7, 4), " 上面还有 2 行，下面还有 1 行 ");
        assert_eq!(words(3, 7, 4), " 完，上面还有 3 行 ");
        assert_eq!([Cut::room(5, 5), Cut::room(6, 5), Cut::room(6, 1)], [5, 4, 1]);
    }
}
