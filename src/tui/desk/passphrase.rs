//! Another passphrase for the open round. Keys take long to derive and the file is written anew, so a worker does it; the
//! worker has the round meanwhile, and gives it back open, under the new passphrase or, when that failed, the old one.

use super::Desk;
use super::opened::OpenRound;
use crate::error::{Error, Kind, Result};
use crate::store::passphrase_changed;
use crate::tui::app::App;
use crate::tui::effect::{PassphraseWork, Rekeyed};
use crate::tui::forms::passphrase;
use crate::tui::screen::home::Home;
use crate::tui::screen::rekeying::Rekeying;
use crate::tui::screen::start::Start;
use crate::tui::update::Screen;

impl Desk {
    /// Gives the round to the worker. What has been typed is sealed before.
    pub(super) fn change_passphrase(&mut self, work: PassphraseWork, app: &mut App) -> Result<()> {
        self.workers.is_idle()?;
        if let Some(foreign) = self.foreign() {
            return Err(Error::new(Kind::Locked, format!("{}，口令没有换", foreign.chinese())));
        }
        let effects = app.seal_all(self.reader(), self.now());
        self.run(effects, app);
        // Without it the search for files that begins with an effect of those would hold the store.
        self.workers.is_idle()?;
        self.workers.stop_counting();
        let store = self.open.take().ok_or_else(super::no_round)?.into_store();
        let effects = app.reset(vec![Box::new(Rekeying)], None, self.now());
        self.run(effects, app);
        self.workers.change_passphrase(store, work, self.options.clone())
    }

    /// Takes the round back from the worker.
    pub(in crate::tui) fn rekeyed(&mut self, rekeyed: Rekeyed, app: &mut App) {
        let Rekeyed { store, changed, path } = rekeyed;
        let me = app.shell.me;
        let had_one = app.shell.book.as_ref().is_some_and(|book| book.encrypted);
        let taken = store.and_then(OpenRound::of).map(|opened| self.take(opened, app));
        app.shell.me = me;
        let mut screens: Vec<Box<dyn Screen>> = Vec::new();
        if taken.is_ok() {
            screens.push(Box::new(Home::default()));
        } else {
            (app.shell.book, app.shell.me) = (None, None);
            screens.push(Box::new(Start::default()));
        }
        let (code, failed) = match changed {
            Ok(code) => (Some(code), None),
            Err(e) => (None, Some(e)),
        };
        if let Some(code) = code {
            // Whatever else went wrong: the code is shown, it opens the file.
            let page = passphrase::recovery_page(&code);
            screens.push(Box::new(passphrase::type_back(code)));
            screens.push(Box::new(page));
            app.shell.done(passphrase_changed(had_one));
        } else if let (true, Some(book)) = (taken.is_ok(), &app.shell.book) {
            screens.push(Box::new(passphrase::form(book.encrypted)));
        }
        let effects = app.reset(screens, self.reader(), self.now());
        self.run(effects, app);
        match (failed, taken) {
            (Some(e), _) if e.kind != Kind::Cancelled => app.refuse(&e.to_string()),
            (_, Err(e)) => app.refuse(&format!("文件没有打开：{}。{e}", path.display())),
            (Some(e), Ok(())) => app.shell.warn(e.to_string()),
            (None, Ok(())) => {}
        }
    }
}
