//! Numbers of papers: the inspector's short code (刘芳: LF) and the pre-number 预-LF-03.
//!
//! A number counts up per inspector and laptop over everything that the round ever held, the bin included, so that it
//! never comes to mean another paper (DESIGN.md §4 Papers). The first laptop of a round writes 预-LF-03, a later one its
//! letter before the count: 预-LF-B03. Formal numbers are not given here.

use crate::Result;
use crate::model::ids::ProblemId;
use crate::model::problem::{Problem, ProblemState};
use crate::store::Reader;
use std::collections::BTreeSet;

/// The code of somebody in whose name no letter can be found.
const NO_LETTERS: &str = "XC";

/// Initials of the pinyin in lower case, for typing two letters instead of a name; other signs have none.
pub fn initials(name: &str) -> String {
    use pinyin::ToPinyin as _;
    name.to_pinyin().flatten().filter_map(|p| p.plain().chars().next()).collect()
}

/// A code for an inspector's numbers, unlike all that are `taken`: LF, then LF2, LF3.
pub fn code_for(name: &str, taken: &BTreeSet<String>) -> String {
    let mut letters = initials(name).to_ascii_uppercase();
    if letters.is_empty() {
        letters = name.chars().filter(char::is_ascii_alphabetic).take(2).collect::<String>().to_ascii_uppercase();
    }
    if letters.is_empty() {
        NO_LETTERS.clone_into(&mut letters);
    }
    if !taken.contains(&letters) {
        return letters;
    }
    // One more than there are taken is always enough.
    let numbered = (2..=taken.len() + 2).map(|n| format!("{letters}{n}"));
    numbered.into_iter().find(|code| !taken.contains(code)).unwrap_or(letters)
}

/// Orders numbers: 预-LF-9 before 预-LF-10 before 预-LF-B01.
pub fn place(number: &str) -> (String, u64) {
    let scope = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = number.strip_prefix(scope).and_then(|count| count.parse().ok());
    (scope.to_owned(), count.unwrap_or_default())
}

/// Numbers of the papers that an action has made drafts again, in their order. One that is gone since, or ready again,
/// need not be looked at.
///
/// # Errors
/// Those of reading.
pub fn of_redrafted<'a>(reader: &Reader, papers: impl IntoIterator<Item = &'a ProblemId>) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    for id in papers {
        let paper = reader.get::<Problem>(id.0)?.filter(|p| p.state == ProblemState::Draft);
        numbers.extend(paper.map(|p| p.number));
    }
    numbers.sort_by_key(|n| place(n));
    numbers.dedup();
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_initials_and_a_second_one_of_these_gets_a_number() {
        let taken: BTreeSet<String> = ["LF", "LF2"].map(String::from).into();
        assert_eq!(code_for("刘芳", &BTreeSet::new()), "LF");
        assert_eq!(code_for("李凡", &taken), "LF3");
        assert_eq!(code_for("欧阳若水", &taken), "OYRS");
        assert_eq!(code_for("John Smith", &taken), "JO");
        assert_eq!(code_for("", &taken), "XC");
    }

    #[test]
    fn numbers_stand_in_the_order_of_their_counts() {
        let mut numbers = ["预-LF-B1", "预-LF-100", "预-LF-9", "", "预-LF-10"];
        numbers.sort_by_key(|n| place(n));
        assert_eq!(numbers, ["", "预-LF-9", "预-LF-10", "预-LF-100", "预-LF-B1"]);
    }
}
