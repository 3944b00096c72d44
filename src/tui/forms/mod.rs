//! What each form is for: its fields and what 确定 does. One file a form.

pub mod backup;
pub mod export;
pub mod import;
pub mod inspector;
pub mod new_round;
pub mod open;
pub mod person;
pub mod round;
pub mod unit;

use crate::Result;
use crate::store::{Passphrase, RecoveryCode, Secret};
use std::path::PathBuf;

/// What was typed as a passphrase may be the recovery code.
pub fn secret_of(text: &str) -> Result<Secret> {
    if let Ok(code) = RecoveryCode::parse(text) {
        return Ok(Secret::Recovery(code));
    }
    Passphrase::new(text).map(Secret::Passphrase)
}

/// A path as people type or drag it: blanks and quotes around it are dropped, `~` is the home folder.
pub fn path_of(text: &str) -> PathBuf {
    let plain = text.trim().trim_matches(['"', '\'']);
    let home = directories::BaseDirs::new();
    match (plain.strip_prefix("~/"), home) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(plain),
    }
}
