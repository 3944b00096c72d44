//! 线索登记: which leads there are, to whom they were handed, which have a receipt.

mod layout;
pub mod opened;
mod unseal;

use crate::error::Result;
use crate::model::record::Changes;
use crate::store::{Lead, Sealed};
use crate::tui::action::Action;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState, Step};
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use opened::OpenedLead;
use ratatui::layout::{Position, Rect};

/// The register of the round.
#[derive(Debug)]
pub struct Leads {
    /// All lines by number.
    pub all: Vec<Lead>,
    /// The cursor.
    pub list: ListState,
}

impl Leads {
    /// The register of the open round.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn open(cx: &Cx<'_>) -> Result<Self> {
        let mut leads = Self { all: Vec::new(), list: ListState::default() };
        leads.look(cx)?;
        leads.list.go(Step::Last, leads.all.len(), Self::height(cx));
        Ok(leads)
    }

    /// Reads the register again. A line that came is shown: it is the last.
    fn look(&mut self, cx: &Cx<'_>) -> Result<()> {
        let before = self.all.len();
        self.all = cx.reader()?.leads()?;
        let height = Self::height(cx);
        if self.all.len() > before {
            self.list.go(Step::Last, self.all.len(), height);
        }
        self.list.show(self.all.len(), height);
        Ok(())
    }

    fn look_again(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = self.look(cx) {
            cx.fail(&e);
        }
    }

    fn height(cx: &Cx<'_>) -> usize {
        usize::from(layout::places(cx.area).rows.height)
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<&Lead> {
        self.all.get(self.list.at)
    }

    fn on_current(&self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let Some(lead) = self.current() else {
            cx.not_here(Context::Leads.fill("还没有登记线索。按 {key:Add} 登记一条。"));
            return Ok(());
        };
        match action {
            Action::Open => match Sealed::of(lead) {
                Some(sealed) => cx.push(unseal::unseal(lead, sealed)),
                None => cx.push(OpenedLead::new(lead.clone(), None)),
            },
            Action::EditRow => cx.push(forms::lead::edit(lead, cx.now)),
            Action::HandOver => cx.push(forms::lead::hand_over(lead, cx.now)),
            Action::Receipt if lead.handed_at.is_none() => {
                cx.not_here(Context::Leads.fill("还没有移交，不会有回执。移交了先按 {key:HandOver} 记下。"));
            }
            Action::Receipt => cx.push(forms::lead::receipt(lead)),
            Action::Export => {
                let folder = cx.book()?.path.parent().map(|p| p.join("导出")).unwrap_or_default();
                cx.push(forms::lead::print(&lead.number, &folder.display().to_string()));
            }
            other => cx.nothing(other),
        }
        Ok(())
    }
}

impl Screen for Leads {
    fn context(&self) -> Context {
        Context::Leads
    }

    fn title(&self, _shell: &Shell) -> String {
        "线索登记".to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let of_row =
            matches!(action, Action::Open | Action::EditRow | Action::HandOver | Action::Receipt | Action::Export);
        let idle = match self.current() {
            None => of_row,
            Some(lead) => action == Action::Receipt && lead.handed_at.is_none(),
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "这里只登记有哪些线索、移交给谁、有没有回执；线索的内容可以不写，写了就密封，用它自己的口令才能打开。",
            "线索口令和轮次的口令是两回事；忘了线索口令，恢复码也打不开内容。",
            "线索不进记录、草稿、搜索、资料包和任何输出；只有移交登记表可以在这里导出，上面没有内容。",
            "已移交的不能改，只能写明理由更正；原来的记载保留在那一栏里。",
        ]
    }

    fn not_undone(&self) -> Option<&'static str> {
        Some(
            "线索登记不能撤销：登记了就列在这里。移交给谁写错了，按 {key:EditRow} 修改；移交错了，按 {key:HandOver} 更正。",
        )
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.all.len(), layout::places(cx.area).rows) {
            return;
        }
        match action {
            Action::Back => cx.pop(),
            Action::Add => cx.push(forms::lead::register()),
            other => {
                if let Err(e) = self.on_current(other, cx) {
                    cx.fail(&e);
                }
            }
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if self.list.mouse(mouse, self.all.len(), layout::places(cx.area).rows) == Click::Opened {
            self.act(Action::Open, cx);
        }
    }

    /// It was read while it was made.
    fn first_shown(&mut self, _cx: &mut Cx<'_>) {}

    fn returned(&mut self, _reply: Option<&Reply>, cx: &mut Cx<'_>) {
        self.look_again(cx);
    }

    /// Leads are in no change of a record: every commit may have been one of theirs.
    fn changed(&mut self, _changes: &Changes, cx: &mut Cx<'_>) {
        self.look_again(cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.list.show(self.all.len(), Self::height(cx));
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area)
    }
}
