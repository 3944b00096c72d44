//! Rosters: who is in the unit, as the unit's own table says.
//!
//! ```text
//! table -> sheets, head, layout -> row -> Roster      pure; everything doubtful is said
//! Roster + unit + people on file + decisions -> RosterPlan   pure; types are guessed, shown before anything is written
//! RosterPlan -> ImportRoster                          the action (crate::acts::people) draws codes and writes, once
//! ```
//!
//! Two rules hold throughout. A blank in the roster never erases what is on file, because rosters leave out what they
//! do not care about. And nobody is merged or doubled on a guess: where a name alone does not settle who is meant, the
//! plan asks and writes nothing for that row.

mod cells;
mod date;
mod decide;
mod field;
mod head;
mod layout;
mod mapping;
mod merge;
mod name;
mod no_names;
mod plan;
mod post;
mod preview;
mod row;
mod sheets;
mod single;
mod standing;
mod unit_name;
mod words;

#[cfg(test)]
mod tests;

pub use decide::{Answer, Decisions};
pub use field::RosterField;
pub use head::{Column, Head};
pub use layout::{Line, RowKind};
pub use mapping::{Mapping, column_letter};
pub use plan::{Candidate, Changed, Matched, NewPerson, Question, RosterPlan};
pub use post::{Guessed, Guesser, PostClass, Seat};
pub use preview::{Section, describe, describe_roster, lines, new_row};
pub use row::{Entry, Refused, RosterPlace};
pub use sheets::{Reading, SheetChoice, SheetFound, survey};
pub use standing::Standing;
pub use unit_name::unit_named;

use crate::error::{Error, Result};
use crate::import::table::{Cell, Table, Workbook};
use crate::model::closed::ELSEWHERE;
use crate::model::value::PartialDate;
use crate::store::Told;
use crate::text::blank::is_blank;
use date::Months;

/// Most people of one roster. A county's largest unit has some thousands; more is a wrong file.
pub const MAX_PEOPLE: usize = 20_000;

/// One sheet as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// Its heads, one for each table that it holds; empty: no head found.
    pub heads: Vec<Head>,
    /// What each row was taken for; empty when the sheet was not read.
    pub lines: Vec<Line>,
    /// What stands above the table: title, unit, date.
    pub titles: Vec<String>,
    /// Why it was not read, in Chinese; empty when it was.
    pub left: String,
}

impl Sheet {
    /// Whether it was read.
    pub const fn is_read(&self) -> bool {
        self.left.is_empty()
    }
}

/// A roster as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// How the file was read.
    pub format: String,
    /// What was left out of the file, in Chinese.
    pub notes: Vec<String>,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The people, in the order of the file.
    pub entries: Vec<Entry>,
    /// Rows that could not be taken in.
    pub refused: Vec<Refused>,
}

/// Strikes withheld words (转线索) in a table before it is read: they would not be written, and a row is compared with
/// what is on file as that says it, so that the same roster brings nothing new the second time.
pub fn strike(book: &mut Workbook, told: &Told) {
    let cells = book.tables.iter_mut().flat_map(|table| table.rows.iter_mut().flatten());
    let struck = cells.filter_map(|cell| told.strike_text(&mut cell.text).then_some(())).count();
    if struck > 0 {
        book.notes.push(format!("有 {struck} 格写了已转线索的话，读作{ELSEWHERE}。"));
    }
    for table in &mut book.tables {
        told.strike_text(&mut table.sheet);
    }
    told.strike_text(&mut book.name);
}

/// Reads a roster out of a file's tables.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when no sheet has a head with 姓名, when nobody stands below it, or when there are more than
/// [`MAX_PEOPLE`] rows; [`Kind::Usage`](crate::error::Kind::Usage) when a sheet that was asked for is not there; [`Kind::Input`](crate::error::Kind::Input) when two sheets
/// hold equally many people and none was asked for.
pub fn read_roster(book: &Workbook, reading: &Reading) -> Result<Roster> {
    let mut roster = Roster { format: book.format.clone(), notes: book.notes.clone(), ..Roster::default() };
    for sheet in sheets::choose(book, reading)? {
        let at = roster.sheets.len();
        roster.notes.extend(sheet.notes);
        if let Some(layout) = &sheet.layout
            && sheet.left.is_empty()
        {
            for (n, head) in layout.heads.iter().enumerate() {
                read_part(
                    &mut roster,
                    &Part { sheet: at, n, table: &sheet.table, head, date1904: book.date1904, today: reading.today },
                    &layout.lines,
                );
            }
        }
        let (heads, lines) = sheet.layout.map(|l| (l.heads, l.lines)).unwrap_or_default();
        let lines = if sheet.left.is_empty() { lines } else { Vec::new() };
        roster.sheets.push(Sheet { name: sheet.name, heads, lines, titles: sheet.titles, left: sheet.left });
        if roster.entries.len() > MAX_PEOPLE {
            return Err(
                Error::input(format!("“{}”：名册超过 {MAX_PEOPLE} 人", book.name)).hint("请核对是否选错了文件。")
            );
        }
    }
    roster.entries.sort_by_key(|e| e.place);
    if roster.sheets.iter().all(|s| s.heads.is_empty()) {
        return Err(no_head(book, reading));
    }
    if roster.entries.is_empty() && roster.refused.is_empty() {
        return Err(
            Error::input(format!("“{}”：表头下面没有人员", book.name)).hint("请核对是否选错了文件，或名册还没有填。")
        );
    }
    if book.date1904 {
        roster.notes.push("工作簿用的是 1904 日期系统，日期序列号已按它换算，请核对日期".to_owned());
    }
    Ok(roster)
}

/// The error for a file in which no row is a head.
fn no_head(book: &Workbook, reading: &Reading) -> Error {
    let name = &book.name;
    if let Some(row) = reading.head_row {
        return Error::input(format!("“{name}”：第 {row} 行不是表头，没有“姓名”一栏"))
            .hint("请核对行号；姓名一栏用了别的叫法的，用 --map 指明，如 --map B=姓名。");
    }
    let seen = book
        .tables
        .iter()
        .flat_map(|t| &t.rows)
        .flatten()
        .any(|c| RosterField::exactly(&c.text) == Some(RosterField::Name));
    let together =
        book.tables.iter().flat_map(|t| &t.rows).flatten().any(|c| c.text.contains("姓名") && c.text.contains("职务"));
    let what = match (together, seen) {
        (true, _) => "“姓名”和“职务”写在同一格里，各列没有分开",
        (false, true) => "有“姓名”，但下面没有像姓名的内容，认不出名册从哪一行开始",
        (false, false) => "没有找到表头，哪一行都没有“姓名”",
    };
    Error::input(format!("“{name}”：{what}")).hint(
        "请核对是否选错了文件；表头用了别的叫法或没有表头的，用 --map 指明，如 --map B=姓名 --map C=职务；各列没有分开的，请在表格软件里分列后另存。",
    )
}

/// One table of a sheet: a head and the rows below it.
struct Part<'a> {
    sheet: usize,
    n: usize,
    table: &'a Table,
    head: &'a Head,
    date1904: bool,
    today: Option<PartialDate>,
}

fn read_part(roster: &mut Roster, part: &Part<'_>, lines: &[Line]) {
    let (table, head) = (part.table, part.head);
    let own = || lines.iter().filter(|l| l.head == part.n);
    let rows: Vec<usize> = own().filter(|l| l.kind == RowKind::People).map(|l| l.row - 1).collect();
    let cells = |field| {
        let columns: Vec<usize> = head.blocks.iter().filter_map(|b| layout::column(b, field)).collect();
        rows.iter().flat_map(move |row| columns.clone().into_iter().filter_map(move |at| head::cell(table, *row, at)))
    };
    let context = row::Context {
        table,
        post_months: Months::of(cells(RosterField::PostSince)),
        party_months: Months::of(cells(RosterField::PartySince)),
        constant: constant_departments(table, head, &rows),
        first: rows.first().copied().unwrap_or_default(),
        date1904: part.date1904,
        today: part.today,
        former: layout::column(head.blocks.first().map_or(&[][..], Vec::as_slice), RosterField::Post)
            .and_then(|at| head.columns.iter().find(|c| c.at == at))
            .is_some_and(|c| c.label.starts_with('原') || c.label.starts_with("退休")),
    };
    let mut group = String::new();
    for line in lines.iter().filter(|l| l.head <= part.n) {
        let place = RosterPlace { sheet: part.sheet, row: line.row, block: 0 };
        match line.kind {
            RowKind::Group => group = layout::group_name(&line.text),
            RowKind::People if line.head == part.n => read_line(roster, &context, head, place, &group),
            RowKind::Nameless if line.head == part.n && goes_on(roster, &context, head, place) => {}
            RowKind::Nameless | RowKind::Example if line.head == part.n => roster.refused.push(Refused {
                place,
                text: line.text.clone(),
                reason: if line.kind == RowKind::Example { "像是示例或填写说明" } else { "没有姓名" }.to_owned(),
            }),
            _ => {}
        }
    }
}

/// Takes a row without a name that holds nothing but a post for the rest of the post above it, where that ends with a
/// divider: 党组成员、 over 副局长. Whether it was taken. Else it may be, and the person above says so.
fn goes_on(roster: &mut Roster, context: &row::Context<'_>, head: &Head, place: RosterPlace) -> bool {
    let at = place.row - 1;
    let [block] = head.blocks.as_slice() else { return false };
    let posts: Vec<usize> = layout::columns_of(block, RosterField::Post).collect();
    let Some(row) = context.table.rows.get(at) else { return false };
    let mut filled = row.iter().enumerate().filter(|(_, c)| !c.is_blank());
    let (Some((column, cell)), None) = (filled.next(), filled.next()) else { return false };
    let Some(before) =
        roster.entries.last_mut().filter(|e| e.place.sheet == place.sheet && e.place.row + 1 == place.row)
    else {
        return false;
    };
    let Some(above) = head::cell(context.table, before.place.row - 1, column) else { return false };
    if !posts.contains(&column) || above.is_blank() {
        return false;
    }
    let more = row::whole_post(&post::on_one_line(&cell.text));
    let open = above.text.trim_end_matches(is_blank).ends_with(row::DIVIDERS);
    if open {
        row::join(&mut before.post, &more, "、");
        before.warnings.push(format!("职务接着第 {} 行的“{more}”，请核对", place.row));
        return true;
    }
    before.warnings.push(format!("下面第 {} 行只有职务“{more}”，没有接上，像是同一个人的请补全", place.row));
    false
}

/// The columns of departments in which all rows say the same: it is the unit, and tells nothing of a person.
fn constant_departments(table: &Table, head: &Head, rows: &[usize]) -> Vec<usize> {
    let columns = head.blocks.iter().flat_map(|b| layout::columns_of(b, RosterField::Department));
    columns
        .filter(|at| {
            let mut texts =
                rows.iter().filter_map(|r| head::cell(table, *r, *at)).filter(|c| !c.is_blank()).map(|c| &c.text);
            let first = texts.next();
            rows.len() > 1 && texts.all(|t| Some(t) == first)
        })
        .collect()
}

/// One row, which holds a person in each half of the roster.
fn read_line(roster: &mut Roster, context: &row::Context<'_>, head: &Head, place: RosterPlace, group: &str) {
    for (block, columns) in head.blocks.iter().enumerate() {
        let place = RosterPlace { block, ..place };
        let name = layout::name_columns(columns).filter_map(|at| head::cell(context.table, place.row - 1, at));
        if name.clone().all(Cell::is_blank) {
            continue;
        }
        let continued = name.clone().any(|c| c.copied_from.is_some_and(|(row, _)| (row as usize) + 1 < place.row));
        match row::read(context, columns, place, group) {
            // A name merged over several rows is one person with several posts.
            Ok(entry) if continued && roster.entries.last().is_some_and(|e| e.name == entry.name) => {
                if let Some(before) = roster.entries.last_mut() {
                    before.add_post(entry);
                }
            }
            Ok(entry) => roster.entries.push(entry),
            Err(refused) => roster.refused.push(refused),
        }
    }
}

impl Entry {
    /// Takes in a second row of the same person.
    fn add_post(&mut self, more: Self) {
        row::join(&mut self.post, &more.post, "、");
        for (own, other) in [(&mut self.in_charge, more.in_charge), (&mut self.note, more.note)] {
            row::join(own, &other, "；");
        }
    }
}
