//! The edit buffer: paragraphs, caret, selection and history.
//!
//! The verbs are in neighbouring modules: [`edit`](crate::text::edit), [`cursor`](crate::text::cursor),
//! [`selection`](crate::text::selection), [`view`](crate::text::view).

use crate::text::document::Document;
pub use crate::text::document::Paragraph;
use crate::text::history::{History, Stand};

/// What a paragraph stands for: the caller's ids, lanes and marks.
///
/// Splitting keeps the meta on the first part and asks the caller for a fresh one for the rest; joining keeps the
/// first's; undo and redo restore what was there.
pub trait Meta: Clone + PartialEq {
    /// Whether the text of the paragraph must stay as it is. The caret may pass through it; edits inside are refused.
    fn locked(&self) -> bool {
        false
    }

    /// What the paragraph stands for that this one becomes when text of `tail` is joined to it. `None`: the same.
    fn joined(&self, tail: &Self) -> Option<Self> {
        let _ = tail;
        None
    }
}

/// For text whose paragraphs stand for nothing.
impl Meta for () {}

/// What became of a call that would change the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a refused edit should be told to the user"]
pub enum Outcome {
    /// The text or a meta was changed.
    Done,
    /// There was nothing to do: nothing selected, nothing before the caret, nothing to undo.
    Nothing,
    /// A locked paragraph would have been altered; nothing was changed.
    Locked,
}

/// A place in the text, between two graphemes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Which paragraph, from 0.
    pub paragraph: usize,
    /// Bytes from the start of the paragraph.
    pub offset: usize,
}

/// On which row the caret is drawn where one paragraph goes on from one row to the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Affinity {
    /// At the start of the later row: after typing and moving.
    #[default]
    Downstream,
    /// Behind the last glyph of the earlier row: after End, or a click behind the row.
    Upstream,
}

/// A position with the row it is meant on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The position.
    pub at: Position,
    /// Which row, if it lies between two.
    pub affinity: Affinity,
}

impl From<Position> for Spot {
    fn from(at: Position) -> Self {
        Self { at, affinity: Affinity::Downstream }
    }
}

/// A text being edited, in paragraphs that each carry an `M`. Never without a paragraph.
#[derive(Debug, Clone)]
pub struct Buffer<M> {
    pub(crate) document: Document<M>,
    pub(crate) caret: Spot,
    /// The other end of the selection; equal to the caret while nothing is selected yet.
    pub(crate) anchor: Option<Position>,
    /// The column, in cells, that Up and Down try to keep.
    pub(crate) goal: Option<usize>,
    pub(crate) history: History<M>,
    pub(crate) revision: u64,
}

impl<M: Meta> Buffer<M> {
    /// A text of these paragraphs, or of one empty paragraph with the meta of `or_else` when there are none.
    /// The caret stands at the start.
    pub fn new(paragraphs: Vec<Paragraph<M>>, or_else: impl FnOnce() -> M) -> Self {
        Self {
            document: Document::new(paragraphs, or_else),
            caret: Spot::default(),
            anchor: None,
            goal: None,
            history: History::default(),
            revision: 0,
        }
    }

    /// The paragraphs in order; at least one.
    pub fn paragraphs(&self) -> &[Paragraph<M>] {
        self.document.paragraphs()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.paragraphs().iter().all(|p| p.text.is_empty())
    }

    /// The whole text, paragraphs as lines.
    pub fn text(&self) -> String {
        self.text_between(Position::default(), self.document.end())
    }

    /// Where the caret is.
    pub const fn caret(&self) -> Position {
        self.caret.at
    }

    /// Rises with every change of a text or meta, also by undo; for whoever saves drafts.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Puts the caret at `spot`, or at the nearest place that exists; with `select` the selection reaches from where
    /// the caret was. For mouse clicks, dragging, and for coming back to where one was.
    pub fn place(&mut self, spot: Spot, select: bool) {
        self.history.close();
        self.goal = None;
        self.set_caret(spot, select);
    }

    /// Tells that the field has lost the focus, which ends the group of typing.
    pub fn blur(&mut self) {
        self.history.close();
        self.goal = None;
    }

    pub(crate) fn set_caret(&mut self, spot: Spot, select: bool) {
        self.anchor = select.then(|| self.anchor.unwrap_or(self.caret.at));
        self.caret = Spot { at: self.document.clamp(spot.at), affinity: spot.affinity };
    }

    pub(crate) fn stand(&self) -> Stand {
        Stand { caret: self.caret.at, anchor: self.selection().and(self.anchor) }
    }
}
