//! The method of a round.

use crate::analysis::methods::{InUse, in_use, refresh_views};
use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::model::record::Op;
use crate::store::{Act, Reader, Store, Tx};

/// New talks use this method from now on; those that have begun keep theirs.
#[derive(Debug, Clone)]
pub struct UpdateMethod {
    /// The method, checked.
    pub method: MethodFiles,
    /// The method in use cannot be read: one that was used before may take its place.
    pub replaces_unreadable: bool,
}

impl Act for UpdateMethod {
    fn op(&self) -> Op {
        Op::EditRound
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let hash = self.method.hash();
        let used = tx.methods()?;
        if !self.replaces_unreadable && used.iter().skip(1).any(|h| *h == hash) {
            return Err(Error::input(format!("轮次以前用过这一版工作法（{}），后来已更新", hash.short()))
                .hint("没有改动。要退回旧版，请把 method.toml 里的 version 改一个名称，再更新一次。"));
        }
        tx.put_method_last(hash, &self.method.files)
    }
}

/// The built-in method becomes one of the round's.
#[derive(Debug)]
struct TakeUpBuiltin;

impl Act for TakeUpBuiltin {
    fn op(&self) -> Op {
        Op::EditRound
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let files = MethodFiles::builtin();
        tx.put_method(files.hash(), &files.files)
    }
}

/// Makes a round that was opened for writing ready for work: when none of its methods can be read, the built-in one
/// becomes its method, because talks name the method that they are begun with; and the views of the entries are brought
/// up. Returns the method, and what there is to say of it. A round without a method stays without; one that can only be
/// read stays as it is. `reader`: of that store.
///
/// # Errors
/// Those of the store.
pub fn prepare(store: &Store, reader: &Reader) -> Result<Option<InUse>> {
    let (used, found) = reader.snapshot(|reader| {
        let used = reader.methods()?;
        let found = if used.is_empty() { None } else { Some(in_use(reader)?) };
        Ok((used, found))
    })?;
    if store.read_only().is_none() {
        if found.as_ref().is_some_and(|found| used.iter().all(|m| m.hash != found.method.hash())) {
            super::door::perform(store, None, TakeUpBuiltin)?;
        }
        refresh_views(store, reader)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_of_which_no_method_can_be_read_gets_the_built_in_one_and_says_so_once() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &crate::store::Secret::None).unwrap();
        let reader = store.reader().unwrap();
        let warned = || prepare(&store, &reader).unwrap().and_then(|used| used.warning);
        assert!(warned().is_none() && reader.methods().unwrap().is_empty());
        let broken = MethodFiles::new([("method.toml".to_owned(), "name = [ 坏".to_owned())]);
        store.perform(None, UpdateMethod { method: broken, replaces_unreadable: true }).unwrap();
        assert!(warned().is_some());
        assert_eq!(reader.methods().unwrap().len(), 2, "the round has one that can be read");
        assert_eq!(in_use(&reader).unwrap().method.hash, MethodFiles::builtin().hash());
        assert!(warned().is_none());
    }
}
