//! The only place that asks what time it is.
//!
//! `WENKAN_NOW` (RFC 3339) says when the program was started, for tests and screenshots; time passes from there.

use crate::model::value::Instant;
use jiff::tz::TimeZone;
#[cfg(unix)]
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

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
        let now = jiff::Timestamp::now();
        let offset = zone().to_offset(now).seconds() / 60;
        Instant { ms: now.as_millisecond(), offset: i16::try_from(offset).unwrap_or(0) }
    })
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
