//! 调阅清单 of a unit: what was asked for, handed over, read, copied and returned.

mod layout;
pub mod leaving;

use crate::acts::loan::{DeleteLoan, HandOverLoan, NotGivenBack};
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::LoanId;
use crate::model::loan::{Loan, LoanStanding};
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
use crate::tui::screen::reading::Reading;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// The loan register of one unit.
#[derive(Debug)]
pub struct Loans {
    /// The unit.
    pub unit: Unit,
    /// The method of now.
    pub method: Arc<Method>,
    /// All lines, most urgent first, then in the order in which they were asked for.
    pub all: Vec<Loan>,
    /// Places in `all` that are listed.
    pub shown: Vec<usize>,
    /// Only lines of this standing.
    pub only: Option<LoanStanding>,
    /// The cursor.
    pub list: ListState,
    /// Today.
    pub today: PartialDate,
    /// The line that a question is about.
    going: Option<LoanId>,
}

impl Loans {
    /// The register of `unit`.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn open(unit: &Unit, cx: &Cx<'_>) -> Result<Self> {
        let mut loans = Self {
            unit: unit.clone(),
            method: Arc::clone(&cx.book()?.method),
            all: Vec::new(),
            shown: Vec::new(),
            only: None,
            list: ListState::default(),
            today: cx.now.date(),
            going: None,
        };
        loans.look(cx)?;
        Ok(loans)
    }

    /// Puts the cursor on that line.
    pub fn put_on(&mut self, loan: LoanId, cx: &Cx<'_>) {
        if let Some(at) = self.shown.iter().position(|i| self.all.get(*i).is_some_and(|l| l.id == loan)) {
            self.list.put(at, self.shown.len(), Self::height(cx));
        }
    }

    /// Puts the cursor on a line that was just saved; all are shown when it is of another standing than the one shown.
    fn put_on_kept(&mut self, id: uuid::Uuid, cx: &Cx<'_>) {
        let Some(loan) = self.all.iter().map(|l| l.id).find(|l| l.0 == id) else { return };
        if !self.shown.iter().any(|i| self.all.get(*i).is_some_and(|l| l.id == loan)) {
            self.show_only(0, cx);
        }
        self.put_on(loan, cx);
    }

    fn look(&mut self, cx: &Cx<'_>) -> Result<()> {
        let kept = self.current().map(|l| l.id);
        self.today = cx.now.date();
        self.all = cx.reader()?.children(self.unit.id.0)?;
        let today = self.today;
        self.all.sort_by_key(|l| (l.standing(today), l.asked, l.id));
        self.relist(cx);
        if let Some(id) = kept {
            self.put_on(id, cx);
        }
        Ok(())
    }

    fn relist(&mut self, cx: &Cx<'_>) {
        let (only, today) = (self.only, self.today);
        let shown = |at: &usize| only.is_none() || self.all.get(*at).map(|l| l.standing(today)) == only;
        self.shown = (0..self.all.len()).filter(shown).collect();
        self.list.show(self.shown.len(), Self::height(cx));
    }

    fn height(cx: &Cx<'_>) -> usize {
        usize::from(layout::places(cx.area).rows.height)
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<&Loan> {
        self.shown.get(self.list.at).and_then(|i| self.all.get(*i))
    }

    /// How many lines have a standing.
    pub fn count(&self, standing: LoanStanding) -> usize {
        self.all.iter().filter(|l| l.standing(self.today) == standing).count()
    }

    /// Shows the lines of one standing by its number in the filter; 0 shows all.
    fn show_only(&mut self, number: usize, cx: &Cx<'_>) {
        self.only = number.checked_sub(1).and_then(|at| LoanStanding::ALL.get(at)).copied();
        self.list = ListState::default();
        self.relist(cx);
    }

    fn turn(&mut self, forward: bool, cx: &Cx<'_>) {
        let len = LoanStanding::ALL.len() + 1;
        let now = self.only.and_then(|s| LoanStanding::ALL.iter().position(|x| *x == s)).map_or(0, |at| at + 1);
        let next = if forward { (now + 1) % len } else { (now + len - 1) % len };
        self.show_only(next, cx);
    }

    /// The unit handed it over now, or that is taken back.
    fn hand_over(loan: &Loan, cx: &mut Cx<'_>) {
        if loan.returned.is_some() {
            cx.not_here(Context::Loans.fill("这一行已经归还。归还记错了，按 {key:Returned} 取消。"));
            return;
        }
        let handed = if loan.handed.is_some() { None } else { Some(cx.now) };
        let told = match (handed, (Loan { handed, ..loan.clone() }).was_late()) {
            (Some(_), true) => "已记下提供时间，超过了提供时限。",
            (Some(_), false) => "已记下提供时间。",
            (None, _) => "已取消提供时间。",
        };
        cx.act_saying(HandOverLoan { loan: loan.id, at: handed }, told);
    }

    /// Opens the document under which the line is read, or registers one; not before it was handed over.
    fn register(&self, loan: &Loan, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(id) = loan.document {
            let reading = Reading::open(id, cx)?;
            cx.push(reading);
        } else if loan.handed.is_none() {
            cx.not_here(Context::Loans.fill("单位还没有提供。提供了先按 {key:HandedOver} 记下时间，再登记。"));
        } else {
            let form = forms::document::form(&self.unit, None, Some(Begin::Loan(loan)), cx)?;
            cx.push(form);
        }
        Ok(())
    }

    fn ask_delete(&mut self, loan: &Loan, cx: &mut Cx<'_>) {
        if loan.handed.is_some() {
            cx.warn(
                Context::Loans.fill("单位已经提供过，这一行不能删除：清单上要有交有还。写错了，按 {key:Open} 修改。"),
            );
            return;
        }
        self.going = Some(loan.id);
        cx.push(Confirm::deletion("loan", format!("删除“{}”这一行吗？", loan.title)));
    }

    fn on_current(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let Some(loan) = self.current().cloned() else {
            cx.not_here(Context::Loans.fill("清单还是空的。按 {key:Add} 新增一行。"));
            return Ok(());
        };
        match action {
            Action::Open => {
                let form = forms::loan::form(&self.unit, Some(loan.id), &self.method, cx)?;
                cx.push(form);
            }
            Action::HandedOver => Self::hand_over(&loan, cx),
            Action::Register => self.register(&loan, cx)?,
            Action::CopiedPages => {
                let form = forms::loan::copied(loan.id, cx)?;
                cx.push(form);
            }
            Action::Returned => {
                self.going = Some(loan.id);
                forms::loan::returned(&loan, cx);
            }
            Action::Delete => self.ask_delete(&loan, cx),
            other => cx.nothing(other),
        }
        Ok(())
    }

    fn other(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        match action {
            Action::Add => {
                let form = forms::loan::form(&self.unit, None, &self.method, cx)?;
                cx.push(form);
            }
            Action::Leaving => {
                let page = leaving::page(&self.unit, cx)?;
                cx.push(page);
            }
            other => self.on_current(other, cx)?,
        }
        Ok(())
    }
}

impl Screen for Loans {
    fn context(&self) -> Context {
        Context::Loans
    }

    fn on(&self) -> Option<uuid::Uuid> {
        self.current().map(|l| l.id.0)
    }

    fn title(&self, _shell: &Shell) -> String {
        format!("调阅清单  {}", self.unit.name)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let of_row = matches!(
            action,
            Action::Open | Action::HandedOver | Action::Returned | Action::Register | Action::CopiedPages
        );
        let idle = match (self.current(), action) {
            (None, Action::NextZone) => self.all.is_empty(),
            (None, _) => of_row,
            (Some(loan), Action::HandedOver) => loan.returned.is_some(),
            (Some(loan), Action::Returned) => loan.handed.is_none(),
            (Some(loan), Action::Register) => loan.document.is_none() && loan.handed.is_none(),
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "向单位要的每一样材料一行：要了什么、几时要交、几时交的、谁交的、复印了哪几页、几时还的。",
            "逾期未交：过了提供时限还没有交　待提供：还没有到时限　在手：交了还没有还　已归还",
            "提供时间后面的 ! 是超过了提供时限才交的。读字：已登记为调阅资料，按 {key:Register} 打开。",
            "按 {key:Leaving} 看离场前还在手里的，包括没有列进清单、登记了应还日期的资料。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.shown.len(), layout::places(cx.area).rows) {
            return;
        }
        match action {
            Action::ShowOnly(n) => self.show_only(usize::from(n), cx),
            Action::NextZone => self.turn(true, cx),
            Action::PrevZone => self.turn(false, cx),
            Action::Back if self.only.is_some() => self.show_only(0, cx),
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
        if self.list.mouse(mouse, self.shown.len(), places.rows) == Click::Opened
            && let Err(e) = self.on_current(Action::Open, cx)
        {
            cx.fail(&e);
        }
        if mouse.kind == MouseKind::Press
            && mouse.inside(places.filter)
            && let Some(number) = layout::number_at(self, places.filter, mouse)
        {
            self.show_only(number, cx);
        }
    }

    /// It was read while it was made.
    fn first_shown(&mut self, _cx: &mut Cx<'_>) {}

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes("loan")) => {
                if let Some(loan) = self.going.take() {
                    cx.act_saying(DeleteLoan { loan }, "已删除这一行。");
                }
            }
            Some(Reply::Yes("not-returned")) => {
                if let Some(loan) = self.going.take() {
                    cx.act_saying(NotGivenBack { loan }, "已取消归还。");
                }
            }
            _ => {}
        }
        if let Err(e) = self.look(cx) {
            cx.fail(&e);
        }
        if let Some(Reply::Kept(id)) = reply {
            self.put_on_kept(*id, cx);
        }
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        if cx.front
            && changes.touches(Kind::Loan)
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

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area, shell)
    }
}
