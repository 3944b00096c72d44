//! Names that the program gives or the method has, in records: of a question, a check item, a kind of entry, a place in
//! a list. They carry no words and are told by every door, so a body that has words in the place of one is refused by
//! whatever reads it: a bundle, a file that another program wrote.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt::Display;

/// Longest name of the method, in characters; the longest of the built-in one has 26.
const LONGEST: usize = 64;
/// Longest order key, in characters; a thousand insertions at one place make one of about two hundred.
const LONGEST_ORDER: usize = 512;

const NOT_A_NAME: &str = "工作法的编号只能用英文字母、数字和 . - _，最长 64 个";
const NOT_AN_ORDER: &str = "排列次序只能用小写英文字母和数字";

/// A name of the method, or none (empty).
pub(super) fn of_method<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = Cow::<'_, str>::deserialize(from)?;
    if is_name(&text) { Ok(text.into_owned()) } else { Err(D::Error::custom(NOT_A_NAME)) }
}

/// The same where there may be none.
pub(super) fn of_method_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    struct Name(#[serde(deserialize_with = "of_method")] String);
    Option::<Name>::deserialize(from).map(|name| name.map(|n| n.0))
}

/// The characters of an order key, or none (not placed yet).
pub(super) fn of_order<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = Cow::<'_, str>::deserialize(from)?;
    let is_key = text.len() <= LONGEST_ORDER && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
    if is_key { Ok(text.into_owned()) } else { Err(D::Error::custom(NOT_AN_ORDER)) }
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// What is wrong with a name, when that is why something could not be read.
pub fn why(error: &dyn Display) -> Option<&'static str> {
    let said = error.to_string();
    [NOT_A_NAME, NOT_AN_ORDER].into_iter().find(|what| said.contains(what))
}

#[cfg(test)]
mod tests {
    use super::super::answer::Answer;
    use super::super::ids::InterviewId;
    use super::super::order::OrderKey;
    use super::*;

    #[test]
    fn a_name_is_short_and_has_no_words_in_it() {
        for (text, is) in [("q3.times", true), ("three_focus_2023", true), ("k-4", true), ("", true)] {
            assert_eq!(is_name(text), is, "{text}");
        }
        for text in ["分管的那位收了三万", "q 3", "q/3", "q3\n", "ｑ3", &"q".repeat(65)] {
            assert!(!is_name(text), "{text}");
        }
    }

    #[test]
    fn a_body_with_words_in_the_place_of_a_name_does_not_read() {
        let answer = Answer::new(InterviewId::new(), "q3");
        let json = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), answer);
        let e = serde_json::from_str::<Answer>(&json.replace("\"q3\"", "\"他收了三万\"")).unwrap_err();
        assert_eq!(why(&e), Some(NOT_A_NAME));
        assert!(!e.to_string().contains("三万"), "{e}");
    }

    #[test]
    fn the_keys_that_the_program_makes_read() {
        let (mut low, high) = (OrderKey::between(None, None), OrderKey::between(None, None));
        let high = OrderKey::between(Some(&high), None);
        for _ in 0..1000 {
            low = OrderKey::between(Some(&low), Some(&high));
            let json = serde_json::to_string(&low).unwrap();
            assert_eq!(serde_json::from_str::<OrderKey>(&json).unwrap(), low);
        }
        assert!(serde_json::from_str::<OrderKey>("\"他收了\"").is_err());
    }
}
