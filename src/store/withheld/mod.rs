//! The door out: what may be told of a round in which something is withheld (转线索).
//!
//! # One relation, one reader
//!
//! Three tables are written in the same transaction as the record that changes them. `withheld_link` says by id what
//! hangs on something withheld ([`closed`](crate::model::closed) decides it), and in which fields withheld words stand.
//! `withheld_gram` holds hashes of the withheld words, by which they are found again. `withheld_told` holds each record
//! of which something may not be told as it may be told; the view `told_record` puts it in the place of the record.
//! A [`Reader`](super::Reader) reads through that view, and so do the views and the search index: whoever reads a round
//! gets nothing else. What is withheld is read by [`Reader::own_talk`](super::Reader::own_talk) for the talk's own
//! screen, and by the transaction that changes it.
//!
//! # What closes what
//!
//! A record is looked at again when something that it rests on is closed or opened. A statement taken out of its answer,
//! one that is typed over, and a record in the bin, stay as they were: their words are no less withheld.
//!
//! # Where the words stand
//!
//! In what was said in talks, and nowhere else in the file. Other records are struck for good, in their earlier revisions
//! and drafts too, and new ones are struck as they are written; index, rows, names of counters, the register of leads hold
//! none. What is closed as a whole loses its text as a whole, in whatever words it is: an observation drawn from the
//! statement, the matter to be verified that came of it, the note of evidence that it is. Hashes of it are kept (`kept`) so
//! that a paraphrase counts as before. An observation is the statement's own words and gets them again from the talk when
//! that is let in; what was noted on evidence is gone. An observation that carries the mark itself and hangs on no
//! statement keeps its text: no other record has it.
//!
//! A sentence that another person said too is that person's own record. It is evidence of its own, and a record that was
//! read back and confirmed is not rewritten because of what somebody else said: the answer and its revisions keep it, and
//! so does what is being typed into it, whether it was said before or after. It is told by no door: no output, list,
//! search, view, history or draft has it, but the screen of that talk, which says so at once and offers to mark it 转线索
//! too ([`Strike::is_kept`], [`Told::stand_in`]). Records that come in with a bundle are no different.
//!
//! # Words
//!
//! What runs of characters count is said in [`grams`](crate::text::grams). The texts of the method that comes with the
//! program do not count, with the regulations in it; those of any other method do, it may come from elsewhere and say
//! anything, and is read as it may be told ([`methods::exact`](crate::analysis::methods::exact)). Nor count the names of
//! the round and of its units that stood in the file before the words were said, as long as they are there. A run of days,
//! names, posts and units that stood there before is struck only beside others ([`matter`](crate::text::matter)), and so are
//! titles of documents, loans and evidence, volumes and names of regulations (`titles`). What came in one action with
//! the words, as in a bundle, stood there before when they were not yet withheld in it. What a
//! withheld statement said before it was worded otherwise counts too, but for what the same answer still tells.

mod copied;
mod fields;
mod forgotten;
mod heard;
mod history;
mod incoming;
mod kept;
mod left;
mod methods;
mod ordered;
mod plan;
#[cfg(test)]
mod raw;
mod redact;
mod rows;
mod said;
mod settle;
mod strike;
mod then;
mod titles;
mod told;

pub use fields::StruckFields;
pub(super) use fields::read as struck_fields;
pub(super) use incoming::clash;
pub(super) use kept::keep_unwritten;
pub(super) use left::as_noted;
pub use methods::MethodStrike;
pub(super) use methods::{is_struck as is_method_struck, is_struck_form, written as method_written};
pub use ordered::{Order, Redactable};
pub(super) use ordered::{Ordered, holds, order_of, redactable, take_out};
pub use plan::{PaperBack, Plan, Stay, Strike};
#[cfg(test)]
pub(crate) use raw::bytes_without;
pub(super) use redact::{all as struck, redact};
#[cfg(test)]
pub(super) use said::texts_in;
pub(super) use then::Then;
pub(super) use told::AsWritten;
pub use told::Told;

use super::derived::{self, Derived};
use super::error::Sql;
use super::sql::SqlId;
use super::{draft::Draft, read, search};
use crate::error::{Error, Result};
use crate::model::any::{AnyRecord, ForKind};
use crate::model::closed::{ELSEWHERE, Link};
use crate::model::left::Left;
use crate::model::record::{Kind, Record};
use crate::text::grams::{Gram, Salt};
use crate::text::matter::Common;
use crate::text::normal::Normal;
use heard::Heard;
use history::Since;
use rows::Encoded;
pub(super) use rows::State;
use rusqlite::{Connection, OptionalExtension};
use settle::{Outcome, Texts, Work};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use titles::Titles;
use uuid::Uuid;

pub(super) const DOING: &str = "登记转线索";
/// As serde writes the mark; a statement that is not withheld has no such field.
pub(super) const MARK: &str = "\"withheld\":true";

/// What a connection last read of the tables, kept while they stay as they are; and what a transaction made of them.
#[derive(Debug, Default)]
pub(super) struct Memory {
    kept: RefCell<Option<Arc<State>>>,
    changed: RefCell<Option<Changed>>,
    /// What was read of the log, by record; answers alone, whose revisions nothing changes but an order ([`ordered`]).
    heard: RefCell<HashMap<Uuid, Heard>>,
    /// Names, codes and posts with which people were first written, up to a place of the log.
    people: RefCell<(i64, Arc<Common<Since>>)>,
    /// Titles of documents and their like, up to a place of the log.
    titles: RefCell<(i64, Arc<Titles>)>,
    /// Every run of the method that comes with the program, once it was needed.
    shipped: RefCell<Option<(Salt, Arc<HashSet<Gram>>)>>,
}

/// The withheld words of one record.
struct Said {
    record: Uuid,
    words: said::Words,
    /// Its withheld texts as they are now, each with its element.
    now: Vec<(String, String)>,
    heard: Heard,
}

impl Said {
    /// Its texts in which any of these runs may stand: those of now, and when they do not account for all, those before;
    /// and the runs that stand in none of them.
    fn texts_with(&self, salt: Salt, runs: &HashSet<Gram>) -> (Vec<Normal>, HashSet<Gram>) {
        let mut left = runs.clone();
        let mut found = Vec::new();
        for text in self.now.iter().map(|(_, text)| text.as_str()).chain(self.heard.texts()) {
            if left.is_empty() {
                break;
            }
            let text = Normal::of(text);
            let before = left.len();
            settle::forget(salt, &text, &mut left);
            if left.len() < before {
                found.push(text);
            }
        }
        (found, left)
    }
}

/// What a transaction has changed so far.
#[derive(Debug)]
struct Changed {
    /// The state before it.
    before: Arc<State>,
    /// The texts of which any words count that did not before.
    added: Texts,
}

impl Memory {
    /// The present state; `None` while nothing was ever withheld in this file.
    pub(super) fn state(&self, conn: &Connection, path: &Path) -> Result<Option<Arc<State>>> {
        let Some(stamp) = rows::stamp(conn).during(DOING, path)? else { return Ok(None) };
        if let Some(kept) = self.kept.borrow().as_ref().filter(|s| s.stamp == stamp) {
            return Ok(Some(Arc::clone(kept)));
        }
        let state = Arc::new(State::read(conn, path, stamp)?);
        *self.kept.borrow_mut() = Some(Arc::clone(&state));
        Ok(Some(state))
    }

    /// What is known without this transaction, for the next one. Only of one that was committed: what it read of its own
    /// is in the log.
    pub(super) fn settled(mut self) -> Self {
        self.changed = RefCell::default();
        self
    }

    /// The words of a record that are withheld, with what is heard of it brought up to the log.
    fn words(&self, at: (&Connection, &Path), salt: Salt, record: &AnyRecord, links: &BTreeSet<Link>) -> Result<Said> {
        let id = record.id();
        let known = if record.kind() == Kind::Answer { self.heard.borrow_mut().remove(&id) } else { None };
        let mut heard = known.unwrap_or_default();
        heard.read(at, salt, id, links)?;
        let mut words = said::words(&heard, salt, record, links);
        kept::count(at, id, links, &mut words)?;
        Ok(Said { record: id, words, now: settle::secret(record, links), heard })
    }

    /// A draft as it is kept: of what is told by no door nothing, withheld words struck. The talk's own drafts are its own.
    pub(super) fn draft(&self, conn: &Connection, path: &Path, draft: &mut Draft) -> Result<()> {
        if let Some(state) = self.state(conn, path)? {
            Told::of(state).draft(draft);
        }
        Ok(())
    }

    /// Keeps what was read of the log.
    fn keep(&self, said: Said, kind: Kind) {
        if kind == Kind::Answer {
            self.heard.borrow_mut().insert(said.record, said.heard);
        }
    }

    /// Forgets what was read of the log of a record.
    fn forget(&self, record: Uuid) {
        self.heard.borrow_mut().remove(&record);
    }

    /// Names, codes and posts of people, each with when the person was first written.
    fn people(&self, conn: &Connection, path: &Path) -> Result<Arc<Common<Since>>> {
        let mut people = self.people.borrow_mut();
        let (new, last) = history::first_people(conn, people.0).during(DOING, path)?;
        people.0 = last;
        for (since, body) in new {
            let since = since.told();
            if let Some(AnyRecord::Person(person)) = settle::of_body(path, &body) {
                let common = Arc::make_mut(&mut people.1);
                common.add_name(&person.name, since);
                common.add_code(&person.code.0, since);
                let posts = person.posts.iter().map(|held| &held.post);
                posts.chain([&person.post]).for_each(|post| common.add_posts(post, since));
            }
        }
        Ok(Arc::clone(&people.1))
    }

    /// Titles, each with when it first came.
    fn titles(&self, conn: &Connection, path: &Path) -> Result<Arc<Titles>> {
        let mut titles = self.titles.borrow_mut();
        let (new, last) = history::titled(conn, titles.0).during(DOING, path)?;
        titles.0 = last;
        let mut bases: HashMap<Uuid, String> = HashMap::new();
        for (since, body) in new {
            // Most revisions of a paper leave its bases as they are, and need not be read as a whole.
            if let Some(basis) = titles::basis_in(&body.body)
                && bases.insert(body.record, basis.to_owned()).is_some_and(|before| before == basis)
            {
                continue;
            }
            if let Some(record) = settle::of_body(path, &body) {
                let all = Arc::make_mut(&mut titles.1);
                for title in titles::of(&record) {
                    all.add(&title, since.told());
                }
            }
        }
        Ok(Arc::clone(&titles.1))
    }

    /// Takes all words anew after first revisions were struck, from which it is known what is common.
    fn settle_again(&self, conn: &Connection, path: &Path) -> Result<()> {
        *self.people.borrow_mut() = Default::default();
        *self.titles.borrow_mut() = Default::default();
        self.heard.borrow_mut().clear();
        let Some(base) = self.state(conn, path)? else { return Ok(()) };
        let mut work = Work::new(conn, path, self, &base);
        work.regram()?;
        work.settle()?.apply(conn, path, (self, &base), None)
    }

    /// Every run of the method that comes with the program.
    fn shipped(&self, salt: Salt) -> Arc<HashSet<Gram>> {
        let mut shipped = self.shipped.borrow_mut();
        match shipped.as_ref() {
            Some((of, all)) if *of == salt => Arc::clone(all),
            _ => {
                let all = Arc::new(said::shipped(salt));
                *shipped = Some((salt, Arc::clone(&all)));
                all
            }
        }
    }

    /// Whether this transaction has set the stamp, and others will see by it that the state changed.
    fn is_stamped(&self) -> bool {
        let kept = self.kept.borrow();
        let now = kept.as_ref().map_or("", |state| state.stamp.as_str());
        self.changed.borrow().as_ref().is_some_and(|changed| changed.before.stamp != now)
    }

    /// Takes over what a change came to, without reading it again.
    fn follow(&self, outcome: Outcome, base: Arc<State>) {
        let Outcome { state, added, .. } = outcome;
        let mut changed = self.changed.borrow_mut();
        let changed = changed.get_or_insert_with(|| Changed { before: base, added: Texts::default() });
        changed.added.extend(added);
        *self.kept.borrow_mut() = Some(Arc::new(state));
    }

    /// The outputs that hold what this transaction withholds and what was told before it: named after every action that
    /// withholds anew, whichever it was.
    pub(super) fn left(&self, conn: &Connection, path: &Path) -> Result<Vec<Left>> {
        let changed = self.changed.borrow();
        match (changed.as_ref(), self.kept.borrow().as_ref()) {
            (Some(Changed { before, added }), Some(after)) => left::of(conn, path, before, after, Some(added)),
            _ => Ok(Vec::new()),
        }
    }
}

/// A record that was just written into the cache.
pub(super) struct Written<'a> {
    pub(super) id: Uuid,
    pub(super) kind: Kind,
    pub(super) schema: u32,
    pub(super) body: &'a str,
    /// What follows from it as it is.
    pub(super) derived: &'a Derived,
    /// Places of its former and its present row.
    pub(super) old: Option<i64>,
    pub(super) seq: i64,
}

/// Brings tables, search index and rows up to a record that was just written.
pub(super) fn written(conn: &Connection, path: &Path, memory: &Memory, new: &Written<'_>) -> Result<()> {
    let state = match memory.state(conn, path)? {
        Some(state) => state,
        None if new.body.contains(MARK) => Arc::new(State::first(rows::salt(conn).during(DOING, path)?)),
        None => {
            let present = Some((new.seq, new.derived));
            return derived::tell(conn, (new.kind, new.id), new.old, present).during(DOING, path);
        }
    };
    // The rows are replaced below, by what may be told; the entry of the search stood at another place.
    search::index(conn, new.old, None).during(DOING, path)?;
    let record = decode(path, new.kind, new.schema, new.body)?;
    keeps_words((conn, path), &record, &state)?;
    let mut work = Work::new(conn, path, memory, &state);
    work.put(new.id, record)?;
    if names(new.kind) && new.old.is_none() {
        work.regram()?;
    }
    work.settle()?.apply(conn, path, (memory, &state), Some(new.id))
}

/// Refuses an answer that was read as it may be told and is put back so: its withheld words would be lost.
fn keeps_words((conn, path): (&Connection, &Path), record: &AnyRecord, state: &State) -> Result<()> {
    let AnyRecord::Answer(answer) = record else { return Ok(()) };
    for statement in answer.statements.iter().filter(|s| s.text == ELSEWHERE && state.closed(s.id.0)) {
        if !ordered::is_out(conn, path, statement.id.0)? {
            return Err(Error::internal("已另行处理的陈述只能在这次谈话里修改"));
        }
    }
    Ok(())
}

/// A record went to the bin: it is told nowhere any more, and what it closed stays closed.
pub(super) fn deleted(conn: &Connection, path: &Path, memory: &Memory, (kind, id): (Kind, Uuid)) -> Result<()> {
    let Some(state) = memory.state(conn, path)? else { return Ok(()) };
    if !state.links.contains_key(&id) && !names(kind) {
        return Ok(());
    }
    rows::forget_told(conn, id).during(DOING, path)?;
    let mut work = Work::new(conn, path, memory, &state);
    work.touch(id);
    if names(kind) {
        work.regram()?;
    }
    work.settle()?.apply(conn, path, (memory, &state), None)
}

/// Whether the first names of such records are common words as long as they are there.
const fn names(kind: Kind) -> bool {
    matches!(kind, Kind::Round | Kind::Unit)
}

/// Makes the tables anew from the log, without search index and rows. Needs nothing but `revision`, `record`, `method`
/// and `meta`.
pub(super) fn rebuild(conn: &Connection, path: &Path) -> Result<()> {
    let fresh = settle::anew(conn, path)?;
    rows::clear(conn).during(DOING, path)?;
    match fresh {
        Some(mut outcome) => outcome.make(conn, path),
        None => rows::set_stamp(conn, None).during(DOING, path),
    }
}

/// A record as it is to be written, see [`Told::written`]; `None`: nothing to strike.
pub(super) fn written_as(
    path: &Path,
    state: &Arc<State>,
    kind: Kind,
    schema: u32,
    body: &str,
) -> Result<Option<AsWritten>> {
    if kind == Kind::Answer {
        return Ok(None);
    }
    let record = decode(path, kind, schema, body)?;
    Ok(Told::of(Arc::clone(state)).written(&record))
}

/// What follows from a live record as it may be told; `None`: nothing of it may, or there is no such record.
pub(super) fn derived(conn: &Connection, path: &Path, (kind, id): (Kind, Uuid)) -> Result<Option<Derived>> {
    let row: Option<(u32, String)> = match rows::told_of(conn, id).during(DOING, path)? {
        Some(told) => told.map(|t| (t.schema, t.body)),
        None => conn
            .prepare_cached("SELECT schema, body FROM record WHERE id = ?1")
            .and_then(|mut s| s.query_row([SqlId(id)], |r| Ok((r.get(0)?, r.get(1)?))).optional())
            .during(DOING, path)?,
    };
    row.map(|(schema, body)| Derived::of_body(kind, path, schema, &body)).transpose()
}

/// What in the tables is not what the log adds up to, one line each, for `verify`.
pub(super) fn differs(conn: &Connection, path: &Path) -> Result<Vec<String>> {
    let stored = match rows::stamp(conn).during(DOING, path)? {
        Some(stamp) => Some(State::read(conn, path, stamp)?),
        None => None,
    };
    let told = rows::told(conn).during(DOING, path)?;
    let (state, wanted) = settle::anew(conn, path)?.map(Outcome::into_parts).unwrap_or_default();
    let mut found = Vec::new();
    let stored = stored.unwrap_or_default();
    let ids: BTreeSet<Uuid> = stored.links.keys().chain(state.links.keys()).copied().collect();
    for id in ids {
        if stored.links.get(&id) != state.links.get(&id) {
            found.push(format!("记录 {id}：另行处理的登记与日志不一致"));
        }
    }
    if stored.words != state.words {
        found.push("另行处理的文字校验值与日志不一致".to_owned());
    }
    let ids: BTreeSet<Uuid> = told.keys().chain(wanted.keys()).copied().collect();
    for id in ids {
        if told.get(&id) != wanted.get(&id) {
            found.push(format!("记录 {id}：对外的内容与日志不一致"));
        }
    }
    Ok(found)
}

/// The hashes by which texts that stand in no record are found among withheld words, under the salt of the file.
pub(super) fn runs(conn: &Connection, texts: &[String]) -> rusqlite::Result<BTreeSet<Gram>> {
    let known = rows::salt(conn)?;
    let salt = known.unwrap_or_else(|| Salt(rand::random()));
    if known.is_none() {
        rows::set_salt(conn, salt)?;
    }
    Ok(texts.iter().flat_map(|text| salt.all_runs(&Normal::of(text))).collect())
}

/// A stored body as the record it is.
pub(super) fn decode(path: &Path, kind: Kind, schema: u32, body: &str) -> Result<AnyRecord> {
    struct Decode<'a>(&'a Path, u32, &'a str);
    impl ForKind for Decode<'_> {
        type Out = Result<AnyRecord>;
        fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
            read::decode::<R>(self.0, self.1, self.2).map(Into::into)
        }
    }
    kind.run(Decode(path, schema, body))
}

/// Schema number and body of a record as this version writes it.
pub(super) fn body_of(record: &AnyRecord) -> Result<(u32, String)> {
    encode(record).map(|encoded| (encoded.schema, encoded.body))
}

/// A record as it is written by this version.
fn encode(record: &AnyRecord) -> Result<Encoded> {
    use crate::model::any::Visit;
    struct Encode;
    impl Visit for Encode {
        type Out = Result<Encoded>;
        fn visit<R: Record>(self, record: &R) -> Self::Out {
            let body = serde_json::to_string(record)
                .map_err(|e| Error::internal(format!("{}写不成 JSON", R::KIND.chinese())).because(e))?;
            Ok(Encoded { schema: R::SCHEMA, brief: record.brief(), body })
        }
    }
    record.visit(Encode)
}
