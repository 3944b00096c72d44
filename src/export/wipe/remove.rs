//! Removing what was planned, as far as it is still that.

use super::{Plan, Planned, Seen, Sort};
use crate::model::ids::Hash;
use crate::regular;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// What it was.
    pub sort: Sort,
    /// SHA-256 of what was in it.
    pub sha256: Hash,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Wiped {
    /// Removed.
    pub gone: Vec<Gone>,
    /// Names that were removed of files that have others, under which what was in them is still there.
    pub named_elsewhere: Vec<PathBuf>,
    /// Not removed: where, and why.
    pub left: Vec<(PathBuf, String)>,
}

/// Removes the files of a plan. What is not as it was planned stays, and what the disk refuses; it is said, and the rest
/// goes on. The round itself stays when anything else could not be removed, because it alone knows of it.
pub fn wipe(plan: &Plan) -> Wiped {
    let mut wiped = Wiped::default();
    let mut one_name: Vec<(Seen, PathBuf)> = Vec::new();
    for file in &plan.files {
        if file.sort == Sort::Round && !wiped.left.is_empty() {
            wiped.left.push((file.path.clone(), "还有别的文件没有清理掉，轮次文件先留着".to_owned()));
            break;
        }
        match remove(file) {
            Ok(seen) => {
                wiped.gone.push(Gone { sort: file.sort, sha256: seen.sha256, bytes: seen.bytes });
                if seen.names > 1 {
                    one_name.push((seen, file.path.clone()));
                } else {
                    // That was its last name.
                    one_name.retain(|(other, _)| !other.is_one_with(&seen));
                }
            }
            Err(_) if file.sort == Sort::Beside && std::fs::symlink_metadata(&file.path).is_err() => {}
            Err(why) => wiped.left.push((file.path.clone(), why)),
        }
    }
    wiped.named_elsewhere = one_name.into_iter().map(|(_, path)| path).collect();
    wiped
}

/// Removes a file, and tells what it was; the error says why not.
fn remove(file: &Planned) -> Result<Seen, String> {
    let path = &file.path;
    let Some(then) = &file.seen else { return Err("读不出来".to_owned()) };
    let (open, may_write) = open(path).map_err(|e| not_opened(path, &e))?;
    let now = Seen::of(&open, path).map_err(|e| e.what)?;
    if !now.is(then) {
        return Err("列出以后又改动过，或者换成了别的文件，没有清除".to_owned());
    }
    // What is written over is gone under its other names too.
    if now.names == 1 && may_write {
        // A file that cannot be written over is still removed.
        regular::write_over(&open, now.bytes).ok();
    }
    if !now.lies_at(path) {
        return Err("清除时原处换成了别的文件，没有删除".to_owned());
    }
    // Windows keeps the name for as long as it is open.
    drop(open);
    regular::remove(path).map_err(|e| format!("删除不了：{e}"))?;
    Ok(now)
}

/// The file itself, and whether it can be written over.
fn open(path: &Path) -> io::Result<(File, bool)> {
    match regular::open_itself(OpenOptions::new().read(true).write(true), path) {
        Err(e) if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            Ok((regular::open_itself(OpenOptions::new().read(true), path)?, false))
        }
        file => Ok((file?, true)),
    }
}

fn not_opened(path: &Path, e: &io::Error) -> String {
    match std::fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() => "列出以后原处换成了链接或别的东西，没有清除".to_owned(),
        Err(gone) if gone.kind() == ErrorKind::NotFound => "列出以后被移走或改了名称，没有找到".to_owned(),
        _ => format!("打不开：{e}"),
    }
}
