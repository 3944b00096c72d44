//! xlsb, the binary form of xlsx.

use super::room::Room;
use super::xls::sheets;
use super::{Workbook, damaged, encrypted};
use crate::error::{Error, Result};
use calamine::{Reader, Xlsb, XlsbError};
use std::io::Cursor;

/// Reads all visible worksheets. Merged regions and hidden rows are not told here.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(explain)?;
    let mut out = Workbook { format: "xlsb".to_owned(), date1904: book.has_1904_epoch(), ..Workbook::default() };
    out.notes.push("xlsb 文件里合并的单元格只读左上一格，隐藏的行列也会读入，请核对".to_owned());
    sheets(&mut book, &mut out, &mut Room::of(bytes.len()), explain, |_, _, _, _| Ok(()))?;
    Ok(out)
}

fn explain(e: XlsbError) -> Error {
    match e {
        XlsbError::Password => encrypted(),
        XlsbError::Zip(_) | XlsbError::Io(_) => damaged("压缩包读不到底").because(e),
        _ => damaged("工作表内容读不通").because(e),
    }
}
