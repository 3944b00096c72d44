//! A whole inspection at the end of its months: 3,000 talks, 10,000 documents, 1,200 problems and all that hangs on
//! them; and what the analysis and the export of it cost.

use crate::big::{PER_UNIT, TALKS, UNITS, at, create, id, inspector, sentence, talks_of, unit};
use divan::{Bencher, black_box};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use wenkan::analysis::diagnose::diagnose;
use wenkan::analysis::paper::{Holdings, papers};
use wenkan::analysis::rollup::{Input, candidates};
use wenkan::analysis::{methods, reading};
use wenkan::export::Target;
use wenkan::export::parts::{Choice, Format, Part, export};
use wenkan::method::MethodFiles;
use wenkan::method::types::Method;
use wenkan::model::answer::Value;
use wenkan::model::decision::{Decided, Decision};
use wenkan::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use wenkan::model::fields::FieldValue;
use wenkan::model::ids::Hash;
use wenkan::model::observation::{Observation, Origin};
use wenkan::model::order::{self, OrderKey};
use wenkan::model::problem::{
    Basis, BasisWords, Certainty, Cited, Confirmed, Fact, Level, Placed, Problem, ProblemState, ResponsibilityKind,
    Responsible,
};
use wenkan::model::reading::{CheckResult, Document, Entry, Form, ReadClean, Verdict};
use wenkan::model::record::{Kind, Op};
use wenkan::model::value::PartialDate;
use wenkan::store::{Secret, Store, Tx};

pub(crate) const DOCUMENTS: u32 = 10_000;
pub(crate) const PROBLEMS: u32 = 1_200;
/// So many papers one county wrote in one term; exported for the aim of one second.
const EXPORTED: u32 = 1_108;
/// Of so many documents one was walked item by item; the others were read and nothing found.
const WALKED: u32 = 4;
const DECIDED: u32 = 300;
const FACTS: u32 = 3;

fn day(n: u32) -> PartialDate {
    PartialDate::parse(&format!("202{}-{:02}-{:02}", n % 5, n % 12 + 1, n % 28 + 1)).unwrap()
}

fn kind(n: u32) -> usize {
    (n / UNITS) as usize % 5
}

fn document(n: u32, method: &Method) -> Document {
    let record = &method.records[kind(n)];
    let clean = ReadClean {
        volumes: "1".to_owned(),
        months: "1-12月".to_owned(),
        pages: "1-96".to_owned(),
        by: inspector(0).id,
        at: at(),
    };
    Document {
        id: id(10, n).into(),
        unit: unit(n % UNITS).id,
        kind: record.id.clone(),
        method: method.hash,
        title: format!("{}{n}", record.short),
        volume: "2".to_owned(),
        from: PartialDate::parse(&format!("202{}", n % 6)),
        to: None,
        form: Form::Original,
        provider: "办公室".to_owned(),
        received: Some(day(n)),
        due_back: None,
        returned: Some(day(n)),
        person: None,
        clean: (!n.is_multiple_of(WALKED)).then_some(clean),
        note: String::new(),
    }
}

fn check(n: u32, item: u32, name: &str) -> CheckResult {
    let number = n * 32 + item;
    let problem = number.is_multiple_of(11);
    CheckResult {
        id: id(11, number).into(),
        document: id(10, n).into(),
        item: name.to_owned(),
        verdict: if problem { Verdict::Problem } else { Verdict::Clean },
        pages: format!("{}", item + 3),
        note: if problem { sentence(number) } else { String::new() },
        by: Some(inspector(0).id),
        at: Some(at()),
    }
}

fn entry(n: u32, kind: &str) -> Entry {
    let value =
        |k: u32, field: &str, value| FieldValue { id: id(13, n * 4 + k).into(), field: field.to_owned(), value };
    let values = match kind {
        "meeting" => vec![
            value(0, "meeting.date", Value::Date(day(n))),
            value(1, "meeting.expected", Value::Integer(7)),
            value(2, "meeting.present", Value::Integer(i64::from(n % 8))),
            value(3, "meeting.topics", Value::Text(sentence(n))),
        ],
        _ => Vec::new(),
    };
    Entry {
        id: id(12, n).into(),
        document: id(10, n).into(),
        kind: kind.to_owned(),
        values,
        pages: format!("{}", n % 90 + 1),
        note: sentence(n),
        by: Some(inspector(0).id),
        at: at(),
    }
}

/// Two of each problem: a document of its unit and a statement of a talk there.
fn evidence(n: u32) -> Evidence {
    let of = n / 2;
    let at_unit = of % UNITS;
    let source = if n.is_multiple_of(2) {
        EvidenceSource::Document { document: id(10, of).into(), check: None, entry: None }
    } else {
        let talk = at_unit * PER_UNIT + of % PER_UNIT;
        EvidenceSource::Statement {
            interview: id(5, talk).into(),
            answer: id(7, talk * 5).into(),
            statement: id(8, talk * 40).into(),
        }
    };
    Evidence {
        id: id(14, n).into(),
        unit: unit(at_unit).id,
        source,
        sort: if n.is_multiple_of(2) { EvidenceSort::Written } else { EvidenceSort::Talk },
        title: "会议记录复印件".to_owned(),
        volume: "2".to_owned(),
        pages: format!("{}", n % 90 + 1),
        form: Form::Copy,
        extent: String::new(),
        provider: "办公室".to_owned(),
        obtained: Some(day(n)),
        note: String::new(),
        by: inspector(0).id,
        at: at(),
    }
}

fn keys(count: u32) -> Vec<OrderKey> {
    let mut keys = vec![OrderKey::default(); count as usize];
    order::assign(&mut keys, |key| key);
    keys
}

fn problem(n: u32, method: &Method) -> Problem {
    let at_unit = n % UNITS;
    let confirmed = Some(Confirmed { by: inspector(0).id, at: at() });
    let fact = |(k, order): (u32, OrderKey)| Fact {
        id: id(16, n * FACTS + k).into(),
        order,
        text: format!(
            "2022年3月{}日，第{at_unit}被巡察单位党组研究大额支出{}万元，主要负责人先表态，{}〔证{}〕",
            k + 1,
            n % 90 + 1,
            sentence(n * FACTS + k),
            k % 2 + 1
        ),
    };
    let cited = |(k, order): (u16, OrderKey)| Cited {
        id: id(17, n * 2 + u32::from(k)).into(),
        order,
        number: k + 1,
        evidence: id(14, n * 2 + u32::from(k)).into(),
    };
    Problem {
        state: if n.is_multiple_of(3) { ProblemState::Ready } else { ProblemState::Draft },
        title: format!("研究大额支出时主要负责人未末位表态（{n}）"),
        facts: (0..).zip(keys(FACTS)).map(fact).collect(),
        from: Some(day(n)),
        sources: vec!["documents".to_owned()],
        discovery: "查阅党组会议记录时发现，个别谈话中得到印证。".to_owned(),
        basis: vec![
            Basis::new(
                id(18, n).into(),
                keys(1).swap_remove(0),
                BasisWords {
                    regulation: "party_group".to_owned(),
                    name: String::new(),
                    version: "2019年4月修订".to_owned(),
                    clause: "第二十三条".to_owned(),
                    quote: String::new(),
                },
            )
            .with_confirmation(confirmed),
        ],
        evidence: (0..).zip(keys(2)).map(cited).collect(),
        responsible: vec![Responsible {
            id: id(19, n).into(),
            order: keys(1).swap_remove(0),
            person: Some(id(4, at_unit * PER_UNIT).into()),
            name: format!("人员{}", at_unit * PER_UNIT),
            post: "党组书记、局长".to_owned(),
            kind: ResponsibilityKind::MainLeader,
        }],
        categories: vec![Placed::new(id(15, n).into(), "four_focus", "f3")],
        level: Some(Level::LeadingBody),
        certainty: Some(Certainty::Proved),
        explanation: "单位说明：事前个别酝酿过，会上没有注意发言次序。".to_owned(),
        handlers: vec![inspector(0).id, inspector(1).id],
        ..Problem::new(id(15, n).into(), unit(at_unit).id, method.hash, format!("预-GB-{n:04}"))
    }
}

fn decision(n: u32) -> Decision {
    let outcome = if n.is_multiple_of(2) {
        Decided::Adopted { problem: id(15, n).into() }
    } else {
        Decided::Dismissed { reason: "已在会上说明，不构成问题".to_owned() }
    };
    let mut key = [0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    Decision {
        id: id(20, n).into(),
        unit: unit(n % UNITS).id,
        key: Hash(key),
        title: sentence(n),
        outcome,
        seen: vec![id(11, n * 32).into()],
        by: inspector(0).id,
        at: at(),
    }
}

fn observation(n: u32) -> Observation {
    let number = n * 5;
    Observation {
        id: id(9, n).into(),
        unit: unit(n / PER_UNIT).id,
        origin: Origin::Statement {
            interview: id(5, n).into(),
            answer: id(7, number).into(),
            statement: id(8, number * 8).into(),
        },
        text: sentence(n),
        by: inspector(0).id,
        at: at(),
        withheld: false,
        handled: None,
    }
}

/// What was read in a unit and what came of it.
fn documents_and_papers(tx: &mut Tx<'_>, of: u32, method: &Method) -> wenkan::Result<()> {
    for n in (of..DOCUMENTS).step_by(UNITS as usize) {
        tx.put(&document(n, method))?;
        let record = &method.records[kind(n)];
        if n.is_multiple_of(WALKED) {
            (0..).zip(&record.items).try_for_each(|(k, item)| tx.put(&check(n, k, &item.id)))?;
        }
        tx.put(&entry(n, &record.entry))?;
    }
    for n in (of..PROBLEMS).step_by(UNITS as usize) {
        [evidence(2 * n), evidence(2 * n + 1)].iter().try_for_each(|one| tx.put(one))?;
        tx.put(&problem(n, method))?;
    }
    (of..DECIDED).step_by(UNITS as usize).try_for_each(|n| tx.put(&decision(n)))?;
    (of * PER_UNIT..(of + 1) * PER_UNIT).try_for_each(|n| tx.put(&observation(n)))
}

/// Writes the round; one transaction a unit.
pub(crate) fn write(path: &Path) -> Store {
    let store = create(path, UNITS);
    let method = Arc::new(Method::builtin().unwrap());
    assert_eq!(method.hash, MethodFiles::builtin().hash());
    for of in 0..UNITS {
        let method = Arc::clone(&method);
        let whole = move |tx: &mut Tx<'_>| {
            talks_of(tx, of, method.hash)?;
            documents_and_papers(tx, of, &method)
        };
        store.transact(Op::ImportBundle, None, whole).unwrap();
    }
    methods::refresh_views(&store, &store.reader().unwrap()).unwrap();
    store.flush().unwrap();
    store
}

/// The round, made once.
pub(crate) fn round() -> &'static Store {
    static ROUND: OnceLock<(TempDir, Store)> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let store = write(&folder.path().join("inspection.wenkan"));
        let problems = store.reader().unwrap().briefs(Kind::Problem).unwrap().len();
        assert_eq!((problems, TALKS), (PROBLEMS as usize, 3_000));
        (folder, store)
    };
    &ROUND.get_or_init(make).1
}

/// Candidates of all 15 units: read and rolled up. Aim: 0.3 s.
#[divan::bench(sample_count = 10)]
fn roll_up_of_all_units(bencher: Bencher<'_, '_>) {
    let reader = round().reader().unwrap();
    let method = methods::current(&reader).unwrap();
    bencher.bench_local(|| {
        let of = |n| candidates(&Input::read_with(&reader, unit(n).id, &method).unwrap()).len();
        black_box((0..UNITS).map(of).sum::<usize>())
    });
}

/// All 1,200 papers read, put together and diagnosed. Aim: 0.3 s.
#[divan::bench(sample_count = 10)]
fn diagnostics_of_all_papers(bencher: Bencher<'_, '_>) {
    let reader = round().reader().unwrap();
    bencher.bench_local(|| papers(&reader, None).unwrap().iter().map(|p| diagnose(p).len()).sum::<usize>());
}

/// What a key in the paper editor asks for: one paper put together and diagnosed. Aim: 5 ms.
#[divan::bench]
fn diagnostics_while_typing(bencher: Bencher<'_, '_>) {
    let reader = round().reader().unwrap();
    let held = Holdings::read(&reader, Some(unit(0).id)).unwrap();
    let problem: Problem = reader.get(id(15, 0)).unwrap().unwrap();
    bencher.bench_local(|| diagnose(&held.paper(&problem)).len());
}

/// What opening the paper editor reads.
#[divan::bench(sample_count = 10)]
fn holdings_of_one_unit(bencher: Bencher<'_, '_>) {
    let reader = round().reader().unwrap();
    bencher.bench_local(|| Holdings::read(&reader, Some(unit(0).id)).unwrap());
}

/// What the reading half of home shows of one unit: 667 documents.
#[divan::bench(sample_count = 10)]
fn reading_coverage_of_one_unit(bencher: Bencher<'_, '_>) {
    let reader = round().reader().unwrap();
    let method = methods::current(&reader).unwrap();
    let head = reader.all().unwrap().swap_remove(0);
    bencher.bench_local(|| reading::read(&reader, &unit(0), &head, &method).unwrap());
}

/// 1,108 working papers as docx, each on the disk and in the log. Aim: 1 s.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn export_1108_papers(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.wenkan");
    round().flush().unwrap();
    std::fs::copy(round().path(), &path).unwrap();
    let store = Store::open(&path, &Secret::None).unwrap();
    let surplus = |tx: &mut Tx<'_>| (EXPORTED..PROBLEMS).try_for_each(|n| tx.delete(Kind::Problem, id(15, n)));
    store.transact(Op::Delete, None, surplus).unwrap();
    let choice = Choice { parts: vec![Part::Papers], format: Some(Format::Docx) };
    // Nothing is taken away in between: some file systems make room for new files slowly then.
    let mut nth = 0;
    let out = || {
        nth += 1;
        folder.path().join(format!("{nth}"))
    };
    bencher.with_inputs(out).bench_local_values(|out| {
        let target = Target { out: &out, by: None, progress: &|_| true };
        let written = export(&store, &choice, &target).unwrap().files.len();
        assert!(written >= EXPORTED as usize, "{written} files");
    });
}
