//! Names: blanks that pad two characters to three are taken out, everything else stays as written.

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
        () if name.contains(['、', '，', ',', ';', '；', '/']) => return refuse("像是几个人，请分行填写"),
        () => {}
    }
    let warning = dropped.map(|d| format!("姓名中的“{d}”没有当作姓名的一部分"));
    let as_written = (written != name).then_some(written);
    Ok(Name { clean: name, as_written, warning })
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
            "负责全局工作并分管办公室、财务、人事、党建以及其他由党组临时交办的各项工作",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
