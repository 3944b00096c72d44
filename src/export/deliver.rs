//! Handing an output over: the file, and the line in the round's export log.

use super::out;
use crate::error::{self, Error, Kind, Result};
use crate::model::ids::{Hash, InspectorId};
use crate::model::record::Op;
use crate::store::{Progress, Store};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where outputs go, on whose behalf, and who is told.
pub struct Target<'a> {
    /// The folder that holds 报送/ and 内部/; made when missing.
    pub out: &'a Path,
    /// Who exports; in the log.
    pub by: Option<InspectorId>,
    /// Called with percent done; `false` cancels.
    pub progress: Progress<'a>,
}

/// One file to be written.
pub(super) struct Output<'a> {
    /// What it is, for the log: 谈话记录, 资料包.
    pub(super) what: &'static str,
    /// Where.
    pub(super) path: &'a Path,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// What it is, as in the log.
    pub what: &'static str,
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

impl Target<'_> {
    /// Tells progress.
    ///
    /// # Errors
    /// [`Kind::Cancelled`] when the answer is no.
    pub(super) fn tell(&self, done: usize, of: usize) -> Result<()> {
        let percent = (done * 100).checked_div(of).map_or(100, |p| u8::try_from(p).unwrap_or(100));
        if (self.progress)(percent) {
            return Ok(());
        }
        Err(Error::new(Kind::Cancelled, "导出已取消").hint("已写出的文件保留在文件夹里，并已登记。"))
    }

    /// Writes a file and its line in the log.
    ///
    /// The line comes after the bytes are on the disk and before they get their name: a file never goes without a
    /// line, and a full disk leaves none.
    ///
    /// # Errors
    /// The disk refuses, or the round cannot be written; then there is no new file.
    pub(super) fn deliver(&self, store: &Store, output: &Output<'_>) -> Result<Exported> {
        let Output { what, path, bytes } = *output;
        let mut file = out::beside(path)?;
        file.write_all(bytes).map_err(|e| error::io("写入", path, e))?;
        file.as_file().sync_all().map_err(|e| error::io("写入", path, e))?;
        let sha256 = Hash(Sha256::digest(bytes).into());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        store.transact(Op::Export, self.by, move |tx| tx.log_export(what, &name, sha256))?;
        out::finish(file, path)?;
        Ok(Exported { what, path: path.to_owned(), sha256 })
    }
}
