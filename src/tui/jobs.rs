//! Long work on a worker: export, backup, attaching a file.

use crate::acts::attach::Attach;
use crate::acts::door;
use crate::acts::drafts::{Discard, Sealing};
use crate::analysis::methods;
use crate::error::{Error, Kind, Result};
use crate::export::assemble::{Which, export_interviews};
use crate::export::handover::lead_receipt;
use crate::export::parts::{self, Report};
use crate::export::talk_record::Variant;
use crate::export::{Target, edited};
use crate::import::attach;
use crate::store::{Progress, Store, VerifyReport, verify};
use crate::tui::effect::Job;
use crate::tui::news::{News, Teller};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Carries out `job`; returns what to tell when it is done.
pub fn run(job: &Job, store: &Store, teller: &Teller, cancel: &AtomicBool) -> Result<String> {
    let progress = |what: &'static str| {
        move |percent: u8| {
            teller.tell(News::Progress(what.to_owned(), percent));
            !cancel.load(Ordering::Relaxed)
        }
    };
    // What was handed in before an output is in it.
    store.flush()?;
    match job {
        Job::Backup { out, by } => {
            store.backup(*by, out, &progress("正在备份"))?;
            Ok(format!("已备份并核对：{}", out.display()))
        }
        Job::Verify => verified(store, &progress("正在核对")),
        Job::Attach { path, owner, caption, by, drafts } => {
            let stored = attach::store_file(store, path, *owner, caption, *by, &progress("正在保存附件"))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let drafts = drafts.clone();
            let Some(attachment) = stored else {
                door::perform(store, *by, Discard { drafts })?;
                return Ok(format!("已有内容相同的附件，没有再加：{name}"));
            };
            let changes = door::perform(store, *by, Sealing { act: Box::new(Attach { attachment }), drafts })?;
            let struck =
                if changes.struck { "　说明里有已转线索的话，存为〔已另行处理〕。" } else { "" };
            Ok(format!("已附上：{name}{struck}"))
        }
        Job::TalkRecord { out, by, talk } => {
            let target = Target { out, by: *by, progress: &progress("正在打印") };
            let files = export_interviews(store, Which::One(*talk), &[Variant::Signature], &target)?;
            let paths: Vec<String> = files.iter().map(|f| shown(&f.path)).collect();
            let kept = edited::said(&files).map(|said| format!("　{said}")).unwrap_or_default();
            let unlogged = store.read_only().map(|why| format!("　{}", why.unlogged())).unwrap_or_default();
            Ok(format!("已写出{}：{}{kept}{unlogged}", Variant::Signature.title(), paths.join("、")))
        }
        Job::LeadForm { out, by, number } => {
            let target = Target { out, by: *by, progress: &progress("正在导出") };
            let form = lead_receipt::export(store, number, &target)?;
            let kept = edited::said(std::slice::from_ref(&form)).map(|said| format!("　{said}")).unwrap_or_default();
            Ok(format!("已导出线索移交登记表：{}{kept}", form.path.display()))
        }
        Job::Export { out, by, choice } => {
            let target = Target { out, by: *by, progress: &progress("正在导出") };
            let done = exported(&parts::export(store, choice, &target)?, out);
            Ok(match store.read_only() {
                Some(why) => format!("{done}　{}", why.unlogged()),
                None => done,
            })
        }
    }
}

/// What was checked, or what is wrong.
fn verified(store: &Store, progress: Progress<'_>) -> Result<String> {
    const NAMED: usize = 3;
    let reader = store.reader()?;
    let mut report = verify(&reader, progress)?;
    report.problems.extend(methods::problems(&reader)?);
    if report.ok() {
        let VerifyReport { revisions, records, blobs, redacted, .. } = report;
        let hidden = if redacted > 0 { format!("，其中 {redacted} 条有文字被隐去") } else { String::new() };
        return Ok(format!("文件完好：核对了改动 {revisions} 条{hidden}，记录 {records} 条，附件 {blobs} 份。"));
    }
    let named: Vec<String> = report.problems.iter().take(NAMED).cloned().collect();
    Err(Error::new(Kind::Findings, format!("核对出 {} 处问题：{}", report.problems.len(), named.join("；")))
        .hint("程序没有改动这个文件。请另存一份留存，再用最近的备份继续；全部列出用 wenkan verify。"))
}

/// What was written and where; a file or two are named by kind, many are counted.
fn exported(report: &Report, out: &Path) -> String {
    const NAMED: usize = 3;
    let names: Vec<&str> = report.parts.iter().take(NAMED).map(|p| p.chinese()).collect();
    let more = if report.parts.len() > NAMED { "等" } else { "" };
    let warning = report.warning().map(|w| format!("　{w}")).unwrap_or_default();
    if report.files.is_empty() {
        return format!("没有可以导出的内容，没有写出文件。{warning}");
    }
    format!("已导出{}{more}，共 {} 个文件：{}{warning}", names.join("、"), report.files.len(), shown(out))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
