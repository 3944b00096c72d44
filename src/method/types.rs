//! The method as it is asked: questions, interviewee types, regulations. Plain data; `load` fills it from TOML.

use super::dues::Dues;
use super::problems::{Pattern, ProblemSource, Tree};
use super::records::{AskedField, EntryKind, RecordKind};
use crate::model::answer::Judgement;
use crate::model::ids::Hash;
use crate::model::value::{Money, PartialDate};

/// How well an entry is sourced: domain.md's marks, and `A` for what the article itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verified {
    /// Stated in the article that the method comes from.
    Article,
    /// Read in a public source.
    Sourced,
    /// General knowledge: must be verified before it is printed on a form.
    General,
}

impl Verified {
    /// The letter in the files.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Article => "A",
            Self::Sourced => "S",
            Self::General => "G",
        }
    }
}

/// Where an entry comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Address, document or "一般知识".
    pub source: String,
    /// How well it is sourced.
    pub verified: Verified,
}

/// A method, complete and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// SHA-256 over the names and bytes of its files.
    pub hash: Hash,
    /// Short id, e.g. `wuwen-wukan`.
    pub id: String,
    /// Name for people, e.g. 五问五看工作法.
    pub name: String,
    /// Version for people, e.g. `2026.1`.
    pub version: String,
    /// The opening statement, one paragraph per line to read out.
    pub opening: Vec<String>,
    /// The read-back line above the signature on each page of the record for signature.
    pub read_back_line: String,
    /// Questions in the order of the method.
    pub questions: Vec<Question>,
    /// Interviewee types in the order in which they are offered.
    pub approaches: Vec<Approach>,
    /// Regulations.
    pub regulations: Vec<Regulation>,
    /// Duties that recur.
    pub frequencies: Vec<Frequency>,
    /// 五必看: kinds of record in the order of the method; empty: the method has no reading half.
    pub records: Vec<RecordKind>,
    /// Kinds of entry.
    pub entries: Vec<EntryKind>,
    /// Fields of a unit's profile.
    pub profile: Vec<AskedField>,
    /// Category trees.
    pub trees: Vec<Tree>,
    /// 问题来源
    pub sources: Vec<ProblemSource>,
    /// Patterns of the roll-up.
    pub patterns: Vec<Pattern>,
    /// 党费; `None`: the method does not say what is due.
    pub dues: Option<Dues>,
}

/// 五必问: one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Id, e.g. `q1`; never reused for another meaning.
    pub id: String,
    /// The numeral on screen: 一, 二 …
    pub numeral: String,
    /// At most six characters, for narrow columns.
    pub short: String,
    /// The question as the method states it.
    pub title: String,
    /// Of whom it is required.
    pub required_of: Condition,
    /// At least three parallel wordings.
    pub wordings: Vec<String>,
    /// What to listen for.
    pub listen: Vec<String>,
    /// Red flags.
    pub red_flags: Vec<String>,
    /// The records in which the answer is checked.
    pub checked_in: Vec<String>,
    /// Labels of the judgement levels that this question uses, in the order of [`Judgement::ALL`].
    pub judgement: Vec<(Judgement, String)>,
    /// Typed claims.
    pub claims: Vec<AskedField>,
    /// Probes (追问), at least six.
    pub probes: Vec<Probe>,
    /// Where the question comes from.
    pub source: Source,
}

/// Type of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// Free text of at most `max` characters.
    Text {
        /// Greatest length in characters.
        max: usize,
    },
    /// A count.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
        /// Unit after the number, e.g. 次.
        unit: String,
    },
    /// An amount; limits in 分 (the files say yuan).
    Money {
        /// Least value.
        min: Money,
        /// Greatest value.
        max: Money,
    },
    /// A date.
    Date,
    /// A month.
    Month,
    /// One of the choices (id, label).
    Choice(Vec<(String, String)>),
    /// Several of the choices (id, label).
    Choices(Vec<(String, String)>),
    /// Yes or no.
    YesNo,
    /// A person of the roster.
    Person,
}

/// 追问
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Id, e.g. `q1.p3`.
    pub id: String,
    /// What to ask.
    pub text: String,
    /// Raised when this holds; an empty condition always holds.
    pub when: Condition,
    /// Where it comes from.
    pub source: Source,
}

/// A fact about a person that conditions may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// `head`: head of the unit.
    Head,
    /// `leading_body`: member of the leading body.
    LeadingBody,
    /// `party`: Party member or probationary member.
    Party,
    /// `probationary`: probationary member.
    Probationary,
}

impl Fact {
    /// All facts.
    pub const ALL: [Self; 4] = [Self::Head, Self::LeadingBody, Self::Party, Self::Probationary];

    /// The name in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::LeadingBody => "leading_body",
            Self::Party => "party",
            Self::Probationary => "probationary",
        }
    }

    /// The fact that follows from this one: the head is a member of the leading body, a probationary member is of the
    /// Party.
    pub const fn implies(self) -> Option<Self> {
        match self {
            Self::Head => Some(Self::LeadingBody),
            Self::Probationary => Some(Self::Party),
            Self::LeadingBody | Self::Party => None,
        }
    }
}

/// When something applies: all parts must hold; a list holds when one of its members does. Empty: always.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition {
    /// The person's approach type is one of these.
    pub types: Vec<String>,
    /// The person has all of these facts.
    pub facts: Vec<Fact>,
    /// The person has none of these facts.
    pub not_facts: Vec<Fact>,
    /// The judgement is one of these.
    pub judgement: Vec<Judgement>,
    /// The value of another field: a claim of the same question, a field of the same entry or profile.
    pub field: Option<FieldCondition>,
}

/// A condition on another field of the same form. All parts given must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldCondition {
    /// The field.
    pub id: String,
    /// The value is at least this (count, or 分 for money; the files say yuan for money).
    pub at_least: Option<i64>,
    /// The value is below this.
    pub below: Option<i64>,
    /// The value is one of these choices.
    pub is: Vec<String>,
    /// The person does not know or refused; of claims only.
    pub unknown: bool,
}

/// One of the interviewee types (domain.md §2.5).
#[derive(Debug, Clone, PartialEq)]
pub struct Approach {
    /// Id, e.g. `head`.
    pub id: String,
    /// Name, e.g. 一把手.
    pub name: String,
    /// What to open with.
    pub open_with: Vec<String>,
    /// What to ask for.
    pub ask_for: Vec<String>,
    /// What to avoid.
    pub avoid: Vec<String>,
    /// Where to check.
    pub check_against: Vec<String>,
    /// Question ids in the order suggested for this type; all questions once.
    pub order: Vec<String>,
    /// Words in a post that suggest this type, most telling first (财务, 会计 …).
    pub post_words: Vec<String>,
    /// Where it comes from.
    pub source: Source,
}

/// A regulation with its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulation {
    /// Id, e.g. `discipline`.
    pub id: String,
    /// Full name with 《》 left out.
    pub name: String,
    /// Group within question 2: 党章, 准则, 条例, 其他.
    pub group: String,
    /// Versions in time order; their periods do not overlap.
    pub versions: Vec<Version>,
}

/// One version of a regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Label, e.g. 2023年12月修订.
    pub label: String,
    /// In force since.
    pub from: PartialDate,
    /// Last day, month or year in force; `None`: still.
    pub to: Option<PartialDate>,
    /// What changed, or a remark.
    pub note: String,
    /// Where it comes from.
    pub source: Source,
}

/// A duty that recurs (domain.md §4.4).
#[derive(Debug, Clone, PartialEq)]
pub struct Frequency {
    /// Id.
    pub id: String,
    /// What.
    pub duty: String,
    /// How often, in words.
    pub how_often: String,
    /// Where it comes from.
    pub source: Source,
}
