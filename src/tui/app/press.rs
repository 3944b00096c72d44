//! What a key is, where it was pressed. Pure.

use crate::tui::action::Action;
use crate::tui::app::said;
use crate::tui::keys::{Context, moved};
use crate::tui::terminal::{Key, KeyCode};

/// What a key comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Press {
    /// This action.
    Act(Action),
    /// This character is typed.
    Type(char),
    /// Nothing; this is said of it.
    Say(String),
    /// Nothing.
    Nothing,
}

impl Press {
    /// A key while the menu over `context` is shown: a letter of it, or the key itself.
    pub(super) fn in_menu(key: Key, context: Context) -> Self {
        let action = match key.code {
            KeyCode::Char(letter) if key.typed().is_some() => context.letter(letter).or_else(|| context.menu_key(key)),
            _ if context.menu_key(key).is_some() => context.menu_key(key),
            // The key that hides works everywhere.
            _ => context.resolve(key).filter(|action| *action == Action::Hide),
        };
        match action {
            Some(action) => Self::Act(action),
            None if Context::Menu.resolve(key).is_some() => Self::Nothing,
            None => Self::Say(said::no_letter(key)),
        }
    }

    /// A key with the focus at `context`.
    pub(super) fn at(key: Key, context: Context) -> Self {
        if let Some(text) = moved::word(key, context) {
            Self::Say(text)
        } else if let Some(action) = context.resolve(key) {
            Self::Act(action)
        } else if let (KeyCode::Char(c), false, false, true) = (key.code, key.ctrl, key.alt, context.types()) {
            Self::Type(c)
        } else {
            Self::Say(said::unknown(key, context))
        }
    }
}
