//! Reading a paper from the file, with the drafts that a crash or a switch-off left behind.

use super::Paper;
use super::check::{Checks, Lookup};
use super::offer::Asked;
use super::rows::Target;
use super::texts::Texts;
use super::write::Writes;
use crate::analysis::methods;
use crate::analysis::paper::field::{PaperField, PaperRecords, Spot};
use crate::error::{Error, Result};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::ProblemId;
use crate::model::problem::Problem;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Draft, Reader};
use crate::tui::dialog::clash::Conflict;
use crate::tui::update::Cx;
use std::sync::Arc;
use uuid::Uuid;

fn missing(what: &str) -> Error {
    Error::internal(format!("找不到{what}")).hint("文件没有改动。请退出后运行 wenkan verify 检查轮次文件。")
}

/// Opens a paper.
pub(super) fn open(id: ProblemId, cx: &Cx<'_>) -> Result<Paper> {
    let reader = cx.reader()?;
    let records = records(reader, id)?.ok_or_else(|| missing("这个问题"))?;
    let unit: Unit = reader.get(records.problem.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    let mut paper = of(records, unit, cx)?;
    for id in ids(&paper.records) {
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

/// Opens a paper that was begun or adopted just now: its title comes first.
pub(super) fn open_new(id: ProblemId, cx: &Cx<'_>) -> Result<Paper> {
    let mut paper = open(id, cx)?;
    if paper.texts.unsealed().is_none() {
        paper.focus = Target::Text(Spot::of(PaperField::Title));
    }
    Ok(paper)
}

/// The records of a paper, their lists in order; `None` when it is in the bin.
pub(super) fn records(reader: &Reader, id: ProblemId) -> Result<Option<PaperRecords>> {
    let Some(mut problem) = reader.get::<Problem>(id.0)? else { return Ok(None) };
    problem.basis.sort_by(|a, b| a.order.cmp(&b.order));
    problem.evidence.sort_by(|a, b| a.order.cmp(&b.order));
    problem.responsible.sort_by(|a, b| a.order.cmp(&b.order));
    problem.to_verify.sort_by(|a, b| a.order.cmp(&b.order));
    let mut suggestions: Vec<Suggestion> = reader.children(problem.unit.0)?;
    suggestions.retain(|s| s.problems.contains(&id));
    let mut fixes: Vec<QuickFix> = reader.children(problem.unit.0)?;
    fixes.retain(|f| f.problem == id);
    Ok(Some(PaperRecords { problem, suggestions, fixes }))
}

/// The records of a paper by id.
pub(super) fn ids(records: &PaperRecords) -> Vec<Uuid> {
    let suggestions = records.suggestions.iter().map(|s| s.id.0);
    let fixes = records.fixes.iter().map(|f| f.id.0);
    [records.problem.id.0].into_iter().chain(suggestions).chain(fixes).collect()
}

/// The screen of these records.
fn of(records: PaperRecords, unit: Unit, cx: &Cx<'_>) -> Result<Paper> {
    let reader = cx.reader()?;
    let problem = &records.problem;
    let book = cx.book()?;
    let method = if book.method.hash == problem.method {
        Arc::clone(&book.method)
    } else {
        Arc::new(methods::method_of(reader, problem.method)?)
    };
    let unit_id = unit.id;
    let mut paper = Paper {
        records,
        unit,
        method,
        trees_at: book.round.to.or_else(|| Some(cx.now.date())),
        texts: Texts::default(),
        writes: Writes::default(),
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
