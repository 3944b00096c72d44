//! The record of a clearing out (清理记录).

use super::{Gone, Wiped};
use crate::model::value::Instant;
use std::fmt::Write as _;

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

/// The text of the record: when, who, what with its SHA-256.
pub fn record(wiped: &Wiped, who: &str, at: Instant) -> String {
    let mut text = head(who, at);
    // Writing to a string cannot fail.
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
