//! Whatever is changed in a file behind the program's back is named, and what follows from the log is made again.

use super::file_v2::{fill, id};
use super::*;
use crate::method::MethodFiles;
use crate::model::answer::{Claim, Qualifier, Value};
use crate::model::ids::ClaimId;
use crate::model::value::{Money, PartialDate};
use rusqlite::Connection;

/// A closed plain round with something in every table.
pub(super) fn round() -> Bench {
    let (bench, store) = Bench::new();
    fill(&store);
    let mut long = Answer { id: id(50), ..answer(&"每月三十七元五角。".repeat(100)) };
    long.claims = claims(&long);
    for end in ["甲", "乙", "丙"] {
        long.statements[0].text.push_str(end);
        put(&store, &long);
    }
    let files = MethodFiles::new([("method.toml".to_owned(), "id = \"试\"".to_owned())]);
    let lead = Lead {
        number: "线索-1".into(),
        registered_at: Instant { ms: 1_772_932_500_000, offset: 480 },
        handed_at: None,
        to_whom: "县纪委监委".into(),
        by_whom: "组长".into(),
        receipt: String::new(),
        sealed: String::new(),
    };
    store
        .transact(Op::Sample, None, move |tx| {
            tx.put_method(files.hash(), &files.files)?;
            tx.put_lead(&lead)?;
            tx.log_export("底稿", "底稿.docx", Hash([1; 32]), None)
        })
        .unwrap();
    store.post_draft(draft(id(50), "还没有写完"));
    store.set_entry_views("a", vec![EntryView { kind: "meeting".into(), also: None, columns: Vec::new() }]).unwrap();
    store.close().unwrap();
    bench
}

pub(super) fn claims(answer: &Answer) -> Vec<Claim> {
    let values = [
        Some(Value::Text("按季".into())),
        Some(Value::Integer(4)),
        Some(Value::Money(Money(3_750))),
        Some(Value::Date(PartialDate::parse("2022-03").unwrap())),
        Some(Value::Choice("a".into())),
        Some(Value::Choices(vec!["a".into(), "b\"".into()])),
        Some(Value::YesNo(true)),
        Some(Value::Person(id(31))),
        None,
    ];
    let claim = |value: Option<Value>| Claim {
        id: ClaimId::new(),
        field: "q5.x".into(),
        qualifier: if value.is_some() { Qualifier::Exact } else { Qualifier::Refused },
        high: matches!(value, Some(Value::Money(_))).then_some(Value::Money(Money(5_000))),
        value,
        statement: Some(answer.statements[0].id),
    };
    values.into_iter().map(claim).collect()
}

fn problems(bench: &Bench) -> Vec<String> {
    let reader = Reader::open(&bench.path, &Secret::None).unwrap();
    verify(&reader, &|_| true).unwrap().problems
}

fn change(bench: &Bench, sql: &str) {
    let conn = Connection::open(&bench.path).unwrap();
    conn.execute_batch(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
}

#[test]
fn a_round_that_nobody_touched_is_whole() {
    assert_eq!(problems(&round()), [] as [&str; 0]);
}

/// Changes of what follows from the log: named, and gone after a rebuild.
#[test]
fn a_cache_that_does_not_follow_from_the_log_is_named_and_made_again() {
    let of_long = "WHERE answer_id = '32323232-3232-3232-3232-323232323232'";
    let cases: [(String, &str); 15] = [
        ("UPDATE record SET brief = 'x' WHERE kind = 'unit'".into(), "摘要与内容不一致"),
        ("UPDATE record SET parent = zeroblob(16) WHERE kind = 'document'".into(), "所属的上级与内容不一致"),
        (
            "UPDATE record SET body = replace(body, '三十七', '三十八') WHERE kind = 'answer'".into(),
            "现有内容与日志不一致",
        ),
        ("UPDATE record SET head = zeroblob(32) WHERE kind = 'loan'".into(), "现有内容与日志不一致"),
        ("DELETE FROM record WHERE kind = 'loan'".into(), "日志里有，现有记录里没有"),
        ("DELETE FROM fts WHERE rowid = (SELECT seq FROM record WHERE kind = 'unit')".into(), "搜索索引与内容不一致"),
        (
            "DELETE FROM fts WHERE rowid = (SELECT seq FROM record WHERE kind = 'unit');
             INSERT INTO fts(rowid, kind, text) SELECT seq, 'unit', '水 利 部' FROM record WHERE kind = 'unit'"
                .into(),
            "搜索索引与内容不一致",
        ),
        ("INSERT INTO fts(rowid, kind, text) VALUES(9999, 'unit', 'x')".into(), "搜索索引里多出 1 条"),
        ("INSERT INTO fts(fts) VALUES('delete-all')".into(), "搜索索引与内容不一致"),
        (format!("UPDATE statement_row SET text = text || '。' {of_long}"), "陈述表与内容不一致"),
        (format!("UPDATE statement_row SET superseded = 1 {of_long}"), "陈述表与内容不一致"),
        (format!("INSERT INTO statement_row SELECT * FROM statement_row {of_long}"), "陈述表与内容不一致"),
        (
            format!("UPDATE statement_row SET answer_id = 'x' {of_long}; UPDATE statement_row SET answer_id = 'x'"),
            "陈述表与内容不一致",
        ),
        (
            "INSERT INTO statement_row SELECT 'x', ord, id, interview_id, question, lane, at, is_key, supersedes,
               superseded, text FROM statement_row LIMIT 1"
                .into(),
            "陈述表 3 条，按日志应有 2 条",
        ),
        ("UPDATE claim_row SET int_value = 1 WHERE type = 'money'".into(), "陈述要素表与内容不一致"),
    ];
    let kept = round();
    for (sql, named) in cases {
        let bench = copy(&kept);
        change(&bench, &sql);
        let found = problems(&bench);
        assert!(found.iter().any(|p| p.contains(named)), "{sql}: {found:?}");
        let store = bench.open();
        let records = store.reader().unwrap().stats().unwrap().records.iter().map(|r| r.1).sum();
        assert!([records, records + 1].contains(&store.rebuild().unwrap().records));
        store.close().unwrap();
        assert_eq!(problems(&bench), [] as [&str; 0], "{sql}");
    }
}

/// Everything else: named.
#[test]
fn whatever_else_is_changed_is_named() {
    let log = |change: &str| {
        format!(
            "DROP TRIGGER revision_no_update; {change};
             CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
  BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;"
        )
    };
    let plain = |sql: &str| sql.to_owned();
    let cases = [
        (log("UPDATE revision SET cut_at = cut_at + 3 WHERE base IS NOT NULL"), "与其校验值不符"),
        (log("UPDATE revision SET cut_at = 99999 WHERE base IS NOT NULL"), "与其校验值不符"),
        (log("UPDATE revision SET base = zeroblob(32) WHERE base IS NOT NULL"), "与其校验值不符"),
        (log("UPDATE revision SET body = body || '。' WHERE base IS NOT NULL"), "与其校验值不符"),
        (log("UPDATE revision SET parents = zeroblob(32) WHERE base IS NOT NULL"), "缺少它的前一版"),
        (log("UPDATE revision SET op = 'x' WHERE kind = 'unit'"), "与其校验值不符"),
        (plain("UPDATE method SET files = replace(files, '试', '误')"), "的内容与其校验值不符"),
        (plain("UPDATE method SET files = '['"), "工作法读不出来"),
        (plain("DROP TRIGGER revision_no_delete"), "缺少触发器 revision_no_delete"),
        (plain("DROP VIEW problem"), "缺少视图 problem"),
        (plain("DROP INDEX record_uid"), "缺少索引 record_uid"),
        (plain("DROP VIEW entry_meeting"), "缺少视图 entry_meeting"),
        (plain("DROP VIEW entry_meeting; CREATE VIEW entry_meeting AS SELECT 1"), "视图 entry_meeting 被改动"),
        (plain("DROP VIEW unit; CREATE VIEW unit AS SELECT 1"), "视图 unit 被改动"),
        (plain("CREATE TABLE other(x)"), "多出表 other"),
        (plain("CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM draft; END"), "多出触发器 t"),
        (plain("UPDATE meta SET value = 'x' WHERE key = 'migration:1'"), "文件版本的记号"),
        (plain("UPDATE draft SET at = 'x'"), "有 1 条草稿读不出来"),
        (plain("UPDATE draft SET kind = 'x'"), "有 1 条草稿读不出来"),
        (plain("UPDATE draft SET caret = 1, base = zeroblob(32), record = zeroblob(16), at = ''"), "草稿读不出来"),
        (plain("UPDATE export_log SET at = 'x'"), "导出登记读不出来"),
        (plain("UPDATE lead SET registered_at = 'x'"), "线索登记读不出来"),
    ];
    let kept = round();
    for (sql, named) in cases {
        let bench = copy(&kept);
        change(&bench, &sql);
        let found = problems(&bench);
        assert!(found.iter().any(|p| p.contains(named)), "{sql}: {found:?}");
        assert!(found.iter().all(|p| !p.contains('\n')), "one line each: {found:?}");
    }
}

fn copy(kept: &Bench) -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("十轮.wenkan");
    std::fs::copy(&kept.path, &path).unwrap();
    Bench { dir, path, gate: Arc::default() }
}

#[test]
fn a_flipped_letter_in_the_text_of_a_method_is_found_by_verify_and_on_loading() {
    let bench = round();
    let mut bytes = std::fs::read(&bench.path).unwrap();
    let word = "试".as_bytes();
    let quoted = ["\\\"".as_bytes(), word].concat();
    let at = bytes.windows(quoted.len()).position(|w| w == quoted).unwrap() + quoted.len() - 1;
    bytes[at] ^= 1;
    std::fs::write(&bench.path, bytes).unwrap();
    let found = problems(&bench);
    assert!(found.iter().any(|p| p.contains("工作法") && p.contains("校验值")), "{found:?}");
    let reader = Reader::open(&bench.path, &Secret::None).unwrap();
    let hash = reader.methods().unwrap()[0].hash;
    assert!(reader.method_files(hash).unwrap_err().what.contains("校验值"));
}

#[test]
fn over_a_body_that_cannot_be_rebuilt_a_new_one_is_saved_whole() {
    let bench = round();
    let broken = "DROP TRIGGER revision_no_update; UPDATE revision SET base = zeroblob(32) WHERE base IS NOT NULL";
    change(&bench, broken);
    let store = bench.open();
    let reader = store.reader().unwrap();
    let mut long = reader.get::<Answer>(id(50)).unwrap().unwrap();
    long.statements[0].text.push('丁');
    let rev = put(&store, &long).records[0].rev;
    assert_eq!(log::body_of(&reader.conn, rev).unwrap().unwrap().2, serde_json::to_string(&long).unwrap());
}

#[test]
fn a_rebuild_from_a_damaged_log_keeps_what_is_shown() {
    let bench = round();
    change(&bench, "DROP TRIGGER revision_no_update; UPDATE revision SET cut_at = 99999 WHERE base IS NOT NULL");
    let store = bench.open();
    let reader = store.reader().unwrap();
    let (stats, long) = (reader.stats().unwrap(), reader.get::<Answer>(id(50)).unwrap());
    let records: u64 = stats.records.iter().map(|r| r.1).sum();
    assert_eq!(store.rebuild().unwrap(), Rebuilt { records: records - 1, unreadable: 1 });
    assert_eq!((reader.stats().unwrap(), reader.get::<Answer>(id(50)).unwrap()), (stats, long));
    assert_eq!(reader.search("水利局", 5).unwrap().len(), 1);
}

/// Of every join that a rule would make over the talks, at most one side is read from end to end.
#[test]
fn joins_of_the_views_find_their_rows_by_index() {
    let bench = round();
    let reader = Reader::open(&bench.path, &Secret::None).unwrap();
    let joins = [
        "statement s JOIN answer a ON a.id = s.answer_id JOIN interview i ON i.id = a.interview_id",
        "statement s JOIN interview i ON i.id = s.interview_id JOIN person p ON p.id = i.person_id",
        "claim c JOIN statement s ON s.id = c.statement_id",
        "claim c JOIN answer a ON a.id = c.answer_id",
        "answer a JOIN interview i ON i.id = a.interview_id JOIN person p ON p.id = i.person_id \
         JOIN unit u ON u.id = p.unit_id",
        "check_result c JOIN document d ON d.id = c.document_id JOIN unit u ON u.id = d.unit_id",
        "field_value v JOIN entry e ON e.id = v.entry_id",
        "entry e JOIN document d ON d.id = e.document_id",
        "interview i LEFT JOIN person p ON p.id = i.person_id",
    ];
    for join in joins {
        let mut select = reader.conn.prepare(&format!("EXPLAIN QUERY PLAN SELECT * FROM {join}")).unwrap();
        let plan: Vec<String> = select.query_map([], |r| r.get(3)).unwrap().map(Result::unwrap).collect();
        // One side of one kind is read in full; the elements inside a body are read body by body.
        let full = |line: &&String| {
            (line.starts_with("SCAN") && !line.contains("VIRTUAL TABLE"))
                || (line.contains("INDEX record_list (kind=?)") && line.starts_with("SEARCH"))
        };
        assert!(plan.iter().filter(full).count() <= 1, "{join}: {plan:#?}");
        assert!(plan.iter().all(|line| !line.contains("AUTOMATIC")), "{join}: {plan:#?}");
    }
}
