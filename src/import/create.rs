//! New rounds: from what the user entered, or the sample.

use super::sample;
use crate::acts::door;
use crate::acts::round::CreateRound;
use crate::acts::sample::WriteSample;
use crate::analysis::methods;
use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::method::types::Method;
use crate::model::round::{Inspector, Round, Unit};
use crate::store::{RecoveryCode, Secret, Store};
use std::path::{Path, PathBuf};

/// What a new round is made of.
#[derive(Debug, Clone)]
pub struct NewRound {
    /// 轮次
    pub round: Round,
    /// 被巡察单位; their codes are unique.
    pub units: Vec<Unit>,
    /// 巡察干部; the first one acts.
    pub inspectors: Vec<Inspector>,
    /// The method, checked.
    pub method: MethodFiles,
}

/// Makes the file and writes all of it as one action. With a passphrase, the recovery code is returned once, to be
/// written down.
///
/// # Errors
/// Those of [`Store::create`]; [`Kind::Input`](crate::error::Kind::Input) for two units of one code, before a file is
/// made.
pub fn create_round(path: &Path, secret: &Secret, new: &NewRound) -> Result<(Store, Option<RecoveryCode>)> {
    let mut codes: Vec<&str> = new.units.iter().map(|u| u.code.as_str()).collect();
    codes.sort_unstable();
    if let Some(twice) = codes.windows(2).find_map(|w| w.first().filter(|a| w.last() == Some(*a))) {
        return Err(Error::input(format!("两个单位用了同一个代码“{twice}”")).hint("请给每个单位一个不同的代码。"));
    }
    let NewRound { round, units, inspectors, method } = new.clone();
    let author = inspectors.first().map(|i| i.id);
    Store::create_with_content(path, secret, |store| {
        door::perform(store, author, CreateRound { round, units, inspectors, method })?;
        methods::refresh_views(store, &store.reader()?)
    })
}

/// Fills an empty file with the sample round and the built-in method, as one action.
///
/// # Errors
/// Those of the store.
pub fn write_sample(store: &Store) -> Result<()> {
    // The sample names questions and probes of the built-in method, so that has to be sound.
    let method = Method::shipped().map_err(|faults| {
        let first = faults.first().map(|f| f.message.clone()).unwrap_or_default();
        Error::internal("内置的工作法有错误").because(first)
    })?;
    let records = sample::records(&method)?.into_records();
    door::perform(store, None, WriteSample { method: MethodFiles::builtin(), records })?;
    methods::refresh_views(store, &store.reader()?)
}

/// Name of the sample's file.
pub const SAMPLE_FILE: &str = "示例轮次.wenkan";

/// Writes the sample round, without passphrase, into the first folder `wenkan-demo-N` below `parent` that is not there
/// yet.
///
/// # Errors
/// When the folder cannot be made, and those of the store.
pub fn sample_below(parent: &Path) -> Result<(Store, PathBuf)> {
    /// Folders tried before giving up.
    const MOST: u32 = 10_000;
    for n in 1..=MOST {
        let folder = parent.join(format!("wenkan-demo-{n}"));
        match std::fs::create_dir(&folder) {
            Ok(()) => {
                let path = folder.join(SAMPLE_FILE);
                let (store, _) = Store::create_with_content(&path, &Secret::None, write_sample)?;
                return Ok((store, path));
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(crate::error::io("新建文件夹", &folder, e)),
        }
    }
    Err(Error::input("这里的 wenkan-demo-N 文件夹太多了").hint("请用 --dir 指明文件夹，或删去旧的。"))
}
