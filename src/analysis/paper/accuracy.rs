//! 四个准确 (domain.md §1.5): computed lights, never ticked by hand.

use super::field::PaperField;
use super::{BasisStanding, Footing, InForce, Proof};
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

/// What one of the four may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// 问题来源
    Source,
    /// 发现过程
    Discovery,
    /// 支撑材料
    Evidence,
    /// Nobody is named responsible, and the level is not chosen.
    Responsible,
    /// A responsible person without name or post.
    NameOrPost,
    /// No sentence of the facts says who.
    SubjectOfFacts,
    /// 起止时间
    Period,
    /// No sentence of the facts says when.
    TimeOfFacts,
    /// 地点
    Place,
    /// 定性依据
    Basis,
    /// 条款
    Clause,
    /// A basis that nobody confirmed.
    Confirmation,
    /// A basis that was not in force.
    Version,
}

impl Lack {
    /// What is missing, in words.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Source => "问题来源",
            Self::Discovery => "发现过程",
            Self::Evidence => "支撑材料",
            Self::Responsible => "责任人（或注明班子问题、部门问题）",
            Self::NameOrPost => "责任人的姓名、职务",
            Self::SubjectOfFacts => "事实中的主体",
            Self::Period => "起止时间",
            Self::TimeOfFacts => "事实中的时间",
            Self::Place => "地点",
            Self::Basis => "定性依据",
            Self::Clause => "条款",
            Self::Confirmation => "依据的核实",
            Self::Version => "事实发生时有效的版本",
        }
    }

    /// Where it is filled in.
    pub const fn field(self) -> PaperField {
        match self {
            Self::Source => PaperField::Sources,
            Self::Discovery => PaperField::Discovery,
            Self::Evidence => PaperField::Evidence,
            Self::Responsible | Self::NameOrPost => PaperField::Responsible,
            Self::SubjectOfFacts | Self::TimeOfFacts => PaperField::Facts,
            Self::Period => PaperField::Period,
            Self::Place => PaperField::Place,
            Self::Basis | Self::Clause | Self::Confirmation | Self::Version => PaperField::Basis,
        }
    }

    /// Whether a diagnostic of its own tells of it, so that E105 need not.
    pub const fn has_own_code(self) -> bool {
        match self {
            Self::Source | Self::Discovery | Self::Responsible | Self::NameOrPost | Self::Place => false,
            Self::Evidence
            | Self::SubjectOfFacts
            | Self::Period
            | Self::TimeOfFacts
            | Self::Basis
            | Self::Clause
            | Self::Confirmation
            | Self::Version => true,
        }
    }
}

/// A light: lit when nothing is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Light {
    /// Which one.
    pub what: Accuracy,
    /// What is missing.
    pub missing: Vec<Lack>,
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
        Light { what, missing: parts.into_iter().filter_map(|(missing, lack)| missing.then_some(lack)).collect() }
    })
}

type Parts = Vec<(bool, Lack)>;

fn means(problem: &Problem, proofs: &[Proof]) -> Parts {
    let no_source = problem.sources.is_empty() && problem.source_other.trim().is_empty();
    vec![
        (no_source, Lack::Source),
        (problem.discovery.trim().is_empty(), Lack::Discovery),
        (!proofs.iter().any(|p| !p.state.dangles()), Lack::Evidence),
    ]
}

fn subject(problem: &Problem, unit: &Unit) -> Parts {
    let nobody = problem.responsible.is_empty() && problem.level.is_none();
    let half = problem.responsible.iter().any(|r| r.name.trim().is_empty() || r.post.trim().is_empty());
    let names = |text: &str| sentence::names_subject(text, problem, unit);
    vec![
        (nobody, Lack::Responsible),
        (half, Lack::NameOrPost),
        (!problem.facts.iter().any(|f| names(&f.text)), Lack::SubjectOfFacts),
    ]
}

/// Whether it ends before it begins.
fn reversed(problem: &Problem) -> bool {
    problem.from.zip(problem.to).is_some_and(|(from, to)| to.before(from))
}

fn time_place(problem: &Problem) -> Parts {
    vec![
        (problem.from.is_none() || reversed(problem), Lack::Period),
        (!problem.facts.iter().any(|f| sentence::has_date(&f.text)), Lack::TimeOfFacts),
        (problem.place.trim().is_empty(), Lack::Place),
    ]
}

fn policy(problem: &Problem, footings: &[Footing]) -> Parts {
    vec![
        (problem.basis.is_empty(), Lack::Basis),
        (problem.basis.iter().any(|b| b.clause.trim().is_empty()), Lack::Clause),
        (footings.iter().any(|f| f.standing == BasisStanding::ToConfirm), Lack::Confirmation),
        (footings.iter().any(|f| matches!(f.in_force, InForce::No(_))), Lack::Version),
    ]
}
