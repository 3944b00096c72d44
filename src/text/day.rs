//! Dates: the one reader of them, for forms, the command line, rosters and what is said of a paper.
//!
//! [`read`] takes a text that is a date, [`read_said`] one that was said on a known day (去年10月, 3.8), [`dates`] finds
//! the dates in a text, impossible ones too.

use super::blank::squeezed;
use super::numeral::{self, Numeral, Signs};
use crate::model::value::{PartialDate, half_width};
use jiff::civil;
use std::ops::Range;

/// Which year a date names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// 2022年
    Given(i16),
    /// 次年, 翌年: so many after the year told before it.
    After(i16),
    /// 当年, 同年: the year told before it.
    Same,
    /// 今年, 去年, 前年: so many before the year in which it is said.
    Back(i16),
    /// 6月14日
    None,
}

/// A date as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub at: Range<usize>,
    /// Its year.
    pub year: Year,
    /// Its month as written, 13 too.
    pub month: Option<i64>,
    /// Its day as written.
    pub day: Option<i64>,
    /// Its hour as written.
    pub hour: Option<i64>,
    /// First and last month of 上半年, 第三季度.
    pub part: Option<(i8, i8)>,
    /// 至, 到, — stands between it and the date before: it ends a period.
    pub ends: bool,
}

impl Written {
    /// No calendar has it: 13月, 2月30日, 25时.
    pub fn is_impossible(&self) -> bool {
        let year = if let Year::Given(year) = self.year { year } else { 2024 };
        let month = self.month.unwrap_or(1);
        let day = self.day.unwrap_or(1);
        let exists = match (i8::try_from(month), i8::try_from(day)) {
            (Ok(month), Ok(day)) => civil::Date::new(year, month, day).is_ok(),
            _ => false,
        };
        !exists || self.hour.is_some_and(|h| h > 24)
    }

    /// The date in that year; `None` when there is none.
    pub fn in_year(&self, year: i16) -> Option<PartialDate> {
        let small = |n: Option<i64>| n.map(i8::try_from).transpose().ok();
        PartialDate::new(year, small(self.month)?, small(self.day)?)
    }
}

/// Reads what people type as a date: `2023`, `1998.07`, `2003-06`, `2023/6/8`, `20230608`, `202306`, `2023年6月8日`,
/// `一九九八年七月`, `二〇二二`, full-width too.
pub fn read(text: &str) -> Option<PartialDate> {
    let plain = plain(text);
    let bare = plain.trim_end_matches(['.', '-', '/']);
    if bare.len() > 4 && bare.bytes().all(|b| b.is_ascii_digit()) {
        return packed(bare);
    }
    match whole(bare)? {
        Written { year: Year::Given(year), hour: None, part: None, .. } => whole(bare)?.in_year(year),
        _ => None,
    }
}

/// Reads a date that was said on a day: besides what [`read`] takes, 去年10月, 今年3月, 上个月, 昨天, and 3.8, 3月8日, 10月,
/// which is the last such day not after it.
pub fn read_said(text: &str, said: PartialDate) -> Option<PartialDate> {
    if let Some(date) = read(text) {
        return Some(date);
    }
    let plain = plain(text);
    let (year, month, day) = said.first();
    let on = civil::Date::new(year, month, day).ok()?;
    let whole_day = |d: civil::Date| PartialDate::new(d.year(), Some(d.month()), Some(d.day()));
    let days_ago = |n: i64| on.checked_sub(jiff::Span::new().days(n)).ok().and_then(whole_day);
    match plain.as_str() {
        "今天" | "今日" => return days_ago(0),
        "昨天" | "昨日" => return days_ago(1),
        "前天" => return days_ago(2),
        "本月" | "这个月" | "这月" => return PartialDate::new(year, Some(month), None),
        "上月" | "上个月" => {
            return if month == 1 {
                PartialDate::new(year - 1, Some(12), None)
            } else {
                PartialDate::new(year, Some(month - 1), None)
            };
        }
        _ => {}
    }
    let written = whole(&plain).or_else(|| month_and_day(&plain))?;
    if written.hour.is_some() || written.part.is_some() {
        return None;
    }
    match written.year {
        Year::Given(year) => written.in_year(year),
        Year::Back(back) => written.in_year(year - back),
        Year::None => {
            written.month?;
            let this = written.in_year(year).filter(|d| d.first() <= said.last());
            this.or_else(|| written.in_year(year - 1))
        }
        Year::After(_) | Year::Same => None,
    }
}

/// Without blanks, in half width, without 份 and 度 behind 月 and 年.
fn plain(text: &str) -> String {
    squeezed(text)
        .chars()
        .map(half_width)
        .collect::<String>()
        .replace("年份", "年")
        .replace("年度", "年")
        .replace("月份", "月")
}

/// 20230608, 202306.
fn packed(digits: &str) -> Option<PartialDate> {
    let (year, rest) = digits.split_at_checked(4)?;
    let month = rest.get(0..2)?.parse().ok();
    let day = match rest.len() {
        2 => None,
        4 => Some(rest.get(2..4)?.parse().ok()?),
        _ => return None,
    };
    PartialDate::new(year.parse().ok()?, month, day)
}

/// A text that is one date: with its marks, or with the last of them left out (2023年6, 二〇二二).
fn whole(text: &str) -> Option<Written> {
    let marks = if text.contains('月') {
        "日"
    } else if text.contains('年') {
        "月"
    } else {
        "年"
    };
    [text.to_owned(), format!("{text}{marks}")].iter().find_map(|t| at(t, 0, true).filter(|w| w.at.end == t.len()))
}

/// 3.8, 3-8, 3/8.
fn month_and_day(text: &str) -> Option<Written> {
    let (month, day) = text.split_once(['.', '-', '/'])?;
    let number = |t: &str| t.parse().ok().filter(|_| t.len() <= 2);
    Some(Written {
        at: 0..text.len(),
        year: Year::None,
        month: Some(number(month)?),
        day: Some(number(day)?),
        hour: None,
        part: None,
        ends: false,
    })
}

/// The dates in a text. A day alone counts where it ends a period (3月15日至17日).
pub fn dates(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (start, c) in text.char_indices() {
        let begins = start >= from && begins_date(c) && !before.is_some_and(goes_before_no_date);
        let ends = found.last().is_some_and(|last| text.get(last.at.end..start).is_some_and(joins));
        if begins && let Some(mut written) = at(text, start, ends) {
            written.ends = ends;
            from = written.at.end;
            found.push(written);
        } else if begins && numeral::is_numeral(c) {
            // No part of a number begins a date.
            let run = text.get(start..).map_or(0, |r| r.find(|c| !numeral::is_numeral(c)).unwrap_or(r.len()));
            from = start + run;
        }
        before = Some(c);
    }
    found
}

fn begins_date(c: char) -> bool {
    numeral::is_numeral(c) || "去今前次翌当同本上明第".contains(c)
}

/// Behind these a number is a part of something else: 第3月, A2022, 18.6.
fn goes_before_no_date(c: char) -> bool {
    numeral::is_numeral(c) || c.is_ascii_alphabetic() || matches!(c, '第' | '.' | '．' | '个' | '近' | '每')
}

/// What may stand between the two ends of a period.
fn joins(between: &str) -> bool {
    let bare = between.trim().trim_start_matches(['份', '度', '初', '底', '末', '中', '旬']);
    let begun = bare.trim_start_matches('起').trim_start_matches("开始");
    // 从6月开始，到5月结束: a comma parts no more than the two ends.
    let bare = if begun.len() < bare.len() { begun.trim_start_matches(['，', ',']) } else { begun }.trim();
    let mut chars = bare.chars();
    !bare.is_empty()
        && chars.next().is_some_and(|c| "至到-—–－~～".contains(c))
        && chars.all(|c| "-—–－~～".contains(c))
}

/// The date that begins at `start`; `alone`: a day or a year without more is one too.
fn at(text: &str, start: usize, alone: bool) -> Option<Written> {
    let mut w =
        Written { at: start..start, year: Year::None, month: None, day: None, hour: None, part: None, ends: false };
    let rest = text.get(start..)?;
    if let Some(end) = separated(rest, &mut w) {
        w.at.end = start + end;
        return Some(w);
    }
    let mut end = year(rest, &mut w).unwrap_or(0);
    let with_year = end > 0;
    if with_year && let Some(length) = rest.get(end..).and_then(|r| part_of_year(r, &mut w)) {
        w.at.end = start + end + length;
        return Some(w);
    }
    if let Some(length) = rest.get(end..).and_then(|r| unit(r, &['月'])) {
        w.month = Some(length.0);
        end += length.1;
    }
    let with_month = w.month.is_some();
    if (with_month || alone && !with_year)
        && let Some((n, length)) = rest.get(end..).and_then(|r| unit(r, &['日', '号']))
    {
        w.day = Some(n);
        end += length;
    } else if alone && !with_year && rest.starts_with("次日") {
        return None;
    }
    if w.day.is_some()
        && let Some((n, length)) = rest.get(end..).and_then(|r| unit(r, &['时', '点']))
    {
        w.hour = Some(n);
        end += length;
    }
    w.at.end = start + end;
    // 次年 alone, 当年 alone say no date by themselves; a month without a year needs to be one (not 13个月).
    let tells = match w.year {
        Year::Given(_) | Year::Back(_) => true,
        Year::After(_) | Year::Same => with_month || alone,
        Year::None => w.month.is_some() || w.day.is_some(),
    };
    (tells && end > 0).then_some(w)
}

/// 2022年, 二〇二二年, 去年, 次年: its bytes.
fn year(text: &str, w: &mut Written) -> Option<usize> {
    const WORDS: [(&str, Year); 13] = [
        ("去年", Year::Back(1)),
        ("今年", Year::Back(0)),
        ("前年", Year::Back(2)),
        ("上年", Year::Back(1)),
        ("本年", Year::Same),
        ("明年", Year::Back(-1)),
        ("次年", Year::After(1)),
        ("翌年", Year::After(1)),
        ("第二年", Year::After(1)),
        ("第三年", Year::After(2)),
        ("当年", Year::Same),
        ("同年", Year::Same),
        ("该年", Year::Same),
    ];
    if let Some((word, year)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) {
        w.year = *year;
        return Some(word.len());
    }
    let n = Numeral::at_start(text).filter(|n| n.digits == 4 && !n.decimal && !n.grouped && !n.magnitude)?;
    let rest = text.get(n.len..)?;
    let mut length = match () {
        () if rest.starts_with('年') => n.len + '年'.len_utf8(),
        // 2023至2021年: the last year says 年 for both.
        () if is_end_of_years(rest) => n.len,
        () => return None,
    };
    let rest = text.get(length..)?;
    if rest.starts_with('度') && !rest.starts_with("度假") {
        length += '度'.len_utf8();
    }
    let year = n.integer().and_then(|y| i16::try_from(y).ok()).filter(|y| (1900..=2200).contains(y))?;
    w.year = Year::Given(year);
    Some(length)
}

/// Whether a text goes on with 至 and another year: 至2021年, -2022年度.
fn is_end_of_years(text: &str) -> bool {
    let text = text.trim_start();
    let joint = text.find(|c: char| !"至到-—–－~～".contains(c)).unwrap_or(text.len());
    let Some((joint, rest)) = text.split_at_checked(joint).filter(|(j, _)| joins(j)) else { return false };
    let rest = rest.trim_start();
    let next = Numeral::at_start(rest).filter(|n| n.digits == 4 && !n.decimal && !n.grouped && !n.magnitude);
    let years = next.and_then(|n| Some((n.integer()?, rest.get(n.len..)?)));
    !joint.is_empty() && years.is_some_and(|(y, after)| (1900..=2200).contains(&y) && after.starts_with('年'))
}

/// 上半年, 第三季度, 一季度 behind a year: its bytes.
fn part_of_year(text: &str, w: &mut Written) -> Option<usize> {
    for (word, part) in [("上半年", (1, 6)), ("下半年", (7, 12))] {
        if text.starts_with(word) {
            w.part = Some(part);
            return Some(word.len());
        }
    }
    let bare = text.strip_prefix('第').unwrap_or(text);
    let n = Numeral::at_start(bare)?;
    let length = text.len() - bare.len() + n.len + "季度".len();
    if !bare.get(n.len..)?.starts_with("季度") {
        return None;
    }
    let quarter = i8::try_from(n.integer()?).ok().filter(|q| (1..=4).contains(q))?;
    w.part = Some((quarter * 3 - 2, quarter * 3));
    Some(length)
}

/// A number of at most two digits with one of these marks behind it, and its bytes.
fn unit(text: &str, marks: &[char]) -> Option<(i64, usize)> {
    let n =
        Numeral::at_start(text).filter(|n| n.digits <= 2 && !n.decimal && !n.magnitude && n.signs != Signs::Capital)?;
    let mark = text.get(n.len..)?.chars().next().filter(|c| marks.contains(c))?;
    let value = n.integer().filter(|v| (0..100).contains(v))?;
    Some((value, n.len + mark.len_utf8()))
}

/// 2022-06-14, 2022.6.14, 2022.06, 2022/6: its bytes. Two parts are a date only with a month that there is, since
/// 2022.50 may be an amount, and with nothing behind that makes it one.
fn separated(text: &str, w: &mut Written) -> Option<usize> {
    let mut at = 0;
    let number = |most: usize, w: &mut usize| -> Option<i64> {
        let rest = text.get(*w..)?;
        let digits: String = rest.chars().map_while(numeral::digit).map(|d| d.to_string()).collect();
        let bytes: usize = rest.chars().take_while(|c| numeral::digit(*c).is_some()).map(char::len_utf8).sum();
        *w += bytes;
        digits.parse().ok().filter(|_| digits.len() <= most)
    };
    let mark = |w: &mut usize| -> Option<char> {
        let c = text.get(*w..)?.chars().next()?;
        *w += c.len_utf8();
        Some(half_width(c)).filter(|c| matches!(c, '.' | '-' | '/'))
    };
    let year = number(4, &mut at).and_then(|y| i16::try_from(y).ok()).filter(|y| (1900..=2200).contains(y))?;
    let first = mark(&mut at)?;
    let month = number(2, &mut at)?;
    let two = at;
    let day = mark(&mut at).filter(|m| *m == first).and_then(|_| number(2, &mut at));
    w.year = Year::Given(year);
    w.month = Some(month);
    if let Some(day) = day {
        w.day = Some(day);
        return Some(at);
    }
    let behind = text.get(two..)?.chars().next();
    // 2023.6-2023.5 is a period, whose other end tells that this one is no amount either.
    let period = || {
        let rest = text.get(two + 1..).unwrap_or_default();
        behind.is_some_and(|c| matches!(half_width(c), '-' | '~')) && separated(rest, &mut w.clone()).is_some()
    };
    let amount = behind.is_some_and(|c| numeral::is_numeral(c) || matches!(c, '元' | '％' | '%' | '.' | '-' | '/'));
    let amount = amount && (first == '-' || !period());
    if !(1..=12).contains(&month) || amount {
        (w.year, w.month) = (Year::None, None);
        return None;
    }
    Some(two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> PartialDate {
        read(text).unwrap()
    }

    #[test]
    fn what_people_type() {
        for (text, want) in [
            ("1998.07", "1998-07"),
            ("2003-06", "2003-06"),
            ("2023年6月", "2023-06"),
            ("2023年6月8日", "2023-06-08"),
            ("2023年6月8", "2023-06-08"),
            ("2023年6", "2023-06"),
            ("2023年6月8号", "2023-06-08"),
            ("2023 年 6 月 8 日", "2023-06-08"),
            ("2023/6/8", "2023-06-08"),
            ("20230608", "2023-06-08"),
            ("202306", "2023-06"),
            ("２０２３．６", "2023-06"),
            ("２０２２年６月", "2022-06"),
            ("2023", "2023"),
            ("2023年度", "2023"),
            ("2023年6月份", "2023-06"),
            ("2023.6.", "2023-06"),
            ("一九九八年七月", "1998-07"),
            ("二〇二二", "2022"),
            ("二O二二年六月", "2022-06"),
            ("二〇二二年十一月二十三日", "2022-11-23"),
            (" 2022-06-14 ", "2022-06-14"),
        ] {
            assert_eq!(read(text).map(|d| d.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in [
            "",
            "2023-13",
            "2023-02-30",
            "98.7",
            "六月",
            "2023-1-2-3",
            "3.8",
            "去年10月",
            "2023年13月",
            "22年6月",
            "2023-6/8",
            "2022年6月至8月",
            "20231301",
            "2022年上半年",
            "1,998",
            "2022年6月14日9时",
            "2022年6月二三日",
            "三四月",
            "2022年三四月",
            "二二年",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_said_on_a_day() {
        let said = d("2026-03-12");
        for (text, want) in [
            ("去年10月", "2025-10"),
            ("去年", "2025"),
            ("今年2月", "2026-02"),
            ("前年", "2024"),
            ("3.8", "2026-03-08"),
            ("12.30", "2025-12-30"),
            ("3月8日", "2026-03-08"),
            ("10月", "2025-10"),
            ("三月", "2026-03"),
            ("上个月", "2026-02"),
            ("本月", "2026-03"),
            ("昨天", "2026-03-11"),
            ("2022.6", "2022-06"),
        ] {
            assert_eq!(read_said(text, said).map(|d| d.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "13.8", "3", "次年3月", "3.8万"] {
            assert_eq!(read_said(text, said), None, "{text}");
        }
        assert_eq!(read_said("2.29", d("2026-03-12")), None, "neither this year nor the last has it");
    }

    #[test]
    fn dates_in_a_text() {
        let shown = |text: &str| -> Vec<String> {
            let one = |w: Written| {
                let mark = if w.ends { ">" } else { "" };
                let bad = if w.is_impossible() { "!" } else { "" };
                format!("{mark}{}{bad}", text.get(w.at).unwrap())
            };
            dates(text).into_iter().map(one).collect()
        };
        for (text, want) in [
            ("2021年3月至2024年12月，县局", &["2021年3月", ">2024年12月"][..]),
            ("2022年3月15日至17日报销", &["2022年3月15日", ">17日"]),
            ("2023年11月至次年2月", &["2023年11月", ">次年2月"]),
            ("2024.09—2023.10，县城投", &["2024.09", ">2023.10"]),
            ("自2025年6月起至2024年12月止", &["2025年6月", ">2024年12月"]),
            ("县水利局2022.6起调整", &["2022.6"]),
            ("2022.9.31，付款", &["2022.9.31!"]),
            ("2022年13月，付款", &["2022年13月!"]),
            ("2024年11月12日25时", &["2024年11月12日25时!"]),
            ("二〇二三年二月三十日", &["二〇二三年二月三十日!"]),
            ("2023年下半年至2024年上半年", &["2023年下半年", ">2024年上半年"]),
            ("2024年第三季度", &["2024年第三季度"]),
            ("累计13个月，第30次，3年内，支付2000.00元，12022.5", &[]),
            ("2022年3月2日、5月10日、9月7日", &["2022年3月2日", "5月10日", "9月7日"]),
            ("县交通局2025年度公务用车", &["2025年度"]),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(year in 1900_i16..=2200, month in 1_i8..=12, day in 1_i8..=28, parts in 1_usize..=3) {
            let date = match parts {
                1 => PartialDate::new(year, None, None),
                2 => PartialDate::new(year, Some(month), None),
                _ => PartialDate::new(year, Some(month), Some(day)),
            };
            let date = date.unwrap();
            for text in [date.to_string(), date.chinese(), date.to_string().replace('-', "."), date.to_string().replace('-', "/")] {
                prop_assert_eq!(read(&text), Some(date), "{}", text);
            }
        }

        #[test]
        fn dates_lie_on_characters_and_in_order(text in "[0-9０-９一二〇十年月日号时至个去次第.－甲]{0,24}") {
            let mut last = 0;
            for w in dates(&text) {
                prop_assert!(w.at.start >= last && w.at.end > w.at.start && text.get(w.at.clone()).is_some());
                last = w.at.end;
            }
        }
    }
}
