//! Candidates at the keyboard: opened where they come from, adopted, put aside, new material taken in.

use super::driver::Driver;
use crate::model::answer::Answer;
use crate::model::decision::{Decided, Decision};
use crate::model::ids::ObservationId;
use crate::model::observation::{Observation, Origin};
use crate::model::problem::Problem;
use crate::model::record::Op;
use crate::tui::keys::Context;

impl Driver {
    /// Candidates and problems of the unit of the offices, all gathered and counted.
    pub(super) fn candidates() -> Self {
        let mut d = Self::home();
        d.find("李秀英");
        d.keys("p");
        d.gather();
        d
    }

    /// Lets the roll-up and the counts come.
    pub(super) fn gather(&mut self) {
        for _ in 0..3 {
            self.wait(0);
        }
        assert!(!self.shows("正在归集"), "{}", self.text());
    }

    /// Puts the cursor on the candidate of that title.
    pub(super) fn on(&mut self, title: &str) {
        self.keys("Home");
        for _ in 0..40 {
            if self.rows().iter().any(|r| r.starts_with('>') && r.contains(title)) {
                return;
            }
            self.keys("Down");
        }
        panic!("no candidate {title}\n{}", self.text());
    }

    /// The question to whose answer an observation was marked.
    fn question_of(&self, observation: &Observation) -> Option<String> {
        let Origin::Statement { answer, .. } = observation.origin else { return None };
        let answer: Option<Answer> = self.reader().get(answer.0).unwrap();
        answer.map(|a| a.question)
    }

    fn decisions(&self) -> Vec<Decision> {
        self.reader().all().unwrap()
    }
}

/// What was marked in the answers to the fourth question.
pub(super) const MARKED: &str = "谈话反映：一岗双责";

#[test]
fn a_candidate_opens_the_talk_at_its_question() {
    let mut d = Driver::candidates();
    d.on(MARKED);
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Answer, "one place opens at once\n{}", d.text());
    assert!(d.rows().iter().any(|r| r.starts_with(">四")), "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Problems);
    d.on("班子成员对“三重一大”");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Choose, "several are asked for\n{}", d.text());
    d.keys("Down Enter");
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert!(d.rows().iter().any(|r| r.starts_with(">一")), "{}", d.text());
}

#[test]
fn adopting_drafts_a_paper_and_leaves_no_candidate() {
    let mut d = Driver::candidates();
    let before: Vec<Problem> = d.reader().all().unwrap();
    d.on(MARKED);
    d.keys("a");
    assert!(matches!(d.app.context(), Context::PaperText | Context::PaperRow), "{}", d.text());
    assert!(d.shows(MARKED) && d.shows("〔证1〕"), "{}", d.text());
    assert!(d.rows().iter().any(|r| r.starts_with(">名称")), "its title comes first\n{}", d.text());
    let problem = d.problem();
    assert_eq!((problem.title.as_str(), problem.evidence.len()), (MARKED, 1));
    assert!(d.shows("证1 谈话记录〔访谈"), "{}", d.text());
    d.keys("Esc");
    d.gather();
    let heads: Vec<String> = d.rows().into_iter().filter(|r| r.contains("── ")).collect();
    assert!(!d.rows().iter().take(10).any(|r| r.contains(MARKED) && !r.contains(&problem.number)), "{heads:?}");
    let after: Vec<Problem> = d.reader().all().unwrap();
    assert_eq!(after.len(), before.len() + 1);
    assert!(d.rows().iter().any(|r| r.contains(&problem.number) && r.contains('E')), "with its counts\n{}", d.text());
}

#[test]
fn putting_aside_wants_a_reason_and_can_be_looked_at() {
    let mut d = Driver::candidates();
    let before = d.decisions().len();
    d.on(MARKED);
    d.keys("Del Ctrl-S");
    assert!(d.shows("请写明理由"), "{}", d.text());
    d.type_text("单位已当场说明");
    d.keys("Ctrl-S");
    d.gather();
    assert!(!d.shows(MARKED) && d.shows("不采纳"), "{}", d.text());
    let decisions = d.decisions();
    assert_eq!(decisions.len(), before + 1);
    let reason = Decided::Dismissed { reason: "单位已当场说明".to_owned() };
    assert!(decisions.iter().any(|x| x.outcome == reason && x.title == MARKED));
    d.keys("2");
    d.on(MARKED);
    assert!(d.shows("不采纳：单位已当场说明"), "{}", d.text());
    d.keys("2");
    assert!(!d.shows(MARKED), "{}", d.text());
}

/// The statement that was marked in an answer to the fourth question is marked again, for another thing.
pub(super) fn mark_again(d: &mut Driver, text: &str) {
    let statement = |o: &Observation| matches!(o.origin, Origin::Statement { .. });
    let marked: Vec<Observation> = d.reader().all().unwrap();
    let fourth = |o: &&Observation| statement(o) && d.question_of(o).as_deref() == Some("q4");
    let Some(first) = marked.iter().find(fourth) else { panic!("nothing is marked in the fourth question") };
    let again = Observation { id: ObservationId::new(), text: text.to_owned(), ..first.clone() };
    d.elsewhere(Op::EditObservation, move |tx| tx.put(&again));
    d.keys("Esc");
    d.find("李秀英");
    d.keys("p");
    d.gather();
}

#[test]
fn new_material_is_taken_into_the_problem_and_makes_no_second_candidate() {
    let mut d = Driver::candidates();
    d.on(MARKED);
    d.keys("a Esc");
    let problem = d.problem();
    mark_again(&mut d, "核对学习记录");
    d.on(MARKED);
    assert!(d.rows().iter().any(|r| r.starts_with("> 新")), "{}", d.text());
    d.keys("a");
    assert_eq!(d.app.context(), Context::Problems, "not twice\n{}", d.text());
    d.keys("h");
    let now: Problem = d.reader().get(problem.id.0).unwrap().unwrap();
    assert_eq!(now.facts, problem.facts, "it says no more than was said");
    assert_eq!(now.to_verify.len(), problem.to_verify.len() + 1, "{}", d.text());
    assert!(now.to_verify.iter().any(|v| v.text.ends_with("核对学习记录")), "{:?}", now.to_verify);
    d.gather();
    assert!(!d.rows().iter().any(|r| r.starts_with("> 新") || r.starts_with("  新")), "{}", d.text());
}

#[test]
fn new_material_brings_back_what_was_put_aside() {
    let mut d = Driver::candidates();
    d.on(MARKED);
    d.keys("Del");
    d.type_text("情况轻微");
    d.keys("Ctrl-S");
    mark_again(&mut d, "核对学习记录");
    d.on(MARKED);
    assert!(d.rows().iter().any(|r| r.starts_with("> 新")) && d.shows("情况轻微"), "{}", d.text());
    d.keys("a");
    assert_eq!(d.problem().title, MARKED);
}

#[test]
fn a_candidate_of_the_books_opens_the_document_at_its_item() {
    let mut d = Driver::books();
    d.keys("p");
    d.gather();
    let Some(row) = d.rows().into_iter().find(|r| r.contains("主要负责人未执行末位表态")) else {
        panic!("no candidate of a check item\n{}", d.text());
    };
    d.on("主要负责人未执行末位表态");
    d.keys("Enter");
    if d.app.context() == Context::Choose {
        d.keys("Enter");
    }
    assert_eq!(d.app.context(), Context::Reading, "{row}\n{}", d.text());
    let label = row.split_whitespace().find(|w| w.starts_with('P')).unwrap_or_default().to_owned();
    assert!(d.rows().iter().any(|r| r.starts_with('>') && r.contains(&label)), "{label}\n{}", d.text());
}
