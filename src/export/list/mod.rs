//! 问题清单: one row per problem, as a spreadsheet for sorting and for other systems and as a document for reading.
//!
//! The columns begin with the head that the systems in use export (domain.md §7.3), then follow the paper. The document
//! leaves out what repeats in every row and stands at its head instead.

pub(super) mod book;
pub(super) mod print;

use super::head::Head;
use super::paper::WorkingPaper;
use super::wml::{Document, Properties};
use crate::error::Result;
use crate::model::value::{Instant, Money};
use std::sync::Arc;

/// Figures of one unit, for the second sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// 被巡察单位
    pub unit: String,
    /// 大额标准: the unit's own limit for large sums, when its profile says.
    pub limit: Option<Money>,
    /// Suggestions, to whomever they go.
    pub suggestions: usize,
    /// 立行立改, of them done.
    pub quick_fixes: (usize, usize),
}

/// The list of the problems of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemList {
    /// The round.
    pub head: Arc<Head>,
    /// The problems in the order of the list.
    pub papers: Vec<WorkingPaper>,
    /// The units in the order of the list.
    pub units: Vec<UnitLine>,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

impl ProblemList {
    /// The xlsx.
    ///
    /// # Errors
    /// See [`Book::to_bytes`](super::xlsx::Book::to_bytes).
    pub fn to_xlsx(&self) -> Result<Vec<u8>> {
        book::book(self).to_bytes()
    }

    /// The docx.
    ///
    /// # Errors
    /// See [`Document::to_bytes`].
    pub fn to_docx(&self) -> Result<Vec<u8>> {
        self.document().to_bytes()
    }

    fn document(&self) -> Document {
        print::document(self)
    }

    fn properties(&self) -> Properties {
        Properties { title: "问题清单".to_owned(), creator: self.head.group.clone(), at: self.revised }
    }

    /// How many problems are counted, what is among them, and as of when (domain.md §5.5).
    fn basis(&self) -> String {
        let fixes: usize = self.units.iter().map(|u| u.quick_fixes.0).sum();
        format!(
            "问题{}个，单位为“个”，未经归并，含草稿和待送审；其中已提立行立改的另列，共{fixes}件，不重复计数。截止{}。",
            self.papers.len(),
            self.revised.date().chinese()
        )
    }
}

#[cfg(test)]
mod tests;
