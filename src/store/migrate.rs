//! Schema versions, by hand: `user_version` counts, each number is one SQL text that is never edited again.

use super::error::{Sql, damaged};
use super::lift::{self, Lifting};
use super::{rebuild, sums};
use crate::error::{Error, Kind, Result};
use crate::model::ids::DeviceId;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Marks a round file among SQLite files: `wKAN`.
pub(super) const APPLICATION_ID: i32 = 0x774B_414E;

/// Number N-1 brings a file from version N-1 to N.
pub(super) const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/v1.sql"),
    include_str!("migrations/v2_kinds.sql"),
    concat!(
        include_str!("migrations/v3_log.sql"),
        include_str!("migrations/v3_identity.sql"),
        include_str!("migrations/v3_withheld.sql")
    ),
];

/// The core views; replaced as a whole when their text changed, because they hold nothing.
const VIEWS: &str = include_str!("views.sql");

const DOING: &str = "核对文件版本";

/// Refuses files of other programs and of newer versions, brings older ones to this version in one transaction, with
/// their views and with what follows from their log. What a migration writes into the log is written by `device`.
pub(super) fn migrate(conn: &mut Connection, path: &Path, device: DeviceId) -> Result<()> {
    let version = version(conn, path)?;
    let latest = MIGRATIONS.len();
    if version < latest || !is_current(conn, path)? {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).during(DOING, path)?;
        for (n, sql) in MIGRATIONS.iter().enumerate().skip(version) {
            tx.execute_batch(sql).during(DOING, path)?;
            set_meta(&tx, &format!("migration:{}", n + 1), &fingerprint(sql)).during(DOING, path)?;
            lift::to(n + 1).try_for_each(|step| step(Lifting { conn: &tx, path, device }))?;
        }
        rebuild::bring_up(&tx, path)?;
        tx.execute_batch(VIEWS).during(DOING, path)?;
        set_meta(&tx, "views", &fingerprint(VIEWS)).during(DOING, path)?;
        sums::renew(&tx).during(DOING, path)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID).during(DOING, path)?;
        tx.pragma_update(None, "user_version", i64::try_from(latest).unwrap_or(i64::MAX)).during(DOING, path)?;
        tx.commit().during(DOING, path)?;
    }
    Ok(())
}

/// Whether views and caches of a file of the latest version are those of this program.
pub(super) fn is_current(conn: &Connection, path: &Path) -> Result<bool> {
    if stored_views(conn, path)? != fingerprint(VIEWS) {
        return Ok(false);
    }
    as_said(conn, path)?;
    rebuild::is_current(conn, path)
}

/// Refuses a file that says it has the views of this program, when the one through which all else is read is another:
/// it may be a query without end.
fn as_said(conn: &Connection, path: &Path) -> Result<()> {
    const VIEW: &str = "told_record";
    let sql: Option<String> = conn
        .prepare_cached("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?1 COLLATE NOCASE")
        .and_then(|mut s| s.query_row([VIEW], |r| r.get(0)).optional())
        .during(DOING, path)?;
    match sql {
        Some(sql) if !VIEWS.contains(&format!("{sql};")) => {
            Err(damaged(path, &format!("文件的结构被改动过，视图 {VIEW} 不是问看做的")))
        }
        _ => Ok(()),
    }
}

/// The version that this program writes.
pub(super) const LATEST: usize = MIGRATIONS.len();

/// The version of a file that this program may read; 0 for an empty new one.
pub(super) fn version(conn: &Connection, path: &Path) -> Result<usize> {
    let pragma = |name: &str| conn.pragma_query_value(None, name, |r| r.get::<_, i64>(0)).during(DOING, path);
    let version = pragma("user_version")?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0)).during(DOING, path)?;
    if tables > 0 && pragma("application_id")? != i64::from(APPLICATION_ID) {
        return Err(Error::new(Kind::Open, format!("这不是问看的轮次文件：{}", path.display()))
            .hint("文件没有改动。请核对选择的文件，轮次文件的名称以 .wenkan 结尾。"));
    }
    match usize::try_from(version) {
        Ok(v) if v <= MIGRATIONS.len() => Ok(v),
        _ => Err(Error::new(
            Kind::Open,
            format!("这个轮次由更新版本的问看保存（文件版本 {version}）：{}", path.display()),
        )
        .hint("文件没有改动。请安装新版问看再打开。")),
    }
}

fn stored_views(conn: &Connection, path: &Path) -> Result<String> {
    super::read::meta(conn, "views").during(DOING, path).map(Option::unwrap_or_default)
}

/// Sets one entry of `meta`.
pub(super) fn set_meta(conn: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
    )?
    .execute([key, value])
    .map(drop)
}

fn fingerprint(sql: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(sql.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Versions of which a file is kept (`tests/fixtures`): what made it is never edited.
    const PUBLISHED: usize = 3;

    #[test]
    fn a_published_migration_is_never_edited() {
        assert_eq!(
            MIGRATIONS.map(fingerprint)[..PUBLISHED],
            [
                "cdd787867fc33d61842fd0214bc8d270dbed7a8faa6ad75b9705ba75f6df9324",
                "7b3cfaa296f1f07f688b89b5fb50a786d64bf046dbe9f7e1101a6042673b4ae1",
                "092474a291c37f34deea804bae88d2ffacca7a069d65054ce3ebbe52d9b3ef36",
            ],
            "published: add a migration instead"
        );
    }
}
