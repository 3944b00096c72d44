//! 要点: verdict, pages and note of one check item.

use super::{document_of, result_of};
use crate::analysis::reading::marked;
use crate::error::{Error, Result};
use crate::method::records::CheckItem;
use crate::model::ids::{DocumentId, Hash};
use crate::model::merge::{Clash, Side, merge};
use crate::model::observation::{Observation, Origin};
use crate::model::reading::{CheckResult, Document, Verdict};
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Act, Tx};

/// Gives a verdict, or takes it back with [`Verdict::Unread`]. A document with a problem is not 读过，未发现问题 any more.
#[derive(Debug, Clone)]
pub struct SetVerdict {
    /// The document.
    pub document: DocumentId,
    /// The check item of the method, e.g. `k4.p3`.
    pub item: String,
    /// The verdict.
    pub verdict: Verdict,
    /// When it was given.
    pub at: Instant,
}

impl Act for SetVerdict {
    fn op(&self) -> Op {
        Op::EditCheck
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let document = document_of(tx, self.document)?;
        let mut result = result_of(tx, self.document, &self.item)?;
        let looked = self.verdict != Verdict::Unread;
        result.verdict = self.verdict;
        result.by = tx.author().filter(|_| looked);
        result.at = looked.then_some(self.at);
        tx.put(&result)?;
        if self.verdict == Verdict::Problem && document.clean.is_some() {
            tx.put(&Document { clean: None, ..document })?;
        }
        Ok(())
    }
}

/// What of a check item is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 页
    Pages,
    /// 备注
    Note,
}

impl Part {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Pages => "页",
            Self::Note => "备注",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Pages => Self::Note,
            Self::Note => Self::Pages,
        }
    }

    /// What a result holds of it.
    pub fn of(self, result: &CheckResult) -> &str {
        match self {
            Self::Pages => &result.pages,
            Self::Note => &result.note,
        }
    }

    /// Puts a text into its place.
    pub fn set(self, result: &mut CheckResult, text: &str) {
        match self {
            Self::Pages => &mut result.pages,
            Self::Note => &mut result.note,
        }
        .replace_range(.., text);
    }
}

/// Keeps what was typed as pages or note. An observation that says what stood beside the item says what stands there now.
#[derive(Debug, Clone)]
pub struct SealCell {
    /// The document.
    pub document: DocumentId,
    /// The check item.
    pub item: Box<CheckItem>,
    /// What of it was typed.
    pub part: Part,
    /// The text over which it was typed.
    pub base: String,
    /// The text.
    pub text: String,
    /// The user saw the clash with this head and chose a side.
    pub settle: Option<(Hash, Side)>,
}

impl Act for SealCell {
    fn op(&self) -> Op {
        Op::EditCheck
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let document = document_of(tx, self.document)?;
        let theirs = result_of(tx, self.document, &self.item.id)?;
        let head = tx.head(theirs.id.0)?;
        let with = |text: &str| {
            let mut result = theirs.clone();
            self.part.set(&mut result, text);
            result
        };
        let prefer = self.settle.filter(|(seen, _)| Some(*seen) == head).map(|(_, side)| side);
        let kept = merge(Some(&with(&self.base)), &with(&self.text), &theirs, prefer)
            .map_err(|clash| Error::clash(Clash { head, ..clash }))?;
        tx.put(&kept)?;
        self.reword(tx, &document, &theirs, &kept)
    }
}

impl SealCell {
    /// An observation that somebody worded stays.
    fn reword(&self, tx: &mut Tx<'_>, document: &Document, old: &CheckResult, new: &CheckResult) -> Result<()> {
        let (before, now) = (marked(Some(&self.item), old), marked(Some(&self.item), new));
        if before == now {
            return Ok(());
        }
        let beside = |o: &Observation| matches!(&o.origin, Origin::Document { check, .. } if *check == Some(new.id));
        let all: Vec<Observation> = tx.children(document.unit.0)?;
        for observation in all.into_iter().filter(|o| beside(o) && o.text == before) {
            tx.put(&Observation { text: now.clone(), ..observation })?;
        }
        Ok(())
    }
}
