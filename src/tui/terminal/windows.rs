//! Input of the Windows console, which gives events instead of bytes.
//!
//! It tells releases too, which are dropped, and has no brackets around a paste: a burst with line ends in it is
//! taken for one.

use super::input::{Event, Key, KeyCode, MouseKind};
use super::probe::Ambiguous;
use super::reader::Message;
use crossterm::event as ct;
use std::io;
use std::sync::mpsc::Sender;

/// Reads until the console is gone.
pub(super) fn read(to: &Sender<Message>) {
    while let Ok(raw) = ct::read() {
        if let Some(event) = event(raw)
            && to.send(Message::Event(event)).is_err()
        {
            return;
        }
    }
    super::modes::hang_up();
    let _ = to.send(Message::Event(Event::Hangup));
}

/// Turns reports of the mouse on or off, which is a mode of the console and no sequence.
pub(super) fn capture_mouse(on: bool) -> io::Result<()> {
    if on {
        crossterm::execute!(io::stdout(), ct::EnableMouseCapture)
    } else {
        crossterm::execute!(io::stdout(), ct::DisableMouseCapture)
    }
}

/// Lets the console understand sequences; says whether it does.
pub(super) fn understands_sequences() -> bool {
    crossterm::ansi_support::supports_ansi()
}

/// Measures an ambiguous glyph at the left edge of `row`; the console answers at once.
pub(super) fn measure(row: u16) -> Ambiguous {
    let printed = crossterm::execute!(io::stdout(), crossterm::cursor::MoveTo(0, row), crossterm::style::Print('…'));
    match (printed, crossterm::cursor::position()) {
        (Ok(()), Ok((2, _))) => Ambiguous::Wide,
        _ => Ambiguous::Narrow,
    }
}

fn event(raw: ct::Event) -> Option<Event> {
    Some(match raw {
        ct::Event::Key(key) if key.kind != ct::KeyEventKind::Release => Event::Key(self::key(key)?),
        ct::Event::Paste(text) => Event::Paste(text),
        ct::Event::Mouse(mouse) => Event::Mouse { kind: mouse_kind(mouse.kind)?, col: mouse.column, row: mouse.row },
        ct::Event::Resize(cols, rows) => Event::Resize(cols, rows),
        ct::Event::FocusGained => Event::Focus(true),
        ct::Event::FocusLost => Event::Focus(false),
        ct::Event::Key(_) => return None,
    })
}

fn key(key: ct::KeyEvent) -> Option<Key> {
    let held = |m| key.modifiers.contains(m);
    let (mut ctrl, mut alt, shift) =
        (held(ct::KeyModifiers::CONTROL), held(ct::KeyModifiers::ALT), held(ct::KeyModifiers::SHIFT));
    let code = match key.code {
        // AltGr is told as Control and Alt together; what it types is a character.
        ct::KeyCode::Char(c) if ctrl && alt => {
            (ctrl, alt) = (false, false);
            KeyCode::Char(c)
        }
        ct::KeyCode::Char(' ') if ctrl => return None,
        ct::KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
        ct::KeyCode::Char(c) => KeyCode::Char(c),
        ct::KeyCode::Enter => KeyCode::Enter,
        ct::KeyCode::Esc => KeyCode::Esc,
        ct::KeyCode::Tab => KeyCode::Tab,
        ct::KeyCode::BackTab => KeyCode::BackTab,
        ct::KeyCode::Backspace => KeyCode::Backspace,
        ct::KeyCode::Delete => KeyCode::Delete,
        ct::KeyCode::Insert => KeyCode::Insert,
        ct::KeyCode::Left => KeyCode::Left,
        ct::KeyCode::Right => KeyCode::Right,
        ct::KeyCode::Up => KeyCode::Up,
        ct::KeyCode::Down => KeyCode::Down,
        ct::KeyCode::Home => KeyCode::Home,
        ct::KeyCode::End => KeyCode::End,
        ct::KeyCode::PageUp => KeyCode::PageUp,
        ct::KeyCode::PageDown => KeyCode::PageDown,
        ct::KeyCode::F(n) => KeyCode::F(n),
        _ => return None,
    };
    let shift = shift && !matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
    Some(Key { code, ctrl, alt, shift })
}

fn mouse_kind(kind: ct::MouseEventKind) -> Option<MouseKind> {
    Some(match kind {
        ct::MouseEventKind::Down(ct::MouseButton::Left) => MouseKind::Press,
        ct::MouseEventKind::Up(ct::MouseButton::Left) => MouseKind::Release,
        ct::MouseEventKind::Drag(ct::MouseButton::Left) => MouseKind::Drag,
        ct::MouseEventKind::ScrollUp => MouseKind::Wheel(-1),
        ct::MouseEventKind::ScrollDown => MouseKind::Wheel(1),
        _ => return None,
    })
}
