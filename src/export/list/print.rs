//! The list as a document: a table on sheets that lie on their side, grouped by unit.

use super::ProblemList;
use crate::export::furniture;
use crate::export::paper::WorkingPaper;
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::{Page, WIDE};
use crate::export::wml::table::{CELL_MARGIN, Cell, Row, Table};
use crate::export::wml::{Block, Document};
use crate::text::width::cells as cells_of;

/// Columns: heads and widths in twips.
const COLUMNS: [(&str, i32); 8] = [
    ("序号", 680),
    ("编号", 1077),
    ("问题", 1871),
    ("查证事实", 4196),
    ("定性依据", 2154),
    ("责任人", 1304),
    ("分类", 1474),
    ("备注", WIDE - 680 - 1077 - 1871 - 4196 - 2154 - 1304 - 1474),
];
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
    let mut table = Table::new(COLUMNS.map(|c| c.1).to_vec());
    let label = |text: &str| Cell::of(Paragraph::of(Style::ListLabel, text));
    table.push(Row::of(COLUMNS.map(|c| label(c.0)).to_vec()).header());
    let mut unit = None;
    for (at, paper) in list.papers.iter().enumerate() {
        if unit != Some(&paper.unit) {
            let name = Paragraph::of(Style::ListLabel, &paper.unit).keep_next();
            table.push(Row::of(vec![Cell::of(name).span(8)]));
            unit = Some(&paper.unit);
        }
        table.push(row(at + 1, paper));
    }
    table
}

/// One problem.
fn row(nth: usize, paper: &WorkingPaper) -> Row {
    let placed = paper.categories.iter().map(|(tree, node)| format!("{tree}：{node}"));
    let grade = [paper.level, paper.certainty].into_iter().filter(|t| !t.is_empty()).map(str::to_owned);
    let remarks = paper.quick_fixes.iter().map(|f| format!("立行立改：{f}")).chain([paper.note.clone()]);
    let cells = [
        nth.to_string(),
        paper.number.clone(),
        paper.title.clone(),
        paper.facts.join("\n"),
        paper.basis.join("\n"),
        paper.responsible.join("\n"),
        placed.chain(grade).collect::<Vec<_>>().join("\n"),
        remarks.filter(|r| !r.trim().is_empty()).collect::<Vec<_>>().join("\n"),
    ];
    let row = Row::of(cells.iter().map(|text| cell(text)).collect());
    let lines = cells.iter().zip(COLUMNS).map(|(text, (_, width))| lines(text, width)).max().unwrap_or(0);
    if lines > TOGETHER { row.breaks() } else { row }
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
