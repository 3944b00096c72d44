//! What bringing a file to the present version needs beside SQL: each step a function of its own, run inside the
//! transaction of the migration.

use super::error::Sql;
use super::{migrate, read, rebuild};
use crate::error::Result;
use rusqlite::Connection;
use std::path::Path;

/// Counts the changes of what is derived from a body ([`super::derived`]): a parent, a brief, what the search finds, a
/// row. A file whose caches were made by another number gets them made again from its log.
const CACHES: &str = "1";
/// Where that number lies in `meta`.
const KEY: &str = "caches";
const DOING: &str = "换成新的文件版本";

/// Whether the caches of the file are made as this program makes them.
pub(super) fn has_caches(conn: &Connection, path: &Path) -> Result<bool> {
    Ok(read::meta(conn, KEY).during(DOING, path)?.as_deref() == Some(CACHES))
}

/// Makes the caches again unless they are made as this program makes them.
pub(super) fn caches(conn: &Connection, path: &Path) -> Result<()> {
    if has_caches(conn, path)? {
        return Ok(());
    }
    rebuild::rebuild(conn, path)?;
    migrate::set_meta(conn, KEY, CACHES).during(DOING, path)
}
