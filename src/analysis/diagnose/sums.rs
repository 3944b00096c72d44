//! E117 and W117: sums, products, differences, counts and shares that do not add up; E118: capitals against figures.
//!
//! Only what a sentence itself claims is checked, and never a figure that is said to be about so much.
//!
//! - A total (合计, 共计, 总计, 总额, 共) is compared with the list before it: two figures or more of the same measure, none
//!   of them a price for each, none behind 其中. E.
//! - What 其中 lists is not more than the figure before it. E for one part alone, W for several, which may overlap.
//! - 每人300元, 单价215元 with a total: some count of the sentence (and for 每人每月 some number of months) gives it. W.
//! - 应收, 实收 and 欠收 (and their like) differ by as much as is said. E.
//! - A share is that of some two figures of one measure before or behind it. W.
//! - A list that ends in its own number (甲、乙、丙3个, 3月2日、5月10日召开2次) has so many members; a list behind N笔，分别为
//!   has N. W.
//! - No more months in a row than the period has. W.

use super::figures::{Figure, Of, figures, passages};
use super::{Code, Diagnostic, Severity, twice};
use crate::analysis::paper::field::Spot;
use crate::analysis::sentence::masked;
use crate::model::value::Money;
use crate::text::day::{self, Year};
use crate::text::numeral::{self, ONE};
use std::ops::Range;

/// Checks one paragraph.
pub(super) fn check(spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
    for at in passages(text) {
        let Some(passage) = text.get(at.clone()) else { continue };
        let plain = masked(passage);
        let all = figures(passage);
        let found = [
            totals(&plain, &all),
            parts(&plain, &all),
            product(&plain, &all),
            difference(&plain, &all),
            shares(&plain, &all),
            twice::in_brackets(&plain).map(|(at, message)| Wrong { at, severity: Severity::Warning, message }),
            listed(passage, &all),
            months(&plain, &all),
        ];
        for Wrong { at: range, severity, message } in found.into_iter().flatten() {
            let help = "逐项加一遍，对照凭证核实后改正；口径不同的，写明口径。";
            let found = Diagnostic::new(Code::Sums, severity, spot, message, help);
            out.push(found.at(at.start + range.start..at.start + range.end));
        }
        for (range, message) in twice::capitals(&plain) {
            let help = "以票据为准，把大写和小写改成一致；票据本身不一致的，写明。";
            let found = Diagnostic::new(Code::Capitals, Severity::Error, spot, message, help);
            out.push(found.at(at.start + range.start..at.start + range.end));
        }
    }
}

struct Wrong {
    at: Range<usize>,
    severity: Severity,
    message: String,
}

const TOTALS: [&str; 8] = ["合计", "共计", "总计", "总额", "累计", "共", "总价", "总价款"];
/// Signs of a product: 12人×300元.
const TIMES: [char; 5] = ['×', '✕', '*', '＊', 'x'];
const EACH: [&str; 8] = ["每", "单价", "人均", "均价", "各", "平均", "标准", "限额"];

fn said(figure: &Figure, scaled: i128) -> String {
    match figure.of {
        Of::Money => Money(i64::try_from(scaled / ONE).unwrap_or_default()).to_string() + "元",
        Of::Count(_) | Of::Months | Of::Share => (scaled / ONE).to_string(),
    }
}

/// What stands before a figure, back to the comma.
fn clause_before<'a>(text: &'a str, figure: &Figure) -> &'a str {
    let before = text.get(..figure.at.start).unwrap_or_default();
    before.rsplit(['，', '；', '、', '（', '：']).next().unwrap_or_default()
}

fn is_price(text: &str, figure: &Figure) -> bool {
    let clause = clause_before(text, figure);
    EACH.iter().any(|w| clause.contains(w)) || is_multiplied(text, figure)
}

const fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '（' | '）' | '=' | '＝')
}

/// Whether a sign of a product stands beside a figure.
fn is_multiplied(text: &str, figure: &Figure) -> bool {
    let before = text.get(..figure.at.start).unwrap_or_default().trim_end();
    let after = text.get(figure.at.end..).unwrap_or_default().trim_start();
    // 300元/人×12人, 300元/人·月×12人×2个月
    let each =
        after.strip_prefix(['/', '／']).map(|t| t.trim_start_matches(|c: char| !TIMES.contains(&c) && !ends_clause(c)));
    before.ends_with(TIMES) || after.starts_with(TIMES) || each.is_some_and(|t| t.starts_with(TIMES))
}

/// Whether a word of totals stands directly before a figure.
fn is_total(text: &str, figure: &Figure) -> bool {
    let before = text.get(..figure.at.start).unwrap_or_default();
    let bare = before.trim_end_matches(['为', '是', '达', '：', ':', '金', '额', '人', '民', '币', '有']);
    let equals = before.trim_end().ends_with(['＝', '=']);
    equals || TOTALS.iter().any(|w| bare.ends_with(w)) && !bare.ends_with("公共")
}

/// The total with the list before it.
fn totals(text: &str, all: &[Figure]) -> Option<Wrong> {
    const LONGEST_GAP: usize = 14;
    for (place, total) in all.iter().enumerate() {
        if total.about || !is_total(text, total) || matches!(total.of, Of::Share | Of::Months) {
            continue;
        }
        let mut list: Vec<&Figure> = Vec::new();
        let mut end = total.at.start;
        for part in all.iter().take(place).rev() {
            if part.of != total.of {
                continue;
            }
            let gap = text.get(part.at.end..end).unwrap_or_default();
            let parted = list.is_empty() || gap.contains(['、', '；', '，', '和', '及', '与']);
            let other = gap.contains("其中") || gap.contains('（') != gap.contains('）') || gap.contains("另");
            let in_part = clause_before(text, part).contains("其中");
            if gap.chars().count() > LONGEST_GAP
                || !parted
                || other
                || in_part
                || is_total(text, part)
                || is_price(text, part)
            {
                break;
            }
            list.push(part);
            end = part.at.start;
        }
        if list.len() < 2 || list.iter().any(|p| p.about) {
            continue;
        }
        // A longer list may begin with a figure that is none of its members.
        let mut sum = 0;
        let fits = list.iter().enumerate().any(|(n, p)| {
            sum += p.scaled;
            n > 0 && sum == total.scaled
        });
        if !fits {
            let message = format!("各项相加是{}，写的是{}。", said(total, sum), said(total, total.scaled));
            return Some(Wrong { at: total.at.clone(), severity: Severity::Error, message });
        }
    }
    None
}

/// 其中 and the figure before it.
fn parts(text: &str, all: &[Figure]) -> Option<Wrong> {
    for (mark, word) in text.match_indices("其中") {
        let Some(whole) = all.iter().rev().find(|f| f.at.end <= mark && f.of != Of::Share) else { continue };
        let behind: Vec<&Figure> = all
            .iter()
            .filter(|f| f.at.start >= mark + word.len() && f.of != Of::Share)
            .take_while(|f| {
                !is_total(text, f) && !text.get(mark + word.len()..f.at.start).unwrap_or_default().contains("其中")
            })
            .collect();
        // The nearest figure of the measure of the first part.
        let Some(first) = behind.first() else { continue };
        let whole = all.iter().rev().find(|f| f.at.end <= mark && f.of == first.of).unwrap_or(whole);
        if whole.of != first.of || whole.about || is_price(text, whole) || is_price(text, first) {
            continue;
        }
        if first.scaled > whole.scaled {
            let message = format!("其中的{}比总数{}还多。", said(first, first.scaled), said(whole, whole.scaled));
            return Some(Wrong { at: first.at.clone(), severity: Severity::Error, message });
        }
        let mut list = vec![*first];
        for part in behind.iter().skip(1).filter(|p| p.of == first.of) {
            let gap = text.get(list.last().map_or(0, |l| l.at.end)..part.at.start).unwrap_or_default();
            if !gap.starts_with(['、', '，', '；']) || gap.chars().count() > 14 {
                break;
            }
            list.push(part);
        }
        let sum: i128 = list.iter().map(|p| p.scaled).sum();
        if list.len() > 1 && sum > whole.scaled && !list.iter().any(|p| p.about) {
            let message = format!("其中各项相加是{}，比总数{}还多。", said(whole, sum), said(whole, whole.scaled));
            return Some(Wrong { at: whole.at.clone(), severity: Severity::Warning, message });
        }
    }
    None
}

/// More is no number of times that something is paid.
const MOST: i128 = 1_000_000_000_000;

/// A price for each, how many, and the total.
fn product(text: &str, all: &[Figure]) -> Option<Wrong> {
    let total = all.iter().find(|f| f.of == Of::Money && !f.about && is_total(text, f))?;
    let prices: Vec<&Figure> =
        all.iter().filter(|f| f.of == Of::Money && f.at.end <= total.at.start && is_price(text, f)).collect();
    let [price] = prices[..] else { return None };
    let others = all.iter().any(|f| f.of == Of::Money && *f != *price && *f != *total && f.at.end <= total.at.start);
    let clause = clause_before(text, price);
    let by_person = ["每人", "每户", "每名", "人均"].iter().any(|w| clause.contains(w));
    let by_month = clause.contains("每月");
    let told = clause.contains('每') || clause.contains("单价") || is_multiplied(text, price);
    if others || price.about || !told {
        return None;
    }
    let counts: Vec<i128> =
        all.iter().filter(|f| matches!(f.of, Of::Count(_)) && !f.about).map(|f| f.scaled / ONE).collect();
    let mut spans: Vec<i128> = all.iter().filter(|f| f.of == Of::Months).map(|f| f.scaled / ONE).collect();
    spans.extend(period_months(text));
    // 每人每天 takes two counts, and no sentence says which of its counts go together: some of them give the total.
    let pairs = |n: usize| counts.iter().skip(n + 1).map(move |b| (n, b));
    let twofold = (0..counts.len()).flat_map(pairs).filter_map(|(n, b)| counts.get(n).map(|a| a * b));
    let multiplied = is_multiplied(text, price);
    let times: Vec<i128> = match (by_month, by_person) {
        // Whatever stands in the product is in it; some of the rest may be.
        _ if multiplied => {
            let factors = || counts.iter().chain(&spans).copied();
            let all = factors().try_fold(1_i128, i128::checked_mul);
            let with = |n: usize| factors().skip(n + 1);
            let pairs =
                factors().enumerate().flat_map(|(n, a)| with(n).map(move |b| a.checked_mul(b))).collect::<Vec<_>>();
            let mut times: Vec<i128> = factors().chain(pairs.into_iter().chain([all]).flatten()).collect();
            times.retain(|n| *n < MOST);
            times.sort_unstable();
            times.dedup();
            times
        }
        (true, true) => counts.iter().flat_map(|n| spans.iter().map(move |m| n * m)).collect(),
        (true, false) => {
            spans.iter().copied().chain(counts.iter().flat_map(|n| spans.iter().map(move |m| n * m))).collect()
        }
        _ => counts.iter().copied().chain(twofold).collect(),
    };
    if times.is_empty() || times.iter().any(|n| n * price.scaled == total.scaled) {
        return None;
    }
    let [only] = times[..] else {
        let message = format!("按{}算，得不出{}。", said(price, price.scaled), said(total, total.scaled));
        return Some(Wrong { at: total.at.clone(), severity: Severity::Warning, message });
    };
    let message = format!(
        "按{}算，应是{}，写的是{}。",
        said(price, price.scaled),
        said(total, price.scaled * only),
        said(total, total.scaled)
    );
    Some(Wrong { at: total.at.clone(), severity: Severity::Warning, message })
}

/// Months from the first to the last of each period in a text.
fn period_months(text: &str) -> Vec<i128> {
    let mut found = Vec::new();
    let mut last: Option<(i64, i64)> = None;
    for date in day::dates(text) {
        let year = match (date.year, last) {
            (Year::Given(y), _) => Some(i64::from(y)),
            (Year::None | Year::Same, Some((y, _))) => Some(y),
            (Year::After(n), Some((y, _))) => Some(y + i64::from(n)),
            _ => None,
        };
        let (Some(year), Some(month)) = (year, date.month) else { continue };
        if let Some((y, m)) = last.filter(|_| date.ends) {
            found.push(i128::from((year - y) * 12 + month - m + 1));
        }
        last = Some((year, month));
    }
    found
}

/// 应收, 实收, 欠收.
fn difference(text: &str, all: &[Figure]) -> Option<Wrong> {
    const DUE: [&str; 9] = ["应收", "应缴", "应交", "应发", "应付", "账面", "应有", "应到", "应退"];
    const DONE: [&str; 9] = ["实收", "实缴", "实交", "实发", "实付", "实有", "实存", "实到", "实退"];
    const LEFT: [&str; 11] = ["欠收", "欠缴", "欠交", "少收", "少缴", "少发", "短少", "缺少", "差额", "相差", "多发"];
    let labelled = |labels: &[&str]| {
        all.iter().find(|f| {
            let clause = clause_before(text, f);
            !f.about && labels.iter().any(|w| clause.rfind(w).is_some_and(|at| clause.len() - at < 48))
        })
    };
    let (due, done, left) = (labelled(&DUE)?, labelled(&DONE)?, labelled(&LEFT)?);
    if due.of != done.of || done.of != left.of || due.at == done.at || due.at == left.at {
        return None;
    }
    let gap = (due.scaled - done.scaled).abs();
    if gap == left.scaled {
        return None;
    }
    let message = format!("相减是{}，写的是{}。", said(left, gap), said(left, left.scaled));
    Some(Wrong { at: left.at.clone(), severity: Severity::Error, message })
}

/// Shares, rates and growth.
fn shares(text: &str, all: &[Figure]) -> Option<Wrong> {
    const SHARE: [&str; 5] = ["占", "率", "比例", "仅为", "的"];
    const GROWTH: [&str; 10] = ["增长", "上浮", "上升", "提高", "增加", "增幅", "下降", "减少", "降低", "下浮"];
    for share in all.iter().filter(|f| f.of == Of::Share) {
        let clause = clause_before(text, share);
        let growth = GROWTH.iter().any(|w| clause.contains(w));
        if !growth && !SHARE.iter().any(|w| clause.contains(w)) {
            continue;
        }
        let near: Vec<&Figure> = all.iter().filter(|f| !matches!(f.of, Of::Share | Of::Months) && !f.about).collect();
        let before: Vec<&Figure> = near.iter().copied().filter(|f| f.at.end <= share.at.start).collect();
        let Some(last) = before.last() else { continue };
        let pairs = |figures: &[&Figure]| -> Vec<(i128, i128)> {
            let alike: Vec<&&Figure> = figures.iter().filter(|f| f.of == last.of && f.scaled > 0).collect();
            alike.iter().enumerate().flat_map(|(n, a)| alike.iter().skip(n + 1).map(|b| (a.scaled, b.scaled))).collect()
        };
        let all_pairs = pairs(&near);
        let grain = if share.about || clause.contains('约') || clause.contains('近') {
            share.grain.max(ONE / 50) * 2
        } else {
            share.grain
        };
        // Growth is often rounded along with the figures that it tells.
        let grain = if growth { grain.max(ONE / 100) } else { grain };
        let fits = |(a, b): (i128, i128)| {
            let (small, large) = (a.min(b), a.max(b));
            let value = if growth {
                (b - a).abs().checked_mul(ONE).map(|x| x / a)
            } else {
                small.checked_mul(ONE).map(|x| x / large)
            };
            value.is_none_or(|v| (v - share.scaled).abs() <= grain)
        };
        // With more than one pair in sight it is not sure which is meant; the last two figures before the share are.
        let close = pairs(&before);
        if close.is_empty() || all_pairs.into_iter().any(fits) {
            continue;
        }
        let word = text.get(share.at.clone()).unwrap_or_default();
        let message = format!("“{word}”和前面的数对不上。");
        return Some(Wrong { at: share.at.clone(), severity: Severity::Warning, message });
    }
    None
}

/// Lists with their own number.
fn listed(passage: &str, all: &[Figure]) -> Option<Wrong> {
    let plain = masked(passage);
    for figure in all.iter().filter(|f| matches!(f.of, Of::Count(_)) && !f.about && f.scaled / ONE > 1) {
        let Of::Count(measure) = figure.of else { continue };
        let claimed = figure.scaled / ONE;
        let counted = match measure {
            '次' => dates_before(&plain, figure),
            '个' | '份' | '部' | '项' => {
                titles_before(passage, figure).or_else(|| names_before(&plain, figure, measure))
            }
            _ => None,
        };
        let counted = counted.or_else(|| amounts_behind(&plain, figure, all));
        if let Some(counted) = counted.filter(|n| *n != claimed) {
            let message = format!("列了{counted}项，写的是{claimed}。");
            return Some(Wrong { at: figure.at.clone(), severity: Severity::Warning, message });
        }
    }
    None
}

fn whole(n: usize) -> Option<i128> {
    i128::try_from(n).ok().filter(|n| *n > 1)
}

/// 3月2日、5月10日、9月7日召开4次.
fn dates_before(text: &str, figure: &Figure) -> Option<i128> {
    let before = text.get(..figure.at.start)?;
    let mut found = 0;
    let mut end = before.len();
    for date in day::dates(before).iter().rev() {
        let gap = before.get(date.at.end..end)?;
        let fits = if found == 0 { gap.chars().count() <= 3 } else { gap == "、" || gap == "和" };
        if !fits || date.day.is_none() || date.ends {
            break;
        }
        found += 1;
        end = date.at.start;
    }
    whole(found)
}

/// 《甲》《乙》2个.
fn titles_before(passage: &str, figure: &Figure) -> Option<i128> {
    let mut before = passage.get(..figure.at.start)?;
    let mut found = 0;
    while let Some(inner) = before.strip_suffix('》') {
        before = inner.get(..inner.rfind('《')?)?.trim_end_matches(['、', '和', '及']);
        found += 1;
    }
    whole(found)
}

/// 甲、乙、丙3个, the list beginning with its clause. 等 before the number leaves the list open.
fn names_before(text: &str, figure: &Figure, measure: char) -> Option<i128> {
    let before = text.get(..figure.at.start)?;
    let list = before.rsplit(['，', '；', '：', '（', '。']).next()?;
    let members: Vec<&str> = list.split('、').collect();
    let rest = text.get(figure.at.end..)?.chars().next();
    let short =
        members.iter().skip(1).all(|m| (1..=8).contains(&m.chars().count()) && !m.chars().any(numeral::is_numeral));
    let open = list.ends_with('等') || list.ends_with(['共', '的', '计']);
    let noun = rest.is_some_and(|c| !"人月百".contains(c) && c.is_alphabetic());
    if measure != '个' || members.len() < 2 || !short || open || !noun { None } else { whole(members.len()) }
}

/// 3笔，分别为甲元、乙元.
fn amounts_behind(text: &str, figure: &Figure, all: &[Figure]) -> Option<i128> {
    let rest = text.get(figure.at.end..)?;
    let lead = ["，分别为", "，分别是", "分别为", "，金额分别为"].into_iter().find(|l| rest.starts_with(l))?;
    let list = figure.at.end + lead.len();
    let mut end = list;
    let mut found = 0;
    for part in all.iter().filter(|f| f.of == Of::Money && f.at.start >= list) {
        let gap = text.get(end..part.at.start)?;
        if !(found == 0 && gap.is_empty() || found > 0 && matches!(gap, "、" | "和")) {
            break;
        }
        found += 1;
        end = part.at.end;
    }
    whole(found)
}

/// 3月至8月连续8个月.
fn months(text: &str, all: &[Figure]) -> Option<Wrong> {
    let spans = period_months(text);
    let [span] = spans[..] else { return None };
    let figure = all.iter().find(|f| f.of == Of::Months)?;
    let clause = clause_before(text, figure);
    if figure.scaled / ONE <= span || span < 1 || !["连续", "共", "上", "有", "达"].iter().any(|w| clause.ends_with(w))
    {
        return None;
    }
    let message = format!("这段时间只有{span}个月，写的是{}个月。", figure.scaled / ONE);
    Some(Wrong { at: figure.at.clone(), severity: Severity::Warning, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::paper::field::PaperField;

    #[test]
    fn products_totals_and_amounts_written_twice_are_compared() {
        let codes = |text: &str| -> Vec<&str> {
            let mut out = Vec::new();
            check(Spot::of(PaperField::Title), text, &mut out);
            let code = |d: &Diagnostic| match (d.code, d.severity) {
                (Code::Capitals, _) => "E118",
                (_, Severity::Error) => "E117",
                _ => "W117",
            };
            out.iter().map(code).collect()
        };
        for (text, want) in [
            ("发放补贴12人×300元，共计3800元。", &["W117"][..]),
            ("发放补贴12人×300元，共计3600元。", &[]),
            ("发放补贴300元×12人＝3800元。", &["W117"]),
            ("发放补贴300元×12人＝3600元。", &[]),
            ("发放补贴300元*12人=3800元。", &["W117"]),
            ("发放补贴12人×3个月×300元＝10800元。", &[]),
            ("发放补贴300元/人×12人，共计3600元。", &[]),
            ("发放补贴300元/人×12人，共计3800元。", &["W117"]),
            ("发放补贴300元/人·月×12人×2个月，共计7200元。", &[]),
            ("购买电脑3台，单价4999元，总价15997元。", &["W117"]),
            ("购买电脑3台，单价4999元，总价14997元。", &[]),
            ("购买电脑3台，单价4999元，总价款为14997元。", &[]),
            ("签订合同2份，合同总价50万元。", &[]),
            ("人民币（大写）伍万叁仟元整（小写）35000元。", &["E118"]),
            ("人民币（大写）伍万叁仟元整（小写）53000元。", &[]),
            ("支付五万三千元（3.5万元）。", &["W117"]),
            ("支付五万三千元（5.3万元）。", &[]),
            ("支付53000元（含税）。", &[]),
            ("支付53000元（上年35000元）。", &[]),
            ("支付53000元（35000元为借款）。", &[]),
        ] {
            assert_eq!(codes(text), want, "{text}");
        }
    }

    #[test]
    fn months_of_a_period() {
        assert_eq!(period_months("2022年6月至12月，县局"), [7]);
        assert_eq!(period_months("2022年11月至次年2月"), [4]);
        assert_eq!(period_months("2022年6月，2022年8月"), Vec::<i128>::new());
    }
}
