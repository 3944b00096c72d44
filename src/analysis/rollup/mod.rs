//! The roll-up (DESIGN.md §4): from what was said, read and marked to candidates for problems.
//!
//! Pure and deterministic: [`candidates`] depends on nothing but its [`Input`], in whatever order that was read, and
//! running it again changes nothing. A candidate's [key](Rule::key) is a hash over unit and rule, so there is one per
//! unit and matter: a check item or a pattern with all its places, a statement at which something was marked, an
//! observation by itself. What was decided is kept under the key; what came later or says something else since is news
//! ([`FoundPlace::news`]): it is offered on the problem or reopens the dismissal, makes no second candidate and edits nothing
//! by itself.
//!
//! The words of an observation are the group's own: they become no fact and no title. What was said, or what the item
//! recorded, does; the words go to the unprinted list 待核实 of the paper.
//!
//! Nothing that may not be told (转线索) gets in, nor what was drawn from it.

mod adopt;
mod gather;
mod input;
mod patterns;
mod places;
#[cfg(test)]
mod tests;
mod words;

use crate::method::records::{BasisRef, Category, Tie, Weight};
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{
    DocumentId, Hash, InspectorId, InterviewId, ObservationId, PersonId, ProblemId, StatementId, UnitId,
};
use crate::model::reading::Form;
use crate::model::value::PartialDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use adopt::{Adopting, Adoption, adopt, dismiss, take_in};
pub use gather::candidates;
pub use input::{AnswerLine, Input};

/// What a candidate rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A pattern of the method, by id: so many people met a question so.
    Pattern(String),
    /// A check item of the method, by id.
    Item(String),
    /// What was marked at one statement of an answer to that question: one matter.
    Statement {
        /// The question, by id.
        question: String,
        /// The statement.
        statement: StatementId,
    },
    /// An observation that belongs to neither.
    Observation(ObservationId),
}

impl Rule {
    /// The key of the candidate: SHA-256 over unit, kind and id of the rule, and the period, which is empty while
    /// candidates are not made per period.
    pub fn key(&self, unit: UnitId) -> Hash {
        match self {
            Self::Pattern(id) => key(unit, "pattern", id),
            Self::Item(id) => key(unit, "item", id),
            Self::Statement { statement, .. } => key(unit, "statement", &statement.to_string()),
            Self::Observation(id) => key(unit, "observation", &id.to_string()),
        }
    }

    /// The key under which earlier versions decided on it: there all that was marked in answers to one question was one
    /// candidate.
    fn older_key(&self, unit: UnitId) -> Option<Hash> {
        match self {
            Self::Statement { question, .. } => Some(key(unit, "question", question)),
            _ => None,
        }
    }
}

fn key(unit: UnitId, kind: &str, id: &str) -> Hash {
    const PERIOD: &str = "";
    hash(&[unit.0.as_bytes().as_slice(), kind.as_bytes(), id.as_bytes(), PERIOD.as_bytes()])
}

/// SHA-256 over parts, each with its length before it.
fn hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Hash(hash.finalize().into())
}

/// Whether what a candidate rests on was there when it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceNews {
    /// It was, or nothing has been decided.
    Old,
    /// 新增材料: it came after the decision.
    New,
    /// It says something else since the decision.
    Changed,
    /// It is none any more: the result was changed to 无问题, or it is gone.
    Gone,
}

impl PlaceNews {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Old => "",
            Self::New => "新",
            Self::Changed => "已改",
            Self::Gone => "已不是问题",
        }
    }
}

/// Why a low finding is not folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lift {
    /// Three or more of a kind.
    Three,
    /// Tied to money or personnel by the method, or by an amount or a person in an entry on the same page.
    Tied(Tie),
}

/// What a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceKind {
    /// An answer that a pattern counted.
    Answer {
        /// The talk.
        interview: InterviewId,
        /// With whom.
        person: PersonId,
    },
    /// 有问题 at a check item of a document.
    Check {
        /// The document.
        document: DocumentId,
    },
    /// 疑点
    Observation,
}

/// Evidence as a place offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Where it lies.
    pub source: EvidenceSource,
    /// 材料名称 with its period; empty for a statement.
    pub title: String,
    /// 卷
    pub volume: String,
    /// 页
    pub pages: String,
    /// Original, copy or file.
    pub form: Form,
    /// 提供人
    pub provider: String,
    /// 取得日期
    pub obtained: Option<PartialDate>,
}

/// One thing that a candidate rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlace {
    /// Id of the answer, check result or observation: what a decision remembers as seen.
    pub id: Uuid,
    /// What it is.
    pub kind: PlaceKind,
    /// Where it is, for the group: 访谈A37 问一, or 党组会议记录 2022年 第2卷 第12页.
    pub place: String,
    /// What was said there, or what the check item recorded; becomes a paragraph of the facts. Empty for an answer, where
    /// the pattern has the sentence, and where nothing but the observation was noted.
    pub text: String,
    /// The words of the observation, for the group: printed on nothing, also after adopting. Empty: none.
    pub note: String,
    /// The evidence that it offers; `None` when there is none that can be cited.
    pub evidence: Option<Offered>,
    /// First and last part of the period of its document.
    pub period: Option<(PartialDate, PartialDate)>,
    /// Who found it.
    pub by: Vec<InspectorId>,
    /// It was said in this talk, or marked there.
    pub talk: Option<InterviewId>,
    /// The day on which it was found; none for a talk, whose day would tell with whom it was.
    pub on: Option<PartialDate>,
    /// Whether it was there when the candidate was decided.
    pub news: PlaceNews,
}

impl FoundPlace {
    /// Hash of what it says: the decision remembers it, so that the candidate comes back when that changes.
    pub fn content(&self) -> Hash {
        let pages = self.evidence.as_ref().map_or("", |e| e.pages.as_str());
        hash(&[self.text.as_bytes(), self.note.as_bytes(), self.place.as_bytes(), pages.as_bytes()])
    }

    /// What is told of it in lists: what was noted, else what was said or recorded.
    pub fn told(&self) -> &str {
        if self.note.is_empty() { &self.text } else { &self.note }
    }
}

/// Where a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CandidateStanding {
    /// To be decided.
    Open,
    /// Dismissed, and what it rests on is other than it was: to be decided again.
    Reopened,
    /// Adopted, and what it rests on is other than it was: offered on the problem.
    NewMaterial(ProblemId),
    /// Adopted.
    Adopted(ProblemId),
    /// Dismissed.
    Dismissed,
}

impl CandidateStanding {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Open => "待定",
            Self::Reopened => "有新材料，待重定",
            Self::NewMaterial(_) => "已采纳，有新材料",
            Self::Adopted(_) => "已采纳",
            Self::Dismissed => "不采纳",
        }
    }

    /// Whether it waits for somebody.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::Reopened | Self::NewMaterial(_))
    }
}

/// A candidate for a problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its key: the same for the same unit and rule, for ever.
    pub key: Hash,
    /// The unit.
    pub unit: UnitId,
    /// What it rests on.
    pub rule: Rule,
    /// What it is called in the list, for the group.
    pub title: String,
    /// 底稿名称 that it suggests; empty where only an observation's words would make one.
    pub heading: String,
    /// How much one such finding weighs.
    pub weight: Weight,
    /// Why it is not folded although it weighs little.
    pub lift: Option<Lift>,
    /// Everything that it rests on, oldest first; never empty.
    pub places: Vec<FoundPlace>,
    /// The sentence of a pattern, with its counts; empty for the others.
    pub fact: String,
    /// 定性依据 that the method offers.
    pub basis: Vec<BasisRef>,
    /// Where the problem belongs, at most one node per tree.
    pub categories: Vec<Category>,
    /// What was decided on it.
    pub decision: Option<Decision>,
    /// Where it stands.
    pub standing: CandidateStanding,
}

impl Candidate {
    /// Folded away: of little weight and nothing lifts it.
    pub fn folded(&self) -> bool {
        self.weight == Weight::Low && self.lift.is_none()
    }

    /// The places that are other than they were when it was decided.
    pub fn fresh(&self) -> impl Iterator<Item = &FoundPlace> {
        self.places.iter().filter(|p| p.news != PlaceNews::Old)
    }

    /// Why it was dismissed; empty when it was not.
    pub fn reason(&self) -> &str {
        match self.decision.as_ref().map(|d| &d.outcome) {
            Some(Decided::Dismissed { reason }) => reason,
            _ => "",
        }
    }
}
