//! What keeps the round from being seen: the menu and the blank over the screens, the lock, and how long nobody has typed.

use crate::model::value::Instant;
use crate::tui::effect::ScreenId;
use crate::tui::frame::Cover;

/// After this long without a key the screen locks itself (ms).
pub const IDLE_LOCK_MS: i64 = 10 * 60 * 1000;

/// Whether the screens are seen. The menu may lie over what is seen, and over the question for the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Open { menu: bool },
    Hidden,
    Locked { by: ScreenId, menu: bool },
}

/// Keeps watch over who sees the round.
#[derive(Debug)]
pub(super) struct Guard {
    sight: Sight,
    last_key: Instant,
}

impl Guard {
    /// Nothing lies over the screens, and somebody is there.
    pub(super) const fn new(now: Instant) -> Self {
        Self { sight: Sight::Open { menu: false }, last_key: now }
    }

    /// What lies over the screens.
    pub(super) const fn cover(&self) -> Cover {
        match self.sight {
            Sight::Open { menu: true } | Sight::Locked { menu: true, .. } => Cover::Menu,
            Sight::Open { menu: false } => Cover::None,
            Sight::Hidden => Cover::Hidden,
            Sight::Locked { menu: false, .. } => Cover::Locked,
        }
    }

    /// Whether the passphrase is asked for; the menu may lie over that.
    pub(super) const fn is_locked(&self) -> bool {
        matches!(self.sight, Sight::Locked { .. })
    }

    /// Shows the menu, or takes it away. Over the blank there is none.
    pub(super) const fn menu(&mut self, shown: bool) {
        match &mut self.sight {
            Sight::Open { menu } | Sight::Locked { menu, .. } => *menu = shown,
            Sight::Hidden => {}
        }
    }

    /// Blanks the screens; what is locked is blank already.
    pub(super) const fn hide(&mut self) {
        self.sight = match self.sight {
            Sight::Locked { by, .. } => Sight::Locked { by, menu: false },
            Sight::Open { .. } | Sight::Hidden => Sight::Hidden,
        };
    }

    /// Takes the blank away; the lock stays.
    pub(super) fn unhide(&mut self) {
        if self.sight == Sight::Hidden {
            self.sight = Sight::Open { menu: false };
        }
    }

    /// Locks; `by` is the screen that asks for the passphrase.
    pub(super) const fn lock(&mut self, by: ScreenId) {
        self.sight = Sight::Locked { by, menu: false };
    }

    /// The passphrase was right. Returns the screen that asked for it.
    pub(super) const fn unlock(&mut self, now: Instant) -> Option<ScreenId> {
        let asked = if let Sight::Locked { by, .. } = self.sight { Some(by) } else { None };
        *self = Self::new(now);
        asked
    }

    /// A key, a paste or the mouse: somebody is there.
    pub(super) const fn touched(&mut self, now: Instant) {
        self.last_key = now;
    }

    /// In how many ms the screen locks itself; none is left when it is due.
    pub(super) fn locks_in(&self, now: Instant) -> u64 {
        u64::try_from(IDLE_LOCK_MS - (now.ms - self.last_key.ms)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Instant {
        Instant { ms, ..Instant::parse("2026-03-16T09:00:00.000+08:00").unwrap() }
    }

    #[test]
    fn nothing_but_the_passphrase_ends_the_lock() {
        let mut guard = Guard::new(at(0));
        guard.menu(true);
        guard.lock(ScreenId(3));
        assert_eq!((guard.cover(), guard.is_locked()), (Cover::Locked, true), "the menu goes");
        guard.menu(true);
        assert_eq!((guard.cover(), guard.is_locked()), (Cover::Menu, true));
        for shown in [Guard::hide, Guard::unhide] {
            shown(&mut guard);
            assert!(guard.is_locked());
        }
        assert_eq!(guard.unlock(at(5)), Some(ScreenId(3)));
        assert_eq!((guard.cover(), guard.is_locked()), (Cover::None, false));
        assert_eq!(guard.unlock(at(5)), None);
    }

    #[test]
    fn the_blank_takes_no_menu() {
        let mut guard = Guard::new(at(0));
        guard.hide();
        guard.menu(true);
        assert_eq!(guard.cover(), Cover::Hidden);
        guard.unhide();
        assert_eq!(guard.cover(), Cover::None);
    }

    #[test]
    fn it_locks_so_long_after_the_last_key() {
        let mut guard = Guard::new(at(0));
        guard.touched(at(1_000));
        assert_eq!(guard.locks_in(at(1_001)), 599_999);
        assert_eq!((guard.locks_in(at(601_000)), guard.locks_in(at(700_000))), (0, 0));
    }
}
