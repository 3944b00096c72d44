//! 问题底稿: the working paper of one problem.
//!
//! Two forms of domain.md §1.2: the *four blocks* (问题概述, 发现过程, 支撑材料, 责任签名), one page while it is short, and the
//! *full form*, a table of all fields. Both show the same facts with the same marks 〔证N〕 and the same signature lines:
//! 承办人 (two), 副组长, 组长, each signed and dated by hand.
//!
//! [`WorkingPaper`] is plain data made for printing. By its shape it holds no post and no name of an informant: evidence
//! comes as finished citations, and people only as those who handle and those who are responsible.

pub mod gather;

mod full;
mod minimal;
mod signatures;

use super::furniture;
use super::head::Head;
use super::wml::page::{Page, TYPE_WIDTH};
use super::wml::{Block, Document, Properties};
use crate::error::Result;
use crate::model::value::{Instant, PartialDate};
use std::sync::Arc;

/// Which form a paper is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// All fields, as a table.
    Full,
    /// The four blocks.
    Minimal,
}

impl Form {
    /// Both, in the order in which they are written.
    pub const ALL: [Self; 2] = [Self::Full, Self::Minimal];

    /// The beginning of its file name, and what the export log calls it.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Full => "问题底稿",
            Self::Minimal => "问题底稿（简式）",
        }
    }
}

/// One piece of evidence as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// N of 〔证N〕.
    pub number: u16,
    /// Its citation: 党组会议记录 2022年 第2卷 第12页 原件, or 谈话记录〔访谈A37〕第12段.
    pub text: String,
}

/// All that a working paper prints. Empty text and empty lists: nobody has filled that in yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingPaper {
    /// 预-LF-03
    pub number: String,
    /// 底稿名称
    pub title: String,
    /// 草稿, 待送审.
    pub state: &'static str,
    /// The round.
    pub head: Arc<Head>,
    /// 被巡察单位
    pub unit: String,
    /// 巡察对象分类 of the unit; empty: its profile does not say.
    pub unit_class: String,
    /// 编制日期: day of the last revision.
    pub compiled: PartialDate,
    /// First day, month or year of the fact.
    pub from: Option<PartialDate>,
    /// Last one; `None` with `from`: the same.
    pub to: Option<PartialDate>,
    /// 地点
    pub place: String,
    /// 问题来源, as words.
    pub sources: Vec<String>,
    /// Name of each category tree with the words of the node, top first.
    pub categories: Vec<(String, String)>,
    /// 班子问题 or 部门问题; empty: not chosen.
    pub level: &'static str,
    /// 查实程度; empty: not chosen.
    pub certainty: &'static str,
    /// 查证事实, paragraph by paragraph, with 〔证N〕.
    pub facts: Vec<String>,
    /// 发现过程
    pub discovery: String,
    /// 定性依据, each with 〔待核〕 where nobody has confirmed it; its quoted clause follows after a line feed.
    pub basis: Vec<String>,
    /// 支撑材料目录, by number.
    pub evidence: Vec<Listed>,
    /// 责任人: post, name and kind of responsibility.
    pub responsible: Vec<String>,
    /// 被巡察单位说明
    pub explanation: String,
    /// 相反情况
    pub against: String,
    /// 建议 that answer it: to whom, and what.
    pub suggestions: Vec<String>,
    /// 立行立改: demand, due date and result.
    pub quick_fixes: Vec<String>,
    /// 承办人, names.
    pub handlers: Vec<String>,
    /// 备注
    pub note: String,
    /// First eight digits of the content hash.
    pub hash: String,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

/// What is printed for a field that nobody has filled in.
const BLANK: &str = "（未填）";

impl WorkingPaper {
    /// How it is cited: 问题底稿 预-LF-03.
    pub fn citation(&self) -> String {
        format!("问题底稿 {}", self.number)
    }

    /// The time of the fact, for people: 2022年6月14日至2022年8月22日; empty when not known.
    pub fn period(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from != to => format!("{}至{}", from.chinese(), to.chinese()),
            (Some(day), _) | (None, Some(day)) => day.chinese(),
            (None, None) => String::new(),
        }
    }

    /// The docx in that form.
    ///
    /// # Errors
    /// See [`Document::to_bytes`].
    pub fn print(&self, form: Form) -> Result<Vec<u8>> {
        self.document(form).to_bytes()
    }

    fn document(&self, form: Form) -> Document {
        let body: Vec<Block> = match form {
            Form::Full => full::body(self),
            Form::Minimal => minimal::body(self),
        };
        Document {
            properties: Properties { title: self.citation(), creator: self.head.group.clone(), at: self.revised },
            page: Page::STANDARD,
            margins: furniture::margins(&self.head.marking, &self.citation(), Some(&self.hash), TYPE_WIDTH),
            body,
        }
    }

    /// The list of evidence, a line each.
    fn evidence_lines(&self) -> impl Iterator<Item = String> {
        self.evidence.iter().map(|e| format!("证{}　{}", e.number, e.text))
    }
}

/// The lines of texts that may hold several paragraphs; blank ones are left out.
fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    texts.into_iter().flat_map(str::lines).filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
pub(crate) mod tests;
