//! 回收站: what was deleted, and bringing it back.

use super::undo::OpenWays;
use super::when;
use crate::acts::restore::Restore;
use crate::analysis::history::{Deed, History, Mark};
use crate::error::Result;
use crate::model::ids::TxnId;
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
use std::collections::BTreeMap;
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

/// Deletions read at a time.
const PAGE: usize = 100;

/// The bin.
#[derive(Debug, Default)]
pub struct Bin {
    /// What each deletion put there, newest first; those whose words have been read come first, in `all`.
    deletions: Vec<(TxnId, Vec<Uuid>)>,
    /// How many of them have been read.
    read: usize,
    all: Vec<Binned>,
    list: ListState,
    open_ways: OpenWays,
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
        self.deletions = deletions(cx.reader()?.bin()?);
        self.open_ways = OpenWays::read(cx)?;
        // As many as were read before: the place in the list stays.
        let count = std::mem::take(&mut self.read).max(PAGE);
        self.all.clear();
        self.read_rows(count, cx)?;
        self.list.show(self.all.len(), usize::from(rows_area(cx.area).height));
        Ok(())
    }

    /// Reads the next `count` deletions, each whole.
    fn read_rows(&mut self, count: usize, cx: &Cx<'_>) -> Result<()> {
        let rows = cx.reader()?.snapshot(|reader| {
            let history = History::new(reader);
            let mut rows = Vec::new();
            for (txn, records) in self.deletions.iter().skip(self.read).take(count) {
                let mut parts = Vec::new();
                for record in records.iter().copied() {
                    // What a later version deleted is for that version to bring back.
                    if let Some(kind) = reader.kind_ever(record)? {
                        parts.push(Part { record, kind, name: history.name(record)? });
                    }
                }
                if let Some(deed) = history.deed(*txn)?.filter(|_| !parts.is_empty()) {
                    // The last that an action deletes is what the others hung on.
                    parts.sort_by_key(|p| deed.touched.iter().rev().position(|t| t.record == p.record));
                    rows.push(Binned { deed, parts });
                }
            }
            Ok(rows)
        })?;
        self.all.extend(rows);
        self.read = (self.read + count).min(self.deletions.len());
        Ok(())
    }

    /// How many deletions are in the bin: those read, and those that are still to be.
    fn count(&self) -> usize {
        self.all.len() + self.deletions.len().saturating_sub(self.read)
    }

    /// Reads on when the end of what was read comes near.
    fn read_on(&mut self, cx: &mut Cx<'_>) {
        let near = self.list.at + 2 * usize::from(rows_area(cx.area).height) >= self.all.len();
        if near
            && self.read < self.deletions.len()
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

/// The records by the action that deleted them, in the order in which the actions come first.
fn deletions(bin: Vec<(Uuid, TxnId)>) -> Vec<(TxnId, Vec<Uuid>)> {
    let mut all: Vec<(TxnId, Vec<Uuid>)> = Vec::new();
    let mut places = BTreeMap::new();
    for (record, txn) in bin {
        let at = *places.entry(txn).or_insert(all.len());
        match all.get_mut(at) {
            Some((_, records)) => records.push(record),
            None => all.push((txn, vec![record])),
        }
    }
    all
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

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let idle = match action {
            Action::Open | Action::BringBack => self.all.is_empty(),
            Action::UndoAct => !self.open_ways.undo,
            Action::RedoAct => !self.open_ways.redo,
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "删除的都在这里，不会自己消失；编号和代号仍算用过，不再给别人。",
            "一次删除是一行；连带删除的都在里面，{key:Open} 看全部内容，{key:BringBack} 一起恢复。",
            "它们所依靠的、也在回收站里的一起恢复，如谈话的人。原来的位置已另有一条的不能恢复，会写明是哪一条。",
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
        let head = format!("{}{}删除了什么", width::fit("删除时间", 13), width::fit("谁", 9));
        paint.text(area.x + 2, area.y, &head, theme::dim(), area.width.saturating_sub(2));
        paint.right(area.right().saturating_sub(1), area.y, &format!("{} 次删除", self.count()), theme::dim());
        let rows = rows_area(area);
        if self.all.is_empty() {
            paint.text(rows.x + 2, rows.y + 1, "回收站是空的。", theme::dim(), rows.width.saturating_sub(2));
        }
        for (n, binned, Rect { y, .. }) in self.list.shown(paint, &self.all, rows) {
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
