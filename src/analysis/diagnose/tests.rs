//! Each code with a paper that has it, and one that just has not.

use super::*;
use crate::analysis::fixture::{self, World};
use crate::analysis::paper::Holdings;
use crate::analysis::paper::field::PaperField;
use crate::model::hand_over::Suggestion;
use crate::model::ids::{SuggestionId, ToVerifyId};
use crate::model::problem::{Certainty, Problem, ToVerify};
use crate::model::record::Op;
use std::collections::BTreeSet;

fn diagnose_in(world: &World, holdings: &Holdings, change: &dyn Fn(&World, &mut Problem)) -> Vec<Diagnostic> {
    let mut problem = world.sound.clone();
    change(world, &mut problem);
    diagnose(&holdings.paper(&problem))
}

fn first(problem: &mut Problem, text: &str) {
    problem.facts[0].text = text.into();
}

fn to_verify(text: &str) -> ToVerify {
    ToVerify { id: ToVerifyId::new(), order: fixture::order(0), text: text.into(), origin: None, done: false }
}

type Change = fn(&World, &mut Problem);

/// The label, a change of the sound paper that brings it, and a like one that does not.
const CASES: [(&str, Change, Change); 55] = [
    (
        "E101",
        |_, p| p.facts = fixture::facts(&["2022年6月支付购车款186000元〔证1〕〔证2〕。"]),
        |_, p| p.facts = fixture::facts(&["2022年6月水利局支付购车款186000元〔证1〕〔证2〕。"]),
    ),
    ("E101", |_, p| p.facts.clear(), |_, _| {}),
    (
        "E102",
        |_, p| first(p, "6月14日，水利局支付购车款186000元〔证1〕。"),
        |_, p| first(p, "2022年，水利局支付购车款186000元〔证1〕。"),
    ),
    ("W102", |_, p| p.from = None, |_, p| p.from = fixture::day("2022")),
    (
        "E103",
        |_, p| first(p, "2022年，支付186000.00〔证1〕。"),
        |_, p| first(p, "2022年，支付186000.00元〔证1〕，开会3次。"),
    ),
    (
        "E103",
        |_, p| p.explanation = "购车款186,000，已入账。".into(),
        |_, p| p.explanation = "购车款18.6万，已入账。".into(),
    ),
    ("E104", |w, p| w.cite(p, &["verbatim", "correction"]), |w, p| w.cite(p, &["minutes", "correction"])),
    (
        "W104",
        |w, p| {
            w.cite(p, &["verbatim"]);
            p.certainty = Some(Certainty::OnlyReported);
        },
        |w, p| {
            w.cite(p, &["verbatim"]);
            p.certainty = Some(Certainty::NearlyProved);
        },
    ),
    (
        "E105",
        |_, p| p.sources.clear(),
        |_, p| {
            p.sources.clear();
            p.source_other = "审计移交".into();
        },
    ),
    ("E105", |_, p| p.place.clear(), |_, _| {}),
    (
        "E105",
        |_, p| {
            p.responsible.clear();
            p.level = None;
        },
        |_, p| p.responsible.clear(),
    ),
    ("W106", |_, p| first(p, "2022年付款〔证1〕。没有议题。"), |_, p| first(p, "2022年付款〔证1〕。没有议题。〔证1〕")),
    (
        "W106",
        |_, p| first(p, "2022年付款，应当先研究。"),
        |_, p| first(p, "2022年付款〔证1〕，违反《条例》。此举不符合《条例》。"),
    ),
    ("E107", |_, p| p.basis.clear(), |_, _| {}),
    ("E108", |_, p| p.basis[0].edited(|b| b.clause = " ".into()), |_, _| {}),
    (
        "W108",
        |_, p| {
            p.basis[0].edited(|b| {
                b.regulation.clear();
                b.clause.clear();
            });
        },
        |_, p| p.basis[0].edited(|b| b.regulation.clear()),
    ),
    ("E109", |_, p| p.basis[0].confirm(None), |_, _| {}),
    ("E110", |_, p| p.from = fixture::day("2019-03"), |_, p| p.from = fixture::day("2019-04")),
    (
        "W110",
        |_, p| {
            p.from = fixture::day("2019-03");
            p.to = fixture::day("2019-05");
        },
        |_, p| {
            p.from = fixture::day("2019-04");
            p.to = fixture::day("2019-05");
        },
    ),
    ("E201", |_, p| first(p, "2022年付款〔证3〕〔证1〕。"), |_, p| first(p, "2022年付款〔证2〕〔证1〕。")),
    ("E201", |w, p| w.cite(p, &["minutes", "withheld"]), |w, p| w.cite(p, &["minutes", "verbatim"])),
    ("E201", |w, p| w.cite(p, &["minutes", "verbatim", "remark"]), |_, _| {}),
    ("W201", |w, p| w.cite(p, &["minutes", "verbatim", "gist"]), |_, _| {}),
    ("W202", |w, p| w.cite(p, &["minutes", "superseded"]), |w, p| w.cite(p, &["minutes", "correction"])),
    ("W203", |w, p| w.cite(p, &["minutes"]), |w, p| w.cite(p, &["minutes", "gist"])),
    (
        "W204",
        |w, p| w.cite(p, &["minutes", "own"]),
        |w, p| {
            w.cite(p, &["minutes", "own"]);
            p.responsible.clear();
        },
    ),
    (
        "W205",
        |_, p| first(p, "2022年，据称“车款是先付的，纪要七月补”〔证2〕。"),
        |_, p| first(p, "2022年，据称“车款是先付的”〔证2〕，“三重一大”事项未上会〔证2〕。"),
    ),
    (
        "W205",
        |w, p| {
            w.cite(p, &["minutes", "gist"]);
            first(p, "2022年，据反映“每次都是先付款后开会”〔证2〕。");
            p.facts.truncate(1);
        },
        |w, p| {
            w.cite(p, &["minutes", "gist"]);
            first(p, "2022年，记录写明“每次都是先付款后开会”〔证1〕〔证2〕。");
            p.facts.truncate(1);
        },
    ),
    (
        "E206",
        |_, p| first(p, "2022年6月14日，水利局据反映〔已另行处理〕〔证1〕。"),
        |_, p| first(p, "2022年6月14日，水利局支付购车款186000元，已另行处理〔证1〕。"),
    ),
    (
        "W206",
        |_, p| p.to_verify = vec![to_verify("核对〔已另行处理〕的去向")],
        |_, p| p.to_verify = vec![to_verify("核对第41号凭证的去向")],
    ),
    ("E301", |_, p| p.title = "赵敏反映的购车问题".into(), |_, p| p.title = "王建国主持购车问题".into()),
    (
        "E301",
        |_, p| first(p, "2022年，财务股会计〔访谈B12〕反映先付款〔证2〕〔证1〕。"),
        |_, p| first(p, "2022年，〔访谈B12〕反映先付款〔证2〕〔证1〕。"),
    ),
    ("E401", |_, p| p.handlers.truncate(1), |_, _| {}),
    (
        "W101",
        |_, p| p.facts = fixture::facts(&["2022年，有关站所未公开账目3次〔证1〕〔证2〕。"]),
        |_, p| p.facts = fixture::facts(&["2022年，镇财政所未公开账目3次〔证1〕〔证2〕。"]),
    ),
    (
        "W111",
        |_, p| p.facts = fixture::facts(&["2022年，水利局党组重视不够〔证1〕〔证2〕。"]),
        |_, p| p.facts = fixture::facts(&["2022年，水利局党组重视不够，未研究1次〔证1〕〔证2〕。"]),
    ),
    (
        "W112",
        |_, p| first(p, "2022年，水利局发放补贴〔证1〕。"),
        |_, p| first(p, "2022年，水利局发放补贴3600元〔证1〕。"),
    ),
    (
        "E113",
        |_, p| first(p, "2022年2月29日，水利局付款1元〔证1〕。"),
        |_, p| first(p, "2022年2月28日，水利局付款1元〔证1〕。"),
    ),
    (
        "E114",
        |_, p| {
            p.from = fixture::day("2022-06");
            p.to = fixture::day("2021-02");
        },
        |_, p| {
            p.from = fixture::day("2022-06");
            p.to = fixture::day("2022");
        },
    ),
    (
        "E114",
        |_, p| first(p, "2022年6月至3月，水利局付款1元〔证1〕。"),
        |_, p| first(p, "2022年6月至次年3月，水利局付款1元〔证1〕。"),
    ),
    ("E115", |_, p| p.from = fixture::day("2199"), |_, p| p.from = fixture::day("2022")),
    ("E115", |_, p| first(p, "2199年，水利局付款1元〔证1〕。"), |_, _| {}),
    (
        "W115",
        |_, p| first(p, "水利局于2199年付款1元〔证1〕。"),
        |_, p| first(p, "2022年，水利局约定2199年付款1元〔证1〕。"),
    ),
    (
        "W116",
        |_, p| p.facts = fixture::facts(&["2019年，水利局付款1元〔证1〕〔证2〕。"]),
        |_, p| {
            p.facts = fixture::facts(&["2019年至2022年，水利局付款1元〔证1〕〔证2〕。"]);
        },
    ),
    ("W116", |_, p| p.from = fixture::day("2019"), |_, p| p.from = fixture::day("2022")),
    (
        "W116",
        |_, p| {
            p.from = fixture::day("2023");
            p.facts.truncate(1);
        },
        |_, p| p.facts.truncate(1),
    ),
    (
        "E117",
        |_, p| first(p, "2022年，水利局付款2万元、3万元，共计6万元〔证1〕。"),
        |_, p| first(p, "2022年，水利局付款2万元、3万元，共计5万元〔证1〕。"),
    ),
    (
        "W117",
        |_, p| first(p, "2022年，水利局40份记录中18份缺页，占52%〔证1〕。"),
        |_, p| first(p, "2022年，水利局40份记录中18份缺页，占45%〔证1〕。"),
    ),
    (
        "E118",
        |_, p| first(p, "2022年，水利局付款伍万元整（￥53000.00）〔证1〕。"),
        |_, p| first(p, "2022年，水利局付款伍万叁仟元整（￥53000.00）〔证1〕。"),
    ),
    (
        "E119",
        |_, p| first(p, "2022年，水利局付款1元，构成受贿罪〔证1〕。"),
        |_, p| first(p, "2022年，水利局未学习《关于办理受贿罪的规定》1次〔证1〕。"),
    ),
    ("E119", |_, p| p.title = "局长涉嫌犯罪".into(), |_, p| p.title = "局长违规决策".into()),
    (
        "W119",
        |_, p| first(p, "2022年，水利局会计贪污1元〔证1〕。"),
        |_, p| first(p, "2022年，水利局会计因贪污1元被法院判决〔证1〕。"),
    ),
    (
        "W120",
        |_, p| first(p, "2022年，水利局多次未开会〔证1〕。"),
        |_, p| first(p, "2022年，水利局多次（4次）未开会〔证1〕。"),
    ),
    ("E302", |_, p| p.note = "身份证号610500196802150018".into(), |_, p| p.note = "身份证号6105**********0018".into()),
    ("E303", |_, p| p.place = "县城（电话13800001234）".into(), |_, p| p.place = "县城".into()),
    ("W303", |_, p| p.note = "13800001234".into(), |_, p| p.note = "合同编号13800001234".into()),
];

#[test]
fn the_sound_paper_has_nothing() {
    let world = World::new();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    assert_eq!(diagnose_in(&world, &holdings, &|_, _| {}), []);
}

#[test]
fn each_code_is_raised_by_what_it_is_about_and_by_no_more() {
    let world = World::new();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    let mut wrong = Vec::new();
    for (at, (label, has, has_not)) in CASES.into_iter().enumerate() {
        for (change, want) in [(has, true), (has_not, false)] {
            let found = diagnose_in(&world, &holdings, &change);
            if found.iter().any(|d| d.label() == label) != want {
                wrong.push(format!("{at} {label} {want}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let tested: BTreeSet<&str> = CASES.iter().map(|c| c.0).collect();
    let all = Code::ALL.iter().flat_map(|c| c.severities().iter().map(|s| format!("{}{}", s.letter(), c.number())));
    for label in all {
        assert!(tested.contains(label.as_str()), "{label} has no case");
    }
}

#[test]
fn a_diagnostic_points_to_the_words_it_is_about() {
    let world = World::new();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    for (label, text, want) in [
        ("E103", "2022年，水利局支付186000.00〔证1〕。", "186000.00"),
        ("W106", "2022年付款〔证1〕。没有议题。", "没有议题。"),
        ("E201", "2022年付款〔证9〕。", "〔证9〕"),
        ("E301", "2022年付款，经赵敏之手〔证1〕。", "赵敏"),
        ("E301", "2022年，经〔访谈A01〕签批〔证1〕。", "〔访谈A01〕"),
        ("E301", "2022年，财务股会计〔访谈B12〕反映先付款〔证1〕。", "财务股会计"),
        ("E301", "2022年，〔访谈B12〕（女）反映先付款〔证1〕。", "女"),
        ("E301", "2022年，财务股会计反映先付款〔证2〕。", "财务股会计"),
    ] {
        let found = diagnose_in(&world, &holdings, &|_, p| first(p, text));
        let hit = found.iter().find(|d| d.label() == label).unwrap_or_else(|| panic!("{label} {text}: {found:?}"));
        assert_eq!(text.get(hit.range.clone().unwrap()), Some(want), "{label} {text}");
        assert_eq!(hit.spot, Spot::at(PaperField::Facts, world.sound.facts[0].id));
        assert!(!hit.message.is_empty() && !hit.help.is_empty());
    }
}

#[test]
fn names_are_looked_for_in_all_that_is_printed() {
    let world = World::new();
    let problem = world.sound.clone();
    let suggestion = Suggestion {
        id: SuggestionId::new(),
        unit: world.unit.id,
        problems: vec![problem.id],
        addressee: String::new(),
        text: "按赵敏的意见完善制度。".into(),
    };
    world.store.transact(Op::EditProblem, None, move |tx| tx.put(&suggestion)).unwrap();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    let fields = |change: Change| -> Vec<&'static str> {
        let found = diagnose_in(&world, &holdings, &change);
        found.iter().filter(|d| d.code == Code::InformantNamed).map(|d| d.spot.field.block().id()).collect()
    };
    assert_eq!(fields(|_, _| {}), ["suggestion"]);
    assert_eq!(fields(|_, p| p.discovery = "与赵敏谈话。".into()), ["discovery", "suggestion"]);
    assert_eq!(fields(|_, p| p.explanation = "赵敏不知情。".into()), ["explanation", "suggestion"]);
    assert_eq!(fields(|_, p| p.against = "赵敏不知情。".into()), ["against", "suggestion"]);
    assert_eq!(fields(|_, p| p.note = "李明，科员".into()), ["suggestion", "note"]);
    assert_eq!(fields(|_, p| p.note = "行李明显超重".into()), ["suggestion"], "李明 is on the roster");
}

#[test]
fn an_error_is_left_standing_while_its_words_are_the_same() {
    let world = World::new();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    let mut problem = world.sound.clone();
    first(&mut problem, "2022年，水利局付款2万元、3万元，共计6万元〔证1〕。没有议题〔证1〕。");
    let paper = holdings.paper(&problem);
    let found = diagnose(&paper);
    let sum = found.iter().find(|d| d.label() == "E117").unwrap();
    assert_eq!(count(&found).errors, 1, "{found:?}");
    let (by, at) = (world.inspectors[0].id, fixture::at("2026-03-16T09:00"));
    problem.overrule(overrule(&paper, sum, " 含尾款 ", by, at).unwrap());
    let all = |problem: &Problem| diagnose(&holdings.paper(problem));
    let left = |problem: &Problem| all(problem).into_iter().find(|d| d.label() == "E117").unwrap();
    assert_eq!(left(&problem).overruled.map(|o| o.reason).as_deref(), Some("含尾款"));
    assert_eq!(count(&all(&problem)), Count { overruled: 1, ..count(&[]) });
    // Another sentence of the paragraph is another matter.
    first(&mut problem, "2022年，水利局付款2万元、3万元，共计6万元〔证1〕。没有这个议题〔证1〕。");
    assert!(!left(&problem).is_open_error());
    first(&mut problem, "2022年，水利局付款2万元、3万元，共计7万元〔证1〕。没有这个议题〔证1〕。");
    assert!(left(&problem).is_open_error(), "other words");
    let mut bare = world.sound.clone();
    bare.basis.clear();
    let paper = holdings.paper(&bare);
    let lacks = diagnose(&paper);
    assert!(lacks.iter().all(|d| overrule(&paper, d, "x", by, at).is_none()), "what is missing has to be added");
}

#[test]
fn errors_come_first_and_are_counted() {
    let world = World::new();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    let found = diagnose_in(&world, &holdings, &|w, p| {
        w.cite(p, &["minutes"]);
        p.handlers.clear();
    });
    let labels: Vec<String> = found.iter().map(Diagnostic::label).collect();
    assert_eq!(labels, ["E201", "E401", "W203"]);
    assert_eq!(count(&found), Count { errors: 2, warnings: 1, overruled: 0 });
    assert_eq!(count(&found).chinese(), "E2 W1");
}

proptest::proptest! {
    #[test]
    fn ranges_lie_on_characters_whatever_is_typed(text in "[甲王建国赵敏会计年元A0-9〔〕证访谈。；“”.,（）称 ]{0,80}") {
        thread_local! {
            static WORLD: (World, Holdings) = {
                let world = World::new();
                let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
                (world, holdings)
            };
        }
        WORLD.with(|(world, holdings)| {
            for d in diagnose_in(world, holdings, &|_, p| first(p, &text)) {
                if let Some(range) = d.range.clone()
                    && d.spot == Spot::at(PaperField::Facts, world.sound.facts[0].id)
                {
                    assert!(text.get(range).is_some_and(|t| !t.is_empty()), "{text:?} {d:?}");
                }
            }
        });
    }
}
