//! 示例轮次: a fictional round that looks like real work, for first steps, demos, tests and benches.
//!
//! The content is data (`*.toml` beside this file), written by hand; [`records`] turns it into the records of the
//! model. It is a pure function of the program's version and of the method: no clock, no random numbers. Ids
//! have the form of UUIDv7; their time is the record's own and their random part the SHA-256 of a key that names the
//! record, so the same record has the same id on every machine.
//!
//! Where two people contradict each other, they do so on purpose and an observation says so; a test holds the data
//! to that. Everything else that is said twice (names, posts, sums, dates) agrees.

mod books;
mod build;
mod id;
mod input;
mod input_books;
mod papers;
mod talk;
#[cfg(test)]
mod tests;
mod values;

use crate::error::Result;
use crate::method::types::Method;
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::decision::Decision;
use crate::model::evidence::Evidence;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::interview::Interview;
use crate::model::loan::Loan;
use crate::model::observation::Observation;
use crate::model::people::Person;
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Document, Entry};
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::Instant;

const ROUND: &str = include_str!("round.toml");
const OBSERVATIONS: &str = include_str!("observations.toml");
const LOANS: &str = include_str!("loans.toml");
const PAPERS: &str = include_str!("papers.toml");

/// Name and text of the files with documents.
const DOCUMENTS: [(&str, &str); 3] = [
    ("documents_slj_minutes.toml", include_str!("documents_slj_minutes.toml")),
    ("documents_slj_books.toml", include_str!("documents_slj_books.toml")),
    ("documents_lhz.toml", include_str!("documents_lhz.toml")),
];

/// Name and text of every talk, in the order in which they began.
const TALKS: [(&str, &str); 8] = [
    ("talk_zhao_min.toml", include_str!("talk_zhao_min.toml")),
    ("talk_wang_jianguo.toml", include_str!("talk_wang_jianguo.toml")),
    ("talk_sun_limin.toml", include_str!("talk_sun_limin.toml")),
    ("talk_wu_changhe.toml", include_str!("talk_wu_changhe.toml")),
    ("talk_guo_qingfeng.toml", include_str!("talk_guo_qingfeng.toml")),
    ("talk_tian_youfu.toml", include_str!("talk_tian_youfu.toml")),
    ("talk_tang_xiaoyan.toml", include_str!("talk_tang_xiaoyan.toml")),
    ("talk_li_xiuying.toml", include_str!("talk_li_xiuying.toml")),
];

/// The sample round as records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The moment at which the sample stands: one talk is under way, others are planned for that day and the next.
    /// Screenshots and tests set the clock to it.
    pub now: Instant,
    /// When the round was prepared.
    pub prepared: Instant,
    /// 轮次
    pub round: Round,
    /// 被巡察单位
    pub units: Vec<Unit>,
    /// 巡察干部
    pub inspectors: Vec<Inspector>,
    /// 人员, in the order of the rosters.
    pub people: Vec<Person>,
    /// 个别谈话, in the order in which they began.
    pub interviews: Vec<Interview>,
    /// The answers of these talks.
    pub answers: Vec<Answer>,
    /// 调阅资料, unit by unit.
    pub documents: Vec<Document>,
    /// The results of their check items.
    pub checks: Vec<CheckResult>,
    /// The entries noted from them.
    pub entries: Vec<Entry>,
    /// 调阅清单
    pub loans: Vec<Loan>,
    /// 支撑材料
    pub evidence: Vec<Evidence>,
    /// 问题: one ready, one with gaps, one to be put right at once, one just begun.
    pub problems: Vec<Problem>,
    /// 立行立改
    pub fixes: Vec<QuickFix>,
    /// 建议
    pub suggestions: Vec<Suggestion>,
    /// Candidates adopted and dismissed.
    pub decisions: Vec<Decision>,
    /// 疑点, in the order of the data file.
    pub observations: Vec<Observation>,
}

impl Sample {
    /// All records, parents before children.
    pub fn into_records(self) -> Vec<AnyRecord> {
        let mut all: Vec<AnyRecord> = vec![self.round.into()];
        all.extend(self.units.into_iter().map(AnyRecord::from));
        all.extend(self.inspectors.into_iter().map(AnyRecord::from));
        all.extend(self.people.into_iter().map(AnyRecord::from));
        all.extend(self.interviews.into_iter().map(AnyRecord::from));
        all.extend(self.answers.into_iter().map(AnyRecord::from));
        all.extend(self.documents.into_iter().map(AnyRecord::from));
        all.extend(self.checks.into_iter().map(AnyRecord::from));
        all.extend(self.entries.into_iter().map(AnyRecord::from));
        all.extend(self.loans.into_iter().map(AnyRecord::from));
        all.extend(self.observations.into_iter().map(AnyRecord::from));
        all.extend(self.evidence.into_iter().map(AnyRecord::from));
        all.extend(self.problems.into_iter().map(AnyRecord::from));
        all.extend(self.fixes.into_iter().map(AnyRecord::from));
        all.extend(self.suggestions.into_iter().map(AnyRecord::from));
        all.extend(self.decisions.into_iter().map(AnyRecord::from));
        all
    }
}

/// The sample round, bound to `method`, which must be the built-in one because its records name that method's
/// questions, probes, check items and fields.
///
/// # Errors
/// Only when the data built into the program is damaged: a fault of the program, covered by its tests.
pub fn records(method: &Method) -> Result<Sample> {
    build::sample(method)
}
