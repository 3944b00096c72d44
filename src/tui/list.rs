//! The cursor of a list, and which rows are shown.

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

impl ListState {
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
