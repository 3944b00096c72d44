//! The store thread: owns the only writable connection and takes work from a queue, drafts first.
//!
//! Drafts of one field replace each other while they wait, so a slow disk makes the queue no longer. What the disk or a
//! lock refuses stops the queue in its order: drafts and actions stay in it and are tried again every second, drafts
//! first; nothing overtakes the action that failed. What a rule refuses is settled at once.
//! When nothing is left to do, the `-wal` file is emptied into the round file, so that a copy of that one file holds
//! every sealed change.

use super::Options;
use super::act::{Act, Ticket};
use super::clock_behind::{self, Latest};
use super::draft::{self, Draft, DraftField};
use super::error::Sql;
use super::key::Key;
use super::lock::{LastSealed, Lock};
use super::open;
use super::queue::{Shared, StoreNotice, Verdict, Work};
use super::session::Session;
use super::sums;
use super::tx::Tx;
use super::watch::{Foreign, Watch};
use super::{migrate, wal};
use crate::error::{Error, Result};
use crate::model::ids::{DeviceId, InspectorId};
use crate::model::record::{Changes, Op};
use rusqlite::{Connection, TransactionBehavior};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often a write is tried after the thread was told to stop; then what is left is given up.
const LAST_TRIES: u32 = 3;
/// How long to wait before trying again what failed.
const AGAIN: Duration = Duration::from_secs(1);
/// How long an ordered checkpoint waits for readers.
const CHECKPOINT_PATIENCE: Duration = Duration::from_secs(1);
/// How long the mark of a session that begins waits while nothing else is to be written: the file is read meanwhile, and
/// shown.
const GRACE: Duration = Duration::from_millis(50);
/// How often the file is looked at while nothing is to be done.
const LOOK: Duration = Duration::from_secs(1);

enum Step {
    Drafts(HashMap<DraftField, (u64, Draft)>),
    Work(Work),
    /// Work that goes before all other and says nothing of whether the disk takes what waits.
    Urgent(Work),
    Checkpoint,
    /// Looks whether the file is still what it was.
    Look,
    /// Told to stop, and the disk goes on refusing.
    GiveUp(Error),
    Stop,
}

/// The thread's own state.
pub(super) struct Worker {
    conn: Connection,
    path: Arc<Path>,
    key: Option<Key>,
    device: DeviceId,
    shared: Arc<Shared>,
    /// Number of the last draft written per field in this run.
    written: HashMap<DraftField, u64>,
    /// What the connection changes is noted for the sums.
    watched: bool,
    /// There are commits in the `-wal` file.
    dirty: bool,
    /// Drafts failed; they are not tried again before this.
    drafts_held: Option<Instant>,
    /// The first action in the queue failed; it is not tried again before this.
    work_held: Option<Instant>,
    /// The first work, the mark of the session, waits until then for something else to be written.
    grace: Option<Instant>,
    /// Failed writes one after the other since the thread was told to stop.
    last_tries: u32,
    /// The last checkpoint found a reader in the way; not tried again before this.
    blocked: Option<Instant>,
    /// The `-wal` is empty: the next write begins a filling.
    fresh: bool,
    watch: Watch,
    latest: Latest,
    /// The clock was set back: what is to be told of it after the action is.
    clock_behind: Option<String>,
    /// When the file is to be looked at next.
    look_at: Instant,
    lock: Arc<Lock>,
    options: Options,
    /// What is known of what is withheld, from one action to the next.
    withheld: super::withheld::Memory,
}

impl Worker {
    pub(super) fn new(
        conn: Connection,
        (path, key): (Arc<Path>, Option<Key>),
        session: &Session,
        shared: Arc<Shared>,
        (lock, watch): (Arc<Lock>, Watch),
        options: Options,
    ) -> Self {
        let (device, latest) = (session.device, Latest::since(session.begun()));
        let written = HashMap::new();
        let fresh = !open::left_over(&path);
        Self {
            conn,
            path,
            key,
            device,
            shared,
            written,
            watched: false,
            dirty: true,
            drafts_held: None,
            work_held: None,
            grace: Some(Instant::now() + GRACE),
            last_tries: 0,
            withheld: super::withheld::Memory::default(),
            blocked: None,
            fresh,
            watch,
            latest,
            clock_behind: None,
            look_at: Instant::now() + LOOK,
            lock,
            options,
        }
    }

    /// Works until told to stop and nothing is left, or what is left has been refused [`LAST_TRIES`] times; returns what
    /// kept something from the disk.
    pub(super) fn run(mut self) -> Result<()> {
        let mut ended = Ok(());
        loop {
            match self.next() {
                Step::Drafts(drafts) => {
                    self.look();
                    let tried = self.write_drafts(drafts);
                    self.drafts_held = tried.is_err().then(|| Instant::now() + AGAIN);
                    self.settle(tried.err());
                }
                Step::Work(work) => {
                    self.look();
                    self.work(work);
                }
                Step::Urgent(work) => {
                    self.look();
                    self.urgent(work);
                }
                Step::Checkpoint => {
                    self.look();
                    self.checkpoint();
                }
                Step::Look => self.look(),
                Step::GiveUp(e) => {
                    ended = Err(e);
                    break;
                }
                Step::Stop => break,
            }
        }
        self.empty_wal().ok();
        if self.foreign().is_some() {
            // What lies beside the name may be another file's by now.
            open::leave_wal(&self.conn);
        }
        let mut queue = self.shared.queue();
        queue.stopped = true;
        queue.working = false;
        // Dropping the work tells its waiters.
        queue.works.clear();
        drop(queue);
        self.shared.moved();
        ended
    }

    /// Does one piece of work; what the disk refused stays first in the queue.
    fn work(&mut self, mut work: Work) {
        // A fault in one action must not end the saving of all others; its transaction rolls back.
        let verdict = catch_unwind(AssertUnwindSafe(|| (work.job)(self, work.order)));
        self.work_held = None;
        match verdict {
            Ok(Verdict::Settled) => self.settle(None),
            Ok(Verdict::Again(e)) => {
                self.work_held = Some(Instant::now() + AGAIN);
                self.shared.queue().works.push_front(work);
                self.settle(Some(e));
            }
            Err(_panic) => {
                if let Some(ticket) = work.ticket {
                    let fault = || Error::internal("程序内部出错，这一步没有保存");
                    self.shared.tell(|| StoreNotice::Refused(ticket, fault()));
                }
                self.settle(None);
            }
        }
    }

    /// Does work that goes before all other. What was refused before it still stands first, and is still in the way.
    fn urgent(&mut self, mut work: Work) {
        // Whoever waits for it learns of a fault by what was dropped.
        catch_unwind(AssertUnwindSafe(|| (work.job)(self, work.order))).ok();
    }

    /// Takes note of whether the last write went through, and tells once when it did not.
    fn settle(&mut self, failed: Option<Error>) {
        let mut queue = self.shared.queue();
        let Some(e) = failed else {
            if let Some(text) = self.clock_behind.take() {
                self.shared.tell(|| StoreNotice::ClockBehind(text.clone()));
            }
            // Drafts may go through while an action does not, and the other way round.
            if self.drafts_held.is_none() && self.work_held.is_none() {
                self.last_tries = 0;
                queue.failing = None;
            }
            return;
        };
        self.last_tries += u32::from(queue.stopping);
        queue.working = false;
        queue.failures += 1;
        let news = queue.failing.as_ref().is_none_or(|known| known.what != e.what);
        queue.failing = Some(e.copied());
        drop(queue);
        self.shared.moved();
        if news {
            self.shared.tell(|| StoreNotice::Stalled(e.copied()));
        }
    }

    fn next(&mut self) -> Step {
        let shared = Arc::clone(&self.shared);
        let mut queue = shared.queue();
        loop {
            let now = Instant::now();
            if let Some(work) = queue.urgent.pop_front() {
                return Step::Urgent(work);
            }
            if queue.is_held() {
                queue = shared.sleep(queue, None);
                continue;
            }
            if queue.drafts.is_empty() {
                // Those that failed may have been sealed since.
                self.drafts_held = None;
            }
            if queue.drafts.is_empty() && queue.works.is_empty() {
                queue.failing = None;
            }
            if queue.stopping && self.last_tries >= LAST_TRIES {
                return Step::GiveUp(queue.failing.take().unwrap_or_else(|| Error::internal("没有存上")));
            }
            if std::mem::take(&mut queue.hurry) {
                (self.drafts_held, self.work_held, self.grace) = (None, None, None);
            }
            if queue.stopping || !queue.drafts.is_empty() || queue.works.len() > 1 {
                self.grace = None;
            }
            let waits = |held: Option<Instant>| held.filter(|until| *until > now);
            let (drafts_held, work_held) = (waits(self.drafts_held), waits(self.work_held.or(self.grace)));
            if !queue.drafts.is_empty() && drafts_held.is_none() {
                queue.working = true;
                return Step::Drafts(std::mem::take(&mut queue.drafts));
            }
            if work_held.is_none()
                && let Some(work) = queue.works.pop_front()
            {
                queue.working = true;
                return Step::Work(work);
            }
            if queue.drafts.is_empty() && queue.works.is_empty() {
                if std::mem::take(&mut queue.working) {
                    drop(queue);
                    shared.moved();
                    shared.tell(|| StoreNotice::Saved);
                    queue = shared.queue();
                    continue;
                }
                if queue.stopping {
                    return Step::Stop;
                }
                let quiet = queue.foreign == Some(Foreign::Written);
                if self.dirty && !quiet && self.blocked.is_none_or(|until| until <= now) {
                    return Step::Checkpoint;
                }
            }
            if self.look_at <= now {
                return Step::Look;
            }
            let blocked = self.blocked.filter(|until| *until > now);
            let until = drafts_held.into_iter().chain(work_held).chain(blocked).chain([self.look_at]).min();
            queue = shared.sleep(queue, until);
        }
    }

    /// Writes drafts; those that fail go back into the queue unless a newer one is there.
    fn write_drafts(&mut self, drafts: HashMap<DraftField, (u64, Draft)>) -> Result<()> {
        let tried = self.try_drafts(&drafts);
        if tried.is_ok() {
            self.written.extend(drafts.into_iter().map(|(field, (order, _))| (field, order)));
            return tried;
        }
        let mut queue = self.shared.queue();
        for (field, draft) in drafts {
            queue.drafts.entry(field).or_insert(draft);
        }
        tried
    }

    fn try_drafts(&mut self, drafts: &HashMap<DraftField, (u64, Draft)>) -> Result<()> {
        const DOING: &str = "保存草稿";
        self.watch_sums(DOING)?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during(DOING, &self.path)?;
        begin(&tx, self.fresh).during(DOING, &self.path)?;
        for (_, draft) in drafts.values() {
            let mut draft = draft.clone();
            self.withheld.draft(&tx, &self.path, &mut draft)?;
            draft::save(&tx, self.device, &draft).during(DOING, &self.path)?;
        }
        sums::settle(&tx).during(DOING, &self.path)?;
        self.options.before_commit()?;
        tx.commit().during(DOING, &self.path)?;
        self.committed();
        Ok(())
    }

    /// Before the first transaction: what opening a round does is done without it.
    fn watch_sums(&mut self, doing: &str) -> Result<()> {
        if !self.watched {
            sums::watch(&self.conn).during(doing, &self.path)?;
            self.watched = true;
        }
        Ok(())
    }

    /// What every commit ends with.
    fn committed(&mut self) {
        (self.dirty, self.fresh) = (true, false);
        self.watch.note();
    }

    /// Looks whether somebody else has done something to the file, and tells when that is news.
    pub(super) fn look(&mut self) {
        self.look_at = Instant::now() + LOOK;
        let found = self.watch.look(&self.conn);
        let mut queue = self.shared.queue();
        if queue.foreign == found {
            return;
        }
        queue.foreign = found;
        drop(queue);
        // Written by others, the file is not written any more: what is committed stays in the `-wal`.
        let pages = if found == Some(Foreign::Written) { 0 } else { 1_000 };
        self.conn.pragma_update(None, "wal_autocheckpoint", pages).ok();
        self.shared.tell(|| StoreNotice::Foreign(found));
    }

    pub(super) fn foreign(&self) -> Option<Foreign> {
        self.shared.queue().foreign
    }

    /// Keeps everything waiting, for a copy that was made.
    pub(super) fn hold(&self, held: bool) {
        self.shared.hold(held);
    }

    /// The connection, for a copy of what is open.
    pub(super) const fn conn(&self) -> &Connection {
        &self.conn
    }

    /// The key of the file.
    pub(super) const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
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
        self.watch_sums(DOING)?;
        let conn = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during(DOING, &self.path)?;
        begin(&conn, self.fresh).during(DOING, &self.path)?;
        let mut tx = Tx::new(&conn, &self.path, op, author, self.device);
        tx.key = self.key.as_ref();
        // Of an action that fails nothing is kept: what it read of its own is in no log.
        tx.withheld = std::mem::take(&mut self.withheld);
        let now = self.options.moment(tx.at);
        let before = self.latest.before(now);
        if let Some(before) = before {
            migrate::set_meta(&conn, &clock_behind::key(now), &before.to_string()).during(DOING, &self.path)?;
        }
        let out = f(&mut tx).map_err(|e| super::withheld::clash(&conn, &self.path, e))?;
        let stale = |field: &DraftField| self.written.get(field).is_none_or(|written| *written < order);
        tx.remove_drafts(stale)?;
        let (changes, dropped, withheld) = tx.changes()?;
        sums::settle(&conn).during(DOING, &self.path)?;
        #[cfg(test)]
        self.options.gate.rule()?;
        self.options.before_commit()?;
        conn.commit().during(DOING, &self.path)?;
        self.withheld = withheld;
        self.latest.written(now);
        self.clock_behind = before.map(|before| clock_behind::said(now, before)).or_else(|| self.clock_behind.take());
        self.forget(&dropped, order);
        self.committed();
        if !changes.records.is_empty() {
            self.note_last();
        }
        Ok((out, changes))
    }

    /// Notes what was sealed last beside the file.
    fn note_last(&self) {
        const LAST: &str = "SELECT seq, lower(hex(rev)), (SELECT value FROM meta WHERE key = 'round')
            FROM revision ORDER BY seq DESC LIMIT 1";
        let last = self
            .conn
            .prepare_cached(LAST)
            .and_then(|mut s| s.query_row([], |r| Ok(LastSealed { seq: r.get(0)?, rev: r.get(1)?, round: r.get(2)? })));
        if let Ok(last) = last {
            self.lock.note(last);
        }
    }

    /// Forgets the drafts of fields that were sealed by the action of that order: those written, and those that wait.
    fn forget(&mut self, dropped: &[DraftField], order: u64) {
        let mut queue = self.shared.queue();
        for field in dropped {
            if self.written.get(field).is_some_and(|written| *written < order) {
                self.written.remove(field);
            }
            if queue.drafts.get(field).is_some_and(|(waiting, _)| *waiting < order) {
                queue.drafts.remove(field);
            }
        }
    }

    /// Runs plain SQL that is no user action (chunks, marks of the file) in one transaction.
    pub(super) fn raw<T>(&mut self, doing: &str, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        self.watch_sums(doing)?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during(doing, &self.path)?;
        begin(&tx, self.fresh).during(doing, &self.path)?;
        let out = f(&tx).during(doing, &self.path)?;
        sums::settle(&tx).during(doing, &self.path)?;
        tx.commit().during(doing, &self.path)?;
        self.committed();
        Ok(out)
    }

    /// Empties the `-wal` file, waiting a moment for readers.
    pub(super) fn empty_wal(&mut self) -> Result<()> {
        self.conn.busy_timeout(CHECKPOINT_PATIENCE).during("存盘", &self.path)?;
        self.checkpoint();
        self.conn.busy_timeout(Duration::ZERO).during("存盘", &self.path)
    }

    fn checkpoint(&mut self) {
        if self.foreign() == Some(Foreign::Written) {
            return;
        }
        // What is committed is safe in the `-wal` file; a checkpoint that fails is only tried again.
        let done = open::checkpoint(&self.conn).unwrap_or(false);
        self.watch.note();
        self.dirty = !done;
        self.fresh |= done;
        self.blocked = (!done).then(|| Instant::now() + AGAIN);
    }

    /// Runs a submitted action and tells what came of it, unless it is to be tried again.
    pub(super) fn perform(
        &mut self,
        order: u64,
        ticket: Ticket,
        author: Option<InspectorId>,
        act: &dyn Act,
    ) -> Verdict {
        match self.transact(order, act.op(), author, |tx| act.run(tx)) {
            Ok(((), changes)) => {
                self.shared.tell(|| StoreNotice::Done(Some(ticket), changes.clone()));
                Verdict::Settled
            }
            Err(e) if e.kind.passes() => Verdict::Again(e),
            Err(e) => {
                self.shared.tell(|| StoreNotice::Refused(ticket, e.copied()));
                Verdict::Settled
            }
        }
    }
}

/// What every transaction begins with.
fn begin(tx: &Connection, fresh: bool) -> rusqlite::Result<()> {
    if fresh { wal::mark(tx) } else { Ok(()) }
}
