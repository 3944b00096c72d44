//! xls (Excel 97-2003) and WPS's et, which is the same inside.

use super::grid::{Grid, beyond_note};
use super::room::Room;
use super::xlsx::region;
use super::{Cell, CellKind, Workbook, damaged, display, encrypted};
use crate::error::{Error, Result};
use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::io::Cursor;

/// Reads all visible worksheets. Cell formats are not available here: a date that shows as 1998年7月 is its first day.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    refuse_absurd_dimensions(bytes)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(explain)?;
    let mut out = Workbook { format: "xls".to_owned(), date1904: book.has_1904_epoch(), ..Workbook::default() };
    sheets(&mut book, &mut out, &mut Room::of(bytes.len()), explain, |book, sheet, grid, room| {
        grid.merge(room, book.merge_cells_by_sheet_name(sheet).map_err(explain)?.into_iter().map(region))
    })?;
    Ok(out)
}

/// Reads the visible worksheets of a binary spreadsheet; `merge`: puts in what merged cells show.
pub(super) fn sheets<B: Reader<Cursor<R>>, R>(
    book: &mut B,
    out: &mut Workbook,
    room: &mut Room,
    explain: impl Fn(B::Error) -> Error,
    mut merge: impl FnMut(&mut B, &str, &mut Grid, &mut Room) -> Result<()>,
) -> Result<()>
where
    Cursor<R>: std::io::Read + std::io::Seek,
{
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            out.notes.push(format!("隐藏的工作表“{}”没有读入", sheet.name));
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(&explain)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut grid = Grid::default();
        for (row, col, value) in range.used_cells() {
            grid.put(room, top as usize + row, left as usize + col, seen(value))?;
        }
        merge(book, &sheet.name, &mut grid, room)?;
        let (table, beyond) = grid.finish(sheet.name);
        if beyond {
            out.notes.push(beyond_note(&table.sheet));
        }
        out.tables.push(table);
    }
    Ok(())
}

fn seen(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::default(),
        Data::String(s) | Data::DurationIso(s) => Cell::new(s.as_str(), CellKind::Text),
        #[expect(clippy::cast_precision_loss, reason = "a sheet holds doubles; larger integers do not occur")]
        Data::Int(i) => display::number(*i as f64, None),
        Data::Float(f) => display::number(*f, None),
        Data::Bool(b) => Cell::new(if *b { "是" } else { "否" }, CellKind::Bool),
        Data::DateTime(d) => display::date(*d, None),
        Data::DateTimeIso(s) => Cell::new(s.split('T').next().unwrap_or_default(), CellKind::Date),
        Data::Error(e) => Cell::new(e.to_string(), CellKind::Text),
    }
}

/// The parser reserves room for as many cells as the DIMENSIONS record (0x0200) promises. One flipped bit there asks
/// for terabytes, and a failed allocation ends the program, so a record beyond what the format allows is refused first.
fn refuse_absurd_dimensions(bytes: &[u8]) -> Result<()> {
    let absurd = bytes.windows(18).any(|w| match w {
        [0x00, 0x02, 0x0E, 0x00, _, _, _, _, r0, r1, r2, r3, _, _, c0, c1, 0, 0] => {
            u32::from_le_bytes([*r0, *r1, *r2, *r3]) > 65_536 || u16::from_le_bytes([*c0, *c1]) > 256
        }
        [0x00, 0x02, 0x0A, 0x00, _, _, _, _, _, _, c0, c1, 0, 0, ..] => u16::from_le_bytes([*c0, *c1]) > 256,
        _ => false,
    });
    if absurd { Err(damaged("表格大小的记录不对")) } else { Ok(()) }
}

fn explain(e: XlsError) -> Error {
    match e {
        XlsError::Password => encrypted(),
        XlsError::Cfb(_) | XlsError::Io(_) | XlsError::EoStream(_) => damaged("文件读不到底").because(e),
        _ => damaged("工作表内容读不通").because(e),
    }
}
