//! 回收站: what was deleted, and bringing it back.

use super::when;
use crate::acts::restore::Restore;
use crate::analysis::history::{Deed, History, Mark};
use crate::error::Result;
use crate::model::record::{Changes, Kind};
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Screen};
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

/// One deletion: what it put into the bin and is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binned {
    deed: Deed,
    parts: Vec<Part>,
}

/// One record in the bin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    record: Uuid,
    kind: Kind,
    name: String,
}

impl Binned {
    /// What was deleted, for a person: of several records the one that the deletion is named after is in its words.
    fn words(&self) -> String {
        match self.parts.as_slice() {
            [one] => format!("{} {}", one.kind.chinese(), one.name).trim_end().to_owned(),
            parts => format!("{}（{} 条）", self.deed.words, parts.len()),
        }
    }
}

/// The bin.
#[derive(Debug, Default)]
pub struct Bin {
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
        self.all = cx.reader()?.snapshot(|reader| {
            let history = History::new(reader);
            let mut all: Vec<Binned> = Vec::new();
            for (record, txn) in reader.bin()? {
                // What a later version deleted is for that version to bring back.
                let Some(kind) = reader.kind_ever(record)? else { continue };
                let part = Part { record, kind, name: history.name(record)? };
                if let Some(of) = all.iter_mut().find(|b| b.deed.txn == Some(txn)) {
                    of.parts.push(part);
                } else if let Some(deed) = history.deed(txn)? {
                    all.push(Binned { deed, parts: vec![part] });
                }
            }
            // The last that an action deletes is what the others hung on.
            for binned in &mut all {
                let touched = &binned.deed.touched;
                binned.parts.sort_by_key(|p| touched.iter().rev().position(|t| t.record == p.record));
            }
            Ok(all)
        })?;
        self.list.show(self.all.len(), usize::from(rows_area(cx.area).height));
        Ok(())
    }

    /// Shows the record as it was.
    fn open_row(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(binned) = self.all.get(self.list.at) else {
            cx.nothing(Action::Open);
            return Ok(());
        };
        let mut blocks =
            vec![Block::Text(format!("{}　{}　{}", when(&binned.deed), binned.deed.by, binned.deed.words))];
        let all = cx.reader()?.snapshot(|reader| {
            let history = History::new(reader);
            binned.parts.iter().map(|p| history.whole(p.record)).collect::<Result<Vec<_>>>()
        })?;
        for (part, changes) in binned.parts.iter().zip(all) {
            blocks.push(Block::Gap);
            blocks.push(Block::Head(format!("{} {}", part.kind.chinese(), part.name)));
            blocks.extend(changes.into_iter().map(|c| {
                let text: String = c.spans.iter().filter(|s| s.mark != Mark::Old).map(|s| s.text.as_str()).collect();
                Block::Item(c.label, text)
            }));
        }
        cx.push(Page::new("已删除的内容", blocks));
        Ok(())
    }

    fn restore(&self, cx: &mut Cx<'_>) {
        let Some(binned) = self.all.get(self.list.at) else {
            cx.nothing(Action::BringBack);
            return;
        };
        let said = match binned.parts.len() {
            1 => format!("已恢复{}", binned.words()),
            n => format!("已全部恢复，{n} 条：{}", binned.deed.words),
        };
        cx.act_saying(Restore { records: binned.parts.iter().map(|p| p.record).collect() }, said);
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
            "一次删除是一行；连带删除的都在里面，{key:Open} 看全部内容，{key:BringBack} 一起恢复。",
            "它们所依靠的、也在回收站里的一起恢复，如谈话的人。原来的位置已另有一条的不能恢复，会写明是哪一条。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
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
        let head = format!("{}{}删除了什么", width::fit("删除时间", 13), width::fit("谁", 9));
        paint.text(area.x + 2, area.y, &head, theme::dim(), area.width.saturating_sub(2));
        paint.right(area.right().saturating_sub(1), area.y, &format!("{} 次删除", self.all.len()), theme::dim());
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
            let room = rows.right().saturating_sub(x + 1);
            paint.text(x, y, &width::shorten_as(&binned.words(), usize::from(room), ambiguous), style, room);
        }
        None
    }
}
