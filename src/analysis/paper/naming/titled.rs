//! Forms of address made of a part of a name, in a sentence that rests on the talk of whom they fit: 乔总工, 静姐, 小罗,
//! 佟师傅, wherever they stand. Elsewhere where they are said to be a source: 线索来自小罗保管的册子, 按龚工的介绍.

use super::office::BODIES;
use super::text::{Gap, Read};
use super::words::{self, is_word, speaks};
use super::{Allowed, How, Identified, Listed, Talks, telling};

/// What is said behind a surname, the longest first.
const BEHIND: [&str; 47] = [
    "妹子",
    "兄弟",
    "嫂子",
    "婶子",
    "叔叔",
    "伯伯",
    "婶婶",
    "老弟",
    "老师傅",
    "总工程师",
    "总会计师",
    "总经理",
    "大队长",
    "工程师",
    "师傅",
    "总工",
    "总监",
    "总会",
    "大姐",
    "大哥",
    "大叔",
    "大爷",
    "大妈",
    "大嫂",
    "阿姨",
    "老师",
    "医生",
    "大夫",
    "经理",
    "技术员",
    "大队",
    "同志",
    "先生",
    "女士",
    "老板",
    "姐",
    "哥",
    "叔",
    "婶",
    "嫂",
    "姨",
    "伯",
    "爷",
    "工",
    "总",
    "导",
    "队",
];
/// Those of them that are said behind a given name, or the end of one, as well.
const KIN: [&str; 17] = [
    "妹子", "兄弟", "嫂子", "叔叔", "伯伯", "大姐", "大哥", "姐姐", "哥哥", "姐", "哥", "叔", "婶", "嫂", "姨", "伯",
    "爷",
];
/// What is said before a surname, or the end of a given name.
const BEFORE: &str = "老小大阿";
/// Words that are no name unless somebody speaks: 小米等食材.
const WORDED: &str = "\
    小米 小麦 小葱 小金 小江 小白 小康 小时 小计 小车 小费 小温 小熊 小黄 小方 小于 小包 小段 老白 大方 大米 大麦 大江 大金 大万 大华 \
    大于 大段";
/// What follows a name that is one of a place.
const PLACES: &str = "庄村沟河湾屯家店楼堡营寨坡岭塘坝桥街镇乡路组山湖园口江溪渠港";
/// Surnames told by the parts of their character.
const PARTED: [(&str, &str); 16] = [
    ("弓长", "张"),
    ("木子", "李"),
    ("口天", "吴"),
    ("耳东", "陈"),
    ("立早", "章"),
    ("古月", "胡"),
    ("言午", "许"),
    ("双木", "林"),
    ("草头", "黄"),
    ("三横", "王"),
    ("双人", "徐"),
    ("人未余", "余"),
    ("人可", "何"),
    ("走肖", "赵"),
    ("水工", "江"),
    ("卯金刀", "刘"),
];
/// Who has a word for a source before them.
const FROM: &str = "来自 源自 出自 得自 取自 来源于 源于";
/// The same, of what they say: 按龚工的介绍.
const BY: &str = "按 照 按照 依 依据 据 根据 听";
/// What they say or gave, behind them.
const WORDS: &str = "的介绍 的话 的说法 的讲法 的意思 的回忆 的提醒 的提示 的记录 的记忆 保管的 提供的 所说 所讲 所述 介绍 一席话 的笔记";

impl<'a> Allowed<'a, '_> {
    /// The forms of address of people of the unit.
    pub(super) fn titled(&self, read: &Read<'_>, talks: &Talks) -> Vec<Identified<'a>> {
        let index = self.roster.index();
        let mut found = Vec::new();
        for (place, c) in read.chars().iter().enumerate() {
            if *c == '姓' {
                found.extend(self.parted(read, talks, place + 1));
            }
            let Some(starts) = index.starts(*c) else { continue };
            for at in &starts.surnames {
                let end = index.keys(*at).and_then(|k| read.stands(place, &k.surname, Gap::Blank));
                found.extend(end.and_then(|end| self.address(read, talks, *at, place, end)));
            }
            for at in &starts.given {
                let end = index.keys(*at).and_then(|k| read.stands(place, &k.given, Gap::Blank));
                found.extend(end.and_then(|end| self.familiar(read, talks, *at, place, end)));
            }
        }
        found.extend(self.endings(read, talks));
        found
    }

    /// Who is meant, where they are of the unit and may not be named, nor anybody else of that surname may.
    fn meant(&self, at: usize, surname: bool) -> Option<&'a Listed> {
        let person = self.roster.at(at).filter(|p| p.unit == self.unit && !self.may(p) && !self.is_responsible(p))?;
        let family = person.name.chars().next()?;
        let other = self.responsible.iter().any(|(name, _)| name.starts_with(family));
        (!surname || !other).then_some(person)
    }

    /// 乔总工, 小罗.
    fn address(&self, read: &Read<'_>, talks: &Talks, at: usize, place: usize, end: usize) -> Option<Identified<'a>> {
        let person = self.meant(at, true)?;
        let from = before(read, place).unwrap_or(place);
        let title = behind(read, place, end, &BEHIND).or_else(|| pet(read, end).filter(|_| from < place));
        let all = end + title.unwrap_or(0);
        let next = read.right(end);
        let other = matches!((read.at(from), read.at(place)), (Some(a), Some(b)) if is_worded(a, b))
            || next.is_some_and(|c| PLACES.contains(c));
        if from == place && title.is_none() || title.is_none() && other || title.is_none() && read.joined_right(end) {
            return None;
        }
        // 小学, 老路, 施工: words already.
        let joined = matches!((read.left(place), read.at(place)), (Some(a), Some(b)) if is_word(a, b));
        let free = read.left(from).is_none_or(leads);
        // 门诊楼总造价
        let short =
            title == Some(1) && from == place && !read.left(from).is_none_or(|c| leads(c) || BODIES.contains(c));
        if short || joined && !(free && from < place && (title.is_some() || telling::begins(&read.after(end), WORDS))) {
            return None;
        }
        told(read, talks, person, from, all)
    }

    /// 静姐, 立群哥.
    fn familiar(&self, read: &Read<'_>, talks: &Talks, at: usize, place: usize, end: usize) -> Option<Identified<'a>> {
        let person = self.meant(at, false)?;
        let title = behind(read, place, end, &KIN)?;
        (!read.joined_left(place)).then(|| told(read, talks, person, place, end + title)).flatten()
    }

    /// By the last character of a given name: 小群, 群姐.
    fn endings(&self, read: &Read<'_>, talks: &Talks) -> Vec<Identified<'a>> {
        let (index, people) = (self.roster.index(), self.roster.people());
        let mut found = Vec::new();
        for (sentence, id) in talks.all() {
            let at = people.binary_search_by_key(id, |p| p.id).ok();
            let last = at.and_then(|at| index.keys(at)).filter(|k| k.given.len() > 1).and_then(|k| k.given.last());
            let (Some(last), Some(person)) = (last, at.and_then(|at| self.meant(at, false))) else { continue };
            let places = read.place_of(sentence.start)..read.place_of(sentence.end);
            for place in places.filter(|place| read.at(*place) == Some(*last)) {
                let title = behind(read, place, place + 1, &KIN).or_else(|| pet(read, place + 1));
                let free = |place: usize| read.left(place).is_none_or(leads);
                let whole = !read.joined_left(place) && !read.joined_right(place + 1);
                let young = before(read, place).filter(|from| whole && free(*from));
                let Some(from) = young.or_else(|| title.filter(|_| free(place)).map(|_| place)) else { continue };
                found.extend(told(read, talks, person, from, place + 1 + title.unwrap_or(0)));
            }
        }
        found
    }

    /// 姓“弓长”.
    fn parted(&self, read: &Read<'_>, talks: &Talks, place: usize) -> Option<Identified<'a>> {
        let (end, surname) = PARTED.iter().find_map(|(parts, surname)| {
            let parts: Vec<char> = parts.chars().collect();
            Some((read.stands(place, &parts, Gap::Stop)?, *surname))
        })?;
        let all = self.roster.people().iter().enumerate().filter(|(_, p)| p.name.starts_with(surname));
        let people: Vec<&Listed> = all.filter_map(|(at, _)| self.meant(at, true)).collect();
        let one = people.first()?;
        let clause = read.clause(&(place..end));
        let told = talks.cites(read.bytes(&(place..end))?.start, one.id) || telling::told(&clause.after).is_some();
        told.then(|| Some(Identified { people, at: read.bytes(&(place - 1..end))?, how: How::Called })).flatten()
    }
}

/// Somebody who is meant by that, where the sentence rests on their talk, or they are a source.
fn told<'a>(read: &Read<'_>, talks: &Talks, person: &'a Listed, from: usize, end: usize) -> Option<Identified<'a>> {
    let at = read.bytes(&(from..end))?;
    let same = talks.cites(at.start, person.id);
    let source = || {
        let clause = read.clause(&(from..end));
        telling::closes(&clause.before, FROM) && !speaks(&clause.before)
            || telling::begins(&clause.after, WORDS)
                && (telling::each(BY).any(|by| by == clause.before) || telling::begins(&clause.after, "的话"))
    };
    (same || source()).then(|| Identified { people: vec![person], at, how: How::Called })
}

/// 燕子在谈话中讲, 小石头说.
fn pet(read: &Read<'_>, end: usize) -> Option<usize> {
    let pet = read.right(end).is_some_and(|c| "子儿头".contains(c));
    (pet && telling::tells(&read.clause(&(end..end + 1)))).then_some(1)
}

/// Where 老 or 小 stands before what somebody is called, when it is no end of another word.
fn before(read: &Read<'_>, place: usize) -> Option<usize> {
    let from = place.checked_sub(1)?;
    let young = read.left(place).filter(|c| BEFORE.contains(*c))?;
    let other = read.left(from).is_some_and(|c| "中最较古养敬年缩减弱矮细".contains(c));
    // 来自小罗: 自小 is no word here.
    let source = telling::closes(&read.before(from), FROM);
    let word = !source && matches!(read.left(from), Some(c) if is_word(c, young));
    // 依小龙的说法
    let said = telling::begins(&read.after(place + 1), WORDS);
    let name = !said && read.at(place).is_some_and(|c| is_word(young, c));
    (!other && !word && !name).then_some(from)
}

/// How long the form of address is that stands behind a part of a name, when it begins no longer word: 王工, no 王工作.
fn behind(read: &Read<'_>, place: usize, end: usize, titles: &[&'static str]) -> Option<usize> {
    let text = if read.gap(end) == Gap::None { read.after(end) } else { String::new() };
    let length = titles.iter().find(|t| text.starts_with(**t))?.chars().count();
    let short = length == 1;
    let within = matches!((read.at(end - 1), read.at(end)), (Some(a), Some(b)) if is_word(a, b));
    let across = read.left(place).is_some_and(char::is_numeric);
    let longer = read.joined_right(end + length) && !speaks(&read.after(end + length));
    (!(short && (within || longer) || across)).then_some(length)
}

/// Whether what somebody is called may begin behind that character.
fn leads(c: char) -> bool {
    words::leads(c) || !super::name::is_han(c) || "听按照依从在时后用是".contains(c)
}

/// Whether these two are a word that is a name only where somebody speaks.
pub(super) fn is_worded(first: char, second: char) -> bool {
    WORDED.split(' ').any(|w| w.chars().eq([first, second]))
}
