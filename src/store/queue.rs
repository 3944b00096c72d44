//! What waits for the store thread, and what the thread tells of it.

use super::act::Ticket;
use super::draft::{Draft, DraftField};
use super::thread::Worker;
use super::watch::Foreign;
use crate::error::{Error, Kind, Result};
use crate::model::record::Changes;
use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What the store thread has to tell.
#[derive(Debug)]
pub enum StoreNotice {
    /// Everything handed in so far is on the disk.
    Saved,
    /// An action is on the disk; without ticket, one that somebody waited for.
    Done(Option<Ticket>, Changes),
    /// A submitted action was refused by a rule: nothing of it is written, and it is not tried again.
    Refused(Ticket, Error),
    /// Somebody else has done something to the file; `None`: it is as it was again.
    Foreign(Option<Foreign>),
    /// The clock has been set back since something was written last; what to say of it.
    ClockBehind(String),
    /// The disk or a lock is in the way. Drafts and actions wait in their order and are tried again every second.
    Stalled(Error),
}

/// What came of a piece of work.
pub(super) enum Verdict {
    /// It is done, or refused for good; whoever waits has been told.
    Settled,
    /// The disk or a lock is in the way: it stays first in the queue.
    Again(Error),
}

/// Hears what the store thread tells, until it returns false.
pub(super) type Listener = Box<dyn Fn(StoreNotice) -> bool + Send>;

/// Called until it is settled.
pub(super) type Job = Box<dyn FnMut(&mut Worker, u64) -> Verdict + Send>;

/// One piece of work that waits.
pub(super) struct Work {
    /// Counts what was handed in; a draft with a higher number than a seal is newer than it.
    pub(super) order: u64,
    /// Of a submitted action.
    pub(super) ticket: Option<Ticket>,
    /// Somebody stands still until it is done: it is never kept waiting for a copy.
    pub(super) is_waited_for: bool,
    pub(super) job: Job,
}

/// All that waits.
#[expect(clippy::struct_excessive_bools, reason = "each is asked by itself; they are no states of one thing")]
#[derive(Default)]
pub(super) struct Queue {
    pub(super) drafts: HashMap<DraftField, (u64, Draft)>,
    pub(super) works: VecDeque<Work>,
    /// Done before all other, also while that is held or stands still.
    pub(super) urgent: VecDeque<Work>,
    order: u64,
    /// Something is being written.
    pub(super) working: bool,
    /// What is in the way of writing, until a write succeeds.
    pub(super) failing: Option<Error>,
    /// Writes that failed so far.
    pub(super) failures: u64,
    /// What failed is to be tried at once.
    pub(super) hurry: bool,
    /// Nothing is written: what waits goes to a copy.
    pub(super) held: bool,
    /// What somebody else has done to the file.
    pub(super) foreign: Option<Foreign>,
    /// Nothing is ever written; every action is refused with this.
    refusing: Option<Error>,
    pub(super) stopping: bool,
    pub(super) stopped: bool,
}

impl Queue {
    pub(super) fn is_at_rest(&self) -> bool {
        !self.working && self.drafts.is_empty() && self.works.is_empty()
    }

    /// Whether what waits is kept waiting; a store that ends writes all of it.
    pub(super) const fn is_held(&self) -> bool {
        self.held && !self.stopping
    }
}

/// Said to those who would wait while everything is held.
pub(super) fn kept_for_copy() -> Error {
    Error::new(Kind::Locked, "正在另存一份，还没有换到那一份里")
        .hint("正在写的内容都在，换过去以后接着存。请稍等，再试一次。")
}

/// What the store and its thread share.
#[derive(Default)]
pub(super) struct Shared {
    queue: Mutex<Queue>,
    /// Something was handed in, or the thread is to stop.
    pub(super) wake: Condvar,
    /// Something was written, or failed.
    moved: Condvar,
    listeners: Mutex<Vec<Listener>>,
}

impl Shared {
    /// Of a store that writes nothing and refuses all.
    pub(super) fn refusing(with: Error) -> Self {
        let queue = Queue { refusing: Some(with), stopped: true, ..Queue::default() };
        Self { queue: Mutex::new(queue), ..Self::default() }
    }

    pub(super) fn queue(&self) -> MutexGuard<'_, Queue> {
        // A panic elsewhere leaves the queue itself whole.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a draft over an older one of the same field. A store that writes nothing drops it: the screen says so.
    pub(super) fn post(&self, draft: Draft) {
        let mut queue = self.queue();
        if queue.refusing.is_some() {
            return;
        }
        queue.order += 1;
        let order = queue.order;
        queue.drafts.insert(draft.key(), (order, draft));
        drop(queue);
        self.wake.notify_one();
    }

    /// Queues work that somebody stands still for. While everything is held it is dropped, which ends their waiting: for
    /// how long it would be is not known here.
    pub(super) fn push_waited_for(&self, job: Job) {
        let mut queue = self.queue();
        queue.order += 1;
        let order = queue.order;
        if !queue.stopped && !queue.is_held() {
            queue.works.push_back(Work { order, ticket: None, is_waited_for: true, job });
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// Queues work. A store that has stopped drops it.
    pub(super) fn push(&self, ticket: Option<Ticket>, job: Job) {
        let mut queue = self.queue();
        queue.order += 1;
        let order = queue.order;
        if !queue.stopped {
            queue.works.push_back(Work { order, ticket, is_waited_for: false, job });
        }
        let refused = queue.refusing.as_ref().map(Error::copied);
        drop(queue);
        if let (Some(e), Some(ticket)) = (refused, ticket) {
            self.tell(|| StoreNotice::Refused(ticket, e.copied()));
        }
        self.wake.notify_one();
    }

    /// Queues work before all other, whatever stops that.
    pub(super) fn first(&self, job: Job) {
        let mut queue = self.queue();
        queue.order += 1;
        let order = queue.order;
        if !queue.stopped {
            queue.urgent.push_back(Work { order, ticket: None, is_waited_for: true, job });
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// Keeps everything waiting, or lets it go on. Nobody is left standing still for what is kept.
    pub(super) fn hold(&self, held: bool) {
        let mut queue = self.queue();
        queue.held = held;
        let works = std::mem::take(&mut queue.works);
        let (dropped, kept): (Vec<Work>, _) = works.into_iter().partition(|work| held && work.is_waited_for);
        queue.works = VecDeque::from(kept);
        drop(queue);
        // What work holds may be the last of its kind, and is let go outside the lock.
        drop(dropped);
        self.moved();
        self.wake.notify_one();
    }

    /// Whether everything is kept waiting, for a copy that was made.
    pub(super) fn is_held(&self) -> bool {
        self.queue().is_held()
    }

    /// Takes all that waits.
    pub(super) fn take_all(&self) -> (HashMap<DraftField, (u64, Draft)>, VecDeque<Work>) {
        let mut queue = self.queue();
        (std::mem::take(&mut queue.drafts), std::mem::take(&mut queue.works))
    }

    /// Takes over what waited for another file, before what has been handed in here, of which there is nothing yet.
    pub(super) fn take_on(&self, drafts: HashMap<DraftField, (u64, Draft)>, works: VecDeque<Work>) {
        let mut queue = self.queue();
        let last = drafts.values().map(|(order, _)| *order).chain(works.iter().map(|work| work.order)).max();
        queue.order = queue.order.max(last.unwrap_or_default());
        queue.drafts.extend(drafts);
        queue.works.extend(works);
        drop(queue);
        self.wake.notify_one();
    }

    /// Lets the thread end once everything is written, or has been tried often enough.
    pub(super) fn stop(&self) {
        self.queue().stopping = true;
        self.wake.notify_one();
    }

    /// Whether something handed in is not on the disk yet.
    pub(super) fn pending(&self) -> bool {
        !self.queue().is_at_rest()
    }

    /// What is in the way of writing, while it is.
    pub(super) fn failing(&self) -> Option<Error> {
        self.queue().failing.as_ref().map(Error::copied)
    }

    /// Has what waits tried at once, and waits until nothing waits any more.
    ///
    /// # Errors
    /// What is in the way, as soon as a write has failed, or that everything is held; everything stays in the queue.
    pub(super) fn rest(&self) -> Result<()> {
        let mut queue = self.queue();
        let failures = queue.failures;
        queue.hurry = true;
        self.wake.notify_one();
        loop {
            if queue.is_held() {
                return Err(kept_for_copy());
            }
            if queue.is_at_rest() {
                return Ok(());
            }
            if queue.stopped {
                return Err(Error::internal("存盘线程意外结束"));
            }
            if let Some(e) = queue.failing.as_ref().filter(|_| queue.failures > failures) {
                return Err(e.copied());
            }
            queue = self.moved.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Tells those who wait in [`rest`](Self::rest) to look again.
    pub(super) fn moved(&self) {
        self.moved.notify_all();
    }

    /// Waits for something to be handed in, until `until`.
    pub(super) fn sleep<'a>(&self, queue: MutexGuard<'a, Queue>, until: Option<Instant>) -> MutexGuard<'a, Queue> {
        match until {
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                self.wake.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0
            }
            None => self.wake.wait(queue).unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Adds a listener.
    pub(super) fn listen(&self, listener: Listener) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// Tells every listener.
    pub(super) fn tell(&self, notice: impl Fn() -> StoreNotice) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).retain(|listener| listener(notice()));
    }
}
