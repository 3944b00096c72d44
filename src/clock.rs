//! The only place that asks what time it is.
//!
//! `WENKAN_NOW` (RFC 3339) says when the program was started, for tests and screenshots; time passes from there.

use crate::model::value::Instant;
use std::sync::OnceLock;

fn pretended() -> Option<Instant> {
    static START: OnceLock<Option<(Instant, std::time::Instant)>> = OnceLock::new();
    let start = START.get_or_init(|| {
        let at = std::env::var("WENKAN_NOW").ok().and_then(|t| Instant::parse(&t))?;
        Some((at, std::time::Instant::now()))
    });
    let (at, begun) = (*start)?;
    Some(Instant { ms: at.ms + i64::try_from(begun.elapsed().as_millis()).unwrap_or(0), ..at })
}

/// The present moment with the local offset.
pub fn now() -> Instant {
    pretended().unwrap_or_else(|| {
        let now = jiff::ZonedDateTime::now();
        let offset = now.offset().seconds() / 60;
        Instant { ms: now.timestamp().as_millisecond(), offset: i16::try_from(offset).unwrap_or(0) }
    })
}
