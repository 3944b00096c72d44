//! The sample in a store: what the roll-up and the diagnostics make of it is what a demo is to show.

use super::sample;
use crate::analysis::diagnose::{self, Severity};
use crate::analysis::paper::papers;
use crate::analysis::rollup::{Candidate, CandidateStanding, Input, Rule, candidates};
use crate::import::create::write_sample;
use crate::model::problem::ProblemState;
use crate::store::{Secret, Store};
use std::collections::{BTreeMap, BTreeSet};

fn store(folder: &std::path::Path) -> Store {
    let (store, _) = Store::create(&folder.join("样.wenkan"), &Secret::None).unwrap();
    write_sample(&store).unwrap();
    store
}

fn of_unit(all: &[Candidate], item: &str) -> Option<CandidateStanding> {
    all.iter().find(|c| c.rule == Rule::Item(item.to_owned())).map(|c| c.standing)
}

#[test]
fn candidates_stand_in_every_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let reader = store.reader().unwrap();
    let sample = sample();
    let problem = |number: &str| sample.problems.iter().find(|p| p.number == number).unwrap().id;
    let [slj, lhz] = [0, 1].map(|n| candidates(&Input::read(&reader, sample.units[n].id).unwrap()));
    assert_eq!(of_unit(&slj, "k5.v15"), Some(CandidateStanding::Adopted(problem("预-LF-01"))));
    assert_eq!(of_unit(&slj, "k5.v7"), Some(CandidateStanding::Adopted(problem("预-LF-02"))));
    assert_eq!(of_unit(&slj, "k3.f2"), Some(CandidateStanding::Adopted(problem("预-ZN-01"))));
    assert_eq!(of_unit(&lhz, "k5.v4"), Some(CandidateStanding::Adopted(problem("预-GZY-01"))));
    assert_eq!(of_unit(&slj, "k1.m2"), Some(CandidateStanding::Dismissed));
    assert_eq!(of_unit(&slj, "k4.p1"), Some(CandidateStanding::Dismissed));
    assert_eq!(of_unit(&slj, "k4.p3"), Some(CandidateStanding::Reopened));
    for item in ["k4.p2", "k4.p6", "k1.m4", "k5.v3", "k5.v16"] {
        assert_eq!(of_unit(&slj, item), Some(CandidateStanding::Open), "{item}");
    }
    assert_eq!(of_unit(&lhz, "k4.p12"), Some(CandidateStanding::Open));
    let patterns: Vec<_> = slj.iter().filter(|c| matches!(c.rule, Rule::Pattern(_))).collect();
    assert!(patterns.iter().any(|c| c.rule == Rule::Pattern("q1.body_unclear".to_owned()) && c.places.len() == 3));
    assert!(slj.iter().any(Candidate::folded) && slj.iter().any(|c| c.lift.is_some()));
    assert!(slj.iter().any(|c| matches!(c.rule, Rule::Statement { .. })), "observations from talks");
}

#[test]
fn a_decision_is_made_again_when_what_it_rested_on_says_something_else() {
    let sample = sample();
    for decision in &sample.decisions {
        assert!(!decision.seen.is_empty() && decision.seen.iter().all(|s| s.content.is_some()), "{}", decision.title);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut input = Input::read(&store(folder.path()).reader().unwrap(), sample.units[0].id).unwrap();
    let check = input.checks.values_mut().find(|c| c.item == "k1.m2").unwrap();
    check.note = "整页补写".to_owned();
    assert_eq!(of_unit(&candidates(&input), "k1.m2"), Some(CandidateStanding::Reopened));
}

#[test]
fn papers_have_the_gaps_that_they_are_to_show() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let mut found = BTreeMap::new();
    for paper in papers(&store.reader().unwrap(), None).unwrap() {
        let all = diagnose::diagnose(&paper);
        let labels: BTreeSet<String> = all.iter().map(diagnose::Diagnostic::label).collect();
        let errors = all.iter().filter(|d| d.severity == Severity::Error).map(ToString::to_string).collect::<Vec<_>>();
        assert!(paper.problem.state == ProblemState::Draft || errors.is_empty(), "{errors:?}");
        found.insert(paper.problem.number.clone(), labels);
    }
    let labels = |number: &str| found[number].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(labels("预-LF-01"), Vec::<&str>::new());
    assert_eq!(labels("预-ZN-01"), Vec::<&str>::new());
    assert_eq!(labels("预-LF-02"), ["E103", "E108", "E109", "E201", "E401", "W106", "W201"]);
    assert_eq!(labels("预-GZY-01"), ["E105", "E107", "E401", "W203"]);
}
