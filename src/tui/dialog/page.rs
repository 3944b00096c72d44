//! A page to read: paragraphs wrapped by the Chinese rules, scrolled by rows.

use crate::text::{Ambiguous, width};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::pager::Pager;
use crate::tui::painter::{Painter, rows};
use crate::tui::shell::Shell;
use crate::tui::table::Table;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::borrow::Cow;

/// One paragraph of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Head(String),
    /// Text.
    Text(String),
    /// Text under a heading or another text, all its rows set in by so many cells.
    Sub(u16, String),
    /// A label in its own column, then text.
    Item(String, String),
    /// A table.
    Table(Table),
    /// An empty row.
    Gap,
}

/// Blocks with where they are scrolled to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    blocks: Vec<Block>,
    /// Cells of the label column.
    label: u16,
    pager: Pager,
}

/// One row of a sheet.
struct Row<'a> {
    indent: u16,
    label: &'a str,
    text: Cow<'a, str>,
    style: Style,
}

impl Sheet {
    /// A sheet with these blocks, at its beginning.
    pub fn new(blocks: Vec<Block>) -> Self {
        let widest = blocks.iter().filter_map(|b| match b {
            Block::Item(label, _) => Some(width::cells(label)),
            _ => None,
        });
        let label = widest.max().map_or(0, |w| u16::try_from(w.min(24)).unwrap_or(24) + 2);
        Self { blocks, label, pager: Pager::default() }
    }

    /// Other blocks, scrolled to where the ones before were.
    pub fn refill(&mut self, blocks: Vec<Block>) {
        *self = Self { pager: self.pager, ..Self::new(blocks) };
    }

    /// Whether there is nothing on it.
    pub const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    fn laid(&self, width: u16, ambiguous: Ambiguous) -> Vec<Row<'_>> {
        let mut out = Vec::new();
        for block in &self.blocks {
            let (indent, label, text, style) = match block {
                Block::Table(table) => {
                    out.extend(table.lines(width, ambiguous).into_iter().map(|line| {
                        let style = if line.is_head { theme::dim() } else { theme::plain() };
                        Row { indent: 0, label: "", text: Cow::Owned(line.text), style }
                    }));
                    continue;
                }
                Block::Head(t) => (0, "", t.as_str(), theme::accent()),
                Block::Text(t) => (0, "", t.as_str(), theme::plain()),
                Block::Sub(indent, t) => (*indent, "", t.as_str(), theme::plain()),
                Block::Item(l, t) => (self.label, l.as_str(), t.as_str(), theme::plain()),
                Block::Gap => (0, "", "", theme::plain()),
            };
            let lines = rows(text, width.saturating_sub(indent), ambiguous);
            let lines = if lines.is_empty() { vec![""] } else { lines };
            out.extend(lines.into_iter().enumerate().map(|(n, line)| {
                let label = if n == 0 { label } else { "" };
                Row { indent, label, text: Cow::Borrowed(line), style }
            }));
        }
        out
    }

    /// How many rows it takes at that width.
    pub fn height(&self, width: u16, ambiguous: Ambiguous) -> usize {
        self.laid(width, ambiguous).len()
    }

    /// Whether its last row is in sight.
    pub fn is_at_end(&self, area: Rect, ambiguous: Ambiguous) -> bool {
        self.pager.is_at_end(self.height(area.width, ambiguous), area.height)
    }

    /// Moves as a key says; whether it was one of those.
    pub fn step(&mut self, action: Action, area: Rect, ambiguous: Ambiguous) -> bool {
        let all = self.height(area.width, ambiguous);
        self.pager.step(action, all, area.height)
    }

    /// Moves by rows; 0: after the place has changed.
    pub fn scroll(&mut self, by: isize, area: Rect, ambiguous: Ambiguous) {
        let all = self.height(area.width, ambiguous);
        self.pager.scroll(by, all, area.height);
    }

    /// Paints what is in sight, and the mark of what is not.
    pub fn draw(&self, paint: &mut Painter<'_>, area: Rect) {
        let laid = self.laid(area.width, paint.ambiguous());
        let room = Pager::room(laid.len(), area.height);
        for (y, row) in (area.y..).zip(laid.iter().skip(self.pager.top).take(room)) {
            paint.text(area.x, y, row.label, theme::key(), row.indent.saturating_sub(1));
            paint.text(area.x + row.indent, y, &row.text, row.style, area.width.saturating_sub(row.indent));
        }
        self.pager.mark(paint, area, laid.len());
    }
}

/// A page.
#[derive(Debug)]
pub struct Page {
    title: String,
    sheet: Sheet,
    /// With a tag, Enter replies yes; else Enter goes back.
    tag: Option<&'static str>,
    /// It asks whether to do what cannot be taken back: Enter is no answer, going back is a no. The words for yes and no.
    weighs: Option<[&'static str; 2]>,
}

impl Page {
    /// A page with a title.
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { title: title.into(), sheet: Sheet::new(blocks), tag: None, weighs: None }
    }

    /// Other blocks on the same page.
    pub fn refill(&mut self, blocks: Vec<Block>) {
        self.sheet.refill(blocks);
    }

    /// Enter replies yes with this tag.
    #[must_use]
    pub const fn asking(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        self
    }

    /// Asks whether to do what it says; Enter, which is pressed without looking, is no answer.
    #[must_use]
    pub const fn weighing(self, tag: &'static str) -> Self {
        self.weighing_by(tag, ["确认", "不做"])
    }

    /// The same, with the words for yes and no that stand in the key bar.
    #[must_use]
    pub const fn weighing_by(mut self, tag: &'static str, words: [&'static str; 2]) -> Self {
        self.tag = Some(tag);
        self.weighs = Some(words);
        self
    }
}

/// Where the sheet of a page is.
const fn inner(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

impl Screen for Page {
    fn context(&self) -> Context {
        if self.weighs.is_some() { Context::ConfirmPage } else { Context::Page }
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.clone()
    }

    fn called_now(&self, action: Action, area: Rect, shell: &Shell) -> Option<&'static str> {
        match (action, self.weighs) {
            (Action::PageDown, _) if self.sheet.is_at_end(inner(area), shell.ambiguous) => Some(""),
            (Action::Yes, Some([yes, _])) => Some(yes),
            (Action::No, Some([_, no])) => Some(no),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.sheet.step(action, inner(cx.area), cx.shell.ambiguous) {
            return;
        }
        match action {
            Action::Submit => match self.tag {
                Some(tag) => cx.reply(Reply::Yes(tag)),
                None => cx.pop(),
            },
            Action::Yes | Action::No | Action::Back if self.weighs.is_some() => {
                let tag = self.tag.unwrap_or_default();
                cx.reply(if action == Action::Yes { Reply::Yes(tag) } else { Reply::No(tag) });
            }
            Action::Open if let Some([yes, no]) = self.weighs => {
                let keys = self.context().fill("{key:Yes}，回车不算；{key:No} 是");
                cx.warn(format!("{yes}按 {keys}{no}。"));
            }
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if let MouseKind::Wheel(n) = mouse.kind {
            self.sheet.scroll(isize::from(n) * 3, inner(cx.area), cx.shell.ambiguous);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.sheet.scroll(0, inner(cx.area), cx.shell.ambiguous);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        self.sheet.draw(paint, inner(area));
        None
    }
}
