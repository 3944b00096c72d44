//! The kept file of version 2, with a record of every kind that came with it: every later build opens it.
//!
//! `WENKAN_WRITE_FIXTURE=1 cargo test file_v2` wrote it once; it is never written again.

use super::*;
use crate::model::any::AnyRecord;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::fields::FieldValue;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::FieldValueId;
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::problem::{
    Basis, BasisWords, Certainty, Cited, Confirmed, Fact, Level, Placed, Problem, ResponsibilityKind, Responsible,
};
use crate::model::reading::{CheckResult, Document, Entry, Form, ReadClean, Verdict};
use crate::model::round::{Inspector, Part, ReadingExcuse};
use crate::model::value::{Money, PartialDate};

const NAME: &str = "tests/fixtures/v2.wenkan";
const PASSPHRASE: &str = "wenkan-fixture-2";
/// Said in confidence, and repeated where it should not be.
pub(super) const HIDDEN: &str = "暗号甲乙丙丁";

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(NAME)
}

fn secret() -> Secret {
    Secret::Passphrase(Passphrase::new(PASSPHRASE).unwrap())
}

fn at() -> Instant {
    Instant::parse("2026-03-08T09:15:00.000+08:00").unwrap()
}

fn day(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text)
}

pub(super) fn id<T: From<Uuid>>(n: u8) -> T {
    T::from(Uuid::from_bytes([n; 16]))
}

fn value(n: u8, field: &str, value: crate::model::answer::Value) -> FieldValue {
    FieldValue { id: id::<FieldValueId>(n), field: field.to_owned(), value }
}

/// One record of each kind, under ids that are fixed: unit 1, inspector 2, answer 3 with an open statement 4 and a
/// withheld one 5, document 10, check result 11, entries 12 and 13, observations 14 (from the document) and 15 (from
/// what is withheld), evidence 16 (from the document) and 17 (from what is withheld), decision 18, problem 19,
/// suggestion 20, quick fix 21, loan 22.
pub(super) fn content() -> Vec<AnyRecord> {
    [reading(), findings(), vec![problem().into()], hand_over()].concat()
}

fn reading() -> Vec<AnyRecord> {
    use crate::model::answer::Value;
    let unit = Unit {
        profile: vec![value(60, "profile.limit", Value::Money(Money(5_000_000)))],
        excuses: vec![ReadingExcuse { id: id(61), kind: "k5".into(), year: Some(2023), reason: "未建账".into() }],
        ..Unit::new(id(1), "SLJ", "示例水利局党组")
    };
    let mut answer = Answer { id: id(3), ..Answer::new(id(30), "q5") };
    answer.statements = vec![
        Statement { id: id(4), ..statement("每月党费三十七元五角。", false) },
        Statement { id: id(5), ..statement(HIDDEN, true) },
    ];
    let document = Document {
        id: id(10),
        unit: unit.id,
        kind: "k4".into(),
        method: Hash([9; 32]),
        title: "党组会议记录".into(),
        volume: "第2卷".into(),
        from: day("2022-01"),
        to: day("2022-12"),
        form: Form::Original,
        provider: "示例人员".into(),
        received: day("2026-03-02"),
        due_back: day("2026-03-20"),
        returned: None,
        person: None,
        clean: Some(ReadClean {
            volumes: "第2卷".into(),
            months: "1-12月".into(),
            pages: "1-96".into(),
            by: id(2),
            at: at(),
        }),
        note: String::new(),
    };
    let check = CheckResult {
        id: id(11),
        document: document.id,
        item: "k4.p3".into(),
        verdict: Verdict::Problem,
        pages: "12, 31".into(),
        note: "先表态".into(),
        by: Some(id(2)),
        at: Some(at()),
    };
    let entry = |n: u8, values| Entry {
        id: id(n),
        document: id(10),
        kind: "meeting".into(),
        values,
        pages: "12".into(),
        note: String::new(),
        by: Some(id(2)),
        at: at(),
    };
    let values = vec![
        value(62, "meeting.date", Value::Date(day("2022-03-08").unwrap())),
        value(63, "meeting.present", Value::Integer(5)),
        value(64, "meeting.amount", Value::Money(Money(12_300))),
        value(65, "meeting.vote", Value::YesNo(true)),
        value(66, "meeting.kind", Value::Choices(vec!["party".into(), "office".into()])),
        value(67, "meeting.chair", Value::Person(id(31))),
    ];
    let inspector = Inspector::new(id(2), "示例干部", Part::Member);
    vec![
        unit.into(),
        inspector.into(),
        answer.into(),
        document.into(),
        check.into(),
        entry(12, values).into(),
        entry(13, Vec::new()).into(),
    ]
}

fn findings() -> Vec<AnyRecord> {
    let observation = |n: u8, origin, text: &str| Observation {
        id: id(n),
        unit: id(1),
        origin,
        text: text.into(),
        by: id(2),
        at: at(),
        withheld: false,
        handled: None,
    };
    let of_document =
        Origin::Document { document: id(10), item: Some("k4.p3".into()), check: Some(id(11)), entry: Some(id(12)) };
    let of_hidden = Origin::Statement { interview: id(30), answer: id(3), statement: id(5) };
    let evidence = |n: u8, source, title: &str| Evidence {
        id: id(n),
        unit: id(1),
        source,
        sort: EvidenceSort::Written,
        title: title.into(),
        volume: "第2卷".into(),
        pages: "12".into(),
        form: Form::Copy,
        extent: "1份2页".into(),
        provider: "示例人员".into(),
        obtained: day("2026-03-08"),
        note: String::new(),
        by: id(2),
        at: at(),
    };
    let from_document = EvidenceSource::Document { document: id(10), check: Some(id(11)), entry: None };
    let from_hidden = EvidenceSource::Statement { interview: id(30), answer: id(3), statement: id(5) };
    let decision = Decision {
        id: id(18),
        unit: id(1),
        key: Hash([7; 32]),
        title: "主要负责人未执行末位表态".into(),
        outcome: Decided::Adopted { problem: id(19) },
        seen: vec![id(11), id(14)],
        by: id(2),
        at: at(),
    };
    vec![
        observation(14, of_document, "会上先表态").into(),
        observation(15, of_hidden, "由暗号得来").into(),
        evidence(16, from_document, "党组会议记录").into(),
        evidence(17, from_hidden, "谈话记录").into(),
        decision.into(),
    ]
}

fn problem() -> Problem {
    let order = || OrderKey::between(None, None);
    Problem {
        title: "主要负责人未执行末位表态".into(),
        facts: vec![
            Fact { id: id(70), order: order(), text: "2022年3月8日，局长先表态〔证1〕。".into() },
            Fact { id: id(71), order: order(), text: format!("有人说：{HIDDEN}〔证2〕。") },
        ],
        from: day("2022"),
        place: "会议室".into(),
        sources: vec!["documents".into()],
        discovery: "调阅会议记录".into(),
        basis: vec![
            Basis::new(
                id(72),
                order(),
                BasisWords {
                    regulation: "party_group".into(),
                    name: "党组工作条例".into(),
                    version: "2019年修订".into(),
                    clause: "第二十三条".into(),
                    quote: String::new(),
                },
            )
            .with_confirmation(Some(Confirmed { by: id(2), at: at() })),
        ],
        evidence: vec![
            Cited { id: id(73), order: order(), number: 1, evidence: id(16) },
            Cited { id: id(74), order: order(), number: 2, evidence: id(17) },
        ],
        responsible: vec![Responsible {
            id: id(75),
            order: order(),
            person: Some(id(31)),
            name: "示例局长".into(),
            post: "局长".into(),
            kind: ResponsibilityKind::MainLeader,
        }],
        categories: vec![Placed::new(id(19), "four_focus", "f3")],
        level: Some(Level::LeadingBody),
        certainty: Some(Certainty::NearlyProved),
        explanation: format!("单位说明：{HIDDEN}"),
        handlers: vec![id(2)],
        ..Problem::new(id(19), id(1), Hash([9; 32]), "预-LF-01".into())
    }
}

fn hand_over() -> Vec<AnyRecord> {
    let suggestion = Suggestion {
        id: id(20),
        unit: id(1),
        problems: vec![id(19)],
        addressee: String::new(),
        text: "健全议事规则。".into(),
    };
    let fix = QuickFix {
        id: id(21),
        unit: id(1),
        problem: id(19),
        demand: "立即补签会议记录。".into(),
        issued: day("2026-03-10"),
        due: day("2026-03-17"),
        result: String::new(),
        done: None,
        by: id(2),
        at: at(),
    };
    let loan = Loan {
        id: id(22),
        unit: id(1),
        title: "党组会议记录".into(),
        kind: "k4".into(),
        copies: "3册".into(),
        form: Form::Original,
        asked: day("2026-03-01").unwrap(),
        asked_by: id(2),
        due: day("2026-03-02"),
        provider: "示例人员".into(),
        handed: Some(at()),
        document: Some(id(10)),
        copied: "第12页".into(),
        returned: None,
        returned_to: String::new(),
        note: String::new(),
    };
    vec![suggestion.into(), fix.into(), loan.into()]
}

/// Writes all of it as one action.
pub(super) fn fill(store: &Store) {
    store.transact(Op::Sample, Some(id(2)), |tx| content().iter().try_for_each(|record| tx.put_any(record))).unwrap();
}

#[test]
fn every_build_opens_the_file_of_version_2() {
    if std::env::var_os("WENKAN_WRITE_FIXTURE").is_some() && !kept().exists() {
        let (store, _) = Store::create(&kept(), &secret()).unwrap();
        fill(&store);
        store.flush().unwrap();
        store.close().unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("v2.wenkan");
    std::fs::copy(kept(), &path).unwrap();
    let before = std::fs::read(&path).unwrap();
    told_of(&Reader::open(&path, &secret()).unwrap());
    assert!(std::fs::read(&path).unwrap() == before, "reading alone changes nothing");
    let store = Store::open(&path, &secret()).unwrap();
    let reader = store.reader().unwrap();
    told_of(&reader);
    let own = content().into_iter().find_map(|r| if let AnyRecord::Answer(a) = r { Some(a) } else { None }).unwrap();
    assert_eq!(reader.own_talk(own.interview).unwrap(), [own]);
    let report = verify(&reader, &|_| true).unwrap();
    assert_eq!(report.problems, [file_v1::made_up(&path)]);
    assert_eq!(report.records, content().len() as u64);
}

/// All that may be told of the file is read, and nothing else.
fn told_of(reader: &Reader) {
    let kinds: std::collections::BTreeSet<Kind> = content().iter().map(AnyRecord::kind).collect();
    let told = reader.told().unwrap();
    let mut expected: Vec<AnyRecord> = content().iter().filter_map(|r| told.strike(r)).collect();
    expected.sort_by_key(|r| (r.kind(), r.id()));
    let mut found: Vec<AnyRecord> = kinds.into_iter().flat_map(|kind| reader.all_of(kind).unwrap()).collect();
    found.sort_by_key(|r| (r.kind(), r.id()));
    assert_eq!(found, expected);
    assert_eq!(content().len() - found.len(), 2, "an observation and evidence out of what is withheld");
    let all = serde_json::to_string(&found).unwrap();
    assert!(!all.contains(HIDDEN) && all.contains("〔已另行处理〕"));
}
