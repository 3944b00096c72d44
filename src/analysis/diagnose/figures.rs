//! The figures in a passage of the facts: amounts, counts with their measure, shares. What stands in a date, in 《》 or in
//! 〔〕 is none.

use crate::analysis::sentence::masked;
use crate::text::numeral::{self, ONE};
use crate::text::{amount, day};
use std::ops::Range;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    /// 分
    Money,
    /// Things of a measure; 名, 人 and 位 are one. Behind 个 its noun does not matter.
    Count(char),
    /// 个月
    Months,
    /// Percent, 三分之一 too.
    Share,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Where it stands, with its measure.
    pub(super) at: Range<usize>,
    pub(super) of: Of,
    /// Its value times [`ONE`]; money in 分.
    pub(super) scaled: i128,
    /// 余, 近, 约: not exactly so much.
    pub(super) about: bool,
    /// Of a share: one unit of its last digit, scaled.
    pub(super) grain: i128,
}

/// Measures of what may be counted and added.
const MEASURES: &str = "名人位次个项份张笔批件台套户间家村条头只辆本册页处起宗例场期回篇门亩吨公斤枚粒株棵根袋瓶箱桶盒车块幅盏把支节课岁天室";

/// Words of money that may stand before an amount in 万 without 元.
pub(super) fn money_before(before: &str) -> bool {
    const WORDS: &str = "款费额金出入资贴助奖销付纳价算余账取放税计共达约近为借贷给补回";
    before.trim_end().chars().next_back().is_some_and(|c| WORDS.contains(c))
}

/// The figures of a passage, in their order.
pub(super) fn figures(passage: &str) -> Vec<Figure> {
    let text = masked(passage);
    let dates = day::dates(&text);
    let in_date = |at: usize| dates.iter().any(|d| d.at.contains(&at));
    let money = amount::amounts(&text, money_before);
    let mut found: Vec<Figure> = money
        .iter()
        .map(|a| Figure {
            at: a.at.clone(),
            of: Of::Money,
            scaled: i128::from(a.money.0) * ONE,
            about: a.about,
            grain: 0,
        })
        .collect();
    let mut from = 0;
    while let Some((at, number)) = numeral::next(&text, from) {
        from = at + number.len;
        let before = text.get(..at).unwrap_or_default();
        let taken = in_date(at) || money.iter().any(|a| a.at.contains(&at));
        if taken || before.ends_with(|c: char| c.is_ascii_alphabetic() || "第每.．-".contains(c)) {
            continue;
        }
        let rest = text.get(from..).unwrap_or_default();
        let bare = rest.trim_start_matches(['余', '多', '几', '来']);
        let about = bare.len() < rest.len() || before.ends_with(['近', '约', '超', '逾']);
        let skipped = rest.len() - bare.len();
        if let Some((scaled, grain, end)) = share(&number, bare) {
            found.push(Figure { at: at..from + skipped + end, of: Of::Share, scaled, about, grain });
            from += skipped + end;
            continue;
        }
        let Some(measure) = bare.chars().next() else { continue };
        let months = bare.starts_with("个月");
        let percent_point = bare.starts_with("个百分点");
        if number.decimal || percent_point || !months && !MEASURES.contains(measure) {
            continue;
        }
        let of = match measure {
            _ if months => Of::Months,
            '名' | '人' | '位' => Of::Count('人'),
            other => Of::Count(other),
        };
        let end = from + skipped + if months { "个月".len() } else { measure.len_utf8() };
        found.push(Figure { at: at..end, of, scaled: number.scaled, about, grain: 0 });
        from = end;
    }
    found.sort_by_key(|f| f.at.start);
    share_units(&text, found)
}

/// 62.5% behind its number, or 三分之一: the share scaled by [`ONE`], one unit of its last digit, and the bytes behind the number.
fn share(number: &numeral::Numeral, rest: &str) -> Option<(i128, i128, usize)> {
    if let Some(sign) = ['%', '％'].into_iter().find(|s| rest.starts_with(*s)) {
        let grain = (0..number.decimals).fold(ONE / 100, |g, _| g / 10);
        return Some((number.scaled / 100, grain, sign.len_utf8()));
    }
    let over = rest.strip_prefix("分之")?;
    let upper = numeral::Numeral::at_start(over)?;
    let scaled = upper.scaled.checked_mul(ONE)?.checked_div(number.scaled)?;
    Some((scaled, ONE / 1000, "分之".len() + upper.len))
}

/// 48000、46500、49000元: the unit at the end of a list goes for all of it.
fn share_units(text: &str, found: Vec<Figure>) -> Vec<Figure> {
    let mut all = found;
    let mut more = Vec::new();
    for figure in all.iter().filter(|f| f.of == Of::Money) {
        let unit = text.get(figure.at.clone()).unwrap_or_default();
        let times: i128 = if unit.contains('万') { 1_000_000 } else { 100 };
        let mut start = figure.at.start;
        while let Some(before) = text.get(..start).and_then(|b| b.strip_suffix('、')) {
            let digits = before.trim_end_matches(|c: char| numeral::digit(c).is_some() || matches!(c, '.' | ','));
            let Some(number) = before.get(digits.len()..).and_then(numeral::Numeral::whole) else { break };
            start = digits.len();
            more.push(Figure {
                at: start..before.len(),
                of: Of::Money,
                scaled: number.scaled * times,
                about: false,
                grain: 0,
            });
        }
    }
    all.retain(|f| !more.iter().any(|m| m.at.start == f.at.start));
    all.extend(more);
    all.sort_by_key(|f| f.at.start);
    all
}

/// Passages of a text: what stands between full stops. ； parts the members of a list and ends no passage.
pub(super) fn passages(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, stop) in text.match_indices(['。', '！', '？', '\n']) {
        found.push(from..at);
        from = at + stop.len();
    }
    found.push(from..text.len());
    found.retain(|r| text.get(r.clone()).is_some_and(|t| !t.trim().is_empty()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_all_kinds() {
        let shown = |text: &str| -> Vec<String> {
            figures(text).into_iter().map(|f| format!("{}={}", text.get(f.at).unwrap(), f.scaled / ONE)).collect()
        };
        assert_eq!(
            shown("2022年3月付款3笔，48000、46500、49000元，涉及12名职工、2个月"),
            ["3笔=3", "48000=4800000", "46500=4650000", "49000元=4900000", "12名=12", "2个月=2"]
        );
        assert_eq!(shown("《八项规定》第3条、〔2020〕15号，占62.5%、三分之一"), ["62.5%=0", "三分之一=0"]);
        assert_eq!(figures("占62.5%")[0].scaled, ONE * 625 / 1000);
    }
}
