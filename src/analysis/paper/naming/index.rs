//! The roster by the first characters of what people are called, made once.

use super::super::roster::Listed;
use super::office;
use super::text::DOTS;
use crate::model::ids::UnitId;
use crate::text::normal::Normal;
use pinyin::ToPinyin as _;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What a person may be called by, in normal characters.
#[derive(Debug, Default)]
pub(in super::super) struct Keys {
    /// The name.
    pub(super) name: Vec<char>,
    /// The parts of a name with dots, of two characters at least.
    pub(super) parts: Vec<Vec<char>>,
    /// Surname of a name without dots.
    pub(super) surname: Vec<char>,
    /// What follows it.
    pub(super) given: Vec<char>,
    /// The last two characters of a name that begins with no Chinese surname: 俄木|史布.
    pub(super) last: Vec<char>,
    /// The posts, each alone.
    pub(super) posts: Vec<Held>,
}

/// A post of somebody.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) chars: Vec<char>,
    /// They held it once.
    pub(super) past: bool,
}

/// Who is called by something that begins with a character.
#[derive(Debug, Default)]
pub(super) struct Starts {
    pub(super) names: Vec<usize>,
    /// The person, and which part.
    pub(super) parts: Vec<(usize, usize)>,
    pub(super) surnames: Vec<usize>,
    pub(super) given: Vec<usize>,
    pub(super) last: Vec<usize>,
}

/// A person and their name in pinyin.
type Spelt = (usize, Vec<char>);

/// The index.
#[derive(Debug, Default)]
pub(in super::super) struct Index {
    keys: Vec<Keys>,
    starts: HashMap<char, Starts>,
    /// By the normal form of the code.
    codes: HashMap<String, Vec<usize>>,
    /// By unit and last character of a post: the person, and which post.
    posts: HashMap<(UnitId, char), Vec<(usize, usize)>>,
    spelt: OnceLock<HashMap<char, Vec<Spelt>>>,
    initials: OnceLock<HashMap<String, Vec<usize>>>,
}

/// Surnames of two characters.
const COMPOUND: [&str; 24] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木", "呼延",
    "南宫", "独孤", "轩辕", "长孙", "宇文", "鲜于", "闾丘", "申屠", "百里", "万俟",
];
/// Surnames that are read otherwise than the character is elsewhere.
const READ_OTHERWISE: [(char, &str); 16] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('任', "ren"),
    ('朴', "piao"),
    ('盖', "ge"),
    ('尉', "yu"),
    ('乐', "yue"),
    ('翟', "zhai"),
    ('折', "she"),
    ('缪', "miao"),
    ('宓', "fu"),
    ('召', "shao"),
];

impl Index {
    /// Of these people, in their order.
    pub(in super::super) fn new(people: &[Listed]) -> Self {
        let mut index = Self::default();
        for (at, person) in people.iter().enumerate() {
            let keys = Keys::of(person);
            let mut start = |c: Option<&char>, add: &dyn Fn(&mut Starts)| {
                if let Some(c) = c {
                    add(index.starts.entry(*c).or_default());
                }
            };
            if keys.name.len() > 1 {
                start(keys.name.first(), &|s| s.names.push(at));
            }
            for (nth, part) in keys.parts.iter().enumerate() {
                start(part.first(), &|s| s.parts.push((at, nth)));
            }
            start(keys.surname.first(), &|s| s.surnames.push(at));
            start(keys.given.first(), &|s| s.given.push(at));
            start(keys.last.first(), &|s| s.last.push(at));
            let code: String = Normal::of(&person.code).text();
            if !code.is_empty() {
                index.codes.entry(code).or_default().push(at);
            }
            for (nth, post) in keys.posts.iter().enumerate() {
                if let Some(last) = post.chars.last() {
                    index.posts.entry((person.unit, *last)).or_default().push((at, nth));
                }
            }
            index.keys.push(keys);
        }
        index
    }

    pub(super) fn starts(&self, c: char) -> Option<&Starts> {
        self.starts.get(&c)
    }

    pub(super) fn keys(&self, at: usize) -> Option<&Keys> {
        self.keys.get(at)
    }

    pub(super) fn code(&self, normal: &str) -> &[usize] {
        self.codes.get(normal).map_or(&[], Vec::as_slice)
    }

    pub(super) fn posts_ending(&self, unit: UnitId, last: char) -> &[(usize, usize)] {
        self.posts.get(&(unit, last)).map_or(&[], Vec::as_slice)
    }

    /// Who has these initials; made when a text has words of capitals.
    pub(super) fn initials(&self, word: &str) -> &[usize] {
        let all = self.initials.get_or_init(|| {
            let mut all: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, keys) in self.keys.iter().enumerate() {
                let first = |s: String| s.chars().next().map(|c| c.to_ascii_uppercase());
                let initials: Option<String> = keys.syllables().and_then(|all| all.into_iter().map(first).collect());
                if let Some(initials) = initials.filter(|i| i.len() > 2) {
                    all.entry(initials).or_default().push(at);
                }
            }
            all
        });
        all.get(word).map_or(&[], Vec::as_slice)
    }

    /// The names in pinyin that begin with a letter; made when a text has Latin letters.
    pub(super) fn spelt(&self, first: char) -> &[Spelt] {
        let all = self.spelt.get_or_init(|| {
            let mut all: HashMap<char, Vec<Spelt>> = HashMap::new();
            for (at, keys) in self.keys.iter().enumerate() {
                for spelt in keys.spelt() {
                    if let Some(first) = spelt.first() {
                        all.entry(*first).or_default().push((at, spelt.clone()));
                    }
                }
            }
            all
        });
        all.get(&first).map_or(&[], Vec::as_slice)
    }
}

/// A name without what rosters add to it: 王五（借调）, 蒋五同志, 褚三 女.
fn without_additions(name: &str) -> &str {
    const ADDED: [&str; 6] = ["同志", "先生", "女士", " 女", " 男", "　女"];
    let bare = name.split(['（', '(', '〔', '[']).next().unwrap_or_default().trim();
    let bare = ADDED.iter().find_map(|a| bare.strip_suffix(a)).unwrap_or(bare).trim();
    if bare.chars().nth(1).is_some() { bare } else { name }
}

impl Keys {
    fn of(person: &Listed) -> Self {
        let normal = |text: &str| -> Vec<char> { Normal::of(text).chars().to_vec() };
        let written = without_additions(&person.name);
        let name = normal(written);
        let parts: Vec<Vec<char>> = written.split(|c| DOTS.contains(c)).map(normal).collect();
        let dotted = parts.len() > 1;
        let (mut surname, mut given, mut last) = (Vec::new(), Vec::new(), Vec::new());
        if !dotted && (2..=4).contains(&name.len()) && name.iter().all(|c| !c.is_ascii()) {
            let begins = |s: &&str| name.len() > 2 && name.starts_with(&s.chars().collect::<Vec<_>>());
            let split = if COMPOUND.iter().any(begins) { 2 } else { 1 };
            surname.extend(name.iter().take(split));
            given.extend(name.iter().skip(split));
            if name.len() - split > 2 {
                last.extend(name.iter().skip(name.len() - 2));
            }
        }
        let parts = if dotted { parts.into_iter().filter(|p| p.len() > 1).collect() } else { Vec::new() };
        let held = |(post, past): (String, bool)| Held { chars: normal(&post), past };
        let leads = person.post.contains("分管") || !person.duties.is_empty();
        let leader = leads.then(|| (office::LEADER.to_owned(), false));
        let posts = office::parts(&person.post).into_iter().chain(leader).map(held).collect();
        Self { name, parts, surname, given, last, posts }
    }

    /// The name in pinyin, by characters; none for a name that is not all Chinese.
    fn syllables(&self) -> Option<Vec<String>> {
        let syllable = |(nth, c): (usize, &char)| -> Option<String> {
            let other = READ_OTHERWISE.iter().find(|(s, _)| nth == 0 && s == c && !self.surname.is_empty());
            other.map(|(_, read)| (*read).to_owned()).or_else(|| Some(c.to_pinyin()?.plain().to_owned()))
        };
        self.name.iter().enumerate().map(syllable).collect()
    }

    /// The name in pinyin, ü as v and as u, and the given name first.
    fn spelt(&self) -> Vec<Vec<char>> {
        let Some(all) = self.syllables() else { return Vec::new() };
        if all.len() < 2 {
            return Vec::new();
        }
        let straight = all.concat();
        let (family, own) = all.split_at(self.surname.len().min(all.len()));
        let turned = format!("{}{}", own.concat(), family.concat());
        let mut spelt = Vec::new();
        for text in [straight, turned] {
            for text in [text.replace('ü', "v"), text.replace('ü', "u")] {
                let text: Vec<char> = text.chars().collect();
                if text.len() > 3 && !spelt.contains(&text) {
                    spelt.push(text);
                }
            }
        }
        spelt
    }
}
