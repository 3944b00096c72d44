//! Where bodies of revisions come from: each is that of a record as it may be told.

use crate::error::{Error, Kind as Failure, Result};
use crate::model::any::AnyRecord;
use crate::model::ids::{Hash, TxnId};
use crate::model::record::Kind;
use crate::store::{Reader, RevisionInfo};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// The state of a record as it may be told. Only [`Bodies`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Body {
    kind: Kind,
    json: Value,
}

impl Body {
    /// The kind of the record.
    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    /// The whole state.
    pub(super) const fn json(&self) -> &Value {
        &self.json
    }

    /// A text field at the top; empty when there is none.
    pub(super) fn text(&self, key: &str) -> &str {
        self.json.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// An id at the top.
    pub(super) fn id(&self, key: &str) -> Option<Uuid> {
        Uuid::parse_str(self.text(key)).ok()
    }

    /// The state as a record of its type; `None` when it is not one of this version.
    pub(super) fn read<R: DeserializeOwned>(&self) -> Option<R> {
        R::deserialize(&self.json).ok()
    }
}

/// One revision with its body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) seq: i64,
    pub(super) rev: Hash,
    pub(super) record: Uuid,
    pub(super) kind: Option<Kind>,
    pub(super) parents: Vec<Hash>,
    pub(super) txn: TxnId,
    pub(super) deleted: bool,
    /// `None` in the bin, and for a kind that this version does not know.
    pub(super) body: Option<Body>,
}

/// Reads bodies.
pub(super) struct Bodies<'r> {
    reader: &'r Reader,
}

impl<'r> Bodies<'r> {
    pub(super) const fn new(reader: &'r Reader) -> Self {
        Self { reader }
    }

    /// The body of a revision; `None` in the bin and when there is no such revision.
    pub(super) fn at(&self, rev: Hash) -> Result<Option<Body>> {
        Ok(self.reader.revision(rev)?.map(|r| self.step(r)).transpose()?.and_then(|s| s.body))
    }

    /// What a record is, or was before it went to the bin.
    pub(super) fn last(&self, record: Uuid) -> Result<Option<Body>> {
        Ok(self.reader.last_state(record)?.map(|r| self.step(r)).transpose()?.and_then(|s| s.body))
    }

    /// One revision with the one that it was made over, oldest first; with all of the record where that is in the bin.
    pub(super) fn around(&self, record: Uuid, rev: Hash) -> Result<Vec<Step>> {
        let Some(step) = self.reader.revision(rev)?.map(|r| self.step(r)).transpose()? else { return Ok(Vec::new()) };
        let parent = step.parents.first().map(|p| self.reader.revision(*p)).transpose()?.flatten();
        match parent.map(|p| self.step(p)).transpose()? {
            Some(parent) if parent.deleted => self.history(record),
            parent => Ok(parent.into_iter().chain([step]).collect()),
        }
    }

    /// A record that the file need not hold in this form.
    pub(super) fn of(&self, record: &AnyRecord) -> Result<Body> {
        self.read(record.kind(), &self.reader.body_as_told(record)?)
    }

    /// Whether something of the round is withheld.
    pub(super) fn is_masked(&self) -> Result<bool> {
        Ok(!self.reader.told()?.is_open())
    }

    /// The revisions of a record, oldest first.
    pub(super) fn history(&self, record: Uuid) -> Result<Vec<Step>> {
        self.reader.history(record)?.into_iter().map(|r| self.step(r)).collect()
    }

    fn step(&self, revision: RevisionInfo) -> Result<Step> {
        let RevisionInfo { seq, rev, record, kind, parents, txn, deleted, body, .. } = revision;
        let body = match kind {
            Some(kind) if !deleted => Some(self.read(kind, &body)?),
            _ => None,
        };
        Ok(Step { seq, rev, record, kind, parents, txn, deleted, body })
    }

    fn read(&self, kind: Kind, body: &str) -> Result<Body> {
        let json = serde_json::from_str(body).map_err(|e| {
            let path = self.reader.path().display();
            Error::new(Failure::Open, format!("有一条{}的修改记录读不出来，文件可能有损坏：{path}", kind.chinese()))
                .hint("程序没有改动这个文件。请用 wenkan verify 检查。")
                .because(e)
        })?;
        Ok(Body { kind, json })
    }
}
