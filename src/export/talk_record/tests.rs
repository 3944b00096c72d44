//! What is on the pages, and what must not be, read back by an ordinary zip and XML reader.

use super::*;
use crate::model::answer::{Answer, Judgement, Statement};
use crate::model::ids::{InterviewId, StatementId};
use crate::model::order::OrderKey;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00.000+08:00")).unwrap()
}

fn said(lane: Lane, text: &str) -> Statement {
    Statement {
        id: StatementId::new(),
        order: OrderKey::default(),
        lane,
        at: at("2026-03-08T09:20"),
        text: text.into(),
        key: false,
        withheld: false,
        supersedes: None,
        words_of: Vec::new(),
    }
}

fn asked(numeral: &str, title: &str, wording: &str, said: Vec<Said>) -> Asked {
    Asked {
        numeral: numeral.into(),
        title: title.into(),
        wording: wording.into(),
        put: !said.is_empty(),
        said,
        not_put: String::new(),
    }
}

fn record(questions: Vec<Asked>) -> TalkRecord {
    TalkRecord {
        number: "A37".into(),
        round: "十七届县委第十轮巡察".into(),
        group: "第一巡察组".into(),
        marking: "内部资料".into(),
        unit: "青禾县水利局党组".into(),
        person: "王建国".into(),
        post: "党组书记、局长".into(),
        sittings: vec![SittingLine {
            asker: "刘芳".into(),
            recorder: Some("周宁".into()),
            alone_reason: String::new(),
            place: "水利局三楼会议室".into(),
            from: at("2026-03-08T09:15"),
            to: Some(at("2026-03-08T11:02")),
        }],
        earlier_sittings: 0,
        closed: true,
        opening_read: Some(at("2026-03-08T09:16")),
        read_back: Some(at("2026-03-08T10:58")),
        corrections: Vec::new(),
        unconfirmed: Vec::new(),
        read_back_line: "以上记录我看过，和我说的一致。".into(),
        questions,
        revised: at("2026-03-08T11:05"),
    }
}

fn one_question(statements: Vec<Statement>) -> TalkRecord {
    let answer = Answer { statements, ..Answer::new(InterviewId::new(), "q1") };
    let said = crate::analysis::said::number(&[&answer]).remove(0);
    record(vec![asked("一", "决策程序是否清楚", "重大事项怎么定？", said)])
}

fn members(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        all.push((member.name().unwrap().into_owned(), text));
    }
    all
}

/// The text of a part, one line for each paragraph.
fn text_of(part: &str) -> String {
    let mut reader = Reader::from_str(part);
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return text,
            Event::Text(t) => text.push_str(&t),
            Event::Empty(e) if e.name().as_ref() == "w:br" => text.push(' '),
            Event::End(e) if e.name().as_ref() == "w:p" => text.push('\n'),
            _ => {}
        }
    }
}

fn body(record: &TalkRecord, variant: Variant) -> String {
    part(record, variant, "word/document.xml")
}

fn part(record: &TalkRecord, variant: Variant, name: &str) -> String {
    let bytes = record.print(variant).unwrap();
    text_of(&members(&bytes).into_iter().find(|(n, _)| n == name).unwrap().1)
}

#[test]
fn the_head_names_the_talk_the_people_and_the_sitting() {
    let text = body(&one_question(vec![said(Lane::Verbatim, "开会定。")]), Variant::Internal);
    for piece in [
        "谈话记录",
        "访谈A37",
        "青禾县水利局党组",
        "王建国",
        "党组书记、局长",
        "首次 谈话",
        "2026年3月8日 09:15至11:02",
        "水利局三楼会议室",
        "刘芳",
        "周宁",
        "2026年3月8日 09:16宣读谈话说明",
        "经确认",
    ] {
        assert!(text.contains(piece), "{piece} in\n{text}");
    }
}

#[test]
fn several_sittings_are_told_apart_and_the_lone_asker_is_explained_inside_only() {
    let mut talk = one_question(vec![said(Lane::Verbatim, "开会定。")]);
    let first = talk.sittings[0].clone();
    talk.sittings.push(SittingLine {
        recorder: None,
        alone_reason: "记录人因病请假".into(),
        from: at("2026-03-09T23:30"),
        to: Some(at("2026-03-10T00:10")),
        ..first
    });
    let (inside, outside) = (body(&talk, Variant::Internal), body(&talk, Variant::Signature));
    for piece in ["首次 谈话", "再次 谈话", "2026年3月9日 23:30至2026年3月10日 00:10", "（谈话人兼）"]
    {
        assert!(inside.contains(piece) && outside.contains(piece), "{piece}");
    }
    assert!(inside.contains("记录人因病请假") && !outside.contains("记录人因病请假"));
    talk.earlier_sittings = 1;
    let later = body(&talk, Variant::Internal);
    assert!(!later.contains("首次 谈话") && later.contains("再次 谈话") && later.contains("第3次 谈话"));
}

#[test]
fn statements_are_numbered_through_and_lanes_are_marked_inside_only() {
    let talk = one_question(vec![said(Lane::Verbatim, "开会定。"), said(Lane::Gist, "大额支出上党组会。")]);
    let (inside, outside) = (body(&talk, Variant::Internal), body(&talk, Variant::Signature));
    assert!(inside.contains("答：段1　〔原话〕开会定。\n段2　〔要点〕大额支出上党组会。\n"), "{inside}");
    assert!(outside.contains("问：重大事项怎么定？\n答：段1　开会定。\n段2　大额支出上党组会。\n（以下空白）\n"));
    assert!(!outside.contains("原话") && !outside.contains("要点") && !outside.contains("决策程序是否清楚"));
}

#[test]
fn a_correction_leaves_the_corrected_words_and_names_them() {
    let first = said(Lane::Verbatim, "去年研究了四次。");
    let fix = Statement { supersedes: Some(first.id), ..said(Lane::Verbatim, "是三次，不是四次。") };
    let talk = one_question(vec![said(Lane::Gist, "按季研究。"), first, fix]);
    let text = body(&talk, Variant::Signature);
    assert!(text.contains("段2　去年研究了四次。\n段3　（更正第2段）是三次，不是四次。"), "{text}");
}

#[test]
fn nothing_forbidden_is_in_any_byte_of_any_member() {
    let statements = vec![
        said(Lane::Verbatim, "开会定。"),
        said(Lane::Remark, "标记甲：翻本子后回答"),
        Statement { withheld: true, ..said(Lane::Verbatim, "标记乙：转出的内容") },
        Statement { withheld: true, ..said(Lane::Remark, "标记丙：转出的批注") },
    ];
    let mut answer = Answer { statements, ..Answer::new(InterviewId::new(), "q1") };
    answer.judgement = Some(Judgement::Partly);
    let said = crate::analysis::said::number(&[&answer]).remove(0);
    let talk = record(vec![asked("一", "决策程序是否清楚", "重大事项怎么定？", said)]);
    for variant in Variant::ALL {
        let bytes = talk.print(variant).unwrap();
        for (name, text) in members(&bytes) {
            for word in ["标记甲", "标记乙", "标记丙", "记录人注", "partly", "判断"] {
                assert!(!text.contains(word), "{word} in {name} of {variant:?}");
            }
        }
        let text = body(&talk, variant);
        assert_eq!(text.matches("段2　〔已另行处理〕").count(), 1, "{text}");
        assert!(!text.contains("段3"), "a withheld remark has no line");
    }
    let properties = members(&talk.print(Variant::Internal).unwrap());
    let core = &properties.iter().find(|(n, _)| n == "docProps/core.xml").unwrap().1;
    assert!(core.contains("谈话记录 访谈A37") && core.contains("第一巡察组"));
    for person in ["王建国", "刘芳", "周宁"] {
        assert!(!core.contains(person), "metadata names no person");
    }
}

#[test]
fn a_question_that_was_not_put_is_explained_inside_and_absent_for_signature() {
    let mut talk = one_question(vec![said(Lane::Verbatim, "开会定。")]);
    let nothing = asked("二", "学习", "学了什么？", Vec::new());
    talk.questions.push(Asked { not_put: "不分管此项工作".into(), ..nothing.clone() });
    talk.questions.push(Asked { numeral: "三".into(), put: true, ..nothing.clone() });
    talk.questions.push(Asked { numeral: "四".into(), ..nothing });
    let (inside, outside) = (body(&talk, Variant::Internal), body(&talk, Variant::Signature));
    assert!(inside.contains("二、学习\n未问：不分管此项工作\n"), "{inside}");
    assert!(inside.contains("三、学习\n问：学了什么？\n答：（未记录陈述）\n"), "{inside}");
    assert!(!inside.contains("四、"));
    assert!(!outside.contains("未问") && !outside.contains("学了什么"));
}

#[test]
fn every_page_for_signature_carries_the_read_back_line_the_signatures_and_the_page_count() {
    let talk = one_question(vec![said(Lane::Verbatim, "开会定。")]);
    for foot in ["word/footer1.xml", "word/footer2.xml"] {
        let text = part(&talk, Variant::Signature, foot);
        for piece in ["以上记录我看过，和我说的一致。", "谈话对象（签名）", "谈话人（签名）", "NUMPAGES"]
        {
            assert!(text.contains(piece), "{piece} in {foot}: {text}");
        }
        let text = part(&talk, Variant::Internal, foot);
        assert!(text.contains("PAGE") && !text.contains("签名"), "{text}");
    }
    for head in ["word/header1.xml", "word/header2.xml"] {
        assert_eq!(part(&talk, Variant::Signature, head), "内部资料访谈A37\n");
    }
}

#[test]
fn a_talk_that_is_not_finished_says_so_and_has_nothing_to_sign() {
    let talk =
        TalkRecord { closed: false, read_back: None, ..one_question(vec![said(Lane::Verbatim, "开会定。")]) };
    for variant in Variant::ALL {
        let members = members(&talk.print(variant).unwrap());
        for (name, xml) in &members {
            for word in ["签名", "以下空白", "和我说的一致"] {
                assert!(!text_of(xml).contains(word), "{word} in {name} of {variant:?}");
            }
        }
        assert!(body(&talk, variant).ends_with("（谈话尚未结束，以上是已记录的部分）\n"), "{variant:?}");
        for head in ["word/header1.xml", "word/header2.xml"] {
            assert_eq!(part(&talk, variant, head), "内部资料访谈A37（谈话尚未结束）\n");
        }
        assert!(part(&talk, variant, "word/footer1.xml").contains("PAGE"), "pages are numbered all the same");
    }
    assert!(body(&talk, Variant::Internal).contains("谈话尚未结束，未读回"));
}

#[test]
fn long_and_rare_text_is_printed_as_it_was_spoken() {
    let long = "我们单位的大额资金使用都要经过集体研究。".repeat(500);
    assert_eq!(long.chars().count(), 10_000);
    let rare = "𠮷、𫝆、\u{2CEB0}、\u{30000}、\u{31350}、葛\u{E0100}、😀👨‍👩‍👧";
    let damaged = "前\u{0}\u{7}后";
    let talk = one_question([long.as_str(), rare, damaged].map(|t| said(Lane::Verbatim, t)).to_vec());
    for variant in Variant::ALL {
        let text = body(&talk, variant);
        assert!(text.contains(&long) && text.contains(rare) && text.contains("前␀␇后"));
    }
}

#[test]
fn equal_records_give_equal_bytes_and_another_revision_time_does_not() {
    let talk = one_question(vec![said(Lane::Verbatim, "开会定。")]);
    for variant in Variant::ALL {
        assert_eq!(talk.print(variant).unwrap(), talk.print(variant).unwrap());
    }
    let later = TalkRecord { revised: at("2026-03-09T08:00"), ..talk.clone() };
    assert_ne!(talk.print(Variant::Internal).unwrap(), later.print(Variant::Internal).unwrap());
}

#[test]
fn what_is_not_confirmed_is_stated_in_both_variants() {
    let talk = one_question(vec![said(Lane::Verbatim, "开会定。")]);
    let line = UnconfirmedLine { number: 1, reason: "记不清是哪一年。".into() };
    let refused = TalkRecord { unconfirmed: vec![line], ..talk.clone() };
    for variant in Variant::ALL {
        assert!(!body(&talk, variant).contains("不愿确认"), "{variant:?}");
        assert!(body(&refused, variant).contains("本人对第1段不愿确认：记不清是哪一年\n"), "{variant:?}");
    }
    assert!(crate::export::paste::talk(&refused).contains("本人对第1段不愿确认：记不清是哪一年"));
    let head = refused.head();
    assert!(head.contains(&("不愿确认".to_owned(), "本人对第1段不愿确认：记不清是哪一年".to_owned())), "{head:?}");
    assert!(head.contains(&("谈话对象".to_owned(), "王建国".to_owned())), "{head:?}");
}

#[test]
fn a_correction_after_the_read_back_is_stated_in_both_variants() {
    let talk = one_question(vec![said(Lane::Verbatim, "开会定。")]);
    let line = CorrectionLine { number: 3, on: at("2026-03-14T08:00").date(), by: "刘芳".into() };
    let corrected = TalkRecord { corrections: vec![line], ..talk.clone() };
    for variant in Variant::ALL {
        assert!(!body(&talk, variant).contains("更正后的话在原话之后：第3段，2026年3月14日，刘芳"), "{variant:?}");
        assert!(body(&corrected, variant).contains("更正后的话在原话之后：第3段，2026年3月14日，刘芳"), "{variant:?}");
    }
}
