//! The full form: every field of domain.md §1.2 in a table. Short fields stand in pairs; running text takes the whole
//! width, so that it has the standard's 28 characters, and may go on on the next page.

use super::signatures::signatures;
use super::{BLANK, WorkingPaper, lines};
use crate::analysis::paper::field::{PaperField, PaperOutput};
use crate::export::wml::Block;
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::TYPE_WIDTH;
use crate::export::wml::table::{CELL_MARGIN, Cell, Row, Table};

/// The frame hangs out by the margin of its cells, so that the text in it is as wide as the type area.
const WIDTH: i32 = TYPE_WIDTH + 2 * CELL_MARGIN;
/// Columns: label, value, label, value.
const COLUMNS: [i32; 4] = [1587, 3345, 1474, WIDTH - 1587 - 3345 - 1474];

/// The head, row by row: one field over the whole width, or two side by side.
const HEAD: [&[PaperField]; 9] = [
    &[PaperField::Title],
    &[PaperField::Number, PaperField::Compiled],
    &[PaperField::Unit],
    &[PaperField::Round, PaperField::Group],
    &[PaperField::Sources],
    &[PaperField::Categories],
    &[PaperField::Level, PaperField::Certainty],
    &[PaperField::Period, PaperField::Place],
    &[PaperField::Handlers, PaperField::State],
];
/// Running texts.
const TEXTS: [PaperField; 10] = [
    PaperField::Facts,
    PaperField::Discovery,
    PaperField::Basis,
    PaperField::Evidence,
    PaperField::Responsible,
    PaperField::Explanation,
    PaperField::Against,
    PaperField::Suggestion,
    PaperField::QuickFix,
    PaperField::Note,
];

pub(super) fn body(paper: &WorkingPaper) -> Vec<Block> {
    let mut table = Table::new(COLUMNS.to_vec());
    for row in HEAD.iter().flat_map(|fields| head(paper, fields)) {
        table.push(row);
    }
    let shown = |f: &PaperField| !f.is_left_out_when_empty() || !paper.printed.items(*f).is_empty();
    for field in TEXTS.into_iter().filter(shown) {
        table.push(text_row(label(field), &paper.text(field)));
    }
    table.push(signature_row());
    vec![Paragraph::of(Style::Title, "问题底稿").into(), table.into()]
}

fn label(field: PaperField) -> &'static str {
    field.label(PaperOutput::Full)
}

/// The rows of one or two fields of the head; a list has a row for each element.
fn head(paper: &WorkingPaper, fields: &[PaperField]) -> Vec<Row> {
    let name = |field: PaperField| Cell::of(Paragraph::of(Style::TableLabel, label(field)));
    let value =
        |text: &str| Cell::of(Paragraph::of(Style::TableText, if text.trim().is_empty() { BLANK } else { text }));
    match *fields {
        [field] => {
            let shown: Vec<String> = paper.printed.block(field).map(|b| b.shown().collect()).unwrap_or_default();
            let shown = if shown.is_empty() { vec![String::new()] } else { shown };
            shown.iter().map(|text| Row::of(vec![name(field), value(text).span(3)])).collect()
        }
        [a, b] => vec![Row::of(vec![name(a), value(&paper.text(a)), name(b), value(&paper.text(b))])],
        _ => Vec::new(),
    }
}

/// A name and after it the text over the whole width. On one line, so that no page ends with a name alone.
fn text_row(name: &str, text: &str) -> Row {
    let first = Paragraph::new(Style::FormText).strong(format!("{name}："));
    let mut lines = lines([text]);
    let cell = Cell::of(first.text(lines.next().unwrap_or(BLANK)));
    let cell = lines.fold(cell, |cell, line| cell.and(Paragraph::of(Style::FormText, line)));
    Row::of(vec![cell.span(4).top()]).breaks()
}

/// The signatures in one frame that no page break may cut.
fn signature_row() -> Row {
    let cell = Cell::of(Paragraph::new(Style::FormText).strong("责任签名").keep_next());
    Row::of(vec![signatures(Style::FormLine, TYPE_WIDTH).into_iter().fold(cell, Cell::and).span(4).top()])
}
