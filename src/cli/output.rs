//! The two streams: data on stdout, talk on stderr. Whatever a file or a bundle brought along, no character of it works
//! the terminal: there is no other way out of the command line.

use crate::error::{Error, Kind, Result};
use crate::text::grapheme::graphemes;
use crate::text::pasted;
use crate::text::width::{Ambiguous, cells, glyph};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes data to stdout. Who stops reading has what they wanted: a broken pipe is no error. No character of it moves the
/// cursor, speaks to the terminal or turns the writing round, whatever the round holds.
pub(super) fn data(text: &str) -> Result<()> {
    put(&calm(text))
}

fn put(text: &str) -> Result<()> {
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
    put(&(escaped(&text) + "\n"))
}

/// Text of several lines as it may go to a terminal: what would work it, or turn the writing round, has the stand-in.
fn calm(text: &str) -> Cow<'_, str> {
    let kept = |c: char| matches!(c, '\n' | '\t' | ' '..='~' | '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    if text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    let shown = |grapheme| match grapheme {
        "\n" | "\r\n" => "\n",
        "\t" => "\t",
        _ => glyph(grapheme, Ambiguous::Narrow).shown,
    };
    Cow::Owned(graphemes(text).map(|(_, grapheme)| shown(grapheme)).collect())
}

/// JSON with what its writer leaves as it is and a terminal does not: the same text for a program.
fn escaped(json: &str) -> String {
    use std::fmt::Write as _;
    let works = |c: char| c != '\n' && (c.is_control() || pasted::turns(c));
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if works(c) {
            // All of them are below U+10000: one escape each. Writing into a string cannot fail.
            write!(out, "\\u{:04x}", u32::from(c)).ok();
        } else {
            out.push(c);
        }
    }
    out
}

/// Text from the round for one line of a terminal: no character of it moves the cursor or turns the writing round.
pub(super) fn one_line(text: &str) -> String {
    let shown =
        |grapheme| if matches!(grapheme, "\n" | "\r\n") { "↵" } else { glyph(grapheme, Ambiguous::Narrow).shown };
    graphemes(text).map(|(_, grapheme)| shown(grapheme)).collect()
}

/// Says one thing on stderr. That nobody listens is no error.
pub(super) fn say(text: &str) {
    writeln!(io::stderr().lock(), "{}", calm(text)).ok();
}

/// How far long work has come, on stderr when that is a terminal; rewrites one line.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    shown: Cell<Option<usize>>,
    visible: bool,
}

impl Progress {
    /// Shows nothing yet.
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, shown: Cell::new(None), visible: io::stderr().is_terminal() }
    }

    /// Shows percent; work goes on (Ctrl-C ends the program, and unfinished files are not kept).
    pub(super) fn at(&self, percent: u8) -> bool {
        self.show(usize::from(percent), &format!("{percent}%"))
    }

    /// Shows how many files were looked at, of which nobody knows how many there are; work goes on.
    pub(super) fn seen(&self, files: usize) -> bool {
        const EACH: usize = 500;
        let step = files / EACH;
        self.show(step, &format!("已看 {} 个", step * EACH))
    }

    /// Shows `text`, once for each `step`.
    fn show(&self, step: usize, text: &str) -> bool {
        if self.visible && self.shown.replace(Some(step)) != Some(step) {
            let mut err = io::stderr().lock();
            write!(err, "\r{} {text}", self.what).and_then(|()| err.flush()).ok();
        }
        true
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        /// As wide as what stands beside the name of the work, at most.
        const BESIDE: usize = 20;
        if self.shown.get().is_some() {
            // The console of Windows takes no sequence that it was not asked to understand.
            let blank = " ".repeat(cells(self.what) + BESIDE);
            write!(io::stderr().lock(), "\r{blank}\r").ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_works_the_terminal() {
        let sound = "第1行\t列，￥3\n第2行 a~\n";
        assert!(matches!(calm(sound), Cow::Borrowed(_)));
        for (text, working) in [
            ("标题\u{1b}]52;c;QUJD\u{7}后", "\u{1b}"),
            ("清屏\u{1b}[2J", "\u{1b}"),
            ("八位\u{9b}2J", "\u{9b}"),
            ("倒写\u{202e}文", "\u{202e}"),
            ("隔开\u{2066}文\u{2069}", "\u{2066}"),
            ("回车\r盖掉", "\r"),
            ("退格\u{8}\u{7f}", "\u{7f}"),
        ] {
            let shown = calm(text);
            assert!(!shown.contains(working), "{text:?}: {shown:?}");
            assert!(!shown.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{shown:?}");
            let json = escaped(&serde_json::to_string(text).unwrap());
            assert!(!json.contains(working) && !json.chars().any(char::is_control), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text, "the same for a program");
        }
        assert_eq!(calm("甲\r\n乙é"), "甲\n乙é");
    }
}
