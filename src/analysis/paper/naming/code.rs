//! Codes outside of their marks: A37说, ＧＺＹ－０１谈到, gzy 01.

use super::text::{Gap, Read};
use super::words::{ends, speaks, starts};
use super::{Allowed, How, Identified};

/// Longest code, in letters and digits.
const LONGEST: usize = 12;
/// Before what else has letters and digits.
const NUMBERED: [&str; 14] =
    ["凭证", "编号", "票号", "发票", "合同", "型号", "房间", "车牌", "文号", "卷号", "图号", "收据", "国道", "省道"];
/// After it.
const KINDS: [&str; 13] = ["号", "型", "纸", "国道", "省道", "公路", "高速", "级", "栋", "幢", "路", "线", "款"];

impl<'a> Allowed<'a, '_> {
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
            let numbered = (ends(&before, &NUMBERED) || starts(&after, &KINDS)) && !speaks(&after);
            let marked = before.ends_with("访谈");
            if longer || numbered || marked || people.iter().any(|p| self.may(p)) {
                continue;
            }
            from = end;
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
