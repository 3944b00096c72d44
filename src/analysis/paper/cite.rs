//! How evidence is named in a paper.

use crate::model::evidence::Evidence;
use crate::model::people::Code;
use crate::model::reading::Document;

pub(super) use crate::model::closed::ELSEWHERE;
/// Stands for evidence that is no longer there.
pub(super) const GONE: &str = "〔已不存在〕";
/// Stands for evidence that has no 段.
pub(super) const NOT_ON_RECORD: &str = "〔不在谈话记录上〕";

/// Stands for somebody or something whose record is no longer there.
pub(crate) const UNKNOWN: &str = "（不详）";

/// Pages as noted, for print: `12, 31` becomes 第12、31页; what already says 页 or 张 stays.
pub(crate) fn pages(noted: &str) -> String {
    let noted = noted.trim();
    if noted.is_empty() || noted.contains(['页', '张', '号']) {
        return noted.to_owned();
    }
    let parts = noted.split([',', '，', '、', ' ']).filter(|p| !p.is_empty());
    format!("第{}页", parts.collect::<Vec<_>>().join("、"))
}

/// Whether this reads like pages: `5`, `11-23`, `第3页背面`, `记0012号`. Nothing noted is no page that is wrong.
pub fn is_pages(noted: &str) -> bool {
    const NUMERALS: &str = "〇零一二三四五六七八九十百千";
    const WORDS: &str = "第页张号记字卷册本篇编附件表图凭证证背正反上下左右面封底首末尾行段前后起止至到及和与、，,;；.．/-－—–~～（）()";
    let is_numeral = |c: char| c.is_numeric() || NUMERALS.contains(c);
    let noted = noted.trim();
    let is_known = |c: char| is_numeral(c) || c.is_ascii_alphabetic() || c.is_whitespace() || WORDS.contains(c);
    noted.is_empty() || (noted.chars().any(is_numeral) && noted.chars().all(is_known))
}

/// Material with its title, volume, pages and form: 党组会议记录 2022年 第2卷 第12页 原件.
pub(super) fn material(evidence: &Evidence, document: Option<&Document>) -> String {
    let title = match document {
        Some(document) if evidence.title.trim().is_empty() => document.cited(),
        _ => [evidence.title.trim(), evidence.volume.trim()]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    };
    let parts = [title.as_str(), &pages(&evidence.pages), evidence.form.chinese()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An informant's statement: 谈话记录〔访谈A37〕第12段，已读回.
pub(super) fn informant(talk: &str, number: usize, read_back: bool) -> String {
    let read = if read_back { "，已读回" } else { "" };
    format!("谈话记录〔访谈{talk}〕第{number}段{read}")
}

/// A responsible person's own statement: 局长王建国本人谈话第3段，已读回. Without the read-back it says that too.
pub(super) fn own(post: &str, name: &str, nth: usize, number: usize, read_back: bool) -> String {
    let which = if nth == 0 { String::new() } else { format!("（第{}次）", nth + 1) };
    let read = if read_back { "已读回" } else { "未读回" };
    format!("{post}{name}本人谈话{which}第{number}段，{read}")
}

/// The number of a talk, for its citation.
pub(super) fn talk(code: &Code, nth: usize) -> String {
    crate::analysis::said::talk_number(code, nth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_printed_once_as_pages() {
        for (noted, want) in [
            ("12", "第12页"),
            ("12, 31", "第12、31页"),
            ("1-88", "第1-88页"),
            ("第3页背面", "第3页背面"),
            ("记0012号", "记0012号"),
            (" ", ""),
        ] {
            assert_eq!(pages(noted), want);
        }
    }

    #[test]
    fn what_reads_like_no_page_is_doubted() {
        let pages = [
            "",
            "5",
            " 12, 31 ",
            "11-23",
            "第3页背面",
            "记0012号",
            "记-12号凭证",
            "第2卷第12、31页",
            "封面及第一页",
            "A4",
        ];
        for noted in pages {
            assert!(is_pages(noted), "{noted}");
        }
        for noted in ["无问题", "会议没有末位表态", "见备注", "3月8日到会4人，应到9人", "同上"]
        {
            assert!(!is_pages(noted), "{noted}");
        }
    }

    #[test]
    fn statements_are_cited_by_code_or_by_name_never_both() {
        assert_eq!(informant("A37-2", 12, true), "谈话记录〔访谈A37-2〕第12段，已读回");
        assert_eq!(informant("A37", 1, false), "谈话记录〔访谈A37〕第1段");
        assert_eq!(own("局长", "王建国", 0, 3, true), "局长王建国本人谈话第3段，已读回");
        assert_eq!(own("局长", "王建国", 1, 3, false), "局长王建国本人谈话（第2次）第3段，未读回");
    }
}
