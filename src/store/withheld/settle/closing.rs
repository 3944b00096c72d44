//! What is closed or opened by a change, followed from record to record.

use super::{Work, of_body, stored};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::{self, Link, Why};
use crate::model::told::{resting_kinds, rests};
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::withheld::{DOING, history};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

impl Work<'_> {
    /// Follows what was closed or opened, from record to record, until nothing changes.
    pub(super) fn close(&mut self) -> Result<()> {
        while let Some(id) = self.queue.pop_front() {
            let Some((record, live)) = self.find(id)? else { continue };
            let old = self.state.links_of(id);
            let mut links = closed::links(&record, &|id| self.state.closed(id));
            links.extend(lost_of(&record, &old));
            if live {
                // Words are looked for at the end.
                links.extend(old.iter().filter(|l| l.why == Why::Words).cloned());
            } else {
                links.retain(|l| l.why.closes());
            }
            if links == old {
                continue;
            }
            self.touched.insert(id);
            self.sources.insert(id);
            for changed in self.state.set_links(id, links) {
                let resting = self.resting_on(changed)?;
                self.queue.extend(resting);
            }
        }
        Ok(())
    }

    /// The record of that id, and whether it is not in the bin.
    pub(super) fn find(&mut self, id: Uuid) -> Result<Option<(AnyRecord, bool)>> {
        if let Some(record) = self.over.get(&id) {
            return Ok(Some((record.clone(), true)));
        }
        if let Some(record) = stored(self.conn, self.path, id)? {
            return Ok(Some((record, true)));
        }
        if let Some(record) = self.bin.as_ref().and_then(|bin| bin.get(&id)) {
            return Ok(Some((record.clone(), false)));
        }
        let last = history::last(self.conn, id).during(DOING, self.path)?;
        Ok(last.and_then(|body| of_body(self.path, &body)).map(|record| (record, false)))
    }

    /// The records that rest on a statement or record.
    fn resting_on(&mut self, id: Uuid) -> Result<Vec<Uuid>> {
        if let Some(index) = &self.index {
            return Ok(index.get(&id).cloned().unwrap_or_default());
        }
        let sql = format!("SELECT id FROM record WHERE kind IN {} AND instr(body, ?1)", resting_list());
        let mut found: Vec<Uuid> = self
            .conn
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map([id.to_string()], |r| r.get::<_, SqlId>(0).map(|id| id.0))?.collect())
            .during(DOING, self.path)?;
        if self.bin.is_none() {
            let bodies = history::bin(self.conn).during(DOING, self.path)?;
            let mut bin = HashMap::new();
            for body in &bodies {
                bin.extend(of_body(self.path, body).map(|record| (body.record, record)));
            }
            self.bin = Some(bin);
        }
        let bin = self.bin.iter().flatten().filter(|(_, r)| rests(r).iter().any(|rest| rest.on == id));
        found.extend(bin.map(|(id, _)| *id));
        Ok(found)
    }
}

/// The links that closed statements keep which are no longer in their answer.
pub(super) fn lost_of(record: &AnyRecord, links: &BTreeSet<Link>) -> Vec<Link> {
    let AnyRecord::Answer(answer) = record else { return Vec::new() };
    let there = |id: Option<Uuid>| id.is_some_and(|id| answer.statements.iter().any(|s| s.id.0 == id));
    let lost = |l: &&Link| match l.why {
        Why::Marked | Why::Corrected => !l.element.is_empty() && !there(Uuid::parse_str(&l.element).ok()),
        // What it came into is no more in the answer either.
        Why::Joined | Why::Split => !there(Some(l.source)),
        _ => false,
    };
    links.iter().filter(lost).cloned().collect()
}

/// The kinds whose records rest on others, as SQL takes a list.
pub(super) fn resting_list() -> String {
    let names: Vec<String> = resting_kinds().map(|kind| format!("'{}'", kind.name())).collect();
    format!("({})", names.join(", "))
}
