//! The round file: opening, writing, searching, lists.

use crate::big;
use divan::{Bencher, black_box};
use std::sync::OnceLock;
use tempfile::TempDir;
use wenkan::import::create::write_sample;
use wenkan::model::answer::{Answer, Statement};
use wenkan::model::ids::StatementId;
use wenkan::model::people::Person;
use wenkan::model::record::{Kind, Op, Record};
use wenkan::model::value::Instant;
use wenkan::store::{Draft, Passphrase, Secret, Store};

fn passphrase() -> Secret {
    Secret::Passphrase(Passphrase::new("水利局巡察二零二六").unwrap())
}

/// The round of 3,000 talks, made once.
pub(crate) fn big_round() -> &'static Store {
    static ROUND: OnceLock<(TempDir, Store)> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let store = big::talks(&folder.path().join("big.wenkan"));
        (folder, store)
    };
    &ROUND.get_or_init(make).1
}

fn open(bencher: Bencher<'_, '_>, secret: &Secret) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.wenkan");
    let (store, _) = Store::create(&path, secret).unwrap();
    write_sample(&store).unwrap();
    store.close().unwrap();
    bencher.bench_local(|| {
        let store = Store::open(&path, secret).unwrap();
        black_box(store.reader().unwrap());
        store
    });
}

#[divan::bench(sample_count = 20)]
fn open_plain(bencher: Bencher<'_, '_>) {
    open(bencher, &Secret::None);
}

#[divan::bench(sample_count = 5)]
fn open_encrypted(bencher: Bencher<'_, '_>) {
    open(bencher, &passphrase());
}

/// One changed record, durable.
#[divan::bench(sample_count = 50)]
fn put(bencher: Bencher<'_, '_>) {
    let store = big_round();
    let mut person: Person = store.reader().unwrap().all().unwrap().swap_remove(0);
    let mut n = 0_u64;
    bencher.bench_local(|| {
        n += 1;
        person.note = format!("第{n}次修改");
        let person = person.clone();
        store.transact(Op::EditPerson, None, move |tx| tx.put(&person)).unwrap()
    });
}

/// What one draft costs the screen, which does not wait for it.
#[divan::bench]
fn post_draft(bencher: Bencher<'_, '_>) {
    let store = big_round();
    let answer: Answer = store.reader().unwrap().all().unwrap().swap_remove(0);
    let draft = Draft {
        record: answer.id.0,
        kind: Kind::Answer,
        parent: answer.parent(),
        field: answer.question,
        text: "去年研究了四次，第一次是三月八日。".repeat(20),
        state: String::new(),
        caret: 0,
        base: None,
        at: Instant { ms: 0, offset: 480 },
    };
    bencher.with_inputs(|| draft.clone()).bench_local_values(|draft| store.post_draft(draft));
    store.flush().unwrap();
}

/// The newest 50 of 100,000 hits.
#[divan::bench(sample_count = 20)]
fn search_100000_hits(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let store = big::observations(&folder.path().join("hits.wenkan"));
    let reader = store.reader().unwrap();
    bencher.bench_local(|| reader.search("党费", 50).unwrap());
}

/// Briefs of 3,000 people, 3,000 talks and 15,000 answers: what the coverage of a round is made of.
#[divan::bench(sample_count = 20)]
fn briefs_of_3000_talks(bencher: Bencher<'_, '_>) {
    let reader = big_round().reader().unwrap();
    bencher.bench_local(|| [Kind::Person, Kind::Interview, Kind::Answer].map(|kind| reader.briefs(kind).unwrap()));
}

/// Every statement with its answer and its talk, as a rule reads them; 400 talks with 6,000 statements. Aim: 50 ms.
#[divan::bench(sample_count = 20)]
fn join_statements_of_400_talks(bencher: Bencher<'_, '_>) {
    const SQL: &str = "SELECT s.text, s.lane, a.judgement, a.progress, i.state, i.person_id
                       FROM statement s JOIN answer a ON a.id = s.answer_id JOIN interview i ON i.id = a.interview_id";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("400.wenkan");
    big::talks_in(&path, 2).close().unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let mut select = conn.prepare(SQL).unwrap();
    let mut rows = move || {
        let (mut rows, mut n, mut bytes) = (select.query([]).unwrap(), 0, 0);
        while let Some(row) = rows.next().unwrap() {
            n += 1;
            bytes += row.get_ref(0).unwrap().as_str().unwrap().len() + row.get_ref(4).unwrap().as_str().unwrap().len();
        }
        (n, bytes)
    };
    assert_eq!(rows().0, 6_000);
    bencher.bench_local(rows);
}

/// Everything that follows from the log made again, as the first opening of a file of an older version does; 3,000 talks.
#[divan::bench(sample_count = 1)]
fn rebuild_3000_talks(bencher: Bencher<'_, '_>) {
    let store = big_round();
    bencher.bench_local(|| store.rebuild().unwrap());
}

/// The whole check of a file of 3,000 talks.
#[divan::bench(sample_count = 1)]
fn verify_3000_talks(bencher: Bencher<'_, '_>) {
    let reader = big_round().reader().unwrap();
    bencher.bench_local(|| assert!(wenkan::store::verify(&reader, &|_| true).unwrap().ok()));
}

/// One save of an answer of 30,000 characters, of which the last few were typed since the former one.
#[divan::bench(sample_count = 50)]
fn save_long_answer(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let store = big::long(&folder.path().join("long.wenkan"));
    let mut answer: Answer = store.reader().unwrap().all().unwrap().swap_remove(0);
    answer.statements[0].text = answer.statements[0].text.chars().take(30_000).collect();
    bencher.bench_local(|| {
        answer.statements[0].text.push_str("再说一句。");
        let answer = answer.clone();
        store.transact(Op::EditAnswer, None, move |tx| tx.put(&answer)).unwrap()
    });
}

/// An answer of the big round, its last paragraph one that nobody else has said. It is a new one: earlier wordings of a
/// paragraph are withheld with it, and those of the round are common.
fn confided(store: &Store) -> Answer {
    let mut answer: Answer = store.reader().unwrap().all::<Answer>().unwrap().swap_remove(7);
    let text = "分管的那位副职收了三万块钱回扣，是在茶楼里给的，老板姓什么没有说。".to_owned();
    let said = answer.statements.last().unwrap().clone();
    answer.statements.push(Statement { id: StatementId::new(), text, ..said });
    let put = answer.clone();
    store.transact(Op::EditAnswer, None, move |tx| tx.put(&put)).unwrap();
    answer
}

/// What withholding a paragraph would strike: its words are looked for in 3,000 talks. Aim: 100 ms.
#[divan::bench(sample_count = 20)]
fn withholding_planned_over_3000_talks(bencher: Bencher<'_, '_>) {
    let store = big_round();
    let mut answer = confided(store);
    answer.statements.last_mut().unwrap().withheld = true;
    let reader = store.reader().unwrap();
    bencher.bench_local(|| reader.withholding(&answer).unwrap());
}

/// The same for words that hundreds of others have said: each of their answers is named.
#[divan::bench(sample_count = 20)]
fn withholding_common_words_planned_over_3000_talks(bencher: Bencher<'_, '_>) {
    let store = big_round();
    let mut answer: Answer = store.reader().unwrap().all::<Answer>().unwrap().swap_remove(9);
    answer.statements[0].withheld = true;
    let reader = store.reader().unwrap();
    bencher.bench_local(|| reader.withholding(&answer).unwrap());
}

/// Withholding it and letting it in again, both durable.
#[divan::bench(sample_count = 10)]
fn withheld_and_let_in_over_3000_talks(bencher: Bencher<'_, '_>) {
    let store = big_round();
    let answer = confided(store);
    bencher.bench_local(|| {
        for withheld in [true, false] {
            let mut answer = answer.clone();
            answer.statements.last_mut().unwrap().withheld = withheld;
            store.transact(Op::EditAnswer, None, move |tx| tx.put(&answer)).unwrap();
        }
    });
}
