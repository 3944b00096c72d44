//! Tables, indexes, triggers and views against those of a file that is made now.

use super::VerifyReport;
use crate::error::Result;
use crate::model::ids::DeviceId;
use crate::store::error::Sql;
use crate::store::reader::Reader;
use crate::store::{entry_views, migrate};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// Names, within the kind of object, and what made it.
type Schema = BTreeMap<(String, String), Made>;

/// The table that it belongs to, and its text; SQLite makes some indexes by itself, without one.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    table: String,
    sql: Option<String>,
}

/// Adds what differs to the report.
pub(super) fn compare(reader: &Reader, report: &mut VerifyReport) {
    match differences(&reader.conn, &reader.path) {
        Ok((found, compared)) => {
            report.looked_at("表、索引、触发器和视图", compared);
            report.problems.extend(found);
        }
        Err(e) => report.problems.push(format!("表结构读不出来：{}", e.what)),
    }
}

/// What says by which version a file was made.
const MARKS: &str = "SELECT key, value FROM meta WHERE key IN ('views', 'caches') OR key LIKE 'migration:%'";

/// The schema and the marks of a file that this program makes; made once.
fn fresh(path: &Path) -> Result<&'static (Schema, BTreeMap<String, String>)> {
    static FRESH: OnceLock<(Schema, BTreeMap<String, String>)> = OnceLock::new();
    const DOING: &str = "核对表结构";
    if let Some(made) = FRESH.get() {
        return Ok(made);
    }
    let mut conn = Connection::open_in_memory().during(DOING, path)?;
    migrate::migrate(&mut conn, path, DeviceId::new())?;
    let made = (read(&conn).during(DOING, path)?, pairs(&conn, MARKS).during(DOING, path)?);
    Ok(FRESH.get_or_init(|| made))
}

fn differences(conn: &Connection, path: &Path) -> Result<(Vec<String>, usize)> {
    const DOING: &str = "核对表结构";
    let (expected, should) = fresh(path)?;
    let mut found = read(conn).during(DOING, path)?;
    let mut problems = Vec::new();
    let compared = found.len();
    for (name, text) in entry_views::noted(conn).during(DOING, path)? {
        match found.remove(&("view".to_owned(), name.clone())) {
            None => problems.push(format!("缺少视图 {name}")),
            Some(Made { table, sql })
                if table != name
                    || text.is_some_and(|text| text != entry_views::hash_of(sql.as_deref().unwrap_or_default())) =>
            {
                problems.push(format!("视图 {name} 被改动"));
            }
            Some(_) => {}
        }
    }
    for ((sort, name), sql) in expected {
        match found.remove(&(sort.clone(), name.clone())) {
            None => problems.push(format!("缺少{} {name}", chinese(sort))),
            Some(is) if is != *sql => problems.push(format!("{} {name} 被改动", chinese(sort))),
            Some(_) => {}
        }
    }
    problems.extend(found.keys().map(|(sort, name)| format!("多出{} {name}", chinese(sort))));
    if pairs(conn, MARKS).during(DOING, path)? != *should {
        problems.push("文件版本的记号与本程序不一致".to_owned());
    }
    Ok((problems, compared))
}

/// Everything that there is.
fn read(conn: &Connection) -> rusqlite::Result<Schema> {
    conn.prepare("SELECT type, name, tbl_name, sql FROM sqlite_master")?
        .query_map([], |r| Ok(((r.get(0)?, r.get(1)?), Made { table: r.get(2)?, sql: r.get(3)? })))?
        .collect()
}

fn pairs(conn: &Connection, sql: &str) -> rusqlite::Result<BTreeMap<String, String>> {
    conn.prepare(sql)?.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
}

fn chinese(sort: &str) -> &str {
    match sort {
        "table" => "表",
        "index" => "索引",
        "trigger" => "触发器",
        "view" => "视图",
        other => other,
    }
}
