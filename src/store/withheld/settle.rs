//! Working out what follows from a record that was written: what is closed by it or opened, whose words count, which
//! other records are told otherwise than before.

use super::super::error::Sql;
use super::super::sql::SqlId;
use super::super::{derived, draft};
use super::history::{self, Logged};
use super::rows::{self, Grams, State, ToldRow};
use super::said::{self, Common, Word};
use super::{DOING, MARK, Told, decode, encode};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::{self, Link, Why};
use crate::model::record::Kind;
use crate::model::told::{How, each_text, rests};
use crate::text::grams::{RUN, SENTENCE};
use crate::text::normal::{Normal, Sieve};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// The kinds whose records rest on others.
const RESTING: &str = "('observation', 'attachment', 'evidence', 'decision', 'problem')";

/// A change being worked out; nothing is written by it.
pub(super) struct Work<'a> {
    conn: &'a Connection,
    path: &'a Path,
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
    pub(super) fn new(conn: &'a Connection, path: &'a Path, base: &'a State) -> Self {
        Self {
            conn,
            path,
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

    /// Follows what was closed or opened, from record to record, until nothing changes.
    fn close(&mut self) -> Result<()> {
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
    fn find(&mut self, id: Uuid) -> Result<Option<(AnyRecord, bool)>> {
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
        let sql = format!("SELECT id FROM record WHERE kind IN {RESTING} AND instr(body, ?1)");
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

    /// Works out the rest: the words that count, and who is told how.
    pub(super) fn settle(mut self) -> Result<Outcome> {
        self.close()?;
        let added = self.take_words()?;
        let (grew, shrank) = (!self.base.words.holds(&self.state.words), !self.state.words.holds(&self.base.words));
        let mut told: BTreeSet<Uuid> = &self.touched | &self.put;
        if shrank {
            let words = |links: &BTreeSet<Link>| links.iter().any(|l| l.why == Why::Words);
            told.extend(self.base.links.iter().filter(|(_, links)| words(links)).map(|(id, _)| *id));
        }
        if grew {
            told.extend(self.scan(&added)?);
        }
        let mut shown = Vec::new();
        for id in told {
            if let Some((record, true)) = self.find(id)? {
                shown.push(self.show(id, record)?);
            }
        }
        Ok(Outcome { state: self.state, first: self.base.stamp.is_empty(), touched: self.touched, shown, grew })
    }

    /// Takes the withheld words of the sources anew; returns the texts of which any counts that did not before.
    fn take_words(&mut self) -> Result<Vec<Normal>> {
        let salt = self.state.salt;
        let mut words: Vec<(Uuid, Word)> = Vec::new();
        let mut kept: HashMap<Uuid, Grams> = HashMap::new();
        for id in std::mem::take(&mut self.sources) {
            let Some((record, _)) = self.find(id)? else { continue };
            let links = self.state.links_of(id);
            kept.insert(id, Grams::new());
            if links.iter().any(|l| l.why.closes()) {
                let said = said::words((self.conn, self.path), salt, &record, &links)?;
                words.extend(said.into_iter().map(|word| (id, word)));
            }
        }
        if !words.is_empty() {
            Common::read(self.conn, self.path, salt)?.remove_from(words.iter_mut().map(|(_, word)| word));
        }
        for (id, word) in &words {
            let grams = word.grams.iter().map(|gram| (word.element.clone(), *gram));
            kept.entry(*id).or_default().extend(grams);
        }
        let mut changed = false;
        for (id, grams) in kept {
            let same = match self.state.grams.get(&id) {
                Some(old) => **old == grams,
                None => grams.is_empty(),
            };
            if same {
                continue;
            }
            changed = true;
            self.touched.insert(id);
            if grams.is_empty() {
                self.state.grams.remove(&id);
            } else {
                self.state.grams.insert(id, Arc::new(grams));
            }
        }
        if changed {
            self.state.set_words();
        }
        Ok(words.into_iter().map(|(_, word)| word.text).collect())
    }

    /// The records in which any of these texts may stand.
    fn scan(&self, texts: &[Normal]) -> Result<Vec<Uuid>> {
        let sieve = sieve(texts);
        let mut select = self.conn.prepare_cached("SELECT id, body FROM record").during(DOING, self.path)?;
        let mut rows = select.query([]).during(DOING, self.path)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().during(DOING, self.path)? {
            let body = row.get_ref(1).and_then(|b| b.as_str().map_err(Into::into)).during(DOING, self.path)?;
            if sieve.passes(body) {
                found.push(row.get::<_, SqlId>(0).during(DOING, self.path)?.0);
            }
        }
        Ok(found)
    }

    /// How a record is told now; its links of words are set by it.
    fn show(&mut self, id: Uuid, record: AnyRecord) -> Result<Shown> {
        let mut links = self.state.links_of(id);
        links.retain(|l| l.why != Why::Words);
        let mut told = closed::told(&record, &links);
        let words = Arc::clone(&self.state.words);
        if let Some(told) = &mut told {
            each_text(told, &mut |place, text| {
                if words.strike(text) {
                    links.insert(Link { element: place.to_string(), why: Why::Words, source: id });
                }
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

/// How one record is told.
pub(super) struct Shown {
    pub(super) id: Uuid,
    pub(super) record: AnyRecord,
    /// As it may be told; `None`: not at all.
    pub(super) told: Option<AnyRecord>,
    /// Its row; `None`: none, it is told as it is.
    row: Option<ToldRow>,
}

/// What a change comes to.
pub(super) struct Outcome {
    pub(super) state: State,
    /// Nothing was withheld in this file before.
    first: bool,
    touched: BTreeSet<Uuid>,
    pub(super) shown: Vec<Shown>,
    /// There are words that did not count before.
    grew: bool,
}

impl Outcome {
    /// The state, and the rows of what is told otherwise than it is.
    pub(super) fn into_parts(self) -> (State, BTreeMap<Uuid, ToldRow>) {
        (self.state, self.shown.into_iter().filter_map(|s| Some((s.id, s.row?))).collect())
    }

    /// Writes the tables, without search index and rows, and strikes what is being typed elsewhere.
    pub(super) fn make(&self, conn: &Connection, path: &Path) -> Result<()> {
        self.store(conn, path)?;
        drafts(conn, path, &self.state)
    }

    fn store(&self, conn: &Connection, path: &Path) -> Result<()> {
        self.write(conn).during(DOING, path)
    }

    fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        for id in &self.touched {
            rows::put_links(conn, *id, &self.state.links_of(*id))?;
            rows::put_grams(conn, *id, self.state.grams.get(id).map_or(&Grams::new(), |g| g))?;
        }
        for shown in &self.shown {
            rows::put_told(conn, shown.id, shown.row.as_ref())?;
        }
        if self.state.links.is_empty() && self.state.grams.is_empty() {
            return rows::set_stamp(conn, None);
        }
        if self.first {
            rows::set_salt(conn, self.state.salt)?;
        }
        rows::set_stamp(conn, Some(&format!("{:016x}", rand::random::<u64>())))
    }

    /// Writes the tables, indexes and lists what is told otherwise than before, and strikes what is being typed elsewhere.
    /// `put` is the record that was just written, and whether over another version of itself.
    pub(super) fn apply(&self, conn: &Connection, path: &Path, put: Option<(Uuid, bool)>) -> Result<()> {
        let mut before = BTreeMap::new();
        for shown in &self.shown {
            before.insert(shown.id, rows::told_of(conn, shown.id).during(DOING, path)?);
        }
        self.store(conn, path)?;
        let mut cleaned = false;
        for shown in &self.shown {
            let changed = before.get(&shown.id).is_some_and(|old| *old != shown.row);
            let written = put.filter(|(id, _)| *id == shown.id);
            if !changed && written.is_none() {
                continue;
            }
            cleaned |= changed && shown.row.is_some() && written.is_none_or(|(_, replaced)| replaced);
            let told = shown.told.as_ref().map(derived::Derived::of_any).unwrap_or_default();
            tell(conn, (shown.record.kind(), shown.id), &told).during(DOING, path)?;
        }
        if cleaned || self.grew {
            // What was found by words that may not be told goes out of the index for good, not only out of sight: also
            // what a record said before it was worded otherwise.
            conn.execute_batch("INSERT INTO fts(fts) VALUES('optimize')").during(DOING, path)?;
        }
        if self.grew {
            drafts(conn, path, &self.state)?;
        }
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

/// The links that closed statements keep which are no longer in their answer.
fn lost_of(record: &AnyRecord, links: &BTreeSet<Link>) -> Vec<Link> {
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

/// What lets pass all in which any of these texts may stand.
pub(super) fn sieve(texts: &[Normal]) -> Sieve {
    let short = |t: &Normal| {
        let whole = std::iter::once(t.chars().len());
        whole.chain(t.sentences().map(|s| s.len())).any(|n| (SENTENCE..RUN).contains(&n))
    };
    Sieve::new(texts, if texts.iter().any(short) { SENTENCE } else { RUN })
}

/// The withheld texts of a record, each with its element: what is said, what was drawn from it, what was noted on it.
pub(super) fn secret(record: &AnyRecord, links: &BTreeSet<Link>) -> Vec<(String, String)> {
    use crate::model::answer::Value;
    let shut = |element: &str| links.iter().any(|l| l.why.closes() && l.element == element);
    match record {
        AnyRecord::Answer(answer) => {
            let said = answer.statements.iter().map(|s| (s.id.to_string(), s.text.clone()));
            let claimed = answer.claims.iter().filter_map(|c| match &c.value {
                Some(Value::Text(text)) => Some((c.id.to_string(), text.clone())),
                _ => None,
            });
            said.chain(claimed).filter(|(element, _)| shut(element)).collect()
        }
        AnyRecord::Observation(o) if shut("") => vec![(String::new(), o.text.clone())],
        AnyRecord::Evidence(e) if shut("") && rests(record).iter().any(|r| r.how == How::Source) => {
            vec![(String::new(), e.note.clone())]
        }
        AnyRecord::Problem(p) => {
            let noted = p.to_verify.iter().map(|v| (v.id.to_string(), v.text.clone()));
            noted.filter(|(element, _)| shut(element)).collect()
        }
        _ => Vec::new(),
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

/// A body as the record it is; `None` for one that cannot be read: nobody reads it through a reader either.
pub(super) fn of_body(path: &Path, body: &Logged) -> Option<AnyRecord> {
    decode(path, Kind::parse(&body.kind)?, body.schema, &body.body).ok()
}

/// Everything worked out from the log alone; `None`: nothing is or was withheld.
pub(super) fn anew(conn: &Connection, path: &Path) -> Result<Option<Outcome>> {
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
    let mut work = Work::new(conn, path, &empty);
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
    let sql = format!("SELECT id, kind, schema, body FROM record WHERE kind IN {RESTING}");
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
