//! Input of the Windows console, which gives events instead of bytes.
//!
//! It tells releases too, which are dropped but for one kind ([`Typist`]), and has no brackets around a paste: a burst with
//! line ends in it is taken for one.

use super::input::{Event, Key, KeyCode, MouseKind};
use super::probe::Ambiguous;
use super::reader::{Message, Outbox};
use crossterm::event as ct;
use std::io::{self, Write as _};

/// Reads until the console is gone.
pub(super) fn read(to: &Outbox) {
    let mut typist = Typist::default();
    while let Ok(raw) = ct::read() {
        if let Some(event) = typist.event(raw)
            && !to.send(Message::Event(event))
        {
            return;
        }
    }
    super::modes::hang_up();
    let _ = to.send(Message::Event(Event::Hangup));
}

/// Asks `question` on the console and hands over each character that is typed, which is not shown, until `take` has enough.
/// Not while there is a [`Session`](super::Session): its thread reads the same keys.
///
/// # Errors
/// There is no console, or it is gone.
pub fn ask_unseen(question: &str, mut take: impl FnMut(char) -> bool) -> io::Result<()> {
    /// What was before, however it ends.
    struct Raw;
    impl Drop for Raw {
        fn drop(&mut self) {
            let _ = crossterm::terminal::disable_raw_mode();
            let _ = writeln!(io::stderr());
        }
    }
    write!(io::stderr(), "{question}")?;
    crossterm::terminal::enable_raw_mode()?;
    let _raw = Raw;
    let mut typist = Typist::default();
    loop {
        let Some(Event::Key(key)) = typist.event(ct::read()?) else { continue };
        let typed = match key.code {
            KeyCode::Enter => Some('\r'),
            KeyCode::Backspace => Some('\u{8}'),
            // Control characters as a terminal sends them.
            KeyCode::Char(c @ 'a'..='z') if key.ctrl => char::from_u32(u32::from(c) & 0x1F),
            _ => key.typed(),
        };
        if typed.is_some_and(&mut take) {
            return Ok(());
        }
    }
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
#[cfg(windows)]
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

/// Turns what the console tells into events.
///
/// A character beyond ASCII may come with a release alone: that of Alt, after its number was typed on the pad or, when a
/// text is pasted that holds signs which no key has (“ ” … ·), was made up by the console. All other releases follow a
/// press of the same character.
#[derive(Debug, Default)]
struct Typist {
    pressed: Vec<char>,
}

impl Typist {
    fn event(&mut self, raw: ct::Event) -> Option<Event> {
        Some(match raw {
            ct::Event::Key(key) => Event::Key(self::key(self.typed(key)?)?),
            ct::Event::Paste(text) => Event::Paste(text),
            ct::Event::Mouse(mouse) => {
                Event::Mouse { kind: mouse_kind(mouse.kind)?, col: mouse.column, row: mouse.row }
            }
            // What it tells is the buffer behind the window, and one cell more than that.
            ct::Event::Resize(..) => {
                let (cols, rows) = super::session::size();
                Event::Resize(cols, rows)
            }
            ct::Event::FocusGained => Event::Focus(true),
            ct::Event::FocusLost => Event::Focus(false),
        })
    }

    /// The key, if it types or does something now.
    fn typed(&mut self, key: ct::KeyEvent) -> Option<ct::KeyEvent> {
        /// More keys are never down at once.
        const MOST: usize = 16;
        let beyond = match key.code {
            ct::KeyCode::Char(c) if !c.is_ascii() => Some(c),
            _ => None,
        };
        let released = key.kind == ct::KeyEventKind::Release;
        match beyond {
            Some(c) if released => {
                let before = self.pressed.iter().position(|p| *p == c).map(|at| self.pressed.remove(at));
                before.is_none().then(|| ct::KeyEvent::new(key.code, ct::KeyModifiers::NONE))
            }
            Some(c) => {
                if !self.pressed.contains(&c) {
                    self.pressed.push(c);
                }
                if self.pressed.len() > MOST {
                    self.pressed.remove(0);
                }
                Some(key)
            }
            None => (!released).then_some(key),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use ct::KeyEventKind::{Press, Release};

    fn after(events: &[(char, ct::KeyEventKind)]) -> String {
        let mut typist = Typist::default();
        let raw = |(c, kind): &(char, ct::KeyEventKind)| {
            ct::Event::Key(ct::KeyEvent::new_with_kind(ct::KeyCode::Char(*c), ct::KeyModifiers::NONE, *kind))
        };
        let typed = |event| match event {
            Event::Key(key) => key.typed(),
            _ => None,
        };
        events.iter().filter_map(|event| typist.event(raw(event))).filter_map(typed).collect()
    }

    #[test]
    fn a_character_is_typed_once_whether_pressed_or_given_by_its_number() {
        assert_eq!(after(&[('党', Press), ('党', Release), ('费', Press), ('费', Release)]), "党费");
        assert_eq!(after(&[('“', Release), ('三', Press), ('三', Release), ('”', Release)]), "“三”");
        assert_eq!(after(&[('一', Press), ('一', Press), ('一', Release), ('一', Press)]), "一一一", "held down");
        assert_eq!(after(&[('A', Press), ('a', Release), ('1', Release)]), "A", "Shift let go first, a digit of Alt");
    }

    #[test]
    fn the_console_forgets_no_press_for_ever() {
        let many: Vec<char> = ('一'..).take(40).collect();
        let mut typist = Typist::default();
        for c in many {
            typist.event(ct::Event::Key(ct::KeyEvent::new(ct::KeyCode::Char(c), ct::KeyModifiers::NONE)));
        }
        assert_eq!(typist.pressed.len(), 16);
    }

    #[test]
    fn keys_with_alt_and_control_together_type_what_the_keyboard_says() {
        let held = ct::KeyModifiers::CONTROL | ct::KeyModifiers::ALT;
        let altgr = key(ct::KeyEvent::new(ct::KeyCode::Char('@'), held)).unwrap();
        assert_eq!(altgr.typed(), Some('@'));
        let ctrl = key(ct::KeyEvent::new(ct::KeyCode::Char('G'), ct::KeyModifiers::CONTROL)).unwrap();
        assert_eq!(ctrl, Key::ctrl('g'));
    }
}
