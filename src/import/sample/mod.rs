//! 示例轮次: a fictional round that looks like real work, for first steps, demos, tests and benches.
//!
//! The content is data (`*.toml` beside this file), written by hand; [`records`] turns it into the records of the
//! model. It is a pure function of the program's version and of the method's hash: no clock, no random numbers. Ids
//! have the form of UUIDv7; their time is the record's own and their random part the SHA-256 of a key that names the
//! record, so the same record has the same id on every machine.
//!
//! Where two people contradict each other, they do so on purpose and an observation says so; a test holds the data
//! to that. Everything else that is said twice (names, posts, sums, dates) agrees.

mod build;
mod id;
mod input;
mod talk;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::ids::Hash;
use crate::model::interview::Interview;
use crate::model::observation::Observation;
use crate::model::people::Person;
use crate::model::record::Record;
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::Instant;

const ROUND: &str = include_str!("round.toml");
const OBSERVATIONS: &str = include_str!("observations.toml");

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
    /// 疑点, in the order of the data file.
    pub observations: Vec<Observation>,
}

/// Takes records of any kind, e.g. into an open transaction.
pub trait Sink {
    /// Takes one record. An error stops the walk.
    fn put<R: Record>(&mut self, record: &R) -> Result<()>;
}

impl Sample {
    /// Hands every record to `sink`, parents before children.
    ///
    /// # Errors
    /// The first error of the sink.
    pub fn put_into(&self, sink: &mut impl Sink) -> Result<()> {
        sink.put(&self.round)?;
        put_all(&self.units, sink)?;
        put_all(&self.inspectors, sink)?;
        put_all(&self.people, sink)?;
        put_all(&self.interviews, sink)?;
        put_all(&self.answers, sink)?;
        put_all(&self.observations, sink)
    }
}

fn put_all<R: Record>(records: &[R], sink: &mut impl Sink) -> Result<()> {
    records.iter().try_for_each(|r| sink.put(r))
}

/// The sample round; its talks are bound to the method of that hash, which must be the built-in one because the
/// answers name its questions, probes and claim fields.
///
/// # Errors
/// Only when the data built into the program is damaged: a fault of the program, covered by its tests.
pub fn records(method: Hash) -> Result<Sample> {
    build::sample(method)
}
