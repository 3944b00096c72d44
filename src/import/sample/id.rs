//! Ids and instants that depend on nothing but the data.

use crate::error::{Error, Result};
use crate::model::value::Instant;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// An id in the form of UUIDv7: the time of `at`, and the first ten bytes of the SHA-256 of `key`.
///
/// `key` names the record for good (`talk/王建国/q3`); two records of the sample never share one.
pub(super) fn id<I: From<Uuid>>(at: Instant, key: &str) -> I {
    let digest = Sha256::digest(format!("wenkan/sample/{key}"));
    let mut bytes = [0; 10];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    Builder::from_unix_timestamp_millis(at.ms.unsigned_abs(), &bytes).into_uuid().into()
}

/// Reads a local time as the data writes it, `2026-03-09T14:40`.
pub(super) fn instant(local: &str) -> Result<Instant> {
    Instant::parse(&format!("{local}:00.000+08:00")).ok_or_else(|| damaged(format!("时间“{local}”不成立")))
}

/// `HH:MM` on the day of `day`.
pub(super) fn on_day(day: Instant, hour_minute: &str) -> Result<Instant> {
    instant(&format!("{}T{hour_minute}", day.date()))
}

/// The instant `seconds` later.
pub(super) fn later(at: Instant, seconds: usize) -> Instant {
    let ms = i64::try_from(seconds).unwrap_or(0) * 1000;
    Instant { ms: at.ms + ms, offset: at.offset }
}

/// The data that is built in does not hold together.
pub(super) fn damaged(what: impl AsRef<str>) -> Error {
    Error::internal(format!("内置示例轮次的数据有误：{}", what.as_ref()))
        .hint("这是程序自身的问题，没有改动任何文件；请换用完整的程序，或直接新建轮次。")
}
