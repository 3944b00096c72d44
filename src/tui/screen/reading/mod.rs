//! A document being read: its check items with verdict, pages and note, and the entries noted from it.
//!
//! Nothing is saved by hand: a verdict is written with its key; pages and notes are typed in the row, a draft follows
//! within a fraction of a second, and leaving the row seals them. Rows show what is in the file with what is on its way
//! there on top (`pending`).

mod cell;
mod cursor;
mod entries;
mod layout;
mod load;
mod marks;
mod pending;
mod pointer;

use crate::acts::reading::check::SetVerdict;
use crate::acts::reading::document::NoteClean;
use crate::error::{Error, Result};
use crate::method::records::{CheckItem, EntryKind, RecordKind};
use crate::method::types::Method;
use crate::model::evidence::Evidence;
use crate::model::ids::{DocumentId, EntryId, EvidenceId, Hash};
use crate::model::merge::Side;
use crate::model::observation::Observation;
use crate::model::reading::{CheckResult, Document, Entry, Verdict};
use crate::model::record::Changes;
use crate::model::round::Unit;
use crate::store::Ticket;
use crate::tui::action::Action;
use crate::tui::dialog::clash::Conflict;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::{clash, strikes};
use crate::tui::forms;
use crate::tui::forms::fields::Engine;
use crate::tui::keys::Context;
use crate::tui::list::Step;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
pub use cell::{Cell, Part};
pub use cursor::Row;
use cursor::{Cursor, Zone, Zones};
use pending::{Intent, Pending, Typed};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;
use uuid::Uuid;

/// The result of one check item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The result as it stands in the file, with what is on its way there.
    pub result: CheckResult,
    /// Its head revision in the file; `None` until it is written.
    pub base: Option<Hash>,
}

/// A document on the screen.
#[derive(Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Of which unit.
    pub unit: Unit,
    /// The method with which it was begun.
    pub method: Arc<Method>,
    /// Its kind of record.
    pub kind: RecordKind,
    /// The kind of entry noted from it; `None`: the method has none for this kind.
    pub entry_kind: Option<EntryKind>,
    /// What entries are shown and typed with.
    pub engine: Engine,
    /// One result a check item, in the order of the method.
    pub checked: Vec<Checked>,
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// Observations marked in this document.
    pub observations: Vec<Observation>,
    /// Evidence taken from it.
    pub evidence: Vec<Evidence>,
    /// How many files are attached to it.
    pub attached: usize,
    /// Where one is in them.
    cursor: Cursor,
    /// The cell being typed.
    pub cell: Option<Cell>,
    /// The hint is opened.
    pub hint: bool,
    /// What was handed in and is not in the file yet.
    pending: Pending,
    /// A draft typed over a text that is not in the file any more.
    conflict: Option<Conflict<(usize, Part)>>,
    /// A cell whose text was changed elsewhere too, until one of the two is chosen.
    clash: Option<cell::Clashed>,
    /// A cell with withheld words in it, until the user says whether they are struck.
    struck: Option<cell::Struck>,
    /// Texts of cells as they were refused: not changed nor handed in again since.
    refused: Vec<Typed>,
    /// Drafts (record, field) under an id that the result of their item has not got.
    old_drafts: Vec<(Uuid, String)>,
    /// The entry that is to go to the bin once that is confirmed.
    going: Option<EntryId>,
    /// The evidence that is to be let go once that is confirmed.
    going_evidence: Option<EvidenceId>,
}

impl Reading {
    /// Opens a document as it stands in the file, with what was being typed put back.
    pub fn open(id: DocumentId, cx: &Cx<'_>) -> Result<Self> {
        load::open(id, cx)
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<Row> {
        self.cursor.row(self.checked.len(), self.entries.len())
    }

    /// The check item at that place.
    pub fn item(&self, at: usize) -> Option<&CheckItem> {
        self.kind.items.get(at)
    }

    /// Check items that have been looked at.
    pub fn seen(&self) -> usize {
        self.checked.iter().filter(|c| c.result.verdict != Verdict::Unread).count()
    }

    /// Check items with a problem.
    pub fn problems(&self) -> usize {
        self.checked.iter().filter(|c| c.result.verdict == Verdict::Problem).count()
    }

    /// Puts the cursor on the check item of that id.
    pub fn put_on_item(&mut self, item: &str) {
        if let Some(at) = self.kind.items.iter().position(|i| i.id == item) {
            self.cursor.put_on(Row::Item(at));
        }
    }

    /// Puts the cursor on that entry.
    pub fn put_on_entry(&mut self, entry: EntryId) {
        if let Some(at) = self.entries.iter().position(|e| e.id == entry) {
            self.cursor.put_on(Row::Entry(at));
        }
    }

    fn zones(&self, cx: &Cx<'_>) -> Zones {
        let places = layout::places(self, cx.area, cx.shell);
        let items = Zone { len: self.checked.len(), height: places.items.height };
        Zones { items, entries: Zone { len: self.entries.len(), height: places.entries.height } }
    }

    fn follow(&mut self, cx: &Cx<'_>) {
        self.cursor.keep_in(self.entries.len());
        self.cursor.show(self.zones(cx));
    }

    fn moves(&mut self, action: Action, cx: &Cx<'_>) -> bool {
        let zones = self.zones(cx);
        let Some(step) = Step::of(action, self.cursor.height(zones)) else { return false };
        self.cursor.step(step, zones);
        self.follow(cx);
        true
    }

    /// Gives a verdict; the same one again takes it back.
    fn judge(&mut self, verdict: Verdict, cx: &mut Cx<'_>) {
        let Some(Row::Item(at)) = self.row() else {
            cx.not_here(Context::Reading.fill("结论是对要点下的；这个条目要追查，按 {key:MarkObservation} 标为疑点。"));
            return;
        };
        let Some(result) = self.checked.get(at).map(|c| &c.result) else { return };
        let again = result.verdict == verdict;
        let had = !result.pages.is_empty() || !result.note.is_empty() || self.taken(Row::Item(at)).is_some();
        let verdict = if again { Verdict::Unread } else { verdict };
        let (item, at) = (result.item.clone(), cx.now);
        let act = SetVerdict { document: self.document.id, item: item.clone(), verdict, at };
        let ticket = if verdict == Verdict::Problem && self.document.clean.is_some() {
            cx.act_saying(act, "这份资料有问题了，“读过，未发现问题”已取消。")
        } else if again {
            let said = if had {
                "已取消结论，回到未看；页码、备注和支撑材料还在。要改回来按 {key:UndoAct}。"
            } else {
                "已取消结论，回到未看。要改回来按 {key:UndoAct}。"
            };
            cx.act_saying(act, Context::Reading.fill(said))
        } else {
            cx.act(act)
        };
        self.pending.add(ticket, Intent::Verdict { item, verdict, by: cx.me(), at });
        self.lay();
    }

    /// The next check item that has not been looked at; from the end one goes on at the beginning.
    fn next_open(&mut self, cx: &mut Cx<'_>) {
        let open = |at: usize| self.checked.get(at).is_some_and(|c| c.result.verdict == Verdict::Unread);
        match self.cursor.next_item(self.checked.len(), open) {
            Some(at) => {
                self.cursor.put_on(Row::Item(at));
                self.follow(cx);
            }
            None => cx.not_here("要点都看过了。"),
        }
    }

    /// 读过，未发现问题, or takes that back. Verdicts are left as they are: what was not looked at item by item stays so.
    fn read_clean(&self, cx: &mut Cx<'_>) {
        if self.problems() > 0 {
            cx.not_here("有要点已定为“有问题”，不能记“读过，未发现问题”。");
        } else if self.document.clean.is_some() {
            let text = "已记为“读过，未发现问题”。要取消吗？";
            cx.push(Confirm::new("not-clean", text).words("取消这一记录", "保留").grave());
        } else {
            cx.push(forms::read_clean::form(&self.document));
        }
    }

    fn not_clean(&self, cx: &mut Cx<'_>) {
        cx.act_saying(NoteClean { document: self.document.id, clean: None }, "已取消“读过，未发现问题”。");
    }

    fn switch_zone(&mut self, cx: &mut Cx<'_>) {
        if self.entries.is_empty() {
            cx.not_here(Context::Reading.fill("还没有条目。按 {key:Add} 加一个。"));
        } else {
            self.cursor.switch();
            self.follow(cx);
        }
    }

    /// Lays what is on its way to the file over what was read from it, and both under the cell that is open.
    fn lay(&mut self) {
        for checked in &mut self.checked {
            self.pending.lay(&mut checked.result);
        }
        self.refresh_cell();
    }

    /// An action of this screen came to its end: rows show what is in the file now.
    fn settled(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = load::results(self, cx) {
            cx.fail(&e);
        }
    }

    fn act_on_rows(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.moves(action, cx) {
            return;
        }
        match action {
            Action::Verdict(n) => {
                if let Some(verdict) = Verdict::ALL.get(usize::from(n)) {
                    self.judge(*verdict, cx);
                }
            }
            Action::Open => self.open_row(None, cx),
            Action::EditPages => self.open_row(Some(Part::Pages), cx),
            Action::EditNote => self.open_row(Some(Part::Note), cx),
            Action::NextOpen => self.next_open(cx),
            Action::Add => self.add_entry(cx),
            Action::Delete => self.ask_delete(cx),
            Action::MarkObservation => self.mark_observation(cx),
            Action::TakeEvidence => self.take_evidence(cx),
            Action::ReadClean => self.read_clean(cx),
            Action::TogglePanel => self.toggle_hint(cx),
            Action::SwitchFocus => self.switch_zone(cx),
            Action::Attach => self.attach(cx),
            Action::About => self.about(cx),
            Action::EditDocument => self.edit_document(cx),
            Action::Back if self.ask_to_leave(cx) => {}
            Action::Back => cx.reply(Reply::Changed),
            other => cx.nothing(other),
        }
    }

    fn toggle_hint(&mut self, cx: &Cx<'_>) {
        self.hint = !self.hint;
        self.follow(cx);
    }

    fn attach(&self, cx: &mut Cx<'_>) {
        let caption = match self.row() {
            Some(Row::Item(at)) => self.item(at).map(|i| format!("{} {}", i.label, i.title)),
            Some(Row::Entry(at)) => self.entries.get(at).map(|e| self.entry_line(e)),
            None => None,
        };
        cx.push(forms::attach::form(self.document.id.0, &caption.unwrap_or_default()));
    }

    fn about(&self, cx: &mut Cx<'_>) {
        match crate::tui::screen::documents::about::page(&self.document, cx) {
            Ok(page) => cx.push(page),
            Err(e) => cx.fail(&e),
        }
    }

    fn edit_document(&self, cx: &mut Cx<'_>) {
        match forms::document::form(&self.unit, Some(&self.document), None, cx) {
            Ok(form) => cx.push(form),
            Err(e) => cx.fail(&e),
        }
    }
}

impl Screen for Reading {
    fn context(&self) -> Context {
        if self.cell.is_some() { Context::Cell } else { Context::Reading }
    }

    fn on(&self) -> Option<Uuid> {
        Some(self.document.id.0)
    }

    fn title(&self, _shell: &Shell) -> String {
        format!("查阅  {} {}  {}", self.document.cited(), self.document.form.chinese(), self.unit.name)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let idle = match action {
            Action::Verdict(_) => !matches!(self.row(), Some(Row::Item(_))),
            Action::NextOpen => self.seen() == self.checked.len(),
            Action::Open if self.cell.is_some() => false,
            Action::EditPages | Action::EditNote | Action::Open | Action::MarkObservation | Action::TakeEvidence => {
                self.row().is_none()
            }
            Action::Add => self.entry_kind.is_none(),
            Action::SwitchFocus => self.entries.is_empty(),
            Action::ReadClean => self.problems() > 0,
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "上面是这一类资料的检查要点，下面是从这份资料里记下的条目（会议、笔记、凭证……）。上下键走到哪一行，键就作用在哪一行。",
            "结论：未看、无问题、有问题、不适用。有问题的要点会成为候选问题；写明页码和备注，候选里就带着。",
            "行前的标记：! 标为疑点　+ 已取为支撑材料　* 两样都有",
            "整份读过、没有发现问题，按 {key:ReadClean}，写明读了哪几卷、哪几月、哪几页：这本身是一个结论。没有逐条下结论的要点仍是“未看”，\
             但这份资料算已看。之后把某条定为“有问题”，这一记录自动取消。",
            "疑点按 {key:MarkObservation} 标，再按取消；支撑材料按 {key:TakeEvidence} 取，页码带过去，写底稿时选用。",
            "不用存盘：结论按下就存好，页码和备注停一下就自动存好。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.cell.is_some() {
            self.act_in_cell(action, cx);
        } else {
            self.act_on_rows(action, cx);
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.type_cell(text, cx);
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.point(mouse, cx);
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes("not-clean")) => self.not_clean(cx),
            Some(Reply::Kept(id)) => {
                if let Some(entry) = self.entries.iter().map(|e| e.id).find(|e| e.0 == *id) {
                    self.put_on_entry(entry);
                }
            }
            Some(Reply::Yes("entry")) => self.delete_entry(cx),
            Some(Reply::Yes("evidence")) => self.drop_evidence(cx),
            Some(Reply::Yes("draft")) => self.settle_conflict(true, cx),
            Some(Reply::No("draft")) => self.settle_conflict(false, cx),
            Some(Reply::Yes(clash::TAG)) => self.settle_clash(Side::Ours, cx),
            Some(Reply::No(clash::TAG)) => self.settle_clash(Side::Theirs, cx),
            Some(Reply::Yes(strikes::TAG)) => self.settle_strikes(true, cx),
            Some(Reply::No(strikes::TAG)) => self.settle_strikes(false, cx),
            Some(Reply::Yes(cell::REFUSED)) => cx.reply(Reply::Changed),
            Some(Reply::No(cell::REFUSED)) => {
                self.drop_refused(cx);
                cx.reply(Reply::Changed);
            }
            None if self.clash.is_none() && self.struck.as_ref().is_some_and(|s| s.asked) => {
                self.settle_strikes(false, cx);
            }
            None => {
                self.ask_conflict(cx);
                self.ask(cx);
            }
            _ => {}
        }
        self.follow(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        if let Err(e) = load::changes(self, changes, cx) {
            cx.fail(&e);
        }
        self.follow(cx);
    }

    fn done(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        self.pending.settle(ticket);
        self.settled(cx);
    }

    fn refused(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        let intent = self.pending.settle(ticket);
        self.settled(cx);
        if let Some(Intent::Cell(typed)) = intent {
            self.cell_refused(typed, error, cx);
        }
        self.follow(cx);
    }

    fn ask_held(&mut self, cx: &mut Cx<'_>) -> bool {
        self.ask(cx)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = load::again(self, cx) {
            cx.fail(&e);
        }
        self.follow(cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.follow(cx);
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        if self.dirty() {
            self.post_cell(cx);
        }
    }

    fn seal(&mut self, cx: &mut Cx<'_>) {
        self.keep_cell(cx);
    }

    fn holds_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    fn dirty(&self) -> bool {
        self.cell.as_ref().is_some_and(Cell::is_dirty)
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        self.tick_cell(cx)
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area, shell)
    }
}
