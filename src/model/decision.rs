//! What was decided on a candidate of the roll-up.

use crate::model::brief::DecisionBrief;
use crate::model::ids::{DecisionId, Hash, InspectorId, ProblemId, UnitId};
use crate::model::natural::Natural as _;
use crate::model::record::{Kind, Record};
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Adopted or dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// 采纳: a problem was drafted from it.
    Adopted {
        /// The problem.
        problem: ProblemId,
    },
    /// 不采纳, with the reason.
    Dismissed {
        /// Why.
        reason: String,
    },
}

/// A decision on one candidate. The key is the candidate's, so that running the roll-up again makes no second one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The unit.
    pub unit: UnitId,
    /// Key of the candidate.
    pub key: Hash,
    /// Title of the candidate when it was decided, so that a dismissal can be read without running the roll-up.
    pub title: String,
    /// What was decided.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What the candidate rested on when it was decided: ids of answers, check results and observations. What comes
    /// later is new material (新增材料).
    pub seen: Vec<Uuid>,
    /// Who decided.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
}

impl Record for Decision {
    const KIND: Kind = Kind::Decision;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    fn natural(&self) -> Option<String> {
        Some(Self::key_text((self.unit, self.key)))
    }
    /// See [`DecisionBrief`].
    fn brief(&self) -> String {
        DecisionBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        match &self.outcome {
            Outcome::Adopted { .. } => String::new(),
            Outcome::Dismissed { reason } => format!("{} {reason}", self.title),
        }
    }
}
