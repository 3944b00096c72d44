//! What is struck for good: wherever the words came to stand, and nowhere in the talk that withholds them.

use super::withheld::{answer, id, problem, said};
use super::withheld_before::{SAID, put, stored, withhold};
use super::*;
use crate::model::any::AnyRecord;
use crate::model::record::Record;

/// Writes an answer as undo and redo do, and records that come in.
fn turn(store: &Store, of: Answer) {
    let act = move |tx: &mut Tx<'_>| {
        tx.put(&of)?;
        tx.strike_all()
    };
    store.transact(Op::EditAnswer, None, act).unwrap();
}

/// An answer of another talk.
fn elsewhere(n: u8, text: &str, withheld: bool) -> Answer {
    Answer { interview: id(7), ..answer(n, vec![said(n + 1, text, withheld)]) }
}

/// A record as the file holds it.
fn kept<R: Record>(store: &Store, record: u8) -> R {
    let reader = store.reader().unwrap();
    read::get(&reader.conn, &reader.path, read::Door::Own, id(record)).unwrap().unwrap()
}

fn texts(answer: &Answer) -> Vec<&str> {
    answer.statements.iter().map(|s| s.text.as_str()).collect()
}

#[test]
fn what_was_written_while_the_words_were_let_in_is_struck_when_they_are_withheld_again() {
    let marked = |on| answer(10, vec![said(11, SAID, on), said(12, "别的都好", false)]);
    for (out, again) in
        [(withhold as fn(&Store, Answer), withhold as fn(&Store, Answer)), (turn, turn), (turn, withhold)]
    {
        for other in [false, true] {
            let (_bench, store) = Bench::new();
            if other {
                withhold(&store, elsewhere(20, "另有一件事情不能在这里说", true));
            }
            withhold(&store, marked(true));
            out(&store, marked(false));
            put(&store, &problem(40, &format!("据说{SAID}。"), &[]));
            put(&store, &problem(40, "没有这回事。", &[]));
            assert!(stored(&store).iter().any(|body| body.contains("三万")));
            again(&store, marked(true));
            assert!(stored(&store).iter().all(|body| !body.contains("三万")), "{:?}", stored(&store));
            assert!(verify(&store.reader().unwrap(), &|_| true).unwrap().ok());
        }
    }
}

#[test]
fn that_all_words_were_looked_for_stays_known_until_words_come_or_go() {
    let (_bench, store) = Bench::new();
    let looked = || {
        let reader = store.reader().unwrap();
        let meta = |key: &str| read::meta(&reader.conn, key).unwrap();
        meta("withheld:looked").is_some_and(|looked| Some(looked) == meta("withheld:stamp"))
    };
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    assert!(looked());
    put(&store, &problem(40, "有人反映。", &[]));
    put(&store, &elsewhere(20, "那位收了三万块钱回扣", false));
    assert!(looked(), "the state changed, but no word came");
    put(&store, &answer(10, vec![said(11, SAID, true), said(12, "还有一件事情也不能说", true)]));
    assert!(!looked(), "words came with an action that strikes nothing");
    withhold(&store, answer(10, vec![said(11, SAID, true), said(12, "还有一件事情也不能说啊", true)]));
    assert!(looked());
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    assert!(!looked());
}

#[test]
fn words_that_a_second_talk_withholds_too_are_struck_from_the_first() {
    let (_bench, store) = Bench::new();
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    put(&store, &answer(20, vec![said(21, "那位收了三万块钱回扣", false)]));
    put(&store, &answer(20, vec![said(21, "没有这回事", false)]));
    withhold(&store, elsewhere(30, SAID, true));
    let reader = store.reader().unwrap();
    let earlier = log::body_of(&reader.conn, reader.history(id(20)).unwrap()[0].rev).unwrap().unwrap().2;
    assert!(!earlier.contains("三万"), "{earlier}");
}

#[test]
fn a_talk_keeps_what_it_withholds_whoever_strikes() {
    let own = || answer(10, vec![said(11, SAID, true), said(12, "分管的那位收了三万块钱，再说一遍", false)]);
    let same = || answer(20, vec![said(21, "那位收了三万块钱回扣", false)]);
    let hit = || elsewhere(30, "那位收了三万块钱回扣", false);
    let (_bench, store) = Bench::new();
    put(&store, &same());
    put(&store, &hit());
    withhold(&store, own());
    turn(&store, elsewhere(50, "与此无关", false));
    let check = |store: &Store| {
        assert_eq!(texts(&kept(store, 10)), texts(&own()));
        assert_eq!(texts(&kept(store, 20)), texts(&same()));
        assert_eq!(texts(&kept(store, 30)), ["〔已另行处理〕"]);
        let told: Answer = store.reader().unwrap().get(id(20)).unwrap().unwrap();
        assert_eq!(texts(&told), ["〔已另行处理〕"]);
    };
    check(&store);
    // The other talk withholds something itself, and then says the words: it loses what others withhold and nothing else.
    let both = |text: &str| Answer {
        statements: vec![said(51, "另有一件事情不能在这里说", true), said(52, text, false)],
        ..elsewhere(50, "", false)
    };
    withhold(&store, both("另有一件事情不能在这里说，那位收了三万块钱回扣"));
    turn(&store, elsewhere(60, "与此无关", false));
    assert_eq!(texts(&kept(&store, 50))[1], "另有一件事情不能在这里说，〔已另行处理〕");
    check(&store);

    let (_bench, store) = Bench::new();
    let records: Vec<AnyRecord> = vec![same().into(), own().into(), hit().into()];
    let come_in = move |tx: &mut Tx<'_>| {
        tx.incoming(&records)?.iter().try_for_each(|record| tx.put_any(record))?;
        tx.strike_all()
    };
    store.transact(Op::ImportBundle, None, come_in).unwrap();
    check(&store);
}

#[test]
fn a_plan_leaves_to_another_talk_what_that_talk_withholds() {
    let (_bench, store) = Bench::new();
    let open = "另有一件事情不能在这里说，那位收了三万块钱回扣";
    let other = Answer {
        statements: vec![said(51, "另有一件事情不能在这里说", true), said(52, open, false)],
        ..elsewhere(50, "", false)
    };
    withhold(&store, other);
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    assert_eq!(texts(&kept(&store, 50))[1], "另有一件事情不能在这里说，〔已另行处理〕");
}
