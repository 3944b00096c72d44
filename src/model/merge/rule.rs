//! The rules that a table of paths is made of.

use crate::model::merge::show::Show;

/// How one field of a body is merged.
#[derive(Debug)]
pub(super) struct FieldRule {
    /// The members of the JSON object that it governs. Several are one thing that is taken or left together, such as
    /// the two ends of a period.
    pub names: &'static [&'static str],
    /// What a user calls it.
    pub label: &'static str,
    /// What is done.
    pub rule: Rule,
}

impl FieldRule {
    /// Its name in a path.
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}

/// What is done with a field that differs.
#[derive(Debug)]
pub(super) enum Rule {
    /// Never changes; what differs is a fault of the caller and no side may be preferred.
    Fixed,
    /// The side that changed it; changed differently on both: clash.
    Scalar(Show),
    /// The same for a choice that stands at this value until somebody makes it.
    Choice(Show, &'static str),
    /// The same for written text. Characters of two edits are never mixed.
    Text,
    /// Who and when: stays with what it stamps; where that says nothing, the later one. Never a clash.
    Latest {
        /// What it is the stamp of; empty: the record or element as a whole.
        of: &'static [&'static str],
    },
    /// A confirmation of what stands in `of`: it falls when the merged words are not those that were confirmed.
    Seal {
        /// What is confirmed.
        of: &'static [&'static str],
    },
    /// The id of an element that is found by a natural key: given twice, the smaller one stays. Never a clash.
    Id,
    /// An order key: moved on both sides, the smaller one. Never a clash.
    Order,
    /// A nested object, which may be absent.
    Part(&'static [FieldRule]),
    /// Values without a position of their own, each there or not.
    Set,
    /// Elements, matched by key.
    List(List),
}

/// A list of elements.
#[derive(Debug)]
pub(super) struct List {
    /// The members by which an element is known: `id`, or its natural key.
    pub key: &'static [&'static str],
    /// How the elements lie.
    pub order: Order,
    /// The member by which an element is shown.
    pub face: &'static str,
    /// The fields of an element.
    pub of: &'static [FieldRule],
}

/// How the elements of a list lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// By the order key in `order`, then by key.
    Key,
    /// By the instant in this member, then by key.
    Time(&'static str),
    /// As they stand; what a side adds stays behind its predecessor.
    Standing,
}
