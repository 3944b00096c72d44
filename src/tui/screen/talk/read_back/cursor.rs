//! The cursor of the page: on a statement, or on the end; and what is in sight.

use super::ReadBackPage;
use super::lay;
use crate::tui::action::Action;
use crate::tui::cut::Cut;
use crate::tui::shell::Shell;
use crate::tui::update::Cx;
use ratatui::layout::Rect;

impl ReadBackPage {
    /// Scrolls as little as it takes to show what is under the cursor, its beginning before its end.
    pub(super) fn show(&mut self, area: Rect, shell: &Shell) {
        let rows = self.rows(area, shell);
        let room = Cut::room(rows.len(), usize::from(area.height)).max(1);
        let (from, last) = lay::span(&rows, self.at);
        let first = rows.iter().position(|row| row.item == Some(self.at)).unwrap_or(from);
        // Its question comes along where there is room for both.
        let from = if last + 1 - from <= room { from } else { first };
        let low = (last + 1).saturating_sub(room).min(from);
        self.top = self.top.clamp(low, from).min(rows.len().saturating_sub(room));
    }

    /// Moves by a key; whether it was one of those.
    pub(super) fn step(&mut self, action: Action, cx: &Cx<'_>) -> bool {
        let rows = self.rows(cx.area, cx.shell);
        let room = Cut::room(rows.len(), usize::from(cx.area.height)).max(1);
        let (_, last) = lay::span(&rows, self.at);
        let first = rows.iter().position(|row| row.item == Some(self.at)).unwrap_or(0);
        match action {
            // A statement longer than the page is read to its end before the next one comes.
            Action::Down | Action::PageDown if last >= self.top + room => {
                let by = if action == Action::Down { 1 } else { room };
                self.top = (self.top + by).min((last + 1).saturating_sub(room));
                self.moved = true;
                return true;
            }
            Action::Up | Action::PageUp if first < self.top => {
                let by = if action == Action::Up { 1 } else { room };
                self.top = self.top.saturating_sub(by).max(first);
                return true;
            }
            Action::Down => self.at += 1,
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::First => self.at = 0,
            Action::Last => self.at = self.lines.len(),
            // As far as both ends are in sight together: nothing is passed unseen.
            Action::PageDown => {
                let ends = |item: &usize| lay::span(&rows, *item).1 < first + room;
                let next = (self.at + 1..=self.lines.len()).take_while(ends).last();
                self.at = next.unwrap_or(self.at + 1);
            }
            Action::PageUp => {
                let begins = |item: &usize| lay::span(&rows, *item).0 + room > last;
                let next = (0..self.at).rev().take_while(begins).last();
                self.at = next.unwrap_or_else(|| self.at.saturating_sub(1));
            }
            _ => return false,
        }
        self.go(self.at, cx);
        true
    }

    /// Puts the cursor on a statement, or on the end.
    pub(super) fn go(&mut self, at: usize, cx: &Cx<'_>) {
        self.at = at.min(self.lines.len());
        self.moved = true;
        self.show(cx.area, cx.shell);
    }
}
