//! Everything worked out from the log alone.

use super::closing::{lost_of, resting_list};
use super::{Outcome, Work, of_body};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed;
use crate::model::record::Kind;
use crate::model::told::rests;
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::withheld::history::{self, Logged};
use crate::store::withheld::rows::{self, State};
use crate::store::withheld::{DOING, MARK, Memory};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use uuid::Uuid;

/// Everything worked out from the log alone; `None`: nothing is or was withheld.
pub(in crate::store::withheld) fn anew(conn: &Connection, path: &Path) -> Result<Option<Outcome>> {
    let mut marked: BTreeSet<Uuid> = BTreeSet::new();
    history::each(conn, |r| {
        if r.body.contains(MARK) {
            marked.insert(r.record);
        }
    })
    .during(DOING, path)?;
    // What cannot be made whole in the log any more may still be shown.
    let shown: Vec<SqlId> = conn
        .prepare_cached("SELECT id FROM record WHERE instr(body, ?1)")
        .and_then(|mut s| s.query_map([MARK], |r| r.get(0))?.collect())
        .during(DOING, path)?;
    marked.extend(shown.into_iter().map(|id| id.0));
    if marked.is_empty() {
        return Ok(None);
    }
    let salt = rows::salt(conn).during(DOING, path)?;
    let empty = State::first(salt);
    let memory = Memory::default();
    let mut work = Work::new(conn, path, &memory, &empty);
    let mut answers: Vec<Logged> = Vec::new();
    history::each(conn, |r| {
        if marked.contains(&r.record) && r.kind == Kind::Answer.name() {
            answers.push(r.into());
        }
    })
    .during(DOING, path)?;
    for body in &answers {
        if let Some(record) = of_body(path, body) {
            work.replay(body.record, record);
        }
    }
    work.queue.extend(marked);
    let mut index: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (id, record) in resting(conn, path)? {
        for rest in rests(&record) {
            index.entry(rest.on).or_default().push(id);
        }
        work.queue.push_back(id);
    }
    work.index = Some(index);
    work.over.clear();
    let outcome = work.settle()?;
    let nothing = outcome.state.links.is_empty() && outcome.state.grams.is_empty();
    Ok((!nothing).then_some(outcome))
}

impl Work<'_> {
    /// Takes the next revision of an answer: what it no longer holds stays closed.
    fn replay(&mut self, id: Uuid, record: AnyRecord) {
        let old = self.state.links_of(id);
        let mut links = closed::links(&record, &|id| self.state.closed(id));
        links.extend(lost_of(&record, &old));
        self.touched.insert(id);
        self.sources.insert(id);
        self.state.set_links(id, links);
        self.over.insert(id, record);
    }
}

/// All records that rest on others, those in the bin too.
fn resting(conn: &Connection, path: &Path) -> Result<Vec<(Uuid, AnyRecord)>> {
    let sql = format!("SELECT id, kind, schema, body FROM record WHERE kind IN {}", resting_list());
    let live: Vec<Logged> = conn
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map([], |r| {
                Ok(Logged { record: r.get::<_, SqlId>(0)?.0, kind: r.get(1)?, schema: r.get(2)?, body: r.get(3)? })
            })?
            .collect()
        })
        .during(DOING, path)?;
    let mut all = Vec::new();
    for body in live.iter().chain(&history::bin(conn).during(DOING, path)?) {
        all.extend(of_body(path, body).map(|record| (body.record, record)));
    }
    Ok(all)
}
