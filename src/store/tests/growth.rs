//! How the log grows, and that bodies which lie in it as ranges come out as they were put.

use super::*;
use crate::model::answer::Judgement;
use crate::model::record::Record as _;
use crate::model::round::{Inspector, Part};
use proptest::prelude::*;

/// Characters of one paragraph.
const PARAGRAPH: usize = 1000;

/// A talk of 30,000 characters in 200 saves: typed at the end, now and then put right further above.
fn saves() -> Vec<Answer> {
    let words: Vec<char> = "党费每月三十七元五角，按季交到机关党委，会上没有议过，是局长先定的。".chars().collect();
    let mut answer = answer("");
    let mut typed = 0;
    let saves = (0..200).map(|n| {
        for _ in 0..150 {
            let last = answer.statements.last_mut().unwrap();
            last.text.push(words[(typed * 7 + typed / 13) % words.len()]);
            typed += 1;
            if typed % PARAGRAPH == 0 {
                let mut next = statement("", false);
                next.order = OrderKey::between(answer.statements.last().map(|s| &s.order), None);
                answer.statements.push(next);
            }
        }
        match n % 20 {
            7 => answer.statements[0].text.insert(0, '（'),
            13 => answer.judgement = Some(Judgement::ALL[n % 3]),
            _ => {}
        }
        answer.clone()
    });
    saves.collect()
}

fn json(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap()
}

#[test]
fn a_long_answer_does_not_grow_the_file_quadratically() {
    let (bench, store) = Bench::new();
    let saves = saves();
    for answer in &saves {
        put(&store, answer);
    }
    let id = saves[0].id.0;
    let reader = store.reader().unwrap();
    let bodies: Vec<String> = reader.history(id).unwrap().into_iter().map(|r| r.body).collect();
    assert_eq!(bodies, saves.iter().map(json).collect::<Vec<_>>());
    let report = verify(&reader, &|_| true).unwrap();
    assert!(report.ok(), "{:?}", report.problems);
    assert_eq!(report.revisions, 200);
    let count = |sql: &str| reader.conn.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    let whole = count("SELECT count(*) FROM revision WHERE base IS NULL");
    assert!((200 / 32..60).contains(&whole), "{whole} whole bodies");
    drop(reader);
    store.close().unwrap();
    let size = std::fs::metadata(&bench.path).unwrap().len();
    assert!(size < 3 << 20, "{size} bytes");
}

#[test]
fn one_body_in_32_is_whole() {
    let (_bench, store) = Bench::new();
    let mut long = answer(&"每月三十七元五角。".repeat(200));
    for _ in 0..70 {
        long.statements[0].text.push('，');
        put(&store, &long);
    }
    let reader = store.reader().unwrap();
    let mut select = reader.conn.prepare("SELECT seq FROM revision WHERE base IS NULL ORDER BY seq").unwrap();
    let whole: Vec<i64> = select.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(whole, [1, 33, 65]);
}

#[test]
fn first_revisions_returns_from_the_bin_and_new_texts_are_whole() {
    let (_bench, store) = Bench::new();
    let mut long = answer(&"每月三十七元五角。".repeat(200));
    put(&store, &long);
    long.statements[0].text.push('完');
    put(&store, &long);
    let id = long.id.0;
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Answer, id)).unwrap();
    put(&store, &long);
    long.statements[0].text = "会上没有议过。".repeat(200);
    put(&store, &long);
    let reader = store.reader().unwrap();
    let mut select = reader.conn.prepare("SELECT base IS NULL FROM revision ORDER BY seq").unwrap();
    let whole: Vec<bool> = select.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(whole, [true, false, true, true, true]);
    assert!(verify(&reader, &|_| true).unwrap().ok());
    let head = reader.head(id).unwrap().unwrap();
    let (kind, schema, body) = log::body_of(&reader.conn, head).unwrap().unwrap();
    assert_eq!((kind.as_str(), schema, body), ("answer", Answer::SCHEMA, json(&long)));
    assert_eq!(log::body_of(&reader.conn, Hash([0; 32])).unwrap(), None);
}

#[test]
fn a_merge_is_whole() {
    let (_bench, store) = Bench::new();
    let long = answer(&"每月三十七元五角。".repeat(200));
    let first = put(&store, &long).records[0].rev;
    let revision = |parents: Vec<Hash>, device: DeviceId| log::Revision {
        record: long.id.0,
        kind: "answer".into(),
        schema: Answer::SCHEMA,
        parents,
        txn: crate::model::ids::TxnId::new(),
        op: "edit_answer".into(),
        author: None,
        device,
        at: "2026-03-08T09:15:00.000+08:00".into(),
        deleted: false,
        body: json(&long),
    };
    let append = |r: log::Revision| store.ask(move |w, _| w.raw("试", move |c| r.append(c))).unwrap().1;
    let sides = [DeviceId::new(), DeviceId::new()].map(|device| append(revision(vec![first], device)));
    let merged = append(revision(sides.to_vec(), DeviceId::new()));
    let reader = store.reader().unwrap();
    let whole = |rev| {
        let sql = "SELECT base IS NULL FROM revision WHERE rev = ?1";
        reader.conn.query_row(sql, [sql::SqlHash(rev)], |r| r.get::<_, bool>(0)).unwrap()
    };
    assert_eq!([first, sides[0], sides[1], merged].map(whole), [true, false, false, true]);
    assert!(reader.history(long.id.0).unwrap().iter().all(|r| r.body == json(&long)));
}

#[test]
fn every_value_that_a_field_had_is_known_whether_its_body_is_whole_or_not() {
    let (_bench, store) = Bench::new();
    let mut inspector = Inspector::new(InspectorId::new(), "长".repeat(800), Part::default());
    for code in ["LF", "GZY", "ZY"] {
        inspector.code = code.into();
        put(&store, &inspector);
    }
    let id = inspector.id.0;
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Inspector, id)).unwrap();
    let reader = store.reader().unwrap();
    let ranges: i64 =
        reader.conn.query_row("SELECT count(*) FROM revision WHERE base IS NOT NULL", [], |r| r.get(0)).unwrap();
    assert_eq!(ranges, 2);
    assert_eq!(reader.given(Kind::Inspector).unwrap(), ["GZY", "LF", "ZY"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_edits_come_out_of_the_log_as_they_were_put(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..40_usize, "[三十七元😀a\"\\\\]{0,30}"), 1..50)
    ) {
        let (_bench, store) = Bench::new();
        let mut long = answer(&"每月三十七元五角😀\"。".repeat(60));
        let mut bodies = Vec::new();
        for (at, gone, new) in edits {
            let mut chars: Vec<char> = long.statements[0].text.chars().collect();
            let at = at.index(chars.len() + 1);
            let end = (at + gone).min(chars.len());
            chars.splice(at..end, new.chars());
            long.statements[0].text = chars.into_iter().collect();
            if bodies.last() != Some(&json(&long)) {
                bodies.push(json(&long));
            }
            put(&store, &long);
        }
        let reader = store.reader().unwrap();
        let found: Vec<String> = reader.history(long.id.0).unwrap().into_iter().map(|r| r.body).collect();
        prop_assert_eq!(found, bodies);
        let report = verify(&reader, &|_| true).unwrap();
        prop_assert!(report.ok(), "{:?}", report.problems);
    }
}
