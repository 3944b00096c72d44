//! Text to be pasted field by field into the stand-alone system (domain.md §7.1): Markdown with one heading per field,
//! in which nothing is escaped, because it is copied as it stands.

use super::paper::WorkingPaper;
use super::talk_record::{Asked, SittingLine, TalkRecord, UnconfirmedLine};
use super::wml::xml::legal;
use crate::analysis::paper::field::{PaperField, PaperOutput};
use std::fmt::Write;

/// The fields of a problem in the order of the official form (domain.md §1.2).
pub(crate) const FIELDS: [PaperField; 24] = [
    PaperField::Number,
    PaperField::Compiled,
    PaperField::Unit,
    PaperField::UnitClass,
    PaperField::Round,
    PaperField::Group,
    PaperField::Sources,
    PaperField::Categories,
    PaperField::Level,
    PaperField::Certainty,
    PaperField::Period,
    PaperField::Place,
    PaperField::Title,
    PaperField::Facts,
    PaperField::Discovery,
    PaperField::Basis,
    PaperField::Responsible,
    PaperField::Evidence,
    PaperField::Explanation,
    PaperField::Against,
    PaperField::Handlers,
    PaperField::Note,
    PaperField::Suggestion,
    PaperField::QuickFix,
];

/// A problem, field by field.
pub fn problem(paper: &WorkingPaper) -> String {
    let mut page = format!("# {}\n", one_line(&paper.text(PaperField::Title)));
    for each in FIELDS {
        field(&mut page, each.label(PaperOutput::Paste), &paper.text(each));
    }
    legal(&page).into_owned()
}

/// When and where one sat, and who asked and recorded; who was alone recorded too, as the printed form says.
fn sitting(s: &SittingLine) -> String {
    let from = format!("{} {}", s.from.date().chinese(), s.from.hour_minute());
    let to = s.to.map(|t| format!("至{} {}", t.date().chinese(), t.hour_minute())).unwrap_or_default();
    let place = if s.place.is_empty() { String::new() } else { format!("，{}", s.place) };
    let people = match &s.recorder {
        Some(recorder) => format!("谈话人{}，记录人{recorder}", s.asker),
        None => format!("谈话人兼记录人{}", s.asker),
    };
    format!("{from}{to}{place}；{people}")
}

/// A talk: head, then questions and what was said, by 段.
pub fn talk(record: &TalkRecord) -> String {
    let mut page = format!("# 谈话记录 {}\n", record.citation());
    let sittings: Vec<String> = record.sittings.iter().map(sitting).collect();
    let fields = [
        ("被巡察单位", record.unit.clone()),
        ("谈话对象", record.person.clone()),
        ("职务", record.post.clone()),
        ("谈话时间、地点、人员", sittings.join("\n")),
        ("不愿确认", record.unconfirmed.iter().map(UnconfirmedLine::words).collect::<Vec<_>>().join("\n")),
    ];
    for (name, text) in &fields {
        field(&mut page, name, text);
    }
    for asked in &record.questions {
        question(&mut page, asked);
    }
    legal(&page).into_owned()
}

fn question(page: &mut String, asked: &Asked) {
    if asked.said.is_empty() {
        return;
    }
    let said = asked.said.iter().map(|said| {
        let fixed = said.corrects.map(|of| of.map_or_else(|| "（更正）".to_owned(), |n| format!("（更正第{n}段）")));
        let lane = if said.is_told() { format!("〔{}〕", said.lane.chinese()) } else { String::new() };
        format!("段{}　{}{lane}{}", said.number, fixed.unwrap_or_default(), said.words)
    });
    let lines: Vec<String> = std::iter::once(format!("问：{}", asked.wording)).chain(said).collect();
    field(page, &format!("{}、{}", asked.numeral, one_line(&asked.title)), &lines.join("\n"));
}

/// A heading and its text, paragraph by paragraph; nothing for a field that is empty.
fn field(page: &mut String, name: &str, text: &str) {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty()).peekable();
    if lines.peek().is_none() {
        return;
    }
    // Writing to a string cannot fail.
    write!(page, "\n## {name}\n").ok();
    for line in lines {
        write!(page, "\n{line}\n").ok();
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::paper::PrintedBlock;
    use crate::export::paper::tests::filled;
    use crate::model::value::Instant;

    #[test]
    fn who_was_alone_recorded_too_and_a_place_that_is_not_known_leaves_no_comma() {
        let alone = SittingLine {
            asker: "刘芳".into(),
            recorder: None,
            alone_reason: String::new(),
            place: String::new(),
            from: Instant::parse("2026-03-09T14:30:00.000+08:00").unwrap(),
            to: None,
        };
        assert_eq!(sitting(&alone), "2026年3月9日 14:30；谈话人兼记录人刘芳");
        let two = SittingLine { recorder: Some("周宁".into()), place: "二楼会议室".into(), ..alone };
        assert_eq!(sitting(&two), "2026年3月9日 14:30，二楼会议室；谈话人刘芳，记录人周宁");
    }

    #[test]
    fn a_problem_is_pasted_field_by_field_as_it_stands() {
        let paper = filled();
        let text = problem(&paper);
        assert!(text.starts_with("# 购置公务车辆未经党组集体研究\n\n## 预编号\n\n预-LF-03\n\n## 编制日期\n"));
        for piece in [
            "\n## 查证事实\n\n2022年6月14日，青禾县水利局支付购车款186000元，购置防汛指挥车1辆〔证1〕。\n\n2022年5月",
            "\n## 支撑材料目录\n\n证1　记账凭证 2022年6月 第41号 复印件\n\n证2",
            "\n## 承办人\n\n刘芳、周宁\n",
        ] {
            assert!(text.contains(piece), "{piece} in {text}");
        }
        let mut blank = paper;
        blank.printed.put(PrintedBlock::text_of(PaperField::Note, " \n"));
        assert!(!problem(&blank).contains("备注"), "an empty field has no heading");
    }
}
