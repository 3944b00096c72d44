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
    redacted: u64,
    ordered: u64,
    compared: Vec<Compared>,
    notes: &'a [String],
    problems: &'a [String],
}

/// One sort of thing that was compared.
#[derive(Debug, Serialize)]
struct Compared {
    what: &'static str,
    count: u64,
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
    let VerifyReport { revisions, records, blobs, redacted, ordered, compared, notes, problems } = &report;
    if args.json {
        let compared = compared.iter().map(|(what, count)| Compared { what, count: *count }).collect();
        output::json(&VerifyJson {
            ok: report.ok(),
            revisions: *revisions,
            records: *records,
            attachments: *blobs,
            redacted: *redacted,
            ordered: *ordered,
            compared,
            notes,
            problems,
        })?;
    } else {
        let head = format!("改动记录 {revisions} 条，记录 {records} 条，附件内容 {blobs} 份，逐一核对。\n");
        let all: Vec<String> = compared.iter().map(|(what, count)| format!("{what} {count}")).collect();
        let head = format!("{head}核对了：文件的每一页；{}。\n", all.join("，"));
        let struck = if *redacted > 0 {
            format!("其中 {redacted} 条改动里有文字被隐去，隐去以后的内容与登记相符与否也核对了。\n")
        } else {
            String::new()
        };
        let struck = if *ordered > 0 {
            format!("{struck}按组长决定隐去的原话 {ordered} 段，各版里都已去掉。\n")
        } else {
            struck
        };
        let notes: Vec<String> = notes.iter().map(|note| format!("{note}\n")).collect();
        let head = head + &struck + &notes.concat();
        let found: Vec<String> = problems.iter().map(|p| format!("  {}\n", output::one_line(p))).collect();
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
