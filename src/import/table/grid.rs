//! A sheet under construction: cells arrive in any order, merged regions at the end.

use super::room::Room;
use super::{Cell, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table};
use crate::error::{Error, Result};

/// A rectangle of cells, all bounds included, counted from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    pub(super) top: usize,
    pub(super) left: usize,
    pub(super) bottom: usize,
    pub(super) right: usize,
}

/// Rows grow as cells arrive, within the limits.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Cell>>,
    slots: usize,
    beyond: bool,
}

impl Grid {
    /// Whether a cell was put there.
    pub(super) fn holds(&self, row: usize, col: usize) -> bool {
        self.rows.get(row).and_then(|r| r.get(col)).is_some_and(|c| !c.text.is_empty())
    }

    /// Puts a cell; an empty one takes no room.
    pub(super) fn put(&mut self, room: &mut Room, row: usize, col: usize, cell: Cell) -> Result<()> {
        if cell.text.is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS {
            return Err(Error::input(format!("表格超过 {MAX_ROWS} 行"))
                .hint("花名册不会有这么多行，请核对是否选错了文件，或删去多余的行后另存。"));
        }
        if col >= MAX_COLUMNS {
            self.beyond = true;
            return Ok(());
        }
        room.cell(&cell)?;
        if self.rows.len() <= row {
            room.take((row + 1 - self.rows.len()).saturating_mul(size_of::<Vec<Cell>>()))?;
            self.rows.resize_with(row + 1, Vec::new);
        }
        let Some(line) = self.rows.get_mut(row) else { return Ok(()) };
        if line.len() <= col {
            let added = col + 1 - line.len();
            room.take((added - 1).saturating_mul(size_of::<Cell>()))?;
            self.slots += added;
            if self.slots > MAX_CELLS {
                return Err(Error::input(format!("表格超过 {MAX_CELLS} 个单元格"))
                    .hint("花名册不会有这么大，请核对是否选错了文件，或只留下需要的行和列后另存。"));
            }
            line.resize_with(col + 1, Cell::default);
        }
        if let Some(slot) = line.get_mut(col) {
            *slot = cell;
        }
        Ok(())
    }

    /// Copies the top left cell of each region into the cells that the region covers, as far as the sheet is filled.
    pub(super) fn merge(&mut self, room: &mut Room, regions: impl IntoIterator<Item = Region>) -> Result<()> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let height = self.rows.len();
        // Regions may not overlap; a file whose regions do is not worth more than one pass over the sheet.
        let mut budget = MAX_CELLS;
        for r in regions {
            let Some(origin) = self.rows.get(r.top).and_then(|line| line.get(r.left)).cloned() else { continue };
            let from = u32::try_from(r.top).ok().zip(u32::try_from(r.left).ok());
            for row in r.top..=r.bottom.min(height.saturating_sub(1)) {
                for col in r.left..=r.right.min(width.saturating_sub(1)) {
                    budget = budget.saturating_sub(1);
                    if budget == 0 {
                        return Ok(());
                    }
                    if (row, col) != (r.top, r.left) {
                        self.put(room, row, col, Cell { copied_from: from, ..origin.clone() })?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The sheet, and whether cells right of the last column read were left out.
    pub(super) fn finish(self, sheet: String) -> (Table, bool) {
        (Table { sheet, rows: self.rows, ..Table::default() }, self.beyond)
    }
}

/// The note on columns that were left out.
pub(super) fn beyond_note(sheet: &str) -> String {
    format!("工作表“{sheet}”第 {MAX_COLUMNS} 列以后的内容没有读入")
}
