//! Content of attachments: chunks of 1 MiB under the SHA-256 of the whole, stored once.

use super::error::Sql;
use super::sql::SqlHash;
use crate::error::{Error, Kind, Result, io};
use crate::model::ids::Hash;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

/// Bytes of one chunk.
pub(super) const CHUNK: usize = 1 << 20;
/// Greatest size of one attachment in bytes.
pub const MAX_BLOB: u64 = 200 << 20;

const DOING: &str = "保存附件";

/// Called with percent done; `false` cancels.
pub type Progress<'a> = &'a dyn Fn(u8) -> bool;

/// Hashes a file that is to be attached; refuses one above [`MAX_BLOB`].
pub(super) fn hash_file(file: &Path) -> Result<(Hash, u64)> {
    let doing = "读取附件";
    let size = std::fs::metadata(file).map_err(|e| io(doing, file, e))?.len();
    if size > MAX_BLOB {
        return Err(Error::input(format!(
            "附件太大（{} MiB），上限 {} MiB：{}",
            size >> 20,
            MAX_BLOB >> 20,
            file.display()
        ))
        .hint("请压缩扫描件或分成几个文件。"));
    }
    hash_of(file, doing)
}

/// Hash and size of a file of any size.
pub(super) fn hash_of(file: &Path, doing: &str) -> Result<(Hash, u64)> {
    hash_of_open(crate::regular::open(file).map_err(|e| io(doing, file, e))?, file, doing)
}

/// As [`hash_of`], of a file that is open.
pub(super) fn hash_of_open(open: impl Read, file: &Path, doing: &str) -> Result<(Hash, u64)> {
    let mut sha = Sha256::new();
    let mut read = 0;
    each_chunk(open, |chunk| {
        sha.update(chunk);
        read += chunk.len() as u64;
        Ok(())
    })
    .map_err(|e| e.unwrap_or_else(|e| io(doing, file, e)))?;
    Ok((Hash(sha.finalize().into()), read))
}

/// Reads in chunks of [`CHUNK`] bytes, the last one shorter. The error is the reader's, or the callee's.
pub(super) fn each_chunk(
    mut from: impl Read,
    mut each: impl FnMut(&[u8]) -> Result<()>,
) -> std::result::Result<(), std::result::Result<Error, std::io::Error>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    loop {
        chunk.clear();
        from.by_ref().take(CHUNK as u64).read_to_end(&mut chunk).map_err(Err)?;
        if chunk.is_empty() {
            return Ok(());
        }
        each(&chunk).map_err(Ok)?;
    }
}

/// Whether that content is stored completely.
pub(super) fn has(conn: &Connection, hash: Hash) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM blob WHERE sha256 = ?1 AND complete = 1")?.exists([SqlHash(hash)])
}

/// How many bytes each content has that is stored completely.
pub(super) fn sizes(conn: &Connection) -> rusqlite::Result<BTreeMap<Hash, u64>> {
    let row = |r: &rusqlite::Row<'_>| Ok((r.get::<_, SqlHash>(0)?.0, r.get::<_, i64>(1)?.cast_unsigned()));
    conn.prepare_cached("SELECT sha256, size FROM blob WHERE complete = 1")?.query_map([], row)?.collect()
}

/// Makes room for content that is not visible until [`finish`].
pub(super) fn begin(conn: &Connection, hash: Hash, size: u64) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM blob WHERE sha256 = ?1 AND complete = 0", [SqlHash(hash)])?;
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    conn.execute("INSERT INTO blob(sha256, size, complete) VALUES(?1, ?2, 0)", (SqlHash(hash), size)).map(drop)
}

/// Adds chunk `n`.
pub(super) fn put_chunk(conn: &Connection, hash: Hash, n: i64, bytes: &[u8]) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT INTO blob_chunk(sha256, n, bytes) VALUES(?1, ?2, ?3)")?
        .execute((SqlHash(hash), n, bytes))
        .map(drop)
}

/// Makes content visible.
pub(super) fn finish(conn: &Connection, hash: Hash) -> rusqlite::Result<()> {
    conn.execute("UPDATE blob SET complete = 1 WHERE sha256 = ?1", [SqlHash(hash)]).map(drop)
}

/// Removes content that was cancelled or cut off by a crash.
pub(super) fn sweep(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM blob WHERE complete = 0", []).map(drop)
}

/// Stores bytes that are in memory, within the transaction of the caller.
pub(super) fn store_bytes(conn: &Connection, path: &Path, bytes: &[u8]) -> Result<Hash> {
    let size = bytes.len() as u64;
    if size > MAX_BLOB {
        return Err(Error::input(format!("附件太大，上限 {} MiB", MAX_BLOB >> 20)));
    }
    let hash = Hash(Sha256::digest(bytes).into());
    let store = || {
        if has(conn, hash)? {
            return Ok(());
        }
        begin(conn, hash, size)?;
        for (n, chunk) in (0..).zip(bytes.chunks(CHUNK)) {
            put_chunk(conn, hash, n, chunk)?;
        }
        finish(conn, hash)
    };
    store().during(DOING, path)?;
    Ok(hash)
}

/// Streams content out and checks its hash on the way; returns its size in bytes.
pub(super) fn copy_out(
    conn: &Connection,
    path: &Path,
    hash: Hash,
    out: &mut dyn Write,
    progress: Progress<'_>,
) -> Result<u64> {
    const DOING: &str = "读取附件";
    let size: Option<i64> = conn
        .prepare_cached("SELECT size FROM blob WHERE sha256 = ?1 AND complete = 1")
        .and_then(|mut s| s.query_row([SqlHash(hash)], |r| r.get(0)).optional())
        .during(DOING, path)?;
    let Some(size) = size.and_then(|s| u64::try_from(s).ok()) else {
        return Err(Error::input(format!("文件里没有这个附件的内容：{}", hash.short())));
    };
    let mut sha = Sha256::new();
    let mut done = 0;
    let mut select =
        conn.prepare_cached("SELECT bytes FROM blob_chunk WHERE sha256 = ?1 ORDER BY n").during(DOING, path)?;
    let mut rows = select.query([SqlHash(hash)]).during(DOING, path)?;
    while let Some(row) = rows.next().during(DOING, path)? {
        let bytes = row.get_ref(0).and_then(|b| b.as_blob().map_err(Into::into)).during(DOING, path)?;
        sha.update(bytes);
        out.write_all(bytes).map_err(|e| Error::new(Kind::Storage, "附件写不出去").because(e))?;
        done += bytes.len() as u64;
        if !progress(percent(done, size)) {
            return Err(cancelled());
        }
    }
    if Hash(sha.finalize().into()) != hash || done != size {
        return Err(super::error::damaged(path, &format!("附件 {} 的内容有损坏", hash.short())));
    }
    Ok(done)
}

/// Percent of `size` that is done.
pub(super) fn percent(done: u64, size: u64) -> u8 {
    let share = done.saturating_mul(100).checked_div(size).unwrap_or(100);
    u8::try_from(share.min(100)).unwrap_or(100)
}

/// What a cancelled operation returns.
pub(super) fn cancelled() -> Error {
    Error::new(Kind::Cancelled, "已取消").hint("没有留下半份内容。")
}
