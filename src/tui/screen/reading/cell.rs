//! Pages and notes, typed in the row: a draft within a fraction of a second, one revision when the cell is left.

use super::{Reading, Row};
use crate::model::reading::CheckResult;
use crate::model::record::{Kind, Op, Record as _};
use crate::model::value::Instant;
use crate::store::Draft;
use crate::text::{Line, Outcome};
use crate::tui::action::{Action, Edit};
use crate::tui::editing;
use crate::tui::effect::Put;
use crate::tui::screen::Cx;
use crate::tui::typing::{DRAFT_AFTER_MS, SEAL_AFTER_MS};

/// What of a check item is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 页
    Pages,
    /// 备注
    Note,
}

impl Part {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Pages => "页",
            Self::Note => "备注",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Pages => Self::Note,
            Self::Note => Self::Pages,
        }
    }

    /// What a result holds of it.
    pub fn of(self, result: &CheckResult) -> &str {
        match self {
            Self::Pages => &result.pages,
            Self::Note => &result.note,
        }
    }

    fn set(self, result: &mut CheckResult, text: &str) {
        match self {
            Self::Pages => &mut result.pages,
            Self::Note => &mut result.note,
        }
        .replace_range(.., text);
    }

    /// The field of a draft: part and check item, as the item need not have a record yet.
    fn field(self, item: &str) -> String {
        let part = match self {
            Self::Pages => "pages",
            Self::Note => "note",
        };
        format!("{part} {item}")
    }

    /// Reads what [`field`](Self::field) wrote.
    pub(super) fn of_field(field: &str) -> Option<(Self, &str)> {
        match field.split_once(' ')? {
            ("pages", item) => Some((Self::Pages, item)),
            ("note", item) => Some((Self::Note, item)),
            _ => None,
        }
    }
}

/// A cell being typed.
#[derive(Debug)]
pub struct Cell {
    /// The check item, by its place.
    pub at: usize,
    /// What of it.
    pub part: Part,
    /// The text.
    pub line: Line,
    /// What is in the file.
    saved: String,
    /// What is in a draft, if any was posted.
    posted: Option<String>,
    /// When the first key came that is in no draft yet.
    typed_at: Option<i64>,
    /// When the first key came that is not sealed yet.
    since: Option<i64>,
}

impl Cell {
    fn new(at: usize, part: Part, saved: &str) -> Self {
        Self { at, part, line: Line::new(saved), saved: saved.to_owned(), posted: None, typed_at: None, since: None }
    }

    /// A cell with its draft put back.
    pub(super) fn restored(at: usize, part: Part, saved: &str, draft: &Draft, now: Instant) -> Self {
        Self {
            line: Line::new(&draft.text),
            posted: Some(draft.text.clone()),
            since: Some(now.ms),
            ..Self::new(at, part, saved)
        }
    }

    /// Typed and in no draft yet.
    pub fn is_dirty(&self) -> bool {
        self.line.text() != self.posted.as_deref().unwrap_or(&self.saved)
    }

    fn edited(&mut self, now: Instant) {
        if self.is_dirty() {
            self.typed_at.get_or_insert(now.ms);
            self.since.get_or_insert(now.ms);
        }
    }

    fn due(&self, now: Instant) -> (Option<i64>, Option<i64>) {
        // A clock that was put back leaves nothing to wait for.
        let left = |from: i64, wait: i64| if now.ms < from { 0 } else { (from + wait - now.ms).max(0) };
        let draft = self.typed_at.filter(|_| self.is_dirty()).map(|t| left(t, DRAFT_AFTER_MS));
        (draft, self.since.map(|t| left(t, SEAL_AFTER_MS)))
    }
}

impl Reading {
    /// Opens the row: a cell of a check item, the form of an entry.
    pub(super) fn open_row(&mut self, part: Part, cx: &mut Cx<'_>) {
        match self.row() {
            Some(Row::Item(at)) => self.enter_cell(at, part, cx),
            Some(Row::Entry(at)) => self.edit_entry(at, cx),
            None => {}
        }
    }

    pub(super) fn enter_cell(&mut self, at: usize, part: Part, cx: &Cx<'_>) {
        if let Some(checked) = self.checked.get(at) {
            self.cell = Some(Cell::new(at, part, part.of(&checked.result)));
            self.in_entries = false;
            self.items.at = at;
            self.follow(cx);
        }
    }

    /// Writes what is typed and stays in the cell.
    pub(super) fn keep_cell(&mut self, cx: &mut Cx<'_>) {
        let Some(cell) = &mut self.cell else { return };
        let Some(checked) = self.checked.get_mut(cell.at) else { return };
        let text = cell.line.text().trim().to_owned();
        let changed = text != cell.saved;
        if !changed && cell.posted.is_none() {
            return;
        }
        let before = checked.result.clone();
        let mut puts = Vec::new();
        if changed {
            cell.part.set(&mut checked.result, &text);
            puts.push(Put::of(checked.result.clone()));
        }
        puts.push(Put::DropDraft(before.id.0, cell.part.field(&before.item)));
        cell.saved.clone_from(&text);
        (cell.posted, cell.typed_at, cell.since) = (None, None, None);
        // Blanks at the ends are in no record: the cell shows what is.
        if cell.line.text() != text {
            cell.line.set(&text);
        }
        let at = cell.at;
        puts.extend(self.reword_observation(at, &before));
        cx.write(Op::EditCheck, puts);
    }

    /// Writes what is typed and leaves the cell.
    pub(super) fn leave_cell(&mut self, cx: &mut Cx<'_>) {
        self.keep_cell(cx);
        self.cell = None;
    }

    pub(super) fn act_in_cell(&mut self, action: Action, cx: &mut Cx<'_>) {
        let Some((at, part)) = self.cell.as_ref().map(|c| (c.at, c.part)) else { return };
        match action {
            Action::Edit(edit) => self.edit_cell(edit, cx),
            Action::Back => self.leave_cell(cx),
            Action::SwitchFocus => self.go_to_cell(at, part.other(), cx),
            Action::Open if part == Part::Pages => self.go_to_cell(at, Part::Note, cx),
            Action::Open if at + 1 >= self.checked.len() => self.leave_cell(cx),
            Action::Open => self.go_to_cell(at + 1, Part::Pages, cx),
            Action::Down => self.go_to_cell((at + 1).min(self.checked.len().saturating_sub(1)), part, cx),
            Action::Up => self.go_to_cell(at.saturating_sub(1), part, cx),
            Action::MarkObservation => {
                self.keep_cell(cx);
                self.mark_observation(cx);
            }
            Action::TakeEvidence => {
                self.keep_cell(cx);
                self.take_evidence(cx);
            }
            Action::TogglePanel => {
                self.hint = !self.hint;
                self.follow(cx);
            }
            other => cx.nothing(other),
        }
    }

    pub(super) fn go_to_cell(&mut self, at: usize, part: Part, cx: &mut Cx<'_>) {
        self.leave_cell(cx);
        self.enter_cell(at, part, cx);
    }

    fn edit_cell(&mut self, edit: Edit, cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if let Some(cell) = &mut self.cell
            && editing::line(&mut cell.line, edit, &mut cx.shell.clipboard, now) == Outcome::Done
        {
            cell.edited(cx.now);
        }
    }

    pub(super) fn type_cell(&mut self, text: &str, cx: &Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if let Some(cell) = &mut self.cell
            && cell.line.insert(text, now) == Outcome::Done
        {
            cell.edited(cx.now);
        }
    }

    /// Posts the draft, or seals, when that is due; says in how many ms it wants to be called again.
    pub(super) fn tick_cell(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        if self.cell.as_ref()?.due(cx.now).1 == Some(0) {
            self.keep_cell(cx);
        }
        let cell = self.cell.as_mut()?;
        let checked = self.checked.get(cell.at)?;
        if cell.due(cx.now).0 == Some(0) {
            let text = cell.line.text().to_owned();
            (cell.posted, cell.typed_at) = (Some(text.clone()), None);
            cx.draft(Draft {
                record: checked.result.id.0,
                kind: Kind::CheckResult,
                parent: checked.result.parent(),
                field: cell.part.field(&checked.result.item),
                text,
                state: String::new(),
                caret: cell.line.caret(),
                base: checked.base,
                at: cx.now,
            });
        }
        let (draft, seal) = cell.due(cx.now);
        u64::try_from(draft.into_iter().chain(seal).min()?).ok()
    }

    /// Shows a draft and what was saved meanwhile.
    pub(super) fn ask_conflict(&self, cx: &mut Cx<'_>) {
        if let Some(conflict) = &self.conflict {
            let (at, part) = conflict.at;
            let item = self.item(at).map(|i| i.title.clone()).unwrap_or_default();
            cx.push(conflict.ask(&format!("{item} {}", part.chinese())));
        }
    }

    /// The draft becomes a revision either way, so that neither text is lost; the chosen one becomes the head.
    pub(super) fn settle_conflict(&mut self, use_draft: bool, cx: &mut Cx<'_>) {
        let Some(conflict) = self.conflict.take() else { return };
        let (at, part) = conflict.at;
        let Some(checked) = self.checked.get_mut(at) else { return };
        let saved = checked.result.clone();
        let mut draft = saved.clone();
        part.set(&mut draft, conflict.draft.text.trim());
        let drop = Put::DropDraft(conflict.draft.record, conflict.draft.field);
        cx.write(Op::EditCheck, vec![Put::of(draft.clone()), drop]);
        if use_draft {
            checked.result = draft;
        } else {
            cx.write(Op::EditCheck, vec![Put::of(saved)]);
        }
    }
}
