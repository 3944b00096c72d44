//! What keeps the round from being seen: the menu and the blank over the screens, the lock, and how long nobody has typed.

use crate::tui::effect::ScreenId;
use crate::tui::frame::Cover;
use std::time::Duration;

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
    /// How long the machine had been on at the last key; `None`: before the first turn of the loop.
    last_key: Option<Duration>,
}

impl Guard {
    /// Nothing lies over the screens, and somebody is there.
    pub(super) const fn new() -> Self {
        Self { sight: Sight::Open { menu: false }, last_key: None }
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
    pub(super) const fn unlock(&mut self) -> Option<ScreenId> {
        let asked = if let Sight::Locked { by, .. } = self.sight { Some(by) } else { None };
        *self = Self::new();
        asked
    }

    /// A key, a paste or the mouse: somebody is there.
    pub(super) const fn touched(&mut self, now: Duration) {
        self.last_key = Some(now);
    }

    /// In how long the screen locks itself, after so long without a key; nothing is left when it is due. `now` is the time
    /// that the machine has been on, so that neither its sleep nor a clock that is set puts the lock off.
    pub(super) fn locks_in(&mut self, now: Duration, after: Duration) -> Duration {
        after.saturating_sub(now.saturating_sub(*self.last_key.get_or_insert(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Duration = Duration::from_secs(600);

    const fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn nothing_but_the_passphrase_ends_the_lock() {
        let mut guard = Guard::new();
        guard.menu(true);
        guard.lock(ScreenId(3));
        assert_eq!((guard.cover(), guard.is_locked()), (Cover::Locked, true), "the menu goes");
        guard.menu(true);
        assert_eq!((guard.cover(), guard.is_locked()), (Cover::Menu, true));
        for shown in [Guard::hide, Guard::unhide] {
            shown(&mut guard);
            assert!(guard.is_locked());
        }
        assert_eq!(guard.unlock(), Some(ScreenId(3)));
        assert_eq!((guard.cover(), guard.is_locked()), (Cover::None, false));
        assert_eq!(guard.unlock(), None);
    }

    #[test]
    fn the_blank_takes_no_menu() {
        let mut guard = Guard::new();
        guard.hide();
        guard.menu(true);
        assert_eq!(guard.cover(), Cover::Hidden);
        guard.unhide();
        assert_eq!(guard.cover(), Cover::None);
    }

    #[test]
    fn it_locks_so_long_after_the_last_key() {
        let mut guard = Guard::new();
        assert_eq!(guard.locks_in(at(9_000_000), TEN), TEN, "a machine that has long been on has not long been idle");
        guard.touched(at(1_000));
        assert_eq!(guard.locks_in(at(1_001), TEN), at(599_999));
        assert_eq!((guard.locks_in(at(601_000), TEN), guard.locks_in(at(700_000), TEN)), (at(0), at(0)));
        assert_eq!(guard.locks_in(at(601_000), TEN * 2), TEN, "so long as the round says");
    }
}
