//! The list as a document: a table on sheets that lie on their side, grouped by unit.

use super::ProblemList;
use crate::analysis::paper::PrintedBlock;
use crate::analysis::paper::field::{PaperField, PaperOutput};
use crate::export::furniture;
use crate::export::paper::WorkingPaper;
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::{Page, WIDE};
use crate::export::wml::table::{CELL_MARGIN, Cell, Row, Table};
use crate::export::wml::{Block, Document};
use crate::text::width::cells as cells_of;

/// A column: its width in twips, and the fields that it shows; it is called as the last of them, which names it best.
type Column = (i32, &'static [PaperField]);
/// The columns after the running number.
pub(crate) const COLUMNS: [Column; 7] = [
    (1077, &[PaperField::Number]),
    (1871, &[PaperField::Title]),
    (4196, &[PaperField::Facts]),
    (2154, &[PaperField::Basis]),
    (1304, &[PaperField::Responsible]),
    (1474, &[PaperField::Categories, PaperField::Level, PaperField::Certainty]),
    (WIDE - NTH - 1077 - 1871 - 4196 - 2154 - 1304 - 1474, &[PaperField::QuickFix, PaperField::Note]),
];
/// Width of the running number.
const NTH: i32 = 680;
/// Lines of a row that a page holds together; a longer row goes on on the next page.
const TOGETHER: usize = 18;

pub(super) fn document(list: &ProblemList) -> Document {
    let head = &list.head;
    let line = format!("{}　{}", head.round, head.group);
    let mut body: Vec<Block> = vec![
        Paragraph::of(Style::Title, "问题清单").into(),
        Paragraph::of(Style::ListText, line).keep_next().into(),
        Paragraph::of(Style::ListText, list.basis()).keep_next().into(),
    ];
    if list.papers.is_empty() {
        body.push(Paragraph::of(Style::ListText, "还没有问题。").into());
    } else {
        body.push(table(list).into());
    }
    Document {
        properties: list.properties(),
        page: Page::LANDSCAPE,
        margins: furniture::margins(&head.marking, "问题清单", None, WIDE),
        body,
    }
}

fn table(list: &ProblemList) -> Table {
    let mut table = Table::new([NTH].into_iter().chain(COLUMNS.map(|c| c.0)).collect());
    let label = |text: &str| Cell::of(Paragraph::of(Style::ListLabel, text));
    let names = COLUMNS.iter().map(|(_, fields)| fields.last().map_or("", |f| f.label(PaperOutput::List)));
    table.push(Row::of(["序号"].into_iter().chain(names).map(label).collect()).header());
    let mut unit = None;
    for (at, paper) in list.papers.iter().enumerate() {
        let own = paper.text(PaperField::Unit);
        if unit.as_ref() != Some(&own) {
            let name = Paragraph::of(Style::ListLabel, &own).keep_next();
            table.push(Row::of(vec![Cell::of(name).span(8)]));
            unit = Some(own);
        }
        table.push(row(at + 1, paper));
    }
    table
}

/// One problem.
fn row(nth: usize, paper: &WorkingPaper) -> Row {
    let texts: Vec<String> = COLUMNS.iter().map(|(_, fields)| column(paper, fields)).collect();
    let cells = [nth.to_string()].into_iter().chain(texts.iter().cloned()).map(|text| cell(&text)).collect();
    let row = Row::of(cells);
    let lines = texts.iter().zip(COLUMNS).map(|(text, (width, _))| lines(text, width)).max().unwrap_or(0);
    if lines > TOGETHER { row.breaks() } else { row }
}

/// What a column shows of a problem; a field that stands under another name says its own.
fn column(paper: &WorkingPaper, fields: &[PaperField]) -> String {
    let mut all = Vec::new();
    for field in fields {
        let own = match field {
            PaperField::QuickFix => format!("{}：", field.spec().name),
            _ => String::new(),
        };
        let shown = paper.printed.block(*field).into_iter().flat_map(PrintedBlock::shown);
        all.extend(shown.map(|text| format!("{own}{text}")));
    }
    all.join("\n")
}

/// About how many lines of 10.5 pt a text takes in a column of `width` twips.
fn lines(text: &str, width: i32) -> usize {
    const HALF_CHARACTER: i32 = 105;
    let room = usize::try_from((width - 2 * CELL_MARGIN) / HALF_CHARACTER).unwrap_or(1).max(2);
    text.lines().map(|line| cells_of(line).div_ceil(room).max(1)).sum()
}

fn cell(text: &str) -> Cell {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty()).map(|l| Paragraph::of(Style::ListText, l));
    let first = Cell::of(lines.next().unwrap_or_else(|| Paragraph::new(Style::ListText)));
    lines.fold(first, Cell::and).top()
}
