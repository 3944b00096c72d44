//! Selecting, and copying out of the text.

use crate::text::buffer::{Affinity, Buffer, Meta, Outcome, Position, Spot};
use crate::text::word;

impl<M: Meta> Buffer<M> {
    /// What is selected, from its first to behind its last position; never empty.
    pub fn selection(&self) -> Option<(Position, Position)> {
        let anchor = self.anchor?;
        let caret = self.caret.at;
        (anchor != caret).then(|| (anchor.min(caret), anchor.max(caret)))
    }

    /// Where the selection was begun, if there is one.
    pub fn anchor(&self) -> Option<Position> {
        self.selection().and(self.anchor)
    }

    /// Selects everything; the caret goes to the end.
    pub fn select_all(&mut self) {
        self.select(Position::default(), self.document.end());
    }

    /// Selects from `anchor` to `caret`, each moved to the nearest place that exists.
    pub fn select(&mut self, anchor: Position, caret: Position) {
        self.history.close();
        self.goal = None;
        self.anchor = Some(self.document.clamp(anchor));
        self.caret = Spot { at: self.document.clamp(caret), affinity: Affinity::Downstream };
    }

    /// Selects the word at `at`: a run of Latin letters and digits, or of Han; what a double click does.
    pub fn select_word(&mut self, at: Position) {
        let at = self.document.clamp(at);
        let range = word::around(self.document.text(at.paragraph), at.offset);
        self.select(Position { offset: range.start, ..at }, Position { offset: range.end, ..at });
    }

    /// Selects the whole paragraph of `at`.
    pub fn select_paragraph(&mut self, at: Position) {
        let paragraph = self.document.clamp(at).paragraph;
        let end = self.document.text(paragraph).len();
        self.select(Position { paragraph, offset: 0 }, Position { paragraph, offset: end });
    }

    /// Drops the selection; the caret stays.
    pub fn deselect(&mut self) {
        self.anchor = None;
    }

    /// The selected text, paragraphs as lines.
    pub fn selected_text(&self) -> Option<String> {
        self.selection().map(|(from, to)| self.text_between(from, to))
    }

    /// Puts the selected text on the program's own clipboard. Works in locked paragraphs too.
    pub fn copy(&self, clipboard: &mut String) -> Outcome {
        match self.selected_text() {
            Some(text) => {
                *clipboard = text;
                Outcome::Done
            }
            None => Outcome::Nothing,
        }
    }

    pub(crate) fn text_between(&self, from: Position, to: Position) -> String {
        let mut out = String::new();
        for (i, p) in self.paragraphs().iter().enumerate().take(to.paragraph + 1).skip(from.paragraph) {
            let start = if i == from.paragraph { from.offset } else { 0 };
            let end = if i == to.paragraph { to.offset } else { p.text.len() };
            if i > from.paragraph {
                out.push('\n');
            }
            out.push_str(p.text.get(start..end).unwrap_or_default());
        }
        out
    }
}
