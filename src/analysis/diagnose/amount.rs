//! E103: amounts of money without their unit; W112: money moved, and no amount.
//!
//! A number is taken for an amount when it is written like one (186000.00; 186,000) or when a word of money stands
//! directly before it (支付5000, 每人300). It is none when a measure word follows (3次, 2台, 5起), or when it stands in
//! 《》, 〔〕, in a date or in a number of something (第12号). ￥ before it and 万 behind it tell the unit.

use super::figures::{Of, figures};
use crate::analysis::sentence::masked;
use crate::text::numeral::{self, Numeral, Signs};
use crate::text::{amount, day};
use std::ops::Range;

/// Words of money that may stand before an amount.
const MONEY: [&str; 48] = [
    "款", "费", "金额", "资金", "支出", "收入", "工资", "补贴", "补助", "奖金", "津贴", "报销", "支付", "缴纳", "交纳",
    "付", "合计", "共计", "总计", "总额", "价", "价格", "预算", "限额", "余额", "结余", "账款", "收取", "发放", "借款",
    "贷款", "罚款", "捐款", "税", "每人", "每月", "每年", "每张", "每户", "每台", "单价", "人均", "应缴", "实缴",
    "应收", "实收", "应发", "实发",
];
/// What may stand between such a word and the amount.
const BETWEEN: [&str; 15] =
    ["为", "是", "达", "达到", "约", "共", "近", "超过", "不足", "：", ":", "人民币", "了", " ", "各"];
/// First characters of measure words and of what else makes a number no amount.
const MEASURES: &str = "年月日时分秒点次人名个项件份张页册本卷台辆套间户亩吨米号条款段批笔家所处村组届轮期天周季岁度倍成级层栋座部\
                        只支根箱包瓶斤克升公平里立票岗类种章节篇字股门场班车位起头匹棵株枚粒袋桶盒块幅盏把例宗宿口床亿位课堂桌席顶艘架％%‰℃";
const ABOUT: &str = "余多几来";
const JOINS: &str = "、至到-—–~～和与或及";

/// Where amounts without unit stand.
pub(super) fn without_unit(text: &str) -> Vec<Range<usize>> {
    let plain = masked(text);
    let dates = day::dates(&plain);
    let known = amount::amounts(&plain, super::figures::money_before);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, number)) = numeral::next(&plain, from) {
        from = at + number.len;
        let taken = dates.iter().any(|d| d.at.contains(&at)) || known.iter().any(|a| a.at.contains(&at));
        if taken || number.signs != Signs::Digits {
            continue;
        }
        let (before, after) = (plain.get(..at).unwrap_or_default(), plain.get(from..).unwrap_or_default());
        if lacks_unit(before, &number, after) {
            found.push(at..from);
        }
    }
    found
}

fn lacks_unit(before: &str, number: &Numeral, after: &str) -> bool {
    let part_of_more = |c: char| c.is_ascii_alphanumeric() || "第.-/－#№号".contains(c);
    let more_follows = after.starts_with('.') && after.chars().nth(1).is_some_and(|c| numeral::digit(c).is_some());
    if before.chars().next_back().is_some_and(part_of_more) && !joined(before) || more_follows || number.magnitude {
        return false;
    }
    let written_so = (number.grouped || number.decimals == 2) && !date_like(number);
    let code = number.digits > 10;
    (after_money(before) || written_so) && !code && !told_before(before) && follows(after) == Follows::Nothing
}

/// 5000-8000: the second number goes with the first.
fn joined(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(|c| JOINS.contains(c)) && back.next().is_some_and(|c| numeral::digit(c).is_some())
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

/// What comes then; through ranges and lists to their last number.
fn follows(after: &str) -> Follows {
    let rest = after.trim_start_matches(|c: char| ABOUT.contains(c) || c == ' ');
    match rest.chars().next() {
        Some('元' | '角' | '块' | '圆' | '万') => Follows::Unit,
        Some('美' | '港' | '欧' | '日') if rest.chars().nth(1) == Some('元') => Follows::Unit,
        Some(c) if MEASURES.contains(c) || c.is_ascii_alphabetic() => Follows::Measure,
        Some(c) if JOINS.contains(c) => {
            match rest.get(c.len_utf8()..).and_then(|next| Some((next, Numeral::at_start(next)?))) {
                Some((_, n)) if n.magnitude => Follows::Unit,
                Some((next, n)) => follows(next.get(n.len..).unwrap_or_default()),
                None => Follows::Nothing,
            }
        }
        _ => Follows::Nothing,
    }
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
    ["（元）", "（万元）", "(元)", "(万元)", "单位：元", "单位：万元", "￥", "¥"].iter().any(|w| clause.contains(w))
}

/// 2022.06, 8.22
fn date_like(number: &Numeral) -> bool {
    let (whole, part) = (number.scaled / numeral::ONE, number.scaled % numeral::ONE * 100 / numeral::ONE);
    number.decimals == 2 && ((1900..=2199).contains(&whole) || (1..=12).contains(&whole)) && (1..=31).contains(&part)
}

/// Deeds that move money.
const DEEDS: [&str; 22] = [
    "发放", "发给", "收取", "支付", "付给", "出借", "借出", "借给", "购买", "列支", "报销", "挪用", "截留", "套取",
    "虚报", "存入", "私分", "侵占", "收受", "垫付", "扣除", "领取",
];
/// What is moved.
const MOVED: [&str; 24] = [
    "补贴",
    "津贴",
    "补助",
    "奖金",
    "福利",
    "购物卡",
    "消费卡",
    "慰问品",
    "加班费",
    "劳务费",
    "餐费",
    "资金",
    "补偿款",
    "工程款",
    "资助款",
    "救助金",
    "低保金",
    "承包费",
    "管理费",
    "服务费",
    "租金",
    "保证金",
    "公款",
    "费用",
];

/// Where a deed that moves money is told in a text that has no amount at all: the deed with what is moved, in one clause
/// and not denied (未发放).
pub(super) fn missing(text: &str) -> Option<Range<usize>> {
    let plain = masked(text);
    if figures(text).iter().any(|f| f.of == Of::Money) || !without_unit(text).is_empty() {
        return None;
    }
    let mut from = 0;
    for clause in plain.split_inclusive(['，', '。', '；', '：']) {
        let start = from;
        from += clause.len();
        let denied = |at: usize| clause.get(..at).is_some_and(|b| b.ends_with(['未', '不', '没', '无']));
        let deed =
            DEEDS.iter().filter_map(|w| clause.find(w).map(|at| (at, at + w.len()))).find(|(at, _)| !denied(*at));
        let moved = MOVED.iter().find_map(|w| {
            let at = clause.find(w)?;
            // 发放补贴30头 moves no money, and 挪用公款罪 is the name of a crime.
            let behind = clause.get(at + w.len()..)?.chars().next();
            (!behind.is_some_and(|c| numeral::is_numeral(c) || c == '罪')).then_some((at, at + w.len()))
        });
        if let (Some(deed), Some(moved)) = (deed, moved) {
            return Some(start + deed.0.min(moved.0)..start + deed.1.max(moved.1));
        }
    }
    None
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
            ("报销了5000〔证1〕", "5000"),
            ("金额为：3200", "3200"),
            ("补贴5000至8000，", "5000"),
            ("每人每月300，共发放12人", "300"),
            ("支付维修费４８０００，未见合同", "４８０００"),
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
            "购车花去18.6万。",
            "支付购车款￥186,000.00，",
            "违规收费5起",
            "发放补贴30头",
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

    #[test]
    fn money_that_moves_has_an_amount() {
        for (text, want) in [
            ("县水利局违规向12名职工发放值班补贴", Some("发放值班补贴")),
            ("县水利局发放值班补贴3600元", None),
            ("县水利局未发放值班补贴", None),
            ("县农商银行违规发放贷款", None),
        ] {
            assert_eq!(missing(text).and_then(|at| text.get(at)), want, "{text}");
        }
    }
}
