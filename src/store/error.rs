//! SQLite's failures in the words of the person at the keyboard.
//!
//! A wrong passphrase and a damaged file give the same SQLite error (`NOTADB`); the message says both and says
//! that nothing was changed. No path in this program deletes or re-creates a file because of such an error.

use crate::error::{Error, Kind, Result};
use rusqlite::ErrorCode;
use std::path::Path;

/// What is safe to do with a damaged file; shared by all messages about damage.
pub(super) const DAMAGE_HINT: &str = "程序没有改动、也不会删除这个文件。请先把它原样复制一份留存，再用最近的备份继续工作；\
     运行 wenkan verify 可查看损坏的范围。";

/// Maps the failure of an SQL call.
pub(super) trait Sql<T> {
    /// Says in Chinese what was being done, and to which file, when it failed.
    fn during(self, doing: &str, path: &Path) -> Result<T>;
}

impl<T> Sql<T> for rusqlite::Result<T> {
    fn during(self, doing: &str, path: &Path) -> Result<T> {
        self.map_err(|e| map(doing, path, e))
    }
}

fn map(doing: &str, path: &Path, e: rusqlite::Error) -> Error {
    let file = path.display();
    let (kind, what, hint) = match e.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (
            Kind::Storage,
            format!("磁盘已满，{doing}没有完成：{file}"),
            "此前已存的内容完好。请先腾出磁盘空间，不要关闭程序；空间够了会自动再存。",
        ),
        Some(ErrorCode::ReadOnly) => (
            Kind::Storage,
            format!("文件或文件夹只读，{doing}没有完成：{file}"),
            "文件没有改动。请去掉只读属性，或把文件复制到可以写入的文件夹再打开。",
        ),
        Some(ErrorCode::CannotOpen) => (
            Kind::Storage,
            format!("打不开文件，{doing}没有完成：{file}"),
            "文件没有改动。请核对文件夹是否可以写入、移动硬盘是否还在，再试一次。",
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            (Kind::Open, format!("文件有损坏，{doing}没有完成：{file}"), DAMAGE_HINT)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            Kind::Locked,
            format!("文件正被另一个程序使用，{doing}没有完成：{file}"),
            "文件没有改动。请关闭另一个程序后再试。",
        ),
        // What reads is given a limit where the file is nobody's that was asked for.
        Some(ErrorCode::OperationInterrupted) => {
            (Kind::Open, format!("读了很久没有读完，{doing}没有完成：{file}"), DAMAGE_HINT)
        }
        Some(ErrorCode::SystemIoFailure) => (
            Kind::Storage,
            format!("读写磁盘出错，{doing}没有完成：{file}"),
            "此前已存的内容不受影响。请检查磁盘或移动硬盘是否接好，并尽快备份到另一块盘。",
        ),
        _ => (Kind::Internal, format!("{doing}没有完成：{file}"), "这是程序的问题，已存的内容不受影响。"),
    };
    Error::new(kind, what).hint(hint).because(e)
}

/// The key does not open the file.
pub(super) fn not_opened(path: &Path, by: &str, e: rusqlite::Error) -> Error {
    Error::new(Kind::Open, format!("{by}不对，或者文件有损坏：{}", path.display()))
        .hint(format!(
            "程序没有改动、也不会删除这个文件。请再输一次{by}，注意大小写和中英文输入状态；\
             确认无误仍打不开，请把文件原样复制一份留存，再用最近的备份继续工作。"
        ))
        .because(e)
}

/// The file says that it is something else or is not whole.
pub(super) fn damaged(path: &Path, what: &str) -> Error {
    Error::new(Kind::Open, format!("{what}：{}", path.display())).hint(DAMAGE_HINT)
}
