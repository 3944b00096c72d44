//! The screens that are open, one over the other, each with its name.

use crate::model::value::Instant;
use crate::store::Reader;
use crate::tui::effect::{Effect, ScreenId};
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Screen};
use ratatui::layout::Rect;

/// A screen with its name.
struct Open {
    id: ScreenId,
    screen: Box<dyn Screen>,
}

/// The screens, the one in front last. A name is given once and never again.
#[derive(Default)]
pub(super) struct Stack {
    screens: Vec<Open>,
    named: u64,
}

/// What a screen may use while it is asked something.
pub(super) struct Around<'a> {
    pub(super) shell: &'a mut Shell,
    pub(super) read: Option<&'a Reader>,
    pub(super) now: Instant,
    /// The middle of the window.
    pub(super) area: Rect,
    /// Only the screen in front may say anything: it asks for the passphrase.
    pub(super) locked: bool,
}

impl Open {
    /// Asks the screen something; what it asks for goes to `effects`.
    fn ask(
        &mut self,
        front: bool,
        around: &mut Around<'_>,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let (id, mut own) = (self.id, Vec::new());
        let notice = (around.locked && !front).then(|| around.shell.notice.clone());
        let Around { read, now, area, .. } = *around;
        let mut cx = Cx { shell: &mut *around.shell, read, effects: &mut own, now, area, front, screen: id };
        f(self.screen.as_mut(), &mut cx);
        // What lies under the lock says nothing on it.
        if let Some(notice) = notice {
            around.shell.notice = notice;
        }
        effects.extend(own.into_iter().map(|effect| of_screen(effect, id, front)));
    }
}

impl Stack {
    /// Puts a screen on top.
    pub(super) fn push(&mut self, screen: Box<dyn Screen>) -> ScreenId {
        let id = self.name();
        self.screens.push(Open { id, screen });
        id
    }

    /// Puts a screen right over that one; `None` when that one has gone.
    pub(super) fn push_over(&mut self, below: ScreenId, screen: Box<dyn Screen>) -> Option<ScreenId> {
        let at = self.position(below)?;
        let id = self.name();
        self.screens.insert(at + 1, Open { id, screen });
        Some(id)
    }

    fn name(&mut self) -> ScreenId {
        self.named += 1;
        ScreenId(self.named)
    }

    fn position(&self, id: ScreenId) -> Option<usize> {
        self.screens.iter().position(|s| s.id == id)
    }

    /// Takes the screen in front away.
    pub(super) fn pop(&mut self) {
        self.screens.pop();
    }

    /// Takes all screens away.
    pub(super) fn clear(&mut self) {
        self.screens.clear();
    }

    /// Takes that screen away, wherever it is, and names the one below it. The lowest stays.
    pub(super) fn remove(&mut self, id: ScreenId) -> Option<ScreenId> {
        let at = self.position(id)?;
        let below = self.screens.get(at.checked_sub(1)?)?.id;
        self.screens.remove(at);
        Some(below)
    }

    /// Takes that screen away and all above it.
    pub(super) fn remove_from(&mut self, id: ScreenId) {
        if let Some(at) = self.position(id) {
            self.screens.truncate(at);
        }
    }

    /// The screen in front.
    pub(super) fn top(&self) -> Option<&dyn Screen> {
        self.screens.last().map(|s| s.screen.as_ref())
    }

    /// The name of the screen in front.
    pub(super) fn top_id(&self) -> Option<ScreenId> {
        self.screens.last().map(|s| s.id)
    }

    /// There is one below the screen in front.
    pub(super) const fn has_below(&self) -> bool {
        self.screens.len() > 1
    }

    /// Whether something is true of any screen.
    pub(super) fn any(&self, is: impl Fn(&dyn Screen) -> bool) -> bool {
        self.screens.iter().any(|s| is(s.screen.as_ref()))
    }

    /// What the first screen says that has anything to say, the one in front before those below it.
    pub(super) fn find<T>(&self, said: impl Fn(&dyn Screen) -> Option<T>) -> Option<T> {
        self.screens.iter().rev().find_map(|s| said(s.screen.as_ref()))
    }

    /// Does something with every screen, the lowest first.
    pub(super) fn each(
        &mut self,
        mut around: Around<'_>,
        effects: &mut Vec<Effect>,
        mut f: impl FnMut(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let last = self.screens.len().saturating_sub(1);
        for (at, open) in self.screens.iter_mut().enumerate() {
            open.ask(at == last, &mut around, effects, &mut f);
        }
    }

    /// Does something with the screen of that name, if it is still open.
    pub(super) fn with(
        &mut self,
        id: ScreenId,
        mut around: Around<'_>,
        effects: &mut Vec<Effect>,
        f: impl FnOnce(&mut dyn Screen, &mut Cx<'_>),
    ) {
        let front = self.top_id() == Some(id);
        if let Some(open) = self.screens.iter_mut().find(|s| s.id == id) {
            open.ask(front, &mut around, effects, f);
        }
    }

    /// The screen in front goes on although it was to leave; see [`Screen::stay`]. Its name, when it does.
    pub(super) fn stay(&mut self) -> Option<ScreenId> {
        let top = self.screens.last_mut()?;
        top.screen.stay().then_some(top.id)
    }
}

/// What a screen asks for while another is in front concerns its own place, not the top.
fn of_screen(effect: Effect, screen: ScreenId, front: bool) -> Effect {
    match effect {
        Effect::Push(over) if !front => Effect::PushOver(screen, over),
        Effect::Pop(reply) if !front => Effect::Close(screen, reply),
        effect => effect,
    }
}
