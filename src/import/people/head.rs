//! Where the head of a roster is, and what its columns hold.
//!
//! A head is one to three rows. Of several rows the labels of a column are read together: 任现职 over 时间 is 任现职时间,
//! 基本情况 over 姓名 is 姓名. A roster printed in two halves side by side repeats its head in the same row; each half is
//! a block of columns.

use super::field::{RosterField, plain};
use super::mapping::{Mapping, column_letter};
use crate::import::table::{Cell, Table};
use crate::text::blank::is_blank;

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
    /// How sure that is.
    pub(super) why: Told,
}

/// By what a column was understood; the later one beats the earlier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// Its label contains a word.
    #[default]
    Contains,
    /// Its label is a usual one.
    Exactly,
    /// The user said so.
    ByUser,
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
    /// For each half of the roster (mostly one), the columns of each field.
    pub blocks: Vec<Vec<(RosterField, usize)>>,
    /// What is doubtful, in Chinese.
    pub warnings: Vec<String>,
}

impl Head {
    /// Finds the first head of the sheet; `row`: the one where the user says that it is, from 0. With columns given by
    /// letter and no head, all rows are data.
    pub fn find(table: &Table, map: &Mapping, row: Option<usize>) -> Option<Self> {
        let rows = table.rows.len().min(SEARCHED);
        match row {
            Some(top) => Self::at(table, top, map).filter(|h| (h.top..h.top + h.height).contains(&top)),
            None => (0..rows).find_map(|top| Self::at(table, top, map)).or_else(|| Self::from_map(table, map)),
        }
    }

    /// The head that starts at `top`, of the height at which most columns are understood.
    pub(super) fn at(table: &Table, top: usize, map: &Mapping) -> Option<Self> {
        let mut top = top;
        let mut best: Option<(usize, usize, Vec<Column>)> = None;
        for height in 1..=TALLEST.min(table.rows.len().saturating_sub(top)) {
            let found = columns(table, top, height, map);
            let known = understood(&found);
            if names(&found).next().is_none() {
                continue;
            }
            // A head names no person: below the label of the name stands no name.
            if names(&found).any(|c| names_somebody(table, top, height, c.at)) {
                break;
            }
            if best.as_ref().is_none_or(|(most, ..)| known > *most) {
                best = Some((known, height, found));
            }
        }
        let (known, mut height, mut found) = best?;
        if !found.iter().any(|c| map.by_head(&c.label) || RosterField::recognise(&c.label).is_some()) {
            return None;
        }
        if known < 2 && !Self::stands_alone(table, top + height, &found) {
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
        let name = names(&found).next()?.at;
        // A name's head merged downwards takes along rows that brought no new column, and so does a line of remarks and
        // numbers under the labels: （曾用名） （全称）, 1 2 3.
        while height < TALLEST
            && (cell(table, top + height, name).is_some_and(|c| within(c, top, height))
                || remarks(table, top + height, name))
        {
            height += 1;
        }
        let mut head = Self { top, height, columns: found, ..Self::default() };
        head.divide();
        head.warn(table, map);
        Some(head)
    }

    /// A usual head of names without any other that is understood: a list of names, or names with columns of no use.
    fn stands_alone(table: &Table, below: usize, found: &[Column]) -> bool {
        let Some(name) = names(found).find(|c| c.why >= Told::Exactly) else { return false };
        let next = table.rows.iter().skip(below).find(|r| !r.iter().all(Cell::is_blank));
        next.and_then(|r| r.get(name.at)).is_some_and(|c| like_a_name(&c.text))
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
        let column = |(f, at): &(RosterField, usize)| Column {
            at: *at,
            label: String::new(),
            field: Some(*f),
            why: Told::ByUser,
        };
        let columns = block.iter().map(column).collect();
        let mut head = Self { top, columns, blocks: vec![block], ..Self::default() };
        head.warn(table, map);
        Some(head)
    }

    /// Divides the columns into blocks when the head repeats itself sideways; else settles which columns of a field are
    /// read: those that the user named, else those with a usual head, else those that only contain a word.
    fn divide(&mut self) {
        self.settle_name();
        self.settle_ranks();
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
        for field in RosterField::ALL {
            if !matches!(field, RosterField::Other | RosterField::Serial) {
                self.settle(field);
            }
        }
        self.blocks = vec![self.columns.iter().filter_map(|c| Some((c.field?, c.at))).collect()];
    }

    /// 姓 and 名 are read together when there is no column with the whole name; 名字 beside 姓氏 is the given name.
    fn settle_name(&mut self) {
        let has_surname = self.columns.iter().any(|c| c.field == Some(RosterField::Surname));
        let whole = self.columns.iter().any(|c| c.field == Some(RosterField::Name) && plain(&c.label) != "名字");
        for column in &mut self.columns {
            match column.field {
                Some(RosterField::Name) if has_surname && plain(&column.label) == "名字" => {
                    column.field = Some(if whole { RosterField::Other } else { RosterField::Given });
                }
                Some(RosterField::Surname | RosterField::Given) if whole => column.field = Some(RosterField::Other),
                _ => {}
            }
        }
    }

    /// 职务职级 holds the posts where no other column does; beside 职务 it holds the ranks.
    fn settle_ranks(&mut self) {
        let is_post = |c: &Column| c.field == Some(RosterField::Post);
        let with_rank = |c: &Column| c.why != Told::ByUser && plain(&c.label).contains("职级");
        if self.columns.iter().any(|c| is_post(c) && !with_rank(c)) {
            let both = self.columns.iter_mut().filter(|c| is_post(c) && with_rank(c));
            both.for_each(|c| c.field = Some(RosterField::Other));
        }
    }

    fn settle(&mut self, field: RosterField) {
        let of = |c: &Column| c.field == Some(field);
        let Some(best) = self.columns.iter().filter(|c| of(c)).map(|c| c.why).max() else { return };
        let mut taken = false;
        let mut left = Vec::new();
        for column in self.columns.iter_mut().filter(|c| c.field == Some(field)) {
            let is_read = column.why == best
                && (field.is_joined() || !taken || (field == RosterField::Name && best == Told::ByUser));
            taken |= is_read;
            if !is_read {
                column.field = None;
                left.push((column.letter(), column.label.clone()));
            }
        }
        for (letter, label) in left {
            let (what, id) = (field.chinese(), field.id());
            self.warnings.push(if best == Told::ByUser {
                format!("{letter} 列“{label}”也像“{what}”，按 --map 的指定没有读入")
            } else {
                format!("{letter} 列“{label}”也像“{what}”，没有读入；如应读这一列，请用 --map {letter}={id} 指明")
            });
        }
    }

    fn warn(&mut self, table: &Table, map: &Mapping) {
        let heads: Vec<String> = self.columns.iter().map(|c| c.label.clone()).collect();
        for missing in map.unmet(&heads) {
            self.warnings.push(format!("--map 里的列“{missing}”在表头中没有找到"));
        }
        for (at, field) in map.placed() {
            if table.rows.iter().all(|r| r.get(at).is_none_or(Cell::is_blank)) {
                let (letter, what) = (column_letter(at), field.chinese());
                self.warnings.push(format!("--map {letter}={what}：{letter} 列是空的，没有内容可读"));
            }
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

/// The columns in which the name, or the surname, stands.
fn names(columns: &[Column]) -> impl Iterator<Item = &Column> {
    let of = |field| move |c: &&Column| c.field == Some(field);
    let whole = columns.iter().filter(of(RosterField::Name));
    let given = columns.iter().any(|c| matches!(c.field, Some(RosterField::Given)));
    whole.chain(columns.iter().filter(of(RosterField::Surname)).filter(move |_| given))
}

/// Whether below the label of the name, in the rows of a supposed head, somebody is named.
fn names_somebody(table: &Table, top: usize, height: usize, at: usize) -> bool {
    let label = |row: usize| cell(table, row, at).filter(|c| !c.is_blank()).map(|c| RosterField::recognise(&c.text));
    let is_name = |row: &usize| matches!(label(*row), Some(Some(RosterField::Name | RosterField::Surname)));
    let rows = top..top + height;
    let Some(named) = rows.clone().find(is_name) else { return false };
    rows.skip_while(|r| *r <= named).any(|row| {
        cell(table, row, at).is_some_and(|c| {
            !c.is_blank() && !within(c, top, height) && RosterField::recognise(&c.text).is_none() && !is_remark(&c.text)
        })
    })
}

/// Whether a row under the labels holds only remarks and numbers of columns.
fn remarks(table: &Table, row: usize, name: usize) -> bool {
    let Some(cells) = table.rows.get(row) else { return false };
    let filled = || cells.iter().filter(|c| !c.is_blank());
    cells.get(name).is_some_and(|c| !c.is_blank()) && filled().all(|c| is_remark(&c.text)) && filled().count() > 1
}

/// （曾用名）, 2, (3), 乙, 栏次.
fn is_remark(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let numbered = bare.trim_matches(|c| matches!(c, '(' | ')' | '（' | '）'));
    (plain(text).is_empty() && !bare.is_empty())
        || (!numbered.is_empty() && numbered.len() <= 2 && numbered.bytes().all(|b| b.is_ascii_digit()))
        || matches!(
            numbered,
            "甲" | "乙" | "丙" | "丁" | "戊" | "己" | "栏次" | "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H"
        )
}

/// Two to four Han characters that are no label, or a name with a dot.
pub(super) fn like_a_name(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let count = bare.chars().count();
    (2..=15).contains(&count)
        && (count <= 4 || bare.contains(['·', '•']))
        && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '·' | '•'))
        && RosterField::recognise(&bare).is_none()
}

/// The columns that carry a label in the rows `top..top + height`.
fn columns(table: &Table, top: usize, height: usize, map: &Mapping) -> Vec<Column> {
    let width = table.rows.iter().skip(top).take(height).map(Vec::len).max().unwrap_or(0);
    let width = map.placed().map(|(at, _)| at + 1).max().unwrap_or(0).max(width);
    let of = |at: usize| {
        let mut labels: Vec<&str> = Vec::new();
        for cell in (top..top + height).filter_map(|r| cell(table, r, at)).filter(|c| !c.is_blank()) {
            if labels.last() != Some(&cell.text.as_str()) {
                labels.push(&cell.text);
            }
        }
        let label = labels.join("/");
        let by_user = map.get(at, &label);
        let (field, why) = match (by_user, understand(&labels)) {
            (Some(field), _) => (Some(field), Told::ByUser),
            (None, Some((field, why))) => (Some(field), why),
            (None, None) => (None, Told::Contains),
        };
        (field.is_some() || !label.is_empty()).then_some(Column { at, label: tidy(&label), field, why })
    };
    (0..width).filter_map(of).collect()
}

fn understood(columns: &[Column]) -> usize {
    columns.iter().filter(|c| c.field.is_some()).count()
}

/// The labels of one column: all together, then the lowest, then the highest.
fn understand(labels: &[&str]) -> Option<(RosterField, Told)> {
    let one = |label: &str| {
        let exact = RosterField::exactly(label).map(|f| (f, Told::Exactly));
        exact.or_else(|| RosterField::recognise(label).map(|f| (f, Told::Contains)))
    };
    match labels {
        [] => None,
        [label] => one(label),
        [first, .., last] => {
            let joined = one(&labels.concat());
            let parts = || one(last).or_else(|| one(first));
            // 基本情况 over 姓名: the whole contains 姓名, yet 家庭成员 over 姓名 is none of ours.
            let family = ["家庭", "亲属", "配偶", "社会关系"].iter().any(|w| plain(first).contains(w));
            let exact = one(last).filter(|(_, why)| *why == Told::Exactly);
            if family {
                Some((RosterField::Other, Told::Exactly))
            } else {
                joined.filter(|(f, _)| *f == RosterField::Other).or(exact).or(joined).or_else(parts)
            }
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
        Table { sheet: "名册".into(), rows: rows.iter().map(cells).collect(), ..Table::default() }
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
        let head = Head::find(&t, &Mapping::default(), None).unwrap();
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
        let head = Head::find(&t, &Mapping::default(), None).unwrap();
        assert_eq!(head.blocks.len(), 2);
        assert_eq!(head.blocks[1], [(RosterField::Serial, 3), (RosterField::Name, 4), (RosterField::Post, 5)]);
    }

    #[test]
    fn several_columns_of_posts_are_read_together_and_of_others_the_exact_one() {
        let of = |heads: &[&str], map: &[&str]| {
            let t = table(&[heads, &["王强", "王强", "王强", "王强"]]);
            let head = Head::find(&t, &Mapping::parse(map).unwrap(), None).unwrap();
            (head.blocks[0].clone(), head.warnings)
        };
        let (block, _) = of(&["姓名", "党内职务", "行政职务"], &[]);
        assert_eq!(block, [(RosterField::Name, 0), (RosterField::Post, 1), (RosterField::Post, 2)]);
        let (block, _) = of(&["姓名", "职务", "职务职级"], &[]);
        assert_eq!(block[1..], [(RosterField::Post, 1), (RosterField::Other, 2)]);
        let (block, warnings) = of(&["姓名", "职务职级", "性别"], &[]);
        assert_eq!(block[1], (RosterField::Post, 1));
        assert_eq!(warnings, Vec::<String>::new());
        let (block, _) = of(&["推荐人姓名", "姓名", "职务"], &[]);
        assert_eq!(block[1], (RosterField::Name, 1));
        let (block, warnings) = of(&["姓名", "职务", "办公室电话", "联系电话"], &[]);
        assert_eq!(block[2], (RosterField::Contact, 3));
        assert!(warnings.iter().any(|w| w.contains("C 列")), "{warnings:?}");
        let (block, warnings) = of(&["姓名", "职务", "办公室电话", "联系电话"], &["C=contact"]);
        assert_eq!(block[2], (RosterField::Contact, 2));
        assert!(warnings.iter().any(|w| w.contains("按 --map")), "{warnings:?}");
        let (_, warnings) = of(&["姓名", "职务"], &["Z=post"]);
        assert!(warnings.iter().any(|w| w.contains("Z 列是空的")), "{warnings:?}");
    }

    #[test]
    fn a_head_names_no_person() {
        for row in
            [["赵一鸣", "保洁员", "公益性岗位"], ["赵一鸣", "局长", "政府工作部门"], ["赵一鸣", "村支书", "本社区"]]
        {
            let t = table(&[&["姓名", "职务", "用工形式"], &row, &["钱二宝", "司机", "社区"]]);
            assert_eq!(Head::find(&t, &Mapping::default(), None).unwrap().height, 1, "{row:?}");
        }
        let t = table(&[&["姓名", "职务"], &["（曾用名）", "（全称）"], &["赵一鸣", "局长"]]);
        assert_eq!(Head::find(&t, &Mapping::default(), None).unwrap().height, 2);
        let t = table(&[&["姓名", "工号"], &["赵一鸣", "1001"]]);
        assert_eq!(Head::find(&t, &Mapping::default(), None).unwrap().height, 1);
    }

    #[test]
    fn a_map_stands_in_for_a_head() {
        let t = table(&[&["王强", "局长"], &["李敏", "科员"]]);
        assert_eq!(Head::find(&t, &Mapping::default(), None), None);
        let head = Head::find(&t, &Mapping::parse(&["A=姓名", "B=职务"]).unwrap(), None).unwrap();
        assert_eq!((head.height, head.blocks[0].len()), (0, 2));
    }
}
