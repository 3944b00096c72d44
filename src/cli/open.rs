//! `wenkan [FILE]`: the screen.

use crate::error::{Error, Result};
use crate::traces;
use crate::tui::{self, Start};
use std::io::{IsTerminal, stdin, stdout};
use std::path::PathBuf;

/// Opens the screen on `file`, else on the last round, else on the first steps; returns the exit code.
pub(super) fn run(file: Option<PathBuf>) -> Result<u8> {
    if !has_terminal() {
        return Err(Error::usage("界面要在终端里打开").hint("不用界面的命令见 wenkan --help。"));
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
    crate::store::is_encrypted(&path)?;
    traces::note_opened(&path);
    show(&Start::Open(path))
}

/// Whether the screen can be shown.
pub(super) fn has_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

/// What the signal that ended the screen leaves as exit code is what a shell expects: 128 and its number.
fn show(start: &Start) -> Result<u8> {
    let signal = tui::run(start)?;
    Ok(signal.map_or(0, |n| u8::try_from(n).unwrap_or_default().saturating_add(128)))
}
