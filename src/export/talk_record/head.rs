//! The table at the head of a talk record: number, unit, person, sittings.

use super::{CorrectionLine, SittingLine, TalkRecord, UNFINISHED, UnconfirmedLine, Variant};
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::TYPE_WIDTH;
use crate::export::wml::table::{Cell, Join, Row, Table};
use crate::model::value::Instant;

/// Columns: sitting, label, value, label, value; together as wide as the type area.
const COLUMNS: [i32; 5] = [907, 1247, 2835, 1247, TYPE_WIDTH - 907 - 1247 - 2835 - 1247];

fn label(text: &str) -> Cell {
    Cell::of(Paragraph::of(Style::TableLabel, text))
}

fn value(text: impl Into<String>) -> Cell {
    Cell::of(Paragraph::of(Style::TableText, text))
}

/// A row of one label and one value over the rest.
fn wide(name: &str, text: impl Into<String>) -> Row {
    Row::of(vec![label(name).span(2), value(text).span(3)])
}

/// The whole table.
pub(super) fn table(record: &TalkRecord, variant: Variant) -> Table {
    let mut table = Table::new(COLUMNS.to_vec());
    let pair = |a: &str, x: &str, b: &str, y: &str| Row::of(vec![label(a).span(2), value(x), label(b), value(y)]);
    table.push(pair("编号", &record.citation(), "巡察组", &record.group));
    table.push(wide("巡察轮次", &record.round));
    table.push(wide("被巡察单位", &record.unit));
    table.push(pair("谈话对象", &record.person, "职务", &record.post));
    for (at, sitting) in record.sittings.iter().enumerate() {
        for row in sitting_rows(record.earlier_sittings + at, sitting, variant) {
            table.push(row);
        }
    }
    table.push(wide("谈话告知", told(record)));
    if variant == Variant::Internal {
        table.push(wide("核对情况", confirmed(record)));
    }
    for (name, text) in exceptions(record) {
        table.push(wide(name, text));
    }
    table
}

/// The same for the person, as rows of text.
pub(super) fn rows(record: &TalkRecord) -> Vec<(String, String)> {
    let row = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let mut all = vec![
        row("编号", &record.citation()),
        row("被巡察单位", &record.unit),
        row("谈话对象", &record.person),
        row("职务", &record.post),
    ];
    for (at, sitting) in record.sittings.iter().enumerate() {
        let people = match &sitting.recorder {
            Some(recorder) => format!("谈话人{}，记录人{recorder}", sitting.asker),
            None => format!("谈话人兼记录人{}", sitting.asker),
        };
        let place = if sitting.place.is_empty() { String::new() } else { format!("，{}", sitting.place) };
        let name = ordinal(record.earlier_sittings + at).replace('\n', "");
        all.push((name, format!("{}{place}；{people}", period(sitting))));
    }
    all.push(("谈话告知".to_owned(), told(record)));
    all.extend(exceptions(record).into_iter().map(|(name, text)| (name.to_owned(), text)));
    all.retain(|(_, text)| !text.is_empty());
    all
}

/// What was corrected after the record was read back, and what the person would not confirm.
fn exceptions(record: &TalkRecord) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if !record.corrections.is_empty() {
        let each: Vec<String> = record.corrections.iter().map(corrected).collect();
        all.push(("更正情况", format!("读回后有更正，更正后的话在原话之后：{}", each.join("；"))));
    }
    if !record.unconfirmed.is_empty() {
        let each: Vec<String> = record.unconfirmed.iter().map(UnconfirmedLine::words).collect();
        all.push(("不愿确认", each.join("；")));
    }
    all
}

impl UnconfirmedLine {
    /// `本人对第3段不愿确认：记不清是哪一年`
    pub fn words(&self) -> String {
        format!("本人对第{}段不愿确认：{}", self.number, self.reason.trim_end_matches(['。', '；']))
    }
}

/// The rows of one sitting, joined under 首次谈话, 再次谈话 …
fn sitting_rows(nth: usize, sitting: &SittingLine, variant: Variant) -> Vec<Row> {
    let name = ordinal(nth);
    let recorder = sitting.recorder.as_deref().unwrap_or("（谈话人兼）");
    let mut rows = vec![
        vec![label("时间"), value(period(sitting)).span(3)],
        vec![label("地点"), value(&sitting.place).span(3)],
        vec![label("谈话人"), value(&sitting.asker), label("记录人"), value(recorder)],
    ];
    if variant == Variant::Internal && sitting.recorder.is_none() && !sitting.alone_reason.trim().is_empty() {
        rows.push(vec![label("一人谈话"), value(&sitting.alone_reason).span(3)]);
    }
    let joined = |(at, cells): (usize, Vec<Cell>)| {
        let first = if at == 0 { label(&name).join(Join::Start) } else { label("").join(Join::Continue) };
        Row::of(std::iter::once(first).chain(cells).collect())
    };
    rows.into_iter().enumerate().map(joined).collect()
}

/// 首次谈话, 再次谈话, 第3次谈话 …, broken to fit its narrow column; `nth` from 0.
fn ordinal(nth: usize) -> String {
    match nth {
        0 => "首次\n谈话".to_owned(),
        1 => "再次\n谈话".to_owned(),
        n => format!("第{}次\n谈话", n + 1),
    }
}

/// `2026年3月8日 09:15至11:02`; the second day is named when it is another.
fn period(sitting: &SittingLine) -> String {
    let from = moment(sitting.from);
    match sitting.to {
        None => format!("{from}起"),
        Some(to) if to.date() == sitting.from.date() => format!("{from}至{}", to.hour_minute()),
        Some(to) => format!("{from}至{}", moment(to)),
    }
}

fn moment(at: Instant) -> String {
    format!("{} {}", at.date().chinese(), at.hour_minute())
}

fn told(record: &TalkRecord) -> String {
    match record.opening_read {
        Some(at) => format!("{}宣读谈话说明", moment(at)),
        None => "谈话说明未宣读".to_owned(),
    }
}

/// `第3段，2026年3月14日，刘芳`
fn corrected(line: &CorrectionLine) -> String {
    let by = if line.by.is_empty() { String::new() } else { format!("，{}", line.by) };
    format!("第{}段，{}{by}", line.number, line.on.chinese())
}

fn confirmed(record: &TalkRecord) -> String {
    match (record.read_back, record.closed) {
        (Some(at), _) => format!("{}向谈话对象读回，经确认", moment(at)),
        (None, true) => "未读回".to_owned(),
        (None, false) => format!("{UNFINISHED}，未读回"),
    }
}
