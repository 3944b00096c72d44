//! What was decided on a candidate of the roll-up.

use crate::model::brief::DecisionBrief;
use crate::model::ids::{DecisionId, Hash, InspectorId, ProblemId, UnitId};
use crate::model::natural::Natural as _;
use crate::model::record::{Kind, Record, apart};
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Adopted or dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[schemars(rename = "Outcome")]
pub enum Decided {
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

/// One thing that a candidate rested on when it was decided.
///
/// Written as the id alone where its content is not known: so did versions that did not note it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(from = "SeenForm", into = "SeenForm")]
#[schemars(with = "SeenForm")]
pub struct Seen {
    /// Id of the answer, check result or observation.
    pub id: Uuid,
    /// Hash of what it said; `None`: not known.
    pub content: Option<Hash>,
}

impl Seen {
    /// Whether that is what was decided on.
    pub fn is(&self, id: Uuid, content: Hash) -> bool {
        self.id == id && self.content.is_none_or(|c| c == content)
    }
}

impl From<Uuid> for Seen {
    fn from(id: Uuid) -> Self {
        Self { id, content: None }
    }
}

/// How it is written.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum SeenForm {
    /// The id alone.
    Id(Uuid),
    /// With the hash of what it said.
    Whole {
        /// Id of the answer, check result or observation.
        id: Uuid,
        /// Hash of what it said.
        content: Hash,
    },
}

impl From<SeenForm> for Seen {
    fn from(form: SeenForm) -> Self {
        match form {
            SeenForm::Id(id) => Self { id, content: None },
            SeenForm::Whole { id, content } => Self { id, content: Some(content) },
        }
    }
}

impl From<Seen> for SeenForm {
    fn from(seen: Seen) -> Self {
        match seen.content {
            None => Self::Id(seen.id),
            Some(content) => Self::Whole { id: seen.id, content },
        }
    }
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
    pub outcome: Decided,
    /// What the candidate rested on when it was decided: answers, check results and observations, with what they said
    /// then. What comes later is new material (新增材料), and so is what says something else since.
    pub seen: Vec<Seen>,
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
            Decided::Adopted { .. } => String::new(),
            Decided::Dismissed { reason } => apart([self.title.as_str(), reason]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_read_in_both_forms_and_written_as_it_was_known() {
        let (old, new) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let content = Hash([7; 32]);
        let seen = vec![Seen::from(old), Seen { id: new, content: Some(content) }];
        let json = serde_json::to_string(&seen).unwrap();
        assert_eq!(json, format!(r#"["{old}",{{"id":"{new}","content":"{content}"}}]"#));
        assert_eq!(serde_json::from_str::<Vec<Seen>>(&json).unwrap(), seen);
        assert!(seen[0].is(old, content), "what is not known is taken for the same");
        assert!(seen[1].is(new, content) && !seen[1].is(new, Hash([8; 32])) && !seen[1].is(old, content));
    }
}
