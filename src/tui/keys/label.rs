//! How keys are made and written.

use crate::tui::terminal::{Key, KeyCode};

/// How a key is written in the bar, in the help and in prose.
pub fn label(key: Key) -> String {
    let mut out = String::new();
    if key.ctrl {
        out.push_str("Ctrl-");
    }
    if key.alt {
        out.push_str("Alt-");
    }
    if key.shift {
        out.push_str("Shift-");
    }
    match key.code {
        KeyCode::Char(' ') => out.push_str("空格"),
        KeyCode::Char(c) if key.ctrl || key.alt => out.push(c.to_ascii_uppercase()),
        KeyCode::Char(c) => out.push(c),
        KeyCode::Enter => out.push_str("Enter"),
        KeyCode::Esc => out.push_str("Esc"),
        KeyCode::Tab => out.push_str("Tab"),
        KeyCode::BackTab => out.push_str("Shift-Tab"),
        KeyCode::Backspace => out.push_str("Backspace"),
        KeyCode::Delete => out.push_str("Del"),
        KeyCode::Insert => out.push_str("Ins"),
        KeyCode::Left => out.push('左'),
        KeyCode::Right => out.push('右'),
        KeyCode::Up => out.push('上'),
        KeyCode::Down => out.push('下'),
        KeyCode::Home => out.push_str("Home"),
        KeyCode::End => out.push_str("End"),
        KeyCode::PageUp => out.push_str("PgUp"),
        KeyCode::PageDown => out.push_str("PgDn"),
        KeyCode::F(n) => {
            out.push('F');
            out.push_str(&n.to_string());
        }
    }
    out
}

/// The key that a letter stands for: a capital, by Shift or Caps Lock, is its small letter.
pub(super) const fn folded(mut key: Key) -> Key {
    if let KeyCode::Char(c) = key.code {
        key.code = KeyCode::Char(c.to_ascii_lowercase());
    }
    key
}

pub(super) const fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

pub(super) const fn shift(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: true }
}

pub(super) const fn ctrl_key(code: KeyCode) -> Key {
    Key { code, ctrl: true, alt: false, shift: false }
}

pub(super) const fn ctrl_shift(code: KeyCode) -> Key {
    Key { code, ctrl: true, alt: false, shift: true }
}

pub(super) const fn alt_key(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: true, shift: false }
}

pub(super) const fn ctrl(c: char) -> Key {
    ctrl_key(KeyCode::Char(c))
}

pub(super) const fn alt(c: char) -> Key {
    alt_key(KeyCode::Char(c))
}

pub(super) const fn ch(c: char) -> Key {
    plain(KeyCode::Char(c))
}

pub(super) const fn f(n: u8) -> Key {
    plain(KeyCode::F(n))
}
