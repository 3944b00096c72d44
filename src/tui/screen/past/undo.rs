//! Taking back and doing again: says first what it will do.

use super::word::{WithheldWord, ask_word};
use super::{HistoryWords, who_and_when};
use crate::acts::undo::{Redo, Undo};
use crate::analysis::history::History;
use crate::analysis::undo::{self, Own, UndoOutcome, Way};
use crate::error::{Error, Result};
use crate::model::ids::TxnId;
use crate::model::record::Changes;
use crate::store::Ticket;
use crate::text::Ambiguous;
use crate::tui::action::Action;
use crate::tui::dialog::answers;
use crate::tui::dialog::page::{Block, Sheet};
use crate::tui::keys::Context;
use crate::tui::painter::{Painter, height};
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// The tag of the reply: it is in the file. The screens below take what changed by themselves.
const DONE: &str = "undo-done";

/// What is shown before it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ShownUndo {
    target: Option<TxnId>,
    /// 删除人员：傅桂兰（刘芳 03-12 09:42）
    words: String,
    /// What becomes of each record.
    records: Vec<UndoOutcome>,
    /// What is against it.
    against: Vec<String>,
    staying: usize,
    releases: bool,
}

/// The question.
#[derive(Debug)]
pub struct Undoing {
    way: Way,
    shown: ShownUndo,
    sheet: Sheet,
}

/// Asks whether the newest action is to be taken back, or the last one that was to be done again. `is_writing`: one is
/// on its way into the file, and is shown when it is there.
///
/// # Errors
/// When the round cannot be read.
pub fn ask(way: Way, is_writing: bool, cx: &mut Cx<'_>) -> Result<()> {
    let shown = read(way, cx)?;
    if shown.target.is_some() || is_writing {
        cx.push(Undoing::new(way, shown));
    } else {
        cx.warn(nothing(way));
    }
    Ok(())
}

const fn nothing(way: Way) -> &'static str {
    match way {
        Way::Undo => {
            "没有可以撤销的操作：只撤销你自己在这台电脑上做的，导入资料包、隐去原话以前的，隔得太久的不能撤销。"
        }
        Way::Redo => "没有可以重做的操作：刚撤销的才能重做，又做了别的就不能了。",
    }
}

/// The word for no.
const fn not(way: Way) -> &'static str {
    match way {
        Way::Undo => "不撤销",
        Way::Redo => "不重做",
    }
}

/// Whether there is anything to take back or to do again: the bars of the history say so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OpenWays {
    pub(super) undo: bool,
    pub(super) redo: bool,
}

impl OpenWays {
    /// As the file is now.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub(super) fn read(cx: &Cx<'_>) -> Result<Self> {
        let own = Own { who: cx.me(), device: cx.book()?.device };
        cx.reader()?.snapshot(|reader| {
            let trail = reader.trail();
            let is_open = |way| Ok::<bool, Error>(undo::next(&trail, own, way)?.is_some());
            Ok(Self { undo: is_open(Way::Undo)?, redo: is_open(Way::Redo)? })
        })
    }
}

fn read(way: Way, cx: &Cx<'_>) -> Result<ShownUndo> {
    let own = Own { who: cx.me(), device: cx.book()?.device };
    cx.reader()?.snapshot(|reader| {
        let trail = reader.trail();
        let Some(next) = undo::next(&trail, own, way)? else { return Ok(ShownUndo::default()) };
        let plan = undo::plan(&trail, &next, own.who)?;
        let history = History::new(reader);
        let say = HistoryWords(&history);
        let deed = history.deed(next.target)?;
        let records = undo::outcomes(&plan, deed.as_ref(), way, &history)?;
        let words = deed.map(|d| format!("{}（{}）", d.words, who_and_when(&d))).unwrap_or_default();
        Ok(ShownUndo {
            target: Some(next.target),
            words,
            records,
            against: undo::words(&plan, &say),
            staying: plan.staying,
            releases: plan.releases,
        })
    })
}

impl Undoing {
    fn new(way: Way, shown: ShownUndo) -> Self {
        let mut undoing = Self { way, shown, sheet: Sheet::default() };
        undoing.sheet = Sheet::new(undoing.blocks());
        undoing
    }

    fn can(&self) -> bool {
        self.shown.target.is_some() && self.shown.against.is_empty()
    }

    fn heading(&self) -> String {
        format!("{}：{}", self.way.chinese(), self.shown.words)
    }

    /// What is under the heading.
    fn blocks(&self) -> Vec<Block> {
        let ShownUndo { records, against, staying, releases, .. } = &self.shown;
        let mut out = Vec::new();
        if self.can() {
            if *staying > 0 {
                out.push(Block::Text(format!("合并以后新谈的 {staying} 次，仍在保留的人名下。")));
            }
            if *releases {
                out.push(Block::Text("这一步会把已转线索的内容放回来，要先输入一个词。".to_owned()));
            }
            if records.is_empty() {
                out.push(Block::Text("内容已经是那样，没有要改的。".to_owned()));
            }
            for record in records {
                out.push(Block::Sub(0, format!("· {}", record.head)));
                out.extend(record.lines.iter().map(|line| Block::Sub(4, line.clone())));
            }
        } else {
            out.push(Block::Head(format!("现在不能{}。", self.way.chinese())));
            out.extend(against.iter().cloned().map(Block::Text));
            out.push(Block::Text("没有作任何改动。".to_owned()));
        }
        out
    }

    fn go(&self, cx: &mut Cx<'_>) {
        let Some(target) = self.shown.target.filter(|_| self.can()) else {
            cx.warn(format!("现在不能{}，原因见上。", self.way.chinese()));
            return;
        };
        if self.shown.releases {
            cx.push(ask_word(WithheldWord { way: self.way, target }));
            return;
        }
        hand_in(self.way, target, false, cx);
    }

    fn head(&self) -> String {
        if self.shown.target.is_none() { nothing(self.way).to_owned() } else { self.heading() }
    }

    /// Where the heading, the sheet and the answers are.
    fn places(&self, area: Rect, ambiguous: Ambiguous) -> (Rect, Rect, u16) {
        let inner = Rect { x: area.x + 4, width: area.width.saturating_sub(8), ..area };
        let rows = height(&self.head(), inner.width, ambiguous).min(4);
        let head = Rect { height: rows, y: area.y + u16::from(area.height > 14), ..inner }.intersection(area);
        let top = head.bottom() + 1;
        let foot = area.bottom().saturating_sub(1);
        (head, Rect { y: top, height: foot.saturating_sub(top + 1), ..inner }, foot)
    }

    fn scroll(&mut self, by: isize, cx: &Cx<'_>) {
        let (_, place, _) = self.places(cx.area, cx.shell.ambiguous);
        self.sheet.scroll(by, place, cx.shell.ambiguous);
    }
}

/// Hands the action in; the screen leaves when it is in the file.
pub(super) fn hand_in(way: Way, target: TxnId, release: bool, cx: &mut Cx<'_>) {
    let said = match way {
        Way::Undo => "已撤销。要重做：",
        Way::Redo => "已重做。要撤销：",
    };
    let other = match way {
        Way::Undo => Context::Answer.fill("{key:RedoAct}"),
        Way::Redo => Context::Answer.fill("{key:UndoAct}"),
    };
    let said = format!("{said}{other}");
    match way {
        Way::Undo => cx.act_and_leave(Undo { target, release }, said, Reply::Yes(DONE)),
        Way::Redo => cx.act_and_leave(Redo { target, release }, said, Reply::Yes(DONE)),
    };
}

impl Screen for Undoing {
    fn context(&self) -> Context {
        Context::Grave
    }

    fn title(&self, _shell: &Shell) -> String {
        self.way.chinese().to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        match action {
            Action::Yes if self.can() => Some(self.way.chinese()),
            Action::No if self.can() => Some(not(self.way)),
            Action::Yes | Action::No => Some(""),
            _ => None,
        }
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "撤销的是你自己在这台电脑上做的最近一步，退出再打开也可以。别人做的、在别的电脑上做的不会被撤销。",
            "后来又改过的别的内容都保留；同一处后来又改过的，整步不撤销，并写明是哪一次改的。",
            "导出、备份、更新工作法不能撤销，跳过；新建轮次、导入资料包以前的不能撤销。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let (_, place, _) = self.places(cx.area, cx.shell.ambiguous);
        if self.sheet.step(action, place, cx.shell.ambiguous) {
            return;
        }
        match action {
            Action::Yes => self.go(cx),
            Action::No | Action::Back => cx.pop(),
            Action::Open if self.can() => {
                let keys = Context::Grave.fill("{key:Yes}，回车不算；返回按 {key:Back}。");
                cx.warn(format!("{}这一步按 {keys}", self.way.chinese()));
            }
            Action::Open => cx.warn(format!("现在不能{}，原因见上。", self.way.chinese())),
            other => cx.nothing(other),
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if reply == Some(&Reply::Yes(DONE)) {
            cx.reply(Reply::Yes(DONE));
        }
    }

    /// What was typed below may have been sealed only now, and others may have written: it says anew what it will do.
    fn changed(&mut self, _changes: &Changes, cx: &mut Cx<'_>) {
        self.refresh(cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        match read(self.way, cx) {
            Ok(shown) if shown != self.shown => *self = Self::new(self.way, shown),
            Ok(_) => {}
            Err(e) => cx.fail(&e),
        }
        self.scroll(0, cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.scroll(0, cx);
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if let MouseKind::Wheel(n) = mouse.kind {
            self.scroll(isize::from(n) * 3, cx);
        }
    }

    fn refused(&mut self, _ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        cx.fail(error);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let (head, place, foot) = self.places(area, paint.ambiguous());
        paint.wrapped(head, &self.head(), theme::bold(), 0);
        self.sheet.draw(paint, place);
        let yes = format!("{}这一步", self.way.chinese());
        let back = (Action::Back, "返回");
        let words =
            if self.can() { vec![(Action::Yes, yes.as_str()), (Action::No, not(self.way)), back] } else { vec![back] };
        answers::draw(paint, Rect { y: foot, height: 1, ..place }, Context::Grave, &words);
        None
    }
}
