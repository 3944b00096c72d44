//! Moving the caret.

use crate::text::buffer::{Affinity, Buffer, Meta, Position, Spot};
use crate::text::layout::Measure;

/// A move of the caret; key maps name these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One grapheme back, into the paragraph before at the start of one.
    Left,
    /// One grapheme on, into the next paragraph at the end of one.
    Right,
    /// To the start of the word, or of the one before.
    WordLeft,
    /// To the start of the next word.
    WordRight,
    /// One row up, keeping the column.
    Up,
    /// One row down, keeping the column.
    Down,
    /// So many rows up, at most to the first.
    PageUp(usize),
    /// So many rows down, at most to the last.
    PageDown(usize),
    /// To the start of the row on the screen.
    RowStart,
    /// To the end of the row on the screen.
    RowEnd,
    /// To the start of the paragraph, or of the one before.
    ParagraphUp,
    /// To the start of the next paragraph, or to the end of the last.
    ParagraphDown,
    /// To the start of the text.
    Start,
    /// To the end of the text.
    End,
}

impl<M: Meta> Buffer<M> {
    /// Moves the caret; with `select` the selection follows it. Ends the group of typing.
    ///
    /// Returns whether caret or selection changed; `false` at the edge of the text lets the caller go on to the next
    /// field. Left and Right with a selection go to its end on that side.
    pub fn go(&mut self, motion: Motion, select: bool, measure: Measure) -> bool {
        self.history.close();
        let before = (self.caret, self.anchor());
        let goal = self.goal.take();
        let at = self.caret.at;
        let selected = self.selection().filter(|_| !select);
        let spot = match motion {
            Motion::Left => selected.map_or_else(|| self.before(at), |(from, _)| from).into(),
            Motion::Right => selected.map_or_else(|| self.after(at), |(_, to)| to).into(),
            Motion::WordLeft => self.word_before(at).into(),
            Motion::WordRight => self.word_after(at).into(),
            Motion::Up => self.vertical(goal, measure, |row| row.saturating_sub(1)),
            Motion::Down => self.vertical(goal, measure, |row| row.saturating_add(1)),
            Motion::PageUp(n) => self.vertical(goal, measure, |row| row.saturating_sub(n)),
            Motion::PageDown(n) => self.vertical(goal, measure, |row| row.saturating_add(n)),
            Motion::RowStart => Position { offset: self.row_with(self.caret, measure).range.start, ..at }.into(),
            Motion::RowEnd => self.row_end(measure),
            Motion::ParagraphUp => Self::paragraph_up(at).into(),
            Motion::ParagraphDown => self.paragraph_down(at).into(),
            Motion::Start => Position::default().into(),
            Motion::End => self.document.end().into(),
        };
        self.set_caret(spot, select);
        before != (self.caret, self.anchor())
    }

    /// The place in the row that `target` gives from the caret's, at the column to keep, which is remembered.
    fn vertical(&mut self, goal: Option<usize>, measure: Measure, target: impl Fn(usize) -> usize) -> Spot {
        let here = self.caret_cell(measure);
        let goal = goal.unwrap_or(here.col);
        self.goal = Some(goal);
        let row = target(here.row).min(self.row_count(measure).saturating_sub(1));
        if row == here.row { self.caret } else { self.hit(row, goal, measure) }
    }

    fn row_end(&self, measure: Measure) -> Spot {
        let row = self.row_with(self.caret, measure);
        Spot {
            at: Position { offset: row.range.end, ..self.caret.at },
            affinity: if row.last { Affinity::Downstream } else { Affinity::Upstream },
        }
    }

    const fn paragraph_up(at: Position) -> Position {
        let paragraph = if at.offset > 0 { at.paragraph } else { at.paragraph.saturating_sub(1) };
        Position { paragraph, offset: 0 }
    }

    fn paragraph_down(&self, at: Position) -> Position {
        if at.paragraph + 1 < self.document.count() {
            Position { paragraph: at.paragraph + 1, offset: 0 }
        } else {
            self.document.end()
        }
    }
}
