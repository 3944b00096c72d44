//! What is on the screen, and the bytes that turn it into the next frame.
//!
//! ratatui's `Terminal` is used for one thing only: it is what gives out a `Frame` to draw on. Comparing, writing
//! and the caret are done here, so that a frame is one text, and nothing asks the terminal anything.

use super::paint;
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::io::{self, Sink};

/// The caret must not be seen running over the rows, on terminals without synchronised updates.
const HIDE: &str = "\x1b[?25l";

/// The screen as it was drawn last.
#[derive(Debug)]
pub(super) struct Canvas {
    frames: Terminal<CrosstermBackend<Sink>>,
    area: Rect,
    /// `None`: unknown, the next frame writes everything.
    shown: Option<Buffer>,
    caret: Option<(u16, u16)>,
}

impl Canvas {
    /// A screen of this many columns and rows, of which nothing is known.
    pub(super) fn new(size: (u16, u16)) -> io::Result<Self> {
        let area = Rect::new(0, 0, size.0, size.1);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let frames = Terminal::with_options(CrosstermBackend::new(io::sink()), options)?;
        Ok(Self { frames, area, shown: None, caret: None })
    }

    /// The last row, from 0.
    pub(super) const fn last_row(&self) -> u16 {
        self.area.height.saturating_sub(1)
    }

    /// Forgets what is on the screen.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws a frame and returns what to write for it, the caret's end aside; `None` when it looks as it did.
    pub(super) fn draw(
        &mut self,
        size: (u16, u16),
        view: impl FnOnce(&mut Frame<'_>) -> Option<(u16, u16)>,
    ) -> io::Result<Option<String>> {
        if (self.area.width, self.area.height) != size {
            *self = Self::new(size)?;
        }
        let caret = view(&mut self.frames.get_frame()).filter(|at| self.area.contains((*at).into()));
        let next = std::mem::take(self.frames.current_buffer_mut());
        let cells = paint::changes(self.shown.as_ref(), &next);
        let before = self.shown.replace(next);
        let first = before.is_none();
        // A screen of cells is some hundred KiB: the one shown before is drawn on next, instead of a new one each frame.
        *self.frames.current_buffer_mut() = before.map_or_else(|| Buffer::empty(self.area), blank);
        let moved = std::mem::replace(&mut self.caret, caret) != caret;
        if cells.is_empty() && !first && !moved {
            return Ok(None);
        }
        let mut body = String::from(HIDE);
        if first {
            body.push_str("\x1b[0m\x1b[2J");
        }
        write_cells(&cells, &mut body)?;
        Ok(Some(body))
    }

    /// Appends what writes row `y` of the last frame again.
    pub(super) fn row(&self, y: u16, body: &mut String) -> io::Result<()> {
        let mut cells = Vec::new();
        if let Some(shown) = &self.shown {
            paint::row(shown, y, &mut cells);
        }
        write_cells(&cells, body)
    }

    /// The end of every frame: the caret at its place, or hidden.
    pub(super) fn caret_sequence(&self) -> String {
        match self.caret {
            Some((col, row)) => format!("\x1b[{};{}H\x1b[?25h", u32::from(row) + 1, u32::from(col) + 1),
            None => String::new(),
        }
    }
}

/// The same cells with nothing on them.
fn blank(mut buffer: Buffer) -> Buffer {
    buffer.reset();
    buffer
}

/// Appends the sequences for `cells`; colours and attributes are back to none afterwards.
fn write_cells(cells: &[(u16, u16, Cell)], body: &mut String) -> io::Result<()> {
    if cells.is_empty() {
        return Ok(());
    }
    let mut bytes = Vec::new();
    CrosstermBackend::new(&mut bytes).draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
    body.push_str(&String::from_utf8(bytes).map_err(io::Error::other)?);
    Ok(())
}
