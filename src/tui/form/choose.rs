//! Choosing a word by what is typed: its beginning, the initials of its Pinyin, its number, what it has inside.

use super::{Form, NOT_CHOSEN, Value};
use crate::analysis::number::initials;
use std::mem;

/// Figures that come within this time of each other are one number (ms).
const ONE_NUMBER_MS: i64 = 1_500;

impl Form {
    /// Chooses by what was typed at `now_ms`, where a choice or several words have the focus: the word that begins so, by
    /// itself or by the initials of its Pinyin; else the n-th; else one that has it inside. What is typed letter by letter
    /// counts as one word while any has it; else the next word after the chosen one is taken. Of several words it goes
    /// there. Whether there was one.
    pub fn choose_by(&mut self, typed: &str, now_ms: i64) -> bool {
        let typed = typed.trim().to_lowercase();
        let is_figure = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let (before, at_ms) = mem::take(&mut self.sought);
        let goes_on = !(before.is_empty() || is_figure(&typed) && now_ms - at_ms > ONE_NUMBER_MS);
        let longer = if goes_on { format!("{before}{typed}") } else { String::new() };
        let (words, at) = match self.fields.get(self.at).map(|f| &f.value) {
            Some(Value::Choice { of, at }) => (of.iter().map(String::as_str).collect::<Vec<_>>(), *at),
            Some(Value::Choices { of, at }) => (of.iter().map(|item| item.word.as_str()).collect(), *at),
            _ => return false,
        };
        if typed.is_empty() {
            return false;
        }
        // The chosen one has what is typed so far as long as it can.
        let here = Some(at).filter(|_| words.get(at).is_some_and(|word| begins(word, &longer) || has(word, &longer)));
        let found = here
            .or_else(|| place(&words, at, |word| begins(word, &longer)))
            .or_else(|| nth(&words, &longer))
            .map(|found| (found, longer.clone()))
            .or_else(|| {
                let found = place(&words, at, |word| begins(word, &typed)).or_else(|| nth(&words, &typed));
                let found = found.or_else(|| place(&words, at, |word| has(word, &typed)));
                found.map(|found| (found, typed.clone()))
            });
        let Some((found, sought)) = found else { return false };
        if let Some(Value::Choice { at, .. } | Value::Choices { at, .. }) =
            self.fields.get_mut(self.at).map(|f| &mut f.value)
        {
            *at = found;
        }
        self.sought = (sought, now_ms);
        true
    }

    /// Whether there is another word to go to where the focus is.
    pub fn can_turn(&self) -> bool {
        match self.fields.get(self.at).map(|f| &f.value) {
            Some(Value::Choice { of, .. }) => of.len() > 1,
            Some(Value::Choices { of, .. }) => of.len() > 1,
            _ => false,
        }
    }

    /// How many words there are to choose from where the focus is; 0 in a text and on the buttons. That none was chosen is
    /// no word.
    pub fn offered(&self) -> usize {
        match self.fields.get(self.at).map(|f| &f.value) {
            Some(Value::Choice { of, .. }) => of.len() - left_open(of.first().map(String::as_str)),
            Some(Value::Choices { of, .. }) => of.len(),
            _ => 0,
        }
    }
}

/// 1 where the first word of a choice is that none was chosen.
pub fn left_open(first: Option<&str>) -> usize {
    usize::from(first == Some(NOT_CHOSEN))
}

/// The next of `words` after the one at `at`, round and round, of which that is true.
fn place(words: &[&str], at: usize, is: impl Fn(&str) -> bool) -> Option<usize> {
    let round = (1..=words.len()).map(|n| (at + n) % words.len());
    round.into_iter().find(|n| words.get(*n).is_some_and(|word| is(word)))
}

/// The n-th of `words`, where that none was chosen is not counted.
fn nth(words: &[&str], typed: &str) -> Option<usize> {
    let n: usize = typed.parse().ok()?;
    let open = left_open(words.first().copied());
    (n + open).checked_sub(1).filter(|at| *at < words.len())
}

/// Whether a word begins so, by itself or by the initials of its Pinyin.
fn begins(word: &str, typed: &str) -> bool {
    let by_initials = || typed.is_ascii() && initials(word).starts_with(typed);
    !typed.is_empty() && (word.to_lowercase().starts_with(typed) || by_initials())
}

/// Whether a word has it inside. A figure is a number of the list, or how a word begins.
fn has(word: &str, typed: &str) -> bool {
    let is_figure = typed.chars().all(|c| c.is_ascii_digit());
    let by_initials = || typed.is_ascii() && initials(word).contains(typed);
    !typed.is_empty() && !is_figure && (word.to_lowercase().contains(typed) || by_initials())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form::Field;

    #[test]
    fn a_choice_goes_by_its_beginning_its_initials_or_its_number() {
        let of = ["组长", "副组长", "成员", "2024年", "成员单位"].map(str::to_owned).to_vec();
        let mut form = Form::new("", vec![Field::choice("职务", of, 0, "")]);
        for (typed, at) in [("副", Some(1)), ("c", Some(2)), ("c", Some(4)), ("C", Some(2)), ("1", Some(0))] {
            assert_eq!((form.choose_by(typed, 0), Some(form.chosen(0))), (true, at), "{typed}");
        }
        assert!(form.choose_by("2", 0) && form.chosen(0) == 3, "what begins so comes before the second");
        for typed in ["9", "0", "书", "x", " "] {
            assert!(!form.choose_by(typed, 0) && form.chosen(0) == 3, "{typed}");
        }
        assert_eq!(form.offered(), 5);
    }

    #[test]
    fn a_choice_goes_by_what_is_typed_letter_by_letter_by_what_a_word_has_inside_and_by_numbers() {
        let words =
            ["-", "群众", "中共党员", "民革党员", "刘芳", "李方平", "刘宁", "无", "其他", "甲", "乙", "丙", "丁"];
        let form = || Form::new("", vec![Field::choice("政治面貌", words.map(str::to_owned).to_vec(), 0, "")]);
        // What is typed and when (ms), and the word chosen in the end.
        let table: [(&[(&str, i64)], &str); 12] = [
            (&[("党员", 0)], "中共党员"),
            (&[("党", 0), ("员", 2_000)], "中共党员"),
            (&[("民", 0), ("革", 2_000)], "民革党员"),
            (&[("l", 0), ("f", 1_000)], "刘芳"),
            (&[("l", 0), ("n", 9_000)], "刘宁"),
            (&[("l", 0), ("l", 500)], "李方平"),
            (&[("dy", 0)], "中共党员"),
            (&[("1", 0)], "群众"),
            (&[("1", 0), ("2", 400)], "丁"),
            (&[("1", 0), ("2", 4_000)], "中共党员"),
            (&[("甲", 0), ("0", 0)], "-"),
            (&[("甲", 0), ("书", 0)], "甲"),
        ];
        for (typed, want) in table {
            let mut form = form();
            for (text, ms) in typed {
                form.choose_by(text, *ms);
            }
            assert_eq!(form.text(0), want, "{typed:?}");
        }
        assert_eq!(form().offered(), 12, "that none was chosen is no word");
    }
}
