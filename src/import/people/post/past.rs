//! Posts that are over: retired, moved away, 原X. And 主持工作, by which a deputy is the head for a time.

use super::clean::Piece;

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// Words that say so wherever they stand.
const OVER: [&str; 14] = [
    "退休",
    "离休",
    "退居二线",
    "退二线",
    "退出领导岗位",
    "内退",
    "离岗",
    "已调离",
    "已调出",
    "调离本单位",
    "病故",
    "去世",
    "已离任",
    "已免职",
];
/// What may follow the word in the name of a section or a task.
const SECTION: [&str; 22] = [
    "干部工作",
    "干部服务",
    "干部管理",
    "干部股",
    "干部科",
    "干部局",
    "干部室",
    "干部中心",
    "干部党",
    "工作",
    "服务",
    "管理",
    "股",
    "科",
    "中心",
    "办",
    "党支部",
    "党总支",
    "党委",
    "手续",
    "审批",
    "待遇",
];

/// Whether the text says that somebody is retired or gone.
pub(super) fn is_over(text: &str) -> bool {
    if has(text, &["返聘", "退休前", "拟退休", "即将退休"]) {
        return false;
    }
    OVER.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let rest = text.get(at + word.len()..).unwrap_or_default();
            let section = SECTION.iter().any(|w| rest.starts_with(w)) || before.ends_with(['机', '养', '拟']);
            !(section || *word == "离岗" && rest.starts_with("创业"))
        })
    })
}

/// Whether a remark says that somebody has left: 已退休, 去世, 2024年3月调离.
pub(in super::super) fn says_gone(note: &str) -> bool {
    const GONE: [&str; 12] =
        ["调离", "调出", "调往", "调任", "已调", "辞职", "辞退", "免职", "死亡", "离世", "已故", "双开"];
    is_over(note) || has(note, &GONE) && !has(note, &["调入", "从", "拟调", "由"])
}

/// Whether a bracket behind a post gives the years from which and up to which it was held: 副局长（2019.5-2023.6）.
pub(in super::super) fn has_end(post: &str) -> bool {
    let year = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")))
    };
    super::clean::pieces(post).iter().flat_map(|p| &p.asides).any(|aside| {
        let aside: String = aside.chars().map(crate::model::value::half_width).collect();
        let parted = ["至", "到", "—", "–", "-", "~", "～"].iter().find_map(|d| aside.split_once(d));
        parted.is_some_and(|(from, to)| year(from) && year(to))
    })
}

/// Names that begin like 原X and 前X and mean nothing of the kind.
const NO_PAST: [&str; 10] = ["原种", "原料", "原材", "原子", "原始", "原产", "前进", "前锋", "前台", "前端"];
/// What an office begins with, after 原.
const OFFICE: [&str; 34] = [
    "党",
    "副",
    "局长",
    "书记",
    "主任",
    "主席",
    "院长",
    "校长",
    "园长",
    "馆长",
    "镇长",
    "乡长",
    "部长",
    "站长",
    "所长",
    "科长",
    "股长",
    "会计",
    "出纳",
    "纪",
    "人大",
    "工会",
    "总",
    "单位",
    "检察长",
    "董事",
    "经理",
    "队长",
    "县",
    "市",
    "镇",
    "乡",
    "办公室",
    "常务",
];

/// Whether a post is one that was held before: 原局长, 县水利局原局长, 前任局长.
pub(super) fn is_former(post: &str) -> bool {
    if NO_PAST.iter().any(|w| post.starts_with(w)) {
        return false;
    }
    if ["前任", "时任", "曾任", "原任", "历任"].iter().any(|w| post.starts_with(w)) {
        return true;
    }
    let office = |rest: &str| OFFICE.iter().any(|w| rest.starts_with(w));
    // 原阳县 and 原平市 are places.
    if let Some(rest) = post.strip_prefix('原') {
        return !rest.starts_with("阳县") && !rest.starts_with("平市") && !rest.starts_with("州区");
    }
    if post.strip_prefix('前').is_some_and(|rest| office(rest) && !rest.starts_with(['镇', '乡', '县', '市', '总']))
    {
        return true;
    }
    post.match_indices('原').any(|(at, word)| {
        let before = post.get(..at).unwrap_or_default();
        before.ends_with([
            '局', '委', '院', '校', '办', '会', '镇', '乡', '站', '所', '部', '社', '司', '馆', '室', '股', '科',
        ]) && office(post.get(at + word.len()..).unwrap_or_default())
    })
}

/// What is left of a post without words that it is held by acting, and whether there were any.
pub(super) fn without_acting(post: &str) -> (String, bool) {
    for word in
        ["临时主持工作的", "主持全面工作的", "主持日常工作的", "主持工作的", "主持全面工作", "主持日常工作", "主持工作"]
    {
        if let Some((before, after)) = post.split_once(word) {
            return (format!("{before}{after}"), true);
        }
    }
    (post.to_owned(), false)
}

/// Whether a bracket says that the post is held by acting as head of what it belongs to.
pub(super) fn is_acting(piece: &Piece) -> bool {
    piece.asides.iter().any(|aside| {
        let Some((_, rest)) = aside.split_once("主持") else {
            return has(aside, &["负责全面工作", "负责全面"]);
        };
        let what = rest.split_once("工作").map_or(rest, |(what, _)| what);
        matches!(
            what,
            "" | "全面"
                | "日常"
                | "行政"
                | "党组"
                | "党委"
                | "局"
                | "院"
                | "校"
                | "镇"
                | "单位"
                | "党政"
                | "常务"
                | "全局"
                | "政府"
                | "临时"
                | "党政全面"
                | "局全面"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_for_the_retired_is_not_over() {
        for (text, want) in [
            ("副局长（退休）", true),
            ("退休干部", true),
            ("2021年退休", true),
            ("退出领导岗位", true),
            ("离退休干部工作股股长", false),
            ("离退休服务中心主任", false),
            ("机关退休党支部书记", false),
            ("会计（退休返聘）", false),
            ("退役军人服务站站长", false),
            ("养老退休科科员", false),
            ("老干部局局长", false),
        ] {
            assert_eq!(is_over(text), want, "{text}");
        }
    }

    #[test]
    fn who_has_left_is_told_by_a_remark_or_by_the_years_of_the_post() {
        for (note, want) in [
            ("已退休", true),
            ("去世", true),
            ("2024年3月调离", true),
            ("借调至县委办", false),
            ("2023年从县水务局调离后调入", false),
            ("退休返聘", false),
            ("", false),
        ] {
            assert_eq!(says_gone(note), want, "{note}");
        }
        for (post, want) in [
            ("副局长（2019.5-2023.6）", true),
            ("副局长（2019年5月至2023年6月）", true),
            ("副局长（２０１９．５—２０２３．６）", true),
            ("副局长（2019.5至今）", false),
            ("副局长（2019.5任）", false),
            ("副局长（分管财务）", false),
        ] {
            assert_eq!(has_end(post), want, "{post}");
        }
    }

    #[test]
    fn former_posts_are_told_from_names() {
        for (text, want) in [
            ("原局长", true),
            ("县水利局原局长", true),
            ("县水利局原党组成员", true),
            ("前任局长", true),
            ("前局长", true),
            ("前进镇党委书记", false),
            ("原种场场长", false),
            ("草原站站长", false),
            ("平原镇副镇长", false),
            ("前锋街道办主任", false),
        ] {
            assert_eq!(is_former(text), want, "{text}");
        }
    }
}
