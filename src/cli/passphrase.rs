//! `wenkan passphrase`: another passphrase, a new recovery code.

use super::args::{Globals, NewPassphrase};
use super::output::{self, Progress};
use super::{prompt, secret};
use crate::error::Result;
use crate::store::{Reader, RecoveryCode, Secret, change_passphrase, passphrase_changed};

/// How often a group of the code is asked for.
const TRIES: u32 = 3;

/// Changes the passphrase and shows the new code once.
pub(super) fn run(args: &NewPassphrase, globals: &Globals) -> Result<()> {
    let (code, had_one) = secret::with_secret(&args.file, globals, |old| {
        // A wrong old passphrase is said before a new one is asked for.
        Reader::open(&args.file, old)?;
        let new = secret::new_passphrase(args.new_passphrase_file.as_deref())?;
        let progress = Progress::new("换口令");
        let code = change_passphrase(&args.file, old, &new, &|percent| progress.at(percent))?;
        Ok((code, !matches!(old, Secret::None)))
    })?;
    output::say(&format!("{}（{}）", passphrase_changed(had_one), args.file.display()));
    show(&code)
}

/// Shows the code, and has one group of it typed back from paper.
pub(super) fn show(code: &RecoveryCode) -> Result<()> {
    output::say(&format!(
        "\n恢复码（只显示这一次，请抄在纸上交组长保管，不要存在这台电脑里）：\n\n  {}\n\n\
         忘记口令时，用恢复码可以打开这个文件。以前的恢复码打不开了，请销毁。",
        code.to_text().as_str()
    ));
    if !prompt::possible() {
        return Ok(());
    }
    let group = RecoveryCode::any_group();
    for _ in 0..TRIES {
        let typed = prompt::secret(&format!("请看着纸上抄的，输入第 {} 组（5 个字符）核对：", group + 1))?;
        if code.has_group(group, &typed) {
            output::say("抄写核对无误。");
            return Ok(());
        }
        output::say("与恢复码不一致，请对照上面的恢复码检查抄写。");
    }
    output::say("没有核对上。口令已经换好；请再抄一遍上面的恢复码。");
    Ok(())
}
