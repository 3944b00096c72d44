//! What a bundle leaves out of the records: everything that is withheld (转线索) and what hangs on it.
//!
//! A withheld statement goes with the claims that it asserts, the observations drawn from it and the evidence that
//! points to it: a figure or a sentence taken from it would tell what was said. A correction of a withheld statement
//! stays, without the pointer. A decision that rests on nothing else goes too, because it names what it decided; so do
//! files attached to what goes, and evidence that is such a file. Papers stay: they lose the citation with its marks,
//! and where they repeat a withheld text word for word, those words ([`Repeats`]).

use super::AnyRecord;
use crate::model::answer::{Answer, Statement};
use crate::model::decision::{Decision, Outcome};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{EvidenceId, StatementId};
use crate::model::observation::Origin;
use crate::model::problem::{Problem, pins};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What stands where a withheld text was repeated.
pub const ELSEWHERE: &str = "〔已另行处理〕";

/// `records` without what is withheld and without folders of this computer.
pub fn without_withheld(records: Vec<AnyRecord>) -> Vec<AnyRecord> {
    let hidden = Hidden::of(&records);
    let kept = records.into_iter().filter(|record| !hidden.gone.contains(&record.id()));
    kept.map(|record| hidden.clean(record)).collect()
}

/// Texts that may not be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats(BTreeSet<String>);

impl Repeats {
    /// Shorter ones ("是的。") are common speech and tell nothing.
    const TELLING: usize = 6;

    /// Adds a withheld text.
    pub fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.chars().count() >= Self::TELLING {
            self.0.insert(text.to_owned());
        }
    }

    /// `text` with [`ELSEWHERE`] in the place of every withheld text in it.
    pub fn strike(&self, text: &mut String) {
        // The longest first, so that a text inside another leaves no rest of the outer one.
        let mut longest: Vec<&String> = self.0.iter().filter(|t| text.contains(t.as_str())).collect();
        longest.sort_by_key(|t| std::cmp::Reverse(t.len()));
        for repeated in longest {
            *text = text.replace(repeated.as_str(), ELSEWHERE);
        }
    }

    /// All texts of a problem, struck.
    pub fn strike_problem(&self, problem: &mut Problem) {
        let Problem { title, place, source_other, discovery, explanation, against, note, facts, .. } = problem;
        for text in [title, place, source_other, discovery, explanation, against, note] {
            self.strike(text);
        }
        for fact in facts {
            self.strike(&mut fact.text);
        }
    }
}

/// Takes the citations of `gone` out of a paper, with their marks in the facts.
pub fn uncite(problem: &mut Problem, gone: &dyn Fn(EvidenceId) -> bool) {
    let numbers: BTreeSet<u16> = problem.evidence.iter().filter(|c| gone(c.evidence)).map(|c| c.number).collect();
    if numbers.is_empty() {
        return;
    }
    problem.evidence.retain(|c| !gone(c.evidence));
    for fact in &mut problem.facts {
        let marks: Vec<_> = pins(&fact.text).filter(|(_, n)| numbers.contains(n)).map(|(at, _)| at).collect();
        for at in marks.into_iter().rev() {
            fact.text.replace_range(at, "");
        }
    }
}

/// What may not go out.
struct Hidden {
    statements: BTreeSet<StatementId>,
    gone: BTreeSet<Uuid>,
    repeats: Repeats,
}

impl Hidden {
    fn of(records: &[AnyRecord]) -> Self {
        let mut hidden = Self { statements: BTreeSet::new(), gone: BTreeSet::new(), repeats: Repeats::default() };
        for record in records {
            if let AnyRecord::Answer(answer) = record {
                for statement in answer.statements.iter().filter(|s| s.withheld) {
                    hidden.statements.insert(statement.id);
                    hidden.repeats.add(&statement.text);
                }
            }
        }
        // What hangs on it may have things hanging on it in turn: a file on an observation, evidence that is the file.
        loop {
            let before = hidden.gone.len();
            let more: Vec<&AnyRecord> = records.iter().filter(|r| hidden.takes(r)).collect();
            for record in more {
                if let AnyRecord::Observation(o) = record {
                    hidden.repeats.add(&o.text);
                }
                hidden.gone.insert(record.id());
            }
            if hidden.gone.len() == before {
                return hidden;
            }
        }
    }

    /// Whether a record is withheld or hangs on what is.
    fn takes(&self, record: &AnyRecord) -> bool {
        match record {
            AnyRecord::Observation(o) => {
                o.withheld
                    || matches!(o.origin, Origin::Statement { statement, .. } if self.statements.contains(&statement))
            }
            AnyRecord::Evidence(e) => match &e.source {
                EvidenceSource::Statement { statement, .. } => self.statements.contains(statement),
                EvidenceSource::Attachment { attachment } => self.gone.contains(&attachment.0),
                EvidenceSource::Document { .. } | EvidenceSource::Outside => false,
            },
            AnyRecord::Attachment(a) => self.gone.contains(&a.owner),
            AnyRecord::Decision(d) => !d.seen.is_empty() && d.seen.iter().all(|id| self.gone.contains(id)),
            _ => false,
        }
    }

    fn clean(&self, record: AnyRecord) -> AnyRecord {
        match record {
            AnyRecord::Answer(answer) => AnyRecord::Answer(self.clean_answer(answer)),
            AnyRecord::Round(mut round) => {
                round.backup_dir = None;
                AnyRecord::Round(round)
            }
            AnyRecord::Problem(mut problem) => {
                uncite(&mut problem, &|id| self.gone.contains(&id.0));
                self.repeats.strike_problem(&mut problem);
                AnyRecord::Problem(problem)
            }
            AnyRecord::Decision(decision) => AnyRecord::Decision(self.clean_decision(decision)),
            AnyRecord::Evidence(mut evidence) => {
                for text in [&mut evidence.title, &mut evidence.note] {
                    self.repeats.strike(text);
                }
                AnyRecord::Evidence(evidence)
            }
            AnyRecord::Suggestion(mut suggestion) => {
                self.repeats.strike(&mut suggestion.text);
                AnyRecord::Suggestion(suggestion)
            }
            AnyRecord::QuickFix(mut fix) => {
                for text in [&mut fix.demand, &mut fix.result] {
                    self.repeats.strike(text);
                }
                AnyRecord::QuickFix(fix)
            }
            other => other,
        }
    }

    fn clean_decision(&self, mut decision: Decision) -> Decision {
        decision.seen.retain(|id| !self.gone.contains(id));
        self.repeats.strike(&mut decision.title);
        if let Outcome::Dismissed { reason } = &mut decision.outcome {
            self.repeats.strike(reason);
        }
        decision
    }

    fn clean_answer(&self, mut answer: Answer) -> Answer {
        let is_hidden = |id: Option<StatementId>| id.is_some_and(|id| self.statements.contains(&id));
        answer.statements.retain(|s: &Statement| !s.withheld);
        answer.claims.retain(|c| !is_hidden(c.statement));
        for statement in &mut answer.statements {
            if is_hidden(statement.supersedes) {
                statement.supersedes = None;
            }
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::papers;
    use crate::model::ids::{Hash, InspectorId, UnitId};

    #[test]
    fn a_citation_goes_with_its_marks_and_no_other_number_changes() {
        let (lost, kept) = (EvidenceId::new(), EvidenceId::new());
        let handlers = [InspectorId::new(), InspectorId::new()];
        let mut problem = papers::problem(UnitId::new(), Hash([0; 32]), "预-LF-01", "甲", handlers);
        problem.evidence = papers::cited(&[lost, kept]);
        problem.facts = papers::facts(&["先付款〔证1〕〔证2〕，后开会〔证1〕。"]);
        uncite(&mut problem, &|id| id == lost);
        assert_eq!(problem.facts_text(), "先付款〔证2〕，后开会。");
        assert_eq!(problem.evidence.iter().map(|c| c.number).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn what_is_repeated_word_for_word_is_struck_and_common_speech_is_not() {
        let mut repeats = Repeats::default();
        for text in ["是的。", "他收了五万元。", "我看见他收了五万元。"] {
            repeats.add(text);
        }
        let mut text = "有人说：我看见他收了五万元。是的。他收了五万元。".to_owned();
        repeats.strike(&mut text);
        assert_eq!(text, format!("有人说：{ELSEWHERE}是的。{ELSEWHERE}"));
    }
}
