//! Which sheets of a file are read: one is the roster, others are families, rewards, last year's list.

use super::field::RosterField;
use super::head::Head;
use super::layout::{self, Layout, RowKind};
use super::mapping::Mapping;
use super::single;
use crate::error::{Error, Result};
use crate::import::table::{Cell, Table, Workbook};
use crate::model::value::PartialDate;
use crate::text::blank::{is_blank, squeezed};
use std::collections::{BTreeSet, HashSet};

/// Which sheets are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SheetChoice {
    /// The one with most people.
    #[default]
    Most,
    /// These, by name or by number from 1.
    Named(Vec<String>),
    /// All that have a head.
    All,
}

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the user says about columns.
    pub map: Mapping,
    /// Which sheets.
    pub sheets: SheetChoice,
    /// Hidden rows and columns are read too.
    pub hidden: bool,
    /// The row of the head, from 1, when the user says so.
    pub head_row: Option<usize>,
    /// The day on which it is read; `None`: no date is too late.
    pub today: Option<PartialDate>,
}

/// A sheet that could be the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFound {
    /// Its name.
    pub name: String,
    /// Different people in it.
    pub people: usize,
    /// Whether it looks like a roster of the unit: it has posts and no relatives.
    pub fits: bool,
}

/// A sheet, understood as far as its layout.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) table: Table,
    pub(super) layout: Option<Layout>,
    pub(super) titles: Vec<String>,
    pub(super) notes: Vec<String>,
    /// Why it is not read; empty: it is.
    pub(super) left: String,
    people: usize,
    fits: bool,
}

/// The sheets with people, for asking which one is meant.
pub fn survey(book: &Workbook, reading: &Reading) -> Vec<SheetFound> {
    let found = book.tables.iter().map(|t| understand(t, reading)).filter(|f| f.people > 0);
    found.map(|f| SheetFound { name: f.name, people: f.people, fits: f.fits }).collect()
}

/// All sheets, of which those that are not to be read say why.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) when a named sheet is not there,
/// [`Kind::Input`](crate::error::Kind::Input) when two hold equally many people.
pub(super) fn choose(book: &Workbook, reading: &Reading) -> Result<Vec<Found>> {
    let mut all: Vec<Found> = book.tables.iter().map(|t| understand(t, reading)).collect();
    match &reading.sheets {
        SheetChoice::All => {}
        SheetChoice::Named(names) => {
            let mut wanted = BTreeSet::new();
            for name in names {
                wanted.insert(position(&all, name).ok_or_else(|| missing(book, &all, name))?);
            }
            for (_, sheet) in all.iter_mut().enumerate().filter(|(at, _)| !wanted.contains(at)) {
                sheet.leave("没有指定读这一张");
            }
        }
        SheetChoice::Most => most(book, &mut all)?,
    }
    Ok(all)
}

/// Leaves out all sheets but the one with most people.
fn most(book: &Workbook, all: &mut [Found]) -> Result<()> {
    let fits = all.iter().any(|s| s.fits && s.people > 0);
    let counts = |s: &Found| if fits && !s.fits { 0 } else { s.people };
    let best = all.iter().map(counts).max().unwrap_or(0);
    if best == 0 {
        return Ok(());
    }
    let named = |s: &&Found| counts(s) == best;
    if all.iter().filter(named).count() > 1 {
        let list: Vec<String> = all.iter().filter(named).map(|s| format!("“{}”（{} 人）", s.name, s.people)).collect();
        return Err(Error::input(format!("“{}”：有几张工作表人数一样多：{}", book.name, list.join("、")))
            .hint("请用 --sheet 写明读哪一张，如 --sheet 花名册；都要读的写 --sheet 全部。"));
    }
    let taken = all.iter().find(named).map(|s| s.name.clone()).unwrap_or_default();
    for sheet in all.iter_mut() {
        if counts(sheet) != best && sheet.layout.is_some() {
            let why = if fits && !sheet.fits { "不像本单位的名册" } else { "人数较少" };
            sheet.leave(&format!("只读了“{taken}”；这张 {} 人，{why}，要读的用 --sheet 指明", sheet.people));
        }
    }
    Ok(())
}

fn position(all: &[Found], name: &str) -> Option<usize> {
    let by_name = all.iter().position(|s| squeezed(&s.name) == squeezed(name));
    let number = || name.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < all.len());
    by_name.or_else(number)
}

fn missing(book: &Workbook, all: &[Found], name: &str) -> Error {
    let list: Vec<String> = all.iter().map(|s| format!("“{}”", s.name)).collect();
    let hidden = book.notes.iter().any(|n| n.contains("隐藏的工作表") && n.contains(name));
    let why =
        if hidden { "是隐藏的工作表，请先在表格软件里取消隐藏" } else { "没有这张工作表" };
    Error::usage(format!("--sheet {name}：{why}"))
        .hint(format!("有内容的工作表：{}。也可以写第几张，如 --sheet 2。", list.join("、")))
}

impl Found {
    fn leave(&mut self, why: &str) {
        if self.left.is_empty() {
            why.clone_into(&mut self.left);
        }
    }
}

/// Finds head and rows of one sheet.
fn understand(sheet: &Table, reading: &Reading) -> Found {
    let mut notes = Vec::new();
    let titles = titles(sheet);
    let mut table = sheet.clone();
    let name = if sheet.sheet.is_empty() { String::new() } else { format!("工作表“{}”", sheet.sheet) };
    if !reading.hidden {
        drop_hidden_columns(&mut table, &name, &mut notes);
    }
    // What the user said of columns or of the head is about the sheet as it stands.
    let as_it_stands = reading.head_row.is_some() || reading.map.placed().next().is_some();
    if !as_it_stands && let Some((list, note)) = single::as_list(&table) {
        notes.push(note);
        table = list;
    }
    let head_row = reading.head_row.and_then(|r| r.checked_sub(1));
    let hidden = if reading.hidden { BTreeSet::new() } else { table.hidden_rows.clone() };
    let layout =
        Head::find(&table, &reading.map, head_row).map(|head| layout::lay_out(&table, head, &reading.map, &hidden));
    let left_rows: Vec<usize> =
        layout.iter().flat_map(|l| &l.lines).filter(|l| l.kind == RowKind::Hidden).map(|l| l.row).collect();
    if !left_rows.is_empty() {
        let how = if table.filtered { "隐藏或被筛选掉" } else { "隐藏" };
        notes.push(format!(
            "{name}有 {} 行{how}（第 {} 行），没有读入；要读的写 --hidden",
            left_rows.len(),
            super::preview::ranges(&left_rows)
        ));
    }
    let left = if layout.is_none() { "没有“姓名”表头" } else { "" }.to_owned();
    let (people, fits) = layout.as_ref().map_or((0, false), |l| (people(&table, l), fits(l)));
    Found { name: sheet.sheet.clone(), table, layout, titles, notes, left, people, fits }
}

/// Empties the hidden columns that hold anything, and says which they were.
fn drop_hidden_columns(table: &mut Table, name: &str, notes: &mut Vec<String>) {
    let mut dropped: Vec<String> = Vec::new();
    for at in table.hidden_columns.clone() {
        let mut held = false;
        let mut label = String::new();
        for cell in table.rows.iter_mut().filter_map(|r| r.get_mut(at)) {
            if !cell.is_blank() {
                if !held {
                    label = squeezed(&cell.text).chars().take(8).collect();
                }
                held = true;
                *cell = Cell::default();
            }
        }
        if held {
            dropped.push(format!("{} 列“{label}”", super::column_letter(at)));
        }
    }
    if !dropped.is_empty() {
        notes.push(format!("{name}有隐藏的列：{}，没有读入；要读的写 --hidden", dropped.join("、")));
    }
}

/// Different names in the rows of people.
fn people(table: &Table, layout: &Layout) -> usize {
    let mut names: HashSet<String> = HashSet::new();
    for line in layout.lines.iter().filter(|l| l.kind == RowKind::People) {
        for block in layout.heads.get(line.head).map_or(&[][..], |h| h.blocks.as_slice()) {
            let cells = layout::name_columns(block).filter_map(|at| super::head::cell(table, line.row - 1, at));
            let name: String = cells.flat_map(|c| c.text.chars()).filter(|c| !is_blank(*c)).collect();
            if !name.is_empty() {
                names.insert(name);
            }
        }
    }
    names.len()
}

/// Posts and no relatives, rewards or punishments: it may be the unit's roster.
fn fits(layout: &Layout) -> bool {
    const OTHER: [&str; 8] = ["称谓", "关系", "成员姓名", "奖惩", "处分", "奖励", "家庭成员", "证明人"];
    let columns = || layout.heads.iter().flat_map(|h| &h.columns);
    columns().any(|c| c.field == Some(RosterField::Post))
        && !columns().any(|c| OTHER.iter().any(|w| c.label.contains(w)))
}

/// What stands in the rows above the labels.
fn titles(table: &Table) -> Vec<String> {
    const LOOKED: usize = 8;
    let mut out: Vec<String> = Vec::new();
    for row in table.rows.iter().take(LOOKED) {
        if row.iter().any(|c| !c.is_blank() && RosterField::exactly(&c.text).is_some() && !c.text.contains("单位")) {
            break;
        }
        for cell in row.iter().filter(|c| !c.is_blank() && c.copied_from.is_none()) {
            out.push(cell.text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(80).collect());
        }
    }
    out
}
