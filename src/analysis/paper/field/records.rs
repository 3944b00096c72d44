//! Reading and writing the fields of a paper.
//!
//! Every field is read and written as text: a date as 2022-06-14, a choice as its Chinese word, a list of ids with one id
//! a line. What it is printed as is for [`printed`](super::super::printed) to say.

use super::{PaperField as F, Spot};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{CitedId, EvidenceId, FactId, Hash, InspectorId, ProblemId, UnitId};
use crate::model::order::{self, OrderKey};
use crate::model::problem::{
    Basis, Certainty, Cited, Fact, Level, Placed, Problem, ProblemState, ResponsibilityKind, Responsible, ToVerify,
};
use crate::model::record::Kind;
use crate::model::value::PartialDate;
use crate::text::day;
use uuid::Uuid;

/// Why a text cannot be taken into a field, and what to do; nothing is changed then.
pub type Refused = &'static str;

/// What a date that cannot be read is refused with.
const NO_DATE: Refused = "看不懂这个日期。可以写 2022年6月14日、2022-06 或 2022。";
/// What is none of the words of a choice, or no id, is refused with.
const NO_SUCH: Refused = "这一栏没有这个选项。";
/// What belongs to an element that is gone, or follows from other records, is refused with.
const NOT_HERE: Refused = "这一栏已经不在底稿上。";

/// The records of a paper, as they are edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRecords {
    /// The problem.
    pub problem: Problem,
    /// What is suggested on it.
    pub suggestions: Vec<Suggestion>,
    /// 立行立改 asked for it.
    pub fixes: Vec<QuickFix>,
}

/// The same, only to be read.
#[derive(Debug, Clone, Copy)]
pub struct PaperView<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// What is suggested on it.
    pub suggestions: &'a [Suggestion],
    /// 立行立改 asked for it.
    pub fixes: &'a [QuickFix],
}

fn date(day: Option<PartialDate>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

fn lines(all: impl IntoIterator<Item = String>) -> String {
    all.into_iter().collect::<Vec<_>>().join("\n")
}

fn parse_date(text: &str) -> Result<Option<PartialDate>, Refused> {
    match text.trim() {
        "" => Ok(None),
        text => day::read(text).map(Some).ok_or(NO_DATE),
    }
}

fn parse_id(text: &str) -> Result<Uuid, Refused> {
    Uuid::parse_str(text.trim()).ok().ok_or(NO_SUCH)
}

/// The one of `all` that is called so; nothing for an empty text.
fn chosen<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Result<Option<T>, Refused> {
    match text.trim() {
        "" => Ok(None),
        text => all.iter().copied().find(|one| name(*one) == text).map(Some).ok_or(NO_SUCH),
    }
}

fn each<T>(text: &str, read: impl Fn(&str) -> Result<T, Refused>) -> Result<Vec<T>, Refused> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(read).collect()
}

/// Elements in their order.
pub(crate) fn in_order<T>(all: &[T], order: impl Fn(&T) -> &OrderKey) -> Vec<&T> {
    let mut sorted: Vec<&T> = all.iter().collect();
    sorted.sort_by(|a, b| order(a).cmp(order(b)));
    sorted
}

impl<'a> PaperView<'a> {
    /// The places of a field: of a list one for each element, in their order.
    pub fn spots(&self, field: F) -> Vec<Spot> {
        let p = self.problem;
        let ids: Vec<Uuid> = match field.block() {
            F::Facts => in_order(&p.facts, |f| &f.order).into_iter().map(|f| f.id.0).collect(),
            F::Basis => in_order(&p.basis, |b| &b.order).into_iter().map(|b| b.id.0).collect(),
            F::Evidence => in_order(&p.evidence, |c| &c.order).into_iter().map(|c| c.id.0).collect(),
            F::Responsible => in_order(&p.responsible, |r| &r.order).into_iter().map(|r| r.id.0).collect(),
            F::ToVerify => in_order(&p.to_verify, |v| &v.order).into_iter().map(|v| v.id.0).collect(),
            F::Suggestion => self.suggestions.iter().map(|s| s.id.0).collect(),
            F::QuickFix => self.fixes.iter().map(|f| f.id.0).collect(),
            _ => return vec![Spot::of(field)],
        };
        ids.into_iter().map(|id| Spot { field, part: Some(id) }).collect()
    }

    fn basis(&self, spot: Spot) -> Option<&'a Basis> {
        self.problem.basis.iter().find(|b| Some(b.id.0) == spot.part)
    }

    fn responsible(&self, spot: Spot) -> Option<&'a Responsible> {
        self.problem.responsible.iter().find(|r| Some(r.id.0) == spot.part)
    }

    fn suggestion(&self, spot: Spot) -> Option<&'a Suggestion> {
        self.suggestions.iter().find(|s| Some(s.id.0) == spot.part)
    }

    fn fix(&self, spot: Spot) -> Option<&'a QuickFix> {
        self.fixes.iter().find(|f| Some(f.id.0) == spot.part)
    }

    fn matter(&self, spot: Spot) -> Option<&'a ToVerify> {
        self.problem.to_verify.iter().find(|v| Some(v.id.0) == spot.part)
    }

    /// What stands in a field; `None` when its element is gone, or when the field is not of these records.
    pub fn get(&self, spot: Spot) -> Option<String> {
        let p = self.problem;
        let own = |text: &String| Some(text.clone());
        match spot.field {
            F::Title => own(&p.title),
            F::Number => own(&p.number),
            F::Unit => Some(p.unit.to_string()),
            F::Method => Some(p.method.to_string()),
            F::Id => Some(p.id.to_string()),
            F::Sources => Some(p.sources.join("\n")),
            F::SourceOther => own(&p.source_other),
            F::Categories => Some(lines(p.categories.iter().map(|c| format!("{}.{}", c.tree, c.node)))),
            F::Level => Some(p.level.map_or("", Level::chinese).to_owned()),
            F::Certainty => Some(p.certainty.map_or("", Certainty::chinese).to_owned()),
            F::From => Some(date(p.from)),
            F::To => Some(date(p.to)),
            F::Place => own(&p.place),
            F::Handlers => Some(lines(p.handlers.iter().map(ToString::to_string))),
            F::State => Some(p.state.chinese().to_owned()),
            F::Facts => match spot.part {
                None => Some(lines(in_order(&p.facts, |f| &f.order).into_iter().map(|f| f.text.clone()))),
                Some(id) => p.facts.iter().find(|f| f.id.0 == id).map(|f| f.text.clone()),
            },
            F::Discovery => own(&p.discovery),
            F::BasisRegulation => self.basis(spot).map(|b| b.regulation.clone()),
            F::BasisName => self.basis(spot).map(|b| b.name.clone()),
            F::BasisVersion => self.basis(spot).map(|b| b.version.clone()),
            F::BasisClause => self.basis(spot).map(|b| b.clause.clone()),
            F::BasisQuote => self.basis(spot).map(|b| b.quote.clone()),
            F::BasisConfirmed => self.basis(spot).map(|b| b.confirmed().map(|c| c.by.to_string()).unwrap_or_default()),
            F::Evidence => match spot.part {
                None => Some(lines(in_order(&p.evidence, |c| &c.order).into_iter().map(cited))),
                Some(id) => p.evidence.iter().find(|c| c.id.0 == id).map(cited),
            },
            F::ResponsiblePerson => {
                self.responsible(spot).map(|r| r.person.map(|id| id.to_string()).unwrap_or_default())
            }
            F::ResponsibleName => self.responsible(spot).map(|r| r.name.clone()),
            F::ResponsiblePost => self.responsible(spot).map(|r| r.post.clone()),
            F::ResponsibleKind => self.responsible(spot).map(|r| r.kind.chinese().to_owned()),
            F::Explanation => own(&p.explanation),
            F::Against => own(&p.against),
            F::SuggestionTo => self.suggestion(spot).map(|s| s.addressee.clone()),
            F::SuggestionText => self.suggestion(spot).map(|s| s.text.clone()),
            F::FixDemand => self.fix(spot).map(|f| f.demand.clone()),
            F::FixIssued => self.fix(spot).map(|f| date(f.issued)),
            F::FixDue => self.fix(spot).map(|f| date(f.due)),
            F::FixResult => self.fix(spot).map(|f| f.result.clone()),
            F::FixDone => self.fix(spot).map(|f| date(f.done)),
            F::Note => own(&p.note),
            F::VerifyText => self.matter(spot).map(|v| v.text.clone()),
            F::VerifyDone => self.matter(spot).map(|v| done_word(v.done).to_owned()),
            F::VerifyOrigin => self.matter(spot).map(|v| v.origin.map(|id| id.to_string()).unwrap_or_default()),
            // What follows from other records, and lists that have parts of their own.
            F::Compiled
            | F::UnitClass
            | F::Round
            | F::Group
            | F::Period
            | F::Basis
            | F::Responsible
            | F::Suggestion
            | F::QuickFix
            | F::ToVerify => None,
        }
    }

    /// The record that a field belongs to: its kind, id, and the record it is listed under.
    pub fn owner(&self, spot: Spot) -> (Kind, Uuid, Uuid) {
        let p = self.problem;
        let own = spot.part.unwrap_or(p.id.0);
        match spot.field.block() {
            F::Suggestion => (Kind::Suggestion, own, p.unit.0),
            F::QuickFix => (Kind::QuickFix, own, p.unit.0),
            _ => (Kind::Problem, p.id.0, p.unit.0),
        }
    }
}

/// 证N and the evidence.
fn cited(one: &Cited) -> String {
    format!("{} {}", one.number, one.evidence)
}

/// Words of a matter to verify.
const fn done_word(done: bool) -> &'static str {
    if done { "已核实" } else { "未核实" }
}

impl PaperRecords {
    /// The same, only to be read.
    pub fn view(&self) -> PaperView<'_> {
        PaperView { problem: &self.problem, suggestions: &self.suggestions, fixes: &self.fixes }
    }

    /// What stands in a field; empty when its element is gone.
    pub fn text(&self, spot: Spot) -> String {
        self.view().get(spot).unwrap_or_default()
    }

    /// Puts a text into a field. The words of a basis take its confirmation with them; paragraphs of the facts keep the
    /// ids of those that stood in their places.
    ///
    /// # Errors
    /// Why it cannot be taken; nothing is changed then.
    pub fn set(&mut self, spot: Spot, text: &str) -> Result<(), Refused> {
        let p = &mut self.problem;
        let plain = || text.trim().to_owned();
        match spot.field {
            F::Title => p.title = plain(),
            F::Number => p.number = plain(),
            F::Unit => p.unit = UnitId(parse_id(text)?),
            F::Method => p.method = Hash::parse(text.trim()).ok_or(NO_SUCH)?,
            F::Id => p.id = ProblemId(parse_id(text)?),
            F::Sources => p.sources = each(text, |line| Ok(line.to_owned()))?,
            F::SourceOther => p.source_other = plain(),
            F::Categories => p.categories = each(text, |line| placed(p.id, line))?,
            F::Level => p.level = chosen(&Level::ALL, Level::chinese, text)?,
            F::Certainty => p.certainty = chosen(&Certainty::ALL, Certainty::chinese, text)?,
            F::From => p.from = parse_date(text)?,
            F::To => p.to = parse_date(text)?,
            F::Place => p.place = plain(),
            F::Handlers => p.handlers = each(text, |line| parse_id(line).map(InspectorId))?,
            F::State => p.state = chosen(&ProblemState::ALL, ProblemState::chinese, text)?.ok_or(NO_SUCH)?,
            F::Facts => match spot.part {
                None => self.set_paragraphs(text),
                Some(id) => p.facts.iter_mut().find(|f| f.id.0 == id).ok_or(NOT_HERE)?.text = plain(),
            },
            F::Discovery => p.discovery = plain(),
            F::Explanation => p.explanation = plain(),
            F::Against => p.against = plain(),
            F::Note => p.note = plain(),
            F::Evidence => set_cited(&mut p.evidence, spot, text)?,
            field => match field.block() {
                F::Basis => self.set_basis(spot, text)?,
                F::Responsible => self.set_responsible(spot, text)?,
                F::Suggestion => self.set_suggestion(spot, text)?,
                F::QuickFix => self.set_fix(spot, text)?,
                F::ToVerify => self.set_matter(spot, text)?,
                _ => return Err(NOT_HERE),
            },
        }
        Ok(())
    }

    fn set_basis(&mut self, spot: Spot, text: &str) -> Result<(), Refused> {
        let mut all = self.problem.basis.iter_mut();
        let basis = all.find(|b| Some(b.id.0) == spot.part).ok_or(NOT_HERE)?;
        let text = text.trim();
        basis.edited(|words| {
            let own = match spot.field {
                F::BasisRegulation => &mut words.regulation,
                F::BasisName => &mut words.name,
                F::BasisVersion => &mut words.version,
                F::BasisClause => &mut words.clause,
                F::BasisQuote => &mut words.quote,
                // Who confirms it says when too: Basis::confirm.
                _ => return Err(NOT_HERE),
            };
            text.clone_into(own);
            Ok(())
        })
    }

    fn set_responsible(&mut self, spot: Spot, text: &str) -> Result<(), Refused> {
        let mut all = self.problem.responsible.iter_mut();
        let one = all.find(|r| Some(r.id.0) == spot.part).ok_or(NOT_HERE)?;
        match spot.field {
            F::ResponsiblePerson if text.trim().is_empty() => one.person = None,
            F::ResponsiblePerson => one.person = Some(parse_id(text)?.into()),
            F::ResponsibleName => text.trim().clone_into(&mut one.name),
            F::ResponsiblePost => text.trim().clone_into(&mut one.post),
            F::ResponsibleKind => {
                one.kind = chosen(&ResponsibilityKind::ALL, ResponsibilityKind::chinese, text)?.ok_or(NO_SUCH)?;
            }
            _ => return Err(NOT_HERE),
        }
        Ok(())
    }

    fn set_suggestion(&mut self, spot: Spot, text: &str) -> Result<(), Refused> {
        let one = self.suggestions.iter_mut().find(|s| Some(s.id.0) == spot.part).ok_or(NOT_HERE)?;
        match spot.field {
            F::SuggestionTo => text.trim().clone_into(&mut one.addressee),
            F::SuggestionText => text.trim().clone_into(&mut one.text),
            _ => return Err(NOT_HERE),
        }
        Ok(())
    }

    fn set_fix(&mut self, spot: Spot, text: &str) -> Result<(), Refused> {
        let fix = self.fixes.iter_mut().find(|f| Some(f.id.0) == spot.part).ok_or(NOT_HERE)?;
        match spot.field {
            F::FixDemand => text.trim().clone_into(&mut fix.demand),
            F::FixIssued => fix.issued = parse_date(text)?,
            F::FixDue => fix.due = parse_date(text)?,
            F::FixResult => text.trim().clone_into(&mut fix.result),
            F::FixDone => fix.done = parse_date(text)?,
            _ => return Err(NOT_HERE),
        }
        Ok(())
    }

    fn set_matter(&mut self, spot: Spot, text: &str) -> Result<(), Refused> {
        let mut all = self.problem.to_verify.iter_mut();
        let one = all.find(|v| Some(v.id.0) == spot.part).ok_or(NOT_HERE)?;
        match spot.field {
            F::VerifyText => text.trim().clone_into(&mut one.text),
            F::VerifyDone => one.done = chosen(&[false, true], done_word, text)?.ok_or(NO_SUCH)?,
            F::VerifyOrigin if text.trim().is_empty() => one.origin = None,
            F::VerifyOrigin => one.origin = Some(parse_id(text)?),
            _ => return Err(NOT_HERE),
        }
        Ok(())
    }

    fn set_paragraphs(&mut self, text: &str) {
        let ids: Vec<FactId> = in_order(&self.problem.facts, |f| &f.order).into_iter().map(|f| f.id).collect();
        let mut ids = ids.into_iter();
        let typed: Vec<(FactId, &str)> = text.split('\n').map(|line| (ids.next().unwrap_or_default(), line)).collect();
        self.set_facts(&typed);
    }

    /// The facts, paragraph by paragraph with their ids. Empty paragraphs are none. Places are kept; only what is new or
    /// was moved gets a new one.
    pub fn set_facts(&mut self, typed: &[(FactId, &str)]) {
        let old = std::mem::take(&mut self.problem.facts);
        let place = |id| old.iter().find(|f: &&Fact| f.id == id).map(|f| f.order.clone()).unwrap_or_default();
        let written = typed.iter().filter(|(_, text)| !text.trim().is_empty());
        let fact = |(id, text): &(FactId, &str)| Fact { id: *id, order: place(*id), text: (*text).to_owned() };
        let mut facts: Vec<Fact> = written.map(fact).collect();
        order::assign(&mut facts, |f| &mut f.order);
        self.problem.facts = facts;
    }
}

fn placed(problem: ProblemId, line: &str) -> Result<Placed, Refused> {
    let (tree, node) = line.split_once('.').ok_or(NO_SUCH)?;
    Ok(Placed::new(problem, tree, node))
}

/// The list of citations, each with its number; evidence that is cited already keeps its line.
fn set_cited(all: &mut Vec<Cited>, spot: Spot, text: &str) -> Result<(), Refused> {
    let read = |line: &str| {
        let (number, evidence) = line.split_once(' ').ok_or(NO_SUCH)?;
        Ok((number.parse::<u16>().ok().ok_or(NO_SUCH)?, EvidenceId(parse_id(evidence)?)))
    };
    if let Some(id) = spot.part {
        let one = all.iter_mut().find(|c| c.id.0 == id).ok_or(NOT_HERE)?;
        (one.number, one.evidence) = read(text.trim())?;
        return Ok(());
    }
    let wanted = each(text, read)?;
    let kept = |evidence| all.iter().find(|c: &&Cited| c.evidence == evidence);
    let one = |(number, evidence): (u16, EvidenceId)| Cited {
        id: kept(evidence).map_or_else(CitedId::new, |c| c.id),
        order: kept(evidence).map(|c| c.order.clone()).unwrap_or_default(),
        number,
        evidence,
    };
    let mut list: Vec<Cited> = wanted.into_iter().map(one).collect();
    order::assign(&mut list, |c| &mut c.order);
    *all = list;
    Ok(())
}
