//! Amounts of money: the one reader of them, for forms, the command line, rosters and what is said of a paper.

use super::blank::squeezed;
use super::numeral::{self, Numeral, ONE, Signs};
use crate::model::value::{Money, half_width};
use std::ops::Range;

/// An amount that stands in a text with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// From its currency sign to its unit.
    pub at: Range<usize>,
    /// How much.
    pub money: Money,
    /// In which signs it is written.
    pub signs: Signs,
    /// 余, 多, 近, 约 …: not exactly so much.
    pub about: bool,
}

/// Reads what people type as an amount: `37.5`, `1,200`, `￥3200`, `37.50元`, `5万`, `3万5千元`, `十八万六千元`,
/// `壹佰元整`, full-width too, with a minus before. At most two decimals of a yuan; `1,5`, what is said roughly
/// (五千多元) and everything else is `None`.
pub fn read(text: &str) -> Option<Money> {
    let plain = squeezed(text);
    let (plain, negative) = match plain.strip_prefix(['-', '－', '−']) {
        Some(rest) => (rest, true),
        None => (plain.as_str(), false),
    };
    let bare = plain.trim_start_matches("人民币").trim_start_matches(SIGNS);
    let (length, money, tail) = begin(bare)?;
    let whole = length == bare.len() && !tail.about;
    whole.then_some(Money(if negative { -money.0 } else { money.0 }))
}

const SIGNS: [char; 2] = ['￥', '¥'];
const ABOUT_BEFORE: &[char] = &['近', '约', '超', '逾', '过'];
const ABOUT_BEHIND: &[char] = &['余', '多', '几', '来'];

/// The amount that a text begins with: its bytes, how much, and whether a unit is written; without a unit, 元 is meant.
fn begin(text: &str) -> Option<(usize, Money, Tail)> {
    let number = Numeral::at_start(text)?;
    let rest = text.get(number.len..)?;
    let about = rest.len() - rest.trim_start_matches(ABOUT_BEHIND).len();
    let rest = rest.get(about..)?;
    // 18万余元 and 18余万元.
    let (times, more) = if about > 0 && !number.magnitude {
        match rest.chars().next() {
            Some('万') => (10_000, '万'.len_utf8()),
            Some('亿') => (100_000_000, '亿'.len_utf8()),
            _ => (1, 0),
        }
    } else {
        (1, 0)
    };
    let rest = rest.get(more..)?;
    let word = rest.starts_with('元') && rest.chars().nth(1).is_some_and(|c| matches!(c, '化' | '素' | '旦'));
    let unit = ["元", "圆", "块钱", "块"].into_iter().find(|u| rest.starts_with(u) && !word).map_or(0, str::len);
    let mut fen = number.scaled.checked_mul(100)?.checked_mul(times)?;
    let mut length = number.len + about + more + unit;
    let mut tail =
        Tail { unit: unit > 0, about: about > 0, magnitude: number.magnitude || more > 0, signs: number.signs };
    if (unit > 0 || number.signs != Signs::Digits || small(rest).is_some())
        && let Some((value, end)) = jiao_and_fen(text, length, unit > 0, &number)
    {
        fen = if unit == 0 { value } else { fen.checked_add(value)? };
        length = end;
        tail.unit = true;
    }
    if tail.unit {
        let rest = text.get(length..)?;
        length += ["整", "正"].into_iter().find(|u| rest.starts_with(u)).map_or(0, str::len);
    }
    let money = if fen % ONE == 0 { i64::try_from(fen / ONE).ok().map(Money) } else { None };
    Some((length, money?, tail))
}

#[derive(Debug, Clone, Copy)]
struct Tail {
    unit: bool,
    about: bool,
    magnitude: bool,
    signs: Signs,
}

fn small(text: &str) -> Option<i128> {
    if text.starts_with('角') || text.starts_with("毛钱") {
        Some(10)
    } else if text.starts_with('分') && !text.starts_with("分之") && !text.starts_with("分别") {
        Some(1)
    } else {
        None
    }
}

/// 伍角陆分 behind 元, or a whole amount of 角 and 分: scaled 分, and where it ends.
fn jiao_and_fen(text: &str, from: usize, after_yuan: bool, first: &Numeral) -> Option<(i128, usize)> {
    let (mut at, mut sum, mut found) = (from, 0_i128, false);
    if !after_yuan {
        let weight = small(text.get(first.len..)?).filter(|w| *w == 10 || first.signs == Signs::Capital)?;
        sum = first.scaled.checked_mul(weight)?;
        at = first.len + '角'.len_utf8();
        found = true;
    }
    while let Some(rest) = text.get(at..) {
        let zero = if rest.starts_with('零') { '零'.len_utf8() } else { 0 };
        let Some(n) = rest.get(zero..).and_then(Numeral::at_start).filter(|n| n.digits == 1 && !n.decimal) else {
            break;
        };
        let Some(weight) = rest.get(zero + n.len..).and_then(small) else { break };
        sum = sum.checked_add(n.scaled.checked_mul(weight)?)?;
        at += zero + n.len + '角'.len_utf8();
        found = true;
    }
    found.then_some((sum, at))
}

/// The amounts in a text that say that they are money: by 元, 角, 块, ￥, or 万 and 亿 behind digits where no measure
/// follows and `money_before` says so of what stands before them.
pub fn amounts(text: &str, money_before: impl Fn(&str) -> bool) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, number)) = numeral::next(text, from) {
        from = at + number.len;
        let (Some(before), Some(rest)) = (text.get(..at), text.get(at..)) else { break };
        let Some((length, money, tail)) = begin(rest) else { continue };
        let sign = before.trim_end().ends_with(SIGNS);
        let plain = tail.magnitude
            && !tail.unit
            && money_before(before)
            && !measure_follows(rest.get(length..).unwrap_or_default());
        if !(tail.unit || sign || plain)
            || before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '．'))
        {
            continue;
        }
        let bare = before.trim_end();
        let start = if sign { bare.len() - bare.chars().next_back().map_or(0, char::len_utf8) } else { at };
        let about = tail.about || before.trim_end_matches(SIGNS).ends_with(ABOUT_BEFORE);
        from = at + length;
        found.push(Amount { at: start..from, money, signs: tail.signs, about });
    }
    found
}

/// Whether a word follows that makes a number with a magnitude no amount: 2万只, 18.6万人.
fn measure_follows(rest: &str) -> bool {
    const MEASURES: &str = "人次名个户亩只吨斤公平立方米份张件台套头株棵册字字里分";
    rest.chars().next().map(half_width).is_some_and(|c| MEASURES.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_type() {
        for (text, fen) in [
            ("37.5", 3750),
            ("37.50元", 3750),
            ("1,200", 120_000),
            ("５万", 5_000_000),
            ("0.5万", 500_000),
            ("￥3200", 320_000),
            ("¥3200.00元", 320_000),
            ("￥ 186,000.00", 18_600_000),
            ("人民币伍万叁仟元整", 5_300_000),
            ("十八万六千元", 18_600_000),
            ("三十", 3000),
            ("3600块", 360_000),
            ("３万５千元", 3_500_000),
            ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", 12_345_678),
            ("12.345678万元", 12_345_678),
            ("五角", 50),
            ("-5", -500),
            ("3元5角", 350),
        ] {
            assert_eq!(read(text), Some(Money(fen)), "{text}");
        }
        for text in ["", "元", "1.234", "12a", "-", "1,5", "1,5元", "1.2.3", "5万人", "约5", "￥", "--5", "0.001万元x"]
            .into_iter()
            .chain(["五千多元", "四十来块", "18万余元", "18余万元", "三五块", "四五", "七八十元"])
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_in_a_text() {
        let found = |text: &str| -> Vec<(String, i64, bool)> {
            let all = amounts(text, |before| before.ends_with(['款', '金']));
            all.into_iter().map(|a| (text.get(a.at).unwrap().to_owned(), a.money.0 / 100, a.about)).collect()
        };
        let one = |text: &str, shown: &str, yuan: i64, about: bool| {
            assert_eq!(found(text), [(shown.to_owned(), yuan, about)], "{text}");
        };
        one("支付购车款￥186,000.00，未研究", "￥186,000.00", 186_000, false);
        one("支付18.6万余元。", "18.6万余元", 186_000, true);
        one("支付18余万元。", "18余万元", 180_000, true);
        one("近５万元", "５万元", 50000, true);
        one("出借资金50万给公司", "50万", 500_000, false);
        one("十八万六千元", "十八万六千元", 186_000, false);
        for text in ["口罩款2万只", "2022年6月", "3次", "一元化", "三分之一", "给了三五块", "七八十元"]
        {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("48000.00、46500.00、49000.00元").len(), 1);
    }

    proptest! {
        #[test]
        fn what_is_shown_may_be_typed_again(fen in -99_999_999_999_i64..99_999_999_999) {
            let shown = Money(fen).to_string();
            for text in [shown.clone(), format!("{shown}元"), format!(" {shown} ")] {
                prop_assert_eq!(read(&text), Some(Money(fen)), "{}", text);
            }
        }

        #[test]
        fn amounts_lie_on_characters(text in "[0-9０-９一二万亿余元角分￥¥.,甲款]{0,24}") {
            for amount in amounts(&text, |_| true) {
                prop_assert!(text.get(amount.at).is_some_and(|t| !t.is_empty()));
            }
        }
    }
}
