//! 四个准确 (domain.md §1.5): computed lights, never ticked by hand.

use super::{Footing, InForce, Proof, Standing};
use crate::analysis::sentence;
use crate::model::problem::Problem;
use crate::model::round::Unit;

/// One of the four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accuracy {
    /// 了解方式准确
    Means,
    /// 责任主体准确
    Subject,
    /// 时间地点准确
    TimePlace,
    /// 政策依据准确
    Policy,
}

impl Accuracy {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Means, Self::Subject, Self::TimePlace, Self::Policy];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Means => "了解方式",
            Self::Subject => "责任主体",
            Self::TimePlace => "时间地点",
            Self::Policy => "政策依据",
        }
    }
}

/// A light: lit when nothing is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Light {
    /// Which one.
    pub what: Accuracy,
    /// What is missing, in words.
    pub missing: Vec<&'static str>,
}

impl Light {
    /// Whether it is lit.
    pub fn is_lit(&self) -> bool {
        self.missing.is_empty()
    }
}

/// The four lights of a paper.
pub(super) fn lights(problem: &Problem, unit: &Unit, proofs: &[Proof], footings: &[Footing]) -> [Light; 4] {
    Accuracy::ALL.map(|what| {
        let parts = match what {
            Accuracy::Means => means(problem, proofs),
            Accuracy::Subject => subject(problem, unit),
            Accuracy::TimePlace => time_place(problem),
            Accuracy::Policy => policy(problem, footings),
        };
        Light { what, missing: parts.into_iter().filter_map(|(missing, word)| missing.then_some(word)).collect() }
    })
}

type Parts = Vec<(bool, &'static str)>;

fn means(problem: &Problem, proofs: &[Proof]) -> Parts {
    let no_source = problem.sources.is_empty() && problem.source_other.trim().is_empty();
    vec![
        (no_source, "问题来源"),
        (problem.discovery.trim().is_empty(), "发现过程"),
        (!proofs.iter().any(|p| !p.state.dangles()), "支撑材料"),
    ]
}

fn subject(problem: &Problem, unit: &Unit) -> Parts {
    let nobody = problem.responsible.is_empty() && problem.level.is_none();
    let half = problem.responsible.iter().any(|r| r.name.trim().is_empty() || r.post.trim().is_empty());
    let names = |text: &str| sentence::names_subject(text, problem, unit);
    vec![
        (nobody, "责任人（或注明班子问题、部门问题）"),
        (half, "责任人的姓名、职务"),
        (!problem.facts.iter().any(|f| names(&f.text)), "事实中的主体"),
    ]
}

fn time_place(problem: &Problem) -> Parts {
    vec![
        (problem.from.is_none(), "起止时间"),
        (!problem.facts.iter().any(|f| sentence::has_date(&f.text)), "事实中的时间"),
        (problem.place.trim().is_empty(), "地点"),
    ]
}

fn policy(problem: &Problem, footings: &[Footing]) -> Parts {
    vec![
        (problem.basis.is_empty(), "定性依据"),
        (problem.basis.iter().any(|b| b.clause.trim().is_empty()), "条款"),
        (footings.iter().any(|f| f.standing == Standing::ToConfirm), "依据的核实"),
        (footings.iter().any(|f| matches!(f.in_force, InForce::No(_))), "事实发生时有效的版本"),
    ]
}
