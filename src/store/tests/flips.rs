//! Bytes flipped all over a plain file: whatever changes what a table or the schema gives is found by `verify`.

use super::whole::round;
use super::*;
use rusqlite::Connection;

/// The parts in which the search index keeps itself; it is taken by its words, as what it gives.
const INSIDE: [&str; 3] = ["fts_data", "fts_idx", "fts_docsize"];

/// Every row of every table, and the schema. In what order rows are found is no content.
fn dump(path: &Path) -> rusqlite::Result<Vec<String>> {
    let conn = Connection::open(path)?;
    conn.execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, fts, instance)")?;
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let tables = tables.into_iter().filter(|name| !INSIDE.contains(&name.as_str()) && name != "fts");
    let mut all = Vec::new();
    for table in tables.chain(["temp.word".to_owned(), "sqlite_master".to_owned()]) {
        let columns = match table.as_str() {
            "sqlite_master" => "type, name, tbl_name, sql",
            _ => "*",
        };
        let mut select = conn.prepare(&format!("SELECT {columns} FROM {table}"))?;
        let columns = select.column_count();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|c| row.get_ref(c)).collect::<rusqlite::Result<Vec<_>>>()?;
            all.push(format!("{table} {values:?}"));
        }
    }
    let mut entries = conn.prepare("SELECT id, sz FROM fts_docsize")?;
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        all.push(format!("fts_docsize {:?} {:?}", row.get_ref(0)?, row.get_ref(1)?));
    }
    all.sort();
    Ok(all)
}

/// `WENKAN_FLIPS=20000` tries so many; otherwise as many as the test has time for.
#[test]
fn every_flip_that_changes_what_a_table_gives_is_found() {
    let bench = round();
    let whole = std::fs::read(&bench.path).unwrap();
    let before = dump(&bench.path).unwrap();
    let wanted = std::env::var("WENKAN_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_usize);
    let step = (whole.len() / wanted).max(1) | 1;
    let (mut flips, mut named, mut slack, mut missed) = (0, 0, 0, Vec::new());
    for at in (0..whole.len()).step_by(step) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&bench.path, &bytes).unwrap();
        flips += 1;
        let found = Reader::open(&bench.path, &Secret::None).and_then(|reader| verify(&reader, &|_| true));
        if !found.is_ok_and(|report| report.ok()) {
            named += 1;
        } else if dump(&bench.path).ok().as_ref() == Some(&before) {
            slack += 1;
        } else {
            missed.push(format!("byte {} of page {}", at % 4096, at / 4096 + 1));
        }
    }
    assert!(missed.is_empty(), "{named} of {flips} found, {slack} in slack; passed over: {missed:#?}");
    assert!(named > flips / 10, "{named} of {flips}");
    println!("{flips} flips of {} bytes: {named} found, {slack} in slack", whole.len());
}
