//! Natural keys: records of which there is at most one for what they are about.
//!
//! There is one answer to a question in a talk, one result of a check item in a document, one decision on a candidate
//! in a unit. The id of a new one follows from its key (UUIDv5), so that two laptops that begin the same record begin
//! one record. Ids that were given before keep: who needs the record asks the store by the key
//! ([`Tx::find`](crate::store::Tx::find), [`Reader::find`](crate::store::Reader::find)) and takes a new id only when
//! there is none.

use crate::model::answer::Answer;
use crate::model::decision::Decision;
use crate::model::ids::{AnswerId, CheckResultId, DecisionId, DocumentId, Hash, InterviewId, UnitId};
use crate::model::reading::CheckResult;
use crate::model::record::Record;
use uuid::{Uuid, uuid};

/// A record that is found by what it is about.
pub trait Natural: Record {
    /// What it is about.
    type Key<'a>;

    /// The key as the file keeps it; [`Record::natural`] of a record is the text of its own key.
    fn key_text(key: Self::Key<'_>) -> String;
}

/// Namespaces of the ids, one a kind. Never changed: all laptops must come to the same ids.
const ANSWERS: Uuid = uuid!("6f0e6c3a-5c1b-4d0c-9a39-3d1f6a1c7b01");
const CHECK_RESULTS: Uuid = uuid!("6f0e6c3a-5c1b-4d0c-9a39-3d1f6a1c7b02");
const DECISIONS: Uuid = uuid!("6f0e6c3a-5c1b-4d0c-9a39-3d1f6a1c7b03");

fn derived(namespace: Uuid, key: &str) -> Uuid {
    Uuid::new_v5(&namespace, key.as_bytes())
}

impl Natural for Answer {
    /// The talk, and the question of the method, e.g. `q3`.
    type Key<'a> = (InterviewId, &'a str);

    fn key_text((interview, question): Self::Key<'_>) -> String {
        format!("{interview} {question}")
    }
}

impl Natural for CheckResult {
    /// The document, and the check item of the method, e.g. `k4.p3`.
    type Key<'a> = (DocumentId, &'a str);

    fn key_text((document, item): Self::Key<'_>) -> String {
        format!("{document} {item}")
    }
}

impl Natural for Decision {
    /// The unit, and the key of the candidate.
    type Key<'a> = (UnitId, Hash);

    fn key_text((unit, key): Self::Key<'_>) -> String {
        format!("{unit} {key}")
    }
}

impl AnswerId {
    /// The id of a new answer to that question in that talk.
    pub fn of(interview: InterviewId, question: &str) -> Self {
        Self(derived(ANSWERS, &Answer::key_text((interview, question))))
    }
}

impl CheckResultId {
    /// The id of a new result of that check item in that document.
    pub fn of(document: DocumentId, item: &str) -> Self {
        Self(derived(CHECK_RESULTS, &CheckResult::key_text((document, item))))
    }
}

impl DecisionId {
    /// The id of a new decision on the candidate of that key in that unit.
    pub fn of(unit: UnitId, key: Hash) -> Self {
        Self(derived(DECISIONS, &Decision::key_text((unit, key))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: Uuid = uuid!("019cc23b-6b80-77ae-b918-cc75ab55c392");

    #[test]
    fn the_ids_are_the_same_on_every_laptop_and_in_every_version() {
        assert_eq!(AnswerId::of(PARENT.into(), "q3").to_string(), "b62d7cc9-c1fd-505a-8cc6-9d9818620f85");
        assert_eq!(CheckResultId::of(PARENT.into(), "k4.p3").to_string(), "310dfee3-7293-5b5d-9ce6-29ca91b9b881");
        assert_eq!(DecisionId::of(PARENT.into(), Hash([7; 32])).to_string(), "e186d2c4-5952-58e0-a04c-e70526a8240b");
    }

    #[test]
    fn every_part_of_a_key_counts() {
        let other = Uuid::from_u128(PARENT.as_u128() + 1);
        assert_ne!(AnswerId::of(PARENT.into(), "q3"), AnswerId::of(PARENT.into(), "q4"));
        assert_ne!(AnswerId::of(PARENT.into(), "q3"), AnswerId::of(other.into(), "q3"));
        assert_ne!(AnswerId::of(PARENT.into(), "q3").0, CheckResultId::of(PARENT.into(), "q3").0);
    }

    #[test]
    fn a_record_knows_its_own_key() {
        let answer = Answer::new(PARENT.into(), "q3");
        assert_eq!(answer.natural(), Some(Answer::key_text((PARENT.into(), "q3"))));
        assert_eq!(answer.id, AnswerId::of(PARENT.into(), "q3"));
        let check = CheckResult::new(PARENT.into(), "k4.p3");
        assert_eq!(check.natural(), Some(CheckResult::key_text((PARENT.into(), "k4.p3"))));
        assert_eq!(check.id, CheckResultId::of(PARENT.into(), "k4.p3"));
    }
}
