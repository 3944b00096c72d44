//! What a post tells about a person: head of the unit, member of the leading body, retired. A guess, shown before
//! anything is written, and left alone once a person has changed it.

use crate::model::people::Party;
use crate::text::blank::is_blank;

/// Posts of a head, when nothing smaller than the unit stands before them.
const HEADS: [&str; 34] = [
    "党组书记",
    "党委书记",
    "党工委书记",
    "党总支书记",
    "书记",
    "局长",
    "主任",
    "镇长",
    "乡长",
    "县长",
    "区长",
    "部长",
    "院长",
    "校长",
    "园长",
    "台长",
    "馆长",
    "行长",
    "社长",
    "会长",
    "主席",
    "理事长",
    "董事长",
    "总经理",
    "检察长",
    "主要负责人",
    "街道办主任",
    "办事处主任",
    "街道办事处主任",
    "管委会主任",
    "镇党委书记",
    "乡党委书记",
    "人民政府镇长",
    "人民政府乡长",
];
/// Words that make someone a member of the leading body.
const LEADING: [&str; 21] = [
    "班子成员",
    "党组成员",
    "党委委员",
    "党委成员",
    "党工委委员",
    "党组副书记",
    "党委副书记",
    "党工委副书记",
    "纪检组长",
    "纪检监察组组长",
    "纪检组组长",
    "纪委书记",
    "纪工委书记",
    "人大主席",
    "武装部长",
    "组织委员",
    "宣传委员",
    "统战委员",
    "政法委员",
    "总工程师",
    "领导班子",
];
/// Deputies of a head.
const DEPUTIES: [&str; 16] = [
    "副局长",
    "副书记",
    "副主任",
    "副镇长",
    "副乡长",
    "副县长",
    "副部长",
    "副院长",
    "副校长",
    "副园长",
    "副台长",
    "副馆长",
    "副行长",
    "副主席",
    "副理事长",
    "副总经理",
];
/// What is smaller than a unit: with one of these before it, 主任 or 书记 heads no unit.
const SMALLER: [&str; 28] = [
    "办公室",
    "科",
    "股",
    "室",
    "处",
    "站",
    "所",
    "队",
    "中心",
    "支部",
    "机关党委",
    "工会",
    "妇联",
    "团委",
    "村",
    "社区",
    "居委",
    "分局",
    "车间",
    "班",
    "组",
    "小学部",
    "年级",
    "教务",
    "政教",
    "纪委",
    "纪检",
    "人大",
];
/// Posts that are over.
const PAST: [&str; 10] = ["退休", "离休", "退居二线", "原任", "曾任", "退二线", "离岗", "已调出", "已调离", "病故"];
/// Departments that are the leading body itself.
const LEADERS: [&str; 4] = ["领导班子", "班子成员", "党组成员", "领导班子成员"];

/// What was read out of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of one post, read together")]
pub(super) struct PostStanding {
    pub(super) head: bool,
    pub(super) leading_body: bool,
    pub(super) retired: bool,
    /// Acts as head without the title (主持工作): to be looked at.
    pub(super) acting: bool,
}

/// Reads a post. `department` narrows it: 主任 of a 办公室 heads no unit. `group` is the heading or the person's category.
pub(super) fn standing(post: &str, department: &str, group: &str) -> PostStanding {
    let squeezed: String = post.chars().filter(|c| !is_blank(*c)).collect();
    let contains = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
    let retired = contains(&squeezed, &PAST) || contains(group, &PAST);
    if retired {
        return PostStanding { retired, ..PostStanding::default() };
    }
    let leaders = is_leaders(department) || is_leaders(group);
    let small = !department.is_empty() && !is_leaders(department) && contains(department, &SMALLER);
    let acting = squeezed.contains("主持") && squeezed.contains("工作") && !small;
    let parts = || parts(&squeezed);
    let head = !small && (acting || parts().any(|p| is_head(&p)));
    let leading_body = head || leaders || parts().any(|p| is_leading(&p, small));
    PostStanding { head, leading_body, retired, acting: acting && !parts().any(|p| is_head(&p)) }
}

/// Whether a department or heading is the leading body.
pub(super) fn is_leaders(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let short = bare.ends_with("领导") && bare.chars().count() <= 4;
    short || LEADERS.contains(&bare.as_str()) || ["领导班子", "班子成员"].iter().any(|w| bare.ends_with(w))
}

/// The single posts of 党组书记、局长, without what stands in brackets.
fn parts(post: &str) -> impl Iterator<Item = String> {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for c in post.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '、' | '，' | ',' | '；' | ';' | '/' | '／' | '兼' | '。' => bare.push('、'),
            c => bare.push(c),
        }
    }
    bare.split('、').filter(|p| !p.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn past_or_helper(part: &str) -> bool {
    part.starts_with(['原', '前']) || part.contains("助理") || part.contains("秘书")
}

fn is_head(part: &str) -> bool {
    if past_or_helper(part) || part.contains('副') {
        return false;
    }
    // The longest title that fits, so that what stands before it is the name of a unit and no part of the title.
    let before = HEADS.iter().filter_map(|w| part.strip_suffix(w)).min_by_key(|b| b.len());
    before.is_some_and(|unit| !SMALLER.iter().any(|w| unit.contains(w)))
}

fn is_leading(part: &str, small: bool) -> bool {
    if past_or_helper(part) {
        return false;
    }
    if LEADING.iter().any(|w| part.contains(w)) {
        return !["机关", "支部", "村", "社区"].iter().any(|w| part.contains(w));
    }
    let before = DEPUTIES.iter().filter_map(|w| part.strip_suffix(w)).min_by_key(|b| b.len());
    !small && before.is_some_and(|unit| !SMALLER.iter().any(|w| unit.contains(w)))
}

/// Party status as rosters write it. `Err` gives the reason for a doubt.
pub(super) fn party(text: &str) -> Result<Party, String> {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let has = |words: &[&str]| words.iter().any(|w| bare.contains(w));
    Ok(match bare.as_str() {
        "" | "/" | "—" | "-" | "——" | "--" => Party::Unknown,
        "是" | "√" | "党" | "中共" => Party::Member,
        "否" | "×" | "无" | "非" => Party::No,
        // Members of other parties are 党员 too, so they come first.
        _ if has(&["民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟", "民主党派"]) => {
            Party::No
        }
        _ if has(&["非党", "非中共", "无党派", "群众", "团员"]) => Party::No,
        _ if has(&["预备"]) => Party::Probationary,
        _ if has(&["积极分子", "发展对象"]) => Party::No,
        _ if has(&["党员", "中共", "共产党"]) => Party::Member,
        _ => return Err(format!("政治面貌“{}”认不出，未记", bare.chars().take(12).collect::<String>())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_tell_head_and_leading_body() {
        for (post, department, group, head, leading, retired) in [
            ("局长", "", "", true, true, false),
            ("党组书记、局长", "", "", true, true, false),
            ("县水务局党组书记、局长", "", "", true, true, false),
            ("城关镇党委书记", "", "", true, true, false),
            ("主 任", "", "", true, true, false),
            ("主任", "办公室", "", false, false, false),
            ("办公室主任", "", "", false, false, false),
            ("服务中心主任", "", "", false, false, false),
            ("机关党支部书记", "", "", false, false, false),
            ("党组成员、副局长", "", "", false, true, false),
            ("副局长（主持全面工作）", "", "", true, true, false),
            ("党组成员、派驻纪检监察组组长", "", "", false, true, false),
            ("镇党委副书记、镇长", "", "", true, true, false),
            ("镇党委委员、纪委书记", "", "", false, true, false),
            ("局长助理", "", "", false, false, false),
            ("原局长", "", "", false, false, false),
            ("局长（已退休）", "", "", false, false, true),
            ("副局长", "", "退休人员", false, false, true),
            ("股长", "财务股", "", false, false, false),
            ("工会主席", "", "", false, false, false),
            ("四级调研员", "局领导", "", false, true, false),
            ("办公室副主任", "", "", false, false, false),
            ("村党支部书记、村委会主任", "", "", false, false, false),
            ("科员", "", "", false, false, false),
            ("", "", "", false, false, false),
        ] {
            let s = standing(post, department, group);
            assert_eq!((s.head, s.leading_body, s.retired), (head, leading, retired), "{post} {department} {group}");
        }
    }

    #[test]
    fn party_status_in_all_words() {
        for (text, want) in [
            ("中共党员", Party::Member),
            ("党 员", Party::Member),
            ("中国共产党党员", Party::Member),
            ("中共预备党员", Party::Probationary),
            ("群众", Party::No),
            ("民革党员", Party::No),
            ("九三学社社员", Party::No),
            ("非党员", Party::No),
            ("共青团员", Party::No),
            ("入党积极分子", Party::No),
            ("", Party::Unknown),
        ] {
            assert_eq!(party(text), Ok(want), "{text}");
        }
        assert!(party("待查").is_err());
    }
}
