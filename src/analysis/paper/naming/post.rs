//! Posts that one person of the unit holds, before what only people do: 财务股会计反映, 分管财务的副局长谈到.

use super::office::{BODIES, head};
use super::text::{Gap, Read};
use super::words::{ends, speaks};
use super::{Allowed, How, Identified, Listed};

/// Longest post that is compared.
const LONGEST: usize = 20;
/// What makes a post one of several: 多名会计反映.
const SEVERAL: [&str; 19] = [
    "多名", "几名", "数名", "两名", "三名", "四名", "五名", "多位", "几位", "两位", "三位", "各", "每", "有的", "部分",
    "其他", "其余", "历任", "各位",
];
/// Whose it is, when it is nobody's of the unit.
const OTHERS: [&str; 13] =
    ["总", "对方", "甲方", "乙方", "供应商", "第三方", "外聘", "邻村", "银行", "企业", "商户", "施工方", "中标方"];
/// What a body is called that is the unit itself.
const OWN: [&str; 18] = [
    "该", "本", "我", "这", "其", "县局", "市局", "全局", "单位", "学校", "医院", "机关", "该县", "该镇", "该村",
    "镇里", "村里", "分管",
];
/// Bodies within a unit.
const INNER: &str = "股科室处部办中心组班队";

impl<'a> Allowed<'a, '_> {
    /// The posts that tell who speaks.
    pub(super) fn posts(&self, read: &Read<'_>) -> Vec<Identified<'a>> {
        let mut found = Vec::new();
        let chars = read.chars();
        for (place, c) in chars.iter().enumerate() {
            let last = self.roster.index().posts_ending(self.unit, *c);
            let end = place + 1;
            if last.is_empty() || read.gap(end) > Gap::Blank && !quoted(read, end) || !speaks(&read.after(end)) {
                continue;
            }
            let Some((length, people)) = self.holders(read, last, end) else { continue };
            let [person] = people.as_slice() else { continue };
            let post: String = chars.get(end - length..end).unwrap_or_default().iter().collect();
            let named = self.responsible.iter().any(|(_, held)| held.contains(&post));
            let before = read.before(end - length);
            if self.may(person) || named || !self.is_theirs(&before, person) {
                continue;
            }
            if let Some(at) = read.bytes(&(end - length..end)) {
                found.push(Identified { people, at, how: How::Post });
            }
        }
        found
    }

    /// The longest post, or end of one, that stands before `end`; and who holds it.
    fn holders(&self, read: &Read<'_>, last: &[(usize, usize)], end: usize) -> Option<(usize, Vec<&'a Listed>)> {
        let index = self.roster.index();
        let mut best: (usize, Vec<&'a Listed>) = (1, Vec::new());
        for (at, nth) in last {
            let (Some(person), Some(post)) = (self.roster.at(*at), index.keys(*at).and_then(|k| k.posts.get(*nth)))
            else {
                continue;
            };
            let Some(length) = stands_before(read, post, end) else { continue };
            if length > best.0 {
                best = (length, Vec::new());
            }
            if length == best.0 && best.1.iter().all(|p| p.id != person.id) {
                best.1.push(person);
            }
        }
        (!best.1.is_empty()).then_some(best)
    }

    /// Whether what stands before the post leaves it that person's, and lets them be the one who speaks.
    fn is_theirs(&self, before: &str, person: &Listed) -> bool {
        let counted = before.strip_suffix(['名', '位', '个']).is_some_and(|b| !b.ends_with('一'));
        if ends(before, &SEVERAL) || ends(before, &OTHERS) || counted {
            return false;
        }
        // 职工向局长反映: the holder is told, and tells nothing.
        let near: String = before.chars().rev().take(10).collect();
        let told = near.find(['向', '给', '对']);
        let tells = near.find(['由', '据', '经', '，']);
        if told.is_some_and(|t| tells.is_none_or(|other| t < other)) {
            return false;
        }
        let Some(last) = before.chars().next_back().filter(|c| BODIES.contains(*c)) else { return true };
        let unit = self.roster.unit(self.unit);
        let tail: String = before.chars().skip(before.chars().count().saturating_sub(3)).collect();
        let short: String = tail.chars().skip(1).collect();
        let known = |name: &str| name.contains(&tail) || INNER.contains(last) && name.contains(&short);
        let own = ends(before, &OWN) || OWN.iter().any(|o| tail.starts_with(o) || short.starts_with(o));
        let bare = INNER.contains(last) && head(&person.post.chars().collect::<Vec<_>>()) == Some(0);
        known(unit) || known(&person.post) || own || bare
    }
}

/// Whether only a quotation mark or a bracket lies there: 局长“说”.
fn quoted(read: &Read<'_>, end: usize) -> bool {
    read.raw_after(end).starts_with(['“', '”'])
}

/// How much of a post stands before `end`: all of it, what follows the name of a body in it, or the office alone.
fn stands_before(read: &Read<'_>, post: &[char], end: usize) -> Option<usize> {
    let office = head(post);
    let begins = |from: usize| {
        from == 0
            || Some(from) == office
            || post.get(from - 1).is_some_and(|c| BODIES.contains(*c)) && Some(from) < office
    };
    let lengths = (0..post.len().saturating_sub(1)).filter(|from| begins(*from)).map(|from| (from, post.len() - from));
    lengths.filter(|(_, length)| (2..=LONGEST).contains(length)).find_map(|(from, length)| {
        let place = end.checked_sub(length)?;
        read.stands(place, post.get(from..)?, Gap::Blank).map(|_| length)
    })
}
