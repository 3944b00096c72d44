//! Figures that are not said exactly: 四五次, 四十来块, 五千多元, 约40元, 四次左右, 3至5万元.
//!
//! Where a field has a qualifier, it is taken from such words; everywhere else they are refused with [`refusal`]. The
//! readers of exact figures ([`numeral`], [`amount`](super::amount), [`day`](super::day)) take none of them.

use super::blank::squeezed;
use super::numeral::{self, Numeral};
use crate::model::value::half_width;

/// How far a figure is from exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// 约, 左右, 来: about so much.
    About,
    /// 至少, 以上, 多, 余, 几: so much or more.
    AtLeast,
    /// 至多, 以下, 不到: so much or less.
    AtMost,
    /// 四五, 四至五: between two figures.
    Between,
}

/// A figure that is not said exactly. Its parts are texts that the readers of exact figures take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rough {
    /// How far from exact.
    pub extent: Extent,
    /// The figure; the lower one of two.
    pub low: String,
    /// The higher one of [`Extent::Between`].
    pub high: Option<String>,
}

const BEFORE: [(&str, Extent); 20] = [
    ("差不多", Extent::About),
    ("大约", Extent::About),
    ("大概", Extent::About),
    ("将近", Extent::About),
    ("接近", Extent::About),
    ("约", Extent::About),
    ("近", Extent::About),
    ("不少于", Extent::AtLeast),
    ("不低于", Extent::AtLeast),
    ("至少", Extent::AtLeast),
    ("最少", Extent::AtLeast),
    ("起码", Extent::AtLeast),
    ("超过", Extent::AtLeast),
    ("不超过", Extent::AtMost),
    ("不多于", Extent::AtMost),
    ("至多", Extent::AtMost),
    ("最多", Extent::AtMost),
    ("顶多", Extent::AtMost),
    ("不到", Extent::AtMost),
    ("不足", Extent::AtMost),
];
const BEHIND: [(&str, Extent); 8] = [
    ("左右", Extent::About),
    ("上下", Extent::About),
    ("以上", Extent::AtLeast),
    ("多", Extent::AtLeast),
    ("余", Extent::AtLeast),
    ("以下", Extent::AtMost),
    ("以内", Extent::AtMost),
    ("之内", Extent::AtMost),
];

/// What a text says that is not an exact figure; `None` where it is one, or no figure at all. `dated`: it is to be a
/// date, in which - and / are marks of its own.
pub fn read(text: &str, dated: bool) -> Option<Rough> {
    let plain: String = squeezed(text).chars().map(half_width).collect();
    let (bare, mut extent) = stripped(&plain);
    let (bare, inner) = without_inner(bare);
    extent = extent.or(inner);
    if !bare.contains(numeral::is_numeral) && !bare.starts_with('半') {
        return None;
    }
    let two = of_two_digits(&bare).or_else(|| of_two_ends(&bare, dated));
    if let Some((low, high)) = two {
        return Some(Rough { extent: Extent::Between, low, high: Some(high) });
    }
    extent.map(|extent| Rough { extent, low: bare, high: None })
}

/// Why a field that has no qualifier does not take such a figure; `None` where the text is none.
pub fn refusal(text: &str, dated: bool) -> Option<String> {
    let rough = read(text, dated)?;
    let means = match (rough.extent, &rough.high) {
        (Extent::Between, Some(high)) => format!("{} 至 {high}", rough.low),
        (Extent::AtLeast, _) => format!("至少 {}", rough.low),
        (Extent::AtMost, _) => format!("至多 {}", rough.low),
        _ => format!("约 {}", rough.low),
    };
    let exact = if dated { "日期要写确切的一个" } else { "这里要写一个确切的数" };
    Some(format!("“{}”是约数（{means}），{exact}。", text.trim()))
}

/// Without the words before and behind, and what they say.
fn stripped(plain: &str) -> (&str, Option<Extent>) {
    let before = BEFORE.iter().find_map(|(word, extent)| Some((plain.strip_prefix(word)?, *extent)));
    let (bare, extent) = before.map_or((plain, None), |(rest, extent)| (rest, Some(extent)));
    let behind = BEHIND.iter().find_map(|(word, extent)| Some((bare.strip_suffix(word)?, *extent)));
    behind.map_or((bare, extent), |(rest, more)| (rest, extent.or(Some(more))))
}

/// Without the 来, 多, 余 or 几 behind a number: 四十来块, 五千多元, 十余万, 三个多月.
fn without_inner(bare: &str) -> (String, Option<Extent>) {
    let mut before: [Option<char>; 2] = [None, None];
    for (at, c) in bare.char_indices() {
        let counted = match before {
            [_, Some(c)] if numeral::is_numeral(c) => true,
            [Some(c), Some('个')] => numeral::is_numeral(c),
            _ => false,
        };
        let extent = match c {
            '来' => Some(Extent::About),
            '多' | '余' | '几' => Some(Extent::AtLeast),
            _ => None,
        };
        if counted && extent.is_some() {
            let (head, tail) = bare.split_at_checked(at).unwrap_or((bare, ""));
            return (format!("{head}{}", tail.strip_prefix(c).unwrap_or_default()), extent);
        }
        before = [before[1], Some(c)];
    }
    (bare.to_owned(), None)
}

/// 四五次, 十七八, 七八十: two digits that stand side by side without a unit between. A year has four of them, and behind a
/// point (三点一四) they are decimals.
fn of_two_digits(bare: &str) -> Option<(String, String)> {
    let mut at = 0;
    while let Some(rest) = bare.get(at..).filter(|r| !r.is_empty()) {
        let run: String = rest.chars().take_while(|c| numeral::character(*c).is_some()).collect();
        let mut digits = run.chars().filter_map(|c| Some((c, numeral::character(c)?.0)));
        if let (Some((first, low)), Some((second, high)), None) = (digits.next(), digits.next(), digits.next())
            && 0 < low
            && low < high
            && !bare.get(..at)?.ends_with('点')
        {
            let (head, tail) = (bare.get(..at)?, rest.get(run.len()..)?);
            return Some((format!("{head}{first}{tail}"), format!("{head}{second}{tail}")));
        }
        at += if run.is_empty() { rest.chars().next().map_or(1, char::len_utf8) } else { run.len() };
    }
    None
}

/// 4至5次, 3到5万元, 2022年3月至6月: what only the higher end says holds for the lower one, and the year of the lower
/// one for the higher.
fn of_two_ends(bare: &str, dated: bool) -> Option<(String, String)> {
    // Within 2022-03-08 they are marks of the date.
    let parts_dates = dated && !bare.contains(['年', '月']);
    let marks: &[char] = if parts_dates { &['到', '至', '~'] } else { &['到', '至', '~', '-', '—', '–'] };
    let (low, high) = bare.split_once(marks)?;
    let high = high.trim_start_matches(marks);
    if !low.contains(numeral::is_numeral) || !high.contains(numeral::is_numeral) {
        return None;
    }
    if dated {
        let shared = match (low.find('年'), high.contains('年'), low.find('月'), high.contains('月')) {
            (_, false, Some(month), false) => low.get(..month + '月'.len_utf8()),
            (Some(year), false, _, true) => low.get(..year + '年'.len_utf8()),
            _ => None,
        };
        return Some((low.to_owned(), format!("{}{high}", shared.unwrap_or_default())));
    }
    Some((with_unit(low, high), high.to_owned()))
}

/// The lower end with the magnitude and the unit that are said at the higher end only: 3 of 3至5万元 is 3万元.
fn with_unit(low: &str, high: &str) -> String {
    let figure = |text: &str| -> usize {
        let signs = |c: char| numeral::digit(c).is_some() || numeral::character(c).is_some() || c == '.';
        text.find(|c| !signs(c)).unwrap_or(text.len())
    };
    let end = figure(high);
    let value = |text: Option<&str>| text.and_then(Numeral::whole).map(|n| n.scaled);
    let (bare, top) = (value(Some(low)), value(high.get(..end)));
    let goes_with = figure(low) == low.len() && matches!((bare, top), (Some(bare), Some(top)) if bare <= top);
    if goes_with { format!("{low}{}", high.get(end..).unwrap_or_default()) } else { low.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{amount, day};
    use proptest::prelude::*;

    #[test]
    fn what_is_not_said_exactly() {
        use Extent::{About, AtLeast, AtMost, Between};
        for (text, extent, low, high) in [
            ("四五次", Between, "四次", Some("五次")),
            ("七八", Between, "七", Some("八")),
            ("三五块", Between, "三块", Some("五块")),
            ("两三个", Between, "两个", Some("三个")),
            ("十七八", Between, "十七", Some("十八")),
            ("七八十元", Between, "七十元", Some("八十元")),
            ("约三四百元", Between, "三百元", Some("四百元")),
            ("4至5", Between, "4", Some("5")),
            ("３－５次", Between, "3次", Some("5次")),
            ("四到五次", Between, "四次", Some("五次")),
            ("3至5万元", Between, "3万元", Some("5万元")),
            ("3000至5万", Between, "3000", Some("5万")),
            ("三万至五万", Between, "三万", Some("五万")),
            ("四十来块", About, "四十块", None),
            ("约40元", About, "40元", None),
            ("四次左右", About, "四次", None),
            ("五十上下", About, "五十", None),
            ("五千多元", AtLeast, "五千元", None),
            ("五千元多", AtLeast, "五千元", None),
            ("十几次", AtLeast, "十次", None),
            ("18余万元", AtLeast, "18万元", None),
            ("三个多月", AtLeast, "三个月", None),
            ("四次以上", AtLeast, "四次", None),
            ("至少 6 次", AtLeast, "6次", None),
            ("不超过3次", AtMost, "3次", None),
            ("三十以下", AtMost, "三十", None),
        ] {
            let want = Rough { extent, low: low.to_owned(), high: high.map(str::to_owned) };
            assert_eq!(read(text, false), Some(want), "{text}");
            assert!(refusal(text, false).is_some_and(|why| why.contains("约数")), "{text}");
        }
        for text in [
            "",
            "四次",
            "45",
            "二〇二二",
            "一九九八年",
            "三十四",
            "一百零五",
            "三点一四",
            "很多",
            "几次",
            "左右",
            "没有",
        ] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }

    #[test]
    fn dates_that_are_not_said_exactly() {
        for (text, low, high) in [
            ("2022年6月二三日", "2022-06-02", "2022-06-03"),
            ("2022年三四月", "2022-03", "2022-04"),
            ("2022年3月至6月", "2022-03", "2022-06"),
            ("2022年3月4日至8日", "2022-03-04", "2022-03-08"),
            ("2022年11月至2023年2月", "2022-11", "2023-02"),
            ("2022年11月-2023年2月", "2022-11", "2023-02"),
            ("2022-11至2023-02", "2022-11", "2023-02"),
        ] {
            let rough = read(text, true).unwrap();
            let shown = |text: &str| day::read(text).map(|d| d.to_string());
            assert_eq!(shown(&rough.low).as_deref(), Some(low), "{text}");
            assert_eq!(rough.high.as_deref().and_then(shown).as_deref(), Some(high), "{text}");
        }
        for text in ["2022-03", "2022-03-08", "一九九八年七月", "2022年12月", "去年十二月"] {
            assert_eq!(read(text, true), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_rough_is_no_exact_figure(text in "[一二三四五六七八九十百千万多来余几约至到点0-9元次年月日]{0,8}") {
            if let Some(rough) = read(&text, false).filter(|r| r.extent != Extent::Between || !text.contains(['至', '到'])) {
                prop_assert!(Numeral::whole(&text).is_none(), "{} {:?}", text, rough);
                prop_assert!(amount::read(&text).is_none(), "{} {:?}", text, rough);
            }
        }
    }
}
