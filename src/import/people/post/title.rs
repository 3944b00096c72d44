//! The title at the end of a post: 县水利局 + 副 + 局长.

/// Titles of those who head something, longer ones before those that they contain.
const TITLES: [&str; 54] = [
    "主要负责人",
    "负责人",
    "理事长",
    "监事长",
    "董事长",
    "总经理",
    "检察长",
    "护士长",
    "总编辑",
    "总队长",
    "支队长",
    "大队长",
    "中队长",
    "分队长",
    "小队长",
    "队长",
    "局长",
    "主任",
    "书记",
    "镇长",
    "乡长",
    "部长",
    "院长",
    "校长",
    "园长",
    "馆长",
    "台长",
    "站长",
    "所长",
    "场长",
    "庭长",
    "股长",
    "科长",
    "处长",
    "室长",
    "行长",
    "主席",
    "会长",
    "社长",
    "组长",
    "厂长",
    "矿长",
    "经理",
    "总裁",
    "主编",
    "区长",
    "班长",
    "教导员",
    "指导员",
    "政委",
    "政治委员",
    "秘书长",
    "总监",
    "段长",
];

/// A post taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title<'a> {
    /// What stands before the title: a unit, a section, nothing.
    pub(super) org: &'a str,
    /// The title without what makes it a deputy's.
    pub(super) word: &'static str,
    /// 副, 常务副, 第一副.
    pub(super) deputy: bool,
    /// 常务副.
    pub(super) first_deputy: bool,
}

impl<'a> Title<'a> {
    /// The title that `post` ends with.
    pub(super) fn of(post: &'a str) -> Option<Self> {
        let title = TITLES.iter().copied().find(|t| post.ends_with(t))?;
        let mut org = post.strip_suffix(title)?;
        // 人武部长 and 组织部长 share a character with their title.
        if matches!(title, "部长" | "院长" | "局长") && org.ends_with("人武") {
            org = post.strip_suffix('长')?;
        }
        let (mut deputy, mut first_deputy) = (false, false);
        loop {
            let shorter = ["副", "代理", "代", "常务", "专职", "第一", "执行", "挂职", "兼职", "见习", "正"]
                .iter()
                .find_map(|w| {
                    let rest = org.strip_suffix(w)?;
                    // 第一 of 第一书记 stays: that one heads nothing.
                    (*w != "第一" || deputy).then_some((*w, rest))
                });
            let Some((word, rest)) = shorter else { break };
            deputy |= word == "副";
            first_deputy |= word == "常务";
            org = rest;
        }
        Some(Self { org, word: title, deputy, first_deputy: first_deputy && deputy })
    }
}

/// Titles that head a part of a unit and never a unit.
pub(super) fn is_inner(title: &str) -> bool {
    matches!(
        title,
        "教导员"
            | "指导员"
            | "护士长"
            | "股长"
            | "科长"
            | "处长"
            | "室长"
            | "庭长"
            | "中队长"
            | "分队长"
            | "厂长"
            | "矿长"
            | "段长"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_taken_off_the_end() {
        for (post, want) in [
            ("县水利局副局长", Some(("县水利局", "局长", true))),
            ("局长", Some(("", "局长", false))),
            ("党委专职副书记", Some(("党委", "书记", true))),
            ("代镇长", Some(("", "镇长", false))),
            ("县委党校常务副校长", Some(("县委党校", "校长", true))),
            ("驻村第一书记", Some(("驻村第一", "书记", false))),
            ("第一副主任", Some(("", "主任", true))),
            ("刑侦大队大队长", Some(("刑侦大队", "大队长", false))),
            ("科员", None),
        ] {
            assert_eq!(Title::of(post).map(|t| (t.org, t.word, t.deputy)), want, "{post}");
        }
    }
}
