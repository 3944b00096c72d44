//! `wenkan restore`: which copies there are, and one of them written beside the present file.

use super::args::{Globals, Restore};
use super::output::{self, Progress};
use super::secret;
use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::model::round::Round;
use crate::store::{Copy, Keyring, Reader, beside, copies, note_restored, restore};
use std::path::{Path, PathBuf};

/// Lists the copies, or writes one.
pub(super) fn run(args: &Restore, globals: &Globals) -> Result<()> {
    let (found, keys) = found(args, globals)?;
    let Some(n) = args.copy else { return list(&found) };
    let copy = n.checked_sub(1).and_then(|at| found.get(at)).ok_or_else(|| {
        Error::usage(format!("没有第 {n} 份备份，共有 {} 份", found.len())).hint("不写 --copy，列出全部备份。")
    })?;
    let to = args.to.clone().unwrap_or_else(|| beside(&args.file, &copy.path, clock::now()));
    let progress = Progress::new("恢复");
    let from = restore(&copy.path, &keys, &to, &|percent| progress.at(percent))?;
    drop(progress);
    let untouched = match note_restored(&args.file, &keys, &to, from) {
        Ok(()) => "备份没有改动；原来的文件里只登记了写出的这一份。",
        Err(_) => "原来的文件和备份都没有改动。",
    };
    output::say(&format!("已从备份写出并核对：{}\n{untouched}打开用 wenkan {}", to.display(), to.display()));
    Ok(())
}

fn list(found: &[Copy]) -> Result<()> {
    let lines: Vec<String> = found
        .iter()
        .enumerate()
        .map(|(n, copy)| {
            format!(
                "{}　{}\n　　{}\n",
                n + 1,
                output::one_line(&copy.chinese()),
                output::one_line(&copy.path.display().to_string())
            )
        })
        .collect();
    output::data(&lines.concat())?;
    output::say(match found {
        [] => "没有找到备份。备份不在轮次文件旁边、也不在轮次设置的备份文件夹里的，用 --from 指明文件夹。",
        _ => "写出一份用 --copy 序号；不覆盖原来的文件。",
    });
    Ok(())
}

/// The copies of the round, newest first, with what opens them.
fn found(args: &Restore, globals: &Globals) -> Result<(Vec<Copy>, Keyring)> {
    let beside = args.file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut folders: Vec<PathBuf> = args.from.iter().cloned().chain([beside.to_owned()]).collect();
    if args.file.exists() {
        let known = secret::with_secret(&args.file, globals, |secret| {
            let reader = Reader::open(&args.file, secret)?;
            let id = reader.round_id()?;
            let round: Option<Round> = id.map(|id| reader.get(id.0)).transpose()?.flatten();
            Ok((id, round.and_then(|r| r.backup_dir), Keyring::new(secret.again())))
        });
        match known {
            Ok((id, own, keys)) => {
                folders.extend(own.map(PathBuf::from));
                return Ok((copies(&args.file, id, &folders, &keys), keys));
            }
            // A file that is damaged is what copies are for.
            Err(e) if e.kind == Kind::Open && secret::is_known(globals) => output::say(&e.what),
            Err(e) => return Err(e),
        }
    }
    let keys = Keyring::new(secret::of_copies(globals)?);
    Ok((copies(&args.file, None, &folders, &keys), keys))
}
