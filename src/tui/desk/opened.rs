//! The open round: its store and the reader that the screens read by; how it is opened, copied and closed.

use crate::analysis::methods;
use crate::error::{Error, Result};
use crate::model::ids::InspectorId;
use crate::model::round::{Inspector, Round};
use crate::model::value::Instant;
use crate::store::{ReadOnly, Reader, RecoveryCode, Store, sweep};
use crate::tui::dialog::page::{Block, Page};
use crate::tui::keys::Context;
use crate::tui::news::{News, Teller};
use crate::tui::shell::Book;
use std::path::PathBuf;
use std::sync::Arc;

/// Said when the last session ended without closing the file.
const CRASHED: &str = "上次没有正常退出（断电或程序被中止）。没有来得及保存的内容已放回原处，请核对最后写的几句。";

/// A round that is open.
pub(super) struct OpenRound {
    pub(super) store: Arc<Store>,
    pub(super) reader: Reader,
}

impl OpenRound {
    /// Reads what all screens see of it.
    ///
    /// # Errors
    /// The file holds no round, or its method cannot be read.
    pub(super) fn of(store: Store) -> Result<(Self, Book)> {
        let store = Arc::new(store);
        let reader = store.reader()?;
        let round: Round = reader.all()?.into_iter().next().ok_or_else(|| {
            Error::input(format!("文件里没有轮次：{}", store.path().display()))
                .hint("可能是导入到一半的新文件。请新建轮次，或重新导入资料包。")
        })?;
        let method = Arc::new(methods::current(&reader)?);
        let inspectors: Vec<Inspector> = reader.all()?;
        let book = Book {
            path: store.path().to_owned(),
            round,
            method,
            inspectors,
            encrypted: store.is_encrypted(),
            device: store.device(),
            read_only: store.read_only(),
        };
        Ok((Self { store, reader }, book))
    }

    /// Passes on what the store thread tells, until it ends.
    pub(super) fn listen(&self, teller: Teller) {
        let notices = self.store.notices();
        std::thread::spawn(move || {
            for notice in notices {
                teller.tell(News::Store(notice));
            }
        });
    }

    /// Removes what programs that were ended in the middle left where this round is copied and exported to. The disks may
    /// be slow or gone, so nobody waits for it.
    pub(super) fn sweep(&self, book: Option<&Book>) {
        let backups = book.and_then(|b| b.round.backup_dir.clone()).map(PathBuf::from);
        let folders: Vec<PathBuf> =
            self.reader.export_folders().unwrap_or_default().into_iter().chain(backups).collect();
        if !folders.is_empty() {
            std::thread::spawn(move || folders.iter().for_each(|folder| sweep(folder)));
        }
    }

    /// Makes the daily copy, when the round names a folder for it and today's is not there. Of a round that can only be
    /// read none is due.
    pub(super) fn backup(&self, book: Option<&Book>, me: Option<InspectorId>, now: Instant) -> Result<()> {
        let book = book.filter(|b| b.read_only.is_none());
        if let Some(folder) = book.and_then(|b| b.round.backup_dir.clone()) {
            self.store.daily_backup(me, &PathBuf::from(folder), now, &|_| true)?;
        }
        Ok(())
    }

    /// Closes the file.
    pub(super) fn close(self) -> Result<()> {
        let Self { store, reader } = self;
        drop(reader);
        // A worker that still runs holds the store open until it ends; everything is on the disk already.
        Arc::into_inner(store).map_or(Ok(()), Store::close)
    }
}

/// What is to be known of a file that has just been opened; `unreadable`: of its method.
pub(super) fn notes(store: &Store, unreadable: Option<String>) -> Vec<String> {
    let united = store.united().map(str::to_owned);
    let crashed = store.unclean().then(|| CRASHED.to_owned());
    let read_only = store.read_only().map(ReadOnly::said);
    let others =
        [read_only, store.opened_copy(), crashed, united, store.clock_warning(), unreadable].into_iter().flatten();
    store.crash_notes().into_iter().chain(others).collect()
}

/// The recovery code, shown once, with plain words on what a forgotten passphrase means.
pub(super) fn recovery_page(code: &RecoveryCode) -> Page {
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
