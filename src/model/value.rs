//! Values: money in 分, dates of which only a part may be known, instants.

use jiff::civil;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// An amount in 分 (1/100 yuan). Never a float.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct Money(pub i64);

impl fmt::Display for Money {
    /// `37.50`; the unit 元 is the label's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// Full-width digits and punctuation become half-width; everything else stays.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        _ => c,
    }
}

/// A civil date of which the month or the day may be unknown; compares as an interval.
///
/// Rosters say "1998.07", minutes "2022年3月". Written as `2022`, `2022-03` or `2022-03-08`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, schemars::JsonSchema)]
#[schemars(with = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A date that exists in the calendar; `None` otherwise (13th month, 30 February, day without month).
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        if !(1900..=2200).contains(&year) || (month.is_none() && day.is_some()) {
            return None;
        }
        civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// Year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Month 1-12, if known.
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// Day 1-31, if known.
    pub const fn day(self) -> Option<i8> {
        self.day
    }

    /// First day that the date may mean, as (year, month, day).
    pub fn first(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Last day that the date may mean, as (year, month, day).
    pub fn last(self) -> (i16, i8, i8) {
        let month = self.month.unwrap_or(12);
        let days = civil::Date::new(self.year, month, 1).map_or(31, civil::Date::days_in_month);
        (self.year, month, self.day.unwrap_or(days))
    }

    /// Certainly before `other`: the whole interval lies before it.
    pub fn before(self, other: Self) -> bool {
        self.last() < other.first()
    }

    /// The two may mean the same day.
    pub fn overlaps(self, other: Self) -> bool {
        !self.before(other) && !other.before(self)
    }

    /// Reads what `Display` writes: `2022`, `2022-03`, `2022-03-08`. What people type is read by
    /// `text::day`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Some(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse().ok().map(Some)
            }
            Some(_) => None,
        };
        let (year, month, day) = (number(4)??, number(2)?, number(2)?);
        let small = |n: Option<i16>| n.map(i8::try_from).transpose().ok();
        if parts.next().is_some() { None } else { Self::new(year, small(month)?, small(day)?) }
    }

    /// `2022年3月8日`, `2022年3月` or `2022年`, as printed.
    pub fn chinese(self) -> String {
        match (self.month, self.day) {
            (Some(m), Some(d)) => format!("{}年{m}月{d}日", self.year),
            (Some(m), None) => format!("{}年{m}月", self.year),
            _ => format!("{}年", self.year),
        }
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.first().cmp(&other.first()).then_with(|| self.last().cmp(&other.last()))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is not a date")))
    }
}

/// A moment: UTC milliseconds with the offset of the place where it was noted (minutes).
///
/// Written as RFC 3339 with milliseconds, `2026-03-08T09:15:00.000+08:00`. Never used to order revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, schemars::JsonSchema)]
#[schemars(with = "String")]
pub struct Instant {
    /// Milliseconds since 1970-01-01 UTC.
    pub ms: i64,
    /// Offset from UTC in minutes, +480 in China.
    pub offset: i16,
}

impl Instant {
    /// The civil date and time at the place where it was noted.
    pub fn civil(self) -> civil::DateTime {
        let local = self.ms + i64::from(self.offset) * 60_000;
        jiff::Timestamp::from_millisecond(local).map(|t| jiff::tz::Offset::UTC.to_datetime(t)).unwrap_or_default()
    }

    /// The civil date at the place where it was noted.
    pub fn date(self) -> PartialDate {
        let d = self.civil().date();
        PartialDate { year: d.year(), month: Some(d.month()), day: Some(d.day()) }
    }

    /// The civil date of this moment where `other` was noted: two dates can only be compared at one place.
    pub fn date_beside(self, other: Self) -> PartialDate {
        Self { offset: other.offset, ..self }.date()
    }

    /// `09:15` at the place where it was noted.
    pub fn hour_minute(self) -> String {
        let t = self.civil();
        format!("{:02}:{:02}", t.hour(), t.minute())
    }

    /// `20260312-091500` at the place where it was noted, for names of files.
    pub fn stamp(self) -> String {
        let t = self.civil();
        let day = format!("{:04}{:02}{:02}", t.year(), t.month(), t.day());
        format!("{day}-{:02}{:02}{:02}", t.hour(), t.minute(), t.second())
    }

    /// Parses RFC 3339 with an offset.
    pub fn parse(text: &str) -> Option<Self> {
        let ms = text.parse::<jiff::Timestamp>().ok()?.as_millisecond();
        let tail = text.get(text.len().checked_sub(6)?..);
        let offset = match tail.and_then(|t| t.split_at_checked(1)) {
            Some((sign @ ("+" | "-"), hm)) => {
                let (h, m) = hm.split_once(':')?;
                let minutes = h.parse::<i16>().ok()? * 60 + m.parse::<i16>().ok()?;
                if sign == "-" { -minutes } else { minutes }
            }
            _ => 0,
        };
        Some(Self { ms, offset })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.civil();
        let (sign, minutes) = if self.offset < 0 { ('-', -self.offset) } else { ('+', self.offset) };
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{sign}{:02}:{:02}",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second(),
            self.ms.rem_euclid(1000),
            minutes / 60,
            minutes % 60
        )
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is not an instant")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_in_yuan() {
        assert_eq!(Money(3705).to_string(), "37.05");
        assert_eq!(Money(-5).to_string(), "-0.05");
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in ["2022", "2022-03", "2022-03-08"] {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
        for text in ["", "2023-13", "2023-02-30", "2023-6", "2023.06", "2023年6月", "2023-01-02-03", "2023-"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn partial_dates_compare_as_intervals() {
        let d = |t| PartialDate::parse(t).unwrap();
        assert!(d("2022").overlaps(d("2022-03")));
        assert!(d("2022-03").before(d("2022-04-01")));
        assert!(!d("2022").before(d("2022-12")));
        assert_eq!(d("2024-02").last(), (2024, 2, 29));
    }

    #[test]
    fn instants_round_trip() {
        for text in ["2026-03-08T09:15:00.000+08:00", "1999-12-31T23:59:59.999-03:30", "2026-03-08T01:15:00.120+00:00"]
        {
            assert_eq!(Instant::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Instant::parse("2026-03-08T23:30:00.000+08:00").unwrap().date().to_string(), "2026-03-08");
    }
}
