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
        let list = |title: &str, lines: Vec<String>| match lines.as_slice() {
            [] => String::new(),
            lines => format!("\n{title}\n  {}\n", lines.join("\n  ")),
        };
        let paths = |files: &[PathBuf]| files.iter().map(|f| f.display().to_string()).collect::<Vec<String>>();
        let removed = match self.removed {
            0 => String::new(),
            count => format!("\n已删除 {count} 个以前导出、有已转线索的话的文件；拷贝到别处的请自己收回。\n"),
        };
        let known = list("以前导出的文件里有已转线索的话（加 --remove-exports 删除）", paths(&self.files));
        let changed = list(left::UNSURE, paths(&self.changed));
        let gone = list(left::GONE, self.gone.clone());
        format!("{removed}{known}{changed}{gone}")
    }
}

/// Says after a command that withheld something anew which earlier exports hold it.
pub(in crate::cli) fn say(found: &left::LeftFiles) {
    let known: Vec<&LeftFile> = found.files.iter().filter(|f| f.sha256.is_some()).collect();
    if known.is_empty() && found.gone.is_empty() {
        return;
    }
    output::say("以前导出的文件里有已转线索的话：");
    for file in known {
        output::say(&format!("  {}", file.path.display()));
    }
    for name in &found.gone {
        output::say(&format!("  {name}（轮次文件旁边没有找到，请到拷贝过的地方收回）"));
    }
    output::say("删除还在电脑里的，用 wenkan check FILE --remove-exports。");
}
