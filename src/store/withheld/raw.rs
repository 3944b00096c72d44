//! What lies about in a file beside the record that keeps the words, for tests: its bytes, and its hashes of words.

use super::history::Since;
use crate::error::Result;
use crate::store::Store;
use crate::text::grams::Gram;
use rusqlite::Connection;
use std::path::Path;
use uuid::Uuid;

/// The bytes of a closed file from which the revisions and the present bodies of `own` were erased in place.
/// Pages that were freed stay as they are.
pub(crate) fn bytes_without(path: &Path, own: &[Uuid]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    std::fs::copy(path, &copy).unwrap();
    let conn = Connection::open(&copy).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF;
         DROP TRIGGER revision_no_delete; DROP TRIGGER revision_no_update;",
    )
    .unwrap();
    for own in own.iter().map(|id| id.as_bytes().as_slice()) {
        for sql in ["DELETE FROM revision WHERE record = ?1", "DELETE FROM record WHERE id = ?1"] {
            assert!(conn.execute(sql, [own]).unwrap() > 0);
        }
    }
    conn.close().unwrap();
    std::fs::read(&copy).unwrap()
}

impl Store {
    /// Every hash of withheld words in the file.
    pub(crate) fn hashes_of_words(&self) -> Result<Vec<Gram>> {
        self.ask(|worker, _| worker.raw("读校验值", hashes))
    }
}

fn hashes(conn: &Connection) -> rusqlite::Result<Vec<Gram>> {
    let blobs =
        |sql: &str| -> rusqlite::Result<Vec<Vec<u8>>> { conn.prepare(sql)?.query_map([], |r| r.get(0))?.collect() };
    let grams: Vec<i64> = conn
        .prepare("SELECT gram FROM withheld_gram")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut all: Vec<Gram> = grams.into_iter().map(i64::cast_unsigned).collect();
    for sql in ["SELECT words FROM export_told", "SELECT said FROM export_log WHERE said IS NOT NULL"] {
        for bytes in blobs(sql)? {
            all.extend(bytes.chunks(8).map(|b| Gram::from_le_bytes(b.try_into().unwrap())));
        }
    }
    let kept: Vec<String> = conn
        .prepare("SELECT value FROM meta WHERE key LIKE 'kept:%'")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for json in kept {
        let rows: Vec<(String, Since, Vec<Gram>)> = serde_json::from_str(&json).unwrap();
        all.extend(rows.into_iter().flat_map(|(_, _, grams)| grams));
    }
    Ok(all)
}
