//! A text that may be longer than the place it is shown in: one way to scroll it, and one mark that says that more lies
//! above or below.

use crate::tui::action::Action;
use crate::tui::cut::Cut;
use crate::tui::painter::Painter;
use ratatui::layout::Rect;

/// How far a text is scrolled. Rows are counted by whoever lays the text out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pager {
    /// The first row shown.
    pub top: usize,
}

impl Pager {
    /// How many of `all` rows are shown in `height`: the last row is the mark's when not all fit.
    pub const fn room(all: usize, height: u16) -> usize {
        Cut::room(all, height as usize)
    }

    /// Whether the last row is in sight.
    pub const fn is_at_end(self, all: usize, height: u16) -> bool {
        self.top + Self::room(all, height) >= all
    }

    /// Moves by rows, never past the end.
    pub fn scroll(&mut self, by: isize, all: usize, height: u16) {
        let last = all.saturating_sub(Self::room(all, height));
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// Moves as a key says; whether it was one of those.
    pub fn step(&mut self, action: Action, all: usize, height: u16) -> bool {
        let page = isize::try_from(Self::room(all, height)).unwrap_or(isize::MAX).max(2) - 1;
        match action {
            Action::Up => self.scroll(-1, all, height),
            Action::Down => self.scroll(1, all, height),
            Action::PageUp => self.scroll(-page, all, height),
            Action::PageDown => self.scroll(page, all, height),
            Action::First => self.top = 0,
            Action::Last => self.scroll(isize::MAX, all, height),
            _ => return false,
        }
        true
    }

    /// Paints the mark into the last row of `area`; nothing when the whole text is in sight.
    pub fn mark(self, paint: &mut Painter<'_>, area: Rect, all: usize) {
        Cut::of(self.top, all, Self::room(all, area.height)).in_last_row(paint, area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_that_fits_does_not_move_and_has_all_the_room() {
        let mut pager = Pager::default();
        for action in [Action::Down, Action::PageDown, Action::Last] {
            assert!(pager.step(action, 20, 20));
            assert_eq!(pager.top, 0);
        }
        assert_eq!((Pager::room(20, 20), Pager::room(21, 20)), (20, 19));
        assert!(!pager.step(Action::Open, 20, 20));
    }

    proptest! {
        /// Whatever is pressed, every row can be reached and no page is skipped over.
        #[test]
        fn every_row_comes_by(all in 0..200_usize, height in 2..40_u16) {
            let mut pager = Pager::default();
            let mut seen = 0;
            loop {
                let room = Pager::room(all, height);
                prop_assert!(pager.top <= seen, "rows {}..{} were not shown", seen, pager.top);
                seen = seen.max((pager.top + room).min(all));
                let before = pager;
                pager.step(Action::PageDown, all, height);
                if pager == before {
                    break;
                }
            }
            prop_assert_eq!(seen, all);
        }
    }
}
