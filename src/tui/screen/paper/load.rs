//! Reading a paper from the file, with the drafts that a crash or a switch-off left behind.

use super::Paper;
use super::check::Checks;
use super::field::{Field, TextField};
use super::records::{Para, Records};
use crate::analysis::methods;
use crate::analysis::paper::Holdings;
use crate::error::{Error, Result};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::ProblemId;
use crate::model::problem::Problem;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Draft, Reader};
use crate::tui::screen::Cx;
use crate::tui::typing::Conflict;
use std::collections::HashMap;
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
    let fix = fixes.into_iter().find(|f| f.problem == id);
    let mut paper = of(Records { problem, suggestions, fix }, unit, cx)?;
    let ids = [id.0].into_iter().chain(paper.records.suggestions.iter().map(|s| s.id.0));
    for id in ids.chain(paper.records.fix.iter().map(|f| f.id.0)).collect::<Vec<_>>() {
        paper.heads.extend(reader.head(id)?.map(|head| (id, head)));
    }
    for draft in reader.drafts()? {
        paper.put_back(draft, reader, cx)?;
    }
    if let Some(text) = paper.texts.iter().find(|t| t.typing.is_unsealed()) {
        paper.focus = Field::Text(text.field);
    } else if !paper.records.problem.title.is_empty() {
        paper.focus = Field::Text(TextField::Facts);
    }
    paper.recheck();
    Ok(paper)
}

/// A problem that has just been made: the file need not have it yet.
pub(super) fn begin(problem: Problem, unit: Unit, cx: &Cx<'_>) -> Result<Paper> {
    let mut paper = of(Records { problem, suggestions: Vec::new(), fix: None }, unit, cx)?;
    paper.recheck();
    Ok(paper)
}

/// The screen of these records.
fn of(mut records: Records, unit: Unit, cx: &Cx<'_>) -> Result<Paper> {
    let reader = cx.reader()?;
    let problem = &mut records.problem;
    problem.basis.sort_by(|a, b| a.order.cmp(&b.order));
    problem.evidence.sort_by(|a, b| a.order.cmp(&b.order));
    problem.responsible.sort_by(|a, b| a.order.cmp(&b.order));
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
        people: Vec::new(),
        texts: Vec::new(),
        focus: Field::Text(TextField::Title),
        top: 0,
        cited: HashMap::new(),
        holdings: Holdings::read(reader, Some(unit_id))?,
        checks: Checks::default(),
        heads: HashMap::new(),
        conflicts: Vec::new(),
        offers: Vec::new(),
        pinning: false,
        replacing: None,
        on_its_way: Vec::new(),
    };
    paper.match_texts();
    Ok(paper)
}

impl Paper {
    fn put_back(&mut self, draft: Draft, reader: &Reader, cx: &Cx<'_>) -> Result<()> {
        let records = &self.records;
        let is_it = |field: TextField| {
            let (kind, record, _) = records.owner(field);
            draft.record == record && draft.kind == kind && draft.field == field.key()
        };
        let Some(at) = self.texts.iter().position(|t| is_it(t.field)) else { return Ok(()) };
        let Some(text) = self.texts.get_mut(at) else { return Ok(()) };
        let saved = text.typing.buffer.text();
        let moved = self.heads.get(&draft.record) != draft.base.as_ref();
        if !moved || was(text.field, &draft, &self.records, reader)?.is_some_and(|then| then == saved) {
            text.typing.restore(&draft, cx.now, Para::default, |_| {});
            text.typing.rebased(cx.now);
        } else if saved != draft.text {
            let at = text.field;
            self.conflicts.push(Conflict { at, draft, saved });
        }
        Ok(())
    }
}

/// The text as it stood in the revision over which the draft was typed: when only other fields have changed since,
/// nothing has to be asked.
fn was(field: TextField, draft: &Draft, now: &Records, reader: &Reader) -> Result<Option<String>> {
    let history = reader.history(draft.record)?;
    let Some(then) = history.into_iter().find(|r| Some(r.rev) == draft.base) else { return Ok(None) };
    let mut old = now.clone();
    let read = match draft.kind {
        Kind::Problem => reader.as_of(&then).map(|p| old.problem = p),
        Kind::QuickFix => reader.as_of(&then).map(|f| old.fix = Some(f)),
        Kind::Suggestion => reader.as_of(&then).map(|s| old.suggestions = vec![s]),
        _ => return Ok(None),
    };
    Ok(read.ok().map(|()| old.text(field)))
}
