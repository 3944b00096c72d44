//! Whether a file is whole: pages, schema, log, what the log adds up to, search index, methods, attachments, and by their
//! sums ([`super::sums`]) drafts, registers and all else.
//!
//! This shows integrity, not authenticity: whoever has the key can write another consistent log.

mod indexed;
mod schema;

use super::blob;
use super::derived::{self, Derived};
use super::draft;
use super::log;
use super::natural;
use super::read;
use super::reader::Reader;
use super::sql::{SqlHash, SqlId};
use super::sums;
use super::withheld::{self, Ordered};
use crate::error::Result;
use crate::model::closed::ELSEWHERE;
use crate::model::ids::{Hash, TxnId};
use crate::model::record::Kind;
use indexed::Expected;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use uuid::Uuid;

/// What [`verify`] found. Everything is fine when `problems` is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Revisions looked at.
    pub revisions: u64,
    /// Records rebuilt from the log and compared, those in the bin included.
    pub records: u64,
    /// Attachment contents hashed.
    pub blobs: u64,
    /// Revisions of which words were taken out on order, or because they went to a lead; sealed as they are now.
    pub redacted: u64,
    /// Statements of which the words were taken out on order of the leader.
    pub ordered: u64,
    /// What was compared, in Chinese, each with how many there were.
    pub compared: Vec<(&'static str, u64)>,
    /// What could not be compared though nothing is wrong, in Chinese, one line each.
    pub notes: Vec<String>,
    /// What is wrong, in Chinese, one line each.
    pub problems: Vec<String>,
}

impl VerifyReport {
    fn looked_at(&mut self, what: &'static str, count: impl TryInto<u64>) {
        self.compared.push((what, count.try_into().unwrap_or_default()));
    }

    /// Nothing is wrong.
    pub fn ok(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks the pages, the schema, every hash of the log, that all parents are there, that every record rebuilt from the
/// log is byte for byte the one that is shown, with its parent, brief, search entry and rows, what may not be told of it,
/// the hashes of all methods, the content of every attachment, and the sums of all other tables. `progress` gets
/// percent; `false` cancels.
pub fn verify(reader: &Reader, progress: blob::Progress<'_>) -> Result<VerifyReport> {
    reader.snapshot(|r| {
        let mut report = VerifyReport::default();
        let steps: [fn(&Reader, &mut VerifyReport); 6] = [pages, schema::compare, records, registers, counted, blobs];
        for (step, done) in steps.into_iter().zip([30, 35, 75, 80, 85, 100]) {
            step(r, &mut report);
            if !progress(done) {
                return Err(blob::cancelled());
            }
        }
        Ok(report)
    })
}

/// Both checks return one row per fault; all of them are kept.
fn pages(reader: &Reader, report: &mut VerifyReport) {
    for (label, sql) in [("加密校验", "PRAGMA cipher_integrity_check"), ("文件结构", "PRAGMA integrity_check")]
    {
        let rows = file(reader).prepare(sql).and_then(|mut check| {
            check.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
        });
        match rows {
            Ok(rows) => {
                report.problems.extend(rows.iter().filter(|row| *row != "ok").map(|row| format!("{label}：{row}")));
            }
            Err(e) => report.problems.push(format!("{label}：{e}")),
        }
    }
    let strays = file(reader)
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut check| check.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>());
    match strays {
        Ok(tables) => report.problems.extend(tables.iter().map(|table| format!("表 {table} 里有一行没有所属"))),
        Err(e) => report.problems.push(format!("文件结构：{e}")),
    }
}

/// What counts is the file, not a copy of it in memory that was brought to this version.
fn file(reader: &Reader) -> &Connection {
    reader.original.as_ref().unwrap_or(&reader.conn)
}

/// Tables that follow from nothing, against their sums.
fn counted(reader: &Reader, report: &mut VerifyReport) {
    let older = |e: &rusqlite::Error| reader.original.is_some() && e.sqlite_error_code().is_some();
    match sums::compare(file(reader)) {
        Ok(found) => {
            report.compared.extend(found.tables);
            report.problems.extend(found.problems);
            if found.without {
                report.notes.push(UNCOUNTED.to_owned());
            }
        }
        // The tables of an older version have other columns.
        Err(e) if older(&e) => report.notes.push(UNCOUNTED.to_owned()),
        Err(e) => report.problems.push(format!("校验值读不出来：{e}")),
    }
}

const UNCOUNTED: &str =
    "这个文件由较早的版本保存，草稿和各种登记没有校验值，只核对了读不读得出来；用本版打开一次以后就有。";

fn records(reader: &Reader, report: &mut VerifyReport) {
    // A page that cannot be read ends the walk; the rest of the report stands.
    if let Err(e) = walk(&reader.conn, &reader.path, report) {
        report.problems.push(format!("日志读到第 {} 条之后中断：{e}", report.revisions));
    }
    for found in [natural::check(&reader.conn, &reader.path), withheld::differs(&reader.conn, &reader.path)] {
        match found {
            Ok(found) => report.problems.extend(found),
            Err(e) => report.problems.push(e.what),
        }
    }
}

fn walk(conn: &Connection, path: &Path, report: &mut VerifyReport) -> rusqlite::Result<()> {
    let mut found = Vec::new();
    // Withheld words were struck from some; each says by which later action, and that action wrote what can be withheld
    // after something was. What stands there now shows it, and what a live record says is never struck so.
    let mut struck = withheld::struck(conn)?;
    let (mut is_marked, mut able, mut by) = (false, BTreeSet::new(), BTreeSet::new());
    let (mut last, mut redacted) = (BTreeMap::new(), BTreeMap::new());
    let (missing, excused) = lost(conn)?;
    if missing > 0 {
        report.notes.push(format!("这个文件是修复出来的，有 {missing} 条改动在修复前已经丢失。"));
    }
    let ordered = match Ordered::read(conn, path) {
        Ok(ordered) => ordered,
        Err(e) => {
            report.problems.push(e.what);
            Ordered::default()
        }
    };
    report.ordered = ordered.len() as u64;
    let mut there = BTreeSet::new();
    let heads = log::replay(conn, |seq, claimed, revision, _| {
        report.revisions += 1;
        there.insert(claimed);
        let whole = revision.parents.iter().all(|parent| there.contains(parent) || excused.contains(parent));
        last.insert(revision.txn, seq);
        if [Kind::Answer.name(), Kind::Observation.name()].contains(&revision.kind.as_str()) {
            is_marked |= revision.body.contains(withheld::MARK);
            if is_marked {
                able.insert(revision.txn);
            }
        }
        let sealed = struck.remove(&claimed).is_some_and(|(txn, seal)| {
            by.insert(txn);
            redacted.insert(claimed, (seq, txn));
            let says_so = revision.body.contains(ELSEWHERE) || ordered.is_of(txn, revision.record);
            revision.seal(claimed, txn) == seal && says_so
        });
        if ordered.breaks(path, revision) {
            found.push(format!("日志第 {seq} 条（{}）里还有已隐去的原话", claimed.short()));
        }
        if !sealed && revision.rev() != claimed {
            found.push(format!("日志第 {seq} 条（{}）与其校验值不符", claimed.short()));
        }
        if !whole {
            found.push(format!("日志第 {seq} 条（{}）缺少它的前一版", claimed.short()));
        }
    })?;
    found.extend(struck.keys().map(|rev| format!("隐去文字的登记（{}）没有对应的日志", rev.short())));
    found.extend(by.difference(&able).map(|txn| format!("隐去文字的登记所指的操作 {} 不是转线索", txn.0)));
    let live: BTreeSet<Hash> = heads.values().flatten().filter(|head| !head.deleted).map(|head| head.rev).collect();
    let is_misplaced =
        |(rev, (seq, txn)): &(&Hash, &(i64, TxnId))| live.contains(*rev) || last.get(txn).is_none_or(|by| by <= seq);
    report.redacted = redacted.len() as u64;
    let misplaced = redacted.iter().filter(is_misplaced);
    found.extend(misplaced.map(|(rev, _)| format!("隐去文字的登记（{}）与日志的先后不符", rev.short())));
    report.problems.append(&mut found);
    let (mut live, mut index, mut sum) = (0, Expected::new()?, Sum::default());
    for (id, heads) in &heads {
        report.records += 1;
        match heads.as_slice() {
            [head] => {
                live += i64::from(!head.deleted);
                for problem in compare(conn, path, *id, head, &mut index, &mut sum)? {
                    report.problems.push(format!("记录 {id}：{problem}"));
                }
            }
            several => report.problems.push(format!("记录 {id} 有 {} 个并列版本", several.len())),
        }
    }
    let count = |table: &str| conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get::<_, i64>(0));
    if report.ok() {
        // Rows of what is not there: each that is there was compared above.
        let counts = [
            ("现有记录", count("record")?, live),
            ("陈述表", count("statement_row")?, sum.statements),
            ("陈述要素表", count("claim_row")?, sum.claims),
        ];
        let wrong = counts.iter().filter(|(_, is, should)| is != should);
        report.problems.extend(wrong.map(|(what, is, should)| format!("{what} {is} 条，按日志应有 {should} 条")));
    }
    report.looked_at("日志", report.revisions);
    report.looked_at("隐去文字的改动", report.redacted);
    report.looked_at("按决定隐去的原话", report.ordered);
    report.looked_at("记录（含已删除的）", report.records);
    report.looked_at("现有记录", live);
    report.looked_at("陈述", sum.statements);
    report.looked_at("陈述要素", sum.claims);
    report.looked_at("内容编号", count("natural_key")?);
    report.looked_at("对外的内容", count("withheld_told")?);
    match index.compare(conn) {
        Ok((wrong, words)) => {
            report.looked_at("搜索索引的字词", words);
            report.problems.extend(wrong);
        }
        Err(e) => report.problems.push(format!("搜索索引读不出来：{e}")),
    }
    Ok(())
}

/// How many revisions a repair could not save, and those of them that others were made over.
fn lost(conn: &Connection) -> rusqlite::Result<(usize, BTreeSet<Hash>)> {
    let text = read::meta(conn, super::repair::LOST)?.unwrap_or_default();
    let (count, hashes): (usize, Vec<String>) = serde_json::from_str(&text).unwrap_or_default();
    Ok((count, hashes.iter().filter_map(|hash| Hash::parse(hash)).collect()))
}

/// How many rows there should be.
#[derive(Debug, Default)]
struct Sum {
    statements: i64,
    claims: i64,
}

/// The cached row of a record.
struct Shown {
    head: Hash,
    seq: i64,
    kind: String,
    schema: u32,
    parent: Option<Uuid>,
    brief: String,
    body: String,
}

fn shown(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Shown>> {
    conn.prepare_cached("SELECT head, seq, kind, schema, parent, brief, body FROM record WHERE id = ?1")?
        .query_row([SqlId(id)], |r| {
            Ok(Shown {
                head: r.get::<_, SqlHash>(0)?.0,
                seq: r.get(1)?,
                kind: r.get(2)?,
                schema: r.get(3)?,
                parent: r.get::<_, Option<SqlId>>(4)?.map(|p| p.0),
                brief: r.get(5)?,
                body: r.get(6)?,
            })
        })
        .optional()
}

/// What is shown of a record against what the log says.
fn compare(
    conn: &Connection,
    path: &Path,
    id: Uuid,
    head: &log::Head,
    index: &mut Expected,
    sum: &mut Sum,
) -> rusqlite::Result<Vec<&'static str>> {
    let row = match shown(conn, id)? {
        None if head.deleted => return Ok(Vec::new()),
        None => return Ok(vec!["日志里有，现有记录里没有"]),
        Some(_) if head.deleted => return Ok(vec!["已删除，却仍在现有记录里"]),
        Some(row) => row,
    };
    // A body that is not whole was named with its revision.
    let Ok(Some((kind, schema, body))) = log::body_of(conn, head.rev) else { return Ok(Vec::new()) };
    if (row.head, row.seq, &row.kind, row.schema, &row.body) != (head.rev, head.seq, &kind, schema, &body) {
        return Ok(vec!["现有内容与日志不一致"]);
    }
    let Some(known) = Kind::parse(&kind) else { return Ok(Vec::new()) };
    let Ok(derived) = Derived::of_body(known, path, schema, &body) else { return Ok(vec!["内容读不出来"]) };
    let Ok(told) = withheld::derived(conn, path, (known, id)) else { return Ok(vec!["内容读不出来"]) };
    let told = told.unwrap_or_default();
    sum.statements += i64::try_from(told.statements.len()).unwrap_or(i64::MAX);
    sum.claims += i64::try_from(told.claims.len()).unwrap_or(i64::MAX);
    index.add(head.seq, id, known, &told.search)?;
    let (statements, claims) = match known {
        Kind::Answer => derived::rows_agree(conn, id, &told)?,
        _ => (true, true),
    };
    let agree = [
        (row.parent == derived.parent, "所属的上级与内容不一致"),
        (row.brief == derived.brief, "摘要与内容不一致"),
        (statements, "陈述表与内容不一致"),
        (claims, "陈述要素表与内容不一致"),
    ];
    Ok(agree.into_iter().filter_map(|(same, problem)| (!same).then_some(problem)).collect())
}

/// Methods against their hashes; drafts, the export log and the register of leads are read as what they are.
fn registers(reader: &Reader, report: &mut VerifyReport) {
    match reader.methods() {
        Ok(methods) => {
            for method in methods {
                if let Err(e) = reader.method_files(method.hash) {
                    report.problems.push(e.what);
                }
            }
        }
        Err(e) => report.problems.push(e.what),
    }
    match draft::unreadable(&reader.conn) {
        Ok(0) => {}
        Ok(n) => report.problems.push(format!("有 {n} 条草稿读不出来")),
        Err(e) => report.problems.push(format!("草稿读不出来：{e}")),
    }
    let read = [("导出登记", reader.export_log().map(drop)), ("线索登记", reader.leads().map(drop))];
    for (what, outcome) in read {
        if let Err(e) = outcome {
            report.problems.push(format!("{what}读不出来：{}", e.what));
        }
    }
}

fn blobs(reader: &Reader, report: &mut VerifyReport) {
    let known = report.problems.len();
    contents(reader, report);
    if report.problems.len() == known {
        report.looked_at("附件内容", report.blobs);
    }
}

fn contents(reader: &Reader, report: &mut VerifyReport) {
    let hashes: rusqlite::Result<Vec<Hash>> = reader
        .conn
        .prepare("SELECT sha256 FROM blob WHERE complete = 1 ORDER BY sha256")
        .and_then(|mut s| s.query_map([], |r| r.get::<_, SqlHash>(0).map(|h| h.0))?.collect());
    let mut there = BTreeSet::new();
    match hashes {
        Ok(hashes) => {
            for hash in hashes {
                report.blobs += 1;
                if let Err(e) = reader.copy_blob(hash, &mut std::io::sink(), &|_| true) {
                    report.problems.push(e.what);
                }
                there.insert(hash);
            }
        }
        Err(e) => report.problems.push(format!("附件目录读不出来：{e}")),
    }
    match read::all::<crate::model::attachment::Attachment>(&reader.conn, &reader.path, read::Door::Own) {
        Ok(attachments) => {
            let lost = attachments.iter().filter(|a| !there.contains(&a.sha256));
            report.problems.extend(lost.map(|a| format!("附件 {} 的内容不在文件里", a.id)));
        }
        Err(e) => report.problems.push(e.what),
    }
}
