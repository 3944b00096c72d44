//! The pane that all lists share: its cursor, which rows are shown, and what keys and the mouse do to it.

use crate::tui::action::Action;
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
    /// What a key does to a list of which `height` rows are shown; `None` when it moves no cursor.
    pub fn of(action: Action, height: u16) -> Option<Self> {
        let page = isize::try_from(height).unwrap_or(1).max(1);
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
    /// Moves by a key, in `len` rows of one line each that are shown in `area`; `false` when the key moves no cursor.
    pub fn step(&mut self, action: Action, len: usize, area: Rect) -> bool {
        let Some(step) = Step::of(action, area.height) else { return false };
        self.go(step, len, usize::from(area.height));
        true
    }

    /// Moves by the mouse, in `len` rows of one line each that are shown in `area`.
    pub fn mouse(&mut self, mouse: Mouse, len: usize, area: Rect) -> Click {
        let height = usize::from(area.height);
        match mouse.kind {
            MouseKind::Wheel(n) => self.go(Step::By(isize::from(n)), len, height),
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(area) => {
                let at = self.top + usize::from(mouse.row - area.y);
                if at < len {
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

    /// The rows of `all` that are shown, each with its place in the list and its line of `area`.
    pub fn shown<'a, T>(&self, all: &'a [T], area: Rect) -> impl Iterator<Item = (usize, &'a T, Rect)> + use<'a, T> {
        let lines = (area.y..area.bottom()).map(move |y| Rect { y, height: 1, ..area });
        all.iter().enumerate().skip(self.top).zip(lines).map(|((n, row), line)| (n, row, line))
    }

    /// Moves within `len` rows of which `height` are shown.
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
        let height = height.max(1);
        self.at = self.at.min(len.saturating_sub(1));
        self.top = self.top.clamp((self.at + 1).saturating_sub(height), self.at).min(len.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_clicks_move_and_open() {
        let area = Rect::new(2, 5, 20, 10);
        let mut list = ListState::default();
        assert!(list.step(Action::PageDown, 30, area) && list.step(Action::Down, 30, area));
        assert_eq!(list, ListState { at: 11, top: 2 });
        assert!(!list.step(Action::Open, 30, area));
        let click = |kind, row| Mouse { kind, col: 3, row };
        assert_eq!(list.mouse(click(MouseKind::Press, 6), 30, area), Click::Row { again: false });
        assert_eq!(list.at, 3);
        assert_eq!(list.mouse(click(MouseKind::Press, 6), 30, area), Click::Row { again: true });
        assert_eq!(list.mouse(click(MouseKind::DoubleClick, 7), 30, area), Click::Opened);
        assert_eq!(list.mouse(click(MouseKind::Press, 15), 30, area), Click::Nothing);
        assert_eq!(list.mouse(click(MouseKind::Press, 9), 3, area), Click::Nothing, "below the last row");
        assert_eq!(list.mouse(click(MouseKind::Wheel(-1), 0), 30, area), Click::Nothing);
        assert_eq!(list.at, 3);
    }

    #[test]
    fn rows_stand_on_their_lines() {
        let list = ListState { at: 4, top: 3 };
        let all = ['a', 'b', 'c', 'd', 'e', 'f'];
        let rows: Vec<_> = list.shown(&all, Rect::new(0, 7, 9, 2)).map(|(n, c, line)| (n, *c, line.y)).collect();
        assert_eq!(rows, [(3, 'd', 7), (4, 'e', 8)]);
    }

    #[test]
    fn the_cursor_stays_in_sight_and_no_row_is_wasted() {
        let mut list = ListState::default();
        list.go(Step::Last, 30, 10);
        assert_eq!(list, ListState { at: 29, top: 20 });
        list.go(Step::By(-5), 30, 10);
        assert_eq!(list, ListState { at: 24, top: 20 });
        list.go(Step::By(-10), 30, 10);
        assert_eq!(list, ListState { at: 14, top: 14 });
        list.show(5, 10);
        assert_eq!(list, ListState { at: 4, top: 0 });
        list.go(Step::By(3), 0, 10);
        assert_eq!(list, ListState { at: 0, top: 0 });
    }
}
