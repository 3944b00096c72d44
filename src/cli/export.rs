//! `wenkan export`: talk records and the bundle into a folder. Every file is logged in the round.

use super::args::{Export, ExportFormat, ExportPart, Globals};
use super::output::{self, Progress};
use super::round;
use crate::error::{Error, Result};
use crate::export::Target;
use crate::export::assemble::{Which, export_interviews};
use crate::export::bundle::export_bundle;

impl ExportPart {
    /// The format in which it is written.
    const fn format(self) -> ExportFormat {
        match self {
            Self::Interviews => ExportFormat::Docx,
            Self::Bundle => ExportFormat::Json,
        }
    }
}

/// Writes what is asked for; prints the paths.
pub(super) fn run(args: &Export, globals: &Globals) -> Result<()> {
    let parts = parts(args)?;
    let writing = round::write(&args.file, globals)?;
    round::say_drafts(&writing.reader)?;
    let progress = Progress::new("导出");
    let tell = |percent| progress.at(percent);
    let target = Target { out: &args.out, by: writing.author, progress: &tell };
    let mut written = Vec::new();
    for part in &parts {
        written.extend(match part {
            ExportPart::Interviews => export_interviews(&writing.store, Which::All, &target)?,
            ExportPart::Bundle => export_bundle(&writing.store, &target)?,
        });
    }
    drop(progress);
    writing.close()?;
    let lines: Vec<String> = written.iter().map(|e| format!("{}\n", e.path.display())).collect();
    output::data(&lines.concat())?;
    output::say(&format!("已导出 {} 个文件，都含有姓名，只在组内使用。", written.len()));
    if parts.contains(&ExportPart::Bundle) {
        output::say("资料包没有加密：谁拿到都能看到内容。");
    }
    Ok(())
}

/// What is to be written: `--only`, narrowed by `--format`.
fn parts(args: &Export) -> Result<Vec<ExportPart>> {
    if args.no_names {
        return Err(Error::usage("不带姓名就没有可以导出的")
            .hint("谈话记录和资料包都含有姓名。没有写出任何文件；请去掉 --no-names。"));
    }
    let all = [ExportPart::Interviews, ExportPart::Bundle];
    let asked = |part: &ExportPart| args.only.is_empty() || args.only.contains(part);
    let fits = |part: &ExportPart| args.format.is_none_or(|f| f == part.format());
    let parts: Vec<ExportPart> = all.into_iter().filter(|p| asked(p) && fits(p)).collect();
    if parts.is_empty() {
        return Err(Error::usage("没有这种格式的材料").hint("谈话记录（interviews）是 docx，资料包（bundle）是 json。"));
    }
    Ok(parts)
}
