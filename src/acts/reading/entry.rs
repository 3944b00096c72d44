//! 条目: what is noted row by row from a document.

use super::{document_in, document_of};
use crate::acts::complete;
use crate::acts::foreseen::Foreseen;
use crate::error::{Error, Result};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::EntryId;
use crate::model::observation::{Observation, Origin};
use crate::model::reading::Entry;
use crate::model::record::{Kind, Op};
use crate::store::{Act, Over, Trail, Tx};

/// Adds or changes an entry.
#[derive(Debug, Clone)]
pub struct KeepEntry {
    /// Over which state it was changed.
    pub over: Over,
    /// As it is from now on.
    pub entry: Entry,
}

impl Act for KeepEntry {
    fn op(&self) -> Op {
        Op::EditEntry
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        document_of(tx, self.entry.document)?;
        let before: Option<Entry> = tx.get(self.entry.id.0)?;
        let kept = tx.merge(self.over, self.entry.clone())?;
        complete::check(before.as_ref(), &kept)
    }
}

/// Puts an entry into the bin; not while it is marked or taken as evidence.
#[derive(Debug, Clone)]
pub struct DeleteEntry {
    /// The entry.
    pub entry: EntryId,
}

impl Act for DeleteEntry {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if tx.get::<Entry>(self.entry.0)?.is_none() {
            return Ok(());
        }
        self.may(&tx.trail())?;
        tx.delete(Kind::Entry, self.entry.0)
    }
}

impl Foreseen for DeleteEntry {
    fn may(&self, trail: &Trail<'_>) -> Result<()> {
        let id = self.entry;
        let Some(entry) = trail.get::<Entry>(id.0)? else { return Ok(()) };
        let unit = document_in(trail, entry.document)?.unit;
        let observations: Vec<Observation> = trail.children(unit.0)?;
        let marked =
            observations.iter().any(|o| matches!(&o.origin, Origin::Document { entry, .. } if *entry == Some(id)));
        let evidence: Vec<Evidence> = trail.children(unit.0)?;
        let taken =
            evidence.iter().any(|e| matches!(&e.source, EvidenceSource::Document { entry, .. } if *entry == Some(id)));
        if marked || taken {
            return Err(Error::input("这个条目标了疑点或取为支撑材料，没有删除").hint("先取消那个，再删除。"));
        }
        Ok(())
    }
}
