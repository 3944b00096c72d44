//! xlsb, the binary form of xlsx.

use super::grid::{Grid, beyond_note};
use super::xls::seen;
use super::{Workbook, damaged, encrypted};
use crate::error::{Error, Result};
use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};
use std::io::Cursor;

/// Reads all visible worksheets. Merged regions and hidden rows are not told here.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(explain)?;
    let mut out = Workbook { format: "xlsb".to_owned(), date1904: book.has_1904_epoch(), ..Workbook::default() };
    out.notes.push("xlsb 文件里合并的单元格只读左上一格，隐藏的行列也会读入，请核对".to_owned());
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            out.notes.push(format!("隐藏的工作表“{}”没有读入", sheet.name));
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(explain)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut grid = Grid::default();
        for (row, col, value) in range.used_cells() {
            grid.put(top as usize + row, left as usize + col, seen(value))?;
        }
        let (table, beyond) = grid.finish(sheet.name);
        if beyond {
            out.notes.push(beyond_note(&table.sheet));
        }
        out.tables.push(table);
    }
    Ok(out)
}

fn explain(e: XlsbError) -> Error {
    match e {
        XlsbError::Password => encrypted(),
        XlsbError::Zip(_) | XlsbError::Io(_) => damaged("压缩包读不到底").because(e),
        _ => damaged("工作表内容读不通").because(e),
    }
}
