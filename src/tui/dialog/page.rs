//! A page to read: paragraphs wrapped by the Chinese rules, scrolled by rows.

use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::painter::{Painter, rows};
use crate::tui::shell::Shell;
use crate::tui::table::Table;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// One paragraph of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Head(String),
    /// Text.
    Text(String),
    /// A label in its own column, then text.
    Item(String, String),
    /// A table.
    Table(Table),
    /// An empty row.
    Gap,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    title: String,
    blocks: Vec<Block>,
    /// Cells of the label column.
    label: u16,
    top: usize,
    /// With a tag, Enter replies yes; else Enter goes back.
    tag: Option<&'static str>,
    /// It asks whether to do what cannot be taken back: Enter is no answer, going back is a no.
    weighs: bool,
}

impl Page {
    /// A page with a title.
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        let widest = blocks.iter().filter_map(|b| match b {
            Block::Item(label, _) => Some(crate::text::width::cells(label)),
            _ => None,
        });
        let label = widest.max().map_or(0, |w| u16::try_from(w.min(24)).unwrap_or(24) + 2);
        Self { title: title.into(), blocks, label, top: 0, tag: None, weighs: false }
    }

    /// Enter replies yes with this tag.
    #[must_use]
    pub const fn asking(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        self
    }

    /// Asks whether to do what it says; Enter, which is pressed without looking, is no answer.
    #[must_use]
    pub const fn weighing(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        self.weighs = true;
        self
    }

    fn height(&self, width: u16, shell: &Shell) -> usize {
        let indented = width.saturating_sub(2);
        let of = |b: &Block| match b {
            Block::Head(_) | Block::Gap => 1,
            Block::Text(t) => rows(t, indented, shell.ambiguous).len(),
            Block::Item(_, t) => rows(t, indented.saturating_sub(self.label), shell.ambiguous).len().max(1),
            Block::Table(t) => t.lines(indented, shell.ambiguous).len(),
        };
        self.blocks.iter().map(of).sum()
    }

    fn scroll(&mut self, by: isize, cx: &Cx<'_>) {
        let last = self.height(cx.area.width, cx.shell).saturating_sub(usize::from(cx.area.height));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

impl Screen for Page {
    fn context(&self) -> Context {
        if self.weighs { Context::ConfirmPage } else { Context::Page }
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.clone()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let page = isize::try_from(cx.area.height).unwrap_or(1).max(2) - 1;
        match action {
            Action::Up => self.scroll(-1, cx),
            Action::Down => self.scroll(1, cx),
            Action::PageUp => self.scroll(-page, cx),
            Action::PageDown => self.scroll(page, cx),
            Action::First => self.top = 0,
            Action::Last => self.scroll(isize::MAX, cx),
            Action::Submit => match self.tag {
                Some(tag) => cx.reply(Reply::Yes(tag)),
                None => cx.pop(),
            },
            Action::Yes | Action::No | Action::Back if self.weighs => {
                let tag = self.tag.unwrap_or_default();
                cx.reply(if action == Action::Yes { Reply::Yes(tag) } else { Reply::No(tag) });
            }
            Action::Open if self.weighs => {
                cx.warn(self.context().fill("确认按 {key:Yes}，回车不算；不做按 {key:No}。"));
            }
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if let MouseKind::Wheel(n) = mouse.kind {
            self.scroll(isize::from(n) * 3, cx);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let mut skip = self.top;
        let mut y = area.y;
        let ambiguous = paint.ambiguous();
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        for block in &self.blocks {
            let (label, text, style) = match block {
                Block::Table(table) => {
                    for line in table.lines(inner.width, ambiguous) {
                        if skip > 0 {
                            skip -= 1;
                        } else if y < area.bottom() {
                            let style = if line.is_head { theme::dim() } else { theme::plain() };
                            paint.text(inner.x, y, &line.text, style, inner.width);
                            y += 1;
                        }
                    }
                    continue;
                }
                Block::Head(t) => ("", t.as_str(), theme::accent()),
                Block::Text(t) => ("", t.as_str(), theme::plain()),
                Block::Item(l, t) => (l.as_str(), t.as_str(), theme::plain()),
                Block::Gap => ("", "", theme::plain()),
            };
            let indent = if matches!(block, Block::Item(..)) { self.label } else { 0 };
            for (n, row) in rows(text, inner.width.saturating_sub(indent), ambiguous).into_iter().enumerate() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                if y >= area.bottom() {
                    return None;
                }
                if n == 0 {
                    paint.text(inner.x, y, label, theme::key(), indent.saturating_sub(1));
                }
                paint.text(inner.x + indent, y, row, style, inner.width.saturating_sub(indent));
                y += 1;
            }
        }
        None
    }
}
