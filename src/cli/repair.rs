//! `wenkan repair`: a new file from what can be read of a damaged one.

use super::args::{Globals, Repair};
use super::output::{self, Progress};
use super::secret;
use crate::error::{Error, Kind, Result};
use crate::store::repair;

/// Writes the new file and lists what was lost.
///
/// # Errors
/// [`Kind::Findings`] when anything was lost, after all of it was shown.
pub(super) fn run(args: &Repair, globals: &Globals) -> Result<()> {
    let progress = Progress::new("修复");
    let done = secret::with_secret(&args.file, globals, |secret| {
        repair(&args.file, secret, &args.out, &|percent| progress.at(percent))
    })?;
    drop(progress);
    let mut text = format!("已写出新的文件：改动 {} 条，记录 {} 条。原文件没有改动。\n", done.revisions, done.records);
    if done.unreadable > 0 {
        text += &format!("磁盘读不出来的有 {} 字节。\n", done.unreadable);
    }
    if !done.lost.is_empty() {
        text += &format!("丢失的改动 {} 条：\n", done.lost.len());
        done.lost.iter().for_each(|lost| text += &format!("  {}\n", output::one_line(&lost.chinese())));
    }
    for (what, count) in &done.tables {
        text += &format!("  {what}：至少 {count} 行没有救出来\n");
    }
    for problem in &done.report.problems {
        text += &format!("  新的文件：{}\n", output::one_line(problem));
    }
    let whole = done.lost.is_empty() && done.tables.is_empty() && done.report.ok();
    if whole {
        text += "没有丢失内容。\n";
    }
    output::data(&text)?;
    if whole {
        return Ok(());
    }
    Err(Error::new(Kind::Findings, format!("修复完成，有内容没有救出来：{}", args.out.display()))
        .hint("请对照备份（wenkan restore）核对上面列出的内容；原文件请留存。"))
}
