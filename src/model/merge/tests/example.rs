//! A filled-in record of every kind: no member is empty. A new field does not compile until it is filled in here.

use super::{at, id};
use crate::model::answer::{Answer, Claim, Judgement, Lane, ProbePut, Qualifier, Statement, Value};
use crate::model::attachment::Attachment;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::fields::FieldValue;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::Hash;
use crate::model::interview::{Interview, Sitting, TalkState, Unconfirmed};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::order::OrderKey;
use crate::model::overruled::Overruled;
use crate::model::people::{Code, Facts, Party, Person, PostHeld};
use crate::model::problem::{
    Basis, BasisWords, Certainty, Cited, Confirmed, Fact, Level, Placed, Problem, ProblemState, ResponsibilityKind,
    Responsible, ToVerify,
};
use crate::model::reading::{CheckResult, Document, Entry, Form, ReadClean, Verdict};
use crate::model::record::{Kind, Record};
use crate::model::round::{Inspector, Marking, Part, ReadingExcuse, Round, Unit};
use crate::model::unit_kind::UnitKind;
use crate::model::value::PartialDate;
use uuid::Uuid;

fn day(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text)
}

fn key(text: &str) -> OrderKey {
    OrderKey(text.to_owned())
}

fn body(record: &impl Record) -> serde_json::Value {
    serde_json::to_value(record).unwrap()
}

/// The bodies of a kind; more than one where its members depend on a choice.
pub(super) fn bodies(kind: Kind) -> Vec<serde_json::Value> {
    match kind {
        Kind::Round => vec![body(&round())],
        Kind::Unit => vec![body(&unit())],
        Kind::Inspector => vec![body(&Inspector {
            id: id(1),
            name: "李芳".into(),
            part: Part::Liaison,
            left: true,
            code: "LF".into(),
        })],
        Kind::Person => vec![body(&person())],
        Kind::Interview => vec![body(&interview())],
        Kind::Answer => vec![body(&answer())],
        Kind::Observation => vec![body(&Observation {
            id: id(1),
            unit: id(2),
            origin: Origin::Document { document: id(3), item: Some("k4.p3".into()), check: Some(id(4)), entry: None },
            text: "记录有撕页".into(),
            by: id(5),
            at: at(1),
            withheld: true,
            handled: Some(at(2)),
        })],
        Kind::Attachment => vec![body(&Attachment {
            id: id(1),
            owner: id(2),
            name: "凭证.jpg".into(),
            size: 4,
            sha256: Hash([7; 32]),
            caption: "第12页".into(),
            by: Some(id(3)),
            at: at(1),
        })],
        Kind::Document => vec![body(&document())],
        Kind::CheckResult => vec![body(&CheckResult {
            id: id(1),
            document: id(2),
            item: "k4.p3".into(),
            verdict: Verdict::Problem,
            pages: "12".into(),
            note: "无表决".into(),
            by: Some(id(3)),
            at: Some(at(1)),
        })],
        Kind::Entry => vec![body(&Entry {
            id: id(1),
            document: id(2),
            kind: "meeting".into(),
            values: vec![FieldValue { id: id(3), field: "k4.present".into(), value: Value::Integer(4) }],
            pages: "3".into(),
            note: "补记".into(),
            by: Some(id(4)),
            at: at(1),
        })],
        Kind::Evidence => vec![body(&evidence())],
        Kind::Decision => {
            let adopted = Decision {
                id: id(1),
                unit: id(2),
                key: Hash([1; 32]),
                title: "未经集体研究".into(),
                outcome: Decided::Adopted { problem: id(3) },
                seen: vec![id(4), id(5)],
                by: id(6),
                at: at(1),
            };
            let dismissed = Decision { outcome: Decided::Dismissed { reason: "已整改".into() }, ..adopted.clone() };
            vec![body(&adopted), body(&dismissed)]
        }
        Kind::Problem => vec![body(&problem())],
        Kind::Suggestion => vec![body(&Suggestion {
            id: id(1),
            unit: id(2),
            problems: vec![id(3), id(4)],
            addressee: "县财政局".into(),
            text: "健全制度".into(),
        })],
        Kind::QuickFix => vec![body(&QuickFix {
            id: id(1),
            unit: id(2),
            problem: id(3),
            demand: "退还".into(),
            issued: day("2026-03-02"),
            due: day("2026-03-09"),
            result: "已退".into(),
            done: day("2026-03-08"),
            by: id(4),
            at: at(1),
        })],
        Kind::Loan => vec![body(&loan())],
    }
}

fn round() -> Round {
    Round {
        id: id(1),
        name: "十七届县委第十轮巡察".into(),
        term: "十七届".into(),
        number: "第十轮".into(),
        group: "第一组".into(),
        from: day("2022-01"),
        to: day("2026-01"),
        marking: Marking::Other("内部".into()),
        backup_dir: Some("备份".into()),
        lock_minutes: Some(7),
    }
}

fn unit() -> Unit {
    Unit {
        id: id(1),
        code: "SLJ".into(),
        name: "水利局党组".into(),
        kind: Some(UnitKind::Bureau),
        profile: vec![FieldValue { id: id(3), field: "unit.limit".into(), value: Value::Text("五万元".into()) }],
        excuses: vec![ReadingExcuse { id: id(4), kind: "k4".into(), year: Some(2022), reason: "未成立".into() }],
    }
}

pub(super) fn person() -> Person {
    Person {
        id: id(1),
        unit: id(2),
        name: "王强".into(),
        name_as_written: Some("王　强".into()),
        post: "局长".into(),
        posts: vec![
            PostHeld { id: id(71), post: "副局长".into(), from: day("2015"), to: day("2019-05") },
            PostHeld { id: id(72), post: "局长".into(), from: day("2019-05"), to: day("2026-01") },
        ],
        in_charge: "全面工作".into(),
        approach: "head".into(),
        facts: Facts { head: true, leading_body: true, party: Party::Member, party_since: day("1998-07") },
        code: Code("A37".into()),
        planned: day("2026-03-12"),
        contact: "301".into(),
        note: "周三不在".into(),
    }
}

pub(super) fn interview() -> Interview {
    Interview {
        id: id(1),
        person: id(2),
        method: Hash([3; 32]),
        state: TalkState::Closed,
        post: "局长".into(),
        sittings: vec![Sitting {
            id: id(4),
            asker: id(5),
            recorder: Some(id(6)),
            alone_reason: "另一人请假".into(),
            place: "三楼会议室".into(),
            from: at(1),
            to: Some(at(2)),
        }],
        opening_read: Some(at(1)),
        variant: 1,
        read_back: Some(at(2)),
        unconfirmed: vec![Unconfirmed { statement: id(7), reason: "记不清是哪一年".into(), at: at(2) }],
        note: "配合".into(),
    }
}

fn answer() -> Answer {
    let statement = |n, order, text: &str, supersedes| Statement {
        id: id(n),
        order: key(order),
        lane: Lane::Verbatim,
        at: at(1),
        text: text.into(),
        key: true,
        withheld: true,
        supersedes,
        words_of: vec![id(n + 40)],
    };
    Answer {
        id: id(1),
        interview: id(2),
        question: "q3".into(),
        wording: 1,
        statements: vec![
            statement(10, "1", "开了三次会", Some(id(12))),
            statement(11, "2", "每次都有记录", Some(id(12))),
            statement(12, "3", "开了四次会", Some(id(99))),
        ],
        judgement: Some(Judgement::Partly),
        claims: vec![Claim {
            id: id(20),
            field: "q3.times".into(),
            qualifier: Qualifier::Range,
            value: Some(Value::Integer(3)),
            high: Some(Value::Integer(4)),
            statement: Some(id(10)),
        }],
        probes: ["q3.p1", "q3.p2"].map(|p| ProbePut::new(id(1), p.into(), at(1))).into(),
        not_put: "时间不够".into(),
    }
}

pub(super) fn document() -> Document {
    Document {
        id: id(1),
        unit: id(2),
        kind: "k4".into(),
        method: Hash([3; 32]),
        title: "党组会议记录".into(),
        volume: "第2卷".into(),
        from: day("2022-01"),
        to: day("2022-12"),
        form: Form::Copy,
        provider: "陈涛".into(),
        received: day("2026-03-02"),
        due_back: day("2026-03-09"),
        returned: day("2026-03-08"),
        person: Some(id(4)),
        clean: Some(ReadClean {
            volumes: "第2卷".into(),
            months: "1-12月".into(),
            pages: "1-88".into(),
            by: id(5),
            at: at(3),
        }),
        note: "装订松动".into(),
    }
}

fn evidence() -> Evidence {
    Evidence {
        id: id(1),
        unit: id(2),
        source: EvidenceSource::Document { document: id(3), check: Some(id(4)), entry: Some(id(5)) },
        sort: EvidenceSort::Written,
        title: "记账凭证".into(),
        volume: "2022年6月".into(),
        pages: "1-88".into(),
        form: Form::Original,
        extent: "2页".into(),
        provider: "陈涛".into(),
        obtained: day("2026-03-02"),
        note: "证明付款".into(),
        by: id(6),
        at: at(1),
    }
}

pub(super) fn problem() -> Problem {
    let fact = |n, order, text: &str| Fact { id: id(n), order: key(order), text: text.into() };
    Problem {
        id: id(1),
        unit: id(2),
        method: Hash([3; 32]),
        number: "预-LF-03".into(),
        state: ProblemState::Ready,
        title: "购置公务车辆未经集体研究".into(),
        facts: vec![fact(10, "1", "支付购车款〔证1〕。"), fact(11, "2", "会议记录没有该议题〔证2〕。")],
        from: day("2022-06"),
        to: day("2022-07"),
        place: "水利局".into(),
        sources: vec!["talk".into(), "documents".into()],
        source_other: "走访".into(),
        discovery: "查阅凭证".into(),
        basis: vec![
            Basis::new(
                id(20),
                key("1"),
                BasisWords {
                    regulation: "r1".into(),
                    name: "某规定".into(),
                    version: "2018年修订".into(),
                    clause: "第十二条".into(),
                    quote: "应当集体研究".into(),
                },
            )
            .with_confirmation(Some(Confirmed { by: id(21), at: at(2) })),
        ],
        evidence: vec![
            Cited { id: id(30), order: key("1"), number: 1, evidence: id(31) },
            Cited { id: id(32), order: key("2"), number: 2, evidence: id(33) },
        ],
        responsible: vec![Responsible {
            id: id(40),
            order: key("1"),
            person: Some(id(41)),
            name: "王强".into(),
            post: "局长".into(),
            kind: ResponsibilityKind::MainLeader,
        }],
        categories: vec![Placed::new(id(1), "three_focus_2023", "f2")],
        level: Some(Level::LeadingBody),
        certainty: Some(Certainty::Proved),
        explanation: "情况紧急".into(),
        against: "有口头通气".into(),
        handlers: vec![id(50), id(51)],
        note: "待补凭证".into(),
        to_verify: vec![ToVerify {
            id: id(60),
            order: key("1"),
            text: "核对学习记录".into(),
            origin: Some(Uuid::from_u128(61)),
            done: true,
        }],
        overruled: vec![Overruled {
            id: id(62),
            code: 117,
            of: Hash([7; 32]),
            reason: "另有一笔尾款".into(),
            by: id(50),
            at: at(5),
        }],
    }
}

fn loan() -> Loan {
    Loan {
        id: id(1),
        unit: id(2),
        title: "党组会议记录".into(),
        kind: "k4".into(),
        copies: "3册".into(),
        form: Form::Original,
        asked: day("2026-03-02").unwrap(),
        asked_by: id(3),
        due: day("2026-03-04"),
        provider: "陈涛".into(),
        handed: Some(at(3)),
        document: Some(id(4)),
        copied: "12-14".into(),
        returned: Some(at(9)),
        returned_to: "陈涛".into(),
        note: "缺一册".into(),
    }
}
