//! `wenkan verify`: whether the file is whole.

use super::args::{Globals, Verify};
use super::output::{self, Progress};
use super::round;
use crate::analysis::methods;
use crate::error::{Error, Kind, Result};
use crate::store::{VerifyReport, verify};
use serde::Serialize;

/// The result as `--json` prints it.
#[derive(Debug, Serialize)]
struct VerifyJson<'a> {
    ok: bool,
    revisions: u64,
    records: u64,
    attachments: u64,
    problems: &'a [String],
}

/// Checks the file.
///
/// # Errors
/// [`Kind::Findings`] when something is wrong, after all of it was shown.
pub(super) fn run(args: &Verify, globals: &Globals) -> Result<()> {
    let reader = round::read(&args.file, globals)?;
    let progress = Progress::new("核对");
    let mut report = verify(&reader, &|percent| progress.at(percent))?;
    report.problems.extend(methods::problems(&reader)?);
    drop(progress);
    let VerifyReport { revisions, records, blobs, problems } = &report;
    if args.json {
        let (revisions, records, attachments) = (*revisions, *records, *blobs);
        output::json(&VerifyJson { ok: report.ok(), revisions, records, attachments, problems })?;
    } else {
        let head = format!("改动记录 {revisions} 条，记录 {records} 条，附件内容 {blobs} 份，逐一核对。\n");
        let found: Vec<String> = problems.iter().map(|p| format!("  {p}\n")).collect();
        let sound = if report.ok() {
            "文件完好。这只说明文件没有损坏，不能证明内容是谁写的。\n"
        } else {
            ""
        };
        output::data(&(head + &found.concat() + sound))?;
    }
    if report.ok() {
        return Ok(());
    }
    Err(Error::new(Kind::Findings, format!("发现 {} 处问题：{}", problems.len(), args.file.display()))
        .hint("程序没有改动这个文件。请先原样复制一份留存，再用最近的备份继续工作。"))
}
