//! Lists whose columns are set apart by blanks, as they come out of mails and chats.

use super::grid::Grid;
use super::room::Room;
use super::{Cell, CellKind, Workbook};
use crate::error::Result;
use crate::text::blank::is_blank;

/// Lines that are looked at.
const SAMPLE: usize = 200;

/// Reads the text as columns apart by blanks; `None`: another separator divides it, or nothing does.
///
/// # Errors
/// When the sheet is larger than a roster.
pub(super) fn read(text: &str) -> Result<Option<Workbook>> {
    let lines = || text.lines().enumerate().filter(|(_, l)| !l.trim_matches(is_blank).is_empty());
    if lines().take(SAMPLE).any(|(_, l)| l.contains(['\t', ',', ';', '|', '"'])) {
        return Ok(None);
    }
    let Some((head_at, head)) = lines().find(|(_, l)| fields(l, 1).len() > 1 && l.contains("姓")) else {
        return Ok(None);
    };
    // One blank divides the labels of a head only when no line has more fields than labels.
    let labels = |least: usize| label_fields(head, least).len();
    let (wide, narrow) = (labels(2), labels(1));
    let below = || lines().filter(|(at, _)| *at > head_at).take(SAMPLE);
    let fits = |least: usize, count: usize| below().all(|(_, l)| (1..=count).contains(&fields(l, least).len()));
    let least = match () {
        () if wide > 1 && fits(2, wide) && below().any(|(_, l)| fields(l, 2).len() > 1) => 2,
        () if narrow > 1
            && head.split(is_blank).filter(|w| !w.is_empty()).all(|w| w.chars().count() > 1)
            && fits(1, narrow) =>
        {
            1
        }
        () => return Ok(None),
    };
    let (mut grid, mut room) = (Grid::default(), Room::of(text.len()));
    for (row, line) in lines() {
        let found: Vec<String> = if row == head_at {
            label_fields(line, least)
        } else {
            fields(line, least).into_iter().map(str::to_owned).collect()
        };
        for (col, field) in found.into_iter().enumerate() {
            let number = field.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            grid.put(&mut room, row, col, Cell::new(field, if number { CellKind::Number } else { CellKind::Text }))?;
        }
    }
    let (table, _) = grid.finish(String::new());
    let notes = vec!["各列是按空格分开的，空着的格子可能认错了列，请核对每一列".to_owned()];
    Ok(Some(Workbook { tables: vec![table], notes, ..Workbook::default() }))
}

/// The labels of a head, of which those of two characters may be padded: 职  务.
fn label_fields(line: &str, least: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for field in fields(line, least) {
        let single = field.chars().count() == 1;
        match out.last_mut() {
            Some(label) if single && open => {
                label.push_str(field);
                open = false;
            }
            _ => {
                out.push(field.to_owned());
                open = single;
            }
        }
    }
    out
}

/// The fields of a line, which at least so many blanks set apart; a wide blank counts as two, and fewer pad a name.
fn fields(line: &str, least: usize) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let mut blanks = 0;
    let mut end = 0;
    for (at, c) in line.char_indices() {
        if is_blank(c) {
            blanks += 1;
            continue;
        }
        if let Some(from) = start
            && blanks >= least
        {
            out.extend(line.get(from..end));
            start = Some(at);
        }
        start.get_or_insert(at);
        blanks = 0;
        end = at + c.len_utf8();
    }
    out.extend(start.and_then(|from| line.get(from..end)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_apart_by_blanks_are_columns() {
        let book = read("姓名  职务  入党时间\n赵一鸣  局长  2001.07\n钱 二  副局长  2003.09\n欧阳修远  科员\n")
            .unwrap()
            .unwrap();
        let texts: Vec<Vec<&str>> =
            book.tables[0].rows.iter().map(|r| r.iter().map(|c| c.text.as_str()).collect()).collect();
        assert_eq!(texts[2], ["钱 二", "副局长", "2003.09"]);
        assert_eq!(texts[3], ["欧阳修远", "科员"]);
        let padded = read("姓　名    职  务      电话\n柳一      局长        0913\n").unwrap().unwrap();
        assert_eq!(
            padded.tables[0].rows[0].iter().map(|c| c.text.as_str()).collect::<Vec<_>>(),
            ["姓　名", "职务", "电话"]
        );
        let one = read("姓名 职务\n赵一鸣 局长\n").unwrap().unwrap();
        assert_eq!(one.tables[0].rows[1].len(), 2);
        for other in ["姓名,职务\n赵一鸣,局长\n", "姓名\n王 强\n李敏\n", "姓 名\n王 强\n", "随便一段话，没有列。\n"]
        {
            assert_eq!(read(other).unwrap(), None, "{other}");
        }
    }
}
