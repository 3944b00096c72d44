//! What stands beside a code and tells who that is: post, sex, kin, what they did, day and place of the talk.

use super::office::{BODIES, INNER};
use super::words::{POSTS, ends, speaks, starts};
use super::{Allowed, How, Identified, Listed};
use crate::text::normal::Normal;
use std::ops::Range;

/// What may stand around a code.
const OPENS: [char; 7] = ['〔', '（', '(', '“', '[', '【', ' '];
const CLOSES: [char; 6] = ['〕', '）', ')', ']', '】', '”'];
/// Words that end a description of a person.
const PERSONS: [&str; 30] = [
    "女",
    "男",
    "人员",
    "家属",
    "妻子",
    "丈夫",
    "爱人",
    "儿子",
    "女儿",
    "父亲",
    "母亲",
    "弟弟",
    "哥哥",
    "姐姐",
    "妹妹",
    "亲属",
    "连襟",
    "姐夫",
    "妹夫",
    "侄子",
    "外甥",
    "同学",
    "战友",
    "负责人",
    "经办人",
    "知情者",
    "临时工",
    "合同工",
    "村民",
    "群众",
];
/// Of these there are many, and they tell nothing.
const VAGUE: [&str; 14] = [
    "有关人员",
    "相关人员",
    "工作人员",
    "知情人",
    "谈话对象",
    "被谈话人",
    "访谈对象",
    "谈话人员",
    "上述人员",
    "其他人员",
    "部分人员",
    "多名人员",
    "有关群众",
    "多名群众",
];
/// What leads to a code, or joins it to another.
const LEADS: [&str; 22] = [
    "据", "经", "由", "与", "和", "及", "对", "向", "见", "如", "编码", "代号", "编号", "谈话", "访谈", "其中", "另据",
    "但", "且", "而", "记录", "依据",
];
/// Modifiers that tell nothing.
const PLAIN: [&str; 8] = ["上述的", "有关的", "相关的", "其他的", "另外的", "前述的", "所谈的", "同一的"];
/// What follows a code and tells of the person.
const TELLS: [&str; 30] = [
    "作为", "系", "身为", "时任", "原任", "现任", "曾任", "兼任", "担任", "其女", "其子", "其妻", "其夫", "其父",
    "其母", "其家", "其兄", "其弟", "其姐", "其妹", "其亲", "签订", "签字", "签批", "经手", "保管", "负责", "分管",
    "记账", "经办",
];
/// Words for a talk.
const TALKS: [&str; 5] = ["谈话", "访谈", "走访", "约谈", "面谈"];
/// Ends of words for places.
const PLACES: &str = "室家楼房办村校院局店处所车库地厅馆里";

/// What may stand in brackets behind a code.
const RECORDS: [&str; 10] = ["段", "读回", "记录", "笔录", "见", "同上", "证", "页", "次谈话", "待核"];

/// What ends a piece of a sentence.
const ENDS: [char; 12] = ['，', '。', '；', '：', '、', '！', '？', '\n', ',', ';', '〕', '”'];
/// Longest description before a post, in characters.
const LONGEST_DESCRIPTION: usize = 16;

/// Longest name of a body within a unit, in characters.
const LONGEST_BODY: usize = 8;

/// A code in a text.
pub(super) struct Coded<'a, 't> {
    pub(super) people: Vec<&'a Listed>,
    /// Where the code itself stands, in bytes.
    pub(super) at: Range<usize>,
    pub(super) before: &'t str,
    pub(super) after: &'t str,
}

impl<'a> Allowed<'a, '_> {
    /// What tells who a code of the unit is.
    pub(super) fn beside(text: &str, coded: &[Coded<'a, '_>]) -> Vec<Identified<'a>> {
        let mut found = Vec::new();
        for coded in coded {
            let after = text.len() - coded.after.len();
            let goes_on = coded.after.trim_start().starts_with(|c| super::name::is_han(c) || "：:“（(".contains(c));
            let before = before(coded.before, &coded.people, goes_on);
            let places =
                before.into_iter().chain(following(coded.after, &coded.people).map(|r| after + r.start..after + r.end));
            found.extend(places.map(|at| Identified { people: coded.people.clone(), at, how: How::Beside }));
        }
        found
    }

    /// The codes of people of the unit, in marks and bare.
    pub(super) fn coded<'t>(&self, text: &'t str) -> Vec<Coded<'a, 't>> {
        let mut found = Vec::new();
        let mut from = 0;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || ('０'..='ｚ').contains(&c) || c == '－';
        while let Some(start) = text.get(from..).and_then(|t| t.find(is_part)).map(|at| from + at) {
            let rest = text.get(start..).unwrap_or_default();
            let end = start + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            from = end;
            let word = text.get(start..end).unwrap_or_default();
            let people = self.of_code(word);
            // Of somebody who is responsible as well: what stands beside their code tells whose it is.
            let rest = text.get(end..).unwrap_or_default();
            if people.is_empty() || super::code::is_number("", rest) {
                continue;
            }
            let before = text.get(..start).unwrap_or_default().trim_end_matches(OPENS);
            let before = before.strip_suffix("访谈").unwrap_or(before).trim_end_matches(OPENS);
            let after = text.get(end..).unwrap_or_default();
            found.push(Coded { people, at: start..end, before, after: after.trim_start_matches(CLOSES) });
        }
        found
    }

    fn of_code(&self, word: &str) -> Vec<&'a Listed> {
        let index = self.roster.index();
        let normal = |word: &str| Normal::of(word).text();
        if word.chars().filter(char::is_ascii_digit).count()
            + word.chars().filter(|c| ('０'..='９').contains(c)).count()
            < 2
        {
            return Vec::new();
        }
        let whole = self.of_unit(index.code(&normal(word)));
        if !whole.is_empty() {
            return whole;
        }
        // A second talk's number: A37-2.
        word.rsplit_once(['-', '－']).map(|(code, _)| self.of_unit(index.code(&normal(code)))).unwrap_or_default()
    }
}

/// The longest piece of at least two characters of a post that stands there, in bytes.
fn overlap(post: &str, stands: impl Fn(&str) -> bool) -> Option<usize> {
    let starts: Vec<usize> = post.char_indices().map(|(at, _)| at).chain([post.len()]).collect();
    let pieces = starts
        .iter()
        .enumerate()
        .flat_map(|(nth, from)| starts.iter().skip(nth + 2).filter_map(|to| post.get(*from..*to)));
    pieces.filter(|piece| stands(piece)).map(str::len).max()
}

/// Where the post at the end of a text begins of which a piece begins at `piece`: 建设管理|股股长 is a piece of 财务股股长,
/// which is 财务股股长 as a whole.
fn whole_post(direct: &str, piece: usize) -> usize {
    let before = direct.get(..piece).unwrap_or_default();
    let segment = before.rsplit(|c: char| ENDS.contains(&c) || !super::name::is_han(c)).next().unwrap_or_default();
    let lead = LEADS.iter().find_map(|l| segment.strip_prefix(l)).unwrap_or(segment);
    let lead = lead.rsplit(['的', '原', '任', '由', '据', '向', '是']).next().unwrap_or_default();
    let inside = direct.get(piece..).is_some_and(|p| p.starts_with(|c| BODIES.contains(c)));
    let of_body = inside || lead.ends_with(|c| INNER.contains(c));
    if of_body && lead.chars().count() <= LONGEST_BODY { piece - lead.len() } else { piece }
}

/// The person's own post at the end of a text, with what goes before it to tell of them: 一位退休的原党组成员.
pub(super) fn described(direct: &str, people: &[&Listed]) -> Option<Range<usize>> {
    let length = people.iter().filter_map(|p| overlap(&p.post, |piece| direct.ends_with(piece))).max()?;
    let post = whole_post(direct, direct.len() - length);
    let segment = direct.get(..post)?.rsplit(ENDS).next().unwrap_or_default();
    let from = post - segment.len();
    let lead = LEADS.iter().find_map(|l| segment.strip_prefix(l)).unwrap_or(segment);
    let tells = lead.ends_with(['的', '原', '老', '任']) && lead.chars().count() <= LONGEST_DESCRIPTION;
    Some(if tells { from + segment.len() - lead.len()..direct.len() } else { post..direct.len() })
}

/// A description that ends in 的 at the end of a text, without what leads to it: 据退休的.
pub(super) fn modified(direct: &str) -> Option<Range<usize>> {
    let segment = direct.rsplit(ENDS).next().unwrap_or_default();
    let lead = LEADS.iter().find_map(|l| segment.strip_prefix(l)).unwrap_or(segment);
    let tells = lead.ends_with('的') && lead.chars().count() <= LONGEST_DESCRIPTION && !ends(lead, &PLAIN);
    tells.then(|| direct.len() - lead.len()..direct.len())
}

/// What tells of the person before a code. `goes_on`: the code is no mark at the end of what it says.
fn before(text: &str, people: &[&Listed], goes_on: bool) -> Option<Range<usize>> {
    let direct = text.trim_end_matches([' ', '、']);
    if let Some(range) = described(direct, people) {
        return Some(range);
    }
    let segment = direct.rsplit(ENDS).next().unwrap_or_default();
    let from = direct.len() - segment.len();
    if ends(segment, &VAGUE) || ends(segment, &PLAIN) {
        return None;
    }
    // 低保户说没有见过核查人员〔访谈A37〕: what they say, not who they are.
    let says = !goes_on && super::telling::told(segment).is_some();
    let person = !says && (ends(segment, &POSTS) || ends(segment, &PERSONS));
    if segment.ends_with('的') && goes_on || person {
        let lead = LEADS.iter().find_map(|l| segment.strip_prefix(l)).unwrap_or(segment);
        return Some(direct.len() - lead.len()..direct.len());
    }
    if !goes_on {
        return None;
    }
    if !segment.trim().is_empty() {
        // 3月5日在三楼会议室与〔访谈A91〕谈话
        let bare = LEADS.iter().find_map(|l| segment.strip_suffix(l)).unwrap_or(segment);
        return talk_at(bare).then(|| from..from + bare.len());
    }
    let earlier = direct.get(..from)?;
    let stop = earlier.trim_end_matches([' ', '“']).strip_suffix(['，', ','])?;
    let clause = stop.rsplit(['，', '。', '；', '：', '！', '？', '\n', ',', ';']).next()?;
    talk_at(clause).then(|| stop.len() - clause.len()..stop.len())
}

/// Whether a clause is nothing but day and place, and at most that one talked: 3月10日在其家中谈话时.
fn talk_at(clause: &str) -> bool {
    let (day, rest) = without_day(clause.trim());
    let place = rest.strip_prefix(['在', '于', '到']).map(|p| p.trim_end_matches(['中', '时']));
    let talks = TALKS.iter().any(|t| rest.contains(t));
    let short = rest.chars().count() <= 16;
    if day {
        return rest.is_empty() || talks && short || place.is_some_and(|p| short && ends_in_place(p));
    }
    talks
        && short
        && place.is_some_and(|p| TALKS.iter().any(|t| p.trim_end_matches(t).ends_with(|c| PLACES.contains(c))))
}

fn ends_in_place(text: &str) -> bool {
    text.ends_with(|c| PLACES.contains(c))
}

/// Whether a text begins with a day, and what follows it.
fn without_day(text: &str) -> (bool, &str) {
    const TIMES: [&str; 9] = ["上午", "下午", "晚上", "中午", "早上", "傍晚", "凌晨", "当天", "当日"];
    let digits = text.trim_start_matches(|c: char| c.is_numeric() || "年月日号一二三四五六七八九十〇零 ".contains(c));
    let said = text.get(..text.len() - digits.len()).unwrap_or_default();
    let mut rest = digits;
    while let Some(after) = TIMES.iter().find_map(|t| rest.strip_prefix(t)) {
        rest = after;
    }
    (said.contains(['日', '号']), rest)
}

/// What tells of the person after a code.
fn following(text: &str, people: &[&Listed]) -> Option<Range<usize>> {
    let blank = text.len() - text.trim_start_matches(' ').len();
    let text = text.get(blank..)?;
    let at = |from: usize, length: usize| Some(blank + from..blank + from + length);
    if let Some(inside) = text.strip_prefix(['（', '(']) {
        let inside = inside.split(['）', ')']).next().unwrap_or_default();
        let told = inside.chars().any(super::name::is_han) && !RECORDS.iter().any(|r| inside.contains(r));
        let opening = text.chars().next().map_or(0, char::len_utf8);
        return told.then(|| at(opening, inside.len())).flatten();
    }
    let own =
        people.iter().filter_map(|p| overlap(&p.post, |piece| text.trim_start_matches('、').starts_with(piece))).max();
    if let Some(length) = own {
        let from = text.len() - text.trim_start_matches('、').len();
        let rest = text.get(from + length..).and_then(|t| t.strip_prefix(['，', ',']));
        let more = rest.map_or(0, |rest| particulars(rest, people, true));
        let comma = if more > 0 { text.len() - from - length - rest.map_or(0, str::len) } else { 0 };
        return at(from, length + comma + more);
    }
    let comma = text.strip_prefix(['，', ',']);
    let length = particulars(comma.unwrap_or(text), people, comma.is_some());
    if length > 0 {
        return at(text.len() - comma.unwrap_or(text).len(), length);
    }
    if comma.is_some() {
        return None;
    }
    let clause = text.split(['，', '。', '；', '：', '！', '？', '\n', ',', ';', '“', '〔']).next().unwrap_or_default();
    if starts(clause, &POSTS) {
        return at(0, clause.chars().take(2).map(char::len_utf8).sum());
    }
    if starts(clause, &TELLS) {
        return at(0, until_speech(clause));
    }
    let is = clause
        .strip_prefix(['是', '为'])
        .filter(|t| !starts(t, &["否", "这样", "在", "先", "按", "由", "什么", "怎", "如", "了", "何"]));
    if is.is_some() {
        return at(0, until_speech(clause));
    }
    let (day, rest) = without_day(clause.strip_prefix(['于', '在']).unwrap_or(clause));
    let until = clause.get(..until_speech(clause))?;
    let placed = until.strip_prefix(['于', '在']).is_some_and(|p| {
        let p = TALKS.iter().fold(p.trim_end_matches(['中', '时']), |p, t| p.strip_suffix(t).unwrap_or(p));
        ends_in_place(p)
    });
    let spoke = speaks(rest) || rest.starts_with(['在', '于']) || TALKS.iter().any(|t| until.contains(t));
    (day && spoke || placed).then(|| at(0, until.len())).flatten()
}

/// How much of a text, from its beginning, tells of the person, piece by piece: 女，副局长，今年72岁. `apart`: a comma parts
/// it from the code.
fn particulars(text: &str, people: &[&Listed], apart: bool) -> usize {
    let (mut from, mut told) = (0, 0);
    while let Some(rest) = text.get(from..) {
        let stop = rest.find(['，', ',', '、', '。', '；', '：', '！', '？', '\n', ';', '“', '〔', '（', '(']);
        let piece = rest.get(..stop.unwrap_or(rest.len())).unwrap_or_default();
        // ，群众反映强烈 is another clause; ，女干部反映 is none.
        let clause = apart && from == 0 && !starts(piece, &["男", "女"]);
        let said = if clause { piece.len() } else { until_speech(piece) };
        let piece_told = piece.get(..said).unwrap_or_default();
        let first = from == 0 && !apart;
        let own = || !first && people.iter().any(|p| !p.post.is_empty() && p.post.contains(piece_told));
        let stands = piece_told.chars().nth(1).is_some() && own()
            || is_particular(piece_told)
            || !first && ends(piece_told, &POSTS);
        if !stands || piece_told.chars().count() > LONGEST_PARTICULAR || ends(piece_told, &VAGUE) {
            break;
        }
        told = from + said;
        let goes_on = rest.get(piece.len()..).filter(|t| said == piece.len() && t.starts_with(['，', ',', '、']));
        let Some(stop) = goes_on.and_then(|t| t.chars().next()) else { break };
        from += piece.len() + stop.len_utf8();
    }
    told
}

/// Longest particular, in characters.
const LONGEST_PARTICULAR: usize = 12;

/// Whether a piece of a sentence tells sex, age, origin, schooling or standing of a person and nothing else.
fn is_particular(piece: &str) -> bool {
    const STANDINGS: [&str; 12] =
        ["中共党员", "党员", "预备党员", "群众", "非党员", "已退休", "退休", "在编", "非在编", "编外", "已婚", "未婚"];
    const ORIGINS: [&str; 6] = ["村人", "镇人", "乡人", "县人", "市人", "省人"];
    const SCHOOLED: [&str; 6] = ["学历", "文化", "文化程度", "毕业", "专业", "职称"];
    const SPANS: [&str; 6] = ["工龄", "党龄", "任职", "从事", "工作", "干了"];
    let numbered = piece.contains(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c));
    let people = piece.ends_with('族') && piece.chars().count() <= 4;
    let sex = starts(piece, &["男", "女"])
        && (piece.chars().count() <= 4 || ends(piece, &POSTS) || numbered && piece.contains('岁'));
    sex || numbered
        && ends(piece, &["岁", "岁的", "岁左右", "年生", "月生", "日生", "生人", "出生", "入党", "参加工作", "退休"])
        || numbered && piece.ends_with('年') && SPANS.iter().any(|s| piece.contains(s))
        || STANDINGS.contains(&piece)
        || starts(piece, &["已退休", "退休"]) && ends(piece, &["年", "多年", "干部", "职工", "人员"])
        || ends(piece, &ORIGINS)
        || ends(piece, &SCHOOLED) && piece.chars().count() <= 8
        || people
}

/// How much of a clause comes before somebody speaks in it.
pub(super) fn until_speech(clause: &str) -> usize {
    let places = clause.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    let speech = |at: &usize| clause.get(*at..).is_some_and(|t| speaks(t) && !t.starts_with(['在', '对', '向']));
    places.filter(speech).min().unwrap_or(clause.len())
}
