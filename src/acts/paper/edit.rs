//! Whatever is typed and chosen on a paper.

use super::{drop_suggestion, records};
use crate::analysis::paper::field::PaperRecords;
use crate::error::{Error, Result};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{Hash, ProblemId};
use crate::model::merge::{Clash, Side, merge};
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::{Kind, Op, Record};
use crate::store::{Act, Tx};
use uuid::Uuid;

/// Changes a paper: what differs between two states of it is done to the paper as it is in the file.
///
/// The states are whole, and not revisions of the file, because one edit is typed over another that is still on its
/// way: what it was typed over is what the screen showed then.
#[derive(Debug, Clone)]
pub struct EditPaper {
    /// As it was shown when it was changed.
    pub before: PaperRecords,
    /// As it is from now on. Its state is not looked at: a paper that was ready and changes is a draft again.
    pub after: PaperRecords,
    /// Evidence that the paper begins to cite and that the unit does not have yet.
    pub evidence: Vec<Evidence>,
    /// Record and field of each draft that ends with it.
    pub drafts: Vec<(Uuid, String)>,
    /// The user saw a clash with the head of a record and chose a side.
    pub settle: Vec<(Hash, Side)>,
}

impl EditPaper {
    /// What has to be done so that a paper shown as `before` is `after`.
    pub const fn new(before: PaperRecords, after: PaperRecords) -> Self {
        Self { before, after, evidence: Vec::new(), drafts: Vec::new(), settle: Vec::new() }
    }

    fn id(&self) -> ProblemId {
        self.after.problem.id
    }

    /// The version of the file with what this edit changes.
    fn merged<R: Record + PartialEq>(&self, tx: &Tx<'_>, before: &R, after: &R, now: &R) -> Result<R> {
        if before == now {
            return Ok(after.clone());
        }
        let head = tx.head(now.uuid())?;
        let prefer = self.settle.iter().find(|(seen, _)| Some(*seen) == head).map(|(_, side)| *side);
        merge(Some(before), after, now, prefer).map_err(|clash| Error::clash(Clash { head, ..clash }))
    }

    /// Registers the evidence that is new; what another took meanwhile from the same source is cited instead.
    fn register(&self, tx: &mut Tx<'_>, after: &mut Problem) -> Result<()> {
        let there: Vec<Evidence> = if self.evidence.is_empty() { Vec::new() } else { tx.children(after.unit.0)? };
        for new in &self.evidence {
            let same = |e: &&Evidence| e.source == new.source && e.source != EvidenceSource::Outside;
            match there.iter().find(same) {
                Some(old) => {
                    let cited = after.evidence.iter_mut().filter(|c| c.evidence == new.id);
                    cited.for_each(|c| c.evidence = old.id);
                }
                None => tx.put(new)?,
            }
        }
        Ok(())
    }

    fn suggestions(&self, tx: &mut Tx<'_>, now: &[Suggestion]) -> Result<bool> {
        let mut changed = false;
        for wanted in &self.after.suggestions {
            let before = self.before.suggestions.iter().find(|s| s.id == wanted.id);
            if before == Some(wanted) {
                continue;
            }
            let kept = match (before, now.iter().find(|s| s.id == wanted.id)) {
                (Some(before), Some(now)) => self.merged(tx, before, wanted, now)?,
                // Deleted by another while it was edited here: what was typed is kept.
                _ => wanted.clone(),
            };
            if !now.contains(&kept) {
                changed = true;
                tx.put(&kept)?;
            }
        }
        for gone in self.before.suggestions.iter().filter(|s| self.after.suggestions.iter().all(|a| a.id != s.id)) {
            let Some(now) = now.iter().find(|s| s.id == gone.id) else { continue };
            if now != gone {
                return Err(edited_since("建议"));
            }
            changed = true;
            drop_suggestion(tx, now, self.id())?;
        }
        Ok(changed)
    }

    fn fixes(&self, tx: &mut Tx<'_>, now: &[QuickFix]) -> Result<bool> {
        let mut changed = false;
        for wanted in &self.after.fixes {
            let before = self.before.fixes.iter().find(|f| f.id == wanted.id);
            if before == Some(wanted) {
                continue;
            }
            let kept = match (before, now.iter().find(|f| f.id == wanted.id)) {
                (Some(before), Some(now)) => self.merged(tx, before, wanted, now)?,
                (None, None) if !now.is_empty() => {
                    return Err(Error::input("这个问题已经要求过立行立改，没有再加一条").hint("请在已有的那一条上改。"));
                }
                _ => wanted.clone(),
            };
            if !now.contains(&kept) {
                changed = true;
                tx.put(&kept)?;
            }
        }
        for gone in self.before.fixes.iter().filter(|f| self.after.fixes.iter().all(|a| a.id != f.id)) {
            let Some(now) = now.iter().find(|f| f.id == gone.id) else { continue };
            if now != gone {
                return Err(edited_since("立行立改"));
            }
            changed = true;
            tx.delete(Kind::QuickFix, now.uuid())?;
        }
        Ok(changed)
    }
}

fn edited_since(what: &str) -> Error {
    Error::input(format!("这条{what}在别处改过，没有去掉")).hint("请看过新的内容，再决定要不要去掉。")
}

impl Act for EditPaper {
    fn op(&self) -> Op {
        Op::EditProblem
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let now = records(tx, self.id())?;
        let mut after = self.after.problem.clone();
        self.register(tx, &mut after)?;
        // Where a paper stands is no edit: it follows from there being one.
        let stand = |p: &Problem| Problem { state: now.problem.state, ..p.clone() };
        let mut problem = self.merged(tx, &stand(&self.before.problem), &stand(&after), &now.problem)?;
        let mut changed = problem != now.problem;
        changed |= self.suggestions(tx, &now.suggestions)?;
        changed |= self.fixes(tx, &now.fixes)?;
        if changed {
            problem.state = ProblemState::Draft;
            tx.put(&problem)?;
        }
        self.drafts.iter().try_for_each(|(record, field)| tx.drop_draft(*record, field))
    }
}
