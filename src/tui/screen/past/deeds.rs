//! What was done, newest first: to one record, or in the whole round.

use super::detail::Detail;
use super::undo::OpenWays;
use super::when;
use crate::analysis::history::{Deed, History, Older, Wanted};
use crate::error::Result;
use crate::model::record::{Changes, Kind};
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState, Step};
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

/// Deeds read at a time.
const PAGE: usize = 100;

/// Of what.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    /// The whole round; where the next page begins.
    Round(Option<Older>),
    /// A record with its parts; where the next page begins.
    Record(Vec<Uuid>, Option<i64>),
}

/// The list.
#[derive(Debug)]
pub struct Deeds {
    title: String,
    of: Of,
    all: Vec<Deed>,
    list: ListState,
    open_ways: OpenWays,
}

impl Deeds {
    /// What was done in the round.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn of_round(cx: &Cx<'_>) -> Result<Self> {
        let mut deeds = Self {
            title: "整轮的修改记录".into(),
            of: Of::Round(None),
            all: Vec::new(),
            list: ListState::default(),
            open_ways: OpenWays::default(),
        };
        deeds.read_page(cx)?;
        Ok(deeds)
    }

    /// What was done to a record.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn of_record(record: Uuid, cx: &Cx<'_>) -> Result<Self> {
        let (name, parts) = cx.reader()?.snapshot(|reader| {
            let history = History::new(reader);
            let kind = reader.kind_ever(record)?;
            let parts = history.with_parts(record, kind)?;
            Ok((format!("{} {}", kind.map_or("", Kind::chinese), history.name(record)?), parts))
        })?;
        let mut deeds = Self {
            title: format!("修改记录  {}", name.trim()),
            of: Of::Record(parts, None),
            all: Vec::new(),
            list: ListState::default(),
            open_ways: OpenWays::default(),
        };
        deeds.read_page(cx)?;
        Ok(deeds)
    }

    fn read_page(&mut self, cx: &Cx<'_>) -> Result<()> {
        self.read(PAGE, cx)
    }

    /// Reads the next `count`.
    fn read(&mut self, count: usize, cx: &Cx<'_>) -> Result<()> {
        let read = cx.reader()?.snapshot(|reader| {
            let history = History::new(reader);
            Ok(match &self.of {
                Of::Round(from) => {
                    let page = history.log(*from, count, &Wanted::default())?;
                    (page.deeds, Of::Round(page.next))
                }
                Of::Record(parts, from) => {
                    let (deeds, next) = history.deeds_on(parts, *from, count)?;
                    (deeds, Of::Record(parts.clone(), next))
                }
            })
        })?;
        self.all.extend(read.0);
        self.of = read.1;
        self.open_ways = OpenWays::read(cx)?;
        Ok(())
    }

    /// Whether older ones are still in the file.
    const fn has_more(&self) -> bool {
        matches!(self.of, Of::Round(Some(_)) | Of::Record(_, Some(_)))
    }

    fn go(&mut self, step: Step, cx: &mut Cx<'_>) {
        let height = usize::from(rows_area(cx.area).height);
        let wanted = match step {
            Step::By(n) => self.list.at.saturating_add_signed(n),
            Step::First | Step::Last => 0,
        };
        if self.has_more()
            && wanted + height >= self.all.len()
            && let Err(e) = self.read_page(cx)
        {
            cx.fail(&e);
        }
        self.list.go(step, self.all.len(), height);
    }

    fn open(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(deed) = self.all.get(self.list.at) else {
            cx.nothing(Action::Open);
            return Ok(());
        };
        if deed.touched.is_empty() {
            cx.not_here("这一步没有改动记录，只列在这里，不能撤销。");
            return Ok(());
        }
        let touched = deed.touched.iter().map(|t| t.record);
        let records: Vec<Uuid> = match &self.of {
            Of::Round(_) => touched.collect(),
            Of::Record(parts, _) => touched.filter(|r| parts.contains(r)).collect(),
        };
        let detail = Detail::open(deed, records, cx)?;
        cx.push(detail);
        Ok(())
    }

    fn again(&mut self, cx: &mut Cx<'_>) {
        // As many as were read before: the place in the list stays.
        let count = self.all.len().max(PAGE);
        match &mut self.of {
            Of::Round(from) => *from = None,
            Of::Record(_, from) => *from = None,
        }
        self.all.clear();
        if let Err(e) = self.read(count, cx) {
            cx.fail(&e);
        }
        self.list.show(self.all.len(), usize::from(rows_area(cx.area).height));
    }
}

const fn rows_area(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}

impl Screen for Deeds {
    fn context(&self) -> Context {
        Context::History
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.clone()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let opens = self.all.get(self.list.at).is_some_and(|deed| !deed.touched.is_empty());
        let idle = match action {
            Action::Open => !opens,
            Action::UndoAct => !self.open_ways.undo,
            Action::RedoAct => !self.open_ways.redo,
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "谁、何时、做了什么，最近的在前。按 {key:Open} 看改了什么：原来的和改后的并列，不同的字标出来。",
            "导出、更新工作法、登记线索也列在这里；它们不改动记录，不能撤销。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let page = isize::try_from(rows_area(cx.area).height).unwrap_or(1);
        match action {
            Action::Up => self.go(Step::By(-1), cx),
            Action::Down => self.go(Step::By(1), cx),
            Action::PageUp => self.go(Step::By(-page), cx),
            Action::PageDown => self.go(Step::By(page), cx),
            Action::First => self.go(Step::First, cx),
            Action::Last => self.go(Step::Last, cx),
            Action::Open => {
                if let Err(e) = self.open(cx) {
                    cx.fail(&e);
                }
            }
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if let MouseKind::Wheel(n) = mouse.kind {
            self.go(Step::By(isize::from(n)), cx);
        } else if self.list.mouse(mouse, self.all.len(), rows_area(cx.area)) == Click::Opened {
            self.act(Action::Open, cx);
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if reply.is_some() {
            self.again(cx);
        }
    }

    fn changed(&mut self, _changes: &Changes, cx: &mut Cx<'_>) {
        self.again(cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.list.show(self.all.len(), usize::from(rows_area(cx.area).height));
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let more = if self.has_more() { "，往下还有" } else { "" };
        let head = format!("{}{}做了什么", width::fit("时间", 13), width::fit("谁", 9));
        paint.text(area.x + 2, area.y, &head, theme::dim(), area.width.saturating_sub(2));
        let count = format!("{} 次{more}", self.all.len());
        paint.right(area.right().saturating_sub(1), area.y, &count, theme::dim());
        let rows = rows_area(area);
        if self.all.is_empty() {
            paint.text(rows.x + 2, rows.y + 1, "还没有修改记录。", theme::dim(), rows.width.saturating_sub(2));
        }
        for (n, deed, Rect { y, .. }) in self.list.shown(paint, &self.all, rows) {
            let here = n == self.list.at;
            let style = if here { theme::bold() } else { theme::plain() };
            if here {
                paint.text(rows.x, y, ">", theme::accent(), 1);
            }
            let by = width::fit_as(&width::shorten_as(&deed.by, 8, paint.ambiguous()), 9, paint.ambiguous());
            let x = paint.text(rows.x + 2, y, &width::fit(&when(deed), 13), theme::dim(), 13);
            let x = paint.text(x, y, &by, style, 9);
            let room = rows.right().saturating_sub(x + 1);
            paint.text(x, y, &width::shorten_as(&deed.words, usize::from(room), paint.ambiguous()), style, room);
        }
        None
    }
}
