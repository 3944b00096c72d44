//! The tables as values, and their rows.

use super::super::error::Sql;
use super::super::sql::SqlId;
use super::super::{migrate, read};
use super::DOING;
use crate::error::Result;
use crate::model::closed::{Link, Why};
use crate::text::grams::{Gram, Salt, Words};
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

const STAMP: &str = "withheld:stamp";
const SALT: &str = "withheld:salt";

/// Hashes of the withheld words of a record, each with its element.
pub(super) type Grams = BTreeSet<(String, Gram)>;

/// A record as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Encoded {
    pub(super) schema: u32,
    pub(super) brief: String,
    pub(super) body: String,
}

/// A record as it may be told; `None`: not at all.
pub(super) type ToldRow = Option<Encoded>;

fn told_row(row: &Row<'_>) -> rusqlite::Result<ToldRow> {
    let body: Option<String> = row.get("body")?;
    body.map(|body| Ok(Encoded { schema: row.get("schema")?, brief: row.get("brief")?, body })).transpose()
}

/// What the tables hold.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(super) stamp: String,
    pub(super) salt: Salt,
    pub(super) links: HashMap<Uuid, Arc<BTreeSet<Link>>>,
    pub(super) grams: HashMap<Uuid, Arc<Grams>>,
    pub(super) words: Arc<Words>,
    /// How many links close this statement, claim, cited line or record.
    closed: HashMap<Uuid, usize>,
}

impl Default for State {
    fn default() -> Self {
        Self::with_salt(String::new(), Salt(0))
    }
}

impl State {
    /// That of a file in which nothing is withheld yet; the salt is drawn when it has none.
    pub(super) fn first(salt: Option<Salt>) -> Self {
        Self::with_salt(String::new(), salt.unwrap_or_else(|| Salt(rand::random())))
    }

    pub(super) fn with_salt(stamp: String, salt: Salt) -> Self {
        let words = Arc::new(Words::new(salt, HashSet::new()));
        Self { stamp, salt, links: HashMap::new(), grams: HashMap::new(), words, closed: HashMap::new() }
    }

    /// Reads the tables.
    pub(super) fn read(conn: &Connection, path: &Path, stamp: String) -> Result<Self> {
        let salt = salt(conn).during(DOING, path)?;
        let mut state = Self::with_salt(stamp, salt.unwrap_or(Salt(0)));
        state.fill(conn).during(DOING, path)?;
        Ok(state)
    }

    fn fill(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let mut links: HashMap<Uuid, BTreeSet<Link>> = HashMap::new();
        let mut select = conn.prepare_cached("SELECT record, element, why, source FROM withheld_link")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            // A reason that this version does not know closes: it is read as the mark itself.
            let why = Why::parse(row.get_ref(2)?.as_str()?).unwrap_or(Why::Marked);
            let link = Link { element: row.get(1)?, why, source: row.get::<_, SqlId>(3)?.0 };
            links.entry(row.get::<_, SqlId>(0)?.0).or_default().insert(link);
        }
        for (record, links) in links {
            self.set_links(record, links);
        }
        let mut grams: HashMap<Uuid, Grams> = HashMap::new();
        let mut select = conn.prepare_cached("SELECT record, element, gram FROM withheld_gram")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let gram = (row.get(1)?, row.get::<_, i64>(2)?.cast_unsigned());
            grams.entry(row.get::<_, SqlId>(0)?.0).or_default().insert(gram);
        }
        self.grams = grams.into_iter().map(|(record, grams)| (record, Arc::new(grams))).collect();
        self.set_words();
        Ok(())
    }

    /// Whether a statement, an element or a record is closed as a whole.
    pub(super) fn closed(&self, id: Uuid) -> bool {
        self.closed.contains_key(&id)
    }

    /// The statements, elements and records that are closed, and were not before.
    pub(super) fn closed_since(&self, before: &Self) -> impl Iterator<Item = Uuid> {
        self.closed.keys().copied().filter(|id| !before.closed(*id))
    }

    /// Whether anything is open that was closed before.
    pub(super) fn opens(&self, before: &Self) -> bool {
        before.closed_since(self).next().is_some()
    }

    /// Whether no record withholds a word that it did not withhold before; another may have withheld it.
    pub(super) fn says_no_more(&self, before: &Self) -> bool {
        self.grams.iter().all(|(record, now)| {
            before.grams.get(record).is_some_and(|old| {
                let old: HashSet<Gram> = old.iter().map(|(_, gram)| *gram).collect();
                now.iter().all(|(_, gram)| old.contains(gram))
            })
        })
    }

    /// The records that are closed as a whole, and the papers with a matter that is; no answers.
    pub(super) fn closed_records(&self) -> Vec<Uuid> {
        let is_closed = |l: &Link| l.why.closes() && (l.element.is_empty() || l.why == Why::Verifies);
        let mut all: Vec<Uuid> =
            self.links.iter().filter(|(_, links)| links.iter().any(is_closed)).map(|(id, _)| *id).collect();
        all.sort_unstable();
        all
    }

    /// The links of a record.
    pub(super) fn links_of(&self, record: Uuid) -> BTreeSet<Link> {
        self.links.get(&record).map(|l| (**l).clone()).unwrap_or_default()
    }

    /// Replaces the links of a record; returns the ids that were closed or opened by it.
    pub(super) fn set_links(&mut self, record: Uuid, links: BTreeSet<Link>) -> BTreeSet<Uuid> {
        let old = self.links.remove(&record).unwrap_or_default();
        let ids: BTreeSet<Uuid> = old.iter().chain(&links).filter_map(|l| l.closes(record)).collect();
        let before: BTreeSet<Uuid> = ids.iter().copied().filter(|id| self.closed(*id)).collect();
        for id in old.iter().filter_map(|l| l.closes(record)) {
            if let Some(count) = self.closed.get_mut(&id) {
                *count -= 1;
                if *count == 0 {
                    self.closed.remove(&id);
                }
            }
        }
        for id in links.iter().filter_map(|l| l.closes(record)) {
            *self.closed.entry(id).or_default() += 1;
        }
        if !links.is_empty() {
            self.links.insert(record, Arc::new(links));
        }
        ids.into_iter().filter(|id| before.contains(id) != self.closed(*id)).collect()
    }

    /// Puts the words together from the hashes of all records.
    pub(super) fn set_words(&mut self) {
        let all = self.grams.values().flat_map(|g| g.iter().map(|(_, gram)| *gram)).collect();
        self.words = Arc::new(Words::new(self.salt, all));
    }
}

/// The present stamp; `None` while nothing was ever withheld.
pub(super) fn stamp(conn: &Connection) -> rusqlite::Result<Option<String>> {
    read::meta(conn, STAMP)
}

/// Sets a new stamp or removes it.
pub(super) fn set_stamp(conn: &Connection, stamp: Option<&str>) -> rusqlite::Result<()> {
    match stamp {
        Some(stamp) => migrate::set_meta(conn, STAMP, stamp),
        None => conn.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([STAMP]).map(drop),
    }
}

/// The salt of the file, when it has one.
pub(super) fn salt(conn: &Connection) -> rusqlite::Result<Option<Salt>> {
    Ok(read::meta(conn, SALT)?.and_then(|text| text.parse().ok()).map(Salt))
}

pub(super) fn set_salt(conn: &Connection, salt: Salt) -> rusqlite::Result<()> {
    migrate::set_meta(conn, SALT, &salt.0.to_string())
}

/// Empties the tables; the salt stays.
pub(super) fn clear(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("DELETE FROM withheld_link; DELETE FROM withheld_gram; DELETE FROM withheld_told;")
}

/// Replaces the links of a record.
pub(super) fn put_links(conn: &Connection, record: Uuid, links: &BTreeSet<Link>) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM withheld_link WHERE record = ?1")?.execute([SqlId(record)])?;
    let mut insert =
        conn.prepare_cached("INSERT INTO withheld_link(record, element, why, source) VALUES(?1, ?2, ?3, ?4)")?;
    for link in links {
        insert.execute((SqlId(record), &link.element, link.why.name(), SqlId(link.source)))?;
    }
    Ok(())
}

/// Puts the hashes of a record in the place of the old ones.
pub(super) fn put_grams(conn: &Connection, record: Uuid, old: &Grams, grams: &Grams) -> rusqlite::Result<()> {
    let mut delete =
        conn.prepare_cached("DELETE FROM withheld_gram WHERE record = ?1 AND element = ?2 AND gram = ?3")?;
    for (element, gram) in old.difference(grams) {
        delete.execute((SqlId(record), element, gram.cast_signed()))?;
    }
    let mut insert =
        conn.prepare_cached("INSERT OR IGNORE INTO withheld_gram(record, element, gram) VALUES(?1, ?2, ?3)")?;
    for (element, gram) in grams.difference(old) {
        insert.execute((SqlId(record), element, gram.cast_signed()))?;
    }
    Ok(())
}

/// How a record may be told, when otherwise than it is.
pub(super) fn told_of(conn: &Connection, record: Uuid) -> rusqlite::Result<Option<ToldRow>> {
    conn.prepare_cached("SELECT schema, brief, body FROM withheld_told WHERE record = ?1")?
        .query_row([SqlId(record)], told_row)
        .optional()
}

/// All of them.
pub(super) fn told(conn: &Connection) -> rusqlite::Result<BTreeMap<Uuid, ToldRow>> {
    conn.prepare_cached("SELECT record, schema, brief, body FROM withheld_told")?
        .query_map([], |r| Ok((r.get::<_, SqlId>("record")?.0, told_row(r)?)))?
        .collect()
}

/// Sets how a record may be told; `None`: as it is.
pub(super) fn put_told(conn: &Connection, record: Uuid, told: Option<&ToldRow>) -> rusqlite::Result<()> {
    let Some(told) = told else { return forget_told(conn, record) };
    let told = told.as_ref();
    conn.prepare_cached("INSERT OR REPLACE INTO withheld_told(record, schema, brief, body) VALUES(?1, ?2, ?3, ?4)")?
        .execute((SqlId(record), told.map(|t| t.schema), told.map(|t| &t.brief), told.map(|t| &t.body)))
        .map(drop)
}

/// Forgets how a record may be told.
pub(super) fn forget_told(conn: &Connection, record: Uuid) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM withheld_told WHERE record = ?1")?.execute([SqlId(record)]).map(drop)
}
