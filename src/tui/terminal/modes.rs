//! The modes of the terminal that the program turns on, and the one list that turns them off.
//!
//! What is on is a set of bits in one atomic, so that return, error, panic hook and signal thread all undo the
//! same thing, once, in reverse order: whoever takes the bits writes the sequences. A bit is set before its
//! sequence is written, so that half a success is undone too.
//!
//! Once the terminal is gone nothing is written any more (a write would fail for ever, or reach whoever got the
//! line next).

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

/// A set of modes.
pub(super) type Bits = u16;

struct Mode {
    bit: Bits,
    on: &'static str,
    off: &'static str,
}

/// Keys arrive one by one and unaltered.
const RAW: Bits = 1 << 0;
/// The window title is 问看 and nothing of the round; the old one is on the terminal's stack.
const TITLE: Bits = 1 << 1;
/// The second screen; the shell's comes back untouched.
const SCREEN: Bits = 1 << 2;
/// No wrap at the right edge: a row that the terminal draws wider than we think must not spill into the next.
const NO_WRAP: Bits = 1 << 3;
/// Pastes arrive in brackets. Not on Windows, whose console does not hand them on.
const PASTE: Bits = 1 << 4;
/// Getting and losing the focus is told.
const FOCUS: Bits = 1 << 5;
/// Press, drag, release and wheel are told; movement alone is not.
pub(super) const MOUSE: Bits = 1 << 6;
/// The caret is a bar, which stands between characters.
const SHAPE: Bits = 1 << 7;
/// The caret is hidden until a frame shows it.
const HIDDEN: Bits = 1 << 8;
/// A frame is being written.
pub(super) const FRAME: Bits = 1 << 9;

/// In the order of turning on; turned off in reverse.
const MODES: [Mode; 9] = [
    Mode { bit: TITLE, on: "\x1b[22;0t\x1b]2;问看\x1b\\", off: "\x1b[23;0t" },
    Mode { bit: SCREEN, on: "\x1b[?1049h", off: "\x1b[0m\x1b[?1049l" },
    Mode { bit: NO_WRAP, on: "\x1b[?7l", off: "\x1b[?7h" },
    Mode { bit: PASTE, on: "\x1b[?2004h", off: "\x1b[?2004l" },
    Mode { bit: FOCUS, on: "\x1b[?1004h", off: "\x1b[?1004l" },
    Mode {
        bit: MOUSE,
        on: if cfg!(windows) { "" } else { "\x1b[?1000h\x1b[?1002h\x1b[?1006h" },
        off: if cfg!(windows) { "" } else { "\x1b[?1006l\x1b[?1002l\x1b[?1000l" },
    },
    Mode { bit: SHAPE, on: "\x1b[6 q", off: "\x1b[0 q" },
    Mode { bit: HIDDEN, on: "\x1b[?25l", off: "\x1b[?25h" },
    Mode { bit: FRAME, on: "\x1b[?2026h", off: "\x1b[?2026l" },
];

/// What every session turns on; the mouse is asked for.
const ALWAYS: Bits = RAW | TITLE | SCREEN | NO_WRAP | FOCUS | SHAPE | HIDDEN | if cfg!(windows) { 0 } else { PASTE };

static ACTIVE: AtomicU16 = AtomicU16::new(0);
static SESSION: AtomicBool = AtomicBool::new(false);
static GONE: AtomicBool = AtomicBool::new(false);

/// Notes that a session begins or ends.
pub(super) fn set_session(on: bool) {
    SESSION.store(on, Ordering::SeqCst);
}

/// Whether there is a session, be it suspended.
#[cfg(unix)]
pub(super) fn session() -> bool {
    SESSION.load(Ordering::SeqCst)
}

/// Whether any mode is on: what is written now lands on the program's screen.
pub(super) fn active() -> bool {
    ACTIVE.load(Ordering::SeqCst) != 0
}

/// Whether the terminal is gone.
pub(super) fn gone() -> bool {
    GONE.load(Ordering::SeqCst)
}

/// Notes that the terminal is gone: from now on nothing is written.
pub(super) fn hang_up() {
    GONE.store(true, Ordering::SeqCst);
}

/// Takes the terminal: raw mode, then every mode of a session and those of `extra`.
pub(super) fn enter(extra: Bits) -> io::Result<()> {
    ACTIVE.fetch_or(RAW, Ordering::SeqCst);
    crossterm::terminal::enable_raw_mode()?;
    turn_on(ALWAYS | extra)
}

/// Turns on those of `bits` that are off.
pub(super) fn turn_on(bits: Bits) -> io::Result<()> {
    let fresh = bits & !ACTIVE.fetch_or(bits, Ordering::SeqCst);
    #[cfg(windows)]
    if fresh & MOUSE != 0 {
        super::windows::capture_mouse(true)?;
    }
    write(&sequence_on(fresh))
}

/// Gives the terminal back as it was; the second call does nothing. Never fails: there is nobody left to tell.
pub(super) fn restore() {
    let was = ACTIVE.swap(0, Ordering::SeqCst);
    if was == 0 || gone() {
        return;
    }
    #[cfg(windows)]
    if was & MOUSE != 0 {
        let _ = super::windows::capture_mouse(false);
    }
    let _ = write(&sequence_off(was));
    if was & RAW != 0 {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// Writes a whole frame inside one synchronised update.
pub(super) fn write_frame(body: &str) -> io::Result<()> {
    ACTIVE.fetch_or(FRAME, Ordering::SeqCst);
    write(&[&sequence_on(FRAME), body, &sequence_off(FRAME)].concat())?;
    ACTIVE.fetch_and(!FRAME, Ordering::SeqCst);
    Ok(())
}

fn sequence_on(bits: Bits) -> String {
    MODES.iter().filter(|m| m.bit & bits != 0).map(|m| m.on).collect()
}

fn sequence_off(bits: Bits) -> String {
    MODES.iter().rev().filter(|m| m.bit & bits != 0).map(|m| m.off).collect()
}

/// Writes at once and in full. A failure means that the terminal is gone.
fn write(text: &str) -> io::Result<()> {
    if text.is_empty() || gone() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    let done = write_all(&mut out, text.as_bytes());
    if done.is_err() {
        hang_up();
    }
    done
}

/// Writes and flushes, also when whoever shares the terminal made it non-blocking.
fn write_all(out: &mut impl io::Write, mut bytes: &[u8]) -> io::Result<()> {
    loop {
        let step = if bytes.is_empty() { out.flush().map(|()| None) } else { out.write(bytes).map(Some) };
        match step {
            Ok(None) => return Ok(()),
            Ok(Some(0)) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(Some(n)) => bytes = bytes.get(n..).unwrap_or_default(),
            Err(e) if matches!(e.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                std::thread::yield_now();
            }
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_an_inverse_and_they_run_backwards() {
        for mode in &MODES {
            assert_eq!(mode.on.is_empty(), mode.off.is_empty());
            let switches = |text: &str, end: char| -> Vec<String> {
                text.split("\x1b[?").skip(1).filter_map(|s| s.strip_suffix(end)).map(str::to_owned).collect()
            };
            let (on, mut off) = if mode.on.ends_with('l') {
                (switches(mode.on, 'l'), switches(mode.off, 'h'))
            } else {
                (switches(mode.on, 'h'), switches(mode.off, 'l'))
            };
            off.reverse();
            assert_eq!(on, off, "{:?}", mode.on);
        }
        let off = sequence_off(ALWAYS);
        assert!(off.starts_with("\x1b[?25h") && off.ends_with("\x1b[?1049l\x1b[23;0t"), "{off:?}");
    }
}
