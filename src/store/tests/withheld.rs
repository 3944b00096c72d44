//! The tables follow what is written, in any order, and are what the log adds up to.

use super::super::withheld::differs;
use super::*;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{CitedId, EvidenceId, FactId, ProblemId};
use crate::model::observation::{Observation, Origin};
use crate::model::problem::{Cited, Fact, Problem, ProblemState};
use crate::model::reading::Form;
use crate::model::record::Record as _;
use proptest::prelude::*;

const AT: Instant = Instant { ms: 0, offset: 480 };
const SAID: &str = "标记词甲乙丙，分管的那位收了三万块钱回扣。";

pub(super) fn id<T: From<Uuid>>(n: u8) -> T {
    Uuid::from_bytes([n; 16]).into()
}

pub(super) fn said(n: u8, text: &str, withheld: bool) -> Statement {
    Statement {
        id: id(n),
        order: OrderKey::default(),
        lane: Lane::Gist,
        at: AT,
        text: text.into(),
        key: false,
        withheld,
        supersedes: None,
        words_of: Vec::new(),
    }
}

pub(super) fn answer(n: u8, statements: Vec<Statement>) -> Answer {
    Answer { id: id(n), statements, ..Answer::new(InterviewId(Uuid::from_bytes([1; 16])), &format!("q{n}")) }
}

pub(super) fn observation(n: u8, of: u8, statement: u8, text: &str) -> Observation {
    Observation {
        id: id(n),
        unit: id::<UnitId>(2),
        origin: Origin::Statement { interview: id(1), answer: id(of), statement: id(statement) },
        text: text.into(),
        by: id(3),
        at: AT,
        withheld: false,
        handled: None,
    }
}

pub(super) fn evidence(n: u8, source: EvidenceSource) -> Evidence {
    Evidence {
        id: id(n),
        unit: id(2),
        source,
        sort: EvidenceSort::Talk,
        title: String::new(),
        volume: String::new(),
        pages: String::new(),
        form: Form::Original,
        extent: String::new(),
        provider: String::new(),
        obtained: None,
        note: String::new(),
        by: id::<InspectorId>(3),
        at: AT,
    }
}

pub(super) fn problem(n: u8, fact: &str, cites: &[u8]) -> Problem {
    let line = |(at, e): (usize, &u8)| Cited {
        id: CitedId(Uuid::from_bytes([e.wrapping_add(100); 16])),
        order: OrderKey::default(),
        number: u16::try_from(at + 1).unwrap(),
        evidence: id::<EvidenceId>(*e),
    };
    Problem {
        id: id::<ProblemId>(n),
        unit: id(2),
        method: Hash([0; 32]),
        number: format!("预-LF-{n:02}"),
        state: ProblemState::Ready,
        title: "先付款后研究".into(),
        facts: vec![Fact { id: id::<FactId>(n.wrapping_add(120)), order: OrderKey::default(), text: fact.into() }],
        from: None,
        to: None,
        place: String::new(),
        sources: Vec::new(),
        source_other: String::new(),
        discovery: String::new(),
        basis: Vec::new(),
        evidence: cites.iter().enumerate().map(line).collect(),
        responsible: Vec::new(),
        categories: Vec::new(),
        level: None,
        certainty: None,
        explanation: String::new(),
        against: String::new(),
        handlers: Vec::new(),
        note: String::new(),
        to_verify: Vec::new(),
        overruled: Vec::new(),
    }
}

pub(super) fn from_statement(of: u8, statement: u8) -> EvidenceSource {
    EvidenceSource::Statement { interview: id(1), answer: id(of), statement: id(statement) }
}

fn sound(reader: &Reader) {
    assert_eq!(differs(&reader.conn, &reader.path).unwrap(), Vec::<String>::new());
}

fn fact(reader: &Reader, n: u8) -> String {
    reader.get::<Problem>(id(n)).unwrap().unwrap().facts[0].text.clone()
}

fn hits(reader: &Reader, words: &str) -> usize {
    reader.search(words, 10).unwrap().len()
}

fn withhold(store: &Store, of: u8, statement: u8, on: bool) {
    let change = move |tx: &mut Tx<'_>| {
        let mut answer = tx.get::<Answer>(id(of))?.unwrap();
        answer.statements.iter_mut().filter(|s| s.id == id::<StatementId>(statement)).for_each(|s| s.withheld = on);
        tx.put(&answer)
    };
    store.transact(Op::EditAnswer, None, change).unwrap();
}

#[test]
fn what_stands_in_the_place_of_words_is_one_word_for_model_and_text() {
    assert_eq!(crate::model::closed::ELSEWHERE, crate::text::normal::ELSEWHERE);
}

#[test]
fn withholding_closes_what_hangs_on_it_and_opening_opens_it_again() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, false), said(12, "别的话", false)]));
    put(&store, &observation(20, 10, 11, "去查那位"));
    put(&store, &evidence(30, from_statement(10, 11)));
    put(&store, &problem(40, "没有一事。有人反映他拿了〔证1〕。", &[30]));
    put(&store, &problem(41, "据反映，分管的那位，收了三万〔证1〕块钱回扣。", &[]));
    let reader = store.reader().unwrap();
    assert!(reader.told().unwrap().is_open());
    withhold(&store, 10, 11, true);
    sound(&reader);
    let told = reader.told().unwrap();
    assert!(told.is_closed(id(10), Some(id(11))) && !told.is_closed(id(10), None) && told.closes(id(30)));
    assert!(told.holds_back(id(40)) && !told.holds_back(id(41)));
    assert_eq!(reader.get::<Observation>(id(20)).unwrap(), None);
    assert_eq!(reader.get::<Evidence>(id(30)).unwrap(), None);
    assert_eq!(fact(&reader, 40), "没有一事。〔已另行处理〕〔证1〕。");
    assert_eq!(fact(&reader, 41), "据反映，〔已另行处理〕〔证1〕。");
    let shown: Answer = reader.get(id(10)).unwrap().unwrap();
    assert_eq!((shown.statements[0].text.as_str(), shown.statements[1].text.as_str()), ("〔已另行处理〕", "别的话"));
    assert_eq!(reader.own_talk(id(1)).unwrap()[0].statements[0].text, SAID);
    assert_eq!((hits(&reader, "三万"), hits(&reader, "去查"), hits(&reader, "没有一事")), (0, 0, 1));
    withhold(&store, 10, 11, false);
    sound(&reader);
    assert!(reader.told().unwrap().is_open());
    assert_eq!(fact(&reader, 41), "据反映，分管的那位，收了三万〔证1〕块钱回扣。");
    assert_eq!((hits(&reader, "三万"), hits(&reader, "去查")), (2, 1));
}

#[test]
fn what_was_withheld_stays_so_when_it_is_taken_out_or_binned() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    put(&store, &answer(10, Vec::new()));
    put(&store, &problem(40, "分管的那位收了三万块钱回扣。", &[]));
    let reader = store.reader().unwrap();
    assert_eq!(fact(&reader, 40), "〔已另行处理〕。");
    sound(&reader);
    store.transact(Op::Delete, None, |tx| tx.delete(Kind::Answer, id(10))).unwrap();
    put(&store, &problem(41, "分管的那位收了三万块钱回扣！", &[]));
    assert_eq!(fact(&reader, 41), "〔已另行处理〕！");
    sound(&reader);
}

#[test]
fn an_answer_read_as_it_may_be_told_is_not_put_back() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    let shown: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
    let back = Answer { not_put: "改".into(), ..shown };
    assert!(store.transact(Op::EditAnswer, None, move |tx| tx.put(&back)).is_err());
    assert_eq!(store.reader().unwrap().own_talk(id(1)).unwrap()[0].statements[0].text, SAID);
}

#[test]
fn words_of_the_method_and_names_of_units_do_not_count() {
    let (_bench, store) = Bench::new();
    put(&store, &Unit::new(id(2), "SLJ", "青禾县水利局机关党组"));
    put(&store, &problem(40, "青禾县水利局机关党组没有研究。", &[]));
    put(&store, &problem(41, "党组织对党风廉政建设工作不够。", &[]));
    put(&store, &problem(42, "重大事项集体决策制度执行不好。", &[]));
    let said_it = "青禾县水利局机关党组。党组织对党风廉政建设工作抓过。重大事项集体决策制度执行了吗";
    put(&store, &answer(10, vec![said(11, said_it, true)]));
    let reader = store.reader().unwrap();
    let facts = || [40, 41, 42].map(|n| fact(&reader, n));
    let wanted = ["青禾县水利局机关党组没有研究。", "党组织对党风廉政建设工作不够。", "〔已另行处理〕不好。"];
    assert_eq!(facts(), wanted);
    // Another method may say anything.
    let files = [("a.toml".to_owned(), "title = \"重大事项集体决策制度执行情况\"".to_owned())];
    store.transact(Op::EditRound, None, move |tx| tx.put_method(Hash([5; 32]), &files)).unwrap();
    assert_eq!(facts(), wanted);
    sound(&reader);
    store.rebuild().unwrap();
    assert_eq!(facts(), wanted);
    // A name counts as long as there is something of that name.
    let gone = |tx: &mut Tx<'_>| tx.delete(Kind::Unit, id(2));
    store.transact(Op::Delete, None, gone).unwrap();
    assert_eq!(fact(&reader, 40), "〔已另行处理〕没有研究。");
    sound(&reader);
    put(&store, &Unit::new(id(2), "SLJ", "水利局"));
    assert_eq!(fact(&reader, 40), "青禾县水利局机关党组没有研究。");
    sound(&reader);
}

const SCHEMAS: [(Kind, u32); 2] = [(Kind::Answer, Answer::SCHEMA), (Kind::Problem, Problem::SCHEMA)];

#[test]
fn earlier_revisions_are_masked_by_id_and_by_words() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "第一稿里的另一种说法，没有人知道", false)]));
    put(&store, &problem(40, "分管的那位收了三万块钱回扣。", &[]));
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    let reader = store.reader().unwrap();
    let told = reader.told().unwrap();
    let mask = |kind: Option<Kind>, body: &str| {
        let schema = kind.map_or(1, |kind| SCHEMAS.iter().find(|(k, _)| *k == kind).unwrap().1);
        told.mask_revision(&reader.path, kind, schema, body.to_owned()).1
    };
    for (kind, record, word) in [(Kind::Answer, id(10), "另一种说法"), (Kind::Problem, id(40), "三万块钱")] {
        let first: String = reader
            .conn
            .query_row("SELECT body FROM revision WHERE kind = ?1 ORDER BY seq LIMIT 1", [kind.name()], |r| r.get(0))
            .unwrap();
        assert!(first.contains(word) && !mask(Some(kind), &first).contains(word));
        for revision in reader.history(record).unwrap() {
            assert!(!revision.body.contains(word) && revision.body.contains("已另行处理"), "{}", revision.body);
        }
    }
    assert_eq!(mask(Some(Kind::Problem), "{}"), "\"〔已另行处理〕\"", "what cannot be read is not shown");
    assert_eq!(mask(None, "{}"), "\"〔已另行处理〕\"", "nor what is not known");
}

#[test]
fn a_plan_says_what_would_be_struck_and_changes_nothing() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    put(&store, &answer(15, vec![said(16, "我也听说那位收了三万块钱回扣", false)]));
    put(&store, &evidence(30, from_statement(10, 11)));
    let sources = vec!["documents".to_owned(), "talk".to_owned()];
    put(&store, &Problem { sources, ..problem(40, "没有一事。有人反映〔证1〕。", &[30]) });
    put(&store, &problem(41, "都好。", &[]));
    let export = |tx: &mut Tx<'_>| {
        tx.log_export("问题底稿", "问题底稿-预-LF-40.docx", Hash([1; 32]), None)?;
        tx.log_export("问题底稿", "问题底稿-预-LF-41.docx", Hash([2; 32]), None)
    };
    store.transact(Op::Export, None, export).unwrap();
    let reader = store.reader().unwrap();
    let plan = reader.withholding(&answer(10, vec![said(11, SAID, true)])).unwrap();
    assert!(reader.told().unwrap().is_open());
    let strikes: Vec<(Kind, &str, &str, Option<&str>)> =
        plan.strikes.iter().map(|s| (s.kind, s.field, s.before.as_str(), s.after.as_deref())).collect();
    assert_eq!(
        strikes,
        [
            (Kind::Answer, "陈述", "我也听说那位收了三万块钱回扣", Some("我也听说〔已另行处理〕")),
            (Kind::Problem, "查证事实", "没有一事。有人反映〔证1〕。", Some("没有一事。〔已另行处理〕〔证1〕。")),
        ]
    );
    let papers: Vec<(ProblemId, bool, bool)> = plan.papers.iter().map(|p| (p.id, p.goes_back, p.cites)).collect();
    assert_eq!(papers, [(id(40), true, true)]);
    let left = reader.left_by(&answer(10, vec![said(11, SAID, true)])).unwrap();
    assert_eq!(left.iter().map(|l| l.path_name.as_str()).collect::<Vec<_>>(), ["问题底稿-预-LF-40.docx"]);
    let act = |tx: &mut Tx<'_>| {
        let answer = answer(10, vec![said(11, SAID, true)]);
        let plan = tx.withholding(&answer)?;
        tx.put(&answer)?;
        tx.strike(&plan)
    };
    store.transact(Op::EditAnswer, None, act).unwrap();
    let raw: String = reader
        .conn
        .query_row("SELECT body FROM record WHERE kind = 'problem' ORDER BY id LIMIT 1", [], |r| r.get(0))
        .unwrap();
    assert!(raw.contains("〔已另行处理〕〔证1〕") && !raw.contains("有人反映") && raw.contains("\"draft\""), "{raw}");
    assert!(reader.told().unwrap().holds_back(id(40)));
    sound(&reader);
}

#[test]
fn what_is_typed_elsewhere_is_struck() {
    let (_bench, store) = Bench::new();
    let draft = |kind, record: u8| Draft {
        record: id(record),
        kind,
        parent: Some(id(1)),
        field: "note".into(),
        text: SAID.into(),
        state: "{}".into(),
        caret: 3,
        base: None,
        at: AT,
    };
    store.post_draft(draft(Kind::Person, 50));
    store.post_draft(draft(Kind::Answer, 10));
    store.flush().unwrap();
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    store.post_draft(draft(Kind::Document, 51));
    store.flush().unwrap();
    let reader = store.reader().unwrap();
    let texts: std::collections::BTreeMap<Kind, String> =
        reader.drafts().unwrap().into_iter().map(|d| (d.kind, d.text)).collect();
    assert_eq!(texts[&Kind::Person], "〔已另行处理〕。");
    assert_eq!(texts[&Kind::Document], "〔已另行处理〕。");
    assert_eq!(texts[&Kind::Answer], "〔已另行处理〕", "what is typed into a talk is for its own screen");
    let own = reader.own_drafts(id(1)).unwrap();
    assert_eq!(own.iter().map(|d| d.text.as_str()).collect::<Vec<_>>(), [SAID]);
    let raw: i64 = reader
        .conn
        .query_row("SELECT count(*) FROM draft WHERE instr(text, '三万') AND kind <> 'answer'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(raw, 0);
}

/// What a step of a random round does.
#[derive(Debug, Clone)]
enum Step {
    Answer(u8, Vec<(u8, u8, bool, Option<u8>)>),
    Observation(u8, u8, bool),
    Evidence(u8, u8),
    Problem(u8, u8, Vec<u8>),
    Delete(u8),
}

const TEXTS: [&str; 4] = [SAID, "没有什么要说的，一切都按规矩办", "收了三万块钱回扣", "好"];

fn step() -> impl Strategy<Value = Step> {
    let statement = (0u8..4, 0u8..4, any::<bool>(), prop::option::of(0u8..4));
    prop_oneof![
        (0u8..2, prop::collection::vec(statement, 0..4)).prop_map(|(n, s)| Step::Answer(n, s)),
        (0u8..2, 0u8..8, any::<bool>()).prop_map(|(n, of, w)| Step::Observation(n, of, w)),
        (0u8..3, 0u8..8).prop_map(|(n, of)| Step::Evidence(n, of)),
        (0u8..2, 0u8..4, prop::collection::vec(0u8..3, 0..3)).prop_map(|(n, t, c)| Step::Problem(n, t, c)),
        (0u8..9).prop_map(Step::Delete),
    ]
}

fn run(step: Step, tx: &mut Tx<'_>) -> Result<()> {
    // Statements 60-67, four to an answer; answers 50, 51; observations 52, 53; evidence 54-56; problems 57, 58.
    match step {
        Step::Answer(n, statements) => {
            let mut held: Vec<Statement> = Vec::new();
            for (s, text, withheld, of) in statements {
                let statement = Statement {
                    supersedes: of.map(|of| id(60 + n * 4 + of)),
                    ..said(60 + n * 4 + s, TEXTS[usize::from(text)], withheld)
                };
                if held.iter().all(|h| h.id != statement.id) {
                    held.push(statement);
                }
            }
            tx.put(&answer(50 + n, held))
        }
        Step::Observation(n, of, withheld) => {
            tx.put(&Observation { withheld, ..observation(52 + n, 50 + of / 4, 60 + of, TEXTS[2]) })
        }
        Step::Evidence(n, of) => tx.put(&evidence(54 + n, from_statement(50 + of / 4, 60 + of))),
        Step::Problem(n, text, cites) => {
            let cites: Vec<u8> = cites.iter().map(|c| 54 + c).collect();
            let fact = format!("{}〔证1〕。别的〔证2〕。", TEXTS[usize::from(text)]);
            tx.put(&problem(57 + n, &fact, &cites))
        }
        Step::Delete(n) => {
            let kinds = [Kind::Answer, Kind::Observation, Kind::Evidence, Kind::Evidence, Kind::Problem];
            let kind = kinds[usize::from(n / 2)];
            tx.delete(if n == 6 { Kind::Evidence } else { kind }, id(50 + n))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_tables_are_what_the_log_adds_up_to(steps in prop::collection::vec(step(), 1..14)) {
        let (_bench, store) = Bench::new();
        for step in steps {
            store.transact(Op::EditAnswer, None, move |tx| run(step, tx)).unwrap();
            let reader = store.reader().unwrap();
            prop_assert_eq!(differs(&reader.conn, &reader.path).unwrap(), Vec::<String>::new());
        }
    }
}

fn stamp_of(conn: &rusqlite::Connection) -> String {
    conn.query_row("SELECT value FROM meta WHERE key = 'withheld:stamp'", [], |r| r.get(0)).unwrap()
}

/// Whoever keeps what was read of the tables reads it again by the stamp.
#[test]
fn the_stamp_changes_with_what_is_withheld_and_with_nothing_else() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    let reader = store.reader().unwrap();
    let stamp = || stamp_of(&reader.conn);
    let first = stamp();
    put(&store, &problem(41, "都好。", &[]));
    put(&store, &answer(10, vec![said(11, SAID, true), said(12, "另一句平常的话。", false)]));
    assert_eq!(stamp(), first, "nothing more is withheld");
    let more = |tx: &mut Tx<'_>| {
        tx.put(&answer(10, vec![said(11, SAID, true), said(12, "另一句平常的话。", true)]))?;
        let seen = stamp_of(tx.conn);
        tx.put(&answer(15, vec![said(16, "再说一句要转的话。", true)]))?;
        assert_eq!(stamp_of(tx.conn), seen, "once an action");
        Ok(())
    };
    store.transact(Op::EditAnswer, None, more).unwrap();
    assert_ne!(stamp(), first);
    assert!(reader.told().unwrap().closes(id(16)) && reader.told().unwrap().closes(id(12)));
    sound(&reader);
}

/// Putting the whole index in order costs more with every record of the round.
#[test]
fn the_index_is_put_in_order_only_when_more_is_withheld() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    let reader = store.reader().unwrap();
    let parts =
        || -> i64 { reader.conn.query_row("SELECT count(DISTINCT segid) FROM fts_idx", [], |r| r.get(0)).unwrap() };
    let first = parts();
    for open in ["平常的话一。", "平常的话二。"] {
        put(&store, &answer(10, vec![said(11, SAID, true), said(12, open, false)]));
    }
    assert!(parts() > first, "{first}, {}", parts());
    put(&store, &answer(10, vec![said(11, SAID, true), said(12, "平常的话二。", true)]));
    assert!(parts() <= 1, "{}", parts());
}
