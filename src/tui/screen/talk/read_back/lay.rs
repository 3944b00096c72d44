//! The record in rows, as it stands on the page: head, questions, numbered statements, and the row with which it ends.

use crate::export::talk_record::{Said, TalkRecord};
use crate::model::ids::StatementId;
use crate::text::{Ambiguous, width};
use crate::tui::painter;
use crate::tui::theme;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of a row of text at the most: longer ones are hard to read.
const WIDEST: u16 = 100;
/// Cells left and right of the text at the least; the marks stand in the left ones.
const MARGIN: u16 = 4;

/// A statement on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The question that it answers, as a place in the record.
    pub question: usize,
    /// What was said, with its number.
    pub said: Said,
    /// Why the person would not confirm it.
    pub unconfirmed: Option<String>,
    /// Another statement corrects it.
    pub corrected: bool,
}

/// The statements of a record that the person may see, in their order. What is told nowhere is not among them.
pub(super) fn lines(record: &TalkRecord) -> Vec<Line> {
    let mut all = Vec::new();
    for (question, asked) in record.questions.iter().enumerate() {
        for said in asked.said.iter().filter(|s| s.is_told()) {
            let of = |number: usize| record.unconfirmed.iter().find(|u| u.number == number);
            let corrected = asked.said.iter().any(|s| s.corrects == Some(Some(said.number)));
            let unconfirmed = of(said.number).map(|u| u.reason.clone());
            all.push(Line { question, said: said.clone(), unconfirmed, corrected });
        }
    }
    all
}

/// One row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The statement that it belongs to; the one after the last is the end. `None`: head or question.
    pub item: Option<usize>,
    /// It is the first row of that.
    pub first: bool,
    /// What stands before the text.
    pub label: String,
    /// How far the text is set in.
    pub indent: u16,
    /// The text.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

/// Where the text stands: in the middle, with wide margins.
pub(super) fn inner(area: Rect) -> Rect {
    let width = area.width.saturating_sub(2 * MARGIN).min(WIDEST);
    Rect { x: area.x + (area.width - width) / 2, width, ..area }
}

/// Puts rows together for one width.
struct Sheet {
    rows: Vec<Row>,
    width: u16,
    ambiguous: Ambiguous,
}

impl Sheet {
    fn gap(&mut self) {
        let (label, text) = (String::new(), String::new());
        self.rows.push(Row { item: None, first: false, label, indent: 0, text, style: theme::plain() });
    }

    fn text(&mut self, item: Option<usize>, label: &str, indent: u16, text: &str, style: Style) {
        let room = self.width.saturating_sub(indent).max(2);
        for (n, row) in painter::rows(text, room, self.ambiguous).into_iter().enumerate() {
            let label = if n == 0 { label.to_owned() } else { String::new() };
            self.rows.push(Row { item, first: n == 0, label, indent, text: row.to_owned(), style });
        }
    }
}

/// The rows of the page.
pub(super) fn rows(record: &TalkRecord, lines: &[Line], end: &str, width: u16, ambiguous: Ambiguous) -> Vec<Row> {
    let mut sheet = Sheet { rows: Vec::new(), width, ambiguous };
    let head = record.head();
    let cells = |text: &str| u16::try_from(width::cells(text)).unwrap_or(u16::MAX);
    let labels = head.iter().map(|(label, _)| cells(label)).max().unwrap_or(0) + 2;
    for (label, text) in &head {
        sheet.text(None, label, labels, text, theme::plain());
    }
    let numbers = lines.last().map_or(0, |l| cells(&number(&l.said))) + 2;
    let mut asked = None;
    for (at, line) in lines.iter().enumerate() {
        if asked != Some(line.question) {
            asked = Some(line.question);
            let wording = record.questions.get(line.question).map_or("", |q| q.wording.as_str());
            sheet.gap();
            sheet.text(None, "", 0, &format!("问：{wording}"), theme::accent());
        }
        sheet.gap();
        let corrects = match line.said.corrects {
            Some(Some(n)) => format!("（更正第{n}段）"),
            Some(None) => "（更正）".to_owned(),
            None => String::new(),
        };
        let style = if line.corrected { theme::dim() } else { theme::plain() };
        let text = format!("{corrects}{}", line.said.words);
        sheet.text(Some(at), &number(&line.said), numbers, &text, style);
        if let Some(reason) = &line.unconfirmed {
            let from = sheet.rows.len();
            sheet.text(Some(at), "", numbers, &format!("（本人不愿确认：{reason}）"), theme::warning());
            sheet.rows.iter_mut().skip(from).for_each(|row| row.first = false);
        }
    }
    sheet.gap();
    sheet.text(Some(lines.len()), "", 0, end, theme::bold());
    sheet.rows
}

/// 段12
fn number(said: &Said) -> String {
    format!("段{}", said.number)
}

/// The rows to show with an item: those of it; with the first one of a question that too, and with the first of all the
/// head.
pub(super) fn span(rows: &[Row], item: usize) -> (usize, usize) {
    let is_it = |row: &Row| row.item == Some(item);
    let first = rows.iter().position(is_it).unwrap_or(0);
    let last = rows.iter().rposition(is_it).unwrap_or(first);
    let before = rows.iter().take(first).rposition(|row| row.item.is_some()).map_or(0, |n| n + 1);
    // The gap between two statements need not be in sight.
    let from =
        if rows.iter().skip(before).take(first - before).any(|row| !row.text.is_empty()) { before } else { first };
    (from, last)
}

/// Statements by their numbers: `第3、4段`.
pub(super) fn numbered(lines: &[&Line]) -> String {
    let numbers: Vec<String> = lines.iter().map(|l| l.said.number.to_string()).collect();
    format!("第{}段", numbers.join("、"))
}

/// The statement of that id.
pub(super) fn place(lines: &[Line], statement: StatementId) -> Option<usize> {
    lines.iter().position(|l| l.said.statement == statement)
}
