//! Numbers as Chinese papers write them: digits of either width (186,000.50), with magnitudes (18.6万, 3万5千), in
//! characters (十八万六千, 二〇二二), in capitals (壹拾捌万陆仟).
//!
//! This is the one reader of numbers; [`amount`](super::amount) and [`day`](super::day) build on it.

use crate::model::value::half_width;

/// What 1 is in [`Numeral::scaled`]: eight decimals, so that 12.345678万元 is still exact.
pub const ONE: i128 = 100_000_000;
/// More digits than any number of a paper has; longer runs are codes.
const MOST_DIGITS: usize = 20;

/// In which signs a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// 0-9 of either width, with or without magnitudes behind them.
    Digits,
    /// 一二三
    Chinese,
    /// 壹贰叁, the capitals of vouchers.
    Capital,
}

/// A number at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Bytes it takes.
    pub len: usize,
    /// Its value times [`ONE`].
    pub scaled: i128,
    /// In which signs it is written.
    pub signs: Signs,
    /// Digits before the point, as written (007 has three, 二〇二二 has four); 0 where magnitudes are said (十二).
    pub digits: usize,
    /// A point is in it.
    pub decimal: bool,
    /// Digits after the point, of the last figure.
    pub decimals: usize,
    /// Commas part its thousands.
    pub grouped: bool,
    /// It ends with 万 or 亿 or another magnitude behind digits.
    pub magnitude: bool,
}

impl Numeral {
    /// The number that a text begins with; `None` where it begins with none, or with characters that make none (十百), or
    /// that say a number roughly (四五, 七八十).
    pub fn at_start(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        if digit(first).is_some() { of_digits(text) } else { of_characters(text) }
    }

    /// The number that a text is, as a whole.
    pub fn whole(text: &str) -> Option<Self> {
        Self::at_start(text).filter(|n| n.len == text.len())
    }

    /// Its value when it is an integer.
    pub fn integer(&self) -> Option<i64> {
        if self.scaled % ONE == 0 { i64::try_from(self.scaled / ONE).ok() } else { None }
    }
}

/// 0-9 of either width.
pub fn digit(c: char) -> Option<u8> {
    half_width(c).to_digit(10).and_then(|d| u8::try_from(d).ok())
}

/// Whether a character belongs to numbers: a scan does not begin a number behind one.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || character(c).is_some() || magnitude(c).is_some()
}

/// The next place at or behind `from` where a number begins, and the number. Runs of signs that make no number are
/// passed as a whole, so that no part of one is taken for a number.
pub fn next(text: &str, from: usize) -> Option<(usize, Numeral)> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let step = rest.find(is_numeral)?;
        at += step;
        let rest = text.get(at..)?;
        if let Some(found) = Numeral::at_start(rest) {
            return Some((at, found));
        }
        at += rest.find(|c| !is_numeral(c)).unwrap_or(rest.len());
    }
}

fn magnitude(c: char) -> Option<i128> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' | '萬' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// A character for one digit, and whether it is a capital.
pub(super) fn character(c: char) -> Option<(u8, bool)> {
    const PLAIN: &str = "一二三四五六七八九";
    const CAPITAL: &str = "壹贰叁肆伍陆柒捌玖";
    let place = |all: &str| all.chars().zip(1..).find(|(d, _)| *d == c).map(|(_, n)| n);
    match c {
        '零' | '〇' | '○' => Some((0, false)),
        '两' => Some((2, false)),
        _ => place(PLAIN).map(|n| (n, false)).or_else(|| place(CAPITAL).map(|n| (n, true))),
    }
}

/// Digits with points and commas, as one figure.
#[derive(Debug, Clone, Copy, Default)]
struct Figure {
    len: usize,
    scaled: i128,
    digits: usize,
    decimals: usize,
    decimal: bool,
    grouped: bool,
}

fn figure(text: &str) -> Option<Figure> {
    let mut found = Figure::default();
    let mut weight = ONE;
    let mut since_comma = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if let Some(d) = digit(c) {
            if found.decimal {
                weight /= 10;
                found.decimals += 1;
                found.scaled = found.scaled.checked_add(i128::from(d) * weight)?;
                if weight == 0 && d != 0 {
                    return None;
                }
            } else {
                found.digits += 1;
                since_comma += 1;
                found.scaled = found.scaled.checked_mul(10)?.checked_add(i128::from(d) * ONE)?;
            }
        } else if c == ',' || c == '，' && found.len > 0 && rest_is_wide(after) {
            let group = after.chars().take_while(|c| digit(*c).is_some()).count();
            let fits = if found.grouped { since_comma == 3 } else { found.digits <= 3 };
            if found.decimal || !fits || group != 3 {
                break;
            }
            found.grouped = true;
            since_comma = 0;
        } else if matches!(c, '.' | '．') && !found.decimal && after.chars().next().is_some_and(|n| digit(n).is_some())
        {
            found.decimal = true;
        } else {
            break;
        }
        found.len += c.len_utf8();
        rest = after;
        if found.digits > MOST_DIGITS || found.decimals > MOST_DIGITS {
            return None;
        }
    }
    (found.digits > 0).then_some(found)
}

/// A full-width comma groups full-width digits only: in 3000，500元 it parts two numbers.
fn rest_is_wide(after: &str) -> bool {
    after.chars().next().is_some_and(|c| ('０'..='９').contains(&c))
}

/// 186,000.50; 18.6万; 3万5千; 3万5000.
fn of_digits(text: &str) -> Option<Numeral> {
    let first = figure(text)?;
    let mut all = Numeral {
        len: first.len,
        scaled: first.scaled,
        signs: Signs::Digits,
        digits: first.digits,
        decimal: first.decimal,
        decimals: first.decimals,
        grouped: first.grouped,
        magnitude: false,
    };
    let (mut times, length) = magnitudes(text.get(first.len..)?);
    if length == 0 {
        return Some(all);
    }
    all.scaled = first.scaled.checked_mul(times)?;
    all.len += length;
    all.magnitude = true;
    while let Some(more) = text.get(all.len..).and_then(figure) {
        let (next, length) = magnitudes(text.get(all.len + more.len..)?);
        let fills = length > 0 || times == 10_i128.pow(u32::try_from(more.digits).ok()?);
        if next >= times || more.scaled.checked_mul(next)? >= times * ONE || !fills {
            break;
        }
        all.scaled += more.scaled * next;
        all.len += more.len + length;
        times = next;
        if length == 0 {
            break;
        }
    }
    Some(all)
}

/// The magnitudes that a text begins with, multiplied, and their bytes; (1, 0) without any.
fn magnitudes(text: &str) -> (i128, usize) {
    let (mut times, mut length) = (1_i128, 0);
    for c in text.chars() {
        let Some(m) = magnitude(c) else { break };
        let Some(more) = times.checked_mul(m).filter(|t| *t <= 1_000_000_000_000) else { break };
        times = more;
        length += c.len_utf8();
    }
    (times, length)
}

/// 十八万六千, 二〇二二, 三点五万, 壹拾捌万陆仟.
fn of_characters(text: &str) -> Option<Numeral> {
    let run = run(text);
    let signs = if text.get(..run)?.chars().any(|c| character(c).is_some_and(|(_, capital)| capital)) {
        Signs::Capital
    } else {
        Signs::Chinese
    };
    let plain = text.get(..run)?;
    let (scaled, digits, decimals) =
        if plain.chars().all(|c| magnitude(c).is_none()) { positional(plain)? } else { (said(plain)?, 0, 0) };
    Some(Numeral {
        len: run,
        scaled,
        signs,
        digits,
        decimal: plain.contains('点'),
        decimals,
        grouped: false,
        magnitude: digits == 0 && plain.ends_with(['万', '亿']),
    })
}

/// Bytes of the run of characters that make one number; the Latin O between two of them stands for 〇.
fn run(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.chars().peekable();
    let mut before = false;
    while let Some(c) = chars.next() {
        let next = chars.peek().is_some_and(|n| character(*n).is_some() || matches!(n, 'O' | 'o' | '０' | '0'));
        let is_sign = character(c).is_some() || magnitude(c).is_some();
        let stands_in = before && next && matches!(c, 'O' | 'o' | 'Ｏ' | '0' | '０' | '点');
        if !is_sign && !stands_in {
            break;
        }
        before = true;
        length += c.len_utf8();
    }
    length
}

/// Whether plain digits side by side name one number: 四五 is four or five. A year of four does, and digits with a zero
/// among them (一〇五).
fn names_one(digits: &str) -> bool {
    let bare = digits.trim_start_matches(|c| character(c).is_some_and(|(d, _)| d == 0));
    let mut signs = bare.chars();
    let century: Vec<u8> = bare.chars().take(2).filter_map(|c| Some(character(c)?.0)).collect();
    let is_year = bare.chars().count() == 4 && matches!(century.as_slice(), [1, 9] | [2, 1]);
    let zero = |c: char| !matches!(character(c), Some((1.., _)));
    signs.next().is_none() || signs.next().is_none() || is_year || bare.chars().any(zero)
}

/// Signs one by one: 二〇二二, 三点五.
fn positional(run: &str) -> Option<(i128, usize, usize)> {
    let (whole, part) = run.split_once('点').unwrap_or((run, ""));
    let value =
        |c: char| if matches!(c, 'O' | 'o' | 'Ｏ' | '0' | '０') { Some(0) } else { character(c).map(|(d, _)| d) };
    if !names_one(whole) {
        return None;
    }
    let mut scaled = 0_i128;
    let mut digits = 0;
    for c in whole.chars() {
        scaled = scaled.checked_mul(10)?.checked_add(i128::from(value(c)?) * ONE)?;
        digits += 1;
    }
    let mut weight = ONE;
    let mut decimals = 0;
    for c in part.chars() {
        weight /= 10;
        decimals += 1;
        scaled = scaled.checked_add(i128::from(value(c)?) * weight)?;
    }
    (digits > 0 && digits + decimals <= MOST_DIGITS).then_some((scaled, digits, decimals))
}

/// Signs with magnitudes: 十八万六千; 一万二 is 12,000, as it is said.
fn said(run: &str) -> Option<i128> {
    if let Some((head, tail)) = run.split_once('点') {
        let big = tail.find(|c| magnitude(c).is_some())?;
        let (part, times) = tail.split_at_checked(big)?;
        let (times, length) = magnitudes(times);
        let (value, ..) = positional(&format!("{head}点{part}"))?;
        return if length == tail.len() - big { value.checked_mul(times) } else { None };
    }
    // 亿 and 万 part sections, each of them below the magnitude before.
    let (mut total, mut section, mut one): (i128, i128, Option<i128>) = (0, 0, None);
    let (mut least, mut big, mut zero) = (i128::MAX, i128::MAX, false);
    let mut behind = 1;
    for c in run.chars() {
        if let Some(m) = magnitude(c) {
            if m >= 10_000 {
                section += one.take().unwrap_or(0);
                if section == 0 || m >= big {
                    return None;
                }
                total += section.checked_mul(m)?;
                (section, big, least) = (0, m, i128::MAX);
            } else {
                // 十 alone is 10, within a section it needs its digit unless it begins the number.
                let begins = section == 0 && total == 0 && m == 10;
                let n = one.take().or_else(|| begins.then_some(1))?;
                if m >= least {
                    return None;
                }
                section += n * m;
                least = m;
            }
            (behind, zero) = (m, false);
        } else {
            let (d, _) = character(c)?;
            if one.is_some() {
                return None;
            }
            if d == 0 {
                zero = true;
            } else {
                one = Some(i128::from(d));
            }
        }
    }
    if let Some(n) = one {
        let colloquial = !zero && behind > 10;
        section += if colloquial { n * (behind / 10) } else { n };
    }
    total.checked_add(section)?.checked_mul(ONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "small numbers of a table")]
        Numeral::whole(text).map(|n| n.scaled as f64 / ONE as f64)
    }

    #[test]
    fn numbers_of_all_signs() {
        for (text, want) in [
            ("37.5", 37.5),
            ("1,200", 1200.0),
            ("186,000.00", 186_000.0),
            ("1,234,567", 1_234_567.0),
            ("４８０００", 48000.0),
            ("１，２００", 1200.0),
            ("18.6万", 186_000.0),
            ("3万5千", 35000.0),
            ("3万5000", 35000.0),
            ("3百万", 3_000_000.0),
            ("1.5亿", 150_000_000.0),
            ("12.345678万", 123_456.78),
            ("十", 10.0),
            ("十八", 18.0),
            ("二十", 20.0),
            ("一百零五", 105.0),
            ("十八万六千", 186_000.0),
            ("一万二", 12000.0),
            ("一万零二", 10002.0),
            ("两千三百", 2300.0),
            ("三点五万", 35000.0),
            ("二〇二二", 2022.0),
            ("二O二二", 2022.0),
            ("二○二二", 2022.0),
            ("一九九八", 1998.0),
            ("二一一一", 2111.0),
            ("一〇五", 105.0),
            ("〇六", 6.0),
            ("壹拾捌万陆仟", 186_000.0),
            ("贰拾伍万零陆佰", 250_600.0),
            ("肆仟零捌", 4008.0),
            ("一亿二千万", 120_000_000.0),
        ] {
            assert_eq!(value(text), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_as_a_whole() {
        for text in ["", "1,5", "1,2000", "12,34", "1.2.3", "十百", "百", "十二三", "万", "1234,567", "点五", "1.", "O"]
            .into_iter()
            .chain(["四五", "七八", "一二", "五五", "七八十", "十七八", "三四点五", "一二三四", "〇四五", "壹贰"])
        {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn a_scan_takes_no_part_of_what_is_no_number() {
        let found = |text: &str| {
            let mut at = 0;
            let mut all = Vec::new();
            while let Some((from, n)) = next(text, at) {
                at = from + n.len;
                all.push(text.get(from..at).unwrap().to_owned());
            }
            all
        };
        assert_eq!(found("千百次后3人、十二名，3000，500元"), ["3", "十二", "3000", "500"]);
        assert_eq!(found("四五次、七八十人、二〇二二年三四月、三五块"), ["二〇二二"]);
    }

    proptest! {
        #[test]
        fn grouped_and_plain_digits_are_one(n in 0_i64..999_999_999_999) {
            let plain = n.to_string();
            let mut grouped = String::new();
            for (at, c) in plain.chars().enumerate() {
                if at > 0 && (plain.len() - at) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(c);
            }
            let wide: String = plain.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
            for text in [plain, grouped, wide] {
                prop_assert_eq!(Numeral::whole(&text).and_then(|n| n.integer()), Some(n), "{}", text);
            }
        }

        #[test]
        fn characters_round_trip(n in 1_i64..99_999_999) {
            for capital in [false, true] {
                let text = spelt(n, capital);
                prop_assert_eq!(Numeral::whole(&text).and_then(|n| n.integer()), Some(n), "{}", text);
            }
        }

        #[test]
        fn whatever_is_typed_is_read_within_its_bounds(text in "[0-9０-９一二十百万亿零点.,，O甲]{0,24}") {
            let mut at = 0;
            while let Some((from, n)) = next(&text, at) {
                prop_assert!(n.len > 0 && text.get(from..from + n.len).is_some());
                at = from + n.len;
            }
        }
    }

    /// The number in characters, as a cashier writes it.
    fn spelt(n: i64, capital: bool) -> String {
        let (digits, marks) = if capital {
            ("零壹贰叁肆伍陆柒捌玖", ["仟", "佰", "拾", ""])
        } else {
            ("零一二三四五六七八九", ["千", "百", "十", ""])
        };
        let four = |n: i64| {
            let mut out = String::new();
            let mut gap = false;
            for (mark, weight) in marks.iter().zip([1000, 100, 10, 1]) {
                let d = n / weight % 10;
                if d == 0 {
                    gap = !out.is_empty();
                    continue;
                }
                if std::mem::take(&mut gap) {
                    out.push('零');
                }
                out.push(digits.chars().nth(usize::try_from(d).unwrap()).unwrap());
                out.push_str(mark);
            }
            out
        };
        let (high, low) = (n / 10_000, n % 10_000);
        match (high, low) {
            (0, low) => four(low),
            (high, 0) => format!("{}万", four(high)),
            (high, low) if low < 1000 || high % 10 == 0 => format!("{}万零{}", four(high), four(low)),
            (high, low) => format!("{}万{}", four(high), four(low)),
        }
    }
}
