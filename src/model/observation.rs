//! 疑点: something worth following up.

use crate::model::brief::ObservationBrief;
use crate::model::ids::{
    AnswerId, CheckResultId, DocumentId, EntryId, InspectorId, InterviewId, ObservationId, StatementId, UnitId,
};
use crate::model::record::{Kind, Record};
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where an observation comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Origin {
    /// A statement of a talk.
    Statement {
        /// The talk.
        interview: InterviewId,
        /// The answer.
        answer: AnswerId,
        /// The statement.
        statement: StatementId,
    },
    /// A document, at a check item or entry when it was marked there.
    Document {
        /// The document.
        document: DocumentId,
        /// The check item of the method, e.g. `k4.p3`.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::model::name::of_method_or_none"
        )]
        item: Option<String>,
        /// The result beside which it was marked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        check: Option<CheckResultId>,
        /// The entry beside which it was marked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<EntryId>,
    },
    /// Noted without a source in the round.
    Free,
}

/// 疑点
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The unit it concerns.
    pub unit: UnitId,
    /// Where it comes from.
    pub origin: Origin,
    /// What is worth following up.
    pub text: String,
    /// Who marked it.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
    /// 转线索: withheld, in no list, search, view or output.
    pub withheld: bool,
    /// When it was followed up without becoming a problem; it counts as open no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled: Option<Instant>,
}

impl Observation {
    /// Whether it does not carry the mark itself.
    pub const fn is_told(&self) -> bool {
        !self.withheld
    }
}

impl Record for Observation {
    const KIND: Kind = Kind::Observation;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// See [`ObservationBrief`].
    fn brief(&self) -> String {
        ObservationBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        if self.is_told() { self.text.clone() } else { String::new() }
    }
}
