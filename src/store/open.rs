//! How a round file is opened and made: one opening sequence for every connection.
//!
//! Nothing here changes a file that it cannot open: while the file is not known to be ours, a connection does not
//! checkpoint on close, so that even the `-wal` file that a crash left stays as it is.
//!
//! Beware: on Unix the locks of SQLite end when *any* descriptor of the file is closed in the same process. The header
//! is therefore read with `std::fs` only before SQLite opens the file, never while a [`Store`](super::Store) has it.

use super::bounds::{self, Bounds};
use super::error::{Sql, damaged, not_opened};
use super::key::{Key, Secret};
use super::{backup, migrate, session, sweep};
use crate::error::{Error, Kind, Result, io};
use crate::model::ids::DeviceId;
use crate::regular::{self, Existing};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempPath;

/// Page size of SQLCipher 4 and of SQLite, which no round file changes.
const PAGE: u64 = 4096;
/// SQLite's smallest page; a shorter file is not whole.
const LEAST: u64 = 512;
/// What SQLite puts behind the name of a file for those that it needs beside it.
const SIDES: [&str; 3] = ["-wal", "-shm", "-journal"];
/// What a file without a passphrase begins with.
pub(super) const PLAIN: &[u8; 16] = b"SQLite format 3\0";
/// How long a reader waits for the moment in which the writer empties the `-wal` file.
const READER_PATIENCE: Duration = Duration::from_secs(2);

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    /// SQLite without encryption.
    Plain,
    /// Encrypted (or something else altogether): the salt.
    Encrypted([u8; 16]),
}

/// Makes SQLite and its cipher ready, which otherwise the first connection does: to be called beside what else a start
/// takes.
pub fn warm_up() {
    // What is in the way of it is told by the connection that needs it.
    drop(Connection::open_in_memory());
}

/// Reads the first bytes of a file that is not open here.
pub(super) fn header(path: &Path) -> Result<Header> {
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return Err(
            Error::new(Kind::Open, format!("这不是文件：{}", path.display())).hint("轮次文件的名称以 .wenkan 结尾。")
        );
    }
    header_of(&regular::open(path).map_err(|e| cannot_read(path, e))?, path)
}

/// As [`header`], of a file that was just opened and not read yet.
pub(super) fn header_of(mut file: &File, path: &Path) -> Result<Header> {
    let cannot = |e| cannot_read(path, e);
    let meta = file.metadata().map_err(cannot)?;
    if meta.len() < LEAST {
        return Err(damaged(path, &format!("文件只有 {} 字节，不完整", meta.len())));
    }
    let mut first = [0; 16];
    file.read_exact(&mut first).map_err(cannot)?;
    Ok(if &first == PLAIN { Header::Plain } else { Header::Encrypted(first) })
}

fn cannot_read(path: &Path, e: std::io::Error) -> Error {
    match e.kind() {
        std::io::ErrorKind::NotFound => Error::new(Kind::Open, format!("没有这个轮次文件：{}", path.display()))
            .hint("请核对路径；新建轮次用 wenkan new。")
            .because(e),
        _ => io("打开轮次文件", path, e),
    }
}

/// The key of an existing file, after comparing the secret with what the file needs.
pub(super) fn key_for(path: &Path, secret: &Secret) -> Result<Option<Key>> {
    key_of(header(path)?, path, secret)
}

/// As [`key_for`], of a file of which the header is known.
pub(super) fn key_of(header: Header, path: &Path, secret: &Secret) -> Result<Option<Key>> {
    match (header, secret) {
        (Header::Plain, Secret::None) => Ok(None),
        (Header::Plain, _) => {
            Err(Error::new(Kind::Open, format!("这个文件没有加密，不需要{}：{}", secret.chinese(), path.display()))
                .hint("文件没有改动。请核对是不是要打开的那一个文件；确认后不输口令打开。"))
        }
        (Header::Encrypted(_), Secret::None) => {
            Err(Error::new(Kind::Open, format!("这个文件需要口令，或者不是轮次文件：{}", path.display()))
                .hint("文件没有改动。请输入口令或恢复码；在命令行可用 --passphrase-file。"))
        }
        (Header::Encrypted(salt), _) => Ok(Key::derive(secret, salt)),
    }
}

/// The absolute path with links resolved, so that one file has one lock and one name; for writing. Opens nothing: a store
/// of this process may have the file open.
///
/// # Errors
/// There is no such file.
pub(super) fn real_path(path: &Path) -> Result<PathBuf> {
    match std::fs::metadata(path) {
        // Said in the words of the header.
        Ok(meta) if !meta.is_file() || meta.len() < LEAST => header(path).map(drop)?,
        Ok(_) => {}
        Err(_) => header(path).map(drop)?,
    }
    regular::real(path).map_err(|e| io("打开轮次文件", path, e))
}

/// As [`real_path`], for reading.
pub(super) fn found(path: &Path) -> Result<PathBuf> {
    header(path)?;
    regular::real(path).map_err(|e| io("打开轮次文件", path, e))
}

/// Whether the file itself may be written.
pub(super) fn may_write(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    regular::open_as(&mut options, path).map(drop)
}

/// The writable connection, and this laptop's id in the round; `beside_traces` is the one that lies outside the round.
/// `by` names the secret in messages.
pub(super) fn writer(
    path: &Path,
    key: Option<&Key>,
    by: &str,
    beside_traces: Option<DeviceId>,
) -> Result<(Connection, DeviceId)> {
    const DOING: &str = "打开轮次文件";
    let (mut conn, (is_current, device)) = connect(path, key, by, |conn| {
        let is_current = migrate::version(conn, path)? == migrate::LATEST && migrate::is_current(conn, path)?;
        Ok((is_current, session::device(conn, beside_traces).during(DOING, path)?))
    })?;
    durable(&conn, path)?;
    if left_over(path) {
        // What a crash left in the `-wal` goes into the file before anything is written: its filling has a token of its
        // own.
        checkpoint(&conn).during(DOING, path)?;
    }
    if !is_current {
        migrate::migrate(&mut conn, path, device)?;
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).during(DOING, path)?;
    Ok((conn, device))
}

/// A connection that only reads. It may be writable to SQLite, because the last connection of all has to tidy up the
/// `-wal` file; `query_only` keeps it from writing.
pub(super) fn reader(path: &Path, key: Option<&Key>, by: &str) -> Result<Connection> {
    let (conn, version) = connect(path, key, by, |conn| migrate::version(conn, path))?;
    if version == 0 {
        return Err(empty(path));
    }
    only_read(&conn, path)?;
    Ok(conn)
}

/// Keeps a connection to a file that is known to be ours from writing anything but what closing tidies up.
pub(super) fn only_read(conn: &Connection, path: &Path) -> Result<()> {
    const DOING: &str = "打开轮次文件";
    conn.busy_timeout(READER_PATIENCE).during(DOING, path)?;
    conn.pragma_update(None, "query_only", true).during(DOING, path)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).during(DOING, path).map(drop)
}

/// The file holds no round.
pub(super) fn empty(path: &Path) -> Error {
    damaged(path, "文件里没有轮次")
}

/// A file that is made beside its place and gets its name when it is whole; removed with what SQLite put beside it when
/// that does not come about.
pub(super) struct NewFile {
    /// `None`: it has its name.
    part: Option<TempPath>,
}

/// Begins a file that is to be called `path`.
///
/// # Errors
/// The folder is missing or takes no files.
pub(super) fn new_beside(path: &Path) -> Result<NewFile> {
    may_be_new(path)?;
    let folder = regular::folder_of(path).map_err(|e| io("新建轮次文件", path, e))?;
    // Other accounts of the laptop must not read it: temporary files are made so (on Windows the folder decides); SQLite's
    // side files get the same mode.
    let part = sweep::named_in(&folder, sweep::NEW).map_err(|e| io("新建轮次文件", path, e))?;
    Ok(NewFile { part: Some(part.into_temp_path()) })
}

impl NewFile {
    /// Where it is made.
    pub(super) fn path(&self) -> &Path {
        self.part.as_deref().unwrap_or_else(|| Path::new(""))
    }

    /// Gives the closed file its name. Refuses one that is taken.
    pub(super) fn keep(mut self, path: &Path) -> Result<()> {
        const DOING: &str = "新建轮次文件";
        regular::sync(self.path()).map_err(|e| io(DOING, path, e))?;
        // Its side files, if a reader has left any, are empty; under the new name they would be another's.
        self.remove_sides();
        if let Some(part) = self.part.take() {
            regular::place(part, path, Existing::Refuse).map_err(|e| io(DOING, path, e))?;
        }
        regular::sync_folder(backup::folder_of(path)).ok();
        Ok(())
    }

    fn remove_sides(&self) {
        for end in SIDES {
            std::fs::remove_file(beside(self.path(), end)).ok();
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.part.is_some() {
            self.remove_sides();
        }
    }
}

/// The name of a file with something behind it: that of its side files.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Whether a journal lies beside the file that SQLite would roll back into it.
pub(super) fn has_journal(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-journal")).is_ok_and(|m| m.len() > 0)
}

/// Refuses a name for a new file beside which side files of another one lie: they would be taken for its own, by other
/// programs at least. So are names that are themselves those of side files.
pub(super) fn may_be_new(path: &Path) -> Result<()> {
    let refused =
        |what: String| Err(Error::input(format!("{what}，未作改动：{}", path.display())).hint("请换一个名称。"));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(end) = SIDES.iter().find(|end| name.ends_with(*end)) {
        return refused(format!("以 {end} 结尾的名称是数据库自用的"));
    }
    let left = |end: &&&str| std::fs::metadata(beside(path, end)).is_ok_and(|m| m.len() > 0);
    match SIDES.iter().find(left) {
        Some(end) => refused(format!("这个名称旁边留有别的文件的 {end} 文件")),
        None => Ok(()),
    }
}

/// Moves everything from the `-wal` file into the file itself; false when a reader was in the way.
pub(super) fn checkpoint(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get::<_, i64>(0)).map(|busy| busy == 0)
}

/// Closing the connection neither merges nor removes the `-wal`.
pub(super) fn leave_wal(conn: &Connection) {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok();
}

/// Opens, keys and tries the key, and finds out with `look` what is to be known of the file at once. SQLite rolls any
/// journal that it finds beside a file back into it: that of another file, which lay there before, would destroy this one.
/// The program leaves none, so none is its own. With a left-over
/// `-wal` the connection does not checkpoint on close until told to.
pub(super) fn connect<T>(
    path: &Path,
    key: Option<&Key>,
    by: &str,
    look: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(Connection, T)> {
    connect_within(Bounds::Own, path, (key, by), look)
}

/// As [`connect`], reading so much at most.
pub(super) fn connect_within<T>(
    bounds: Bounds,
    path: &Path,
    (key, by): (Option<&Key>, &str),
    look: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(Connection, T)> {
    if has_journal(path) {
        return Err(Error::new(Kind::Storage, format!("轮次文件旁边有一个 -journal 文件：{}", path.display()))
            .hint("文件没有改动。在界面里打开这个轮次时会把它改名另放。"));
    }
    // No URI flag: a path may contain `?` or begin with `file:`.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags).during("打开轮次文件", path)?;
    bounds.set(&mut conn, path)?;
    unlock(conn, path, (key, by), look)
}

/// Keys a connection that was just opened, tries the key, sets what all connections have, and finds out with `look` what
/// is to be known of the file.
pub(super) fn unlock<T>(
    conn: Connection,
    path: &Path,
    (key, by): (Option<&Key>, &str),
    look: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(Connection, T)> {
    const DOING: &str = "打开轮次文件";
    conn.set_prepared_statement_cache_capacity(64);
    // Nothing waits to be moved, then closing may tidy up; otherwise it must not until the file is known to be ours.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, left_over(path)).during(DOING, path)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).during(DOING, path)?;
    // SQLCipher would write its complaints to stderr, across the screen.
    conn.execute_batch("PRAGMA cipher_log_level = NONE").during(DOING, path)?;
    if let Some(key) = key {
        conn.execute_batch(&key.pragma()).during(DOING, path)?;
    }
    conn.busy_timeout(READER_PATIENCE).during(DOING, path)?;
    // Before the first read: none of these looks at the file.
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;",
    )
    .during(DOING, path)?;
    let seen = as_one(&conn, path, || {
        try_key(&conn, path, key, by)?;
        bounds::tables(&conn, path)?;
        whole(&conn, path)?;
        look(&conn)
    })?;
    Ok((conn, seen))
}

/// Several reads in one transaction, as of one moment. Outside of one, SQLite takes its locks, asks for the `-wal` and
/// lets go of them anew for each read. Within one that is under way, they belong to that.
pub(super) fn as_one<T>(conn: &Connection, path: &Path, read: impl FnOnce() -> Result<T>) -> Result<T> {
    if !conn.is_autocommit() {
        return read();
    }
    let tx = conn.unchecked_transaction().during("读取", path)?;
    let out = read()?;
    tx.finish().during("读取", path)?;
    Ok(out)
}

/// Whether the file can be read with this key.
fn try_key(conn: &Connection, path: &Path, key: Option<&Key>, by: &str) -> Result<()> {
    match conn.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get::<_, i64>(0)) {
        Ok(_) => Ok(()),
        Err(e) if key.is_some() && e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(not_opened(path, by, e))
        }
        Err(e) => Err(e).during("打开轮次文件", path),
    }
}

/// Refuses a file that is shorter than it says. SQLite itself would notice only when it needs the missing page.
fn whole(conn: &Connection, path: &Path) -> Result<()> {
    const DOING: &str = "核对文件长度";
    let pages: i64 = conn.pragma_query_value(None, "page_count", |r| r.get(0)).during(DOING, path)?;
    let said = pages.unsigned_abs() * PAGE;
    // Looked at after the count: while `-wal` is empty, all that was counted is in the file itself.
    if left_over(path) {
        return Ok(());
    }
    let is = std::fs::metadata(path).map_err(|e| io(DOING, path, e))?.len();
    if is < said {
        return Err(damaged(path, &format!("文件不完整，应有 {said} 字节，只有 {is} 字节")));
    }
    Ok(())
}

/// Whether a `-wal` file with content lies beside the file.
pub(super) fn left_over(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|m| m.len() > 0)
}

/// The settings under which a commit is on the disk when it returns.
fn durable(conn: &Connection, path: &Path) -> Result<()> {
    const DOING: &str = "打开轮次文件";
    let set = |mode: &str| {
        conn.query_row(&format!("PRAGMA journal_mode{mode}"), [], |r| r.get::<_, String>(0)).during(DOING, path)
    };
    if set("")?.eq_ignore_ascii_case("delete") {
        // A copy that is opened for writing: only its first page changes, and a journal on the disk would outlive the end of
        // the program, beside whatever gets this name next.
        set(" = MEMORY")?;
    }
    let mode = set(" = WAL")?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(Error::new(Kind::Storage, format!("这个位置不能安全写入（日志方式 {mode}）：{}", path.display()))
            .hint("文件没有改动。多为网络盘或共享文件夹；请把文件复制到本机硬盘再打开。"));
    }
    conn.pragma_update(None, "synchronous", "FULL").during(DOING, path)?;
    conn.busy_timeout(Duration::ZERO).during(DOING, path)
}
