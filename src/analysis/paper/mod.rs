//! 底稿: a problem with everything that it cites looked up.
//!
//! [`Holdings`] is what papers are put together from, read in one pass; [`Holdings::paper`] is pure and quick, so that
//! the editor makes a new [`Paper`] of what is being typed. Rules (DESIGN.md §4 Papers, Talks):
//!
//! - An informant is cited as 〔访谈A37〕 and 段, with nothing beside it that tells who that is.
//! - A person named responsible carries no code: what they said is cited as 本人谈话, and needs the read-back.
//! - A statement that was corrected at read-back may be cited, and the paper says so.
//! - What is dealt with elsewhere (转线索) or in the bin leaves a dangling citation and no text.

mod accuracy;
mod basis;
mod cite;
mod content;
mod content_v1;
mod cover;
pub mod field;
mod holdings;
mod names;
mod naming;
mod printed;
mod reach;
mod resolve;
mod roster;
#[cfg(test)]
mod tests;

use crate::Result;
use crate::analysis::number;
use crate::model::answer::Lane;
use crate::model::evidence::{Evidence, EvidenceSort};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{BasisId, CitedId, EvidenceId, InspectorId, PersonId, ProblemId, UnitId};
use crate::model::problem::Problem;
use crate::model::round::{Round, Unit};
use crate::model::value::PartialDate;
use crate::store::Reader;
use field::PaperView;
use std::sync::Arc;

pub use accuracy::{Accuracy, Lack, Light};
pub use cite::is_pages;
pub(crate) use cite::{UNKNOWN, pages};
pub use content::SameAs;
pub use cover::{Cover, Covered, Covering};
pub(crate) use field::in_order;
pub use holdings::{Everybody, Holdings};
pub use naming::{How, Identified};
pub(crate) use printed::beside;
pub use printed::{BLANK, Printed, PrintedBlock, PrintedItem};
pub use reach::{Reach, Written, is_printed};
pub use roster::{Listed, Roster};

/// Whether a piece of evidence is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofState {
    /// It is there.
    Found,
    /// A statement that was corrected.
    Superseded {
        /// By the 段 of that number, when it is on the record.
        by: Option<usize>,
        /// After the talk was read back, not while.
        since: bool,
    },
    /// A 记录人注, or an empty paragraph: it has no 段 and is on no talk record, so it cannot be cited.
    NotOnRecord,
    /// 已另行处理: it is not for papers; only that there is something is told.
    Elsewhere,
    /// In the bin, or never there.
    Gone,
}

impl ProofState {
    /// Whether the citation leads nowhere (E201).
    pub const fn dangles(self) -> bool {
        matches!(self, Self::NotOnRecord | Self::Elsewhere | Self::Gone)
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Found => "可用",
            Self::Superseded { .. } => "已更正",
            Self::NotOnRecord => "不在谈话记录上",
            Self::Elsewhere => "已另行处理",
            Self::Gone => "已不存在",
        }
    }
}

/// Whose voice a piece of evidence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voice {
    /// Nobody's: minutes, vouchers, files.
    Material,
    /// An informant's.
    Informant {
        /// Number of the talk: A37, A37-2. All that is printed.
        talk: String,
        /// Who, so that their post beside it can be found; printed nowhere.
        person: PersonId,
    },
    /// 本人谈话: a responsible person's own.
    Own(PersonId),
}

/// The statement that evidence rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// 段N of the talk record.
    pub number: usize,
    /// Whose words it holds; only 原话 may be quoted.
    pub lane: Lane,
    /// The words, as noted.
    pub text: String,
    /// The talk was read back and confirmed with these words in it.
    pub read_back: bool,
    /// They correct others and were noted after the talk was read back; nobody has read them back since.
    pub corrects: bool,
}

/// 证N: evidence as the paper cites it, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The line of the list.
    pub cited: CitedId,
    /// N of 〔证N〕.
    pub number: u16,
    /// The evidence.
    pub evidence: EvidenceId,
    /// Whether it is there.
    pub state: ProofState,
    /// What sort of material; `None` when the evidence itself is gone.
    pub sort: Option<EvidenceSort>,
    /// How the paper names it, complete, e.g. 党组会议记录 2022年 第2卷 第12页 原件 or 谈话记录〔访谈A37〕第12段，已读回.
    /// When it dangles: 〔已另行处理〕 or 〔已不存在〕 and no more.
    pub citation: String,
    /// Whose voice.
    pub voice: Voice,
    /// The statement, when it is one and may be shown.
    pub words: Option<Words>,
    /// The record, with pages, extent, provider and day; `None` when it dangles.
    pub record: Option<Evidence>,
}

/// How well a basis is sourced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasisStanding {
    /// The method marks regulation and clause as read in a public source.
    Verified,
    /// 待核: general knowledge or typed by hand, and nobody confirmed it.
    ToConfirm,
    /// Confirmed by this inspector.
    Confirmed(String),
}

/// Whether a basis was in force at the time of the fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InForce {
    /// It was.
    Yes,
    /// For a part of the time only; what to say of it.
    Partly(String),
    /// It certainly was not; what to say of it.
    No(String),
    /// Not known: the fact has no date, or the basis is no regulation of the method.
    Unknown,
}

/// 定性依据, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footing {
    /// The basis within the paper.
    pub id: BasisId,
    /// As printed: 《中国共产党纪律处分条例》（2018年8月修订）第十二条〔待核〕.
    pub printed: String,
    /// How well it is sourced.
    pub standing: BasisStanding,
    /// Whether it was in force.
    pub in_force: InForce,
    /// Label of the version that was in force at the time of the fact, when that is another one.
    pub fitting: Option<String>,
}

/// 承办人, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handler {
    /// Who.
    pub id: InspectorId,
    /// Name; （不详） when no longer there.
    pub name: String,
}

/// The place of a problem in one category tree, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InTree {
    /// Id of the tree.
    pub tree: String,
    /// Its name.
    pub name: String,
    /// The words from the top node down to the chosen one.
    pub path: Vec<String>,
}

/// 底稿: a problem and what it cites.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The problem itself.
    pub problem: Problem,
    /// The unit; a blank one when it is gone.
    pub unit: Unit,
    /// 支撑材料, in the order of the list.
    pub proofs: Vec<Proof>,
    /// 定性依据, in the order of the list.
    pub footings: Vec<Footing>,
    /// 承办人
    pub handlers: Vec<Handler>,
    /// 问题来源 in words, 其他 last.
    pub sources: Vec<String>,
    /// Categories in words.
    pub categories: Vec<InTree>,
    /// Suggestions that answer it.
    pub suggestions: Vec<Suggestion>,
    /// 立行立改 asked for it.
    pub quick_fixes: Vec<QuickFix>,
    /// 四个准确
    pub lights: [Light; 4],
    /// 孤证: all evidence that is there is of this sort.
    pub single: Option<EvidenceSort>,
    /// The round; `None` while there is none.
    pub round: Option<Arc<Round>>,
    /// Who left errors of it standing.
    pub overruled_by: Vec<Handler>,
    /// The day on which it is looked at; what lies behind it has not happened.
    pub today: PartialDate,
    covering: Arc<Covering>,
}

impl Paper {
    /// The paper of a problem; `None` when there is no such problem.
    pub fn read(reader: &Reader, id: ProblemId) -> Result<Option<Self>> {
        let Some(problem) = reader.get::<Problem>(id.0)? else { return Ok(None) };
        Ok(Some(Holdings::read(reader, Some(problem.unit))?.paper(&problem)))
    }

    /// 证N
    pub fn proof(&self, number: u16) -> Option<&Proof> {
        self.proofs.iter().find(|p| p.number == number)
    }

    /// Its records, only to be read.
    pub fn view(&self) -> PaperView<'_> {
        PaperView { problem: &self.problem, suggestions: &self.suggestions, fixes: &self.quick_fixes }
    }

    /// Whether a person of the roster is named responsible.
    pub fn is_responsible(&self, person: PersonId) -> bool {
        self.problem.responsible.iter().any(|r| r.person == Some(person))
    }
}

/// The papers of a unit, or of the whole round, in the order of units and numbers.
pub fn papers(reader: &Reader, unit: Option<UnitId>) -> Result<Vec<Paper>> {
    let holdings = Holdings::read(reader, unit)?;
    let problems: Vec<Problem> = match unit {
        Some(unit) => reader.children(unit.0)?,
        None => reader.all()?,
    };
    let mut papers: Vec<Paper> = problems.iter().map(|p| holdings.paper(p)).collect();
    papers.sort_by(|a, b| {
        let place = |p: &Paper| (p.unit.code.clone(), number::place(&p.problem.number), p.problem.id);
        place(a).cmp(&place(b))
    });
    Ok(papers)
}
