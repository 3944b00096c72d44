//! What an action did to papers without touching them: those that were ready and print otherwise now are drafts again.
//!
//! It is asked after every action (`acts::door`), of the papers alone that cite what the action wrote. What is compared is
//! what a review binds itself to, 内容校验, so no action has to know what is printed of a record.

use crate::analysis::methods::KnownMethods;
use crate::analysis::paper::{Covering, Holdings, Listed};
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{PersonId, ProblemId, UnitId};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemBrief, ProblemState};
use crate::model::record::{Kind, Record};
use crate::model::round::Inspector;
use crate::store::{Reader, ToldRecords as _, Tx};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// Puts ready papers back to draft whose print the action under way has changed.
pub(in crate::acts) fn settle(tx: &mut Tx<'_>) -> Result<()> {
    if !tx.written().iter().any(|c| is_printed(c.kind)) {
        return Ok(());
    }
    let is_ready = |brief: &str| ProblemBrief::parse(brief).state == ProblemState::Ready;
    let ready: Vec<Uuid> =
        tx.briefs(Kind::Problem)?.into_iter().filter(|(.., brief)| is_ready(brief)).map(|(id, ..)| id).collect();
    if ready.is_empty() {
        return Ok(());
    }
    let before = tx.as_it_was()?;
    let mut pairs: Vec<(Problem, Problem)> = Vec::new();
    for id in ready {
        let was = before.get::<Problem>(id)?.filter(|p| p.state == ProblemState::Ready);
        pairs.extend(was.zip(tx.told_record::<Problem>(id)?));
    }
    if pairs.is_empty() {
        return Ok(());
    }
    let reach = Reach::of(tx, &before)?;
    let (mut old, mut new): (Vec<Problem>, Vec<Problem>) = Default::default();
    for (was, is) in pairs {
        if reach.touches(&was, tx)? || reach.touches(&is, tx)? {
            old.push(was);
            new.push(is);
        }
    }
    if old.is_empty() {
        return Ok(());
    }
    let changed = printing_otherwise(&old, &new, tx, &before, reach.names)?;
    for id in &changed {
        // As it is, not as it may be told.
        if let Some(paper) = tx.get::<Problem>(id.0)? {
            tx.put(&Problem { state: ProblemState::Draft, ..paper })?;
        }
    }
    tx.note_redrafted(changed);
    Ok(())
}

/// Which of these papers print otherwise now. `names`: somebody whose name may have to be covered has come, gone or is
/// called otherwise. Where nobody has, papers that read alike with no name covered read alike with all of them covered:
/// most actions end there, and no roster is read.
fn printing_otherwise(
    old: &[Problem],
    new: &[Problem],
    tx: &Tx<'_>,
    before: &Reader,
    names: bool,
) -> Result<Vec<ProblemId>> {
    let mut methods = KnownMethods::default();
    let mut was = Holdings::of_papers(before, before, old, &mut methods)?;
    let mut is = Holdings::of_papers(tx, before, new, &mut methods)?;
    let mut left: Vec<(&Problem, &Problem)> = old.iter().zip(new).collect();
    if !names {
        left.retain(|(old, new)| covered_otherwise(old, new) || differ(&was, &is, old, new));
        if left.is_empty() {
            return Ok(Vec::new());
        }
    }
    let covering = Arc::new(Covering::read(before)?);
    was.cover(&covering);
    is.cover(&if names { Arc::new(Covering::read(tx)?) } else { covering });
    left.retain(|(old, new)| differ(&was, &is, old, new));
    Ok(left.into_iter().map(|(_, new)| new.id).collect())
}

/// Whether other names may stand in a paper uncovered than before.
fn covered_otherwise(old: &Problem, new: &Problem) -> bool {
    old.unit != new.unit || old.responsible != new.responsible
}

fn differ(was: &Holdings, is: &Holdings, old: &Problem, new: &Problem) -> bool {
    was.paper(old).content_hash() != is.paper(new).content_hash()
}

/// Whether anything of a record of that kind is printed on papers.
const fn is_printed(kind: Kind) -> bool {
    match kind {
        Kind::Round
        | Kind::Unit
        | Kind::Inspector
        | Kind::Person
        | Kind::Interview
        | Kind::Answer
        | Kind::Document
        | Kind::Attachment
        | Kind::Evidence
        | Kind::Problem
        | Kind::Suggestion
        | Kind::QuickFix => true,
        Kind::Observation | Kind::CheckResult | Kind::Entry | Kind::Loan | Kind::Decision => false,
    }
}

/// Which papers may print otherwise.
#[derive(Debug, Default)]
struct Reach {
    /// All of them: heads, handlers and names of informants are those of the round.
    all: bool,
    /// A name that may have to be covered is another one.
    names: bool,
    units: BTreeSet<UnitId>,
    papers: BTreeSet<ProblemId>,
    evidence: BTreeSet<Uuid>,
    /// Documents, talks and files from which evidence is.
    sources: BTreeSet<Uuid>,
}

impl Reach {
    fn of(tx: &Tx<'_>, before: &Reader) -> Result<Self> {
        let mut reach = Self::default();
        for change in tx.written().to_vec() {
            let id = change.record;
            match change.kind {
                Kind::Round => reach.all = true,
                Kind::Inspector => {
                    let (was, is) = both::<Inspector>(id, tx, before)?;
                    reach.names |= was.map(|i| i.name) != is.map(|i| i.name);
                }
                Kind::Person => {
                    let (was, is) = both::<Person>(id, tx, before)?;
                    reach.names |= was.as_ref().map(Listed::of) != is.as_ref().map(Listed::of);
                }
                Kind::Unit => {
                    reach.units.insert(UnitId(id));
                }
                Kind::Interview => reach.talks(id, tx, before)?,
                Kind::Answer => {
                    let (was, is) = both::<Answer>(id, tx, before)?;
                    reach.sources.extend(was.iter().chain(&is).map(|a| a.interview.0));
                }
                Kind::Document | Kind::Attachment => {
                    reach.sources.insert(id);
                }
                Kind::Evidence => {
                    reach.evidence.insert(id);
                }
                Kind::Problem => {
                    reach.papers.insert(ProblemId(id));
                }
                Kind::Suggestion => {
                    let (was, is) = both::<Suggestion>(id, tx, before)?;
                    reach.papers.extend(was.iter().chain(&is).flat_map(|s| s.problems.iter().copied()));
                }
                Kind::QuickFix => {
                    let (was, is) = both::<QuickFix>(id, tx, before)?;
                    reach.papers.extend(was.iter().chain(&is).map(|f| f.problem));
                }
                Kind::Observation | Kind::CheckResult | Kind::Entry | Kind::Loan | Kind::Decision => {}
            }
            reach.all |= reach.names;
            if reach.names {
                break;
            }
        }
        Ok(reach)
    }

    /// The talks of whoever a changed talk is with: which of theirs each is, is part of its citation.
    fn talks(&mut self, id: Uuid, tx: &Tx<'_>, before: &Reader) -> Result<()> {
        let (was, is) = both::<Interview>(id, tx, before)?;
        self.sources.insert(id);
        let people: BTreeSet<PersonId> = was.iter().chain(&is).map(|t| t.person).collect();
        for person in people {
            let talks = tx.children::<Interview>(person.0)?;
            self.sources.extend(talks.iter().map(|t| t.id.0));
        }
        Ok(())
    }

    fn touches(&self, paper: &Problem, tx: &Tx<'_>) -> Result<bool> {
        let cites = || paper.evidence.iter().map(|c| c.evidence.0);
        if self.all
            || self.units.contains(&paper.unit)
            || self.papers.contains(&paper.id)
            || cites().any(|id| self.evidence.contains(&id))
        {
            return Ok(true);
        }
        if self.sources.is_empty() {
            return Ok(false);
        }
        for id in cites() {
            let source = tx.get::<Evidence>(id)?.map(|e| e.source);
            let source = match source {
                Some(EvidenceSource::Document { document, .. }) => document.0,
                Some(EvidenceSource::Statement { interview, .. }) => interview.0,
                Some(EvidenceSource::Attachment { attachment }) => attachment.0,
                Some(EvidenceSource::Outside) | None => continue,
            };
            if self.sources.contains(&source) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A record before the action and now.
fn both<R: Record>(id: Uuid, tx: &Tx<'_>, before: &Reader) -> Result<(Option<R>, Option<R>)> {
    Ok((before.get(id)?, tx.told_record(id)?))
}
