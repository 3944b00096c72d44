//! What the app works with outside memory: the open store, its reader, the worker, the traces.

use crate::acts::door;
use crate::analysis::methods;
use crate::analysis::tally::Tally;
use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::import::create;
use crate::import::table;
use crate::method::MethodFiles;
use crate::model::round::{Inspector, Round};
use crate::model::value::Instant;
use crate::store::{Options, Reader, RecoveryCode, Secret, Store};
use crate::traces;
use crate::tui::app::{self, App};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::effect::{Effect, HandedIn, Job, LeadWork, Leaving, LeftWork, NewRound, ScreenId, TallyOrder};
use crate::tui::jobs;
use crate::tui::keys::Context;
use crate::tui::news::{News, Teller};
use crate::tui::screen::home::Home;
use crate::tui::screen::start::Start;
use crate::tui::screen::who::Who;
use crate::tui::shell::{Book, Notice, Tone};
use crate::tui::tallier::Tallier;
use crate::tui::terminal::Waker;
use crate::tui::update::Screen;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

/// The open round and what works for it.
pub struct Desk {
    store: Option<Arc<Store>>,
    reader: Option<Reader>,
    teller: Teller,
    inbox: Receiver<News>,
    cancel: Option<Arc<AtomicBool>>,
    /// Counts beside the loop; none until something is to be counted.
    tallier: Option<Tallier>,
    /// Orders to count are kept here until a test wants them counted.
    #[cfg(test)]
    pub(super) kept_orders: Option<Vec<TallyOrder>>,
    /// Threads that look for files of earlier exports.
    looking: usize,
    /// One is about to leave; `true`: although the daily copy could not be made.
    leaving: Option<(Leaving, bool)>,
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
            store: None,
            reader: None,
            teller,
            inbox,
            cancel: None,
            tallier: None,
            #[cfg(test)]
            kept_orders: None,
            looking: 0,
            leaving: None,
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
    pub const fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    /// Whether something handed to the store is not on the disk yet.
    pub fn pending(&self) -> bool {
        self.store.as_ref().is_some_and(|s| s.pending())
    }

    /// What is in the way of writing, while something waits for it.
    pub fn failing(&self) -> Option<Error> {
        self.store.as_ref().and_then(|s| s.failing())
    }

    /// A worker is under way.
    #[cfg(test)]
    pub(super) const fn is_working(&self) -> bool {
        self.cancel.is_some() || self.looking > 0
    }

    /// Something is being counted beside the loop.
    #[cfg(test)]
    pub(super) fn is_tallying(&self) -> bool {
        self.tallier.as_ref().is_some_and(Tallier::is_busy)
    }

    /// Whether what was counted is what that screen ordered last.
    pub(super) fn is_awaited(&mut self, screen: ScreenId, number: u64) -> bool {
        self.tallier.as_mut().is_some_and(|t| t.answers(screen, number))
    }

    /// The news that came in.
    pub fn news(&self) -> Vec<News> {
        self.inbox.try_iter().collect()
    }

    /// The worker has ended.
    pub fn job_ended(&mut self) {
        self.cancel = None;
    }

    /// Waits until everything is in the file; what fails here was told already.
    pub fn flush(&self) {
        if let Some(store) = &self.store {
            store.flush().ok();
        }
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
            Effect::Leave { leaving, without_backup } => self.begin_to_leave(leaving, without_backup, app)?,
            Effect::Demo => self.demo(app)?,
            Effect::Unlock(secret) => self.unlock(secret)?,
            Effect::Start(job) => self.start(job)?,
            Effect::Lead(screen, work) => self.lead(screen, *work)?,
            Effect::Tally(order) => self.tally(order)?,
            Effect::Left(screen, work) => self.left(screen, work)?,
            Effect::Read(path) => self.read(path)?,
            Effect::CancelJob => {
                if let Some(cancel) = &self.cancel {
                    cancel.store(true, Ordering::Relaxed);
                }
            }
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

    pub(super) fn store(&self) -> Result<&Arc<Store>> {
        self.store.as_ref().ok_or_else(|| Error::internal("没有打开的轮次"))
    }

    fn hand_in(&mut self, handed: HandedIn, app: &mut App) {
        let HandedIn { ticket, author, act, .. } = handed;
        if let Some(store) = &self.store {
            door::submit(store, ticket, author, act);
        } else {
            let refused = Err(Error::internal("没有打开的轮次"));
            let effects = app.outcome(Some(ticket), &refused, self.reader(), self.now());
            self.run(effects, app);
        }
    }

    fn open(&mut self, path: &Path, secret: &Secret, app: &mut App) -> Result<()> {
        let store = Store::open_with(path, secret, &self.options)?;
        let unreadable = crate::acts::method::prepare(&store)?;
        let united = store.united().map(str::to_owned);
        let crashed = store.unclean().then(|| CRASHED.to_owned());
        let notes = [store.opened_copy(), crashed, united, store.clock_warning(), unreadable];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        self.take(store, app)?;
        self.ask_who(app);
        if !notes.is_empty() {
            app.shell.notice = Some(Notice { text: notes.join("　"), tone: Tone::Warning });
        }
        Ok(())
    }

    /// Asks who is there, over home, which looks around only when it comes to the front.
    fn ask_who(&mut self, app: &mut App) {
        let screens: Vec<Box<dyn Screen>> = vec![Box::new(Home::default()), Box::new(Who::new(&app.shell))];
        let effects = app.reset(screens, self.reader(), self.now());
        self.run(effects, app);
    }

    /// Puts an open store on the desk; the screens are the caller's.
    fn take(&mut self, store: Store, app: &mut App) -> Result<()> {
        let store = Arc::new(store);
        let reader = store.reader()?;
        let round: Round = reader.all()?.into_iter().next().ok_or_else(|| {
            Error::input(format!("文件里没有轮次：{}", store.path().display()))
                .hint("可能是导入到一半的新文件。请新建轮次，或重新导入资料包。")
        })?;
        let method = Arc::new(methods::current(&reader)?);
        let inspectors: Vec<Inspector> = reader.all()?;
        app.shell.me = None;
        app.shell.book = Some(Book {
            path: store.path().to_owned(),
            round,
            method,
            inspectors,
            encrypted: store.is_encrypted(),
            device: store.device(),
        });
        self.listen(&store);
        traces::note_opened(store.path());
        self.store = Some(store);
        self.reader = Some(reader);
        Ok(())
    }

    /// Passes on what the store thread tells, until it ends.
    fn listen(&self, store: &Store) {
        let (notices, teller) = (store.notices(), self.teller.clone());
        std::thread::spawn(move || {
            for notice in notices {
                teller.tell(News::Store(notice));
            }
        });
    }

    fn create(&mut self, new: NewRound, app: &mut App) -> Result<()> {
        let NewRound { path, secret, round, inspectors, me } = new;
        let whole = create::NewRound { round, units: Vec::new(), inspectors, method: MethodFiles::builtin() };
        let (store, code) = create::create_round(&path, &secret, &whole)?;
        self.take(store, app)?;
        app.shell.me = Some(me);
        let effects = app.reset(vec![Box::new(Home::default())], self.reader(), self.now());
        self.run(effects, app);
        if let Some(code) = code {
            let effects = app.push(Box::new(recovery_page(&code)), self.reader(), self.now());
            self.run(effects, app);
        }
        Ok(())
    }

    fn demo(&mut self, app: &mut App) -> Result<()> {
        let here = std::env::current_dir().map_err(|e| crate::error::io("读取当前文件夹", Path::new("."), e))?;
        let (store, path) = create::sample_below(&here)?;
        self.take(store, app)?;
        self.ask_who(app);
        app.shell.notice = Some(Notice { text: format!("示例轮次：{}", path.display()), tone: Tone::Done });
        Ok(())
    }

    /// Tries the secret on the worker: deriving the key takes long, and the loop has to hear signals meanwhile.
    fn unlock(&mut self, secret: Secret) -> Result<()> {
        let store = Arc::clone(self.store()?);
        let (_cancel, teller) = self.worker()?;
        std::thread::spawn(move || {
            let fits = store.accepts(&secret);
            // Whoever closes the round next must be the last to hold it.
            drop(store);
            teller.tell(News::Unlocked(fits));
        });
        Ok(())
    }

    /// Shows the screens again, or says that the secret was wrong.
    pub(super) fn unlocked(&mut self, fits: bool, app: &mut App) {
        if fits {
            let effects = app.unlocked(self.reader(), self.now());
            self.run(effects, app);
        } else {
            let wrong = Error::new(Kind::Open, "口令不对")
                .hint(Context::FormText.fill("请再输一遍；{key:Reveal} 可以显示出来核对。内容都在，不会丢。"));
            app.refuse(&wrong.to_string());
        }
    }

    /// Takes the worker: one thing at a time. Returns what cancels it, and who tells of it.
    fn worker(&mut self) -> Result<(Arc<AtomicBool>, Teller)> {
        if self.cancel.is_some() {
            return Err(Error::input("上一项还没有做完").hint(Context::Page.fill("请等它做完，或按 {key:Back} 取消。")));
        }
        let cancel = Arc::new(AtomicBool::new(false));
        self.cancel = Some(Arc::clone(&cancel));
        Ok((cancel, self.teller.clone()))
    }

    fn read(&mut self, path: PathBuf) -> Result<()> {
        let (cancel, teller) = self.worker()?;
        teller.tell(News::Progress("正在读取名册".to_owned(), 0));
        std::thread::spawn(move || {
            let read = table::read(&path);
            teller.tell(match read {
                _ if cancel.load(Ordering::Relaxed) => News::Done(Err(Error::new(Kind::Cancelled, "已取消读取"))),
                Ok(book) => News::Table(Box::new(book)),
                Err(e) => News::Done(Err(e)),
            });
        });
        Ok(())
    }

    /// Seals or opens the text of a lead on the worker.
    fn lead(&mut self, screen: ScreenId, work: LeadWork) -> Result<()> {
        let (_cancel, teller) = self.worker()?;
        std::thread::spawn(move || {
            teller.tell(match work.run() {
                Ok(text) => News::Lead(screen, text),
                Err(e) => News::Done(Err(e)),
            });
        });
        Ok(())
    }

    /// Counts the problems of a unit beside the loop.
    pub(super) fn tally(&mut self, order: TallyOrder) -> Result<()> {
        #[cfg(test)]
        if let Some(kept) = &mut self.kept_orders {
            kept.push(order);
            return Ok(());
        }
        if self.tallier.is_none() {
            let teller = self.teller.clone();
            let tell = move |screen, number, told: Result<Tally>| {
                teller.tell(News::Tallied(screen, number, told.map(Box::new)));
            };
            self.tallier = Some(Tallier::start(self.store()?.reader()?, tell));
        }
        if let Some(tallier) = &mut self.tallier {
            tallier.order(order);
        }
        Ok(())
    }

    /// Finds or removes files of earlier exports. It is the second half of an action that is in the file, so it does
    /// not wait for other long work.
    fn left(&mut self, screen: ScreenId, work: LeftWork) -> Result<()> {
        let store = Arc::clone(self.store()?);
        let teller = self.teller.clone();
        self.looking += 1;
        std::thread::spawn(move || {
            let news = work.run(&store);
            // Whoever closes the round next must be the last to hold it.
            drop(store);
            teller.tell(News::Left(screen, news));
        });
        Ok(())
    }

    /// Files of earlier exports were found or removed.
    pub const fn looked(&mut self) {
        self.looking = self.looking.saturating_sub(1);
    }

    fn start(&mut self, job: Job) -> Result<()> {
        let store = Arc::clone(self.store()?);
        let (cancel, teller) = self.worker()?;
        std::thread::spawn(move || {
            let done = jobs::run(&job, &store, &teller, &cancel);
            teller.tell(News::Done(done));
        });
        Ok(())
    }

    /// Seals what has been typed and begins to leave; [`leave`](Self::leave) goes on when it is in the file.
    fn begin_to_leave(&mut self, leaving: Leaving, without_backup: bool, app: &mut App) -> Result<()> {
        if self.cancel.is_some() {
            return Err(Error::input("上一项还没有做完").hint(Context::Page.fill("请等它做完，或按 {key:Back} 取消。")));
        }
        let effects = app.seal_all(self.reader(), self.now());
        self.leaving = Some((leaving, without_backup));
        self.run(effects, app);
        Ok(())
    }

    /// Something was refused: one stays to see what.
    pub(super) const fn stay(&mut self) {
        self.leaving = None;
    }

    /// Goes on with leaving, as far as it is now: nothing is left before everything is in the file and the daily copy
    /// is made, or the user goes without it. True when the program is to end.
    pub fn leave(&mut self, app: &mut App) -> bool {
        let Some((leaving, without_backup)) = self.leaving else { return false };
        if let Some(e) = self.failing() {
            self.leaving = None;
            app.refuse(&format!("还有内容没有存上，所以没有离开。{e}"));
            return false;
        }
        // A refusal that has not been told would be lost with the program.
        if self.pending() || app.awaits() {
            return false;
        }
        self.leaving = None;
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
        let closed = self.close_store();
        app.shell.book = None;
        app.shell.me = None;
        app.shell.recent = traces::recent();
        let effects = app.reset(vec![Box::new(Start::default())], None, self.now());
        self.run(effects, app);
        if let Err(e) = closed {
            app.refuse(&e.to_string());
        }
    }

    /// Makes the daily copy, when there is a folder for it and today's is not there.
    fn backup(&self, app: &App) -> Result<()> {
        let folder = app.shell.book.as_ref().and_then(|b| b.round.backup_dir.clone());
        if let (Some(store), Some(folder)) = (&self.store, folder) {
            store.daily_backup(app.shell.me, &PathBuf::from(folder), self.now(), &|_| true)?;
        }
        Ok(())
    }

    /// Closes the round when the program ends: everything that the disk takes is written, the daily copy made.
    pub fn close(&mut self, app: &App) -> Result<()> {
        let flushed = self.store.as_ref().map_or(Ok(()), |s| s.flush());
        let copied = if flushed.is_ok() { self.backup(app) } else { Ok(()) };
        self.close_store()?;
        copied
    }

    fn close_store(&mut self) -> Result<()> {
        self.reader = None;
        if let Some(tallier) = self.tallier.take() {
            tallier.end();
        }
        // A worker that still runs holds the store open until it ends; everything is on the disk already.
        self.store.take().and_then(Arc::into_inner).map_or(Ok(()), Store::close)
    }
}

/// Said when the last session ended without closing the file.
const CRASHED: &str = "上次没有正常退出（断电或程序被中止）。没有来得及保存的内容已放回原处，请核对最后写的几句。";

/// Copies to the system's clipboard and says so: it leaves the program.
fn copy_out(text: String, app: &mut App) -> Result<()> {
    let put = arboard::Clipboard::new().and_then(|mut c| c.set_text(text));
    put.map_err(|e| Error::input("系统剪贴板不可用").hint("可以用导出代替。程序内的复制、粘贴不受影响。").because(e))?;
    let text = "已复制到系统剪贴板：已离开本程序，其他程序可以读到。".to_owned();
    app.shell.notice = Some(Notice { text, tone: Tone::Warning });
    Ok(())
}

/// The recovery code, shown once, with plain words on what a forgotten passphrase means.
fn recovery_page(code: &RecoveryCode) -> Page {
    Page::new(
        "恢复码",
        vec![
            Block::Head("请把恢复码抄在纸上，交组长锁进保险柜".to_owned()),
            Block::Gap,
            Block::Item("恢复码".to_owned(), code.to_text().to_string()),
            Block::Gap,
            Block::Text("忘了口令又没有恢复码，谁也打不开这份轮次，包括本程序的作者。".to_owned()),
            Block::Text("恢复码等同口令：不要存在电脑里，不要拍照，不要和电脑放在一起。".to_owned()),
            Block::Text(Context::Page.fill("这一页只显示这一次。抄好并核对后按 {key:Submit}。")),
        ],
    )
}
