//! The file of version 3, with everything that came with it: a long answer that lies in the log as ranges, rows of
//! statements and claims, elements with ids. It is kept in the repository, and every later build opens it.
//!
//! `WENKAN_WRITE_FIXTURE=1 cargo test file_v3` wrote it once; it is never written again.

use super::file_v2;
use super::whole::claims;
use super::*;
use crate::method::MethodFiles;
use crate::model::answer::ProbePut;
use crate::model::people::{Code, Facts, Person};
use crate::model::record::Record as _;
use crate::model::value::PartialDate;

const NAME: &str = "tests/fixtures/v3.wenkan";
const PASSPHRASE: &str = "wenkan-fixture-3";

fn secret() -> Secret {
    Secret::Passphrase(Passphrase::new(PASSPHRASE).unwrap())
}

fn person() -> Person {
    let mut person = Person {
        id: file_v2::id(31),
        unit: file_v2::id(1),
        name: "示例局长".into(),
        name_as_written: None,
        post: "局长".into(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: "head".into(),
        facts: Facts::default(),
        code: Code("A37".into()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    };
    person.hold("副局长".into(), PartialDate::parse("2017-03"));
    person.hold("局长".into(), PartialDate::parse("2020-06"));
    person
}

/// The states of one long answer, one a save.
fn long() -> Vec<Answer> {
    let fixed = |n: u8, text: &str| Statement { id: file_v2::id(n), ..statement(text, false) };
    let mut answer = Answer { id: file_v2::id(50), ..Answer::new(file_v2::id(30), "q1") };
    answer.statements = vec![fixed(51, &"每月三十七元五角。".repeat(100)), fixed(52, "按季交。")];
    answer.statements[1].supersedes = Some(file_v2::id(51));
    answer.claims = claims(&answer);
    for (n, claim) in (80..).zip(&mut answer.claims) {
        claim.id = file_v2::id(n);
    }
    answer.probes = vec![ProbePut::new(answer.id, "q1.p1".into(), answer.statements[0].at)];
    let mut saves = vec![answer.clone()];
    for end in ["甲", "乙", "丙"] {
        answer.statements[0].text.push_str(end);
        saves.push(answer.clone());
    }
    saves
}

fn method() -> MethodFiles {
    MethodFiles::new([("method.toml".to_owned(), "id = \"fixture\"".to_owned())])
}

fn write(path: &Path) {
    let (store, _) = Store::create(path, &secret()).unwrap();
    file_v2::fill(&store);
    put(&store, &person());
    for answer in &long() {
        put(&store, answer);
    }
    let files = method();
    store.transact(Op::Sample, None, move |tx| tx.put_method(files.hash(), &files.files)).unwrap();
    store.flush().unwrap();
    store.close().unwrap();
}

#[test]
fn every_build_opens_the_file_of_version_3() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(NAME);
    if std::env::var_os("WENKAN_WRITE_FIXTURE").is_some() && !kept.exists() {
        write(&kept);
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("v3.wenkan");
    std::fs::copy(&kept, &path).unwrap();
    let store = Store::open(&path, &secret()).unwrap();
    let reader = store.reader().unwrap();
    let saves = long();
    let bodies: Vec<String> = reader.history(saves[0].id.0).unwrap().into_iter().map(|r| r.body).collect();
    assert_eq!(bodies, saves.iter().map(|a| serde_json::to_string(a).unwrap()).collect::<Vec<_>>());
    assert_eq!(reader.get::<Answer>(saves[0].id.0).unwrap().as_ref(), saves.last());
    assert_eq!(reader.all::<Person>().unwrap(), [person()]);
    assert_eq!(reader.method_files(method().hash()).unwrap(), Some(method().files));
    let told = reader.told().unwrap();
    for record in file_v2::content() {
        let found = reader.all_of(record.kind()).unwrap();
        match told.strike(&record) {
            Some(told) => assert!(found.contains(&told), "{told:?}"),
            None => assert!(found.iter().all(|r| r.id() != record.id()), "{record:?}"),
        }
    }
    let count = |sql: &str| reader.conn.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM revision WHERE base IS NOT NULL"), 3);
    assert_eq!((count("SELECT count(*) FROM statement"), count("SELECT count(*) FROM claim")), (3, 9));
    assert_eq!(count("SELECT sum(superseded) FROM statement"), 1);
    let schemas: Vec<u32> = reader.history(person().id.0).unwrap().iter().map(|r| r.schema).collect();
    assert_eq!(schemas, [Person::SCHEMA]);
    let report = verify(&reader, &|_| true).unwrap();
    assert!(report.ok(), "{:?}", report.problems);
}
