//! Actions on a real file.

mod people;
mod setting_up;
mod stale;

use crate::analysis::fixture;
use crate::error::Error;
use crate::model::any::AnyRecord;
use crate::model::record::Op;
use crate::store::{Script, Store, Tx};
use tempfile::TempDir;

/// An empty round file.
fn empty() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = fixture::create(&dir.path().join("甲.wenkan"));
    (dir, store)
}

/// Puts records into the file, whatever any rule says.
fn put(store: &Store, records: impl IntoIterator<Item = AnyRecord>) {
    let records: Vec<AnyRecord> = records.into_iter().collect();
    store
        .perform(None, Script(Op::Sample, move |tx: &mut Tx<'_>| records.iter().try_for_each(|r| tx.put_any(r))))
        .unwrap();
}

/// Carries an action out within a transaction that then fails, as on a full disk, and says what `look` sees in it.
fn tried<T: Send + 'static>(
    store: &Store,
    act: impl crate::store::Act,
    look: impl FnOnce(&Tx<'_>) -> T + Send + 'static,
) -> T {
    let (sender, seen) = std::sync::mpsc::channel();
    let failed: Result<((), _), Error> = store.transact(act.op(), None, move |tx| {
        act.run(tx)?;
        sender.send(look(tx)).unwrap();
        Err(Error::input("磁盘已满"))
    });
    failed.unwrap_err();
    seen.recv().unwrap()
}
