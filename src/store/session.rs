//! What the file tells about its last session, and the mark of this one.
//!
//! `meta.open_by` is there from opening to closing. Found at opening, it means that the last session crashed, or, when
//! it names another place, that this file is a copy made while the original was open.

use super::clock_behind::{self, AHEAD_MS};
use super::error::Sql;
use super::key::Key;
use super::lock::{self, Holder, LastSealed, host};
use super::{migrate, open, read, untouched, wal};
use crate::clock;
use crate::error::Result;
use crate::model::ids::DeviceId;
use crate::model::value::Instant;
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;
use uuid::Uuid;

/// Where [`Session::united`] is kept until it is told.
pub(super) const UNITED: &str = "united";

/// Found at opening.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// This laptop in this round.
    pub(super) device: DeviceId,
    me: Holder,
    former: Option<Holder>,
    /// What bringing the file to this version did to duplicates, when nobody was told yet.
    pub(super) united: Option<String>,
    /// The time of the last revision, when it lies ahead of the clock by more than [`AHEAD_MS`].
    ahead: Option<Instant>,
    /// The last revision of the session before is not in the file; by how many places it is behind, as far as known.
    lost: Option<i64>,
}

impl Session {
    /// Reads what the last session left; `device` is this laptop.
    ///
    /// # Errors
    /// [`Kind::Locked`](crate::error::Kind::Locked) when it is, or was left, open under another name of the same file.
    pub(super) fn read(conn: &Connection, path: &Path, device: DeviceId, sealed: Option<&LastSealed>) -> Result<Self> {
        let me = Holder::me(path);
        let found = || {
            let united = read::meta(conn, UNITED)?;
            let former = read::meta(conn, "open_by")?;
            let last: Option<String> =
                conn.query_row("SELECT at FROM revision ORDER BY seq DESC LIMIT 1", [], |r| r.get(0)).optional()?;
            let behind = sealed.map(|sealed| missing(conn, sealed)).transpose()?.flatten();
            Ok((united, former, last, behind))
        };
        let (united, former, last, behind) = found().during("打开轮次文件", path)?;
        let ahead = last.and_then(|at| Instant::parse(&at)).filter(|last| last.ms - clock::now().ms > AHEAD_MS);
        let former: Option<Holder> = former.and_then(|f| serde_json::from_str(&f).ok());
        match former.as_ref().filter(|f| f.host == me.host && f.path != me.path) {
            Some(f) if lock::is_one_file(path, Path::new(&f.path)) => Err(lock::other_name(path, f)),
            _ => Ok(Self { device, me, former, united, ahead, lost: behind }),
        }
    }

    /// Who has the file open, under another name than `path`, as far as it can be read.
    pub(super) fn holder(path: &Path, key: Option<&Key>, by: &str) -> Option<Holder> {
        let open_by = |conn: &Connection| read::meta(conn, "open_by").during("打开轮次文件", path);
        let (_, open_by) = untouched::alone(path, key, by, open_by).ok()?;
        let holder: Holder = serde_json::from_str(&open_by?).ok()?;
        (holder.path != path.display().to_string()).then_some(holder)
    }

    /// Marks the file as open here, notes a clock that is behind, and removes attachments that were never finished.
    pub(super) fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        migrate::set_meta(conn, &device_key(&self.me.host), &self.device.to_string())?;
        conn.execute("DELETE FROM meta WHERE key = ?1", [UNITED])?;
        migrate::set_meta(conn, "open_by", &serde_json::to_string(&self.me).unwrap_or_default())?;
        if let Some(last) = self.ahead {
            migrate::set_meta(conn, &clock_behind::key(self.me.at), &last.to_string())?;
        }
        super::blob::sweep(conn)
    }

    /// Removes the mark at the end of the session.
    pub(super) fn end(conn: &Connection) -> rusqlite::Result<()> {
        conn.execute("DELETE FROM meta WHERE key = 'open_by'", []).map(drop)
    }

    /// Removes the mark from a copy, to which no `-wal` that lies about belongs.
    pub(super) fn clear(conn: &Connection) -> rusqlite::Result<()> {
        Self::end(conn)?;
        wal::stamp(conn)
    }

    /// Said when what was sealed in the session before is not in the file.
    pub(super) fn lost_note(&self) -> Option<String> {
        let missing = self.lost?;
        let count = if missing > 0 { format!("至少 {missing} 处") } else { "一些".to_owned() };
        Some(format!(
            "上次没有正常退出，而且上次已经存好的改动有{count}不在这个文件里：旁边的 -wal 文件可能被删除或移走，或者文件被换成了较早的一份。\
             请先找回原来的文件或 -wal 文件，再核对最后写的内容。"
        ))
    }

    /// When it began.
    pub(super) const fn begun(&self) -> Instant {
        self.me.at
    }

    /// The folder of the file.
    pub(super) fn folder(&self) -> &Path {
        Path::new(&self.me.path).parent().unwrap_or_else(|| Path::new("."))
    }

    fn elsewhere(&self) -> Option<&Holder> {
        self.former.as_ref().filter(|f| (&f.host, &f.path) != (&self.me.host, &self.me.path))
    }

    pub(super) fn unclean(&self) -> bool {
        self.former.is_some() && self.elsewhere().is_none()
    }

    pub(super) fn copy_note(&self) -> Option<String> {
        let f = self.elsewhere()?;
        Some(format!(
            "这是在使用中复制出来的文件（原件 {}，主机 {}，{} {} 打开）。复制时还没有保存的内容只在原件里，请核对后再往下记。",
            f.path,
            f.host,
            f.at.date().chinese(),
            f.at.hour_minute()
        ))
    }

    pub(super) fn clock_note(&self) -> Option<String> {
        self.ahead.map(|last| clock_behind::said(self.me.at, last))
    }
}

/// This laptop in a round: the id that lies beside the traces, so that two laptops of one name are two; without traces
/// what the file holds for this host, else a new one.
pub(super) fn device(conn: &Connection, beside_traces: Option<DeviceId>) -> rusqlite::Result<DeviceId> {
    match beside_traces {
        Some(device) => Ok(device),
        None => Ok(of_host(conn)?.unwrap_or_default()),
    }
}

/// The id that the file holds for this host; `None` also in a file that holds nothing yet.
pub(super) fn of_host(conn: &Connection) -> rusqlite::Result<Option<DeviceId>> {
    if !conn.table_exists(None, "meta")? {
        return Ok(None);
    }
    let text = read::meta(conn, &device_key(&host()))?;
    Ok(text.and_then(|d| Uuid::parse_str(&d).ok()).map(DeviceId))
}

/// By how many places the log is behind what was sealed last; `None`: it is there, or was sealed in another round that
/// had this name.
fn missing(conn: &Connection, sealed: &LastSealed) -> rusqlite::Result<Option<i64>> {
    if sealed.round.is_some() && sealed.round != read::meta(conn, "round")? {
        return Ok(None);
    }
    if conn.prepare("SELECT 1 FROM revision WHERE lower(hex(rev)) = ?1")?.exists([&sealed.rev])? {
        return Ok(None);
    }
    let last: i64 = conn.query_row("SELECT coalesce(max(seq), 0) FROM revision", [], |r| r.get(0))?;
    Ok(Some((sealed.seq - last).max(0)))
}

fn device_key(host: &str) -> String {
    format!("device:{host}")
}

/// Whether opening that file takes a passphrase. Not for a file that this process has open.
pub fn is_encrypted(path: &Path) -> Result<bool> {
    Ok(matches!(open::header(path)?, open::Header::Encrypted(_)))
}
