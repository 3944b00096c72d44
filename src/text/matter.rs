//! What of a text says nothing of a matter by itself: days, names, posts, names of units, and the words that tie them.
//!
//! A withheld sentence may begin with who was what when ("2024年3月，张某某任办公室主任时…"). That much is in minutes,
//! rosters and papers too, and no paper loses its date and its post because of it: such runs are struck only where they
//! stand with the rest. A sentence that says nothing else is looked for as it is.

use super::grams::{Gram, RUN, SENTENCE, Salt, days};
use super::normal::Normal;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Words that tie names, posts and days to each other.
const TIES: &str = "任时是为的在于担兼当同志由后前起至到和与及现原曾该";
/// Shortest part of the name of a unit by which people call it.
const UNIT: usize = 3;
/// Longest name of a unit; what is longer says more than a name.
const UNIT_NAME: usize = 30;

/// Names, posts and units of a round, each with when it came.
#[derive(Debug, Clone)]
pub struct Common<S> {
    by_first: HashMap<char, Vec<(Vec<char>, S)>>,
}

impl<S> Default for Common<S> {
    fn default() -> Self {
        Self { by_first: HashMap::new() }
    }
}

/// What a character is in a withheld text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// In a day, a name, a post or a unit.
    Common,
    /// In a word that ties these.
    Tie,
    /// In anything else.
    Matter,
}

impl<S: Copy> Common<S> {
    /// Adds the name of a person, when it is one.
    pub fn add_name(&mut self, name: &str, since: S) {
        let dots = name.chars().any(|c| matches!(c, '·' | '•' | '・'));
        if name.chars().filter(|c| !is_han(*c)).all(|c| matches!(c, '·' | '•' | '・')) {
            self.add(name, 2..if dots { 15 } else { 5 }, since);
        }
    }

    /// Adds the code of a person.
    pub fn add_code(&mut self, code: &str, since: S) {
        if code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.add(code, 2..9, since);
        }
    }

    /// Adds the posts that a text names; what does not end as posts do is none.
    pub fn add_posts(&mut self, posts: &str, since: S) {
        for post in posts.split(|c: char| "、，,；;/ \u{3000}".contains(c)) {
            let is_post = post.chars().next_back().is_some_and(|c| "长记任员师事管计纳委理席监导".contains(c));
            if is_post && post.chars().all(is_han) {
                self.add(post, 2..15, since);
            }
        }
    }

    /// Adds the name of a unit, when it is as long as names are, and what it is called for short.
    pub fn add_unit(&mut self, name: &str, since: S) {
        let chars = Normal::of(name).chars().to_vec();
        if !(UNIT..=UNIT_NAME).contains(&chars.len()) {
            return;
        }
        for from in 0..=chars.len() - UNIT {
            self.push(chars.iter().skip(from).copied().collect(), since);
        }
    }

    fn add(&mut self, text: &str, sizes: Range<usize>, since: S) {
        let chars = Normal::of(text).chars().to_vec();
        if sizes.contains(&chars.len()) {
            self.push(chars, since);
        }
    }

    fn push(&mut self, chars: Vec<char>, since: S) {
        if let Some(first) = chars.first() {
            let of = self.by_first.entry(*first).or_default();
            if !of.iter().any(|(known, _)| *known == chars) {
                of.push((chars, since));
            }
        }
    }

    fn cover(&self, chars: &[char], counts: &dyn Fn(S) -> bool, parts: &mut [Part]) {
        for at in 0..chars.len() {
            let rest = chars.get(at..).unwrap_or_default();
            let of = rest.first().and_then(|first| self.by_first.get(first)).into_iter().flatten();
            let here = of.filter(|(phrase, since)| rest.starts_with(phrase) && counts(*since));
            if let Some(longest) = here.map(|(phrase, _)| phrase.len()).max() {
                parts.iter_mut().skip(at).take(longest).for_each(|part| *part = Part::Common);
            }
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{2_0000}'..='\u{3_FFFF}')
}

/// The hashes of a withheld text ([`Salt::grams`]) whose runs say nothing of a matter by themselves. `counts`: whether what
/// came then is common.
pub fn without_matter<S: Copy>(
    salt: Salt,
    text: &Normal,
    common: &[&Common<S>],
    counts: &dyn Fn(S) -> bool,
) -> HashSet<Gram> {
    let chars = text.chars();
    let plain = |(c, is_of_day): (&char, bool)| match c {
        _ if is_of_day => Part::Common,
        c if TIES.contains(*c) => Part::Tie,
        _ => Part::Matter,
    };
    let mut parts: Vec<Part> = chars.iter().zip(days(chars)).map(plain).collect();
    for of in common {
        of.cover(chars, counts, &mut parts);
    }
    // In a sentence that says nothing else, what ties it together is what it says.
    let mut tells: Vec<bool> = parts.iter().map(|part| *part == Part::Matter).collect();
    for sentence in text.sentences() {
        if !tells.get(sentence.clone()).unwrap_or_default().contains(&true) {
            for (tells, part) in tells.iter_mut().zip(&parts).skip(sentence.start).take(sentence.len()) {
                *tells = *part == Part::Tie;
            }
        }
    }
    let says = |at: Range<usize>| tells.get(at).unwrap_or_default().contains(&true);
    let (mut with, mut without) = (HashSet::new(), HashSet::new());
    let mut take = |at: Range<usize>, gram: Gram| {
        if says(at) {
            with.insert(gram)
        } else {
            without.insert(gram)
        };
    };
    salt.runs(chars, RUN).for_each(|(at, gram)| take(at..at + RUN, gram));
    for sentence in text.sentences().chain(std::iter::once(0..chars.len())) {
        if (SENTENCE..RUN).contains(&sentence.len()) {
            let run = chars.get(sentence.clone()).unwrap_or_default();
            salt.runs(run, run.len()).for_each(|(_, gram)| take(sentence.clone(), gram));
        }
    }
    without.retain(|gram| !with.contains(gram));
    without
}

#[cfg(test)]
mod tests {
    use super::super::grams::{Words, beside};
    use super::*;

    const SALT: Salt = Salt(7);

    fn common() -> Common<()> {
        let mut common = Common::default();
        common.add_name("张志强", ());
        common.add_name("买买提·吐尔逊", ());
        common.add_posts("党组成员、办公室主任", ());
        common.add_code("A37", ());
        common.add_unit("青禾县水利局", ());
        common
    }

    /// What is left of a text where these words are withheld.
    fn struck(said: &str, text: &str) -> String {
        let normal = Normal::of(said);
        let without = without_matter(SALT, &normal, &[&common()], &|()| true);
        let grams = SALT.grams(&normal);
        let words = grams.into_iter().map(|gram| if without.contains(&gram) { beside(gram) } else { gram });
        let mut text = text.to_owned();
        Words::new(SALT, words.collect()).strike(&mut text);
        text
    }

    #[test]
    fn who_was_what_when_stays_where_it_stands_alone_and_goes_with_the_matter() {
        const SAID: &str = "2024年3月，张志强任办公室主任时收了三万块钱。买买提·吐尔逊是党组成员。";
        for (text, left) in [
            ("2024年3月，张志强任办公室主任。", "2024年3月，张志强任办公室主任。"),
            ("2024年3月张志强任办公室主任时，没有交接。", "2024年3月张志强任办公室主任时，没有交接。"),
            ("青禾县水利局办公室主任张志强", "青禾县水利局办公室主任张志强"),
            ("据说2024年3月，张志强任办公室主任时收了三万块钱。", "据说〔已另行处理〕。"),
            ("办公室主任时收了三万", "〔已另行处理〕"),
            ("买买提·吐尔逊（党组成员）", "买买提·吐尔逊（党组成员）"),
            ("他说买买提·吐尔逊是党组成员。", "他说〔已另行处理〕。"),
        ] {
            assert_eq!(struck(SAID, text), left, "{text}");
        }
    }

    #[test]
    fn no_withheld_sentence_stands_anywhere_in_full() {
        for said in [
            "2024年3月，张志强任办公室主任时收了三万块钱",
            "张志强是办公室主任",
            "水利局的张志强收了钱",
            "A37说张志强任办公室主任时收了三万",
        ] {
            assert_eq!(struck(said, &format!("据说{said}。")), "据说〔已另行处理〕。");
        }
    }

    #[test]
    fn numbers_that_are_no_days_are_matter() {
        let said = "2024年3月张志强的卡号是612401199001011234。";
        assert_eq!(struck(said, "号码612401199001011234"), "号码〔已另行处理〕");
        assert_eq!(days(&"12年3月405万56789日".chars().collect::<Vec<_>>()).iter().filter(|is| **is).count(), 5);
    }

    #[test]
    fn what_is_no_name_and_no_post_is_matter() {
        let mut common = Common::default();
        common.add_posts("副局长（收了三万块钱）、收了三万块钱的事情，一二三四五六七八九十一二三四员", ());
        common.add_name("收了三万块钱", ());
        common.add_name("张三，收钱", ());
        common.add_code("收了三万", ());
        common.add_unit(&"青禾县水利局收了三万块钱".repeat(3), ());
        common.add_unit("局里", ());
        assert_eq!(common.by_first.values().map(Vec::len).sum::<usize>(), 0);
        let text = Normal::of("他收了三万块钱回扣");
        assert!(without_matter(SALT, &text, &[&common], &|()| true).is_empty());
    }

    #[test]
    fn what_came_after_the_words_is_not_common() {
        let mut common = Common::default();
        common.add_posts("办公室主任", 5);
        let text = Normal::of("2024年3月办公室主任收钱了");
        let count = |said: i32| without_matter(SALT, &text, &[&common], &|since| since < said).len();
        assert!(count(6) > count(5) && count(5) == count(0));
    }
}
