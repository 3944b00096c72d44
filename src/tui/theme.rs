//! Colours: one accent, one warning, one error; nothing is said by colour alone.

use ratatui::style::{Color, Modifier, Style};

/// Plain text.
pub const fn plain() -> Style {
    Style::new()
}

/// Less important text: labels, rules, hints.
pub const fn dim() -> Style {
    Style::new().fg(Color::DarkGray)
}

/// The accent: headings, the focused zone's title.
pub const fn accent() -> Style {
    Style::new().fg(Color::Cyan)
}

/// Bold text: the cursor row, headings.
pub const fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

/// The cursor row of the focused list.
pub const fn cursor() -> Style {
    Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED)
}

/// Selected text.
pub const fn selection() -> Style {
    Style::new().add_modifier(Modifier::REVERSED)
}

/// A warning.
pub const fn warning() -> Style {
    Style::new().fg(Color::Yellow)
}

/// An error.
pub const fn error() -> Style {
    Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)
}

/// A key in the bar.
pub const fn key() -> Style {
    Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD)
}
