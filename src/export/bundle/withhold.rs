//! What a bundle leaves out of the records: everything that is withheld (转线索) and what hangs on it.
//!
//! A withheld statement goes with the claims that it asserts, the observations drawn from it and the evidence that
//! points to it: a figure or a sentence taken from it would tell what was said. A correction of a withheld statement
//! stays, without the pointer. A decision that rests on nothing else goes too, because it names what it decided; so do
//! files attached to what goes, and evidence that is such a file. Papers stay: they lose the citation with its marks,
//! and where they repeat a withheld text word for word, those words ([`Repeats`]).

use super::AnyRecord;
use crate::analysis::paper::{Repeats, uncite};
use crate::model::answer::{Answer, Statement};
use crate::model::decision::{Decision, Outcome};
use crate::model::evidence::EvidenceSource;
use crate::model::ids::StatementId;
use crate::model::observation::Origin;
use std::collections::BTreeSet;
use uuid::Uuid;

/// `records` without what is withheld and without folders of this computer.
pub fn without_withheld(records: Vec<AnyRecord>) -> Vec<AnyRecord> {
    let hidden = Hidden::of(&records);
    let kept = records.into_iter().filter(|record| !hidden.gone.contains(&record.id()));
    kept.map(|record| hidden.clean(record)).collect()
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
            AnyRecord::Decision(d) => !d.seen.is_empty() && d.seen.iter().all(|s| self.gone.contains(&s.id)),
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
                problem.to_verify.retain(|v| v.origin.is_none_or(|id| !self.gone.contains(&id)));
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
        decision.seen.retain(|s| !self.gone.contains(&s.id));
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
    use crate::model::ids::{EvidenceId, Hash, InspectorId, UnitId};

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
}
