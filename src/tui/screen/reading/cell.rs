//! Pages and notes, typed in the row: a draft within a fraction of a second, one revision when the cell is left.

use super::pending::{Intent, Typed};
use super::{Reading, Row};
use crate::acts::drafts::{AsTyped, Discard, Sealing};
pub use crate::acts::reading::check::Part;
use crate::acts::reading::check::SealCell;
use crate::analysis::paper::is_pages;
use crate::error::Error;
use crate::model::merge::{Clash, Side};
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::{Act, Draft};
use crate::text::width::shorten_as;
use crate::text::{Line, Outcome};
use crate::tui::action::{Action, Edit};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::{clash, strikes};
use crate::tui::editing;
use crate::tui::keys::Context;
use crate::tui::typing::{DRAFT_AFTER_MS, SEAL_AFTER_MS};
use crate::tui::update::Cx;
use uuid::Uuid;

/// The field of a draft: part and check item, as the item need not have a record yet.
fn field(part: Part, item: &str) -> String {
    let part = match part {
        Part::Pages => "pages",
        Part::Note => "note",
    };
    format!("{part} {item}")
}

/// Reads what [`field`] wrote.
pub(super) fn of_field(field: &str) -> Option<(Part, &str)> {
    match field.split_once(' ')? {
        ("pages", item) => Some((Part::Pages, item)),
        ("note", item) => Some((Part::Note, item)),
        _ => None,
    }
}

/// A cell whose text was changed elsewhere too.
#[derive(Debug)]
pub(super) struct Clashed {
    typed: Typed,
    found: Clash,
}

/// A cell with withheld words in it.
#[derive(Debug)]
pub(super) struct Struck {
    typed: Typed,
    why: Error,
    /// The question has come up.
    pub(super) asked: bool,
}

/// The tag of the question what becomes of what was refused.
pub(super) const REFUSED: &str = "refused-cells";

/// A cell being typed.
#[derive(Debug)]
pub struct Cell {
    /// The check item, by its place.
    pub at: usize,
    /// What of it.
    pub part: Part,
    /// The text.
    pub line: Line,
    /// What stood there when it was opened.
    opened: String,
    /// What is in the file, or on its way there.
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
        let (line, opened, saved) = (Line::new(saved), saved.to_owned(), saved.to_owned());
        Self { at, part, line, opened, saved, posted: None, typed_at: None, since: None }
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

    /// A cell with what was refused in it, which is in a draft: handed in again when it is left or changed.
    fn refused(at: usize, part: Part, saved: &str, text: &str) -> Self {
        Self { line: Line::new(text), posted: Some(text.to_owned()), ..Self::new(at, part, saved) }
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
    /// Opens the row: a cell of a check item, the form of an entry; `part`: of that, where a part was named.
    pub(super) fn open_row(&mut self, part: Option<Part>, cx: &mut Cx<'_>) {
        match self.row() {
            Some(Row::Item(at)) => self.enter_cell(at, part.unwrap_or(Part::Pages), cx),
            Some(Row::Entry(at)) => self.edit_entry(at, part, cx),
            None => {}
        }
    }

    pub(super) fn enter_cell(&mut self, at: usize, part: Part, cx: &Cx<'_>) {
        if let Some(checked) = self.checked.get(at) {
            let (saved, item) = (part.of(&checked.result), &checked.result.item);
            let refused = self.refused.iter().find(|t| t.is_of(item, part));
            self.cell = Some(match refused {
                Some(typed) => Cell::refused(at, part, saved, &typed.text),
                None => Cell::new(at, part, saved),
            });
            self.cursor.put_on(Row::Item(at));
            self.follow(cx);
        }
    }

    /// Hands in what is typed and stays in the cell.
    pub(super) fn keep_cell(&mut self, cx: &mut Cx<'_>) {
        let Some(cell) = &mut self.cell else { return };
        let Some(checked) = self.checked.get(cell.at) else { return };
        let text = cell.line.text().trim().to_owned();
        let changed = text != cell.saved;
        if !changed && cell.posted.is_none() {
            return;
        }
        let (item, part, base) = (checked.result.item.clone(), cell.part, cell.saved.clone());
        cell.saved.clone_from(&text);
        (cell.posted, cell.typed_at, cell.since) = (None, None, None);
        // Blanks at the ends are in no record: the cell shows what is.
        if cell.line.text() != text {
            cell.line.set(&text);
        }
        if changed {
            self.hand_in(Typed { item, part, base, text, settle: None, strikes: false }, cx);
        } else {
            self.refused.retain(|t| !t.is_of(&item, part));
            cx.act(Discard { drafts: self.drafts_of(part, &item) });
        }
    }

    /// Record and field of what drafts a cell may have.
    fn drafts_of(&self, part: Part, item: &str) -> Vec<(Uuid, String)> {
        let field = field(part, item);
        let old = self.old_drafts.iter().filter(|(_, f)| *f == field).cloned();
        let record = self.checked.iter().find(|c| c.result.item == item).map(|c| c.result.id.0);
        record.map(|id| (id, field.clone())).into_iter().chain(old).collect()
    }

    /// Hands in a text of a cell; its draft goes with it.
    fn hand_in(&mut self, typed: Typed, cx: &mut Cx<'_>) {
        let Some(item) = self.kind.items.iter().find(|i| i.id == typed.item) else { return };
        self.refused.retain(|t| !t.is_of(&typed.item, typed.part));
        let act = SealCell {
            document: self.document.id,
            item: Box::new(item.clone()),
            part: typed.part,
            base: typed.base.clone(),
            text: typed.text.clone(),
            settle: typed.settle,
        };
        let drafts = self.drafts_of(typed.part, &typed.item);
        let act: Box<dyn Act> = if typed.strikes { Box::new(act) } else { Box::new(AsTyped { act: Box::new(act) }) };
        let ticket = cx.act(Sealing { act, drafts });
        self.pending.add(ticket, Intent::Cell(typed));
        self.lay();
    }

    /// The text of a cell was refused: it is in a draft until it is clear what becomes of it, and stands in its cell
    /// unless something else is typed there.
    pub(super) fn cell_refused(&mut self, typed: Typed, error: &Error, cx: &mut Cx<'_>) {
        let at = self.checked.iter().position(|c| c.result.item == typed.item);
        let Some(checked) = at.and_then(|at| self.checked.get(at)) else { return };
        let typing = self.is_typing();
        cx.draft(Draft {
            record: checked.result.id.0,
            kind: Kind::CheckResult,
            parent: Some(self.document.id.0),
            field: field(typed.part, &typed.item),
            caret: typed.text.len(),
            text: typed.text.clone(),
            state: typed.base.clone(),
            base: checked.base,
            at: cx.now,
        });
        let saved = typed.part.of(&checked.result);
        let open = self.cell.as_mut().filter(|c| c.part == typed.part && Some(c.at) == at);
        let typed_on = open.as_ref().is_some_and(|c| c.line.text() != c.saved);
        match open {
            Some(cell) if typed_on => saved.clone_into(&mut cell.saved),
            Some(cell) => *cell = Cell::refused(cell.at, cell.part, saved, &typed.text),
            None => {}
        }
        if !typed_on {
            self.refused.push(typed.clone());
        }
        let held = if let Some(found) = error.as_clash() {
            self.clash = Some(Clashed { typed, found: found.clone() });
            clash::HELD
        } else if error.struck().is_empty() {
            return;
        } else {
            self.struck = Some(Struck { typed, why: Error::copied(error), asked: false });
            strikes::HELD
        };
        if cx.front && !typing {
            self.ask(cx);
        } else {
            cx.warn(Context::Cell.fill(held));
        }
    }

    /// Something is typed that has not been handed in: a question that came up now would take the next key.
    fn is_typing(&self) -> bool {
        self.cell.as_ref().is_some_and(|c| c.line.text() != c.saved)
    }

    /// Asks about a cell that was changed elsewhere too, showing both texts; then about one with withheld words; whether there is any.
    pub(super) fn ask(&mut self, cx: &mut Cx<'_>) -> bool {
        if let Some(clashed) = &self.clash {
            cx.push(clash::question(&clashed.found));
        } else if let Some(struck) = &mut self.struck {
            struck.asked = true;
            cx.push(strikes::question(&struck.why));
        } else {
            return false;
        }
        true
    }

    /// Withheld words are struck out of the cell, or it is typed otherwise.
    pub(super) fn settle_strikes(&mut self, strikes: bool, cx: &mut Cx<'_>) {
        let Some(Struck { typed, .. }) = self.struck.take() else { return };
        if strikes {
            let at = self.checked.iter().position(|c| c.result.item == typed.item);
            let open = self.cell.as_mut().filter(|c| Some(c.at) == at && c.part == typed.part);
            if let Some(cell) = open.filter(|c| c.line.text() == typed.text) {
                cell.saved.clone_from(&typed.text);
                (cell.posted, cell.typed_at, cell.since) = (None, None, None);
            }
            self.hand_in(Typed { strikes, ..typed }, cx);
            return;
        }
        if let Some(at) = self.checked.iter().position(|c| c.result.item == typed.item) {
            self.go_to_cell(at, typed.part, cx);
        }
        cx.warn(strikes::REWRITE);
    }

    /// What was refused and stands in no record is kept as drafts or thrown away before the document is left.
    pub(super) fn ask_to_leave(&self, cx: &mut Cx<'_>) -> bool {
        let Some(typed) = self.refused.first() else { return false };
        let item = self.kind.items.iter().find(|i| i.id == typed.item).map_or("", |i| i.title.as_str());
        let text = format!(
            "“{item}”的{}没有存：{}\n\n留着，下次打开还在；放弃，就是原来的内容。",
            typed.part.chinese(),
            typed.text
        );
        cx.push(Confirm::new(REFUSED, text).words("留着，以后再改", "放弃这处改动"));
        true
    }

    /// Throws away what was refused.
    pub(super) fn drop_refused(&mut self, cx: &mut Cx<'_>) {
        for typed in std::mem::take(&mut self.refused) {
            cx.act(Discard { drafts: self.drafts_of(typed.part, &typed.item) });
        }
    }

    /// Hands the text in again, for one side.
    pub(super) fn settle_clash(&mut self, side: Side, cx: &mut Cx<'_>) {
        let Some(Clashed { typed, found }) = self.clash.take() else { return };
        let settle = found.head.map(|head| (head, side));
        self.hand_in(Typed { settle, ..typed }, cx);
        if side == Side::Theirs {
            self.forget_cell(cx);
        }
    }

    /// The cell shows what is in the file.
    fn forget_cell(&mut self, cx: &Cx<'_>) {
        if let Some((at, part)) = self.cell.as_ref().map(|c| (c.at, c.part)) {
            self.enter_cell(at, part, cx);
        }
    }

    /// Rows have been read again: a cell in which nothing is typed shows what they say.
    pub(super) fn refresh_cell(&mut self) {
        let Some(cell) = &mut self.cell else { return };
        let Some(checked) = self.checked.get(cell.at) else { return };
        let now = cell.part.of(&checked.result);
        if now != cell.saved && cell.line.text() == cell.saved {
            cell.line.set(now);
            now.clone_into(&mut cell.saved);
        }
    }

    /// Hands in what is typed and leaves the cell.
    pub(super) fn leave_cell(&mut self, cx: &mut Cx<'_>) {
        self.keep_cell(cx);
        let Some(cell) = self.cell.take().filter(|c| c.part == Part::Pages && c.line.text() != c.opened) else {
            return;
        };
        let text = cell.line.text();
        if !is_pages(text) {
            let text = shorten_as(text, 24, cx.shell.ambiguous);
            cx.warn(format!(
                "“{text}”不像页码，已照写，请核对。页码写成 5、11-23、第3页背面、记0012号；别的话写在备注里。"
            ));
        }
    }

    pub(super) fn act_in_cell(&mut self, action: Action, cx: &mut Cx<'_>) {
        let Some((at, part)) = self.cell.as_ref().map(|c| (c.at, c.part)) else { return };
        match action {
            Action::Edit(edit) => self.edit_cell(edit, cx),
            // The keys after it are those of the rows again: a figure is a verdict.
            Action::Back | Action::Open => self.leave_cell(cx),
            Action::NextZone if part == Part::Pages => self.go_to_cell(at, Part::Note, cx),
            Action::NextZone if at + 1 >= self.checked.len() => self.leave_cell(cx),
            Action::NextZone => self.go_to_cell(at + 1, Part::Pages, cx),
            Action::PrevZone if part == Part::Note => self.go_to_cell(at, Part::Pages, cx),
            Action::PrevZone if at == 0 => self.leave_cell(cx),
            Action::PrevZone => self.go_to_cell(at - 1, Part::Note, cx),
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
            Action::Add => {
                self.leave_cell(cx);
                self.add_entry(cx);
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
        if let Some(cell) = &mut self.cell {
            let before = cell.line.text().to_owned();
            if editing::line(&mut cell.line, edit, Context::Cell, cx) == Outcome::Done {
                cell.edited(cx.now);
                self.changed_from(&before);
            }
        }
    }

    pub(super) fn type_cell(&mut self, text: &str, cx: &Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if let Some(cell) = &mut self.cell {
            let before = cell.line.text().to_owned();
            if cell.line.insert(text, now) == Outcome::Done {
                cell.edited(cx.now);
                self.changed_from(&before);
            }
        }
    }

    /// What stands in the cell was refused no longer once it is another text.
    fn changed_from(&mut self, before: &str) {
        let Some(cell) = self.cell.as_ref().filter(|c| c.line.text() != before) else { return };
        if let Some(checked) = self.checked.get(cell.at) {
            self.refused.retain(|t| !t.is_of(&checked.result.item, cell.part));
        }
    }

    /// Posts what is typed in the cell as a draft.
    pub(super) fn post_cell(&mut self, cx: &mut Cx<'_>) {
        let Some(cell) = &mut self.cell else { return };
        let Some(checked) = self.checked.get(cell.at) else { return };
        let text = cell.line.text().to_owned();
        (cell.posted, cell.typed_at) = (Some(text.clone()), None);
        cx.draft(Draft {
            record: checked.result.id.0,
            kind: Kind::CheckResult,
            parent: Some(checked.result.document.0),
            field: field(cell.part, &checked.result.item),
            text,
            // Over which text it is typed.
            state: cell.saved.clone(),
            caret: cell.line.caret(),
            base: checked.base,
            at: cx.now,
        });
    }

    /// Posts the draft, or seals, when that is due; says in how many ms it wants to be called again.
    pub(super) fn tick_cell(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        if self.cell.as_ref()?.due(cx.now).1 == Some(0) {
            self.keep_cell(cx);
        }
        if self.cell.as_ref()?.due(cx.now).0 == Some(0) {
            self.post_cell(cx);
        }
        let cell = self.cell.as_ref()?;
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
        let Some(item) = self.item(at).map(|i| i.id.clone()) else { return };
        let (saved, draft) = (conflict.saved, conflict.draft.text.trim().to_owned());
        let typed = Typed { item, part, base: saved.clone(), text: draft.clone(), settle: None, strikes: false };
        self.hand_in(typed.clone(), cx);
        if !use_draft {
            self.hand_in(Typed { base: draft, text: saved, ..typed }, cx);
        }
    }
}
