//! 回收站: what was deleted, and bringing it back.

use super::when;
use crate::acts::restore::Restore;
use crate::analysis::history::{Deed, History, Mark};
use crate::error::Result;
use crate::model::ids::TxnId;
use crate::model::record::{Changes, Kind};
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::page::{Block, Page};
use crate::tui::screen::{Cx, Mouse, Screen};
use crate::tui::shell::Shell;
use crate::tui::theme;
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

/// One record in the bin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binned {
    record: Uuid,
    kind: Kind,
    name: String,
    deed: Deed,
}

/// Rows read at a time.
const PAGE: usize = 100;

/// The bin.
#[derive(Debug, Default)]
pub struct Bin {
    /// What is in it; those whose names have been read come first, in `all`.
    ids: Vec<(Uuid, TxnId)>,
    /// How many of them have been read.
    read: usize,
    all: Vec<Binned>,
    list: ListState,
}

impl Bin {
    /// What is in the bin, newest first.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn open(cx: &Cx<'_>) -> Result<Self> {
        let mut bin = Self::default();
        bin.look(cx)?;
        Ok(bin)
    }

    fn look(&mut self, cx: &Cx<'_>) -> Result<()> {
        self.ids = cx.reader()?.bin()?;
        // As many as were read before: the place in the list stays.
        let count = std::mem::take(&mut self.read).max(PAGE);
        self.all.clear();
        self.read_rows(count, cx)?;
        self.list.show(self.all.len(), usize::from(rows_area(cx.area).height));
        Ok(())
    }

    /// Reads the next `count` rows.
    fn read_rows(&mut self, count: usize, cx: &Cx<'_>) -> Result<()> {
        let rows = cx.reader()?.snapshot(|reader| {
            let history = History::new(reader);
            let mut all = Vec::new();
            for (record, txn) in self.ids.iter().skip(self.read).take(count).copied() {
                // What a later version deleted is for that version to bring back.
                if let (Some(kind), Some(deed)) = (reader.kind_ever(record)?, history.deed(txn)?) {
                    all.push(Binned { record, kind, name: history.name(record)?, deed });
                }
            }
            Ok(all)
        })?;
        self.all.extend(rows);
        self.read = (self.read + count).min(self.ids.len());
        Ok(())
    }

    /// Reads on when the end of what was read comes near.
    fn read_on(&mut self, cx: &mut Cx<'_>) {
        let near = self.list.at + 2 * usize::from(rows_area(cx.area).height) >= self.all.len();
        if near
            && self.read < self.ids.len()
            && let Err(e) = self.read_rows(PAGE, cx)
        {
            cx.fail(&e);
        }
    }

    /// Shows the record as it was.
    fn open_row(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(binned) = self.all.get(self.list.at) else {
            cx.nothing(Action::Open);
            return Ok(());
        };
        let changes = cx.reader()?.snapshot(|reader| History::new(reader).whole(binned.record))?;
        let mut blocks = vec![
            Block::Head(format!("{} {}", binned.kind.chinese(), binned.name)),
            Block::Text(format!("{}　{}　{}", when(&binned.deed), binned.deed.by, binned.deed.words)),
            Block::Gap,
        ];
        blocks.extend(changes.into_iter().map(|c| {
            let text: String = c.spans.iter().filter(|s| s.mark != Mark::Old).map(|s| s.text.as_str()).collect();
            Block::Item(c.label, text)
        }));
        cx.push(Page::new("已删除的内容", blocks));
        Ok(())
    }

    fn restore(&self, cx: &mut Cx<'_>) {
        let Some(binned) = self.all.get(self.list.at) else {
            cx.nothing(Action::BringBack);
            return;
        };
        let said = format!("已恢复{} {}", binned.kind.chinese(), binned.name);
        cx.act_saying(Restore { record: binned.record }, said.trim_end().to_owned());
    }
}

const fn rows_area(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}

impl Screen for Bin {
    fn context(&self) -> Context {
        Context::Bin
    }

    fn title(&self, _shell: &Shell) -> String {
        "回收站".to_owned()
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "删除的都在这里，不会自己消失；编号和代号仍算用过，不再给别人。",
            "恢复一条时，它所依靠的、也在回收站里的一起恢复，如谈话的人。原来的位置已另有一条的不能恢复，会写明是哪一条。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        self.read_on(cx);
        if self.list.step(action, self.all.len(), rows_area(cx.area)) {
            return;
        }
        match action {
            Action::Open => {
                if let Err(e) = self.open_row(cx) {
                    cx.fail(&e);
                }
            }
            Action::BringBack => self.restore(cx),
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.read_on(cx);
        if self.list.mouse(mouse, self.all.len(), rows_area(cx.area)) == Click::Opened {
            self.act(Action::Open, cx);
        }
    }

    fn changed(&mut self, _changes: &Changes, cx: &mut Cx<'_>) {
        if let Err(e) = self.look(cx) {
            cx.fail(&e);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.list.show(self.all.len(), usize::from(rows_area(cx.area).height));
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let head = format!("{}{}{}名称", width::fit("删除时间", 13), width::fit("谁", 9), width::fit("类别", 11));
        paint.text(area.x + 2, area.y, &head, theme::dim(), area.width.saturating_sub(2));
        paint.right(area.right().saturating_sub(1), area.y, &format!("{} 条", self.ids.len()), theme::dim());
        let rows = rows_area(area);
        if self.all.is_empty() {
            paint.text(rows.x + 2, rows.y + 1, "回收站是空的。", theme::dim(), rows.width.saturating_sub(2));
        }
        for (n, binned, Rect { y, .. }) in self.list.shown(&self.all, rows) {
            let here = n == self.list.at;
            let style = if here { theme::bold() } else { theme::plain() };
            if here {
                paint.text(rows.x, y, ">", theme::accent(), 1);
            }
            let ambiguous = paint.ambiguous();
            let by = width::fit_as(&width::shorten_as(&binned.deed.by, 8, ambiguous), 9, ambiguous);
            let x = paint.text(rows.x + 2, y, &width::fit(&when(&binned.deed), 13), theme::dim(), 13);
            let x = paint.text(x, y, &by, style, 9);
            let x = paint.text(x, y, &width::fit(binned.kind.chinese(), 11), style, 11);
            let room = rows.right().saturating_sub(x + 1);
            paint.text(x, y, &width::shorten_as(&binned.name, usize::from(room), ambiguous), style, room);
        }
        None
    }
}
