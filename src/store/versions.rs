//! The engines that are built in, for `wenkan doctor`.

use super::error::Sql;
use crate::error::Result;
use rusqlite::Connection;
use std::path::Path;

/// Versions of SQLite and of SQLCipher, as they name themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// SQLite, e.g. `3.50.4`.
    pub sqlite: String,
    /// SQLCipher, e.g. `4.10.0 community`.
    pub sqlcipher: String,
}

/// Asks the engines, without a file.
pub fn versions() -> Result<Versions> {
    let ask = || {
        let conn = Connection::open_in_memory()?;
        let sqlcipher = conn.query_row("PRAGMA cipher_version", [], |r| r.get(0))?;
        Ok(Versions { sqlite: rusqlite::version().to_owned(), sqlcipher })
    };
    ask().during("询问数据库版本", Path::new(":memory:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encryption_is_built_in() {
        let found = versions().unwrap();
        assert!(found.sqlite.starts_with("3.") && found.sqlcipher.starts_with("4."), "{found:?}");
    }
}
