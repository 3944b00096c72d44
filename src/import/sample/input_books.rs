//! The shape of the data files of documents, loans and papers.

use super::input::Typed;
use crate::model::problem::{Certainty, Level, ProblemState, ResponsibilityKind};
use crate::model::reading::{Form, Verdict};
use crate::model::value::PartialDate;
use serde::Deserialize;

/// `documents_*.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentFile {
    #[serde(rename = "document")]
    pub(super) documents: Vec<DocumentIn>,
}

/// One document with what was found in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentIn {
    /// What evidence, loans and observations call it; once per unit.
    pub(super) tag: String,
    pub(super) unit: String,
    pub(super) kind: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) volume: String,
    pub(super) from: PartialDate,
    pub(super) to: Option<PartialDate>,
    pub(super) form: Form,
    pub(super) provider: String,
    pub(super) received: PartialDate,
    pub(super) due_back: Option<PartialDate>,
    pub(super) returned: Option<PartialDate>,
    /// Whose notebook it is, by name.
    pub(super) person: Option<String>,
    /// When it was registered, local time.
    pub(super) registered: String,
    pub(super) clean: Option<CleanIn>,
    /// Who read it, from when on.
    pub(super) reading: Option<ReadingIn>,
    /// The verdict of the items that `checks` does not name; none: they are not looked at yet.
    pub(super) rest: Option<Verdict>,
    #[serde(default)]
    pub(super) checks: Vec<CheckIn>,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default, rename = "entry")]
    pub(super) entries: Vec<EntryIn>,
}

/// 读过，未发现问题
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CleanIn {
    pub(super) volumes: String,
    pub(super) months: String,
    pub(super) pages: String,
    pub(super) by: String,
    pub(super) at: String,
}

/// Who read it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadingIn {
    pub(super) by: String,
    pub(super) at: String,
}

/// The result of one check item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckIn {
    /// Without the kind: `p3`.
    pub(super) item: String,
    pub(super) is: Verdict,
    #[serde(default)]
    pub(super) pages: String,
    #[serde(default)]
    pub(super) note: String,
}

/// One entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryIn {
    /// What evidence and observations call it.
    pub(super) tag: Option<String>,
    pub(super) pages: String,
    #[serde(default)]
    pub(super) note: String,
    pub(super) values: Typed,
}

/// `loans.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoanFile {
    #[serde(rename = "loan")]
    pub(super) loans: Vec<LoanIn>,
}

/// One line of the 调阅清单.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoanIn {
    pub(super) unit: String,
    pub(super) tag: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) kind: String,
    pub(super) copies: String,
    pub(super) form: Form,
    pub(super) asked: PartialDate,
    pub(super) asked_by: String,
    pub(super) due: Option<PartialDate>,
    #[serde(default)]
    pub(super) provider: String,
    pub(super) handed: Option<String>,
    /// The tag of the document under which it is read.
    pub(super) document: Option<String>,
    #[serde(default)]
    pub(super) copied: String,
    pub(super) returned: Option<String>,
    #[serde(default)]
    pub(super) returned_to: String,
    #[serde(default)]
    pub(super) note: String,
}

/// `papers.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperFile {
    pub(super) evidence: Vec<EvidenceIn>,
    #[serde(rename = "problem")]
    pub(super) problems: Vec<ProblemIn>,
    #[serde(rename = "fix")]
    pub(super) fixes: Vec<FixIn>,
    #[serde(rename = "suggestion")]
    pub(super) suggestions: Vec<SuggestionIn>,
    #[serde(rename = "decision")]
    pub(super) decisions: Vec<DecisionIn>,
}

/// One piece of evidence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceIn {
    pub(super) tag: String,
    pub(super) unit: String,
    pub(super) source: SourceIn,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) volume: String,
    #[serde(default)]
    pub(super) pages: String,
    #[serde(default)]
    pub(super) form: Form,
    #[serde(default)]
    pub(super) extent: String,
    #[serde(default)]
    pub(super) provider: String,
    pub(super) obtained: Option<PartialDate>,
    #[serde(default)]
    pub(super) note: String,
    pub(super) by: String,
    pub(super) at: String,
}

/// Where a piece of evidence lies.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum SourceIn {
    /// In a document of the unit.
    Document { document: String, check: Option<String>, entry: Option<String> },
    /// In a talk, by the name of the person and the tag of the statement.
    Statement { talk: String, statement: String },
    /// `outside`
    Outside(OutsideIn),
}

/// The word for what lies outside the round.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OutsideIn {
    Outside,
}

/// One paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProblemIn {
    pub(super) tag: String,
    pub(super) unit: String,
    pub(super) number: String,
    pub(super) state: ProblemState,
    /// When it was begun, local time.
    pub(super) at: String,
    pub(super) title: String,
    /// Paragraphs.
    pub(super) facts: Vec<String>,
    pub(super) from: PartialDate,
    pub(super) to: Option<PartialDate>,
    pub(super) place: String,
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) discovery: String,
    #[serde(default)]
    pub(super) basis: Vec<BasisIn>,
    /// Tags of the evidence, numbered from 1.
    pub(super) cites: Vec<String>,
    #[serde(default)]
    pub(super) responsible: Vec<ResponsibleIn>,
    /// TREE.NODE
    pub(super) categories: Vec<String>,
    pub(super) level: Option<Level>,
    pub(super) certainty: Option<Certainty>,
    #[serde(default)]
    pub(super) explanation: String,
    #[serde(default)]
    pub(super) against: String,
    pub(super) handlers: Vec<String>,
    #[serde(default)]
    pub(super) note: String,
}

/// 定性依据: of a regulation of the method, or by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BasisIn {
    #[serde(default)]
    pub(super) regulation: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) clause: String,
    #[serde(default)]
    pub(super) quote: String,
    pub(super) confirmed: Option<ReadingIn>,
}

/// 责任人
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResponsibleIn {
    pub(super) person: String,
    pub(super) post: String,
    pub(super) kind: ResponsibilityKind,
}

/// 立行立改
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixIn {
    /// Tag of the problem.
    pub(super) problem: String,
    pub(super) demand: String,
    pub(super) issued: PartialDate,
    pub(super) due: PartialDate,
    pub(super) by: String,
    pub(super) at: String,
}

/// 建议
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuggestionIn {
    pub(super) tag: String,
    pub(super) unit: String,
    /// Tags of the problems.
    pub(super) problems: Vec<String>,
    #[serde(default)]
    pub(super) addressee: String,
    pub(super) text: String,
    pub(super) at: String,
}

/// What was decided on the candidate of a check item: exactly one of `adopted` and `dismissed`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionIn {
    pub(super) unit: String,
    /// The check item, `k4.p3`.
    pub(super) item: String,
    /// Tag of the problem.
    pub(super) adopted: Option<String>,
    /// Why not.
    pub(super) dismissed: Option<String>,
    pub(super) by: String,
    pub(super) at: String,
}
