//! In which fields an action struck withheld words: kept beside the log, because nothing of the words is left to tell it by.
//!
//! A key of `meta` holds it for each action that struck anything, `struck:` and the id of the action: records with what
//! people call the fields, as JSON. No word of any record is in it.

use super::DOING;
use crate::error::{Error, Result};
use crate::model::ids::TxnId;
use crate::store::error::Sql;
use crate::store::{migrate, read};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use uuid::Uuid;

/// Fields by record.
pub type StruckFields = BTreeMap<Uuid, BTreeSet<String>>;

fn key(txn: TxnId) -> String {
    format!("struck:{}", txn.0)
}

/// What is noted of an action.
pub(in crate::store) fn read(conn: &Connection, path: &Path, txn: TxnId) -> Result<StruckFields> {
    let noted = read::meta(conn, &key(txn)).during(DOING, path)?;
    // What cannot be read is not told; the action itself is in the log.
    Ok(noted.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Notes more fields for an action.
pub(super) fn note(conn: &Connection, path: &Path, txn: TxnId, fields: StruckFields) -> Result<()> {
    if fields.is_empty() {
        return Ok(());
    }
    let mut all = read(conn, path, txn)?;
    for (record, labels) in fields {
        all.entry(record).or_default().extend(labels);
    }
    let json = serde_json::to_string(&all).map_err(|e| Error::internal("改动的栏目写不成 JSON").because(e))?;
    migrate::set_meta(conn, &key(txn), &json).during(DOING, path)
}
