//! The answer of one talk to one question: statements, judgement, claims, probes.

use crate::model::brief::AnswerBrief;
use crate::model::ids::{AnswerId, ClaimId, InterviewId, PersonId, ProbePutId, StatementId, element};
use crate::model::natural::Natural as _;
use crate::model::order::OrderKey;
use crate::model::record::{Kind, Record, apart};
use crate::model::value::{Instant, Money, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The lane of a statement: whose words it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// 原话: verbatim; the only lane that may be quoted.
    Verbatim,
    /// 要点: faithful gist.
    #[default]
    Gist,
    /// 记录人注: the recorder's remark; on no page that the person sees.
    Remark,
}

impl Lane {
    /// All lanes in the order in which the key turns them.
    pub const ALL: [Self; 3] = [Self::Verbatim, Self::Gist, Self::Remark];

    /// The character in the margin.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Verbatim => "原",
            Self::Gist => "要",
            Self::Remark => "注",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Verbatim => "原话",
            Self::Gist => "要点",
            Self::Remark => "记录人注",
        }
    }

    /// The name in views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Gist => "gist",
            Self::Remark => "remark",
        }
    }

    /// The next lane.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Verbatim => Self::Gist,
            Self::Gist => Self::Remark,
            Self::Remark => Self::Verbatim,
        }
    }
}

/// 陈述: one paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Its id; survives editing, splitting (first part) and joining (first's).
    pub id: StatementId,
    /// Position among the statements of the answer.
    pub order: OrderKey,
    /// Whose words.
    pub lane: Lane,
    /// When it was begun.
    pub at: Instant,
    /// The text, one paragraph, never altered by the program.
    pub text: String,
    /// 重点
    #[serde(default, skip_serializing_if = "is_false")]
    pub key: bool,
    /// 转线索: withheld. It stays on the talk's own screen and is in nothing else.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withheld: bool,
    /// At read-back the person corrected this earlier statement with the present one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<StatementId>,
    /// Earlier statements of which words came into this one: the one that it was split off, those that were joined to
    /// it, and theirs. Where it is withheld, what those said before tells nothing of it either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words_of: Vec<StatementId>,
}

impl Statement {
    /// Whether its words may be told.
    pub const fn is_told(&self) -> bool {
        !self.withheld
    }

    /// Its words, as far as they may be told.
    pub fn told(&self) -> &str {
        if self.withheld { super::closed::ELSEWHERE } else { &self.text }
    }

    /// Whether it corrects an earlier statement and was begun after the record was read back.
    pub const fn corrects_since(&self, read_back: Instant) -> bool {
        self.supersedes.is_some() && self.at.ms >= read_back.ms
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
const fn is_false(b: &bool) -> bool {
    !*b
}

/// 判断: how the person met the question; each question labels the levels in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Met.
    Met,
    /// Partly.
    Partly,
    /// Unmet.
    Unmet,
    /// 拒答
    Declined,
    /// 不适用
    NotApplicable,
}

impl Judgement {
    /// All levels in the order of their keys 1-5.
    pub const ALL: [Self; 5] = [Self::Met, Self::Partly, Self::Unmet, Self::Declined, Self::NotApplicable];

    /// The name in the method files, views and briefs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::Unmet => "unmet",
            Self::Declined => "declined",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The level of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|j| j.name() == name)
    }
}

/// How sure the statement was about the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// 确切
    #[default]
    Exact,
    /// 约
    About,
    /// 至少
    AtLeast,
    /// 至多
    AtMost,
    /// 之间: `value` to `high`.
    Range,
    /// 不清楚: no value.
    DoesNotKnow,
    /// 拒答: no value.
    Refused,
}

impl Qualifier {
    /// All qualifiers in the order in which the key turns them.
    pub const ALL: [Self; 7] =
        [Self::Exact, Self::About, Self::AtLeast, Self::AtMost, Self::Range, Self::DoesNotKnow, Self::Refused];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Exact => "确切",
            Self::About => "约",
            Self::AtLeast => "至少",
            Self::AtMost => "至多",
            Self::Range => "之间",
            Self::DoesNotKnow => "不清楚",
            Self::Refused => "拒答",
        }
    }

    /// The name in views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Range => "range",
            Self::DoesNotKnow => "does_not_know",
            Self::Refused => "refused",
        }
    }

    /// Whether a value goes with it.
    pub const fn has_value(self) -> bool {
        !matches!(self, Self::DoesNotKnow | Self::Refused)
    }
}

/// A typed value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "is", rename_all = "snake_case")]
pub enum Value {
    /// Free text.
    Text(String),
    /// A count.
    Integer(i64),
    /// 分
    Money(Money),
    /// A date of which a part may be unknown; months too.
    Date(PartialDate),
    /// One choice, by its id in the method.
    Choice(String),
    /// Several choices.
    Choices(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// A person of the roster.
    Person(PersonId),
}

/// 陈述要素: what an answer asserts, as a value that can be compared with the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The claim field of the method, e.g. `q3.times`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub field: String,
    /// How sure.
    pub qualifier: Qualifier,
    /// The value; `None` with 不清楚 and 拒答.
    pub value: Option<Value>,
    /// Upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Value>,
    /// The statement that asserts it, when marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementId>,
}

/// A probe that was put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbePut {
    /// Its id.
    pub id: ProbePutId,
    /// The probe of the method, e.g. `q1.p3`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub probe: String,
    /// When.
    pub at: Instant,
}

impl ProbePut {
    /// A probe put within that answer; once each, so its id follows from the probe.
    pub fn new(answer: AnswerId, probe: String, at: Instant) -> Self {
        Self { id: element(answer.0, PROBE, &probe).into(), probe, at }
    }
}

/// Parts the ids of probes from those of other elements of an answer.
pub(super) const PROBE: &str = "probe";

/// How far a question has come in one talk (DESIGN.md §4 Coverage).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Neither a statement nor a judgement.
    Open,
    /// Either.
    Part,
    /// At least one statement and a judgement, or declined, or judged not applicable.
    Done,
    /// Not put, with a reason.
    Excused,
}

impl Progress {
    /// The name in briefs and views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Part => "part",
            Self::Done => "done",
            Self::Excused => "excused",
        }
    }

    /// The progress of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Open, Self::Part, Self::Done, Self::Excused].into_iter().find(|p| p.name() == name)
    }

    /// The mark on screen: glyphs that keep one cell everywhere.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Open => "☐",
            Self::Part => "~",
            Self::Done => "☑",
            Self::Excused => "/",
        }
    }
}

/// The answer of one interview to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Its id.
    pub id: AnswerId,
    /// The talk.
    pub interview: InterviewId,
    /// The question of the method, e.g. `q3`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub question: String,
    /// Which parallel wording was put (0-based).
    pub wording: u8,
    /// Paragraphs in order.
    pub statements: Vec<Statement>,
    /// 判断
    pub judgement: Option<Judgement>,
    /// 陈述要素
    pub claims: Vec<Claim>,
    /// 追问 that were put.
    pub probes: Vec<ProbePut>,
    /// Why the question was not put; empty: no reason given.
    pub not_put: String,
}

impl Answer {
    /// An empty answer, under the id that follows from talk and question; for a talk that has none to that question yet.
    pub fn new(interview: InterviewId, question: &str) -> Self {
        Self {
            id: AnswerId::of(interview, question),
            interview,
            question: question.to_owned(),
            wording: 0,
            statements: Vec::new(),
            judgement: None,
            claims: Vec::new(),
            probes: Vec::new(),
            not_put: String::new(),
        }
    }

    /// What the person is on record with, in its order: every statement but the recorder's remarks.
    pub fn spoken(&self) -> Vec<(StatementId, Lane, &str)> {
        let mut said: Vec<&Statement> = self.statements.iter().filter(|s| s.lane != Lane::Remark).collect();
        said.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        said.into_iter().map(|s| (s.id, s.lane, s.text.as_str())).collect()
    }

    /// The statements that are printed; each correction follows what it corrects, corrections of corrections too.
    pub fn in_print_order(&self) -> Vec<&Statement> {
        self.print_order().into_iter().filter_map(|at| self.statements.get(at)).collect()
    }

    /// The same as positions among the statements. Each is in it once, whatever the ids say: a damaged file or one from
    /// outside may have two statements of one id, or corrections in a ring.
    pub(super) fn print_order(&self) -> Vec<usize> {
        let is_printed = |s: &Statement| s.lane != Lane::Remark && !s.text.trim().is_empty();
        let shown: Vec<(usize, &Statement)> =
            self.statements.iter().enumerate().filter(|(_, s)| is_printed(s)).collect();
        let ids: HashSet<StatementId> = shown.iter().map(|(_, s)| s.id).collect();
        // Last first, as the stack takes them.
        let mut stack: Vec<(usize, StatementId)> = Vec::new();
        let mut corrections: HashMap<StatementId, Vec<(usize, StatementId)>> = HashMap::new();
        for (at, s) in shown.iter().rev() {
            match s.supersedes.filter(|id| ids.contains(id)) {
                Some(earlier) => corrections.entry(earlier).or_default().push((*at, s.id)),
                None => stack.push((*at, s.id)),
            }
        }
        let mut placed: Vec<usize> = Vec::with_capacity(shown.len());
        while let Some((at, id)) = stack.pop() {
            placed.push(at);
            // Taken out: of two statements of one id the first is followed by what corrects either.
            stack.extend(corrections.remove(&id).unwrap_or_default());
        }
        // Corrections in a ring are reached from nowhere: printed at the end, never lost.
        let reached: HashSet<usize> = placed.iter().copied().collect();
        placed.extend(shown.iter().map(|(at, _)| *at).filter(|at| !reached.contains(at)));
        placed
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let said = self.statements.iter().any(|s| !s.text.trim().is_empty());
        match self.judgement {
            Some(Judgement::Declined | Judgement::NotApplicable) => Progress::Done,
            Some(_) if said => Progress::Done,
            Some(_) => Progress::Part,
            None if said => Progress::Part,
            None if !self.not_put.trim().is_empty() => Progress::Excused,
            None => Progress::Open,
        }
    }

    /// Whether a later statement corrects this one.
    pub fn superseded(&self, id: StatementId) -> bool {
        self.statements.iter().any(|s| s.supersedes == Some(id))
    }
}

impl Record for Answer {
    const KIND: Kind = Kind::Answer;
    const SCHEMA: u32 = 2;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.interview.0)
    }
    fn natural(&self) -> Option<String> {
        Some(Self::key_text((self.interview, &self.question)))
    }
    /// See [`AnswerBrief`].
    fn brief(&self) -> String {
        AnswerBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart(self.statements.iter().filter(|s| s.is_told()).map(|s| s.text.as_str()))
    }
}
