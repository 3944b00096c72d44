//! The documents of a unit, by kind of record: what is registered, how far it is read, what is still to be returned.

pub mod about;
mod excuses;
mod layout;
mod load;

use crate::acts::reading::document::DeleteDocument;
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::DocumentId;
use crate::model::reading::Document;
use crate::model::record::{Changes, Kind};
use crate::model::round::Unit;
use crate::model::value::PartialDate;
use crate::tui::action::Action;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::forms;
use crate::tui::forms::document::Begin;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::loans::{Loans, leaving};
use crate::tui::screen::reading::Reading;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Reply, Screen, Seen};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// One document as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The document.
    pub document: Document,
    /// Whose it is, for kinds kept by a person.
    pub whose: String,
    /// Its kind, as a place in the method of now; `None`: that method has no such kind.
    pub kind: Option<usize>,
    /// Check items looked at, and of how many.
    pub seen: (usize, usize),
    /// Check items with a problem.
    pub problems: usize,
}

impl Listed {
    /// Nothing is left to look at: read as a whole, or item by item.
    pub fn is_read(&self) -> bool {
        self.document.clean.is_some() || self.seen.0 >= self.seen.1
    }
}

/// The documents of one unit.
#[derive(Debug)]
pub struct Documents {
    /// The unit.
    pub unit: Unit,
    /// The method of now, whose kinds are listed.
    pub method: Arc<Method>,
    /// All documents, in the order of the kinds and periods.
    pub all: Vec<Listed>,
    /// Places in `all` that are listed.
    pub shown: Vec<usize>,
    /// Only this kind, as a place in the method.
    pub only: Option<usize>,
    /// The cursor.
    pub list: ListState,
    /// Today.
    pub today: PartialDate,
    going: Option<DocumentId>,
    /// What the file was when it was last read, and on which day.
    seen: Option<Seen>,
}

impl Documents {
    /// The documents of `unit`; `only`: of that kind, as a place in the method.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn open(unit: &Unit, only: Option<usize>, cx: &Cx<'_>) -> Result<Self> {
        let mut documents = Self {
            unit: unit.clone(),
            method: Arc::clone(&cx.book()?.method),
            all: Vec::new(),
            shown: Vec::new(),
            only,
            list: ListState::default(),
            today: cx.now.date(),
            going: None,
            seen: None,
        };
        documents.look(cx)?;
        Ok(documents)
    }

    fn look(&mut self, cx: &Cx<'_>) -> Result<()> {
        // What could not be read is read again when one comes back.
        self.seen = None;
        let seen = Seen::now(cx);
        let kept = self.current().map(|l| l.document.id);
        let reader = cx.reader()?;
        if let Some(unit) = reader.get(self.unit.id.0)? {
            self.unit = unit;
        }
        self.all = load::listed(reader, &self.unit, &self.method, cx)?;
        self.today = cx.now.date();
        self.relist(cx);
        let at =
            kept.and_then(|id| self.shown.iter().position(|i| self.all.get(*i).is_some_and(|l| l.document.id == id)));
        if let Some(at) = at {
            self.list.put(at, self.shown.len(), Self::height(cx));
        }
        self.seen = seen;
        Ok(())
    }

    /// Puts the cursor on a document that was just saved; all kinds are shown when it is of another than the one shown.
    fn put_on(&mut self, id: uuid::Uuid, cx: &Cx<'_>) {
        let Some(place) = self.all.iter().position(|l| l.document.id.0 == id) else { return };
        if !self.shown.contains(&place) {
            self.show_only(None, cx);
        }
        if let Some(at) = self.shown.iter().position(|i| *i == place) {
            self.list.put(at, self.shown.len(), Self::height(cx));
        }
    }

    fn relist(&mut self, cx: &Cx<'_>) {
        let only = self.only;
        let shown = |at: &usize| only.is_none() || self.all.get(*at).is_some_and(|l| l.kind == only);
        self.shown = (0..self.all.len()).filter(shown).collect();
        self.list.show(self.shown.len(), Self::height(cx));
    }

    fn height(cx: &Cx<'_>) -> usize {
        usize::from(layout::places(cx.area).rows.height)
    }

    /// The document under the cursor.
    pub fn current(&self) -> Option<&Listed> {
        self.shown.get(self.list.at).and_then(|i| self.all.get(*i))
    }

    /// How many documents of a kind, and how many of them are read.
    pub fn count(&self, kind: usize) -> (usize, usize) {
        let of = || self.all.iter().filter(move |l| l.kind == Some(kind));
        (of().count(), of().filter(|l| l.is_read()).count())
    }

    fn show_only(&mut self, only: Option<usize>, cx: &Cx<'_>) {
        if only.is_none_or(|at| at < self.method.records.len()) {
            self.only = only;
            self.list = ListState::default();
            self.relist(cx);
        }
    }

    /// All, then kind by kind, then all again.
    fn turn(&mut self, forward: bool, cx: &Cx<'_>) {
        let len = self.method.records.len() + 1;
        let now = self.only.map_or(0, |at| at + 1);
        let next = if forward { (now + 1) % len } else { (now + len - 1) % len };
        self.show_only(next.checked_sub(1), cx);
    }

    fn open_current(&self, cx: &mut Cx<'_>) {
        let Some(id) = self.current().map(|l| l.document.id) else {
            cx.not_here(Context::Documents.fill("还没有资料。按 {key:Add} 登记一份。"));
            return;
        };
        match Reading::open(id, cx) {
            Ok(reading) => cx.push(reading),
            Err(e) => cx.fail(&e),
        }
    }

    fn form(&self, edit: bool, cx: &mut Cx<'_>) -> Result<()> {
        let old = if edit { self.current().map(|l| &l.document) } else { None };
        if edit && old.is_none() {
            cx.not_here(Context::Documents.fill("还没有资料。按 {key:Add} 登记一份。"));
            return Ok(());
        }
        let kind = self.only.and_then(|at| self.method.records.get(at)).map(|k| Begin::Kind(&k.id));
        let form = forms::document::form(&self.unit, old, kind, cx)?;
        cx.push(form);
        Ok(())
    }

    /// A registration by mistake may go; a document that anything hangs on stays.
    fn ask_delete(&mut self, cx: &mut Cx<'_>) {
        let Some(listed) = self.current() else {
            cx.not_here(Context::Documents.fill("还没有资料。按 {key:Add} 登记一份。"));
            return;
        };
        let (id, cited) = (listed.document.id, listed.document.cited());
        let question = Confirm::deletion("document", format!("删除“{cited}”的登记吗？"));
        if cx.ask_before(&DeleteDocument { document: id }, question) {
            self.going = Some(id);
        }
    }

    fn delete(&mut self, cx: &mut Cx<'_>) {
        if let Some(document) = self.going.take() {
            cx.act_saying(DeleteDocument { document }, "已删除登记。");
        }
    }

    fn other(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        match action {
            Action::Add => self.form(false, cx)?,
            Action::EditRow => self.form(true, cx)?,
            Action::Excuse => excuses::show(&self.unit, &self.method, cx)?,
            Action::Loans => {
                let loans = Loans::open(&self.unit, cx)?;
                cx.push(loans);
            }
            Action::Leaving => {
                let page = leaving::page(&self.unit, cx)?;
                cx.push(page);
            }
            Action::About => {
                if let Some(listed) = self.current() {
                    let page = about::page(&listed.document, cx)?;
                    cx.push(page);
                } else {
                    cx.not_here(Context::Documents.fill("还没有资料。按 {key:Add} 登记一份。"));
                }
            }
            Action::Delete => self.ask_delete(cx),
            other => cx.nothing(other),
        }
        Ok(())
    }
}

impl Screen for Documents {
    fn context(&self) -> Context {
        Context::Documents
    }

    fn on(&self) -> Option<uuid::Uuid> {
        self.current().map(|l| l.document.id.0)
    }

    fn title(&self, _shell: &Shell) -> String {
        let kind = self.only.and_then(|at| self.method.records.get(at)).map(|k| format!(" / {}", k.title));
        format!("资料  {}{}", self.unit.name, kind.unwrap_or_default())
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let of_row = matches!(action, Action::Open | Action::EditRow | Action::About);
        (of_row && self.current().is_none()).then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "五必看的资料，每份一行。已看：下了结论的要点 / 要点总数；“读过”是整份读过、未发现问题。",
            "上面一排是各类：已看完的份数 / 份数；按数字只看那一类，按 {key:ShowOnly(0)} 看全部。",
            "有问题：定为“有问题”的要点有几条。应还：哪天以前要还，后面的 ! 是过了期还在手里，“已归还”是已经还了。",
            "某一类或某一年没有、不查，按 {key:Excuse} 写明原因，首页就不再算它没看。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.shown.len(), layout::places(cx.area).rows) {
            return;
        }
        match action {
            Action::Open => self.open_current(cx),
            Action::ShowOnly(n) => self.show_only(usize::from(n).checked_sub(1), cx),
            Action::NextZone => self.turn(true, cx),
            Action::PrevZone => self.turn(false, cx),
            Action::Back if self.only.is_some() => self.show_only(None, cx),
            Action::Back => cx.reply(Reply::Changed),
            other => {
                if let Err(e) = self.other(other, cx) {
                    cx.fail(&e);
                }
            }
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let places = layout::places(cx.area);
        if self.list.mouse(mouse, self.shown.len(), places.rows) == Click::Opened {
            self.open_current(cx);
        }
        if mouse.kind == MouseKind::Press
            && mouse.inside(places.kinds)
            && let Some(number) = layout::number_at(self, places.kinds, mouse)
        {
            self.show_only(number.checked_sub(1), cx);
        }
    }

    /// It was read while it was made.
    fn first_shown(&mut self, _cx: &mut Cx<'_>) {}

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        let done = match reply {
            Some(Reply::Yes("document")) => {
                self.delete(cx);
                Ok(())
            }
            Some(Reply::Chosen("excuse", at)) => excuses::edit(&self.unit, &self.method, *at, cx),
            _ => Ok(()),
        };
        let is_read = self.seen.is_some() && self.seen == Seen::now(cx);
        if let Err(e) = done.and_then(|()| if is_read { Ok(()) } else { self.look(cx) }) {
            cx.fail(&e);
        }
        if let Some(Reply::Kept(id)) = reply {
            self.put_on(*id, cx);
        }
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let shown = [Kind::Document, Kind::CheckResult, Kind::Unit, Kind::Person];
        let here = shown.into_iter().any(|kind| changes.touches(kind));
        if cx.front
            && here
            && let Err(e) = self.look(cx)
        {
            cx.fail(&e);
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = self.look(cx) {
            cx.fail(&e);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.relist(cx);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area)
    }
}
