//! The search index against the texts that it was made from.
//!
//! The index keeps no text, so what should be in it is indexed again, in memory and in portions, and both are compared
//! word by word: of each entry the sum of the hashes of its words with their places. A sum does not depend on order, so
//! the index is read once, in the order in which it lies.

use crate::model::record::Kind;
use crate::store::search;
use rusqlite::Connection;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash as _, Hasher};
use uuid::Uuid;

/// Bytes of text that are indexed in memory at a time.
const PORTION: usize = 8 << 20;

/// Of each entry, by the place of its record: what its words add up to.
type Sums = HashMap<i64, u64>;

/// Of each entry, how many words it has in each column, as the index writes it.
type Lengths = HashMap<i64, Vec<u8>>;

/// What should be in the index.
#[derive(Debug)]
pub(super) struct Expected {
    portion: Connection,
    bytes: usize,
    sums: Sums,
    records: HashMap<i64, Uuid>,
    lengths: Lengths,
}

impl Expected {
    pub(super) fn new() -> rusqlite::Result<Self> {
        let portion = Connection::open_in_memory()?;
        // As in migrations/v1.sql.
        portion.execute_batch(
            "CREATE VIRTUAL TABLE fts USING fts5(
               kind, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
             );",
        )?;
        Ok(Self { portion, bytes: 0, sums: Sums::new(), records: HashMap::new(), lengths: Lengths::new() })
    }

    /// Adds the text of a record.
    pub(super) fn add(&mut self, seq: i64, id: Uuid, kind: Kind, text: &str) -> rusqlite::Result<()> {
        search::index(&self.portion, None, Some((seq, kind, text)))?;
        self.records.insert(seq, id);
        self.bytes += text.len();
        if self.bytes > PORTION { self.sum_up() } else { Ok(()) }
    }

    fn sum_up(&mut self) -> rusqlite::Result<()> {
        add(&self.portion, &mut self.sums)?;
        add_lengths(&self.portion, &mut self.lengths)?;
        self.portion.execute_batch("INSERT INTO fts(fts) VALUES('delete-all')")?;
        self.bytes = 0;
        Ok(())
    }

    /// What is wrong with the index of that file, one line each, and how many words were compared.
    pub(super) fn compare(mut self, conn: &Connection) -> rusqlite::Result<(Vec<String>, u64)> {
        self.sum_up()?;
        let (mut found, mut lengths) = (Sums::new(), Lengths::new());
        add_lengths(conn, &mut lengths)?;
        // The list of words is a table of its own, which a connection that only reads may not make even in memory.
        conn.pragma_update(None, "query_only", false)?;
        let read = add(conn, &mut found);
        conn.pragma_update(None, "query_only", true)?;
        let words = read?;
        let wrong = |seq: &&i64| {
            found.get(seq).copied().unwrap_or(0) != self.sums.get(seq).copied().unwrap_or(0)
                || lengths.get(seq) != self.lengths.get(seq)
        };
        let mut problems: Vec<String> = self
            .records
            .iter()
            .filter(|(seq, _)| wrong(seq))
            .map(|(_, id)| format!("记录 {id}：搜索索引与内容不一致"))
            .collect();
        problems.sort();
        let all: BTreeSet<&i64> = found.keys().chain(lengths.keys()).collect();
        let strange = all.into_iter().filter(|seq| !self.records.contains_key(seq)).count();
        if strange > 0 {
            problems.push(format!("搜索索引里多出 {strange} 条"));
        }
        Ok((problems, words))
    }
}

fn add_lengths(conn: &Connection, lengths: &mut Lengths) -> rusqlite::Result<()> {
    let mut select = conn.prepare("SELECT id, sz FROM fts_docsize")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        lengths.insert(row.get(0)?, row.get(1)?);
    }
    Ok(())
}

/// Adds every word of the index of `conn` to the sum of its entry; returns how many there are.
fn add(conn: &Connection, sums: &mut Sums) -> rusqlite::Result<u64> {
    conn.execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, fts, instance)")?;
    let read = read_words(conn, sums);
    conn.execute_batch("DROP TABLE temp.word")?;
    read
}

fn read_words(conn: &Connection, sums: &mut Sums) -> rusqlite::Result<u64> {
    let mut words = 0;
    let mut select = conn.prepare("SELECT term, doc, col, offset FROM temp.word")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let mut hasher = DefaultHasher::new();
        row.get_ref(0)?.as_bytes().unwrap_or_default().hash(&mut hasher);
        row.get_ref(2)?.as_bytes().unwrap_or_default().hash(&mut hasher);
        row.get::<_, i64>(3)?.hash(&mut hasher);
        let sum = sums.entry(row.get(1)?).or_default();
        *sum = sum.wrapping_add(hasher.finish());
        words += 1;
    }
    Ok(words)
}
