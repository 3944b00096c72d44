//! A long list to choose from, narrowed as one types: one row, or several.

use crate::text::{Line, Outcome, width};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use crate::tui::{editing, theme};
use ratatui::layout::{Position, Rect};

/// One row to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What kind of thing it is, in its own column; at most eight cells.
    pub label: String,
    /// What it says.
    pub text: String,
    /// Further words that it is found by, lower case: initials, codes.
    pub words: String,
}

impl Item {
    /// A row found by what it shows.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), words: String::new() }
    }

    /// A row found by these words too.
    #[must_use]
    pub fn found_by(mut self, words: &str) -> Self {
        self.words = words.to_lowercase();
        self
    }
}

/// The list. One row: the reply is [`Reply::Chosen`] with it, or with the number of rows for 另写. Several:
/// [`Reply::Ticked`] with all that are ticked.
#[derive(Debug)]
pub struct Choose {
    tag: &'static str,
    title: String,
    items: Vec<Item>,
    /// Several can be ticked.
    ticked: Option<Vec<bool>>,
    /// What the row of 另写 says; empty: there is none.
    other: &'static str,
    empty: &'static str,
    filter: Line,
    listed: Vec<usize>,
    list: ListState,
}

impl Choose {
    /// One of `items`.
    pub fn one(tag: &'static str, title: impl Into<String>, items: Vec<Item>) -> Self {
        let listed = (0..items.len()).collect();
        Self {
            tag,
            title: title.into(),
            items,
            ticked: None,
            other: "",
            empty: "没有可选的。",
            filter: Line::new(""),
            listed,
            list: ListState::default(),
        }
    }

    /// Several of `items`; `ticked`: those that are ticked already.
    pub fn several(tag: &'static str, title: impl Into<String>, items: Vec<Item>, ticked: Vec<bool>) -> Self {
        Self { ticked: Some(ticked), ..Self::one(tag, title, items) }
    }

    /// Offers to write something that is not in the list.
    #[must_use]
    pub const fn or_other(mut self, words: &'static str) -> Self {
        self.other = words;
        self
    }

    /// What a list without rows says.
    #[must_use]
    pub const fn when_empty(mut self, words: &'static str) -> Self {
        self.empty = words;
        self
    }

    /// Begins on this row.
    #[must_use]
    pub const fn at(mut self, at: usize) -> Self {
        self.list.at = at;
        self
    }

    const fn rows(area: Rect) -> Rect {
        Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area }
    }

    /// Rows listed, 另写 included.
    fn len(&self) -> usize {
        self.listed.len() + usize::from(!self.other.is_empty())
    }

    fn narrow(&mut self, cx: &Cx<'_>) {
        let words = self.filter.text().to_lowercase();
        let hit = |item: &Item| {
            words
                .split_whitespace()
                .all(|w| item.text.to_lowercase().contains(w) || item.label.contains(w) || item.words.contains(w))
        };
        self.listed = self.items.iter().enumerate().filter(|(_, item)| hit(item)).map(|(n, _)| n).collect();
        self.list = ListState::default();
        self.list.show(self.len(), usize::from(Self::rows(cx.area).height));
    }

    fn choose(&mut self, cx: &mut Cx<'_>) {
        match self.listed.get(self.list.at).copied() {
            Some(item) => match &mut self.ticked {
                None => cx.reply(Reply::Chosen(self.tag, item)),
                Some(ticked) => {
                    if let Some(tick) = ticked.get_mut(item) {
                        *tick = !*tick;
                    }
                }
            },
            None if !self.other.is_empty() && self.list.at == self.listed.len() => self.write_other(cx),
            None => {}
        }
    }

    fn write_other(&self, cx: &mut Cx<'_>) {
        if !self.other.is_empty() {
            cx.reply(Reply::Chosen(self.tag, self.items.len()));
        }
    }

    fn finish(&mut self, cx: &mut Cx<'_>) {
        match &self.ticked {
            Some(ticked) => {
                let all = ticked.iter().enumerate().filter(|(_, on)| **on).map(|(n, _)| n).collect();
                cx.reply(Reply::Ticked(self.tag, all));
            }
            None => self.choose(cx),
        }
    }
}

impl Screen for Choose {
    fn context(&self) -> Context {
        match (&self.ticked, self.other) {
            (Some(_), _) => Context::Tick,
            (None, "") => Context::Choose,
            (None, _) => Context::ChooseOrWrite,
        }
    }

    fn title(&self, _shell: &Shell) -> String {
        self.title.clone()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (matches!(action, Action::Open | Action::Submit) && self.len() == 0 && self.ticked.is_none()).then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &["边输入边筛选；几个词用空格分开，都要有。人名可以输拼音首字母。"]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.len(), Self::rows(cx.area)) {
            return;
        }
        match action {
            Action::Open => self.choose(cx),
            Action::WriteOther => self.write_other(cx),
            Action::Submit => self.finish(cx),
            Action::Back => cx.pop(),
            Action::Edit(edit) => {
                let here = self.context();
                if editing::line(&mut self.filter, edit, here, cx) == Outcome::Done {
                    self.narrow(cx);
                }
            }
            other => cx.nothing(other),
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if self.filter.insert(text, now) == Outcome::Done {
            self.narrow(cx);
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let click = self.list.mouse(mouse, self.len(), Self::rows(cx.area));
        if click == Click::Opened || (self.ticked.is_some() && click == (Click::Row { again: true })) {
            self.choose(cx);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.list.show(self.len(), usize::from(Self::rows(cx.area).height));
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let x = paint.text(area.x + 1, area.y, "找", theme::accent(), 2) + 1;
        let room = area.right().saturating_sub(x + 12);
        let view = self.filter.view(usize::from(room), paint.ambiguous());
        paint.text(x, area.y, &view.shown, theme::plain(), room);
        paint.right(area.right().saturating_sub(1), area.y, &format!("{} 条", self.listed.len()), theme::dim());
        let caret = Position::new(x + u16::try_from(view.caret).unwrap_or_default(), area.y);
        let rows = Self::rows(area);
        if self.items.is_empty() {
            paint.wrapped(Rect { y: area.y + 1, height: 1, x: area.x + 2, ..area }, self.empty, theme::dim(), 0);
        }
        for (n, Rect { y, .. }) in self.list.lines(paint, self.len(), rows) {
            let here = n == self.list.at;
            let style = if here { theme::bold() } else { theme::plain() };
            if here {
                paint.text(rows.x, y, ">", theme::accent(), 1);
            }
            let Some(at) = self.listed.get(n).copied() else {
                paint.text(rows.x + 2, y, self.other, style, rows.width.saturating_sub(3));
                continue;
            };
            let Some(item) = self.items.get(at) else { continue };
            let mut x = rows.x + 2;
            if let Some(ticked) = &self.ticked {
                let mark = if ticked.get(at) == Some(&true) { "☑" } else { "☐" };
                x = paint.text(x, y, mark, style, 2) + 1;
            }
            if !item.label.is_empty() {
                x = paint.text(x, y, &width::fit_as(&item.label, 9, paint.ambiguous()), theme::dim(), 9);
            }
            let room = rows.right().saturating_sub(x + 1);
            paint.text(x, y, &width::shorten_as(&item.text, usize::from(room), paint.ambiguous()), style, room);
        }
        Some(caret)
    }
}
