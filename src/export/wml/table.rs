//! Tables: a grid of columns, rows that do not break across pages, cells that span columns or rows.

use super::body::{Paragraph, border};
use super::xml::{Element, el, val};

/// Between the frame and the text beside it, twips (1.5 mm).
pub const CELL_MARGIN: i32 = 85;

/// Whether a cell is joined with the one below or above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Join {
    /// Stands alone.
    #[default]
    None,
    /// First of a column of joined cells; it holds the text.
    Start,
    /// Goes on from the cell above. It must exist: a missing cell is a damaged table.
    Continue,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    span: u8,
    join: Join,
    top: bool,
    paragraphs: Vec<Paragraph>,
}

impl Cell {
    /// A cell of one paragraph, one column wide.
    pub fn of(paragraph: Paragraph) -> Self {
        Self { span: 1, join: Join::None, top: false, paragraphs: vec![paragraph] }
    }

    /// Over `columns` columns.
    #[must_use]
    pub const fn span(mut self, columns: u8) -> Self {
        self.span = columns;
        self
    }

    /// Joined downwards or upwards.
    #[must_use]
    pub const fn join(mut self, join: Join) -> Self {
        self.join = join;
        self
    }

    /// Its text begins at the top instead of standing in the middle.
    #[must_use]
    pub const fn top(mut self) -> Self {
        self.top = true;
        self
    }

    /// One more paragraph.
    #[must_use]
    pub fn and(mut self, paragraph: Paragraph) -> Self {
        self.paragraphs.push(paragraph);
        self
    }

    /// `w:tc`; `width` is the sum of its columns.
    fn element(&self, width: i32) -> Element {
        let join = match self.join {
            Join::None => None,
            Join::Start => Some(val("w:vMerge", "restart")),
            // Written out although it is the default: one reader takes a missing value for "restart".
            Join::Continue => Some(val("w:vMerge", "continue")),
        };
        let properties = el("w:tcPr")
            .child(el("w:tcW").number("w:w", width).attr("w:type", "dxa"))
            .child_if(self.span > 1, || val("w:gridSpan", self.span.to_string()))
            .children(join)
            .child(val("w:vAlign", if self.top { "top" } else { "center" }));
        el("w:tc").child(properties).children(self.paragraphs.iter().map(Paragraph::element))
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    cells: Vec<Cell>,
    header: bool,
    breaks: bool,
}

impl Row {
    /// A row of cells whose spans add up to the columns of the table.
    pub const fn of(cells: Vec<Cell>) -> Self {
        Self { cells, header: false, breaks: false }
    }

    /// Repeated at the top of each page.
    #[must_use]
    pub const fn header(mut self) -> Self {
        self.header = true;
        self
    }

    /// May go on on the next page: for running text, which may be longer than a page.
    #[must_use]
    pub const fn breaks(mut self) -> Self {
        self.breaks = true;
        self
    }
}

/// A table with a frame around every cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Widths of its columns, twips. A frame that is wider than the type area hangs out evenly.
    columns: Vec<i32>,
    rows: Vec<Row>,
}

impl Table {
    /// A table of these column widths.
    pub const fn new(columns: Vec<i32>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// `w:tbl`.
    pub(super) fn element(&self) -> Element {
        let grid = self.columns.iter().map(|w| el("w:gridCol").number("w:w", *w));
        el("w:tbl")
            .child(self.properties())
            .child(el("w:tblGrid").children(grid))
            .children(self.rows.iter().map(|r| self.row(r)))
    }

    fn properties(&self) -> Element {
        let frame = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"].map(border);
        let margin = |name| el(name).number("w:w", CELL_MARGIN).attr("w:type", "dxa");
        el("w:tblPr")
            .child(el("w:tblW").number("w:w", self.columns.iter().sum::<i32>()).attr("w:type", "dxa"))
            .child(val("w:jc", "center"))
            .child(el("w:tblBorders").children(frame))
            .child(el("w:tblLayout").attr("w:type", "fixed"))
            .child(el("w:tblCellMar").child(margin("w:left")).child(margin("w:right")))
    }

    fn row(&self, row: &Row) -> Element {
        let properties = el("w:trPr")
            .child_if(!row.breaks, || el("w:cantSplit"))
            .child(val("w:trHeight", "500").attr("w:hRule", "atLeast"))
            .child_if(row.header, || el("w:tblHeader"));
        let mut columns = self.columns.iter();
        let cells = row.cells.iter().map(|cell| {
            let width = columns.by_ref().take(usize::from(cell.span)).sum();
            cell.element(width)
        });
        el("w:tr").child(properties).children(cells.collect::<Vec<_>>())
    }
}
