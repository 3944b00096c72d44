//! Blanks, as they stand in names and posts that were padded or pasted.

/// Blanks of all widths, also those that do not show (byte order mark, zero-width space).
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The text without its blanks: how names and posts are compared.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}
