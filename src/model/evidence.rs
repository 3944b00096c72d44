//! 支撑材料: pointers to what supports a paper; several papers may cite one.

use crate::model::brief::EvidenceBrief;
use crate::model::ids::{
    AnswerId, AttachmentId, CheckResultId, DocumentId, EntryId, EvidenceId, InspectorId, InterviewId, StatementId,
    UnitId,
};
use crate::model::reading::Form;
use crate::model::record::{Kind, Record, apart};
use crate::model::value::{Instant, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a piece of evidence lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum EvidenceSource {
    /// In a document of the round, at a check item or entry when it was taken there.
    Document {
        /// The document.
        document: DocumentId,
        /// The result beside which it was taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        check: Option<CheckResultId>,
        /// The entry beside which it was taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<EntryId>,
    },
    /// A statement of a talk; cited by code and 段, never by name.
    Statement {
        /// The talk.
        interview: InterviewId,
        /// The answer.
        answer: AnswerId,
        /// The statement.
        statement: StatementId,
    },
    /// An attached file.
    Attachment {
        /// The file.
        attachment: AttachmentId,
    },
    /// Outside the round: only what was typed is known.
    Outside,
}

/// What sort of material a piece of evidence is: 孤证 is shown while all of a paper's evidence is of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSort {
    /// 书面材料: minutes, ledgers, vouchers, files.
    Written,
    /// 谈话
    Talk,
    /// 实物、现场、照片、问卷 and the like.
    Other,
}

impl EvidenceSort {
    /// All sorts.
    pub const ALL: [Self; 3] = [Self::Written, Self::Talk, Self::Other];

    /// The name in briefs and views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Talk => "talk",
            Self::Other => "other",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Written => "书面材料",
            Self::Talk => "谈话",
            Self::Other => "其他",
        }
    }
}

/// 支撑材料: what, volume, pages, original or copy, from whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The unit that it concerns.
    pub unit: UnitId,
    /// Where it lies.
    pub source: EvidenceSource,
    /// What sort of material it is.
    pub sort: EvidenceSort,
    /// 材料名称, e.g. 记账凭证 2022年6月. Empty for a statement: its citation follows from the talk.
    pub title: String,
    /// 卷、册、号
    pub volume: String,
    /// 页, as noted: `1-88`.
    pub pages: String,
    /// Original, copy or file.
    pub form: Form,
    /// How many copies or sheets, as written: 2页; empty when not noted.
    pub extent: String,
    /// 提供人. Empty for a talk.
    pub provider: String,
    /// 取得日期
    pub obtained: Option<PartialDate>,
    /// What it shows, for the group; printed on no paper.
    pub note: String,
    /// Who took it.
    pub by: InspectorId,
    /// When it was noted.
    pub at: Instant,
}

impl Record for Evidence {
    const KIND: Kind = Kind::Evidence;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// See [`EvidenceBrief`].
    fn brief(&self) -> String {
        EvidenceBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.title.as_str(), &self.volume, &self.pages, &self.note])
    }
}
