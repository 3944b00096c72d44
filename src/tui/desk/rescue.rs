//! Something has happened to the file of the open round: a copy of what is open is offered, and the work goes on in it.

use super::Desk;
use super::opened::{OpenRound, Opened};
use crate::error::Result;
use crate::store::{Foreign, Store, copy_stays, rescue_place, rescue_place_elsewhere};
use crate::traces;
use crate::tui::app::{self, App};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::effect::Leaving;
use crate::tui::news::News;
use std::sync::Arc;

impl Desk {
    /// What somebody else has done to the file of the open round, while it is so.
    pub fn foreign(&self) -> Option<Foreign> {
        self.opened().and_then(|s| s.foreign())
    }

    /// Something has happened to the file, or it is as it was again.
    pub(in crate::tui) fn offer_copy(&mut self, foreign: Option<Foreign>, app: &mut App) {
        match foreign {
            // Asked by `unlocked`.
            Some(_) if app.is_locked() => {}
            Some(_) => self.ask_for_copy(None, app),
            None => {
                self.take_question_back(app);
                app.shell.done("轮次文件又在原处了，内容没有变。");
            }
        }
    }

    /// Nothing is to be copied, or something else is to be asked.
    fn take_question_back(&mut self, app: &mut App) {
        if let Some(question) = self.copy_asked.take() {
            let effects = app.take_back(question, self.reader(), self.now());
            self.run(effects, app);
        }
    }

    /// Asks whether what is open is to be copied, in place of an earlier question of that kind, when something has
    /// happened to its file; `leaving`: no is to leave without.
    pub(super) fn ask_for_copy(&mut self, leaving: Option<Leaving>, app: &mut App) {
        let Some((foreign, store)) = self.foreign().zip(self.opened()) else { return };
        let to = rescue_place(store.path());
        let text = format!(
            "{}：\n{}\n\n打开着的内容都还在。请另存一份，接着在那一份里写：\n{}",
            foreign.chinese(),
            store.path().display(),
            to.display()
        );
        self.copy_to = Some(to);
        let (tag, no) = match leaving {
            None => (app::RESCUE, "先不存"),
            Some(Leaving::Quit) => (app::QUIT_OR_RESCUE, "不另存，退出"),
            Some(Leaving::CloseRound) => (app::CLOSE_OR_RESCUE, "不另存，关闭"),
        };
        self.take_question_back(app);
        let question = Confirm::new(tag, text).words("另存一份", no);
        let (asked, effects) = app.ask(Box::new(question), self.reader(), self.now());
        self.copy_asked = Some(asked);
        self.run(effects, app);
    }

    /// Copies what is open to the place that was named.
    pub(super) fn copy_what_is_open(&mut self) -> Result<()> {
        let store = Arc::clone(self.store()?);
        let to = self.copy_to.take().unwrap_or_else(|| rescue_place(store.path()));
        self.workers.rescue(store, to)
    }

    /// The program ends: goes on in a copy of which the loop has not heard, so that what waits for it is written. Whether
    /// there was one, or one that did not come about.
    pub(super) fn finish_rescue(&mut self, app: &mut App) -> bool {
        let mut told = false;
        for news in self.news() {
            if let News::Rescued(copy) = news {
                self.go_on_in(copy.map(|copy| *copy), app);
                told = true;
            }
        }
        told
    }

    /// The program is ended, and something has happened to the file, or its disk does not take what is left: what is open is
    /// copied, as the user would want, and what waits goes there. Whether the copy is open now.
    pub(super) fn rescue_unasked(&mut self, flushed: &Result<()>, app: &mut App) -> bool {
        let Some(store) = self.opened().map(Arc::clone) else { return false };
        let round = store.path().to_owned();
        let (why, to) = match (store.look(), flushed) {
            (Some(foreign), _) => (foreign.chinese().to_owned(), rescue_place(&round)),
            (None, Err(e)) => match rescue_place_elsewhere(&round) {
                Some(to) => (e.what.clone(), to),
                None => return false,
            },
            (None, Ok(())) => return false,
        };
        let copy = store.rescue(&to);
        drop(store);
        self.go_on_in(copy, app);
        let is_open = self.opened().is_some_and(|store| store.path() != round);
        if is_open {
            self.rescued = Some(format!("{why}。打开着的内容已另存：{}", to.display()));
        }
        is_open
    }

    /// Goes on in the copy; what waits for the disk goes there.
    pub(in crate::tui) fn go_on_in(&mut self, copy: Result<Store>, app: &mut App) {
        let opened = copy.and_then(|copy| {
            let path = copy.path().to_owned();
            OpenRound::of(copy).map_err(|e| copy_stays(e, &path))
        });
        match (opened, self.open.take()) {
            (Ok(Opened { round: open, book, .. }), Some(old)) => {
                self.workers.stop_counting();
                open.listen(self.teller.clone());
                old.store.hand_over(&open.store);
                traces::note_opened(open.store.path());
                let said = format!("已另存，现在用的是这一份：{}", open.store.path().display());
                app.shell.book = Some(book);
                self.open = Some(open);
                // Nothing of it is waited for: its file is gone, or another's.
                old.close().ok();
                app.shell.done(said);
            }
            (Ok(_), None) => {}
            (Err(e), old) => {
                if let Some(old) = &old {
                    old.store.stay();
                }
                self.open = old;
                app.refuse(&e.to_string());
            }
        }
    }
}
