//! 建议 and 立行立改: what goes to the unit and to others beside the problems.

use crate::model::brief::{QuickFixBrief, SuggestionBrief};
use crate::model::ids::{InspectorId, ProblemId, QuickFixId, SuggestionId, UnitId};
use crate::model::record::{Kind, Record, apart};
use crate::model::value::{Instant, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// 建议, to one addressee (domain.md §5.3: counted per addressee).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// The unit inspected.
    pub unit: UnitId,
    /// The problems it answers; a suggestion that answers none is sent back in review.
    pub problems: Vec<ProblemId>,
    /// To whom; empty: to the inspected unit.
    pub addressee: String,
    /// What is suggested.
    pub text: String,
}

impl Record for Suggestion {
    const KIND: Kind = Kind::Suggestion;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// See [`SuggestionBrief`].
    fn brief(&self) -> String {
        SuggestionBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.addressee.as_str(), &self.text])
    }
}

/// 立行立改: a problem that the unit can and must put right while the group is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuickFix {
    /// Its id.
    pub id: QuickFixId,
    /// The unit.
    pub unit: UnitId,
    /// The problem.
    pub problem: ProblemId,
    /// What has to be put right.
    pub demand: String,
    /// Day of the notice.
    pub issued: Option<PartialDate>,
    /// To be done by.
    pub due: Option<PartialDate>,
    /// What the unit reported; empty: nothing yet.
    pub result: String,
    /// Day on which it was done.
    pub done: Option<PartialDate>,
    /// Who asked for it.
    pub by: InspectorId,
    /// When it was noted.
    pub at: Instant,
}

impl Record for QuickFix {
    const KIND: Kind = Kind::QuickFix;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// See [`QuickFixBrief`].
    fn brief(&self) -> String {
        QuickFixBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.demand.as_str(), &self.result])
    }
}
