//! Working papers out of the store: problems with what they cite, made fit for print.
//!
//! What may not be told at all does not come here: the store tells it to nobody. The names of informants and the posts
//! beside their codes, which may not be in 报送/, are taken off by [`Paper::printed`]. A paper that cites what is dealt
//! with elsewhere (转线索) does not leave ([`Gatherer::papers`]).

use super::WorkingPaper;
use crate::analysis::paper::{self, Cover, Covered, Covering, Paper, Voice};
use crate::error::Result;
use crate::export::assemble::no_round;
use crate::export::head::Head;
use crate::model::ids::UnitId;
use crate::model::problem::Responsible;
use crate::model::round::Round;
use crate::model::told::rests;
use crate::model::value::Instant;
use crate::store::{Reader, Sources};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What all papers of one export share.
pub struct Gatherer<'a> {
    reader: &'a Reader,
    head: Arc<Head>,
    round: Uuid,
    covering: Covering,
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
    /// What had to be covered in it.
    pub covered: Vec<Covered>,
    /// The records of which anything may stand in it.
    pub from: Sources,
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
            covering: Covering::read(reader)?,
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
        let compiled = compiled.date();
        let filled = WorkingPaper {
            head: self.head(),
            printed: paper.printed(Some(compiled)),
            level: problem.level,
            from: problem.from,
            to: problem.to,
            compiled,
            revised,
        };
        let (unit, unit_code) = (paper.unit.id, paper.unit.code.clone());
        let from = self.sources(sources_of(paper).into_iter().chain([self.round]))?;
        Ok(Gathered { covered: filled.printed.covered.clone(), paper: filled, unit, unit_code, from })
    }

    /// What is done to texts of this unit that concern problems of these responsible people.
    pub(crate) fn cover<'r>(&self, unit: UnitId, responsible: impl IntoIterator<Item = &'r Responsible>) -> Cover<'_> {
        self.covering.cover(unit, responsible)
    }

    /// These records as they are, as what an output was made of.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn sources(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<Sources> {
        self.reader.sources(ids)
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

/// The records of which anything may be printed on a paper: itself, what it cites and to what that points, who is
/// named, what is handed over with it. Of a talk only its number is.
fn sources_of(paper: &Paper) -> Vec<Uuid> {
    let problem = &paper.problem;
    let mut ids = vec![problem.id.0, problem.unit.0];
    for proof in &paper.proofs {
        ids.push(proof.evidence.0);
        match &proof.voice {
            Voice::Material => {}
            Voice::Informant { person, .. } | Voice::Own(person) => ids.push(person.0),
        }
        if let Some(evidence) = &proof.record {
            ids.extend(rests(&evidence.clone().into()).into_iter().map(|rest| rest.on));
        }
    }
    ids.extend(problem.handlers.iter().map(|h| h.0));
    ids.extend(problem.basis.iter().filter_map(|b| b.confirmed().map(|c| c.by.0)));
    ids.extend(paper.suggestions.iter().map(|s| s.id.0));
    ids.extend(paper.quick_fixes.iter().map(|f| f.id.0));
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::paper::field::PaperField;
    use crate::export::sample::{self, papers};
    use crate::model::answer::Answer;
    use crate::model::evidence::{Evidence, EvidenceSource};
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
        assert!(covered.is_empty());
        let items = paper.printed.items(PaperField::Evidence);
        let lines: Vec<(&str, &str)> = items.iter().map(|e| (e.lead.as_str(), e.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                ("证1", "党组会议记录 2022年 第2卷 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
                ("证2", "记账凭证 2022年 第2卷 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
                ("证3", "谈话记录〔访谈B12〕第1段，已读回"),
                ("证4", "党组书记、局长王建国本人谈话第1段，已读回，该段读回时已更正，见第2段"),
                ("证6", "购车发票 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
                ("证7", "会议记录照片 第12-13页 复印件，复印件2页，2026年3月9日取得，陈涛提供"),
            ]
        );
        let texts = |field| paper.printed.items(field).iter().map(|i| i.text.as_str()).collect::<Vec<_>>();
        assert_eq!(texts(PaperField::Facts)[2], "财务人员反映：〔已另行处理〕。");
        assert_eq!(texts(PaperField::Responsible), ["党组书记、局长 王建国（主要领导责任）"]);
        assert_eq!(paper.text(PaperField::Handlers), "刘芳、周宁");
        assert_eq!(paper.text(PaperField::Sources), "调阅复制资料、个别谈话");
        assert!(texts(PaperField::Basis)[1].ends_with("第五条〔待核〕"), "{:?}", texts(PaperField::Basis));
        assert_eq!(texts(PaperField::Suggestion).len(), 2);
        let short = printed(&store, ids.short).paper;
        assert_eq!(
            short.text(PaperField::QuickFix),
            "3月底前补齐党员学习计划，并由支部检查一次。（2026年3月31日前完成）已于2026年3月27日完成。单位报告：已补齐学习计划。"
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
        assert!(!covered.is_empty(), "whoever exports is told");
        assert_eq!(paper.printed.items(PaperField::Facts)[0].text, "会计某某在付款单上签名〔证1〕。");
        let first = &paper.printed.items(PaperField::Evidence)[0].text;
        assert!(first.ends_with("取得"), "{first}");
    }

    #[test]
    fn a_sentence_that_rests_on_what_is_withheld_is_printed_as_that() {
        let (_dir, store, ids) = full();
        let evidence: Vec<Evidence> = store.reader().unwrap().all().unwrap();
        let before = Paper::read(&store.reader().unwrap(), ids.full).unwrap().unwrap();
        let cited = before.proofs[3].evidence;
        let source = evidence.into_iter().find(|e| e.id == cited).unwrap().source;
        let EvidenceSource::Statement { answer, statement, .. } = source else { panic!("{source:?}") };
        let mark = move |tx: &mut crate::store::Tx<'_>| {
            tx.edit::<Answer>(answer.0, |answer| {
                answer.statements.iter_mut().filter(|s| s.id == statement).for_each(|s| s.withheld = true);
                Ok(())
            })
        };
        store.transact(Op::Withhold, None, mark).unwrap();
        let gathered = printed(&store, ids.full);
        let facts = gathered.paper.printed.items(PaperField::Facts);
        assert!(facts[1].text.ends_with("〔已另行处理〕。”〔证4〕"), "{}", facts[1].text);
        let reader = store.reader().unwrap();
        let leaving = Gatherer::open(&reader).unwrap().papers().unwrap();
        assert_eq!(leaving.held_back, ["预-LF-01"]);
        for form in crate::export::paper::Form::ALL {
            gathered.paper.print(form).unwrap();
        }
        assert!(crate::export::paste::problem(&gathered.paper).contains("〔已另行处理〕。”〔证4〕"));
    }

    #[test]
    fn what_is_printed_changes_the_content_hash_and_moving_the_paper_on_does_not() {
        let (_dir, store, ids) = full();
        let hash = || Paper::read(&store.reader().unwrap(), ids.full).unwrap().unwrap().content_hash();
        let first = hash();
        change(&store, ids.full, |p| p.state = ProblemState::Draft);
        assert_eq!(hash(), first);
        assert_eq!(printed(&store, ids.full).paper.hash(), first.short());
        change(&store, ids.full, |p| p.facts[0].text.push('。'));
        let second = hash();
        change(&store, ids.full, |p| p.handlers.truncate(1));
        assert!(first != second && second != hash());
    }
}
