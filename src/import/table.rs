//! Tables as units send them, read into one shape: sheets of cells that hold what a person sees.
//!
//! xlsx, xlsb and xls go through calamine. ods is read here, because only its own text tells how a cell looks and which
//! cells are merged. csv and txt may be UTF-8 or GB18030 and use any of five separators; both are found out from the
//! bytes. The kind of a file is told by its content, never by its name: office systems save web pages as `.xls`, and
//! people rename Word files.
//!
//! A file from outside is not trusted: size, rows, cells and what a zip unpacks to are limited, and a parser that
//! trips over damage ends in a message, not in a crash. The cells of a file take memory in proportion to its size
//! (`room`), and packed and binary files are read in a process of their own (`apart`). Nothing here writes anything.

mod aligned;
pub mod apart;
mod display;
mod grid;
mod hidden;
mod ods;
mod room;
mod sniff;
mod text;
mod xls;
mod xlsb;
mod xlsx;

#[cfg(test)]
mod tests;

use crate::error::{self, Error, Kind, Result};
use crate::text::blank::is_blank;
use crate::text::pasted::Pasted;
use serde::{Deserialize, Serialize};
use sniff::Format;
use std::collections::BTreeSet;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Greatest file, 50 MB. A roster of ten thousand people takes under 2 MB.
pub const MAX_BYTES: u64 = 50 << 20;
/// Greatest text file, 16 MB: its cells take many times as much memory.
pub const MAX_TEXT: u64 = 16 << 20;
/// Greatest number of rows of one sheet.
pub const MAX_ROWS: usize = 200_000;
/// Columns read of one sheet; what stands further right is noted and left out.
pub const MAX_COLUMNS: usize = 256;
/// Greatest number of cells of one sheet, blanks between them included.
pub const MAX_CELLS: usize = 6_000_000;
/// Greatest size of the XML that a packed file may unpack to.
pub const MAX_UNPACKED: u64 = 512 << 20;

const KEEP: &str = "原文件未作任何改动。";

/// What a cell holds, as far as it matters for reading dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text,
    /// A number, or text of a csv that looks like one: a zero at its end may be lost (1998.10 became 1998.1).
    Number,
    /// A date; its text is `1998-07-01`, or `1998-07` and `1998` where the cell shows no more.
    Date,
    /// A truth value: 是 or 否.
    Bool,
}

/// One cell: what a person sees in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text seen.
    pub text: String,
    /// What it is.
    pub kind: CellKind,
    /// Row and column (from 0) of the cell that this one was copied from, when it is covered by a merged region.
    pub copied_from: Option<(u32, u32)>,
}

impl Cell {
    /// A cell of `kind`; empty text gives an empty cell.
    pub fn new(text: impl Into<String>, kind: CellKind) -> Self {
        let text = text.into();
        let kind = if text.is_empty() { CellKind::Empty } else { kind };
        Self { text, kind, copied_from: None }
    }

    /// Whether it shows nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_blank)
    }
}

/// One sheet. Row 0 is the sheet's row 1; rows may differ in length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet; empty for a text file.
    pub sheet: String,
    /// Cells with merged regions expanded.
    pub rows: Vec<Vec<Cell>>,
    /// Rows (from 0) that do not show: hidden by hand or by a filter. xls and xlsb do not tell.
    pub hidden_rows: BTreeSet<usize>,
    /// Columns (from 0) that do not show.
    pub hidden_columns: BTreeSet<usize>,
    /// A filter is on.
    pub filtered: bool,
}

/// A file as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    /// Name of the file, for messages.
    pub name: String,
    /// How it was read, e.g. `csv（GB18030，分隔符“;”）`.
    pub format: String,
    /// Visible sheets that hold anything.
    pub tables: Vec<Table>,
    /// What was left out or guessed, in Chinese.
    pub notes: Vec<String>,
    /// Numbers of days count from 1904, as old Excel for the Mac had it.
    pub date1904: bool,
}

/// Reads the file at `path`.
///
/// # Errors
/// [`Kind::Input`] when it is too large, damaged, encrypted or no table; the message names the file and says what to
/// do. The file is never changed.
pub fn read(path: &Path) -> Result<Workbook> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let open = |e| error::io("读取", path, e);
    if path.is_dir() {
        return Err(Error::input(format!("“{name}”是文件夹，不是文件")).hint("请指明花名册文件。"));
    }
    let file = crate::regular::open(path).map_err(open)?;
    if file.metadata().is_ok_and(|m| m.len() > MAX_BYTES) {
        return Err(named(too_large(MAX_BYTES), &name));
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(open)?;
    parse(&bytes, &name)
}

/// Reads the bytes of a file called `name`; the name serves messages only.
///
/// # Errors
/// As [`read`].
pub fn parse(bytes: &[u8], name: &str) -> Result<Workbook> {
    // Before another process is handed a copy of it.
    if bytes.len() as u64 > MAX_BYTES {
        return Err(named(too_large(MAX_BYTES), name));
    }
    let read = apart::read(bytes).unwrap_or_else(|| read_bytes(bytes));
    match read {
        Ok(mut book) => {
            let cells = book.tables.iter_mut().flat_map(|t| t.rows.iter_mut().flatten());
            let cleaned = cells.filter_map(|cell| Pasted::clean(&mut cell.text).then_some(())).count();
            if cleaned > 0 {
                let what = "控制字符、终端控制序列或改变文字方向的符号";
                book.notes.push(format!("有 {cleaned} 格含{what}，已去掉，请核对"));
            }
            book.tables.iter_mut().for_each(|t| {
                Pasted::clean(&mut t.sheet);
            });
            book.notes.iter_mut().for_each(|n| {
                Pasted::clean(n);
            });
            // What held nothing but such signs holds nothing now.
            keep_filled(&mut book).map_err(|e| named(e, name))?;
            Ok(Workbook { name: name.to_owned(), ..book })
        }
        Err(e) => Err(named(e, name)),
    }
}

/// With the name of the file, and that nothing happened to it.
fn named(mut e: Error, name: &str) -> Error {
    e.what = format!("“{name}”：{}", e.what);
    e.hint.push_str(KEEP);
    e
}

fn too_large(limit: u64) -> Error {
    Error::input(format!("文件超过 {} MB", limit >> 20))
        .hint("花名册不会有这么大，请核对是否选错了文件；如含图片，请删去图片后另存。")
}

fn read_bytes(bytes: &[u8]) -> Result<Workbook> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(MAX_BYTES));
    }
    let format = sniff::sniff(bytes)?;
    if matches!(format, Format::Text) && bytes.len() as u64 > MAX_TEXT {
        return Err(too_large(MAX_TEXT));
    }
    let mut book = guarded(|| match format {
        Format::Xlsx => xlsx::read(bytes),
        Format::Xls => xls::read(bytes),
        Format::Xlsb => xlsb::read(bytes),
        Format::Ods => ods::read(bytes),
        Format::Text => text::read(bytes),
    })?;
    keep_filled(&mut book)?;
    Ok(book)
}

/// Leaves out tables in which nothing stands; refuses a workbook of nothing else.
fn keep_filled(book: &mut Workbook) -> Result<()> {
    book.tables.retain(|t| t.rows.iter().flatten().any(|c| !c.is_blank()));
    if book.tables.is_empty() {
        return Err(Error::input("表格是空的，没有任何内容").hint("请核对是否选错了文件，或内容在隐藏的工作表里。"));
    }
    Ok(())
}

/// Runs a parser on bytes from outside. A panic in it (arithmetic on damaged offsets) is a damaged file.
fn guarded<T>(parser: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(parser)).unwrap_or_else(|_| Err(damaged("内部结构前后矛盾")))
}

/// The error for a file that cannot be read to its end.
fn damaged(detail: &str) -> Error {
    Error::new(Kind::Input, format!("文件不完整或已损坏（{detail}）"))
        .hint("请用 Excel 或 WPS 打开后另存为 xlsx 再导入；打不开的，请单位重新发送。")
}

/// The error for a file under a password.
fn encrypted() -> Error {
    Error::input("文件设有打开密码，读不出内容").hint("请用 Excel 或 WPS 打开，去掉密码后另存，再导入。")
}
