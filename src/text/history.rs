//! Undo and redo in groups, as people think of them.
//!
//! A group ends at a pause of more than [`PAUSE_MS`], at a new paragraph, a caret move, a change from typing to erasing
//! and back, [`GROUP_GRAPHEMES`] graphemes, a paste, or when the field loses the focus. It holds inverse changes and
//! where caret and selection were before and after; never a copy of the text. There is no limit to the depth: what is
//! kept is about what was typed.

use crate::text::buffer::Position;
use crate::text::change::Change;

/// A pause longer than this ends a group; milliseconds.
pub(crate) const PAUSE_MS: u64 = 1_000;

/// A group of typing ends with this many graphemes.
pub(crate) const GROUP_GRAPHEMES: usize = 20;

/// Where caret and selection stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stand {
    pub caret: Position,
    pub anchor: Option<Position>,
}

/// What an edit is, for grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Continues typing.
    Typing,
    /// Continues erasing.
    Erasing,
    /// Stands for itself: new paragraph, paste, cut, meta.
    Whole,
}

/// What one undo takes back.
#[derive(Debug, Clone)]
pub(crate) struct Group<M> {
    pub changes: Vec<Change<M>>,
    pub before: Stand,
    pub after: Stand,
}

/// The group that the next edit may continue.
#[derive(Debug, Clone, Copy)]
struct Open {
    kind: Kind,
    last_ms: u64,
    graphemes: usize,
}

/// The edits made and those taken back.
#[derive(Debug, Clone)]
pub(crate) struct History<M> {
    done: Vec<Group<M>>,
    undone: Vec<Group<M>>,
    open: Option<Open>,
}

impl<M> Default for History<M> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new(), open: None }
    }
}

impl<M> History<M> {
    /// Begins an edit at `now_ms`: goes on with the open group, or starts one.
    pub(crate) fn begin(&mut self, kind: Kind, now_ms: u64, before: Stand) {
        let goes_on = self.open.is_some_and(|open| {
            open.kind == kind
                && kind != Kind::Whole
                && now_ms.saturating_sub(open.last_ms) <= PAUSE_MS
                && open.graphemes < GROUP_GRAPHEMES
        });
        if !goes_on {
            self.open = Some(Open { kind, last_ms: now_ms, graphemes: 0 });
            self.done.push(Group { changes: Vec::new(), before, after: before });
        }
    }

    /// Adds a change to the edit that was begun. What was taken back before cannot be made again after it.
    pub(crate) fn record(&mut self, change: Change<M>) {
        self.undone.clear();
        if let Some(group) = self.done.last_mut() {
            let left = match group.changes.last_mut() {
                Some(last) => last.absorb(change),
                None => Some(change),
            };
            group.changes.extend(left);
        }
    }

    /// Ends the edit: `graphemes` were typed or erased. A group in which nothing happened is dropped.
    pub(crate) fn finish(&mut self, now_ms: u64, after: Stand, graphemes: usize) {
        if self.done.last().is_some_and(|group| group.changes.is_empty()) {
            self.done.pop();
            self.open = None;
        }
        if let (Some(group), Some(open)) = (self.done.last_mut(), self.open.as_mut()) {
            group.after = after;
            open.last_ms = now_ms;
            open.graphemes += graphemes;
        }
    }

    /// Ends the open group: caret move, loss of focus.
    pub(crate) fn close(&mut self) {
        self.open = None;
    }

    /// Takes the last group made off its stack.
    pub(crate) fn pop_done(&mut self) -> Option<Group<M>> {
        self.close();
        self.done.pop()
    }

    /// Takes the last group undone off its stack.
    pub(crate) fn pop_undone(&mut self) -> Option<Group<M>> {
        self.close();
        self.undone.pop()
    }

    /// Puts a group among those made.
    pub(crate) fn push_done(&mut self, group: Group<M>) {
        self.done.push(group);
    }

    /// Puts a group among those undone.
    pub(crate) fn push_undone(&mut self, group: Group<M>) {
        self.undone.push(group);
    }

    pub(crate) const fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub(crate) const fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
