//! 五必看 as data: kinds of record, their check items, the kinds of entry noted from them, the unit's profile.

use super::types::{Condition, FieldType, Source};

/// A typed field: of a claim, of an entry or of a unit's profile. One form engine shows them all.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedField {
    /// Id, e.g. `q5.monthly`, `meeting.present`.
    pub id: String,
    /// Label on screen.
    pub label: String,
    /// Type with its limits.
    pub ty: FieldType,
    /// Help in one line.
    pub help: String,
    /// Offered only when this holds.
    pub when: Condition,
    /// Has to be filled in before an entry is kept.
    pub required: bool,
    /// Said when what was typed is outside the limits; empty: the type says it.
    pub message: String,
    /// Choices that stand alone: chosen together with no other (不清楚, 都没有).
    pub exclusive: Vec<String>,
    /// Cells of its column in the list of entries; 0: no column.
    pub column: u8,
}

/// How much a finding weighs by itself. One formality is low; three of a kind, or one tied to money or personnel, are
/// lifted (domain.md §10.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// A formality.
    Low,
    /// Worth a paper.
    #[default]
    Normal,
    /// Grave.
    High,
}

impl Weight {
    /// All weights.
    pub const ALL: [Self; 3] = [Self::Low, Self::Normal, Self::High];

    /// The name in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Low => "轻",
            Self::Normal => "一般",
            Self::High => "重",
        }
    }
}

/// What lifts a low finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tie {
    /// 资金
    Money,
    /// 人事
    Personnel,
}

impl Tie {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Money, Self::Personnel];

    /// The name in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Personnel => "personnel",
        }
    }
}

/// 定性依据 as the method offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisRef {
    /// A regulation of the method; empty: `name` says what it is.
    pub regulation: String,
    /// Name without 《》 when it is no regulation of the method, e.g. 本单位“三重一大”制度.
    pub name: String,
    /// Clause, e.g. 第二十三条; empty: not known.
    pub clause: String,
    /// Where it comes from and how well it is sourced.
    pub source: Source,
}

/// A place in a category tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The tree.
    pub tree: String,
    /// Its node.
    pub node: String,
}

/// 五必看: one kind of record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordKind {
    /// Id, e.g. `k4`; never reused for another meaning.
    pub id: String,
    /// The numeral on screen: 一, 二 …
    pub numeral: String,
    /// At most six characters, for narrow columns.
    pub short: String,
    /// The kind as the method states it.
    pub title: String,
    /// Each document of it belongs to one person (学习笔记).
    pub of_person: bool,
    /// 检查要点, at least ten.
    pub items: Vec<CheckItem>,
    /// The kind of entry noted from it.
    pub entry: String,
    /// Where it comes from.
    pub source: Source,
}

/// 检查要点: one thing to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckItem {
    /// Id, e.g. `k4.p3`; never reused for another meaning.
    pub id: String,
    /// The label in books and lists, e.g. P3.
    pub label: String,
    /// A few words for the row on screen, e.g. 末位表态.
    pub title: String,
    /// What to look for.
    pub look_for: String,
    /// The red flag.
    pub red_flag: String,
    /// What it rests on.
    pub basis: Vec<BasisRef>,
    /// How much a finding weighs.
    pub weight: Weight,
    /// What lifts a low finding.
    pub ties: Vec<Tie>,
    /// Title of the problem that it suggests.
    pub problem: String,
    /// Where that problem belongs.
    pub categories: Vec<Category>,
    /// Where the item comes from.
    pub source: Source,
}

/// A kind of entry: a meeting, a study note, a dues page, a voucher looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryKind {
    /// Id, e.g. `meeting`: also the name of its view.
    pub id: String,
    /// Name on screen, e.g. 会议.
    pub name: String,
    /// Its fields in the order of the form.
    pub fields: Vec<AskedField>,
}
