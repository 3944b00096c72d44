//! Where the head of a roster is, and what its columns hold.
//!
//! A head is one to three rows. Of several rows the labels of a column are read together: 任现职 over 时间 is 任现职时间,
//! 基本情况 over 姓名 is 姓名. A roster printed in two halves side by side repeats its head in the same row; each half is
//! a block of columns.

use super::field::{RosterField, plain};
use super::mapping::{Mapping, column_letter};
use crate::import::table::{Cell, Table};

/// Most rows of one head.
const TALLEST: usize = 3;
/// Rows searched for a head; cover sheets and instructions are shorter.
const SEARCHED: usize = 1_000;

/// One column as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Counted from 0.
    pub at: usize,
    /// Its labels, top to bottom, joined.
    pub label: String,
    /// What it holds; `None`: not understood and not read.
    pub field: Option<RosterField>,
}

impl Column {
    /// The letter that the sheet shows above it.
    pub fn letter(&self) -> String {
        column_letter(self.at)
    }
}

/// A head that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// First row, from 0.
    pub top: usize,
    /// Rows; 0 when the user gave the columns and there is no head.
    pub height: usize,
    /// All columns with a label.
    pub columns: Vec<Column>,
    /// For each half of the roster (mostly one), the column of each field.
    pub blocks: Vec<Vec<(RosterField, usize)>>,
    /// What is doubtful, in Chinese.
    pub warnings: Vec<String>,
}

impl Head {
    /// Finds the first head of the sheet. With columns given by letter and no head, all rows are data.
    pub fn find(table: &Table, map: &Mapping) -> Option<Self> {
        let rows = table.rows.len().min(SEARCHED);
        (0..rows).find_map(|top| Self::at(table, top, map)).or_else(|| Self::from_map(table, map))
    }

    /// The head that starts at `top`, of the height at which most columns are understood.
    fn at(table: &Table, top: usize, map: &Mapping) -> Option<Self> {
        let mut top = top;
        let mut best: Option<(usize, usize, Vec<Column>)> = None;
        for height in 1..=TALLEST.min(table.rows.len() - top) {
            let found = columns(table, top, height, map);
            let known = understood(&found);
            if found.iter().any(|c| c.field == Some(RosterField::Name))
                && best.as_ref().is_none_or(|(most, ..)| known > *most)
            {
                best = Some((known, height, found));
            }
        }
        let (known, mut height, mut found) = best?;
        if !found.iter().any(|c| map.by_head(&c.label) || RosterField::recognise(&c.label).is_some()) {
            return None;
        }
        let alone = || table.rows.iter().all(|row| row.iter().filter(|c| !c.is_blank()).count() < 2);
        if known < 2 && !alone() {
            return None;
        }
        // A title over the head adds nothing to what the rows below say, and is no head by itself.
        while height > 1 && !columns(table, top, 1, map).iter().any(|c| c.field.is_some()) {
            let below = columns(table, top + 1, height - 1, map);
            if understood(&below) < known {
                break;
            }
            (top, height, found) = (top + 1, height - 1, below);
        }
        let name = found.iter().find(|c| c.field == Some(RosterField::Name))?.at;
        // A name's head merged downwards takes along rows that brought no new column.
        while height < TALLEST && cell(table, top + height, name).is_some_and(|c| within(c, top, height)) {
            height += 1;
        }
        let mut head = Self { top, height, columns: found, ..Self::default() };
        head.divide();
        head.warn(map);
        Some(head)
    }

    fn from_map(table: &Table, map: &Mapping) -> Option<Self> {
        let block: Vec<(RosterField, usize)> = map.placed().map(|(at, field)| (field, at)).collect();
        let name = block.iter().find(|(f, _)| *f == RosterField::Name)?.1;
        let named = |row: usize| cell(table, row, name).is_some_and(|c| !c.is_blank());
        let filled = |row: usize| {
            table.rows.get(row).map_or(0, |r| r.iter().filter(|c| !c.is_blank() && c.copied_from.is_none()).count())
        };
        // A title stands alone in its row; a list of names only has no other rows.
        let rows = || (0..table.rows.len()).filter(|row| named(*row));
        let top = rows().find(|row| filled(*row) > 1).or_else(|| rows().next())?;
        let columns = block.iter().map(|(f, at)| Column { at: *at, label: String::new(), field: Some(*f) }).collect();
        Some(Self { top, columns, blocks: vec![block], ..Self::default() })
    }

    /// Divides the columns into blocks when the head repeats itself sideways; else a second column of a field is not used.
    fn divide(&mut self) {
        let known: Vec<(RosterField, usize)> = self.columns.iter().filter_map(|c| Some((c.field?, c.at))).collect();
        let halves = known.iter().filter(|(f, _)| *f == RosterField::Name).count();
        let fields = |block: &[(RosterField, usize)]| block.iter().map(|(f, _)| *f).collect::<Vec<_>>();
        if halves > 1 && known.len().is_multiple_of(halves) {
            let blocks: Vec<_> = known.chunks(known.len() / halves).map(<[_]>::to_vec).collect();
            if blocks.windows(2).all(|w| matches!(w, [a, b] if fields(a) == fields(b))) {
                self.blocks = blocks;
                return;
            }
        }
        let mut block: Vec<(RosterField, usize)> = Vec::new();
        for (field, at) in known {
            let twice =
                !matches!(field, RosterField::Other | RosterField::Serial) && block.iter().any(|(f, _)| *f == field);
            if twice {
                self.warnings.push(format!(
                    "{} 列也像“{}”，没有读入；如应读这一列，请用 --map {}={} 指明",
                    column_letter(at),
                    field.chinese(),
                    column_letter(at),
                    field.id()
                ));
                if let Some(column) = self.columns.iter_mut().find(|c| c.at == at) {
                    column.field = None;
                }
            } else {
                block.push((field, at));
            }
        }
        self.blocks = vec![block];
    }

    fn warn(&mut self, map: &Mapping) {
        let heads: Vec<String> = self.columns.iter().map(|c| c.label.clone()).collect();
        for missing in map.unmet(&heads) {
            self.warnings.push(format!("--map 里的列“{missing}”在表头中没有找到"));
        }
        if !self.columns.iter().any(|c| matches!(c.field, Some(RosterField::Post))) {
            self.warnings.push("没有找到“职务”一列，人员类别无法从职务判断".to_owned());
        }
    }

    /// Whether `row` repeats this head, as on each page of a print.
    pub(super) fn repeated_by(&self, table: &Table, row: usize) -> bool {
        let cells = |r: usize| self.columns.iter().filter(|c| c.field.is_some()).map(move |c| (r, c.at));
        (self.top..self.top + self.height).any(|line| {
            let labels = cells(line).filter_map(|(r, at)| cell(table, r, at).map(|c| (plain(&c.text), at)));
            let labels: Vec<_> = labels.filter(|(label, _)| !label.is_empty()).collect();
            let same =
                labels.iter().filter(|(label, at)| cell(table, row, *at).is_some_and(|c| plain(&c.text) == *label));
            labels.len() == same.count() && !labels.is_empty()
        })
    }
}

/// The columns that carry a label in the rows `top..top + height`.
fn columns(table: &Table, top: usize, height: usize, map: &Mapping) -> Vec<Column> {
    let width = table.rows.iter().skip(top).take(height).map(Vec::len).max().unwrap_or(0);
    let of = |at: usize| {
        let mut labels: Vec<&str> = Vec::new();
        for cell in (top..top + height).filter_map(|r| cell(table, r, at)).filter(|c| !c.is_blank()) {
            if labels.last() != Some(&cell.text.as_str()) {
                labels.push(&cell.text);
            }
        }
        let label = labels.join("/");
        let field = map.get(at, &label).or_else(|| understand(&labels));
        (field.is_some() || !label.is_empty()).then_some(Column { at, label: tidy(&label), field })
    };
    (0..width).filter_map(of).collect()
}

fn understood(columns: &[Column]) -> usize {
    columns.iter().filter(|c| c.field.is_some()).count()
}

/// The labels of one column: all together, then the lowest, then the highest.
fn understand(labels: &[&str]) -> Option<RosterField> {
    match labels {
        [] => None,
        [one] => RosterField::recognise(one),
        [first, .., last] => {
            let joined = RosterField::recognise(&labels.concat());
            let parts = || RosterField::recognise(last).or_else(|| RosterField::recognise(first));
            // 基本情况 over 姓名: the whole contains 姓名, yet 家庭成员 over 姓名 is none of ours.
            if plain(first).contains("家庭") { Some(RosterField::Other) } else { joined.or_else(parts) }
        }
    }
}

fn tidy(label: &str) -> String {
    crate::text::blank::squeezed(label)
}

pub(super) fn cell(table: &Table, row: usize, at: usize) -> Option<&Cell> {
    table.rows.get(row)?.get(at)
}

/// Whether a cell is a copy of one in the rows `top..top + height`.
fn within(cell: &Cell, top: usize, height: usize) -> bool {
    cell.copied_from.is_some_and(|(row, _)| (top..top + height).contains(&(row as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::CellKind;

    fn table(rows: &[&[&str]]) -> Table {
        let cells = |r: &&[&str]| r.iter().map(|t| Cell::new(*t, CellKind::Text)).collect();
        Table { sheet: "名册".into(), rows: rows.iter().map(cells).collect() }
    }

    fn fields(head: &Head) -> Vec<Option<RosterField>> {
        head.columns.iter().map(|c| c.field).collect()
    }

    #[test]
    fn a_head_of_two_rows_is_read_column_by_column() {
        let t = table(&[
            &["某局干部花名册"],
            &["序号", "基本情况", "基本情况", "任现职", "任现职"],
            &["序号", "姓 名", "性别", "职务", "时间"],
            &["1", "王强", "男", "局长", "2020.3"],
        ]);
        let head = Head::find(&t, &Mapping::default()).unwrap();
        assert_eq!((head.top, head.height), (1, 2));
        let want =
            [RosterField::Serial, RosterField::Name, RosterField::Other, RosterField::Post, RosterField::PostSince]
                .map(Some);
        assert_eq!(fields(&head), want);
    }

    #[test]
    fn two_halves_side_by_side_are_two_blocks() {
        let t =
            table(&[&["序号", "姓名", "职务", "序号", "姓名", "职务"], &["1", "王强", "局长", "2", "李敏", "科员"]]);
        let head = Head::find(&t, &Mapping::default()).unwrap();
        assert_eq!(head.blocks.len(), 2);
        assert_eq!(head.blocks[1], [(RosterField::Serial, 3), (RosterField::Name, 4), (RosterField::Post, 5)]);
    }

    #[test]
    fn a_second_column_of_a_field_is_not_read_silently() {
        let t = table(&[&["姓名", "职务", "岗位"], &["王强", "股长", "会计"]]);
        let head = Head::find(&t, &Mapping::default()).unwrap();
        assert_eq!(head.blocks, [vec![(RosterField::Name, 0), (RosterField::Post, 1)]]);
        assert!(head.warnings.iter().any(|w| w.contains("C 列")), "{:?}", head.warnings);
    }

    #[test]
    fn a_map_stands_in_for_a_head() {
        let t = table(&[&["王强", "局长"], &["李敏", "科员"]]);
        assert_eq!(Head::find(&t, &Mapping::default()), None);
        let head = Head::find(&t, &Mapping::parse(&["A=姓名", "B=职务"]).unwrap()).unwrap();
        assert_eq!((head.height, head.blocks[0].len()), (0, 2));
    }
}
