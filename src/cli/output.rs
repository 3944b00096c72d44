//! The two streams: data on stdout, talk on stderr.

use crate::error::{Error, Kind, Result};
use crate::text::grapheme::graphemes;
use crate::text::width::{Ambiguous, glyph};
use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes data to stdout. Who stops reading has what they wanted: a broken pipe is no error.
pub(super) fn data(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Storage, "结果写不出去").hint("请核对磁盘空间和输出的去处。").because(e))
        }
        _ => Ok(()),
    }
}

/// Writes a value to stdout as JSON for programs.
pub(super) fn json(value: &impl serde::Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Error::internal("结果写不成 JSON").because(e))?;
    data(&(text + "\n"))
}

/// Text from the round for one line of a terminal: no character of it moves the cursor or turns the writing round.
pub(super) fn one_line(text: &str) -> String {
    let shown =
        |grapheme| if matches!(grapheme, "\n" | "\r\n") { "↵" } else { glyph(grapheme, Ambiguous::Narrow).shown };
    graphemes(text).map(|(_, grapheme)| shown(grapheme)).collect()
}

/// Says one thing on stderr. That nobody listens is no error.
pub(super) fn say(text: &str) {
    writeln!(io::stderr().lock(), "{text}").ok();
}

/// How far long work has come, on stderr when that is a terminal; rewrites one line.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    shown: Cell<Option<u8>>,
    visible: bool,
}

impl Progress {
    /// Shows nothing yet.
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, shown: Cell::new(None), visible: io::stderr().is_terminal() }
    }

    /// Shows percent; work goes on (Ctrl-C ends the program, and unfinished files are not kept).
    pub(super) fn at(&self, percent: u8) -> bool {
        if self.visible && self.shown.replace(Some(percent)) != Some(percent) {
            let mut err = io::stderr().lock();
            write!(err, "\r{} {percent}%", self.what).and_then(|()| err.flush()).ok();
        }
        true
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.get().is_some() {
            write!(io::stderr().lock(), "\r\u{1b}[K").ok();
        }
    }
}
