//! A small spreadsheet writer over rust_xlsxwriter: what our lists need, typed and made to be printed.
//!
//! Dates are dates, counts and sums are numbers, everything else is text and never a formula. Heads are frozen and
//! repeated on paper, columns are as wide as Chinese text needs, pages are A4 on their side and as wide as the list.
//! Equal sheets give equal bytes: the time inside is that of the records.

use super::wml::Properties;
use super::wml::xml::legal;
use crate::error::{Error, Result};
use crate::model::value::{Instant, Money, PartialDate};
use crate::text::width::cells;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;
use std::io::Cursor;
use zip::System;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words. Longer than a cell can hold, they are cut and say so.
    Text(String),
    /// A date, shown as far as it is known: 2022年8月.
    Date(Option<PartialDate>),
    /// A count.
    Count(i64),
    /// An amount, shown in yuan.
    Money(Option<Money>),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A sheet: one row of heads, then the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name on the tab.
    pub name: &'static str,
    /// Names of the columns.
    pub heads: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<Cell>>,
    /// How many columns are printed, from the first; the rest is for the screen and for other programs.
    pub printed: usize,
}

/// A file of sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Title, group, time of the last revision.
    pub properties: Properties,
    /// Marking at the head of each page; empty for none.
    pub marking: String,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}

/// What a cell holds at most in UTF-16 units, and what stands at the end of a text that is longer.
const LONGEST: usize = 32_767;
const CUT: &str = "……（单元格放不下，全文见底稿）";
/// Narrowest column, widest column of short texts and of long ones, in half-width characters.
const NARROWEST: usize = 6;
const SHORT: usize = 20;
const LONG: usize = 36;
/// A text of so many half-width characters is a long one.
const IS_LONG: usize = 80;
/// Height of a line and greatest height of a row, in points.
const LINE: u32 = 15;
const TALLEST: u32 = 409;
const A4: u8 = 9;
/// Beyond 15 digits a spreadsheet shows another number than was written; such a sum is written as text.
const EXACT: u64 = 10_u64.pow(15);

impl Book {
    /// The bytes of the xlsx.
    ///
    /// # Errors
    /// Only beyond the limits of the format: a million rows, a name of a sheet that it does not take.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = self.write().map_err(failed)?;
        made_anywhere(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    fn write(&self) -> std::result::Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let properties = DocProperties::new()
            .set_title(legal(&self.properties.title))
            .set_author(legal(&self.properties.creator))
            .set_creation_datetime(&moment(self.properties.at)?);
        book.set_properties(&properties);
        let looks = Looks::new();
        for sheet in &self.sheets {
            let page = book.add_worksheet();
            page.set_name(sheet.name)?;
            self.set_up(page, sheet)?;
            fill(page, sheet, &looks)?;
        }
        book.save_to_buffer()
    }

    /// Frozen heads, filter, and how it prints.
    fn set_up(&self, page: &mut Worksheet, sheet: &Sheet) -> std::result::Result<(), XlsxError> {
        let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(sheet.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
        page.set_freeze_panes(1, 0)?;
        page.autofilter(0, 0, last_row, last_column)?;
        page.set_landscape();
        page.set_paper_size(A4);
        page.set_repeat_rows(0, 0)?;
        page.set_print_fit_to_pages(1, 0);
        let printed = u16::try_from(sheet.printed.saturating_sub(1)).unwrap_or(u16::MAX);
        page.set_print_area(0, 0, last_row, printed.min(last_column))?;
        page.set_margins(0.6, 0.6, 0.9, 0.8, 0.4, 0.4);
        page.set_header(format!("&L{}&C{}", escaped(&self.marking), escaped(&self.properties.title)));
        page.set_footer("&C— &P —&R共 &N 页");
        Ok(())
    }
}

fn failed(e: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::internal("生成 Excel 文件失败").hint("记录不受影响；请再试一次，并把日志交给维护人员。").because(e)
}

/// Names the same system in every entry of a zip, which otherwise says on which one the program ran: equal content gives
/// equal bytes everywhere. DOS, as in our docx.
fn made_anywhere(zip: &mut [u8]) -> zip::result::ZipResult<()> {
    const SYSTEM: usize = 5;
    let mut archive = zip::ZipArchive::new(Cursor::new(&*zip))?;
    let heads: Vec<u64> = (0..archive.len())
        .map(|at| archive.by_index_raw(at).map(|entry| entry.central_header_start()))
        .collect::<zip::result::ZipResult<_>>()?;
    for head in heads {
        let at = usize::try_from(head).ok().and_then(|head| head.checked_add(SYSTEM));
        if let Some(system) = at.and_then(|at| zip.get_mut(at)) {
            *system = System::Dos.into();
        }
    }
    Ok(())
}

/// `&` begins a code in heads and feet.
fn escaped(text: &str) -> String {
    legal(text).replace('&', "&&")
}

/// How cells look.
struct Looks {
    head: Format,
    text: Format,
    count: Format,
    money: Format,
    day: Format,
    month: Format,
    year: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || {
            Format::new()
                .set_font_name("仿宋")
                .set_font_size(11)
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
                .set_text_wrap()
        };
        let right = |format: &str| cell().set_align(FormatAlign::Right).set_num_format(format);
        let centred = |format: &str| cell().set_align(FormatAlign::Center).set_num_format(format);
        Self {
            head: cell()
                .set_font_name("黑体")
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00D9_E2EC)),
            text: cell(),
            count: right("0"),
            money: right("#,##0.00"),
            day: centred("yyyy\"年\"m\"月\"d\"日\""),
            month: centred("yyyy\"年\"m\"月\""),
            year: centred("yyyy\"年\""),
        }
    }

    const fn date(&self, date: PartialDate) -> &Format {
        match (date.month(), date.day()) {
            (Some(_), Some(_)) => &self.day,
            (Some(_), None) => &self.month,
            _ => &self.year,
        }
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> std::result::Result<(), XlsxError> {
    let mut widths = Vec::with_capacity(sheet.heads.len());
    for (column, head) in (0_u16..).zip(&sheet.heads) {
        page.write_string_with_format(0, column, legal(head), &looks.head)?;
        let shown = sheet.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let wide = width(head, shown);
        page.set_column_width(column, f64::from(wide))?;
        widths.push(wide);
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        // Not left to the program that opens it: not every one makes room for wrapped text by itself.
        page.set_row_height(row, f64::from(height(cells, &widths)))?;
        for (column, cell) in (0_u16..).zip(cells) {
            write(page, row, column, cell, looks)?;
        }
    }
    Ok(())
}

fn write(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => page.write_string_with_format(row, column, fitting(text), &looks.text)?,
        Cell::Date(None) | Cell::Money(None) => page.write_blank(row, column, &looks.text)?,
        Cell::Date(Some(date)) => {
            let (year, month, day) = date.first();
            let (year, month, day) = (year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs());
            page.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(year, month, day)?, looks.date(*date))?
        }
        Cell::Count(count) => page.write_number_with_format(row, column, to_number(*count), &looks.count)?,
        Cell::Money(Some(sum)) if sum.0.unsigned_abs() < EXACT => {
            page.write_number_with_format(row, column, to_number(sum.0) / 100.0, &looks.money)?
        }
        Cell::Money(Some(sum)) => page.write_string_with_format(row, column, sum.to_string(), &looks.text)?,
    };
    Ok(())
}

/// Exact for everything that is written as a number: below 2⁵³ nothing is lost, and one division by 100 gives the
/// number nearest to the sum, which is written and shown with two places.
#[expect(clippy::cast_precision_loss, reason = "sums of 16 digits and more are written as text, counts are small")]
const fn to_number(count: i64) -> f64 {
    count as f64
}

fn moment(at: Instant) -> std::result::Result<ExcelDateTime, XlsxError> {
    let t = Instant { ms: at.ms, offset: 0 }.civil();
    let part = |n: i8| u16::from(n.unsigned_abs());
    let date = t.date();
    ExcelDateTime::from_ymd(date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs())?
        .and_hms(part(t.hour()), t.minute().unsigned_abs(), f64::from(t.second()))
}

/// The text as a cell can hold it.
fn fitting(text: &str) -> Cow<'_, str> {
    let text = legal(text);
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    Cow::Owned(kept.chain(CUT.chars()).collect())
}

/// As wide as the longest line, within bounds; a Chinese character is two wide.
fn width<'a>(head: &str, shown: impl Iterator<Item = &'a Cell>) -> u32 {
    const PADDING: usize = 2;
    let of_cell = |cell: &Cell| match cell {
        // What is long need not be measured to its end.
        Cell::Text(text) => text.lines().map(|l| cells(beginning(l))).max().unwrap_or(0),
        Cell::Date(date) => date.map_or(0, |d| cells(&d.chinese())),
        Cell::Count(count) => count.to_string().len(),
        Cell::Money(sum) => sum.map_or(0, |m| m.to_string().len() + 4),
    };
    let widest = shown.map(of_cell).max().unwrap_or(0);
    let most = if widest >= IS_LONG { LONG } else { SHORT };
    let width = (widest.max(cells(head) + 2) + PADDING).clamp(NARROWEST, most.max(cells(head) + 4));
    u32::try_from(width).unwrap_or(u32::MAX)
}

fn beginning(line: &str) -> &str {
    line.char_indices().nth(IS_LONG).map_or(line, |(at, _)| line.get(..at).unwrap_or(line))
}

/// As high as its longest text needs in columns of these widths, as far as a row may be.
fn height(row: &[Cell], widths: &[u32]) -> u32 {
    let lines = |(cell, width): (&Cell, &u32)| {
        let Cell::Text(text) = cell else { return 1 };
        let room = usize::try_from(width.saturating_sub(2)).unwrap_or(1).max(1);
        text.lines().map(|l| cells(l).div_ceil(room).max(1)).sum()
    };
    let most: usize = row.iter().zip(widths).map(lines).max().unwrap_or(1).max(1);
    u32::try_from(most).unwrap_or(TALLEST).saturating_mul(LINE).saturating_add(3).min(TALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::at;
    use calamine::{Data, Reader as _, Xlsx};

    fn book(rows: Vec<Vec<Cell>>) -> Book {
        let properties =
            Properties { title: "问题清单".into(), creator: "第一巡察组".into(), at: at("2026-03-16T09:00") };
        let heads = ["文字", "日期", "个数", "金额"].map(String::from).to_vec();
        Book {
            properties,
            marking: "工作秘密&内部".into(),
            sheets: vec![Sheet { name: "清单", heads, rows, printed: 4 }],
        }
    }

    fn read(bytes: Vec<u8>) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        book.worksheet_range("清单").unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn nothing_in_it_tells_on_which_system_it_was_made() {
        let bytes = book(vec![vec![Cell::text("甲")]]).to_bytes().unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..zip.len() {
            let entry = zip.by_index(at).unwrap();
            assert_eq!(entry.system(), System::Dos, "{:?}", entry.name());
        }
        assert!(zip.len() > 5);
    }

    #[test]
    fn cells_are_of_their_type() {
        let date = PartialDate::parse("2022-06-14");
        let rows = read(
            book(vec![vec![
                Cell::text("=1+1"),
                Cell::Date(date),
                Cell::Count(12),
                Cell::Money(Some(Money(18_600_007))),
            ]])
            .to_bytes()
            .unwrap(),
        );
        assert_eq!(rows[0].iter().map(ToString::to_string).collect::<Vec<_>>(), ["文字", "日期", "个数", "金额"]);
        let [text, date, count, sum] = rows[1].as_slice() else { panic!("{rows:?}") };
        assert_eq!(*text, Data::String("=1+1".into()), "never a formula");
        let Data::DateTime(day) = date else { panic!("{date:?}") };
        assert_eq!(day.to_ymd_hms_milli(), (2022, 6, 14, 0, 0, 0, 0));
        assert_eq!((count, sum), (&Data::Float(12.0), &Data::Float(186_000.07)));
    }

    #[test]
    fn a_sum_is_written_as_it_is_said_and_one_that_would_lose_digits_as_text() {
        for fen in [1, 7, 10, 29, 1_005, 18_600_007, 99_999_999_999_999] {
            let rows = read(book(vec![vec![Cell::Money(Some(Money(fen)))]]).to_bytes().unwrap());
            let Data::Float(value) = rows[1][0] else { panic!("{rows:?}") };
            assert_eq!(format!("{value:.2}"), Money(fen).to_string());
        }
        let sum = Money(1_234_567_890_123_456);
        let rows = read(book(vec![vec![Cell::Money(Some(sum))]]).to_bytes().unwrap());
        assert_eq!(rows[1][0], Data::String("12345678901234.56".into()));
    }

    #[test]
    fn a_text_that_is_too_long_for_a_cell_says_that_it_was_cut() {
        for unit in ["字", "𠮷", "😀"] {
            let rows = read(book(vec![vec![Cell::text(unit.repeat(40_000))]]).to_bytes().unwrap());
            let Data::String(text) = &rows[1][0] else { panic!() };
            assert!(text.ends_with(CUT) && text.starts_with(unit));
            assert!(text.encode_utf16().count() <= LONGEST && text.encode_utf16().count() > LONGEST - 3);
        }
        let whole = "字".repeat(10_000);
        let rows = read(book(vec![vec![Cell::text(&whole)]]).to_bytes().unwrap());
        assert_eq!(rows[1][0], Data::String(whole));
    }

    #[test]
    fn columns_are_as_wide_as_chinese_needs_within_bounds() {
        let wide = |text: &str| width("题", [Cell::text(text)].iter());
        assert_eq!([wide(""), wide("四个汉字"), wide("abcd"), wide(&"长".repeat(30))], [6, 10, 6, 20]);
        assert_eq!(wide(&"长".repeat(900)), 36);
        assert_eq!(wide("短\n一二三四五六"), 14, "the longest line counts");
    }

    #[test]
    fn rows_are_as_high_as_their_longest_text_and_no_higher_than_a_row_may_be() {
        let high = |text: &str| height(&[Cell::Count(1), Cell::text(text)], &[6, 12]);
        assert_eq!([high(""), high("一二三四五"), high("一二三四五六"), high("一\n二\n三")], [18, 18, 33, 48]);
        assert_eq!(high(&"长".repeat(10_000)), 409);
    }

    #[test]
    fn the_same_sheet_gives_the_same_bytes() {
        let make = || book(vec![vec![Cell::text("一")]]).to_bytes().unwrap();
        assert_eq!(make(), make());
    }
}
