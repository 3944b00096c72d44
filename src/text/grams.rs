//! Words that may not be told, found again by hashes: what is withheld is looked for without being kept a second time.
//!
//! Of a withheld text count every run of [`RUN`] normalised characters and every sentence of [`SENTENCE`] and more;
//! shorter ones ("是的。") are common speech and tell nothing. A run that is hardly more than a date ("2022年6月14日")
//! tells nothing either: the day is in minutes and vouchers too; of a sentence that is hardly more than a date
//! ("2024年3月收8万") those runs count that hold what is more. The hashes carry a salt of the file, so that those of two
//! rounds cannot be compared.

use super::normal::{BARRIER, ELSEWHERE, Normal, pins};
use std::collections::HashSet;
use std::ops::Range;

/// So many characters in a row tell something.
pub const RUN: usize = 8;
/// A sentence of so many characters tells something; of fewer than [`RUN`] it counts only as a whole.
pub const SENTENCE: usize = 6;

/// Modulus of the rolling hash: a prime just below a power of two.
const PRIME: u64 = (1 << 61) - 1;

/// Hash of a run of characters, with its length in it.
pub type Gram = u64;

/// The salt of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub u64);

impl Salt {
    /// Every run of `size` characters that has no [`BARRIER`] in it: where it begins, and its hash.
    pub fn runs(self, chars: &[char], size: usize) -> impl Iterator<Item = (usize, Gram)> + '_ {
        let base = mix(self.0 ^ 0x9E37_79B9_7F4A_7C15) % (PRIME - 0x1_0000) + 0x1_0000;
        // What the oldest character of a run weighs when it leaves.
        let weight = (1..size).fold(1, |w, _| times(w, base));
        let salt = self.0 ^ mix(size as u64);
        let (mut hash, mut held) = (0, 0);
        chars.iter().enumerate().filter_map(move |(at, c)| {
            if *c == BARRIER {
                (hash, held) = (0, 0);
                return None;
            }
            if held == size {
                let oldest = at.checked_sub(size).and_then(|first| chars.get(first)).copied().map_or(0, code);
                hash = (hash + PRIME - times(oldest, weight)) % PRIME;
                held -= 1;
            }
            hash = (times(hash, base) + code(*c)) % PRIME;
            held += 1;
            (held == size).then(|| (at + 1 - size, mix(hash ^ salt)))
        })
    }

    /// Every run by which anything of a text may be found among withheld words.
    pub fn all_runs(self, text: &Normal) -> HashSet<Gram> {
        (SENTENCE..=RUN).flat_map(|size| self.runs(text.chars(), size)).map(|(_, gram)| gram).collect()
    }

    /// What counts of a withheld text.
    pub fn grams(self, text: &Normal) -> HashSet<Gram> {
        let chars = text.chars();
        let in_days = days(chars);
        // How much of a run stands beside a day.
        let beside = |at: usize| in_days.iter().skip(at).take(RUN).filter(|in_day| !**in_day).count();
        let tells = |at: usize| beside(at) >= BESIDE_DATE;
        let mut grams: HashSet<Gram> =
            self.runs(chars, RUN).filter(|(at, _)| tells(*at)).map(|(_, gram)| gram).collect();
        for sentence in text.sentences().chain(std::iter::once(0..chars.len())) {
            let Some(of) = chars.get(sentence.clone()) else { continue };
            if (SENTENCE..RUN).contains(&of.len()) {
                grams.extend(self.runs(of, of.len()).map(|(_, gram)| gram));
            } else if !(0..(of.len() + 1).saturating_sub(RUN)).any(|at| tells(sentence.start + at)) {
                // A day and little more: the runs count that hold the most of what is more.
                let runs: Vec<(usize, Gram)> =
                    self.runs(of, RUN).map(|(at, gram)| (beside(sentence.start + at), gram)).collect();
                let most = runs.iter().map(|(beside, _)| *beside).max().filter(|most| *most > 0);
                grams.extend(runs.into_iter().filter(|(beside, _)| Some(*beside) == most).map(|(_, gram)| gram));
            }
        }
        grams
    }
}

/// So many characters beside a date make more of it.
const BESIDE_DATE: usize = 4;

/// Which characters are in a year, a month or a day; other numbers (of a card, of a telephone, sums) are not.
pub(super) fn days(chars: &[char]) -> Vec<bool> {
    let mut found = vec![false; chars.len()];
    let mut digits = 0;
    for (at, c) in chars.iter().enumerate() {
        if c.is_ascii_digit() {
            digits += 1;
            continue;
        }
        if (1..=4).contains(&digits) && matches!(c, '年' | '月' | '日') {
            found.iter_mut().skip(at - digits).take(digits + 1).for_each(|is| *is = true);
        }
        digits = 0;
    }
    found
}

fn is_of_date(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '年' | '月' | '日')
}

fn code(c: char) -> u64 {
    u64::from(u32::from(c)) + 1
}

/// Product modulo [`PRIME`].
fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    let folded = (product & u128::from(PRIME)) + (product >> 61);
    u64::try_from(folded % u128::from(PRIME)).unwrap_or_default()
}

/// Spreads a number over all 64 bits (the finaliser of SplitMix64).
const fn mix(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}

/// The words of a round that may not be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    salt: Salt,
    grams: HashSet<Gram>,
}

impl Words {
    /// Words by their hashes under that salt.
    pub const fn new(salt: Salt, grams: HashSet<Gram>) -> Self {
        Self { salt, grams }
    }

    /// Whether these are all that the others are, or more.
    pub fn holds(&self, other: &Self) -> bool {
        other.grams.is_subset(&self.grams)
    }

    /// These words without those of `other`.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Self {
        Self { salt: self.salt, grams: self.grams.difference(&other.grams).copied().collect() }
    }

    /// These words and those of `other`, which are of the same file.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self { salt: self.salt, grams: self.grams.union(&other.grams).copied().collect() }
    }

    /// The salt of their hashes.
    pub const fn salt(&self) -> Salt {
        self.salt
    }

    /// Their hashes, in no order.
    pub fn hashes(&self) -> impl Iterator<Item = Gram> {
        self.grams.iter().copied()
    }

    /// Whether that run is one of these words.
    pub fn has(&self, gram: Gram) -> bool {
        self.grams.contains(&gram)
    }

    /// No word at all.
    pub fn is_empty(&self) -> bool {
        self.grams.is_empty()
    }

    /// The characters that stand in words that may not be told: ranges of characters, apart and in order.
    fn find(&self, chars: &[char]) -> Vec<Range<usize>> {
        if self.is_empty() || chars.len() < SENTENCE {
            return Vec::new();
        }
        // Each with whether it tells something by itself.
        let mut hit: Vec<(Range<usize>, bool)> = Vec::new();
        for size in SENTENCE..=RUN {
            for (at, gram) in self.salt.runs(chars, size) {
                let tells = self.grams.contains(&gram);
                if tells || self.grams.contains(&beside(gram)) {
                    hit.push((at..at + size, tells));
                }
            }
        }
        // A date that the words begin or end in goes with them. Each character is gone over once: to the end of the date
        // before the next words are looked at, and back no further than to where the last ones end.
        let is_date = |at: usize| chars.get(at).is_some_and(|c| is_of_date(*c));
        hit.sort_by_key(|(at, _)| (at.start, at.end));
        let mut merged: Vec<(Range<usize>, bool)> = Vec::new();
        for (mut at, tells) in hit {
            let free = merged.last().map_or(0, |(last, _)| last.end);
            if at.start >= free {
                while at.start > free && is_date(at.start) && is_date(at.start - 1) {
                    at.start -= 1;
                }
                merged.push((at, tells));
            } else if let Some((last, any)) = merged.last_mut() {
                last.end = last.end.max(at.end);
                *any |= tells;
            }
            if let Some((last, _)) = merged.last_mut() {
                while last.end.checked_sub(1).is_some_and(is_date) && is_date(last.end) {
                    last.end += 1;
                }
            }
        }
        merged.into_iter().filter(|(_, tells)| *tells).map(|(at, _)| at).collect()
    }

    /// Whether any of them stands in `text`.
    pub fn stand_in(&self, text: &str) -> bool {
        !self.is_empty() && !self.find(Normal::of(text).chars()).is_empty()
    }

    /// Where they stand in texts that are read one after the other, by text: a run may begin in one and end in the next.
    pub fn find_each<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Vec<Range<usize>>> {
        let texts: Vec<Normal> =
            texts.into_iter().map(|text| if self.is_empty() { Normal::default() } else { Normal::of(text) }).collect();
        let all: Vec<char> = texts.iter().flat_map(|text| text.chars().iter().copied()).collect();
        let hit = self.find(&all);
        let mut start = 0;
        let in_text = |text: &Normal| {
            let (first, end) = (start, start + text.chars().len());
            start = end;
            let from = hit.partition_point(|at| at.end <= first);
            let of = hit.iter().skip(from).take_while(|at| at.start < end);
            of.filter_map(|at| text.bytes(&(at.start.max(first) - first..at.end.min(end) - first))).collect()
        };
        texts.iter().map(in_text).collect()
    }

    /// Puts [`ELSEWHERE`] in the place of each of them; the marks 〔证N〕 that stood between the words stay after it.
    /// Says whether there was one.
    pub fn strike(&self, text: &mut String) -> bool {
        let mut one = [std::mem::take(text)];
        let struck = self.strike_each(&mut one);
        let [now] = one;
        *text = now;
        struck.iter().any(|words| !words.is_empty())
    }

    /// The same in texts that are read one after the other ([`Words::find_each`]): of each text the words that were struck.
    pub fn strike_each(&self, texts: &mut [String]) -> Vec<Vec<String>> {
        let places = self.find_each(texts.iter().map(String::as_str));
        let strike = |(text, places): (&mut String, Vec<Range<usize>>)| {
            let words = places.iter().filter_map(|at| text.get(at.clone()).map(str::to_owned)).collect();
            places.iter().rev().for_each(|bytes| strike_range(text, bytes));
            words
        };
        texts.iter_mut().zip(places).map(strike).collect()
    }
}

/// Shows texts as they are read one after the other, in one order after another, and takes them back changed. An order
/// is positions among the texts; each counts once in it, so that no text is lost.
pub fn in_each_order(texts: &mut [String], orders: &[Vec<usize>], each: &mut dyn FnMut(&[usize], &mut [String])) {
    for order in orders {
        let mut seen = HashSet::new();
        let places: Vec<usize> = order.iter().copied().filter(|at| seen.insert(*at)).collect();
        let mut read: Vec<String> =
            places.iter().map(|at| texts.get_mut(*at).map(std::mem::take).unwrap_or_default()).collect();
        each(&places, &mut read);
        for (at, text) in places.iter().zip(read) {
            if let Some(now) = texts.get_mut(*at) {
                *now = text;
            }
        }
    }
}

/// A run of withheld words as it is kept when it tells nothing by itself (names, posts and dates alone): it is struck
/// where it stands with others that do.
pub const fn beside(gram: Gram) -> Gram {
    gram ^ 0x5DEE_CE66_D1CE_4E5B
}

/// The sentences of a text that are looked for nowhere where they stand alone: they are too short, or a day alone.
pub fn too_short(text: &str) -> Vec<&str> {
    let normal = Normal::of(text);
    let told = |at: &Range<usize>| normal.chars().get(at.clone()).is_some_and(|chars| !chars.contains(&BARRIER));
    let said = normal.sentences().filter(told).filter_map(|sentence| text.get(normal.bytes(&sentence)?));
    said.filter(|sentence| Salt(0).grams(&Normal::of(sentence)).is_empty()).collect()
}

/// Puts [`ELSEWHERE`] in the place of these bytes and keeps the marks 〔证N〕 among them; bytes that are none of the text
/// change nothing.
pub fn strike_range(text: &mut String, bytes: &Range<usize>) {
    let Some(struck) = text.get(bytes.clone()) else { return };
    let marks: String = pins(struck).collect();
    text.replace_range(bytes.clone(), &format!("{ELSEWHERE}{marks}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SALT: Salt = Salt(7);
    const SAID: &str = "标记词甲乙丙，分管的那位收了三万块钱回扣。老板姓钱叫钱大发。";

    fn words(texts: &[&str]) -> Words {
        Words::new(SALT, texts.iter().flat_map(|t| SALT.grams(&Normal::of(t))).collect())
    }

    fn struck(words: &Words, text: &str) -> String {
        let mut text = text.to_owned();
        words.strike(&mut text);
        text
    }

    #[test]
    fn a_day_alone_tells_nothing_and_goes_with_the_words_beside_it() {
        let said = words(&["2022年6月14日他收了三万块钱，证号612401199001011234。"]);
        for (text, left) in [
            ("2022年6月14日召开党组会议。", "2022年6月14日召开党组会议。"),
            ("2022年6月14日", "2022年6月14日"),
            ("据说2022年6月14日他收了三万块钱。", "据说〔已另行处理〕。"),
            ("2022年6月14日，他收了三万。", "〔已另行处理〕。"),
            ("号码612401199001011234", "号码〔已另行处理〕"),
        ] {
            assert_eq!(struck(&said, text), left);
        }
    }

    #[test]
    fn a_sentence_of_a_day_and_a_sum_is_looked_for() {
        const SAID: &str = "2021年12月收了3万。2023年8月2日送他20万；2024年3月收8万！2024年5月退了1万，2022年6月14日。";
        let said = words(&[SAID]);
        for sentence in ["2021年12月收了3万", "2023年8月2日送他20万", "2024年3月收8万", "2024年5月退了1万"]
        {
            assert_eq!(struck(&said, &format!("据说，{sentence}。")), "据说，〔已另行处理〕。", "{sentence}");
        }
        let open = "2021年12月开了会，2024年3月收到8封信，2022年6月14日送文件。";
        assert_eq!(struck(&said, open), open);
        assert_eq!(too_short("2022年6月14日。2024年3月收8万。好的。"), ["2022年6月14日", "好的"]);
    }

    #[test]
    fn texts_are_struck_in_each_order_in_which_they_are_read() {
        let said = words(&["分管的那位收了三万块钱"]);
        let mut texts = ["收了三万", "别的都好", "分管的那位"].map(str::to_owned);
        let mut seen = Vec::new();
        in_each_order(&mut texts, &[vec![0, 1, 2], vec![2, 0, 2, 9]], &mut |order, read| {
            seen.push((order.to_vec(), read.concat()));
            said.strike_each(read);
        });
        let read = ["收了三万别的都好分管的那位", "分管的那位收了三万"].map(str::to_owned);
        assert_eq!(seen, [vec![0, 1, 2], vec![2, 0, 9]].into_iter().zip(read).collect::<Vec<_>>());
        assert_eq!(texts, [ELSEWHERE, "别的都好", ELSEWHERE]);
    }

    #[test]
    fn a_long_row_of_digits_is_gone_over_once() {
        const CARD: &str = "612401199001011234";
        let said = words(&[&format!("证号{CARD}。")]);
        for between in ["", "0", "00000000"] {
            let row = format!("{CARD}{between}").repeat(20_000);
            assert_eq!(struck(&said, &format!("号码{row}，另有其人")), "号码〔已另行处理〕，另有其人");
        }
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let words = words(&[SAID]);
        for (text, want) in [
            (SAID, "〔已另行处理〕。"),
            ("有人说，分管的那位收了三万块钱回扣，是这样。", "有人说，〔已另行处理〕，是这样。"),
            ("分管的〔证7〕那位,收了三万 块钱回扣", "〔已另行处理〕〔证7〕"),
            ("分管的那位收了三", "〔已另行处理〕"),
            ("分管的那位收了", "分管的那位收了"),
            ("分\u{200B}管的那位收了三！", "〔已另行处理〕！"),
            ("老板姓钱叫钱大发", "〔已另行处理〕"),
            ("另有其人", "另有其人"),
        ] {
            assert_eq!(struck(&words, text), want, "{text}");
        }
    }

    #[test]
    fn a_short_sentence_counts_as_a_whole_and_common_speech_does_not() {
        let words = words(&["是的。他收了五万元。"]);
        assert_eq!(struck(&words, "有人说：我看见他收了五万元。是的。"), "有人说：我看见〔已另行处理〕。是的。");
        assert_eq!(struck(&words, "他收了五万。是的"), "他收了五万。是的");
    }

    #[test]
    fn a_short_text_of_several_sentences_counts_as_one() {
        assert_eq!(struck(&words(&["他拿了。三万块"]), "是他拿了三万块"), "是〔已另行处理〕");
        assert!(words(&["是的。"]).is_empty());
    }

    #[test]
    fn sentences_that_are_looked_for_nowhere_are_named() {
        assert_eq!(
            too_short("是的。钱 给了他！他收了五万元。〔证1〕后来，还了。"),
            ["是的", "钱 给了他", "后来，还了"]
        );
        assert!(too_short("。他收了五万元").is_empty() && too_short(ELSEWHERE).is_empty());
    }

    #[test]
    fn two_files_have_other_hashes() {
        let normal = Normal::of(SAID);
        assert!(Salt(1).grams(&normal).is_disjoint(&Salt(2).grams(&normal)));
    }

    proptest! {
        #[test]
        fn a_rolling_hash_is_that_of_the_run_alone(text in "[甲乙丙丁]{0,30}", size in SENTENCE..=RUN) {
            let chars: Vec<char> = text.chars().collect();
            for (at, gram) in SALT.runs(&chars, size) {
                let alone: Vec<_> = SALT.runs(&chars[at..at + size], size).collect();
                prop_assert_eq!(alone, vec![(0, gram)]);
            }
            prop_assert_eq!(SALT.runs(&chars, size).count(), (chars.len() + 1).saturating_sub(size));
        }

        #[test]
        fn nothing_is_found_in_what_was_struck(
            said in "[甲乙丙。]{6,24}", text in "[甲乙丙。，丁]{0,40}", marks in "(〔证[1-9]〕|已|){0,3}",
        ) {
            let words = words(&[&said]);
            let mut struck = format!("{text}{marks}{text}");
            let any = words.strike(&mut struck);
            prop_assert!(!words.stand_in(&struck), "{}", struck);
            prop_assert_eq!(any, struck.contains(ELSEWHERE));
        }

        #[test]
        fn what_is_cut_over_texts_is_struck_in_each(
            said in "[甲乙丙。]{8,24}", cut in any::<prop::sample::Index>(), before in "[甲乙丁]{0,9}", after in "[甲丙丁]{0,9}",
        ) {
            let words = words(&[&said]);
            let places: Vec<usize> = said.char_indices().map(|(at, _)| at).collect();
            let (one, two) = said.split_at(places[cut.index(places.len())]);
            let mut texts = [format!("{before}{one}"), String::new(), format!("{two}{after}")];
            let joined = texts.concat();
            let struck = words.strike_each(&mut texts);
            prop_assert_eq!(words.stand_in(&joined), struck.iter().any(|s| !s.is_empty()));
            prop_assert!(!words.stand_in(&texts.concat()), "{:?}", texts);
            prop_assert!(words.find_each(texts.iter().map(String::as_str)).iter().all(Vec::is_empty));
        }

        #[test]
        fn every_half_of_eight_is_found(said in "[一-龥]{16,30}", from in 0usize..8) {
            let half: String = said.chars().skip(from).take(RUN).collect();
            let text = format!("前{half}后");
            prop_assert!(words(&[&said]).stand_in(&text));
        }
    }
}
