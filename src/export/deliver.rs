//! Handing an output over: the file, and the line in the round's export log.

use super::{edited, out};
use crate::acts::output::{self, OutputLine};
use crate::error::{self, Error, Kind, Result};
use crate::model::ids::{Hash, InspectorId};
use crate::store::{Progress, Sources, Store};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

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
    /// What it was made of.
    pub(super) from: Sources,
}

/// What is printed of records that were read as of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready<T> {
    /// What tells the file from its like: a number, a code.
    pub tell: String,
    /// What is printed.
    pub output: T,
    /// The records of which anything may stand in it, as they were then.
    pub from: Sources,
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
    /// Where the file lies now that stood in its place and was not written by this program, or changed since.
    pub kept: Option<PathBuf>,
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
    /// # Errors
    /// The disk refuses, or the round cannot be written; then there is no new file.
    pub(super) fn deliver(&self, store: &Store, output: &Output<'_>) -> Result<Exported> {
        let mut batch = Batch::new(output.path.parent().unwrap_or_else(|| Path::new(".")));
        let Output { what, path, bytes, from } = output;
        batch.add(what, path, bytes, from.clone())?;
        batch.finish(self, store)?.pop().ok_or_else(|| Error::internal("没有写出文件"))
    }

    /// Makes and writes `total` files into one folder, telling progress and cancelling between them.
    ///
    /// Files are synced, logged and given their names in batches, each file as safely as [`deliver`](Self::deliver) does.
    ///
    /// # Errors
    /// As [`deliver`](Self::deliver), for all of one batch; what was written before stays and is in the log.
    pub(super) fn deliver_all(
        &self,
        store: &Store,
        folder: &Path,
        total: usize,
        outputs: impl Iterator<Item = Result<Made>>,
    ) -> Result<Vec<Exported>> {
        let mut written = Vec::with_capacity(total);
        let mut batch = Batch::new(folder);
        for (nth, made) in outputs.enumerate() {
            if let Err(cancelled) = self.tell(nth, total) {
                batch.finish(self, store)?;
                return Err(cancelled);
            }
            let Made { what, name, bytes, from } = made?;
            batch.add(what, &folder.join(name), &bytes, from)?;
            if batch.files.len() >= Batch::MOST {
                written.extend(std::mem::replace(&mut batch, Batch::new(folder)).finish(self, store)?);
            }
        }
        written.extend(batch.finish(self, store)?);
        self.tell(total, total)?;
        Ok(written)
    }
}

/// A file made, with its name in the folder.
pub(super) struct Made {
    /// What it is, for the log.
    pub(super) what: &'static str,
    /// Its name.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// What it was made of.
    pub(super) from: Sources,
}

/// Files of one folder that are written and wait for their names.
struct Batch<'a> {
    folder: &'a Path,
    files: Vec<(NamedTempFile, Exported, Sources)>,
}

impl<'a> Batch<'a> {
    /// So many files are open at once at most.
    const MOST: usize = 64;

    const fn new(folder: &'a Path) -> Self {
        Self { folder, files: Vec::new() }
    }

    fn add(&mut self, what: &'static str, path: &Path, bytes: &[u8], from: Sources) -> Result<()> {
        let mut file = out::beside(path)?;
        file.write_all(bytes).map_err(|e| error::io("写入", path, e))?;
        let sha256 = Hash(Sha256::digest(bytes).into());
        self.files.push((file, Exported { what, path: path.to_owned(), sha256, kept: None }, from));
        Ok(())
    }

    /// The lines of the log come after the bytes are on the disk and were read back, and before they get their names: a
    /// file never goes without a line, and a full disk leaves none.
    fn finish(self, target: &Target<'_>, store: &Store) -> Result<Vec<Exported>> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        if self.files.len() > 1 {
            out::hurry(self.folder);
        }
        for (file, exported, _) in &self.files {
            file.as_file().sync_all().map_err(|e| error::io("写入", &exported.path, e))?;
            out::check(file, &exported.path, exported.sha256)?;
        }
        let name = |e: &Exported| e.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = std::path::absolute(self.folder).ok();
        let line = |(_, e, from): &(NamedTempFile, Exported, Sources)| OutputLine {
            what: e.what,
            name: name(e),
            folder: folder.clone(),
            sha256: e.sha256,
            from: Some(from.clone()),
        };
        output::log(store, target.by, self.files.iter().map(line).collect())?;
        let mut written = Vec::with_capacity(self.files.len());
        let mut own = None;
        for (file, exported, _) in self.files {
            let kept = edited::put_aside(&exported.path, exported.sha256, store, &mut own)?;
            out::place(file, &exported.path)?;
            written.push(Exported { kept, ..exported });
        }
        out::sync_folder(self.folder)?;
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Secret;

    #[test]
    fn a_file_that_did_not_keep_what_was_written_is_neither_logged_nor_given_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let folder = dir.path().join("内部");
        std::fs::create_dir(&folder).unwrap();
        let target = Target { out: dir.path(), by: None, progress: &|_| true };
        let path = folder.join("统计.md");
        let mut batch = Batch::new(&folder);
        batch.add("统计", &folder.join("清单.md"), "一".as_bytes(), Sources::default()).unwrap();
        batch.add("统计", &path, "二".as_bytes(), Sources::default()).unwrap();
        // As a disk that said it had taken them.
        batch.files[1].0.as_file().set_len(0).unwrap();
        let e = batch.finish(&target, &store).unwrap_err();
        assert!(e.what.contains("没有写对") && e.what.contains("统计.md"), "{e}");
        assert_eq!(store.reader().unwrap().export_log().unwrap(), []);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    }
}
