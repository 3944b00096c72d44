//! Taking back and doing again: says first what it will do.

use super::word::{WithheldWord, ask_word};
use super::{Told, who_and_when};
use crate::acts::undo::{Redo, Undo};
use crate::analysis::history::History;
use crate::analysis::undo::{self, Own, Way};
use crate::error::{Error, Result};
use crate::model::ids::TxnId;
use crate::model::record::Changes;
use crate::store::Ticket;
use crate::tui::action::Action;
use crate::tui::keys::{self, Context, label};
use crate::tui::painter::{Painter, rows};
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// The tag of the reply: it is in the file. The screens below take what changed by themselves.
const DONE: &str = "undo-done";

/// What is shown before it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Shown {
    target: Option<TxnId>,
    /// 删除人员：傅桂兰（刘芳 03-12 09:42）
    words: String,
    /// What becomes of each record.
    records: Vec<String>,
    /// What is against it.
    against: Vec<String>,
    staying: usize,
    releases: bool,
}

/// The question.
#[derive(Debug)]
pub struct Undoing {
    way: Way,
    shown: Shown,
    top: usize,
}

/// Asks whether the newest action is to be taken back, or the last one that was to be done again. `is_writing`: one is
/// on its way into the file, and is shown when it is there.
///
/// # Errors
/// When the round cannot be read.
pub fn ask(way: Way, is_writing: bool, cx: &mut Cx<'_>) -> Result<()> {
    let shown = read(way, cx)?;
    if shown.target.is_some() || is_writing {
        cx.push(Undoing { way, shown, top: 0 });
    } else {
        cx.warn(nothing(way));
    }
    Ok(())
}

const fn nothing(way: Way) -> &'static str {
    match way {
        Way::Undo => "没有可以撤销的操作：只撤销你自己在这台电脑上做的，导入资料包以前的不能撤销。",
        Way::Redo => "没有可以重做的操作：刚撤销的才能重做，又做了别的就不能了。",
    }
}

fn read(way: Way, cx: &Cx<'_>) -> Result<Shown> {
    let own = Own { who: cx.me(), device: cx.book()?.device };
    cx.reader()?.snapshot(|reader| {
        let trail = reader.trail();
        let Some(next) = undo::next(&trail, own, way)? else { return Ok(Shown::default()) };
        let plan = undo::plan(&trail, &next, own.who)?;
        let history = History::new(reader);
        let say = Told(&history);
        let deed = history.deed(next.target)?;
        let words = deed.map(|d| format!("{}（{}）", d.words, who_and_when(&d))).unwrap_or_default();
        Ok(Shown {
            target: Some(next.target),
            words,
            records: plan.steps.iter().map(|step| undo::outcome(step, &say)).collect(),
            against: undo::words(&plan, &say),
            staying: plan.staying,
            releases: plan.releases,
        })
    })
}

impl Undoing {
    fn can(&self) -> bool {
        self.shown.target.is_some() && self.shown.against.is_empty()
    }

    fn heading(&self) -> String {
        format!("{}：{}", self.way.chinese(), self.shown.words)
    }

    /// What is under the heading, a paragraph each.
    fn paragraphs(&self) -> Vec<String> {
        let Shown { records, against, staying, releases, .. } = &self.shown;
        let mut out = Vec::new();
        if self.can() {
            if *staying > 0 {
                out.push(format!("合并以后新谈的 {staying} 次，仍在保留的人名下。"));
            }
            if *releases {
                out.push("这一步会把已转线索的内容放回来，要先输入一个词。".to_owned());
            }
            if records.is_empty() {
                out.push("内容已经是那样，没有要改的。".to_owned());
            }
            out.extend(records.iter().map(|r| format!("· {r}")));
        } else {
            out.push(format!("现在不能{}。", self.way.chinese()));
            out.extend(against.iter().cloned());
            out.push("没有作任何改动。".to_owned());
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

    fn scroll(&mut self, by: isize, cx: &Cx<'_>) {
        let width = cx.area.width.saturating_sub(8);
        let all: usize = self.paragraphs().iter().map(|p| rows(p, width, cx.shell.ambiguous).len()).sum();
        let last = all.saturating_sub(usize::from(cx.area.height).saturating_sub(6));
        self.top = self.top.saturating_add_signed(by).min(last);
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

    fn help(&self) -> &'static [&'static str] {
        &[
            "撤销的是你自己在这台电脑上做的最近一步，退出再打开也可以。别人做的、在别的电脑上做的不会被撤销。",
            "后来又改过的别的内容都保留；同一处后来又改过的，整步不撤销，并写明是哪一次改的。",
            "导出、备份、更新工作法不能撤销，跳过；新建轮次、导入资料包以前的不能撤销。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let page = isize::try_from(cx.area.height).unwrap_or(8).max(8) - 6;
        match action {
            Action::Yes => self.go(cx),
            Action::No | Action::Back => cx.pop(),
            Action::Up => self.scroll(-1, cx),
            Action::Down => self.scroll(1, cx),
            Action::PageUp => self.scroll(-page, cx),
            Action::PageDown => self.scroll(page, cx),
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
            Ok(shown) => self.shown = shown,
            Err(e) => cx.fail(&e),
        }
        self.scroll(0, cx);
    }

    fn refused(&mut self, _ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        cx.fail(error);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let inner = Rect { x: area.x + 4, y: area.y + 1, width: area.width.saturating_sub(8), height: area.height };
        let inner = inner.intersection(area);
        let heading = if self.shown.target.is_none() { nothing(self.way).to_owned() } else { self.heading() };
        let used = paint.wrapped(Rect { height: 3.min(inner.height), ..inner }, &heading, theme::bold(), 0);
        let foot = area.bottom().saturating_sub(1);
        let top = inner.y + used + 1;
        let all = self.paragraphs();
        let style = if self.can() { theme::plain() } else { theme::warning() };
        let lines: Vec<&str> = all.iter().flat_map(|p| rows(p, inner.width, paint.ambiguous())).collect();
        for (y, row) in (top..foot.saturating_sub(1)).zip(lines.iter().skip(self.top)) {
            paint.text(inner.x, y, row, style, inner.width);
        }
        let yes = format!("{}这一步", self.way.chinese());
        let words = if self.can() {
            vec![(Action::Yes, yes.as_str()), (Action::Back, "返回，什么也不做")]
        } else {
            vec![(Action::Back, "返回")]
        };
        let mut x = inner.x;
        for (action, word) in words {
            let key = keys::row_of(action, Context::Grave).map(|b| label(b.key)).unwrap_or_default();
            x = paint.text(x, foot, &key, theme::key(), inner.width);
            x = paint.text(x + 1, foot, word, theme::plain(), inner.width) + 4;
        }
        None
    }
}
