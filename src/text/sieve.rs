//! Finds bodies in which words may stand without reading them: for a scan of the whole round.

use super::normal::{Normal, each_folded, mark};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Lets through every body in which a run of characters of the wanted texts may stand, whatever is dropped between them.
///
/// A run may begin in one text of a body and end in the next: texts are read as if they stood one after the other, past
/// names, ids and numbers. Few bodies pass that do not hold the run; none that holds it is left out.
#[derive(Debug, Clone)]
pub struct Sieve {
    /// Of each code point below U+10000.
    classes: Vec<Class>,
    /// The shortest run that counts; 0: everything passes.
    least: usize,
}

/// What a character is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// It ends a run.
    Ends,
    /// It says nothing.
    Dropped,
    /// It stands in a wanted text.
    Wanted,
}

/// A character that is compared as others than itself.
struct Fold {
    code: u32,
    first: char,
    rest: Box<[char]>,
}

/// What the characters below U+10000 are compared as, which is the same for all sieves.
struct Folds {
    /// What each of them is while no text is wanted.
    classes: Vec<Class>,
    /// In the order of `first`.
    others: Vec<Fold>,
}

static FOLDS: LazyLock<Folds> = LazyLock::new(Folds::new);

impl Folds {
    fn new() -> Self {
        let mut folds = Self { classes: Vec::with_capacity(0x1_0000), others: Vec::new() };
        for code in 0..0x1_0000 {
            let mut folded = Vec::new();
            if let Some(c) = char::from_u32(code) {
                each_folded(c, |c| folded.push(c));
            }
            let is_dropped = folded.is_empty() && char::from_u32(code).is_some();
            folds.classes.push(if is_dropped { Class::Dropped } else { Class::Ends });
            if let Some((first, rest)) = folded.split_first()
                && (!rest.is_empty() || u32::from(*first) != code)
            {
                folds.others.push(Fold { code, first: *first, rest: rest.into() });
            }
        }
        folds.others.sort_by_key(|fold| fold.first);
        folds
    }

    /// The characters that are compared as others, of which `c` is the first.
    fn begun_with(&self, c: char) -> impl Iterator<Item = &Fold> {
        let from = self.others.partition_point(|fold| fold.first < c);
        self.others.iter().skip(from).take_while(move |fold| fold.first == c)
    }
}

impl Sieve {
    /// A sieve for texts; `least` is the shortest run that counts.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a Normal>, least: usize) -> Self {
        let wanted: HashSet<char> = texts.into_iter().flat_map(|t| t.chars().iter().copied()).collect();
        let mut classes = FOLDS.classes.clone();
        let mut want = |code: u32| {
            let class = usize::try_from(code).ok().and_then(|at| classes.get_mut(at));
            if let Some(class) = class.filter(|class| **class == Class::Ends) {
                *class = Class::Wanted;
            }
        };
        for c in &wanted {
            // What a text is compared as is compared as itself.
            want(u32::from(*c));
            FOLDS.begun_with(*c).filter(|fold| fold.rest.iter().all(|c| wanted.contains(c))).for_each(|f| want(f.code));
        }
        Self { classes, least }
    }

    /// A sieve for words of which no text is known: everything passes.
    pub const fn open() -> Self {
        Self { classes: Vec::new(), least: 0 }
    }

    /// Whether a run may stand in `body`, plain text or JSON, its texts read one after the other.
    pub fn passes(&self, body: &str) -> bool {
        let mut run = 0;
        self.least == 0 || texts_of(body).any(|text| self.reaches(&text, &mut run))
    }

    /// The same where the texts may be read in another order than they are written.
    pub fn passes_in_any_order(&self, body: &str) -> bool {
        let (mut first, mut last, mut whole) = (0, 0, 0);
        let mut each = |text: Cow<'_, str>| {
            if text.is_ascii() {
                whole += self.wanted_of(&text);
                return false;
            }
            let (mut head, mut run, mut ended) = (0, 0, false);
            for class in self.classes(&text) {
                match class {
                    Class::Dropped => {}
                    Class::Wanted => run += 1,
                    Class::Ends => {
                        head = if ended { head } else { run };
                        (run, ended) = (0, true);
                    }
                }
                if run >= self.least {
                    return true;
                }
            }
            if ended {
                (first, last) = (head.max(first), run.max(last));
            } else {
                whole += run;
            }
            false
        };
        self.least == 0 || texts_of(body).any(&mut each) || first + last + whole >= self.least
    }

    /// Reads on through a text with a run that came before it; whether the run is long enough.
    fn reaches(&self, text: &str, run: &mut usize) -> bool {
        if text.is_ascii() {
            // It may be passed over by whoever reads the others.
            *run += self.wanted_of(text);
            return *run >= self.least;
        }
        self.classes(text).any(|class| {
            match class {
                Class::Ends => *run = 0,
                Class::Dropped => {}
                Class::Wanted => *run += 1,
            }
            *run >= self.least
        })
    }

    /// How many characters of a text without Han characters are wanted; none of an id or of a moment.
    fn wanted_of(&self, text: &str) -> usize {
        if is_id(text) || is_moment(text) {
            return 0;
        }
        self.classes(text).filter(|class| *class == Class::Wanted).count()
    }

    /// What each character of a text is, but for marks.
    fn classes<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Class> + 't {
        let mut chars = text.chars();
        std::iter::from_fn(move || {
            loop {
                let rest = chars.as_str();
                match chars.next()? {
                    '〔' => {
                        if let Some(after) = mark(rest).and_then(|m| rest.get(m.text.len()..)) {
                            chars = after.chars();
                        }
                    }
                    c => {
                        let at = usize::try_from(u32::from(c)).ok();
                        // Rare characters beyond the table are taken for wanted ones.
                        return Some(at.and_then(|at| self.classes.get(at)).copied().unwrap_or(Class::Wanted));
                    }
                }
            }
        })
    }
}

/// Whether a text is the id of a record or a hash, as the program writes them: nobody's words. Digits alone may be
/// numbers of cards; hardly a hash has no letter in it.
fn is_id(text: &str) -> bool {
    let is_hex = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    if !text.bytes().any(|b| b.is_ascii_lowercase()) {
        return false;
    }
    match text.len() {
        36 => {
            text.bytes().enumerate().all(|(at, b)| if matches!(at, 8 | 13 | 18 | 23) { b == b'-' } else { is_hex(&b) })
        }
        64 => text.as_bytes().iter().all(is_hex),
        _ => false,
    }
}

/// Whether a text is a moment as the program writes it, `2026-03-16T09:00:00.000+08:00`.
fn is_moment(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00.000+00:00";
    let fits = |(b, shape): (u8, &u8)| match shape {
        b'0' => b.is_ascii_digit(),
        b'+' => matches!(b, b'+' | b'-'),
        other => b == *other,
    };
    text.len() == SHAPE.len() && text.bytes().zip(SHAPE).all(fits)
}

/// The strings of a JSON object that are no keys, as they read; of anything else the text itself.
fn texts_of(body: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let is_json = body.starts_with('{');
    let mut at = 0;
    std::iter::from_fn(move || {
        if !is_json {
            let whole = (at == 0).then_some(Cow::Borrowed(body));
            at = 1;
            return whole;
        }
        loop {
            let start = at + body.get(at..)?.find('"')? + 1;
            let mut end = start;
            loop {
                match body.as_bytes().get(end)? {
                    b'\\' => end += 2,
                    b'"' => break,
                    _ => end += 1,
                }
            }
            at = end + 1;
            if body.as_bytes().get(at) != Some(&b':') {
                return body.get(start..end).map(unescaped);
            }
        }
    })
}

/// A string of JSON without its escapes. Half of a pair of surrogates becomes a character that passes everywhere, so that
/// nothing is left out because of it.
fn unescaped(text: &str) -> Cow<'_, str> {
    const PASSES: char = '\u{10000}';
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            read.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => read.push('\n'),
            Some('r') => read.push('\r'),
            Some('t') => read.push('\t'),
            Some('b' | 'f') => read.push(' '),
            Some('u') => {
                let code = chars.as_str().get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                read.push(code.and_then(char::from_u32).unwrap_or(PASSES));
                chars.nth(3);
            }
            Some(c) => read.push(c),
            None => {}
        }
    }
    Cow::Owned(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sieve_lets_through_what_may_hold_the_words() {
        let sieve = Sieve::new([&Normal::of("他收了三万块钱回扣")], 8);
        let id = "019e0000-2222-7000-8000-000000000001";
        for (body, passes) in [
            (r#"{"text":"有人说他收了，三万〔证3〕块钱回扣"}"#.to_owned(), true),
            (r#"{"text":"他\u200b收\n了三万块钱 回"}"#.to_owned(), true),
            (r#"{"text":"他收了三万块"}"#.to_owned(), false),
            (r#"{"text":"他收了三万元块钱回扣"}"#.to_owned(), false),
            ("有人说他收了三万块钱回扣".to_owned(), true),
            (
                format!(
                    r#"{{"facts":[{{"id":"{id}","text":"有人说他收了三"}},{{"id":"{id}","text":"万块钱回扣。"}}]}}"#
                ),
                true,
            ),
            (r#"{"a":"他收了三万","at":"2026-03-16T09:00:00.000+08:00","b":"ok","c":"块钱回"}"#.to_owned(), true),
            (r#"{"a":"他收了三万","b":"不","c":"块钱回扣"}"#.to_owned(), false),
            (r#"{"a":"他收了〔证\n7〕三万块〔证\u20281〕钱回扣"}"#.to_owned(), true),
            (r#"{"a":"他收了三\ud83d\ude00万块钱回扣"}"#.to_owned(), true),
        ] {
            assert_eq!(sieve.passes(&body), passes, "{body}");
        }
    }

    #[test]
    fn numbers_in_the_guise_of_ids_and_moments_pass() {
        let sieve = Sieve::new([&Normal::of("卡号6222021234567890123")], 8);
        for (text, passes) in [
            ("6222021234567890123-6222029999999999999", true),
            ("6222021234567890123622202123456789012362220212345678901236222021", true),
            ("2024-03-10T6222021234567890123", true),
            ("2024-03-10T09:00:00.000+08:00 6222021234567890123", true),
            ("019e0000-2222-7000-8000-000000000001", false),
            ("2026-03-16T09:00:00.000+08:00", false),
        ] {
            let body = format!(r#"{{"note":"{text}"}}"#);
            assert_eq!(sieve.passes(&body), passes, "{text}");
            assert_eq!(sieve.passes_in_any_order(&body), passes, "{text}");
        }
    }

    #[test]
    fn a_character_is_wanted_when_all_that_it_is_compared_as_is() {
        for text in
            ["", "他收了三万块钱回扣", "ＷＰＳ表50张 é ①㈠", "한국어 ｶﾞ ﬁ ㍿", "\u{1C0}丽\u{F90A}〔已另行处理〕ß"]
        {
            let normal = Normal::of(text);
            let sieve = Sieve::new([&normal], 1);
            assert_eq!(sieve.classes.len(), 0x1_0000);
            for (code, class) in (0_u32..).zip(&sieve.classes) {
                let mut folded = Vec::new();
                let c = char::from_u32(code);
                if let Some(c) = c {
                    each_folded(c, |c| folded.push(c));
                }
                let expected = match c {
                    Some(_) if folded.is_empty() => Class::Dropped,
                    Some(_) if folded.iter().all(|c| normal.chars().contains(c)) => Class::Wanted,
                    _ => Class::Ends,
                };
                assert_eq!(*class, expected, "U+{code:04X} in {text}");
            }
        }
    }

    #[test]
    fn texts_may_be_read_in_another_order() {
        let sieve = Sieve::new([&Normal::of("他收了三万块钱回扣")], 8);
        for (body, passes) in [
            (r#"{"a":"块钱回扣，没有","b":"不是","c":"听说他收了三万"}"#, true),
            (r#"{"a":"钱回","b":"不是","c":"听说他收了","d":"三万块"}"#, true),
            (r#"{"a":"块钱回扣，没有","b":"不是","c":"听说他收了"}"#, false),
        ] {
            assert_eq!(sieve.passes_in_any_order(body), passes, "{body}");
        }
        assert!(Sieve::open().passes_in_any_order("{}") && Sieve::open().passes(""));
    }

    proptest! {
        #[test]
        fn a_run_over_the_ends_of_texts_passes(
            before in "[甲乙丙丁]{0,5}", cut in 1usize..8, between in "[a-z0-9-]{0,12}", after in "[甲乙丙丁]{0,5}",
        ) {
            let said: Vec<char> = "他收了三万块钱回".chars().collect();
            let (one, two): (String, String) = (said[..cut].iter().collect(), said[cut..].iter().collect());
            let body = |a: &str, b: &str| format!(r#"{{"x":["{a}","{between}","{b}"]}}"#);
            let sieve = Sieve::new([&Normal::of("他收了三万块钱回扣")], 8);
            let (one, two) = (format!("{before}{one}"), format!("{two}{after}"));
            prop_assert!(sieve.passes(&body(&one, &two)));
            prop_assert!(sieve.passes_in_any_order(&body(&two, &one)));
        }
    }
}
