//! xlsx and xlsm. Cells are taken one by one, so that a stray cell in the last corner of a sheet costs nothing.

use super::grid::{Grid, Region, beyond_note};
use super::room::Room;
use super::{Cell, CellKind, Workbook, damaged, display, encrypted, hidden};
use crate::error::{Error, Result};
use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;

/// Reads all visible worksheets.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(explain)?;
    let mut out = Workbook { format: "xlsx".to_owned(), date1904: book.has_1904_epoch(), ..Workbook::default() };
    let mut hidden = hidden::of(bytes);
    let mut room = Room::of(bytes.len());
    if book.sheets_metadata().is_empty() {
        return Err(damaged("缺少工作表目录"));
    }
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            out.notes.push(format!("隐藏的工作表“{}”没有读入", sheet.name));
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(explain)?;
        let mut grid = cells(&mut book, &sheet.name, &mut room)?;
        grid.merge(&mut room, merged.into_iter().map(region))?;
        let (mut table, beyond) = grid.finish(sheet.name);
        if let Some(hidden) = hidden.remove(&table.sheet) {
            (table.hidden_rows, table.hidden_columns, table.filtered) = (hidden.rows, hidden.columns, hidden.filtered);
        }
        if beyond {
            out.notes.push(beyond_note(&table.sheet));
        }
        out.tables.push(table);
    }
    Ok(out)
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, room: &mut Room) -> Result<Grid> {
    let mut grid = Grid::default();
    let mut reader = book.worksheet_cells_reader(sheet).map_err(explain)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(explain)? {
        let format = reader.styles().get(style).and_then(|s| s.number_format.as_ref());
        let seen = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(s) | DataRef::DurationIso(s) => Cell::new(s.as_str(), CellKind::Text),
            DataRef::SharedString(s) => Cell::new(*s, CellKind::Text),
            #[expect(clippy::cast_precision_loss, reason = "a sheet holds doubles; larger integers do not occur")]
            DataRef::Int(i) => display::number(*i as f64, format),
            DataRef::Float(f) => display::number(*f, format),
            DataRef::Bool(b) => Cell::new(if *b { "是" } else { "否" }, CellKind::Bool),
            DataRef::DateTime(d) => display::date(*d, format),
            DataRef::DateTimeIso(s) => Cell::new(s.split('T').next().unwrap_or_default(), CellKind::Date),
            DataRef::Error(e) => Cell::new(e.to_string(), CellKind::Text),
        };
        let (row, col) = cell.get_position();
        // A program that opens such a file shows one of the two; which one, it does not say.
        if grid.holds(row as usize, col as usize) {
            return Err(damaged(&format!("第 {} 行在工作表“{sheet}”里出现两次", row + 1)));
        }
        grid.put(room, row as usize, col as usize, seen)?;
    }
    Ok(grid)
}

/// calamine's rectangle as ours.
pub(super) fn region(d: Dimensions) -> Region {
    Region { top: d.start.0 as usize, left: d.start.1 as usize, bottom: d.end.0 as usize, right: d.end.1 as usize }
}

fn explain(e: XlsxError) -> Error {
    match e {
        XlsxError::Password => encrypted(),
        XlsxError::Zip(_) | XlsxError::Io(_) => damaged("压缩包读不到底").because(e),
        XlsxError::FileNotFound(ref part) => damaged(&format!("缺少 {part}")).because(e),
        _ => damaged("工作表内容读不通").because(e),
    }
}
