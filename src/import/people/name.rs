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
    let (bare, dropped) = without_marks(&written);
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
    let warning = dropped.map(|d| format!("姓名中的“{d}”没有当作姓名的一部分")).or(short);
    let as_written = (written != name).then_some(written);
    Ok(Name { clean: name, as_written, warning })
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

/// Two full names on two lines of one cell; 王 over 强 is one name, and so is 司马 over 相如.
fn on_several_lines(text: &str) -> bool {
    const DOUBLE: [&str; 16] = [
        "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐",
        "宇文", "长孙",
    ];
    let lines: Vec<String> = text
        .split(['\n', '\r'])
        .map(|l| l.chars().filter(|c| !is_blank(*c)).collect::<String>())
        .filter(|l| !l.is_empty())
        .collect();
    let full = |l: &String| l.chars().count() >= 2 && l.chars().all(char::is_alphabetic) && !l.is_ascii();
    lines.len() > 1 && lines.iter().all(full) && !lines.first().is_some_and(|l| DOUBLE.contains(&l.as_str()))
}

/// Takes out all blanks, and writes the dot of ethnic names in one way, so that it is found again: 阿依古丽 • 买买提.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !is_blank(*c))
        .map(|c| if matches!(c, '•' | '・' | '‧' | '．' | '∙' | '･' | '●' | '.') { '·' } else { c })
        .collect()
}

/// Takes off what rosters hang on a name: （女）, （回族）, a star. Brackets that tell namesakes apart stay.
fn without_marks(text: &str) -> (String, Option<String>) {
    let stars = text.trim_end_matches(['*', '＊', '★', '☆', '△', '▲']).trim_end_matches(is_blank);
    let mut dropped =
        (stars.len() < text.len()).then(|| text.trim_start_matches(stars).trim_matches(is_blank).to_owned());
    let mut bare = stars.to_owned();
    if let Some((name, rest)) = stars.split_once(['（', '('])
        && let Some(inside) = rest.strip_suffix(['）', ')'])
    {
        let mark: String = inside.chars().filter(|c| !is_blank(*c)).collect();
        let known = matches!(mark.as_str(), "女" | "男" | "满" | "回" | "壮" | "少数民族") || mark.ends_with('族');
        if known && name.chars().any(|c| !is_blank(c)) {
            name.trim_end_matches(is_blank).clone_into(&mut bare);
            dropped = Some(format!("（{mark}）"));
        }
    }
    (bare, dropped)
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
            ("阿依古丽 · 买买提", "阿依古丽·买买提"),
            ("阿卜杜拉•卡德尔", "阿卜杜拉·卡德尔"),
            ("李红（女）", "李红"),
            ("马强 (回族)", "马强"),
            ("张伟*", "张伟"),
            ("张伟（大）", "张伟（大）"),
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
            "张某某",
            "负责全局工作并分管办公室、财务、人事、党建以及其他由党组临时交办的各项工作",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
