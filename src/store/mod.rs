//! The round file: SQLite with SQLCipher, one writer, an append-only log, drafts, search, backup.
//!
//! # Flow
//!
//! [`Store::open`] takes the side-file lock, opens the one writable connection and gives it to the store thread. What
//! the screen posts ([`Store::post_draft`], [`Store::submit`]) is queued and returns at once; the outcome comes back as
//! a [`StoreNotice`]. Whoever can wait uses [`Store::perform`]. Reading goes through any number of [`Reader`]s.
//!
//! # Invariants
//!
//! - Every change of a record is a revision in the log ([`Tx::put`], [`Tx::delete`]); `record`, the search index and the
//!   rows of statements and claims are caches kept in the same transaction. [`Store::rebuild`] makes them again from the
//!   log; `verify` does so in memory and compares.
//! - When [`Store::transact`] returns `Ok`, the change is on the disk. When it returns `Err`, nothing of it is.
//! - A draft is dropped only by the action that seals it, and only when it is not newer than that action.
//! - There is at most one live record of a natural key ([`Tx::find`]); a second one is refused.
//! - No number or code is given twice ([`Tx::draw`], [`Tx::given`]): what was given is kept in tables of its own, which
//!   undo, the bin and bundles never take from.
//! - Reading changes no file, of whatever version it is ([`Reader::open`]); only opening for writing brings one up.
//! - Nothing here deletes or re-creates a round file, whatever is wrong with it.
//! - No other layer names rusqlite, and no SQL comes from outside.
//!
//! # What it must not know
//!
//! What a talk is. It stores [`Record`](crate::model::record::Record)s by kind and id; the only places that name the
//! kinds are the views, for people who write rules, the search, the rows that follow from a body, and what brings older
//! files up.

mod act;
mod anchor;
mod backup;
mod blob;
mod bounds;
mod clock_behind;
mod copies;
mod derived;
mod draft;
mod entry_views;
mod error;
#[cfg(test)]
mod gate;
mod given;
mod key;
mod lead;
mod lift;
mod lock;
mod log;
mod logged;
mod migrate;
mod natural;
mod open;
mod output;
mod queue;
mod range;
mod read;
mod read_only;
mod reader;
mod rebuild;
mod records;
mod rekey;
mod repair;
mod rescue;
mod same_round;
mod seal;
mod search;
mod session;
mod sql;
mod stats;
mod sums;
mod sweep;
#[cfg(test)]
mod tests;
mod thread;
mod trail;
mod tx;
mod untouched;
mod verify;
mod versions;
mod wal;
mod watch;
mod withheld;

#[cfg(test)]
pub(crate) use act::Script;
pub use act::{Act, Ticket};
pub use backup::{Daily, Series, is_daily};
pub use blob::{MAX_BLOB, Progress};
pub use copies::{
    Copy, Inside, Keyring, SideFiles, beside, copies, fingerprint, fingerprint_of, note_restored, restore, side_files,
};
pub use draft::Draft;
pub use entry_views::{EntryColumn, EntryView, FIXED as ENTRY_COLUMNS};
#[cfg(test)]
pub(crate) use gate::{Gate, Pass};
pub use key::{MIN_PASSPHRASE, Passphrase, RecoveryCode, Secret};
pub use lead::Lead;
pub use lock::Held;
pub use logged::{Fate, Logged, LoggedHead, Touched};
pub use open::warm_up;
pub use output::{BACKUP, FILE, Noted, Sources, called};
pub use queue::StoreNotice;
pub use read::Brief;
pub use read_only::ReadOnly;
pub use reader::{At, ExportInfo, MethodInfo, Reader, RevisionInfo};
pub use rebuild::Rebuilt;
pub use records::{Records, ToldRecords};
pub use rekey::{change_passphrase, passphrase_changed};
pub use repair::{Lost, Repaired, repair};
pub use rescue::{copy_stays, rescue_place, rescue_place_elsewhere};
pub use same_round::{RoundMarks, SameRound, is_called as is_called_round};
pub use seal::{Opened, Sealed};
pub use search::{SearchHit, SearchPlace};
pub use session::is_encrypted;
pub use stats::{LeadCounts, Stats};
pub use sweep::{part_in, sweep};
pub use trail::Trail;
pub use tx::{Over, Tx};
pub use verify::{VerifyReport, verify};
pub use versions::{Versions, versions};
pub use watch::Foreign;
#[cfg(test)]
pub(crate) use withheld::bytes_without;
pub use withheld::{MethodStrike, Order, PaperBack, Plan, Redactable, Stay, Strike, StruckFields, Told};

use crate::error::{Error, Result};
use crate::model::ids::{DeviceId, Hash, InspectorId};
use crate::model::record::{Changes, Op};
use anchor::Anchor;
use key::Key;
use lock::Lock;
use queue::{Shared, Verdict};
use session::Session;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use thread::Worker;
use watch::Watch;

/// How a store behaves; but for the id of the laptop, in tests only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// Added to every write.
    pub(crate) write_delay: Duration,
    /// The file may not grow beyond this many pages: a full disk.
    pub(crate) max_pages: Option<u32>,
    /// Holds or refuses every write.
    #[cfg(test)]
    pub(crate) gate: Arc<Gate>,
    /// How far the clock of the store thread has been set back (ms).
    #[cfg(test)]
    pub(crate) clock_behind: Arc<std::sync::atomic::AtomicI64>,
    /// The place of the file is taken for a read-only one.
    #[cfg(test)]
    pub(crate) read_only: Option<ReadOnly>,
    /// The id of this laptop that lies outside the round; `None`: there is none.
    pub(crate) device: Option<DeviceId>,
}

impl Options {
    /// `WENKAN_TEST_WRITE_DELAY_MS` and `WENKAN_TEST_MAX_PAGES`, in debug builds only: prove that the screen does not wait
    /// for the disk, and what becomes of what a full disk does not take. And the id beside the traces.
    #[cfg_attr(not(test), expect(clippy::needless_update, reason = "tests have more fields"))]
    pub(crate) fn from_env() -> Self {
        let number = |name: &str| if cfg!(debug_assertions) { std::env::var(name).ok()?.parse().ok() } else { None };
        let ms = number("WENKAN_TEST_WRITE_DELAY_MS").unwrap_or(0);
        let max_pages = number("WENKAN_TEST_MAX_PAGES").and_then(|pages| u32::try_from(pages).ok());
        let device = crate::traces::device(&lock::host());
        Self { write_delay: Duration::from_millis(ms), max_pages, device, ..Self::default() }
    }

    /// What time it is when an action was begun at `at`.
    #[cfg(test)]
    fn moment(&self, at: crate::model::value::Instant) -> crate::model::value::Instant {
        let back = self.clock_behind.load(std::sync::atomic::Ordering::Relaxed);
        crate::model::value::Instant { ms: at.ms - back, ..at }
    }

    /// What time it is when an action was begun at `at`.
    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "tests set the clock back")]
    const fn moment(&self, at: crate::model::value::Instant) -> crate::model::value::Instant {
        at
    }

    /// What a write meets before its commit.
    #[cfg_attr(not(test), expect(clippy::unnecessary_wraps, reason = "only the gate of the tests refuses"))]
    fn before_commit(&self) -> Result<()> {
        if !self.write_delay.is_zero() {
            std::thread::sleep(self.write_delay);
        }
        #[cfg(test)]
        self.gate.go()?;
        Ok(())
    }
}

/// An open round. Shared by reference between the screen and its workers; closing it waits for the disk.
pub struct Store {
    path: Arc<Path>,
    key: Option<Key>,
    session: Session,
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<Result<()>>>>,
    options: Options,
    /// Of a `-wal` that was not the file's own: where it lies now.
    aside: Vec<wal::Aside>,
    /// Nothing is written into it; why. There is no thread, no lock and no anchor then.
    read_only: Option<ReadOnly>,
    // Last: released when everything else is closed.
    anchor: Option<Arc<Anchor>>,
    _lock: Option<Arc<Lock>>,
}

impl Store {
    /// Makes a new round file and opens it. Refuses an existing one; leaves nothing behind when it fails.
    ///
    /// With a passphrase, the recovery code is returned once, to be written down.
    pub fn create(path: &Path, secret: &Secret) -> Result<(Self, Option<RecoveryCode>)> {
        if matches!(secret, Secret::Recovery(_)) {
            return Err(Error::usage("新建轮次要设口令，不能用恢复码"));
        }
        Self::create_with(path, secret, &Options::from_env())
    }

    pub(crate) fn create_with(path: &Path, secret: &Secret, options: &Options) -> Result<(Self, Option<RecoveryCode>)> {
        Self::create_filled(path, secret, options, |_| Ok(()))
    }

    /// As [`create`](Self::create), with what `fill` writes: the file has its name only when all of that is in it.
    ///
    /// # Errors
    /// Those of making it, and of `fill`; nothing is left then.
    pub fn create_with_content(
        path: &Path,
        secret: &Secret,
        fill: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<(Self, Option<RecoveryCode>)> {
        if matches!(secret, Secret::Recovery(_)) {
            return Err(Error::usage("新建轮次要设口令，不能用恢复码"));
        }
        Self::create_filled(path, secret, &Options::from_env(), fill)
    }

    fn create_filled(
        path: &Path,
        secret: &Secret,
        options: &Options,
        fill: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<(Self, Option<RecoveryCode>)> {
        const DOING: &str = "新建轮次文件";
        if std::fs::symlink_metadata(path).is_ok() {
            return Err(crate::error::io(DOING, path, std::io::ErrorKind::AlreadyExists.into()));
        }
        let new = open::new_beside(path)?;
        let key = Key::derive(secret, rand::random());
        // What holds up or refuses writes, in tests, is about the file that is open.
        let making = Options { device: options.device, ..Options::default() };
        let made = Self::open_new(new.path().to_owned(), key.clone(), secret.chinese(), &making)?;
        let device = made.device();
        fill(&made)?;
        made.close()?;
        new.keep(path)?;
        let path = crate::regular::real(path).map_err(|e| crate::error::io(DOING, path, e))?;
        let code = key.as_ref().map(Key::recovery_code);
        let options = Options { device: Some(device), ..options.clone() };
        Ok((Self::open_new(path, key, secret.chinese(), &options)?, code))
    }

    /// Opens a round for writing. Nothing is changed when it fails.
    ///
    /// Errors: [`Kind::Locked`](crate::error::Kind::Locked) with the holder when another program has it open;
    /// [`Kind::Open`](crate::error::Kind::Open) for a wrong secret or damage (SQLite cannot tell them apart), a newer
    /// version, another kind of file; [`Kind::Storage`](crate::error::Kind::Storage) for a read-only place.
    pub fn open(path: &Path, secret: &Secret) -> Result<Self> {
        Self::open_with(path, secret, &Options::from_env())
    }

    pub(crate) fn open_with(path: &Path, secret: &Secret, options: &Options) -> Result<Self> {
        let path = open::real_path(path)?;
        let lock = Lock::acquire(&path)?;
        let anchor = Anchor::open(&path)?;
        let key = open::key_of(anchor.header()?, &path, secret)?;
        Self::open_locked(path, key, secret.chinese(), (lock, anchor), options)
    }

    /// Opens a file that has just been made here.
    fn open_new(path: PathBuf, key: Option<Key>, by: &str, options: &Options) -> Result<Self> {
        let lock = Lock::acquire_for_new(&path)?;
        let anchor = Anchor::open(&path)?;
        Self::open_locked(path, key, by, (lock, anchor), options)
    }

    /// Opens a file whose side file is locked. From here on nothing in this process opens the file but through SQLite.
    fn open_locked(
        path: PathBuf,
        key: Option<Key>,
        by: &str,
        (lock, anchor): (Lock, Anchor),
        options: &Options,
    ) -> Result<Self> {
        anchor.lock().map_err(|e| match Session::holder(&path, key.as_ref(), by) {
            Some(holder) if e.kind == crate::error::Kind::Locked => lock::other_name(&path, &holder),
            _ => e,
        })?;
        let aside = wal::put_aside(&path, key.as_ref(), by)?;
        let (conn, device) = open::writer(&path, key.as_ref(), by, options.device)?;
        let options = Options { device: Some(device), ..options.clone() };
        Self::start(conn, path, key, (lock, anchor, aside), options)
    }

    fn start(
        conn: rusqlite::Connection,
        path: PathBuf,
        key: Option<Key>,
        (lock, anchor, aside): (Lock, Anchor, Vec<wal::Aside>),
        options: Options,
    ) -> Result<Self> {
        let path: Arc<Path> = path.into();
        let (lock, anchor) = (Arc::new(lock), Arc::new(anchor));
        let device = options.device.unwrap_or_default();
        let (session, watch) = open::as_one(&conn, &path, || {
            let session = Session::read(&conn, &path, device, lock.former())?;
            Ok((session, Watch::new(Arc::clone(&anchor), &conn)))
        })?;
        if let Some(pages) = options.max_pages {
            error::Sql::during(conn.pragma_update(None, "max_page_count", pages), "打开轮次文件", &path)?;
        }
        let shared = Arc::new(Shared::default());
        let mark = session.clone();
        // The first job: opening does not wait for the disk.
        let marking = move |worker: &mut Worker, _| {
            // A disk that refuses this refuses the next change too, which is told then.
            worker.raw("打开轮次文件", |conn| mark.write(conn)).ok();
            sweep(mark.folder());
            Verdict::Settled
        };
        shared.push(None, Box::new(marking));
        let guarded = (Arc::clone(&lock), watch);
        let of = (Arc::clone(&path), key.clone());
        let worker = Worker::new(conn, of, &session, Arc::clone(&shared), guarded, options.clone());
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || worker.run())
            .map_err(|e| Error::internal("存盘线程没有启动").because(e))?;
        let thread = Mutex::new(Some(thread));
        let (anchor, lock) = (Some(anchor), Some(lock));
        Ok(Self { path, key, session, shared, thread, options, aside, read_only: None, anchor, _lock: lock })
    }

    /// The round file, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file is encrypted; without encryption the screen says so the whole time.
    pub const fn is_encrypted(&self) -> bool {
        self.key.is_some()
    }

    /// Whether `secret` opens this round; for the lock of the screen. The file is not opened for it: closing it again
    /// would end the locks that SQLite holds for this process.
    pub fn accepts(&self, secret: &Secret) -> bool {
        self.key.as_ref().is_none_or(|key| key.fits(secret))
    }

    /// This laptop's id within the round.
    pub const fn device(&self) -> DeviceId {
        self.session.device
    }

    /// Said when the file was copied while another program had it open: what was not sealed then is in the original.
    pub fn opened_copy(&self) -> Option<String> {
        self.session.copy_note()
    }

    /// Said once: what bringing an older file to this version did to records that stood in it twice.
    pub fn united(&self) -> Option<&str> {
        self.session.united.as_deref()
    }

    /// Whether the last session on this file ended without closing it (crash, power loss).
    pub fn unclean(&self) -> bool {
        self.session.unclean()
    }

    /// Said when a `-wal` that is not the file's own lay beside it, and when what was sealed in a session that did not end
    /// well is not in the file.
    pub fn crash_notes(&self) -> Vec<String> {
        self.aside.iter().map(wal::Aside::said).chain(self.session.lost_note()).collect()
    }

    /// What somebody else has done to the file, while it is so.
    pub fn foreign(&self) -> Option<Foreign> {
        self.shared.queue().foreign
    }

    /// Said when the clock is behind the last revision.
    pub fn clock_warning(&self) -> Option<String> {
        self.session.clock_note()
    }

    /// Runs one user action and waits until it is on the disk.
    ///
    /// `f` runs on the store thread. All of it is kept, or (on `Err`, or when the disk refuses) nothing.
    pub fn transact<T: Send + 'static>(
        &self,
        op: Op,
        author: Option<InspectorId>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Changes)> {
        self.ask(move |worker, order| worker.transact(order, op, author, f))
    }

    /// Does one user action and waits until it is on the disk. What the disk refuses is an error here, not tried again.
    ///
    /// # Errors
    /// Those of the action, and of the disk. Nothing is written then.
    pub fn perform(&self, author: Option<InspectorId>, act: impl Act) -> Result<Changes> {
        let ((), changes) = self.transact(act.op(), author, move |tx| act.run(tx))?;
        self.shared.tell(|| StoreNotice::Done(None, changes.clone()));
        Ok(changes)
    }

    /// Hands in one user action and returns at once; the outcome comes as [`StoreNotice::Done`] or
    /// [`StoreNotice::Refused`] under its ticket. What the disk or a lock refuses waits and is tried again.
    pub fn submit(&self, ticket: Ticket, author: Option<InspectorId>, act: Box<dyn Act>) {
        let job = move |worker: &mut Worker, order| worker.perform(order, ticket, author, act.as_ref());
        self.shared.push(Some(ticket), Box::new(job));
    }

    /// Hands in a draft and returns at once; it replaces the former one of its record and field.
    pub fn post_draft(&self, draft: Draft) {
        self.shared.post(draft);
    }

    /// Whether something handed in is not on the disk yet (存盘中).
    pub fn pending(&self) -> bool {
        self.shared.pending()
    }

    /// What is in the way of writing (a full disk, a lock), while something waits for it.
    pub fn failing(&self) -> Option<Error> {
        self.shared.failing()
    }

    /// What the store thread tells from now on; every receiver gets everything.
    pub fn notices(&self) -> Receiver<StoreNotice> {
        let (sender, receiver) = channel();
        self.listen(move |notice| sender.send(notice).is_ok());
        receiver
    }

    /// As [`notices`](Self::notices), for whoever passes them on: `listener` is called on the store thread, must not wait
    /// for the store, and hears nothing more once it returns false.
    pub fn listen(&self, listener: impl Fn(StoreNotice) -> bool + Send + 'static) {
        self.shared.listen(Box::new(listener));
    }

    /// A further read-only connection.
    ///
    /// # Errors
    /// The file is gone or replaced, so that its name leads to another, or it cannot be opened.
    pub fn reader(&self) -> Result<Reader> {
        let Some(anchor) = &self.anchor else { return self.reader_of_read_only() };
        let elsewhere = match anchor.named() {
            anchor::Named::Same => None,
            anchor::Named::Other => Some(Foreign::Replaced),
            anchor::Named::Nothing => Some(Foreign::Gone),
        };
        if let Some(foreign) = elsewhere {
            return Err(Error::new(
                crate::error::Kind::Storage,
                format!("{}：{}", foreign.chinese(), self.path.display()),
            )
            .hint("打开着的内容还在，请先另存一份。"));
        }
        let mut reader = Reader::with_key(Arc::clone(&self.path), self.key.as_ref(), "密钥")?;
        reader.anchor = Some(Arc::clone(anchor));
        Ok(reader)
    }

    /// Waits until everything posted is on the disk and in the round file itself (not in `-wal`). A long read by
    /// another thread or program can put the second half off; it is then done as soon as possible.
    ///
    /// # Errors
    /// What is in the way of writing, as soon as a write has failed, or that a copy was made of what is open and nobody
    /// has gone on in it yet; everything stays in the queue.
    pub fn flush(&self) -> Result<()> {
        if self.read_only.is_some() {
            return Ok(());
        }
        self.shared.rest()?;
        self.ask(|worker, _| worker.empty_wal())
    }

    /// Stores the content of a file, once per content, without holding up drafts; returns its hash and size. The
    /// content is visible to nobody until it is whole; a record has to name it in an action of its own.
    ///
    /// `progress` gets percent; `false` cancels and leaves nothing.
    pub fn store_blob(&self, file: &Path, progress: Progress<'_>) -> Result<(Hash, u64)> {
        const DOING: &str = "保存附件";
        let (hash, size) = blob::hash_file(file)?;
        if self.ask(move |w, _| w.raw(DOING, move |c| blob::has(c, hash)))? {
            return Ok((hash, size));
        }
        self.ask(move |w, _| w.raw(DOING, move |c| blob::begin(c, hash, size)))?;
        let stored = self.send_chunks(file, hash, size, progress);
        if stored.is_err() {
            self.ask(|w, _| w.raw(DOING, blob::sweep))?;
        }
        stored.map(|()| (hash, size))
    }

    fn send_chunks(&self, file: &Path, hash: Hash, size: u64, progress: Progress<'_>) -> Result<()> {
        use sha2::{Digest, Sha256};
        const DOING: &str = "保存附件";
        let open = crate::regular::open(file).map_err(|e| crate::error::io("读取附件", file, e))?;
        let (mut sha, mut n, mut done) = (Sha256::new(), 0, 0);
        blob::each_chunk(open, |chunk| {
            sha.update(chunk);
            done += chunk.len() as u64;
            let bytes = chunk.to_vec();
            self.ask(move |w, _| w.raw(DOING, move |c| blob::put_chunk(c, hash, n, &bytes)))?;
            n += 1;
            if progress(blob::percent(done, size)) { Ok(()) } else { Err(blob::cancelled()) }
        })
        .map_err(|e| e.unwrap_or_else(|e| crate::error::io("读取附件", file, e)))?;
        if Hash(sha.finalize().into()) != hash {
            return Err(Error::input(format!("附件在读取时被改动：{}", file.display()))
                .hint("请关闭正在使用它的程序，再试一次。"));
        }
        self.ask(move |w, _| w.raw(DOING, move |c| blob::finish(c, hash)))
    }

    /// Writes everything, marks the file as closed and closes it. What the disk goes on refusing is given up after a few
    /// tries: whoever can wait calls [`flush`](Self::flush) first.
    ///
    /// # Errors
    /// What kept something from the disk.
    pub fn close(self) -> Result<()> {
        self.end()
    }

    /// Runs `f` on the store thread and waits for what it returns. While everything is held for a copy that is an error,
    /// and `f` does not run.
    fn ask<T: Send + 'static>(&self, f: impl FnOnce(&mut Worker, u64) -> Result<T> + Send + 'static) -> Result<T> {
        let (sender, receiver) = channel();
        let mut f = Some(f);
        let job = move |worker: &mut Worker, order| {
            if let Some(f) = f.take() {
                // Nobody may be waiting any more; the work counts all the same.
                sender.send(f(worker, order)).ok();
            }
            Verdict::Settled
        };
        self.shared.push_waited_for(Box::new(job));
        receiver.recv().map_err(|e| match self.read_only {
            Some(why) => why.refusal(),
            None if self.shared.is_held() => queue::kept_for_copy(),
            None => Error::internal("程序内部出错，这一步没有保存").because(e),
        })?
    }

    fn end(&self) -> Result<()> {
        let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        let clear = |worker: &mut Worker, _| {
            // The mark only says that the session ended well; what matters is written already.
            worker.raw("关闭轮次文件", Session::end).ok();
            Verdict::Settled
        };
        if self.foreign().is_none() {
            self.shared.push(None, Box::new(clear));
        }
        self.shared.stop();
        thread.join().unwrap_or_else(|_| Err(Error::internal("存盘线程意外结束")))
    }
}

impl std::fmt::Debug for Store {
    /// The path only: a key has no place in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Whoever wants to know the outcome calls `close`.
        self.end().ok();
        // A reader may live on; nobody writes any more.
        if let Some(anchor) = &self.anchor {
            anchor.release();
        }
    }
}
