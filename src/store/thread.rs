//! The store thread: owns the only writable connection and takes work from a queue, drafts first.
//!
//! Drafts of one field replace each other while they wait, so a slow disk makes the queue no longer. A draft that could
//! not be written (disk full) stays in the queue and is tried again, until it is written or a later one replaces it.
//! When nothing is left to do, the `-wal` file is emptied into the round file, so that a copy of that one file holds
//! every sealed change.

use super::draft::{self, Draft, Field};
use super::error::{Sql, copy_of};
use super::open;
use super::tx::Tx;
use crate::clock;
use crate::error::{Error, Result};
use crate::model::ids::{DeviceId, InspectorId, TxnId};
use crate::model::record::{Changes, Op};
use rusqlite::{Connection, TransactionBehavior};
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Names a change that was handed in with [`Store::submit`](super::Store::submit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(super) u64);

/// What the store thread has to tell.
#[derive(Debug)]
pub enum Notice {
    /// Everything handed in so far is on the disk (已存).
    Saved,
    /// A submitted change is on the disk.
    Changed(Ticket, Changes),
    /// A submitted change, or (without ticket) the writing of drafts, failed. Drafts are kept and tried again.
    Failed(Option<Ticket>, Error),
}

/// How long to wait before trying again what failed.
const AGAIN: Duration = Duration::from_secs(1);
/// How long an ordered checkpoint waits for readers.
const CHECKPOINT_PATIENCE: Duration = Duration::from_secs(1);

pub(super) type Job = Box<dyn FnOnce(&mut Worker, u64) + Send>;

/// Work that waits.
#[derive(Default)]
struct Queue {
    drafts: HashMap<Field, (u64, Draft)>,
    jobs: VecDeque<(u64, Job)>,
    /// Counts what was handed in; a draft with a higher number than a seal is newer than it.
    order: u64,
    working: bool,
    stopping: bool,
    stopped: bool,
}

/// What the store and its thread share.
#[derive(Default)]
pub(super) struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
    listeners: Mutex<Vec<Sender<Notice>>>,
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // A panic elsewhere leaves the queue itself whole.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a draft over an older one of the same field.
    pub(super) fn post(&self, draft: Draft) {
        let mut queue = self.queue();
        queue.order += 1;
        let order = queue.order;
        queue.drafts.insert(draft.key(), (order, draft));
        drop(queue);
        self.wake.notify_one();
    }

    /// Queues a job; its number is its ticket. A store that has stopped drops the job.
    pub(super) fn push(&self, job: Job) -> Ticket {
        let mut queue = self.queue();
        queue.order += 1;
        let order = queue.order;
        if !queue.stopped {
            queue.jobs.push_back((order, job));
        }
        drop(queue);
        self.wake.notify_one();
        Ticket(order)
    }

    /// Lets the thread end once everything is written.
    pub(super) fn stop(&self) {
        self.queue().stopping = true;
        self.wake.notify_one();
    }

    /// Whether something handed in is not on the disk yet.
    pub(super) fn pending(&self) -> bool {
        let queue = self.queue();
        queue.working || !queue.drafts.is_empty() || !queue.jobs.is_empty()
    }

    /// Adds a listener.
    pub(super) fn listen(&self, listener: Sender<Notice>) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    fn tell(&self, notice: impl Fn() -> Notice) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).retain(|l| l.send(notice()).is_ok());
    }
}

enum Step {
    Drafts(HashMap<Field, (u64, Draft)>),
    Job(u64, Job),
    Checkpoint,
    Stop,
}

/// The thread's own state.
pub(super) struct Worker {
    conn: Connection,
    path: Arc<Path>,
    device: DeviceId,
    shared: Arc<Shared>,
    /// Number of the last draft written per field in this run.
    written: HashMap<Field, u64>,
    /// There are commits in the `-wal` file.
    dirty: bool,
    /// Drafts could not be written; not tried again before this.
    stalled: Option<Instant>,
    /// The last checkpoint found a reader in the way; not tried again before this.
    blocked: Option<Instant>,
    /// Slows every write down, to prove that the screen does not wait.
    delay: Duration,
}

impl Worker {
    pub(super) fn new(
        conn: Connection,
        path: Arc<Path>,
        device: DeviceId,
        shared: Arc<Shared>,
        delay: Duration,
    ) -> Self {
        let written = HashMap::new();
        Self { conn, path, device, shared, written, dirty: true, stalled: None, blocked: None, delay }
    }

    /// Works until told to stop and nothing is left; returns what kept drafts or the last checkpoint from the disk.
    pub(super) fn run(mut self) -> Result<()> {
        loop {
            match self.next() {
                Step::Drafts(drafts) => {
                    self.write_drafts(drafts).ok();
                }
                Step::Job(order, job) => {
                    // A fault in one change must not end the saving of all others; its transaction rolls back.
                    let outcome = catch_unwind(AssertUnwindSafe(|| job(&mut self, order)));
                    if outcome.is_err() {
                        self.tell_failed(Some(Ticket(order)), &Error::internal("程序内部出错，这一步没有保存"));
                    }
                }
                Step::Checkpoint => self.checkpoint(),
                Step::Stop => break,
            }
        }
        let ended = self.flush();
        let mut queue = self.shared.queue();
        queue.stopped = true;
        // Dropping the jobs tells their waiters.
        queue.jobs.clear();
        ended
    }

    fn next(&mut self) -> Step {
        let shared = Arc::clone(&self.shared);
        let mut queue = shared.queue();
        loop {
            let now = Instant::now();
            if !queue.drafts.is_empty() && (queue.stopping || self.stalled.is_none_or(|until| until <= now)) {
                queue.working = true;
                return Step::Drafts(std::mem::take(&mut queue.drafts));
            }
            if let Some((order, job)) = queue.jobs.pop_front() {
                queue.working = true;
                return Step::Job(order, job);
            }
            if std::mem::take(&mut queue.working) && queue.drafts.is_empty() {
                drop(queue);
                shared.tell(|| Notice::Saved);
                queue = shared.queue();
                continue;
            }
            if queue.stopping {
                return Step::Stop;
            }
            if self.dirty && self.blocked.is_none_or(|until| until <= now) {
                return Step::Checkpoint;
            }
            let until = self.stalled.into_iter().chain(self.blocked).filter(|until| *until > now).min();
            queue = match until {
                Some(until) => shared.wake.wait_timeout(queue, until - now).unwrap_or_else(PoisonError::into_inner).0,
                None => shared.wake.wait(queue).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Writes drafts; those that fail go back into the queue unless a newer one is there.
    fn write_drafts(&mut self, drafts: HashMap<Field, (u64, Draft)>) -> Result<()> {
        let tried = self.try_drafts(&drafts);
        if tried.is_ok() {
            self.stalled = None;
            self.written.extend(drafts.into_iter().map(|(field, (order, _))| (field, order)));
            return tried;
        }
        let mut queue = self.shared.queue();
        for (field, draft) in drafts {
            queue.drafts.entry(field).or_insert(draft);
        }
        drop(queue);
        // Said once, not at every attempt.
        let known = self.stalled.replace(Instant::now() + AGAIN).is_some();
        if let (Err(e), false) = (&tried, known) {
            self.tell_failed(None, e);
        }
        tried
    }

    fn try_drafts(&mut self, drafts: &HashMap<Field, (u64, Draft)>) -> Result<()> {
        const DOING: &str = "保存草稿";
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during(DOING, &self.path)?;
        for (_, draft) in drafts.values() {
            let mut draft = draft.clone();
            super::withheld::draft(&tx, &self.path, &mut draft)?;
            draft::save(&tx, self.device, &draft).during(DOING, &self.path)?;
        }
        pause(self.delay);
        tx.commit().during(DOING, &self.path)?;
        self.dirty = true;
        Ok(())
    }

    /// Runs one user action: all of it is on the disk when this returns `Ok`, none of it otherwise.
    pub(super) fn transact<T>(
        &mut self,
        order: u64,
        op: Op,
        author: Option<InspectorId>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<(T, Changes)> {
        const DOING: &str = "保存";
        let conn = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during(DOING, &self.path)?;
        let mut tx = Tx {
            conn: &conn,
            path: &self.path,
            txn: TxnId::new(),
            op,
            author,
            device: self.device,
            at: clock::now(),
            changes: Vec::new(),
            dropped: Vec::new(),
            withheld: super::withheld::Memory::default(),
        };
        let out = f(&mut tx)?;
        let stale = |field: &Field| self.written.get(field).is_none_or(|written| *written < order);
        tx.remove_drafts(stale)?;
        let (changes, dropped) = tx.changes();
        pause(self.delay);
        conn.commit().during(DOING, &self.path)?;
        for field in dropped {
            if self.written.get(&field).is_some_and(|written| *written < order) {
                self.written.remove(&field);
            }
        }
        self.dirty = true;
        Ok((out, changes))
    }

    /// Runs plain SQL that is no user action (chunks, marks of the file) in one transaction.
    pub(super) fn raw<T>(&mut self, doing: &str, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during(doing, &self.path)?;
        let out = f(&tx).during(doing, &self.path)?;
        tx.commit().during(doing, &self.path)?;
        self.dirty = true;
        Ok(out)
    }

    /// Writes what waits and empties the `-wal` file, waiting a moment for readers.
    pub(super) fn flush(&mut self) -> Result<()> {
        let drafts = std::mem::take(&mut self.shared.queue().drafts);
        if !drafts.is_empty() {
            self.write_drafts(drafts)?;
        }
        self.conn.busy_timeout(CHECKPOINT_PATIENCE).during("存盘", &self.path)?;
        self.checkpoint();
        self.conn.busy_timeout(Duration::ZERO).during("存盘", &self.path)
    }

    fn checkpoint(&mut self) {
        // What is committed is safe in the `-wal` file; a checkpoint that fails is only tried again.
        let done = open::checkpoint(&self.conn).unwrap_or(false);
        self.dirty = !done;
        self.blocked = (!done).then(|| Instant::now() + AGAIN);
    }

    /// Tells the outcome of a submitted change.
    pub(super) fn tell_outcome(&self, ticket: Ticket, outcome: Result<Changes>) {
        match outcome {
            Ok(changes) => self.shared.tell(|| Notice::Changed(ticket, changes.clone())),
            Err(e) => self.tell_failed(Some(ticket), &e),
        }
    }

    fn tell_failed(&self, ticket: Option<Ticket>, e: &Error) {
        self.shared.tell(|| Notice::Failed(ticket, copy_of(e)));
    }
}

fn pause(delay: Duration) {
    if !delay.is_zero() {
        std::thread::sleep(delay);
    }
}
