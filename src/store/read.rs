//! Reading records, for transactions and readers alike.

use super::error::{DAMAGE_HINT, Sql};
use super::natural;
use super::sql::{SqlHash, SqlId};
use crate::error::{Error, Kind as Failure, Result};
use crate::method::MethodFiles;
use crate::model::ids::Hash;
use crate::model::name;
use crate::model::natural::Natural;
use crate::model::record::{Kind, Record};
use crate::model::upcast;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::path::Path;
use uuid::Uuid;

const DOING: &str = "读取记录";

/// What a read sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Records as they are: for the transaction that changes them, and the talk's own screen.
    Own,
    /// Records as they may be told.
    Told,
}

impl Door {
    const fn table(self) -> &'static str {
        match self {
            Self::Own => "record",
            Self::Told => "told_record",
        }
    }
}

/// One entry of a list: id, parent, brief.
pub type Brief = (Uuid, Option<Uuid>, String);

/// The record of that id; `None` when there is none or it is in the bin.
pub(super) fn get<R: Record>(conn: &Connection, path: &Path, door: Door, id: Uuid) -> Result<Option<R>> {
    let row = conn
        .prepare_cached(&format!("SELECT schema, body FROM {} WHERE id = ?1 AND kind = ?2", door.table()))
        .and_then(|mut s| s.query_row((SqlId(id), R::KIND.name()), |r| Ok((r.get(0)?, r.get(1)?))).optional())
        .during(DOING, path)?;
    row.map(|(schema, body): (u32, String)| decode(path, schema, &body)).transpose()
}

/// The record of that natural key; `None` when there is none or it is in the bin.
pub(super) fn find<R: Natural>(conn: &Connection, path: &Path, door: Door, key: R::Key<'_>) -> Result<Option<R>> {
    match natural::find(conn, R::KIND, &R::key_text(key)).during(DOING, path)? {
        Some(id) => get(conn, path, door, id),
        None => Ok(None),
    }
}

/// The records of that kind under `parent`, oldest first; those with a natural key in an order of no meaning.
pub(super) fn children<R: Record>(conn: &Connection, path: &Path, door: Door, parent: Uuid) -> Result<Vec<R>> {
    let sql = format!("SELECT schema, body FROM {} WHERE kind = ?1 AND parent = ?2 ORDER BY id", door.table());
    list(conn, path, &sql, (R::KIND.name(), SqlId(parent)))
}

/// All records of that kind, oldest first.
pub(super) fn all<R: Record>(conn: &Connection, path: &Path, door: Door) -> Result<Vec<R>> {
    list(
        conn,
        path,
        &format!("SELECT schema, body FROM {} WHERE kind = ?1 ORDER BY id", door.table()),
        [R::KIND.name()],
    )
}

/// What `f` makes of all records of that kind that can be read.
pub(super) fn each<R: Record, T>(conn: &Connection, path: &Path, f: impl Fn(R) -> Option<T>) -> Result<Vec<T>> {
    let mut select = conn.prepare_cached("SELECT schema, body FROM record WHERE kind = ?1").during(DOING, path)?;
    let rows = select.query_map([R::KIND.name()], |r| Ok((r.get(0)?, r.get::<_, String>(1)?))).during(DOING, path)?;
    let mut out = Vec::new();
    for row in rows {
        let (schema, body) = row.during(DOING, path)?;
        out.extend(decode(path, schema, &body).ok().and_then(&f));
    }
    Ok(out)
}

/// The record that a merged one was made one with.
pub(super) fn survivor(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Uuid>> {
    conn.prepare_cached("SELECT new FROM merged WHERE old = ?1")?
        .query_row([SqlId(id)], |r| r.get::<_, SqlId>(0).map(|id| id.0))
        .optional()
}

fn list<R: Record>(conn: &Connection, path: &Path, sql: &str, params: impl Params) -> Result<Vec<R>> {
    let mut select = conn.prepare_cached(sql).during(DOING, path)?;
    let mut rows = select.query(params).during(DOING, path)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next().during(DOING, path)? {
        let schema = row.get(0).during(DOING, path)?;
        let body = row.get_ref(1).and_then(|b| b.as_str().map_err(Into::into)).during(DOING, path)?;
        out.push(decode(path, schema, body)?);
    }
    Ok(out)
}

/// Reads a body. Schema numbers above this version's are refused, bodies of older ones lifted ([`upcast`]).
pub(super) fn decode<R: Record>(path: &Path, schema: u32, body: &str) -> Result<R> {
    if schema > R::SCHEMA {
        return Err(Error::new(
            Failure::Open,
            format!("有{}由更新版本的问看保存：{}", R::KIND.chinese(), path.display()),
        )
        .hint("文件没有改动。请安装新版问看再打开。"));
    }
    let read = if schema == R::SCHEMA { serde_json::from_str(body) } else { upcast::read(schema, body) };
    read.map_err(|e| {
        let why = name::why(&e).map(|why| format!("（{why}）")).unwrap_or_default();
        let what = format!("有一条{}读不出来，文件可能有损坏{why}：{}", R::KIND.chinese(), path.display());
        Error::new(Failure::Open, what).hint(DAMAGE_HINT).because(e)
    })
}

/// Head revision of a record that is not in the bin.
pub(super) fn head(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Hash>> {
    conn.prepare_cached("SELECT head FROM record WHERE id = ?1")?
        .query_row([SqlId(id)], |r| r.get::<_, SqlHash>(0).map(|h| h.0))
        .optional()
}

/// Id, parent and brief of all records of a kind that may be told, without reading a body.
pub(super) fn briefs(conn: &Connection, kind: Kind) -> rusqlite::Result<Vec<Brief>> {
    conn.prepare_cached("SELECT id, parent, brief FROM told_record WHERE kind = ?1 ORDER BY parent, brief, id")?
        .query_map([kind.name()], brief)?
        .collect()
}

/// Id, parent and brief of the records that one comes to from `root` by going down the kinds of `path`, from the index
/// alone.
pub(super) fn briefs_below(conn: &Connection, root: Uuid, path: &[Kind]) -> rusqlite::Result<Vec<Brief>> {
    let Some((last, above)) = path.split_last() else { return Ok(Vec::new()) };
    let parents = above.iter().fold("?1".to_owned(), |parents, kind| {
        format!("SELECT id FROM told_record WHERE kind = '{}' AND parent IN ({parents})", kind.name())
    });
    let sql =
        format!("SELECT id, parent, brief FROM told_record WHERE kind = '{}' AND parent IN ({parents})", last.name());
    conn.prepare_cached(&sql)?.query_map([SqlId(root)], brief)?.collect()
}

fn brief(row: &Row<'_>) -> rusqlite::Result<Brief> {
    Ok((row.get::<_, SqlId>(0)?.0, row.get::<_, Option<SqlId>>(1)?.map(|p| p.0), row.get(2)?))
}

/// When the last revision was written, as it stands in the log.
pub(super) fn last_written(conn: &Connection) -> rusqlite::Result<Option<String>> {
    conn.query_row("SELECT at FROM revision ORDER BY seq DESC LIMIT 1", [], |r| r.get(0)).optional()
}

/// One entry of `meta`.
pub(super) fn meta(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |r| r.get(0)).optional()
}

/// The files (name, text) of a method; `None` when the round never used it.
pub(super) fn method_files(conn: &Connection, path: &Path, hash: Hash) -> Result<Option<Vec<(String, String)>>> {
    let files: Option<String> = conn
        .prepare_cached("SELECT files FROM method WHERE hash = ?1")
        .and_then(|mut s| s.query_row([SqlHash(hash)], |r| r.get(0)).optional())
        .during("读取工作法", path)?;
    let Some(files) = files else { return Ok(None) };
    let files = MethodFiles::kept(
        serde_json::from_str(&files).map_err(|e| super::error::damaged(path, "工作法读不出来").because(e))?,
    );
    if files.hash() == hash || super::withheld::is_struck_form(conn, hash, &files).during("读取工作法", path)? {
        return Ok(Some(files.files));
    }
    Err(super::error::damaged(path, &format!("工作法 {} 的内容与其校验值不符", hash.short())))
}
