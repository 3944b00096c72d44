//! Ids: UUIDv7 newtypes, so that an interview is never taken for a person. Elements of which a record has one for each
//! key get UUIDv5 ids ([`element`]), so that two laptops that add the same one add one element.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Declares one id newtype.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, ordered by time.
            pub fn new() -> Self {
                Self($crate::clock::new_id())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// 轮次
    RoundId
);
id!(
    /// 被巡察单位
    UnitId
);
id!(
    /// 巡察干部
    InspectorId
);
id!(
    /// 人员
    PersonId
);
id!(
    /// 个别谈话
    InterviewId
);
id!(
    /// One sitting of an interview: from sitting down to breaking off or closing.
    SittingId
);
id!(
    /// The answer of one interview to one question.
    AnswerId
);
id!(
    /// 陈述: one paragraph of an answer.
    StatementId
);
id!(
    /// 陈述要素
    ClaimId
);
id!(
    /// A probe that was put.
    ProbePutId
);
id!(
    /// A post held for a time.
    PostHeldId
);
id!(
    /// The place of a problem in one category tree.
    PlacedId
);
id!(
    /// 疑点
    ObservationId
);
id!(
    /// An attached file.
    AttachmentId
);
id!(
    /// 调阅资料
    DocumentId
);
id!(
    /// The result of one check item in one document.
    CheckResultId
);
id!(
    /// 条目
    EntryId
);
id!(
    /// A filled-in field of an entry or a profile.
    FieldValueId
);
id!(
    /// 支撑材料
    EvidenceId
);
id!(
    /// A decision on a candidate.
    DecisionId
);
id!(
    /// 问题
    ProblemId
);
id!(
    /// One paragraph of the facts of a problem.
    FactId
);
id!(
    /// Evidence as one paper cites it.
    CitedId
);
id!(
    /// 定性依据 as one paper cites it.
    BasisId
);
id!(
    /// 责任人 of one paper.
    ResponsibleId
);
id!(
    /// 待核实: one matter to verify, on one paper.
    ToVerifyId
);
id!(
    /// 说明理由后放行: one error of a paper that is left standing.
    OverruledId
);
id!(
    /// 建议
    SuggestionId
);
id!(
    /// 立行立改
    QuickFixId
);
id!(
    /// One line of the 调阅清单.
    LoanId
);
id!(
    /// Why a kind of record was not read for a year.
    ExcuseId
);
id!(
    /// One user action in the log.
    TxnId
);
id!(
    /// One laptop's copy of the program.
    DeviceId
);

/// The id of an element of the record `parent` that follows from what it is: `sort` parts the lists of a record, `key`
/// the elements of a list. The same on every laptop; never changed, because ids in files were made by it.
pub fn element(parent: Uuid, sort: &str, key: &str) -> Uuid {
    Uuid::new_v5(&parent, format!("{sort} {key}").as_bytes())
}

/// SHA-256 in bytes: of a revision, a method or an attachment; shown as lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, schemars::JsonSchema)]
#[schemars(transparent)]
pub struct Hash(#[schemars(with = "String")] pub [u8; 32]);

impl Hash {
    /// Parses 64 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The first eight hex digits, as printed on papers.
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({})", self.short())
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("64 hex digits expected"))
    }
}
