//! How the changes of one deed are laid out: old and new under each other, in a wide window beside each other.

use crate::analysis::history::{LineKind, Mark, Revised, Span, lines};
use crate::model::record::Kind;
use crate::store::Fate;
use crate::text::Ambiguous;
use crate::tui::painter::{Painter, rows};
use crate::tui::theme;
use ratatui::style::Style;

/// One line to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: LineKind,
    pub(super) spans: Vec<Span>,
    /// The change that it belongs to, counted over all records.
    pub(super) change: Option<usize>,
}

/// The rows of the screen at that width: old and new under each other, in a wide window beside each other.
pub(super) fn laid(lines: &[Line], width: u16, ambiguous: Ambiguous) -> Vec<Row> {
    let mut out = Vec::new();
    let mut lines = lines.iter().peekable();
    while let Some(line) = lines.next() {
        let beside =
            lines.next_if(|next| width >= SIDE_BY_SIDE && (line.kind, next.kind) == (LineKind::Old, LineKind::New));
        let room = if beside.is_some() { (width - INDENT) / 2 } else { width };
        let left = pieces(line, room, ambiguous);
        let right = beside.map(|line| pieces(line, room + INDENT, ambiguous)).unwrap_or_default();
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        for n in 0.. {
            let (left, right) = (left.next(), right.next());
            if left.is_none() && right.is_none() {
                break;
            }
            let right = right.map(|part| (room, part));
            out.push(Row { kind: line.kind, left, right, change: line.change, first: n == 0 });
        }
    }
    out
}

/// From this width on old and new stand beside each other.
const SIDE_BY_SIDE: u16 = 110;
/// Cells before an old or new reading.
const INDENT: u16 = 4;

/// One row of the screen.
pub(super) struct Row {
    pub(super) kind: LineKind,
    pub(super) left: Option<Part>,
    /// What stands beside it, and how many cells further right.
    pub(super) right: Option<(u16, Part)>,
    pub(super) change: Option<usize>,
    pub(super) first: bool,
}

/// One row of a line.
pub(super) struct Part {
    pub(super) kind: LineKind,
    indent: u16,
    sign: &'static str,
    spans: Vec<Span>,
    /// The line differs as a whole.
    whole: bool,
}

/// A line in rows of that width.
fn pieces(line: &Line, width: u16, ambiguous: Ambiguous) -> Vec<Part> {
    let (indent, sign) = match line.kind {
        LineKind::Deed => (0, ""),
        LineKind::Field => (2, ""),
        LineKind::Old => (INDENT, "－ "),
        LineKind::New => (INDENT, "＋ "),
    };
    let text: String = line.spans.iter().map(|s| s.text.as_str()).collect();
    let room = width.saturating_sub(indent + if sign.is_empty() { 0 } else { 3 });
    let whole = !line.spans.iter().any(|s| s.mark == Mark::Same);
    let mut from = 0;
    let mut out = Vec::new();
    for (n, row) in rows(&text, room, ambiguous).into_iter().enumerate() {
        // Rows are pieces of the text in its order; blanks between them may be left out.
        let start = text.get(from..).and_then(|rest| rest.find(row)).map_or(from, |at| from + at);
        let spans = cut(&line.spans, start, start + row.len());
        from = start + row.len();
        out.push(Part { kind: line.kind, indent, sign: if n == 0 { sign } else { "" }, spans, whole });
    }
    out
}

impl Part {
    /// Draws it from the cell `left`, `y` on.
    pub(super) fn draw(&self, paint: &mut Painter<'_>, (left, y): (u16, u16), right: u16, base: Style) {
        let mut x = paint.text(left + self.indent, y, self.sign, base, right.saturating_sub(left));
        if self.sign.is_empty() && matches!(self.kind, LineKind::Old | LineKind::New) {
            x += 3;
        }
        for span in &self.spans {
            x = paint.text(x, y, &span.text, styled(span.mark, self.whole, base), right.saturating_sub(x));
        }
    }
}

/// The parts of `spans` between two places of their text.
fn cut(spans: &[Span], from: usize, to: usize) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for span in spans {
        let (start, end) = (at, at + span.text.len());
        at = end;
        let (a, b) = (from.max(start), to.min(end));
        if a < b
            && let Some(text) = span.text.get(a - start..b - start)
        {
            out.push(Span { mark: span.mark, text: text.to_owned() });
        }
    }
    out
}

/// The lines of what became of each record.
pub(super) fn all_lines(revised: &[Revised]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut before = 0;
    for one in revised {
        // Lines follow the changes in their order; each change begins with its field.
        let mut change = None;
        for (n, line) in lines(one).into_iter().enumerate() {
            if n == 0 {
                if revised.len() > 1 {
                    let name = format!("{} {}", one.kind.map_or("", Kind::chinese), one.name);
                    let text = format!("{}（{}）", name.trim(), one.fate.chinese());
                    out.push(Line { kind: LineKind::Deed, spans: vec![Span::same(text)], change: None });
                }
                continue;
            }
            if line.kind == LineKind::Field && !one.changes.is_empty() {
                change = Some(change.map_or(before, |c: usize| c + 1));
            }
            out.push(Line { kind: line.kind, spans: line.spans, change });
        }
        if one.fate == Fate::Deleted {
            let text = "放进了回收站；原来的内容可以从回收站恢复。";
            out.push(Line { kind: LineKind::Field, spans: vec![Span::same(text)], change: None });
        }
        before += one.changes.len();
    }
    out
}

/// Words that differ stand out within a line that has others.
fn styled(mark: Mark, whole: bool, base: Style) -> Style {
    match mark {
        Mark::Old | Mark::New if !whole => base.patch(theme::selection()),
        Mark::Same | Mark::Old | Mark::New => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_parts_that_stand_in_it() {
        let spans = [Span::same("办公室"), Span::old("副"), Span::same("主任")];
        assert_eq!(cut(&spans, 0, 12), [Span::same("办公室"), Span::old("副")]);
        assert_eq!(cut(&spans, 6, 15), [Span::same("室"), Span::old("副"), Span::same("主")]);
        assert_eq!(cut(&spans, 18, 18), []);
    }
}
