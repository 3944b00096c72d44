//! Reading a file that may not be written: one of an older version, or one on a read-only medium.
//!
//! Reading must not bring an older file to this version, because another laptop may still need the old program for it;
//! so it is copied into memory and lifted there. A file that cannot be written is opened as one that nobody changes, or
//! SQLite would want to put its side files beside it. Both leave the file and its folder as they were.
//!
//! Only on a read-only medium does nobody change it. A file that this user alone may not write (in a shared folder, or
//! marked as read-only) can be written by somebody else at any moment, so it is copied into memory as well, and the copy
//! counts only when the file was the same before and after it. Only a very large one is read where it lies.
//!
//! The copy takes as much memory as the file is large, attachments included.

use super::anchor::Stamp;
use super::bounds::Bounds;
use super::error::Sql;
use super::key::Key;
use super::reader::Reader;
use super::{lock, migrate, open, wal};
use crate::error::{Error, Kind, Result};
use crate::model::ids::DeviceId;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

const DOING: &str = "打开轮次文件";
/// How often a copy is begun again while another program writes.
const TRIES: u32 = 10;
/// A larger file that only this user may not write is not copied, but read where it lies (bytes).
const LARGEST_COPY: u64 = 256 << 20;

/// Where a file lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// It can be written, and files can be put beside it.
    Open,
    /// On a read-only medium.
    Sealed,
}

impl Medium {
    /// As far as the file itself tells; the folder is only known when SQLite tries.
    pub(super) fn of(path: &Path) -> Self {
        if open::may_write(path).is_ok() { Self::Open } else { Self::Sealed }
    }
}

/// Opens for reading, wherever the file lies and whatever its version.
pub(super) fn reader(path: Arc<Path>, key: Option<&Key>, by: &str, place: Medium) -> Result<Reader> {
    reader_within(Bounds::Own, path, (key, by), place)
}

/// As [`reader`], reading so much at most.
pub(super) fn reader_within(
    bounds: Bounds,
    path: Arc<Path>,
    (key, by): (Option<&Key>, &str),
    place: Medium,
) -> Result<Reader> {
    // A `-wal` of a program that is at work is its own. Reading never merges or moves one that is not the file's, and no
    // journal is.
    let foreign = place == Medium::Open
        && !lock::is_held(&path)
        && (open::has_journal(&path) || open::left_over(&path) && !wal::is_own(&path, key, by)?);
    // Views and caches that another version made are brought up in memory too.
    let look = |conn: &Connection| {
        let version = migrate::version(conn, &path)?;
        Ok((version, version == migrate::LATEST && migrate::is_current(conn, &path)?))
    };
    let ((file, (version, current)), place) = match place {
        Medium::Open if foreign => (alone_within(bounds, &path, (key, by), look)?, Medium::Sealed),
        Medium::Open => match open::connect_within(bounds, &path, (key, by), look) {
            // The folder turned out to be read-only.
            Err(e) if e.kind == Kind::Storage => (sealed(bounds, &path, (key, by), look)?, Medium::Sealed),
            file => (file?, place),
        },
        Medium::Sealed => (sealed(bounds, &path, (key, by), look)?, place),
    };
    let mut reader = match (version, place) {
        (0, _) => return Err(open::empty(&path)),
        (_, Medium::Open) if current => {
            open::only_read(&file, &path)?;
            Reader::over(file, path, None)
        }
        (_, Medium::Sealed) if current && is_read_in_place(&path) => Reader::over(file, path, None),
        (_, Medium::Open) => {
            let conn = lifted(bounds, &file, &path, key)?;
            Reader::over(conn, path, Some(file))
        }
        (_, Medium::Sealed) => {
            drop(file);
            let (conn, file) = undisturbed(bounds, &path, (key, by))?;
            Reader::over(conn, path, Some(file))
        }
    };
    reader.passed_over = foreign;
    Ok(reader)
}

/// A connection that takes the file for one that nobody changes, and needs no file beside it.
fn sealed<T>(
    bounds: Bounds,
    path: &Path,
    by: (Option<&Key>, &str),
    look: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(Connection, T)> {
    if open::left_over(path) {
        return Err(Error::new(Kind::Storage, format!("轮次文件没有正常关闭，又放在只读的位置：{}", path.display()))
            .hint(
                "文件没有改动。最近保存的内容还在旁边的 -wal 文件里；请把两个文件一起复制到可以写入的文件夹再打开。",
            ));
    }
    alone_within(bounds, path, by, look)
}

/// Whether the file is read where it lies: nobody can write it while its medium is mounted as it is, or it is too large.
#[cfg(unix)]
fn is_read_in_place(path: &Path) -> bool {
    use nix::sys::statvfs::{FsFlags, statvfs};
    statvfs(path).is_ok_and(|medium| medium.flags().contains(FsFlags::ST_RDONLY)) || is_large(path)
}

/// As above; whether a medium takes no writing is not known here.
#[cfg(not(unix))]
fn is_read_in_place(path: &Path) -> bool {
    is_large(path)
}

fn is_large(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.len() > LARGEST_COPY)
}

/// A copy in memory of a file that is taken for one that nobody changes, made while nobody changed it.
/// With the connection to the file, which is a new one for each try: one that takes a file for unchanging keeps what it
/// has read.
fn undisturbed(bounds: Bounds, path: &Path, by: (Option<&Key>, &str)) -> Result<(Connection, Connection)> {
    for _ in 0..TRIES {
        let before = Stamp::of(path);
        let copied = alone_within(bounds, path, by, |_| Ok(()))
            .and_then(|(file, ())| Ok((lifted(bounds, &file, path, by.0)?, file)));
        if Stamp::of(path) == before {
            return copied;
        }
    }
    Err(being_written(path))
}

fn being_written(path: &Path) -> Error {
    Error::new(Kind::Locked, format!("文件正被另一个程序写入：{}", path.display()))
        .hint("文件没有改动。请稍等再试一次。")
}

/// The file without what lies beside it, taken for one that nobody changes.
pub(super) fn alone<T>(
    path: &Path,
    key: Option<&Key>,
    by: &str,
    look: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(Connection, T)> {
    alone_within(Bounds::Own, path, (key, by), look)
}

fn alone_within<T>(
    bounds: Bounds,
    path: &Path,
    by: (Option<&Key>, &str),
    look: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(Connection, T)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let mut conn = Connection::open_with_flags(uri(path), flags).during(DOING, path)?;
    bounds.set(&mut conn, path)?;
    open::unlock(conn, path, by, look)
}

/// `file:…?immutable=1`, with everything escaped that could mean something.
fn uri(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            uri.push(char::from(*byte));
        } else {
            // Writing into a string cannot fail.
            write!(uri, "%{byte:02X}").ok();
        }
    }
    uri + "?immutable=1"
}

/// A copy in memory, brought to this version.
fn lifted(bounds: Bounds, file: &Connection, path: &Path, key: Option<&Key>) -> Result<Connection> {
    let mut copy = Connection::open_in_memory().during(DOING, path)?;
    bounds.set(&mut copy, path)?;
    // Those of a round only guard its log; any others are nobody's to run.
    copy.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).during(DOING, path)?;
    copy.execute_batch("PRAGMA cipher_log_level = NONE").during(DOING, path)?;
    if let Some(key) = key {
        // A copy is made only between two that are both encrypted or both not; in memory nothing is.
        copy.execute_batch(&key.pragma()).during(DOING, path)?;
    }
    copy_all(file, &mut copy, path)?;
    copy.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;")
        .during(DOING, path)?;
    // No laptop: what is written here is gone when the reader closes.
    migrate::migrate(&mut copy, path, DeviceId(Uuid::nil()))?;
    copy.pragma_update(None, "query_only", true).during(DOING, path)?;
    Ok(copy)
}

fn copy_all(file: &Connection, copy: &mut Connection, path: &Path) -> Result<()> {
    let backup = Backup::new(file, copy).during(DOING, path)?;
    for _ in 0..TRIES {
        if backup.step(-1).during(DOING, path)? == StepResult::Done {
            return Ok(());
        }
    }
    Err(being_written(path))
}
