//! All that a paper writes: its records as one action, and evidence that is taken for it.

use super::Paper;
use crate::analysis::paper::field::PaperRecords;
use crate::model::evidence::Evidence;
use crate::model::hand_over::Suggestion;
use crate::model::problem::ProblemState;
use crate::model::record::{Kind, Op};
use crate::tui::effect::Put;
use crate::tui::keys::Context;
use crate::tui::screen::Cx;

/// Said when a paper that was ready has been changed.
pub(super) const NO_LONGER_READY: &str = "底稿有改动，已退回草稿；改完后再按 {key:ToggleReady} 送审。";

impl Paper {
    /// Changes the records, typed texts included, and hands in what is new as one action. What is complete in the eyes
    /// of its handlers is a draft again once it is changed.
    pub(super) fn change(&mut self, how: impl FnOnce(&mut PaperRecords), cx: &mut Cx<'_>) {
        let ended = self.texts.take_into(&mut self.records);
        how(&mut self.records);
        let ready = |r: &PaperRecords| r.problem.state == ProblemState::Ready;
        if ready(&self.saved) && ready(&self.records) && self.records.problem != self.saved.problem {
            self.records.problem.state = ProblemState::Draft;
            cx.warn(Context::PaperText.fill(NO_LONGER_READY));
        }
        let mut steps = steps(&self.records, &self.saved);
        steps.extend(ended.into_iter().map(|(record, field)| Put::DropDraft(record, field)));
        if !steps.is_empty() {
            self.saved = self.records.clone();
            write_records(steps, cx);
        }
        let rows = self.rows();
        self.texts.match_rows(&rows, &self.records);
        self.recheck();
        self.follow(cx);
    }

    /// Hands in evidence that is taken for the paper, and counts with it before the file has it.
    pub(super) fn take_evidence(&mut self, evidence: Evidence, cx: &mut Cx<'_>) {
        self.lookup.expect(evidence.clone());
        write_evidence(evidence, cx);
        self.reread(cx);
    }
}

/// The problem, its suggestions, its 立行立改, and the drafts that end with them.
fn write_records(steps: Vec<Put>, cx: &mut Cx<'_>) {
    cx.write(Op::EditProblem, steps);
}

/// Evidence that the unit did not have yet.
fn write_evidence(evidence: Evidence, cx: &mut Cx<'_>) {
    cx.write(Op::EditEvidence, vec![Put::of(evidence)]);
}

/// What has to be written so that the file holds `now` instead of `before`.
fn steps(now: &PaperRecords, before: &PaperRecords) -> Vec<Put> {
    let mut steps = Vec::new();
    if now.problem != before.problem {
        steps.push(Put::of(now.problem.clone()));
    }
    for s in now.suggestions.iter().filter(|s| !before.suggestions.contains(s)) {
        steps.push(Put::of(s.clone()));
    }
    for old in before.suggestions.iter().filter(|old| now.suggestions.iter().all(|s| s.id != old.id)) {
        // A suggestion that answers other problems too stays for those.
        let others: Vec<_> = old.problems.iter().copied().filter(|p| *p != now.problem.id).collect();
        steps.push(if others.is_empty() {
            Put::Delete(Kind::Suggestion, old.id.0)
        } else {
            Put::of(Suggestion { problems: others, ..old.clone() })
        });
    }
    for fix in now.fixes.iter().filter(|f| !before.fixes.contains(f)) {
        steps.push(Put::of(fix.clone()));
    }
    for old in before.fixes.iter().filter(|old| now.fixes.iter().all(|f| f.id != old.id)) {
        steps.push(Put::Delete(Kind::QuickFix, old.id.0));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{Hash, ProblemId, SuggestionId, UnitId};
    use crate::model::problem::Problem;

    #[test]
    fn only_what_changed_is_written_and_a_shared_suggestion_stays_for_the_others() {
        let problem = Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "预-LF-01".into());
        let before = PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() };
        assert!(steps(&before, &before).is_empty());
        let mut after = before.clone();
        let other = ProblemId::new();
        let shared = Suggestion {
            id: SuggestionId::new(),
            unit: before.problem.unit,
            problems: vec![before.problem.id, other],
            addressee: String::new(),
            text: "完善议事规则".into(),
        };
        after.suggestions.push(shared.clone());
        let [Put::Record(put)] = &steps(&after, &before)[..] else { panic!("one put") };
        assert_eq!(put.id(), shared.id.0);
        let [Put::Record(put)] = &steps(&before, &after)[..] else { panic!("one put") };
        assert_eq!(**put, Suggestion { problems: vec![other], ..shared }.into());
    }
}
