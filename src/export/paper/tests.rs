//! What is printed, where, and in which order; pages are looked at in tests/foreign.

use super::*;
use crate::export::sample::{self, at};
use std::io::{Cursor, Read};

/// A paper with every field filled in by its own name.
pub(crate) fn filled() -> WorkingPaper {
    WorkingPaper {
        number: "预-LF-03".into(),
        title: "购置公务车辆未经党组集体研究".into(),
        state: "待送审",
        head: Arc::new(Head::from(&sample::round())),
        unit: "青禾县水利局党组".into(),
        unit_class: "县直部门".into(),
        compiled: PartialDate::parse("2026-03-16").unwrap(),
        from: PartialDate::parse("2022-06-14"),
        to: PartialDate::parse("2022-08"),
        place: "青禾县水利局".into(),
        sources: vec!["调阅资料".into(), "个别谈话".into()],
        categories: vec![
            ("三个聚焦（2023年表述）".into(), "基层党组织领导班子和干部队伍建设".into()),
            ("四个聚焦".into(), "群众身边腐败问题和不正之风".into()),
        ],
        level: "班子问题",
        certainty: "基本查实",
        facts: vec![
            "2022年6月14日，青禾县水利局支付购车款186000元，购置防汛指挥车1辆〔证1〕。".into(),
            "2022年5月至8月党组会议记录中没有该事项的议题〔证2〕；8月22日的会议记录系事后补记〔证3〕。".into(),
        ],
        discovery: "2026年3月9日，刘芳、周宁查阅党组会议记录和记账凭证，并与有关人员谈话核对。".into(),
        basis: vec![
            "《中国共产党党组工作条例》（2019年4月）第二十三条\n党组会议应当有半数以上党组成员到会方可召开。".into(),
            "《青禾县水利局“三重一大”决策制度》第五条〔待核〕".into(),
        ],
        evidence: vec![
            Listed { number: 1, text: "记账凭证 2022年6月 第41号 复印件".into() },
            Listed { number: 2, text: "党组会议记录 2022年 第2卷 第12-31页 原件".into() },
            Listed { number: 3, text: "谈话记录〔访谈B12〕第4段 已读回".into() },
        ],
        responsible: vec!["党组书记、局长 王建国（主要领导责任）".into()],
        explanation: "局党组说明：汛期急用，先购置后补手续。".into(),
        against: "8月22日的会议记录写明研究过该事项，但记录日期在付款之后。".into(),
        suggestions: vec!["对青禾县水利局党组：完善“三重一大”决策制度，大额支出先研究后支付。".into()],
        quick_fixes: vec!["3月底前补齐会议记录签名（2026年3月31日前）；已完成。".into()],
        handlers: vec!["刘芳".into(), "周宁".into()],
        note: "与预-LF-02合并使用。".into(),
        hash: "3f9a2b1c".into(),
        revised: at("2026-03-16T09:00"),
    }
}

fn empty() -> WorkingPaper {
    let text = String::new;
    WorkingPaper {
        title: text(),
        state: "草稿",
        from: None,
        to: None,
        place: text(),
        sources: vec![],
        categories: vec![],
        level: "",
        certainty: "",
        facts: vec![],
        discovery: text(),
        basis: vec![],
        evidence: vec![],
        responsible: vec![],
        explanation: text(),
        against: text(),
        suggestions: vec![],
        quick_fixes: vec![],
        handlers: vec![],
        note: text(),
        ..filled()
    }
}

/// The text of a part without its tags.
fn text(docx: &[u8], part: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name(part).unwrap().read_to_string(&mut xml).unwrap();
    let mut within = false;
    xml.chars()
        .filter(|c| {
            within = *c == '<' || within && *c != '>';
            !within && *c != '>'
        })
        .collect()
}

fn in_order(text: &str, pieces: &[&str]) {
    let mut from = 0;
    for piece in pieces {
        let at = text.split_at(from).1.find(piece).unwrap_or_else(|| panic!("{piece} does not come next in {text}"));
        from += at + piece.len();
    }
}

#[test]
fn the_full_form_shows_every_field_in_the_order_of_the_form() {
    let paper = filled();
    let text = text(&paper.print(Form::Full).unwrap(), "word/document.xml");
    let mut pieces = vec![
        paper.title.as_str(),
        &paper.number,
        "2026年3月16日",
        &paper.unit,
        &paper.head.round,
        &paper.head.group,
        "调阅资料、个别谈话",
        "三个聚焦（2023年表述）：基层党组织领导班子和干部队伍建设",
        "四个聚焦：群众身边腐败问题和不正之风",
        "班子问题",
        "基本查实",
        "2022年6月14日至2022年8月",
        &paper.place,
        "刘芳、周宁",
        "待送审",
    ];
    pieces.extend(paper.facts.iter().map(String::as_str));
    pieces.push(&paper.discovery);
    pieces.extend(["第二十三条", "党组会议应当有半数以上党组成员到会方可召开。", "第五条〔待核〕"]);
    pieces.extend(["证1　记账凭证", "证2　党组会议记录", "证3　谈话记录〔访谈B12〕第4段 已读回"]);
    pieces.extend([paper.responsible[0].as_str(), &paper.explanation, &paper.against]);
    pieces.extend([paper.suggestions[0].as_str(), &paper.quick_fixes[0], &paper.note]);
    pieces.extend(["承办人（签名）", "承办人（签名）", "副组长（签名）", "组　长（签名）"]);
    in_order(&text, &pieces);
}

#[test]
fn the_four_blocks_stand_in_their_order() {
    let paper = filled();
    let text = text(&paper.print(Form::Minimal).unwrap(), "word/document.xml");
    let mut pieces = vec![paper.unit.as_str(), &paper.number, "一、问题概述", "购置公务车辆未经党组集体研究。"];
    pieces.extend(paper.facts.iter().map(String::as_str));
    pieces.extend(["《中国共产党党组工作条例》（2019年4月）第二十三条；《青禾县水利局", "〔待核〕"]);
    pieces.extend(["二、发现过程", &paper.discovery, "三、支撑材料", "证1　", "证2　", "证3　", "四、责任签名"]);
    pieces.extend(["承办人（签名）", "承办人（签名）", "副组长（签名）", "组　长（签名）"]);
    in_order(&text, &pieces);
}

#[test]
fn what_nobody_has_filled_in_is_shown_as_missing() {
    let paper = empty();
    let full = text(&paper.print(Form::Full).unwrap(), "word/document.xml");
    assert_eq!(full.matches(BLANK).count(), 15, "{full}");
    for absent in ["建议", "立行立改", "备注"] {
        assert!(!full.contains(absent), "{absent} is left out when there is none");
    }
    let minimal = text(&paper.print(Form::Minimal).unwrap(), "word/document.xml");
    assert_eq!(minimal.matches(BLANK).count(), 3, "{minimal}");
}

#[test]
fn every_page_says_how_it_is_kept_whose_it_is_and_which_content_it_shows() {
    let docx = filled().print(Form::Full).unwrap();
    for header in ["word/header1.xml", "word/header2.xml"] {
        in_order(&text(&docx, header), &["内部资料", "问题底稿 预-LF-03"]);
    }
    in_order(&text(&docx, "word/footer1.xml"), &["内容校验 3f9a2b1c", "— ", " PAGE ", " —"]);
    in_order(&text(&docx, "word/footer2.xml"), &["— ", " PAGE ", " —", "内容校验 3f9a2b1c"]);
    let core = text(&docx, "docProps/core.xml");
    in_order(&core, &["问题底稿 预-LF-03", "第一巡察组", "2026-03-16T01:00:00Z"]);
    for name in ["刘芳", "周宁", "王建国"] {
        assert!(!core.contains(name));
    }
}
