//! A copy of an open round whose file is gone, replaced or written by others, made from the connection that is open; the
//! work goes on in it.

use super::error::{Sql, damaged};
use super::queue::Verdict;
use super::reader::Reader;
use super::session::Session;
use super::watch::Foreign;
use super::{Store, open, sums, thread::Worker};
use crate::clock;
use crate::error::{Error, Kind, Result, io};
use crate::regular;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

const DOING: &str = "另存一份";
/// How often the copy is begun again while the file is locked.
const TRIES: u32 = 10;

impl Store {
    /// Writes what is open to `out`, which must not exist, and opens it. Until [`hand_over`](Self::hand_over) or
    /// [`stay`](Self::stay) nothing more is written into the old file: what is handed in waits.
    ///
    /// # Errors
    /// What is open cannot be read any more, or is not sound; the place cannot be written. The old store works on then.
    /// A copy that is whole and cannot be opened stays and is named: it may be all that there is.
    pub fn rescue(&self, out: &Path) -> Result<Self> {
        let (sender, receiver) = channel();
        let to = out.to_owned();
        let job = move |worker: &mut Worker, _| {
            let copied = worker.copy_out(&to);
            worker.hold(copied.is_ok());
            sender.send(copied).ok();
            Verdict::Settled
        };
        self.shared.first(Box::new(job));
        receiver.recv().map_err(|e| Error::internal("存盘线程意外结束").because(e))??;
        let opened = self.open_copy(out);
        if opened.is_err() {
            self.stay();
        }
        opened.map_err(|e| copy_stays(e, out))
    }

    /// Looks now whether somebody else has done something to the file.
    pub fn look(&self) -> Option<Foreign> {
        let (sender, receiver) = channel();
        let job = move |worker: &mut Worker, _| {
            worker.look();
            sender.send(()).ok();
            Verdict::Settled
        };
        self.shared.first(Box::new(job));
        // A thread that has ended saw last what is known.
        receiver.recv().ok();
        self.foreign()
    }

    /// The copy is not used: the old file is written again.
    pub fn stay(&self) {
        self.shared.hold(false);
    }

    /// Gives what waits to the copy that was made of this store, which is done with then.
    pub fn hand_over(&self, to: &Self) {
        let (drafts, works) = self.shared.take_all();
        to.shared.take_on(drafts, works);
    }

    fn open_copy(&self, out: &Path) -> Result<Self> {
        let path = regular::real(out).map_err(|e| io(DOING, out, e))?;
        Self::open_new(
            path,
            self.key.clone(),
            "密钥",
            // Of the copy, whose disk may have room.
            &super::Options { device: Some(self.device()), max_pages: None, ..self.options.clone() },
        )
    }
}

/// Names a copy that is whole, and in which one does not go on.
pub fn copy_stays(e: Error, copy: &Path) -> Error {
    let named = format!("另存的一份是完整的，留在：{}", copy.display());
    let hint = if e.hint.is_empty() { named } else { format!("{}\n{named}", e.hint) };
    e.hint(hint)
}

impl Worker {
    /// Writes what is open to a new file and checks that it is whole.
    fn copy_out(&mut self, out: &Path) -> Result<()> {
        if out.exists() {
            return Err(Error::input(format!("已有同名文件，未作改动：{}", out.display())).hint("请换一个名称。"));
        }
        let part = open::new_beside(out)?;
        let copied = self.copy_pages(part.path()).and_then(|()| self.check(part.path()));
        copied.map_err(|e| match e.kind {
            Kind::Open | Kind::Internal => Error::new(Kind::Open, "打开着的内容已经不完整，没有另存成")
                .hint("请先不要退出：正在写的内容可以复制到别处；其余请用最近的备份。")
                .because(e),
            _ => e,
        })?;
        part.keep(out)
    }

    fn copy_pages(&self, to: &Path) -> Result<()> {
        let mut copy = Connection::open(to).during(DOING, to)?;
        copy.execute_batch("PRAGMA cipher_log_level = NONE").during(DOING, to)?;
        if let Some(key) = self.key() {
            copy.execute_batch(&key.pragma()).during(DOING, to)?;
        }
        {
            let backup = Backup::new(self.conn(), &mut copy).during(DOING, to)?;
            let done = (0..TRIES)
                .map(|_| backup.step(-1))
                .find(|step| !matches!(step, Ok(StepResult::Busy | StepResult::Locked)));
            if done.unwrap_or(Ok(StepResult::Busy)).during(DOING, to)? != StepResult::Done {
                return Err(Error::new(Kind::Locked, "文件正被另一个程序使用，没有另存成").hint("请再试一次。"));
            }
        }
        copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).during(DOING, to)?;
        match self.foreign() {
            // What another program wrote is in no sum. The user has been told of it, and takes what is there.
            Some(Foreign::Written) => Session::clear(&copy).and_then(|()| sums::renew(&copy)),
            _ => sums::within(&mut copy, Session::clear),
        }
        .during(DOING, to)?;
        copy.close().map_err(|(_, e)| e).during(DOING, to)?;
        regular::sync(to).map_err(|e| io(DOING, to, e))
    }

    fn check(&self, copy: &Path) -> Result<()> {
        let reader = Reader::with_key(copy.into(), self.key(), "密钥")?;
        // What others wrote over the file may be sound page by page, and no round.
        if super::verify(&reader, &|_| true)?.ok() { Ok(()) } else { Err(damaged(copy, "另存的一份不完整")) }
    }
}

/// Where a copy of `round` may go: beside it when that folder still takes files, else the user's own folder.
pub fn rescue_place(round: &Path) -> PathBuf {
    let beside = round.parent().map(Path::to_owned);
    let folder = beside.into_iter().chain(own_folder()).find(|folder| takes_files(folder));
    folder.unwrap_or_else(std::env::temp_dir).join(name_of(round))
}

/// Where a copy of `round` may go when its own disk takes no more: the user's own folder, when that is another.
pub fn rescue_place_elsewhere(round: &Path) -> Option<PathBuf> {
    let own = own_folder().filter(|own| Some(own.as_path()) != round.parent() && takes_files(own))?;
    Some(own.join(name_of(round)))
}

fn name_of(round: &Path) -> String {
    let stem = round.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}-另存-{}.wenkan", clock::now().stamp())
}

fn own_folder() -> Option<PathBuf> {
    directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned())
}

fn takes_files(folder: &Path) -> bool {
    super::part_in(folder).is_ok()
}
