//! Whether a file is whole: pages, log, and what the log adds up to.
//!
//! This shows integrity, not authenticity: whoever has the key can write another consistent log.

use super::blob;
use super::log;
use super::reader::Reader;
use super::search;
use super::sql::{SqlHash, SqlId};
use super::withheld;
use crate::error::Result;
use crate::model::ids::Hash;
use crate::model::record::Kind;
use rusqlite::{Connection, OptionalExtension};
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
    /// What is wrong, in Chinese, one line each.
    pub problems: Vec<String>,
}

impl VerifyReport {
    /// Nothing is wrong.
    pub fn ok(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks the pages, every hash of the log, that all parents are there, that every record rebuilt from the log is byte
/// for byte the one that is shown, and the content of every attachment. `progress` gets percent; `false` cancels.
pub fn verify(reader: &Reader, progress: blob::Progress<'_>) -> Result<VerifyReport> {
    reader.snapshot(|r| {
        let mut report = VerifyReport::default();
        let steps: [fn(&Reader, &mut VerifyReport); 3] = [pages, records, blobs];
        for (step, done) in steps.into_iter().zip([40, 80, 100]) {
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
        let rows = reader.conn.prepare(sql).and_then(|mut check| {
            check.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
        });
        match rows {
            Ok(rows) => {
                report.problems.extend(rows.iter().filter(|row| *row != "ok").map(|row| format!("{label}：{row}")));
            }
            Err(e) => report.problems.push(format!("{label}：{e}")),
        }
    }
}

fn records(reader: &Reader, report: &mut VerifyReport) {
    // A page that cannot be read ends the walk; the rest of the report stands.
    if let Err(e) = walk(&reader.conn, &reader.path, report) {
        report.problems.push(format!("日志读到第 {} 条之后中断：{e}", report.revisions));
    }
    match withheld::differs(&reader.conn, &reader.path) {
        Ok(found) => report.problems.extend(found),
        Err(e) => report.problems.push(e.what),
    }
}

fn walk(conn: &Connection, path: &Path, report: &mut VerifyReport) -> rusqlite::Result<()> {
    let mut found = Vec::new();
    let heads = log::replay(conn, |seq, claimed, revision, whole| {
        report.revisions += 1;
        if revision.rev() != claimed {
            found.push(format!("日志第 {seq} 条（{}）与其校验值不符", claimed.short()));
        }
        if !whole {
            found.push(format!("日志第 {seq} 条（{}）缺少它的前一版", claimed.short()));
        }
    })?;
    report.problems.append(&mut found);
    let mut live = 0;
    for (id, heads) in &heads {
        report.records += 1;
        match heads.as_slice() {
            [head] => {
                live += i64::from(!head.deleted);
                if let Some(problem) = compare(conn, path, *id, head)? {
                    report.problems.push(format!("记录 {id}：{problem}"));
                }
            }
            several => report.problems.push(format!("记录 {id} 有 {} 个并列版本", several.len())),
        }
    }
    let cached: i64 = conn.query_row("SELECT count(*) FROM record", [], |r| r.get(0))?;
    if cached != live && report.ok() {
        report.problems.push(format!("现有记录 {cached} 条，按日志应有 {live} 条"));
    }
    Ok(())
}

/// What is shown of a record against what the log says.
fn compare(conn: &Connection, path: &Path, id: Uuid, head: &log::Head) -> rusqlite::Result<Option<&'static str>> {
    let row = conn
        .prepare_cached(
            "SELECT r.head, r.seq, r.body = v.body AND r.kind = v.kind AND r.schema = v.schema, r.kind, r.schema, r.body
             FROM record r JOIN revision v ON v.seq = ?2 WHERE r.id = ?1",
        )?
        .query_row((SqlId(id), head.seq), |r| {
            let same = r.get::<_, SqlHash>(0)?.0 == head.rev && r.get::<_, i64>(1)? == head.seq && r.get(2)?;
            Ok((same, r.get::<_, String>(3)?, r.get::<_, u32>(4)?, r.get::<_, String>(5)?))
        })
        .optional()?;
    Ok(match row {
        None if head.deleted => None,
        None => Some("日志里有，现有记录里没有"),
        Some(_) if head.deleted => Some("已删除，却仍在现有记录里"),
        Some((false, ..)) => Some("现有内容与日志不一致"),
        Some((true, kind, schema, body)) => {
            let known = Kind::parse(&kind);
            known.and_then(|kind| search::text_of(kind, path, schema, &body).err()).map(|_| "内容读不出来")
        }
    })
}

fn blobs(reader: &Reader, report: &mut VerifyReport) {
    let hashes: rusqlite::Result<Vec<Hash>> = reader
        .conn
        .prepare("SELECT sha256 FROM blob WHERE complete = 1 ORDER BY sha256")
        .and_then(|mut s| s.query_map([], |r| r.get::<_, SqlHash>(0).map(|h| h.0))?.collect());
    match hashes {
        Ok(hashes) => {
            for hash in hashes {
                report.blobs += 1;
                if let Err(e) = reader.copy_blob(hash, &mut std::io::sink(), &|_| true) {
                    report.problems.push(e.what);
                }
            }
        }
        Err(e) => report.problems.push(format!("附件目录读不出来：{e}")),
    }
    missing(reader, report);
}

/// Attachments whose content is not in the file.
fn missing(reader: &Reader, report: &mut VerifyReport) {
    match reader.briefs(Kind::Attachment) {
        Ok(attachments) => {
            for (id, _, brief) in attachments {
                if !Hash::parse(&brief).is_some_and(|hash| reader.has_blob(hash).unwrap_or(false)) {
                    report.problems.push(format!("附件 {id} 的内容不在文件里"));
                }
            }
        }
        Err(e) => report.problems.push(e.what),
    }
}
