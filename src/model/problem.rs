//! 问题: a finding about an organisation; its printed form is the 问题底稿 (working paper).

mod basis;
mod brief;
mod elements;
mod grades;
mod pins;

use crate::model::ids::{Hash, InspectorId, ProblemId, UnitId};
use crate::model::overruled::Overruled;
use crate::model::record::{Kind, Record, apart};
use crate::model::value::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use basis::{Basis, BasisWords, Confirmed};
pub use brief::ProblemBrief;
pub(in crate::model) use elements::CATEGORY;
pub use elements::{Cited, Fact, Placed, Responsible, ToVerify};
pub use grades::{Certainty, Level, ProblemState, ResponsibilityKind};
pub use pins::{pin, pins};

/// 问题: one finding about an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Its id.
    pub id: ProblemId,
    /// The unit.
    pub unit: UnitId,
    /// The method it was begun with and is shown with.
    pub method: Hash,
    /// 预-LF-03; given once, never reused.
    pub number: String,
    /// Where it stands.
    pub state: ProblemState,
    /// 底稿名称: 定性小标题.
    pub title: String,
    /// 查证事实, paragraph by paragraph, pinned to evidence.
    pub facts: Vec<Fact>,
    /// First day, month or year of the fact.
    pub from: Option<PartialDate>,
    /// Last one; `None` with `from`: the same.
    pub to: Option<PartialDate>,
    /// 地点
    pub place: String,
    /// 问题来源: ids of the method, e.g. `talk`, `documents`.
    pub sources: Vec<String>,
    /// 问题来源, 其他.
    pub source_other: String,
    /// 发现过程: who checked, when, by what means.
    pub discovery: String,
    /// 定性依据
    pub basis: Vec<Basis>,
    /// 支撑材料
    pub evidence: Vec<Cited>,
    /// 责任人
    pub responsible: Vec<Responsible>,
    /// Category in each tree.
    pub categories: Vec<Placed>,
    /// 班子问题 or 部门问题.
    pub level: Option<Level>,
    /// 查实程度
    pub certainty: Option<Certainty>,
    /// 被巡察单位说明: the unit's own explanation.
    pub explanation: String,
    /// 相反情况: what speaks against it.
    pub against: String,
    /// 承办人, at least two.
    pub handlers: Vec<InspectorId>,
    /// 备注
    pub note: String,
    /// 待核实, printed on nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_verify: Vec<ToVerify>,
    /// Errors that are left standing, with the reason; for the group and its reviewers, printed on no paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overruled: Vec<Overruled>,
}

impl Problem {
    /// A draft of which nothing but the number is known.
    pub const fn new(id: ProblemId, unit: UnitId, method: Hash, number: String) -> Self {
        Self {
            id,
            unit,
            method,
            number,
            state: ProblemState::Draft,
            title: String::new(),
            facts: Vec::new(),
            from: None,
            to: None,
            place: String::new(),
            sources: Vec::new(),
            source_other: String::new(),
            discovery: String::new(),
            basis: Vec::new(),
            evidence: Vec::new(),
            responsible: Vec::new(),
            categories: Vec::new(),
            level: None,
            certainty: None,
            explanation: String::new(),
            against: String::new(),
            handlers: Vec::new(),
            note: String::new(),
            to_verify: Vec::new(),
            overruled: Vec::new(),
        }
    }

    /// Leaves an error standing, in place of what was said of it before.
    pub fn overrule(&mut self, one: Overruled) {
        self.overruled.retain(|o| o.id != one.id);
        self.overruled.push(one);
        self.overruled.sort_by_key(|o| (o.code, o.id));
    }

    /// The facts as one text, paragraphs parted by line feeds.
    pub fn facts_text(&self) -> String {
        self.facts.iter().map(|f| f.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// A number for the next piece of evidence: above all that the paper has or names, so that an old mark never comes
    /// to mean another piece.
    pub fn next_cited(&self) -> u16 {
        let listed = self.evidence.iter().map(|c| c.number);
        let named = self.facts.iter().flat_map(|f| pins(&f.text)).map(|(_, n)| n);
        listed.chain(named).max().unwrap_or(0).saturating_add(1)
    }

    /// Puts the problem into a tree, in place of where it was in it.
    pub fn place(&mut self, tree: &str, node: &str) {
        self.categories.retain(|c| c.tree != tree);
        self.categories.push(Placed::new(self.id, tree, node));
        self.categories.sort_by(|a, b| a.tree.cmp(&b.tree));
    }

    /// The node of the problem in a tree.
    pub fn placed(&self, tree: &str) -> Option<&str> {
        self.categories.iter().find(|p| p.tree == tree).map(|p| p.node.as_str())
    }
}

impl Record for Problem {
    const KIND: Kind = Kind::Problem;
    const SCHEMA: u32 = 2;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// 预-LF-03
    fn given(&self) -> Option<&str> {
        Some(&self.number)
    }
    /// `state number title`, e.g. `draft 预-LF-03 购置公务车辆未经集体研究`.
    fn brief(&self) -> String {
        ProblemBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        let facts = self.facts.iter().map(|f| f.text.as_str());
        let rest = [&self.discovery, &self.explanation, &self.against, &self.note].map(String::as_str);
        apart([self.title.as_str(), &self.number].into_iter().chain(facts).chain(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_without_matters_to_verify_is_written_as_before() {
        let problem = Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "预-LF-01".into());
        let json = serde_json::to_string(&problem).unwrap();
        assert!(!json.contains("to_verify"), "{json}");
        assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
    }
}
