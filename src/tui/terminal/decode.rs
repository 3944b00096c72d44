//! From the bytes of a terminal to events.
//!
//! A pure state machine: however the bytes are cut into reads, the same events come out. What cannot be told yet
//! stays in the buffer, for [`Decoder::patience`]; then [`Decoder::flush`] takes it as it stands, which is how a
//! lone Esc is told from the start of a sequence. Sequences that are not known are dropped whole, never typed.

use super::input::{Event, Key, KeyCode, MouseKind};
use super::probe::Reply;
use std::time::Duration;

/// Esc alone, if nothing follows within this time; short enough not to be felt, long enough for a slow line.
const ESC_PATIENCE: Duration = Duration::from_millis(30);
/// A paste whose end mark got lost is taken as it is after this silence.
const PASTE_PATIENCE: Duration = Duration::from_secs(2);
/// Longer sequences than this are noise.
const MAX_SEQUENCE: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the bytes meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decoded {
    /// Something for the program.
    Event(Event),
    /// An answer of the terminal, for the probe.
    Reply(Reply),
}

/// The bytes not understood yet.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pending: Vec<u8>,
    /// Inside a bracketed paste: how much of `pending` was searched for its end.
    paste: Option<usize>,
}

/// What the start of the buffer is.
enum Step {
    /// Too short to tell.
    Need,
    /// So many bytes are done with, and this is what they were.
    Take(usize, Option<Decoded>),
    /// So many bytes are done with, and a paste begins behind them.
    Paste(usize),
}

impl Step {
    fn key(len: usize, key: Key) -> Self {
        Self::Take(len, Some(Decoded::Event(Event::Key(key))))
    }
}

impl Decoder {
    /// Takes bytes as they were read; appends what they complete.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        self.pending.extend_from_slice(bytes);
        let mut at = 0;
        loop {
            if self.paste.is_some() {
                self.pending.drain(..at);
                at = 0;
                if !self.end_paste(out) {
                    return;
                }
            }
            match step(self.pending.get(at..).unwrap_or_default()) {
                Step::Need => break,
                Step::Take(len, decoded) => {
                    at += len;
                    out.extend(decoded);
                }
                Step::Paste(len) => {
                    at += len;
                    self.paste = Some(0);
                }
            }
        }
        self.pending.drain(..at);
    }

    /// Emits the paste if its end mark is here; says whether it was.
    fn end_paste(&mut self, out: &mut Vec<Decoded>) -> bool {
        let from = self.paste.unwrap_or(0);
        let rest = self.pending.get(from..).unwrap_or_default();
        let Some(found) = rest.windows(PASTE_END.len()).position(|w| w == PASTE_END) else {
            self.paste = Some(self.pending.len().saturating_sub(PASTE_END.len() - 1));
            return false;
        };
        let text: Vec<u8> = self.pending.drain(..from + found).collect();
        self.pending.drain(..PASTE_END.len());
        self.paste = None;
        out.push(pasted(&text));
        true
    }

    /// How long to wait for more before [`flush`](Self::flush); `None` when nothing that ends by silence is open.
    pub(super) fn patience(&self) -> Option<Duration> {
        match (self.paste, self.pending.first()) {
            (Some(_), _) => Some(PASTE_PATIENCE),
            (None, Some(0x1b)) => Some(ESC_PATIENCE),
            _ => None,
        }
    }

    /// Takes what is pending as it stands, because nothing followed.
    pub(super) fn flush(&mut self, out: &mut Vec<Decoded>) {
        let pending = std::mem::take(&mut self.pending);
        if self.paste.take().is_some() {
            out.push(pasted(&pending));
            return;
        }
        let key = match pending.as_slice() {
            [0x1b] => Key::plain(KeyCode::Esc),
            [0x1b, c @ 0x21..=0x7e] => Key::alt(char::from(*c)),
            _ => return,
        };
        out.push(Decoded::Event(Event::Key(key)));
    }
}

fn pasted(text: &[u8]) -> Decoded {
    Decoded::Event(Event::Paste(String::from_utf8_lossy(text).into_owned()))
}

fn step(buf: &[u8]) -> Step {
    match buf {
        [] | [0x1b] => Step::Need,
        [0x1b, b'[', rest @ ..] => csi(rest),
        [0x1b, b'O', rest @ ..] => ss3(rest),
        [0x1b, b']' | b'P' | b'^' | b'_', rest @ ..] => string(rest),
        [0x1b, 0x1b, ..] => Step::key(1, Key::plain(KeyCode::Esc)),
        [0x1b, rest @ ..] => match plain(rest) {
            Step::Take(len, Some(Decoded::Event(Event::Key(key)))) => Step::key(len + 1, Key { alt: true, ..key }),
            Step::Take(len, other) => Step::Take(len + 1, other),
            other => other,
        },
        _ => plain(buf),
    }
}

/// A control byte or a character.
fn plain(buf: &[u8]) -> Step {
    let Some(&first) = buf.first() else { return Step::Need };
    let key = match first {
        // Ctrl-Space belongs to input methods.
        0x00 => return Step::Take(1, None),
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        // Terminals differ in which of the two the Backspace key sends; Ctrl-H is not told apart.
        0x08 | 0x7f => Key::plain(KeyCode::Backspace),
        0x01..=0x1a => Key::ctrl(char::from(first + b'a' - 1)),
        0x1b => Key::plain(KeyCode::Esc),
        0x1c..=0x1f => Key::ctrl(char::from(first + b'@')),
        0x20..=0x7e => Key::char(char::from(first)),
        0x80.. => return utf8(buf, first),
    };
    Step::key(1, key)
}

fn utf8(buf: &[u8], first: u8) -> Step {
    let len = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Step::Take(1, None),
    };
    let have = buf.get(..len).unwrap_or(buf);
    match std::str::from_utf8(have) {
        Ok(text) => match text.chars().next() {
            Some(c) if !c.is_control() => Step::key(len, Key::char(c)),
            _ => Step::Take(len, None),
        },
        Err(e) if e.error_len().is_none() => Step::Need,
        Err(_) => Step::Take(1, None),
    }
}

/// An answer made of text (OSC, DCS, PM, APC), up to its end mark; nobody asks for one.
fn string(rest: &[u8]) -> Step {
    let end = rest.iter().enumerate().find_map(|(i, b)| match (b, rest.get(i + 1)) {
        (0x07, _) => Some(i + 1),
        (0x1b, Some(b'\\')) => Some(i + 2),
        _ => None,
    });
    match end {
        Some(len) => Step::Take(len + 2, None),
        None => Step::Need,
    }
}

fn ss3(rest: &[u8]) -> Step {
    let Some(&c) = rest.first() else { return Step::Need };
    let code = match c {
        b'M' => Some(KeyCode::Enter),
        _ => letter(c),
    };
    Step::Take(3, code.map(|code| Decoded::Event(Event::Key(Key::plain(code)))))
}

/// The keys whose sequences end in a letter.
const fn letter(c: u8) -> Option<KeyCode> {
    Some(match c {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// The keys whose sequences are a number and `~`.
const fn number(n: u16) -> Option<KeyCode> {
    Some(match n {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11 => KeyCode::F(1),
        12 => KeyCode::F(2),
        13 => KeyCode::F(3),
        14 => KeyCode::F(4),
        15 => KeyCode::F(5),
        17 => KeyCode::F(6),
        18 => KeyCode::F(7),
        19 => KeyCode::F(8),
        20 => KeyCode::F(9),
        21 => KeyCode::F(10),
        23 => KeyCode::F(11),
        24 => KeyCode::F(12),
        _ => return None,
    })
}

/// A control sequence, its `ESC [` taken off.
fn csi(rest: &[u8]) -> Step {
    match rest {
        // The Linux console's F1 to F5.
        [b'['] => return Step::Need,
        [b'[', c @ b'A'..=b'E', ..] => return Step::key(4, Key::plain(KeyCode::F(c - b'A' + 1))),
        // A mouse report of terminals without SGR reports: three raw bytes follow.
        [b'M', ..] => return if rest.len() < 4 { Step::Need } else { Step::Take(6, None) },
        _ => {}
    }
    let Some(end) = rest.iter().position(|b| !(0x20..=0x3f).contains(b)) else {
        return if rest.len() > MAX_SEQUENCE { Step::Take(rest.len() + 2, None) } else { Step::Need };
    };
    let (params, last) = (rest.get(..end).unwrap_or_default(), rest.get(end).copied().unwrap_or_default());
    match last {
        0x40..=0x7e => complete(params, last, end + 3),
        // Broken off: what follows starts anew.
        _ => Step::Take(end + 2, None),
    }
}

/// A whole control sequence: parameters, final byte, and its length in all.
fn complete(params: &[u8], last: u8, len: usize) -> Step {
    let text = std::str::from_utf8(params).unwrap_or_default();
    if let Some(report) = text.strip_prefix('<') {
        return Step::Take(len, mouse(report, last).map(Decoded::Event));
    }
    if text.starts_with('?') {
        return Step::Take(len, (last == b'c').then_some(Decoded::Reply(Reply::End)));
    }
    let numbers: Vec<u16> = text.split(';').map(|p| p.split(':').next().unwrap_or(p).parse().unwrap_or(0)).collect();
    let first = numbers.first().copied().unwrap_or(0);
    let second = numbers.get(1).copied().unwrap_or(0);
    let event = match (last, numbers.as_slice()) {
        (b'~', [200]) => return Step::Paste(len),
        (b'~', [27, held, code]) | (b'u', [code, held]) => from_code(*code, *held),
        (b'u', [code]) => from_code(*code, 1),
        (b'~', _) => number(first).map(|code| Event::Key(modified(code, second))),
        // Shift-F3 is told like a cursor in row 1; the probe asks in the last row.
        (b'R', [row, col]) if *row != 1 || *col > 16 => {
            return Step::Take(len, Some(Decoded::Reply(Reply::Column(*col))));
        }
        (b'I', _) => Some(Event::Focus(true)),
        (b'O', _) => Some(Event::Focus(false)),
        (b'Z', _) => Some(Event::Key(Key::plain(KeyCode::BackTab))),
        _ => letter(last).map(|code| Event::Key(modified(code, second))),
    };
    Step::Take(len, event.map(Decoded::Event))
}

/// A key with xterm's number for what is held: 1 + (1 Shift, 2 Alt, 4 Control).
const fn modified(code: KeyCode, held: u16) -> Key {
    let bits = held.saturating_sub(1);
    Key { code, shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 }
}

/// A key told by its code point, as terminals do that report every combination.
fn from_code(code: u16, held: u16) -> Option<Event> {
    let code = match code {
        9 if held == 2 => return Some(Event::Key(Key::plain(KeyCode::BackTab))),
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(u32::from(code)).filter(|c| !c.is_control())?),
    };
    let key = modified(code, held);
    Some(Event::Key(match code {
        KeyCode::Char(c) if key.ctrl => Key { code: KeyCode::Char(c.to_ascii_lowercase()), shift: false, ..key },
        KeyCode::Char(_) => Key { shift: false, ..key },
        _ => key,
    }))
}

/// An SGR mouse report: `button;column;row`, ending in `M` for down and `m` for up.
fn mouse(report: &str, last: u8) -> Option<Event> {
    let mut parts = report.split(';').map(str::parse::<u16>);
    let (button, col, row) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    // Bits 4, 8 and 16 tell Shift, Alt and Control, which change nothing here.
    let kind = match (button & !0b1_1100, last) {
        (0, b'M') => MouseKind::Press,
        (0, b'm') => MouseKind::Release,
        (32, b'M') => MouseKind::Drag,
        (64, b'M') => MouseKind::Wheel(-1),
        (65, b'M') => MouseKind::Wheel(1),
        _ => return None,
    };
    Some(Event::Mouse { kind, col: col.checked_sub(1)?, row: row.checked_sub(1)? })
}

#[cfg(test)]
mod tests;
