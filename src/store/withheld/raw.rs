//! The bytes of a file, for tests: what lies about in it beside the record that keeps the words.

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
