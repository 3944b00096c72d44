//! The two streams: data on stdout, talk on stderr.

use crate::error::{Error, Kind, Result};
use crate::text::grapheme::graphemes;
use crate::text::pasted;
use crate::text::width::{Ambiguous, STAND_IN, glyph};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes data to stdout. Who stops reading has what they wanted: a broken pipe is no error. No character of it moves the
/// cursor, speaks to the terminal or turns the writing round, whatever the round holds.
pub(super) fn data(text: &str) -> Result<()> {
    write(&harmless(text, |_, shown| shown.push_str(STAND_IN)))
}

/// `text` without what a terminal obeys; `instead` says what stands for it.
fn harmless(text: &str, instead: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let obeyed = |c: char| !matches!(c, '\n' | '\t') && c.is_control() || pasted::turns(c);
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) { instead(c, &mut shown) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

fn write(text: &str) -> Result<()> {
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
    // Such a character can only stand in a string, where JSON has another way to write it.
    let escaped = harmless(&text, |c, shown| {
        // Writing to a string cannot fail; all of these lie in the basic plane.
        write!(shown, "\\u{:04x}", u32::from(c)).ok();
    });
    write(&format!("{escaped}\n"))
}

/// Text from the round for one line of a terminal: no character of it moves the cursor or turns the writing round.
pub(super) fn one_line(text: &str) -> String {
    let shown =
        |grapheme| if matches!(grapheme, "\n" | "\r\n") { "↵" } else { glyph(grapheme, Ambiguous::Narrow).shown };
    graphemes(text).map(|(_, grapheme)| shown(grapheme)).collect()
}

/// Says one thing on stderr. That nobody listens is no error.
pub(super) fn say(text: &str) {
    writeln!(io::stderr().lock(), "{}", harmless(text, |_, shown| shown.push_str(STAND_IN))).ok();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_of_an_output_is_obeyed_by_a_terminal() {
        let raw = "甲\u{1b}]52;c;Zm9v\u{7}乙\u{202e}元\u{9b}31m\n丙\t丁\r";
        let shown = harmless(raw, |_, out| out.push_str(STAND_IN));
        assert!(!shown.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t') || pasted::turns(c)), "{shown:?}");
        assert!(shown.contains("52;c;Zm9v") && shown.contains("\n丙\t丁"), "what was there is seen: {shown:?}");
        assert!(matches!(harmless("甲\n乙", |_, _| {}), Cow::Borrowed(_)));
    }
}
