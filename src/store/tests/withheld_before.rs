//! What a withheld statement said before it was split off, joined to or worded otherwise, and whose names count.

use super::super::withheld::differs;
use super::withheld::{answer, id, problem, said};
use super::*;
use crate::model::problem::Problem;
use crate::model::record::Record;

const SAID: &str = "标记词甲乙丙，分管的那位收了三万块钱回扣";

/// What is told of all revisions of a record.
fn history(store: &Store, record: Uuid) -> Vec<String> {
    let reader = store.reader().unwrap();
    assert_eq!(differs(&reader.conn, &reader.path).unwrap(), Vec::<String>::new());
    reader.history(record).unwrap().into_iter().map(|r| r.body).collect()
}

fn put<R: Record>(store: &Store, record: &R) {
    let record = record.clone();
    store.transact(Op::EditAnswer, None, move |tx| tx.put(&record)).unwrap();
}

fn fact(store: &Store, n: u8) -> String {
    store.reader().unwrap().get::<Problem>(id(n)).unwrap().unwrap().facts[0].text.clone()
}

fn from(statement: Statement, words_of: &[u8]) -> Statement {
    Statement { words_of: words_of.iter().map(|n| id(*n)).collect(), ..statement }
}

#[test]
fn what_a_paragraph_said_before_a_withheld_half_was_split_off_is_told_nowhere() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "账在柜里。他拿三万。", false)]));
    put(&store, &answer(10, vec![said(11, "账在柜里。", false), from(said(12, "他拿三万。", false), &[11])]));
    put(&store, &answer(10, vec![said(11, "账在柜里。", false), from(said(12, "他拿三万。", true), &[11])]));
    let told = history(&store, id(10));
    assert!(told.iter().all(|body| !body.contains("三万")), "{told:?}");
    assert!(!told[0].contains("柜里") && told[1].contains("柜里") && told[2].contains("柜里"), "{told:?}");
    let now: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
    assert_eq!(now.statements[0].text, "账在柜里。");
}

#[test]
fn it_stays_so_when_the_half_is_split_again_or_taken_out() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "账在柜里。他拿三万。", false)]));
    let halves = |last: Vec<Statement>| {
        let mut all = vec![said(11, "账在柜里。", false), from(said(12, "他", false), &[11])];
        all.extend(last);
        answer(10, all)
    };
    put(&store, &halves(vec![from(said(13, "拿三万。", true), &[12, 11])]));
    assert!(history(&store, id(10)).iter().all(|body| !body.contains("三万")));
    put(&store, &halves(Vec::new()));
    let told = history(&store, id(10));
    assert!(told.iter().all(|body| !body.contains("三万")), "{told:?}");
}

#[test]
fn what_was_joined_to_a_withheld_paragraph_is_told_nowhere() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "他拿", false), said(12, "三万。", false)]));
    put(&store, &answer(10, vec![from(said(11, "他拿三万。", false), &[12])]));
    put(&store, &answer(10, vec![from(said(11, "他拿了三万。", true), &[12])]));
    let told = history(&store, id(10));
    assert!(told.iter().all(|body| !body.contains("三万")), "{told:?}");
    put(&store, &answer(10, vec![from(said(11, "他拿了三万。", false), &[12])]));
    assert!(history(&store, id(10))[0].contains("三万"), "it is let in again");
}

#[test]
fn an_earlier_wording_counts_in_other_records() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "那位收了三万块钱回扣", false), said(12, "别的都好", false)]));
    put(&store, &answer(10, vec![said(11, "记不清了", true), said(12, "别的都好", false)]));
    put(&store, &problem(40, "有人反映那位收了三万块钱回扣。别的都好。", &[]));
    assert_eq!(fact(&store, 40), "有人反映〔已另行处理〕。别的都好。");
    assert!(history(&store, id(40)).iter().all(|body| !body.contains("三万")));
}

#[test]
fn an_earlier_wording_that_is_still_told_or_was_half_typed_does_not_count() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "我们单位每年", false)]));
    put(&store, &answer(10, vec![said(11, "我们单位每年都开会研究，他拿了三万块钱回扣", false)]));
    let halves = |on| vec![said(11, "他拿了三万块钱回扣", on), from(said(12, "我们单位每年都开会研究", false), &[11])];
    put(&store, &answer(10, halves(false)));
    put(&store, &answer(10, halves(true)));
    put(&store, &problem(40, "我们单位每年都开会研究。我们单位每年。他拿了三万块钱回扣。", &[]));
    assert_eq!(fact(&store, 40), "我们单位每年都开会研究。我们单位每年。〔已另行处理〕。");
    let now: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
    assert_eq!(now.statements[1].text, "我们单位每年都开会研究");
    history(&store, id(10));
}

#[test]
fn a_name_that_came_with_the_words_or_later_is_no_common_word() {
    for part in [SAID.replace('，', ""), "分管的那位收了三万块钱回扣".to_owned(), "那位收了三万块钱".to_owned()]
    {
        let (_bench, store) = Bench::new();
        let (name, said_it) = (part.clone(), answer(10, vec![said(11, SAID, false)]));
        let both = move |tx: &mut Tx<'_>| {
            tx.put(&Unit::new(id(2), "SLJ", &name))?;
            tx.put(&said_it)
        };
        store.transact(Op::ImportBundle, None, both).unwrap();
        put(&store, &answer(10, vec![said(11, SAID, true)]));
        put(&store, &Unit::new(id(3), "LHZ", &part));
        put(&store, &problem(40, &format!("据说{part}。"), &[]));
        let reader = store.reader().unwrap();
        for unit in [2u8, 3] {
            let name = reader.get::<Unit>(id(unit)).unwrap().unwrap().name;
            assert!(!name.contains("三万"), "{name}");
        }
        assert_eq!(fact(&store, 40), "据说〔已另行处理〕。");
        history(&store, id(40));
    }
}

#[test]
fn an_early_name_does_not_count_in_what_is_said_later() {
    let (_bench, store) = Bench::new();
    put(&store, &Unit::new(id(2), "SLJ", "青禾县水利局机关党组"));
    put(&store, &answer(10, vec![said(11, "青禾县水利局机关党组收了三万块钱回扣", true)]));
    put(&store, &problem(40, "青禾县水利局机关党组没有研究。", &[]));
    assert_eq!(fact(&store, 40), "青禾县水利局机关党组没有研究。");
}
