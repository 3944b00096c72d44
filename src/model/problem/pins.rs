//! The marks that pin sentences to evidence.

use std::ops::Range;

/// The mark that pins a sentence to evidence: 〔证3〕.
pub fn pin(number: u16) -> String {
    format!("〔证{number}〕")
}

/// The marks in a text: byte range and number, in order. `〔证0〕` and numbers that are none are no marks.
pub fn pins(text: &str) -> impl Iterator<Item = (Range<usize>, u16)> {
    const OPEN: &str = "〔证";
    const CLOSE: char = '〕';
    text.match_indices(OPEN).filter_map(move |(at, _)| {
        let inner = text.get(at + OPEN.len()..)?;
        let end = inner.find(CLOSE)?;
        let digits = inner.get(..end)?;
        let number: u16 = digits.parse().ok().filter(|n| *n > 0 && digits.bytes().all(|b| b.is_ascii_digit()))?;
        Some((at..at + OPEN.len() + end + CLOSE.len_utf8(), number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_where_they_stand() {
        let text = "支付购车款〔证1〕。没有议题〔证12〕〔证0〕〔证x〕〔证";
        let found: Vec<(&str, u16)> = pins(text).map(|(at, n)| (text.get(at).unwrap(), n)).collect();
        assert_eq!(found, [("〔证1〕", 1), ("〔证12〕", 12)]);
        assert_eq!(pin(3), "〔证3〕");
    }
}
