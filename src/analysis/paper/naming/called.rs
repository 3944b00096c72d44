//! What people are called by a part of their name: 李局, 李副局长, 老李, 李某, 李××, 李同志, 秀英同志.

use super::index::Keys;
use super::office::{Fit, Office};
use super::text::{Gap, Read};
use super::words::{self, POSTS, ends, is_word, speaks, starts};
use super::{Allowed, How, Identified, Listed, Talks, telling};

/// Signs that stand for characters of a name.
const MASKS: &str = "×✕╳✖*＊○〇□xXｘＸ＿_";
/// Measure words that are surnames too: 17张某超市出具的收据.
const MEASURES: &str = "张段万千项卷石丁双单束支包米方元家";
/// What follows 老李, 小王 in the name of a place or in another word.
const PLACES: &str = "庄村沟河湾屯家店楼堡营寨坡岭塘坝桥街镇乡路组山湖园口";
/// Those who are on no roster of a unit are written like this as well: 村民张某.
const OUTSIDERS: [&str; 30] = [
    "家属",
    "亲属",
    "施工方",
    "监理",
    "店主",
    "房东",
    "老乡",
    "乙方",
    "村民",
    "群众",
    "农户",
    "老板",
    "供应商",
    "包工头",
    "商户",
    "学生",
    "家长",
    "个体户",
    "经营者",
    "股东",
    "患者",
    "居民",
    "业主",
    "贫困户",
    "低保户",
    "承包人",
    "承租人",
    "客户",
    "法人",
    "户主",
];
/// What makes 某 the beginning of something else: 李某公司 is no 李某.
const BODIES: [&str; 12] = ["公司", "超市", "企业", "单位", "商店", "酒店", "饭店", "厂", "店", "村", "镇", "局"];
/// Forms of address.
const TITLES: [&str; 12] =
    ["同志", "女士", "先生", "大姐", "大哥", "大叔", "阿姨", "老师傅", "大爷", "大妈", "大娘", "大嫂"];

/// And those of kin, behind a given name.
const KIN: [&str; 19] = [
    "嫂子", "兄弟", "大伯", "伯伯", "叔叔", "婶子", "婶婶", "妹子", "姐", "哥", "姨", "叔", "婶", "嫂", "伯", "老师",
    "师傅", "医生", "大夫",
];

impl<'a> Allowed<'a, '_> {
    /// What people of the unit are called by.
    pub(super) fn called(&self, read: &Read<'_>, talks: &Talks) -> Vec<Identified<'a>> {
        let index = self.roster.index();
        let mut found = Vec::new();
        for (place, c) in read.chars().iter().enumerate() {
            let Some(starts) = index.starts(*c) else { continue };
            found.extend(self.by_surname(read, place, &starts.surnames));
            found.extend(self.by_given(read, talks, place, &starts.given, |k| &k.given));
            found.extend(self.by_given(read, talks, place, &starts.last, |k| &k.last));
        }
        found
    }

    /// Whether one of the responsible has that surname; how well their post fits.
    fn responsible_called(&self, surname: &str, fit: impl Fn(&str) -> Fit) -> Option<Fit> {
        let same = self.responsible.iter().filter(|(name, _)| name.starts_with(surname));
        let listed = self.people.iter().filter_map(|id| self.roster.of_id(*id));
        let on_roster = listed.filter(|p| p.name.starts_with(surname)).map(|p| fit(&p.post));
        same.map(|(_, post)| fit(post)).chain(on_roster).max()
    }

    fn by_surname(&self, read: &Read<'_>, place: usize, who: &[usize]) -> Option<Identified<'a>> {
        let index = self.roster.index();
        let of_unit = who.iter().filter(|at| self.roster.at(**at).is_some_and(|p| p.unit == self.unit));
        let longest = of_unit
            .filter_map(|at| Some((read.stands(place, &index.keys(*at)?.surname, Gap::Blank)?, *at)))
            .collect::<Vec<_>>();
        let end = longest.iter().map(|(end, _)| *end).max()?;
        let namesakes: Vec<usize> = longest.iter().filter(|(e, _)| *e == end).map(|(_, at)| *at).collect();
        let surname: String = read.chars().get(place..end)?.iter().collect();
        let people = self.of_unit(&namesakes);
        // 患者家属吴女士 is nobody of the unit.
        let before = read.before(place);
        if ends(before.strip_suffix("代表").unwrap_or(&before), &OUTSIDERS) {
            return None;
        }
        let free = |fit: &dyn Fn(&str) -> Fit| self.responsible_called(&surname, fit).is_none();
        let is_free = free(&|_| Fit::Exactly);
        let after = if read.gap(end) <= Gap::Blank { read.after(end) } else { String::new() };
        if let Some(length) = surnamed(read, place, end) {
            return identified(people, read, place - 1, end + length).filter(|_| is_free);
        }
        if let Some(masked) = self.masked(read, place, end, &namesakes) {
            return Some(masked).filter(|_| is_free);
        }
        if let Some(from) = aged(read, place, end, &after) {
            return identified(people, read, from, end).filter(|_| is_free);
        }
        if !may_begin(read, place, &after) {
            return None;
        }
        if let Some(title) = TITLES.iter().find(|t| after.starts_with(**t)) {
            return identified(people, read, place, end + title.chars().count()).filter(|_| is_free);
        }
        if let Some(length) = honoured(read, place, end, &after) {
            return identified(people, read, place, end + length).filter(|_| is_free);
        }
        let office = Office::at(&after)?;
        let all = end + office.length;
        let rest = read.after(all);
        let said = speaks(&rest)
            || !office.short && telling::tells(&read.clause(&(place..all)))
            || starts(&rest, &["签字", "签批", "同意", "安排", "要求"]);
        // 王家庄主任务
        let amid = read.left(place).is_some_and(|c| super::name::is_han(c) && !words::leads(c));
        if !office.short && !said && amid && read.joined_right(all) {
            return None;
        }
        if office.short && !short_fits(read, place, end, all, said) || !office.short && crosses(read, end, all) {
            return None;
        }
        let word: String = after.chars().take(office.length).collect();
        let fit = |p: &Listed| if self.teaches(&word) { Fit::Exactly } else { office.fit(&p.post) };
        let best = people.iter().map(|p| fit(p)).max()?;
        let strict = read.left(place).is_none_or(|c| words::strictly_leads(c) || !super::name::is_han(c));
        if best == Fit::No && !(said && strict) {
            return None;
        }
        if self.responsible_called(&surname, |post| office.fit(post)).is_some_and(|own| own >= best) {
            return None;
        }
        let people = people.into_iter().filter(|p| fit(p) == best).collect();
        identified(people, read, place, all)
    }

    /// 李某, 李某某, 李某英, 李××, 李*.
    fn masked(&self, read: &Read<'_>, place: usize, end: usize, who: &[usize]) -> Option<Identified<'a>> {
        let raw = read.raw_after(end);
        let trimmed = raw.trim_start_matches([' ', '\u{3000}']);
        let masks = trimmed.chars().take_while(|c| *c == '某' || MASKS.contains(*c)).count().min(3);
        let some = trimmed.starts_with('某');
        if masks == 0 || raw.starts_with('\n') || !some && trimmed.starts_with(['x', 'X']) && masks < 2 {
            return None;
        }
        let left = read.left(place);
        let counted = left.is_some_and(|c| c.is_numeric() || "几多每整一二三四五六七八九十两百".contains(c));
        let first = read.at(place)?;
        if counted && MEASURES.contains(first) || read.joined_left(place) {
            return None;
        }
        let before = read.before(place);
        let people: Vec<&Listed> = self.of_unit(who);
        if words::is_function(first) && !left.is_none_or(words::leads) {
            return None;
        }
        // 会计李某 is not the 李 who is a driver.
        if Office::ending(&before).is_some_and(|office| people.iter().all(|p| office.fit(&p.post) == Fit::No)) {
            return None;
        }
        let tail: String = trimmed.chars().skip(masks).take(4).collect();
        if starts(&tail, &BODIES) {
            return None;
        }
        // 李某山等五户 are others.
        if masks == 1 && tail.chars().nth(1).is_some_and(|c| "等和与及".contains(c)) && !speaks(&tail) {
            let own = tail.chars().next().is_some_and(|c| people.iter().any(|p| p.name.ends_with(c)));
            if !own && tail.chars().next().is_some_and(|c| !words::follows(c)) {
                return None;
            }
        }
        let taken: usize = trimmed.chars().take(masks).map(char::len_utf8).sum();
        let begin = read.bytes(&(place..end))?;
        let mut to = begin.end + (raw.len() - trimmed.len()) + taken;
        let index = self.roster.index();
        let last = tail.chars().next();
        let exact: Vec<&Listed> = who
            .iter()
            .filter(|at| {
                last.is_some() && index.keys(**at).is_some_and(|k| k.given.len() > 1 && k.given.last().copied() == last)
            })
            .filter_map(|at| self.roster.at(*at))
            .filter(|p| p.unit == self.unit)
            .collect();
        let people = if exact.is_empty() {
            people
        } else {
            to += last.map_or(0, char::len_utf8);
            exact
        };
        Some(Identified { people, at: begin.start..to, how: How::Called })
    }

    /// By the given name, or by the last characters of a name that has none.
    fn by_given(
        &self,
        read: &Read<'_>,
        talks: &Talks,
        place: usize,
        who: &[usize],
        which: impl Fn(&Keys) -> &Vec<char>,
    ) -> Option<Identified<'a>> {
        let index = self.roster.index();
        let called = |at: &usize| {
            let person = self.roster.at(*at).filter(|p| p.unit == self.unit)?;
            let keys = index.keys(*at)?;
            let part = which(keys);
            // After the surname it is the whole name.
            let whole = place
                .checked_sub(keys.name.len() - part.len())
                .and_then(|from| read.stands(from, &keys.name, Gap::Sign));
            if whole.is_some() {
                return None;
            }
            let end = read.stands(place, part, Gap::Blank)?;
            Some((person, end))
        };
        let (person, end) = who.iter().find_map(called)?;
        if self.may(person) || self.responsible.iter().any(|(name, _)| *name == person.name) {
            return None;
        }
        let left = read.left(place);
        let free = left.is_none_or(|c| words::leads(c) || !super::name::is_han(c));
        let after = read.after(end);
        let given: Vec<char> = read.chars().get(place..end)?.to_vec();
        let is_plain = matches!(given.as_slice(), [a, b] if is_word(*a, *b));
        // 某立新, ×立新
        let masked =
            left == Some('某') || read.raw_before(place).ends_with(|c: char| MASKS.contains(c) && !c.is_alphabetic());
        if given.len() > 1 && masked {
            return identified(vec![person], read, place, end);
        }
        if given.len() < 2 {
            const ANY: &str = "老新女男该某各本此两多位名等全同";
            let titled = after.starts_with("同志")
                && left.is_none_or(words::strictly_leads)
                && !given.iter().any(|c| ANY.contains(*c));
            return titled.then(|| identified(vec![person], read, place, end + 2)).flatten();
        }
        if !free || read.joined_left(place) {
            return None;
        }
        let office = Office::at(&after).filter(|o| !o.short && o.fit(&person.post) > Fit::No).map(|o| o.length);
        let kin = KIN.iter().filter(|_| !is_plain);
        let title = TITLES.iter().chain(kin).find(|t| after.starts_with(**t)).map(|t| t.chars().count());
        if let Some(length) = office.or(title) {
            return identified(vec![person], read, place, end + length);
        }
        let clause = read.clause(&(place..end));
        let any = Office::at(&after).filter(|o| !o.short).map_or(0, |o| o.length);
        let strict = left.is_none_or(words::strictly_leads);
        let same = talks.cites(read.bytes(&(place..end))?.start, person.id);
        // 小妹在谈话中说: an ordinary word as well, and here a name.
        let talked = clause.after.starts_with("在谈话") || clause.after.starts_with("在访谈");
        let spoke = (!is_plain || talked || same) && strict && (same || telling::tells(&clause) || speaks(&after));
        spoke.then(|| identified(vec![person], read, place, end + any)).flatten()
    }

    /// Whether it is a school, where everybody is called 老师, or a hospital.
    fn teaches(&self, office: &str) -> bool {
        let of = |words: &[&str]| {
            let unit = self.roster.people().iter().filter(|p| p.unit == self.unit);
            unit.into_iter().any(|p| words.iter().any(|w| p.post.contains(w)))
        };
        match office {
            "老师" => of(&["校长", "园长", "教师", "教务", "年级", "班主任"]),
            "医生" | "大夫" => of(&["院长", "医生", "医师", "护士", "护理"]),
            _ => false,
        }
    }
}

fn identified<'a>(people: Vec<&'a Listed>, read: &Read<'_>, from: usize, end: usize) -> Option<Identified<'a>> {
    Some(Identified { people, at: read.bytes(&(from..end))?, how: How::Called })
}

/// Where 老李 or 小王 begins, when this surname is called so.
fn aged(read: &Read<'_>, place: usize, end: usize, after: &str) -> Option<usize> {
    let from = place.checked_sub(1)?;
    let young = read.at(from).filter(|c| "老小".contains(*c)).filter(|_| read.gap(place) <= Gap::Blank)?;
    let surname = read.at(place)?;
    let before = read.left(from);
    let other = before.is_some_and(|c| "大中最较古养敬年缩减弱矮细从".contains(c) || is_word(c, young));
    let next = after.chars().next();
    // 办公室小陈说: 陈说 is a word, but he speaks.
    let place_name = next.is_some_and(|c| PLACES.contains(c)) || read.joined_right(end) && !speaks(after);
    if other || place_name {
        return None;
    }
    if super::titled::is_worded(young, surname) && !speaks(after) {
        return None;
    }
    // 小学, 老路: a word already. It is a name only where somebody speaks.
    let is_free = next.is_none_or(|c| words::follows(c) || !super::name::is_han(c));
    (!is_word(young, surname) || speaks(after) || is_free && before.is_none()).then_some(from)
}

/// What follows a surname of somebody old, or as good as kin: 吴老, 吴老局长, 赵姐. How long it is where it is one:
/// somebody acts as only people do.
fn honoured(read: &Read<'_>, place: usize, end: usize, after: &str) -> Option<usize> {
    const KIN: &str = "姐哥叔婶嫂姨伯爷奶";
    let acts = |rest: &str| {
        let taken = after.chars().count() - rest.chars().count();
        speaks(rest)
            || telling::tells(&read.clause(&(place..end + taken)))
            || starts(rest, &["签字", "签批", "经手", "保管", "要求", "安排"])
    };
    let left = read.left(place);
    let free = left.is_none_or(|c| words::leads(c) || !super::name::is_han(c)) || ends(&read.before(place), &POSTS);
    if !free || read.gap(end) > Gap::None {
        return None;
    }
    // 黄大队说: who leads one.
    if let Some(rest) = after.strip_prefix("大队").or_else(|| after.strip_prefix("中队")) {
        return acts(rest).then_some(2);
    }
    let first = after.chars().next().filter(|c| *c == '老' || KIN.contains(*c))?;
    let rest = after.get(first.len_utf8()..)?;
    let titled = TITLES.iter().find(|t| rest.starts_with(**t)).map(|t| t.chars().count());
    let office = Office::at(rest).filter(|o| !o.short).map(|o| o.length);
    let more = if first == '老' { titled.or(office).unwrap_or(0) } else { 0 };
    let behind: String = rest.chars().skip(more).collect();
    // 古老, 元老: a word already.
    let word = matches!((read.at(end - 1), read.at(end)), (Some(a), Some(b)) if is_word(a, b));
    (acts(&behind) && (!word || more > 0)).then_some(1 + more)
}

/// How much of 姓陈的同志 follows the surname, where that one acts.
fn surnamed(read: &Read<'_>, place: usize, end: usize) -> Option<usize> {
    const CALLED: [&str; 8] = ["同志", "干部", "会计", "主任", "职工", "人", "女同志", "工作人员"];
    read.left(place).filter(|c| *c == '姓')?;
    let after = read.after(end);
    let rest = after.strip_prefix('的').unwrap_or(&after);
    let called = CALLED.iter().find_map(|c| rest.strip_prefix(c)).unwrap_or(rest);
    speaks(called).then(|| after.chars().count() - called.chars().count())
}

/// Whether a surname may begin here.
fn may_begin(read: &Read<'_>, place: usize, after: &str) -> bool {
    let Some(first) = read.at(place) else { return false };
    let left = read.left(place);
    let counted = left.is_some_and(char::is_numeric);
    if read.joined_left(place) || counted && MEASURES.contains(first) {
        return false;
    }
    if !words::is_function(first) {
        return true;
    }
    let office = Office::at(after).map_or(0, |o| o.length);
    let rest: String = after.chars().skip(office).collect();
    left.is_some_and(words::strictly_leads) || left.is_none() && speaks(&rest)
}

/// Whether an office of one character is one here: 李局说, and not 公安局, 林业局面.
fn short_fits(read: &Read<'_>, place: usize, end: usize, all: usize, said: bool) -> bool {
    let left = read.left(place);
    let free = left.is_none_or(|c| words::leads(c) || !super::name::is_han(c) || "时后前中上下里".contains(c));
    let right = read.right(all);
    let follows =
        right.is_none_or(|c| words::follows(c) || !super::name::is_han(c) || "签批主带安同打拿看去来".contains(c));
    let word = matches!((read.at(end - 1), read.at(end)), (Some(a), Some(b)) if is_word(a, b));
    free && (said || follows) && (!word || said && left.is_some_and(words::strictly_leads)) && !read.joined_right(all)
}

/// Whether the office lies across two words: 高|校长|期.
fn crosses(read: &Read<'_>, end: usize, all: usize) -> bool {
    let word =
        matches!((end.checked_sub(1).and_then(|at| read.at(at)), read.at(end)), (Some(a), Some(b)) if is_word(a, b));
    word && read.joined_right(all)
}
