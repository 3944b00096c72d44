//! Where a problem stands, whose it is, how sure it is, and what somebody is responsible for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a problem stands. Reviews and formal numbers come later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemState {
    /// 草稿
    #[default]
    Draft,
    /// 待送审: complete in the eyes of its handlers.
    Ready,
}

impl ProblemState {
    /// All states.
    pub const ALL: [Self; 2] = [Self::Draft, Self::Ready];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Ready => "待送审",
        }
    }

    /// The name in briefs and views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
        }
    }
}

/// 班子问题 or 部门问题: drives where the report places it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 班子问题
    LeadingBody,
    /// 部门问题
    Department,
}

impl Level {
    /// Both.
    pub const ALL: [Self; 2] = [Self::LeadingBody, Self::Department];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::LeadingBody => "班子问题",
            Self::Department => "部门问题",
        }
    }
}

/// 查实程度 (domain.md §1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// 已查实
    Proved,
    /// 基本查实
    NearlyProved,
    /// 待补证
    NeedsEvidence,
    /// 仅反映
    OnlyReported,
}

impl Certainty {
    /// All grades, surest first.
    pub const ALL: [Self; 4] = [Self::Proved, Self::NearlyProved, Self::NeedsEvidence, Self::OnlyReported];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Proved => "已查实",
            Self::NearlyProved => "基本查实",
            Self::NeedsEvidence => "待补证",
            Self::OnlyReported => "仅反映",
        }
    }
}

/// 责任类型 of a responsible person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResponsibilityKind {
    /// 主要领导责任
    MainLeader,
    /// 重要领导责任
    OtherLeader,
    /// 直接责任
    #[default]
    Direct,
}

impl ResponsibilityKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::MainLeader, Self::OtherLeader, Self::Direct];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::MainLeader => "主要领导责任",
            Self::OtherLeader => "重要领导责任",
            Self::Direct => "直接责任",
        }
    }
}
