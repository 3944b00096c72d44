//! Rosters: who is in the unit, as the unit's own table says.
//!
//! ```text
//! table -> head, layout -> row -> Roster        pure; everything doubtful is said
//! Roster + people on file + decisions -> RosterPlan   pure; shown before anything is written
//! RosterPlan -> ImportRoster                          the action (crate::acts::people) draws codes and writes, once
//! ```
//!
//! Two rules hold throughout. A blank in the roster never erases what is on file, because rosters leave out what they
//! do not care about. And nobody is merged or doubled on a guess: where a name alone does not settle who is meant, the
//! plan asks and writes nothing for that row.

mod date;
mod decide;
mod field;
mod head;
mod layout;
mod mapping;
mod merge;
mod name;
mod plan;
mod post;
mod preview;
mod row;

#[cfg(test)]
mod tests;

pub use decide::{Answer, Decisions};
pub use field::RosterField;
pub use head::{Column, Head};
pub use layout::{Line, RowKind};
pub use mapping::{Mapping, column_letter};
pub use plan::{Candidate, Changed, Matched, Question, RosterPlan};
pub use preview::{Section, describe, describe_roster, lines};
pub use row::{Entry, Refused, RosterPlace};

use crate::error::{Error, Result};
use crate::import::table::{Cell, Table, Workbook};
use crate::model::closed::ELSEWHERE;
use crate::store::Told;
use date::Months;

/// What type of interviewee a text suggests: `Method::guess_approach`, or nothing in tests.
pub type Guess<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Most people of one roster. A county's largest unit has some thousands; more is a wrong file.
pub const MAX_PEOPLE: usize = 20_000;

/// One sheet as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// Its head; `None`: no head found, the sheet was not read.
    pub head: Option<Head>,
    /// What each row was taken for.
    pub lines: Vec<Line>,
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
}

/// Reads a roster out of a file's tables.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when no sheet has a head with 姓名, when nobody stands below it, or when
/// there are more than [`MAX_PEOPLE`] rows.
pub fn read_roster(book: &Workbook, map: &Mapping, guess: &Guess<'_>) -> Result<Roster> {
    let mut roster = Roster { format: book.format.clone(), notes: book.notes.clone(), ..Roster::default() };
    for (at, table) in book.tables.iter().enumerate() {
        let head = Head::find(table, map);
        let lines = head.as_ref().map(|h| layout::lines(table, h)).unwrap_or_default();
        if let Some(head) = &head {
            read_sheet(&mut roster, at, table, head, &lines, guess);
        }
        roster.sheets.push(Sheet { name: table.sheet.clone(), head, lines });
        if roster.entries.len() > MAX_PEOPLE {
            return Err(
                Error::input(format!("“{}”：名册超过 {MAX_PEOPLE} 人", book.name)).hint("请核对是否选错了文件。")
            );
        }
    }
    if roster.sheets.iter().all(|s| s.head.is_none()) {
        return Err(Error::input(format!("“{}”：没有找到表头，哪一行都没有“姓名”", book.name)).hint(
            "请核对是否选错了文件；表头用了别的叫法或没有表头的，用 --map 指明，如 --map B=姓名 --map C=职务。",
        ));
    }
    if roster.entries.is_empty() && roster.refused.is_empty() {
        return Err(
            Error::input(format!("“{}”：表头下面没有人员", book.name)).hint("请核对是否选错了文件，或名册还没有填。")
        );
    }
    Ok(roster)
}

fn read_sheet(roster: &mut Roster, sheet: usize, table: &Table, head: &Head, lines: &[Line], guess: &Guess<'_>) {
    let people = || lines.iter().filter(|l| l.kind == RowKind::People).map(|l| l.row - 1);
    let cells = |field| {
        let columns: Vec<usize> = head.blocks.iter().filter_map(|b| layout::column(b, field)).collect();
        people().flat_map(move |row| columns.clone().into_iter().filter_map(move |at| head::cell(table, row, at)))
    };
    let mut departments = cells(RosterField::Department).filter(|c| !c.is_blank());
    let first = departments.next();
    let context = row::Context {
        table,
        guess,
        post_months: Months::of(cells(RosterField::PostSince)),
        party_months: Months::of(cells(RosterField::PartySince)),
        one_department: people().nth(1).is_some() && departments.all(|c| Some(&c.text) == first.map(|f| &f.text)),
    };
    let mut group = String::new();
    for line in lines {
        match line.kind {
            RowKind::Group => group = layout::group_name(&line.text),
            RowKind::People => {
                read_line(roster, &context, head, RosterPlace { sheet, row: line.row, block: 0 }, &group);
            }
            RowKind::Nameless => roster.refused.push(Refused {
                place: RosterPlace { sheet, row: line.row, block: 0 },
                text: line.text.clone(),
                reason: "没有姓名".to_owned(),
            }),
            _ => {}
        }
    }
}

/// One row, which holds a person in each half of the roster.
fn read_line(roster: &mut Roster, context: &row::Context<'_>, head: &Head, place: RosterPlace, group: &str) {
    for (block, columns) in head.blocks.iter().enumerate() {
        let place = RosterPlace { block, ..place };
        let name =
            layout::column(columns, RosterField::Name).and_then(|at| head::cell(context.table, place.row - 1, at));
        if name.is_none_or(Cell::is_blank) {
            continue;
        }
        let continued = name.is_some_and(|c| c.copied_from.is_some_and(|(row, _)| (row as usize) + 1 < place.row));
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
        if !more.post.is_empty() && !self.post.contains(&more.post) {
            if !self.post.is_empty() {
                self.post.push('、');
            }
            self.post.push_str(&more.post);
        }
        self.facts.head |= more.facts.head;
        self.facts.leading_body |= more.facts.leading_body;
        for (own, other) in [(&mut self.in_charge, more.in_charge), (&mut self.note, more.note)] {
            if !other.is_empty() && !own.contains(&other) {
                if !own.is_empty() {
                    own.push('；');
                }
                own.push_str(&other);
            }
        }
    }
}

/// What a post tells about a person, before anyone has checked it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guessed {
    /// Approach type, when the post suggests one.
    pub approach: Option<String>,
    /// Head of the unit.
    pub head: bool,
    /// Member of the leading body.
    pub leading_body: bool,
}

/// Guesses from a post, as the import does; for people who are added at the keyboard.
pub fn guess(post: &str, guess: &Guess<'_>) -> Guessed {
    let (approach, head, leading_body) = row::guessed_from(guess, post, crate::model::people::Party::Unknown);
    Guessed { approach, head, leading_body }
}
