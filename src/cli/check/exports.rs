//! Files of earlier exports that hold what is told no more.

use crate::cli::output;
use crate::error::Result;
use crate::export::left::{self, LeftFile};
use crate::store::Reader;
use serde::Serialize;
use std::path::PathBuf;

/// What lies beside the round.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// As they were exported.
    pub(super) files: Vec<PathBuf>,
    /// Changed since they were exported, or not certain: the user is to look.
    pub(super) changed: Vec<PathBuf>,
    /// Exports of which no file was found: name, how many, when they were written.
    gone: Vec<String>,
    /// How many were removed.
    removed: usize,
}

impl Report {
    /// Looks for them, and removes those that are as they were exported when that is asked for.
    pub(super) fn read(reader: &Reader, remove: bool) -> Result<Self> {
        let found = left::find(reader.path(), &reader.left_behind()?);
        let (mut known, changed): (Vec<LeftFile>, Vec<LeftFile>) =
            found.files.into_iter().partition(|f| f.sha256.is_some());
        let removed = if remove { left::remove(&known)? } else { 0 };
        if remove {
            known.retain(|f| f.path.exists());
        }
        let paths = |files: Vec<LeftFile>| files.into_iter().map(|f| f.path).collect();
        Ok(Self { files: paths(known), changed: paths(changed), gone: found.gone, removed })
    }

    pub(super) fn text(&self) -> String {
        let removed = match self.removed {
            0 => String::new(),
            count => format!("\n已删除 {count} 个以前导出、有已转线索的话的文件；拷贝到别处的请自己收回。\n"),
        };
        let known = list("以前导出的文件里有已转线索的话（加 --remove-exports 删除）", &shown(&self.files));
        let changed = list(left::UNSURE, &shown(&self.changed));
        let gone = list(left::GONE, &self.gone);
        let parts = [known, changed, gone].into_iter().filter(|part| !part.is_empty()).map(|part| format!("\n{part}"));
        format!("{removed}{}", parts.collect::<String>())
    }
}

/// A title and what stands under it, a line each; nothing when nothing does.
fn list(title: &str, lines: &[String]) -> String {
    let each = lines.iter().map(|line| format!("  {line}\n"));
    if lines.is_empty() { String::new() } else { format!("{title}\n{}", each.collect::<String>()) }
}

fn shown(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|f| f.display().to_string()).collect()
}

/// Says after a command that withheld something anew which earlier exports hold it.
pub(in crate::cli) fn say(found: &left::LeftFiles) {
    let told = told(found);
    if !told.is_empty() {
        output::say(told.trim_end());
    }
}

/// What is said of them; nothing when nothing was found.
pub(super) fn told(found: &left::LeftFiles) -> String {
    let of = |known: bool| {
        let files = found.files.iter().filter(move |f| f.sha256.is_some() == known);
        files.map(|f| f.path.display().to_string()).collect::<Vec<_>>()
    };
    let (known, changed) = (of(true), of(false));
    let hint =
        if known.is_empty() { "" } else { "删除还在电脑里的，用 wenkan check FILE --remove-exports。\n" };
    let known = list("以前导出的文件里有已转线索的话：", &known);
    let gone = list(&format!("{}：", left::GONE), &found.gone);
    format!("{known}{}{gone}{hint}", list(&format!("{}：", left::UNSURE), &changed))
}
