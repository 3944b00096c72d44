//! 统计: counted figures, each with its unit, what is inside, and the day up to which it is counted (domain.md §5.5).
//!
//! Two public counts of one county contradict each other because neither says what it counts; ours say so on every line.
//! 疑点 are the group's own, and 线索 are in no output: neither is counted here.

use super::furniture;
use super::head::Head;
use super::paper::gather::Gatherer;
use super::wml::body::{Paragraph, Style};
use super::wml::page::{Page, TYPE_WIDTH};
use super::wml::table::{Cell, Row, Table};
use super::wml::{Block, Document, Properties};
use crate::error::{Error, Result};
use crate::export::assemble::no_round;
use crate::model::brief::{CheckResultBrief, QuickFixBrief, SuggestionBrief};
use crate::model::ids::UnitId;
use crate::model::problem::{Level, Problem, ProblemState};
use crate::model::reading::Verdict;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::model::value::Instant;
use crate::store::Reader;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::Arc;
use uuid::Uuid;

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counter {
    /// What is counted.
    pub name: &'static str,
    /// How many.
    pub count: usize,
    /// In which unit: 个, 条, 件, 人, 份, 人次.
    pub unit: &'static str,
    /// What is inside, and what is not.
    pub inside: &'static str,
}

/// The figures of the round, or of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// 全轮次, or the name of the unit.
    pub of: String,
    /// The figures.
    pub counters: Vec<Counter>,
}

/// All figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counters {
    head: Arc<Head>,
    scopes: Vec<Scope>,
    /// The last change in the round.
    until: Instant,
}

/// What counting needs to know, read once.
struct Records {
    units: Vec<Unit>,
    unit_of_person: HashMap<Uuid, Uuid>,
    unit_of_document: HashMap<Uuid, Uuid>,
    /// Person of each talk.
    talks: Vec<Option<Uuid>>,
    /// Document and verdict of each result.
    results: Vec<(Option<Uuid>, Verdict)>,
    /// Unit of each piece of evidence.
    evidence: Vec<Option<Uuid>>,
    problems: Vec<Problem>,
    /// Unit, and whether it goes to the unit itself.
    suggestions: Vec<(Option<Uuid>, bool)>,
    /// Unit, and whether it is done.
    fixes: Vec<(Option<Uuid>, bool)>,
}

impl Records {
    fn read(reader: &Reader) -> Result<Self> {
        let parents = |kind| -> Result<HashMap<Uuid, Uuid>> {
            Ok(reader.briefs(kind)?.into_iter().filter_map(|(id, parent, _)| Some((id, parent?))).collect())
        };
        let marked = |kind, mark: fn(&str) -> bool| -> Result<Vec<(Option<Uuid>, bool)>> {
            Ok(reader.briefs(kind)?.into_iter().map(|(_, parent, brief)| (parent, mark(&brief))).collect())
        };
        let mut units: Vec<Unit> = reader.all()?;
        units.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
        let verdict = |brief: &str| CheckResultBrief::parse(brief).map(|b| b.verdict).unwrap_or_default();
        let results = reader.briefs(Kind::CheckResult)?;
        Ok(Self {
            units,
            unit_of_person: parents(Kind::Person)?,
            unit_of_document: parents(Kind::Document)?,
            talks: reader.briefs(Kind::Interview)?.into_iter().map(|(_, person, _)| person).collect(),
            results: results.into_iter().map(|(_, document, brief)| (document, verdict(&brief))).collect(),
            evidence: reader.briefs(Kind::Evidence)?.into_iter().map(|(_, unit, _)| unit).collect(),
            problems: reader.all()?,
            suggestions: marked(Kind::Suggestion, |b| SuggestionBrief::parse(b).is_some_and(|b| b.to_unit))?,
            fixes: marked(Kind::QuickFix, |b| QuickFixBrief::parse(b).is_some_and(|b| b.done))?,
        })
    }

    /// The figures of one unit; of the round when `None`.
    fn scope(&self, unit: Option<&Unit>) -> Scope {
        let id = unit.map(|u| u.id);
        let here = |of: Option<&Uuid>| id.is_none_or(|UnitId(id)| of == Some(&id));
        let talks: Vec<&Uuid> = self.talks.iter().flatten().filter(|p| here(self.unit_of_person.get(*p))).collect();
        let people: BTreeSet<&Uuid> = talks.iter().copied().collect();
        let documents = self.unit_of_document.values().filter(|u| here(Some(*u))).count();
        let of_document = |d: &Option<Uuid>| d.and_then(|d| self.unit_of_document.get(&d));
        let results = || self.results.iter().filter(|(d, _)| here(of_document(d)));
        let problems = || self.problems.iter().filter(|p| here(Some(&p.unit.0)));
        let suggestions = || self.suggestions.iter().filter(|(u, _)| here(u.as_ref()));
        let fixes = || self.fixes.iter().filter(|(u, _)| here(u.as_ref()));
        let counter = |name, count, unit, inside| Counter { name, count, unit, inside };
        let of_level = |level| problems().filter(|p| p.level == Some(level)).count();
        let mut counters = vec![
            counter("个别谈话", talks.len(), "人次", "每人每次谈话计一次，分几天谈完的计一次；含未谈完的"),
            counter("谈话对象", people.len(), "人", "谈过几次的计一人"),
            counter("调阅资料", documents, "件", "按登记的材料计，一卷（册、本）一件；含未看完的"),
            counter(
                "检查要点",
                results().filter(|(_, v)| *v != Verdict::Unread).count(),
                "项",
                "已有结论的；每件材料分别计数",
            ),
            counter(
                "其中有问题",
                results().filter(|(_, v)| *v == Verdict::Problem).count(),
                "项",
                "同一问题在几件材料中看到的分别计数",
            ),
            counter(
                "支撑材料",
                self.evidence.iter().filter(|u| here(u.as_ref())).count(),
                "件",
                "几份底稿引用同一件的计一件",
            ),
            counter("问题", problems().count(), "个", "一事一底稿，未经归并；含草稿；含已提立行立改的"),
            counter(
                "其中待送审",
                problems().filter(|p| p.state == ProblemState::Ready).count(),
                "个",
                "承办人已认为写完的",
            ),
            counter("其中班子问题", of_level(Level::LeadingBody), "个", "未选层级的不计"),
            counter("其中部门问题", of_level(Level::Department), "个", "未选层级的不计"),
            counter("立行立改", fixes().count(), "件", "一份通知书一件；其问题已计入问题数"),
            counter("其中已完成", fixes().filter(|(_, done)| *done).count(), "件", "填写了完成日期的"),
            counter("意见建议", suggestions().count(), "条", "一条建议只对一个单位，按受文单位分别计数"),
            counter(
                "其中对被巡察单位",
                suggestions().filter(|(_, own)| *own).count(),
                "条",
                "其余为对其他部门和单位的",
            ),
        ];
        if unit.is_none() {
            counters.insert(
                0,
                counter("被巡察单位", self.units.len(), "个", "按轮次中登记的单位计，所属村（社区）单独登记的也计"),
            );
        }
        Scope { of: unit.map_or_else(|| "全轮次".to_owned(), |u| u.name.clone()), counters }
    }
}

impl Counters {
    /// Counts.
    ///
    /// # Errors
    /// No round yet, or the file cannot be read.
    pub fn read(reader: &Reader, gatherer: &Gatherer<'_>) -> Result<Self> {
        let records = Records::read(reader)?;
        let mut scopes = vec![records.scope(None)];
        if records.units.len() > 1 {
            scopes.extend(records.units.iter().map(|u| records.scope(Some(u))));
        }
        Ok(Self { head: gatherer.head(), scopes, until: reader.last_revised()?.ok_or_else(no_round)? })
    }

    /// The figures of the round, then of each unit when there are several.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// The day up to which all figures are counted, in words.
    pub fn until(&self) -> String {
        format!(
            "{}　{}。各数截止{}（轮次最后一次改动）。",
            self.head.round,
            self.head.group,
            self.until.date().chinese()
        )
    }

    /// The docx.
    ///
    /// # Errors
    /// See [`Document::to_bytes`].
    pub fn to_docx(&self) -> Result<Vec<u8>> {
        let mut body: Vec<Block> =
            vec![Paragraph::of(Style::Title, "统计").into(), Paragraph::of(Style::TableText, self.until()).into()];
        for scope in &self.scopes {
            body.push(Paragraph::of(Style::Heading, &scope.of).into());
            body.push(table(scope).into());
        }
        let head = &self.head;
        Document {
            properties: Properties { title: "统计".to_owned(), creator: head.group.clone(), at: self.until },
            page: Page::STANDARD,
            margins: furniture::margins(&head.marking, "统计", None, TYPE_WIDTH),
            body,
        }
        .to_bytes()
    }

    /// Markdown.
    pub fn to_markdown(&self) -> String {
        let mut page = format!("# 统计\n\n{}\n", self.until());
        for scope in &self.scopes {
            // Writing to a string cannot fail.
            write!(page, "\n## {}\n\n| 项目 | 数量 | 单位 | 口径 |\n| --- | ---: | --- | --- |\n", scope.of).ok();
            for c in &scope.counters {
                writeln!(page, "| {} | {} | {} | {} |", c.name, c.count, c.unit, c.inside).ok();
            }
        }
        page
    }

    /// JSON.
    ///
    /// # Errors
    /// Never for these types; serde's signature asks for it.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Json<'a> {
            round: &'a str,
            group: &'a str,
            until: String,
            scopes: &'a [Scope],
        }
        let head = &self.head;
        let json =
            Json { round: &head.round, group: &head.group, until: self.until.date().to_string(), scopes: &self.scopes };
        let mut bytes = serde_json::to_vec_pretty(&json).map_err(|e| Error::internal("统计写不成 JSON").because(e))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn table(scope: &Scope) -> Table {
    const COLUMNS: [i32; 4] = [2381, 1021, 907, TYPE_WIDTH - 2381 - 1021 - 907];
    let label = |text: &str| Cell::of(Paragraph::of(Style::TableLabel, text));
    let value = |text: &str| Cell::of(Paragraph::of(Style::TableText, text));
    let mut table = Table::new(COLUMNS.to_vec());
    table.push(Row::of(["项目", "数量", "单位", "口径"].map(label).to_vec()).header());
    for c in &scope.counters {
        table.push(Row::of(vec![value(c.name), value(&c.count.to_string()), value(c.unit), value(c.inside)]));
    }
    table
}
