//! Reading a paper from the file, with the drafts that a crash or a switch-off left behind.

use super::Paper;
use super::check::{Checks, Lookup};
use super::offer::Asked;
use super::rows::Target;
use super::texts::Texts;
use crate::analysis::methods;
use crate::analysis::paper::field::{PaperField, PaperRecords, Spot};
use crate::error::{Error, Result};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::ProblemId;
use crate::model::problem::Problem;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Draft, Reader};
use crate::tui::screen::Cx;
use crate::tui::typing::Conflict;
use std::sync::Arc;

fn missing(what: &str) -> Error {
    Error::internal(format!("找不到{what}")).hint("文件没有改动。请退出后运行 wenkan verify 检查轮次文件。")
}

/// Opens a paper.
pub(super) fn open(id: ProblemId, cx: &Cx<'_>) -> Result<Paper> {
    let reader = cx.reader()?;
    let problem: Problem = reader.get(id.0)?.ok_or_else(|| missing("这个问题"))?;
    let unit: Unit = reader.get(problem.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    let of_unit: Vec<Suggestion> = reader.children(unit.id.0)?;
    let suggestions = of_unit.into_iter().filter(|s| s.problems.contains(&id)).collect();
    let fixes: Vec<QuickFix> = reader.children(unit.id.0)?;
    let fixes = fixes.into_iter().filter(|f| f.problem == id).collect();
    let mut paper = of(PaperRecords { problem, suggestions, fixes }, unit, cx)?;
    let ids = [id.0].into_iter().chain(paper.records.suggestions.iter().map(|s| s.id.0));
    for id in ids.chain(paper.records.fixes.iter().map(|f| f.id.0)).collect::<Vec<_>>() {
        if let Some(head) = reader.head(id)? {
            paper.texts.found(id, head);
        }
    }
    for draft in reader.drafts()? {
        paper.put_back(draft, reader, cx)?;
    }
    if let Some(spot) = paper.texts.unsealed() {
        paper.focus = Target::Text(spot);
    } else if !paper.records.problem.title.is_empty() {
        paper.focus = Target::Text(Spot::of(PaperField::Facts));
    }
    paper.recheck();
    Ok(paper)
}

/// A problem that has just been made: the file need not have it yet.
pub(super) fn begin(problem: Problem, unit: Unit, cx: &Cx<'_>) -> Result<Paper> {
    let mut paper = of(PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() }, unit, cx)?;
    paper.recheck();
    Ok(paper)
}

/// The screen of these records.
fn of(mut records: PaperRecords, unit: Unit, cx: &Cx<'_>) -> Result<Paper> {
    let reader = cx.reader()?;
    let problem = &mut records.problem;
    problem.basis.sort_by(|a, b| a.order.cmp(&b.order));
    problem.evidence.sort_by(|a, b| a.order.cmp(&b.order));
    problem.responsible.sort_by(|a, b| a.order.cmp(&b.order));
    problem.to_verify.sort_by(|a, b| a.order.cmp(&b.order));
    let book = cx.book()?;
    let method = if book.method.hash == problem.method {
        Arc::clone(&book.method)
    } else {
        Arc::new(methods::method_of(reader, problem.method)?)
    };
    let unit_id = unit.id;
    let mut paper = Paper {
        saved: records.clone(),
        records,
        unit,
        method,
        trees_at: book.round.to.or_else(|| Some(cx.now.date())),
        texts: Texts::default(),
        focus: Target::Text(Spot::of(PaperField::Title)),
        top: 0,
        lookup: Lookup::read(reader, unit_id)?,
        checks: Checks::default(),
        asked: Asked::default(),
    };
    let rows = paper.rows();
    paper.texts.match_rows(&rows, &paper.records);
    Ok(paper)
}

impl Paper {
    fn put_back(&mut self, draft: Draft, reader: &Reader, cx: &Cx<'_>) -> Result<()> {
        let Some(at) = self.texts.place_of(&draft, &self.records) else { return Ok(()) };
        let Some(saved) = self.texts.of(at).map(|t| t.typing.buffer.text()) else { return Ok(()) };
        let moved = self.texts.head(draft.record) != draft.base;
        if !moved || was(at, &draft, &self.records, reader)?.is_some_and(|then| then == saved) {
            self.texts.restore(at, &draft, cx.now);
        } else if saved != draft.text {
            self.texts.add_conflict(Conflict { at, draft, saved });
        }
        Ok(())
    }
}

/// The text as it stood in the revision over which the draft was typed: when only other fields have changed since,
/// nothing has to be asked.
fn was(spot: Spot, draft: &Draft, now: &PaperRecords, reader: &Reader) -> Result<Option<String>> {
    let Some(base) = draft.base else { return Ok(None) };
    let mut old = now.clone();
    let found = match draft.kind {
        Kind::Problem => reader.at_revision(draft.record, base)?.map(|p| old.problem = p),
        Kind::QuickFix => reader.at_revision(draft.record, base)?.map(|f| old.fixes = vec![f]),
        Kind::Suggestion => reader.at_revision(draft.record, base)?.map(|s| old.suggestions = vec![s]),
        _ => None,
    };
    Ok(found.map(|()| old.text(spot)))
}
