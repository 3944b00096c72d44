//! A text while it is being typed: the edit buffer, when its draft is due, when it is to be sealed.
//!
//! Answers of a talk and texts of a paper share it. What the text belongs to, and what its paragraphs stand for, is
//! the screen's.

use crate::error::Result;
use crate::model::ids::Hash;
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::Draft;
use crate::text::{Buffer, Meta, Paragraph, Position};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// A draft is posted this long after the first key that is not in one yet (ms): well within half a second, and
/// still only a few writes a second while typing goes on.
pub const DRAFT_AFTER_MS: i64 = 150;

/// What has been typed this long without a pause in between is sealed all the same (ms).
pub const SEAL_AFTER_MS: i64 = 5 * 60 * 1000;

/// Which field of which record a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPlace {
    /// The record.
    pub record: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// The record it will be listed under, for one that does not exist yet.
    pub parent: Option<Uuid>,
    /// The field, as the screen names it.
    pub field: String,
    /// The head revision over which it is typed.
    pub base: Option<Hash>,
}

/// A text being typed.
#[derive(Debug)]
pub struct Typing<M> {
    /// The text.
    pub buffer: Buffer<M>,
    /// First shown row.
    pub scroll: usize,
    sealed: u64,
    posted: u64,
    /// When the first key came that is in no draft yet.
    typed_at: Option<i64>,
    /// When the first key came that is not sealed yet.
    since: Option<i64>,
    /// The revision that was handed in and refused.
    refused: Option<u64>,
}

impl<M: Meta + Serialize + DeserializeOwned> Typing<M> {
    /// A text as it stands in the file, the caret behind it.
    pub fn new(paragraphs: Vec<Paragraph<M>>, or_else: impl FnOnce() -> M) -> Self {
        let mut buffer = Buffer::new(paragraphs, or_else);
        let last = buffer.paragraphs().len().saturating_sub(1);
        let offset = buffer.paragraphs().last().map_or(0, |p| p.text.len());
        buffer.place(Position { paragraph: last, offset }.into(), false);
        let revision = buffer.revision();
        Self { buffer, scroll: 0, sealed: revision, posted: revision, typed_at: None, since: None, refused: None }
    }

    /// Puts a draft back into the field, over what is sealed; `fresh` stands in for a meta that the draft lacks, `mend`
    /// sets what a draft does not keep.
    pub fn restore(&mut self, draft: &Draft, now: Instant, fresh: impl Fn() -> M, mend: impl Fn(&mut M)) {
        let metas: Vec<M> = serde_json::from_str(&draft.state).unwrap_or_default();
        let mut metas = metas.into_iter();
        let paragraphs = draft
            .text
            .split('\n')
            .map(|text| {
                let mut meta = metas.next().unwrap_or_else(&fresh);
                mend(&mut meta);
                Paragraph { text: text.to_owned(), meta }
            })
            .collect();
        self.buffer = Buffer::new(paragraphs, fresh);
        self.buffer.place(position(&draft.text, draft.caret).into(), false);
        // Not sealed: one more than the revision that a new buffer has.
        self.posted = self.buffer.revision();
        self.sealed = self.posted.wrapping_sub(1);
        self.since = Some(now.ms);
    }

    /// Something was edited at `now`.
    pub fn edited(&mut self, now: Instant) {
        if self.is_dirty() {
            self.typed_at.get_or_insert(now.ms);
            self.since.get_or_insert(now.ms);
        }
    }

    /// Typed and in no draft yet.
    pub fn is_dirty(&self) -> bool {
        self.buffer.revision() != self.posted
    }

    /// Typed and not sealed.
    pub fn is_unsealed(&self) -> bool {
        self.buffer.revision() != self.sealed
    }

    /// In how many ms the draft is due; 0: now.
    pub fn draft_due(&self, now: Instant) -> Option<i64> {
        self.typed_at.filter(|_| self.is_dirty()).map(|t| remaining(t, DRAFT_AFTER_MS, now))
    }

    /// In how many ms sealing is due; 0: now.
    pub fn seal_due(&self, now: Instant) -> Option<i64> {
        self.since.filter(|_| self.is_unsealed()).map(|t| remaining(t, SEAL_AFTER_MS, now))
    }

    /// The draft of what stands there now.
    pub fn draft(&mut self, place: TextPlace, now: Instant) -> Result<Draft> {
        let metas: Vec<&M> = self.buffer.paragraphs().iter().map(|p| &p.meta).collect();
        let state = serde_json::to_string(&metas).map_err(|e| crate::Error::internal("草稿没有写成").because(e))?;
        self.posted = self.buffer.revision();
        self.typed_at = None;
        let TextPlace { record, kind, parent, field, base } = place;
        let caret = offset(&self.buffer);
        Ok(Draft { record, kind, parent, field, text: self.buffer.text(), state, caret, base, at: now })
    }

    /// What stands there is in a record from now on.
    pub const fn sealed(&mut self) {
        self.sealed = self.buffer.revision();
        self.posted = self.sealed;
        self.typed_at = None;
        self.since = None;
        self.refused = None;
    }

    /// What was sealed was refused: it is typed and unsaved again.
    pub fn refused(&mut self, now: Instant) {
        self.unseal(now);
        self.refused = Some(self.buffer.revision());
    }

    /// It stands there as it was refused.
    pub fn is_refused(&self) -> bool {
        self.refused == Some(self.buffer.revision())
    }

    /// What was sealed is in no record after all: it is typed and unsaved again.
    pub fn unseal(&mut self, now: Instant) {
        self.sealed = self.buffer.revision().wrapping_sub(1);
        self.posted = self.sealed;
        self.typed_at = Some(now.ms);
        self.since = Some(now.ms);
    }

    /// Shows other paragraphs, as they stand in a record, with the caret at `caret`. What could be undone is forgotten.
    pub fn replace(&mut self, paragraphs: Vec<Paragraph<M>>, or_else: impl FnOnce() -> M, caret: Position) {
        let scroll = self.scroll;
        *self = Self::new(paragraphs, or_else);
        self.buffer.place(caret.into(), false);
        self.scroll = scroll;
    }

    /// The record got another revision while this text is not sealed: its draft is posted again, over that one.
    pub fn rebased(&mut self, now: Instant) {
        if self.is_unsealed() {
            self.posted = self.buffer.revision().wrapping_sub(1);
            self.typed_at.get_or_insert(now.ms);
        }
    }
}

/// What is left of `wait` since `from`. A clock that was put back leaves nothing: what was typed must not wait for it.
fn remaining(from: i64, wait: i64, now: Instant) -> i64 {
    if now.ms < from { 0 } else { (from + wait - now.ms).max(0) }
}

/// The caret as bytes of the whole text, a line end counting one.
fn offset<M: Meta>(buffer: &Buffer<M>) -> usize {
    let caret = buffer.caret();
    let before: usize = buffer.paragraphs().iter().take(caret.paragraph).map(|p| p.text.len() + 1).sum();
    before + caret.offset
}

/// Where a byte of the whole text is.
pub fn position(text: &str, offset: usize) -> Position {
    let mut left = offset;
    let mut at = Position::default();
    for (paragraph, line) in text.split('\n').enumerate() {
        at = Position { paragraph, offset: left.min(line.len()) };
        if left <= line.len() {
            break;
        }
        left -= line.len() + 1;
    }
    at
}
