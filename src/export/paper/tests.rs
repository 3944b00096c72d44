//! What is printed, where, and in which order; pages are looked at in tests/foreign.

use super::*;
use crate::analysis::paper::{PrintedBlock, PrintedItem};
use crate::export::sample::{self, at};
use std::io::{Cursor, Read};

/// A paper with every field filled in by its own name.
pub(crate) fn filled() -> WorkingPaper {
    let texts = [
        (PaperField::Title, "购置公务车辆未经党组集体研究"),
        (PaperField::Number, "预-LF-03"),
        (PaperField::Compiled, "2026年3月16日"),
        (PaperField::Unit, "青禾县水利局党组"),
        (PaperField::UnitClass, "县直部门"),
        (PaperField::Round, "十七届县委第十轮巡察"),
        (PaperField::Group, "第一巡察组"),
        (PaperField::Sources, "调阅资料、个别谈话"),
        (PaperField::Level, "班子问题"),
        (PaperField::Certainty, "基本查实"),
        (PaperField::Period, "2022年6月14日至2022年8月"),
        (PaperField::Place, "青禾县水利局"),
        (PaperField::Handlers, "刘芳、周宁"),
        (PaperField::State, "待送审"),
        (PaperField::Discovery, "2026年3月9日，刘芳、周宁查阅党组会议记录和记账凭证，并与有关人员谈话核对。"),
        (PaperField::Responsible, "党组书记、局长 王建国（主要领导责任）"),
        (PaperField::Explanation, "局党组说明：汛期急用，先购置后补手续。"),
        (PaperField::Against, "8月22日的会议记录写明研究过该事项，但记录日期在付款之后。"),
        (PaperField::Suggestion, "对青禾县水利局党组：完善“三重一大”决策制度，大额支出先研究后支付。"),
        (PaperField::QuickFix, "3月底前补齐会议记录签名（2026年3月31日前）；已完成。"),
        (PaperField::Note, "与预-LF-02合并使用。"),
    ];
    let mut blocks: Vec<PrintedBlock> = texts.map(|(field, text)| PrintedBlock::text_of(field, text)).into();
    let list = |field, texts: &[&str]| PrintedBlock::list_of(field, texts.iter().map(|t| (*t).to_owned()));
    let led = |field, items: &[(&str, &str)]| PrintedBlock {
        field,
        items: items.iter().map(|(lead, text)| PrintedItem { lead: (*lead).into(), text: (*text).into() }).collect(),
    };
    blocks.extend([
        led(
            PaperField::Categories,
            &[
                ("三个聚焦（2023年表述）", "基层党组织领导班子和干部队伍建设"),
                ("四个聚焦", "群众身边腐败问题和不正之风"),
            ],
        ),
        list(
            PaperField::Facts,
            &[
                "2022年6月14日，青禾县水利局支付购车款186000元，购置防汛指挥车1辆〔证1〕。",
                "2022年5月至8月党组会议记录中没有该事项的议题〔证2〕；8月22日的会议记录系事后补记〔证3〕。",
            ],
        ),
        list(
            PaperField::Basis,
            &[
                "《中国共产党党组工作条例》（2019年4月）第二十三条\n党组会议应当有半数以上党组成员到会方可召开。",
                "《青禾县水利局“三重一大”决策制度》第五条〔待核〕",
            ],
        ),
        led(
            PaperField::Evidence,
            &[
                ("证1", "记账凭证 2022年6月 第41号 复印件"),
                ("证2", "党组会议记录 2022年 第2卷 第12-31页 原件"),
                ("证3", "谈话记录〔访谈B12〕第4段 已读回"),
            ],
        ),
    ]);
    WorkingPaper {
        head: Arc::new(Head::from(&sample::round())),
        printed: Printed::new(blocks),
        level: Some(Level::LeadingBody),
        from: PartialDate::parse("2022-06-14"),
        to: PartialDate::parse("2022-08"),
        compiled: PartialDate::parse("2026-03-16").unwrap(),
        revised: at("2026-03-16T09:00"),
    }
}

/// The same with another number.
pub(crate) fn numbered(number: &str) -> WorkingPaper {
    let mut paper = filled();
    paper.printed.put(PrintedBlock::text_of(PaperField::Number, number));
    paper
}

/// Only what nobody fills in.
fn empty() -> WorkingPaper {
    let own = [
        PaperField::Number,
        PaperField::Compiled,
        PaperField::Unit,
        PaperField::Round,
        PaperField::Group,
        PaperField::State,
    ];
    let full = filled();
    let blocks = own.map(|field| PrintedBlock::text_of(field, full.text(field))).into();
    WorkingPaper { printed: Printed::new(blocks), level: None, from: None, to: None, ..full }
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
    let of = |field| paper.text(field);
    let fields = [
        of(PaperField::Title),
        of(PaperField::Number),
        of(PaperField::Compiled),
        of(PaperField::Unit),
        of(PaperField::Round),
        of(PaperField::Group),
        of(PaperField::Sources),
    ];
    let mut pieces: Vec<&str> = fields.iter().map(String::as_str).collect();
    pieces.extend([
        "三个聚焦（2023年表述）：基层党组织领导班子和干部队伍建设",
        "四个聚焦：群众身边腐败问题和不正之风",
        "班子问题",
        "基本查实",
        "2022年6月14日至2022年8月",
        "青禾县水利局",
        "刘芳、周宁",
        "待送审",
    ]);
    let texts = [
        of(PaperField::Responsible),
        of(PaperField::Explanation),
        of(PaperField::Against),
        of(PaperField::Suggestion),
        of(PaperField::QuickFix),
        of(PaperField::Note),
    ];
    let discovery = of(PaperField::Discovery);
    pieces.extend(paper.printed.items(PaperField::Facts).iter().map(|i| i.text.as_str()));
    pieces.push(&discovery);
    pieces.extend(["第二十三条", "党组会议应当有半数以上党组成员到会方可召开。", "第五条〔待核〕"]);
    pieces.extend(["证1　记账凭证", "证2　党组会议记录", "证3　谈话记录〔访谈B12〕第4段 已读回"]);
    pieces.extend(texts.iter().map(String::as_str));
    pieces.extend(["承办人（签名）", "承办人（签名）", "副组长（签名）", "组　长（签名）"]);
    in_order(&text, &pieces);
}

#[test]
fn the_four_blocks_stand_in_their_order() {
    let paper = filled();
    let text = text(&paper.print(Form::Minimal).unwrap(), "word/document.xml");
    let discovery = paper.text(PaperField::Discovery);
    let mut pieces = vec!["青禾县水利局党组", "预-LF-03", "一、问题概述", "购置公务车辆未经党组集体研究。"];
    pieces.extend(paper.printed.items(PaperField::Facts).iter().map(|i| i.text.as_str()));
    pieces.extend(["《中国共产党党组工作条例》（2019年4月）第二十三条；《青禾县水利局", "〔待核〕"]);
    pieces.extend(["二、发现过程", &discovery, "三、支撑材料", "证1　", "证2　", "证3　", "四、责任签名"]);
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
    let paper = filled();
    let docx = paper.print(Form::Full).unwrap();
    let digits = format!("内容校验 {}", paper.hash());
    for header in ["word/header1.xml", "word/header2.xml"] {
        in_order(&text(&docx, header), &["内部资料", "问题底稿 预-LF-03"]);
    }
    in_order(&text(&docx, "word/footer1.xml"), &[&digits, "— ", " PAGE ", " —"]);
    in_order(&text(&docx, "word/footer2.xml"), &["— ", " PAGE ", " —", &digits]);
    let core = text(&docx, "docProps/core.xml");
    in_order(&core, &["问题底稿 预-LF-03", "第一巡察组", "2026-03-16T01:00:00Z"]);
    for name in ["刘芳", "周宁", "王建国"] {
        assert!(!core.contains(name));
    }
}
