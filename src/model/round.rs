//! The round, its units and its inspectors.

use crate::model::fields::FieldValue;
use crate::model::ids::{ExcuseId, InspectorId, RoundId, UnitId};
use crate::model::record::{Kind, Record, apart};
use crate::model::unit_kind::{UnitKind, body_of};
use crate::model::value::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// The marking printed on outputs. The program never decides a level of secrecy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum Marking {
    /// 无
    None,
    /// 内部资料
    #[default]
    Internal,
    /// 工作秘密
    WorkSecret,
    /// Another text, as the office orders it.
    Other(String),
}

impl Marking {
    /// What is printed; empty for none.
    pub fn text(&self) -> &str {
        match self {
            Self::None => "",
            Self::Internal => "内部资料",
            Self::WorkSecret => "工作秘密",
            Self::Other(text) => text,
        }
    }
}

/// 轮次: one campaign of one group. One file holds one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Name for people, e.g. 十七届县委第十轮巡察.
    pub name: String,
    /// 届, e.g. 十七届.
    pub term: String,
    /// 轮, e.g. 第十轮.
    pub number: String,
    /// 组, e.g. 第一组.
    pub group: String,
    /// First month of the inspected period.
    pub from: Option<PartialDate>,
    /// Last month of the inspected period.
    pub to: Option<PartialDate>,
    /// Printed on every output.
    pub marking: Marking,
    /// Folder for the daily verified copy; `None`: not set.
    pub backup_dir: Option<String>,
    /// Minutes without a key after which the screen locks itself, 1 to [`Round::LONGEST_IDLE`]; `None`: 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_minutes: Option<u16>,
}

impl Round {
    /// Greatest number of minutes without a key until the screen locks itself.
    pub const LONGEST_IDLE: u16 = 120;
    /// Minutes where the round says nothing.
    pub const USUAL_IDLE: u16 = 10;

    /// How long nobody types before the screen locks itself.
    pub fn lock_after(&self) -> Duration {
        let minutes = self.lock_minutes.unwrap_or(Self::USUAL_IDLE).clamp(1, Self::LONGEST_IDLE);
        Duration::from_secs(u64::from(minutes) * 60)
    }

    /// 届, 轮 and 组 as outputs have them, from what people write: 十七 is 十七届, 十 is 第十轮, 三 is 第三组. What has a
    /// word of its own (省委第三巡察组, 机动轮) stays as it is.
    #[must_use]
    pub fn named(mut self) -> Self {
        let number = |text: &str| {
            let numerals = "〇零一二三四五六七八九十百0123456789０１２３４５６７８９";
            !text.is_empty() && text.chars().all(|c| numerals.contains(c))
        };
        let whole = |text: &str, first: &str, last: &str| {
            let text = text.trim();
            let bare = text.strip_suffix(last).unwrap_or(text);
            let bare = bare.strip_prefix('第').unwrap_or(bare).trim();
            if number(bare) { format!("{first}{bare}{last}") } else { text.to_owned() }
        };
        self.term = whole(&self.term, "", "届");
        self.number = whole(&self.number, "第", "轮");
        self.group = whole(&self.group, "第", "组");
        self
    }
}

impl Record for Round {
    const KIND: Kind = Kind::Round;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn brief(&self) -> String {
        self.name.clone()
    }
}

/// 被巡察单位
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Short code, unique in the round, e.g. SLJ; used on the command line and in numbers.
    pub code: String,
    /// Full name, e.g. 水利局党组.
    pub name: String,
    /// What kind of body it is, when somebody said so; `None`: as the name tells ([`Unit::known_kind`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<UnitKind>,
    /// The unit's profile: fields of the method such as its own limit for large sums and the document that sets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile: Vec<FieldValue>,
    /// Kinds of record that are not read, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excuses: Vec<ReadingExcuse>,
}

/// Why a kind of record is not read for a year of the inspected period, or for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadingExcuse {
    /// Its id.
    pub id: ExcuseId,
    /// The kind of record of the method, e.g. `k4`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub kind: String,
    /// The year; `None`: the whole period.
    pub year: Option<i16>,
    /// Why.
    pub reason: String,
}

impl Unit {
    /// A unit with nothing but code and name.
    pub fn new(id: UnitId, code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id, code: code.into(), name: name.into(), kind: None, profile: Vec::new(), excuses: Vec::new() }
    }

    /// Whether that text names it: with or without the place and the Party's organ (县水利局 and 水利局党组).
    pub fn is_named(&self, text: &str) -> bool {
        let core = |name: &str| {
            let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            body_of(bare.trim_start_matches("中共")).to_owned()
        };
        let (own, other) = (core(&self.name), core(text));
        let ends = |long: &str, short: &str| short.chars().count() >= 3 && long.ends_with(short);
        own == other || ends(&own, &other) || ends(&other, &own)
    }

    /// A code that none of `units` has: DW1, DW2 …
    pub fn free_code(units: &[Self]) -> String {
        let taken = |code: &str| units.iter().any(|u| u.code.eq_ignore_ascii_case(code));
        (1..=units.len() + 1).map(|n| format!("DW{n}")).find(|c| !taken(c)).unwrap_or_default()
    }

    /// What kind of body it is: as somebody said, else as the name tells.
    pub fn known_kind(&self) -> Option<UnitKind> {
        self.kind.or_else(|| UnitKind::of_name(&self.name))
    }
}

impl Record for Unit {
    const KIND: Kind = Kind::Unit;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    /// The code.
    fn brief(&self) -> String {
        self.code.clone()
    }
    fn search_text(&self) -> String {
        apart([self.name.as_str(), &self.code])
    }
}

/// What an inspector is in the group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 组长
    Leader,
    /// 副组长
    DeputyLeader,
    /// 联络员
    Liaison,
    /// 成员
    #[default]
    Member,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Leader, Self::DeputyLeader, Self::Liaison, Self::Member];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Leader => "组长",
            Self::DeputyLeader => "副组长",
            Self::Liaison => "联络员",
            Self::Member => "成员",
        }
    }

    /// The part of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.chinese() == text.trim())
    }
}

/// 巡察干部
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inspector {
    /// Their id.
    pub id: InspectorId,
    /// Name.
    pub name: String,
    /// Part in the group.
    pub part: Part,
    /// Left the group; kept because talks name them.
    pub left: bool,
    /// Short code in pre-numbers of papers, e.g. LF; given when the first paper is numbered, never changed. Empty: none
    /// yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

impl Inspector {
    /// A member who is in the group and has numbered no paper yet.
    pub fn new(id: InspectorId, name: impl Into<String>, part: Part) -> Self {
        Self { id, name: name.into(), part, left: false, code: String::new() }
    }
}

impl Record for Inspector {
    const KIND: Kind = Kind::Inspector;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    /// The short code in numbers.
    fn given(&self) -> Option<&str> {
        Some(&self.code)
    }
    fn brief(&self) -> String {
        self.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn term_number_and_group_are_whole_however_they_were_written() {
        let named = |term: &str, number: &str, group: &str| {
            let round = Round {
                id: RoundId::new(),
                name: "十七届县委第十轮巡察".to_owned(),
                term: term.to_owned(),
                number: number.to_owned(),
                group: group.to_owned(),
                from: None,
                to: None,
                marking: Marking::None,
                backup_dir: None,
                lock_minutes: None,
            };
            let Round { term, number, group, .. } = round.named();
            [term, number, group]
        };
        for bare in [["十七", "十", "三"], ["十七届", "十轮", "三组"], [" 十七届", "第十", "第三 "]] {
            let [term, number, group] = bare;
            assert_eq!(named(term, number, group), ["十七届", "第十轮", "第三组"], "{bare:?}");
        }
        let own = ["县委换届后", "机动轮", "第三巡察组"];
        let [term, number, group] = own;
        assert_eq!(named(term, number, group), own, "what has words of its own stays");
        assert_eq!(named("", "", ""), ["", "", ""]);
        assert_eq!(named("17", "10", "3"), ["17届", "第10轮", "第3组"]);
    }
}
