//! The full form: every field of domain.md §1.2 in a table. Short fields stand in pairs; running text takes the whole
//! width, so that it has the standard's 28 characters, and may go on on the next page.

use super::signatures::{handlers, signatures};
use super::{BLANK, WorkingPaper, lines};
use crate::export::wml::Block;
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::TYPE_WIDTH;
use crate::export::wml::table::{CELL_MARGIN, Cell, Row, Table};

/// The frame hangs out by the margin of its cells, so that the text in it is as wide as the type area.
const WIDTH: i32 = TYPE_WIDTH + 2 * CELL_MARGIN;
/// Columns: label, value, label, value.
const COLUMNS: [i32; 4] = [1587, 3345, 1474, WIDTH - 1587 - 3345 - 1474];

pub(super) fn body(paper: &WorkingPaper) -> Vec<Block> {
    let mut table = Table::new(COLUMNS.to_vec());
    for row in head(paper) {
        table.push(row);
    }
    let evidence: Vec<String> = paper.evidence_lines().collect();
    let texts = |all: &[String]| all.join("\n");
    let always = [
        ("查证事实", texts(&paper.facts)),
        ("发现过程", paper.discovery.clone()),
        ("定性依据", texts(&paper.basis)),
        ("支撑材料目录", texts(&evidence)),
        ("责任人", texts(&paper.responsible)),
        ("被巡察单位说明", paper.explanation.clone()),
        ("相反情况", paper.against.clone()),
    ];
    for (label, text) in &always {
        table.push(text_row(label, text));
    }
    let some =
        [("建议", texts(&paper.suggestions)), ("立行立改", texts(&paper.quick_fixes)), ("备注", paper.note.clone())];
    for (label, text) in some.iter().filter(|(_, text)| !text.trim().is_empty()) {
        table.push(text_row(label, text));
    }
    table.push(signature_row());
    vec![Paragraph::of(Style::Title, "问题底稿").into(), table.into()]
}

fn head(paper: &WorkingPaper) -> Vec<Row> {
    let label = |text: &str| Cell::of(Paragraph::of(Style::TableLabel, text));
    let value =
        |text: &str| Cell::of(Paragraph::of(Style::TableText, if text.trim().is_empty() { BLANK } else { text }));
    let pair = |a: &str, x: &str, b: &str, y: &str| Row::of(vec![label(a), value(x), label(b), value(y)]);
    let wide = |a: &str, x: &str| Row::of(vec![label(a), value(x).span(3)]);
    let mut rows = vec![
        wide("底稿名称", &paper.title),
        pair("编号", &paper.number, "编制日期", &paper.compiled.chinese()),
        wide("被巡察单位", &paper.unit),
        pair("巡察轮次", &paper.head.round, "巡察组", &paper.head.group),
        wide("问题来源", &paper.sources.join("、")),
    ];
    if paper.categories.is_empty() {
        rows.push(wide("问题分类", ""));
    }
    for (tree, node) in &paper.categories {
        rows.push(wide("问题分类", &format!("{tree}：{node}")));
    }
    rows.push(pair("问题层级", paper.level, "查实程度", paper.certainty));
    rows.push(pair("发生时间", &paper.period(), "地点", &paper.place));
    rows.push(pair("承办人", &handlers(paper), "状态", paper.state));
    rows
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
