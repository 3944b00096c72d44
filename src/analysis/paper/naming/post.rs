//! Posts that one person of the unit holds, where their holder is said to speak or was asked: 财务股会计反映,
//! 会计（女）反映, 向财务股会计了解, 分管财务的副局长谈到.

use super::narrow::{self, Holder};
use super::office::{BODIES, INNER, LEADER, head, led};
use super::text::{Gap, Read, aside, tells_of_person};
use super::words::{asked, ends, speaks};
use super::{Allowed, How, Identified, Listed, Talks, telling};

/// Longest post that is compared.
const LONGEST: usize = 20;
/// What makes a post one of several: 多名会计反映.
const SEVERAL: [&str; 27] = [
    "不少", "许多", "很多", "一些", "个别", "多数", "大多", "上述", "多名", "几名", "数名", "两名", "三名", "四名",
    "五名", "多位", "几位", "两位", "三位", "各", "每", "有的", "部分", "其他", "其余", "历任", "各位",
];
/// Whose it is, when it is nobody's of the unit.
const OTHERS: [&str; 25] = [
    "邻",
    "兄弟",
    "施工",
    "监理",
    "承包",
    "中标",
    "厂家",
    "设计院",
    "审计局",
    "项目",
    "施工单位",
    "监理单位",
    "总",
    "对方",
    "甲方",
    "乙方",
    "供应商",
    "第三方",
    "外聘",
    "邻村",
    "银行",
    "企业",
    "商户",
    "施工方",
    "中标方",
];
/// What a body is called that is the unit itself.
const OWN: [&str; 18] = [
    "该", "本", "我", "这", "其", "县局", "市局", "全局", "单位", "学校", "医院", "机关", "该县", "该镇", "该村",
    "镇里", "村里", "分管",
];
/// Who is told to do something: 要求会计说明.
const ORDERED: [&str; 13] =
    ["要求", "安排", "责成", "督促", "通知", "指使", "授意", "委托", "指派", "指定", "嘱咐", "让", "令"];

impl<'a> Allowed<'a, '_> {
    /// The posts that tell who speaks.
    pub(super) fn posts(&self, read: &Read<'_>, talks: &Talks) -> Vec<Identified<'a>> {
        let chars = read.chars();
        let ends =
            chars.iter().enumerate().map(|(place, c)| (place + 1, self.roster.index().posts_ending(self.unit, *c)));
        ends.filter(|(_, last)| !last.is_empty()).filter_map(|(end, last)| self.post(read, talks, last, end)).collect()
    }

    /// The post that ends there, among those with that last character.
    fn post(&self, read: &Read<'_>, talks: &Talks, last: &[(usize, usize)], end: usize) -> Option<Identified<'a>> {
        let (length, holders) = self.holders(read, last, end)?;
        let from = end - length;
        let before = read.before(from);
        let spoken = Spoken::after(read, end);
        let was_asked = spoken.as_ref().is_some_and(|s| asked(&before, &s.after));
        // 财务总监：“…”
        let quoted = ["：“", ":“", "：「", ":\""].iter().any(|q| read.raw_after(end).starts_with(q));
        let speaks = quoted || spoken.as_ref().is_some_and(|s| speaks(&s.after));
        // 王建国（副局长）称: the bracket is that person's, whoever holds the post now.
        let opened = read.raw_before(from).strip_suffix(['（', '(']);
        if opened.is_some_and(|lead| self.names.iter().any(|n| !n.is_empty() && lead.ends_with(n.as_str()))) {
            return None;
        }
        let narrowed = narrow::by(&before, &holders);
        let is_leader = length == LEADER.chars().count() && holders_post(read, from, end) == LEADER;
        if is_leader && !narrowed.by_duties {
            return None;
        }
        let [first, others @ ..] = narrowed.people.as_slice() else { return None };
        if !others.is_empty() && !narrowed.is_one {
            return None;
        }
        let post = holders_post(read, from, end);
        let is_named = self.responsible.iter().any(|(_, held)| held.contains(&post));
        if narrowed.people.iter().any(|p| self.may(p)) || is_named || telling::of_public(&before) {
            return None;
        }
        let clause = read.clause(&(from..end));
        let at = read.bytes(&(from - narrowed.taken..end))?;
        let is_person = telling::is_person(&clause);
        // 主任务, 局长期: another word.
        let longer = read.joined_right(end) && !read.right(end).is_some_and(super::words::follows);
        // Whose talk the sentence rests on is told by their post wherever it stands in it.
        let same = is_person && !longer && others.is_empty() && talks.cites(at.start, first.id);
        let source = is_person && telling::source(&clause);
        if !(was_asked || speaks || same || source || is_person && telling::tells(&clause)) {
            return None;
        }
        let kept: String = before.chars().take(before.chars().count().saturating_sub(narrowed.taken)).collect();
        let of_theirs = telling::sayings(&clause.after) || spoken.as_ref().is_some_and(|s| s.after.starts_with('的'));
        let hears = !was_asked && !of_theirs && !same && !source;
        if !self.is_theirs(if narrowed.taken > 0 { &kept } else { &before }, first, !hears) {
            return None;
        }
        let until = spoken.and_then(|s| s.until);
        Some(Identified { people: narrowed.people, at: at.start..until.unwrap_or(at.end), how: How::Post })
    }

    /// The longest post, or end of one, that stands before `end`; and who holds it.
    fn holders(&self, read: &Read<'_>, last: &[(usize, usize)], end: usize) -> Option<(usize, Vec<Holder<'a>>)> {
        let index = self.roster.index();
        let mut best: (usize, Vec<Holder<'a>>) = (1, Vec::new());
        for (at, nth) in last {
            let (Some(person), Some(post)) = (self.roster.at(*at), index.keys(*at).and_then(|k| k.posts.get(*nth)))
            else {
                continue;
            };
            let Some(length) = stands_before(read, &post.chars, end) else { continue };
            if length > best.0 {
                best = (length, Vec::new());
            }
            if length == best.0 && best.1.iter().all(|h| h.person.id != person.id) {
                best.1.push(Holder { person, past: post.past });
            }
        }
        (!best.1.is_empty()).then_some(best)
    }

    /// Whether what stands before the post leaves it that person's, and lets them be the one who speaks.
    fn is_theirs(&self, before: &str, person: &Listed, was_asked: bool) -> bool {
        let counted = before
            .strip_suffix(['名', '位', '个'])
            .is_some_and(|b| b.ends_with(|c: char| c.is_numeric() || "两二三四五六七八九十几数多各每".contains(c)));
        // 有教师反映: any of them.
        let any = before.ends_with('有') && !ends(before, &["另有", "存有", "附有", "还有", "卷有", "留有", "只有"]);
        if any && !was_asked || ends(before, &SEVERAL) || ends(before, &OTHERS) || counted {
            return false;
        }
        // 职工向局长反映: the holder is told, and tells nothing.
        let lead = ["对此", "就此", "为此"].iter().filter_map(|l| before.rfind(l).map(|at| at + l.len())).max();
        let near: String = before.get(lead.unwrap_or(0)..).unwrap_or_default().chars().rev().take(10).collect();
        if !was_asked && ends(before, &ORDERED) {
            return false;
        }
        let told = near.find(['向', '给', '对']);
        let tells = near.find(['由', '据', '经', '，']);
        if !was_asked && told.is_some_and(|t| tells.is_none_or(|other| t < other)) {
            return false;
        }
        let Some(last) = before.chars().next_back().filter(|c| BODIES.contains(*c)) else { return true };
        let unit = self.roster.unit(self.unit);
        let tail: String = before.chars().skip(before.chars().count().saturating_sub(3)).collect();
        let short: String = tail.chars().skip(1).collect();
        // 镇民政办主任, where the head of the unit is 镇长
        let bare = before.strip_suffix(last).unwrap_or(before);
        let begins =
            bare.is_empty() || bare.ends_with(['人', '者', '据', '由', '从', '向', '对', '是', '找', '与', '经', '听']);
        let all = self.roster.people().iter().filter(|p| p.unit == self.unit);
        if begins && all.into_iter().any(|p| p.post.starts_with(last)) {
            return true;
        }
        if ["公司", "该公司", "我公司", "本公司"]
            .contains(&before.trim_start_matches(['据', '由', '向', '从', '对', '找', '经']))
        {
            return true;
        }
        // 镇纪委书记, in a unit whose posts are those of a town
        let of_town = |p: &Listed| ["人大主席", "武装部", "党政办", "镇长", "乡长"].iter().any(|w| p.post.contains(w));
        let of_unit = |p: &&Listed| p.unit == self.unit;
        if begins && "镇乡".contains(last) && self.roster.people().iter().filter(of_unit).any(of_town) {
            return true;
        }
        let known = |name: &str| name.contains(&tail) || INNER.contains(last) && name.contains(&short);
        let own = ends(before, &OWN) || OWN.iter().any(|o| tail.starts_with(o) || short.starts_with(o));
        let bare = INNER.contains(last) && head(&person.post.chars().collect::<Vec<_>>()) == Some(0);
        known(unit) || known(&person.post) || own || bare || INNER.contains(last) && shortens(&tail, &person.post)
    }
}

/// Whether the name of a body is a short one of that in the post: 建设股 of 建设管理股股长.
fn shortens(body: &str, post: &str) -> bool {
    let mut rest = post.chars();
    post.starts_with(|c| body.starts_with(c)) && body.chars().all(|c| rest.any(|p| p == c))
}

/// The characters of the post.
fn holders_post(read: &Read<'_>, from: usize, end: usize) -> String {
    read.chars().get(from..end).unwrap_or_default().iter().collect()
}

/// What follows a post, past a remark in brackets: 会计（女）反映.
struct Spoken {
    after: String,
    /// Where the remark ends that tells of the holder, in bytes.
    until: Option<usize>,
}

impl Spoken {
    fn after(read: &Read<'_>, end: usize) -> Option<Self> {
        if read.gap(end) <= Gap::Blank {
            return Some(Self { after: read.after(end), until: None });
        }
        let raw = read.raw_after(end);
        let from = read.text.len() - raw.len();
        if let Some((inside, length)) = aside(raw) {
            let after = read.onward(read.place_of(from + length));
            let tells = tells_of_person(inside);
            if !tells && inside.chars().any(super::name::is_han) {
                return None;
            }
            return Some(Self { after, until: tells.then_some(from + length) });
        }
        // 局长“说”, 李某某（副局长）反映
        // 经询问财务股会计，…: nothing follows that tells anything.
        let goes_on = raw.starts_with(['“', '”', '）', ')']);
        let after = if goes_on { read.onward(end) } else { String::new() };
        Some(Self { after, until: None })
    }
}

/// How much of a post stands before `end`: all of it, what follows the name of a body in it, or the office alone.
fn stands_before(read: &Read<'_>, post: &[char], end: usize) -> Option<usize> {
    // 办公室负责人 is one person, 负责人 is nobody.
    let led = led(post);
    let office = led.or_else(|| head(post));
    let begins = |from: usize| {
        from == 0
            || Some(from) == office && led.is_none()
            || post.get(from - 1).is_some_and(|c| BODIES.contains(*c)) && Some(from) < office
    };
    let lengths = (0..post.len().saturating_sub(1)).filter(|from| begins(*from)).map(|from| (from, post.len() - from));
    lengths.filter(|(_, length)| (2..=LONGEST).contains(length)).find_map(|(from, length)| {
        let place = end.checked_sub(length)?;
        read.stands(place, post.get(from..)?, Gap::Blank).map(|_| length)
    })
}
