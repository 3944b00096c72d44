//! What is marked and taken at a place of a document: observations (疑点), evidence (支撑材料).

use super::{author, document_of, result_of};
use crate::acts::foreseen::Foreseen;
use crate::analysis::reading::marked;
use crate::error::{Error, Result};
use crate::method::records::CheckItem;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{CheckResultId, DocumentId, EntryId, EvidenceId, ObservationId};
use crate::model::observation::{Observation, Origin};
use crate::model::problem::Problem;
use crate::model::reading::{Document, Entry};
use crate::model::record::{Kind, Op};
use crate::model::value::Instant;
use crate::store::{Act, Trail, Tx};

/// A place of a document.
#[derive(Debug, Clone)]
pub enum Spot {
    /// A check item.
    Item(Box<CheckItem>),
    /// An entry, and what it says in one line.
    Entry(EntryId, String),
}

/// The ids by which marks know their place.
type Ids = (Option<CheckResultId>, Option<EntryId>);

impl Spot {
    fn ids(&self, tx: &Tx<'_>, document: DocumentId) -> Result<Ids> {
        Ok(match self {
            Self::Item(item) => (Some(result_of(tx, document, &item.id)?.id), None),
            Self::Entry(entry, _) => (None, Some(*entry)),
        })
    }

    /// What stands there: the words of an observation, and the pages. A result is written if there is none: nothing ever
    /// points at what is not there.
    fn noted(&self, tx: &mut Tx<'_>, document: DocumentId) -> Result<(String, String)> {
        match self {
            Self::Item(item) => {
                let result = result_of(tx, document, &item.id)?;
                tx.put(&result)?;
                Ok((marked(Some(item), &result), result.pages))
            }
            Self::Entry(entry, line) => {
                let gone = || Error::input("这个条目已被删除，没有保存").hint("可以从回收站恢复后再做。");
                let entry: Entry = tx.get(entry.0)?.ok_or_else(gone)?;
                Ok((line.clone(), entry.pages))
            }
        }
    }
}

/// The observations marked at a place.
fn observed(tx: &Tx<'_>, document: &Document, at: Ids) -> Result<Vec<Observation>> {
    let here = |o: &Observation| {
        matches!(&o.origin, Origin::Document { document: d, check, entry, .. }
            if *d == document.id && (*check, *entry) == at)
    };
    let all: Vec<Observation> = tx.children(document.unit.0)?;
    Ok(all.into_iter().filter(here).collect())
}

/// Marks a place as worth following up, or takes that back. Marked already, it stays as it is.
#[derive(Debug, Clone)]
pub struct MarkInDocument {
    /// The id of a new one.
    pub id: ObservationId,
    /// The document.
    pub document: DocumentId,
    /// Where in it.
    pub spot: Spot,
    /// Marked from now on, or not.
    pub on: bool,
    /// When.
    pub at: Instant,
}

impl Act for MarkInDocument {
    fn op(&self) -> Op {
        Op::EditObservation
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let document = document_of(tx, self.document)?;
        let (check, entry) = self.spot.ids(tx, document.id)?;
        let there = observed(tx, &document, (check, entry))?;
        if !self.on {
            return there.iter().try_for_each(|o| tx.delete(Kind::Observation, o.id.0));
        }
        if !there.is_empty() {
            return Ok(());
        }
        let by = author(tx)?;
        let (text, _) = self.spot.noted(tx, document.id)?;
        let item = match &self.spot {
            Spot::Item(item) => Some(item.id.clone()),
            Spot::Entry(..) => None,
        };
        tx.put(&Observation {
            id: self.id,
            unit: document.unit,
            origin: Origin::Document { document: document.id, item, check, entry },
            text,
            by,
            at: self.at,
            withheld: false,
            handled: None,
        })
    }
}

/// Takes a place as evidence; taken before, it gets the pages that stand there now.
#[derive(Debug, Clone)]
pub struct TakeEvidence {
    /// The id of a new one.
    pub id: EvidenceId,
    /// The document.
    pub document: DocumentId,
    /// Where in it.
    pub spot: Spot,
    /// When.
    pub at: Instant,
}

impl Act for TakeEvidence {
    fn op(&self) -> Op {
        Op::EditEvidence
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let document = document_of(tx, self.document)?;
        let by = author(tx)?;
        let (_, pages) = self.spot.noted(tx, document.id)?;
        let (check, entry) = self.spot.ids(tx, document.id)?;
        let source = EvidenceSource::Document { document: document.id, check, entry };
        let all: Vec<Evidence> = tx.children(document.unit.0)?;
        if let Some(taken) = all.into_iter().find(|e| e.source == source) {
            return tx.put(&Evidence { pages, ..taken });
        }
        let period = document.period();
        let title = if period.is_empty() { document.title } else { format!("{} {period}", document.title) };
        tx.put(&Evidence {
            id: self.id,
            unit: document.unit,
            source,
            sort: EvidenceSort::Written,
            title,
            volume: document.volume,
            pages,
            form: document.form,
            extent: String::new(),
            provider: document.provider,
            obtained: document.received,
            note: String::new(),
            by,
            at: self.at,
        })
    }
}

/// Lets evidence go again that no paper cites.
#[derive(Debug, Clone)]
pub struct DropEvidence {
    /// The evidence.
    pub evidence: EvidenceId,
}

impl Act for DropEvidence {
    fn op(&self) -> Op {
        Op::EditEvidence
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if tx.get::<Evidence>(self.evidence.0)?.is_none() {
            return Ok(());
        }
        self.may(&tx.trail())?;
        tx.delete(Kind::Evidence, self.evidence.0)
    }
}

impl Foreseen for DropEvidence {
    fn may(&self, trail: &Trail<'_>) -> Result<()> {
        let Some(evidence) = trail.get::<Evidence>(self.evidence.0)? else { return Ok(()) };
        let papers: Vec<Problem> = trail.children(evidence.unit.0)?;
        if papers.iter().any(|p| p.evidence.iter().any(|c| c.evidence == evidence.id)) {
            return Err(Error::input("这条支撑材料有底稿在用，没有取消").hint("先从底稿里去掉它，再取消。"));
        }
        Ok(())
    }
}
