//! Text as it is compared: what tells two wordings apart is kept, what only writes them differently is not.
//!
//! Dropped are the program's own marks (〔证3〕, 〔访谈A37〕, 〔待核〕), white space, what shows nothing ([`is_unseen`]),
//! punctuation and symbols of either width, combining marks, letters that only modify others ([`modifies`]). Widths and
//! compatibility forms are folded, traditional characters and radicals too (`same.txt`), Latin letters are lower case. The dots of names (买买提·吐尔逊 with ·, •, ・, ．) are punctuation and go too, so that all of them
//! read alike. Every character that is kept knows its bytes in the original, so that what matched can be struck there.

use super::same::same;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What stands in the place of withheld words.
pub const ELSEWHERE: &str = "〔已另行处理〕";
/// What [`ELSEWHERE`] is normalised to, so that nothing matches across it. It comes of that mark alone: the character is
/// dropped where it stands in a text itself.
pub const BARRIER: char = '\u{FFFF}';
/// Longest mark, in characters between its brackets.
const MARK: usize = 16;
/// Most digits of a number in a mark.
const DIGITS: usize = 4;
/// Most letters of the code of a talk.
const LETTERS: usize = 3;

/// Normalised text with the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    chars: Vec<char>,
    /// Bytes of the original that each character stands for.
    places: Vec<Range<usize>>,
    /// Before which characters a sentence ends.
    ends: Vec<usize>,
}

impl Normal {
    /// Normalises a text.
    pub fn of(text: &str) -> Self {
        let mut normal = Self::default();
        let mut at = 0;
        while let Some(rest) = text.get(at..)
            && let Some(c) = rest.chars().next()
        {
            if let Some(mark) = mark(rest) {
                if mark.is_elsewhere {
                    normal.push(BARRIER, at..at + mark.text.len());
                }
                at += mark.text.len();
                continue;
            }
            let bytes = at..at + c.len_utf8();
            at = bytes.end;
            let before = normal.chars.len();
            each_folded(c, |folded| normal.push(folded, bytes.clone()));
            if normal.chars.len() > before {
                continue;
            }
            if ends_sentence(c) {
                normal.end();
            } else if is_combining_mark(c)
                && let Some(under) = normal.places.last().cloned().filter(|last| last.end == bytes.start)
            {
                // An accent goes with the letter under it, and with all that this letter was taken apart into.
                normal.places.iter_mut().rev().take_while(|p| **p == under).for_each(|p| p.end = bytes.end);
            }
        }
        normal.end();
        normal
    }

    fn push(&mut self, c: char, bytes: Range<usize>) {
        self.chars.push(c);
        self.places.push(bytes);
    }

    fn end(&mut self) {
        let at = self.chars.len();
        if self.ends.last().copied().unwrap_or(0) < at {
            self.ends.push(at);
        }
    }

    /// The characters that are compared.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The characters as text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// The sentences, as ranges of characters; none of them is empty.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| start..end)
    }

    /// The bytes of the original from the first to the last of these characters.
    pub fn bytes(&self, chars: &Range<usize>) -> Option<Range<usize>> {
        let (first, last) = (self.places.get(chars.start)?, self.places.get(chars.end.checked_sub(1)?)?);
        Some(first.start..last.end)
    }
}

/// A mark of the program, brackets included.
pub(super) struct Mark<'t> {
    pub(super) text: &'t str,
    /// It is [`ELSEWHERE`].
    is_elsewhere: bool,
}

/// The mark with which `text` begins, whatever unseen stands in it.
pub(super) fn mark(text: &str) -> Option<Mark<'_>> {
    let rest = text.strip_prefix('〔')?;
    let mut said = String::new();
    let mut chars = rest.char_indices();
    let end = loop {
        match chars.next()? {
            (at, '〕') => break at,
            (_, '〔') => return None,
            (_, c) if c.is_whitespace() || is_unseen(c) || is_combining_mark(c) || modifies(c) => {}
            _ if said.chars().nth(MARK - 1).is_some() => return None,
            (_, c) => said.push(c),
        }
    };
    let is_elsewhere = ELSEWHERE.strip_prefix('〔').and_then(|e| e.strip_suffix('〕')) == Some(said.as_str());
    let is_mark = is_elsewhere
        || said == "待核"
        || said.strip_prefix('证').is_some_and(|rest| are_numbers(rest, 0))
        || said.strip_prefix("访谈").is_some_and(|rest| are_numbers(rest, LETTERS));
    let text = text.get(..'〔'.len_utf8() + end + '〕'.len_utf8())?;
    is_mark.then_some(Mark { text, is_elsewhere })
}

/// Whether that is what stands in a mark behind its word: numbers, or codes of so many letters and a number. A longer row
/// of digits (of a telephone, of a card) is text in the guise of a mark.
fn are_numbers(text: &str, letters: usize) -> bool {
    let is_number = |part: &str| (1..=DIGITS).contains(&part.chars().count()) && part.chars().all(char::is_numeric);
    let is_one = |part: &str| {
        let number = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let before = part.chars().count() - number.chars().count();
        // A37, A37-2, and GZY-02 of a unit that writes its codes so.
        let number = if before > 0 { number.strip_prefix('-').unwrap_or(number) } else { number };
        before <= letters && number.split('-').all(is_number)
    };
    text.split(['、', ',', '，']).map(|part| part.strip_prefix('证').unwrap_or(part)).all(is_one)
}

/// The marks in a text that pin a sentence to evidence, 〔证3〕, however they are spaced.
pub fn pins(text: &str) -> impl Iterator<Item = &str> {
    let marks = text.match_indices('〔').filter_map(|(at, _)| text.get(at..).and_then(mark));
    marks.map(|mark| mark.text).filter(|mark| mark.contains('证'))
}

/// Characters that show nothing and may stand between two others: `Default_Ignorable_Code_Point` as
/// `DerivedCoreProperties.txt` of Unicode 17 lists it, unassigned ranges included, and the blanks that are letters or
/// symbols by their category: the braille blank, the blanks among the hieroglyphs, the anchors of annotations; and what is
/// no character ([`is_none`]).
pub const fn is_unseen(c: char) -> bool {
    is_none(c)
        || matches!(c,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFC}'
        | '\u{13441}'..='\u{13442}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Code points that never stand for a character (the 66 noncharacters of Unicode): no text has a use for them.
pub const fn is_none(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

/// Letters that say nothing by themselves: modifier letters (ˇ ˊ ー, and 々 〻, which repeat the one before them), and the
/// letters and digits of other scripts that are drawn as a dot or a bar (ㆍ ǀ ㅡ ㄧ ノ ٠ ا).
pub fn modifies(c: char) -> bool {
    const DRAWN: &[char] = &[
        '\u{627}', '\u{660}', '\u{6F0}', '\u{7CA}', '\u{119E}', '\u{1173}', '\u{1175}', '\u{30CE}', '\u{3127}',
        '\u{3161}', '\u{3163}', '\u{318D}', '\u{31E7}', '\u{A78F}', '\u{FF89}', '\u{FFDA}', '\u{FFDC}',
    ];
    matches!(c, '\u{1C0}'..='\u{1C3}')
        || DRAWN.contains(&c)
        || (c >= '\u{2B0}' && c.general_category() == GeneralCategory::ModifierLetter)
}

/// Whether a sentence ends with this character.
const fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n' | '\r' | '…' | '｡')
}

/// What a character is compared as: nothing, itself or several.
pub(super) fn each_folded(c: char, mut each: impl FnMut(char)) {
    match c {
        'a'..='z' | '0'..='9' => each(c),
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{2E80}'..='\u{2EFF}' => each(same(c)),
        'A'..='Z' => each(c.to_ascii_lowercase()),
        '\0'..='\u{7F}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => {}
        _ if modifies(c) => {}
        _ => {
            let folded = std::iter::once(c).nfkd().flat_map(char::to_lowercase).nfkd();
            // Some combining marks and some blanks are letters to Unicode.
            let says = |c: &char| c.is_alphanumeric() && !is_combining_mark(*c) && !is_unseen(*c) && !modifies(*c);
            folded.filter(says).map(same).for_each(each);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sieve::Sieve;
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        Normal::of(text).text()
    }

    #[test]
    fn what_only_writes_words_differently_is_dropped() {
        for (text, want) in [
            ("他收了三万块钱，对吗？", "他收了三万块钱对吗"),
            ("他收了 三万\u{3000}块钱,对吗?", "他收了三万块钱对吗"),
            ("他收了〔证7〕三万块钱〔证 12〕，对吗〔访谈A37-2〕〔待核〕", "他收了三万块钱对吗"),
            ("他\u{200B}收\u{2060}了\u{202E}三\u{FEFF}万", "他收了三万"),
            ("ＷＰＳ表５０张", "wps表50张"),
            ("买买提·吐尔逊", "买买提吐尔逊"),
            ("买买提•吐尔逊", "买买提吐尔逊"),
            ("买买提・吐尔逊", "买买提吐尔逊"),
            ("买买提．吐尔逊", "买买提吐尔逊"),
            ("⾦额㈠①", "金额一1"),
            ("水党发〔2021〕7号", "水党发20217号"),
            ("“引号”《书名》（括号）", "引号书名括号"),
            ("葛\u{E0100}某某", "葛某某"),
            ("e\u{301}té É", "etee"),
            ("𠮷某", "𠮷某"),
            ("他\u{3164}收\u{115F}了\u{1160}三\u{FFA0}万\u{2800}块\u{13441}钱", "他收了三万块钱"),
            ("他\u{345}收\u{93E}了\u{E0041}三\u{17B4}万", "他收了三万"),
            ("\u{F90A}額\u{2F800}ｶﾞ", "金额丽カ"),
            ("局⻓⻅⻛使舵，⻩老板在⻋间", "局长见风使舵黄老板在车间"),
            ("分管的那位局長見風使舵，三萬塊錢", "分管的那位局长见风使舵三万块钱"),
            ("收了〔\u{200B}证\u{3164}7〕三万〔已\u{200B}另行处理〕", "收了三万\u{FFFF}"),
            ("〔〔证7〕", ""),
            ("前〔已另行处理〕后", "前\u{FFFF}后"),
            ("他ˇ收ˊ了々三〻万ー块ㆍ钱ｰ回ǀ扣", "他收了三万块钱回扣"),
            ("他ㅡ收ㄧ了٠三ノ万ꞏ块ا钱", "他收了三万块钱"),
            ("佟々某", "佟某"),
            ("〔证", "证"),
            ("收了〔证1-3、证12〕三万〔访谈SLJ12-1〕", "收了三万"),
            ("收了三万〔访谈GZY-02、GZY-05〕", "收了三万"),
            ("〔证13912345678〕〔访谈zhaodabiao88〕〔证a〕〔证〕", "证13912345678访谈zhaodabiao88证a证"),
            ("", ""),
        ] {
            assert_eq!(normal(text), want, "{text}");
        }
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let normal = Normal::of("先付款。后开会；\n“是吗？”他说，好…");
        let said: Vec<String> = normal.sentences().map(|s| normal.chars()[s].iter().collect()).collect();
        assert_eq!(said, ["先付款", "后开会", "是吗", "他说好"]);
        assert_eq!(Normal::of("。。").sentences().count(), 0);
    }

    #[test]
    fn characters_lead_back_to_their_bytes() {
        let text = "甲〔证3〕，ｅ\u{301}乙";
        let normal = Normal::of(text);
        assert_eq!(normal.text(), "甲e乙");
        let original = |at: Range<usize>| text.get(normal.bytes(&at).unwrap()).unwrap();
        assert_eq!((original(0..1), original(1..2), original(0..3)), ("甲", "ｅ\u{301}", text));
        assert_eq!(normal.bytes(&(0..0)), None);
    }

    #[test]
    fn an_accent_goes_with_all_parts_of_its_letter() {
        let normal = Normal::of("㍿\u{301}甲");
        assert_eq!(normal.bytes(&(0..1)), Some(0..5));
        assert_eq!(normal.bytes(&(3..4)), Some(0..5));
        assert_eq!(normal.bytes(&(4..5)), Some(5..8));
    }

    /// Every character that shows nothing, every mark that is drawn over the one before it, every letter that modifies.
    fn between() -> Vec<char> {
        let all = '\u{1}'..=char::MAX;
        all.filter(|c| is_unseen(*c) || is_combining_mark(*c) || modifies(*c)).collect()
    }

    #[test]
    fn none_of_what_shows_nothing_changes_a_normal_form() {
        let all = between();
        assert!(all.len() > 6_000, "{}", all.len());
        let sieve = Sieve::new([&Normal::of("他收了三万块钱回扣")], 8);
        for c in all {
            let text = format!("他收了三{c}万块钱〔证{c}7〕回扣。〔已另行{c}处理〕是");
            assert_eq!(normal(&text), "他收了三万块钱回扣\u{FFFF}是", "U+{:04X}", u32::from(c));
            assert!(sieve.passes(&text), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_barrier_comes_of_its_mark_alone() {
        for c in ['\u{FFFF}', '\u{FFFE}', '\u{FDD0}', '\u{10FFFF}'] {
            assert_eq!(normal(&format!("他收{c}了三{c}万块{c}钱")), "他收了三万块钱");
            assert_eq!(normal(&format!("前〔已另{c}行处理〕后〔证{c}7〕")), "前\u{FFFF}后");
        }
        assert!(!is_none('\u{FFFD}') && !is_none('\u{FDCF}') && !is_none('\u{FDF0}'));
    }

    proptest! {
        #[test]
        fn what_shows_nothing_changes_no_normal_form_wherever_it_stands(
            text in "\\PC{0,30}|[〔〕证0-9已另行处理 a甲，。！ＡＩ\u{301}\u{130}\u{AC00}ｶﾞ]{0,40}",
            at in any::<prop::sample::Index>(), which in proptest::collection::vec(any::<prop::sample::Index>(), 1..20),
        ) {
            let all = between();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (before, after) = text.split_at(places[at.index(places.len())]);
            let unseen: String = which.iter().map(|i| all[i.index(all.len())]).collect();
            let (with, without) = (Normal::of(&format!("{before}{unseen}{after}")), Normal::of(&text));
            prop_assert_eq!(with.chars(), without.chars());
            prop_assert_eq!(with.sentences().collect::<Vec<_>>(), without.sentences().collect::<Vec<_>>());
        }

        #[test]
        fn normalising_again_changes_nothing(text in "\\PC{0,40}|[〔〕证0-9 a甲，。ＡＩ\u{301}\u{130}\u{200B}]{0,40}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn ranges_lie_at_characters_and_in_order(text in "\\PC{0,40}|[〔〕证0-9 a甲，。ＡＩ\u{301}\u{200B}]{0,40}") {
            let normal = Normal::of(&text);
            let mut last = 0;
            for at in 0..normal.chars().len() {
                let bytes = normal.bytes(&(at..at + 1)).unwrap();
                prop_assert!(text.get(bytes.clone()).is_some_and(|t| !t.is_empty()));
                prop_assert!(bytes.start >= last || normal.bytes(&(at - 1..at)).unwrap() == bytes);
                last = bytes.end;
            }
        }

        #[test]
        fn the_sieve_holds_nothing_back(before in "[甲乙，〔证3〕 ]{0,12}", words in "[一二三四五六]{8,12}", mark in "〔证[0-9]〕|，| |\u{200B}|") {
            let wanted = Normal::of(&words);
            let (first, last) = words.split_at(words.char_indices().nth(4).unwrap().0);
            let body = serde_json::to_string(&format!("{before}{first}{mark}{last}{before}")).unwrap();
            prop_assert!(Sieve::new([&wanted], 8).passes(&body), "{}", body);
        }
    }
}
