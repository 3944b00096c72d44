//! Codes outside of their marks: A37说, ＧＺＹ－０１谈到, gzy 01.

use super::beside::Coded;
use super::text::{Gap, Read};
use super::words::{ends, speaks, starts};
use super::{Allowed, How, Identified, Listed};
use std::ops::Range;

/// Longest code, in letters and digits.
const LONGEST: usize = 12;
/// Before what else has letters and digits.
const NUMBERED: [&str; 14] =
    ["凭证", "编号", "票号", "发票", "合同", "型号", "房间", "车牌", "文号", "卷号", "图号", "收据", "国道", "省道"];
/// After it.
const KINDS: [&str; 33] = [
    "号", "型", "纸", "国道", "省道", "公路", "高速", "级", "栋", "幢", "路", "线", "款", "地块", "标段", "地号", "区",
    "楼", "展位", "车位", "房", "室", "库", "仓", "档", "机", "类", "版", "表", "座", "柜", "包", "宗地",
];
/// What begins like these and is something else.
const NO_KINDS: [&str; 12] =
    ["表示", "表态", "表明", "表达", "表述", "机关", "类似", "档案", "区别", "室内", "房子", "包括"];

/// Whether letters and digits between these are the number of a thing.
pub(super) fn is_number(before: &str, after: &str) -> bool {
    const OF_PERSON: [&str; 12] =
        ["那位", "那名", "那个", "这位", "干部", "职工", "人员", "同志", "谈话", "访谈", "对象", "人"];
    // 编号A37的干部
    let of_person = after.strip_prefix('的').is_some_and(|t| starts(t, &OF_PERSON));
    let kind = starts(after, &KINDS) && !starts(after, &NO_KINDS);
    (ends(before, &NUMBERED) || kind) && !speaks(after) && !of_person
}

/// The mark around a code that stands alone in it: 〔访谈B08〕.
fn whole_mark(text: &str, code: Range<usize>) -> Range<usize> {
    let before = text.get(..code.start).unwrap_or_default().trim_end();
    let after = text.get(code.end..).unwrap_or_default();
    let opened = before.strip_suffix("访谈").unwrap_or(before).trim_end().strip_suffix(['〔', '（', '(', '[', '【']);
    let closed = after.trim_start().strip_prefix(['〕', '）', ')', ']', '】']);
    match (opened, closed) {
        (Some(opened), Some(closed)) => opened.len()..text.len() - closed.len(),
        _ => code,
    }
}

impl<'a> Allowed<'a, '_> {
    /// The codes of those who are responsible, and so named, in marks and bare: beside the name, or anywhere in the paper,
    /// one of them tells who spoke wherever the code stands. The same of a namesake whose name stands in the text.
    pub(super) fn own_codes(&self, text: &str, coded: Vec<Coded<'a, '_>>) -> Vec<Identified<'a>> {
        let own = |p: &&Listed| self.is_responsible(p) || self.may(p) && text.contains(&p.name);
        let one = |coded: Coded<'a, '_>| {
            let before = text.get(..coded.at.start).unwrap_or_default();
            let after = text.get(coded.at.end..).unwrap_or_default();
            (coded.people.iter().any(own) && !is_number(before, after)).then(|| {
                let people = coded.people.into_iter().filter(own).collect();
                Identified { people, at: whole_mark(text, coded.at), how: How::Own }
            })
        };
        coded.into_iter().filter_map(one).collect()
    }

    /// The bare codes of people of the unit.
    pub(super) fn codes(&self, read: &Read<'_>) -> Vec<Identified<'a>> {
        let index = self.roster.index();
        let chars = read.chars();
        let mut found = Vec::new();
        let mut from = 0;
        for (place, c) in chars.iter().enumerate() {
            let whole = c.is_ascii_lowercase() && read.left(place).is_none_or(|c| !c.is_ascii_alphanumeric());
            if place < from || !whole {
                continue;
            }
            let Some((end, people)) = (2..=LONGEST).rev().find_map(|length| {
                let end = place + length;
                let code: String = chars.get(place..end)?.iter().collect();
                let people = self.of_unit(index.code(&code));
                let digits = code.chars().filter(char::is_ascii_digit).count();
                let is_code = digits > 1 && read.widest(&(place..end)) <= Gap::Sign && !people.is_empty();
                is_code.then_some((end, people))
            }) else {
                continue;
            };
            let longer = read.right(end).is_some_and(|c| c.is_ascii_alphanumeric());
            let (before, after) = (read.before(place), read.after(end));
            let marked = before.ends_with("访谈");
            if longer || is_number(&before, &after) {
                continue;
            }
            from = end;
            if marked || people.iter().any(|p| self.may(p)) {
                continue;
            }
            // A second talk's number goes with it: A37-2.
            let raw = read.raw_after(end);
            let talk = raw.strip_prefix(['-', '－']).map_or(0, |t| t.chars().take_while(char::is_ascii_digit).count());
            let sign = raw.chars().next().map_or(0, char::len_utf8);
            if let Some(at) = read.bytes(&(place..end)) {
                let to = if talk > 0 { at.end + sign + talk } else { at.end };
                found.push(Identified { people, at: at.start..to, how: How::Code });
            }
        }
        found
    }
}
