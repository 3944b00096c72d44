//! The methods of a round: the one that new talks use, and the ones that talks were started with.

use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::method::types::Method;
use crate::model::ids::Hash;
use crate::store::Reader;

/// The method that new talks use: the one that came in last.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) for a round that has none; otherwise as [`method_of`].
pub fn current(reader: &Reader) -> Result<Method> {
    let newest = reader.methods()?.first().map(|m| m.hash);
    let hash = newest.ok_or_else(|| {
        Error::input(format!("轮次里没有工作法：{}", reader.path().display()))
            .hint("用 wenkan method update 装入内置的工作法。")
    })?;
    method_of(reader, hash)
}

/// The method of that hash, with which a talk was started and is shown.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when the round does not have it, or when this version of the program
/// finds faults in it.
pub fn method_of(reader: &Reader, hash: Hash) -> Result<Method> {
    let cannot = |what: &str| {
        Error::input(format!("工作法 {} {what}：{}", hash.short(), reader.path().display()))
            .hint("文件没有改动。请用 wenkan verify 检查文件，或安装新版问看再打开。")
    };
    let files = reader.method_files(hash)?.ok_or_else(|| cannot("不在轮次文件里"))?;
    Method::load(&MethodFiles::new(files)).map_err(|faults| {
        let first = faults.first().map(|f| format!("{}:{}:{} {}", f.file, f.line, f.column, f.message));
        cannot(&format!("读不出来（{}）", first.unwrap_or_default()))
    })
}
