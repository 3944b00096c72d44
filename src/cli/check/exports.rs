//! Files of earlier exports that hold what is told no more.

use crate::cli::output;
use crate::error::Result;
use crate::export::left::{self, Behind, LeftArchive, LeftCopy, LeftFile, LeftFiles, Reach};
use crate::store::Reader;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What lies beside the round.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// As they were exported.
    pub(super) files: Vec<PathBuf>,
    /// Changed since they were exported, or not certain: the user is to look.
    pub(super) changed: Vec<PathBuf>,
    /// Archives that hold such files or may hold them: the user is to look.
    pub(super) archives: Vec<LeftArchive>,
    /// Exports of which no file was found: name, how many, when they were written.
    gone: Vec<String>,
    /// Backups that were made before something was withheld.
    pub(super) backups: Vec<LeftCopy>,
    /// Attachments of the round with such words in them.
    pub(super) attachments: Vec<String>,
    /// Everything was looked at that is said to be.
    complete: bool,
    /// What was looked at and what was not.
    reach: String,
    /// How many were removed.
    removed: usize,
}

impl Report {
    /// Looks for them, and removes those that are as they were exported when `removes` says so of them.
    pub(super) fn read(reader: &Reader, removes: &mut dyn FnMut(&[LeftFile]) -> bool) -> Result<Self> {
        let found = search(&Behind::all(reader)?, reader.path())?;
        let (complete, reach) = (found.reach != Reach::Cut && found.unread.is_empty(), found.reach_said());
        let (mut known, changed): (Vec<LeftFile>, Vec<LeftFile>) =
            found.files.into_iter().partition(|f| f.sha256.is_some());
        let remove = removes(&known);
        let count = if remove { left::remove(&known)? } else { 0 };
        if remove {
            known.retain(|f| f.path.exists());
        }
        let paths = |files: Vec<LeftFile>| files.into_iter().map(|f| f.path).collect();
        Ok(Self {
            files: paths(known),
            changed: paths(changed),
            archives: found.archives,
            gone: found.gone,
            backups: found.copies,
            attachments: found.attachments,
            complete,
            reach,
            removed: count,
        })
    }

    /// How many files, archives and attachments the user is to look at, but for archives of which nobody knows what is in them.
    pub(super) fn unsure(&self) -> usize {
        self.changed.len() + self.attachments.len() + self.archives.iter().filter(|a| !a.entries.is_empty()).count()
    }

    pub(super) fn text(&self) -> String {
        let removed = match self.removed {
            0 => String::new(),
            count => format!("\n已删除 {count} 个以前导出、有已转线索的话的文件；拷贝到别处的请自己收回。\n"),
        };
        let known = list("以前导出的文件里有已转线索的话（加 --remove-exports 删除）", &shown(&self.files));
        let changed = list(left::UNSURE, &shown(&self.changed));
        let archives = list(left::ARCHIVES, &archive_lines(&self.archives));
        let gone = list(left::GONE, &self.gone);
        let copies = LeftCopy::by_title(&self.backups).into_iter().map(|(title, lines)| list(title, &lines));
        let attached = list(left::ATTACHED, &self.attachments);
        let parts = [known, changed, archives, gone].into_iter().chain(copies).chain([attached, line(&self.reach)]);
        let parts = parts.filter(|part| !part.is_empty()).map(|part| format!("\n{part}"));
        format!("{removed}{}", parts.collect::<String>())
    }
}

/// A title and what stands under it, a line each; nothing when nothing does.
fn list(title: &str, lines: &[String]) -> String {
    let each = lines.iter().map(|line| format!("  {line}\n"));
    if lines.is_empty() { String::new() } else { format!("{title}\n{}", each.collect::<String>()) }
}

fn line(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

fn archive_lines(archives: &[LeftArchive]) -> Vec<String> {
    archives.iter().map(LeftArchive::line).collect()
}

fn shown(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|f| f.display().to_string()).collect()
}

/// Looks for the files, with a line that says how far it is.
fn search(behind: &Behind, round: &Path) -> Result<LeftFiles> {
    let progress = output::Progress::new("查找以前导出的文件");
    behind.find(round, &|seen| progress.seen(seen))
}

/// Says after a command that withheld something anew which earlier exports hold it. It takes as long as the disk is large:
/// the round is closed before.
///
/// # Errors
/// Those of [`Behind::find`].
pub(in crate::cli) fn say(behind: &Behind, round: &Path) -> Result<()> {
    let told = told(&search(behind, round)?);
    if !told.is_empty() {
        output::say(told.trim_end());
    }
    Ok(())
}

/// What is said of them; nothing when nothing was found.
pub(super) fn told(found: &LeftFiles) -> String {
    let of = |known: bool| {
        let files = found.files.iter().filter(move |f| f.sha256.is_some() == known);
        files.map(|f| f.path.display().to_string()).collect::<Vec<_>>()
    };
    let (known, changed) = (of(true), of(false));
    let hint =
        if known.is_empty() { "" } else { "删除还在电脑里的，用 wenkan check FILE --remove-exports。\n" };
    let known = list("以前导出的文件里有已转线索的话：", &known);
    let titled = |title: &str, lines: &[String]| list(&format!("{title}："), lines);
    let copies = LeftCopy::by_title(&found.copies).into_iter().map(|(title, lines)| titled(title, &lines));
    let rest = [
        titled(left::UNSURE, &changed),
        titled(left::ARCHIVES, &archive_lines(&found.archives)),
        titled(left::GONE, &found.gone),
        copies.collect(),
        titled(left::ATTACHED, &found.attachments),
        hint.to_owned(),
        line(&found.reach_said()),
    ];
    format!("{known}{}", rest.concat())
}
