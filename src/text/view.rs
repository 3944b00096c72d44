//! What a drawing of the text needs: visible rows, the cell of the caret, and back from a cell to the text.
//!
//! Rows are counted over the whole text, soft-wrapped; `scroll` is the first row shown. All of it reads the one layout
//! of the buffer, which is made at the first call for a [`Measure`] and then follows the edits.

use crate::text::buffer::{Affinity, Buffer, Meta, Position, Spot};
use crate::text::grapheme::graphemes;
use crate::text::layout::{Layout, Measure};
use crate::text::width::{Glyph, cells_as, glyph};
use std::ops::Range;

/// A cell of the text, counted from the start of its first row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Row of the whole text.
    pub row: usize,
    /// Column; behind the last glyph of a full row it is the width itself.
    pub col: usize,
}

/// One row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Which row of the whole text.
    pub index: usize,
    /// Its paragraph.
    pub paragraph: usize,
    /// Its bytes in the paragraph.
    pub range: Range<usize>,
    /// Its text, as it is; draw [`glyphs`](Self::glyphs).
    pub text: &'a str,
    /// How many cells its glyphs take.
    pub cells: usize,
    /// Whether the paragraph begins here: the place of its mark in the margin.
    pub first: bool,
    /// Whether the paragraph ends here.
    pub last: bool,
    measure: Measure,
}

impl<'a> Row<'a> {
    /// What to draw: each glyph with its offset in the paragraph.
    pub fn glyphs(&self) -> impl Iterator<Item = (usize, Glyph<'a>)> {
        let (start, ambiguous) = (self.range.start, self.measure.ambiguous);
        graphemes(self.text).map(move |(at, grapheme)| (start + at, glyph(grapheme, ambiguous)))
    }

    /// The column of an offset of the paragraph; one outside the row is taken as the nearer end.
    pub fn column(&self, offset: usize) -> usize {
        let within = offset.clamp(self.range.start, self.range.end) - self.range.start;
        cells_as(self.text.get(..within).unwrap_or_default(), self.measure.ambiguous)
    }

    /// The offset in the paragraph nearest to a column: a click on the right half of a glyph is behind it.
    fn offset_at(&self, col: usize) -> usize {
        let mut edge = 0;
        for (at, grapheme) in graphemes(self.text) {
            let cells = glyph(grapheme, self.measure.ambiguous).cells;
            if col < edge + cells {
                let before = (col - edge) * 2 < cells;
                return self.range.start + at + if before { 0 } else { grapheme.len() };
            }
            edge += cells;
        }
        self.range.end
    }
}

impl<M: Meta> Buffer<M> {
    /// How many rows the whole text has. Right after an edit of a very long paragraph the count may be off by a few,
    /// until somebody looks at its end; never for rows up to the caret and those [`visible`](Self::visible).
    pub fn row_count(&self, measure: Measure) -> usize {
        self.document.with_layout(measure, |layout| layout.total())
    }

    /// At most `height` rows from row `scroll` on.
    pub fn visible(&self, measure: Measure, height: usize, scroll: usize) -> Vec<Row<'_>> {
        self.document.with_layout(measure, |layout| {
            let mut rows = Vec::new();
            let mut place = layout.locate(self.paragraphs(), scroll);
            for index in (scroll..).take(height) {
                let Some((i, k)) = place else { break };
                let row = self.row(layout, index, i, k);
                let next = if row.last { (i + 1, 0) } else { (i, k + 1) };
                place = Some(next).filter(|(i, _)| *i < self.document.count());
                rows.push(row);
            }
            rows
        })
    }

    /// The cell of the caret; where the terminal's cursor belongs.
    pub fn caret_cell(&self, measure: Measure) -> Cell {
        self.cell_of(self.caret, measure)
    }

    /// The cell of a place.
    pub fn cell_of(&self, spot: Spot, measure: Measure) -> Cell {
        let row = self.row_with(spot, measure);
        Cell { row: row.index, col: row.column(spot.at.offset) }
    }

    /// The `scroll` nearest to the given one that shows the caret among `height` rows and leaves no empty rows below
    /// the text that could be filled.
    pub fn scroll_to_caret(&self, measure: Measure, height: usize, scroll: usize) -> usize {
        let height = height.max(1);
        let caret = self.caret_cell(measure).row;
        let scroll = scroll.clamp((caret + 1).saturating_sub(height), caret);
        scroll.min(self.row_count(measure).saturating_sub(height))
    }

    /// The place in the text at row `row`, column `col`: a click. Beyond the text it is the nearest place.
    pub fn hit(&self, row: usize, col: usize, measure: Measure) -> Spot {
        let row = self.document.with_layout(measure, |layout| {
            let (i, k) = layout.locate(self.paragraphs(), row).unwrap_or_else(|| layout.last(self.paragraphs()));
            self.row(layout, row, i, k)
        });
        let offset = row.offset_at(col);
        let goes_on = offset == row.range.end && !row.last;
        Spot {
            at: Position { paragraph: row.paragraph, offset },
            affinity: if goes_on { Affinity::Upstream } else { Affinity::Downstream },
        }
    }

    /// The columns of `row` that are selected; `None` if none are. An empty paragraph within the selection gives an
    /// empty range at its start.
    pub fn selected_cells(&self, row: &Row<'_>) -> Option<Range<usize>> {
        let (from, to) = self.selection()?;
        let start = Position { paragraph: row.paragraph, offset: row.range.start };
        let end = Position { paragraph: row.paragraph, offset: row.range.end };
        if to < start || from > end || (row.text.is_empty() && to == start) {
            return None;
        }
        let from = if from < start { row.range.start } else { from.offset };
        let to = if to > end { row.range.end } else { to.offset };
        let cells = row.column(from)..row.column(to);
        (row.text.is_empty() || !cells.is_empty()).then_some(cells)
    }

    /// The row on which a place is drawn.
    pub(crate) fn row_with(&self, spot: Spot, measure: Measure) -> Row<'_> {
        let at = self.document.clamp(spot.at);
        self.document.with_layout(measure, |layout| {
            let ending = spot.affinity == Affinity::Upstream;
            let k = layout.row_of(self.paragraphs(), at.paragraph, at.offset, ending);
            let above = layout.above(self.paragraphs(), at.paragraph);
            self.row(layout, above + k, at.paragraph, k)
        })
    }

    fn row(&self, layout: &mut Layout, index: usize, paragraph: usize, k: usize) -> Row<'_> {
        let text = self.document.text(paragraph);
        let measure = layout.measure;
        let (range, cells, count) = match layout.rows(self.paragraphs(), paragraph, k) {
            Some(rows) => (rows.range(k, text.len()), rows.cells(k), rows.count()),
            None => (0..0, 0, 1),
        };
        Row {
            index,
            paragraph,
            text: text.get(range.clone()).unwrap_or_default(),
            range,
            cells,
            first: k == 0,
            last: k + 1 >= count,
            measure,
        }
    }
}
