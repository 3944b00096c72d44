//! 调阅资料: documents read, the results of their check items, and the entries noted from them.

use crate::model::brief::CheckResultBrief;
use crate::model::fields::FieldValue;
use crate::model::ids::{CheckResultId, DocumentId, EntryId, Hash, InspectorId, PersonId, UnitId};
use crate::model::natural::Natural as _;
use crate::model::record::{Kind, Record, apart};
use crate::model::value::{Instant, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// In what form a document lies before the reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 原件
    #[default]
    Original,
    /// 复印件
    Copy,
    /// 电子件
    Electronic,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Original, Self::Copy, Self::Electronic];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Original => "原件",
            Self::Copy => "复印件",
            Self::Electronic => "电子件",
        }
    }

    /// The name in views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
            Self::Electronic => "electronic",
        }
    }
}

/// 读过，未发现问题: what exactly was read when nothing was found. A result of its own, so it says its extent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadClean {
    /// Which volumes.
    pub volumes: String,
    /// Which months.
    pub months: String,
    /// Which pages.
    pub pages: String,
    /// Who read it.
    pub by: InspectorId,
    /// When that was noted.
    pub at: Instant,
}

/// 调阅资料: one item read, of one of the five kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The unit that it belongs to.
    pub unit: UnitId,
    /// The kind of record of the method, e.g. `k4`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub kind: String,
    /// The method with which it was begun and is shown.
    pub method: Hash,
    /// 材料名称, e.g. 党组会议记录.
    pub title: String,
    /// 卷, e.g. 第2卷; empty when there is only one.
    pub volume: String,
    /// First day, month or year that it covers.
    pub from: Option<PartialDate>,
    /// Last day, month or year that it covers; `None` with `from`: the same.
    pub to: Option<PartialDate>,
    /// Original, copy or file.
    pub form: Form,
    /// 提供人: who handed it over, as written on the loan list.
    pub provider: String,
    /// Handed over on.
    pub received: Option<PartialDate>,
    /// To be returned by.
    pub due_back: Option<PartialDate>,
    /// Returned on.
    pub returned: Option<PartialDate>,
    /// Whose notebook it is, for kinds kept by a person (学习笔记).
    pub person: Option<PersonId>,
    /// 读过，未发现问题
    pub clean: Option<ReadClean>,
    /// Remark of the group.
    pub note: String,
}

impl Document {
    /// How a paper names it: 党组会议记录 2022年 第2卷.
    pub fn cited(&self) -> String {
        let period = self.period();
        [self.title.as_str(), &period, &self.volume].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The period that it covers, for people: 2022年 or 2022年1月至2022年6月; empty when not known.
    pub fn period(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from != to => format!("{}至{}", from.chinese(), to.chinese()),
            (Some(day), _) | (None, Some(day)) => day.chinese(),
            (None, None) => String::new(),
        }
    }

    /// Whether it covers any day of `year`; a document without a period covers none.
    pub fn covers(&self, year: i16) -> bool {
        let (first, last) = match (self.from, self.to) {
            (Some(from), Some(to)) => (from.year(), to.year()),
            (Some(one), None) | (None, Some(one)) => (one.year(), one.year()),
            (None, None) => return false,
        };
        (first..=last).contains(&year)
    }
}

impl Record for Document {
    const KIND: Kind = Kind::Document;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// `kind from to clean`, e.g. `k4 2022-01 2022-12 read`; `-` for what is not known, `read` or `-` last.
    fn brief(&self) -> String {
        DocumentBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.title.as_str(), &self.volume, &self.provider, &self.note])
    }
}

/// What coverage needs of a document, read from the brief without parsing the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentBrief {
    /// The kind of record.
    pub kind: String,
    /// First part of the period.
    pub from: Option<PartialDate>,
    /// Last part of the period.
    pub to: Option<PartialDate>,
    /// 读过，未发现问题
    pub clean: bool,
}

impl fmt::Display for DocumentBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = |d: Option<PartialDate>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
        let clean = if self.clean { "read" } else { "-" };
        write!(f, "{} {} {} {clean}", self.kind, date(self.from), date(self.to))
    }
}

impl DocumentBrief {
    /// That of a document.
    pub fn of(document: &Document) -> Self {
        Self { kind: document.kind.clone(), from: document.from, to: document.to, clean: document.clean.is_some() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Self {
        let mut words = brief.split(' ');
        let mut next = || words.next().unwrap_or_default();
        let (kind, from, to, clean) = (next().to_owned(), next(), next(), next());
        Self { kind, from: PartialDate::parse(from), to: PartialDate::parse(to), clean: clean == "read" }
    }
}

/// 结论: the result of one check item in one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 未看
    #[default]
    Unread,
    /// 无问题
    Clean,
    /// 有问题
    Problem,
    /// 不适用
    NotApplicable,
}

impl Verdict {
    /// All verdicts; 1-3 are the keys of the last three.
    pub const ALL: [Self; 4] = [Self::Unread, Self::Clean, Self::Problem, Self::NotApplicable];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Unread => "未看",
            Self::Clean => "无问题",
            Self::Problem => "有问题",
            Self::NotApplicable => "不适用",
        }
    }

    /// The name in briefs and views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Clean => "clean",
            Self::Problem => "problem",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The verdict of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// The result of one check item (检查要点) in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckResult {
    /// Its id.
    pub id: CheckResultId,
    /// The document.
    pub document: DocumentId,
    /// The check item of the method, e.g. `k4.p3`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub item: String,
    /// 结论
    pub verdict: Verdict,
    /// 页, as noted: `12, 31`.
    pub pages: String,
    /// 备注
    pub note: String,
    /// Who looked.
    pub by: Option<InspectorId>,
    /// When the verdict was given.
    pub at: Option<Instant>,
}

impl CheckResult {
    /// A check item that nobody has looked at, under the id that follows from document and item; for a document that
    /// has no result of that item yet.
    pub fn new(document: DocumentId, item: &str) -> Self {
        Self {
            id: CheckResultId::of(document, item),
            document,
            item: item.to_owned(),
            verdict: Verdict::Unread,
            pages: String::new(),
            note: String::new(),
            by: None,
            at: None,
        }
    }
}

impl Record for CheckResult {
    const KIND: Kind = Kind::CheckResult;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.document.0)
    }
    fn natural(&self) -> Option<String> {
        Some(Self::key_text((self.document, &self.item)))
    }
    /// See [`CheckResultBrief`].
    fn brief(&self) -> String {
        CheckResultBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        self.note.clone()
    }
}

/// 条目: a structured row inside a document: a meeting, a study note, a dues page, a voucher looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The document.
    pub document: DocumentId,
    /// The kind of entry of the method, e.g. `meeting`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub kind: String,
    /// The filled-in fields.
    pub values: Vec<FieldValue>,
    /// 页
    pub pages: String,
    /// 备注
    pub note: String,
    /// Who noted it.
    pub by: Option<InspectorId>,
    /// When.
    pub at: Instant,
}

impl Record for Entry {
    const KIND: Kind = Kind::Entry;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.document.0)
    }
    /// The kind of entry.
    fn brief(&self) -> String {
        self.kind.clone()
    }
    fn search_text(&self) -> String {
        let texts = self.values.iter().filter_map(|v| match &v.value {
            crate::model::answer::Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        apart(texts.chain([self.note.as_str()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document {
            id: DocumentId::new(),
            unit: UnitId::new(),
            kind: "k4".into(),
            method: Hash([0; 32]),
            title: "党组会议记录".into(),
            volume: "第2卷".into(),
            from: PartialDate::parse("2022"),
            to: None,
            form: Form::Original,
            provider: "陈涛".into(),
            received: None,
            due_back: None,
            returned: None,
            person: None,
            clean: None,
            note: String::new(),
        }
    }

    #[test]
    fn a_document_is_cited_by_title_period_and_volume() {
        let mut d = document();
        assert_eq!(d.cited(), "党组会议记录 2022年 第2卷");
        d.to = PartialDate::parse("2023-06");
        d.volume.clear();
        assert_eq!(d.cited(), "党组会议记录 2022年至2023年6月");
        d.from = None;
        d.to = None;
        assert_eq!(d.cited(), "党组会议记录");
    }

    #[test]
    fn a_document_covers_the_years_of_its_period() {
        let mut d = document();
        assert!(d.covers(2022) && !d.covers(2023));
        d.to = PartialDate::parse("2024-03");
        assert!(d.covers(2023) && d.covers(2024) && !d.covers(2021));
        d.from = None;
        assert!(d.covers(2024) && !d.covers(2023));
        d.to = None;
        assert!(!d.covers(2022));
    }

    #[test]
    fn the_brief_says_what_coverage_needs() {
        let mut d = document();
        d.to = PartialDate::parse("2022-06");
        let brief = DocumentBrief::parse(&d.brief());
        assert_eq!((brief.kind.as_str(), brief.from, brief.to, brief.clean), ("k4", d.from, d.to, false));
    }
}
