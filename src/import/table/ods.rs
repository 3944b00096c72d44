//! ods (OpenDocument): read here, because its `text:p` is what the cell shows (1998.10, not 1998.1), its spans tell the
//! merged cells, and its repeated rows must be counted before they are made.

use super::grid::{Grid, Region, beyond_note};
use super::room::Room;
use super::{Cell, CellKind, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, Workbook, damaged};
use crate::error::Result;
use crate::text::day;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeSet;
use std::io::{BufReader, Cursor, Read};

/// Reads all sheets.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged("压缩包不完整").because(e))?;
    let part = zip.by_name("content.xml").map_err(|e| damaged("缺少 content.xml").because(e))?;
    let mut reader = Reader::from_reader(BufReader::new(part.take(MAX_UNPACKED)));
    let mut sheets = Sheets::of(bytes.len());
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| damaged("content.xml 读不通").because(e))? {
            Event::Start(e) => sheets.start(&e)?,
            Event::Empty(e) => {
                sheets.start(&e)?;
                sheets.end(e.name().as_ref())?;
            }
            Event::End(e) => sheets.end(e.name().as_ref())?,
            Event::Text(t) => sheets.text(&t.xml10_content()),
            Event::CData(t) => sheets.text(&t.xml10_content()),
            Event::GeneralRef(r) => match r.resolve_char_ref().ok().flatten() {
                Some(c) => sheets.push(c),
                None => quick_xml::escape::resolve_xml_entity(&r).into_iter().for_each(|s| sheets.text(s)),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if sheets.grid.is_some() {
        return Err(damaged("content.xml 没有结尾"));
    }
    Ok(sheets.book)
}

/// A cell being read.
struct Open {
    cell: Cell,
    date: Option<String>,
    repeated: usize,
    spans: (usize, usize),
}

/// What is known at one point of the document.
struct Sheets {
    book: Workbook,
    room: Room,
    name: String,
    grid: Option<Grid>,
    merged: Vec<Region>,
    row: usize,
    row_repeated: usize,
    cells: Vec<(usize, Cell)>,
    col: usize,
    open: Option<Open>,
    /// Depth inside something that is not the cell's own text: comments, drawings, the change history.
    hidden: usize,
    /// Rows and columns of the sheet that do not show.
    hidden_rows: BTreeSet<usize>,
    hidden_columns: BTreeSet<usize>,
    filtered: bool,
    /// Columns declared so far.
    columns: usize,
    /// The style being declared, and the styles of sheets that do not show.
    style: String,
    hidden_styles: BTreeSet<String>,
    /// The sheet does not show.
    hidden_sheet: bool,
}

impl Sheets {
    /// Before the first element of a file of so many bytes.
    fn of(bytes: usize) -> Self {
        Self {
            book: Workbook { format: "ods".to_owned(), ..Workbook::default() },
            room: Room::of(bytes),
            name: String::new(),
            grid: None,
            merged: Vec::new(),
            row: 0,
            row_repeated: 0,
            cells: Vec::new(),
            col: 0,
            open: None,
            hidden: 0,
            hidden_rows: BTreeSet::new(),
            hidden_columns: BTreeSet::new(),
            filtered: false,
            columns: 0,
            style: String::new(),
            hidden_styles: BTreeSet::new(),
            hidden_sheet: false,
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Result<()> {
        let name = e.name();
        let name: &str = name.as_ref();
        if self.hidden > 0 || aside(name) {
            self.hidden += 1;
            return Ok(());
        }
        match name {
            "table:table" => {
                self.name = attribute(e, "table:name").unwrap_or_default();
                self.grid = Some(Grid::default());
                (self.row, self.col, self.columns) = (0, 0, 0);
                self.merged.clear();
                self.hidden_sheet = attribute(e, "table:style-name").is_some_and(|s| self.hidden_styles.contains(&s));
                (self.hidden_rows, self.hidden_columns, self.filtered) = Default::default();
            }
            "style:style" => self.style = attribute(e, "style:name").unwrap_or_default(),
            "style:table-properties" if attribute(e, "table:display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table:table-column" => {
                let end = self.columns.saturating_add(count(e, "table:number-columns-repeated"));
                if is_hidden(e) {
                    self.hidden_columns.extend(self.columns..end.min(MAX_COLUMNS));
                }
                self.columns = end;
            }
            "table:table-row" => {
                self.col = 0;
                self.row_repeated = count(e, "table:number-rows-repeated");
                if is_hidden(e) {
                    let end = self.row.saturating_add(self.row_repeated).min(MAX_ROWS);
                    self.room.take(end.saturating_sub(self.row).saturating_mul(size_of::<[usize; 2]>()))?;
                    self.hidden_rows.extend(self.row..end);
                    self.filtered |= attribute(e, "table:visibility").as_deref() == Some("filter");
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.open = Some(open(e)),
            "text:p" => {
                if let Some(open) = &mut self.open
                    && !open.cell.text.is_empty()
                {
                    open.cell.text.push('\n');
                }
            }
            "text:line-break" => self.push('\n'),
            "text:tab" => self.push(' '),
            "text:s" => (0..count(e, "text:c").min(64)).for_each(|_| self.push(' ')),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<()> {
        if self.hidden > 0 {
            self.hidden -= 1;
            return Ok(());
        }
        match name {
            "table:table-cell" | "table:covered-table-cell" => self.close_cell()?,
            "table:table-row" => self.close_row()?,
            "table:table" => {
                if let Some(mut grid) = self.grid.take() {
                    grid.merge(&mut self.room, self.merged.drain(..))?;
                    let (mut table, beyond) = grid.finish(std::mem::take(&mut self.name));
                    table.hidden_rows = std::mem::take(&mut self.hidden_rows);
                    table.hidden_columns = std::mem::take(&mut self.hidden_columns);
                    table.filtered = self.filtered;
                    if self.hidden_sheet {
                        self.book.notes.push(format!("隐藏的工作表“{}”没有读入", table.sheet));
                        return Ok(());
                    }
                    if beyond {
                        self.book.notes.push(beyond_note(&table.sheet));
                    }
                    self.book.tables.push(table);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // Line ends in the file are layout of the file, not of the cell.
        text.chars().filter(|c| !matches!(c, '\n' | '\r')).for_each(|c| self.push(c));
    }

    fn push(&mut self, c: char) {
        if self.hidden == 0
            && let Some(open) = &mut self.open
        {
            open.cell.text.push(c);
        }
    }

    fn close_cell(&mut self) -> Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        if let (CellKind::Date, Some(date)) = (open.cell.kind, open.date)
            && day::read(&open.cell.text).is_none()
        {
            date.split('T').next().unwrap_or_default().clone_into(&mut open.cell.text);
        }
        let cell = Cell::new(open.cell.text, open.cell.kind);
        let (rows, cols) = open.spans;
        if (rows, cols) != (1, 1) {
            let (bottom, right) = (self.row.saturating_add(rows - 1), self.col.saturating_add(cols - 1));
            self.merged.push(Region { top: self.row, left: self.col, bottom, right });
        }
        if !cell.text.is_empty() {
            // One column too many is kept, so that the grid can tell that something was left out.
            let to = self.col.saturating_add(open.repeated).min(MAX_COLUMNS + 1);
            // A long text that stands in many cells is counted before it is copied.
            let copies = to.saturating_sub(self.col);
            self.room.take(copies.saturating_mul(size_of::<Cell>().saturating_add(cell.text.len())))?;
            self.cells.extend((self.col..to).map(|col| (col, cell.clone())));
        }
        self.col = self.col.saturating_add(open.repeated);
        Ok(())
    }

    fn close_row(&mut self) -> Result<()> {
        if let Some(grid) = self.grid.as_mut().filter(|_| !self.cells.is_empty()) {
            let to = self.row.saturating_add(self.row_repeated).min(MAX_ROWS + 1);
            for row in self.row..to {
                for (col, cell) in &self.cells {
                    grid.put(&mut self.room, row, *col, cell.clone())?;
                }
            }
        }
        self.cells.clear();
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }
}

/// Elements whose text is not the cell's.
fn aside(name: &str) -> bool {
    matches!(name, "office:annotation" | "table:tracked-changes" | "table:shapes") || name.starts_with("draw:")
}

fn open(e: &BytesStart<'_>) -> Open {
    let kind = match attribute(e, "office:value-type").as_deref() {
        Some("float" | "percentage" | "currency") => CellKind::Number,
        Some("date") => CellKind::Date,
        Some("boolean") => CellKind::Bool,
        _ => CellKind::Text,
    };
    Open {
        cell: Cell { kind, ..Cell::default() },
        date: attribute(e, "office:date-value"),
        repeated: count(e, "table:number-columns-repeated"),
        spans: (count(e, "table:number-rows-spanned"), count(e, "table:number-columns-spanned")),
    }
}

/// Hidden by hand, or by a filter.
fn is_hidden(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "table:visibility").as_deref(), Some("collapse" | "filter"))
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = e.try_get_attribute(name).ok().flatten()?;
    value.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// A count of at least one.
fn count(e: &BytesStart<'_>, name: &str) -> usize {
    attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or(1).max(1)
}
