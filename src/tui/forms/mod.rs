//! What each form is for: its fields and what 确定 does. One file a form.

pub mod attach;
pub mod backup;
pub mod dismiss;
pub mod document;
pub mod dues;
pub mod entry;
pub mod evidence;
pub mod excuse;
pub mod export;
pub mod fields;
pub mod import;
pub mod inspector;
pub mod lead;
pub mod loan;
pub mod new_round;
pub mod open;
pub mod overrule;
pub mod passphrase;
pub mod person;
pub mod profile;
pub mod read_clean;
pub mod redact;
pub mod roster;
pub mod round;
pub mod unit;

use crate::model::value::PartialDate;
use crate::store::Secret;
use crate::text::{day, rough};
use crate::tui::form::{Form, Refused, refuse};
use std::path::{Path, PathBuf};

/// What was typed into field `field` to open a round: its passphrase or recovery code.
pub fn secret_of(form: &Form, field: usize) -> Result<Secret, Refused> {
    match form.raw(field) {
        "" => refuse(field, "请输入口令。忘了口令，可以输入写下来的恢复码。"),
        text => Secret::typed(text).or_else(|e| refuse(field, e.to_string())),
    }
}

/// The date in a field, of which a part may be unknown; nothing typed is none.
pub fn date(form: &Form, field: usize) -> Result<Option<PartialDate>, Refused> {
    let text = form.text(field);
    if text.is_empty() {
        return Ok(None);
    }
    let unread = || "看不懂这个日期。可以写 2021年1月、1998.07 或 2026-03-12。".to_owned();
    let why = || rough::refusal(text, true).unwrap_or_else(unread);
    day::read(text).map(Some).ok_or_else(|| Refused { field, why: why() })
}

/// Why nothing can be written at that path; `None`: its folder is there.
pub fn lacks_folder(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    (!folder.is_dir()).then(|| format!("没有这个文件夹：{}。请先建好，或改成已有的文件夹。", folder.display()))
}

/// The date in a field of what has been: by today it may be 昨天 or 去年6月14日, and it is none after today.
pub fn date_past(form: &Form, field: usize, today: PartialDate) -> Result<Option<PartialDate>, Refused> {
    let found = match day::read_said(form.text(field), today) {
        Some(found) => Some(found),
        None => date(form, field)?,
    };
    match found {
        Some(found) if today.before(found) => refuse(field, format!("{}在今天以后，请核对。", found.chinese())),
        found => Ok(found),
    }
}

/// A path as people type or drag it: blanks and quotes around it are dropped, `~` is the home folder.
pub fn path_of(text: &str) -> PathBuf {
    let plain = text.trim().trim_matches(['"', '\'']);
    let home = directories::BaseDirs::new();
    let in_home = plain.strip_prefix('~').and_then(|rest| rest.strip_prefix(std::path::is_separator));
    match (in_home, home) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(plain),
    }
}
