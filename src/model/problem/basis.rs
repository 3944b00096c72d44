//! 定性依据: what a problem is measured by, and that a person has confirmed it.

use crate::model::ids::{BasisId, InspectorId};
use crate::model::order::OrderKey;
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// That a person confirmed clause and date of a basis that the method marks G.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confirmed {
    /// Who.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
}

/// What a basis says; a confirmation is of exactly this.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BasisWords {
    /// The regulation of the method; empty: typed by hand (the unit's own rules and the like).
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub regulation: String,
    /// Name without 《》, as printed.
    pub name: String,
    /// Label of the version (2018年8月修订); empty when typed by hand.
    pub version: String,
    /// 条款, e.g. 第十二条第二款; empty: not filled in yet.
    pub clause: String,
    /// Wording of the clause, when it is to be printed.
    pub quote: String,
}

/// 定性依据: regulation and clause.
///
/// Its words are read like fields of its own and changed by [`edited`](Self::edited) alone, so that no confirmation
/// outlives the words that were confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// Its id.
    pub id: BasisId,
    /// Position.
    pub order: OrderKey,
    #[serde(flatten)]
    words: BasisWords,
    /// Confirmed by a person; needed while the method marks the basis G, and for a typed one.
    confirmed: Option<Confirmed>,
}

impl Basis {
    /// A basis that nobody has confirmed.
    pub const fn new(id: BasisId, order: OrderKey, words: BasisWords) -> Self {
        Self { id, order, words, confirmed: None }
    }

    /// The same, confirmed or not.
    #[must_use]
    pub const fn with_confirmation(mut self, confirmed: Option<Confirmed>) -> Self {
        self.confirmed = confirmed;
        self
    }

    /// Shows the words, with its id; every field is named, so that a new one is decided on here ([`crate::model::told`]).
    pub(in crate::model) fn each_word(&mut self, show: impl FnOnce(BasisId, &mut BasisWords)) {
        let Self { id, order: _, words: _, confirmed: _ } = self;
        let id = *id;
        self.edited(|words| show(id, words));
    }

    /// Who confirmed it as it stands.
    pub const fn confirmed(&self) -> Option<&Confirmed> {
        self.confirmed.as_ref()
    }

    /// Confirms it as it stands, or takes that back.
    pub const fn confirm(&mut self, confirmed: Option<Confirmed>) {
        self.confirmed = confirmed;
    }

    /// Changes its words; when they are other words then, its confirmation falls.
    pub fn edited<T>(&mut self, how: impl FnOnce(&mut BasisWords) -> T) -> T {
        let before = self.words.clone();
        let out = how(&mut self.words);
        if self.words != before {
            self.confirmed = None;
        }
        out
    }
}

impl Deref for Basis {
    type Target = BasisWords;
    fn deref(&self) -> &BasisWords {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_edit_of_a_basis_takes_its_confirmation() {
        let words = BasisWords { name: "条例".into(), clause: "第三条".into(), ..BasisWords::default() };
        let at = Instant::parse("2026-03-16T09:00:00.000+08:00").unwrap();
        let confirmed = Some(Confirmed { by: InspectorId::new(), at });
        let basis = Basis::new(BasisId::new(), OrderKey::default(), words).with_confirmation(confirmed);
        let edits: [fn(&mut BasisWords); 5] = [
            |w| w.regulation.push('x'),
            |w| w.name.push('x'),
            |w| w.version.push('x'),
            |w| w.clause.push('x'),
            |w| w.quote.push('x'),
        ];
        for edit in edits {
            let mut changed = basis.clone();
            changed.edited(edit);
            assert_eq!(changed.confirmed(), None);
        }
        let mut same = basis.clone();
        same.edited(|w| w.clause = "第三条".into());
        assert_eq!(same, basis, "what stays as it was stays confirmed");
    }

    #[test]
    fn a_basis_is_written_as_it_always_was() {
        let json = r#"{"id":"00000000-0000-0000-0000-000000000001","order":"1","regulation":"","name":"甲","version":"","clause":"第一条","quote":"","confirmed":null}"#;
        let basis: Basis = serde_json::from_str(json).unwrap();
        assert_eq!((basis.name.as_str(), basis.clause.as_str()), ("甲", "第一条"));
        assert_eq!(serde_json::to_string(&basis).unwrap(), json);
    }
}
