//! Words, for moving and deleting by word in Chinese and Latin text.
//!
//! Without a dictionary a Chinese word cannot be found, and single characters are what the arrow keys are for. So a run
//! of Han is one word: between two punctuation marks that is the clause, a useful step in a long answer. A run of other
//! letters and digits is one word too, and an amount like 1,234.56 is not taken apart.

use std::ops::Range;

/// What a character is to word movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Latin,
    Blank,
    Mark,
}

/// The class of the character at byte `at`; `None` at the end.
fn class_at(text: &str, at: usize) -> Option<Class> {
    let (before, after) = text.split_at_checked(at)?;
    let mut chars = after.chars();
    let c = chars.next()?;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    Some(match c {
        '.' | ',' if digit(before.chars().next_back()) && digit(chars.next()) => Class::Latin,
        '_' => Class::Latin,
        c if c.is_whitespace() => Class::Blank,
        c if is_han(c) => Class::Han,
        c if c.is_alphanumeric() => Class::Latin,
        c if joins(c) => class_before(text, at).unwrap_or(Class::Mark),
        _ => Class::Mark,
    })
}

/// The class of the character before byte `at`; `None` at the start.
fn class_before(text: &str, at: usize) -> Option<Class> {
    class_at(text, step_back(text, at)?)
}

/// Han, kana, bopomofo and hangul: written without blanks.
const fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{AC00}'..='\u{D7AF}')
}

/// Selectors, joiners and accents, which go with the character before them.
const fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn step_back(text: &str, at: usize) -> Option<usize> {
    Some(at - text.get(..at)?.chars().next_back()?.len_utf8())
}

/// The end of the run from `at` on whose classes satisfy `wanted`.
fn run_forward(text: &str, at: usize, wanted: impl Fn(Class) -> bool) -> usize {
    let mut at = at;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if !class_at(text, at).is_some_and(&wanted) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// The start of the run that ends at `at` and whose classes satisfy `wanted`.
fn run_back(text: &str, at: usize, wanted: impl Fn(Class) -> bool) -> usize {
    let mut at = at;
    while let Some(before) = step_back(text, at).filter(|&i| class_at(text, i).is_some_and(&wanted)) {
        at = before;
    }
    at
}

const fn is_word(class: Class) -> bool {
    matches!(class, Class::Han | Class::Latin)
}

/// The start of the next word, past blanks and punctuation; the end of `text` after the last.
pub(crate) fn right(text: &str, at: usize) -> usize {
    let past = match class_at(text, at) {
        Some(class) if is_word(class) => run_forward(text, at, |c| c == class),
        _ => at,
    };
    run_forward(text, past, |c| !is_word(c))
}

/// The start of this word or of the one before; the start of `text` before the first.
pub(crate) fn left(text: &str, at: usize) -> usize {
    let end = run_back(text, at, |c| !is_word(c));
    match class_before(text, end) {
        Some(class) => run_back(text, end, |c| c == class),
        None => end,
    }
}

/// The run at `at`: the one that begins or goes on there, or, at the end of `text`, the last.
pub(crate) fn around(text: &str, at: usize) -> Range<usize> {
    match class_at(text, at).or_else(|| class_before(text, at)) {
        Some(class) => run_back(text, at, |c| c == class)..run_forward(text, at, |c| c == class),
        None => at..at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The offsets that a step function visits, as a text with `|` at each.
    fn visited(text: &str, from: usize, step: fn(&str, usize) -> usize) -> String {
        let mut stops = vec![from];
        loop {
            let at = stops[stops.len() - 1];
            let next = step(text, at);
            if next == at {
                break;
            }
            stops.push(next);
        }
        let mut out = text.to_owned();
        stops.sort_unstable();
        for at in stops.into_iter().rev() {
            out.insert(at, '|');
        }
        out
    }

    #[test]
    fn stops_are_the_starts_of_words_in_both_directions() {
        for expected in [
            "|检查发现问题，|整改到位。|",
            "|A37|号谈话，|共 |1,234.56|元|",
            "|use |rust_lang  |now|",
            "|葛\u{E0100}城|",
            "|",
        ] {
            let text = expected.replace('|', "");
            assert_eq!(visited(&text, 0, right), expected);
            assert_eq!(visited(&text, text.len(), left), expected);
        }
    }

    #[test]
    fn the_word_around_a_place() {
        assert_eq!(around("去年A37研究", 6), 6..9);
        assert_eq!(around("去年A37研究", 7), 6..9);
        assert_eq!(around("去年", 6), 0..6);
        assert_eq!(around("", 0), 0..0);
        assert_eq!(around("a，，b", 1), 1..7);
    }
}
