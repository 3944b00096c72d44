//! 说明理由后放行: which errors may be left standing with a reason, and of which words that is said.
//!
//! Left standing may be what was judged from words, where the program may be wrong. What is simply not there (no evidence,
//! no basis, no handlers) has to be put there.

use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::Paper;
use crate::analysis::paper::field::PaperField;
use crate::analysis::sentence::sentences;
use crate::model::ids::InspectorId;
use crate::model::overruled::Overruled;
use crate::model::value::Instant;

impl Code {
    /// Whether an error of this code may be left standing with a reason.
    pub const fn may_be_overruled(self) -> bool {
        matches!(
            self,
            Self::Subject
                | Self::Time
                | Self::AmountUnit
                | Self::NoSuchDate
                | Self::Reversed
                | Self::Ahead
                | Self::Sums
                | Self::Capitals
                | Self::VerdictWords
                | Self::InformantNamed
                | Self::IdentityNumber
                | Self::Telephone
        )
    }
}

/// That an error of a paper is left standing; `None` when it is none that may be.
pub fn overrule(paper: &Paper, d: &Diagnostic, reason: &str, by: InspectorId, at: Instant) -> Option<Overruled> {
    if d.severity != Severity::Error || !d.code.may_be_overruled() {
        return None;
    }
    Some(Overruled::new(paper.problem.id, d.code.number(), &words(paper, d)?, reason.trim().to_owned(), by, at))
}

/// What was said of the error when it was left standing, while its words are the same.
pub(super) fn overruled(paper: &Paper, d: &Diagnostic) -> Option<Overruled> {
    if paper.problem.overruled.is_empty() || d.severity != Severity::Error || !d.code.may_be_overruled() {
        return None;
    }
    let words = words(paper, d)?;
    paper.problem.overruled.iter().find(|o| o.is_of(d.code.number(), &words)).cloned()
}

/// The words that a diagnostic complains of: the sentence in which it points to something, or all of its field.
fn words(paper: &Paper, d: &Diagnostic) -> Option<String> {
    let problem = &paper.problem;
    let text = match (d.spot.field, d.spot.part) {
        (PaperField::Facts, None) => problem.facts_text(),
        (PaperField::Period, _) => {
            let day = |day: Option<_>| day.map(|d: crate::model::value::PartialDate| d.to_string()).unwrap_or_default();
            format!("{}/{}", day(problem.from), day(problem.to))
        }
        _ => paper.view().get(d.spot)?,
    };
    let Some(range) = &d.range else { return Some(text) };
    let sentence = sentences(&text).into_iter().find(|s| s.at.start <= range.start && range.start < s.at.end);
    let of_sentence = sentence.and_then(|s| text.get(s.at).map(str::to_owned));
    Some(of_sentence.unwrap_or(text))
}
