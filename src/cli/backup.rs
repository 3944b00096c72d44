//! `wenkan backup`: a verified copy under the same passphrase.

use super::args::{Backup, Globals};
use super::output::{self, Progress};
use super::round;
use crate::error::Result;

/// Writes the copy; refused while another program has the round open, which has a key for it of its own.
pub(super) fn run(args: &Backup, globals: &Globals) -> Result<()> {
    let writing = round::write_or_read(&args.file, globals)?;
    let progress = Progress::new("备份");
    writing.store.backup(writing.author, &args.out, &|percent| progress.at(percent))?;
    drop(progress);
    let encrypted = writing.store.is_encrypted();
    writing.close()?;
    let how = if encrypted { "口令与原件相同" } else { "与原件一样没有加密" };
    output::say(&format!("已备份并核对，{how}：{}", args.out.display()));
    Ok(())
}
