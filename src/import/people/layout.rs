//! What each row of a roster is: title, head, heading of a group, person, blank, footer.
//!
//! All rows are accounted for, so that the person at the keyboard sees what was taken for what; nothing is dropped in
//! silence.

use super::field::{RosterField, plain};
use super::head::{Head, cell};
use super::mapping::Mapping;
use super::no_names::{begins_closing, is_closing, is_department};
use crate::import::table::{Cell, Table};
use crate::text::blank::is_blank;
use std::collections::BTreeSet;

/// What a row was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// Above the head: title, unit, date of filling in.
    Title,
    /// Part of the head.
    Head,
    /// The head again, after a page break.
    RepeatedHead,
    /// A heading over a group of people, e.g. 二、中层干部.
    Group,
    /// Nothing, or a serial number only.
    Blank,
    /// 制表人, 合计, 填表日期, 备注 and the like.
    Footer,
    /// One person, or more when the roster has two halves.
    People,
    /// Content that names nobody; see the list of refused rows.
    Nameless,
    /// An example or an instruction how to fill the table in.
    Example,
    /// Hidden by hand or by a filter, and left out.
    Hidden,
}

impl RowKind {
    /// What a user calls it.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Title => "标题",
            Self::Head => "表头",
            Self::RepeatedHead => "重复的表头",
            Self::Group => "分组标题",
            Self::Blank => "空行",
            Self::Footer => "表尾",
            Self::People => "人员",
            Self::Nameless => "没有姓名",
            Self::Example => "示例、填写说明",
            Self::Hidden => "隐藏的行，没有读入",
        }
    }
}

/// One row as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Row number as the sheet shows it, from 1.
    pub row: usize,
    /// What it was taken for.
    pub kind: RowKind,
    /// Under which head of the sheet it stands.
    pub(super) head: usize,
    /// Its text, shortened; empty for people and blank rows.
    pub text: String,
}

/// Characters of a row's text that are shown.
const SHOWN: usize = 40;

/// A sheet told row by row: its heads, of which a second table brings its own, and what each row is.
pub(super) struct Layout {
    pub(super) heads: Vec<Head>,
    pub(super) lines: Vec<Line>,
}

/// Tells every row of the sheet, of which `first` is the first head. Rows in `left_out` are not read.
pub(super) fn lay_out(table: &Table, first: Head, map: &Mapping, left_out: &BTreeSet<usize>) -> Layout {
    let mut out = Layout { heads: vec![first], lines: Vec::with_capacity(table.rows.len()) };
    for (at, row) in table.rows.iter().enumerate() {
        let Some(head) = out.heads.last() else { break };
        let kind = match () {
            () if row.iter().all(Cell::is_blank) => RowKind::Blank,
            () if at < head.top => RowKind::Title,
            () if at < head.top + head.height => RowKind::Head,
            () if left_out.contains(&at) => RowKind::Hidden,
            () => match below(table, head, at) {
                Below::Is(kind) => kind,
                Below::MayBeHead => {
                    match Head::at(table, at, map).filter(|next| next.top == at && next.columns.len() > 1) {
                        Some(next) => {
                            out.heads.push(next);
                            RowKind::Head
                        }
                        None => RowKind::RepeatedHead,
                    }
                }
            },
        };
        let text = if matches!(kind, RowKind::People | RowKind::Blank) { String::new() } else { shown(row) };
        out.lines.push(Line { row: at + 1, kind, head: out.heads.len() - 1, text });
    }
    out
}

enum Below {
    Is(RowKind),
    /// A label of names that is not where this head has it, or beside other labels.
    MayBeHead,
}

fn below(table: &Table, head: &Head, at: usize) -> Below {
    let Some(row) = table.rows.get(at) else { return Below::Is(RowKind::Blank) };
    let mut name_cells = head.blocks.iter().flat_map(|b| name_columns(b)).filter_map(|col| cell(table, at, col));
    let named = name_cells.clone().any(|c| !c.is_blank());
    if head.height > 0 && head.repeated_by(table, at) && same_labels(table, head, at) {
        return Below::Is(RowKind::RepeatedHead);
    }
    let label = |c: &Cell| is_name_label(&c.text);
    // Where the name stands, the word 姓名 is a head for certain; elsewhere in the row only beside other labels.
    if name_cells.any(label) || (head.height > 0 && row.iter().any(label) && labels(row) > 1) {
        return Below::MayBeHead;
    }
    if is_example(row, table, head, at) {
        return Below::Is(RowKind::Example);
    }
    Below::Is(plain_row(table, head, at, row, named))
}

fn plain_row(table: &Table, head: &Head, at: usize, row: &[Cell], named: bool) -> RowKind {
    let mut in_name_columns = head.blocks.iter().flat_map(|b| name_columns(b)).filter_map(|col| cell(table, at, col));
    if footer(row, named) || in_name_columns.any(|c| is_closing(&c.text)) {
        return RowKind::Footer;
    }
    if let Some(text) = sole(row)
        && head.columns.len() > 1
        && (heading(table, head, at, text, named) || named && is_department_alone(table, head, text))
    {
        let titles = table.rows.iter().take(head.top).filter_map(|r| sole(r));
        return if titles.into_iter().any(|t| t == text) { RowKind::Title } else { RowKind::Group };
    }
    // 财务股 alone above a head that comes again is what the rows below it belong to.
    if sole(row).is_some_and(|t| t.chars().any(char::is_alphabetic))
        && head.columns.len() > 1
        && next_is_head(table, at)
    {
        return RowKind::Group;
    }
    if named {
        return RowKind::People;
    }
    let serial_only = head.blocks.iter().all(|b| {
        b.iter().all(|(f, col)| *f == RosterField::Serial || cell(table, at, *col).is_none_or(Cell::is_blank))
    });
    if serial_only { RowKind::Blank } else { RowKind::Nameless }
}

/// Whether the next row that holds anything has the label of the name.
fn next_is_head(table: &Table, at: usize) -> bool {
    let next = table.rows.iter().skip(at + 1).find(|r| !r.iter().all(Cell::is_blank));
    next.is_some_and(|r| r.iter().any(|c| is_name_label(&c.text)) && labels(r) > 1)
}

/// 姓名 or 姓, and nothing that only contains it.
fn is_name_label(text: &str) -> bool {
    text.contains(['姓', '名']) && matches!(RosterField::exactly(text), Some(RosterField::Name | RosterField::Surname))
}

fn labels(row: &[Cell]) -> usize {
    row.iter().filter(|c| !c.is_blank() && RosterField::exactly(&c.text).is_some()).count()
}

/// The labels of a row are those of the head, column by column; a second table may have others.
fn same_labels(table: &Table, head: &Head, at: usize) -> bool {
    head.columns.iter().filter(|c| c.field.is_none()).all(|column| {
        let here = cell(table, at, column.at).map(|c| plain(&c.text)).unwrap_or_default();
        here.is_empty() || plain(&column.label).contains(&here)
    })
}

/// 例：张三, 填写说明 and the like in the column of the name or in the first cell.
fn is_example(row: &[Cell], table: &Table, head: &Head, at: usize) -> bool {
    const FIRST: [&str; 8] = ["例", "示例", "样例", "范例", "例如", "填写示例", "填写说明", "填写要求"];
    let bare = |c: &Cell| c.text.chars().filter(|c| !is_blank(*c)).collect::<String>();
    let first = row.iter().find(|c| !c.is_blank()).map(bare).unwrap_or_default();
    let marks = |text: &str| {
        ["例：", "例:", "例如", "示例", "样例", "范例", "（例）", "(例)", "（示例）", "如：", "如:"]
            .iter()
            .any(|w| text.starts_with(w))
            || ["（例）", "(例)", "（示例）", "(示例)", "（样例）"].iter().any(|w| text.ends_with(w))
    };
    let told = ["填写", "必填", "如实填", "填真实", "填全", "与身份证一致", "下拉选择", "请填"];
    let names = head.blocks.iter().flat_map(|b| name_columns(b)).filter_map(|col| cell(table, at, col)).map(bare);
    FIRST.contains(&first.trim_end_matches(['：', ':']))
        || names.into_iter().any(|n| marks(&n) || told.iter().any(|w| n.contains(w)))
}

/// Whether the only text of a row is a heading: merged over columns, numbered, or left of where a post would stand.
fn heading(table: &Table, head: &Head, row: usize, text: &str, named: bool) -> bool {
    let worded = text.chars().any(char::is_alphabetic);
    let merged = table
        .rows
        .get(row)
        .is_some_and(|r| r.iter().any(|c| c.copied_from.is_some_and(|(top, _)| top as usize == row)));
    let numbered =
        text.trim_start().starts_with(['（', '(', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
            && text.contains(['、', '）', ')']);
    let name = head.blocks.first().and_then(|b| name_columns(b).next()).unwrap_or(0);
    let left = table.rows.get(row).is_some_and(|r| r.iter().take(name).any(|c| !c.is_blank()));
    worded && (merged || numbered || (left && !named))
}

/// Whether a text that stands alone where the names stand is the heading of a department, or is repeated like one. Where
/// people have nothing but their names, what is repeated may be two people.
fn is_department_alone(table: &Table, head: &Head, text: &str) -> bool {
    let below = || table.rows.iter().skip(head.top + head.height);
    let told = below().filter(|r| sole(r).is_none() && r.iter().any(|c| !c.is_blank())).count();
    let repeated = || told > 1 && below().filter(|r| sole(r) == Some(text)).count() > 1;
    is_department(text) || repeated()
}

/// The column of a field in a block.
pub(super) fn column(block: &[(RosterField, usize)], field: RosterField) -> Option<usize> {
    columns_of(block, field).next()
}

/// The columns of a field in a block: posts may stand in several.
pub(super) fn columns_of(block: &[(RosterField, usize)], field: RosterField) -> impl Iterator<Item = usize> {
    block.iter().filter(move |(f, _)| *f == field).map(|(_, at)| *at)
}

/// The columns that make up a name: one, or 姓 and 名.
pub(super) fn name_columns(block: &[(RosterField, usize)]) -> impl Iterator<Item = usize> + Clone {
    let whole = column(block, RosterField::Name).is_some();
    block
        .iter()
        .filter(move |(f, _)| match f {
            RosterField::Name => true,
            RosterField::Surname | RosterField::Given => !whole,
            _ => false,
        })
        .map(|(_, at)| *at)
}

/// The one text of a row that shows nothing else.
fn sole(row: &[Cell]) -> Option<&str> {
    let mut texts = row.iter().filter(|c| !c.is_blank()).map(|c| c.text.as_str());
    let first = texts.next()?;
    texts.all(|t| t == first).then_some(first)
}

/// Words that stand alone or before a count, a colon or a number.
const SUMS: [&str; 8] = ["合计", "总计", "小计", "共计", "备注", "注", "说明", "附注"];

/// A footer says so in its first cell. With a name in its column the row is a person, unless the name is the word itself.
fn footer(row: &[Cell], named: bool) -> bool {
    let mut filled = row.iter().filter(|c| !c.is_blank());
    let Some(first) = filled.next() else { return false };
    let text: String = first.text.chars().filter(|c| !is_blank(*c)).collect();
    let starts = |word: &str| text.strip_prefix(word);
    let sum = |word: &str| {
        starts(word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(['：', ':', '、', '.', '共', '1', '１', '一', '（', '('])
        })
    };
    let total = starts("共").is_some_and(|rest| rest.ends_with(['人', '名']) && rest.chars().any(char::is_numeric));
    let page = text.starts_with('第') && text.contains('页') && !named;
    let closing = page || begins_closing(&text) || !named && is_closing(&text);
    // 合计 in the first cell and a number under 姓名 is a sum as well.
    let counted =
        || filled.clone().all(|c| c.text.chars().all(|c| c.is_numeric() || is_blank(c) || c == '人' || c == '名'));
    closing
        || total
        || (SUMS.iter().any(|w| sum(w))
            && (!named || sole(row).is_some() || counted() || first.text.chars().count() > 2))
}

fn shown(row: &[Cell]) -> String {
    let mut text = String::new();
    for cell in row.iter().filter(|c| c.copied_from.is_none() && !c.is_blank()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(cell.text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
    if text.chars().count() > SHOWN { text.chars().take(SHOWN - 1).chain(['…']).collect() } else { text }
}

/// The group that a heading names, without its number: 二、中层干部 is 中层干部.
pub(super) fn group_name(text: &str) -> String {
    let bare = plain(text);
    bare.trim_start_matches(|c: char| {
        "一二三四五六七八九十".contains(c) || c.is_ascii_digit() || matches!(c, '.' | ',' | '，')
    })
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::CellKind;

    #[test]
    fn every_row_is_told() {
        let rows: [(&[&str], RowKind); 13] = [
            (&["某局干部花名册"], RowKind::Title),
            (&["序号", "姓名", "职务"], RowKind::Head),
            (&["一、局领导"], RowKind::Group),
            (&["1", "王强", "局长"], RowKind::People),
            (&[" ", "　"], RowKind::Blank),
            (&["2", "", ""], RowKind::Blank),
            (&["序 号", "姓　名", "职务"], RowKind::RepeatedHead),
            (&["3", "", "科员"], RowKind::Nameless),
            (&["", "注小宝", "科员"], RowKind::People),
            (&["合计", "3"], RowKind::Footer),
            (&["共 3 人"], RowKind::Footer),
            (&["备注：借调人员未列入"], RowKind::Footer),
            (&["制表人：李敏", "", "填表日期：2026年3月"], RowKind::Footer),
        ];
        let cells = |r: &[&str]| r.iter().map(|t| Cell::new(*t, CellKind::Text)).collect();
        let table = Table { rows: rows.iter().map(|(r, _)| cells(r)).collect(), ..Table::default() };
        let head = Head::find(&table, &Mapping::default(), None).unwrap();
        let told = lay_out(&table, head, &Mapping::default(), &BTreeSet::new()).lines;
        for (line, (row, want)) in told.iter().zip(&rows) {
            assert_eq!(&line.kind, want, "{row:?}");
        }
        assert_eq!(told[10].text, "共 3 人");
    }

    #[test]
    fn departments_where_the_names_stand_are_headings_and_notes_below_are_footers() {
        let heads = ["序号", "姓名", "职务", "政治面貌"];
        for (row, want) in [
            (["", "办公室", "", ""], RowKind::Group),
            (["", "财务股", "", ""], RowKind::Group),
            (["", "水政监察大队", "", ""], RowKind::Group),
            (["", "临聘人员", "", ""], RowKind::Group),
            (["", "人事科", "", ""], RowKind::Group),
            (["", "李建科", "", ""], RowKind::People),
            (["", "王成部", "", ""], RowKind::People),
            (["", "赵一鸣", "", ""], RowKind::People),
            (["", "周院局", "科员", ""], RowKind::People),
            (["", "以下空白", "", ""], RowKind::Footer),
            (["", "单位意见：", "", ""], RowKind::Footer),
            (["", "单位负责人签字：", "赵一鸣", ""], RowKind::Footer),
            (["", "党组（盖章）", "", ""], RowKind::Footer),
            (["", "年　月　日", "", ""], RowKind::Footer),
            (["", "2026年3月1日", "", ""], RowKind::Footer),
            (["", "制表", "", ""], RowKind::Footer),
            (["负责人签字", "", "", ""], RowKind::Footer),
            (["1", "章一鸣", "负责人", ""], RowKind::People),
            (["负责人", "章一鸣", "股长", ""], RowKind::People),
        ] {
            let cells = |r: &[&str]| r.iter().map(|t| Cell::new(*t, CellKind::Text)).collect();
            let rows = [&heads[..], &["1", "王强", "局长", "党员"], &["2", "李敏", "科员", "群众"], &row];
            let table = Table { rows: rows.iter().map(|r| cells(r)).collect(), ..Table::default() };
            let head = Head::find(&table, &Mapping::default(), None).unwrap();
            let told = lay_out(&table, head, &Mapping::default(), &BTreeSet::new()).lines;
            assert_eq!(told[3].kind, want, "{row:?}");
        }
    }

    #[test]
    fn groups_lose_their_number() {
        for (text, want) in
            [("二、中层干部", "中层干部"), ("（一）局领导", "局领导"), ("1.退休人员", "退休人员"), ("局领导", "局领导")]
        {
            assert_eq!(group_name(text), want);
        }
    }
}
