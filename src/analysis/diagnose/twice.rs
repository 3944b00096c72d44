//! Amounts that are written twice: in capitals and in figures, or once more in brackets.

use super::figures;
use crate::text::amount::{self, Amount};
use crate::text::numeral::Signs;
use std::ops::Range;

/// An amount and nothing but another in brackets behind it, neither in capitals: 五万三千元（3.5万元）.
pub(super) fn in_brackets(text: &str) -> Option<(Range<usize>, String)> {
    let all = amount::amounts(text, figures::money_before);
    let (a, b) = all.iter().zip(all.iter().skip(1)).find(|(a, b)| {
        let opened = text.get(a.at.end..b.at.start).is_some_and(|t| matches!(t.trim(), "（" | "(" | "（即" | "（合"));
        let closed = text.get(b.at.end..).is_some_and(|t| t.trim_start().starts_with(['）', ')']));
        let capital = a.signs == Signs::Capital || b.signs == Signs::Capital;
        opened && closed && !capital && a.money != b.money && !a.about && !b.about
    })?;
    let word = text.get(a.at.clone()).unwrap_or_default();
    let message = format!("“{word}”和括号里的{}元不一致。", b.money);
    Some((a.at.start..b.at.end, message))
}

/// Amounts that stand beside each other, one in capitals and one in figures.
pub(super) fn capitals(text: &str) -> Vec<(Range<usize>, String)> {
    let all = amount::amounts(text, figures::money_before);
    let beside = |a: &Amount, b: &Amount| {
        let between = text.get(a.at.end..b.at.start).unwrap_or("x");
        let bare: String = between.chars().filter(|c| !"（(）)大小写人民币合计即：:，, 　￥¥".contains(*c)).collect();
        bare.is_empty()
    };
    let pairs = all.iter().zip(all.iter().skip(1)).filter(|(a, b)| beside(a, b));
    let unlike = pairs.filter(|(a, b)| {
        let capital = |x: &Amount| x.signs == Signs::Capital;
        (capital(a) != capital(b)) && a.money != b.money && !a.about && !b.about
    });
    unlike
        .map(|(a, b)| {
            let capital = if a.signs == Signs::Capital { a } else { b };
            (a.at.start..b.at.end, format!("大写是{}元，和小写不一致。", capital.money))
        })
        .collect()
}
