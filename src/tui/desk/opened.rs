//! The open round: its store and the reader that the screens read by; how it is opened, copied and closed.

use crate::acts::method::prepare;
use crate::analysis::methods::{InUse, in_use};
use crate::error::{Error, Result};
use crate::model::ids::InspectorId;
use crate::model::round::{Inspector, Round};
use crate::model::value::Instant;
use crate::store::{Daily, ReadOnly, Reader, Store, sweep};
use crate::tui::news::{News, Teller};
use crate::tui::shell::Book;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;

/// Said when the last session ended without closing the file.
const CRASHED: &str = "上次没有正常退出（断电或程序被中止）。没有来得及保存的内容已放回原处，请核对最后写的几句。";

/// A round that is open.
pub(super) struct OpenRound {
    pub(super) store: Arc<Store>,
    pub(super) reader: Reader,
}

/// A round that was just opened.
pub(super) struct Opened {
    pub(super) round: OpenRound,
    /// What all screens see of it.
    pub(super) book: Book,
    /// What is to be known of the file.
    pub(super) notes: Vec<String>,
    /// The folders that it was exported to.
    folders: Vec<PathBuf>,
}

impl OpenRound {
    /// Makes the round ready for work, and reads what all screens see of it.
    ///
    /// # Errors
    /// The file holds no round, or it has no method.
    pub(super) fn of(store: Store) -> Result<Opened> {
        let reader = store.reader()?;
        let used = prepare(&store, &reader)?;
        let (round, inspectors, folders): (Option<Round>, Vec<Inspector>, Vec<PathBuf>) =
            reader.snapshot(|reader| {
                Ok((reader.all()?.into_iter().next(), reader.all()?, reader.export_folders().unwrap_or_default()))
            })?;
        let round = round.ok_or_else(|| {
            Error::input(format!("文件里没有轮次：{}", store.path().display()))
                .hint("可能是导入到一半的新文件。请新建轮次，或重新导入资料包。")
        })?;
        let InUse { method, warning } = used.map_or_else(|| in_use(&reader), Ok)?;
        let notes = notes(&store, warning);
        let book = Book {
            path: store.path().to_owned(),
            round,
            method,
            inspectors,
            encrypted: store.is_encrypted(),
            device: store.device(),
            read_only: store.read_only(),
            everybody: OnceCell::new(),
        };
        Ok(Opened { round: Self { store: Arc::new(store), reader }, book, notes, folders })
    }

    /// Passes on what the store thread tells, until it ends.
    pub(super) fn listen(&self, teller: Teller) {
        self.store.listen(move |notice| {
            teller.tell(News::Store(notice));
            true
        });
    }

    /// Makes the copy on closing, when the round names a folder for it; what came of it. Of a round that can only be read
    /// none is due.
    pub(super) fn backup(&self, book: Option<&Book>, me: Option<InspectorId>, now: Instant) -> Result<Option<Daily>> {
        let book = book.filter(|b| b.read_only.is_none());
        let Some(folder) = book.and_then(|b| b.round.backup_dir.clone()) else { return Ok(None) };
        self.store.daily_backup(me, &PathBuf::from(folder), now, &|_| true).map(Some)
    }

    /// The store, for whoever closes it.
    pub(super) fn into_store(self) -> Arc<Store> {
        self.store
    }

    /// Closes the file.
    pub(super) fn close(self) -> Result<()> {
        let Self { store, reader } = self;
        drop(reader);
        // A worker that still runs holds the store open until it ends; everything is on the disk already.
        Arc::into_inner(store).map_or(Ok(()), Store::close)
    }
}

impl Opened {
    /// Removes what programs that were ended in the middle left where this round is copied and exported to. The disks may
    /// be slow or gone, so nobody waits for it.
    pub(super) fn sweep(&mut self) {
        let mut folders = std::mem::take(&mut self.folders);
        folders.extend(self.book.round.backup_dir.clone().map(PathBuf::from));
        if !folders.is_empty() {
            std::thread::spawn(move || folders.iter().for_each(|folder| sweep(folder)));
        }
    }
}

/// What is to be known of a file that has just been opened; `unreadable`: of its method.
fn notes(store: &Store, unreadable: Option<String>) -> Vec<String> {
    let united = store.united().map(str::to_owned);
    let crashed = store.unclean().then(|| CRASHED.to_owned());
    let read_only = store.read_only().map(ReadOnly::said);
    let others =
        [read_only, store.opened_copy(), crashed, united, store.clock_warning(), unreadable].into_iter().flatten();
    store.crash_notes().into_iter().chain(others).collect()
}
