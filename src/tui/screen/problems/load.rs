//! Reading what the list shows: problems at once, candidates and counts beside the loop.

use super::candidates::rule_words;
use super::{Line, Listed, Problems};
use crate::analysis::number;
use crate::analysis::rollup::Candidate;
use crate::analysis::tally::Tally;
use crate::analysis::unsealed;
use crate::error::Result;
use crate::model::hand_over::QuickFix;
use crate::model::problem::ProblemBrief;
use crate::model::record::Kind;
use crate::tui::update::Cx;
use std::collections::HashMap;

impl Problems {
    /// Reads the problems; the cursor stays on the same one, and the counts until they are counted again.
    pub(super) fn look(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        let unit = self.unit.id.0;
        let kept = self.problems.get(self.problem_at.at).map(|l| l.id);
        let counts: HashMap<_, _> = self.problems.iter().map(|l| (l.id, l.counts)).collect();
        let fixes: Vec<QuickFix> = reader.children(unit)?;
        let typed = unsealed::in_papers(reader)?;
        let line = |(id, _, brief): (uuid::Uuid, _, String)| {
            let fix = fixes.iter().find(|f| f.problem.0 == id).map(|f| f.done.is_some());
            let id = id.into();
            let (brief, counts) = (ProblemBrief::parse(&brief), counts.get(&id).copied().flatten());
            Line { id, brief, counts, fix, unsealed: typed.iter().any(|t| t.problem == id) }
        };
        let mut problems: Vec<Line> = reader.briefs_below(unit, &[Kind::Problem])?.into_iter().map(line).collect();
        problems.sort_by_cached_key(|line| number::place(&line.brief.number));
        self.problems = problems;
        if let Some(at) = self.problems.iter().position(|l| Some(l.id) == kept) {
            self.problem_at.at = at;
        }
        self.settle_lists(cx);
        cx.tally(self.unit.id)
    }

    /// Lists what was counted beside the loop; the cursor stays on the same candidate.
    pub(super) fn take_over(&mut self, tally: Tally, cx: &Cx<'_>) -> Result<()> {
        // Taken before the list is another one: its places mean other candidates then.
        let kept = self.candidate(self.candidate_at.at).map(|c| c.candidate.key);
        let method = &cx.book()?.method;
        let listed = |candidate: Candidate| Listed { rule: rule_words(&candidate.rule, method), candidate };
        self.candidates = tally.candidates.into_iter().map(listed).collect();
        for line in &mut self.problems {
            line.counts = tally.findings.get(&line.id).copied();
        }
        self.gathered = true;
        self.relist_on(kept, cx);
        Ok(())
    }
}
