//! Colours: one accent, one warning, one error; nothing is said by colour alone.
//!
//! Whether the ground is light or dark is not known. The accent and the warning are colours of the fixed part of the
//! palette that can be read on both; yellow and cyan cannot be read on white.

use ratatui::style::{Color, Modifier, Style};

/// Dark cyan, #008787.
const ACCENT: Color = Color::Indexed(30);
/// Dark orange, #af5f00.
const WARNING: Color = Color::Indexed(130);

/// Plain text.
pub const fn plain() -> Style {
    Style::new()
}

/// Less important text: labels, rules, hints.
pub const fn dim() -> Style {
    Style::new().fg(Color::DarkGray)
}

/// A row that is not for everybody's eyes: a line goes under all of it, on every ground and without colours too.
pub const fn aside() -> Style {
    Style::new().fg(Color::DarkGray).add_modifier(Modifier::UNDERLINED)
}

/// The accent: headings, the focused zone's title.
pub const fn accent() -> Style {
    Style::new().fg(ACCENT)
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
    Style::new().fg(WARNING)
}

/// An error.
pub const fn error() -> Style {
    Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)
}

/// A key in the bar.
pub const fn key() -> Style {
    Style::new().fg(ACCENT).add_modifier(Modifier::BOLD)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of a colour of the cube (WCAG 2).
    fn luminance(index: u8) -> f64 {
        const STEPS: [f64; 6] = [0.0, 95.0, 135.0, 175.0, 215.0, 255.0];
        let n = usize::from(index - 16);
        let part = |level: f64| {
            let level = level / 255.0;
            if level <= 0.039_28 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(STEPS[n / 36]) + 0.7152 * part(STEPS[n / 6 % 6]) + 0.0722 * part(STEPS[n % 6])
    }

    #[test]
    fn accent_and_warning_can_be_read_on_white_and_on_black() {
        for colour in [ACCENT, WARNING] {
            let Color::Indexed(index) = colour else { panic!("{colour:?} depends on the palette of the terminal") };
            let own = luminance(index);
            for (ground, contrast) in [("white", 1.05 / (own + 0.05)), ("black", (own + 0.05) / 0.05)] {
                assert!(contrast >= 4.0, "{colour:?} on {ground}: {contrast}");
            }
        }
    }
}
