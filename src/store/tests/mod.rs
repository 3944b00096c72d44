//! Tests of the store as a whole.

mod any_order;
mod basics;
mod copies;
mod failures;
mod file_v1;
mod file_v2;
mod file_v3;
mod flips;
mod foreign;
mod growth;
mod identity;
mod older;
mod property;
mod read_only;
mod refusals;
mod rekey;
mod repair;
mod untouched;
mod views;
mod wal;
mod whole;
mod withheld;
mod withheld_before;
mod withheld_cut;
mod withheld_struck;

use super::*;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::{InterviewId, StatementId, UnitId};
use crate::model::order::OrderKey;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::model::value::Instant;
use tempfile::TempDir;
use uuid::Uuid;

/// A folder with one plain round in it.
struct Bench {
    dir: TempDir,
    path: PathBuf,
    /// The gate of the store that [`Bench::new`] gives.
    gate: Arc<Gate>,
}

impl Bench {
    fn new() -> (Self, Store) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("十轮.wenkan");
        let (store, code) = Store::create(&path, &Secret::None).unwrap();
        assert!(code.is_none());
        store.close().unwrap();
        let options = Options::default();
        let gate = Arc::clone(&options.gate);
        let store = Store::open_with(&path, &Secret::None, &options).unwrap();
        (Self { dir, path, gate }, store)
    }

    fn open(&self) -> Store {
        Store::open(&self.path, &Secret::None).unwrap()
    }
}

fn passphrase() -> Secret {
    Secret::Passphrase(Passphrase::new("水利局 2026 巡察").unwrap())
}

fn unit(name: &str) -> Unit {
    Unit::new(UnitId::new(), "SLJ", name)
}

fn statement(text: &str, withheld: bool) -> Statement {
    Statement {
        id: StatementId::new(),
        order: OrderKey::between(None, None),
        lane: Lane::Verbatim,
        at: Instant { ms: 1_772_932_500_000, offset: 480 },
        text: text.into(),
        key: false,
        withheld,
        supersedes: None,
        words_of: Vec::new(),
    }
}

fn answer(text: &str) -> Answer {
    let mut answer = Answer::new(InterviewId::new(), "q3");
    answer.statements.push(statement(text, false));
    answer
}

fn draft(record: Uuid, text: &str) -> Draft {
    Draft {
        record,
        kind: Kind::Answer,
        parent: None,
        field: "text".into(),
        text: text.into(),
        state: "{}".into(),
        caret: text.len(),
        base: None,
        at: Instant { ms: 1_772_932_500_000, offset: 480 },
    }
}

fn put<R: crate::model::record::Record + Sync>(store: &Store, record: &R) -> Changes {
    let record = record.clone();
    store.transact(Op::EditUnit, None, move |tx| tx.put(&record)).unwrap().1
}

/// Hands in an action.
fn submit(store: &Store, ticket: u64, f: impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'static) {
    store.submit(Ticket(ticket), None, Box::new(Script(Op::EditUnit, f)));
}
