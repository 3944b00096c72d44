//! What is wrong with the paper, beside the row and the sentence that it is about; kept up to date while one types.

use super::Paper;
use super::field::{Field, ListOf, TextField};
use super::preview;
use super::records::Records;
use crate::analysis::diagnose::{Diagnostic, Field as About, Severity, diagnose};
use crate::analysis::paper::{Holdings, Proof, ProofState, Standing};
use crate::model::ids::BasisId;
use crate::model::problem::ProblemState;
use crate::text::Position;
use crate::tui::screen::Cx;
use crate::tui::typing::position;
use std::ops::Range;

/// One thing that was found, at a row of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its code, `E108` or `W104`.
    pub code: String,
    /// It keeps the paper from being ready.
    pub error: bool,
    /// The row.
    pub row: Field,
    /// The place in the row's text.
    pub at: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Finding {
    /// The line at the bottom.
    pub fn line(&self) -> String {
        format!("{} {}　{}", self.code, self.message, self.help)
    }
}

/// What was found in a paper, and its lights.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// In the order of the paper; errors before warnings at the same place.
    pub findings: Vec<Finding>,
    /// The four accuracies.
    pub lights: [(&'static str, bool); 4],
    /// 孤证 in words; empty: the evidence is of more than one sort.
    pub single: String,
    /// Bases that nobody has confirmed yet and somebody has to.
    pub unverified: Vec<BasisId>,
}

impl Checks {
    /// How many errors and warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.findings.iter().filter(|f| f.error).count();
        (errors, self.findings.len() - errors)
    }
}

impl Paper {
    /// The finding of the row that has the focus: in a text the gravest in the sentence of the caret, else the nearest
    /// in its paragraph, else the first of the row.
    pub fn here(&self) -> Option<&Finding> {
        let of_row = || self.checks.findings.iter().filter(|f| f.row == self.focus);
        let in_text = self.focused_text().and_then(|text| {
            let caret = text.typing.buffer.caret();
            let words = text.typing.buffer.paragraphs().get(caret.paragraph).map_or("", |p| &p.text);
            let sentence = sentence_at(words, caret.offset);
            of_row()
                .filter_map(|f| f.at.filter(|at| at.paragraph == caret.paragraph).map(|at| (at.offset, f)))
                .min_by_key(|(at, f)| {
                    let elsewhere = !sentence.contains(at);
                    (elsewhere, !elsewhere && !f.error, at.abs_diff(caret.offset), !f.error)
                })
                .map(|(_, f)| f)
        });
        in_text.or_else(|| of_row().next())
    }

    /// The records as they stand on the screen: those of the file, with the texts that are not sealed yet.
    fn as_typed(&self) -> Records {
        let mut now = self.records.clone();
        for text in self.texts.iter().filter(|t| t.typing.is_unsealed()) {
            // What cannot be taken yet is checked as it was.
            now.take(text.field, text.typing.buffer.paragraphs()).unwrap_or_default();
        }
        now
    }

    /// Checks the paper as it stands on the screen.
    pub(super) fn recheck(&mut self) {
        let now = self.as_typed();
        let mut paper = self.holdings.paper(&now.problem);
        paper.suggestions = now.suggestions;
        paper.quick_fixes = now.fix.into_iter().collect();
        self.cited = paper.proofs.iter().map(|p| (p.evidence, cited(p))).collect();
        let mut lights = [("", false); 4];
        for (own, light) in lights.iter_mut().zip(&paper.lights) {
            *own = (light.what.chinese(), light.is_lit());
        }
        let unverified = paper.footings.iter().filter(|f| f.standing == Standing::ToConfirm).map(|f| f.id).collect();
        let single = paper.single.map(|s| format!("孤证：只有{}", s.chinese())).unwrap_or_default();
        let findings = diagnose(&paper).into_iter().map(|d| self.finding(d)).collect();
        self.checks = Checks { findings, lights, single, unverified };
    }

    /// The row and the place that a diagnostic is about.
    fn finding(&self, d: Diagnostic) -> Finding {
        let row = row_of(d.field);
        let text = match row {
            Field::Text(field) => self.text_of(field),
            _ => None,
        };
        let at = text.zip(d.range.as_ref()).map(|(text, range)| match d.field {
            About::Fact(id) => {
                let paragraph = text.typing.buffer.paragraphs().iter().position(|p| p.meta.id == id);
                Position { paragraph: paragraph.unwrap_or_default(), offset: range.start }
            }
            _ => position(&text.typing.buffer.text(), range.start),
        });
        Finding { code: d.label(), error: d.severity == Severity::Error, row, at, message: d.message, help: d.help }
    }

    /// Reads again what the paper may cite.
    pub(super) fn reread(&mut self, cx: &mut Cx<'_>) {
        let read = |reader| {
            let mut holdings = Holdings::read(reader, Some(self.unit.id))?;
            for evidence in &self.on_its_way {
                holdings.add(evidence, reader)?;
            }
            Ok(holdings)
        };
        match cx.reader().and_then(read) {
            Ok(holdings) => self.holdings = holdings,
            Err(e) => cx.fail(&e),
        }
        self.recheck();
    }

    /// Goes to the next finding in the order of the paper; round and round.
    pub(super) fn next_finding(&mut self, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let caret = self.focused_text().map(|t| t.typing.buffer.caret());
        let here = (self.at(&rows), caret);
        let place = |f: &Finding| (rows.iter().position(|r| r.field == f.row).unwrap_or(0), f.at);
        let mut all: Vec<(usize, Option<Position>)> = self.checks.findings.iter().map(place).collect();
        all.sort_unstable();
        all.dedup();
        let Some(next) = all.iter().find(|at| **at > here).or_else(|| all.first()).copied() else {
            cx.done("没有查出问题。");
            return;
        };
        self.show_place(next, cx);
    }

    fn show_place(&mut self, (row, at): (usize, Option<Position>), cx: &mut Cx<'_>) {
        let Some(field) = self.rows().get(row).map(|r| r.field.clone()) else { return };
        self.go_to(field, cx);
        if let (Some(text), Some(at)) = (self.focused_text_mut(), at) {
            text.typing.buffer.place(at.into(), false);
        }
        self.follow(cx);
    }

    /// 待送审, when nothing of error level is left; else says what is missing and goes there. A paper that is ready
    /// becomes a draft again.
    pub(super) fn toggle_ready(&mut self, cx: &mut Cx<'_>) {
        self.change(|_| {}, cx);
        if self.records.problem.state == ProblemState::Ready {
            self.change(|r| r.problem.state = ProblemState::Draft, cx);
            cx.done("已退回草稿。");
            return;
        }
        if let Some(text) = self.texts.iter().find(|t| t.refused.is_some()) {
            let (field, why) = (Field::Text(text.field), text.refused.unwrap_or_default());
            self.go_to(field, cx);
            cx.warn(why);
            return;
        }
        let rows = self.rows();
        let errors = self.checks.findings.iter().filter(|f| f.error).count();
        let first = self.checks.findings.iter().find(|f| f.error);
        if let Some(first) = first.cloned() {
            let row = rows.iter().position(|r| r.field == first.row).unwrap_or(0);
            self.show_place((row, first.at), cx);
            cx.warn(format!("还有 {errors} 条必须改：{}", first.line()));
            return;
        }
        self.change(|r| r.problem.state = ProblemState::Ready, cx);
        cx.done("已标为待送审。再按 F8 退回草稿；以后有改动，自动退回草稿。");
    }

    /// The paper as it will be printed.
    pub(super) fn preview(&mut self, cx: &mut Cx<'_>) {
        self.change(|_| {}, cx);
        let paper = self.holdings.paper(&self.records.problem);
        let page = preview::page(&paper, self);
        cx.push(page);
    }
}

/// The row of what a diagnostic is about.
const fn row_of(about: About) -> Field {
    use TextField as T;
    match about {
        About::Title => Field::Text(T::Title),
        About::Facts | About::Fact(_) => Field::Text(T::Facts),
        About::Period => Field::Text(T::From),
        About::Place => Field::Text(T::Place),
        About::Sources => Field::Sources,
        About::Discovery => Field::Text(T::Discovery),
        About::AllBasis => Field::Add(ListOf::Basis),
        About::Basis(id) => Field::Text(T::Clause(id)),
        About::AllEvidence => Field::Add(ListOf::Evidence),
        About::Evidence(id) => Field::Cited(id),
        About::AllResponsible => Field::Add(ListOf::Responsible),
        About::Responsible(id) => Field::Text(T::Post(id)),
        About::Explanation => Field::Text(T::Explanation),
        About::Against => Field::Text(T::Against),
        About::Handlers => Field::Handlers,
        About::Note => Field::Text(T::Note),
        About::Suggestion(id) => Field::Text(T::Suggestion(id)),
        About::QuickFix(_) => Field::Text(T::Demand),
    }
}

/// The sentence of `text` in which the offset `caret` lies, as bytes; at the end of the text the last.
fn sentence_at(text: &str, caret: usize) -> Range<usize> {
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '！', '？', '；']) {
        let end = start + sentence.len();
        if caret < end {
            return start..end;
        }
        if end == text.len() {
            return start..end + 1;
        }
        start = end;
    }
    start..text.len() + 1
}

/// How a piece of evidence is named in the list, with what has to be known of it.
pub(super) fn cited(proof: &Proof) -> String {
    match proof.state {
        ProofState::Found | ProofState::Elsewhere | ProofState::Gone | ProofState::NotOnRecord => {
            proof.citation.clone()
        }
        ProofState::Superseded(_) => format!("{}（已更正）", proof.citation),
    }
}

#[cfg(test)]
mod tests {
    use super::sentence_at;

    #[test]
    fn the_sentence_of_the_caret_ends_with_its_stop_and_the_last_holds_the_end_of_the_text() {
        let text = "支付购车款。没有议题；未上会";
        let second = "支付购车款。".len();
        let third = second + "没有议题；".len();
        assert_eq!(sentence_at(text, 0), 0..second);
        assert_eq!(sentence_at(text, second), second..third);
        assert!(sentence_at(text, text.len()).contains(&text.len()));
        assert_eq!(sentence_at(text, text.len()).start, third);
        assert_eq!(sentence_at("支付。", "支付。".len()).start, 0);
    }
}
