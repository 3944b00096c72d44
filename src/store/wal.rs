//! Whose `-wal` file lies beside the round.
//!
//! SQLite merges whatever `-wal` it finds into the file beside it: that of another file, or of a newer state of this one
//! (an older copy was put over it after a crash), destroys the file. So `meta` holds a token per filling of the `-wal`:
//! the first write into an empty `-wal` draws a new one ([`mark`]) and keeps the one before it as its base. A `-wal` is
//! the file's own when its base is the token in the file without it.
//!
//! Only asked when a session did not end well: a good end leaves none.

use super::error::Sql;
use super::key::Key;
use super::{migrate, open, read, untouched};
use crate::clock;
use crate::error::{Result, io};
use crate::regular;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// The token of the filling.
const NOW: &str = "wal";
/// The token that the file had when it began.
const BASE: &str = "wal_base";

/// Notes that a new filling begins; in the first transaction after the `-wal` was emptied.
pub(super) fn mark(conn: &Connection) -> rusqlite::Result<()> {
    let base = read::meta(conn, NOW)?.unwrap_or_default();
    migrate::set_meta(conn, BASE, &base)?;
    stamp(conn)
}

/// Gives a token of its own to the file, or to a copy, to which no `-wal` that lies about belongs then.
pub(super) fn stamp(conn: &Connection) -> rusqlite::Result<()> {
    let token: [u8; 8] = rand::random();
    migrate::set_meta(conn, NOW, &data_encoding::HEXLOWER.encode(&token))
}

/// What a file says of its `-wal`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tokens {
    now: Option<String>,
    base: Option<String>,
    /// The last revision, by place and hash.
    last: Option<(i64, Vec<u8>)>,
}

impl Tokens {
    fn of(conn: &Connection, path: &Path) -> Result<Self> {
        use rusqlite::OptionalExtension;
        let read = || {
            let last = conn
                .query_row("SELECT seq, rev FROM revision ORDER BY seq DESC LIMIT 1", [], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?;
            Ok(Self { now: read::meta(conn, NOW)?, base: read::meta(conn, BASE)?, last })
        };
        read().during("核对 -wal 文件", path)
    }
}

/// Whether the `-wal` beside the file, which nobody has open, is the file's own. What cannot be told (a wrong key, a
/// damaged file) counts as its own: opening it says what is wrong.
pub(super) fn is_own(path: &Path, key: Option<&Key>, by: &str) -> Result<bool> {
    let tokens = |conn: &Connection| Tokens::of(conn, path);
    let Ok((_, alone)) = untouched::alone(path, key, by, tokens) else { return Ok(true) };
    match open::connect(path, key, by, tokens) {
        Ok((conn, with)) if with.now == alone.now => {
            // It was merged already, in whole or in part, or it says nothing of tokens.
            alone_holds(&conn, &alone).during("核对 -wal 文件", path)
        }
        Ok((_, with)) => Ok(with.base.unwrap_or_default() == alone.now.unwrap_or_default()),
        // What keeps it from being read may pass; with any other failure it makes the file, which is sound without it,
        // something that is no round.
        Err(e) if e.kind.passes() => Err(e),
        // Again, so that it is the `-wal` that makes the difference.
        Err(e) => match untouched::alone(path, key, by, tokens) {
            Ok((_, again)) if again == alone => Ok(false),
            _ => Err(e),
        },
    }
}

/// Whether what is in the file alone is there with the `-wal` too, and the whole is sound.
fn alone_holds(conn: &Connection, alone: &Tokens) -> rusqlite::Result<bool> {
    let sound: rusqlite::Result<String> = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0));
    if !sound.is_ok_and(|said| said == "ok") {
        return Ok(false);
    }
    let Some((seq, rev)) = &alone.last else { return Ok(true) };
    conn.prepare("SELECT 1 FROM revision WHERE seq = ?1 AND rev = ?2")?.exists((seq, rev))
}

/// What lay beside the file, was not its own and has been put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    /// What stood behind the name of the file.
    end: &'static str,
    /// Where it is now.
    to: PathBuf,
}

/// Puts aside what lies beside the file and is not its own, under names with the date: any journal, of which the program
/// leaves none, and a `-wal` of another file.
pub(super) fn put_aside(path: &Path, key: Option<&Key>, by: &str) -> Result<Vec<Aside>> {
    let mut aside = Vec::new();
    if open::has_journal(path) {
        aside.push(Aside::put(path, "-journal")?);
    }
    if open::left_over(path) && !is_own(path, key, by)? {
        aside.push(Aside::put(path, "-wal")?);
        // It was made from that `-wal`.
        std::fs::remove_file(open::beside(path, "-shm")).ok();
    }
    Ok(aside)
}

impl Aside {
    fn put(path: &Path, end: &'static str) -> Result<Self> {
        let from = open::beside(path, end);
        let stamp = clock::now().stamp();
        let free = |n: u32| {
            let name = if n == 0 { format!("{end}-{stamp}") } else { format!("{end}-{stamp}-{n}") };
            Some(open::beside(path, &name)).filter(|to| !to.exists())
        };
        let to = (0..1_000).find_map(free).unwrap_or_else(|| open::beside(path, &format!("{end}-1")));
        regular::rename(&from, &to).map_err(|e| io(&format!("另放 {end} 文件"), &from, e))?;
        Ok(Self { end, to })
    }

    /// What is said of it.
    pub(super) fn said(&self) -> String {
        let Self { end, to } = self;
        format!(
            "轮次文件旁边有一个不属于它的 {end} 文件（多半是异常退出以后，用备份或另一份文件换掉了原来的文件）。没有并入，已改名另放：{}。\
             要找换掉以前最后写的内容，请把它和原来的文件一起留存。",
            to.display()
        )
    }
}
