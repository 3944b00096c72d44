//! How much memory the cells of one file may take: a file of a kilobyte can say that one long text stands in a million
//! cells.

use super::Cell;
use crate::error::{Error, Result};

/// Room for the cells of any file.
const LEAST: u64 = 32 << 20;
/// Room for each byte of the file. Cells of a packed file take up to ten times its size (measured on rosters of ten
/// thousand people).
const PER_BYTE: u64 = 24;

/// What is left for the cells of a file.
#[derive(Debug)]
pub(super) struct Room {
    left: u64,
    most: u64,
}

impl Room {
    /// The room of a file of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        let most = most(bytes);
        Self { left: most, most }
    }

    /// Takes room for a cell with its text.
    ///
    /// # Errors
    /// When there is none left.
    pub(super) fn cell(&mut self, cell: &Cell) -> Result<()> {
        self.take(size_of::<Cell>().saturating_add(cell.text.len()))
    }

    /// Takes room for so many bytes.
    ///
    /// # Errors
    /// When there is none left.
    pub(super) fn take(&mut self, bytes: usize) -> Result<()> {
        self.left =
            u64::try_from(bytes).ok().and_then(|b| self.left.checked_sub(b)).ok_or_else(|| too_large(self.most))?;
        Ok(())
    }
}

/// Greatest number of bytes for the cells of a file of so many bytes.
pub(super) fn most(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(PER_BYTE).saturating_add(LEAST)
}

/// The error for a file whose content takes too much memory.
pub(super) fn too_large(most: u64) -> Error {
    Error::input(format!("内容展开后超过 {} MB，不像正常的名册", most >> 20))
        .hint("请核对文件来源；确需导入的，用 Excel 或 WPS 打开，只留下需要的行和列，另存为 csv 再导入。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::CellKind;

    #[test]
    fn room_grows_with_the_file_and_ends() {
        assert_eq!(most(0), LEAST);
        assert!(most(1 << 20) <= 64 << 20, "a file of 1 MiB must stay far under 300 MiB");
        let mut room = Room::of(0);
        let long = Cell::new("字".repeat(1 << 20), CellKind::Text);
        let taken = (0..100).take_while(|_| room.cell(&long).is_ok()).count();
        assert_eq!(taken, 10);
        assert!(room.cell(&long).unwrap_err().what.contains("超过 32 MB"));
    }
}
