//! Amounts of money without their unit (E103).
//!
//! A number is taken for an amount when it is written like one (186000.00; 186,000; 18.6万) or when a word of money
//! stands directly before it (支付5000). It is none when a measure word follows (3次, 2台), or when it stands in 〔〕, in
//! a date or in a number of something (第12号).

use std::ops::Range;

/// Words of money that may stand before an amount.
const MONEY: [&str; 34] = [
    "款", "费", "金额", "资金", "支出", "收入", "工资", "补贴", "补助", "奖金", "津贴", "报销", "支付", "缴纳", "交纳",
    "付", "合计", "共计", "总计", "总额", "价", "价格", "预算", "限额", "余额", "结余", "账款", "收取", "发放", "借款",
    "贷款", "罚款", "捐款", "税",
];
/// What may stand between such a word and the amount.
const BETWEEN: [&str; 16] =
    ["为", "是", "达", "达到", "约", "共", "近", "超过", "不足", "：", ":", "人民币", "￥", "¥", "了", " "];
/// First characters of measure words and of what else makes a number no amount.
const MEASURES: &str = "年月日时分秒点次人名个项件份张页册本卷台辆套间户亩吨米号条款段批笔家所处村组届轮期天周季岁度倍成级层栋座部\
                        只支根箱包瓶斤克升公平里立票岗类种章节篇字股门场班车位％%‰℃";
const MAGNITUDES: &str = "十百千万亿";
const ABOUT: &str = "余多几来";
const JOINS: &str = "、至到-—–~～和与或及";

/// Where amounts without unit stand.
pub(super) fn without_unit(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(next) = rest.find(|c: char| c.is_ascii_digit() || c == '〔') else { break };
        let start = at + next;
        let rest = text.get(start..).unwrap_or_default();
        if rest.starts_with('〔') {
            at = start + rest.find('〕').unwrap_or('〔'.len_utf8());
            continue;
        }
        let length = number(rest);
        let (before, after) = (text.get(..start).unwrap_or_default(), rest.get(length..).unwrap_or_default());
        let figure = rest.get(..length).unwrap_or_default();
        if lacks_unit(before, figure, after) {
            let magnitude = after.len() - after.trim_start_matches(|c| MAGNITUDES.contains(c)).len();
            found.push(start..start + length + magnitude);
        }
        at = start + length;
    }
    found
}

/// Length of the number at the beginning: digits with points and commas inside.
fn number(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    text.get(..end).map_or(0, |t| t.trim_end_matches(['.', ',']).len())
}

fn lacks_unit(before: &str, figure: &str, after: &str) -> bool {
    let part_of_more = |c: char| c.is_ascii_alphanumeric() || "第.-/－#№号".contains(c);
    if before.chars().next_back().is_some_and(part_of_more) && !joined(before) || figure.matches('.').count() > 1 {
        return false;
    }
    let (magnitude, follows) = tail(after);
    let money = after_money(before);
    let written_so = is_grouped(figure) || is_cents(figure) || magnitude;
    let is_amount = money || written_so && !date_like(figure);
    is_amount && !told_before(before) && follows == Follows::Nothing
}

/// 5000-8000: the second number goes with the first.
fn joined(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(|c| JOINS.contains(c)) && back.next().is_some_and(|c| c.is_ascii_digit())
}

/// What comes after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// 元, 角
    Unit,
    /// Something that makes it no amount.
    Measure,
    Nothing,
}

/// Whether a magnitude follows (万), and what comes then; through ranges and lists to their last number.
fn tail(after: &str) -> (bool, Follows) {
    let plain = after.trim_start_matches(|c: char| ABOUT.contains(c) || c == ' ');
    let big = plain.trim_start_matches(|c| MAGNITUDES.contains(c));
    let rest = big.trim_start_matches(|c| ABOUT.contains(c));
    let magnitude = big.len() < plain.len();
    let follows = match rest.chars().next() {
        Some('元' | '角' | '块' | '圆') => Follows::Unit,
        Some('美' | '港' | '欧' | '日') if rest.chars().nth(1) == Some('元') => Follows::Unit,
        Some(c) if MEASURES.contains(c) || c.is_ascii_alphabetic() => Follows::Measure,
        Some(c) if JOINS.contains(c) => {
            let next = rest.get(c.len_utf8()..).unwrap_or_default();
            match number(next) {
                0 => Follows::Nothing,
                length => tail(next.get(length..).unwrap_or_default()).1,
            }
        }
        _ => Follows::Nothing,
    };
    (magnitude, follows)
}

/// Whether a word of money stands directly before.
fn after_money(before: &str) -> bool {
    let mut rest = before;
    while let Some(word) = BETWEEN.iter().find(|w| rest.ends_with(**w)) {
        rest = rest.strip_suffix(word).unwrap_or_default();
    }
    MONEY.iter().any(|w| rest.ends_with(w))
}

/// 金额（元）：186000.00 told its unit before.
fn told_before(before: &str) -> bool {
    let clause = before.rsplit(['。', '；', '，', '\n']).next().unwrap_or_default();
    ["（元）", "（万元）", "(元)", "(万元)", "单位：元", "单位：万元"].iter().any(|w| clause.contains(w))
}

/// 186,000
fn is_grouped(figure: &str) -> bool {
    let mut parts = figure.split('.').next().unwrap_or_default().split(',');
    let first = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    !first.is_empty() && first.len() <= 3 && rest.peek().is_some() && rest.all(|p| p.len() == 3)
}

/// 186000.00
fn is_cents(figure: &str) -> bool {
    figure.split_once('.').is_some_and(|(_, cents)| cents.len() == 2)
}

/// 2022.06, 8.22
fn date_like(figure: &str) -> bool {
    let Some((whole, part)) = figure.split_once('.') else { return false };
    let (whole, part): (Option<u32>, Option<u32>) = (whole.parse().ok(), part.parse().ok());
    let (Some(whole), Some(part)) = (whole, part) else { return false };
    (1900..=2199).contains(&whole) && (1..=12).contains(&part) || (1..=12).contains(&whole) && (1..=31).contains(&part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        without_unit(text).into_iter().filter_map(|at| text.get(at)).collect()
    }

    #[test]
    fn amounts_without_unit_are_found() {
        for (text, want) in [
            ("支付购车款186000.00，", "186000.00"),
            ("支付186000.00给某公司", "186000.00"),
            ("共计186,000。", "186,000"),
            ("购车花去18.6万。", "18.6万"),
            ("报销了5000〔证1〕", "5000"),
            ("金额为：3200", "3200"),
            ("补贴5000至8000，", "5000"),
        ] {
            assert_eq!(found(text).first(), Some(&want), "{text}");
        }
    }

    #[test]
    fn amounts_with_unit_and_other_numbers_are_not() {
        for text in [
            "支付购车款186000.00元",
            "支付18.6万元",
            "支付18.6万余元",
            "支付3000多元",
            "补贴5000至8000元",
            "分别支付3000、5000、8000元",
            "支付3次",
            "缴费2人",
            "费用2笔",
            "2022年6月14日支付",
            "青政发〔2022〕15号",
            "记0012号凭证",
            "第186000.00号",
            "2022.06.14付款",
            "2022.06至2022.08",
            "8.22会议",
            "占比12.50%",
            "面积186.00平方米",
            "金额（元）：186000.00",
            "经费5000-8000元",
            "人口18.6万人",
            "〔证12〕",
            "身份证610528199001011234",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
