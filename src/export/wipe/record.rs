//! The record of a clearing out (清理记录). It is on the disk before the first file goes, as what is to be removed and with
//! room for what came of it: a disk that is full, or a power cut, never leaves a round that is gone without one.

use super::{Gone, Plan, Wiped};
use crate::error::{Error, Kind, Result, io};
use crate::model::value::Instant;
use crate::regular;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

/// A record that is begun.
#[derive(Debug)]
pub struct Record {
    file: File,
    path: PathBuf,
    who: String,
    at: Instant,
}

impl Record {
    /// Writes what is to be removed into a new file, in full and synced.
    ///
    /// # Errors
    /// There is such a file, or the disk does not take it; nothing is left of it, and nothing is to be removed then.
    pub fn begin(path: &Path, plan: &Plan, who: &str, at: Instant) -> Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| refused(path, e))?;
        Self::over(file, path, plan, who, at).map_err(|e| {
            regular::remove(path).ok();
            refused(path, e)
        })
    }

    pub(super) fn over(mut file: File, path: &Path, plan: &Plan, who: &str, at: Instant) -> io::Result<Self> {
        let mut text = to_be(plan, who, at);
        // What comes of it is at its longest when as much is gone as is left.
        let files = || plan.files.iter();
        let gone = files().filter_map(|file| {
            let seen = file.seen.as_ref()?;
            Some(Gone { sort: file.sort, sha256: seen.sha256, bytes: seen.bytes })
        });
        let longest = Wiped {
            gone: gone.collect(),
            named_elsewhere: files().map(|file| file.path.clone()).collect(),
            left: files().map(|file| (file.path.clone(), String::new())).collect(),
        };
        let room = done(&longest, who, at).len();
        while text.len() < room {
            text.push('\n');
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        regular::sync_folder(&regular::folder_of(path)?)?;
        Ok(Self { file, path: path.to_owned(), who: who.to_owned(), at })
    }

    /// Writes what came of it over what was to be.
    ///
    /// # Errors
    /// The disk refuses; the record may still say what was to be removed.
    pub fn finish(mut self, wiped: &Wiped) -> Result<()> {
        let text = done(wiped, &self.who, self.at);
        let mut write = || {
            self.file.rewind()?;
            self.file.write_all(text.as_bytes())?;
            self.file.set_len(text.len() as u64)?;
            self.file.sync_all()
        };
        write().map_err(|e| {
            Error::new(Kind::Storage, format!("文件已经清除，清理记录没有写完整：{}", self.path.display()))
                .hint("记录里是清除以前列出的清单，结果以屏幕上显示的为准。")
                .because(e)
        })
    }
}

fn refused(path: &Path, e: io::Error) -> Error {
    let e = io("写清理记录", path, e);
    Error::new(e.kind, format!("清理记录写不下来，没有清除任何文件：{}", path.display()))
        .hint("请腾出磁盘空间，或用 --record 写到另一个位置，再运行一次。")
        .because(e)
}

fn head(who: &str, at: Instant) -> String {
    format!(
        "清理记录\n\n时间：{} {}\n清理人：{who}\n程序：问看 {}\n\n",
        at.date().chinese(),
        at.hour_minute(),
        env!("CARGO_PKG_VERSION")
    )
}

const FOOT: &str = "\n本记录不含轮次内容、文件名称和单位、人员姓名。\n";

fn line(n: usize, Gone { sort, sha256, bytes }: &Gone) -> String {
    format!("{}. {}　{bytes} 字节　SHA-256 {sha256}\n", n + 1, sort.chinese())
}

/// What is to be removed.
fn to_be(plan: &Plan, who: &str, at: Instant) -> String {
    let mut text = head(who, at);
    text.push_str("将要清除（清除没有做完时，记录停在这里）：\n");
    for (n, file) in plan.files.iter().enumerate() {
        match &file.seen {
            Some(seen) => {
                text.push_str(&line(n, &Gone { sort: file.sort, sha256: seen.sha256, bytes: seen.bytes }));
            }
            // Writing to a string cannot fail.
            None => writeln!(text, "{}. {}　读不出来", n + 1, file.sort.chinese()).unwrap_or_default(),
        }
    }
    text + FOOT
}

/// What came of it: when, who, what with its SHA-256.
fn done(wiped: &Wiped, who: &str, at: Instant) -> String {
    let mut text = head(who, at);
    for (n, gone) in wiped.gone.iter().enumerate() {
        text.push_str(&line(n, gone));
    }
    if wiped.gone.is_empty() {
        text.push_str("没有清理任何文件。\n");
    }
    if !wiped.named_elsewhere.is_empty() {
        let count = wiped.named_elsewhere.len();
        writeln!(text, "\n其中 {count} 个还有别的名称（硬链接），内容没有覆盖，在别的名称下还在。").ok();
    }
    if !wiped.left.is_empty() {
        writeln!(text, "\n没有清理掉的文件 {} 个。", wiped.left.len()).ok();
    }
    text + FOOT
}
