//! A field of one line, for forms: the same buffer, with a window that scrolls sideways.

use crate::text::buffer::{Buffer, Outcome, Paragraph, Position};
use crate::text::cursor::Motion;
use crate::text::edit::{Erase, lines};
use crate::text::grapheme::{self, graphemes};
use crate::text::layout::{MIN_WIDTH, Measure};
use crate::text::width::{Ambiguous, cells_as, glyph, prefix};
use std::cell::Cell;
use std::ops::Range;

/// What a secret line shows for each grapheme.
const MASK: &str = "*";

/// One line of text being edited.
#[derive(Debug, Clone)]
pub struct Line {
    buffer: Buffer<()>,
    /// Offset of the first grapheme shown by the last view; kept so that the window moves only when it must.
    first: Cell<usize>,
    secret: bool,
    masked: bool,
}

/// What is drawn of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// The glyphs to draw, at most as wide as the field; never half a glyph.
    pub shown: String,
    /// How many cells they take.
    pub cells: usize,
    /// The column of the caret, always within the field.
    pub caret: usize,
    /// The columns that are selected.
    pub selected: Option<Range<usize>>,
    /// Whether there is text to the left of the field.
    pub more_left: bool,
    /// Whether there is text to the right of it.
    pub more_right: bool,
}

impl Line {
    /// A line with `text`, the caret at its end. Line ends in it become blanks.
    pub fn new(text: &str) -> Self {
        Self { buffer: buffer_of(text), first: Cell::new(0), secret: false, masked: false }
    }

    /// An empty line for a passphrase: shown as `*` until [`reveal`](Self::reveal), never copied, without undo, and
    /// wiped from memory when dropped. Freed memory may still hold parts of it, from when it grew.
    pub fn secret() -> Self {
        Self { buffer: buffer_of(""), first: Cell::new(0), secret: true, masked: true }
    }

    /// Shows a secret as it is, or masks it again.
    pub fn reveal(&mut self, shown: bool) {
        self.masked = self.secret && !shown;
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.buffer.document.text(0)
    }

    /// Replaces the text; the caret goes to its end, and the history is forgotten.
    pub fn set(&mut self, text: &str) {
        self.buffer.document.wipe();
        self.buffer = buffer_of(text);
        self.first.set(0);
    }

    /// Types or pastes `text` over the selection; line ends in it become blanks.
    pub fn insert(&mut self, text: &str, now_ms: u64) -> Outcome {
        let outcome = self.buffer.insert(&one_line(text), now_ms, |()| ());
        self.forget_secret(outcome)
    }

    /// Pastes `text` as one edit; line ends in it become blanks.
    pub fn paste(&mut self, text: &str, now_ms: u64) -> Outcome {
        let outcome = self.buffer.paste(&one_line(text.trim_end_matches(['\r', '\n'])), now_ms, |()| ());
        self.forget_secret(outcome)
    }

    /// Erases the selection, or without one what `what` says.
    pub fn erase(&mut self, what: Erase, now_ms: u64) -> Outcome {
        let outcome = self.buffer.erase(what, now_ms);
        self.forget_secret(outcome)
    }

    /// Copies the selection to the program's own clipboard; nothing of a secret.
    pub fn copy(&self, clipboard: &mut String) -> Outcome {
        if self.secret { Outcome::Nothing } else { self.buffer.copy(clipboard) }
    }

    /// Moves the selection to the program's own clipboard; nothing of a secret.
    pub fn cut(&mut self, clipboard: &mut String, now_ms: u64) -> Outcome {
        if self.secret { Outcome::Nothing } else { self.buffer.cut(clipboard, now_ms) }
    }

    /// Takes back the last group of edits.
    pub fn undo(&mut self) -> Outcome {
        self.buffer.undo()
    }

    /// Makes it again.
    pub fn redo(&mut self) -> Outcome {
        self.buffer.redo()
    }

    /// Moves the caret; returns whether it moved. Moves by row, page and paragraph do not.
    pub fn go(&mut self, motion: Motion, select: bool) -> bool {
        let motion = match motion {
            Motion::RowStart => Motion::Start,
            Motion::RowEnd => Motion::End,
            Motion::Left | Motion::Right | Motion::WordLeft | Motion::WordRight | Motion::Start | Motion::End => motion,
            _ => return false,
        };
        self.buffer.go(motion, select, Measure::new(usize::MAX, Ambiguous::Narrow))
    }

    /// Selects all of it.
    pub fn select_all(&mut self) {
        self.buffer.select_all();
    }

    /// Tells that the field has lost the focus.
    pub fn blur(&mut self) {
        self.buffer.blur();
        self.buffer.deselect();
    }

    /// The caret, in bytes.
    pub const fn caret(&self) -> usize {
        self.buffer.caret().offset
    }

    /// Puts the caret at the column of a click in the last view.
    pub fn click(&mut self, col: usize, select: bool, ambiguous: Ambiguous) {
        let text = self.text();
        let first = self.first.get().min(text.len());
        let mut edge = 0;
        let mut offset = text.len();
        for (at, g) in graphemes(text.get(first..).unwrap_or_default()) {
            let cells = self.cells_of(g, ambiguous);
            if col < edge + cells {
                offset = first + at + if (col - edge) * 2 < cells { 0 } else { g.len() };
                break;
            }
            edge += cells;
        }
        self.buffer.place(Position { paragraph: 0, offset }.into(), select);
    }

    /// The part of the line to draw in a field of `width` cells (at least 4), with the caret in it.
    pub fn view(&self, width: usize, ambiguous: Ambiguous) -> LineView {
        let width = width.max(MIN_WIDTH);
        let text = self.text();
        let first = self.scroll(width, ambiguous);
        self.first.set(first);
        let rest = text.get(first..).unwrap_or_default();
        let kept = if self.masked {
            rest.get(..graphemes(rest).nth(width).map_or(rest.len(), |(at, _)| at)).unwrap_or_default()
        } else {
            prefix(rest, width, ambiguous)
        };
        let end = first + kept.len();
        let column = |offset: usize| self.width_between(first, offset.clamp(first, end), ambiguous);
        let selected = self.buffer.selection().map(|(from, to)| column(from.offset)..column(to.offset));
        LineView {
            shown: graphemes(kept).map(|(_, g)| if self.masked { MASK } else { glyph(g, ambiguous).shown }).collect(),
            cells: column(end),
            caret: column(self.caret()),
            selected: selected.filter(|cells| !cells.is_empty()),
            more_left: first > 0,
            more_right: end < text.len(),
        }
    }

    /// Where the window begins: where it was, but the caret must have a cell in it, and no room may stay empty on the
    /// right while there is text on the left.
    fn scroll(&self, width: usize, ambiguous: Ambiguous) -> usize {
        let text = self.text();
        let caret = self.caret();
        let was = grapheme::floor(text, self.first.get().min(caret));
        let lowest = self.back_by(caret, width - 1, ambiguous);
        let fullest = self.back_by(text.len(), width - 1, ambiguous);
        was.max(lowest).min(fullest.max(lowest)).min(caret)
    }

    /// The boundary from which to `end` there are at most `cells` cells, as early as possible.
    fn back_by(&self, end: usize, cells: usize, ambiguous: Ambiguous) -> usize {
        let text = self.text();
        let (mut at, mut left) = (end, cells);
        while at > 0 {
            let before = grapheme::previous(text, at);
            let g = text.get(before..at).unwrap_or_default();
            let Some(after) = left.checked_sub(self.cells_of(g, ambiguous)) else { break };
            (at, left) = (before, after);
        }
        at
    }

    fn cells_of(&self, grapheme: &str, ambiguous: Ambiguous) -> usize {
        if self.masked { MASK.len() } else { glyph(grapheme, ambiguous).cells }
    }

    fn width_between(&self, from: usize, to: usize, ambiguous: Ambiguous) -> usize {
        let part = self.text().get(from..to).unwrap_or_default();
        if self.masked { grapheme::count(part) } else { cells_as(part, ambiguous) }
    }

    /// A secret leaves nothing behind in the history.
    fn forget_secret(&mut self, outcome: Outcome) -> Outcome {
        if self.secret {
            self.buffer.forget_history();
        }
        outcome
    }
}

impl Default for Line {
    fn default() -> Self {
        Self::new("")
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.secret {
            self.buffer.document.wipe();
        }
    }
}

/// `text` in one paragraph, the caret at its end.
fn buffer_of(text: &str) -> Buffer<()> {
    let mut buffer = Buffer::new(vec![Paragraph { text: one_line(text), meta: () }], || ());
    buffer.place(buffer.document.end().into(), false);
    buffer
}

/// `text` with its line ends as blanks.
fn one_line(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join(" ")
}
