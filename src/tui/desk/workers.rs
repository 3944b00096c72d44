//! Threads beside the loop: the one worker that takes long work, the one that counts, and those that look for files of
//! earlier exports.

use crate::analysis::tally::Tally;
use crate::error::{Error, Kind, Result};
use crate::import::table;
use crate::store::{Options, Secret, Store};
use crate::tui::effect::{CopiesWork, Job, LeadWork, LeftNews, LeftWork, PassphraseWork, ScreenId, TallyOrder};
use crate::tui::jobs;
use crate::tui::keys::Context;
use crate::tui::news::{News, Teller};
use crate::tui::tallier::Tallier;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// A search tells after so many files how far it is.
const TELL_EACH: usize = 500;

/// What works beside the loop; all of it tells of its end.
pub(in crate::tui) struct Workers {
    teller: Teller,
    /// Cancels the long work under way.
    cancel: Option<Arc<AtomicBool>>,
    /// Counts beside the loop; none until something is to be counted.
    tallier: Option<Tallier>,
    /// Orders to count are kept here until a test wants them counted.
    #[cfg(test)]
    pub(in crate::tui) kept_orders: Option<Vec<TallyOrder>>,
    /// Threads that look for files of earlier exports.
    looking: usize,
    /// What calls off the last search of each screen.
    searches: BTreeMap<ScreenId, Arc<AtomicBool>>,
    /// Those that hold the store open or have a file half made: the program does not end before them.
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Nothing is under way.
    pub(in crate::tui) const fn new(teller: Teller) -> Self {
        Self {
            teller,
            cancel: None,
            tallier: None,
            #[cfg(test)]
            kept_orders: None,
            looking: 0,
            searches: BTreeMap::new(),
            threads: Vec::new(),
        }
    }

    /// A worker is under way.
    #[cfg(test)]
    pub(in crate::tui) const fn is_working(&self) -> bool {
        self.cancel.is_some() || self.looking > 0
    }

    /// Something is being counted beside the loop.
    #[cfg(test)]
    pub(in crate::tui) fn is_tallying(&self) -> bool {
        self.tallier.as_ref().is_some_and(Tallier::is_busy)
    }

    /// Whether what was counted is what that screen ordered last.
    pub(in crate::tui) fn is_awaited(&mut self, screen: ScreenId, number: u64) -> bool {
        self.tallier.as_mut().is_some_and(|t| t.answers(screen, number))
    }

    /// The worker has ended.
    pub(in crate::tui) fn job_ended(&mut self) {
        self.cancel = None;
    }

    /// A thread that looks for files of earlier exports has told something, perhaps its end.
    pub(in crate::tui) const fn heard(&mut self, news: &LeftNews) {
        if !matches!(news, LeftNews::Seen(_)) {
            self.looking = self.looking.saturating_sub(1);
        }
    }

    /// Calls off the search of that screen, if it is under way.
    pub(in crate::tui) fn call_off(&mut self, screen: ScreenId) {
        if let Some(called_off) = self.searches.remove(&screen) {
            called_off.store(true, Ordering::Relaxed);
        }
    }

    /// Calls off all searches.
    pub(in crate::tui) fn call_off_all(&mut self) {
        for called_off in std::mem::take(&mut self.searches).into_values() {
            called_off.store(true, Ordering::Relaxed);
        }
    }

    /// Cancels the long work under way.
    pub(in crate::tui) fn cancel(&self) {
        if let Some(cancel) = &self.cancel {
            cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Cancels what is under way, and waits until it has put away what was half made.
    pub(in crate::tui) fn end(&mut self) {
        self.cancel();
        for thread in self.threads.drain(..) {
            // One that panicked has told nothing, and holds nothing any more.
            thread.join().ok();
        }
    }

    fn spawn(&mut self, work: impl FnOnce() + Send + 'static) {
        self.threads.retain(|thread| !thread.is_finished());
        self.threads.push(std::thread::spawn(work));
    }

    /// Refuses while long work is under way.
    pub(in crate::tui) fn is_free(&self) -> Result<()> {
        if self.cancel.is_some() {
            return Err(Error::input("上一项还没有做完").hint(Context::Page.fill("请等它做完，或按 {key:Back} 取消。")));
        }
        Ok(())
    }

    /// Refuses while anything beside the loop may hold the open round.
    pub(in crate::tui) fn is_idle(&self) -> Result<()> {
        self.is_free()?;
        if self.looking > 0 {
            return Err(Error::input("还在查找以前导出的文件").hint("请等它查完再试。"));
        }
        Ok(())
    }

    /// Takes the worker: one thing at a time. Returns what cancels it, and who tells of it.
    fn worker(&mut self) -> Result<(Arc<AtomicBool>, Teller)> {
        self.is_free()?;
        let cancel = Arc::new(AtomicBool::new(false));
        self.cancel = Some(Arc::clone(&cancel));
        Ok((cancel, self.teller.clone()))
    }

    /// Tries the secret: deriving the key takes long, and the loop has to hear signals meanwhile.
    pub(in crate::tui) fn unlock(&mut self, store: Arc<Store>, secret: Secret) -> Result<()> {
        let (_cancel, teller) = self.worker()?;
        self.spawn(move || {
            let fits = store.accepts(&secret);
            // Whoever closes the round next must be the last to hold it.
            drop(store);
            teller.tell(News::Unlocked(fits));
        });
        Ok(())
    }

    /// Reads a table.
    pub(in crate::tui) fn read(&mut self, path: PathBuf) -> Result<()> {
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
    pub(in crate::tui) fn lead(&mut self, screen: ScreenId, work: LeadWork) -> Result<()> {
        let (_cancel, teller) = self.worker()?;
        self.spawn(move || {
            teller.tell(match work.run() {
                Ok(text) => News::Lead(screen, text),
                Err(e) => News::Done(Err(e)),
            });
        });
        Ok(())
    }

    /// Lists or writes copies of a round.
    pub(in crate::tui) fn copies(
        &mut self,
        store: Option<Arc<Store>>,
        screen: ScreenId,
        work: CopiesWork,
    ) -> Result<()> {
        let (cancel, teller) = self.worker()?;
        self.spawn(move || {
            let progress = |percent| {
                teller.tell(News::Progress("正在恢复".to_owned(), percent));
                !cancel.load(Ordering::Relaxed)
            };
            let news = work.run(store.as_deref(), &progress);
            // Whoever closes the round next must be the last to hold it.
            drop(store);
            teller.tell(News::Copies(screen, news));
        });
        Ok(())
    }

    /// Puts a round under another passphrase; `store`: that round, held by nobody else.
    pub(in crate::tui) fn change_passphrase(
        &mut self,
        store: Arc<Store>,
        work: PassphraseWork,
        options: Options,
    ) -> Result<()> {
        let (cancel, teller) = self.worker()?;
        self.spawn(move || {
            let progress = |percent| {
                teller.tell(News::Progress("正在换口令".to_owned(), percent));
                !cancel.load(Ordering::Relaxed)
            };
            let rekeyed = work.run(store, &options, &progress);
            teller.tell(News::Rekeyed(Box::new(rekeyed)));
        });
        Ok(())
    }

    /// Counts the problems of a unit; `store`: of the open round.
    pub(in crate::tui) fn tally(&mut self, store: &Store, order: TallyOrder) -> Result<()> {
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
            self.tallier = Some(Tallier::start(store.reader()?, tell));
        }
        if let Some(tallier) = &mut self.tallier {
            tallier.order(order);
        }
        Ok(())
    }

    /// Finds or removes files of earlier exports. It is the second half of an action that is in the file, so it does
    /// not wait for other long work. A new search of a screen takes the place of its last one.
    pub(in crate::tui) fn left(&mut self, store: Arc<Store>, screen: ScreenId, work: LeftWork) {
        let teller = self.teller.clone();
        let called_off = Arc::new(AtomicBool::new(false));
        if work.searches() {
            self.call_off(screen);
            self.searches.insert(screen, Arc::clone(&called_off));
        }
        self.looking += 1;
        self.spawn(move || {
            let told = Cell::new(0);
            let going = |seen: usize| {
                if seen >= told.get() + TELL_EACH {
                    told.set(seen);
                    teller.tell(News::Left(screen, LeftNews::Seen(seen)));
                }
                !called_off.load(Ordering::Relaxed)
            };
            let news = work.run(store, &going);
            teller.tell(News::Left(screen, news));
        });
    }

    /// Copies what is open to `to`.
    pub(in crate::tui) fn rescue(&mut self, store: Arc<Store>, to: PathBuf) -> Result<()> {
        let (_cancel, teller) = self.worker()?;
        teller.tell(News::Progress("正在另存".to_owned(), 0));
        self.spawn(move || {
            let copy = store.rescue(&to);
            drop(store);
            teller.tell(News::Rescued(copy.map(Box::new)));
        });
        Ok(())
    }

    /// Begins long work.
    pub(in crate::tui) fn start(&mut self, store: Arc<Store>, job: Job) -> Result<()> {
        let (cancel, teller) = self.worker()?;
        self.spawn(move || {
            let done = jobs::run(&job, &store, &teller, &cancel);
            drop(store);
            teller.tell(News::Done(done));
        });
        Ok(())
    }

    /// Waits until nothing counts: the file is held open until then.
    pub(in crate::tui) fn stop_counting(&mut self) {
        if let Some(tallier) = self.tallier.take() {
            tallier.end();
        }
    }
}
