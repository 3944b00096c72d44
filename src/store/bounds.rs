//! What keeps a file that somebody else may have made from holding the program up: a table that is an endless query, and
//! reading that goes on and on.

use super::error::{Sql, damaged};
use crate::error::Result;
use rusqlite::Connection;
use rusqlite::limits::Limit;
use std::path::Path;
use std::time::{Duration, Instant};

const DOING: &str = "核对文件结构";

/// The tables of a round. No version had anything else of such a name.
const TABLES: [&str; 22] = [
    "blob",
    "blob_chunk",
    "claim_row",
    "counter",
    "device",
    "draft",
    "export_log",
    "export_told",
    "given",
    "lead",
    "merged",
    "meta",
    "method",
    "natural_key",
    "record",
    "redaction",
    "revision",
    "statement_row",
    "withheld_gram",
    "withheld_link",
    "withheld_told",
    INDEX,
];
/// The search index, which keeps its rows in tables whose names begin so.
const INDEX: &str = "fts";

/// How much of a file is read at most.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bounds {
    /// The file that was asked for: all of it.
    Own,
    /// A file that merely lies where one looks: until then, and no value that is longer than any in a round.
    Other(Instant),
}

impl Bounds {
    /// Of a file that is looked at from now on.
    pub(super) fn other() -> Self {
        /// An older copy of many talks is brought up in memory, which takes its time.
        const PATIENCE: Duration = Duration::from_secs(10);
        Self::Other(Instant::now() + PATIENCE)
    }

    /// Sets them on a connection that has read nothing yet.
    pub(super) fn set(self, conn: &mut Connection, path: &Path) -> Result<()> {
        /// Steps of SQLite between two looks at the clock.
        const STEPS: i32 = 10_000;
        /// Bytes; the content of attachments lies in pieces.
        const LONGEST: i32 = 256 << 20;
        let Self::Other(until) = self else { return Ok(()) };
        conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST).during(DOING, path)?;
        conn.progress_handler(STEPS, Some(move || Instant::now() > until)).during(DOING, path)
    }
}

/// Refuses a file in which anything but a table has the name of a table of rounds: a view there may be a query without
/// end, and every read of the program would run it.
pub(super) fn tables(conn: &Connection, path: &Path) -> Result<()> {
    // SQLite writes the first words of a text itself, always so.
    let mut all = conn
        .prepare_cached(
            "SELECT CAST(name AS TEXT), coalesce(substr(sql, 1, 36), '') FROM sqlite_master WHERE type IN ('table', 'view')",
        )
        .during(DOING, path)?;
    let mut rows = all.query([]).during(DOING, path)?;
    while let Some(row) = rows.next().during(DOING, path)? {
        let (name, begins): (String, String) =
            row.get(0).and_then(|name| Ok((name, row.get(1)?))).during(DOING, path)?;
        if !is_as_made(&name.to_ascii_lowercase(), &begins) {
            return Err(damaged(path, &format!("文件的结构被改动过，{name} 不是数据表")));
        }
    }
    Ok(())
}

fn is_as_made(name: &str, begins: &str) -> bool {
    let is_index = name == INDEX;
    let rows_of_index = name.strip_prefix(INDEX).is_some_and(|rest| rest.starts_with('_'));
    if is_index {
        return begins.starts_with("CREATE VIRTUAL TABLE fts USING fts5(");
    }
    begins.starts_with("CREATE TABLE ") || !(rows_of_index || TABLES.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::DeviceId;
    use crate::store::migrate;

    #[test]
    fn all_tables_of_a_round_are_known() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut conn, Path::new("a"), DeviceId::new()).unwrap();
        let made: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'fts%' AND name NOT LIKE 'sqlite%' ORDER BY name")
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert_eq!(made, TABLES[..TABLES.len() - 1]);
        tables(&conn, Path::new("a")).unwrap();
    }

    #[test]
    fn a_view_or_a_module_under_the_name_of_a_table_is_refused() {
        for sql in [
            "CREATE VIEW record(id) AS SELECT 1",
            "CREATE VIEW Meta(key) AS SELECT 1",
            "CREATE VIEW fts AS SELECT 1",
            "CREATE VIEW fts_data AS SELECT 1",
            "CREATE VIRTUAL TABLE blob USING fts5(a)",
        ] {
            let conn = Connection::open_in_memory().unwrap();
            conn.execute_batch(sql).unwrap();
            assert!(tables(&conn, Path::new("a")).unwrap_err().what.contains("不是数据表"), "{sql}");
        }
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE record(id); CREATE VIEW own AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(a)",
        )
        .unwrap();
        tables(&conn, Path::new("a")).unwrap();
    }

    #[test]
    fn an_endless_read_ends() {
        let mut conn = Connection::open_in_memory().unwrap();
        Bounds::Other(Instant::now()).set(&mut conn, Path::new("a")).unwrap();
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let ended = conn.query_row(endless, [], |r| r.get::<_, i64>(0)).during("读取", Path::new("a")).unwrap_err();
        assert_eq!(ended.kind, crate::error::Kind::Open, "{ended}");
    }
}
