//! What a cell says when it does not say it plainly: marks of repetition, formulas that failed, numbers that a table
//! program spoiled, guards against formulas.

use super::field::RosterField;
use super::head::cell;
use crate::import::table::{Cell, CellKind, Table};
use crate::text::blank::is_blank;

/// 〃, 同上 and the like: as in the row above.
fn is_ditto(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let mark = |c: char| matches!(c, '〃' | '″' | '"' | '”' | '“' | '〞' | '\'' | '’' | '＂' | 'ˮ');
    // A mark of repetition between dashes: -"-.
    let dash = |c: char| matches!(c, '-' | '－' | '—' | '–' | '─' | '_');
    matches!(bare.as_str(), "同上" | "同前" | "（同上）" | "(同上)" | "同上行" | "..")
        || (bare.chars().any(mark) && bare.chars().all(|c| mark(c) || dash(c)))
}

/// Why a cell is no text: its formula failed, or it is a truth value; `None`: it is.
pub(super) fn no_text(cell: &Cell) -> Option<String> {
    let bare = cell.text.trim_matches(is_blank);
    if is_error(bare) {
        return Some(format!("公式出错（{bare}）"));
    }
    let truth = cell.kind == CellKind::Bool || matches!(bare, "TRUE" | "FALSE" | "true" | "false");
    truth.then(|| format!("写的是真假值（{bare}）"))
}

/// What Excel, WPS and LibreOffice show for a formula that failed.
fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 10] =
        ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"];
    ERRORS.contains(&text) || text.strip_prefix("Err:").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

/// The cell itself, or the one above that its mark of repetition means; what was made of it is put into `said`.
pub(super) fn repeated<'t>(
    table: &'t Table,
    row: usize,
    at: usize,
    first: usize,
    field: RosterField,
    said: &mut Vec<String>,
) -> Option<&'t Cell> {
    let own = cell(table, row, at)?;
    if !is_ditto(&own.text) {
        return Some(own);
    }
    let above = (first..row).rev().find_map(|r| {
        let up = cell(table, r, at).filter(|c| !c.is_blank() && !is_ditto(&c.text) && no_text(c).is_none())?;
        Some((r, up))
    });
    let (what, mark) = (field.chinese(), own.text.trim_matches(is_blank));
    let Some((r, up)) = above else {
        said.push(format!("{what}一栏的“{mark}”上面没有内容，没有读"));
        return None;
    };
    said.push(format!("{what}一栏的“{mark}”按第 {} 行读作“{}”", r + 1, up.text.trim_matches(is_blank)));
    Some(up)
}

/// The text of a cell as the row means it; what was made of it is put into `said`. `first`: the first row of people.
pub(super) fn seen(
    table: &Table,
    row: usize,
    at: usize,
    first: usize,
    field: RosterField,
    said: &mut Vec<String>,
) -> String {
    let Some(own) = cell(table, row, at).filter(|c| !c.is_blank()) else { return String::new() };
    let what = field.chinese();
    if let Some(why) = no_text(own) {
        // 是 and 否 are what a column 是否党员 holds.
        if field == RosterField::Party && own.kind == CellKind::Bool {
            return own.text.clone();
        }
        said.push(format!("{what}一栏{why}，没有读"));
        return String::new();
    }
    if is_ditto(&own.text) {
        return repeated(table, row, at, first, field, said).map(|c| c.text.clone()).unwrap_or_default();
    }
    let number = own.kind == CellKind::Number;
    if number
        && matches!(field, RosterField::Post | RosterField::Department | RosterField::Party | RosterField::Category)
    {
        said.push(format!("{what}一栏写的是数字“{}”，没有读", own.text));
        return String::new();
    }
    if field == RosterField::Contact && is_spoiled(&own.text) {
        said.push(format!("{what}“{}”被表格软件改成了科学记数，号码已不全，没有读", own.text));
        return String::new();
    }
    if is_placeholder(&own.text) && field != RosterField::Party {
        return String::new();
    }
    own.text.clone()
}

/// What stands for nothing in any column but that of the name.
fn is_placeholder(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    matches!(
        bare.as_str(),
        "无" | "/"
            | "\\"
            | "-"
            | "—"
            | "——"
            | "--"
            | "*"
            | "空"
            | "（无）"
            | "(无)"
            | "暂无"
            | "待定"
            | "未定"
            | "/／"
            | "／"
    )
}

/// 1.39E+10: what a table program makes of a telephone number.
fn is_spoiled(text: &str) -> bool {
    let upper = text.trim().to_ascii_uppercase();
    upper.split_once("E+").is_some_and(|(m, e)| {
        !m.is_empty() && m.bytes().all(|b| b.is_ascii_digit() || b == b'.') && e.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The cell of a date. In a workbook of the 1904 system a number of days that lost its format counts from there.
pub(super) fn dated(cell: &Cell, date1904: bool) -> Cell {
    /// Days between the two beginnings.
    const BETWEEN: i64 = 1_462;
    let days = cell.text.parse::<i64>().ok().filter(|d| (8_000..60_000).contains(d));
    match days {
        Some(days) if date1904 && cell.kind == CellKind::Number => {
            Cell { text: (days + BETWEEN).to_string(), ..cell.clone() }
        }
        _ if no_text(cell).is_some() => Cell::default(),
        _ => cell.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_repetition_are_told_from_dashes() {
        for (text, want) in [
            ("〃", true),
            ("-\"-", true),
            ("— 〃 —", true),
            ("″", true),
            ("同上", true),
            ("-", false),
            ("——", false),
            ("", false),
            ("无", false),
        ] {
            assert_eq!(is_ditto(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_said() {
        let rows = ["办公室", "〃", "", "同上", "#REF!", "0"]
            .map(|t| vec![Cell::new(t, if t == "0" { CellKind::Number } else { CellKind::Text })]);
        let table = Table { rows: rows.to_vec(), ..Table::default() };
        let mut said = Vec::new();
        let read: Vec<String> = (0..6).map(|r| seen(&table, r, 0, 0, RosterField::Department, &mut said)).collect();
        assert_eq!(read, ["办公室", "办公室", "", "办公室", "", ""]);
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(is_spoiled("1.39E+10") && !is_spoiled("13900000001") && !is_spoiled("E+"));
    }

    #[test]
    fn days_count_from_1904_where_the_workbook_says_so() {
        let cell = Cell::new("36403", CellKind::Number);
        assert_eq!(dated(&cell, true).text, "37865");
        assert_eq!(dated(&cell, false).text, "36403");
        assert_eq!(dated(&Cell::new("2019.1", CellKind::Number), true).text, "2019.1");
        assert_eq!(dated(&Cell::new("19980701", CellKind::Number), true).text, "19980701");
    }
}
