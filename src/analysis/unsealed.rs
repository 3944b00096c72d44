//! Texts of papers that were typed and are in no record: a date that cannot be read stays a draft, however often its
//! paper is left. Lists mark such a paper, and outputs name it.

use super::paper::field::{PaperField, PaperOutput};
use crate::error::Result;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::ProblemId;
use crate::model::problem::Problem;
use crate::model::record::Kind;
use crate::store::Reader;

/// A text of a paper that is typed and not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// The paper.
    pub problem: ProblemId,
    /// Its number.
    pub number: String,
    /// What the paper calls the part that it stands in.
    pub field: &'static str,
}

impl Unsealed {
    /// `预-LF-01 时间`
    pub fn named(&self) -> String {
        format!("{} {}", self.number, self.field)
    }
}

/// All of them, by number.
///
/// # Errors
/// Those of reading.
pub fn in_papers(reader: &Reader) -> Result<Vec<Unsealed>> {
    let mut found = Vec::new();
    for draft in reader.drafts()? {
        let id = draft.field.split(':').next().unwrap_or_default();
        let Some(field) = PaperField::ALL.into_iter().find(|f| f.id() == id) else { continue };
        let problems = match draft.kind {
            Kind::Problem => vec![draft.record.into()],
            Kind::QuickFix => reader.get::<QuickFix>(draft.record)?.map(|f| vec![f.problem]).unwrap_or_default(),
            Kind::Suggestion => reader.get::<Suggestion>(draft.record)?.map(|s| s.problems).unwrap_or_default(),
            _ => continue,
        };
        for problem in problems {
            // One that went to the bin is in no list and no output.
            if let Some(paper) = reader.get::<Problem>(problem.0)? {
                found.push(Unsealed { problem, number: paper.number, field: field.block().label(PaperOutput::Screen) });
            }
        }
    }
    found.sort_by(|a, b| (&a.number, a.field).cmp(&(&b.number, b.field)));
    found.dedup();
    Ok(found)
}
