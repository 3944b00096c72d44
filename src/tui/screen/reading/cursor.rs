//! Where one is in a document: among its check items, or among the entries noted from it.

use crate::tui::list::{ListState, Step};

/// What a key acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A check item, by its place in the kind of record.
    Item(usize),
    /// An entry, by its place in the list.
    Entry(usize),
}

/// One of the two lists: how many rows it has, and how many of them are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zone {
    /// Its rows.
    pub(super) len: usize,
    /// Rows shown.
    pub(super) height: u16,
}

/// Both lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zones {
    /// The check items.
    pub(super) items: Zone,
    /// The entries.
    pub(super) entries: Zone,
}

/// The cursors of both lists, and which of them has the focus.
#[derive(Debug)]
pub(super) struct Cursor {
    items: ListState,
    entries: ListState,
    in_entries: bool,
}

impl Cursor {
    /// On a check item.
    pub(super) fn on_item(at: usize) -> Self {
        Self { items: ListState::over_rule(at), entries: ListState::over_rule(0), in_entries: false }
    }

    /// Among the check items.
    pub(super) const fn items(&self) -> ListState {
        self.items
    }

    /// Among the entries.
    pub(super) const fn entries(&self) -> ListState {
        self.entries
    }

    /// The entries have the focus.
    pub(super) const fn is_in_entries(&self) -> bool {
        self.in_entries
    }

    /// The row, of so many check items and so many entries.
    pub(super) fn row(&self, items: usize, entries: usize) -> Option<Row> {
        if self.in_entries {
            (self.entries.at < entries).then_some(Row::Entry(self.entries.at))
        } else {
            (self.items.at < items).then_some(Row::Item(self.items.at))
        }
    }

    /// It is on that row.
    pub(super) fn is_on(&self, row: Row) -> bool {
        match row {
            Row::Item(at) => !self.in_entries && self.items.at == at,
            Row::Entry(at) => self.in_entries && self.entries.at == at,
        }
    }

    /// Goes to a row.
    pub(super) const fn put_on(&mut self, row: Row) {
        match row {
            Row::Item(at) => (self.in_entries, self.items.at) = (false, at),
            Row::Entry(at) => (self.in_entries, self.entries.at) = (true, at),
        }
    }

    /// Goes to the other list.
    pub(super) const fn switch(&mut self) {
        self.in_entries = !self.in_entries;
    }

    /// The focus leaves the entries when there are none.
    pub(super) const fn keep_in(&mut self, entries: usize) {
        self.in_entries &= entries > 0;
    }

    /// Both lists show their cursor.
    pub(super) fn show(&mut self, zones: Zones) {
        self.items.show(zones.items.len, usize::from(zones.items.height));
        self.entries.show(zones.entries.len, usize::from(zones.entries.height));
    }

    /// Rows that are shown of the list that has the focus.
    pub(super) const fn height(&self, zones: Zones) -> usize {
        (if self.in_entries { zones.entries.height } else { zones.items.height }) as usize
    }

    /// Moves; from the last check item one comes to the first entry, and back.
    pub(super) fn step(&mut self, step: Step, zones: Zones) {
        match step {
            Step::By(n)
                if n > 0 && !self.in_entries && self.items.at + 1 >= zones.items.len && zones.entries.len > 0 =>
            {
                self.put_on(Row::Entry(0));
            }
            Step::By(n) if n < 0 && self.in_entries && self.entries.at == 0 => self.in_entries = false,
            step if self.in_entries => self.go_in_entries(step, zones.entries),
            step => self.go_in_items(step, zones.items),
        }
    }

    /// The wheel turns over the entries, or over the check items.
    pub(super) fn wheel(&mut self, over_entries: bool, n: isize, zones: Zones) {
        if over_entries {
            self.in_entries = zones.entries.len > 0;
            self.go_in_entries(Step::By(n), zones.entries);
        } else {
            self.in_entries = false;
            self.go_in_items(Step::By(n), zones.items);
        }
    }

    fn go_in_items(&mut self, step: Step, zone: Zone) {
        self.items.go(step, zone.len, usize::from(zone.height));
    }

    fn go_in_entries(&mut self, step: Step, zone: Zone) {
        self.entries.go(step, zone.len, usize::from(zone.height));
    }

    /// The next check item of so many that is wanted, after the one of the cursor; from the end one goes on at the
    /// beginning, from the entries one begins there.
    pub(super) fn next_item(&self, len: usize, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let from = if self.in_entries { 0 } else { self.items.at + 1 };
        (0..len).map(|n| (from + n) % len.max(1)).find(|at| wanted(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONES: Zones = Zones { items: Zone { len: 2, height: 5 }, entries: Zone { len: 3, height: 5 } };

    #[test]
    fn steps_go_through_both_lists_and_stop_at_their_ends() {
        let mut cursor = Cursor::on_item(0);
        let mut rows = |by, times: usize| {
            let step = |_| {
                cursor.step(Step::By(by), ZONES);
                cursor.row(2, 3).unwrap()
            };
            (0..times).map(step).collect::<Vec<_>>()
        };
        assert_eq!(rows(1, 5), [Row::Item(1), Row::Entry(0), Row::Entry(1), Row::Entry(2), Row::Entry(2)]);
        assert_eq!(rows(-1, 5), [Row::Entry(1), Row::Entry(0), Row::Item(1), Row::Item(0), Row::Item(0)]);
    }

    #[test]
    fn without_entries_the_focus_stays_with_the_check_items() {
        let mut cursor = Cursor::on_item(1);
        cursor.put_on(Row::Entry(2));
        assert_eq!((cursor.row(2, 2), cursor.is_on(Row::Entry(2))), (None, true));
        cursor.keep_in(0);
        assert_eq!(cursor.row(2, 0), Some(Row::Item(1)));
        let none = Zones { entries: Zone { len: 0, height: 5 }, ..ZONES };
        cursor.step(Step::By(1), none);
        cursor.wheel(true, 1, none);
        assert!(!cursor.is_in_entries());
    }

    #[test]
    fn the_next_item_is_sought_round_and_round() {
        let mut cursor = Cursor::on_item(1);
        assert_eq!(cursor.next_item(3, |at| at != 2), Some(0));
        assert_eq!(cursor.next_item(3, |_| false), None);
        cursor.put_on(Row::Entry(0));
        assert_eq!(cursor.next_item(3, |at| at > 0), Some(1));
    }
}
