//! 问题底稿: the working paper of one problem.
//!
//! Two forms of domain.md §1.2: the *four blocks* (问题概述, 发现过程, 支撑材料, 责任签名), one page while it is short, and the
//! *full form*, a table of all fields. Both show the same facts with the same marks 〔证N〕 and the same signature lines:
//! 承办人 (two), 副组长, 组长, each signed and dated by hand.
//!
//! [`WorkingPaper`] is plain data made for printing: the blocks of [`Printed`], which the preview and 内容校验 share. What
//! a field is called on which form is for the [table of fields](crate::analysis::paper::field) to say. By its shape it
//! holds no post and no name of an informant: evidence comes as finished citations, and people only as those who handle
//! and those who are responsible.

pub mod gather;

mod full;
mod minimal;
mod signatures;

use super::furniture;
use super::head::Head;
use super::wml::page::{Page, TYPE_WIDTH};
use super::wml::{Block, Document, Properties};
use crate::analysis::paper::field::{PaperField, PaperOutput};
use crate::analysis::paper::{BLANK, Printed};
use crate::error::Result;
use crate::model::problem::Level;
use crate::model::value::{Instant, PartialDate};
use crate::store::called;
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

    /// What the table of fields calls it.
    pub const fn output(self) -> PaperOutput {
        match self {
            Self::Full => PaperOutput::Full,
            Self::Minimal => PaperOutput::Minimal,
        }
    }

    /// The beginning of its file name, and what the export log calls it.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Full => called::PAPER,
            Self::Minimal => called::PAPER_SHORT,
        }
    }
}

/// All that a working paper prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingPaper {
    /// The round, for head lines and for what lists say of it.
    pub head: Arc<Head>,
    /// Its fields as they are printed, names covered and withheld words struck.
    pub printed: Printed,
    /// 班子问题 or 部门问题, to be counted.
    pub level: Option<Level>,
    /// First day, month or year of the fact, to be sorted by.
    pub from: Option<PartialDate>,
    /// Last one; `None` with `from`: the same.
    pub to: Option<PartialDate>,
    /// 编制日期: day of the last revision.
    pub compiled: PartialDate,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

impl WorkingPaper {
    /// How it is cited: 问题底稿 预-LF-03.
    pub fn citation(&self) -> String {
        format!("问题底稿 {}", self.text(PaperField::Number))
    }

    /// A field as it is printed; empty when nobody has filled it in.
    pub fn text(&self, field: PaperField) -> String {
        self.printed.text(field)
    }

    /// First eight digits of 内容校验.
    pub fn hash(&self) -> String {
        self.printed.content_hash().short()
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
            margins: furniture::margins(&self.head.marking, &self.citation(), Some(&self.hash()), TYPE_WIDTH),
            body,
        }
    }
}

/// The lines of texts that may hold several paragraphs; blank ones are left out.
fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    texts.into_iter().flat_map(str::lines).filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod walk;
