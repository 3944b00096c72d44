//! Claims as they were typed and not taken into the answer yet, and their drafts.

use crate::model::answer::Qualifier;
use crate::model::ids::{Hash, StatementId};
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::Draft;
use crate::tui::typing::DRAFT_AFTER_MS;
use uuid::Uuid;

/// A claim as it was typed and not taken into the answer yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedClaim {
    /// The claim field of the method.
    pub field: String,
    /// As typed.
    pub text: String,
    /// How sure.
    pub qualifier: Qualifier,
    /// The statement that asserts it.
    pub statement: Option<StatementId>,
    /// When the first key came that is in no draft yet.
    typed_at: Option<i64>,
    /// It was to be taken in and could not be, and has not been taken in since.
    refused: bool,
}

/// What the names of the drafts of claims begin with.
const CLAIM: &str = "claim/";

impl TypedClaim {
    /// The field of its draft.
    pub fn draft_field(field: &str) -> String {
        format!("{CLAIM}{field}")
    }

    /// What a draft holds; `None`: it is no draft of a claim.
    pub fn of_draft(draft: &Draft) -> Option<Self> {
        let field = draft.field.strip_prefix(CLAIM)?.to_owned();
        let (qualifier, statement) = serde_json::from_str(&draft.state).unwrap_or_default();
        Some(Self { field, text: draft.text.clone(), qualifier, statement, typed_at: None, refused: false })
    }
}

/// The claims of one answer that are typed and not taken in, at most one a field.
#[derive(Debug, Default)]
pub struct TypedClaims(Vec<TypedClaim>);

impl TypedClaims {
    /// Nothing is typed.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is typed into a field.
    pub fn get(&self, field: &str) -> Option<&TypedClaim> {
        self.0.iter().find(|t| t.field == field)
    }

    /// Puts back what a draft holds.
    pub fn put_back(&mut self, claim: TypedClaim) {
        self.0.push(claim);
    }

    /// Takes over those of another reading of the same answer.
    pub fn take_over(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }

    /// Takes out what is typed into a field: it goes into the answer, or away.
    pub fn remove(&mut self, field: &str) -> Option<TypedClaim> {
        let at = self.0.iter().position(|t| t.field == field)?;
        Some(self.0.remove(at))
    }

    /// The field is typed as `text`; `asserting`: the statement that a claim begun now rests on.
    pub fn type_in(
        &mut self,
        field: &str,
        text: &str,
        qualifier: Qualifier,
        asserting: Option<StatementId>,
        now: Instant,
    ) {
        if let Some(typed) = self.0.iter_mut().find(|t| t.field == field) {
            (typed.text, typed.qualifier) = (text.to_owned(), qualifier);
            typed.typed_at.get_or_insert(now.ms);
        } else {
            let (field, text) = (field.to_owned(), text.to_owned());
            let (statement, typed_at) = (asserting, Some(now.ms));
            self.0.push(TypedClaim { field, text, qualifier, statement, typed_at, refused: false });
        }
    }

    /// What is typed into a field was to be taken in and cannot be.
    pub fn refuse(&mut self, field: &str) {
        self.0.iter_mut().filter(|t| t.field == field).for_each(|t| t.refused = true);
    }

    /// One stands there that cannot be taken in.
    pub fn any_refused(&self) -> bool {
        self.0.iter().any(|t| t.refused)
    }

    /// One is typed that no draft holds.
    pub fn is_dirty(&self) -> bool {
        self.0.iter().any(|t| t.typed_at.is_some())
    }

    /// In how many ms a draft is due; 0: now.
    pub fn draft_due(&self, now: Instant) -> Option<i64> {
        let left = |from: i64| if now.ms < from { 0 } else { (from + DRAFT_AFTER_MS - now.ms).max(0) };
        self.0.iter().filter_map(|t| t.typed_at).map(left).min()
    }

    /// The drafts of those that no draft holds as they are; of the answer `record` under `parent`, over `base`.
    pub fn drafts(&mut self, record: Uuid, parent: Option<Uuid>, base: Option<Hash>, now: Instant) -> Vec<Draft> {
        let dirty = self.0.iter_mut().filter(|t| t.typed_at.is_some());
        dirty
            .map(|t| {
                t.typed_at = None;
                Draft {
                    record,
                    kind: Kind::Answer,
                    parent,
                    field: TypedClaim::draft_field(&t.field),
                    text: t.text.clone(),
                    state: serde_json::to_string(&(t.qualifier, t.statement)).unwrap_or_default(),
                    caret: t.text.len(),
                    base,
                    at: now,
                }
            })
            .collect()
    }

    /// The fields of all drafts that they may have.
    pub fn draft_fields(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|t| TypedClaim::draft_field(&t.field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        Instant::parse("2026-03-12T09:00:00.000+08:00").unwrap()
    }

    #[test]
    fn a_draft_gives_back_what_was_typed_and_of_which_statement() {
        let (said, later) = (StatementId::new(), StatementId::new());
        let mut claims = TypedClaims::default();
        claims.type_in("times", "4", Qualifier::About, Some(said), now());
        claims.type_in("times", "40", Qualifier::AtLeast, Some(later), now());
        assert!(claims.is_dirty() && claims.draft_due(now()).is_some());
        let drafts = claims.drafts(Uuid::nil(), None, None, now());
        assert!(!claims.is_dirty() && claims.draft_due(now()).is_none());
        let [draft] = drafts.as_slice() else { panic!("one a field: {drafts:?}") };
        let back = TypedClaim::of_draft(draft).unwrap();
        let told = (back.field.as_str(), back.text.as_str(), back.qualifier, back.statement);
        assert_eq!(told, ("times", "40", Qualifier::AtLeast, Some(said)));
        assert_eq!(claims.remove("times"), Some(back));
        assert!(claims.is_empty());
    }
}
