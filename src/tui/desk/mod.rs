//! What the app works with outside memory: the open round, the threads beside the loop, the traces.

mod clipboard;
mod opened;
mod passphrase;
mod rescue;
mod workers;

use crate::acts::door;
use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::import::create;
use crate::method::MethodFiles;
use crate::model::value::Instant;
use crate::store::{Daily, Options, Reader, Secret, Store};
use crate::traces;
use crate::tui::app::{self, App, Departure};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::effect::{Effect, HandedIn, Leaving, NewRound, ScreenId};
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::news::{News, Teller};
use crate::tui::screen::home::Home;
use crate::tui::screen::start::Start;
use crate::tui::screen::who::Who;
use crate::tui::terminal::Waker;
use crate::tui::update::Screen;
use opened::{OpenRound, Opened};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use workers::Workers;

/// The open round and what works for it.
pub struct Desk {
    open: Option<OpenRound>,
    teller: Teller,
    inbox: Receiver<News>,
    pub(super) workers: Workers,
    /// What came of the copy that was made on leaving; said when the round is closed.
    copied: Option<Daily>,
    /// What is to be said of the copy that was made when the program was ended and the file was gone.
    rescued: Option<String>,
    /// Where the copy goes that was offered last.
    copy_to: Option<PathBuf>,
    /// The question whether what is open is copied, as it was put last.
    copy_asked: Option<ScreenId>,
    /// How stores are opened.
    pub(super) options: Options,
    clock: Box<dyn Fn() -> Instant>,
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new(waker: Waker) -> Self {
        Self::with_clock(waker, clock::now)
    }

    /// A desk with nothing on it that asks `clock` what time it is.
    pub fn with_clock(waker: Waker, clock: impl Fn() -> Instant + 'static) -> Self {
        let (teller, inbox) = Teller::new(waker);
        Self {
            open: None,
            workers: Workers::new(teller.clone()),
            teller,
            inbox,
            copied: None,
            rescued: None,
            copy_to: None,
            copy_asked: None,
            options: Options::from_env(),
            clock: Box::new(clock),
        }
    }

    /// What time it is at this desk.
    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    /// The next news, waited for; `None` when nothing comes in half a minute.
    #[cfg(test)]
    pub(super) fn await_news(&self) -> Option<News> {
        self.inbox.recv_timeout(std::time::Duration::from_secs(30)).ok()
    }

    /// The reader of the open round.
    pub fn reader(&self) -> Option<&Reader> {
        self.open.as_ref().map(|open| &open.reader)
    }

    fn opened(&self) -> Option<&Arc<Store>> {
        self.open.as_ref().map(|open| &open.store)
    }

    pub(super) fn store(&self) -> Result<&Arc<Store>> {
        self.opened().ok_or_else(no_round)
    }

    /// Whether something handed to the store is not on the disk yet.
    pub fn pending(&self) -> bool {
        self.opened().is_some_and(|s| s.pending())
    }

    /// What is in the way of writing, while something waits for it.
    pub fn failing(&self) -> Option<Error> {
        self.opened().and_then(|s| s.failing())
    }

    /// The news that came in.
    pub fn news(&self) -> Vec<News> {
        self.inbox.try_iter().collect()
    }

    /// Waits until everything is in the file; what fails here was told already.
    pub fn flush(&self) {
        self.flushed().ok();
    }

    fn flushed(&self) -> Result<()> {
        self.opened().map_or(Ok(()), |store| store.flush())
    }

    /// Carries out effects.
    pub fn run(&mut self, effects: Vec<Effect>, app: &mut App) {
        for effect in effects {
            if let Err(e) = self.one(effect, app) {
                app.refuse(&e.to_string());
            }
        }
    }

    fn one(&mut self, effect: Effect, app: &mut App) -> Result<()> {
        match effect {
            Effect::Act(handed) => self.hand_in(*handed, app),
            Effect::Draft(draft) => self.store()?.post_draft(*draft),
            Effect::Open(path, secret) => self.open(&path, &secret, app)?,
            Effect::Create(new) => self.create(*new, app)?,
            Effect::Leave { leaving, without_backup } => self.begin_to_leave(leaving, without_backup, app),
            Effect::Demo => self.demo(app)?,
            Effect::Unlock(secret) => {
                let store = self.store().map(Arc::clone);
                let asked = self.workers.is_free().and_then(|()| self.workers.unlock(store?, secret));
                if let Err(why) = asked {
                    app.refuse_to_unlock(&why);
                }
            }
            Effect::Start(job) => self.workers.start(Arc::clone(self.store()?), job)?,
            Effect::Lead(screen, work) => self.workers.lead(screen, *work)?,
            Effect::Tally(order) => {
                let store = Arc::clone(self.store()?);
                self.workers.tally(&store, order)?;
            }
            Effect::Left(screen, work) => self.workers.left(Arc::clone(self.store()?), screen, work),
            Effect::Copies(screen, work) => self.workers.copies(self.opened().map(Arc::clone), screen, *work)?,
            Effect::NewPassphrase(work) => self.change_passphrase(*work, app)?,
            Effect::CallOffLeft(screen) => self.workers.call_off(screen),
            Effect::Read(path) => self.workers.read(path)?,
            Effect::Rescue => self.copy_what_is_open()?,
            Effect::CancelJob => self.workers.cancel(),
            Effect::CopyOut(text) => copy_out(text, app)?,
            // Moves between screens are settled in the app.
            Effect::Push(_)
            | Effect::Pop(_)
            | Effect::PushOver(..)
            | Effect::Close(..)
            | Effect::Reset(_)
            | Effect::Replace(_) => {}
        }
        Ok(())
    }

    fn hand_in(&mut self, handed: HandedIn, app: &mut App) {
        let HandedIn { ticket, author, act, .. } = handed;
        if let Some(store) = self.opened() {
            door::submit(store, ticket, author, act);
        } else {
            let refused = Err(no_round());
            let effects = app.outcome(Some(ticket), &refused, self.reader(), self.now());
            self.run(effects, app);
        }
    }

    fn open(&mut self, path: &Path, secret: &Secret, app: &mut App) -> Result<()> {
        let store = Store::open_or_read_with(path, secret, &self.options)?;
        let mut opened = OpenRound::of(store)?;
        // One that is open is closed only when the other is.
        if self.open.is_some() {
            self.store()?.flush()?;
            self.backup(app)?;
            self.close_round()?;
        }
        opened.sweep();
        let notes = std::mem::take(&mut opened.notes);
        self.take(opened, app);
        self.ask_who(app);
        if !notes.is_empty() {
            app.shell.warn(notes.join("　"));
        }
        Ok(())
    }

    /// Asks who is there, over home, which looks around only when it comes to the front.
    fn ask_who(&mut self, app: &mut App) {
        let screens: Vec<Box<dyn Screen>> = vec![Box::new(Home::default()), Box::new(Who::new(&app.shell))];
        let effects = app.reset(screens, self.reader(), self.now());
        self.run(effects, app);
    }

    /// Puts an open round on the desk; the screens are the caller's.
    fn take(&mut self, opened: Opened, app: &mut App) {
        let Opened { round, book, .. } = opened;
        app.shell.me = None;
        app.shell.book = Some(book);
        round.listen(self.teller.clone());
        traces::note_opened(round.store.path());
        self.open = Some(round);
    }

    fn create(&mut self, new: NewRound, app: &mut App) -> Result<()> {
        let NewRound { path, secret, round, inspectors, me } = new;
        let whole = create::NewRound { round, units: Vec::new(), inspectors, method: MethodFiles::builtin() };
        let (store, code) = create::create_round(&path, &secret, &whole)?;
        self.take(OpenRound::of(store)?, app);
        app.shell.me = Some(me);
        let effects = app.reset(vec![Box::new(Home::default())], self.reader(), self.now());
        self.run(effects, app);
        if let Some(code) = code {
            let effects = app.push(Box::new(forms::passphrase::recovery_page(&code)), self.reader(), self.now());
            self.run(effects, app);
        }
        Ok(())
    }

    fn demo(&mut self, app: &mut App) -> Result<()> {
        let here = std::env::current_dir().map_err(|e| crate::error::io("读取当前文件夹", Path::new("."), e))?;
        let (store, path) = create::sample_below(&here)?;
        self.take(OpenRound::of(store)?, app);
        self.ask_who(app);
        app.shell.done(format!("示例轮次：{}", path.display()));
        Ok(())
    }

    /// Shows the screens again, or says that the secret was wrong.
    pub(super) fn unlocked(&mut self, fits: bool, app: &mut App) {
        if fits {
            let effects = app.unlocked(self.reader(), self.now());
            self.run(effects, app);
            // What happened to the file while nobody was there has not been told.
            self.ask_for_copy(None, app);
        } else {
            let wrong = Error::new(Kind::Open, "口令不对")
                .hint(Context::FormText.fill("请再输一遍；{key:Reveal} 可以显示出来核对。内容都在，不会丢。"));
            app.still_locked();
            app.refuse_to_unlock(&wrong);
        }
    }

    /// Seals what has been typed and begins to leave; [`leave`](Self::leave) goes on when it is in the file.
    fn begin_to_leave(&mut self, leaving: Leaving, without_backup: bool, app: &mut App) {
        let effects = app.seal_all(self.reader(), self.now());
        app.go(Departure { leaving, without_backup });
        self.run(effects, app);
    }

    /// Goes on with leaving, as far as it is now: nothing is left before everything is in the file and the daily copy
    /// is made, or the user goes without it. True when the program is to end.
    pub fn leave(&mut self, app: &mut App) -> bool {
        let Some(Departure { leaving, without_backup }) = app.going() else { return false };
        if self.foreign().is_some() && !without_backup {
            app.stay_here();
            self.ask_for_copy(Some(leaving), app);
            return false;
        }
        if self.foreign().is_some() && leaving == Leaving::Quit {
            // The user goes without a copy: nothing that is tried with the file would come about.
            return true;
        }
        if let Some(e) = self.failing() {
            app.stay_here();
            app.refuse(&format!("还有内容没有存上，所以没有离开。{e}"));
            return false;
        }
        // A refusal that has not been told would be lost with the program.
        if self.pending() || app.awaits() || self.workers.is_free().is_err() {
            return false;
        }
        app.stay_here();
        if let (false, Err(e)) = (without_backup, self.backup(app)) {
            let (tag, word) = match leaving {
                Leaving::Quit => (app::QUIT_WITHOUT_BACKUP, "不备份，退出"),
                Leaving::CloseRound => (app::CLOSE_WITHOUT_BACKUP, "不备份，关闭"),
            };
            let question = Confirm::new(tag, format!("已输入的内容都已存好，但今天的备份没有做成。\n\n{e}"));
            let effects = app.push(Box::new(question.words(word, "先不离开")), self.reader(), self.now());
            self.run(effects, app);
            return false;
        }
        match leaving {
            Leaving::Quit => true,
            Leaving::CloseRound => {
                self.put_away(app);
                false
            }
        }
    }

    /// Closes the round, which is in the file as it is, and shows the first steps.
    fn put_away(&mut self, app: &mut App) {
        let closed = self.close_round();
        app.shell.book = None;
        app.shell.me = None;
        app.shell.recent = traces::recent();
        let effects = app.reset(vec![Box::new(Start::default())], None, self.now());
        self.run(effects, app);
        if let Some(said) = self.copied_said() {
            app.shell.done(said);
        }
        if let Err(e) = closed {
            app.refuse(&e.to_string());
        }
    }

    /// What is to be said of the copy that was made on leaving, once.
    pub fn copied_said(&mut self) -> Option<String> {
        let said = [self.rescued.take(), self.copied.take().map(|copied| copied.chinese())];
        let said: Vec<String> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }

    fn backup(&mut self, app: &App) -> Result<()> {
        let Some(open) = self.open.as_ref().filter(|_| self.foreign().is_none()) else { return Ok(()) };
        let copied = open.backup(app.shell.book.as_ref(), app.shell.me, self.now())?;
        // The second look of a program that ends finds nothing new; what was said of the first stays.
        if self.copied.is_none() || matches!(copied, Some(Daily::Made(..))) {
            self.copied = copied;
        }
        Ok(())
    }

    /// Closes the round when the program ends: everything that the disk takes is written, the daily copy made. `unasked`:
    /// the system ends it; nobody could be asked whether what is open is to be copied when its file is gone.
    pub fn close(&mut self, unasked: bool, app: &mut App) -> Result<()> {
        self.workers.cancel_all();
        // Before anything is waited for that reads a disk, which may be slow or gone.
        let mut flushed = self.flushed();
        // Work under way takes what it has half made away; the program is not to end before that.
        self.workers.end();
        if self.finish_rescue(app) {
            flushed = self.flushed();
        }
        if unasked && self.rescue_unasked(&flushed, app) {
            flushed = self.flushed();
        }
        let copied = if flushed.is_ok() { self.backup(app) } else { Ok(()) };
        self.close_round()?;
        // Who chose to leave without has been told.
        if unasked { flushed.and(copied) } else { copied }
    }

    fn close_round(&mut self) -> Result<()> {
        self.workers.end();
        self.workers.stop_counting();
        self.open.take().map_or(Ok(()), OpenRound::close)
    }
}

fn no_round() -> Error {
    Error::internal("没有打开的轮次")
}

/// Copies to the system's clipboard and says so: it leaves the program.
fn copy_out(text: String, app: &mut App) -> Result<()> {
    clipboard::put(text)?;
    app.shell.warn("已复制到系统剪贴板：已离开本程序，其他程序可以读到。");
    Ok(())
}
