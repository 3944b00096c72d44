//! A post as it is written, taken apart: padding, dividers, brackets.

use crate::text::blank::is_blank;

/// One of the posts of 党组书记、局长（主持工作）.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The post, without brackets.
    pub(super) text: String,
    /// What stands in its brackets.
    pub(super) asides: Vec<String>,
    /// From a bracket that begins with 兼: it makes nobody a head.
    pub(super) second: bool,
}

const fn divides(c: char) -> bool {
    matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／' | '|' | '｜' | '。' | '\\' | '＋' | '+' | '&')
}

const fn opens(c: char) -> bool {
    matches!(c, '（' | '(' | '【' | '[' | '〔')
}

const fn closes(c: char) -> bool {
    matches!(c, '）' | ')' | '】' | ']' | '〕')
}

/// Words with which a post is complete: what follows them after a blank is another post.
const COMPLETE: [&str; 46] = [
    "长",
    "主任",
    "书记",
    "委员",
    "成员",
    "主席",
    "经理",
    "会计",
    "出纳",
    "报账员",
    "科员",
    "调研员",
    "干事",
    "秘书",
    "负责人",
    "教师",
    "医师",
    "护士",
    "司机",
    "驾驶员",
    "工程师",
    "会计师",
    "经济师",
    "主办",
    "警员",
    "法官",
    "检察官",
    "书记员",
    "总监",
    "政委",
    "教导员",
    "指导员",
    "职工",
    "干部",
    "助理",
    "代表",
    "文书",
    "档案员",
    "管理员",
    "人员",
    "党员",
    "巡视员",
    "支书",
    "主管",
    "督学",
    "队员",
];

fn is_complete(text: &str) -> bool {
    COMPLETE.iter().any(|w| text.ends_with(w)) && text.chars().count() > 1
}

/// The post on one line: blanks and line breaks that pad a word go, those between two posts become 、. What stands in
/// brackets keeps its words and loses its blanks.
pub(in crate::import::people) fn on_one_line(post: &str) -> String {
    let mut depth = 0_usize;
    let mut words: Vec<String> = vec![String::new()];
    for c in post.chars() {
        if opens(c) {
            depth += 1;
        } else if closes(c) {
            depth = depth.saturating_sub(1);
        }
        if is_blank(c) || c.is_control() {
            if depth == 0 && words.last().is_some_and(|w| !w.is_empty()) {
                words.push(String::new());
            }
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let mut out = String::new();
    for word in words.into_iter().filter(|w| !w.is_empty()) {
        let last = out.rsplit(divides).next().unwrap_or_default();
        let last = last.split(opens).next().unwrap_or_default();
        let apart = |c: char| c.is_ascii_alphanumeric();
        if out.ends_with(apart) && word.starts_with(apart) {
            out.push(' ');
        } else if is_complete(last) && !word.starts_with(divides) && !word.starts_with(opens) {
            out.push('、');
        }
        out.push_str(&word);
    }
    out
}

/// The single posts, as [`on_one_line`] divides them and 、，/ 兼 do.
pub(super) fn pieces(post: &str) -> Vec<Piece> {
    let line = on_one_line(post);
    let mut out: Vec<Piece> = Vec::new();
    let mut open = Piece::default();
    let mut aside: Option<(usize, String)> = None;
    let chars: Vec<char> = line.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        match &mut aside {
            Some((depth, text)) => {
                if opens(c) {
                    *depth += 1;
                } else if closes(c) {
                    *depth -= 1;
                }
                if *depth == 0 {
                    let text = std::mem::take(text);
                    aside = None;
                    open.asides.push(text);
                } else {
                    text.push(c);
                }
            }
            None if opens(c) => aside = Some((1, String::new())),
            None if closes(c) => {}
            None if divides(c) || concurrently(&chars, at) => finish(&mut open, &mut out),
            // 水政股-股长
            None if matches!(c, '-' | '—' | '－' | '–' | '·' | '"' | '“' | '”') => {}
            None => open.text.push(c),
        }
    }
    // A bracket that is never closed is one all the same.
    open.asides.extend(aside.map(|(_, text)| text).filter(|t| !t.is_empty()));
    finish(&mut open, &mut out);
    let seconds: Vec<Piece> =
        out.iter().flat_map(|p| &p.asides).filter_map(|a| a.strip_prefix('兼')).flat_map(second).collect();
    out.extend(seconds);
    out
}

/// The posts of a bracket 兼X.
fn second(text: &str) -> Vec<Piece> {
    let parts = text.trim_start_matches('任').split(divides).filter(|t| t.chars().count() > 1);
    parts.map(|t| Piece { text: t.to_owned(), asides: Vec::new(), second: true }).collect()
}

/// 兼 between two posts, not that of 兼职.
fn concurrently(chars: &[char], at: usize) -> bool {
    chars.get(at) == Some(&'兼') && !matches!(chars.get(at + 1), Some('职' | '顾' | '容' | '并'))
}

fn finish(open: &mut Piece, out: &mut Vec<Piece>) {
    let mut piece = std::mem::take(open);
    let mut text = piece.text.as_str();
    // 党内：党组书记
    if let Some((label, post)) = text.split_once(['：', ':'])
        && label.chars().count() <= 4
    {
        text = post;
    }
    text = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '①' | '②' | '③'));
    for word in ["现任", "担任", "现为", "任"] {
        text = text.strip_prefix(word).filter(|t| t.chars().count() > 1).unwrap_or(text);
    }
    // 副镇长人选
    text = ["人选", "候选人"].iter().find_map(|w| text.strip_suffix(w)).filter(|t| !t.is_empty()).unwrap_or(text);
    piece.text = String::from(text);
    if piece.text.is_empty() {
        if let Some(last) = out.last_mut() {
            last.asides.append(&mut piece.asides);
            return;
        }
        if piece.asides.is_empty() {
            return;
        }
    }
    out.push(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_pad_or_divide() {
        for (written, want) in [
            ("局　长", "局长"),
            ("副 局 长", "副局长"),
            ("党组书记 局长", "党组书记、局长"),
            ("党组书记\n局长", "党组书记、局长"),
            ("党组书记　局 长", "党组书记、局长"),
            ("局 长 党 组 书 记", "局长、党组书记"),
            ("党组成员 副局长", "党组成员、副局长"),
            ("办公室 主任", "办公室主任"),
            ("办公室 主 任", "办公室主任"),
            ("青禾县水利局 局长", "青禾县水利局局长"),
            ("党组成员、副\n局长", "党组成员、副局长"),
            ("党组成员、 副局长", "党组成员、副局长"),
            ("局长 （主持 工作）", "局长（主持工作）"),
            ("四级 调研员", "四级调研员"),
            ("IT 主管", "IT主管"),
        ] {
            assert_eq!(on_one_line(written), want, "{written:?}");
        }
    }

    #[test]
    fn posts_are_divided_alike() {
        let texts = |post: &str| pieces(post).into_iter().map(|p| p.text).collect::<Vec<_>>();
        for post in [
            "党组书记、局长",
            "党组书记，局长",
            "党组书记/局长",
            "党组书记 局长",
            "党组书记\n局长",
            "党组书记兼局长",
            "党组书记兼任局长",
            "党内：党组书记；行政：局长",
        ] {
            assert_eq!(texts(post), ["党组书记", "局长"], "{post:?}");
        }
        assert_eq!(texts("兼职律师"), ["兼职律师"]);
        let own = pieces("党组成员、副局长（主持工作）");
        assert_eq!(own[1].asides, ["主持工作"], "the bracket belongs to the post that it follows");
        let second = pieces("党委委员、副镇长（兼柳湾村党支部书记）");
        assert!(second[2].second && second[2].text == "柳湾村党支部书记");
        assert_eq!(texts("副局长（分管财务"), ["副局长"]);
    }
}
