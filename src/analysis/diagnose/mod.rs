//! Diagnostics of a paper, as a compiler has them: code, place, message, help (DESIGN.md §4 Papers).
//!
//! E is an error: the paper would be sent back. W is a warning of the same number: worth a look, and it may be right so.
//! [`Code::explain`] says of each what it means and what to do; a number is never reused.
//!
//! | number | E | W |
//! | --- | --- | --- |
//! | 101 | no sentence of the facts says who | |
//! | 102 | no sentence of the facts says when | 起止时间 is not filled in |
//! | 103 | an amount without its unit | |
//! | 104 | no written evidence | the same, where the paper itself says 仅反映 |
//! | 105 | of the four accuracies something is missing that no other code tells | |
//! | 106 | | a sentence that is pinned to nothing |
//! | 107 | no basis | |
//! | 108 | a regulation without its clause | a rule typed by hand without its clause |
//! | 109 | a basis that nobody confirmed | |
//! | 110 | a basis that was certainly not in force | one that was for a part of the time |
//! | 201 | a citation or mark that leads nowhere | evidence that no sentence is pinned to |
//! | 202 | | a pinned statement that was corrected |
//! | 203 | | 孤证: all evidence is of one sort |
//! | 204 | | a responsible person's own words that were not read back |
//! | 205 | | quotation marks around what is not 原话 |
//! | 206 | a printed text with 〔已另行处理〕 in it | a text for the group alone with it |
//! | 301 | an informant named, a post beside a code, a code beside a responsible person | |
//! | 401 | fewer than two handlers | |
//!
//! Only E301 has to search long texts for many names; it does so by the first character of the names, in one pass.

mod amount;
mod codes;
mod content;
mod evidence;
mod explain;
mod people;
#[cfg(test)]
mod tests;

use crate::analysis::paper::Paper;
use crate::analysis::paper::field::Spot;
use std::fmt;
use std::ops::Range;

pub use codes::Code;
pub use explain::Explained;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The paper would be sent back.
    Error,
    /// Worth a look.
    Warning,
}

impl Severity {
    /// The letter before the number.
    pub const fn letter(self) -> char {
        match self {
            Self::Error => 'E',
            Self::Warning => 'W',
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "提醒",
        }
    }

    /// The name in `--json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding about a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is about.
    pub code: Code,
    /// How grave it is here.
    pub severity: Severity,
    /// Where.
    pub spot: Spot,
    /// Where in the text of that field, in bytes; `None`: the field as a whole.
    pub range: Option<Range<usize>>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do, in one sentence.
    pub help: String,
}

impl Diagnostic {
    fn new(code: Code, severity: Severity, spot: Spot, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, severity, spot, range: None, message: message.into(), help: help.into() }
    }

    fn at(self, range: Range<usize>) -> Self {
        Self { range: Some(range), ..self }
    }

    /// E104, W106.
    pub fn label(&self) -> String {
        format!("{}{}", self.severity.letter(), self.code.number())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}：{}", self.label(), self.spot.field.spec().name, self.message)
    }
}

/// Everything that is to be said of a paper: errors first, then by number, then in the order of the paper.
pub fn diagnose(paper: &Paper) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    content::check(paper, &mut all);
    evidence::check(paper, &mut all);
    people::check(paper, &mut all);
    all.sort_by_key(|d| (d.severity, d.code));
    all
}

/// Errors and warnings of a paper, for lists.
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    (errors, diagnostics.len() - errors)
}
