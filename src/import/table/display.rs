//! Numbers and dates as the cell shows them, not as the file stores them.

use super::{Cell, CellKind};
use calamine::ExcelDateTime;
use calamine::NumberFormat;

/// A number under its cell format. Formats with fixed decimals keep their zeros: 1998.1 under `0.00` is 1998.10.
pub(super) fn number(value: f64, format: Option<&NumberFormat>) -> Cell {
    let text = match format.and_then(|f| decimals(&f.format_code)) {
        Some(places) => format!("{value:.places$}"),
        None => general(value),
    };
    Cell::new(text, CellKind::Number)
}

/// As `General` shows it: at most 15 significant digits, so that 1998.0999999999999 is 1998.1.
fn general(value: f64) -> String {
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    // Very large and very small numbers are no roster data; plain digits of them would fill a screen.
    if rounded != 0.0 && !(1e-9..1e18).contains(&f64::abs(rounded)) {
        format!("{value:e}")
    } else {
        rounded.to_string()
    }
}

/// The number of decimals that a plain format fixes, e.g. 2 of `0.00_ `; `None` for all others.
fn decimals(code: &str) -> Option<usize> {
    let first = code.split(';').next()?.trim_end_matches(['_', ' ', ')']);
    let (whole, fraction) = first.split_once('.')?;
    let plain = !fraction.is_empty() && fraction.len() <= 6 && fraction.chars().all(|c| c == '0');
    (plain && whole.chars().all(|c| matches!(c, '0' | '#' | ','))).then_some(fraction.len())
}

/// A date serial under its cell format: `1998-07-01`, or `1998-07` where the cell shows no day, or a time of day.
pub(super) fn date(value: ExcelDateTime, format: Option<&NumberFormat>) -> Cell {
    if value.is_duration() {
        return number(value.as_f64(), None);
    }
    let (year, month, day, hour, minute, ..) = value.to_ymd_hms_milli();
    if value.as_f64() < 1.0 {
        return Cell::new(format!("{hour:02}:{minute:02}"), CellKind::Text);
    }
    let text = match format.map_or(DateForm::Day, shown) {
        DateForm::Day => format!("{year:04}-{month:02}-{day:02}"),
        DateForm::Month => format!("{year:04}-{month:02}"),
        DateForm::Year => format!("{year:04}"),
    };
    Cell::new(text, CellKind::Date)
}

enum DateForm {
    Day,
    Month,
    Year,
}

/// How much of the date the format shows. The East Asian built-in formats have numbers and no code in the file; in
/// Chinese Excel 27, 36, 50, 52 and 57 are 1998年7月.
fn shown(format: &NumberFormat) -> DateForm {
    if matches!(format.format_id, Some(17 | 27 | 36 | 50 | 52 | 57)) {
        return DateForm::Month;
    }
    let (mut quoted, mut bracketed) = (false, false);
    let mut letters = String::new();
    for c in format.format_code.split(';').next().unwrap_or_default().chars() {
        match c {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if !quoted && !bracketed => letters.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    match (letters.contains(['y', 'e']), letters.contains('m'), letters.contains(['d', 'h'])) {
        (true, true, false) if !letters.starts_with("general") => DateForm::Month,
        (true, false, false) if !letters.starts_with("general") => DateForm::Year,
        _ => DateForm::Day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_look_as_in_the_sheet() {
        for (value, want) in [
            (1998.07, "1998.07"),
            (1998.1, "1998.1"),
            (0.1 + 0.2, "0.3"),
            (13_800_138_000.0, "13800138000"),
            (0.0, "0"),
            (-3.5, "-3.5"),
            (1e300, "1e300"),
        ] {
            assert_eq!(number(value, None).text, want);
        }
    }

    #[test]
    fn only_plain_formats_fix_decimals() {
        for (code, want) in
            [("0.00", Some(2)), ("0.00_ ", Some(2)), ("#,##0.0;[Red]-0.0", Some(1)), ("General", None), ("0.00%", None)]
        {
            assert_eq!(decimals(code), want, "{code}");
        }
    }

    #[test]
    fn a_serial_without_format_is_a_day() {
        let serial = |v| ExcelDateTime::new(v, ExcelDateTimeType::DateTime, false);
        assert_eq!(date(serial(35977.0), None).text, "1998-07-01");
        assert_eq!(date(serial(0.5), None).text, "12:00");
    }
}
