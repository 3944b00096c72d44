//! Briefs with a type: what a list knows of a record without its body.
//!
//! Each is written by `Display` and read by `parse`; [`Record::brief`](crate::model::record::Record::brief) is the text
//! of its type, and nobody else takes such a text apart. Those of people, documents and problems lie beside their
//! records ([`PersonBrief`](crate::model::people::PersonBrief),
//! [`DocumentBrief`](crate::model::reading::DocumentBrief), [`ProblemBrief`](crate::model::problem::ProblemBrief)). The
//! briefs of rounds, units, inspectors and entries are one word of the record as it stands.

use crate::model::answer::{Answer, Judgement, Progress};
use crate::model::attachment::Attachment;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSort};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::Hash;
use crate::model::interview::{Interview, TalkState};
use crate::model::loan::Loan;
use crate::model::observation::Observation;
use crate::model::reading::{CheckResult, Verdict};
use crate::model::value::PartialDate;
use std::fmt;

/// What stands for something that is not there.
const NONE: &str = "-";
const READ_BACK: &str = "+read_back";

/// Of a talk: `state` or `state+read_back`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterviewBrief {
    /// Where it stands.
    pub state: TalkState,
    /// The record was read back and confirmed.
    pub read_back: bool,
}

impl InterviewBrief {
    /// That of a talk.
    pub const fn of(interview: &Interview) -> Self {
        Self { state: interview.state, read_back: interview.read_back.is_some() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        let (state, read_back) = match brief.strip_suffix(READ_BACK) {
            Some(state) => (state, true),
            None => (brief, false),
        };
        let state = TalkState::ALL.into_iter().find(|s| s.name() == state)?;
        Some(Self { state, read_back })
    }
}

impl fmt::Display for InterviewBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.state.name(), if self.read_back { READ_BACK } else { "" })
    }
}

/// Of an answer: `question progress judgement`, the last `-` when there is none; e.g. `q3 part -`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerBrief {
    /// The question of the method; no blank stands in it.
    pub question: String,
    /// How far it has come.
    pub progress: Progress,
    /// 判断
    pub judgement: Option<Judgement>,
}

impl AnswerBrief {
    /// That of an answer.
    pub fn of(answer: &Answer) -> Self {
        Self { question: answer.question.clone(), progress: answer.progress(), judgement: answer.judgement }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        let mut words = brief.split(' ');
        let (question, progress) = (words.next()?.to_owned(), Progress::parse(words.next()?)?);
        Some(Self { question, progress, judgement: words.next().and_then(Judgement::parse) })
    }
}

impl fmt::Display for AnswerBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.question, self.progress.name(), self.judgement.map_or(NONE, Judgement::name))
    }
}

/// Of an observation: `open`, `handled` or `withheld`; what is withheld says nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObservationBrief {
    /// 转线索
    pub withheld: bool,
    /// Followed up; of one that is withheld it is not told.
    pub handled: bool,
}

impl ObservationBrief {
    /// That of an observation.
    pub const fn of(observation: &Observation) -> Self {
        Self { withheld: observation.withheld, handled: !observation.withheld && observation.handled.is_some() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        match brief {
            "withheld" => Some(Self { withheld: true, handled: false }),
            "handled" => Some(Self { withheld: false, handled: true }),
            "open" => Some(Self { withheld: false, handled: false }),
            _ => None,
        }
    }
}

impl fmt::Display for ObservationBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.withheld, self.handled) {
            (true, _) => "withheld",
            (false, true) => "handled",
            (false, false) => "open",
        })
    }
}

/// Of an attachment: the SHA-256 of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachmentBrief {
    /// SHA-256 of the content.
    pub sha256: Hash,
}

impl AttachmentBrief {
    /// That of an attachment.
    pub const fn of(attachment: &Attachment) -> Self {
        Self { sha256: attachment.sha256 }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        Hash::parse(brief).map(|sha256| Self { sha256 })
    }
}

impl fmt::Display for AttachmentBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sha256.fmt(f)
    }
}

/// Of a check result: `item verdict`, e.g. `k4.p3 problem`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResultBrief {
    /// The check item of the method; no blank stands in it.
    pub item: String,
    /// 结论
    pub verdict: Verdict,
}

impl CheckResultBrief {
    /// That of a check result.
    pub fn of(result: &CheckResult) -> Self {
        Self { item: result.item.clone(), verdict: result.verdict }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        let (item, verdict) = brief.rsplit_once(' ')?;
        Some(Self { item: item.to_owned(), verdict: Verdict::parse(verdict)? })
    }
}

impl fmt::Display for CheckResultBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.item, self.verdict.name())
    }
}

/// Of a piece of evidence: `written`, `talk` or `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceBrief {
    /// What sort it is.
    pub sort: EvidenceSort,
}

impl EvidenceBrief {
    /// That of a piece of evidence.
    pub const fn of(evidence: &Evidence) -> Self {
        Self { sort: evidence.sort }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        EvidenceSort::ALL.into_iter().find(|s| s.name() == brief).map(|sort| Self { sort })
    }
}

impl fmt::Display for EvidenceBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sort.name())
    }
}

/// Of a decision: `adopted KEY` or `dismissed KEY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionBrief {
    /// Adopted, or dismissed.
    pub adopted: bool,
    /// The key of the candidate.
    pub key: Hash,
}

impl DecisionBrief {
    /// That of a decision.
    pub const fn of(decision: &Decision) -> Self {
        Self { adopted: matches!(decision.outcome, Decided::Adopted { .. }), key: decision.key }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        let (word, key) = brief.split_once(' ')?;
        Some(Self { adopted: either(word, "adopted", "dismissed")?, key: Hash::parse(key)? })
    }
}

impl fmt::Display for DecisionBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", if self.adopted { "adopted" } else { "dismissed" }, self.key)
    }
}

/// Of a suggestion: `unit` or `other`, to whom it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestionBrief {
    /// It goes to the inspected unit itself.
    pub to_unit: bool,
}

impl SuggestionBrief {
    /// That of a suggestion.
    pub const fn of(suggestion: &Suggestion) -> Self {
        Self { to_unit: suggestion.addressee.is_empty() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        either(brief, "unit", "other").map(|to_unit| Self { to_unit })
    }
}

impl fmt::Display for SuggestionBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.to_unit { "unit" } else { "other" })
    }
}

/// Of a quick fix: `done` or `open`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuickFixBrief {
    /// It is done.
    pub done: bool,
}

impl QuickFixBrief {
    /// That of a quick fix.
    pub const fn of(fix: &QuickFix) -> Self {
        Self { done: fix.done.is_some() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        either(brief, "done", "open").map(|done| Self { done })
    }
}

impl fmt::Display for QuickFixBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.done { "done" } else { "open" })
    }
}

/// Where a line of the 调阅清单 stands, whatever day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoanState {
    /// Not handed over.
    Asked,
    /// Handed over and not returned.
    Here,
    /// Returned.
    Returned,
}

impl LoanState {
    const ALL: [Self; 3] = [Self::Asked, Self::Here, Self::Returned];

    const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Here => "here",
            Self::Returned => "returned",
        }
    }
}

/// Of a line of the 调阅清单: `asked DUE`, `here DUE` or `returned DUE`; DUE is `-` when there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanBrief {
    /// Where it stands.
    pub state: LoanState,
    /// 提供时限
    pub due: Option<PartialDate>,
}

impl LoanBrief {
    /// That of a line.
    pub const fn of(loan: &Loan) -> Self {
        let state = match (loan.handed, loan.returned) {
            (_, Some(_)) => LoanState::Returned,
            (Some(_), None) => LoanState::Here,
            (None, None) => LoanState::Asked,
        };
        Self { state, due: loan.due }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Option<Self> {
        let (state, due) = brief.split_once(' ')?;
        let state = LoanState::ALL.into_iter().find(|s| s.name() == state)?;
        Some(Self { state, due: PartialDate::parse(due) })
    }

    /// 逾期未交 on `today`.
    pub fn overdue(&self, today: PartialDate) -> bool {
        self.state == LoanState::Asked && self.due.is_some_and(|due| due.before(today))
    }
}

impl fmt::Display for LoanBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.state.name())?;
        match self.due {
            Some(due) => due.fmt(f),
            None => f.write_str(NONE),
        }
    }
}

/// Which of two words it is.
fn either(word: &str, yes: &str, no: &str) -> Option<bool> {
    match word {
        _ if word == yes => Some(true),
        _ if word == no => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_brief_is_read_back_as_it_was_written() {
        for (state, read_back) in TalkState::ALL.into_iter().flat_map(|s| [(s, false), (s, true)]) {
            let brief = InterviewBrief { state, read_back };
            assert_eq!(InterviewBrief::parse(&brief.to_string()), Some(brief));
        }
        let judgements = Judgement::ALL.map(Some).into_iter().chain([None]);
        for judgement in judgements {
            for progress in [Progress::Open, Progress::Part, Progress::Done, Progress::Excused] {
                let brief = AnswerBrief { question: "q3".into(), progress, judgement };
                assert_eq!(AnswerBrief::parse(&brief.to_string()), Some(brief));
            }
        }
        for yes in [true, false] {
            let key = Hash([7; 32]);
            for brief in [(yes, false), (false, yes)].map(|(withheld, handled)| ObservationBrief { withheld, handled })
            {
                assert_eq!(ObservationBrief::parse(&brief.to_string()), Some(brief));
            }
            let decided = DecisionBrief { adopted: yes, key };
            assert_eq!(DecisionBrief::parse(&decided.to_string()), Some(decided));
            let suggested = SuggestionBrief { to_unit: yes };
            assert_eq!(SuggestionBrief::parse(&suggested.to_string()), Some(suggested));
            let fixed = QuickFixBrief { done: yes };
            assert_eq!(QuickFixBrief::parse(&fixed.to_string()), Some(fixed));
        }
        let attached = AttachmentBrief { sha256: Hash([8; 32]) };
        assert_eq!(AttachmentBrief::parse(&attached.to_string()), Some(attached));
        for verdict in Verdict::ALL {
            let brief = CheckResultBrief { item: "k4.p3".into(), verdict };
            assert_eq!(CheckResultBrief::parse(&brief.to_string()), Some(brief));
        }
        for sort in EvidenceSort::ALL {
            assert_eq!(EvidenceBrief::parse(&EvidenceBrief { sort }.to_string()), Some(EvidenceBrief { sort }));
        }
        for state in LoanState::ALL {
            for due in [None, PartialDate::parse("2026-03-04")] {
                assert_eq!(LoanBrief::parse(&LoanBrief { state, due }.to_string()), Some(LoanBrief { state, due }));
            }
        }
    }

    /// The texts lie in files: they stay as they are.
    #[test]
    fn briefs_are_written_as_they_always_were() {
        let answer = AnswerBrief { question: "q3".into(), progress: Progress::Part, judgement: None };
        assert_eq!(answer.to_string(), "q3 part -");
        assert_eq!(InterviewBrief { state: TalkState::Closed, read_back: true }.to_string(), "closed+read_back");
        assert_eq!(LoanBrief { state: LoanState::Here, due: None }.to_string(), "here -");
        let result = CheckResultBrief { item: "k4.p3".into(), verdict: Verdict::NotApplicable };
        assert_eq!(result.to_string(), "k4.p3 not_applicable");
    }

    #[test]
    fn what_is_no_brief_is_none() {
        assert_eq!(InterviewBrief::parse("over"), None);
        assert_eq!(AnswerBrief::parse("q3"), None);
        assert_eq!(AnswerBrief::parse("q3 half -"), None);
        assert_eq!(ObservationBrief::parse(""), None);
        assert_eq!(CheckResultBrief::parse("k4.p3 perhaps"), None);
        assert_eq!(DecisionBrief::parse("adopted x"), None);
        assert_eq!(LoanBrief::parse("lost -"), None);
    }
}
