//! Whatever is done with records of every kind, in whatever order, and wherever the power goes: the log rebuilds every
//! record byte for byte, and a user action is there whole or not at all.

use super::*;
use crate::model::any::{AnyRecord, Visit};
use crate::model::attachment::Attachment;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::fields::FieldValue;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{Hash, InspectorId, ProblemId};
use crate::model::interview::{Interview, TalkState};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::people::{Code, Facts, Person};
use crate::model::problem::{Cited, Fact, Problem};
use crate::model::reading::{CheckResult, Document, Entry, Form, Verdict};
use crate::model::record::Record;
use crate::model::round::{Inspector, Marking, Part, Round};
use crate::model::value::PartialDate;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Records of each kind that the steps work on.
const SLOTS: usize = 2;

/// What every attachment holds.
const PAGE: &[u8] = b"a page";

fn page_hash() -> Hash {
    use sha2::Digest;
    Hash(sha2::Sha256::digest(PAGE).into())
}

#[derive(Debug, Clone)]
enum Step {
    /// One record of that kind and slot is written.
    Edit(Kind, usize, String),
    /// A candidate becomes a problem: decision, evidence and problem in one action.
    Adopt(usize, String),
    /// An action that writes and then fails.
    Fail(Kind, usize, String),
    Delete(Kind, usize),
    Draft(Kind, usize, String),
    /// The draft becomes a revision.
    Seal(Kind, usize, String),
    /// The program ends well and is started again.
    Restart,
    /// The power goes; of what the disk was writing last, so much of 255 is missing.
    Kill(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let kind = || proptest::sample::select(Kind::ALL.to_vec());
    let slot = || 0..SLOTS;
    let text = || "[三十七元五角〔证1〕 a\"\\\\\n😀]{0,12}";
    prop_oneof![
        6 => (kind(), slot(), text()).prop_map(|(k, n, t)| Step::Edit(k, n, t)),
        2 => (slot(), text()).prop_map(|(n, t)| Step::Adopt(n, t)),
        1 => (kind(), slot(), text()).prop_map(|(k, n, t)| Step::Fail(k, n, t)),
        2 => (kind(), slot()).prop_map(|(k, n)| Step::Delete(k, n)),
        2 => (kind(), slot(), text()).prop_map(|(k, n, t)| Step::Draft(k, n, t)),
        2 => (kind(), slot(), text()).prop_map(|(k, n, t)| Step::Seal(k, n, t)),
        1 => Just(Step::Restart),
        2 => any::<u8>().prop_map(Step::Kill),
        1 => Just(Step::Kill(0)),
    ]
}

/// The id of a record: the same for a kind and slot in every run, so that steps meet.
fn id(kind: Kind, slot: usize) -> Uuid {
    let mut bytes = [u8::try_from(slot).unwrap() + 1; 16];
    bytes[0] = u8::try_from(Kind::ALL.iter().position(|k| *k == kind).unwrap()).unwrap();
    Uuid::from_bytes(bytes)
}

const fn at() -> Instant {
    Instant { ms: 1_772_932_500_000, offset: 480 }
}

fn day() -> PartialDate {
    PartialDate::parse("2022-03").unwrap()
}

/// The record of a kind and slot with `text` in it.
pub(super) fn record(kind: Kind, slot: usize, text: &str) -> AnyRecord {
    let of = |kind| id(kind, slot);
    let (id, text, by) = (of(kind), text.to_owned(), InspectorId(of(Kind::Inspector)));
    let unit = UnitId(of(Kind::Unit));
    match kind {
        Kind::Round => of_talks::round(id, text).into(),
        Kind::Unit => Unit::new(UnitId(id), format!("S{slot}"), text).into(),
        Kind::Inspector => Inspector::new(InspectorId(id), text, Part::Member).into(),
        Kind::Person => of_talks::person(id, unit, slot, text).into(),
        Kind::Interview => of_talks::interview(id, of(Kind::Person), text).into(),
        Kind::Answer => {
            let new = Answer::new(InterviewId(of(Kind::Interview)), "q3");
            let said = Statement { id: StatementId(id), ..statement(&text, false) };
            Answer { id: id.into(), statements: vec![said], ..new }.into()
        }
        Kind::Observation => {
            let id = id.into();
            Observation { id, unit, origin: Origin::Free, text, by, at: at(), withheld: false, handled: None }.into()
        }
        Kind::Attachment => {
            let owner = of(Kind::Document);
            let sha256 = page_hash();
            Attachment { id: id.into(), owner, name: text, size: 0, sha256, caption: String::new(), by: None, at: at() }
                .into()
        }
        Kind::Document => of_documents::document(id, unit, text).into(),
        Kind::CheckResult => of_documents::check(id, of(Kind::Document), text).into(),
        Kind::Entry => of_documents::entry(id, of(Kind::Document), text).into(),
        Kind::Evidence => of_documents::evidence(id, unit, by, text).into(),
        Kind::Decision => {
            let problem = ProblemId(of(Kind::Problem));
            let (key, outcome) = (Hash([7; 32]), Decided::Adopted { problem });
            Decision { id: id.into(), unit, key, title: text, outcome, seen: Vec::new(), by, at: at() }.into()
        }
        Kind::Problem => of_documents::problem(id, unit, of(Kind::Evidence), text).into(),
        Kind::Suggestion => {
            let problems = vec![ProblemId(of(Kind::Problem))];
            Suggestion { id: id.into(), unit, problems, addressee: "县委组织部".into(), text }.into()
        }
        Kind::QuickFix => of_documents::quick_fix(id, unit, of(Kind::Problem), by, text).into(),
        Kind::Loan => of_documents::loan(id, unit, by, text).into(),
    }
}

mod of_talks {
    use super::*;

    pub(super) fn round(id: Uuid, name: String) -> Round {
        Round {
            id: id.into(),
            name,
            term: String::new(),
            number: String::new(),
            group: String::new(),
            from: None,
            to: None,
            marking: Marking::Internal,
            backup_dir: None,
            lock_minutes: None,
        }
    }

    pub(super) fn person(id: Uuid, unit: UnitId, slot: usize, name: String) -> Person {
        Person {
            id: id.into(),
            unit,
            name,
            name_as_written: None,
            post: "会计".into(),
            posts: Vec::new(),
            in_charge: String::new(),
            approach: "finance".into(),
            facts: Facts::default(),
            code: Code(format!("A{slot}")),
            planned: None,
            contact: String::new(),
            note: String::new(),
        }
    }

    pub(super) fn interview(id: Uuid, person: Uuid, note: String) -> Interview {
        Interview {
            id: InterviewId(id),
            person: person.into(),
            method: Hash([9; 32]),
            state: TalkState::Open,
            post: "会计".into(),
            sittings: Vec::new(),
            opening_read: None,
            variant: 0,
            read_back: None,
            unconfirmed: Vec::new(),
            note,
        }
    }
}

mod of_documents {
    use super::*;
    use crate::model::answer::Value;

    pub(super) fn document(id: Uuid, unit: UnitId, title: String) -> Document {
        Document {
            id: id.into(),
            unit,
            kind: "k4".into(),
            method: Hash([9; 32]),
            title,
            volume: "2".into(),
            from: Some(day()),
            to: None,
            form: Form::Original,
            provider: "办公室".into(),
            received: None,
            due_back: None,
            returned: None,
            person: None,
            clean: None,
            note: String::new(),
        }
    }

    pub(super) fn check(id: Uuid, document: Uuid, note: String) -> CheckResult {
        let (item, verdict) = ("k4.p3".into(), Verdict::Problem);
        let pages = "12".into();
        CheckResult { id: id.into(), document: document.into(), item, verdict, pages, note, by: None, at: Some(at()) }
    }

    pub(super) fn entry(id: Uuid, document: Uuid, note: String) -> Entry {
        let values = vec![FieldValue { id: id.into(), field: "meeting.date".into(), value: Value::Date(day()) }];
        let kind = "meeting".into();
        Entry { id: id.into(), document: document.into(), kind, values, pages: "12".into(), note, by: None, at: at() }
    }

    pub(super) fn evidence(id: Uuid, unit: UnitId, by: InspectorId, title: String) -> Evidence {
        Evidence {
            id: id.into(),
            unit,
            source: EvidenceSource::Outside,
            sort: EvidenceSort::Written,
            title,
            volume: String::new(),
            pages: "3-5".into(),
            form: Form::Copy,
            extent: String::new(),
            provider: String::new(),
            obtained: Some(day()),
            note: String::new(),
            by,
            at: at(),
        }
    }

    pub(super) fn problem(id: Uuid, unit: UnitId, evidence: Uuid, text: String) -> Problem {
        let order = OrderKey::between(None, None);
        Problem {
            title: "末位表态没有落实".into(),
            facts: vec![Fact { id: id.into(), order: order.clone(), text }],
            from: Some(day()),
            sources: vec!["documents".into()],
            evidence: vec![Cited { id: id.into(), order, number: 1, evidence: evidence.into() }],
            ..Problem::new(id.into(), unit, Hash([9; 32]), "预-LF-01".into())
        }
    }

    pub(super) fn quick_fix(id: Uuid, unit: UnitId, problem: Uuid, by: InspectorId, demand: String) -> QuickFix {
        QuickFix {
            id: id.into(),
            unit,
            problem: problem.into(),
            demand,
            issued: Some(day()),
            due: None,
            result: String::new(),
            done: None,
            by,
            at: at(),
        }
    }

    pub(super) fn loan(id: Uuid, unit: UnitId, by: InspectorId, title: String) -> Loan {
        Loan {
            id: id.into(),
            unit,
            title,
            kind: String::new(),
            copies: "1本".into(),
            form: Form::Original,
            asked: day(),
            asked_by: by,
            due: None,
            provider: String::new(),
            handed: None,
            document: None,
            copied: String::new(),
            returned: None,
            returned_to: String::new(),
            note: String::new(),
        }
    }
}

/// The bytes of a record as they are to stand in the log.
fn body(record: &AnyRecord) -> String {
    struct Body;
    impl Visit for Body {
        type Out = String;
        fn visit<R: Record>(self, record: &R) -> String {
            serde_json::to_string(record).unwrap()
        }
    }
    record.visit(Body)
}

/// What is there: the bytes of every record that ever was (none once it is in the bin), and the drafts.
#[derive(Debug, Clone, Default, PartialEq)]
struct State {
    records: BTreeMap<Uuid, Option<String>>,
    drafts: BTreeMap<Uuid, String>,
}

impl State {
    fn put(&mut self, record: &AnyRecord) {
        self.records.insert(record.id(), Some(body(record)));
    }

    /// What the log of the file says, after everything in the file has been checked.
    fn of(store: &Store) -> Result<Self, TestCaseError> {
        let reader = store.reader().unwrap();
        let report = verify(&reader, &|_| true).unwrap();
        prop_assert!(report.ok(), "{:?}", report.problems);
        let mut state = Self::default();
        for (id, heads) in log::replay(&reader.conn, |_, _, _, _| {}).unwrap() {
            prop_assert_eq!(heads.len(), 1);
            let head = reader.history(id).unwrap().into_iter().find(|r| r.rev == heads[0].rev).unwrap();
            state.records.insert(id, (!head.deleted).then_some(head.body));
        }
        // What the program shows are the same bytes.
        for kind in Kind::ALL {
            for shown in reader.all_of(kind).unwrap() {
                prop_assert_eq!(state.records.get(&shown.id()), Some(&Some(body(&shown))));
            }
        }
        state.drafts = reader.drafts().unwrap().into_iter().map(|d| (d.record, d.text)).collect();
        Ok(state)
    }
}

/// A store at work, with a reader that looks at the past: so nothing moves from the `-wal` file into the round, and a
/// copy of both at any moment is what a power cut then would leave.
struct Running {
    bench: Bench,
    store: Store,
    past: Reader,
    /// The round file, which stays as it is while that reader looks.
    image: Vec<u8>,
    /// What was there after each action since the start.
    states: Vec<State>,
}

impl Running {
    fn new(bench: Bench, store: Store, state: State) -> Self {
        // What a power cut left in the `-wal` file has moved into the round before the reader begins.
        store.flush().unwrap();
        let past = store.reader().unwrap();
        past.conn.execute_batch("BEGIN; SELECT count(*) FROM record").unwrap();
        let image = std::fs::read(&bench.path).unwrap();
        Self { bench, store, past, image, states: vec![state] }
    }

    /// Waits until what was asked for is written.
    fn settle(&self) {
        self.store.ask(|_, _| Ok(())).unwrap();
    }

    fn transact(&mut self, op: Op, puts: Vec<AnyRecord>, sealed: Option<(Uuid, &'static str)>) {
        let mut state = self.now();
        for record in &puts {
            state.put(record);
        }
        if let Some((id, _)) = sealed {
            state.drafts.remove(&id);
        }
        let all = move |tx: &mut Tx<'_>| {
            puts.iter().try_for_each(|record| tx.put_any(record))?;
            sealed.map_or(Ok(()), |(id, field)| tx.drop_draft(id, field))
        };
        self.store.transact(op, None, all).unwrap();
        self.states.push(state);
    }

    fn now(&self) -> State {
        self.states.last().unwrap().clone()
    }

    fn act(&mut self, step: Step) {
        match step {
            Step::Edit(kind, slot, text) => self.transact(Op::EditProblem, vec![record(kind, slot, &text)], None),
            Step::Adopt(slot, text) => {
                let kinds = [Kind::Decision, Kind::Evidence, Kind::Problem];
                self.transact(Op::Decide, kinds.map(|kind| record(kind, slot, &text)).to_vec(), None);
            }
            Step::Fail(kind, slot, text) => {
                let put = record(kind, slot, &text);
                let failed = self.store.transact(Op::EditProblem, None, move |tx| {
                    tx.put_any(&put)?;
                    Err::<(), _>(Error::input("不合要求"))
                });
                assert!(failed.is_err());
            }
            Step::Delete(kind, slot) => {
                let (id, mut state) = (id(kind, slot), self.now());
                self.store.transact(Op::Delete, None, move |tx| tx.delete(kind, id)).unwrap();
                state.records.entry(id).and_modify(|body| *body = None);
                self.states.push(state);
            }
            Step::Draft(kind, slot, text) => {
                let (id, mut state) = (id(kind, slot), self.now());
                self.store.post_draft(Draft { kind, ..draft(id, &text) });
                self.settle();
                state.drafts.insert(id, text);
                self.states.push(state);
            }
            Step::Seal(kind, slot, text) => {
                self.transact(Op::EditAnswer, vec![record(kind, slot, &text)], Some((id(kind, slot), "text")));
            }
            Step::Restart | Step::Kill(_) => {}
        }
    }

    /// Ends well and starts again.
    fn restart(self) -> Self {
        let state = self.now();
        drop(self.past);
        self.store.close().unwrap();
        let store = self.bench.open();
        assert!(!store.unclean());
        Self::new(self.bench, store, state)
    }

    /// What is on the disk now, `missing` of 255 of the last writes torn off, is opened by the next start.
    fn kill(self, missing: u8) -> Result<Self, TestCaseError> {
        self.settle();
        let wal = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(self.bench.path.file_name().unwrap());
        let written = std::fs::read(wal(&self.bench.path)).unwrap_or_default();
        let kept = written.len() - written.len() * usize::from(missing) / 255;
        assert!(std::fs::read(&self.bench.path).unwrap() == self.image, "a copy is what the power would leave");
        std::fs::write(&path, &self.image).unwrap();
        std::fs::write(wal(&path), &written[..kept]).unwrap();
        let bench = Bench { dir, path, gate: Arc::default() };
        let store = bench.open();
        let found = State::of(&store)?;
        if missing == 0 {
            prop_assert_eq!(&found, self.states.last().unwrap(), "what was written is there");
        } else {
            prop_assert!(self.states.contains(&found), "an action is there whole or not at all: {:?}", found);
        }
        Ok(Self::new(bench, store, found))
    }
}

proptest! {
    // Every write waits for the disk, so few cases, each with many steps.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_log_rebuilds_records_of_every_kind(steps in proptest::collection::vec(step(), 1..40)) {
        let (bench, store) = Bench::new();
        // The page that attachments name lies in the round file before anything happens.
        store.transact(Op::Attach, None, |tx| tx.store_blob(PAGE)).unwrap();
        store.close().unwrap();
        let store = bench.open();
        let mut running = Running::new(bench, store, State::default());
        for step in steps {
            running = match step {
                Step::Restart => running.restart(),
                Step::Kill(missing) => running.kill(missing)?,
                step => {
                    running.act(step);
                    running
                }
            };
        }
        running.settle();
        prop_assert_eq!(State::of(&running.store)?, running.now());
    }
}

#[test]
fn the_steps_reach_every_kind() {
    for kind in Kind::ALL {
        for slot in 0..SLOTS {
            let record = record(kind, slot, "三十七元");
            assert_eq!((record.kind(), record.id()), (kind, id(kind, slot)));
            assert!(body(&record).contains("三十七元"), "{kind}");
        }
    }
}
