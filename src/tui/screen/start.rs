//! First steps: open a round, make one, or look at the sample round.

use crate::store::{Secret, is_encrypted};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Leaving};
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::screen::restore;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Screen};
use ratatui::layout::{Position, Rect};
use std::path::{Path, PathBuf};

/// First steps.
#[derive(Debug, Default)]
pub struct Start {
    at: usize,
}

/// One row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Choice {
    Recent(PathBuf),
    Open,
    New,
    Restore,
    Sample,
    Quit,
}

/// Rows above the choices.
const HEAD: u16 = 4;

fn choices(shell: &Shell) -> Vec<Choice> {
    let recent = shell.recent.iter().filter(|p| p.is_file()).cloned().map(Choice::Recent);
    recent.chain([Choice::Open, Choice::New, Choice::Sample, Choice::Restore, Choice::Quit]).collect()
}

/// Opens `path`, asking for the passphrase when it has one.
pub fn open(path: &Path, cx: &mut Cx<'_>) {
    match is_encrypted(path) {
        Ok(true) => cx.push(forms::open::passphrase(path.to_owned())),
        Ok(false) => cx.effects.push(Effect::Open(path.to_owned(), Secret::None)),
        Err(e) => cx.fail(&e),
    }
}

impl Start {
    fn choose(&self, cx: &mut Cx<'_>) {
        match choices(cx.shell).into_iter().nth(self.at) {
            Some(Choice::Recent(path)) => open(&path, cx),
            Some(Choice::Open) => cx.push(forms::open::file("")),
            Some(Choice::New) => cx.push(forms::new_round::form()),
            Some(Choice::Restore) => {
                let last = cx.shell.recent.first().cloned();
                cx.push(restore::form(last.as_deref()));
            }
            Some(Choice::Sample) => cx.effects.push(Effect::Demo),
            Some(Choice::Quit) => cx.effects.push(Effect::Leave { leaving: Leaving::Quit, without_backup: false }),
            None => {}
        }
    }
}

impl Screen for Start {
    fn context(&self) -> Context {
        Context::Start
    }

    fn title(&self, _shell: &Shell) -> String {
        "问看".to_owned()
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "问看陪巡察干部做五问五看：谈话时一问一问走到，随手记下，谈完就能印出记录。",
            "一轮巡察是一个文件，放在这台电脑上，不联网。可以加密：忘了口令又没有恢复码，谁也打不开。",
            "本程序不确定密级；请只在批准用于相应密级的计算机上使用。加密是附加保护，不能代替保密管理要求。",
            "先看示例轮次，最容易上手。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let last = choices(cx.shell).len().saturating_sub(1);
        match action {
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(last),
            Action::Open => self.choose(cx),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let Some(row) = mouse.row.checked_sub(cx.area.y + HEAD) else { return };
        let at = usize::from(row);
        if at < choices(cx.shell).len() && matches!(mouse.kind, MouseKind::Press | MouseKind::DoubleClick) {
            self.at = at;
            if mouse.kind == MouseKind::DoubleClick {
                self.choose(cx);
            }
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        let x = area.x + 4;
        let room = area.width.saturating_sub(8);
        paint.text(x, area.y + 1, "问看  巡察谈话的提问、记录和打印", theme::accent(), room);
        paint.text(x, area.y + 2, "内容只在本机，不联网。", theme::dim(), room);
        for (at, (choice, y)) in choices(shell).iter().zip(area.y + HEAD..area.bottom()).enumerate() {
            let (word, about) = match choice {
                Choice::Recent(path) => {
                    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                    (format!("打开 {name}"), path.display().to_string())
                }
                Choice::Open => ("打开轮次…".to_owned(), "打开已有的轮次文件".to_owned()),
                Choice::New => ("新建轮次…".to_owned(), "新的一轮巡察，从这里开始".to_owned()),
                Choice::Sample => ("示例轮次".to_owned(), "虚构的一轮，随便看、随便改".to_owned()),
                Choice::Restore => ("从备份恢复…".to_owned(), "列出备份，选一份写出来打开，不覆盖".to_owned()),
                Choice::Quit => ("退出".to_owned(), String::new()),
            };
            let here = at == self.at;
            if here {
                paint.text(x - 2, y, ">", theme::accent(), 1);
            }
            let style = if here { theme::bold() } else { theme::plain() };
            let end = paint.text(x, y, &word, style, 28.min(room));
            paint.text(end.max(x + 28) + 2, y, &about, theme::dim(), room.saturating_sub(30));
        }
        None
    }
}
