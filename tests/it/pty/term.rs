//! The terminal emulator of the harness: vt100, and the answers it does not give itself.

use std::num::NonZeroU16;
use vt100::{Callbacks, Parser, Screen};

/// How the terminal answers questions about cursor and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    /// At once; `…` and its like take this many cells.
    Width(u16),
    /// At once, but about its attributes only, as terminals do that know no cursor report.
    AttributesOnly,
    /// Never.
    Never,
    /// As [`Answers::Width`] 2, but only when the test says so.
    Late,
}

#[derive(Debug)]
struct Asked {
    answers: Answers,
    replies: Vec<u8>,
    in_frame: bool,
}

impl Callbacks for Asked {
    fn unhandled_csi(&mut self, screen: &mut Screen, i1: Option<u8>, _: Option<u8>, params: &[&[u16]], c: char) {
        let first = params.first().and_then(|p| p.first()).copied().unwrap_or(0);
        match (i1, first, c) {
            (Some(b'?'), 2026, 'h') => self.in_frame = true,
            (Some(b'?'), 2026, 'l') => self.in_frame = false,
            (None, 6, 'n') => self.report_cursor(screen),
            (None, 0, 'c') if self.answers != Answers::Never => self.replies.extend_from_slice(b"\x1b[?62;22c"),
            _ => {}
        }
    }
}

impl Asked {
    fn report_cursor(&mut self, screen: &Screen) {
        let extra = match self.answers {
            Answers::Width(width) => i32::from(width) - 1,
            Answers::Late => 1,
            Answers::AttributesOnly | Answers::Never => return,
        };
        let (row, col) = screen.cursor_position();
        let ambiguous = |x: &u16| screen.cell(row, *x).is_some_and(|c| matches!(c.contents(), "…" | "“" | "”" | "—"));
        let glyphs = i32::try_from((0..col).filter(ambiguous).count()).unwrap();
        let reply = format!("\x1b[{};{}R", row + 1, i32::from(col) + 1 + glyphs * extra);
        self.replies.extend_from_slice(reply.as_bytes());
    }
}

pub(super) struct Term {
    parser: Parser<Asked>,
}

impl Term {
    pub(super) fn new(answers: Answers, cols: u16, rows: u16) -> Self {
        let asked = Asked { answers, replies: Vec::new(), in_frame: false };
        Self { parser: Parser::new_with_callbacks(cells(rows), cells(cols), 0, asked) }
    }

    /// Takes output of the program and returns what the terminal says to it.
    pub(super) fn process(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.parser.process(bytes);
        std::mem::take(&mut self.parser.callbacks_mut().replies)
    }

    pub(super) fn resize(&mut self, cols: u16, rows: u16) {
        self.parser.set_size(cells(rows), cells(cols));
    }

    pub(super) fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub(super) fn in_frame(&self) -> bool {
        self.parser.callbacks().in_frame
    }

    pub(super) fn answers_late(&self) -> bool {
        self.parser.callbacks().answers == Answers::Late
    }

    pub(super) fn text(&self) -> String {
        let cols = self.screen().size().1.get();
        let rows: Vec<String> = self.screen().rows(0, cols).map(|r| r.trim_end().to_owned()).collect();
        rows.join("\n")
    }
}

/// vt100 counts in numbers above nought; below 2 it fails on wide glyphs.
fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n.max(2)).unwrap()
}
