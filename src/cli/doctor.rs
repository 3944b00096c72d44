//! `wenkan doctor`: what this machine offers, and what to change where it falls short.

use super::open::Obstacle;
use super::output;
use crate::error::Result;
use crate::{clock, store, traces};
use std::env;

/// Shows the findings; they are advice, so the exit code is 0.
pub(super) fn run() -> Result<()> {
    let mut lines = vec![format!("问看 {}（{} {}）", env!("CARGO_PKG_VERSION"), env::consts::OS, env::consts::ARCH)];
    let versions = store::versions()?;
    lines.push(format!("数据库　　SQLite {}，SQLCipher {}，已编入程序", versions.sqlite, versions.sqlcipher));
    lines.push(format!("终端　　　{}", terminal()));
    lines.push(format!("语言环境　{}", locale()));
    let now = clock::now();
    lines.push(format!("时间　　　{} {}（与 UTC 相差 {} 分钟）", now.date(), now.hour_minute(), now.offset));
    let folder = traces::folder().map_or_else(|| "没有用户文件夹，不留痕迹".to_owned(), |f| f.display().to_string());
    lines.push(format!("痕迹　　　{folder}（只有最近打开的文件路径）"));
    lines.push(format!("内存　　　{}", memory()));
    lines.push("字体　　　没有检查；打印前请确认装有仿宋、黑体、楷体和小标宋".to_owned());
    output::data(&(lines.join("\n") + "\n"))
}

fn terminal() -> String {
    match (Obstacle::here(), env::var("TERM").unwrap_or_default().as_str()) {
        (Some(obstacle), _) => format!("界面打不开：{}。{}", obstacle.chinese(), obstacle.hint()),
        (None, "") => "可用".to_owned(),
        (None, name) => format!("可用，TERM={name}"),
    }
}

/// The first of the three variables that is set decides the encoding.
fn locale() -> String {
    let set = |name: &&str| env::var(name).ok().filter(|v| !v.is_empty()).map(|v| format!("{name}={v}"));
    let found = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    match found {
        Some(v) if v.to_ascii_lowercase().replace('-', "").contains("utf8") => v,
        Some(v) => format!("{v} 不是 UTF-8，汉字可能显示不出；请设 LANG=zh_CN.UTF-8"),
        None if cfg!(windows) => "由系统决定".to_owned(),
        None => "没有设置，汉字可能显示不出；请设 LANG=zh_CN.UTF-8".to_owned(),
    }
}

/// Core dumps are off since the program began; keys are wiped, but pages may be swapped out.
#[cfg(unix)]
fn memory() -> String {
    use nix::sys::resource::{Resource, getrlimit};
    let dumps = match getrlimit(Resource::RLIMIT_CORE) {
        Ok((0, _)) => "出错时不留内存转储",
        _ => "出错时可能留下内存转储",
    };
    format!("{dumps}；没有锁定内存，请给交换分区加密或关闭交换")
}

#[cfg(not(unix))]
fn memory() -> String {
    "没有锁定内存，系统的错误报告也可能带出内存；请用系统的磁盘加密，并关闭错误报告".to_owned()
}
