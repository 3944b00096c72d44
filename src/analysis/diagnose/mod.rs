//! Diagnostics of a paper, as a compiler has them: code, place, message, help (DESIGN.md §4 Papers).
//!
//! E is an error: the paper would be sent back. W is a warning of the same number: worth a look, and it may be right so.
//! An error may be left standing with a reason ([`overrule()`]).
//! [`Code::explain`] says of each what it means and what to do; a number is never reused.
//!
//! | number | E | W |
//! | --- | --- | --- |
//! | 101 | no sentence of the facts says who | somebody is meant, and it is not said who |
//! | 102 | no sentence of the facts says when | 起止时间 is not filled in |
//! | 103 | an amount without its unit | |
//! | 104 | no written evidence | the same, where the paper itself says 仅反映 |
//! | 105 | of the four accuracies something is missing that no other code tells | |
//! | 106 | | a sentence that is pinned to nothing |
//! | 107 | no basis | |
//! | 108 | a regulation without its clause | a rule typed by hand without its clause |
//! | 109 | a basis that nobody confirmed | |
//! | 110 | a basis that was certainly not in force | one that was for a part of the time |
//! | 111 | | the facts evaluate or name only, and tell no deed |
//! | 112 | | money was paid or taken, and no amount is written |
//! | 113 | a date that no calendar has | |
//! | 114 | a period that ends before it begins | |
//! | 115 | a time that has not come, of the fact itself | one further on in a sentence |
//! | 116 | | all dates lie outside of the inspection period, or of 起止时间 |
//! | 117 | a total, a part or a difference that does not add up | a product, a count, a share |
//! | 118 | capitals and figures that differ | |
//! | 119 | a crime or punishment pronounced | a word that pronounces one |
//! | 120 | | 多次, 大量, 部分 without a figure |
//! | 201 | a citation or mark that leads nowhere | evidence that no sentence is pinned to |
//! | 202 | | a pinned statement that was corrected |
//! | 203 | | 孤证: all evidence is of one sort |
//! | 204 | | a responsible person's own words that were not read back |
//! | 205 | | quotation marks around what is not 原话 |
//! | 206 | a printed text with 〔已另行处理〕 in it | a text for the group alone with it |
//! | 301 | an informant named, a post beside a code, a code beside a responsible person | |
//! | 302 | an identity number | |
//! | 303 | a telephone number behind a word for it | what looks like one |
//! | 401 | fewer than two handlers | |
//!
//! Only E301 has to search long texts for many names; it does so by the first character of the names, in one pass.

mod amount;
mod codes;
mod content;
mod dates;
mod evidence;
mod explain;
mod figures;
#[cfg(test)]
mod named;
mod overrule;
mod people;
mod private;
#[cfg(test)]
mod sentences;
mod sums;
#[cfg(test)]
mod tests;
mod twice;
mod words;

use crate::analysis::paper::Paper;
use crate::analysis::paper::field::{PaperField, Spot};
use crate::model::overruled::Overruled;
use std::fmt;
use std::ops::Range;

pub use codes::Code;
pub use explain::Explained;
pub use overrule::overrule;

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
    /// It is left standing, with a reason; then it keeps no paper back.
    pub overruled: Option<Overruled>,
}

impl Diagnostic {
    fn new(code: Code, severity: Severity, spot: Spot, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, severity, spot, range: None, message: message.into(), help: help.into(), overruled: None }
    }

    fn at(self, range: Range<usize>) -> Self {
        Self { range: Some(range), ..self }
    }

    /// Whether it keeps the paper back.
    pub fn is_open_error(&self) -> bool {
        self.severity == Severity::Error && self.overruled.is_none()
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
    dates::check(paper, &mut all);
    words::check(paper, &mut all);
    for fact in &paper.problem.facts {
        sums::check(Spot::at(PaperField::Facts, fact.id), &fact.text, &mut all);
    }
    for (spot, text) in paper.typed() {
        private::check(spot, &text, &mut all);
    }
    evidence::check(paper, &mut all);
    people::check(paper, &mut all);
    for d in &mut all {
        d.overruled = overrule::overruled(paper, d);
    }
    // What is left standing comes last: it is to be known, not to be mended.
    all.sort_by_key(|d| (d.overruled.is_some(), d.severity, d.code));
    all
}

/// How many of each sort, for lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors that keep the paper back.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Errors that are left standing with a reason.
    pub overruled: usize,
}

impl Count {
    /// E2 W1 放1, without what there is none of.
    pub fn chinese(self) -> String {
        let all = [("E", self.errors), ("W", self.warnings), ("放", self.overruled)];
        let some = all.into_iter().filter(|(_, n)| *n > 0).map(|(mark, n)| format!("{mark}{n}"));
        some.collect::<Vec<_>>().join(" ")
    }
}

/// Counts the diagnostics of a paper.
pub fn count(diagnostics: &[Diagnostic]) -> Count {
    let errors = diagnostics.iter().filter(|d| d.is_open_error()).count();
    let warnings = diagnostics.iter().filter(|d| d.severity == Severity::Warning).count();
    let overruled = diagnostics.iter().filter(|d| d.overruled.is_some()).count();
    Count { errors, warnings, overruled }
}
