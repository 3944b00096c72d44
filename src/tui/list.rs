//! The pane that all lists share: its cursor, which rows are shown, what keys and the mouse do to it, and the mark of the
//! rows that are not in sight.
//!
//! The mark takes the last row of the pane, unless a rule lies right below it.

use crate::tui::action::Action;
use crate::tui::cut::Cut;
use crate::tui::painter::Painter;
use crate::tui::terminal::MouseKind;
use crate::tui::update::Mouse;
use ratatui::layout::Rect;

/// Cursor and first shown row of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListState {
    /// The cursor row.
    pub at: usize,
    /// The first shown row.
    pub top: usize,
    /// A rule lies right below the pane and takes the mark.
    over_rule: bool,
}

/// How a cursor moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many rows down, negative up.
    By(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// What the mouse did to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// Nothing that concerns a row.
    Nothing,
    /// It put the cursor on a row.
    Row {
        /// The cursor was there already.
        again: bool,
    },
    /// It opened the row of the cursor.
    Opened,
}

impl Step {
    /// What a key does to a list of which so many rows are shown; `None` when it moves no cursor.
    pub fn of(action: Action, shown: usize) -> Option<Self> {
        let page = isize::try_from(shown).unwrap_or(1).max(1);
        Some(match action {
            Action::Up => Self::By(-1),
            Action::Down => Self::By(1),
            Action::PageUp => Self::By(-page),
            Action::PageDown => Self::By(page),
            Action::First => Self::First,
            Action::Last => Self::Last,
            _ => return None,
        })
    }
}

impl ListState {
    /// A list on row `at`, with a rule right below its pane.
    pub const fn over_rule(at: usize) -> Self {
        Self { at, top: 0, over_rule: true }
    }

    /// How many of `len` rows are shown in a pane of `height`.
    pub const fn room(self, len: usize, height: usize) -> usize {
        if self.over_rule { height } else { Cut::room(len, height) }
    }

    /// Moves by a key, in `len` rows of one line each that are shown in `area`; `false` when the key moves no cursor.
    pub fn step(&mut self, action: Action, len: usize, area: Rect) -> bool {
        let height = usize::from(area.height);
        let Some(step) = Step::of(action, self.room(len, height)) else { return false };
        self.go(step, len, height);
        true
    }

    /// Moves by the mouse, in `len` rows of one line each that are shown in `area`.
    pub fn mouse(&mut self, mouse: Mouse, len: usize, area: Rect) -> Click {
        let height = usize::from(area.height);
        match mouse.kind {
            MouseKind::Wheel(n) => self.go(Step::By(isize::from(n)), len, height),
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(area) => {
                if let Some(at) = self.row_at(mouse, len, area) {
                    let again = at == self.at;
                    self.put(at, len, height);
                    let twice = mouse.kind == MouseKind::DoubleClick;
                    return if twice { Click::Opened } else { Click::Row { again } };
                }
            }
            _ => {}
        }
        Click::Nothing
    }

    /// The row under the mouse, which is inside `area`.
    pub fn row_at(self, mouse: Mouse, len: usize, area: Rect) -> Option<usize> {
        let line = usize::from(mouse.row.checked_sub(area.y)?);
        let at = self.top + line;
        (line < self.room(len, usize::from(area.height)) && at < len).then_some(at)
    }

    /// Paints the mark of what is not in sight, and gives the rows that are: each with its line of `area`.
    pub fn lines(self, paint: &mut Painter<'_>, len: usize, area: Rect) -> impl Iterator<Item = (usize, Rect)> + use<> {
        let room = self.room(len, usize::from(area.height));
        let cut = Cut::of(self.top, len, room);
        if self.over_rule {
            cut.on_rule(paint, area, area.bottom());
        } else {
            cut.in_last_row(paint, area);
        }
        let lines = (area.y..area.bottom()).take(room).map(move |y| Rect { y, height: 1, ..area });
        (self.top..len).zip(lines)
    }

    /// [`lines`](Self::lines) with the rows of `all`.
    pub fn shown<'a, T>(
        self,
        paint: &mut Painter<'_>,
        all: &'a [T],
        area: Rect,
    ) -> impl Iterator<Item = (usize, &'a T, Rect)> + use<'a, T> {
        self.lines(paint, all.len(), area).filter_map(|(n, line)| all.get(n).map(|row| (n, row, line)))
    }

    /// Moves within `len` rows in a pane of `height`.
    pub fn go(&mut self, step: Step, len: usize, height: usize) {
        let last = len.saturating_sub(1);
        self.at = match step {
            Step::By(n) => self.at.saturating_add_signed(n).min(last),
            Step::First => 0,
            Step::Last => last,
        };
        self.show(len, height);
    }

    /// Puts the cursor on `at`.
    pub fn put(&mut self, at: usize, len: usize, height: usize) {
        self.at = at.min(len.saturating_sub(1));
        self.show(len, height);
    }

    /// Scrolls as little as it takes to show the cursor, and leaves no empty rows below that could be filled.
    pub fn show(&mut self, len: usize, height: usize) {
        let height = self.room(len, height).max(1);
        self.at = self.at.min(len.saturating_sub(1));
        self.top = self.top.clamp((self.at + 1).saturating_sub(height), self.at).min(len.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Ambiguous;
    use ratatui::buffer::{Buffer, Cell};

    fn placed(list: ListState) -> (usize, usize) {
        (list.at, list.top)
    }

    #[test]
    fn keys_and_clicks_move_and_open() {
        let area = Rect::new(2, 5, 20, 10);
        let mut list = ListState::default();
        assert!(list.step(Action::PageDown, 30, area) && list.step(Action::Down, 30, area));
        assert_eq!(placed(list), (10, 2), "the last line is the mark's");
        assert!(!list.step(Action::Open, 30, area));
        let click = |kind, row| Mouse { kind, col: 3, row };
        assert_eq!(list.mouse(click(MouseKind::Press, 6), 30, area), Click::Row { again: false });
        assert_eq!(list.at, 3);
        assert_eq!(list.mouse(click(MouseKind::Press, 6), 30, area), Click::Row { again: true });
        assert_eq!(list.mouse(click(MouseKind::DoubleClick, 7), 30, area), Click::Opened);
        assert_eq!(list.mouse(click(MouseKind::Press, 14), 30, area), Click::Nothing, "the mark");
        assert_eq!(list.mouse(click(MouseKind::Press, 15), 30, area), Click::Nothing);
        assert_eq!(list.mouse(click(MouseKind::Press, 9), 3, area), Click::Nothing, "below the last row");
        assert_eq!(list.mouse(click(MouseKind::Wheel(-1), 0), 30, area), Click::Nothing);
        assert_eq!(list.at, 3);
    }

    fn drawn(list: ListState, len: usize, area: Rect) -> (Vec<(usize, u16)>, String) {
        let mut buf = Buffer::empty(Rect::new(0, 0, 40, 12));
        let lines = list.lines(&mut Painter::new(&mut buf, Ambiguous::Narrow), len, area);
        let lines = lines.map(|(n, line)| (n, line.y)).collect();
        (lines, buf.content.iter().map(Cell::symbol).filter(|s| *s != " ").collect())
    }

    #[test]
    fn what_does_not_fit_is_marked_in_the_last_line_or_on_the_rule_below() {
        let area = Rect::new(0, 7, 40, 3);
        let mut list = ListState::default();
        assert_eq!(drawn(list, 3, area), (vec![(0, 7), (1, 8), (2, 9)], String::new()));
        list.put(3, 6, 3);
        let (lines, mark) = drawn(list, 6, area);
        assert_eq!(lines, [(2, 7), (3, 8)]);
        assert!(mark.contains("上面还有2行，下面还有2行"), "{mark}");
        let mut list = ListState::over_rule(0);
        list.go(Step::Last, 6, 3);
        let (lines, mark) = drawn(list, 6, area);
        assert_eq!((lines, mark.as_str()), (vec![(3, 7), (4, 8), (5, 9)], "完，上面还有3行"));
    }

    #[test]
    fn the_cursor_stays_in_sight_and_no_row_is_wasted() {
        let mut list = ListState::default();
        list.go(Step::Last, 30, 10);
        assert_eq!(placed(list), (29, 21));
        list.go(Step::By(-5), 30, 10);
        assert_eq!(placed(list), (24, 21));
        list.go(Step::By(-10), 30, 10);
        assert_eq!(placed(list), (14, 14));
        list.show(5, 10);
        assert_eq!(placed(list), (4, 0));
        list.go(Step::By(3), 0, 10);
        assert_eq!(placed(list), (0, 0));
    }
}
