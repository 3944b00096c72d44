//! csv and txt: encoding and separator are found out, blank lines keep their numbers.

use super::grid::{Grid, beyond_note};
use super::room::Room;
use super::{Cell, CellKind, Workbook, aligned};
use crate::error::{Error, Result};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Stands for a separator of more than one byte while the csv parser runs; never part of a text.
const UNIT_SEPARATOR: char = '\u{1F}';
/// Lines looked at to find the separator.
const SAMPLE: usize = 200;

/// Reads the text as one sheet. A row's number is the line on which it starts.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let (text, encoding, note) = decode(bytes)?;
    let (text, stated) = stated_separator(text.trim_start_matches('\u{FEFF}'));
    if stated.is_none()
        && let Some(mut book) = aligned::read(text)?
    {
        book.format = format!("文本（{encoding}，按空格对齐）");
        book.notes.extend(note);
        return Ok(book);
    }
    let separator = stated.unwrap_or_else(|| find_separator(text));
    let single: Cow<'_, str> = if separator == '，' { Cow::Owned(split_wide(text)) } else { Cow::Borrowed(text) };
    let delimiter = u8::try_from(separator).unwrap_or(b'\x1F');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(single.as_bytes());
    let (mut grid, mut room) = (Grid::default(), Room::of(bytes.len()));
    // A `sep=` line in front was cut off, but counts.
    let skipped = usize::from(stated.is_some());
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { text: single.as_bytes(), at: 0, line: 0 };
    while reader.read_record(&mut record).map_err(|e| Error::input("文本表格读不通").because(e))? {
        let start = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(lines.at);
        let row = lines.record_at(start) + skipped;
        for (col, field) in record.iter().enumerate() {
            grid.put(&mut room, row, col, cell(field))?;
        }
    }
    let (table, beyond) = grid.finish(String::new());
    let mut notes: Vec<String> = note.into_iter().collect();
    notes.extend(beyond.then(|| beyond_note("")));
    let shown = if separator == '\t' { "制表符".to_owned() } else { format!("“{separator}”") };
    Ok(Workbook {
        name: String::new(),
        format: format!("csv（{encoding}，分隔符{shown}）"),
        tables: vec![table],
        notes,
        ..Workbook::default()
    })
}

/// Counts lines up to each record. The parser's own count starts before the blank lines that it skips, and before the
/// second half of a CR LF.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line, from 0, on which the record begins that the parser began to look for at byte `start`.
    fn record_at(&mut self, start: usize) -> usize {
        while let Some(byte) = self.text.get(self.at) {
            let end = matches!(byte, b'\n' | b'\r');
            if self.at >= start && !end {
                break;
            }
            let half = *byte == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
            self.line += usize::from(end && !half);
            self.at += 1;
        }
        self.line
    }
}

/// A csv does not tell text from numbers: what looks like a number is one, so that 1998.1 is known to be doubtful. What
/// guards a text against being read as a number or a formula is no part of it: ="副局长", '13900000001.
fn cell(field: &str) -> Cell {
    let trimmed = field.trim();
    let formula = trimmed.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).filter(|t| !t.contains('"'));
    let quoted = trimmed.strip_prefix('\'').filter(|t| !t.is_empty() && !t.contains('\''));
    if let Some(text) = formula.or(quoted) {
        return Cell::new(text.trim(), CellKind::Text);
    }
    let number = !trimmed.is_empty() && trimmed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    Cell::new(trimmed, if number { CellKind::Number } else { CellKind::Text })
}

/// Valid UTF-8 wins; what is not is GB18030. UTF-16 is told by its mark.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str, Option<String>)> {
    for (mark, encoding, name) in [([0xFF, 0xFE], UTF_16LE, "UTF-16"), ([0xFE, 0xFF], UTF_16BE, "UTF-16")] {
        if bytes.starts_with(&mark) {
            let (text, _, broken) = encoding.decode(bytes);
            return if broken { Err(not_text()) } else { Ok((text, name, None)) };
        }
    }
    if bytes.contains(&0) {
        return Err(not_text());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), "UTF-8", None)),
        // Cut in the middle of the last character, yet beyond doubt UTF-8: GB18030 would read it as other characters.
        Err(e) if e.error_len().is_none() && bytes.get(..e.valid_up_to()).is_some_and(|b| !b.is_ascii()) => {
            let (text, ..) = encoding_rs::UTF_8.decode(bytes.get(..e.valid_up_to()).unwrap_or_default());
            Ok((text, "UTF-8", Some("文件在一个字的中间断开，末尾可能不完整，请核对最后几行".to_owned())))
        }
        Err(_) => {
            let (text, _, broken) = GB18030.decode(bytes);
            // Legacy bytes that mean nothing decode to control characters or private use.
            let odd = text.chars().take(4096).filter(|c| c.is_control() && !c.is_whitespace()).count();
            if broken || odd > 0 { Err(not_text()) } else { Ok((text, "GB18030", None)) }
        }
    }
}

fn not_text() -> Error {
    Error::input("认不出这个文件：不是 xlsx、xls、ods，也不是 UTF-8 或 GB18030 编码的文本")
        .hint("文件可能已损坏。请用 Excel 或 WPS 打开，另存为 xlsx 再导入。")
}

/// Excel's own `sep=;` in the first line.
fn stated_separator(text: &str) -> (&str, Option<char>) {
    let Some((first, rest)) = text.split_once('\n') else { return (text, None) };
    let stated = first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=");
    match stated.map(|s| s.chars().collect::<Vec<_>>()).as_deref() {
        Some([c @ (',' | ';' | '\t' | '|')]) => (rest, Some(*c)),
        _ => (text, None),
    }
}

/// The separator that divides most lines into the same number of fields.
fn find_separator(text: &str) -> char {
    let mut best = (0, ',');
    for separator in [',', '\t', ';', '，', '|'] {
        let mut lines_with = std::collections::BTreeMap::<usize, usize>::new();
        for line in text.lines().take(SAMPLE) {
            let found = outside_quotes(line).filter(|(_, c)| *c == separator).count();
            if found > 0 {
                *lines_with.entry(found).or_default() += 1;
            }
        }
        let score = lines_with.iter().map(|(fields, lines)| lines * lines * (fields + 1)).max().unwrap_or(0);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// Characters outside double quotes.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quoted = false;
    text.char_indices().filter(move |(_, c)| {
        quoted ^= *c == '"';
        !quoted
    })
}

/// Full-width commas outside quotes become a one-byte separator.
fn split_wide(text: &str) -> String {
    let mut quoted = false;
    text.chars()
        .filter(|c| *c != UNIT_SEPARATOR)
        .map(|c| {
            quoted ^= c == '"';
            if c == '，' && !quoted { UNIT_SEPARATOR } else { c }
        })
        .collect()
}
