//! Meta data of an attached file; its bytes lie in chunks beside the records.

use crate::model::brief::AttachmentBrief;
use crate::model::ids::{AttachmentId, Hash, InspectorId};
use crate::model::record::{Kind, Record, apart};
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An attached file: a photo of a page, a scan, a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The record it belongs to (a talk, a person, a unit, a document).
    pub owner: Uuid,
    /// File name as given, without folder.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the content; the content is stored once.
    pub sha256: Hash,
    /// What it is, in a few words.
    pub caption: String,
    /// Who attached it.
    pub by: Option<InspectorId>,
    /// When.
    pub at: Instant,
}

impl Record for Attachment {
    const KIND: Kind = Kind::Attachment;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.owner)
    }
    /// See [`AttachmentBrief`].
    fn brief(&self) -> String {
        AttachmentBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.name.as_str(), &self.caption])
    }
}
