//! A round that lies where nothing can be written: it is read, searched, verified, and exported to another place. What
//! would be written into it is refused in words, and no output of it is logged.

use super::reader::Reader;
use super::session::{self, Session};
use super::untouched::{self, Medium};
use super::{Key, Options, Secret, Shared, Store, error::Sql, open, sweep};
use crate::error::{Error, Kind, Result};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Why a round can only be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// The file itself, or its medium, takes no writing.
    File,
    /// The folder takes no files, and what is being written has to lie beside the round for a moment.
    Folder,
}

impl ReadOnly {
    /// Why the file cannot be written; `None`: it can, or that is not what is wrong. For a file that is not open here.
    fn of(path: &Path) -> Option<Self> {
        let refuses =
            |e: std::io::Error| matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem);
        if open::may_write(path).is_err_and(refuses) {
            return Some(Self::File);
        }
        sweep::part_in(path.parent()?).is_err_and(refuses).then_some(Self::Folder)
    }

    /// Why, in a sentence.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::File => "轮次文件是只读的（文件设了只读，或者在光盘、写保护的盘上）",
            Self::Folder => "轮次文件所在的文件夹不能写入",
        }
    }

    /// What can be done with the round, and what not; for whoever opens it.
    pub fn said(self) -> String {
        format!(
            "只读：{}。可以看、搜索、核对、导出到别的文件夹，不能改；要改，请把文件复制到可以写入的文件夹再打开。",
            self.chinese()
        )
    }

    /// Said of outputs: there is nowhere to note them.
    pub const fn unlogged(self) -> &'static str {
        "轮次是只读的，这次导出没有登记。"
    }

    /// Refuses what would be written.
    pub fn refusal(self) -> Error {
        Error::new(Kind::Input, format!("没有写进去：{}", self.chinese()))
            .hint("要改，请把文件复制到可以写入的文件夹再打开。")
    }
}

impl Store {
    /// As [`open`](Self::open); a round that lies where nothing can be written is opened to be read
    /// ([`read_only`](Self::read_only) tells why). Neither the file nor its folder is changed then.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for the read-only place; and a file that was not closed well and lies in one.
    pub fn open_or_read(path: &Path, secret: &Secret) -> Result<Self> {
        Self::open_or_read_with(path, secret, &Options::from_env())
    }

    pub(crate) fn open_or_read_with(path: &Path, secret: &Secret, options: &Options) -> Result<Self> {
        #[cfg(test)]
        if let Some(why) = options.read_only {
            return Self::open_to_read(path, secret, why, options);
        }
        match Self::open_with(path, secret, options) {
            Err(e) if e.kind == Kind::Storage => match ReadOnly::of(&open::real_path(path)?) {
                Some(why) => Self::open_to_read(path, secret, why, options),
                None => Err(e),
            },
            opened => opened,
        }
    }

    fn open_to_read(path: &Path, secret: &Secret, why: ReadOnly, options: &Options) -> Result<Self> {
        let path = open::found(path)?;
        let key = open::key_for(&path, secret)?;
        let reader = read(&path, key.as_ref(), secret.chinese())?;
        let device = session::device(&reader.conn, options.device).during("打开轮次文件", &path)?;
        let session = Session::read(&reader.conn, &path, device, None)?;
        Ok(Self {
            path: path.into(),
            key,
            session,
            shared: Arc::new(Shared::refusing(why.refusal())),
            thread: Mutex::new(None),
            options: Options { device: Some(device), ..options.clone() },
            aside: Vec::new(),
            read_only: Some(why),
            anchor: None,
            _lock: None,
        })
    }

    /// Why nothing is written into this round; `None`: it is.
    pub const fn read_only(&self) -> Option<ReadOnly> {
        self.read_only
    }

    /// A reader of a round that can only be read.
    pub(super) fn reader_of_read_only(&self) -> Result<Reader> {
        read(&self.path, self.key.as_ref(), "密钥")
    }
}

fn read(path: &Path, key: Option<&Key>, by: &str) -> Result<Reader> {
    untouched::reader(path.into(), key, by, Medium::Sealed)
}
