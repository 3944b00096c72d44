//! Version 3: of records with one natural key, one is left.
//!
//! The one that was written first stays and takes in what the others say; the others go to the bin, their last revision
//! saying into which they went; every record that points to them is written anew. What could not be kept is told once,
//! when the file is opened.

use super::Lifting;
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::any::{AnyRecord, ForKind};
use crate::model::decision::Decision;
use crate::model::reading::CheckResult;
use crate::model::record::{Kind, Op, Record};
use crate::model::unite::{Unite, redirect};
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::tx::Tx;
use crate::store::{migrate, read, session};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use uuid::Uuid;

const DOING: &str = "合并重复的记录";
/// Differences that are told one by one; more are only counted.
const TOLD: usize = 8;

/// What was done so far.
#[derive(Debug, Default)]
struct United {
    /// Deleted ids, as text, and what stands in their place.
    moved: BTreeMap<String, Uuid>,
    /// Values that found no place, in words.
    lost: Vec<String>,
}

/// Makes one of all that have one natural key.
pub(super) fn unite(l: Lifting<'_>) -> Result<()> {
    let mut tx = Tx::new(l.conn, l.path, Op::Unite, None, l.device);
    let mut united = United::default();
    of_kind::<Answer>(&mut tx, &mut united)?;
    of_kind::<CheckResult>(&mut tx, &mut united)?;
    of_kind::<Decision>(&mut tx, &mut united)?;
    if united.moved.is_empty() {
        return Ok(());
    }
    rewrite(&mut tx, &united.moved)?;
    let drafts = || {
        // A draft that the survivor has too stays where it is: the screens find it by what it is listed under.
        let mut update = l.conn.prepare("UPDATE OR IGNORE draft SET record = ?2 WHERE record = ?1")?;
        for (old, new) in &united.moved {
            update.execute((Uuid::parse_str(old).ok().map(SqlId), SqlId(*new)))?;
        }
        migrate::set_meta(l.conn, session::UNITED, &united.told())
    };
    drafts().during(DOING, l.path)
}

fn of_kind<R: Unite>(tx: &mut Tx<'_>, united: &mut United) -> Result<()> {
    let mut of_key: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    let keys = read::each(tx.conn, tx.path, |r: R| r.natural().map(|key| (key, r.uuid())))?;
    for (key, id) in keys {
        of_key.entry(key).or_default().push(id);
    }
    for ids in of_key.into_values().filter(|ids| ids.len() > 1) {
        one::<R>(tx, ids, united)?;
    }
    Ok(())
}

/// Makes one of several. They go to the bin first: their key must be free.
fn one<R: Unite>(tx: &mut Tx<'_>, mut ids: Vec<Uuid>, united: &mut United) -> Result<()> {
    let mut born = HashMap::new();
    for id in &ids {
        born.insert(*id, first_written(tx.conn, *id).during(DOING, tx.path)?);
    }
    ids.sort_by_key(|id| (born.get(id).copied(), *id));
    let mut records = Vec::new();
    for id in ids {
        records.extend(tx.get::<R>(id)?);
    }
    let mut records = records.into_iter();
    let Some(mut survivor) = records.next() else { return Ok(()) };
    for other in records {
        let id = other.uuid();
        tx.delete_into(R::KIND, id, survivor.uuid())?;
        united.moved.insert(id.to_string(), survivor.uuid());
        let called = format!("{} {}", R::KIND.chinese(), other.called());
        united.lost.extend(survivor.unite(other).into_iter().map(|lost| format!("{called}：{lost}")));
    }
    tx.put(&survivor)
}

fn first_written(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT min(seq) FROM revision WHERE record = ?1")?
        .query_row([SqlId(id)], |r| r.get(0))
        .optional()
        .map(Option::flatten)
}

/// Lets every record that names a deleted one name what stands in its place.
fn rewrite(tx: &mut Tx<'_>, moved: &BTreeMap<String, Uuid>) -> Result<()> {
    struct Put<'t, 'a>(&'t mut Tx<'a>, u32, String);
    impl ForKind for Put<'_, '_> {
        type Out = Result<()>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Result<()> {
            // What this version cannot read it cannot write; it stays as it is.
            let record = read::decode::<R>(self.0.path, self.1, &self.2);
            record.map_or(Ok(()), |record| self.0.put(&record))
        }
    }
    for (kind, schema, body) in pointing(tx.conn, tx.path, moved)? {
        kind.run(Put(tx, schema, body))?;
    }
    Ok(())
}

/// The records that name one of the deleted, their bodies already changed.
fn pointing(conn: &Connection, path: &Path, moved: &BTreeMap<String, Uuid>) -> Result<Vec<(Kind, u32, String)>> {
    let rows = || {
        let mut select = conn.prepare("SELECT kind, schema, body FROM record ORDER BY seq")?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(kind) = Kind::parse(row.get_ref(0)?.as_str()?) else { continue };
            let body = row.get_ref(2)?.as_str()?;
            let Ok(mut json) = serde_json::from_str::<Value>(body) else { continue };
            if redirect(&mut json, moved) {
                found.push((kind, row.get(1)?, json.to_string()));
            }
        }
        Ok(found)
    };
    rows().during(DOING, path)
}

impl United {
    /// What is said once.
    fn told(&self) -> String {
        let shown: Vec<&str> = self.lost.iter().take(TOLD).map(String::as_str).collect();
        let more = match self.lost.len().saturating_sub(TOLD) {
            0 => String::new(),
            n => format!("；另有 {n} 处"),
        };
        let differ = if shown.is_empty() {
            "没有内容不一致的地方。".to_owned()
        } else {
            format!("两份不一致的地方保留先写的一份，请核对：{}{more}。", shown.join("；"))
        };
        format!(
            "旧文件里有 {} 条重复的记录，已并入先写的那一条，段落和备注都保留，引用也改了过来。{differ}",
            self.moved.len()
        )
    }
}
