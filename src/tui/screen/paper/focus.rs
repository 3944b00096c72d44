//! Where one is in a paper: the row that has the focus, and the first row of cells that is shown.

use super::rows::{Row, Target};
use crate::analysis::paper::field::{PaperField, Spot};

/// Where one is in a paper.
#[derive(Debug)]
pub(super) struct Focus {
    target: Target,
    /// First shown row of cells.
    top: usize,
}

impl Focus {
    /// At a row, the form shown from its start.
    pub(super) const fn new(target: Target) -> Self {
        Self { target, top: 0 }
    }

    /// The row that has the focus.
    pub(super) const fn target(&self) -> &Target {
        &self.target
    }

    /// First shown row of cells.
    pub(super) const fn top(&self) -> usize {
        self.top
    }

    /// The text that has the focus.
    pub(super) const fn text(&self) -> Option<Spot> {
        match self.target {
            Target::Text(spot) => Some(spot),
            _ => None,
        }
    }

    /// The list to which the row belongs, and its element.
    pub(super) fn element(&self) -> Option<Spot> {
        self.target.of_list()
    }

    /// Where it is among `rows`.
    pub(super) fn at(&self, rows: &[Row]) -> usize {
        rows.iter().position(|r| r.target == self.target).unwrap_or(0)
    }

    /// The row so many rows on; `None` where there is no other.
    pub(super) fn stepped(&self, rows: &[Row], by: isize) -> Option<Target> {
        let at = self.at(rows).saturating_add_signed(by).min(rows.len().saturating_sub(1));
        rows.get(at).map(|r| r.target.clone()).filter(|t| *t != self.target)
    }

    /// The row of Tab: the next one; a list of evidence is one stop and its end.
    pub(super) fn tabbed(&self, rows: &[Row], forward: bool) -> Option<Target> {
        let at = self.at(rows);
        let cited = |r: &Row| matches!(r.target, Target::Pick(Spot { field: PaperField::Evidence, .. }));
        let stops = |r: &&Row| !cited(r) || r.first;
        let next = if forward { rows.iter().skip(at + 1).find(stops) } else { rows.iter().take(at).rev().find(stops) };
        next.map(|r| r.target.clone())
    }

    /// Goes to a row.
    pub(super) fn set(&mut self, target: Target) {
        self.target = target;
    }

    /// The row that had the focus may be gone: the focus goes to what stands in its place, the row `at`. Whether it
    /// was gone.
    pub(super) fn keep_in(&mut self, rows: &[Row], at: usize) -> bool {
        if rows.iter().any(|r| r.target == self.target) {
            return false;
        }
        let Some(row) = rows.get(at.min(rows.len().saturating_sub(1))) else { return false };
        self.target = row.target.clone();
        true
    }

    /// Scrolls as little as it takes to show the rows of cells from `first` to `end`.
    pub(super) fn show(&mut self, (first, end): (usize, usize), height: u16, total: usize) {
        let height = usize::from(height).max(1);
        let last = total.saturating_sub(height);
        self.top = self.top.clamp((end + 1).saturating_sub(height).min(first), first).min(last);
    }

    /// Scrolls by so many rows of cells.
    pub(super) fn scroll(&mut self, by: isize, height: u16, total: usize) {
        let last = total.saturating_sub(usize::from(height));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PaperField as F;

    fn rows() -> Vec<Row> {
        let cited = |n| Target::Pick(Spot { field: F::Evidence, part: Some(uuid::Uuid::from_u128(n)) });
        let all = [Target::Text(Spot::of(F::Title)), cited(1), cited(2), Target::Add(F::Evidence)];
        let row = |(n, target): (usize, &Target)| Row {
            target: target.clone(),
            label: "",
            first: n < 2,
            lead: String::new(),
            help: "",
        };
        all.iter().enumerate().map(row).collect()
    }

    #[test]
    fn a_step_ends_at_the_ends_and_tab_takes_evidence_as_one_stop() {
        let rows = rows();
        let mut focus = Focus::new(rows[0].target.clone());
        assert_eq!((focus.stepped(&rows, -1), focus.stepped(&rows, isize::MAX)), (None, Some(rows[3].target.clone())));
        focus.set(rows[1].target.clone());
        assert_eq!(focus.stepped(&rows, 1), Some(rows[2].target.clone()));
        assert_eq!(focus.tabbed(&rows, true), Some(rows[3].target.clone()));
        focus.set(rows[3].target.clone());
        assert_eq!((focus.tabbed(&rows, false), focus.tabbed(&rows, true)), (Some(rows[1].target.clone()), None));
    }

    #[test]
    fn where_the_row_is_gone_the_focus_goes_to_what_stands_in_its_place() {
        let rows = rows();
        let mut focus = Focus::new(Target::Tree("t".into()));
        assert!(focus.keep_in(&rows, 9) && !focus.keep_in(&rows, 0));
        assert_eq!(focus.target(), &rows[3].target);
    }

    #[test]
    fn the_form_is_scrolled_as_little_as_it_takes() {
        let mut focus = Focus::new(Target::Add(F::Evidence));
        for (shown, want) in [((12, 12), 3), ((5, 5), 3), ((1, 30), 1), ((39, 39), 30)] {
            focus.show(shown, 10, 40);
            assert_eq!(focus.top(), want, "{shown:?}");
        }
        focus.scroll(-99, 10, 40);
        assert_eq!(focus.top(), 0);
    }
}
