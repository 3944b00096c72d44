//! The paragraphs with their layout, kept in step: every [`Change`] goes through here.

use crate::text::buffer::{Meta, Position};
use crate::text::change::Change;
use crate::text::grapheme;
use crate::text::layout::{Layout, Measure};
use std::cell::RefCell;
use zeroize::Zeroize;

/// One paragraph: its text and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<M> {
    /// The text, without a line break.
    pub text: String,
    /// The caller's: id, lane, marks.
    pub meta: M,
}

/// At least one paragraph, and the rows for the measure last asked for.
///
/// The layout sits in a cell because drawing is a pure function of the state, and the first one to draw at a new width
/// lays the text out.
#[derive(Debug, Clone)]
pub(crate) struct Document<M> {
    paragraphs: Vec<Paragraph<M>>,
    layout: RefCell<Option<Layout>>,
}

impl<M: Meta> Document<M> {
    /// The paragraphs given, or one empty paragraph with the meta of `or_else`.
    pub(crate) fn new(paragraphs: Vec<Paragraph<M>>, or_else: impl FnOnce() -> M) -> Self {
        let mut paragraphs = paragraphs;
        if paragraphs.is_empty() {
            paragraphs.push(Paragraph { text: String::new(), meta: or_else() });
        }
        Self { paragraphs, layout: RefCell::new(None) }
    }

    pub(crate) fn paragraphs(&self) -> &[Paragraph<M>] {
        &self.paragraphs
    }

    pub(crate) const fn count(&self) -> usize {
        self.paragraphs.len()
    }

    /// The text of paragraph `i`; empty beyond the last.
    pub(crate) fn text(&self, i: usize) -> &str {
        self.paragraphs.get(i).map_or("", |p| p.text.as_str())
    }

    pub(crate) fn meta(&self, i: usize) -> Option<&M> {
        self.paragraphs.get(i).map(|p| &p.meta)
    }

    pub(crate) fn locked(&self, i: usize) -> bool {
        self.meta(i).is_some_and(M::locked)
    }

    /// The end of the last paragraph.
    pub(crate) fn end(&self) -> Position {
        let paragraph = self.paragraphs.len().saturating_sub(1);
        Position { paragraph, offset: self.text(paragraph).len() }
    }

    /// The nearest position that exists at or after `at`, between two graphemes.
    pub(crate) fn clamp(&self, at: Position) -> Position {
        if at.paragraph >= self.paragraphs.len() {
            return self.end();
        }
        Position { paragraph: at.paragraph, offset: grapheme::ceil(self.text(at.paragraph), at.offset) }
    }

    /// Overwrites all text in memory and empties it.
    pub(crate) fn wipe(&mut self) {
        for paragraph in &mut self.paragraphs {
            paragraph.text.zeroize();
        }
        self.layout = RefCell::new(None);
    }

    /// Runs `f` on the layout for `measure`, laying out only if the last one was for another.
    pub(crate) fn with_layout<R>(&self, measure: Measure, f: impl FnOnce(&mut Layout) -> R) -> R {
        let mut slot = self.layout.borrow_mut();
        let kept = slot.take().filter(|layout| layout.measure == measure);
        f(slot.insert(kept.unwrap_or_else(|| Layout::of(&self.paragraphs, measure))))
    }

    /// Whether a change taken back or made again would alter a locked paragraph.
    ///
    /// A paragraph that is as it was when it came may leave again, locked or not.
    pub(crate) fn refuses(&self, change: &Change<M>) -> bool {
        match change {
            Change::Text { paragraph, .. } | Change::Split { paragraph, .. } => self.locked(*paragraph),
            Change::Join { paragraph, .. } => self.locked(*paragraph) || self.locked(paragraph + 1),
            Change::Remove { at, paragraphs } => {
                paragraphs.iter().zip(*at..).any(|(was, i)| self.locked(i) && self.meta(i) != Some(&was.meta))
            }
            Change::Insert { .. } | Change::Meta { .. } => false,
        }
    }

    /// Makes a change. One that does not fit the text (a fault of the caller) changes nothing.
    pub(crate) fn apply(&mut self, change: &Change<M>) {
        match change {
            Change::Text { paragraph, at, removed, inserted } => self.replace(*paragraph, *at, removed, inserted),
            Change::Split { paragraph, at, tail } => self.split(*paragraph, *at, tail.clone()),
            Change::Join { paragraph, .. } => self.join(*paragraph),
            Change::Insert { at, paragraphs } => self.insert(*at, paragraphs),
            Change::Remove { at, paragraphs } => self.remove(*at, paragraphs.len()),
            Change::Meta { paragraph, after, .. } => {
                if let Some(p) = self.paragraphs.get_mut(*paragraph) {
                    p.meta = after.clone();
                }
            }
        }
    }

    fn replace(&mut self, i: usize, at: usize, removed: &str, inserted: &str) {
        let range = at..at + removed.len();
        let Some(p) = self.paragraphs.get_mut(i).filter(|p| p.text.get(range.clone()) == Some(removed)) else {
            debug_assert!(false, "the history does not fit the text");
            return;
        };
        p.text.replace_range(range, inserted);
        if let Some(layout) = self.layout.get_mut() {
            layout.edited(i, &p.text, at, removed.len(), inserted.len());
        }
    }

    fn split(&mut self, i: usize, at: usize, meta: M) {
        let Some(p) = self.paragraphs.get_mut(i).filter(|p| p.text.is_char_boundary(at)) else { return };
        let text = p.text.split_off(at);
        if let Some(layout) = self.layout.get_mut() {
            layout.split(i, &p.text, &text);
        }
        self.paragraphs.insert(i + 1, Paragraph { text, meta });
    }

    fn join(&mut self, i: usize) {
        if i + 1 >= self.paragraphs.len() {
            return;
        }
        let tail = self.paragraphs.remove(i + 1);
        if let Some(p) = self.paragraphs.get_mut(i) {
            let at = p.text.len();
            p.text.push_str(&tail.text);
            if let Some(layout) = self.layout.get_mut() {
                layout.join(i, &p.text, at);
            }
        }
    }

    fn insert(&mut self, at: usize, paragraphs: &[Paragraph<M>]) {
        let at = at.min(self.paragraphs.len());
        self.paragraphs.splice(at..at, paragraphs.iter().cloned());
        if let Some(layout) = self.layout.get_mut() {
            layout.inserted(at, paragraphs);
        }
    }

    fn remove(&mut self, at: usize, count: usize) {
        let end = (at + count).min(self.paragraphs.len());
        self.paragraphs.drain(at.min(end)..end);
        if let Some(layout) = self.layout.get_mut() {
            layout.removed(at, count);
        }
    }
}
