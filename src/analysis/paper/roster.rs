//! Everybody on a roster of the round, and where a text names them (E301).
//!
//! Two-character names are often ordinary words too (安全, 高度) or lie across two words (由**于明**确). So a name of two
//! characters counts only where its neighbours let it be one; the rules are in [`Roster::named`]. Longer names always
//! count. Where a longer name of the roster stands, a shorter one inside it does not.

use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use std::collections::HashMap;
use std::ops::Range;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub id: PersonId,
    /// Of which unit.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Present post.
    pub post: String,
    /// 代号
    pub code: String,
}

impl Listed {
    /// What papers know of a person.
    pub fn of(person: &Person) -> Self {
        Self {
            id: person.id,
            unit: person.unit,
            name: person.name.trim().to_owned(),
            post: person.post.trim().to_owned(),
            code: person.code.0.trim().to_ascii_uppercase(),
        }
    }
}

/// A place where a text names somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// The people of that name; several when they are namesakes.
    pub people: Vec<&'a Listed>,
    /// Where, in bytes.
    pub at: Range<usize>,
}

/// The rosters of a round, indexed by the first character of the name and by code.
#[derive(Debug, Default)]
pub struct Roster {
    people: Vec<Listed>,
    by_first: HashMap<char, Vec<usize>>,
    by_code: HashMap<String, Vec<usize>>,
}

impl Roster {
    /// Of these people.
    pub fn new<'a>(people: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut people: Vec<Listed> = people.into_iter().map(Listed::of).collect();
        // The order of the store is no order; messages name people in this one.
        people.sort_by_key(|p| p.id);
        let (mut by_first, mut by_code): (HashMap<char, Vec<usize>>, HashMap<String, Vec<usize>>) = Default::default();
        for (at, person) in people.iter().enumerate() {
            if person.name.chars().nth(1).is_some()
                && let Some(first) = person.name.chars().next()
            {
                by_first.entry(first).or_default().push(at);
            }
            if !person.code.is_empty() {
                by_code.entry(person.code.clone()).or_default().push(at);
            }
        }
        Self { people, by_first, by_code }
    }

    /// The people of a unit who carry a code; a second talk's number (A37-2) is its person's too.
    pub fn of_code(&self, unit: UnitId, code: &str) -> impl Iterator<Item = &Listed> {
        let code = code.split('-').next().unwrap_or_default().to_ascii_uppercase();
        let found = self.by_code.get(&code).cloned().unwrap_or_default();
        found.into_iter().filter_map(|at| self.people.get(at)).filter(move |p| p.unit == unit)
    }

    /// That person.
    pub fn of_id(&self, id: PersonId) -> Option<&Listed> {
        let at = self.people.binary_search_by_key(&id, |p| p.id).ok()?;
        self.people.get(at)
    }

    /// Where a text has what looks like a code: a letter and two or three digits, A37 or A37-2, part of nothing longer.
    pub fn codes(text: &str) -> Vec<Range<usize>> {
        let bytes = text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let part = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let mut found = Vec::new();
        for (at, _) in text.match_indices(|c: char| c.is_ascii_alphabetic()) {
            let digits = (at + 1..bytes.len()).take_while(|i| digit(*i)).count();
            let mut end = at + 1 + digits;
            if !(2..=3).contains(&digits) || part(at.checked_sub(1)) || part(Some(end)) {
                continue;
            }
            if bytes.get(end) == Some(&b'-') && digit(end + 1) {
                end += 1 + (end + 1..bytes.len()).take_while(|i| digit(*i)).count();
            }
            found.push(at..end);
        }
        found
    }

    /// Where `text` names somebody, in order.
    pub fn named(&self, text: &str) -> Vec<Named<'_>> {
        let mut found = Vec::new();
        let mut from = 0;
        for (at, first) in text.char_indices() {
            let Some(some) = self.by_first.get(&first).filter(|_| at >= from) else { continue };
            let Some(rest) = text.get(at..) else { continue };
            let here = || some.iter().filter_map(|i| self.people.get(*i)).filter(|p| rest.starts_with(p.name.as_str()));
            let Some(longest) = here().map(|p| p.name.len()).max() else { continue };
            let range = at..at + longest;
            let (before, name, after) = (text.get(..at), text.get(range.clone()), text.get(range.end..));
            if let (Some(before), Some(name), Some(after)) = (before, name, after)
                && is_name(before, name, after)
            {
                from = range.end;
                found.push(Named { people: here().filter(|p| p.name.len() == longest).collect(), at: range });
            }
        }
        found
    }
}

/// Words of two characters that are names on some roster and ordinary words in every paper.
const ORDINARY: [&str; 96] = [
    "安全", "安排", "白条", "白天", "包括", "保证", "常年", "常委", "成本", "成立", "成员", "程度", "程序", "从严",
    "戴帽", "单位", "单独", "党员", "党组", "党费", "党委", "方案", "方法", "方面", "方式", "方向", "房屋", "费用",
    "丰富", "符合", "付款", "付清", "高度", "高级", "高于", "公开", "公司", "关于", "管理", "广大", "国家", "国有",
    "海洋", "和平", "花费", "华丽", "计划", "纪律", "纪委", "江河", "金额", "经费", "经过", "开会", "雷同", "连续",
    "林业", "路线", "马上", "毛利", "梅花", "明确", "莫名", "宁可", "农业", "平安", "平时", "齐全", "钱款", "强调",
    "任务", "任何", "容易", "商品", "商务", "申请", "沈阳", "盛大", "施工", "石化", "时间", "时候", "水利", "司法",
    "宋代", "唐代", "田野", "童年", "万元", "文化", "文件", "文明", "武装", "项目", "应当", "于是",
];
/// Ordinary words that begin within a name and end after it: 由于明确, 行李明显.
const ACROSS: [&str; 32] = [
    "明确", "明显", "明天", "明年", "明细", "明示", "明知", "平安", "平均", "平时", "平方", "会议", "会计", "会同",
    "国家", "国有", "文件", "文化", "开会", "开支", "开展", "建设", "建议", "建立", "强调", "军队", "江河", "海洋",
    "金额", "金属", "成员", "东西",
];
/// Ends of words before which the next word is often a name.
const POSTS: [&str; 24] = [
    "局长", "科长", "股长", "主任", "书记", "会计", "出纳", "干部", "职工", "同志", "委员", "成员", "所长", "站长",
    "校长", "院长", "镇长", "村长", "部长", "组长", "经理", "党员", "科员", "师傅",
];
/// What is said of people only, directly after the name.
const SAYS: [&str; 18] = [
    "同志", "反映", "说", "称", "表示", "认为", "谈到", "提出", "签字", "签名", "证实", "承认", "回答", "介绍", "讲",
    "告诉", "本人", "经手",
];
/// Single words after which a name may stand.
const LEADS: &str = "由向与和及对经据请让给找问跟同被为是将把受随、";
/// Beginnings of words that may follow a name.
const FOLLOWS: &str = "在于的等和与及向对将把也均未不已曾从到任负参出主报领收购付批";

fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.starts_with(w))
}

/// Whether a name in a text is meant as one.
fn is_name(before: &str, name: &str, after: &str) -> bool {
    if name.chars().nth(2).is_some() {
        return true;
    }
    let (left, right) = (before.chars().next_back(), after.chars().next());
    let told = POSTS.iter().any(|w| before.ends_with(w)) || starts(after, &SAYS) || starts(after, &["（", "("]);
    if told {
        return true;
    }
    if ORDINARY.contains(&name) {
        return false;
    }
    let edge = |c: Option<char>| c.is_none_or(|c| !is_han(c));
    let across: String = name.chars().next_back().into_iter().chain(right).collect();
    if ACROSS.contains(&across.as_str()) {
        // 由于明确 is two words; 李明确定 after a stop may be a name.
        return edge(left)
            && !LEADS.contains(name.chars().next().unwrap_or_default())
            && !FOLLOWS.contains(name.chars().next().unwrap_or_default());
    }
    let weak = left.is_some_and(|c| LEADS.contains(c)) || right.is_some_and(|c| FOLLOWS.contains(c));
    edge(left) || edge(right) || weak
}

/// Whether a text ends in the word of a post.
pub(crate) fn ends_in_post(text: &str) -> bool {
    POSTS.iter().any(|w| text.ends_with(w))
}

/// Whether a text begins with the word of a post.
pub(crate) fn starts_with_post(text: &str) -> bool {
    starts(text, &POSTS)
}

/// Whether what follows says that the one named before said something.
pub(crate) fn says_after(text: &str) -> bool {
    starts(text, &SAYS)
}

/// A Chinese character, as opposed to a stop, a digit or a blank.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::person;
    use crate::model::ids::UnitId;

    fn names(roster: &[&str], text: &str) -> Vec<String> {
        let unit = UnitId::new();
        let people: Vec<Person> = roster.iter().map(|n| person(unit, "A01", n, "科员")).collect();
        let roster = Roster::new(&people);
        roster.named(text).into_iter().filter_map(|n| text.get(n.at).map(str::to_owned)).collect()
    }

    #[test]
    fn names_are_found_where_they_are_names() {
        for (name, text) in [
            ("王建国", "经王建国同意后支付"),
            ("李明", "会计李明经手"),
            ("李明", "李明购买了车辆"),
            ("李明", "由李明支付"),
            ("李明", "据李明反映"),
            ("李明", "（李明）"),
            ("高明", "，高明确实没有参加"),
            ("安全", "出纳安全经手"),
            ("方向", "，方向同志没有参加"),
        ] {
            assert_eq!(names(&[name], text), [name], "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_no_names() {
        for (name, text) in [
            ("安全", "安全生产经费支出"),
            ("高度", "，高度重视不够"),
            ("方向", "方向明确"),
            ("于明", "由于明确规定"),
            ("于明", "推迟至，于明年执行"),
            ("李明", "行李明显超重"),
            ("方明", "地方明确要求"),
            ("马上", "马上整改"),
            ("文明", "创建文明单位的"),
            ("成立", "成立领导小组"),
            ("和平", "，和平县"),
        ] {
            assert_eq!(names(&[name], text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_longest_name_of_the_roster_counts() {
        assert_eq!(names(&["王建", "王建国"], "王建国签批"), ["王建国"]);
        assert_eq!(names(&["王建", "王建国"], "王建签批、王建国未签"), ["王建", "王建国"]);
    }

    #[test]
    fn namesakes_are_told_together_and_codes_are_read_in_any_case() {
        let unit = UnitId::new();
        let people = [person(unit, "A01", "王建国", "局长"), person(unit, "B02", "王建国", "会计")];
        let roster = Roster::new(&people);
        assert_eq!(roster.named("王建国")[0].people.len(), 2);
        assert_eq!(roster.of_code(unit, "b02-2").next().map(|p| p.post.as_str()), Some("会计"));
        assert!(roster.of_code(UnitId::new(), "B02").next().is_none());
        assert_eq!(roster.of_id(people[0].id).map(|p| p.code.as_str()), Some("A01"));
        let text = "〔访谈A37-2〕、B123，但XA37、A3、A3712不是";
        let found: Vec<&str> = Roster::codes(text).into_iter().filter_map(|at| text.get(at)).collect();
        assert_eq!(found, ["A37-2", "B123"]);
    }
}
