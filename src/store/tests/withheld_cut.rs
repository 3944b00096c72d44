//! Withheld words cut over texts that are read one after the other, spelled in names, and said in methods.

use super::withheld::{answer, id, observation, problem, said};
use super::withheld_before::{fact as fact_of, put, withhold};
use super::*;
use crate::method::MethodFiles;
use crate::model::any::AnyRecord;
use crate::model::order::OrderKey;
use crate::model::people::Person;
use crate::model::problem::{Fact, Problem};

const SAID: &str = "听说分管的那位副职收了三万块钱回扣";
const CUT: [&str; 2] = ["那位副职收了三", "万块钱回扣"];

fn sound(store: &Store) {
    assert_eq!(verify(&store.reader().unwrap(), &|_| true).unwrap().problems, Vec::<String>::new());
}

/// A paper whose facts are those, in that order of keys.
fn paper(n: u8, facts: [(&str, &str); 2]) -> Problem {
    let fact = |(order, text): (&str, &str)| Fact {
        id: crate::model::ids::FactId::new(),
        order: OrderKey(order.into()),
        text: text.into(),
    };
    Problem { facts: facts.map(fact).to_vec(), ..problem(n, "", &[]) }
}

fn facts(store: &Store, n: u8) -> Vec<String> {
    let paper: Problem = store.reader().unwrap().get(id(n)).unwrap().unwrap();
    paper.facts.into_iter().map(|f| f.text).collect()
}

#[test]
fn words_cut_over_neighbours_are_struck_on_both_sides_before_and_after() {
    let [head, tail] = CUT;
    let other = |n: u8| Answer {
        interview: id(7),
        ..answer(n, vec![said(n + 1, head, false), said(n + 2, tail, false), said(n + 3, "别的都好", false)])
    };
    let plant = |store: &Store, n: u8| {
        put(store, &paper(n, [("1", head), ("2", tail)]));
        put(store, &paper(n + 1, [("2", tail), ("1", head)]));
        put(store, &paper(n + 2, [("1", tail), ("2", head)]));
        put(store, &other(n + 10));
    };
    let (_bench, store) = Bench::new();
    plant(&store, 40);
    assert_eq!(facts(&store, 40), CUT);
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    plant(&store, 70);
    for n in [40, 70] {
        assert_eq!(facts(&store, n), ["〔已另行处理〕"; 2]);
        assert_eq!(facts(&store, n + 1), ["〔已另行处理〕"; 2], "they are printed by their keys");
        assert_eq!(facts(&store, n + 2), [tail, head], "the parts alone tell too little");
        let told: Answer = store.reader().unwrap().get(id(n + 10)).unwrap().unwrap();
        let texts: Vec<&str> = told.statements.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(texts, ["〔已另行处理〕", "〔已另行处理〕", "别的都好"]);
    }
    sound(&store);
    store.rebuild().unwrap();
    assert_eq!(facts(&store, 70), ["〔已另行处理〕"; 2]);
    sound(&store);
}

const WHO: &str = "2024年3月，张志强任青禾县水利局办公室主任时";

/// The head of the office and the unit, as the roster has them.
fn roster(store: &Store) {
    put(store, &Unit::new(id(2), "SLJ", "青禾县水利局"));
    put(store, &person(60));
}

fn person(n: u8) -> Person {
    Person {
        id: id(n),
        unit: id(2),
        name: "张志强".into(),
        name_as_written: None,
        post: "办公室主任".into(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: String::new(),
        facts: crate::model::people::Facts::default(),
        code: crate::model::people::Code("A09".into()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}

#[test]
fn who_was_what_when_stays_where_it_stands_alone() {
    let mine = || answer(10, vec![said(11, &format!("{WHO}收了三万块钱，我知道。"), true)]);
    let papers = [format!("{WHO}没有交接。"), format!("据说{WHO}收了三万块钱。")];
    for came_first in [true, false] {
        let (_bench, store) = Bench::new();
        if came_first {
            roster(&store);
        }
        (40u8..).zip(&papers).for_each(|(n, text)| put(&store, &problem(n, text, &[])));
        withhold(&store, mine());
        if !came_first {
            roster(&store);
        }
        let told = |n: u8| fact_of(&store, n);
        let left = if came_first {
            format!("{WHO}没有交接。")
        } else {
            "〔已另行处理〕没有交接。".to_owned()
        };
        assert_eq!([told(40), told(41)], [left, "据说〔已另行处理〕。".to_owned()]);
        sound(&store);
        store.rebuild().unwrap();
        sound(&store);
    }
}

#[test]
fn an_earlier_wording_tells_no_more_of_who_was_what_when() {
    let (_bench, store) = Bench::new();
    roster(&store);
    put(&store, &answer(10, vec![said(11, &format!("{WHO}收了三万块钱。"), false)]));
    put(&store, &problem(40, &format!("{WHO}没有交接。"), &[]));
    withhold(&store, answer(10, vec![said(11, "别人送的那笔钱他退回去了", true)]));
    put(&store, &problem(41, &format!("据说{WHO}收了三万块钱。"), &[]));
    let check = || {
        assert_eq!(fact_of(&store, 40), format!("{WHO}没有交接。"));
        assert_eq!(fact_of(&store, 41), "据说〔已另行处理〕。");
        sound(&store);
    };
    check();
    store.rebuild().unwrap();
    check();
}

#[test]
fn what_was_struck_as_a_whole_tells_no_more_of_who_was_what_when() {
    let (_bench, store) = Bench::new();
    roster(&store);
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    put(&store, &observation(20, 10, 11, &format!("{WHO}私下拿过好处费。")));
    put(&store, &problem(40, &format!("{WHO}没有交接。"), &[]));
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    sound(&store);
    // Struck before it is ever written.
    put(&store, &observation(21, 10, 11, &format!("{WHO}去过渡口茶楼。")));
    for (n, end) in [(41, "没有开会"), (42, "私下拿过好处费"), (43, "去过渡口茶楼")] {
        put(&store, &problem(n, &format!("据说{WHO}{end}。"), &[]));
    }
    let check = || {
        assert_eq!(fact_of(&store, 40), format!("{WHO}没有交接。"));
        assert_eq!(fact_of(&store, 41), format!("据说{WHO}没有开会。"));
        assert_eq!([fact_of(&store, 42), fact_of(&store, 43)], ["据说〔已另行处理〕。"; 2]);
        sound(&store);
    };
    check();
    store.rebuild().unwrap();
    check();
}

#[test]
fn what_is_common_is_what_the_log_says_after_its_first_revisions_were_struck() {
    let (_bench, store) = Bench::new();
    put(&store, &Person { in_charge: "收三万块钱回扣".into(), ..person(60) });
    withhold(&store, answer(10, vec![said(11, "张志强任办公室主任收三万块钱回扣", true)]));
    let first: Person = store.reader().unwrap().get(id(60)).unwrap().unwrap();
    assert_eq!([first.post.as_str(), first.in_charge.as_str()], ["〔已另行处理〕"; 2]);
    sound(&store);
    put(&store, &answer(20, vec![said(21, "张志强任办公室主任的时候他在场", true)]));
    sound(&store);
    store.rebuild().unwrap();
    sound(&store);
}

#[test]
fn nothing_is_found_across_two_texts() {
    let (_bench, store) = Bench::new();
    put(&store, &paper(40, [("1", "水利局没有开会"), ("2", "研究购车的事")]));
    put(&store, &answer(10, vec![said(11, "会议记录没有", false), said(12, "签名的人不在", false)]));
    let reader = store.reader().unwrap();
    let found = |words: &str| reader.search(words, 9).unwrap().len();
    for (words, count) in [("没有开会", 1), ("研究购车", 1), ("开会研究", 0), ("没有签名", 0), ("没有 签名", 1)]
    {
        assert_eq!(found(words), count, "{words}");
    }
    let excerpt = &reader.search("签名", 9).unwrap()[0].excerpt;
    assert!(excerpt.contains("签名的人不在") && !excerpt.contains('\u{E000}'), "{excerpt}");
}

#[test]
fn names_that_spell_the_words_are_refused() {
    const CARD: &str = "612401199001011234";
    let come_in = |question: &str| {
        let (_bench, store) = Bench::new();
        // A text of the same record reads as the name does.
        let statements = vec![said(21, "没有", false), said(22, question, false)];
        let other = Answer { interview: id(7), question: question.into(), ..answer(20, statements) };
        let mine = answer(10, vec![said(11, &format!("他的卡号是{CARD}，请查"), true)]);
        let records: Vec<AnyRecord> = vec![mine.into(), other.into()];
        let act = move |tx: &mut Tx<'_>| tx.incoming(&records)?.iter().try_for_each(|record| tx.put_any(record));
        store.transact(Op::ImportBundle, None, act).map(drop)
    };
    come_in("q3").unwrap();
    for question in [format!("q{CARD}"), CARD.to_owned(), "6124-01199001011234".to_owned()] {
        let e = come_in(&question).unwrap_err();
        assert!(e.what.contains("编号") && !e.what.contains(CARD), "{e}");
    }
}

fn method(text: &str) -> MethodFiles {
    MethodFiles::new([("questions/q1.toml".to_owned(), text.to_owned())])
}

fn in_file(store: &Store, files: &MethodFiles) -> String {
    store.reader().unwrap().method_files(files.hash()).unwrap().unwrap().into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_method_keeps_no_withheld_words_whichever_came_first() {
    let [head, tail] = CUT;
    let list = method(&format!("id = \"q1\"\nprobes = [\"{head}\", \"{tail}\"]\n"));
    let note = method(&format!("# {SAID}\nid = \"q1\"\ntitle = \"会议\"\n"));
    let shipped = MethodFiles::builtin();
    let add = |store: &Store, files: &MethodFiles| {
        let (hash, files) = (files.hash(), files.files.clone());
        store.transact(Op::EditRound, None, move |tx| tx.put_method_last(hash, &files)).unwrap();
    };
    let own = answer(10, vec![said(11, SAID, true), said(12, "党组会多长时间开一次？", true)]);
    for is_first in [true, false] {
        let (_bench, store) = Bench::new();
        add(&store, &shipped);
        if is_first {
            for files in [&list, &note] {
                add(&store, files);
            }
            let plan = store.reader().unwrap().withholding(&own).unwrap();
            let words: Vec<Vec<String>> = plan.methods.iter().map(|m| m.words.clone()).collect();
            assert_eq!(words, [CUT.map(str::to_owned).to_vec(), vec![]]);
            assert!(plan.changes_others());
        }
        withhold(&store, own.clone());
        if !is_first {
            for files in [&list, &note] {
                add(&store, files);
            }
        }
        assert_eq!(in_file(&store, &list), "id = \"q1\"\nprobes = [\"〔已另行处理〕\", \"〔已另行处理〕\"]\n");
        assert_eq!(in_file(&store, &note), "id = \"q1\"\ntitle = \"会议\"\n");
        let reader = store.reader().unwrap();
        assert!(reader.is_method_struck(list.hash()).unwrap() && !reader.is_method_struck(shipped.hash()).unwrap());
        assert_eq!(in_file(&store, &shipped), shipped.files.iter().map(|(_, text)| text.as_str()).collect::<String>());
        assert!(reader.withholding(&own).unwrap().methods.is_empty());
        sound(&store);
        // Once the words are let in, it may be brought in again as it was.
        put(&store, &answer(10, vec![said(11, SAID, false)]));
        add(&store, &list);
        assert!(
            in_file(&store, &list).contains(head) && !store.reader().unwrap().is_method_struck(list.hash()).unwrap()
        );
        sound(&store);
    }
}
