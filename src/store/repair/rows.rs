//! The tables that follow from nothing: drafts, registers, methods, attachments.

use super::source::Source;
use crate::method::MethodFiles;
use crate::model::ids::Hash;
use crate::store::sql::SqlHash;
use crate::store::{blob, sums};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Keys of meta that belong to the file that is made, or follow from it.
const OWN: [&str; 8] =
    ["caches", "views", "entry_views", "open_by", "wal", "wal_base", "withheld:stamp", "withheld:looked"];

/// Takes over their rows; returns which tables lost some, and how many.
pub(super) fn take_over(new: &Connection, source: &mut Source) -> rusqlite::Result<Vec<(&'static str, u64)>> {
    let mut lost = Vec::new();
    for table in sums::registers() {
        let columns: Vec<&str> = match table.name {
            "blob_chunk" => vec!["sha256", "n", "bytes"],
            _ => table.columns.to_vec(),
        };
        let mut insert = new.prepare(&format!(
            "INSERT OR IGNORE INTO {}({}) VALUES({})",
            table.name,
            columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", "),
            vec!["?"; columns.len()].join(", ")
        ))?;
        let (rows, failed) = read(source, table.name, &columns);
        let (mut taken, mut refused) = (0, 0);
        for row in rows.into_iter().filter(|row| !is_own(table.name, row)) {
            // A row that the new table refuses was damaged.
            match insert.execute(params_from_iter(row)) {
                Ok(n) => taken += n as u64,
                Err(_) => refused += 1,
            }
        }
        let kept = source.tried(|conn| sums::kept(conn, table.name)).ok().flatten().unwrap_or(0);
        let missing = match table.name {
            // Some of its rows are made anew.
            "meta" => u64::from(failed),
            _ => kept.saturating_sub(taken).max(refused).max(u64::from(failed)),
        };
        if missing > 0 {
            lost.push((table.chinese, missing));
        }
    }
    let bad = drop_wrong(new)?;
    lost.extend((bad > 0).then_some(("工作法或附件的内容", bad)));
    Ok(lost)
}

fn is_own(table: &str, row: &[Value]) -> bool {
    let Some(Value::Text(key)) = row.first().filter(|_| table == "meta") else { return false };
    OWN.contains(&key.as_str()) || ["sum:", "migration:"].iter().any(|own| key.starts_with(own))
}

/// The rows of a table, from both ends when something in between cannot be read; true when something could not.
fn read(source: &mut Source, table: &str, columns: &[&str]) -> (Vec<Vec<Value>>, bool) {
    let list = columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ");
    let count = columns.len();
    let mut all: Vec<Vec<Value>> = Vec::new();
    let mut one_way = |order: &str, all: &mut Vec<Vec<Value>>| {
        source.rows(
            &format!("SELECT {list} FROM {table} NOT INDEXED {order}"),
            [],
            |r| (0..count).map(|at| r.get(at)).collect(),
            |row| all.push(row),
        )
    };
    if one_way("", &mut all) {
        return (all, false);
    }
    // Tables without a rowid are ordered by their key, which comes first.
    let key = columns.first().copied().unwrap_or("rowid");
    let backwards = format!("ORDER BY \"{key}\" DESC");
    if matches!(table, "draft" | "method" | "lead" | "export_log" | "blob" | "blob_chunk") {
        one_way("ORDER BY rowid DESC", &mut all);
    } else {
        one_way(&backwards, &mut all);
    }
    (all, true)
}

/// Methods and attachments whose content is not what its hash says; returns how many.
fn drop_wrong(new: &Connection) -> rusqlite::Result<u64> {
    let mut bad = 0;
    let methods: Vec<(SqlHash, String)> = new
        .prepare("SELECT hash, files FROM method")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (hash, files) in methods {
        let files: Option<Vec<(String, String)>> = serde_json::from_str(&files).ok();
        if files.is_none_or(|files| MethodFiles::new(files).hash() != hash.0) {
            new.execute("DELETE FROM method WHERE hash = ?1", [hash])?;
            bad += 1;
        }
    }
    let blobs: Vec<SqlHash> =
        new.prepare("SELECT sha256 FROM blob")?.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    for SqlHash(hash) in blobs {
        if !is_whole(new, hash) {
            new.execute("DELETE FROM blob WHERE sha256 = ?1", [SqlHash(hash)])?;
            bad += 1;
        }
    }
    Ok(bad)
}

fn is_whole(conn: &Connection, hash: Hash) -> bool {
    blob::copy_out(conn, std::path::Path::new(""), hash, &mut std::io::sink(), &|_| true).is_ok()
}
