//! Names, and parts of names with dots.
//!
//! Names of two characters are often ordinary words too (安全, 高明) or lie across two words (由**于明**确). They count where
//! their neighbours let them be names. Longer ones count unless they lie across two words on both sides.

use super::beside::Coded;
use super::text::{DOTS, Gap, Read};
use super::words::{self, POSTS, SAYS, ends, is_word, starts};
use super::{Allowed, How, Identified, telling};
use std::collections::BTreeSet;
use std::ops::Range;

impl<'a> Allowed<'a, '_> {
    /// The names in a text. Where a longer name of the roster stands, a shorter one inside it does not, whoever may be
    /// named.
    pub(super) fn names(&self, read: &Read<'_>) -> Vec<Identified<'a>> {
        let mut found = Vec::new();
        let mut from = 0;
        let index = self.roster.index();
        for (place, c) in read.chars().iter().enumerate() {
            let Some(starts) = index.starts(*c).filter(|_| place >= from) else { continue };
            let name = |at: &usize| {
                let person = self.roster.at(*at)?;
                let name = &index.keys(*at)?.name;
                let end = read.stands(place, name, Gap::Sign).or_else(|| bracketed(read, place, name))?;
                Some((end, person))
            };
            let here: Vec<_> = starts.names.iter().filter_map(name).collect();
            let longest = here.iter().map(|(end, _)| *end).max();
            if let Some(end) = longest.filter(|end| is_name(read, &(place..*end))) {
                from = end;
                let people: Vec<_> = here.iter().filter(|(e, _)| *e == end).map(|(_, p)| *p).collect();
                if !people.iter().any(|p| self.may(p))
                    && let Some(at) = read.bytes(&(place..end))
                {
                    found.push(Identified { people, at, how: How::Name });
                }
                continue;
            }
            let part = |(at, part): &(usize, usize)| {
                let person = self.roster.at(*at)?;
                let chars = index.keys(*at)?.parts.get(*part)?;
                let end = read.stands(place, chars, Gap::Blank)?;
                let own = person.unit == self.unit || chars.len() > 2;
                (own && is_part(read, &(place..end))).then_some((end, person))
            };
            let here: Vec<_> = starts.parts.iter().filter_map(part).collect();
            let Some(end) = here.iter().map(|(end, _)| *end).max() else { continue };
            from = end;
            let people: Vec<_> = here.iter().filter(|(e, _)| *e == end).map(|(_, p)| *p).collect();
            let may = |name: &str| people.iter().any(|p| p.name == name);
            let responsible =
                self.responsible.iter().any(|(name, _)| may(name) || is_part_of(read, &(place..end), name));
            if !responsible
                && !people.iter().any(|p| self.may(p))
                && let Some(at) = read.bytes(&(place..end))
            {
                found.push(Identified { people, at, how: How::Called });
            }
        }
        found
    }
}

impl<'a> Allowed<'a, '_> {
    /// The names of those who are responsible, where a talk with them is cited and no code is there to be covered:
    /// 在同尹国庆的谈话里. What they did may be said, but not what they told.
    pub(super) fn talked_with(&self, read: &Read<'_>, coded: &[Coded<'a, '_>]) -> Vec<Identified<'a>> {
        const WITH: &str = "在同 在与 在和 在跟 从同 从与 从对 在对 对 巡察组同 巡察组与 巡察组和 巡察组对";
        const TALK: &str = "谈话 访谈 交谈 询问 笔录 面谈";
        let index = self.roster.index();
        let cited: BTreeSet<_> = coded.iter().flat_map(|c| c.people.iter().map(|p| p.id)).collect();
        let mut found = Vec::new();
        for (place, c) in read.chars().iter().enumerate() {
            let Some(starts) = index.starts(*c) else { continue };
            for at in &starts.names {
                let Some(person) = self.roster.at(*at).filter(|p| self.is_responsible(p)) else { continue };
                let end = index.keys(*at).and_then(|k| read.stands(place, &k.name, Gap::Sign));
                let Some(end) = end.filter(|_| !cited.contains(&person.id)) else {
                    continue;
                };
                let clause = read.clause(&(place..end));
                let ours = telling::closes(&clause.before, WITH) && clause.before != "对"
                    || clause.before == "对" && telling::closes(&clause.earlier, "来源 依据 出处 取证");
                if ours
                    && clause.after.starts_with('的')
                    && telling::has(&clause.after.chars().take(7).collect::<String>(), TALK)
                    && let Some(at) = read.bytes(&(place..end))
                {
                    found.push(Identified { people: vec![person], at, how: How::Name });
                }
            }
        }
        found
    }
}

/// Where a name ends that has brackets within: 徐（立新）, 徐【立】新.
fn bracketed(read: &Read<'_>, place: usize, name: &[char]) -> Option<usize> {
    const BRACKETS: &str = "（）()〔〕【】[]「」『』“”\"‘’〈〉《》";
    let end = read.stands(place, name, Gap::Stop)?;
    let within = read.text.get(read.bytes(&(place..end))?)?;
    let signs: Vec<char> = within.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect();
    let closes = read.raw_after(end).starts_with(|c| BRACKETS.contains(c));
    (signs.iter().all(|c| BRACKETS.contains(*c)) && (closes || signs.len() > 1)).then_some(end)
}

/// Whether these characters are a part of that name with dots.
fn is_part_of(read: &Read<'_>, chars: &Range<usize>, name: &str) -> bool {
    let part: String = read.chars().get(chars.clone()).unwrap_or_default().iter().collect();
    name.split(|c| DOTS.contains(c)).any(|p| p == part)
}

/// A part that stands beside another part of a name belongs to somebody else: the whole name was not found here.
fn is_part(read: &Read<'_>, chars: &Range<usize>) -> bool {
    let dotted = |text: Option<char>| text.is_some_and(|c| DOTS.contains(c));
    let after = read.raw_after(chars.end);
    let other = dotted(read.raw_before(chars.start).chars().next_back())
        || dotted(after.chars().next()) && after.chars().nth(1).is_some_and(is_han);
    !other && is_name(read, chars)
}

/// A Chinese character, as opposed to a stop, a digit or a blank.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Words that make a name a place, a brand or a firm.
const PLACES: [&str; 16] =
    ["路", "街", "村", "镇", "乡", "桥", "大道", "牌", "号楼", "小区", "中学", "小学", "水库", "广场", "渠", "沟"];

/// Whether a name in a text is meant as one.
pub(super) fn is_name(read: &Read<'_>, chars: &Range<usize>) -> bool {
    let (before, after) = (read.before(chars.start), read.after(chars.end));
    let opens = read.raw_after(chars.end).starts_with(['（', '(', '〔']);
    let post = ends(&before, &POSTS);
    let told = post || starts(&after, &SAYS) || opens;
    let right = read.right(chars.end);
    let next = read.right(chars.end).and_then(|_| read.right(chars.end + 1));
    let long = PLACES.iter().any(|p| p.chars().nth(1).is_some() && after.starts_with(p));
    let passes = !long && matches!((right, next), (Some(a), Some(b)) if is_word(a, b));
    if starts(&after, &PLACES) && !passes && !post {
        return false;
    }
    let name: Vec<char> = read.chars().get(chars.clone()).unwrap_or_default().to_vec();
    let [first, second, rest @ ..] = name.as_slice() else { return false };
    let (into, out) = (read.joined_left(chars.start), read.joined_right(chars.end));
    if let [third, longer @ ..] = rest {
        let across = into && is_word(*second, *third) || out && is_word(*first, *second);
        return !longer.is_empty() || told || !across;
    }
    let left = read.left(chars.start);
    // 万全之策
    if after.starts_with('之')
        && !starts(&after, &["之妻", "之子", "之女", "之父", "之母", "之弟", "之兄", "之夫", "之口", "之手"])
    {
        return false;
    }
    if is_word(*first, *second) {
        return ordinary(&before, &after, left, opens, post) || spaced(read, chars);
    }
    if goes_on(read, chars.end) {
        return false;
    }
    if told || spaced(read, chars) {
        return true;
    }
    if into && out {
        return false;
    }
    // 由于明确 is two words, and so is ，于明年.
    if out && (words::is_function(*first) || words::leads(*first)) {
        return false;
    }
    if into {
        return right.is_none_or(|c| !is_han(c) || words::follows(c));
    }
    true
}

/// Whether a name of two characters is the beginning of somebody else's: 王建 in 王建国承包.
fn goes_on(read: &Read<'_>, end: usize) -> bool {
    const GIVEN: &str = "国华英军芳兰红霞梅玲伟勇刚杰磊斌飞鹏辉琴莲娟艳丽萍燕珍凤香荣贵祥";
    let Some(third) = read.right(end).filter(|c| GIVEN.contains(*c)) else { return false };
    let rest = read.after(end + 1);
    let (next, second) = (rest.chars().next(), rest.chars().nth(1));
    let joined = next.is_some_and(|n| is_word(third, n));
    let word = matches!((next, second), (Some(a), Some(b)) if is_word(a, b));
    !joined && (word || starts(&rest, &SAYS) || next.is_none_or(words::follows))
}

/// Whether a name that is an ordinary word is a name here.
fn ordinary(before: &str, after: &str, left: Option<char>, opens: bool, post: bool) -> bool {
    const OWNED: [&str; 6] = ["账户", "个人卡", "名下", "银行卡", "工资卡", "私人"];
    const SURELY: [&str; 10] = ["同志", "反映", "说", "称", "本人", "谈到", "告诉", "承认", "签字", "经手"];
    let free = left.is_none_or(|c| !is_han(c) || words::strictly_leads(c) || c == '向');
    let asked = left.is_some_and(words::strictly_leads);
    let speaks = starts(after, &SURELY) && (free || post) || asked && words::speaks(after);
    let named = post
        && (after.is_empty() || after.chars().next().is_some_and(|c| "在于等和与及向对将把也均未已曾".contains(c)));
    let owns = starts(after, &OWNED) && left.is_some_and(|c| "入到给由向至用".contains(c));
    let bracketed = opens && (post || before.is_empty());
    speaks || named || owns || bracketed || post && starts(after, &SAYS)
}

/// Whether blanks or dots part the characters, as in 赵　敏.
fn spaced(read: &Read<'_>, chars: &Range<usize>) -> bool {
    let within = read.bytes(chars).and_then(|at| read.text.get(at)).unwrap_or_default();
    read.widest(chars) > Gap::None && !within.contains('\n') || within.chars().any(crate::text::normal::is_unseen)
}
