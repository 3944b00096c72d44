//! Names: blanks that pad two characters to three are taken out, everything else stays as written.

use super::field::RosterField;
use crate::text::blank::is_blank;

/// A name as the roster gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Without padding.
    pub(super) clean: String,
    /// As written, when that differs.
    pub(super) as_written: Option<String>,
    /// What was taken off, to be looked at.
    pub(super) warning: Option<String>,
    /// What a bracket behind the name says of the person: 退休, 借调至县委办.
    pub(super) aside: Option<String>,
}

/// Longest name that is believed, in characters: ethnic names run to 20.
const LONGEST: usize = 30;

/// Reads a name.
///
/// # Errors
/// The reason, in Chinese, when the text is no name.
pub(super) fn read(text: &str) -> Result<Name, String> {
    let written: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    let written = written.trim_matches(is_blank).to_owned();
    let Marks { bare, dropped, aside } = without_marks(&written);
    let latin = bare.chars().any(|c| c.is_ascii_alphabetic());
    let name = if latin {
        bare.split(is_blank).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        squeeze(&bare)
    };
    let count = name.chars().count();
    let refuse =
        |why: &str| Err(format!("姓名一栏写的是“{}”，{why}", written.chars().take(LONGEST).collect::<String>()));
    match () {
        () if count == 0 => return refuse("没有姓名"),
        () if count > LONGEST => return refuse("太长，不像姓名"),
        () if !name.chars().any(char::is_alphabetic) => return refuse("不像姓名"),
        () if !latin && name.chars().any(|c| c.is_ascii_digit()) => return refuse("含有数字，不像姓名"),
        () if name.contains(['、', '，', ',', ';', '；', '/']) || on_several_lines(text) => {
            return refuse("像是几个人，请分行填写");
        }
        () if name.ends_with(['：', ':']) || super::no_names::is_closing(&name) => {
            return refuse("是表尾的字眼，不是人名");
        }
        () if is_placeholder(&name) => return refuse("不是人名，这一行没有人"),
        () if RosterField::exactly(&name).is_some() => return refuse("是表头的字眼，不是人名"),
        () if name.contains("某某")
            || name.contains(['×', '某', 'Ｘ'])
            || name.contains("XX")
            || name.contains("xx") =>
        {
            return refuse("不是真实姓名");
        }
        () => {}
    }
    let short = (count == 1).then(|| "姓名只有一个字，请核对".to_owned());
    let unclear = name.split_once(['（', '(']).filter(|(_, rest)| rest.chars().nth(2).is_some());
    let unclear = unclear.map(|_| "括号里的字留在姓名里了，不是姓名的请改正".to_owned());
    let warning = dropped.map(|d| format!("姓名中的“{d}”没有当作姓名的一部分")).or(unclear).or(short);
    let as_written = (written != name).then_some(written);
    Ok(Name { clean: name, as_written, warning, aside })
}

/// What stands for nobody: 空缺, 待定, 无, 同上.
fn is_placeholder(name: &str) -> bool {
    const WORDS: [&str; 21] = [
        "空缺",
        "暂缺",
        "缺编",
        "空编",
        "空岗",
        "待定",
        "未定",
        "待补",
        "待配",
        "待配备",
        "待任命",
        "无",
        "没有",
        "暂无",
        "空",
        "缺",
        "同上",
        "同前",
        "待招聘",
        "空白",
        "略",
    ];
    let bare =
        name.trim_matches(|c| matches!(c, '（' | '(' | '）' | ')' | '【' | '】' | '[' | ']' | '-' | '—' | '“' | '”'));
    WORDS.contains(&bare) || bare.chars().all(|c| matches!(c, '〃' | '″' | '"' | '”' | '“'))
}

/// Two full names on two lines of one cell, or parted by blanks; 王 over 强 is one name, and so is 司马 over 相如.
fn on_several_lines(text: &str) -> bool {
    const DOUBLE: [&str; 16] = [
        "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐",
        "宇文", "长孙",
    ];
    let apart = |divides: &dyn Fn(char) -> bool| {
        let parts = text.split(divides).map(|l| l.chars().filter(|c| !is_blank(*c)).collect::<String>());
        let parts: Vec<String> = parts.filter(|l| !l.is_empty()).collect();
        let full = |l: &String| l.chars().count() >= 2 && l.chars().all(char::is_alphabetic) && !l.is_ascii();
        let several =
            parts.len() > 1 && parts.iter().all(full) && !parts.first().is_some_and(|l| DOUBLE.contains(&l.as_str()));
        if several { parts } else { Vec::new() }
    };
    // 买买提 吐尔逊 is one name.
    let surnamed = |l: &String| l.chars().next().is_some_and(|c| SURNAMES.contains(c)) && l.chars().count() < 5;
    let on_one_line = apart(&is_blank);
    !apart(&|c| matches!(c, '\n' | '\r')).is_empty() || !on_one_line.is_empty() && on_one_line.iter().all(surnamed)
}

/// The surnames that most people have.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕\
    丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";

/// Takes out all blanks, and writes the dot of ethnic names in one way, so that it is found again: 阿依古丽 • 买买提.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !is_blank(*c))
        .map(|c| if matches!(c, '•' | '・' | '‧' | '．' | '∙' | '･' | '●' | '.') { '·' } else { c })
        .collect()
}

/// A name without what rosters hang on it.
struct Marks {
    bare: String,
    /// What was taken off, as written.
    dropped: Option<String>,
    /// What it says of the person beyond sex and people.
    aside: Option<String>,
}

/// What a bracket behind a name says of the person, at its beginning.
const SAID: [&str; 36] = [
    "挂职",
    "兼",
    "退休",
    "已退休",
    "离休",
    "退二线",
    "内退",
    "离岗",
    "借调",
    "借用",
    "抽调",
    "调离",
    "已调",
    "调出",
    "调往",
    "调至",
    "交流",
    "已故",
    "病故",
    "去世",
    "已去世",
    "返聘",
    "聘用",
    "临聘",
    "临时",
    "编外",
    "合同",
    "公益",
    "劳务",
    "试用",
    "实习",
    "见习",
    "病休",
    "病假",
    "产假",
    "主持",
];
/// Forms of address at the end of a name.
const ADDRESS: [&str; 4] = ["同志", "先生", "女士", "老师"];

/// Takes off what rosters hang on a name: （女）, （回族）, （退休）, 同志, 女 behind a blank, a star. Brackets that tell
/// namesakes apart stay.
fn without_marks(text: &str) -> Marks {
    let mut bare = text.to_owned();
    let (mut dropped, mut asides) = (String::new(), Vec::new());
    loop {
        let trimmed = bare.trim_end_matches(is_blank);
        let Some((name, aside)) = without_last(trimmed) else { break };
        dropped = format!("{}{dropped}", trimmed.get(name.len()..).unwrap_or_default().trim_matches(is_blank));
        if let Some(aside) = aside {
            asides.insert(0, aside);
        }
        let rest = name.trim_end_matches(is_blank).to_owned();
        bare = rest;
    }
    let some = |text: String| (!text.is_empty()).then_some(text);
    Marks { bare, dropped: some(dropped), aside: some(asides.join("、")) }
}

/// The name without the last thing that hangs on it, and what that says of the person.
fn without_last(text: &str) -> Option<(&str, Option<String>)> {
    let named = |name: &str| name.chars().filter(|c| !is_blank(*c)).nth(1).is_some();
    let stars = text.trim_end_matches(['*', '＊', '★', '☆', '△', '▲']);
    if stars.len() < text.len() {
        return named(stars).then_some((stars, None));
    }
    if let Some((name, rest)) = text.rsplit_once(['（', '('])
        && let Some(inside) = rest.strip_suffix(['）', ')'])
    {
        let mark: String = inside.chars().filter(|c| !is_blank(*c)).collect();
        let plain = matches!(mark.as_str(), "女" | "男" | "满" | "回" | "壮" | "少数民族") || mark.ends_with('族');
        let said = SAID.iter().any(|w| mark.starts_with(w)) || mark == "代" || mark == "副";
        return ((plain || said) && name.chars().any(|c| !is_blank(c))).then(|| (name, said.then_some(mark)));
    }
    let last = text.chars().next_back().filter(|c| matches!(c, '女' | '男'));
    if let Some(name) = last.and_then(|_| text.strip_suffix(['女', '男'])).filter(|n| n.ends_with(is_blank)) {
        return named(name).then_some((name, None));
    }
    let name = ADDRESS.iter().find_map(|a| text.strip_suffix(a))?;
    named(name).then_some((name, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_goes_and_the_original_stays() {
        for (written, want) in [
            ("王　强", "王强"),
            ("王  强", "王强"),
            (" 王\u{A0}强\u{200B}", "王强"),
            ("欧 阳 修", "欧阳修"),
            ("王\n强", "王强"),
            ("司马\n相如", "司马相如"),
            ("买买提 吐尔逊", "买买提吐尔逊"),
            ("阿依古丽 · 买买提", "阿依古丽·买买提"),
            ("阿卜杜拉•卡德尔", "阿卜杜拉·卡德尔"),
            ("李红（女）", "李红"),
            ("马强 (回族)", "马强"),
            ("张伟*", "张伟"),
            ("张伟（大）", "张伟（大）"),
            ("王五（挂职）", "王五"),
            ("卫四(兼)", "卫四"),
            ("韩七 （ 退休 ）", "韩七"),
            ("朱九（借调至县委办）", "朱九"),
            ("蒋五同志", "蒋五"),
            ("褚三 女", "褚三"),
            ("褚三（女）（退休）", "褚三"),
            ("王女", "王女"),
            ("王 女", "王女"),
            ("关同志", "关同志"),
            ("John  Smith", "John Smith"),
        ] {
            let name = read(written).unwrap();
            assert_eq!(name.clean, want, "{written:?}");
            let trimmed = written.trim_matches(is_blank).replace('\n', " ");
            assert_eq!(name.as_written, (trimmed != want).then_some(trimmed), "{written:?}");
        }
        assert_eq!(
            read("葛\u{E0100}城").unwrap().clean,
            "葛\u{E0100}城",
            "the variant of a character is part of the name"
        );
        assert_eq!(read("王强").unwrap().as_written, None);
    }

    #[test]
    fn what_hangs_on_a_name_is_kept_as_a_fact_of_the_person() {
        for (written, aside, warned) in [
            ("王五（挂职）", "挂职", true),
            ("杨八（已故）", "已故", true),
            ("李红（女）", "", true),
            ("褚三（女）（退休）", "退休", true),
            ("张伟（大）", "", false),
            ("张伟（柳湾村）", "", true),
        ] {
            let name = read(written).unwrap();
            assert_eq!(
                (name.aside.as_deref().unwrap_or_default(), name.warning.is_some()),
                (aside, warned),
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_a_reason() {
        for bad in [
            "　",
            "123",
            "——",
            "王强、李敏",
            "第3组组长",
            "空缺",
            "（空缺）",
            "待定",
            "无",
            "同上",
            "职务",
            "政治面貌",
            "工作简历",
            "王小明\n王大明",
            "王小明 王大明",
            "李四维　周五洲 吴六合",
            "单位负责人签字：",
            "党组（盖章）",
            "以下空白",
            "张某某",
            "负责全局工作并分管办公室、财务、人事、党建以及其他由党组临时交办的各项工作",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
