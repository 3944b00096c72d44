//! The only place that asks what time it is.
//!
//! `WENKAN_NOW` (RFC 3339) fixes the clock for tests and screenshots.

use crate::model::value::Instant;
use std::sync::OnceLock;

fn fixed() -> Option<Instant> {
    static FIXED: OnceLock<Option<Instant>> = OnceLock::new();
    *FIXED.get_or_init(|| std::env::var("WENKAN_NOW").ok().and_then(|t| Instant::parse(&t)))
}

/// The present moment with the local offset.
pub fn now() -> Instant {
    fixed().unwrap_or_else(|| {
        let now = jiff::ZonedDateTime::now();
        let offset = now.offset().seconds() / 60;
        Instant { ms: now.timestamp().as_millisecond(), offset: i16::try_from(offset).unwrap_or(0) }
    })
}
