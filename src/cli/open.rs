//! `wenkan [FILE]`: the screen, and what keeps it from being shown.

use super::output;
use crate::error::{Error, Result};
use crate::traces;
use crate::tui::{self, Start};
use std::io::{IsTerminal, stdin, stdout};
use std::path::PathBuf;

/// What keeps the screen from being shown; told before anything is drawn, because on such a terminal the frames would
/// be rubbish among the lines of the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// Standard input or output is none.
    NoTerminal,
    /// `TERM` says that it only prints lines.
    Dumb,
    /// `TERM` is not set: a console without a terminal program, or a service.
    Nameless,
}

impl Obstacle {
    /// What keeps the screen from being shown here.
    pub(super) fn here() -> Option<Self> {
        let name = std::env::var("TERM").unwrap_or_default();
        Self::of(stdin().is_terminal() && stdout().is_terminal(), &name, cfg!(windows))
    }

    /// `unnamed`: on this system terminals have no name, so that an empty one says nothing.
    fn of(is_terminal: bool, name: &str, unnamed: bool) -> Option<Self> {
        match name {
            _ if !is_terminal => Some(Self::NoTerminal),
            "dumb" | "unknown" => Some(Self::Dumb),
            "" if !unnamed => Some(Self::Nameless),
            _ => None,
        }
    }

    /// What it is, in a few words.
    pub(super) const fn chinese(self) -> &'static str {
        match self {
            Self::NoTerminal => "输入或输出不是终端",
            Self::Dumb => "这个终端只能逐行显示（TERM=dumb）",
            Self::Nameless => "没有设置 TERM，不知道是什么终端",
        }
    }

    /// What to do about it.
    pub(super) const fn hint(self) -> &'static str {
        match self {
            Self::NoTerminal => "请在终端窗口里直接运行 wenkan，不要把输入、输出转到文件或管道。",
            Self::Dumb => {
                "请换一个普通的终端窗口运行 wenkan；确认是普通终端的，先设 TERM，如 export TERM=xterm-256color。"
            }
            Self::Nameless => "请先设 TERM，如 export TERM=xterm-256color，再运行 wenkan。",
        }
    }
}

/// Opens the screen on `file`, else on the last round, else on the first steps; returns the exit code.
pub(super) fn run(file: Option<PathBuf>) -> Result<u8> {
    if let Some(obstacle) = Obstacle::here() {
        let hint = format!("{}不用界面的命令见 wenkan --help。", obstacle.hint());
        return Err(Error::usage(format!("界面打不开：{}", obstacle.chinese())).hint(hint));
    }
    // A last round that is gone (a stick that was pulled out) is not replaced by an older one behind the user's back.
    let last = || traces::recent().into_iter().next().filter(|p| p.is_file());
    match file.or_else(last) {
        Some(path) => screen(path),
        None => show(&Start::FirstSteps),
    }
}

/// Opens the screen on a round; returns the exit code.
pub(super) fn screen(path: PathBuf) -> Result<u8> {
    // Refuses what is no file before the terminal changes its mode.
    let is_encrypted = crate::store::is_encrypted(&path)?;
    show(&Start::Open { path, is_encrypted })
}

/// What the signal that ended the screen leaves as exit code is what a shell expects: 128 and its number.
fn show(start: &Start) -> Result<u8> {
    let ended = tui::run(start)?;
    if let Some(said) = ended.said {
        output::say(&said);
    }
    Ok(ended.signal.map_or(0, |n| u8::try_from(n).unwrap_or_default().saturating_add(128)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_must_be_there_and_say_what_it_is() {
        assert_eq!(Obstacle::of(true, "xterm-256color", false), None);
        assert_eq!(Obstacle::of(true, "linux", false), None);
        assert_eq!(Obstacle::of(true, "dumb", false), Some(Obstacle::Dumb));
        assert_eq!(Obstacle::of(true, "dumb", true), Some(Obstacle::Dumb));
        assert_eq!(Obstacle::of(true, "", false), Some(Obstacle::Nameless));
        assert_eq!(Obstacle::of(true, "", true), None, "a console that has no name");
        assert_eq!(Obstacle::of(false, "xterm", false), Some(Obstacle::NoTerminal));
    }
}
