//! 问题: a finding about an organisation; its printed form is the 问题底稿 (working paper).

use crate::model::ids::{
    BasisId, CitedId, EvidenceId, FactId, Hash, InspectorId, PersonId, PlacedId, ProblemId, ResponsibleId, ToVerifyId,
    UnitId, element,
};
use crate::model::order::OrderKey;
use crate::model::overruled::Overruled;
use crate::model::record::{Kind, Record};
use crate::model::value::{Instant, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Deref, Range};
use uuid::Uuid;

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

/// One paragraph of the facts. Its sentences are pinned to evidence with marks 〔证N〕 in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// Its id; survives editing, splitting (first part) and joining (first's).
    pub id: FactId,
    /// Position.
    pub order: OrderKey,
    /// The text, one paragraph.
    pub text: String,
}

/// Evidence as one paper cites it. `number` is the N of 〔证N〕 and stays while the paper is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cited {
    /// Its id.
    pub id: CitedId,
    /// Position in the list of evidence.
    pub order: OrderKey,
    /// 证N within this paper, from 1.
    pub number: u16,
    /// The evidence.
    pub evidence: EvidenceId,
}

/// That a person confirmed clause and date of a basis that the method marks G.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confirmed {
    /// Who.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
}

/// What a basis says; a confirmation is of exactly this.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BasisWords {
    /// The regulation of the method; empty: typed by hand (the unit's own rules and the like).
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub regulation: String,
    /// Name without 《》, as printed.
    pub name: String,
    /// Label of the version (2018年8月修订); empty when typed by hand.
    pub version: String,
    /// 条款, e.g. 第十二条第二款; empty: not filled in yet.
    pub clause: String,
    /// Wording of the clause, when it is to be printed.
    pub quote: String,
}

/// 定性依据: regulation and clause.
///
/// Its words are read like fields of its own and changed by [`edited`](Self::edited) alone, so that no confirmation
/// outlives the words that were confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// Its id.
    pub id: BasisId,
    /// Position.
    pub order: OrderKey,
    #[serde(flatten)]
    words: BasisWords,
    /// Confirmed by a person; needed while the method marks the basis G, and for a typed one.
    confirmed: Option<Confirmed>,
}

impl Basis {
    /// A basis that nobody has confirmed.
    pub const fn new(id: BasisId, order: OrderKey, words: BasisWords) -> Self {
        Self { id, order, words, confirmed: None }
    }

    /// The same, confirmed or not.
    #[must_use]
    pub const fn with_confirmation(mut self, confirmed: Option<Confirmed>) -> Self {
        self.confirmed = confirmed;
        self
    }

    /// Shows the words, with its id; every field is named, so that a new one is decided on here ([`super::told`]).
    pub(super) fn each_word(&mut self, show: impl FnOnce(BasisId, &mut BasisWords)) {
        let Self { id, order: _, words: _, confirmed: _ } = self;
        let id = *id;
        self.edited(|words| show(id, words));
    }

    /// Who confirmed it as it stands.
    pub const fn confirmed(&self) -> Option<&Confirmed> {
        self.confirmed.as_ref()
    }

    /// Confirms it as it stands, or takes that back.
    pub const fn confirm(&mut self, confirmed: Option<Confirmed>) {
        self.confirmed = confirmed;
    }

    /// Changes its words; when they are other words then, its confirmation falls.
    pub fn edited<T>(&mut self, how: impl FnOnce(&mut BasisWords) -> T) -> T {
        let before = self.words.clone();
        let out = how(&mut self.words);
        if self.words != before {
            self.confirmed = None;
        }
        out
    }
}

impl Deref for Basis {
    type Target = BasisWords;
    fn deref(&self) -> &BasisWords {
        &self.words
    }
}

/// 责任人: a person whom the problem concerns, named by post and name and never by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsible {
    /// Its id.
    pub id: ResponsibleId,
    /// Position.
    pub order: OrderKey,
    /// The person of the roster, when they are on it.
    pub person: Option<PersonId>,
    /// Name as printed.
    pub name: String,
    /// Post at the time of the fact, as printed.
    pub post: String,
    /// 责任类型
    pub kind: ResponsibilityKind,
}

/// The place of a problem in one category tree; a problem has at most one per tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placed {
    /// Its id.
    pub id: PlacedId,
    /// The tree of the method, e.g. `three_focus_2023`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub tree: String,
    /// The node, e.g. `f2`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub node: String,
}

impl Placed {
    /// The place of that problem in a tree; its id follows from the tree.
    pub fn new(problem: ProblemId, tree: &str, node: &str) -> Self {
        Self { id: element(problem.0, CATEGORY, tree).into(), tree: tree.to_owned(), node: node.to_owned() }
    }
}

/// Parts the ids of categories from those of other elements of a problem.
pub(super) const CATEGORY: &str = "category";

/// 待核实: something to find out before the paper can say it; for the group alone, printed on nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ToVerify {
    /// Its id.
    pub id: ToVerifyId,
    /// Position.
    pub order: OrderKey,
    /// What is to be found out.
    pub text: String,
    /// The observation, check result or answer that it comes from; `None`: typed on the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Uuid>,
    /// It has been found out, or is no longer needed.
    #[serde(default)]
    pub done: bool,
}

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

/// The mark that pins a sentence to evidence: 〔证3〕.
pub fn pin(number: u16) -> String {
    format!("〔证{number}〕")
}

/// The marks in a text: byte range and number, in order. `〔证0〕` and numbers that are none are no marks.
pub fn pins(text: &str) -> impl Iterator<Item = (Range<usize>, u16)> {
    const OPEN: &str = "〔证";
    const CLOSE: char = '〕';
    text.match_indices(OPEN).filter_map(move |(at, _)| {
        let inner = text.get(at + OPEN.len()..)?;
        let end = inner.find(CLOSE)?;
        let digits = inner.get(..end)?;
        let number: u16 = digits.parse().ok().filter(|n| *n > 0 && digits.bytes().all(|b| b.is_ascii_digit()))?;
        Some((at..at + OPEN.len() + end + CLOSE.len_utf8(), number))
    })
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
        let facts = self.facts_text();
        let parts = [&self.title, &self.number, &facts, &self.discovery, &self.explanation, &self.against, &self.note];
        parts.map(String::as_str).join("\n")
    }
}

/// What a list needs of a problem, read from the brief without parsing the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemBrief {
    /// Where it stands.
    pub state: ProblemState,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
}

impl fmt::Display for ProblemBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.state.name(), self.number, self.title)
    }
}

impl ProblemBrief {
    /// That of a problem.
    pub fn of(problem: &Problem) -> Self {
        Self { state: problem.state, number: problem.number.clone(), title: problem.title.clone() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Self {
        let mut words = brief.splitn(3, ' ');
        let mut next = || words.next().unwrap_or_default();
        let (state, number, title) = (next(), next(), next());
        let state = ProblemState::ALL.into_iter().find(|s| s.name() == state).unwrap_or_default();
        Self { state, number: number.to_owned(), title: title.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_edit_of_a_basis_takes_its_confirmation() {
        let words = BasisWords { name: "条例".into(), clause: "第三条".into(), ..BasisWords::default() };
        let at = Instant::parse("2026-03-16T09:00:00.000+08:00").unwrap();
        let confirmed = Some(Confirmed { by: InspectorId::new(), at });
        let basis = Basis::new(BasisId::new(), OrderKey::default(), words).with_confirmation(confirmed);
        let edits: [fn(&mut BasisWords); 5] = [
            |w| w.regulation.push('x'),
            |w| w.name.push('x'),
            |w| w.version.push('x'),
            |w| w.clause.push('x'),
            |w| w.quote.push('x'),
        ];
        for edit in edits {
            let mut changed = basis.clone();
            changed.edited(edit);
            assert_eq!(changed.confirmed(), None);
        }
        let mut same = basis.clone();
        same.edited(|w| w.clause = "第三条".into());
        assert_eq!(same, basis, "what stays as it was stays confirmed");
    }

    #[test]
    fn a_basis_is_written_as_it_always_was() {
        let json = r#"{"id":"00000000-0000-0000-0000-000000000001","order":"1","regulation":"","name":"甲","version":"","clause":"第一条","quote":"","confirmed":null}"#;
        let basis: Basis = serde_json::from_str(json).unwrap();
        assert_eq!((basis.name.as_str(), basis.clause.as_str()), ("甲", "第一条"));
        assert_eq!(serde_json::to_string(&basis).unwrap(), json);
    }

    #[test]
    fn a_problem_without_matters_to_verify_is_written_as_before() {
        let problem = Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "预-LF-01".into());
        let json = serde_json::to_string(&problem).unwrap();
        assert!(!json.contains("to_verify"), "{json}");
        assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
    }

    #[test]
    fn marks_are_found_where_they_stand() {
        let text = "支付购车款〔证1〕。没有议题〔证12〕〔证0〕〔证x〕〔证";
        let found: Vec<(&str, u16)> = pins(text).map(|(at, n)| (text.get(at).unwrap(), n)).collect();
        assert_eq!(found, [("〔证1〕", 1), ("〔证12〕", 12)]);
        assert_eq!(pin(3), "〔证3〕");
    }
}
