//! Writing what a change comes to.

use super::Texts;
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::record::Kind;
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::withheld::rows::{self, Grams, State, ToldRow};
use crate::store::withheld::{DOING, Memory, Told};
use crate::store::{derived, draft};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// How one record is told.
pub(in crate::store::withheld) struct Shown {
    pub(in crate::store::withheld) id: Uuid,
    pub(in crate::store::withheld) record: AnyRecord,
    /// As it may be told; `None`: not at all.
    pub(in crate::store::withheld) told: Option<AnyRecord>,
    /// Its row; `None`: none, it is told as it is.
    pub(super) row: Option<ToldRow>,
}

/// What a change comes to.
pub(in crate::store::withheld) struct Outcome {
    pub(in crate::store::withheld) state: State,
    /// Nothing was withheld in this file before.
    pub(super) first: bool,
    pub(super) touched: BTreeSet<Uuid>,
    pub(in crate::store::withheld) shown: Vec<Shown>,
    /// There are words that did not count before, or something is closed that was not.
    pub(super) grew: bool,
    /// The texts of which any words count that did not before; there may be others among them.
    pub(in crate::store::withheld) added: Texts,
}

impl Outcome {
    /// The state, and the rows of what is told otherwise than it is.
    pub(in crate::store::withheld) fn into_parts(self) -> (State, BTreeMap<Uuid, ToldRow>) {
        (self.state, self.shown.into_iter().filter_map(|s| Some((s.id, s.row?))).collect())
    }

    /// Writes the tables, without search index and rows, and strikes what is being typed elsewhere.
    pub(in crate::store::withheld) fn make(&mut self, conn: &Connection, path: &Path) -> Result<()> {
        self.write(conn, None, false).during(DOING, path)?;
        drafts(conn, path, &self.state)
    }

    /// Writes the tables. Whoever keeps a state reads it again by the stamp, so that it changes with the state, and once
    /// a transaction (`stamped`: it has), because nobody else sees what is between. `base` is what the tables hold.
    fn write(&mut self, conn: &Connection, base: Option<&State>, stamped: bool) -> rusqlite::Result<()> {
        let none = Grams::new();
        for id in &self.touched {
            rows::put_links(conn, *id, &self.state.links_of(*id))?;
            let old = base.and_then(|base| base.grams.get(id)).map_or(&none, |g| g);
            rows::put_grams(conn, *id, old, self.state.grams.get(id).map_or(&none, |g| g))?;
        }
        for shown in &self.shown {
            rows::put_told(conn, shown.id, shown.row.as_ref())?;
        }
        if self.state.links.is_empty() && self.state.grams.is_empty() {
            self.state.stamp.clear();
            return rows::set_stamp(conn, None);
        }
        if self.first {
            rows::set_salt(conn, self.state.salt)?;
        }
        if self.first || !(self.touched.is_empty() || stamped) {
            self.state.stamp = format!("{:016x}", rand::random::<u64>());
            return rows::set_stamp(conn, Some(&self.state.stamp));
        }
        Ok(())
    }

    /// Writes the tables, indexes and lists what is told otherwise than before, and strikes what is being typed elsewhere.
    /// `put` is the record that was just written.
    pub(in crate::store::withheld) fn apply(
        mut self,
        conn: &Connection,
        path: &Path,
        (memory, base): (&Memory, &Arc<State>),
        put: Option<Uuid>,
    ) -> Result<()> {
        let mut before = BTreeMap::new();
        for shown in &self.shown {
            before.insert(shown.id, rows::told_of(conn, shown.id).during(DOING, path)?);
        }
        self.write(conn, Some(base), memory.is_stamped()).during(DOING, path)?;
        for shown in &self.shown {
            let changed = before.get(&shown.id).is_some_and(|old| *old != shown.row);
            if changed || put == Some(shown.id) {
                let told = shown.told.as_ref().map(derived::Derived::of_any).unwrap_or_default();
                tell(conn, (shown.record.kind(), shown.id), &told).during(DOING, path)?;
            }
        }
        if self.grew {
            // What was found by words that may not be told goes out of the index for good, not only out of sight: also
            // what a record said before it was worded otherwise.
            conn.execute_batch("INSERT INTO fts(fts) VALUES('optimize')").during(DOING, path)?;
            drafts(conn, path, &self.state)?;
        }
        memory.follow(self, Arc::clone(base));
        Ok(())
    }
}

fn tell(conn: &Connection, (kind, id): (Kind, Uuid), told: &derived::Derived) -> rusqlite::Result<()> {
    let seq: Option<i64> =
        conn.prepare_cached("SELECT seq FROM record WHERE id = ?1")?.query_row([SqlId(id)], |r| r.get(0)).optional()?;
    match seq {
        Some(seq) => derived::tell(conn, (kind, id), Some(seq), Some((seq, told))),
        None => Ok(()),
    }
}

/// Strikes withheld words in what is being typed into other records.
fn drafts(conn: &Connection, path: &Path, state: &State) -> Result<()> {
    let told = Told::of(Arc::new(state.clone()));
    draft::change_each(conn, |one| told.draft(one)).during(DOING, path)
}
