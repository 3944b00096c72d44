//! A text in its normal form, read character by character with what stands before and after.

use super::words;
use crate::text::normal::{Normal, is_unseen};
use std::ops::Range;

/// What lies between two characters of a normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing, or nothing that shows.
    None,
    /// Blanks.
    Blank,
    /// Dots and other signs that part no words, marks of the program.
    Sign,
    /// A stop, a bracket, a quotation mark.
    Stop,
}

/// Signs that part words.
const STOPS: &str = "，。；：！？、,;:!?…《》〈〉（）()「」『』“”\"‘’〔〕【】[]";
/// Dots as names have them, however they are typed.
pub(super) const DOTS: &str = "·•・．.‧∙⋅･●﹒⸱ꞏ◦▪˙";
/// Longest remark in brackets that tells of the one before it, in characters.
const LONGEST_ASIDE: usize = 14;

/// Whether a remark in brackets may tell of a person: it has words, no code, and is not of a thing.
pub(super) fn tells_of_person(inside: &str) -> bool {
    const THINGS: [&str; 9] = ["岗位", "职责", "科目", "档案", "制度", "证书", "资格", "合计", "空缺"];
    inside.chars().any(super::name::is_han)
        && !inside.contains(|c: char| c.is_ascii_alphanumeric() || ('０'..='ｚ').contains(&c))
        && !THINGS.iter().any(|t| inside.contains(t))
}

/// The remark in brackets with which a text begins: what is inside, and the bytes of all of it.
pub(super) fn aside(text: &str) -> Option<(&str, usize)> {
    let (inside, _) = text.strip_prefix(['（', '('])?.split_once(['）', ')'])?;
    let opening = text.chars().next().map_or(0, char::len_utf8);
    let closing = text.get(opening + inside.len()..)?.chars().next().map_or(0, char::len_utf8);
    (inside.chars().count() <= LONGEST_ASIDE && !inside.contains(['（', '(', '\n', '。']))
        .then_some((inside, opening + inside.len() + closing))
}

/// How far a context reaches.
const REACH: usize = 20;
/// How far a clause reaches.
const WIDE: usize = 40;

/// What ends between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    None,
    Clause,
    Sentence,
}

/// What is said around somebody.
#[derive(Debug, Default, Clone)]
pub(super) struct Clause {
    /// Before them in their clause.
    pub(super) before: String,
    /// After them in it.
    pub(super) after: String,
    /// The clause before theirs in the sentence.
    pub(super) earlier: String,
    /// The one after it.
    pub(super) later: String,
}

/// Each character of what lies between two others; a mark of the program is one sign that parts nothing.
fn each_sign(mut between: &str, mut each: impl FnMut(char)) {
    while let Some(c) = between.chars().next() {
        let mark = between.strip_prefix('〔').and_then(|t| t.split_once('〕'));
        if let Some((_, rest)) = mark {
            each('·');
            between = rest;
            continue;
        }
        each(c);
        between = between.get(c.len_utf8()..).unwrap_or_default();
    }
}

/// A text in its normal form.
#[derive(Debug)]
pub(super) struct Read<'t> {
    pub(super) text: &'t str,
    normal: &'t Normal,
}

impl<'t> Read<'t> {
    pub(super) const fn new(text: &'t str, normal: &'t Normal) -> Self {
        Self { text, normal }
    }

    pub(super) fn chars(&self) -> &[char] {
        self.normal.chars()
    }

    pub(super) fn at(&self, place: usize) -> Option<char> {
        self.chars().get(place).copied()
    }

    /// What the original has before that character, after the one before it.
    fn between(&self, place: usize) -> &'t str {
        let ends = |at: usize| self.normal.bytes(&(at..at + 1));
        let from = place.checked_sub(1).and_then(ends).map_or(0, |r| r.end);
        let to = ends(place).map_or(self.text.len(), |r| r.start);
        self.text.get(from..to).unwrap_or_default()
    }

    /// What lies before that character.
    pub(super) fn gap(&self, place: usize) -> Gap {
        if place == 0 || place >= self.chars().len() {
            return Gap::Stop;
        }
        let mut worst = Gap::None;
        each_sign(self.between(place), |c| {
            worst = worst.max(match c {
                c if c.is_whitespace() => Gap::Blank,
                c if is_unseen(c) => Gap::None,
                c if STOPS.contains(c) => Gap::Stop,
                _ => Gap::Sign,
            });
        });
        worst
    }

    /// What ends before that character: nothing, a clause or a sentence.
    fn ends(&self, place: usize) -> End {
        if place == 0 || place >= self.chars().len() {
            return End::Sentence;
        }
        let mut worst = End::None;
        each_sign(self.between(place), |c| {
            worst = worst.max(match c {
                '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n' => End::Sentence,
                '，' | ',' | '：' | ':' | '—' | '…' => End::Clause,
                _ => End::None,
            });
        });
        worst
    }

    /// What the clause of these characters says around them, and the clauses beside it. Quotes and brackets part none.
    pub(super) fn clause(&self, chars: &Range<usize>) -> Clause {
        let left = |to: usize| {
            let near = (to.saturating_sub(WIDE)..to).rev();
            near.take_while(|at| self.ends(at + 1) == End::None || at + 1 == to).last().unwrap_or(to)
        };
        let right = |from: usize| {
            let far = (from + WIDE).min(self.chars().len());
            (from..far).find(|at| *at > from && self.ends(*at) > End::None).unwrap_or(far)
        };
        let said = |at: Range<usize>| self.chars().get(at).unwrap_or_default().iter().collect::<String>();
        let opens = self.ends(chars.start) > End::None;
        let closes = self.ends(chars.end) > End::None;
        let from = if opens { chars.start } else { left(chars.start) };
        let to = if closes { chars.end } else { right(chars.end) };
        let earlier = if self.ends(from) == End::Clause { left(from)..from } else { from..from };
        let later = if self.ends(to) == End::Clause { to..right(to) } else { to..to };
        Clause {
            before: said(from..chars.start),
            after: said(chars.end..to),
            earlier: said(earlier),
            later: said(later),
        }
    }

    /// The widest gap within a range of characters.
    pub(super) fn widest(&self, chars: &Range<usize>) -> Gap {
        (chars.start + 1..chars.end).map(|at| self.gap(at)).max().unwrap_or(Gap::None)
    }

    /// Whether these characters stand there, parted by nothing worse than `worst`; where they end.
    pub(super) fn stands(&self, place: usize, chars: &[char], worst: Gap) -> Option<usize> {
        let end = place + chars.len();
        let fits = self.chars().get(place..end)? == chars && self.widest(&(place..end)) <= worst;
        (fits && !chars.is_empty()).then_some(end)
    }

    /// The character directly before, when nothing parts them.
    pub(super) fn left(&self, place: usize) -> Option<char> {
        (self.gap(place) == Gap::None).then(|| self.at(place.checked_sub(1)?)).flatten()
    }

    /// The character that follows `end`, when nothing parts them.
    pub(super) fn right(&self, end: usize) -> Option<char> {
        (self.gap(end) == Gap::None).then(|| self.at(end)).flatten()
    }

    /// The characters before a place up to a stop; blanks may lie in them.
    pub(super) fn before(&self, place: usize) -> String {
        let mut from = place;
        while from > 0 && place - from < REACH && self.gap(from) < Gap::Stop {
            from -= 1;
        }
        self.chars().get(from..place).unwrap_or_default().iter().collect()
    }

    /// The characters from a place up to a stop; blanks may lie in them, also at its beginning.
    pub(super) fn after(&self, end: usize) -> String {
        self.after_from(end, end)
    }

    /// The characters from `from`, which is `end` or behind it, up to a stop.
    fn after_from(&self, end: usize, from: usize) -> String {
        let mut to = from;
        while to < self.chars().len() && to - end < REACH && self.gap(to) < Gap::Stop {
            to += 1;
        }
        self.chars().get(from..to).unwrap_or_default().iter().collect()
    }

    /// The same when a stop lies at its beginning.
    pub(super) fn onward(&self, end: usize) -> String {
        let first: String = self.at(end).into_iter().collect();
        if first.is_empty() { first } else { first + &self.after_from(end, end + 1) }
    }

    /// The first character that lies at or behind a byte of the original.
    pub(super) fn place_of(&self, byte: usize) -> usize {
        let (mut low, mut high) = (0, self.chars().len());
        while low < high {
            let middle = low.midpoint(high);
            let before = self.normal.bytes(&(middle..middle + 1)).is_some_and(|r| r.start < byte);
            if before {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The original that follows the characters up to `end`.
    pub(super) fn raw_after(&self, end: usize) -> &'t str {
        let from = self.bytes(&(0..end)).map_or(0, |r| r.end);
        self.text.get(from..).unwrap_or_default()
    }

    /// The original before that character.
    pub(super) fn raw_before(&self, place: usize) -> &'t str {
        let to = self.bytes(&(place..place + 1)).map_or(self.text.len(), |r| r.start);
        self.text.get(..to).unwrap_or_default()
    }

    /// The bytes of these characters.
    pub(super) fn bytes(&self, chars: &Range<usize>) -> Option<Range<usize>> {
        self.normal.bytes(chars)
    }

    /// Whether the last character before the place and the first there are a word: 提高.
    pub(super) fn joined_left(&self, place: usize) -> bool {
        matches!((self.left(place), self.at(place)), (Some(a), Some(b)) if words::is_word(a, b))
    }

    /// Whether the last of the characters up to `end` and the one after are a word: 明细.
    pub(super) fn joined_right(&self, end: usize) -> bool {
        let last = end.checked_sub(1).and_then(|at| self.at(at));
        matches!((last, self.right(end)), (Some(a), Some(b)) if words::is_word(a, b))
    }
}
