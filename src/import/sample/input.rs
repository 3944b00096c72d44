//! How the sample is written down: plain TOML that names people by name and statements by tag.

use crate::model::answer::{Judgement, Qualifier};
use crate::model::interview::TalkState;
use crate::model::people::Facts;
use crate::model::round::{Marking, Part};
use crate::model::value::PartialDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Values of the method's fields by the last part of the field's id, as people type them.
pub(super) type Typed = BTreeMap<String, String>;

/// `round.toml`: who inspects whom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundFile {
    /// The moment at which the sample stands, local time.
    pub(super) now: String,
    /// When the round, its units and its people were entered, local time.
    pub(super) prepared: String,
    /// People whom statements name and who are on no roster.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the statements to it"))]
    pub(super) outside: Vec<String>,
    pub(super) round: RoundIn,
    #[serde(rename = "inspector")]
    pub(super) inspectors: Vec<InspectorIn>,
    #[serde(rename = "unit")]
    pub(super) units: Vec<UnitIn>,
}

/// The round.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundIn {
    pub(super) name: String,
    pub(super) term: String,
    pub(super) number: String,
    pub(super) group: String,
    pub(super) from: PartialDate,
    pub(super) to: PartialDate,
    pub(super) marking: Marking,
}

/// One inspector.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InspectorIn {
    pub(super) name: String,
    pub(super) part: Part,
    /// Code in pre-numbers, of those who have numbered papers.
    #[serde(default)]
    pub(super) code: String,
}

/// One unit with its roster.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitIn {
    pub(super) code: String,
    pub(super) name: String,
    /// Fields of the method's profile without `profile.`, as people type them.
    #[serde(default)]
    pub(super) profile: Typed,
    #[serde(default)]
    pub(super) excuses: Vec<ExcuseIn>,
    #[serde(rename = "person")]
    pub(super) people: Vec<PersonIn>,
}

/// Why a kind of record is not read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExcuseIn {
    pub(super) kind: String,
    pub(super) year: Option<i16>,
    pub(super) reason: String,
}

/// A post held for a time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PostIn {
    pub(super) post: String,
    pub(super) from: Option<PartialDate>,
    pub(super) to: Option<PartialDate>,
}

/// One person; a name occurs once in the sample.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonIn {
    pub(super) name: String,
    pub(super) name_as_written: Option<String>,
    pub(super) code: String,
    pub(super) post: String,
    #[serde(default)]
    pub(super) posts: Vec<PostIn>,
    #[serde(default)]
    pub(super) in_charge: String,
    pub(super) approach: String,
    pub(super) facts: FactsIn,
    pub(super) planned: Option<PartialDate>,
    #[serde(default)]
    pub(super) contact: String,
    #[serde(default)]
    pub(super) note: String,
}

/// Facts, of which only those that hold are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsIn {
    #[serde(default)]
    head: bool,
    #[serde(default)]
    leading_body: bool,
    party: crate::model::people::Party,
    party_since: Option<PartialDate>,
}

impl From<FactsIn> for Facts {
    fn from(f: FactsIn) -> Self {
        Self { head: f.head, leading_body: f.leading_body, party: f.party, party_since: f.party_since }
    }
}

/// `talk_*.toml`: one talk.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TalkIn {
    /// With whom, by name.
    pub(super) person: String,
    pub(super) state: TalkState,
    /// `HH:MM` on the day of the first sitting.
    pub(super) opening_read: String,
    /// `HH:MM` on the day of the last sitting.
    pub(super) read_back: Option<String>,
    pub(super) variant: u8,
    #[serde(default)]
    pub(super) note: String,
    #[serde(rename = "sitting")]
    pub(super) sittings: Vec<SittingIn>,
    #[serde(rename = "answer")]
    pub(super) answers: Vec<AnswerIn>,
}

/// One sitting; inspectors by name, local times.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SittingIn {
    pub(super) from: String,
    pub(super) to: Option<String>,
    pub(super) asker: String,
    pub(super) recorder: Option<String>,
    #[serde(default)]
    pub(super) alone_reason: String,
    pub(super) place: String,
}

/// The answer to one question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerIn {
    pub(super) question: String,
    /// In which sitting it began (0-based).
    #[serde(default)]
    pub(super) sitting: usize,
    /// `HH:MM`; none when the question was not put.
    pub(super) at: Option<String>,
    #[serde(default)]
    pub(super) wording: u8,
    pub(super) judgement: Option<Judgement>,
    #[serde(default)]
    pub(super) not_put: String,
    #[serde(default)]
    pub(super) say: Vec<SayIn>,
    #[serde(default)]
    pub(super) claims: Vec<ClaimIn>,
}

/// One statement: exactly one of `v`, `g`, `n`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SayIn {
    /// 原话
    pub(super) v: Option<String>,
    /// 要点
    pub(super) g: Option<String>,
    /// 记录人注
    pub(super) n: Option<String>,
    /// The probe that was put before it.
    pub(super) ask: Option<String>,
    /// What claims, corrections and observations call it.
    pub(super) tag: Option<String>,
    #[serde(default)]
    pub(super) key: bool,
    #[serde(default)]
    pub(super) withheld: bool,
    /// The tag of the earlier statement that this one corrects.
    pub(super) supersedes: Option<String>,
    /// `HH:MM`, when it did not follow on the one before.
    pub(super) at: Option<String>,
    /// The sitting, when it is another than the answer's.
    pub(super) sitting: Option<usize>,
}

/// One claim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimIn {
    pub(super) field: String,
    #[serde(default)]
    pub(super) qualifier: Qualifier,
    pub(super) is: Option<ValueIn>,
    /// The tag of the statement that asserts it.
    pub(super) from: Option<String>,
}

/// A value as people write it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ValueIn {
    Text(String),
    Integer(i64),
    /// `37.5`, `5万`
    Money(String),
    Date(PartialDate),
    Choice(String),
    Choices(Vec<String>),
    YesNo(bool),
}

/// `observations.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ObservationFile {
    #[serde(rename = "observation")]
    pub(super) observations: Vec<ObservationIn>,
}

/// Where an observation comes from.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OriginIn {
    /// A statement.
    Statement {
        /// The person whose talk it is.
        talk: String,
        /// The tag of the statement.
        tag: String,
    },
    /// A document, at a check item and entry.
    Document {
        unit: String,
        /// Its tag.
        document: String,
        item: String,
        /// The tag of the entry.
        entry: Option<String>,
    },
}

/// One observation.
#[derive(Debug, Deserialize)]
pub(super) struct ObservationIn {
    #[serde(flatten)]
    pub(super) origin: OriginIn,
    /// The inspector.
    pub(super) by: String,
    /// Local time.
    pub(super) at: String,
    pub(super) text: String,
}
