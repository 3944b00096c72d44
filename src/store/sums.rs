//! Sums over the tables that nothing else vouches for.
//!
//! The log has its hashes, and what follows from it is made again and compared. Drafts, registers, counters and the facts
//! about the file follow from nothing. So `meta` holds, for each such table, how many rows it has and a sum over their
//! hashes (`sum:TABLE`). A transaction moves the sum on by the rows that it takes away and adds; it does not count the
//! table again, so that a row which was changed behind the program's back stays wrong whatever is written beside it.
//!
//! What changed is noted by triggers that live in the connection of the writer alone: the file and its schema know
//! nothing of them. As with the log, this shows that the file is whole, not who wrote it.

use super::{migrate, read};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A table with the columns that count, and what a message calls it.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) chinese: &'static str,
}

const fn table(name: &'static str, chinese: &'static str, columns: &'static [&'static str]) -> Table {
    Table { name, columns, chinese }
}

/// Of the log only what its hashes leave open: which revisions there are, where they stand and how they are stored. The
/// bytes of attachments have a hash of their own.
static TABLES: [Table; 14] = [
    table("meta", "文件说明", &["key", "value"]),
    table("revision", "日志次序", &["seq", "rev", "base", "cut_at", "cut_len"]),
    table("redaction", "隐去文字的登记", &["rev", "txn", "seal"]),
    table("draft", "草稿", &["record", "field", "device", "kind", "parent", "text", "state", "caret", "base", "at"]),
    table("method", "工作法", &["hash", "at", "by", "files"]),
    table("lead", "线索登记", &["number", "registered_at", "handed_at", "to_whom", "by_whom", "receipt", "sealed"]),
    table(
        "export_log",
        "导出登记",
        &["seq", "at", "by", "what", "path_name", "sha256", "sources", "said", "told", "folder"],
    ),
    table("export_told", "导出时的另行处理", &["stamp", "links", "words"]),
    table("blob", "附件目录", &["sha256", "size", "complete"]),
    table("blob_chunk", "附件分块", &["sha256", "n"]),
    table("merged", "合并登记", &["old", "new"]),
    table("counter", "编号计数", &["scope", "next"]),
    table("given", "已用编号", &["kind", "value"]),
    table("device", "电脑登记", &["id", "letter"]),
];

/// Before the name of a table: the key of its sum in `meta`. Those rows are in no sum.
const KEY: &str = "sum:";
const FUNCTION: &str = "wenkan_row";

/// How many rows, and what their hashes add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    rows: i64,
    hashes: i64,
}

impl Sum {
    fn and(self, other: Self) -> Self {
        Self { rows: self.rows.wrapping_add(other.rows), hashes: self.hashes.wrapping_add(other.hashes) }
    }

    fn written(self) -> String {
        format!("{} {:016x}", self.rows, self.hashes)
    }

    fn parse(text: &str) -> Option<Self> {
        let (rows, hashes) = text.split_once(' ')?;
        let hashes = u64::from_str_radix(hashes, 16).ok()?;
        let sum = Self { rows: rows.parse().ok()?, hashes: i64::from_le_bytes(hashes.to_le_bytes()) };
        (sum.written() == text).then_some(sum)
    }
}

/// The hash of one row: its table, and each value with its type and length.
fn hash<'a>(table: &[u8], values: impl Iterator<Item = ValueRef<'a>>) -> i64 {
    let mut sha = Sha256::new();
    let mut field = |tag: u8, bytes: &[u8]| {
        sha.update([tag]);
        sha.update((bytes.len() as u64).to_be_bytes());
        sha.update(bytes);
    };
    field(b'n', table);
    for value in values {
        match value {
            ValueRef::Null => field(b'0', &[]),
            ValueRef::Integer(n) => field(b'i', &n.to_be_bytes()),
            ValueRef::Real(x) => field(b'r', &x.to_be_bytes()),
            ValueRef::Text(text) => field(b't', text),
            ValueRef::Blob(bytes) => field(b'b', bytes),
        }
    }
    let whole: [u8; 32] = sha.finalize().into();
    whole.first_chunk().map_or(0, |first| i64::from_le_bytes(*first))
}

/// From now on what this connection changes is noted until [`settle`]. Nothing of it goes into the file.
pub(super) fn watch(conn: &Connection) -> rusqlite::Result<()> {
    use std::fmt::Write as _;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function(FUNCTION, -1, flags, |row| {
        let name = row.get_raw(0).as_bytes().unwrap_or_default().to_vec();
        Ok(hash(&name, (1..row.len()).map(|at| row.get_raw(at))))
    })?;
    let mut sql = "CREATE TABLE IF NOT EXISTS temp.row_change(name TEXT, rows INTEGER, hash INTEGER);".to_owned();
    for Table { name, columns, .. } in &TABLES {
        for (event, gone, come) in [("INSERT", false, true), ("DELETE", true, false), ("UPDATE", true, true)] {
            let note = |row: &str, count: i64| {
                let values: Vec<String> = columns.iter().map(|c| format!("{row}.\"{c}\"")).collect();
                let when = if *name == "meta" {
                    format!(" WHERE substr({row}.key, 1, {}) <> '{KEY}'", KEY.len())
                } else {
                    String::new()
                };
                format!(
                    "INSERT INTO row_change SELECT '{name}', {count}, {FUNCTION}('{name}', {}){when};",
                    values.join(", ")
                )
            };
            let old = if gone { note("old", -1) } else { String::new() };
            let new = if come { note("new", 1) } else { String::new() };
            // Writing to a string cannot fail.
            write!(
                sql,
                "CREATE TEMP TRIGGER IF NOT EXISTS sum_{name}_{event} AFTER {event} ON main.{name} BEGIN {old} {new} END;"
            )
            .ok();
        }
    }
    // Rows that REPLACE takes away count too.
    conn.pragma_update(None, "recursive_triggers", true)?;
    conn.execute_batch(&sql)
}

/// Moves the sums on by what the transaction changed; its last step.
pub(super) fn settle(conn: &Connection) -> rusqlite::Result<()> {
    let mut changed: BTreeMap<String, Sum> = BTreeMap::new();
    {
        let mut select = conn.prepare_cached("SELECT name, rows, hash FROM temp.row_change")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (count, hash): (i64, i64) = (row.get(1)?, row.get(2)?);
            let by = Sum { rows: count, hashes: if count < 0 { hash.wrapping_neg() } else { hash } };
            let sum = changed.entry(row.get(0)?).or_default();
            *sum = sum.and(by);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    conn.prepare_cached("DELETE FROM temp.row_change")?.execute([])?;
    for (name, by) in changed.into_iter().filter(|(_, by)| *by != Sum::default()) {
        let key = format!("{KEY}{name}");
        // One that is not there, or is none, stays wrong: verify says so.
        if let Some(sum) = read::meta(conn, &key)?.as_deref().and_then(Sum::parse) {
            migrate::set_meta(conn, &key, &sum.and(by).written())?;
        }
    }
    // What the sums themselves wrote is in none of them.
    conn.prepare_cached("DELETE FROM temp.row_change")?.execute([]).map(drop)
}

/// Runs `f` on a connection that nobody watches, in one transaction, and moves the sums on.
pub(super) fn within<T>(
    conn: &mut Connection,
    f: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    watch(conn)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let out = f(&tx)?;
    settle(&tx)?;
    tx.commit()?;
    Ok(out)
}

/// Counts all tables anew and takes what is there for right: a file that has just been made or brought to this version.
pub(super) fn renew(conn: &Connection) -> rusqlite::Result<()> {
    for table in &TABLES {
        let sum = table.sum(conn)?;
        migrate::set_meta(conn, &format!("{KEY}{}", table.name), &sum.written())?;
    }
    // Whoever watches here noted what is counted already.
    if conn.table_exists(Some("temp"), "row_change")? {
        conn.execute("DELETE FROM temp.row_change", [])?;
    }
    Ok(())
}

/// The tables that follow from nothing: all but the log and what belongs to it.
pub(super) fn registers() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| !["revision", "redaction"].contains(&table.name))
}

/// How many rows a table had when it was last written to; `None`: not known.
pub(super) fn kept(conn: &Connection, table: &str) -> rusqlite::Result<Option<u64>> {
    let sum = read::meta(conn, &format!("{KEY}{table}"))?;
    Ok(sum.as_deref().and_then(Sum::parse).map(|sum| sum.rows.unsigned_abs()))
}

impl Table {
    fn sum(&self, conn: &Connection) -> rusqlite::Result<Sum> {
        let but_sums =
            if self.name == "meta" { format!("WHERE substr(key, 1, {}) <> '{KEY}'", KEY.len()) } else { String::new() };
        let columns: Vec<String> = self.columns.iter().map(|c| format!("\"{c}\"")).collect();
        let mut select = conn.prepare(&format!("SELECT {} FROM {} {but_sums}", columns.join(", "), self.name))?;
        let mut rows = select.query([])?;
        let mut sum = Sum::default();
        while let Some(row) = rows.next()? {
            let values = (0..columns.len()).map(|at| row.get_ref(at)).collect::<rusqlite::Result<Vec<_>>>()?;
            sum = sum.and(Sum { rows: 1, hashes: hash(self.name.as_bytes(), values.into_iter()) });
        }
        Ok(sum)
    }
}

/// What a comparison came to.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// Tables and how many rows of each were compared.
    pub(super) tables: Vec<(&'static str, u64)>,
    /// What is wrong, one line each.
    pub(super) problems: Vec<String>,
    /// The file was last written by a version that kept no sums.
    pub(super) without: bool,
}

/// Compares every table with its sum.
pub(super) fn compare(conn: &Connection) -> rusqlite::Result<Compared> {
    let kept: BTreeMap<String, String> = conn
        .prepare("SELECT key, value FROM meta WHERE substr(key, 1, ?1) = ?2")?
        .query_map((i64::try_from(KEY.len()).unwrap_or_default(), KEY), |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Compared { without: kept.is_empty(), ..Compared::default() };
    if found.without {
        return Ok(found);
    }
    for table in &TABLES {
        let Table { name, chinese, .. } = table;
        let kept = kept.get(&format!("{KEY}{name}")).and_then(|text| Sum::parse(text));
        match (kept, table.sum(conn)) {
            (None, _) => found.problems.push(format!("{chinese}的校验值读不出来")),
            (_, Err(e)) => found.problems.push(format!("{chinese}读不出来：{e}")),
            (Some(kept), Ok(sum)) if kept.rows != sum.rows => {
                found.problems.push(format!("{chinese}有 {} 行，应有 {} 行", sum.rows, kept.rows));
            }
            (Some(kept), Ok(sum)) if kept != sum => found.problems.push(format!("{chinese}的内容与校验值不符")),
            (Some(_), Ok(sum)) => found.tables.push((chinese, sum.rows.unsigned_abs())),
        }
    }
    let known = |key: &&String| TABLES.iter().any(|t| key.strip_prefix(KEY) == Some(t.name));
    found.problems.extend(kept.keys().filter(|key| !known(key)).map(|_| "文件说明里有不认识的校验值".to_owned()));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_it_was_written() {
        for sum in [Sum::default(), Sum { rows: 3, hashes: -1 }, Sum { rows: -2, hashes: i64::MIN }] {
            assert_eq!(Sum::parse(&sum.written()), Some(sum));
        }
        for text in ["", "3", "3 x", "+3 0000000000000001", "3 1", "3 000000000000000A"] {
            assert_eq!(Sum::parse(text), None, "{text}");
        }
    }

    /// A column that is added to a table counts too, or is left out on purpose.
    #[test]
    fn every_column_counts() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut conn, std::path::Path::new("x"), crate::model::ids::DeviceId::new()).unwrap();
        for table in &TABLES {
            let columns: Vec<String> = conn
                .prepare(&format!("SELECT name FROM pragma_table_info('{}')", table.name))
                .unwrap()
                .query_map([], |r| r.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let left_out: &[&str] = match table.name {
                "revision" => {
                    &["record", "kind", "schema", "parents", "txn", "op", "author", "device", "at", "deleted", "body"]
                }
                "blob_chunk" => &["bytes"],
                _ => &[],
            };
            let counted: Vec<&str> = columns.iter().map(String::as_str).filter(|c| !left_out.contains(c)).collect();
            assert_eq!(counted, table.columns, "{}", table.name);
        }
    }
}
