//! A table as rows of text: columns that line up, and cells that wrap within their column.
//!
//! What is shown before it is written must be seen whole, also in a narrow window: where the columns do not fit, the
//! widest ones give way and their cells take more rows. Dates and numbers are not torn for that.

use crate::text::{Ambiguous, width};
use crate::tui::painter;

/// Cells between columns.
const GAP: usize = 2;
/// A column does not become narrower: two Han characters.
const LEAST: usize = 4;
/// Longer words than a date are torn like everything else.
const WORD: usize = 10;

/// Heads and rows; a row that is shorter than the heads has empty cells at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of the heads.
    pub is_head: bool,
    /// Its text, not wider than asked for.
    pub text: String,
}

impl Table {
    /// A table of these columns.
    pub fn new(heads: impl IntoIterator<Item = impl Into<String>>, rows: Vec<Vec<String>>) -> Self {
        Self { heads: heads.into_iter().map(Into::into).collect(), rows }
    }

    /// The table in rows of at most `room` cells, the heads first.
    pub fn lines(&self, room: u16, ambiguous: Ambiguous) -> Vec<Line> {
        let widths = self.widths(usize::from(room), ambiguous);
        let head = lay(&self.heads, &widths, ambiguous).into_iter().map(|text| Line { is_head: true, text });
        let rows = self.rows.iter().flat_map(|row| lay(row, &widths, ambiguous));
        head.chain(rows.map(|text| Line { is_head: false, text })).collect()
    }

    /// The width of each column: what its widest cell needs, as far as there is room.
    fn widths(&self, room: usize, ambiguous: Ambiguous) -> Vec<usize> {
        let mut widths: Vec<usize> = self.heads.iter().map(|head| width::cells_as(head, ambiguous)).collect();
        for row in &self.rows {
            for (cell, most) in row.iter().zip(&mut widths) {
                *most = (*most).max(cell.split('\n').map(|line| width::cells_as(line, ambiguous)).max().unwrap_or(0));
            }
        }
        let mut least = vec![LEAST; widths.len()];
        for row in &self.rows {
            for (cell, least) in row.iter().zip(&mut least) {
                *least = longest_word(cell).min(WORD).max(*least);
            }
        }
        let room = room.saturating_sub(GAP * widths.len().saturating_sub(1));
        narrow(&mut widths, &least, room);
        // Where even that is too wide, words are torn rather than lost.
        narrow(&mut widths, &vec![LEAST; least.len()], room);
        widths
    }
}

/// Takes from the widest columns, none below its `least`, until all fit into `room`.
fn narrow(widths: &mut [usize], least: &[usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        let may = widths.iter_mut().zip(least).filter(|(width, least)| **width > **least);
        let Some((widest, _)) = may.max() else { break };
        *widest -= 1;
    }
}

/// The longest date, number or Latin word of a cell.
fn longest_word(cell: &str) -> usize {
    cell.split(|c: char| !c.is_ascii_graphic()).map(str::len).max().unwrap_or(0)
}

/// One row of the table in as many rows of the screen as its highest cell needs.
fn lay(cells: &[String], widths: &[usize], ambiguous: Ambiguous) -> Vec<String> {
    let wrapped = |(cell, width): (&String, &usize)| {
        let room = u16::try_from(*width).unwrap_or(u16::MAX);
        painter::rows(cell, room, ambiguous).into_iter().map(|row| width::fit_as(row, *width, ambiguous)).collect()
    };
    let columns: Vec<Vec<String>> = cells.iter().zip(widths).map(wrapped).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let row = |n: usize| {
        let cell =
            |(column, width): (&Vec<String>, &usize)| column.get(n).cloned().unwrap_or_else(|| " ".repeat(*width));
        let all: Vec<String> = columns.iter().zip(widths).map(cell).collect();
        all.join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    (0..height).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(table: &Table, room: u16) -> Vec<String> {
        table.lines(room, Ambiguous::Narrow).into_iter().map(|l| l.text).collect()
    }

    fn people() -> Table {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        Table::new(["行", "姓名", "职务"], vec![row(["3", "王建国", "党组书记、局长"]), row(["14", "马会来", "股长"])])
    }

    #[test]
    fn columns_are_as_wide_as_their_cells_where_there_is_room() {
        assert_eq!(lines(&people(), 40), ["行  姓名    职务", "3   王建国  党组书记、局长", "14  马会来  股长"]);
        let heads: Vec<bool> = people().lines(40, Ambiguous::Narrow).iter().map(|l| l.is_head).collect();
        assert_eq!(heads, [true, false, false]);
    }

    #[test]
    fn the_widest_column_gives_way_and_nothing_is_cut() {
        assert_eq!(
            lines(&people(), 20),
            ["行  姓名    职务", "3   王建国  党组书", "            记、局长", "14  马会来  股长",]
        );
    }

    #[test]
    fn a_date_stays_whole_where_words_give_way() {
        let row = ["1985-07-01", "一二三四五", "上下左右前"].map(str::to_owned).to_vec();
        let table = Table::new(["时间", "数", "方"], vec![row]);
        assert_eq!(
            lines(&table, 26),
            ["时间        数      方", "1985-07-01  一二三  上下左", "            四五    右前"]
        );
    }

    #[test]
    fn a_word_is_torn_where_the_room_has_no_place_for_it() {
        let row = ["长（", "", "", "11a1aaaa"].map(str::to_owned).to_vec();
        let table = Table::new(["行", "姓名", "职务", "入党时间"], vec![row]);
        let lines = lines(&table, 24);
        assert!(lines.iter().all(|l| width::cells(l) <= 24), "{lines:?}");
    }

    proptest! {
        /// No row is wider than the room, and all glyphs of all cells are there.
        #[test]
        fn everything_is_shown_within_the_room(
            rows in prop::collection::vec(prop::collection::vec("[局长，a1（）]{0,12}", 4), 0..5),
            room in 24..60_u16,
        ) {
            let table = Table::new(["行", "姓名", "职务", "入党时间"], rows.clone());
            let lines = lines(&table, room);
            for line in &lines {
                prop_assert!(width::cells(line) <= usize::from(room), "{}", line);
            }
            let count = |text: &str, c: char| text.chars().filter(|x| *x == c).count();
            for c in "局长，a1（）".chars() {
                let there: usize = lines.iter().skip(1).map(|l| count(l, c)).sum();
                let given: usize = rows.iter().flatten().map(|cell| count(cell, c)).sum();
                prop_assert_eq!(there, given, "{} in {:?}", c, lines);
            }
        }
    }
}
