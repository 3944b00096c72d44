//! Large rounds, made of nothing but counters: the same records every time.

use std::path::Path;
use uuid::{Builder, Uuid};
use wenkan::method::MethodFiles;
use wenkan::model::answer::{Answer, Judgement, Lane, Statement};
use wenkan::model::ids::Hash;
use wenkan::model::interview::{Interview, Sitting, TalkState};
use wenkan::model::observation::{Observation, Origin};
use wenkan::model::order;
use wenkan::model::people::{Code, Facts, Party, Person};
use wenkan::model::record::Op;
use wenkan::model::round::{Inspector, Marking, Part, Round, Unit};
use wenkan::model::value::{Instant, PartialDate};
use wenkan::store::{Secret, Store, Tx};

pub(crate) const UNITS: u32 = 15;
pub(crate) const TALKS: u32 = 3_000;
/// Observations of [`observations`].
pub(crate) const OBSERVATIONS: u32 = 100_000;
/// Characters of the answer of [`long`].
pub(crate) const LONG: usize = 100_000;

pub(crate) const PER_UNIT: u32 = TALKS / UNITS;
const STATEMENTS: u32 = 3;
const QUESTIONS: [&str; 5] = ["q1", "q2", "q3", "q4", "q5"];
const SENTENCES: [&str; 6] = [
    "去年党组研究党风廉政建设次，第一次在三月，定了“一岗双责”，由谁落实没有写进纪要。",
    "三重一大事项一般先碰头再上会，金额在万元以上的上会，会议记录由办公室整理。",
    "党费每季度交一次，标准是组织委员算的，去年没有重新核定过，收据在办公室。",
    "廉政学习去年安排过次，有的是传达文件，学习笔记没有统一检查。",
    "项目验收由工程股组织，分管领导签字，监理单位是招标代理推荐的。",
    "下乡补助按天数报，派车单和报销单有时对不上，财务提过一次。",
];

/// A UUIDv7 of its kind and number.
pub(crate) fn id(kind: u8, n: u32) -> Uuid {
    let mut random = [kind; 10];
    random[..4].copy_from_slice(&n.to_be_bytes());
    Builder::from_unix_timestamp_millis(1_770_000_000_000 + u64::from(n), &random).into_uuid()
}

pub(crate) fn at() -> Instant {
    Instant::parse("2026-03-12T09:15:00.000+08:00").unwrap()
}

/// Sentence number `n` with the number in it, so that texts differ.
pub(crate) fn sentence(n: u32) -> String {
    format!("{}（{n}）", SENTENCES[n as usize % SENTENCES.len()])
}

pub(crate) fn inspector(n: u32) -> Inspector {
    Inspector::new(id(2, n).into(), format!("干部{n}"), Part::Member)
}

pub(crate) fn unit(n: u32) -> Unit {
    Unit::new(id(3, n).into(), format!("DW{n:02}"), format!("第{n}被巡察单位党组"))
}

pub(crate) fn person(n: u32) -> Person {
    let head = n.is_multiple_of(PER_UNIT);
    Person {
        id: id(4, n).into(),
        unit: unit(n / PER_UNIT).id,
        name: format!("人员{n}"),
        name_as_written: None,
        post: if head { "党组书记、局长" } else { "业务股室工作人员" }.to_owned(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: if head { "head" } else { "party_member" }.to_owned(),
        facts: Facts { head, leading_body: n.is_multiple_of(10), party: Party::Member, party_since: None },
        code: Code(format!("A{n:04}")),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}

/// Of each state a quarter; the heads' talks are closed.
pub(crate) fn interview(n: u32, method: Hash) -> Interview {
    let (state, read_back) = match n % 4 {
        0 => (TalkState::Closed, None),
        1 => (TalkState::BrokenOff, None),
        2 => (TalkState::Open, None),
        _ => (TalkState::Closed, Some(at())),
    };
    let sitting = Sitting {
        id: id(6, n).into(),
        asker: inspector(0).id,
        recorder: Some(inspector(1).id),
        alone_reason: String::new(),
        place: "三楼小会议室".to_owned(),
        from: at(),
        to: None,
    };
    Interview {
        id: id(5, n).into(),
        person: id(4, n).into(),
        method,
        state,
        post: "工作人员".to_owned(),
        sittings: vec![sitting],
        opening_read: Some(at()),
        variant: 0,
        read_back,
        unconfirmed: Vec::new(),
        note: String::new(),
    }
}

fn answer(n: u32, question: u32, texts: Vec<String>) -> Answer {
    let number = n * 5 + question;
    let statement = |(k, text)| Statement {
        id: id(8, number * 8 + k).into(),
        order: order::OrderKey::default(),
        lane: Lane::Verbatim,
        at: at(),
        text,
        key: false,
        withheld: false,
        supersedes: None,
        words_of: Vec::new(),
    };
    let mut statements: Vec<Statement> = (0..).zip(texts).map(statement).collect();
    order::assign(&mut statements, |s| &mut s.order);
    Answer {
        id: id(7, number).into(),
        statements,
        judgement: (!number.is_multiple_of(7)).then_some(Judgement::Partly),
        ..Answer::new(id(5, n).into(), QUESTIONS[question as usize])
    }
}

pub(crate) fn short_answer(n: u32, question: u32) -> Answer {
    let first = (n * 5 + question) * STATEMENTS;
    answer(n, question, (first..first + STATEMENTS).map(sentence).collect())
}

fn prepare(tx: &mut Tx<'_>, units: u32) -> wenkan::Result<()> {
    let method = MethodFiles::builtin();
    tx.put_method(method.hash(), &method.files)?;
    tx.put(&Round {
        id: id(1, 0).into(),
        name: "十七届县委第十轮巡察".to_owned(),
        term: "十七届".to_owned(),
        number: "第十轮".to_owned(),
        group: "第一组".to_owned(),
        from: PartialDate::parse("2020"),
        to: PartialDate::parse("2025"),
        marking: Marking::Internal,
        backup_dir: None,
        lock_minutes: None,
    })?;
    (0..2).try_for_each(|n| tx.put(&inspector(n)))?;
    (0..units).try_for_each(|n| tx.put(&unit(n)))
}

pub(crate) fn create(path: &Path, units: u32) -> Store {
    let (store, _) = Store::create(path, &Secret::None).unwrap();
    store.transact(Op::CreateRound, None, move |tx| prepare(tx, units)).unwrap();
    store
}

/// The people of a unit and their talks.
pub(crate) fn talks_of(tx: &mut Tx<'_>, unit: u32, method: Hash) -> wenkan::Result<()> {
    for n in unit * PER_UNIT..(unit + 1) * PER_UNIT {
        tx.put(&person(n))?;
        tx.put(&interview(n, method))?;
        (0..5).try_for_each(|question| tx.put(&short_answer(n, question)))?;
    }
    Ok(())
}

/// 3,000 talks of five answers each, in 15 units; one transaction a unit.
pub(crate) fn talks(path: &Path) -> Store {
    talks_in(path, UNITS)
}

/// The same in the first of these units only, 200 talks each.
pub(crate) fn talks_in(path: &Path, units: u32) -> Store {
    let store = create(path, units);
    let method = MethodFiles::builtin().hash();
    for unit in 0..units {
        store.transact(Op::ImportBundle, None, move |tx| talks_of(tx, unit, method)).unwrap();
    }
    store.flush().unwrap();
    store
}

/// One talk whose first answer is one paragraph of 100,000 characters.
pub(crate) fn long(path: &Path) -> Store {
    let store = create(path, 1);
    let method = MethodFiles::builtin().hash();
    let put = move |tx: &mut Tx<'_>| {
        tx.put(&person(0))?;
        tx.put(&interview(0, method))?;
        tx.put(&answer(0, 0, vec![long_text()]))
    };
    store.transact(Op::ImportBundle, None, put).unwrap();
    store.flush().unwrap();
    store
}

/// 100,000 characters without a line end.
pub(crate) fn long_text() -> String {
    (0..).map(sentence).flat_map(|s| s.chars().collect::<Vec<_>>()).take(LONG).collect()
}

/// 100,000 observations, all of which hold the same word.
pub(crate) fn observations(path: &Path) -> Store {
    let store = create(path, 1);
    let put = |tx: &mut Tx<'_>| {
        (0..OBSERVATIONS).try_for_each(|n| {
            tx.put(&Observation {
                id: id(9, n).into(),
                unit: unit(0).id,
                origin: Origin::Free,
                text: format!("党费{}", sentence(n)),
                by: inspector(0).id,
                at: at(),
                withheld: false,
                handled: None,
            })
        })
    };
    store.transact(Op::ImportBundle, None, put).unwrap();
    store.flush().unwrap();
    store
}
