//! Which papers may print otherwise because of what was written.

use super::Listed;
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{ProblemId, UnitId};
use crate::model::interview::Interview;
use crate::model::problem::Problem;
use crate::model::record::Kind;
use crate::store::Trail;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A record that was written: its kind and its id.
pub type Written = (Kind, Uuid);

/// Which papers may print otherwise.
#[derive(Debug, Default)]
pub struct Reach {
    /// All of them: heads, handlers and names of informants are those of the round.
    all: bool,
    names: bool,
    units: BTreeSet<UnitId>,
    papers: BTreeSet<ProblemId>,
    evidence: BTreeSet<Uuid>,
    /// Documents, talks and files from which evidence is.
    sources: BTreeSet<Uuid>,
}

impl Reach {
    /// What these records may change on papers. `both`: a record as it was and as it is.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn of(
        trail: &Trail<'_>,
        written: &[Written],
        both: impl Fn(Uuid) -> Result<[Option<AnyRecord>; 2]>,
    ) -> Result<Self> {
        let mut reach = Self::default();
        for (kind, id) in written {
            reach.add(trail, *kind, *id, &both)?;
            if reach.names {
                break;
            }
        }
        if !reach.sources.is_empty() && !reach.all {
            reach.evidence.extend(trail.evidence_from(&reach.sources)?);
        }
        Ok(reach)
    }

    fn add(
        &mut self,
        trail: &Trail<'_>,
        kind: Kind,
        id: Uuid,
        both: &impl Fn(Uuid) -> Result<[Option<AnyRecord>; 2]>,
    ) -> Result<()> {
        match kind {
            Kind::Round => self.all = true,
            Kind::Unit => {
                self.units.insert(UnitId(id));
                // 县财政局会计 is nobody of 县水利局, as long as that is what the unit is called.
                let [was, is] = both(id)?;
                if was.is_some() && is.is_some() && was.as_ref().map(name) != is.as_ref().map(name) {
                    (self.names, self.all) = (true, true);
                }
            }
            Kind::Document | Kind::Attachment => drop(self.sources.insert(id)),
            Kind::Evidence => drop(self.evidence.insert(id)),
            Kind::Problem => drop(self.papers.insert(ProblemId(id))),
            Kind::Inspector | Kind::Person => {
                let [was, is] = both(id)?;
                self.names |= was.as_ref().map(name) != is.as_ref().map(name);
                self.all |= self.names;
            }
            Kind::Interview | Kind::Answer | Kind::Suggestion | Kind::QuickFix => {
                for state in both(id)?.iter().flatten() {
                    match state {
                        AnyRecord::Interview(talk) => self.talk(trail, talk)?,
                        AnyRecord::Answer(answer) => drop(self.sources.insert(answer.interview.0)),
                        AnyRecord::Suggestion(suggestion) => self.papers.extend(suggestion.problems.iter().copied()),
                        AnyRecord::QuickFix(fix) => drop(self.papers.insert(fix.problem)),
                        _ => {}
                    }
                }
            }
            Kind::Observation | Kind::CheckResult | Kind::Entry | Kind::Loan | Kind::Decision => {}
        }
        Ok(())
    }

    /// The talks of whoever a changed talk is with: which of theirs each is, is part of its citation.
    fn talk(&mut self, trail: &Trail<'_>, talk: &Interview) -> Result<()> {
        self.sources.insert(talk.id.0);
        self.sources.extend(trail.children::<Interview>(talk.person.0)?.iter().map(|t| t.id.0));
        Ok(())
    }

    /// As [`touches`](Self::touches) for a piece of evidence that is in the bin, and comes back with its paper.
    pub fn extend_by(&mut self, evidence: &Evidence) {
        if source(evidence).is_some_and(|source| self.sources.contains(&source)) {
            self.evidence.insert(evidence.id.0);
        }
    }

    /// Whether no paper prints otherwise.
    pub fn is_empty(&self) -> bool {
        !self.all && self.units.is_empty() && self.papers.is_empty() && self.evidence.is_empty()
    }

    /// Whether a name that may have to be covered is another one.
    pub const fn names(&self) -> bool {
        self.names
    }

    /// Whether a paper may print otherwise.
    pub fn touches(&self, paper: &Problem) -> bool {
        self.touches_but_for_evidence(paper.id, paper.unit)
            || paper.evidence.iter().any(|c| self.evidence.contains(&c.evidence.0))
    }

    /// Whether it may, by what is known without reading it.
    pub fn touches_but_for_evidence(&self, paper: ProblemId, unit: UnitId) -> bool {
        self.all || self.units.contains(&unit) || self.papers.contains(&paper)
    }

    /// The evidence that may read otherwise.
    pub const fn evidence(&self) -> &BTreeSet<Uuid> {
        &self.evidence
    }
}

/// Where a piece of evidence lies.
fn source(evidence: &Evidence) -> Option<Uuid> {
    match evidence.source {
        EvidenceSource::Document { document, .. } => Some(document.0),
        EvidenceSource::Statement { interview, .. } => Some(interview.0),
        EvidenceSource::Attachment { attachment } => Some(attachment.0),
        EvidenceSource::Outside => None,
    }
}

/// What papers print of a member, or cover of a person.
#[derive(PartialEq, Eq)]
enum Name {
    Unit(String),
    Member(String),
    Person(Listed),
    Other,
}

fn name(record: &AnyRecord) -> Name {
    match record {
        AnyRecord::Inspector(inspector) => Name::Member(inspector.name.clone()),
        AnyRecord::Person(person) => Name::Person(Listed::of(person)),
        AnyRecord::Unit(unit) => Name::Unit(unit.name.clone()),
        _ => Name::Other,
    }
}

/// Whether anything of a record of that kind is printed on papers.
pub const fn is_printed(kind: Kind) -> bool {
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
