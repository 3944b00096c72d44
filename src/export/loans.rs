//! 调阅清单: what was asked of a unit, with room for both sides to sign for hand-over and return (domain.md §3.1).

use super::deliver::Ready;
use super::furniture;
use super::head::Head;
use super::paper::gather::Gatherer;
use super::wml::body::{Leader, Paragraph, Run, Style, TabStop};
use super::wml::page::{Page, WIDE};
use super::wml::table::{Cell, Row, Table};
use super::wml::{Block, Document, Properties};
use crate::error::Result;
use crate::model::ids::InspectorId;
use crate::model::loan::Loan;
use crate::model::round::{Inspector, Unit};
use crate::model::value::{Instant, PartialDate};
use crate::store::Reader;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One line, with the name of who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line of the register.
    pub loan: Loan,
    /// 调阅人
    pub asked_by: String,
}

/// The register of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The round.
    pub head: Arc<Head>,
    /// 被巡察单位
    pub unit: String,
    /// Its code: number of the register.
    pub code: String,
    /// Its lines in the order in which they were asked for.
    pub lines: Vec<Line>,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

/// The registers of all units that have one, by code.
///
/// # Errors
/// The file cannot be read.
pub(super) fn registers(reader: &Reader, gatherer: &Gatherer<'_>) -> Result<Vec<Ready<Register>>> {
    let names: BTreeMap<InspectorId, String> = reader.all::<Inspector>()?.into_iter().map(|i| (i.id, i.name)).collect();
    let mut units: Vec<Unit> = reader.all()?;
    units.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
    let mut all = Vec::new();
    for unit in units {
        let mut loans: Vec<Loan> = reader.children(unit.id.0)?;
        if loans.is_empty() {
            continue;
        }
        loans.sort_by_key(|l| (l.asked, l.id));
        let ids = [gatherer.round(), unit.id.0].into_iter().chain(loans.iter().map(|l| l.id.0));
        let revised = gatherer.latest(ids.clone())?;
        let from = gatherer.sources(ids.chain(loans.iter().map(|l| l.asked_by.0)))?;
        let line = |loan: Loan| {
            let asked_by = names.get(&loan.asked_by).cloned().unwrap_or_default();
            Line { loan, asked_by }
        };
        let lines = loans.into_iter().map(line).collect();
        let tell = unit.code.clone();
        let output = Register { head: gatherer.head(), unit: unit.name, code: unit.code, lines, revised };
        all.push(Ready { tell, output, from });
    }
    Ok(all)
}

/// Columns: heads and widths in twips.
const COLUMNS: [(&str, i32); 11] = [
    ("序号", 680),
    ("材料名称", 2043),
    ("份数", 794),
    ("形式", 737),
    ("调阅人、时间", 1361),
    ("提供时限", 1191),
    ("提供时间、签字", 1814),
    ("复印页码", 1247),
    ("归还状态", 850),
    ("归还时间、签字", 1757),
    ("备注", WIDE - 680 - 2043 - 794 - 737 - 1361 - 1191 - 1814 - 1247 - 850 - 1757),
];

impl Register {
    /// The docx.
    ///
    /// # Errors
    /// See [`Document::to_bytes`].
    pub fn print(&self) -> Result<Vec<u8>> {
        let citation = format!("调阅清单 {}", self.code);
        let properties = Properties { title: citation.clone(), creator: self.head.group.clone(), at: self.revised };
        let margins = furniture::margins(&self.head.marking, &citation, None, WIDE);
        Document { properties, page: Page::LANDSCAPE, margins, body: self.body() }.to_bytes()
    }

    fn body(&self) -> Vec<Block> {
        let mut table = Table::new(COLUMNS.map(|c| c.1).to_vec());
        let label = |text: &str| Cell::of(Paragraph::of(Style::ListLabel, text));
        table.push(Row::of(COLUMNS.map(|c| label(c.0)).to_vec()).header());
        for (nth, line) in (1_usize..).zip(&self.lines) {
            table.push(row(nth, line));
        }
        vec![
            Paragraph::of(Style::Title, "调阅清单").into(),
            self.head_table().into(),
            Paragraph::new(Style::ListText).into(),
            table.into(),
            Paragraph::new(Style::ListText).keep_next().into(),
            closing().into(),
        ]
    }

    /// 编号, 计划, 被巡察单位, 组长签字 and its day.
    fn head_table(&self) -> Table {
        const PARTS: [i32; 6] = [1361, 3515, 1361, 3515, 1361, WIDE - 3 * 1361 - 2 * 3515];
        let label = |text: &str| Cell::of(Paragraph::of(Style::ListLabel, text));
        let value = |text: &str| Cell::of(Paragraph::of(Style::ListText, text));
        let mut table = Table::new(PARTS.to_vec());
        table.push(Row::of(vec![
            label("编号"),
            value(&format!("调阅-{}", self.code)),
            label("巡察轮次"),
            value(&self.head.round),
            label("巡察组"),
            value(&self.head.group),
        ]));
        table.push(Row::of(vec![
            label("被巡察单位"),
            value(&self.unit),
            label("组长签字"),
            value(""),
            label("签字时间"),
            value("　　年　月　日"),
        ]));
        table
    }
}

fn row(nth: usize, line: &Line) -> Row {
    let Line { loan, asked_by } = line;
    let day = |d: Option<PartialDate>| d.map(PartialDate::chinese).unwrap_or_default();
    let moment = |at: Option<Instant>| {
        at.map_or_else(|| "　　年　月　日".to_owned(), |at| format!("{} {}", at.date().chinese(), at.hour_minute()))
    };
    let late = if loan.was_late() { "逾期提供" } else { "" };
    let remarks: Vec<&str> = [late, loan.note.trim()].into_iter().filter(|t| !t.is_empty()).collect();
    let cells = [
        nth.to_string(),
        loan.title.clone(),
        loan.copies.clone(),
        loan.form.chinese().to_owned(),
        format!("{asked_by}\n{}", loan.asked.chinese()),
        day(loan.due),
        format!("{}\n交：{}\n接：", moment(loan.handed), loan.provider),
        loan.copied.clone(),
        standing(loan).to_owned(),
        format!("{}\n交：\n接：{}", moment(loan.returned), loan.returned_to),
        remarks.join("\n"),
    ];
    Row::of(cells.iter().map(|text| cell(text)).collect())
}

/// Where it stands by what is noted; no clock is asked, so that the same register prints the same.
const fn standing(loan: &Loan) -> &'static str {
    match (loan.handed, loan.returned) {
        (_, Some(_)) => "已归还",
        (Some(_), None) => "未归还",
        (None, None) => "未提供",
    }
}

fn cell(text: &str) -> Cell {
    let mut lines = text.split('\n').map(|l| Paragraph::of(Style::ListText, l));
    let first = Cell::of(lines.next().unwrap_or_else(|| Paragraph::new(Style::ListText)));
    lines.fold(first, Cell::and)
}

/// All returned: both sides sign once more for the whole.
fn closing() -> Paragraph {
    const HALF: i32 = WIDE / 2;
    Paragraph::of(Style::ListText, "以上材料全部归还。　单位经办人（签字）：")
        .tab_stop(TabStop { at: HALF - 400, right: false, leader: Leader::Line })
        .tab_stop(TabStop { at: HALF, right: false, leader: Leader::None })
        .tab_stop(TabStop { at: WIDE - 2600, right: false, leader: Leader::Line })
        .run(Run::Tab)
        .run(Run::Tab)
        .text("巡察组经办人（签字）：")
        .run(Run::Tab)
        .text("　　　　年　月　日")
}
