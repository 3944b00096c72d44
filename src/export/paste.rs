//! Text to be pasted field by field into the stand-alone system (domain.md §7.1): Markdown with one heading per field,
//! in which nothing is escaped, because it is copied as it stands.

use super::paper::WorkingPaper;
use super::talk_record::{Asked, TalkRecord};
use std::fmt::Write;

/// A problem, field by field in the order of the official form (domain.md §1.2).
pub fn problem(paper: &WorkingPaper) -> String {
    let mut page = format!("# {}\n", one_line(&paper.title));
    let evidence: Vec<String> = paper.evidence.iter().map(|e| format!("证{}　{}", e.number, e.text)).collect();
    let categories: Vec<String> = paper.categories.iter().map(|(tree, node)| format!("{tree}：{node}")).collect();
    let fields: [(&str, String); 22] = [
        ("预编号", paper.number.clone()),
        ("编制日期", paper.compiled.chinese()),
        ("被巡察单位", paper.unit.clone()),
        ("被巡察单位类型", paper.unit_class.clone()),
        ("轮次", paper.head.round.clone()),
        ("巡察组", paper.head.group.clone()),
        ("问题来源", paper.sources.join("、")),
        ("问题分类", categories.join("\n")),
        ("班子问题还是部门问题", paper.level.to_owned()),
        ("查实程度", paper.certainty.to_owned()),
        ("发生时间", paper.period()),
        ("地点", paper.place.clone()),
        ("问题概述", paper.title.clone()),
        ("查证事实", paper.facts.join("\n")),
        ("发现过程", paper.discovery.clone()),
        ("定性依据", paper.basis.join("\n")),
        ("责任人", paper.responsible.join("\n")),
        ("支撑材料目录", evidence.join("\n")),
        ("被巡察单位说明", paper.explanation.clone()),
        ("相反情况", paper.against.clone()),
        ("承办人", paper.handlers.join("、")),
        ("备注", paper.note.clone()),
    ];
    for (name, text) in &fields {
        field(&mut page, name, text);
    }
    field(&mut page, "建议", &paper.suggestions.join("\n"));
    field(&mut page, "立行立改", &paper.quick_fixes.join("\n"));
    page
}

/// A talk: head, then questions and what was said, by 段.
pub fn talk(record: &TalkRecord) -> String {
    let mut page = format!("# 谈话记录 {}\n", record.citation());
    let sittings: Vec<String> = record
        .sittings
        .iter()
        .map(|s| {
            let to = s.to.map(|t| format!("至{} {}", t.date().chinese(), t.hour_minute())).unwrap_or_default();
            let recorder = s.recorder.as_deref().unwrap_or(&s.asker);
            let from = format!("{} {}", s.from.date().chinese(), s.from.hour_minute());
            format!("{from}{to}，{}；谈话人{}，记录人{recorder}", s.place, s.asker)
        })
        .collect();
    let fields = [
        ("被巡察单位", record.unit.clone()),
        ("谈话对象", record.person.clone()),
        ("职务", record.post.clone()),
        ("谈话时间、地点、人员", sittings.join("\n")),
    ];
    for (name, text) in &fields {
        field(&mut page, name, text);
    }
    for asked in &record.questions {
        question(&mut page, asked);
    }
    page
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
    use crate::export::paper::tests::filled;

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
        let blank = WorkingPaper { note: " \n".into(), ..paper };
        assert!(!problem(&blank).contains("备注"), "an empty field has no heading");
    }
}
