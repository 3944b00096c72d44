//! What is being typed and is not sealed yet.

use super::sql::{SqlHash, SqlId};
use crate::model::ids::{DeviceId, Hash};
use crate::model::record::Kind;
use crate::model::value::Instant;
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

/// The unsealed text of one field of one record; after a crash it is put back into its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The record; it need not exist yet.
    pub record: Uuid,
    /// Kind of that record.
    pub kind: Kind,
    /// The record it will be listed under, for one that does not exist yet.
    pub parent: Option<Uuid>,
    /// The field, as the screen names it.
    pub field: String,
    /// The text as typed.
    pub text: String,
    /// What the editor needs besides the text to stand as before (ids, lanes, marks), as JSON; may be empty.
    pub state: String,
    /// Caret as a byte offset into `text`.
    pub caret: usize,
    /// The head revision over which it was typed; when that is no longer the head, both texts are shown.
    pub base: Option<Hash>,
    /// When it was last typed at.
    pub at: Instant,
}

/// The field of a draft.
pub(super) type DraftField = (Uuid, String);

impl Draft {
    /// What it is a draft of; a later draft of the same field replaces it.
    pub(super) fn key(&self) -> DraftField {
        (self.record, self.field.clone())
    }
}

/// Writes a draft over the former one of its field and device.
pub(super) fn save(conn: &Connection, device: DeviceId, draft: &Draft) -> rusqlite::Result<()> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO draft(record, field, device, kind, parent, text, state, caret, base, at)
         VALUES(:record, :field, :device, :kind, :parent, :text, :state, :caret, :base, :at)
         ON CONFLICT(record, field, device) DO UPDATE SET kind = excluded.kind, parent = excluded.parent,
           text = excluded.text, state = excluded.state, caret = excluded.caret, base = excluded.base, at = excluded.at",
    )?;
    upsert.execute(named_params! {
        ":record": SqlId(draft.record),
        ":field": draft.field,
        ":device": SqlId(device.0),
        ":kind": draft.kind.name(),
        ":parent": draft.parent.map(SqlId),
        ":text": draft.text,
        ":state": draft.state,
        ":caret": i64::try_from(draft.caret).unwrap_or(i64::MAX),
        ":base": draft.base.map(SqlHash),
        ":at": draft.at.to_string(),
    })?;
    Ok(())
}

/// Removes the drafts of a field, those of other devices too: their text was shown and is sealed now.
pub(super) fn drop_field(conn: &Connection, (record, field): &DraftField) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM draft WHERE record = ?1 AND field = ?2")?
        .execute((SqlId(*record), field))
        .map(drop)
}

/// All drafts, oldest first; of one field typed at on two devices, the newest only.
pub(super) fn all(conn: &Connection) -> rusqlite::Result<Vec<Draft>> {
    let mut select = conn.prepare_cached("SELECT * FROM draft ORDER BY at")?;
    let rows = select.query_map([], from_row)?;
    let mut drafts: Vec<Draft> = Vec::new();
    for draft in rows.filter_map(rusqlite::Result::transpose) {
        let draft = draft?;
        drafts.retain(|d| (d.record, &d.field) != (draft.record, &draft.field));
        drafts.push(draft);
    }
    drafts.sort_by_key(|d| d.at);
    Ok(drafts)
}

/// How many drafts [`all`] passes over because their kind or time cannot be read.
pub(super) fn unreadable(conn: &Connection) -> rusqlite::Result<usize> {
    let mut select = conn.prepare_cached("SELECT * FROM draft")?;
    let rows: Vec<Option<Draft>> = select.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?;
    Ok(rows.iter().filter(|draft| draft.is_none()).count())
}

/// Shows every draft of every device and writes those back that `change` says it changed.
pub(super) fn change_each(conn: &Connection, mut change: impl FnMut(&mut Draft) -> bool) -> rusqlite::Result<()> {
    let mut select = conn.prepare_cached("SELECT * FROM draft")?;
    let all = select.query_map([], |row| Ok((row.get::<_, SqlId>("device")?, from_row(row)?)))?;
    for one in all.collect::<rusqlite::Result<Vec<_>>>()? {
        let (device, Some(mut draft)) = one else { continue };
        if change(&mut draft) {
            save(conn, DeviceId(device.0), &draft)?;
        }
    }
    Ok(())
}

/// `None` for a draft of a kind that this version does not know; it stays in the file for the version that does.
fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Draft>> {
    let (kind, at): (String, String) = (row.get("kind")?, row.get("at")?);
    let (Some(kind), Some(at)) = (Kind::parse(&kind), Instant::parse(&at)) else { return Ok(None) };
    Ok(Some(Draft {
        record: row.get::<_, SqlId>("record")?.0,
        kind,
        parent: row.get::<_, Option<SqlId>>("parent")?.map(|p| p.0),
        field: row.get("field")?,
        text: row.get("text")?,
        state: row.get("state")?,
        caret: usize::try_from(row.get::<_, i64>("caret")?).unwrap_or_default(),
        base: row.get::<_, Option<SqlHash>>("base")?.map(|b| b.0),
        at,
    }))
}
