//! Long work on a worker: export, backup, attaching a file.

use crate::error::Result;
use crate::export::assemble::{self, Which};
use crate::export::{Target, bundle};
use crate::import::attach;
use crate::model::record::Op;
use crate::store::Store;
use crate::tui::desk::{News, Teller};
use crate::tui::effect::Job;
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
    match job {
        Job::Backup(out) => {
            store.backup(out, &progress("正在备份"))?;
            Ok(format!("已备份并核对：{}", out.display()))
        }
        Job::Attach { path, owner, caption, by } => {
            let stored = attach::store_file(store, path, *owner, caption, *by, &progress("正在保存附件"))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some(attachment) = stored else {
                return Ok(format!("已有内容相同的附件，没有再加：{name}"));
            };
            // Handed in, so that the screens hear of it.
            store.submit(Op::Attach, *by, move |tx| tx.put(&attachment));
            Ok(format!("已附上：{name}"))
        }
        Job::Export { out, by, interviews, bundle: whole } => {
            let mut done = Vec::new();
            if *interviews {
                let target = Target { out, by: *by, progress: &progress("正在导出谈话记录") };
                let files = assemble::export_interviews(store, Which::All, &target)?;
                done.push(format!("谈话记录 {} 份", files.len()));
            }
            if *whole {
                bundle::export_bundle(store, &Target { out, by: *by, progress: &progress("正在导出资料包") })?;
                done.push("资料包".to_owned());
            }
            Ok(format!("已导出{}：{}", done.join("、"), shown(out)))
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
