//! The rows of the screen: of a paragraph ([`Rows`]) and of a whole text ([`Layout`]).
//!
//! A row depends only on the text from its first byte up to its *reach* (see [`linebreak`](crate::text::linebreak)),
//! and reaches never decrease from one row to the next. An edit at some byte therefore leaves alone every row whose
//! reach ends before it; from the first other one on rows are laid out anew, until one begins, after the edit, where
//! an old one began: the rest of the old rows is then right as it is, moved by the difference in length.
//! Splitting and joining paragraphs are the same operation with other bookkeeping ([`Rows::lay_from`]).
//!
//! In a paragraph of regular text new rows may never meet the old ones. So that a key costs the same in 100,000
//! characters as in 100, an edit lays out at most [`BUDGET`] rows and leaves a *gap*: a row of which only the start is
//! known, before old rows that are kept as candidates to meet. Whoever asks for rows behind the gap has them laid out
//! first; numbers of rows are exact for all that was asked for and only [`Layout::total`] is an estimate meanwhile.

use crate::text::document::Paragraph;
use crate::text::linebreak::first_row;
use crate::text::width::Ambiguous;
use std::ops::Range;

/// The least width of a text, in cells: any glyph fits. Smaller ones are taken as this.
pub const MIN_WIDTH: usize = crate::text::width::WIDEST;

/// What a layout depends on besides the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Measure {
    pub(crate) width: usize,
    pub(crate) ambiguous: Ambiguous,
}

impl Measure {
    /// Rows of at most `width` cells, and at least [`MIN_WIDTH`].
    ///
    /// The caret behind the last glyph of a full row stands in the cell after it, so give one cell less than there is
    /// to draw in.
    pub const fn new(width: usize, ambiguous: Ambiguous) -> Self {
        Self { width: if width < MIN_WIDTH { MIN_WIDTH } else { width }, ambiguous }
    }

    /// The most cells of a row.
    pub const fn width(self) -> usize {
        self.width
    }

    /// How glyphs of ambiguous width are drawn.
    pub const fn ambiguous(self) -> Ambiguous {
        self.ambiguous
    }
}

/// One paragraph of fixed text in rows, for labels and help.
pub fn wrap(text: &str, measure: Measure) -> Vec<&str> {
    let rows = Rows::of(text, measure);
    (0..rows.count()).map(|i| text.get(rows.range(i, text.len())).unwrap_or_default()).collect()
}

/// How many rows an edit lays out at most; more than most screens show.
const BUDGET: usize = 64;

/// Where a row begins, how wide it is, and how far the text decided about it; offsets in bytes of the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    start: usize,
    cells: usize,
    reach: usize,
    /// Only `start` is known.
    gap: bool,
}

impl Mark {
    /// The same row when the text before it has changed its length.
    const fn moved(self, shift: Shift) -> Self {
        Self { start: shift.of(self.start), reach: shift.of(self.reach), ..self }
    }
}

/// From old offsets behind an edit to new ones: `minus` bytes are gone, `plus` have come.
#[derive(Debug, Clone, Copy)]
struct Shift {
    minus: usize,
    plus: usize,
}

impl Shift {
    const NONE: Self = Self { minus: 0, plus: 0 };

    const fn of(self, old: usize) -> usize {
        (old + self.plus).saturating_sub(self.minus)
    }
}

/// The rows of one paragraph; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    marks: Vec<Mark>,
    /// How many of `marks` are before the first gap.
    exact: usize,
}

impl Rows {
    /// Lays out a paragraph.
    pub(crate) fn of(text: &str, measure: Measure) -> Self {
        let mut rows = Self { marks: Vec::new(), exact: 0 };
        rows.lay_from(0, text, measure, &[], Shift::NONE, usize::MAX);
        rows
    }

    /// Adds rows from the byte `from` on: to the end of `text`, until a row begins where a row of `old` began (the rest
    /// is then taken from there), or until `budget` rows are laid out (there the gap is). Offsets of `old` become those
    /// of `text` by `shift`; its rows must be such that the text from their start on is unchanged.
    fn lay_from(&mut self, from: usize, text: &str, measure: Measure, old: &[Mark], shift: Shift, budget: usize) {
        let mut at = from;
        let mut left = budget;
        let mut old = old.iter().map(|mark| mark.moved(shift)).peekable();
        loop {
            while old.next_if(|mark| mark.start < at || (mark.start == at && mark.gap)).is_some() {}
            let meets = old.peek().is_some_and(|mark| mark.start == at);
            if meets || left == 0 {
                let gap = (!meets).then_some(Mark { start: at, cells: 0, reach: at, gap: true });
                let first_new = self.marks.len();
                self.marks.extend(gap.into_iter().chain(old));
                let tail = self.marks.get(first_new..).unwrap_or_default();
                self.exact = first_new + tail.iter().position(|mark| mark.gap).unwrap_or(tail.len());
                return;
            }
            let fit = first_row(text.get(at..).unwrap_or_default(), measure);
            #[cfg(test)]
            laid::add(1);
            self.marks.push(Mark { start: at, cells: fit.cells, reach: at + fit.reach, gap: false });
            left -= 1;
            at += fit.len;
            if fit.len == 0 || at >= text.len() {
                self.exact = self.marks.len();
                return;
            }
        }
    }

    /// Lays out from the first gap on until `enough` rows are exact or all are.
    fn settle(&mut self, text: &str, measure: Measure, enough: impl Fn(&Self) -> bool) {
        while self.exact < self.marks.len() && !enough(self) {
            let old = self.marks.split_off(self.exact);
            let from = old.first().map_or(text.len(), |gap| gap.start);
            // Ever larger steps, since each copies what is behind the gap.
            self.lay_from(from, text, measure, &old, Shift::NONE, BUDGET.max(self.exact));
        }
    }

    /// Takes off every row that a change at byte `at` may alter; returns them, and where to lay out from.
    fn cut_for(&mut self, at: usize) -> (usize, Vec<Mark>) {
        let exact = self.marks.get(..self.exact).unwrap_or_default();
        let keep = exact.partition_point(|mark| mark.reach < at);
        let old = self.marks.split_off(keep);
        (old.first().map_or(at, |mark| mark.start), old)
    }

    /// Follows an edit: at byte `at`, `removed` bytes were replaced by `inserted` ones, which gave `text`.
    fn edited(&mut self, text: &str, measure: Measure, at: usize, removed: usize, inserted: usize) {
        let (from, old) = self.cut_for(at);
        let shift = Shift { minus: removed, plus: inserted };
        self.lay_from(from, text, measure, behind(&old, at + removed), shift, BUDGET);
    }

    /// Follows a split at byte `at` into `head`, which stays here, and `tail`, whose rows are returned.
    fn split(&mut self, head: &str, tail: &str, measure: Measure) -> Self {
        let at = head.len();
        let (from, old) = self.cut_for(at);
        self.lay_from(from, head, measure, &[], Shift::NONE, BUDGET);
        let mut rows = Self { marks: Vec::new(), exact: 0 };
        rows.lay_from(0, tail, measure, behind(&old, at), Shift { minus: at, plus: 0 }, BUDGET);
        rows
    }

    /// Follows the joining of the paragraph of `tail` to this one at byte `at`, which gave `text`.
    fn join(&mut self, tail: &Self, text: &str, measure: Measure, at: usize) {
        let (from, _) = self.cut_for(at);
        self.lay_from(from, text, measure, &tail.marks, Shift { minus: 0, plus: at }, BUDGET);
    }

    /// How many rows; an estimate while there is a gap.
    pub(crate) const fn count(&self) -> usize {
        self.marks.len()
    }

    /// The bytes of row `i` of a paragraph of `len` bytes.
    pub(crate) fn range(&self, i: usize, len: usize) -> Range<usize> {
        let start = self.marks.get(i).map_or(len, |mark| mark.start);
        start..self.marks.get(i + 1).map_or(len, |mark| mark.start)
    }

    /// The cells of row `i`.
    pub(crate) fn cells(&self, i: usize) -> usize {
        self.marks.get(i).map_or(0, |mark| mark.cells)
    }

    /// The row that holds the byte `at`. Where two rows meet it is the later one, or the earlier if `ending`.
    fn row_of(&self, at: usize, ending: bool) -> usize {
        let exact = self.marks.get(..self.exact).unwrap_or_default();
        let after = exact.partition_point(|mark| if ending { mark.start < at } else { mark.start <= at });
        after.saturating_sub(1)
    }
}

/// Those of `old` that begin at byte `at` or later.
fn behind(old: &[Mark], at: usize) -> &[Mark] {
    old.get(old.partition_point(|mark| mark.start < at)..).unwrap_or_default()
}

/// The rows of a whole text for one [`Measure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub measure: Measure,
    paragraphs: Vec<Rows>,
}

impl Layout {
    /// Lays out all paragraphs.
    pub(crate) fn of<M>(paragraphs: &[Paragraph<M>], measure: Measure) -> Self {
        Self { measure, paragraphs: Self::rows_of(paragraphs, measure) }
    }

    fn rows_of<M>(paragraphs: &[Paragraph<M>], measure: Measure) -> Vec<Rows> {
        paragraphs.iter().map(|p| Rows::of(&p.text, measure)).collect()
    }

    /// Makes rows of paragraph `i` exact until there are `enough`.
    fn settle<M>(&mut self, texts: &[Paragraph<M>], i: usize, enough: impl Fn(&Rows) -> bool) -> Option<&Rows> {
        let rows = self.paragraphs.get_mut(i)?;
        rows.settle(texts.get(i).map_or("", |p| p.text.as_str()), self.measure, enough);
        Some(rows)
    }

    /// The rows of paragraph `i`, of which row `k` is exact; `None` if it has no such row.
    pub(crate) fn rows<M>(&mut self, texts: &[Paragraph<M>], i: usize, k: usize) -> Option<&Rows> {
        self.settle(texts, i, |rows| k < rows.exact).filter(|rows| k < rows.count())
    }

    /// The row of paragraph `i` that holds the byte `at`. Where two rows meet it is the later one, or the earlier if
    /// `ending`.
    pub(crate) fn row_of<M>(&mut self, texts: &[Paragraph<M>], i: usize, at: usize, ending: bool) -> usize {
        let behind_gap = |rows: &Rows| rows.marks.get(rows.exact).is_some_and(|gap| gap.start <= at);
        self.settle(texts, i, |rows| !behind_gap(rows)).map_or(0, |rows| rows.row_of(at, ending))
    }

    /// All rows; an estimate, off by a few, while there is a gap. Adds up one number per paragraph.
    pub(crate) fn total(&self) -> usize {
        self.paragraphs.iter().map(Rows::count).sum()
    }

    /// The rows of all paragraphs before paragraph `i`.
    pub(crate) fn above<M>(&mut self, texts: &[Paragraph<M>], i: usize) -> usize {
        (0..i).filter_map(|i| self.settle(texts, i, |_| false).map(Rows::count)).sum()
    }

    /// The paragraph of row `row`, and which of its rows that is; `None` beyond the last.
    pub(crate) fn locate<M>(&mut self, texts: &[Paragraph<M>], row: usize) -> Option<(usize, usize)> {
        let mut left = row;
        for i in 0..self.paragraphs.len() {
            let rows = self.settle(texts, i, |rows| left < rows.exact)?;
            match left.checked_sub(rows.count()) {
                None => return Some((i, left)),
                Some(after) => left = after,
            }
        }
        None
    }

    /// The last row of all: its paragraph, and which of its rows it is.
    pub(crate) fn last<M>(&mut self, texts: &[Paragraph<M>]) -> (usize, usize) {
        let i = self.paragraphs.len().saturating_sub(1);
        (i, self.settle(texts, i, |_| false).map_or(0, |rows| rows.count().saturating_sub(1)))
    }

    /// Follows an edit within paragraph `i`.
    pub(crate) fn edited(&mut self, i: usize, text: &str, at: usize, removed: usize, inserted: usize) {
        if let Some(rows) = self.paragraphs.get_mut(i) {
            rows.edited(text, self.measure, at, removed, inserted);
        }
    }

    /// Follows the split of paragraph `i`.
    pub(crate) fn split(&mut self, i: usize, head: &str, tail: &str) {
        if let Some(rows) = self.paragraphs.get_mut(i) {
            let behind = rows.split(head, tail, self.measure);
            self.paragraphs.insert(i + 1, behind);
        }
    }

    /// Follows the joining of paragraph `i + 1` to `i` at byte `at`.
    pub(crate) fn join(&mut self, i: usize, text: &str, at: usize) {
        if i + 1 < self.paragraphs.len() {
            let tail = self.paragraphs.remove(i + 1);
            if let Some(rows) = self.paragraphs.get_mut(i) {
                rows.join(&tail, text, self.measure, at);
            }
        }
    }

    /// Follows the insertion of whole paragraphs before paragraph `i`.
    pub(crate) fn inserted<M>(&mut self, i: usize, paragraphs: &[Paragraph<M>]) {
        let i = i.min(self.paragraphs.len());
        self.paragraphs.splice(i..i, Self::rows_of(paragraphs, self.measure));
    }

    /// Follows the removal of `count` whole paragraphs from paragraph `i` on.
    pub(crate) fn removed(&mut self, i: usize, count: usize) {
        let end = (i + count).min(self.paragraphs.len());
        self.paragraphs.drain(i.min(end)..end);
    }
}

#[cfg(test)]
impl Layout {
    /// Closes every gap.
    pub(crate) fn settled<M>(&self, texts: &[Paragraph<M>]) -> Self {
        let mut layout = self.clone();
        layout.above(texts, texts.len());
        layout
    }
}

/// Counts the rows that were laid out, so that tests can hold edits to a bounded amount of work.
#[cfg(test)]
pub(crate) mod laid {
    use std::cell::Cell;

    thread_local!(static COUNT: Cell<usize> = const { Cell::new(0) });

    pub(crate) fn add(n: usize) {
        COUNT.with(|count| count.set(count.get() + n));
    }

    /// The count since the last call.
    pub(crate) fn take() -> usize {
        COUNT.with(Cell::take)
    }
}
