//! Working out what follows from a record that was written: what is closed by it or opened ([`closing`]), whose words
//! count ([`words`]), which other records are told otherwise than before; and the writing of it ([`writing`]).

mod anew;
mod closing;
mod words;
mod writing;

pub(super) use anew::anew;
pub(super) use words::{Texts, element_of, forget, secret, whole};
pub(super) use writing::Outcome;

use super::super::error::Sql;
use super::history::{self, Logged};
use super::rows::State;
use super::strike::strike;
use super::{DOING, Memory, decode, encode};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::{self, Link, Why};
use crate::model::record::Kind;
use crate::model::told::rests;
use crate::store::sql::SqlId;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use writing::Shown;

/// A change being worked out; nothing is written by it.
pub(super) struct Work<'a> {
    conn: &'a Connection,
    path: &'a Path,
    memory: &'a Memory,
    base: &'a State,
    state: State,
    /// Records to look at again because something they rest on was closed or opened.
    queue: VecDeque<Uuid>,
    /// Records whose rows change.
    touched: BTreeSet<Uuid>,
    /// Records whose withheld words are taken anew.
    sources: BTreeSet<Uuid>,
    /// Records to be told anew whatever else.
    put: BTreeSet<Uuid>,
    /// Records as they are to be taken instead of as they are stored.
    over: HashMap<Uuid, AnyRecord>,
    /// The last bodies of what is in the bin, once they were needed.
    bin: Option<HashMap<Uuid, AnyRecord>>,
    /// What rests on what, when everything is worked out anew or comes in at once.
    index: Option<HashMap<Uuid, Vec<Uuid>>>,
}

impl<'a> Work<'a> {
    pub(super) fn new(conn: &'a Connection, path: &'a Path, memory: &'a Memory, base: &'a State) -> Self {
        Self {
            conn,
            path,
            memory,
            base,
            state: base.clone(),
            queue: VecDeque::new(),
            touched: BTreeSet::new(),
            sources: BTreeSet::new(),
            put: BTreeSet::new(),
            over: HashMap::new(),
            bin: None,
            index: None,
        }
    }

    /// Takes a record as it is now.
    pub(super) fn put(&mut self, id: Uuid, record: AnyRecord) -> Result<()> {
        self.over.insert(id, record);
        self.put.insert(id);
        self.sources.insert(id);
        self.queue.push_back(id);
        self.close()
    }

    /// Takes records as if they had all been written.
    pub(super) fn put_all(&mut self, records: &[AnyRecord]) -> Result<()> {
        let mut index: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for record in records {
            let id = record.id();
            for rest in rests(record) {
                index.entry(rest.on).or_default().push(id);
            }
            self.over.insert(id, record.clone());
            self.put.insert(id);
            self.sources.insert(id);
            self.queue.push_back(id);
        }
        self.index = Some(index);
        self.close()
    }

    /// Looks at a record again that is in the bin now.
    pub(super) fn touch(&mut self, id: Uuid) {
        self.queue.push_back(id);
    }

    /// Takes all withheld words anew: what does not count has changed.
    pub(super) fn regram(&mut self) -> Result<()> {
        self.sources.extend(self.state.links.keys().copied());
        self.close()
    }

    /// Works out the rest: the words that count, and who is told how.
    pub(super) fn settle(mut self) -> Result<Outcome> {
        self.close()?;
        let added = self.take_words()?;
        let (said_more, shrank) =
            (!self.base.words.holds(&self.state.words), !self.state.words.holds(&self.base.words));
        let mut told: BTreeSet<Uuid> = &self.touched | &self.put;
        if shrank {
            let words = |links: &BTreeSet<Link>| links.iter().any(|l| l.why == Why::Words);
            told.extend(self.base.links.iter().filter(|(_, links)| words(links)).map(|(id, _)| *id));
        }
        if said_more {
            told.extend(self.scan(&added)?);
        }
        let mut shown = Vec::new();
        for id in told {
            if let Some((record, true)) = self.find(id)? {
                shown.push(self.show(id, record)?);
            }
        }
        let grew = said_more || self.state.closed_since(self.base).next().is_some();
        let first = self.base.stamp.is_empty();
        Ok(Outcome { state: self.state, first, touched: self.touched, shown, grew, added })
    }

    /// How a record is told now; its links of words are set by it.
    fn show(&mut self, id: Uuid, record: AnyRecord) -> Result<Shown> {
        let mut links = self.state.links_of(id);
        links.retain(|l| l.why != Why::Words);
        let mut told = closed::told(&record, &links);
        let words = Arc::clone(&self.state.words);
        if let Some(told) = &mut told {
            strike(told, &words, &mut |place, _| {
                links.insert(Link { element: place.to_string(), why: Why::Words, source: id });
            });
        }
        if links != self.state.links_of(id) {
            self.state.set_links(id, links);
            self.touched.insert(id);
        }
        let row = match &told {
            None => Some(None),
            Some(told) if *told == record => None,
            Some(told) => Some(Some(encode(told)?)),
        };
        Ok(Shown { id, record, told, row })
    }
}

/// A live record; `None` for one that cannot be read.
pub(super) fn stored(conn: &Connection, path: &Path, id: Uuid) -> Result<Option<AnyRecord>> {
    let row: Option<(String, u32, String)> = conn
        .prepare_cached("SELECT kind, schema, body FROM record WHERE id = ?1")
        .and_then(|mut s| s.query_row([SqlId(id)], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional())
        .during(DOING, path)?;
    Ok(row.and_then(|(kind, schema, body)| decode(path, Kind::parse(&kind)?, schema, &body).ok()))
}

/// A record as it is, or as it was before it went to the bin.
pub(super) fn last_known(conn: &Connection, path: &Path, id: Uuid) -> Result<Option<AnyRecord>> {
    if let Some(live) = stored(conn, path, id)? {
        return Ok(Some(live));
    }
    Ok(history::last(conn, id).during(DOING, path)?.and_then(|body| of_body(path, &body)))
}

/// A body as the record it is; `None` for one that cannot be read: nobody reads it through a reader either.
pub(super) fn of_body(path: &Path, body: &Logged) -> Option<AnyRecord> {
    decode(path, Kind::parse(&body.kind)?, body.schema, &body.body).ok()
}
