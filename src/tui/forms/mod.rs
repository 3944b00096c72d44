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
use crate::text::day;
use crate::tui::form::{Form, Refused, refuse};
use std::path::PathBuf;

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
    let why = "看不懂这个日期。可以写 2021年1月、1998.07 或 2026-03-12。";
    day::read(text).map(Some).ok_or_else(|| Refused { field, why: why.to_owned() })
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
