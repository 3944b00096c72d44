//! A clock that is set back while a round is open: the difference is recorded in `meta` and told, once each time.
//!
//! Nothing is put in order by the clock; what is recorded is for whoever reads the times later.

use crate::model::value::Instant;

/// How far the clock may be behind without a word (ms): laptops set their clocks right by seconds all the time.
pub(super) const AHEAD_MS: i64 = 60_000;

/// The latest moment in which something was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Latest(Instant);

impl Latest {
    /// From the beginning of the session on.
    pub(super) const fn since(begun: Instant) -> Self {
        Self(begun)
    }

    /// The moment before, when the clock is behind it at `now`.
    pub(super) fn before(self, now: Instant) -> Option<Instant> {
        (self.0.ms - now.ms > AHEAD_MS).then_some(self.0)
    }

    /// Something was written at `now`.
    pub(super) fn written(&mut self, now: Instant) {
        if now.ms > self.0.ms || self.before(now).is_some() {
            self.0 = now;
        }
    }
}

/// Under which key in `meta` it is recorded that the clock was behind at `now`; the value is the moment before.
pub(super) fn key(now: Instant) -> String {
    format!("clock_behind:{now}")
}

/// Said of a clock that shows `now` after something was written at `before`.
pub(super) fn said(now: Instant, before: Instant) -> String {
    format!(
        "电脑的时间（{} {}）早于上一次保存的时间（{} {}），请核对电脑时间。先后次序不受影响。",
        now.date().chinese(),
        now.hour_minute(),
        before.date().chinese(),
        before.hour_minute()
    )
}
