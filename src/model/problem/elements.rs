//! What a problem lists: facts, cited evidence, people responsible, categories, matters to verify.

use super::grades::ResponsibilityKind;
use crate::model::ids::{
    CitedId, EvidenceId, FactId, PersonId, PlacedId, ProblemId, ResponsibleId, ToVerifyId, element,
};
use crate::model::order::OrderKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One paragraph of the facts. Its sentences are pinned to evidence with marks 〔证N〕 in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// Its id; survives editing, splitting (first part) and joining (first's).
    pub id: FactId,
    /// Position.
    pub order: OrderKey,
    /// The text, one paragraph.
    pub text: String,
}

/// Evidence as one paper cites it. `number` is the N of 〔证N〕 and stays while the paper is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cited {
    /// Its id.
    pub id: CitedId,
    /// Position in the list of evidence.
    pub order: OrderKey,
    /// 证N within this paper, from 1.
    pub number: u16,
    /// The evidence.
    pub evidence: EvidenceId,
}

/// 责任人: a person whom the problem concerns, named by post and name and never by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsible {
    /// Its id.
    pub id: ResponsibleId,
    /// Position.
    pub order: OrderKey,
    /// The person of the roster, when they are on it.
    pub person: Option<PersonId>,
    /// Name as printed.
    pub name: String,
    /// Post at the time of the fact, as printed.
    pub post: String,
    /// 责任类型
    pub kind: ResponsibilityKind,
}

/// The place of a problem in one category tree; a problem has at most one per tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placed {
    /// Its id.
    pub id: PlacedId,
    /// The tree of the method, e.g. `three_focus_2023`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub tree: String,
    /// The node, e.g. `f2`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub node: String,
}

impl Placed {
    /// The place of that problem in a tree; its id follows from the tree.
    pub fn new(problem: ProblemId, tree: &str, node: &str) -> Self {
        Self { id: element(problem.0, CATEGORY, tree).into(), tree: tree.to_owned(), node: node.to_owned() }
    }
}

/// Parts the ids of categories from those of other elements of a problem.
pub(in crate::model) const CATEGORY: &str = "category";

/// 待核实: something to find out before the paper can say it; for the group alone, printed on nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ToVerify {
    /// Its id.
    pub id: ToVerifyId,
    /// Position.
    pub order: OrderKey,
    /// What is to be found out.
    pub text: String,
    /// The observation, check result or answer that it comes from; `None`: typed on the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Uuid>,
    /// It has been found out, or is no longer needed.
    #[serde(default)]
    pub done: bool,
}
