//! The core views over real files: every column filled from its record, nothing that is withheld; generated views.

use super::file_v2::{HIDDEN, content, fill, id};
use super::*;
use rusqlite::types::Value as Cell;

fn rows(reader: &Reader, sql: &str) -> Vec<Vec<Cell>> {
    let mut select = reader.conn.prepare(sql).unwrap();
    let columns = select.column_count();
    let row = |r: &rusqlite::Row<'_>| (0..columns).map(|c| r.get(c)).collect::<rusqlite::Result<Vec<Cell>>>();
    select.query_map([], row).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

/// All rows as text, cells separated by `|`.
fn shown(reader: &Reader, sql: &str) -> Vec<String> {
    let cell = |c: &Cell| match c {
        Cell::Null => "-".to_owned(),
        Cell::Integer(n) => format!("#{n}"),
        Cell::Text(t) => t.clone(),
        other => format!("{other:?}"),
    };
    rows(reader, sql).iter().map(|r| r.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

fn uuid(n: u8) -> String {
    id::<Uuid>(n).to_string()
}

fn view_names(reader: &Reader) -> Vec<String> {
    shown(reader, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
}

#[test]
fn each_kind_has_its_view() {
    let (_bench, store) = Bench::new();
    fill(&store);
    let reader = store.reader().unwrap();
    let one = |sql: &str| shown(&reader, sql).join("\n");
    assert_eq!(one("SELECT field, type, int_value, text_value FROM profile"), "profile.limit|money|#5000000|-");
    assert_eq!(one("SELECT kind, year, reason FROM excuse"), "k5|#2023|未建账");
    assert_eq!(
        one(
            "SELECT kind, title, volume, from_date, to_date, form, provider, received, due_back, returned, person_id, \
             clean, clean_volumes, clean_months, clean_pages FROM document"
        ),
        "k4|党组会议记录|第2卷|2022-01|2022-12|original|示例人员|2026-03-02|2026-03-20|-|-|#1|第2卷|1-12月|1-96"
    );
    assert_eq!(
        one("SELECT document_id, unit_id, item, verdict, pages, note FROM check_result"),
        format!("{}|{}|k4.p3|problem|12, 31|先表态", uuid(10), uuid(1))
    );
    assert_eq!(
        one("SELECT kind, unit_id, pages FROM entry WHERE id = (SELECT max(id) FROM entry)"),
        format!("meeting|{}|12", uuid(1))
    );
    assert_eq!(
        shown(&reader, "SELECT field, type, int_value, text_value FROM field_value"),
        [
            "meeting.date|date|-|2022-03-08",
            "meeting.present|integer|#5|-",
            "meeting.amount|money|#12300|-",
            "meeting.vote|yes_no|#1|-",
            "meeting.kind|choices|-|[\"party\",\"office\"]",
            &format!("meeting.chair|person|-|{}", uuid(31)),
        ]
    );
    assert_eq!(
        one("SELECT origin, document_id, item, check_id, entry_id, statement_id FROM observation"),
        format!("document|{}|k4.p3|{}|{}|-", uuid(10), uuid(11), uuid(12))
    );
    assert_eq!(
        one("SELECT source, document_id, check_id, statement_id, sort, title, pages, form, obtained FROM evidence"),
        format!("document|{}|{}|-|written|党组会议记录|12|copy|2026-03-08", uuid(10), uuid(11))
    );
    assert_eq!(
        one("SELECT key, title, outcome, problem_id, reason FROM decision"),
        format!("{}|主要负责人未执行末位表态|adopted|{}|-", Hash([7; 32]), uuid(19))
    );
    assert_eq!(
        one("SELECT number, state, title, from_date, to_date, sources, level, certainty, handlers FROM problem"),
        format!(
            "预-LF-01|draft|主要负责人未执行末位表态|2022|-|[\"documents\"]|leading_body|nearly_proved|[\"{}\"]",
            uuid(2)
        )
    );
    assert_eq!(
        shown(&reader, "SELECT text FROM fact ORDER BY id"),
        ["2022年3月8日，局长先表态〔证1〕。", "〔已另行处理〕〔证2〕。"]
    );
    assert_eq!(one("SELECT number, evidence_id FROM cited"), format!("#1|{}", uuid(16)));
    assert_eq!(
        one("SELECT regulation, name, version, clause, confirmed_by_id FROM basis"),
        format!("party_group|党组工作条例|2019年修订|第二十三条|{}", uuid(2))
    );
    assert_eq!(
        one("SELECT person_id, name, post, kind FROM responsible"),
        format!("{}|示例局长|局长|main_leader", uuid(31))
    );
    assert_eq!(one("SELECT tree, node FROM category"), "four_focus|f3");
    assert_eq!(one("SELECT problems, addressee, text FROM suggestion"), format!("[\"{}\"]||健全议事规则。", uuid(19)));
    assert_eq!(
        one("SELECT problem_id, demand, issued, due, done FROM quick_fix"),
        format!("{}|立即补签会议记录。|2026-03-10|2026-03-17|-", uuid(19))
    );
    assert_eq!(
        one("SELECT title, kind, copies, asked, due, handed, document_id, copied, returned FROM loan"),
        format!("党组会议记录|k4|3册|2026-03-01|2026-03-02|2026-03-08T09:15:00.000+08:00|{}|第12页|-", uuid(10))
    );
}

/// The columns named in the comment above each view are its columns, in that order.
#[test]
fn every_column_is_documented() {
    let (_bench, store) = Bench::new();
    let reader = store.reader().unwrap();
    let text = include_str!("../views.sql");
    for name in view_names(&reader) {
        let (_, rest) =
            text.split_once(&format!("\n-- {name}: ")).unwrap_or_else(|| panic!("{name} is not documented"));
        let (comment, _) = rest.split_once("DROP VIEW").unwrap();
        let select = reader.conn.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let mut place = 0;
        let helper = name == "told_record";
        for column in select.column_names().filter(|_| !helper) {
            let found = comment.get(place..).unwrap().find(column);
            place += found.unwrap_or_else(|| panic!("{name}.{column} is not documented, or out of order"));
        }
    }
}

#[test]
fn no_view_shows_what_is_withheld() {
    let (_bench, store) = Bench::new();
    fill(&store);
    // What hangs on hidden things: a file on a hidden observation, evidence that is the file, a decision on it alone.
    let file = crate::model::attachment::Attachment {
        id: id(40),
        owner: id(15),
        name: "暗号.jpg".into(),
        size: 1,
        sha256: Hash([1; 32]),
        caption: String::new(),
        by: None,
        at: Instant { ms: 0, offset: 0 },
    };
    put(&store, &file);
    for record in content() {
        match record {
            crate::model::any::AnyRecord::Evidence(e) if e.id == id(16) => {
                let source = crate::model::evidence::EvidenceSource::Attachment { attachment: id(40) };
                put(&store, &crate::model::evidence::Evidence { id: id(41), title: "由暗号得来".into(), source, ..e });
            }
            crate::model::any::AnyRecord::Decision(d) => {
                let whole = crate::model::decision::Seen { id: id(41), content: Some(Hash([1; 32])) };
                let hidden = vec![id(15), whole];
                let title = "由暗号得来".to_owned();
                put(
                    &store,
                    &crate::model::decision::Decision { id: id(42), key: Hash([42; 32]), seen: hidden, title, ..d },
                );
            }
            _ => {}
        }
    }
    let reader = store.reader().unwrap();
    for view in view_names(&reader) {
        for row in shown(&reader, &format!("SELECT * FROM \"{view}\"")) {
            assert!(!row.contains("暗号") && !row.contains(HIDDEN), "{view}: {row}");
            let hidden = [5, 15, 17, 40, 41, 42].map(uuid);
            // The pointer of a citation in the text of its problem is no material; the views of its parts leave it out.
            let pointer = view == "told_record";
            assert!(pointer || !hidden.iter().any(|id| row.contains(id.as_str())), "{view}: {row}");
        }
    }
    assert_eq!(shown(&reader, "SELECT count(*) FROM withheld_told WHERE body IS NULL"), ["#5"]);
    assert_eq!(shown(&reader, "SELECT explanation FROM problem"), ["单位说明：〔已另行处理〕"]);
}

fn column(name: &str, field: &str) -> EntryColumn {
    EntryColumn { name: name.into(), field: field.into() }
}

fn meeting(columns: Vec<EntryColumn>) -> EntryView {
    EntryView { kind: "meeting".into(), also: Some("meeting".into()), columns }
}

#[test]
fn entries_have_a_typed_column_for_each_field() {
    let (bench, store) = Bench::new();
    fill(&store);
    let fields = ["date", "present", "amount", "vote", "kind", "chair"];
    let columns = fields.iter().map(|f| column(f, &format!("meeting.{f}"))).chain([column("order", "it's gone")]);
    assert!(!store.reader().unwrap().has_entry_views("a").unwrap());
    store.set_entry_views("a", vec![meeting(columns.collect())]).unwrap();
    let reader = store.reader().unwrap();
    assert!(reader.has_entry_views("a").unwrap() && !reader.has_entry_views("b").unwrap());
    let all = "document_id, unit_id, pages, date, present, amount, vote, kind, chair, \"order\"";
    assert_eq!(
        shown(&reader, &format!("SELECT {all} FROM entry_meeting ORDER BY id")),
        [
            format!("{}|{}|12|2022-03-08|#5|#12300|#1|[\"party\",\"office\"]|{}|-", uuid(10), uuid(1), uuid(31)),
            format!("{}|{}|12|-|-|-|-|-|-|-", uuid(10), uuid(1)),
        ]
    );
    assert_eq!(rows(&reader, "SELECT * FROM meeting"), rows(&reader, "SELECT * FROM entry_meeting"));
    // A reader that opens the closed file sees the views as last made; a new set takes the place of the old.
    drop(reader);
    store.close().unwrap();
    let reader = Reader::open(&bench.path, &Secret::None).unwrap();
    assert_eq!(shown(&reader, "SELECT sum(present) FROM meeting"), ["#5"]);
    drop(reader);
    let store = bench.open();
    let other = EntryView { kind: "visit".into(), also: None, columns: Vec::new() };
    store.set_entry_views("b", vec![other]).unwrap();
    let names = view_names(&store.reader().unwrap());
    assert!(names.contains(&"entry_visit".to_owned()));
    assert!(!names.contains(&"entry_meeting".to_owned()) && !names.contains(&"meeting".to_owned()));
    assert!(verify(&store.reader().unwrap(), &|_| true).unwrap().ok());
}

#[test]
fn names_that_are_none_change_nothing() {
    let (_bench, store) = Bench::new();
    store.set_entry_views("a", vec![meeting(Vec::new())]).unwrap();
    let before = view_names(&store.reader().unwrap());
    let kind = |kind: &str| EntryView { kind: kind.into(), also: None, columns: Vec::new() };
    let wrong = [
        kind("Meeting"),
        kind("x\"; DROP TABLE record; --"),
        EntryView { also: Some("1".into()), ..kind("x") },
        meeting(vec![column("a b", "f")]),
        meeting(vec![column("id", "f")]),
        meeting(vec![column("a", "f"), column("a", "g")]),
    ];
    for view in wrong {
        assert!(store.set_entry_views("b", vec![kind("new"), view.clone()]).is_err(), "{view:?}");
    }
    // A name that is taken by a core view: nothing of the step is kept.
    assert!(store.set_entry_views("b", vec![EntryView { also: Some("problem".into()), ..kind("x") }]).is_err());
    let reader = store.reader().unwrap();
    assert_eq!(view_names(&reader), before);
    assert!(reader.has_entry_views("a").unwrap());
}
