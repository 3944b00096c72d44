//! Acts on papers and candidates, over a real file.

use super::begin::BeginPaper;
use super::decide::{Adopt, Dismiss, TakeIn};
use super::edit::EditPaper;
use super::ready::SetReady;
use super::withdraw::WithdrawPaper;
use crate::acts::door;
use crate::acts::reading::evidence::KeepEvidence;
use crate::analysis::fixture;
use crate::analysis::paper::field::PaperRecords;
use crate::analysis::rollup::{Candidate, CandidateStanding, Rule};
use crate::error::{Error, Result};
use crate::method::records::Weight;
use crate::method::types::Method;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{
    AttachmentId, CitedId, EvidenceId, Hash, InspectorId, ObservationId, ProblemId, QuickFixId, SuggestionId, UnitId,
};
use crate::model::merge::Side;
use crate::model::order::OrderKey;
use crate::model::problem::{Cited, Problem, ProblemState};
use crate::model::reading::Form;
use crate::model::record::{Op, Record};
use crate::model::round::Inspector;
use crate::store::{Act, Over, Reader, Store};
use std::sync::Arc;

/// A round with one member, 刘芳, who has no code yet.
struct Here {
    _dir: tempfile::TempDir,
    store: Store,
    by: InspectorId,
    unit: UnitId,
}

impl Here {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = fixture::create(&dir.path().join("r.wenkan"));
        let liu = fixture::inspector("刘芳");
        let (by, unit) = (liu.id, UnitId::new());
        let here = Self { _dir: dir, store, by, unit };
        here.put(liu);
        here
    }

    fn put(&self, record: impl Record) {
        self.store.transact(Op::Sample, None, move |tx| tx.put(&record)).unwrap();
    }

    fn act(&self, act: impl Act) -> Result<()> {
        door::perform(&self.store, Some(self.by), act).map(drop)
    }

    fn read(&self) -> Reader {
        self.store.reader().unwrap()
    }

    fn begin(&self) -> Problem {
        let id = ProblemId::new();
        self.act(BeginPaper { id, unit: self.unit, method: Hash([1; 32]), by: self.by }).unwrap();
        self.paper(id)
    }

    fn paper(&self, id: ProblemId) -> Problem {
        self.read().get(id.0).unwrap().unwrap()
    }

    fn suggestion(&self, problems: Vec<ProblemId>) -> Suggestion {
        let text = "完善议事规则".to_owned();
        Suggestion { id: SuggestionId::new(), unit: self.unit, problems, addressee: String::new(), text }
    }

    fn evidence(&self, source: EvidenceSource) -> Evidence {
        Evidence {
            id: EvidenceId::new(),
            unit: self.unit,
            source,
            sort: EvidenceSort::Written,
            title: "记账凭证".into(),
            volume: String::new(),
            pages: String::new(),
            form: Form::Copy,
            extent: String::new(),
            provider: String::new(),
            obtained: None,
            note: String::new(),
            by: self.by,
            at: fixture::at("2026-03-12T09:00"),
        }
    }

    fn candidate(&self) -> Candidate {
        let rule = Rule::Observation(ObservationId::new());
        Candidate {
            key: rule.key(self.unit),
            unit: self.unit,
            rule,
            title: "谈话反映：会议记录缺页".into(),
            heading: "会议记录缺页".into(),
            weight: Weight::Normal,
            lift: None,
            places: Vec::new(),
            fact: String::new(),
            basis: Vec::new(),
            categories: Vec::new(),
            decision: None,
            standing: CandidateStanding::Open,
        }
    }

    fn adopt(&self, candidate: &Candidate) -> (ProblemId, Result<()>) {
        let (problem, method) = (ProblemId::new(), Arc::new(Method::builtin().unwrap()));
        (problem, self.act(Adopt { candidate: candidate.clone(), problem, method, by: self.by }))
    }

    fn decisions(&self) -> Vec<Decision> {
        self.read().all().unwrap()
    }
}

fn titled(before: &PaperRecords, title: &str) -> EditPaper {
    let mut after = before.clone();
    title.clone_into(&mut after.problem.title);
    EditPaper::new(before.clone(), after)
}

fn alone(problem: Problem) -> PaperRecords {
    PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() }
}

fn fix(of: &Problem, by: InspectorId) -> QuickFix {
    QuickFix {
        id: QuickFixId::new(),
        unit: of.unit,
        problem: of.id,
        demand: "补开会议".into(),
        issued: None,
        due: None,
        result: String::new(),
        done: None,
        by,
        at: fixture::at("2026-03-12T09:00"),
    }
}

#[test]
fn a_number_is_drawn_with_the_paper_and_never_given_again() {
    let here = Here::new();
    let [one, two] = [here.begin(), here.begin()];
    assert_eq!((one.number.as_str(), two.number.as_str()), ("预-LF-01", "预-LF-02"));
    assert_eq!(one.handlers, [here.by]);
    assert_eq!(here.read().get::<Inspector>(here.by.0).unwrap().unwrap().code, "LF");
    here.act(WithdrawPaper { problem: two.id }).unwrap();
    assert_eq!(here.begin().number, "预-LF-03");
}

#[test]
fn an_edit_is_done_to_the_paper_as_it_is_in_the_file() {
    let here = Here::new();
    let shown = alone(here.begin());
    // Two edits, the second typed over the first before that was in the file; another wrote in between.
    let first = titled(&shown, "购车");
    let second = titled(&first.after, "购车未经集体研究");
    here.put(Problem { place: "局机关".into(), ..shown.problem.clone() });
    here.act(first).unwrap();
    here.act(second).unwrap();
    let now = here.paper(shown.problem.id);
    assert_eq!((now.title.as_str(), now.place.as_str()), ("购车未经集体研究", "局机关"));
}

#[test]
fn only_a_clash_is_refused_and_either_side_settles_it() {
    for (side, kept) in [(Side::Ours, "我的"), (Side::Theirs, "别人的")] {
        let here = Here::new();
        let shown = alone(here.begin());
        let mut edit = titled(&shown, "我的");
        edit.after.problem.note = "备注".into();
        here.put(Problem { title: "别人的".into(), ..shown.problem.clone() });
        let refused = here.act(edit.clone()).unwrap_err();
        let clash = refused.as_clash().expect("a clash");
        let head = here.read().head(shown.problem.id.0).unwrap();
        assert_eq!((clash.labels(), clash.head), (vec!["底稿名称"], head));
        assert_eq!(here.paper(shown.problem.id).note, "", "nothing of it is written");
        edit.settle.push((head.unwrap(), side));
        here.act(edit).unwrap();
        let now = here.paper(shown.problem.id);
        assert_eq!((now.title.as_str(), now.note.as_str()), (kept, "备注"));
    }
}

#[test]
fn whatever_changes_a_ready_paper_makes_it_a_draft() {
    let here = Here::new();
    let ready = || {
        let problem = Problem { state: ProblemState::Ready, ..here.begin() };
        here.put(problem.clone());
        problem
    };
    let [one, two] = [ready(), ready()];
    // Shown before it was ready: that is no reason to be asked, and the same paper again is no change.
    let shown = alone(Problem { state: ProblemState::Draft, ..one.clone() });
    here.act(EditPaper::new(shown.clone(), shown.clone())).unwrap();
    assert_eq!(here.paper(one.id).state, ProblemState::Ready);
    let shared = here.suggestion(vec![one.id, two.id]);
    let mut after = shown.clone();
    after.suggestions.push(shared.clone());
    here.act(EditPaper::new(shown, after.clone())).unwrap();
    assert_eq!([one.id, two.id].map(|id| here.paper(id).state), [ProblemState::Draft; 2]);
    // Taken from one paper it stays for the other.
    let gone = PaperRecords { suggestions: Vec::new(), ..after.clone() };
    here.act(EditPaper::new(after, gone)).unwrap();
    let left: Vec<Suggestion> = here.read().all().unwrap();
    assert_eq!(left, [Suggestion { problems: vec![two.id], ..shared.clone() }]);
    // Its words are those of both papers, whichever of them is edited.
    here.put(shared.clone());
    here.put(Problem { state: ProblemState::Ready, ..here.paper(two.id) });
    let before = PaperRecords { suggestions: vec![shared.clone()], ..alone(here.paper(one.id)) };
    let reworded = Suggestion { text: "完善议事规则和记录".into(), ..shared };
    let after = PaperRecords { suggestions: vec![reworded], ..before.clone() };
    here.act(EditPaper::new(before, after)).unwrap();
    assert_eq!(here.paper(two.id).state, ProblemState::Draft);
    // A suggestion that stays for another paper as it was changes nothing there.
    here.put(Problem { state: ProblemState::Ready, ..here.paper(two.id) });
    here.act(WithdrawPaper { problem: one.id }).unwrap();
    assert_eq!(here.read().all::<Suggestion>().unwrap().len(), 1);
    assert_eq!(here.paper(two.id).state, ProblemState::Ready);
}

#[test]
fn what_another_changed_since_is_not_taken_out_and_no_second_fix_is_added() {
    let here = Here::new();
    let problem = here.begin();
    let there = fix(&problem, here.by);
    here.put(QuickFix { result: "已补开".into(), ..there.clone() });
    let with = PaperRecords { fixes: vec![there], ..alone(problem.clone()) };
    assert!(here.act(EditPaper::new(with, alone(problem.clone()))).unwrap_err().what.contains("别处改过"));
    let second = PaperRecords { fixes: vec![fix(&problem, here.by)], ..alone(problem.clone()) };
    assert!(here.act(EditPaper::new(alone(problem), second)).unwrap_err().what.contains("立行立改"));
    assert_eq!(here.read().all::<QuickFix>().unwrap().len(), 1);
}

#[test]
fn evidence_is_registered_with_its_citation_and_one_source_once() {
    let here = Here::new();
    let source = EvidenceSource::Attachment { attachment: AttachmentId::new() };
    for _ in 0..2 {
        let shown = alone(here.begin());
        let new = here.evidence(source.clone());
        let mut after = shown.clone();
        let cited = Cited { id: CitedId::new(), order: OrderKey::default(), number: 1, evidence: new.id };
        after.problem.evidence.push(cited);
        here.act(EditPaper { evidence: vec![new], ..EditPaper::new(shown, after) }).unwrap();
    }
    let all: Vec<Evidence> = here.read().all().unwrap();
    assert_eq!(all.len(), 1);
    let papers: Vec<Problem> = here.read().all().unwrap();
    assert!(papers.iter().all(|p| p.evidence[0].evidence == all[0].id));
}

#[test]
fn evidence_that_reads_otherwise_makes_its_papers_drafts() {
    let here = Here::new();
    let evidence = here.evidence(EvidenceSource::Outside);
    here.put(evidence.clone());
    let cited = Cited { id: CitedId::new(), order: OrderKey::default(), number: 1, evidence: evidence.id };
    let [citing, other] = [vec![cited], Vec::new()].map(|evidence| {
        let problem = Problem { state: ProblemState::Ready, evidence, ..here.begin() };
        here.put(problem.clone());
        problem.id
    });
    let keep = |evidence: &Evidence| {
        let over = Over { base: here.read().head(evidence.id.0).unwrap(), settle: None };
        here.act(KeepEvidence { over, evidence: evidence.clone() }).unwrap();
        [citing, other].map(|id| here.paper(id).state)
    };
    assert_eq!(keep(&evidence), [ProblemState::Ready; 2], "the same again is no change");
    let longer = Evidence { pages: "31-33".to_owned(), ..evidence };
    assert_eq!(keep(&longer), [ProblemState::Draft, ProblemState::Ready]);
}

#[test]
fn a_paper_with_errors_is_not_made_ready() {
    let here = Here::new();
    let problem = here.begin();
    let refused = here.act(SetReady { problem: problem.id, ready: true }).unwrap_err();
    assert!(refused.what.contains("必须改"), "{refused}");
    assert_eq!(here.paper(problem.id), problem);
    here.put(Problem { state: ProblemState::Ready, ..problem.clone() });
    here.act(SetReady { problem: problem.id, ready: false }).unwrap();
    assert_eq!(here.paper(problem.id), problem);
}

#[test]
fn a_candidate_is_adopted_once_and_again_after_its_paper_was_withdrawn() {
    let here = Here::new();
    let candidate = here.candidate();
    let (first, done) = here.adopt(&candidate);
    done.unwrap();
    let (second, refused) = here.adopt(&candidate);
    assert!(refused.unwrap_err().what.contains("预-LF-01"));
    assert_eq!(here.read().get::<Problem>(second.0).unwrap(), None);
    let decided = here.decisions();
    assert_eq!(decided.len(), 1);
    // Shown as adopted, it is not adopted again either.
    let shown = Candidate { decision: decided.first().cloned(), ..candidate.clone() };
    assert!(here.adopt(&shown).1.is_err());
    let aside = Dismiss { candidate: shown, reason: "已说明".into(), by: here.by };
    assert!(here.act(aside).is_err());
    here.put(fix(&here.paper(first), here.by));
    here.put(here.suggestion(vec![first]));
    here.act(WithdrawPaper { problem: first }).unwrap();
    let read = here.read();
    assert_eq!(here.decisions(), []);
    assert_eq!((read.all::<QuickFix>().unwrap(), read.all::<Suggestion>().unwrap()), (vec![], vec![]));
    let (third, again) = here.adopt(&candidate);
    again.unwrap();
    assert_eq!(here.paper(third).number, "预-LF-02");
}

#[test]
fn a_candidate_that_was_put_aside_meanwhile_is_not_adopted() {
    let here = Here::new();
    let candidate = here.candidate();
    let aside = |reason: &str| Dismiss { candidate: candidate.clone(), reason: reason.into(), by: here.by };
    assert!(here.act(aside(" ")).unwrap_err().what.contains("理由"));
    here.act(aside("单位已说明")).unwrap();
    let refused: Error = here.adopt(&candidate).1.unwrap_err();
    assert!(refused.what.contains("不采纳"), "{refused}");
    // Seen with that decision, it may be decided the other way.
    let seen = Candidate { decision: here.decisions().first().cloned(), ..candidate.clone() };
    here.adopt(&seen).1.unwrap();
    assert!(matches!(here.decisions()[..], [Decision { outcome: Decided::Adopted { .. }, .. }]));
}

#[test]
fn new_material_takes_a_ready_paper_back_and_a_withdrawn_one_takes_none() {
    let here = Here::new();
    let candidate = here.candidate();
    let (problem, done) = here.adopt(&candidate);
    done.unwrap();
    here.put(Problem { state: ProblemState::Ready, ..here.paper(problem) });
    let shown = Candidate { decision: here.decisions().first().cloned(), ..candidate };
    let method = Arc::new(Method::builtin().unwrap());
    let take_in = TakeIn { candidate: shown, problem, method, by: here.by };
    here.act(take_in.clone()).unwrap();
    assert_eq!(here.paper(problem).state, ProblemState::Draft);
    here.act(WithdrawPaper { problem }).unwrap();
    assert!(here.act(take_in).is_err());
    assert_eq!(here.decisions(), []);
}
