//! Dates in rosters: text in all forms, numbers that lost a zero, serials that lost their format.

use crate::import::table::{Cell, CellKind};
use crate::model::value::{PartialDate, half_width};
use crate::text::blank::is_blank;
use crate::text::day::{self, Year};
use jiff::civil;

/// A date as read, with what is doubtful about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) date: Option<PartialDate>,
    pub(super) warning: Option<String>,
}

/// How a column writes its months; tells what the number 1998.1 means there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Months {
    /// Some cell says 1998.07: months have two digits, so 1998.1 was 1998.10.
    pub(super) two_digits: bool,
}

impl Months {
    /// Looks through a column.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let padded = |c: &Cell| {
            c.text.trim().split_once('.').is_some_and(|(y, m)| {
                y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()) && matches!(m.as_bytes(), [b'0', b'1'..=b'9'])
            })
        };
        Self { two_digits: cells.filter(|c| c.kind == CellKind::Number).any(padded) }
    }
}

/// Reads the date of a cell. `what` names the column in warnings.
pub(super) fn read(cell: &Cell, months: Months, what: &str) -> Dated {
    let shown: String = cell.text.chars().filter(|c| !is_blank(*c)).map(half_width).collect();
    let bare = shown.trim_end_matches("至今").trim_end_matches(['起', '任', '-', '—', '~']);
    if matches!(bare, "" | "无" | "/" | "\\" | "--" | "——") || bare.chars().all(|c| matches!(c, '-' | '—' | '/' | '无'))
    {
        return Dated::default();
    }
    let doubt = |date, why: String| Dated {
        date,
        warning: Some(format!("{what}“{}”{why}", shown.chars().take(20).collect::<String>())),
    };
    if cell.kind == CellKind::Number {
        if let Some(year) = bare.strip_suffix(".1").filter(|y| y.len() == 4).and_then(|y| y.parse().ok()) {
            return if months.two_digits {
                doubt(
                    PartialDate::new(year, Some(10), None),
                    "末尾的 0 已丢失，按同列写法读作 10 月，请核对".to_owned(),
                )
            } else {
                doubt(PartialDate::new(year, None, None), "可能是 1 月，也可能是 10 月，只记年份，请核对".to_owned())
            };
        }
        if let Some(date) = bare.parse().ok().and_then(serial) {
            return doubt(Some(date), format!("是日期序列号，读作{}，请核对", date.chinese()));
        }
    }
    match day::read(bare) {
        Some(date) => Dated { date: Some(date), warning: None },
        None if bare.contains(['?', '待', '查', '详', '清', '未']) => doubt(None, "：日期待查，未记".to_owned()),
        None => doubt(None, "：认不出是什么日期，未记".to_owned()),
    }
}

/// The day of an Excel serial between 1927 and 2064; other five-digit numbers are no dates of people at work.
fn serial(days: i32) -> Option<PartialDate> {
    if !(10_000..60_000).contains(&days) {
        return None;
    }
    let day = civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()?;
    PartialDate::new(day.year(), Some(day.month()), Some(day.day()))
}

/// The first date inside a longer text, e.g. 中共党员（2003.06）.
pub(super) fn inside(text: &str) -> Option<PartialDate> {
    let written = day::dates(text).into_iter().find_map(|w| match w.year {
        Year::Given(year) => w.in_year(year),
        _ => None,
    });
    written.or_else(|| packed(text))
}

/// 20030601, 2003: digits alone.
fn packed(text: &str) -> Option<PartialDate> {
    let plain: String = text.chars().map(half_width).collect();
    plain.split(|c: char| !c.is_ascii_digit()).find_map(|part| if part.len() >= 4 { day::read(part) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(text: &str, kind: CellKind, two_digits: bool) -> (String, bool) {
        let d = read(&Cell::new(text, kind), Months { two_digits }, "入党时间");
        (d.date.map_or_else(|| "-".to_owned(), |d| d.to_string()), d.warning.is_some())
    }

    #[test]
    fn dates_in_all_forms() {
        use CellKind::{Date, Number, Text};
        for (text, kind, two_digits, want, warned) in [
            ("1998.07", Number, false, "1998-07", false),
            ("1998.7", Number, false, "1998-07", false),
            ("1998.1", Number, false, "1998", true),
            ("1998.1", Number, true, "1998-10", true),
            ("1998.1", Text, true, "1998-01", false),
            ("1998.11", Number, true, "1998-11", false),
            ("2003-06", Text, false, "2003-06", false),
            ("2023年6月", Text, false, "2023-06", false),
            ("2023 年 6 月 8 日", Text, false, "2023-06-08", false),
            ("２０２３．０６", Text, false, "2023-06", false),
            ("2019.04至今", Text, false, "2019-04", false),
            ("199807", Number, false, "1998-07", false),
            ("19980701", Number, false, "1998-07-01", false),
            ("35977", Number, false, "1998-07-01", true),
            ("35977", Text, false, "-", true),
            ("1998", Number, false, "1998", false),
            ("一九九八年七月", Text, false, "1998-07", false),
            ("二〇〇三年", Text, false, "2003", false),
            ("1998-07-01", Date, false, "1998-07-01", false),
            ("待查", Text, false, "-", true),
            ("98.07", Text, false, "-", true),
            ("—", Text, false, "-", false),
            ("无", Text, false, "-", false),
            ("", Text, false, "-", false),
        ] {
            assert_eq!(dated(text, kind, two_digits), (want.to_owned(), warned), "{text} {kind:?} {two_digits}");
        }
    }

    #[test]
    fn a_date_in_brackets_is_found() {
        assert_eq!(inside("中共党员（2003.06）").map(|d| d.to_string()).as_deref(), Some("2003-06"));
        assert_eq!(inside("中共党员").map(|d| d.to_string()), None);
        assert_eq!(inside("中共党员（二〇〇三年六月入党）").map(|d| d.to_string()).as_deref(), Some("2003-06"));
        assert_eq!(inside("中共党员 20030601").map(|d| d.to_string()).as_deref(), Some("2003-06-01"));
    }
}
