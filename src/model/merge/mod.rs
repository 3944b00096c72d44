//! Three-way merge of two versions of one record.
//!
//! Two people changed the same record, or one changed it while another change was being written. Both versions and the
//! one they began with (the base) are merged field by field over their JSON, by a table of paths for each kind:
//!
//! - What one side changed is taken; what both changed alike is taken; **what both changed differently is a clash**, and
//!   so is an element deleted on one side and edited on the other. Only a clash asks a person, and it shows both texts.
//!   Characters of two edits of one paragraph are never mixed.
//! - Elements of lists are matched by id or natural key. An element that was only moved may be deleted by the other
//!   side. Moved on both sides, the smaller order key stands; equal order keys go by id.
//! - An element that the other side began to refer to counts as edited: a statement that was corrected or that a claim
//!   rests on, evidence that a fact is pinned to. Two corrections of one statement are both kept, side by side.
//! - A split of a paragraph against an edit of it is a clash on that paragraph; the new tail is kept.
//! - A confirmation stands only for the words that were confirmed. Stamps of who and when follow what they stamp.
//! - 证N that two sides drew for two pieces of evidence: the younger one gets the next number, marks in its texts too.
//!
//! What follows from a body (brief, parent, search text) is no part of it and is computed again when the merged record
//! is put; whether the merged record may stand is for the rule of the act to say.
//!
//! The result does not depend on which side is called which. `merge(b, x, x) = x`, `merge(b, x, b) = x`.

mod cited;
mod links;
mod list;
mod rule;
mod show;
mod tables;
#[cfg(test)]
mod tests;
mod walk;

use crate::model::ids::Hash;
use crate::model::record::{Kind, Record};
use rule::{FieldRule, Rule};
use serde_json::Value;
use std::fmt;
use uuid::Uuid;
use walk::{Three, Walk};

/// One of two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is about to be written.
    Ours,
    /// What stands in the file meanwhile.
    Theirs,
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }
}

/// One place where both sides cannot be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ClashAt {
    /// Where, e.g. `statements/0195…/text`: members and element keys.
    pub path: String,
    /// What a user calls the field.
    pub label: &'static str,
    /// Our value for a person; an id stands as it is, so that the asking screen can put in the name.
    pub ours: String,
    /// Their value.
    pub theirs: String,
}

impl fmt::Debug for ClashAt {
    /// Without the values: they may be withheld, and this form ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClashAt").field("path", &self.path).field("label", &self.label).finish_non_exhaustive()
    }
}

/// Why two versions cannot be merged without asking. It holds what was typed, withheld text included: it is for the
/// screen that asks, never for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The kind of the record.
    pub kind: Kind,
    /// The record.
    pub record: Uuid,
    /// Their revision, when it stands in the file.
    pub head: Option<Hash>,
    /// Every place, ordered by path.
    pub at: Vec<ClashAt>,
}

impl Clash {
    /// Whether the two versions are not of one record at all: a fault of the program, which no choice mends.
    pub fn is_fault(&self) -> bool {
        let fixed = |f: &&FieldRule| matches!(f.rule, Rule::Fixed);
        let mut names = tables::table(self.kind).iter().filter(fixed).map(FieldRule::name);
        names.any(|name| self.at.iter().any(|a| a.path == name))
    }

    /// The names of the fields for a person, each once.
    pub fn labels(&self) -> Vec<&'static str> {
        let mut labels: Vec<&'static str> = Vec::new();
        for at in &self.at {
            if !labels.contains(&at.label) {
                labels.push(at.label);
            }
        }
        labels
    }
}

/// Merges two versions of a record. Without a base, both were made independently under one natural id: they are united,
/// and a field filled in differently is a clash. `prefer` settles every clash for that side.
///
/// # Errors
///
/// The clash. With `prefer`, only when the two are not versions of one record ([`Clash::is_fault`]).
pub fn merge<R: Record>(base: Option<&R>, ours: &R, theirs: &R, prefer: Option<Side>) -> Result<R, Clash> {
    let clash = |at| Clash { kind: R::KIND, record: ours.uuid(), head: None, at };
    // A body that is no JSON, or a merged one that is no record, is shown as a whole.
    let whole = |ours: &Value, theirs: &Value| {
        let (ours, theirs) = (show::plain(ours), show::plain(theirs));
        clash(vec![ClashAt { path: String::new(), label: "整条记录", ours, theirs }])
    };
    let json = |record: &R| serde_json::to_value(record).unwrap_or_default();
    let (old, new, head) = (base.map(json), json(ours), json(theirs));
    let merged = merge_values(R::KIND, old.as_ref(), &new, &head, prefer).map_err(clash)?;
    serde_json::from_value(merged).or_else(|_| match prefer {
        None => Err(whole(&new, &head)),
        Some(Side::Ours) => Ok(ours.clone()),
        Some(Side::Theirs) => Ok(theirs.clone()),
    })
}

/// [`merge`] over the JSON of the bodies.
///
/// # Errors
///
/// The places that clash, ordered by path.
pub fn merge_values(
    kind: Kind,
    base: Option<&Value>,
    ours: &Value,
    theirs: &Value,
    prefer: Option<Side>,
) -> Result<Value, Vec<ClashAt>> {
    if ours == theirs || base == Some(theirs) {
        return Ok(ours.clone());
    }
    if base == Some(ours) {
        return Ok(theirs.clone());
    }
    let mut bodies = Three { base: base.cloned(), ours: ours.clone(), theirs: theirs.clone() };
    cited::renumber(kind, &mut bodies);
    let mut walk = Walk::new(prefer);
    let three = Three { base: bodies.base.as_ref(), ours: Some(&bodies.ours), theirs: Some(&bodies.theirs) };
    let mut merged = walk.object(tables::table(kind), "", three);
    links::mend(kind, &mut walk, &mut merged, &bodies);
    walk.finish(merged)
}
