//! The page of GB/T 9704-2012 (domain.md §8.3): A4, margins 37/28/35/26 mm, 22 lines of 28 characters.
//!
//! All lengths are twips (twentieths of a point; 56.69 to the millimetre).

use super::xml::{Element, el};

/// Width of A4.
pub const PAPER_WIDTH: i32 = 11906;
/// Height of A4.
pub const PAPER_HEIGHT: i32 = 16838;
/// 天头, 37 mm.
pub const TOP: i32 = 2098;
/// 订口, 28 mm.
pub const LEFT: i32 = 1588;
/// 35 mm below the type area.
pub const BOTTOM: i32 = 1984;
/// 26 mm right of the type area.
pub const RIGHT: i32 = 1474;
/// Width of the type area: 156 mm, 28 characters of 15.75 pt and a little.
pub const TYPE_WIDTH: i32 = PAPER_WIDTH - LEFT - RIGHT;
/// One line of the grid: 225 mm / 22. Type `lines`, because a glyph of 16 pt does not fit a cell of
/// `linesAndChars` and LibreOffice then gives it two.
pub const LINE_PITCH: i32 = 579;
/// One line inside a frame: the rules above and below leave 22 of these on a page.
pub const FRAMED_PITCH: i32 = LINE_PITCH - 1;
/// Added to each character of 16 pt, so that 28 of them fit 156 mm.
pub const CHARACTER_SPACING: i32 = -5;
/// Bottom edge of the paper to the bottom of the page number, so that its dash lies 7 mm under the type area.
const FOOTER: i32 = 1417;
/// Top edge of the paper to the marking: its foot lies 7 mm over the type area.
const HEADER: i32 = 1247;

/// Left and right of a sheet on its side: 25 mm. The standard knows no such page; the binding lies at the top.
const SIDE: i32 = 1418;
/// Width of the type area of a sheet on its side.
pub const WIDE: i32 = PAPER_HEIGHT - 2 * SIDE;

/// The page; only what differs between forms can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The sheet lies on its side: for tables of many columns.
    pub landscape: bool,
    /// Space under the type area.
    pub bottom: i32,
    /// Bottom edge of the paper to the bottom of the foot.
    pub footer: i32,
}

impl Page {
    /// The page of the standard.
    pub const STANDARD: Self = Self { landscape: false, bottom: BOTTOM, footer: FOOTER };
    /// A sheet on its side, bound at the top.
    pub const LANDSCAPE: Self = Self { landscape: true, bottom: RIGHT, footer: 794 };

    /// A page of `lines` whole lines over a foot that needs more room than the standard leaves.
    ///
    /// Width and pitch of the type area are the standard's; a foot that grows beyond its room pushes the text up.
    pub const fn of_lines(lines: i32) -> Self {
        const EDGE: i32 = 851;
        // A sum that comes out even may lose the last line to rounding.
        const SLACK: i32 = 10;
        Self { landscape: false, bottom: PAPER_HEIGHT - TOP - lines * LINE_PITCH - SLACK, footer: EDGE }
    }

    /// Width of the type area.
    pub const fn width(self) -> i32 {
        if self.landscape { WIDE } else { TYPE_WIDTH }
    }

    /// `w:pgSz`, `w:pgMar` and `w:docGrid`, in the order of the schema.
    pub(super) fn elements(self) -> [Element; 4] {
        let size = if self.landscape {
            el("w:pgSz").number("w:w", PAPER_HEIGHT).number("w:h", PAPER_WIDTH).attr("w:orient", "landscape")
        } else {
            el("w:pgSz").number("w:w", PAPER_WIDTH).number("w:h", PAPER_HEIGHT)
        };
        let (top, right, left, header) =
            if self.landscape { (LEFT, SIDE, SIDE, 850) } else { (TOP, RIGHT, LEFT, HEADER) };
        [
            size,
            el("w:pgMar")
                .number("w:top", top)
                .number("w:right", right)
                .number("w:bottom", self.bottom)
                .number("w:left", left)
                .number("w:header", header)
                .number("w:footer", self.footer)
                .number("w:gutter", 0),
            el("w:cols").number("w:space", 425),
            el("w:docGrid").attr("w:type", "lines").number("w:linePitch", LINE_PITCH),
        ]
    }
}
