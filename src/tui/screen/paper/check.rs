//! What is wrong with the paper, beside the row and the sentence that it is about; kept up to date while one types.

use super::Paper;
use super::preview;
use super::rows::{Row, Target, row_of};
use super::texts::Texts;
use crate::acts::paper::ready::SetReady;
use crate::analysis::diagnose::{self, Count, Diagnostic, Severity, count, diagnose};
use crate::analysis::paper::field::{PaperField, PaperRecords, Spot};
use crate::analysis::paper::{BasisStanding, Holdings, Proof, ProofState};
use crate::error::Result;
use crate::model::evidence::Evidence;
use crate::model::ids::{BasisId, EvidenceId, UnitId};
use crate::model::overruled::Overruled;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::Changes;
use crate::store::Reader;
use crate::text::Position;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::typing::position;
use crate::tui::update::Cx;
use std::collections::HashMap;
use std::ops::Range;

/// One thing that was found, at a row of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its code, `E108` or `W104`.
    pub code: String,
    /// It keeps the paper from being ready.
    pub error: bool,
    /// The diagnostic itself.
    diagnostic: Diagnostic,
    /// The row.
    pub row: Target,
    /// The place in the row's text.
    pub at: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Finding {
    /// Why it is left standing.
    pub const fn overruled(&self) -> Option<&Overruled> {
        self.diagnostic.overruled.as_ref()
    }

    /// The line at the bottom.
    pub fn line(&self) -> String {
        match &self.diagnostic.overruled {
            Some(left) => format!("{} 已放行　{}　理由：{}", self.code, self.message, left.reason),
            None => format!("{} {}　{}", self.code, self.message, self.help),
        }
    }

    /// The row and the place that a diagnostic is about.
    fn of(d: Diagnostic, rows: &[Row], texts: &Texts) -> Self {
        let row = row_of(rows, d.spot);
        let text = match row {
            Target::Text(spot) => texts.of(spot),
            _ => None,
        };
        let at = text.zip(d.range.as_ref()).map(|(text, range)| match d.spot {
            Spot { field: PaperField::Facts, part: Some(id) } => {
                let paragraph = text.typing.buffer.paragraphs().iter().position(|p| p.meta.id.0 == id);
                Position { paragraph: paragraph.unwrap_or_default(), offset: range.start }
            }
            _ => position(&text.typing.buffer.text(), range.start),
        });
        let (code, error, message, help) = (d.label(), d.is_open_error(), d.message.clone(), d.help.clone());
        Self { code, error, row, at, message, help, diagnostic: d }
    }
}

/// What the paper may cite, looked up in the file.
#[derive(Debug)]
pub(super) struct Lookup {
    holdings: Holdings,
    /// What each piece of evidence is called in this paper.
    called: HashMap<EvidenceId, String>,
    /// Evidence that was handed to the store, which has not told it back yet.
    on_its_way: Vec<Evidence>,
}

impl Lookup {
    /// Reads it.
    pub(super) fn read(reader: &Reader, unit: UnitId) -> Result<Self> {
        Ok(Self { holdings: Holdings::read(reader, Some(unit))?, called: HashMap::new(), on_its_way: Vec::new() })
    }

    /// Reads it again, with what is on its way.
    fn reread(&mut self, reader: &Reader, unit: UnitId) -> Result<()> {
        let mut holdings = Holdings::read(reader, Some(unit))?;
        for evidence in &self.on_its_way {
            holdings.add(evidence, reader)?;
        }
        self.holdings = holdings;
        Ok(())
    }

    /// Evidence was handed in.
    pub(super) fn expect(&mut self, evidence: Evidence) {
        self.on_its_way.push(evidence);
    }

    /// The file has told back what it holds; whether what is looked up is out of date by that.
    pub(super) fn changed(&mut self, changes: &Changes) -> bool {
        self.on_its_way.retain(|e| changes.records.iter().all(|c| c.record != e.id.0));
        changes.records.iter().any(|c| Holdings::depend_on(c.kind))
    }

    /// What the paper calls a piece of evidence.
    pub(super) fn called(&self, evidence: EvidenceId) -> Option<&str> {
        self.called.get(&evidence).map(String::as_str)
    }

    /// Remembers what one is called until the paper is checked again.
    pub(super) fn call(&mut self, evidence: EvidenceId, name: String) {
        self.called.insert(evidence, name);
    }

    /// How the paper would cite one that it does not cite yet.
    pub(super) fn citation(&self, evidence: EvidenceId, problem: &Problem) -> Option<String> {
        self.holdings.citation(evidence, problem).map(|proof| cited(&proof))
    }

    /// The paper of these records, put together.
    pub(super) fn paper(&self, records: &PaperRecords) -> crate::analysis::paper::Paper {
        let mut paper = self.holdings.paper(&records.problem);
        paper.suggestions.clone_from(&records.suggestions);
        paper.quick_fixes.clone_from(&records.fixes);
        paper
    }
}

/// What was found in a paper, and its lights.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// In the order of the paper; errors before warnings at the same place.
    pub findings: Vec<Finding>,
    /// How many of each sort.
    pub count: Count,
    /// The four accuracies.
    pub lights: [(&'static str, bool); 4],
    /// 孤证 in words; empty: the evidence is of more than one sort.
    pub single: String,
    /// Bases that nobody has confirmed yet and somebody has to.
    pub unverified: Vec<BasisId>,
}

impl Checks {
    /// Of a paper as it stands on the screen.
    fn of(paper: &crate::analysis::paper::Paper, rows: &[Row], texts: &Texts) -> Self {
        let mut lights = [("", false); 4];
        for (own, light) in lights.iter_mut().zip(&paper.lights) {
            *own = (light.what.chinese(), light.is_lit());
        }
        let to_confirm = paper.footings.iter().filter(|f| f.standing == BasisStanding::ToConfirm);
        let found = diagnose(paper);
        Self {
            count: count(&found),
            findings: found.into_iter().map(|d| Finding::of(d, rows, texts)).collect(),
            lights,
            single: paper.single.map(|s| format!("孤证：只有{}", s.chinese())).unwrap_or_default(),
            unverified: to_confirm.map(|f| f.id).collect(),
        }
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

    /// Asks why the error at the focus is left standing; one that is left standing counts again.
    pub(super) fn overrule(&mut self, cx: &mut Cx<'_>) {
        self.change(|_| {}, cx);
        let Some(found) = self.here().map(|f| f.diagnostic.clone()) else {
            let words = "把光标放在要核实的依据、待核实的事上，或者判断错了的 E 上，再按 {key:ConfirmBasis}。";
            cx.warn(Context::PaperRow.fill(words));
            return;
        };
        if let Some(left) = found.overruled {
            self.change_saying(|r| r.problem.overruled.retain(|o| o.id != left.id), "已取消放行。", cx);
            return;
        }
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return;
        };
        let paper = self.lookup.paper(&self.records);
        match diagnose::overrule(&paper, &found, "", by, cx.now) {
            Some(one) => {
                let error = format!("{} {}", found.label(), found.message);
                cx.push(forms::overrule::form(self.records.clone(), one, &error));
            }
            None if found.severity == Severity::Warning => cx.warn("W 是提醒，不影响送审，不用放行。"),
            None => cx.warn("这一条是缺内容，补上才行，不能放行。"),
        }
    }

    /// Checks the paper as it stands on the screen.
    pub(super) fn recheck(&mut self) {
        let paper = self.lookup.paper(&self.texts.as_typed(&self.records));
        self.lookup.called = paper.proofs.iter().map(|p| (p.evidence, cited(p))).collect();
        self.checks = Checks::of(&paper, &self.rows(), &self.texts);
    }

    /// Reads again what the paper may cite.
    pub(super) fn reread(&mut self, cx: &mut Cx<'_>) {
        let unit = self.unit.id;
        match cx.reader().and_then(|reader| self.lookup.reread(reader, unit)) {
            Ok(()) => {}
            Err(e) => cx.fail(&e),
        }
        self.recheck();
    }

    /// Goes to the next finding in the order of the paper; round and round.
    pub(super) fn next_finding(&mut self, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let caret = self.focused_text().map(|t| t.typing.buffer.caret());
        let here = (self.at(&rows), caret);
        let place = |f: &Finding| (rows.iter().position(|r| r.target == f.row).unwrap_or(0), f.at);
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
        let Some(target) = self.rows().get(row).map(|r| r.target.clone()) else { return };
        self.go_to(target, cx);
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
            cx.act_saying(SetReady { problem: self.records.problem.id, ready: false }, "已退回草稿。");
            return;
        }
        if let Some((spot, why)) = self.texts.refused() {
            self.go_to(Target::Text(spot), cx);
            cx.warn(why);
            return;
        }
        let rows = self.rows();
        let errors = self.checks.findings.iter().filter(|f| f.error).count();
        let first = self.checks.findings.iter().find(|f| f.error);
        if let Some(first) = first.cloned() {
            let row = rows.iter().position(|r| r.target == first.row).unwrap_or(0);
            self.show_place((row, first.at), cx);
            cx.warn(format!("还有 {errors} 条必须改：{}", first.line()));
            return;
        }
        let said = "已标为待送审。再按 {key:ToggleReady} 退回草稿；以后有改动，自动退回草稿。";
        let act = SetReady { problem: self.records.problem.id, ready: true };
        cx.act_saying(act, Context::PaperText.fill(said));
    }

    /// The paper as it will be printed.
    pub(super) fn preview(&mut self, cx: &mut Cx<'_>) {
        self.change(|_| {}, cx);
        let paper = self.lookup.paper(&self.records);
        // What is still on its way will be of today.
        let compiled = cx.reader().and_then(|r| preview::compiled(r, &paper));
        match compiled {
            Ok(day) => cx.push(preview::page(&paper, day.unwrap_or_else(|| cx.now.date()))),
            Err(e) => cx.fail(&e),
        }
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
        ProofState::Superseded { .. } => format!("{}（已更正）", proof.citation),
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
