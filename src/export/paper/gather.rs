//! Working papers out of the store: problems with what they cite, made fit for print.
//!
//! What may not be told at all does not come here: the store tells it to nobody. Here the names of informants and the
//! posts beside their codes are taken off, which may not be in 报送/ ([`names`](crate::export::names)). A paper that
//! cites what is dealt with elsewhere (转线索) does not leave ([`Gatherer::papers`]).

use super::{Listed, WorkingPaper};
use crate::analysis::paper::{self, Footing, Paper, Proof, ProofState, Roster, Voice};
use crate::error::Result;
use crate::export::assemble::no_round;
use crate::export::head::Head;
use crate::export::names::Allowed;
use crate::model::answer::Value;
use crate::model::fields::value_of;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{PersonId, UnitId};
use crate::model::order::OrderKey;
use crate::model::people::Person;
use crate::model::problem::{Certainty, Level, Responsible};
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::Instant;
use crate::store::Reader;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Field of a unit's profile: what sort of body it is.
const CLASS: &str = "profile.class";

/// What all papers of one export share.
pub struct Gatherer<'a> {
    reader: &'a Reader,
    head: Arc<Head>,
    round: Uuid,
    roster: Roster,
    inspectors: BTreeSet<String>,
    revised: RefCell<BTreeMap<Uuid, Option<Instant>>>,
}

/// A paper ready for print, and whether a name or a post had to be covered in it.
pub struct Gathered {
    /// The paper.
    pub paper: WorkingPaper,
    /// The unit.
    pub unit: UnitId,
    /// Code of the unit, for file names.
    pub unit_code: String,
    /// Somebody was named who may not be.
    pub covered: bool,
}

/// All papers of the round, in the order of units and numbers.
///
/// # Errors
/// No round yet, or the file cannot be read.
pub fn gather(reader: &Reader) -> Result<Vec<Gathered>> {
    Gatherer::open(reader)?.papers().map(|leaving| leaving.papers)
}

/// The papers that leave, and those that do not.
#[derive(Default)]
pub struct Leaving {
    /// Ready for print, in the order of units and numbers.
    pub papers: Vec<Gathered>,
    /// Numbers of those that cite what is dealt with elsewhere.
    pub held_back: Vec<String>,
}

impl<'a> Gatherer<'a> {
    /// Reads what is shared.
    ///
    /// # Errors
    /// No round yet, or the file cannot be read.
    pub fn open(reader: &'a Reader) -> Result<Self> {
        let round = reader.all::<Round>()?.into_iter().next().ok_or_else(no_round)?;
        Ok(Self {
            reader,
            head: Arc::new(Head::from(&round)),
            round: round.id.0,
            roster: Roster::new(&reader.all::<Person>()?),
            inspectors: reader.all::<Inspector>()?.into_iter().map(|i| i.name).collect(),
            revised: RefCell::default(),
        })
    }

    /// The id of the round, for its last revision.
    pub(crate) const fn round(&self) -> Uuid {
        self.round
    }

    /// The round as outputs name it.
    pub fn head(&self) -> Arc<Head> {
        Arc::clone(&self.head)
    }

    /// All papers of the round that may leave it: those that cite nothing that is dealt with elsewhere (转线索).
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn papers(&self) -> Result<Leaving> {
        let told = self.reader.told()?;
        let mut leaving = Leaving::default();
        for paper in paper::papers(self.reader, None)? {
            if told.holds_back(paper.problem.id.0) {
                leaving.held_back.push(paper.problem.number.clone());
            } else {
                leaving.papers.push(self.paper(&paper)?);
            }
        }
        Ok(leaving)
    }

    /// One paper, wherever it goes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn paper(&self, paper: &Paper) -> Result<Gathered> {
        let problem = &paper.problem;
        let evidence = || paper.proofs.iter().map(|p| p.evidence.0);
        let compiled = self.latest([problem.id.0].into_iter().chain(evidence()))?;
        let around = [self.round, problem.unit.0].into_iter();
        let handlers = problem.handlers.iter().map(|h| h.0);
        let handed = paper.suggestions.iter().map(|s| s.id.0).chain(paper.quick_fixes.iter().map(|f| f.id.0));
        let revised = compiled.max(self.latest(around.chain(handlers).chain(handed))?);
        let cover = self.cover(problem.unit, &problem.responsible);
        let filled = self.fill(paper, &cover, compiled, revised);
        let (unit, unit_code) = (paper.unit.id, paper.unit.code.clone());
        Ok(Gathered { covered: cover.covered(), paper: filled, unit, unit_code })
    }

    /// What is done to texts of this unit that concern problems of these responsible people.
    pub(crate) fn cover<'r>(&self, unit: UnitId, responsible: impl IntoIterator<Item = &'r Responsible>) -> Cover<'_> {
        let (mut people, mut names) = (BTreeSet::new(), self.inspectors.clone());
        for one in responsible {
            people.extend(one.person);
            names.insert(one.name.trim().to_owned());
        }
        Cover { gatherer: self, unit, people, names, covered: Cell::new(false) }
    }

    fn fill(&self, paper: &Paper, cover: &Cover<'_>, compiled: Instant, revised: Instant) -> WorkingPaper {
        let problem = &paper.problem;
        let categories = paper.categories.iter().map(|c| (c.name.clone(), c.path.join("—")));
        WorkingPaper {
            head: self.head(),
            number: problem.number.clone(),
            title: cover.text(&problem.title),
            state: problem.state.chinese(),
            unit: paper.unit.name.clone(),
            unit_class: class(&paper.unit),
            compiled: compiled.date(),
            from: problem.from,
            to: problem.to,
            place: cover.text(&problem.place),
            sources: paper.sources.iter().map(|s| cover.text(s)).collect(),
            categories: categories.collect(),
            level: problem.level.map_or("", Level::chinese),
            certainty: problem.certainty.map_or("", Certainty::chinese),
            facts: ordered(&problem.facts, |f| &f.order).map(|f| cover.text(&f.text)).collect(),
            discovery: cover.text(&problem.discovery),
            basis: basis(paper, cover),
            evidence: paper
                .proofs
                .iter()
                .map(|p| Listed { number: p.number, text: cover.text(&line(p, cover)) })
                .collect(),
            responsible: ordered(&problem.responsible, |r| &r.order).map(responsible).collect(),
            explanation: cover.text(&problem.explanation),
            against: cover.text(&problem.against),
            suggestions: paper.suggestions.iter().map(|s| cover.text(&suggestion(s, &paper.unit))).collect(),
            quick_fixes: paper.quick_fixes.iter().map(|f| cover.text(&quick_fix(f))).collect(),
            handlers: paper.handlers.iter().map(|h| h.name.clone()).collect(),
            note: cover.text(&problem.note),
            hash: paper.content_hash().short(),
            revised,
        }
    }

    /// The latest revision of any of these records, each looked up once.
    ///
    /// # Errors
    /// None of them is there, or the file cannot be read.
    pub(crate) fn latest(&self, ids: impl Iterator<Item = Uuid>) -> Result<Instant> {
        let mut last = None;
        for id in ids {
            let known = self.revised.borrow().get(&id).copied();
            let at = if let Some(at) = known {
                at
            } else {
                let at = self.reader.revised(id)?;
                self.revised.borrow_mut().insert(id, at);
                at
            };
            last = last.max(at);
        }
        last.ok_or_else(no_round)
    }
}

/// What is done to every text before it is printed: names that may not be there are covered.
pub(crate) struct Cover<'a> {
    gatherer: &'a Gatherer<'a>,
    unit: UnitId,
    people: BTreeSet<PersonId>,
    names: BTreeSet<String>,
    covered: Cell<bool>,
}

impl Cover<'_> {
    /// The text as it may be printed.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.allowed().cover(&mut text) {
            self.covered.set(true);
        }
        text
    }

    /// Whether anything had to be covered so far.
    pub(crate) fn covered(&self) -> bool {
        self.covered.get()
    }

    /// Whether a text names somebody who may not be named: such a provider is left out, not covered.
    fn names(&self, text: &str) -> bool {
        self.allowed().cover(&mut text.to_owned())
    }

    fn allowed(&self) -> Allowed<'_> {
        Allowed { roster: &self.gatherer.roster, unit: self.unit, people: &self.people, names: &self.names }
    }
}

/// 巡察对象分类 as the unit's profile has it.
fn class(unit: &Unit) -> String {
    match value_of(&unit.profile, CLASS) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

fn ordered<T>(all: &[T], order: impl Fn(&T) -> &OrderKey) -> impl Iterator<Item = &T> {
    let mut sorted: Vec<&T> = all.iter().collect();
    sorted.sort_by(|a, b| order(a).cmp(order(b)));
    sorted.into_iter()
}

/// Each basis with its mark, and under it the wording of the clause.
fn basis(paper: &Paper, cover: &Cover<'_>) -> Vec<String> {
    let quote = |id| paper.problem.basis.iter().find(|b| b.id == id).map_or("", |b| b.quote.trim());
    let one = |f: &Footing| match quote(f.id) {
        "" => cover.text(&f.printed),
        quote => cover.text(&format!("{}\n{quote}", f.printed)),
    };
    paper.footings.iter().map(one).collect()
}

/// A line of the list of evidence. Beside a talk stands nothing that would tell who it was with, not even its day.
fn line(proof: &Proof, cover: &Cover<'_>) -> String {
    let mut parts = vec![proof.citation.clone()];
    if let ProofState::Superseded(by) = proof.state {
        let by = by.map(|n| format!("，见第{n}段")).unwrap_or_default();
        parts.push(format!("该段读回时已更正{by}"));
    }
    if let (Voice::Material, Some(record)) = (&proof.voice, &proof.record) {
        parts.extend([record.extent.trim()].iter().filter(|t| !t.is_empty()).map(|t| (*t).to_owned()));
        parts.extend(record.obtained.map(|day| format!("{}取得", day.chinese())));
        let provider = record.provider.trim();
        if !provider.is_empty() && !cover.names(provider) {
            parts.push(format!("{provider}提供"));
        }
    }
    parts.join("，")
}

fn responsible(person: &Responsible) -> String {
    let named = [person.post.trim(), person.name.trim()].into_iter().filter(|t| !t.is_empty());
    format!("{}（{}）", named.collect::<Vec<_>>().join(" "), person.kind.chinese())
}

/// 对…：…
pub(super) fn suggestion(suggestion: &Suggestion, unit: &Unit) -> String {
    let to = if suggestion.addressee.trim().is_empty() { &unit.name } else { &suggestion.addressee };
    format!("对{to}：{}", suggestion.text)
}

/// Demand, due date and where it stands.
fn quick_fix(fix: &QuickFix) -> String {
    let due = fix.due.map(|d| format!("（{}前完成）", d.chinese())).unwrap_or_default();
    let done = match fix.done {
        Some(day) => format!("已于{}完成。", day.chinese()),
        None => "尚未完成。".to_owned(),
    };
    let result = fix.result.trim();
    let result = if result.is_empty() { String::new() } else { format!("单位报告：{result}") };
    format!("{}{due}{done}{result}", fix.demand.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::{self, papers};
    use crate::model::evidence::Evidence;
    use crate::model::ids::ProblemId;
    use crate::model::problem::{Problem, ProblemState};
    use crate::model::record::Op;

    fn full() -> (tempfile::TempDir, crate::store::Store, papers::PaperIds) {
        let dir = tempfile::tempdir().unwrap();
        let store = sample::create(&dir.path().join("a.wenkan"));
        let ids = papers::add(&store, &sample::fill(&store));
        (dir, store, ids)
    }

    fn change(store: &crate::store::Store, id: ProblemId, edit: impl FnOnce(&mut Problem) + Send + 'static) {
        let change = move |tx: &mut crate::store::Tx<'_>| {
            let mut problem = tx.get::<Problem>(id.0)?.unwrap();
            edit(&mut problem);
            tx.put(&problem)
        };
        store.transact(Op::EditProblem, None, change).unwrap();
    }

    fn printed(store: &crate::store::Store, id: ProblemId) -> Gathered {
        let reader = store.reader().unwrap();
        let paper = Paper::read(&reader, id).unwrap().unwrap();
        Gatherer::open(&reader).unwrap().paper(&paper).unwrap()
    }

    #[test]
    fn a_paper_says_what_it_cites_and_nothing_that_is_withheld() {
        let (_dir, store, ids) = full();
        let Gathered { paper, covered, .. } = printed(&store, ids.full);
        assert!(!covered);
        let lines: Vec<(u16, &str)> = paper.evidence.iter().map(|e| (e.number, e.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                (1, "党组会议记录 2022年 第2卷 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
                (2, "记账凭证 2022年 第2卷 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
                (3, "谈话记录〔访谈B12〕第1段，已读回"),
                (4, "党组书记、局长王建国本人谈话第1段，已读回，该段读回时已更正，见第2段"),
                (6, "购车发票 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
                (7, "会议记录照片 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
            ]
        );
        assert_eq!(paper.facts[2], "财务人员反映：〔已另行处理〕。");
        assert_eq!(paper.responsible, ["党组书记、局长 王建国（主要领导责任）"]);
        assert_eq!(paper.handlers, ["刘芳", "周宁"]);
        assert_eq!(paper.sources, ["调阅复制资料", "个别谈话"]);
        assert!(paper.basis[1].ends_with("第五条〔待核〕"), "{:?}", paper.basis);
        assert_eq!(paper.suggestions.len(), 2);
        let short = printed(&store, ids.short).paper;
        assert_eq!(
            short.quick_fixes,
            [
                "3月底前补齐党员学习计划，并由支部检查一次。（2026年3月31日前完成）已于2026年3月27日完成。单位报告：已补齐学习计划。"
            ]
        );
    }

    #[test]
    fn a_provider_who_is_on_a_roster_is_left_out_and_a_name_in_the_text_is_covered() {
        let (_dir, store, ids) = full();
        change(&store, ids.full, |p| p.facts[0].text = "会计赵敏在付款单上签名〔证1〕。".into());
        let cited = Paper::read(&store.reader().unwrap(), ids.full).unwrap().unwrap().proofs[0].evidence.0;
        let provide = move |tx: &mut crate::store::Tx<'_>| {
            let evidence = tx.get::<Evidence>(cited)?.unwrap();
            tx.put(&Evidence { provider: "赵敏".into(), ..evidence })
        };
        store.transact(Op::EditEvidence, None, provide).unwrap();
        let Gathered { paper, covered, .. } = printed(&store, ids.full);
        assert!(covered, "whoever exports is told");
        assert_eq!(paper.facts[0], "会计某某在付款单上签名〔证1〕。");
        assert!(paper.evidence[0].text.ends_with("取得"), "{}", paper.evidence[0].text);
    }

    #[test]
    fn what_is_printed_changes_the_content_hash_and_moving_the_paper_on_does_not() {
        let (_dir, store, ids) = full();
        let hash = || Paper::read(&store.reader().unwrap(), ids.full).unwrap().unwrap().content_hash();
        let first = hash();
        change(&store, ids.full, |p| p.state = ProblemState::Draft);
        assert_eq!(hash(), first);
        assert_eq!(printed(&store, ids.full).paper.hash, first.short());
        change(&store, ids.full, |p| p.facts[0].text.push('。'));
        let second = hash();
        change(&store, ids.full, |p| p.handlers.truncate(1));
        assert!(first != second && second != hash());
    }
}
