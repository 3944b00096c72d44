//! Reading a paper from the file, with the drafts that a crash or a switch-off left behind.

use super::Paper;
use super::check::Checks;
use super::focus::Focus;
use super::lookup::Lookup;
use super::offer::Asked;
use super::rows::Target;
use super::sheet::Sheet;
use super::writes::Writes;
use crate::analysis::paper::field::{PaperField, PaperRecords, Spot};
use crate::error::Result;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::ProblemId;
use crate::model::problem::Problem;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Draft, Reader};
use crate::tui::update::{Cx, missing};
use uuid::Uuid;

/// Opens a paper; its focus is where something was typed, else in its facts, else at its title.
pub(super) fn open(id: ProblemId, cx: &Cx<'_>) -> Result<Paper> {
    let reader = cx.reader()?;
    let records = records(reader, id)?.ok_or_else(|| missing("这个问题"))?;
    let unit: Unit = reader.get(records.problem.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    let book = cx.book()?;
    let method = cx.method(records.problem.method)?;
    let mut sheet = Sheet::new(records, method, book.round.to.or_else(|| Some(cx.now.date())));
    sheet.put_back(reader, cx.now)?;
    let begun = || if sheet.problem().title.is_empty() { PaperField::Title } else { PaperField::Facts };
    let focus = sheet.unsealed().unwrap_or_else(|| Spot::of(begun()));
    let mut paper = Paper {
        sheet,
        focus: Focus::new(Target::Text(focus)),
        writes: Writes::default(),
        lookup: Lookup::read(unit.id, cx)?,
        checks: Checks::default(),
        asked: Asked::default(),
    };
    paper.recheck();
    Ok(paper)
}

/// Opens a paper that was begun or adopted just now: its title comes first.
pub(super) fn open_new(id: ProblemId, cx: &Cx<'_>) -> Result<Paper> {
    let mut paper = open(id, cx)?;
    if paper.sheet.unsealed().is_none() {
        paper.focus.set(Target::Text(Spot::of(PaperField::Title)));
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

/// The text as it stood in the revision over which the draft was typed: when only other fields have changed since,
/// nothing has to be asked.
pub(super) fn was(spot: Spot, draft: &Draft, now: &PaperRecords, reader: &Reader) -> Result<Option<String>> {
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
