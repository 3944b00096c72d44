//! Copies of a round: listed with date, people and talks; the one chosen is written beside the present file and opened.

use crate::model::ids::RoundId;
use crate::store::{Copy, Keyring};
use crate::tui::action::Action;
use crate::tui::effect::{CopiesNews, CopiesWhat, CopiesWork};
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::start;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use std::path::PathBuf;
use std::sync::Arc;

const TITLE: &str = "从备份恢复";
const INTRO: &str = "选定一份，写到轮次文件旁边，名称带备份的日期，再打开。现在的文件和备份都不改动。";
const NONE: &str =
    "没有找到备份。备份在轮次文件旁边、轮次设置的备份文件夹里找；在别处的，用 wenkan restore 轮次文件 --from 文件夹。";

/// Rows above the list.
const HEAD: u16 = 2;
/// Rows below it, for the whole of the row at the mark, and the path of that copy.
const FOOT: u16 = 4;

/// The copies of one round.
#[derive(Debug)]
pub struct Copies {
    /// The round file; it may be gone.
    round: PathBuf,
    id: Option<RoundId>,
    folders: Vec<PathBuf>,
    /// What opens them; `None`: the key of the open round.
    keys: Option<Arc<Keyring>>,
    /// `None`: they are looked for.
    found: Option<Vec<Copy>>,
    list: ListState,
}

impl Copies {
    /// For the round at `round`, which is open, in these folders.
    pub fn of_open(round: PathBuf, id: RoundId, folders: Vec<PathBuf>) -> Self {
        Self { round, id: Some(id), folders, keys: None, found: None, list: ListState::default() }
    }

    /// For a round that is not open, in these folders.
    pub fn of_closed(round: PathBuf, folders: Vec<PathBuf>, keys: Keyring) -> Self {
        Self { round, id: None, folders, keys: Some(Arc::new(keys)), found: None, list: ListState::default() }
    }

    fn work(&self, what: CopiesWhat) -> CopiesWork {
        CopiesWork { round: self.round.clone(), keys: self.keys.clone(), what }
    }

    fn rows_area(area: Rect) -> Rect {
        Rect { y: area.y + HEAD, height: area.height.saturating_sub(HEAD + FOOT), ..area }
    }

    fn len(&self) -> usize {
        self.found.as_ref().map_or(0, Vec::len)
    }

    fn choose(&self, cx: &mut Cx<'_>) {
        match self.found.as_ref().and_then(|found| found.get(self.list.at)) {
            Some(copy) => cx.copies(self.work(CopiesWhat::Write { copy: copy.path.clone(), now: cx.now })),
            None => cx.nothing(Action::Open),
        }
    }
}

impl Screen for Copies {
    fn context(&self) -> Context {
        Context::Pick
    }

    fn title(&self, _shell: &Shell) -> String {
        TITLE.to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (action == Action::Open && self.found.iter().flatten().next().is_none()).then_some("")
    }

    fn returned(&mut self, _reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if self.found.is_none() {
            cx.copies(self.work(CopiesWhat::List { id: self.id, folders: self.folders.clone() }));
        }
    }

    fn copies(&mut self, news: &CopiesNews, cx: &mut Cx<'_>) {
        match news {
            CopiesNews::Found(found) => self.found = Some(found.clone()),
            CopiesNews::Written(Ok(path)) => {
                cx.done(format!("已从备份写出并核对：{}", path.display()));
                start::open(path, cx);
            }
            CopiesNews::Written(Err(e)) => cx.fail(e),
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.len(), Self::rows_area(cx.area)) {
            return;
        }
        match action {
            Action::Open => self.choose(cx),
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if self.list.mouse(mouse, self.len(), Self::rows_area(cx.area)) == Click::Opened {
            self.choose(cx);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let intro = Rect { x: area.x + 2, width: area.width.saturating_sub(4), height: HEAD.min(area.height), ..area };
        let text = match &self.found {
            None => "正在查找备份……",
            Some(found) if found.is_empty() => NONE,
            Some(_) => INTRO,
        };
        paint.wrapped(intro, text, theme::plain(), 0);
        let place = Self::rows_area(area);
        let rows: Vec<String> = self.found.iter().flatten().map(Copy::chinese).collect();
        for (n, row, Rect { y, .. }) in self.list.shown(paint, &rows, place) {
            let at = n == self.list.at;
            if at {
                paint.text(place.x + 1, y, ">", theme::accent(), 1);
            }
            let style = if at { theme::bold() } else { theme::plain() };
            paint.text(place.x + 3, y, row, style, place.width.saturating_sub(4));
        }
        if let Some(copy) = self.found.as_ref().and_then(|found| found.get(self.list.at)) {
            let foot = Rect { y: place.bottom() + 1, height: FOOT - 1, ..intro };
            paint.wrapped(
                foot.intersection(area),
                &format!("{}　{}", copy.chinese(), copy.path.display()),
                theme::dim(),
                0,
            );
        }
        None
    }
}
