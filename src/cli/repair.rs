//! `wenkan repair`: a new file from what can be read of a damaged one.

use super::args::{Globals, Repair};
use super::output::{self, Progress};
use super::secret;
use crate::error::{Error, Kind, Result};
use crate::store::{Store, repair};
use std::path::Path;

/// Writes the new file and lists what was lost.
///
/// # Errors
/// [`Kind::Findings`] when anything was lost, after all of it was shown.
pub(super) fn run(args: &Repair, globals: &Globals) -> Result<()> {
    let progress = Progress::new("修复");
    let done = secret::with_secret(&args.file, globals, |secret| {
        let done = repair(&args.file, secret, &args.out, &|percent| progress.at(percent))?;
        // Work goes on in the new file: it knows of the damaged one, which says everything that is withheld later.
        Store::open(&args.out, secret).and_then(|new| note_damaged(new, &args.file)).ok();
        Ok(done)
    })?;
    drop(progress);
    let whole = done.lost.is_empty() && done.tables.is_empty() && done.report.ok();
    let mut lines =
        vec![format!("已写出新的文件：改动 {} 条，记录 {} 条。原文件没有改动。", done.revisions, done.records)];
    if done.unreadable > 0 {
        lines.push(format!("磁盘读不出来的有 {} 字节。", done.unreadable));
    }
    if !done.lost.is_empty() {
        lines.push(format!("丢失的改动 {} 条：", done.lost.len()));
        lines.extend(done.lost.iter().map(|lost| format!("  {}", output::one_line(&lost.chinese()))));
    }
    lines.extend(done.tables.iter().map(|(what, count)| format!("  {what}：至少 {count} 行没有救出来")));
    lines.extend(done.report.problems.iter().map(|problem| format!("  新的文件：{}", output::one_line(problem))));
    lines.extend(whole.then(|| "没有丢失内容。".to_owned()));
    let text = lines.join("\n") + "\n";
    output::data(&text)?;
    if whole {
        return Ok(());
    }
    Err(Error::new(Kind::Findings, format!("修复完成，有内容没有救出来：{}", args.out.display()))
        .hint("请对照备份（wenkan restore）核对上面列出的内容；原文件请留存。"))
}

fn note_damaged(new: Store, damaged: &Path) -> Result<()> {
    let from = new.reader()?.sources([])?;
    new.note_copy(None, damaged, Some(from))?;
    new.close()
}
