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

/// A search for files of earlier exports.
struct FileSearch {
    number: u64,
    called_off: Arc<AtomicBool>,
}

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
    /// The search that each screen began last, until it ends.
    searches: BTreeMap<ScreenId, FileSearch>,
    /// Searches begun so far.
    begun: u64,
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
            begun: 0,
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

    /// A thread that looks for files of earlier exports has told something, perhaps its end; `search`: the number of the
    /// search that tells. Whether the screen is to hear of it: a search in whose place another was begun says nothing of
    /// what the screen waits for.
    pub(in crate::tui) fn heard(&mut self, screen: ScreenId, search: Option<u64>, news: &LeftNews) -> bool {
        let ended = !matches!(news, LeftNews::Seen(_));
        if ended {
            self.looking = self.looking.saturating_sub(1);
        }
        let Some(number) = search else { return true };
        if self.searches.get(&screen).is_none_or(|search| search.number != number) {
            return false;
        }
        if ended {
            self.searches.remove(&screen);
        }
        true
    }

    /// Begins a search of that screen, in place of its last one. Returns its number, and what calls it off.
    fn begin_search(&mut self, screen: ScreenId) -> (u64, Arc<AtomicBool>) {
        self.call_off(screen);
        self.begun += 1;
        let called_off = Arc::new(AtomicBool::new(false));
        self.searches.insert(screen, FileSearch { number: self.begun, called_off: Arc::clone(&called_off) });
        (self.begun, called_off)
    }

    /// Calls off the search of that screen, if it is under way.
    pub(in crate::tui) fn call_off(&self, screen: ScreenId) {
        if let Some(search) = self.searches.get(&screen) {
            search.called_off.store(true, Ordering::Relaxed);
        }
    }

    /// Calls off all searches.
    fn call_off_all(&self) {
        for search in self.searches.values() {
            search.called_off.store(true, Ordering::Relaxed);
        }
    }

    /// Cancels the long work under way.
    pub(in crate::tui) fn cancel(&self) {
        if let Some(cancel) = &self.cancel {
            cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Cancels all that is under way, searches as well.
    pub(in crate::tui) fn cancel_all(&self) {
        self.cancel();
        self.call_off_all();
    }

    /// Cancels all that is under way, and waits until it has put away what was half made.
    pub(in crate::tui) fn end(&mut self) {
        self.cancel_all();
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
                teller.tell(News::Progress("正在写新口令的文件".to_owned(), percent));
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
        let (search, called_off) = work.searches().then(|| self.begin_search(screen)).unzip();
        self.looking += 1;
        self.spawn(move || {
            let told = Cell::new(0);
            let going = |seen: usize| {
                if seen >= told.get() + TELL_EACH {
                    told.set(seen);
                    teller.tell(News::Left(screen, search, LeftNews::Seen(seen)));
                }
                called_off.as_ref().is_none_or(|called_off| !called_off.load(Ordering::Relaxed))
            };
            let news = work.run(store, &going);
            teller.tell(News::Left(screen, search, news));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terminal::Waker;

    const HOME: ScreenId = ScreenId(1);
    const PAGE: ScreenId = ScreenId(2);

    fn workers() -> Workers {
        Workers::new(Teller::new(Waker::of_nobody()).0)
    }

    fn is_off(called_off: &AtomicBool) -> bool {
        called_off.load(Ordering::Relaxed)
    }

    #[test]
    fn a_search_whose_place_another_took_is_not_heard() {
        let mut workers = workers();
        let (first, first_off) = workers.begin_search(HOME);
        let (page, page_off) = workers.begin_search(PAGE);
        let (second, second_off) = workers.begin_search(HOME);
        assert_eq!((is_off(&first_off), is_off(&page_off), is_off(&second_off)), (true, false, false));
        for news in [LeftNews::Seen(500), LeftNews::CalledOff] {
            assert!(!workers.heard(HOME, Some(first), &news), "{news:?}");
        }
        assert!(workers.heard(PAGE, Some(page), &LeftNews::Seen(500)));
        // The user calls it off: the screen hears that it ended, once.
        workers.call_off(HOME);
        assert!(is_off(&second_off) && workers.heard(HOME, Some(second), &LeftNews::CalledOff));
        assert!(!workers.heard(HOME, Some(second), &LeftNews::CalledOff));
        // What is no search is always heard.
        assert!(workers.heard(HOME, None, &LeftNews::Removed(Ok(1))));
    }

    #[test]
    fn the_end_waits_for_no_search() {
        let mut workers = workers();
        let (_, called_off) = workers.begin_search(HOME);
        let seen = Arc::clone(&called_off);
        workers.spawn(move || {
            while !is_off(&called_off) {
                std::thread::yield_now();
            }
        });
        workers.end();
        assert!(is_off(&seen) && workers.threads.is_empty());
    }
}
