//! A bundle fills a round file that has no work of its own.

use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::model::any::{AnyRecord, ForKind};
use crate::model::record::{Kind, Op, Record};
use crate::model::round::{Inspector, Round};
use crate::store::{Act, Records, Tx};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Adopts the round of a bundle. The round and the group that stand in the file give way; anything beyond that is work,
/// and a file with work in it is refused.
#[derive(Debug, Clone)]
pub struct AdoptBundle {
    /// The methods that the round has used.
    pub methods: Vec<MethodFiles>,
    /// All its records, checked.
    pub records: Vec<AnyRecord>,
}

impl Act for AdoptBundle {
    fn op(&self) -> Op {
        Op::ImportBundle
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        without_work(tx)?;
        let own: BTreeSet<Uuid> = self.records.iter().map(AnyRecord::id).collect();
        let rounds = tx.all::<Round>()?.into_iter().map(|r| (Kind::Round, r.uuid()));
        let group = tx.all::<Inspector>()?.into_iter().map(|i| (Kind::Inspector, i.uuid()));
        for (kind, id) in rounds.chain(group).filter(|(_, id)| !own.contains(id)) {
            tx.delete(kind, id)?;
        }
        for method in &self.methods {
            // In their order: the last is the one in use.
            tx.put_method_last(method.hash(), &method.files)?;
        }
        // A bundle of another program may bring statements that are withheld, and their words elsewhere, in the names of
        // units too: they are struck before anything is written.
        let mut records = tx.incoming(&self.records)?;
        records.sort_by_key(|r| match r.kind() {
            Kind::Round | Kind::Unit => 0,
            Kind::Answer => 1,
            _ => 2,
        });
        records.iter().try_for_each(|record| tx.put_any(record))?;
        tx.strike_all()
    }
}

/// Whether nothing stands in the file but what `new` sets up: the round and its group.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when there is more; those of reading.
pub fn without_work(records: &impl Records) -> Result<()> {
    struct None<'r, T>(&'r T);
    impl<T: Records> ForKind for None<'_, T> {
        type Out = Result<()>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Result<()> {
            if self.0.all::<R>()?.is_empty() { Ok(()) } else { Err(not_empty(R::KIND)) }
        }
    }
    let work = Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Round | Kind::Inspector));
    work.into_iter().try_for_each(|kind| kind.run(None(records)))
}

fn not_empty(kind: Kind) -> Error {
    Error::input(format!("这个轮次文件里已有{}，不能导入资料包", kind.chinese()))
        .hint("文件未作改动。请新建一个轮次文件再导入；两份都有内容的，要用 wenkan merge 合并。")
}
