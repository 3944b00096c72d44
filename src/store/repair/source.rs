//! A damaged file, read as far as it goes.

use super::DOING;
use crate::error::{Error, Kind as Failure, Result, io};
use crate::model::ids::{Hash, InspectorId, TxnId};
use crate::model::record::Kind;
use crate::store::error::Sql;
use crate::store::key::Key;
use crate::store::log::Revision;
use crate::store::sql::{SqlHash, SqlId};
use crate::store::sweep::COPIED;
use crate::store::{blob, migrate};
use rusqlite::{Connection, OpenFlags, Params};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Bytes that are read at a time, and given up together: a page.
const BLOCK: usize = 4096;

/// A copy of the damaged file, with the connection to it.
pub(super) struct Source {
    copy: PathBuf,
    path: PathBuf,
    key: Option<Key>,
    conn: Option<Connection>,
    unreadable: u64,
}

/// A row of the log.
pub(super) struct Row {
    /// The hash that it claims.
    pub(super) rev: Hash,
    /// Its fields; the body is what the row holds.
    pub(super) revision: Revision,
    /// Into which body that is put, at which byte and in place of how many.
    pub(super) range: Option<(Hash, i64, i64)>,
}

/// What was read of the log and of what tells of it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) revisions: BTreeMap<i64, Row>,
    /// Places at which something stands that cannot be read.
    pub(super) lost: BTreeSet<i64>,
    /// By the indexes: which record, who, which action.
    pub(super) records: HashMap<i64, Uuid>,
    pub(super) authors: HashMap<i64, Option<InspectorId>>,
    pub(super) txns: HashMap<i64, TxnId>,
    /// By the records that are shown: their kinds, and their bodies by revision.
    pub(super) kinds: HashMap<Uuid, Kind>,
    pub(super) shown: HashMap<Hash, String>,
    /// Revisions of which words were taken out.
    pub(super) struck: HashMap<Hash, (TxnId, Hash)>,
}

impl Source {
    /// Copies the file and its journal into `folder`; what the medium does not give becomes zeros.
    pub(super) fn copied(path: &Path, folder: &Path, key: Option<Key>) -> Result<Self> {
        let copy = folder.join(COPIED);
        let mut unreadable = copy_blocks(path, &copy)?;
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        if wal.exists() {
            unreadable += copy_blocks(&wal, &folder.join(format!("{COPIED}-wal")))?;
        }
        let mut source = Self { copy, path: path.to_owned(), key, conn: None, unreadable };
        source.leave_foreign_wal()?;
        Ok(source)
    }

    /// Leaves the `-wal` out when the file is a round without it and none with it: another program's lies under that name.
    fn leave_foreign_wal(&mut self) -> Result<()> {
        let wal = self.copy.with_file_name(format!("{COPIED}-wal"));
        if !wal.exists() || self.is_round() {
            return Ok(());
        }
        // Looking has merged it into the copy.
        let alone = self.copy.with_file_name(format!("{COPIED}-alone"));
        copy_blocks(&self.path, &alone)?;
        let with = std::mem::replace(&mut self.copy, alone);
        self.conn = None;
        if !self.is_round() {
            self.copy = with;
            self.conn = None;
        }
        Ok(())
    }

    fn is_round(&mut self) -> bool {
        let path = self.path.clone();
        self.conn().ok().and_then(|conn| migrate::version(conn, &path).ok()).is_some_and(|version| version > 0)
    }

    pub(super) const fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// The connection; a new one after a failure.
    fn conn(&mut self) -> rusqlite::Result<&Connection> {
        let conn = self.conn.take().map_or_else(|| self.connect(), Ok)?;
        Ok(self.conn.insert(conn))
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&self.copy, flags)?;
        conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
        if let Some(key) = &self.key {
            conn.execute_batch(&key.pragma())?;
        }
        // A file that is shorter than it says is read as far as it goes.
        conn.execute_batch("PRAGMA writable_schema = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")?;
        Ok(conn)
    }

    /// Does something with the connection, which is given up when it fails.
    pub(super) fn tried<T>(&mut self, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let done = self.conn().and_then(f);
        if done.is_err() {
            self.conn = None;
        }
        done
    }

    /// Refuses what is no round, of which the tables are not known any more, and other versions.
    pub(super) fn check_version(&mut self) -> Result<()> {
        let path = self.path.clone();
        let tables =
            self.tried(|conn| conn.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get::<_, i64>(0)));
        if tables.is_err() {
            let what = format!("口令不对，或者文件开头有损坏，不能修复：{}", path.display());
            return Err(Error::new(Failure::Open, what)
                .hint("文件没有改动。请核对口令；口令没有错的，请用备份（wenkan restore）。"));
        }
        let version = {
            let conn = self.conn().during(DOING, &path)?;
            migrate::version(conn, &path)?
        };
        if version == migrate::LATEST {
            return Ok(());
        }
        let what = format!("这个文件是较早版本（{version}）的，不能修复：{}", path.display());
        Err(Error::new(Failure::Open, what).hint("文件没有改动。请用保存它的那一版问看的备份。"))
    }

    /// Reads rows until the end or a failure; true when the end was reached.
    pub(super) fn rows<T>(
        &mut self,
        sql: &str,
        params: impl Params,
        mut row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T),
    ) -> bool {
        self.tried(|conn| {
            let mut select = conn.prepare(sql)?;
            let mut rows = select.query(params)?;
            while let Some(next) = rows.next()? {
                take(row(next)?);
            }
            Ok(())
        })
        .is_ok()
    }

    fn number(&mut self, sql: &str) -> i64 {
        self.tried(|conn| conn.query_row(sql, [], |r| r.get::<_, Option<i64>>(0))).ok().flatten().unwrap_or(0)
    }

    /// The last place that anything in the file speaks of.
    fn last(&mut self, known: &Found) -> i64 {
        let asked = [
            "SELECT max(seq) FROM revision",
            "SELECT max(seq) FROM record",
            "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'sum:revision'",
        ]
        .map(|sql| self.number(sql));
        known.records.keys().chain(known.txns.keys()).copied().chain(asked).max().unwrap_or(0)
    }

    /// Walks the log.
    pub(super) fn log(&mut self, progress: blob::Progress<'_>) -> Result<Found> {
        let mut found = self.indexes();
        let last = self.last(&found);
        let mut todo = vec![(1, last)];
        let mut done = 0;
        while let Some((from, to)) = todo.pop() {
            if from > to {
                continue;
            }
            let mut read = Vec::new();
            let whole = self.rows(
                "SELECT * FROM revision WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
                (from, to),
                read_row,
                |row| read.push(row),
            );
            // What came before the failure counts.
            let next = read.last().map_or(from, |(seq, _)| seq + 1);
            found.revisions.extend(read);
            match (whole, next) {
                (true, _) => done = to,
                (false, next) if next > to => done = to,
                (false, next) if next == to => {
                    found.lost.insert(to);
                    done = to;
                }
                (false, next) => {
                    let middle = next + (to - next) / 2;
                    todo.push((middle + 1, to));
                    todo.push((next, middle));
                }
            }
            let percent =
                u64::try_from(done).unwrap_or(0).saturating_mul(100) / u64::try_from(last.max(1)).unwrap_or(1);
            if !progress(u8::try_from(percent.min(100)).unwrap_or(100)) {
                return Err(blob::cancelled());
            }
        }
        // A page that hangs in the wrong place is passed over without a word; the indexes know of its rows.
        let named: Vec<i64> = found.records.keys().chain(found.txns.keys()).copied().collect();
        found.lost.extend(named.into_iter().filter(|seq| !found.revisions.contains_key(seq)));
        // And where nothing is named, a place of which nothing stands in the log never stood there, or is lost.
        Ok(found)
    }

    /// What the indexes and the other tables tell of the log.
    fn indexes(&mut self) -> Found {
        let mut found = Found::default();
        let Found { records, authors, txns, kinds, shown, struck, .. } = &mut found;
        // Forwards and backwards, around one place that cannot be read.
        for order in ["", "DESC"] {
            self.rows(
                &format!(
                    "SELECT seq, record FROM revision INDEXED BY revision_record ORDER BY record {order}, seq {order}"
                ),
                [],
                |r| Ok((r.get(0)?, r.get::<_, SqlId>(1)?.0)),
                |(seq, record)| records.extend([(seq, record)]),
            );
            self.rows(
                &format!(
                    "SELECT seq, author FROM revision INDEXED BY revision_own
                     ORDER BY device {order}, author {order}, seq {order}"
                ),
                [],
                |r| Ok((r.get(0)?, r.get::<_, Option<SqlId>>(1)?.map(|id| InspectorId(id.0)))),
                |(seq, author)| authors.extend([(seq, author)]),
            );
            self.rows(
                &format!("SELECT seq, txn FROM revision INDEXED BY revision_txn ORDER BY txn {order}"),
                [],
                |r| Ok((r.get(0)?, TxnId(r.get::<_, SqlId>(1)?.0))),
                |(seq, txn)| txns.extend([(seq, txn)]),
            );
            self.rows(
                &format!("SELECT id, kind, head, body FROM record ORDER BY seq {order}"),
                [],
                |r| Ok((r.get::<_, SqlId>(0)?.0, r.get::<_, String>(1)?, r.get::<_, SqlHash>(2)?.0, r.get(3)?)),
                |(id, kind, head, body)| {
                    kinds.extend(Kind::parse(&kind).map(|kind| (id, kind)));
                    shown.insert(head, body);
                },
            );
            self.rows(
                &format!("SELECT rev, txn, seal FROM redaction ORDER BY rev {order}"),
                [],
                |r| Ok((r.get::<_, SqlHash>(0)?.0, TxnId(r.get::<_, SqlId>(1)?.0), r.get::<_, SqlHash>(2)?.0)),
                |(rev, txn, seal)| struck.extend([(rev, (txn, seal))]),
            );
        }
        found
    }
}

fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, Row)> {
    let (seq, rev, revision) = Revision::from_row(row)?;
    let range = match row.get::<_, Option<SqlHash>>("base")? {
        Some(base) => Some((base.0, row.get("cut_at")?, row.get("cut_len")?)),
        None => None,
    };
    Ok((seq, Row { rev, revision, range }))
}

/// Copies a file block by block; returns how many bytes could not be read.
fn copy_blocks(from: &Path, to: &Path) -> Result<u64> {
    let read = |e| io(DOING, from, e);
    let write = |e| io(DOING, to, e);
    let mut source = File::open(from).map_err(read)?;
    let size = source.metadata().map_err(read)?.len();
    let mut target = File::create(to).map_err(write)?;
    let (mut at, mut lost) = (0_u64, 0_u64);
    let mut block = vec![0; BLOCK];
    while at < size {
        let want = usize::try_from(size - at).unwrap_or(BLOCK).min(BLOCK);
        let Some(part) = block.get_mut(..want) else { break };
        if source.seek(SeekFrom::Start(at)).and_then(|_| source.read_exact(part)).is_err() {
            part.fill(0);
            lost += want as u64;
        }
        target.write_all(part).map_err(write)?;
        at += want as u64;
    }
    Ok(lost)
}
