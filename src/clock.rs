//! The only place that asks what time it is.
//!
//! `WENKAN_NOW` (RFC 3339) says when the program was started, for tests and screenshots; time passes from there.

use crate::model::value::Instant;
use jiff::tz::TimeZone;
#[cfg(unix)]
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

fn pretended() -> Option<Instant> {
    static START: OnceLock<Option<(Instant, std::time::Instant)>> = OnceLock::new();
    let start = START.get_or_init(|| {
        let at = std::env::var("WENKAN_NOW").ok().and_then(|t| Instant::parse(&t))?;
        Some((at, std::time::Instant::now()))
    });
    let (at, begun) = (*start)?;
    Some(Instant { ms: at.ms + i64::try_from(begun.elapsed().as_millis()).unwrap_or(0), ..at })
}

/// How long the machine has been on, its sleep included. Nobody sets this clock: what lies between two readings is what
/// has passed, whatever has become of date and time.
pub fn since_start() -> Duration {
    static FIRST: OnceLock<std::time::Instant> = OnceLock::new();
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use nix::time::{ClockId, clock_gettime};
        // The monotonic clock of Linux stands still while the machine sleeps; that of macOS does not.
        #[cfg(target_os = "linux")]
        let clock = ClockId::CLOCK_BOOTTIME;
        #[cfg(target_os = "macos")]
        let clock = ClockId::CLOCK_MONOTONIC;
        if let Ok(time) = clock_gettime(clock) {
            return time.into();
        }
    }
    // The counter behind this goes on during sleep on Windows.
    FIRST.get_or_init(std::time::Instant::now).elapsed()
}

/// The present moment with the local offset.
pub fn now() -> Instant {
    pretended().unwrap_or_else(|| {
        let now = moment(SystemTime::now());
        let offset = zone().to_offset(now).seconds() / 60;
        Instant { ms: now.as_millisecond(), offset: i16::try_from(offset).unwrap_or(0) }
    })
}

/// That time of the system's clock, kept within the years that dates are written in: a clock without a battery, or one
/// that somebody has set at random, is a matter for the user, who is told that it is wrong, and no fault.
fn moment(at: SystemTime) -> jiff::Timestamp {
    /// The last day of the year 9999 would be none any more in some zones.
    const LAST: i64 = 253_402_128_000;
    let latest = jiff::Timestamp::from_second(LAST).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    match jiff::Timestamp::try_from(at) {
        Ok(at) => at.clamp(jiff::Timestamp::UNIX_EPOCH, latest),
        Err(_) if at < SystemTime::UNIX_EPOCH => jiff::Timestamp::UNIX_EPOCH,
        Err(_) => latest,
    }
}

/// A new id, ordered by the clock of the system, which is not asked when it stands before 1970.
pub(crate) fn new_id() -> Uuid {
    if SystemTime::now() < SystemTime::UNIX_EPOCH {
        return uuid::Builder::from_unix_timestamp_millis(0, &rand::random()).into_uuid();
    }
    Uuid::now_v7()
}

/// The local zone, as it was at the first call.
///
/// Its file is read directly on Unix: jiff asks its database by name, which first walks through the files of
/// all zones in the world, some hundred calls before the first frame.
fn zone() -> &'static TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    ZONE.get_or_init(|| {
        #[cfg(unix)]
        if let Some(zone) = zone_file().and_then(|file| TimeZone::tzif("", &std::fs::read(file).ok()?).ok()) {
            return zone;
        }
        TimeZone::system()
    })
}

/// The file of the local zone; `None` for a `TZ` that is not simply a name.
#[cfg(unix)]
fn zone_file() -> Option<PathBuf> {
    let Some(name) = std::env::var_os("TZ") else { return Some(PathBuf::from("/etc/localtime")) };
    let is_name = Path::new(&name).components().all(|c| matches!(c, Component::Normal(_)));
    (is_name && !name.is_empty()).then(|| Path::new("/usr/share/zoneinfo").join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_stands_anywhere_gives_a_date() {
        let year = |seconds: u64, before: bool| {
            let by = Duration::from_secs(seconds);
            let at = SystemTime::UNIX_EPOCH;
            let at = if before { at.checked_sub(by) } else { at.checked_add(by) };
            let at = moment(at.unwrap());
            Instant { ms: at.as_millisecond(), offset: 14 * 60 }.civil().year()
        };
        assert_eq!(year(86_400 * 365 * 200, true), 1970);
        assert_eq!(year(1_800_000_000, false), 2027);
        assert_eq!(year(253_402_300_799, false), 9999);
        assert_eq!(year(1 << 40, false), 9999);
    }
}
