//! E302 and E303: numbers that tell who somebody is.
//!
//! - An identity number is a run of 18 signs (blanks and widths aside), the last of which may be X, with a day of birth in
//!   its middle and a right check sign, or any such run behind a word for it. One of 15 digits needs the word. E.
//! - A mobile number is 11 digits that begin with 13 to 19, a landline an area code with 7 or 8 digits behind a hyphen: E
//!   behind a word for it, W without; none behind a word for numbers of contracts, vouchers and accounts.
//! - What is covered with * is none.

use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::field::Spot;
use crate::model::value::{PartialDate, half_width};
use std::ops::Range;

pub(super) fn check(spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
    for run in runs(text) {
        let before = text.get(..run.at.start).unwrap_or_default();
        let near: String = {
            let back: Vec<char> = before.chars().rev().take(12).collect();
            back.into_iter().rev().collect()
        };
        // The nearest words count, back to a comma.
        let near = near.rsplit(['，', '。', '；', '、']).next().unwrap_or_default();
        if is_identity(&run.signs, near) {
            let help = "删去号码；要区分同名的人，写职务或所在村组。";
            let found = Diagnostic::new(Code::IdentityNumber, Severity::Error, spot, "写了身份证号码。", help);
            out.push(found.at(run.at.clone()));
        } else if let Some(severity) = telephone(&run.signs, near) {
            let found = Diagnostic::new(Code::Telephone, severity, spot, "写了电话号码。", "删去号码。");
            out.push(found.at(run.at.clone()));
        }
    }
}

/// A run of digits with blanks and hyphens between them.
struct Run {
    at: Range<usize>,
    /// In half width, hyphens kept, blanks dropped.
    signs: String,
}

fn runs(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(step) = rest.find(|c: char| half_width(c).is_ascii_digit()) else { break };
        let start = at + step;
        let (mut end, mut signs) = (start, String::new());
        for (n, c) in text.get(start..).unwrap_or_default().char_indices() {
            let plain = half_width(c);
            match plain {
                '0'..='9' => signs.push(plain),
                'X' | 'x' => signs.push('X'),
                ' ' => continue,
                '-' | '—' | '－' => {
                    signs.push('-');
                    continue;
                }
                _ => break,
            }
            end = start + n + c.len_utf8();
        }
        let signs = signs.trim_end_matches('-').to_owned();
        let part_of_more =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '＊' | '.'));
        let before = text.get(..start).and_then(|t| t.chars().next_back());
        let after = text.get(end..).and_then(|t| t.chars().next());
        if !part_of_more(before) && !part_of_more(after) {
            found.push(Run { at: start..end, signs });
        }
        at = end.max(start + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

fn is_identity(signs: &str, near: &str) -> bool {
    const WORDS: [&str; 4] = ["身份证", "证件号", "公民身份", "身份号"];
    let plain: String = signs.chars().filter(|c| *c != '-').collect();
    let named = WORDS.iter().any(|w| near.contains(w));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    match plain.len() {
        18 => {
            let born = plain.get(6..14).is_some_and(|d| is_day(d, true));
            plain.get(..17).is_some_and(digits) && born && (named || checks(&plain))
        }
        15 => named && digits(&plain) && plain.get(6..12).is_some_and(|d| is_day(d, false)),
        _ => false,
    }
}

/// 19680215, or 680215 of the old numbers.
fn is_day(digits: &str, whole: bool) -> bool {
    let full = if whole { digits.to_owned() } else { format!("19{digits}") };
    let part = |at: Range<usize>| full.get(at).and_then(|t| t.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return false };
    let small = |n: i16| i8::try_from(n).ok();
    PartialDate::new(year, small(month), small(day)).is_some_and(|_| month > 0 && day > 0)
}

/// GB 11643: the last sign is a check of the others, modulo 11.
fn checks(signs: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const SIGNS: &str = "10X98765432";
    let sum: u32 = signs.chars().zip(WEIGHTS).filter_map(|(c, w)| c.to_digit(10).map(|d| d * w)).sum();
    let want = usize::try_from(sum % 11).ok().and_then(|at| SIGNS.chars().nth(at));
    signs.chars().nth(17) == want
}

fn telephone(signs: &str, near: &str) -> Option<Severity> {
    const WORDS: [&str; 6] = ["电话", "手机", "联系方式", "联系人", "座机", "传真"];
    const OTHERS: [&str; 12] =
        ["编号", "合同", "发票", "凭证", "账号", "卡号", "单号", "文号", "票号", "代码", "户号", "序列"];
    let plain: String = signs.chars().filter(|c| *c != '-').collect();
    let mobile =
        plain.len() == 11 && plain.starts_with('1') && plain.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c));
    let landline = signs.split_once('-').is_some_and(|(area, number)| {
        area.starts_with('0') && matches!(area.len(), 3 | 4) && matches!(number.len(), 7 | 8) && !number.contains('-')
    });
    let named = WORDS.iter().any(|w| near.contains(w));
    if !(mobile || landline) || OTHERS.iter().any(|w| near.contains(w)) {
        return None;
    }
    Some(if named { Severity::Error } else { Severity::Warning })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::paper::field::PaperField;

    #[test]
    fn numbers_of_persons_are_told_from_others() {
        for (text, want) in [
            ("（身份证号610500196802150018）", "E302"),
            ("610500196802150018", "E302"),
            ("身份证610500680215001", "E302"),
            ("身份证610500 19900101 0561", "E302"),
            ("610500680215001", ""),
            ("610500196802150011", ""),
            ("编号202212100000004815", ""),
            ("电话13800001234", "E303"),
            ("138-0000-1234", "W303"),
            ("１３８００００１２３４", "W303"),
            ("0913-3810000", "W303"),
            ("合同编号13920230015", ""),
            ("支付13812.50元", ""),
            ("2022-06-14", ""),
            ("6105**********0013", ""),
        ] {
            let mut out = Vec::new();
            check(Spot::of(PaperField::Title), text, &mut out);
            assert_eq!(out.first().map(Diagnostic::label).unwrap_or_default(), want, "{text}");
        }
    }
}
