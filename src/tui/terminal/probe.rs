//! How wide the terminal draws `…`, `“` and their like: one cell, or two as many Chinese set-ups do.
//!
//! Unicode calls these glyphs ambiguous; only the terminal knows. So it is measured: a `…` is printed at the left
//! edge, the terminal is asked where the cursor is, and then for its attributes, because every terminal answers
//! the second question and so ends the wait for the first. The question goes out with the first frame and holds up
//! neither it nor a key; answers come through the decoder like everything else.

#[cfg(any(unix, test))]
use std::time::Duration;
use std::time::Instant;

/// Cells that an ambiguous glyph takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// One cell: what is assumed until the terminal says otherwise.
    #[default]
    Narrow,
    /// Two cells.
    Wide,
}

/// No answer within this time counts as [`Ambiguous::Narrow`].
#[cfg(any(unix, test))]
const PATIENCE: Duration = Duration::from_millis(200);

/// Prints the probe at the left edge of `row` (from 0) and asks; the caller repaints that row.
#[cfg(unix)]
pub(super) fn question(row: u16) -> String {
    format!("\x1b[{};1H…\x1b[6n\x1b[c", u32::from(row) + 1)
}

/// What the decoder may hand to the probe.
#[cfg(any(unix, test))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// The cursor's column, from 1.
    Column(u16),
    /// The terminal's attributes: nothing more will come.
    End,
}

/// The wait for the answer.
#[derive(Debug, Default)]
pub(super) struct Probe {
    deadline: Option<Instant>,
}

impl Probe {
    /// Starts waiting at `now`.
    #[cfg(any(unix, test))]
    pub(super) fn start(&mut self, now: Instant) {
        self.deadline = now.checked_add(PATIENCE);
    }

    /// When the wait is over, if it is on.
    pub(super) const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Takes an answer; `None` when nobody waits for it any more.
    #[cfg(any(unix, test))]
    pub(super) fn reply(&mut self, reply: Reply) -> Option<Ambiguous> {
        self.deadline.take()?;
        Some(match reply {
            Reply::Column(3) => Ambiguous::Wide,
            Reply::Column(_) | Reply::End => Ambiguous::Narrow,
        })
    }

    /// Ends the wait when `now` is past its end.
    pub(super) fn expire(&mut self, now: Instant) -> Option<Ambiguous> {
        self.deadline.take_if(|end| *end <= now).map(|_| Ambiguous::Narrow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(now: Instant) -> Probe {
        let mut probe = Probe::default();
        probe.start(now);
        probe
    }

    #[test]
    fn only_an_advance_of_two_cells_is_wide() {
        let now = Instant::now();
        let answer = |reply| waiting(now).reply(reply);
        assert_eq!(answer(Reply::Column(2)), Some(Ambiguous::Narrow));
        assert_eq!(answer(Reply::Column(3)), Some(Ambiguous::Wide));
        for odd in [0, 1, 4, 80, u16::MAX] {
            assert_eq!(answer(Reply::Column(odd)), Some(Ambiguous::Narrow), "column {odd}");
        }
        assert_eq!(answer(Reply::End), Some(Ambiguous::Narrow));
    }

    #[test]
    fn silence_ends_and_late_answers_are_swallowed() {
        let now = Instant::now();
        let mut probe = waiting(now);
        assert_eq!(probe.expire(now), None);
        assert_eq!(probe.expire(now + PATIENCE), Some(Ambiguous::Narrow));
        assert_eq!(probe.expire(now + PATIENCE), None);
        assert_eq!(probe.reply(Reply::Column(3)), None);
    }

    #[test]
    fn the_end_mark_after_an_answer_says_nothing_new() {
        let mut probe = waiting(Instant::now());
        assert_eq!(probe.reply(Reply::Column(3)), Some(Ambiguous::Wide));
        assert_eq!(probe.reply(Reply::End), None);
    }
}
