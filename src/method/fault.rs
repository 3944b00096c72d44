//! What is wrong with a method file: where, what, and what to do.
//!
//! Loading never stops at the first fault. Whoever edits a checklist at a desk far from a programmer gets the whole
//! list in one go, each entry with the place that an editor can jump to.

use std::cell::RefCell;
use std::ops::Range;

/// One fault in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File name within the folder, e.g. `questions/q1.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (not bytes, not screen cells), from 1.
    pub column: usize,
    /// The line itself, without its line break; empty when the file is missing.
    pub excerpt: String,
    /// What is wrong.
    pub message: String,
    /// 怎么改: what to do.
    pub fix: String,
}

/// A file's text with the starts of its lines, so that a byte offset becomes a line and a column.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// Name within the folder.
    pub(super) name: &'a str,
    /// The text.
    pub(super) text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    /// Indexes the lines of `text`.
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        Self { name, text, starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// The line of a byte offset, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Byte offset at which a line starts (lines from 1).
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// A fault at a byte offset.
    pub(super) fn fault(&self, offset: usize, message: String, fix: String) -> Fault {
        let line = self.line(offset);
        let start = self.start(line);
        let rest = self.text.get(start..).unwrap_or_default();
        let excerpt = rest.split('\n').next().unwrap_or_default();
        let before = excerpt.char_indices().take_while(|(i, _)| start + i < offset).count();
        Fault { file: self.name.to_owned(), line, column: before + 1, excerpt: excerpt.to_owned(), message, fix }
    }
}

/// Collects faults while files are read; shared by all readers, hence the cell.
#[derive(Debug, Default)]
pub(super) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    /// Takes note of one fault.
    pub(super) fn push(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    /// All of them, by file, line and column; the same fault once.
    pub(super) fn into_sorted(self) -> Vec<Fault> {
        let mut all = self.0.into_inner();
        all.sort();
        all.dedup();
        all
    }
}

/// Where faults of one file go.
#[derive(Debug, Clone, Copy)]
pub(super) struct FaultPlace<'d> {
    /// The file.
    pub(super) source: &'d Source<'d>,
    /// The collection.
    pub(super) faults: &'d Faults,
    /// The file has syntax errors: what seems to be missing may stand on a line that could not be read.
    pub(super) broken: bool,
    /// Whole tables of the file could not be read; what refers to them is not dangling.
    pub(super) partial: bool,
}

impl FaultPlace<'_> {
    /// Something that stands in the file is wrong.
    pub(super) fn fault(&self, span: &Range<usize>, message: impl Into<String>, fix: impl Into<String>) {
        self.faults.push(self.source.fault(span.start, message.into(), fix.into()));
    }

    /// Something is missing; not reported of a file with syntax errors, because it may only be unreadable.
    pub(super) fn absent(&self, span: &Range<usize>, message: impl Into<String>, fix: impl Into<String>) {
        if !self.broken {
            self.fault(span, message, fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("f", "a = 1\n标题 = \"甲\" x\n");
        let at = source.text.find('x').unwrap();
        let fault = source.fault(at, String::new(), String::new());
        assert_eq!((fault.line, fault.column, fault.excerpt.as_str()), (2, 10, "标题 = \"甲\" x"));
    }

    #[test]
    fn places_past_the_end_are_on_the_last_line() {
        let source = Source::new("f", "ab");
        let fault = source.fault(99, String::new(), String::new());
        assert_eq!((fault.line, fault.column), (1, 3));
        assert_eq!(Source::new("f", "").fault(0, String::new(), String::new()).line, 1);
    }
}
