//! What a child says: JSON values one after another, a table before its rows, and the end.

use crate::import::table::{Cell, CellKind, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::Write;

/// One thing that a child says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Frame {
    /// A table begins.
    Table(TableHead),
    /// The next row of the table.
    Row(Vec<WireCell>),
    /// All was said.
    Done { format: String, notes: Vec<String>, date1904: bool },
    /// The file is refused; what and why, for the user.
    Refused { what: String, hint: String },
}

/// A table without its rows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TableHead {
    sheet: String,
    hidden_rows: BTreeSet<usize>,
    hidden_columns: BTreeSet<usize>,
    filtered: bool,
}

impl TableHead {
    /// Bytes that it takes.
    pub(super) fn weight(&self) -> usize {
        let hidden = self.hidden_rows.len().saturating_add(self.hidden_columns.len());
        hidden
            .saturating_mul(size_of::<[usize; 2]>())
            .saturating_add(size_of::<Table>())
            .saturating_add(self.sheet.len())
    }
}

impl From<&Table> for TableHead {
    fn from(table: &Table) -> Self {
        let Table { sheet, rows: _, hidden_rows, hidden_columns, filtered } = table;
        let (hidden_rows, hidden_columns) = (hidden_rows.clone(), hidden_columns.clone());
        Self { sheet: sheet.clone(), hidden_rows, hidden_columns, filtered: *filtered }
    }
}

impl From<TableHead> for Table {
    fn from(head: TableHead) -> Self {
        let TableHead { sheet, hidden_rows, hidden_columns, filtered } = head;
        Self { sheet, rows: Vec::new(), hidden_rows, hidden_columns, filtered }
    }
}

/// Text, kind, and where it was copied from.
pub(super) type WireCell = (String, CellKind, Option<(u32, u32)>);

/// The same, borrowed.
type BorrowedCell<'r> = (&'r str, CellKind, Option<(u32, u32)>);

/// The cells of a row.
pub(super) fn cells(row: Vec<WireCell>) -> Vec<Cell> {
    row.into_iter().map(|(text, kind, copied_from)| Cell { text, kind, copied_from }).collect()
}

/// Says a frame.
pub(super) fn write(output: &mut impl Write, frame: &Frame) -> std::io::Result<()> {
    serde_json::to_writer(output, frame).map_err(Into::into)
}

/// Says a row, without a copy of its texts.
pub(super) fn write_row(output: &mut impl Write, row: &[Cell]) -> std::io::Result<()> {
    #[derive(Serialize)]
    enum Borrowed<'r> {
        Row(Vec<BorrowedCell<'r>>),
    }
    let row = row.iter().map(|c| (c.text.as_str(), c.kind, c.copied_from)).collect();
    serde_json::to_writer(output, &Borrowed::Row(row)).map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_what_is_heard() {
        let row = vec![
            Cell::new("柳\n一\u{1F}", CellKind::Text),
            Cell::default(),
            Cell { copied_from: Some((3, 4)), ..Cell::new("1998.10", CellKind::Number) },
        ];
        let table = Table { sheet: "表".into(), hidden_rows: [1, 7].into(), filtered: true, ..Table::default() };
        let mut said = Vec::new();
        write(&mut said, &Frame::Table((&table).into())).unwrap();
        write_row(&mut said, &row).unwrap();
        write(&mut said, &Frame::Done { format: "xls".into(), notes: vec!["注".into()], date1904: true }).unwrap();
        let heard: Vec<Frame> =
            serde_json::Deserializer::from_slice(&said).into_iter().collect::<Result<_, _>>().unwrap();
        let [Frame::Table(title), Frame::Row(told), Frame::Done { format, notes, date1904: true }] =
            <[Frame; 3]>::try_from(heard).unwrap()
        else {
            panic!("other frames")
        };
        assert_eq!((Table::from(title), cells(told)), (table, row));
        assert_eq!((format.as_str(), notes.as_slice()), ("xls", ["注".to_owned()].as_slice()));
    }
}
