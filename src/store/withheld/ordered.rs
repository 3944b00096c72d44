//! 隐去: withheld words are taken out of the talk's own record too, on order of the leader of the group.
//!
//! A talk keeps what was said in it, also what is withheld. Here that ends for one statement: its words go from the answer,
//! from every earlier revision of it, from what corrects it and was joined to it, from its claims and from what is being
//! typed. As with other struck revisions ([`mod@super::redact`]) the hashes over what was written stay, each row is
//! sealed as it is now, and nothing brings the words back. Nor does anything tell what they were
//! ([`super::forgotten`]): where they are written anew they are struck no more. What another person said in the same words
//! is that person's own record; as long as it stands there untouched the order is refused.
//!
//! A key of `meta` for each such statement, `redacted:` and its id, says who ordered it.

use super::super::error::{Sql, damaged};
use super::super::log::{self, Revision};
use super::super::sql::SqlId;
use super::super::tx::Tx;
use super::super::{draft, migrate, read};
use super::forgotten::Forgotten;
use super::rows::State;
use super::settle::{last_known, of_body};
use super::{DOING, Told, encode, redact, said};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::closed::{ELSEWHERE, Link, Why};
use crate::model::ids::{AnswerId, Hash, InterviewId, StatementId, TxnId};
use crate::model::record::Kind;
use crate::model::told::each_text;
use crate::model::value::Instant;
use crate::text::grams::Words;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

const KEY: &str = "redacted:";
/// Behind all keys that begin so.
const KEYS_END: &str = "redacted;";

/// On whose order words were taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Name of the leader who ordered it.
    pub by: String,
    /// Number of the paper on which it was ordered; may be empty.
    pub basis: String,
}

/// What stands in `meta` of a statement of which the words were taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    order: Order,
    at: String,
    txn: Uuid,
    answer: Uuid,
    /// The marked statement with which they went.
    of: Uuid,
}

/// A withheld statement whose words may be taken out, or were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redactable {
    /// The talk.
    pub interview: InterviewId,
    /// The answer.
    pub answer: AnswerId,
    /// What was asked, as the method names it.
    pub question: String,
    /// The statement, which carries the mark.
    pub statement: StatementId,
    /// Its place among the paragraphs of the answer, from 1.
    pub paragraph: usize,
    /// Characters of its text.
    pub characters: usize,
    /// Revisions of the answer, which are all looked through.
    pub revisions: u64,
    /// They were, on that order, then.
    pub ordered: Option<(Order, Instant)>,
}

fn key(statement: Uuid) -> String {
    format!("{KEY}{statement}")
}

fn entry(conn: &Connection, path: &Path, statement: Uuid) -> Result<Option<Entry>> {
    let text = read::meta(conn, &key(statement)).during(DOING, path)?;
    text.map(|text| serde_json::from_str(&text).map_err(|e| damaged(path, "隐去原话的登记读不出来").because(e)))
        .transpose()
}

/// Whether the words of any statement were taken out.
pub(super) fn any(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT EXISTS(SELECT 1 FROM meta WHERE key >= ?1 AND key < ?2)")?
        .query_row((KEY, KEYS_END), |r| r.get(0))
}

/// All of them, with the answers in which they stood.
fn entries(conn: &Connection, path: &Path) -> Result<BTreeMap<Uuid, Entry>> {
    let all: Vec<(String, String)> = conn
        .prepare_cached("SELECT key, value FROM meta WHERE key >= ?1 AND key < ?2")
        .and_then(|mut s| s.query_map((KEY, KEYS_END), |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
        .during(DOING, path)?;
    let unreadable = || damaged(path, "隐去原话的登记读不出来");
    all.iter()
        .map(|(key, text)| {
            let id = key.strip_prefix(KEY).and_then(|id| Uuid::parse_str(id).ok()).ok_or_else(unreadable)?;
            Ok((id, serde_json::from_str(text).map_err(|e| unreadable().because(e))?))
        })
        .collect()
}

/// The words of that statement were taken out on order.
pub(super) fn is_out(conn: &Connection, path: &Path, statement: Uuid) -> Result<bool> {
    Ok(entry(conn, path, statement)?.is_some())
}

/// Refuses an answer that would bring back what was taken out: words where they stood, or a statement that is let in.
pub(in super::super) fn holds(conn: &Connection, path: &Path, body: &str, schema: u32) -> Result<()> {
    if !any(conn).during(DOING, path)? {
        return Ok(());
    }
    let answer: Answer = read::decode(path, schema, body)?;
    for statement in &answer.statements {
        let Some(entry) = entry(conn, path, statement.id.0)? else { continue };
        if statement.text != ELSEWHERE {
            return Err(
                Error::input("这一段的原话已按组长决定隐去，不能再写进这一段").hint("要记新的内容，请另起一段。")
            );
        }
        if entry.of == statement.id.0 && !statement.withheld {
            return Err(Error::input("这一段的原话已按组长决定隐去，不能取消转线索"));
        }
    }
    Ok(())
}

/// The withheld statements of the round, oldest answer first, with those whose words were taken out.
pub(in super::super) fn redactable(conn: &Connection, path: &Path) -> Result<Vec<Redactable>> {
    let marked =
        read::each(conn, path, |answer: Answer| answer.statements.iter().any(|s| s.withheld).then_some(answer))?;
    let mut all = Vec::new();
    for answer in marked {
        let revisions: u64 = conn
            .prepare_cached("SELECT count(*) FROM revision WHERE record = ?1")
            .and_then(|mut s| s.query_row([SqlId(answer.id.0)], |r| r.get::<_, i64>(0)))
            .during(DOING, path)?
            .unsigned_abs();
        for (n, statement) in answer.statements.iter().enumerate().filter(|(_, s)| s.withheld) {
            let ordered = entry(conn, path, statement.id.0)?;
            let at = |text: &str| Instant::parse(text).ok_or_else(|| damaged(path, "隐去原话的登记读不出来"));
            all.push(Redactable {
                interview: answer.interview,
                answer: answer.id,
                question: answer.question.clone(),
                statement: statement.id,
                paragraph: n + 1,
                characters: statement.text.chars().count(),
                revisions,
                ordered: ordered.map(|e| Ok::<_, Error>((e.order, at(&e.at)?))).transpose()?,
            });
        }
    }
    Ok(all)
}

/// The statements and claims of an answer that go with a marked statement: it, what its mark closes with it, and what
/// hangs on those. Those off which it was split are held apart: of them only earlier versions say its words.
struct Target {
    claims: BTreeSet<Uuid>,
    closed: BTreeSet<Uuid>,
    /// Split off statement, after the one that it was split off.
    split: BTreeMap<Uuid, Uuid>,
}

impl Target {
    fn of(statement: Uuid, links: &BTreeSet<Link>) -> Self {
        let mut target = Self { claims: BTreeSet::new(), closed: BTreeSet::from([statement]), split: BTreeMap::new() };
        loop {
            let before = target.closed.len() + target.split.len();
            for link in links.iter().filter(|l| target.closed.contains(&l.source)).cloned().collect::<Vec<_>>() {
                let Ok(element) = Uuid::parse_str(&link.element) else { continue };
                match link.why {
                    // One with a mark of its own has an order of its own.
                    Why::Marked | Why::Words | Why::Sentence => {}
                    Why::Split => {
                        target.split.insert(element, link.source);
                    }
                    why => {
                        target.closed.insert(element);
                        target.claims.extend((why == Why::Asserted).then_some(element));
                    }
                }
            }
            if target.closed.len() + target.split.len() == before {
                return target;
            }
        }
    }

    /// Takes the words out of a version of the answer; whether there were any.
    fn take_out(&self, version: &mut Answer, words: &Words) -> bool {
        let before = version.clone();
        let there: HashSet<Uuid> = version.statements.iter().map(|s| s.id.0).collect();
        for statement in &mut version.statements {
            let id = statement.id.0;
            // What was split off it later still stood in it.
            let whole = self.split.get(&id).is_some_and(|of| !there.contains(of));
            if whole || self.closed.contains(&id) {
                ELSEWHERE.clone_into(&mut statement.text);
            }
        }
        let has = |id: Option<StatementId>| id.is_some_and(|id| self.closed.contains(&id.0));
        version.claims.retain(|c| !self.closed.contains(&c.id.0) && !has(c.statement));
        let mut record = AnyRecord::from(version.clone());
        each_text(&mut record, &mut |_, text| {
            words.strike(text);
        });
        if let AnyRecord::Answer(answer) = record {
            *version = answer;
        }
        *version != before
    }
}

/// Takes the words of a withheld statement out of the file.
///
/// # Errors
/// There is no such statement, it is not withheld, something is being typed into its answer, or its words were taken out
/// before; a revision of the answer cannot be read; the disk.
pub(in super::super) fn take_out(
    tx: &mut Tx<'_>,
    answer: AnswerId,
    statement: StatementId,
    order: &Order,
) -> Result<()> {
    let (conn, path, id) = (tx.conn, tx.path, answer.0);
    let not_withheld = || Error::input("这一段没有转线索，不能隐去").hint("先转线索，再按组长决定隐去。");
    let state = tx.withheld.state(conn, path)?.ok_or_else(not_withheld)?;
    let links = state.links_of(id);
    if !links.iter().any(|l| l.why == Why::Marked && l.element == statement.0.to_string()) {
        return Err(not_withheld());
    }
    if is_out(conn, path, statement.0)? {
        return Err(Error::input("这一段的原话已经隐去了"));
    }
    let told = Told::of(Arc::clone(&state));
    if told.stand_in(&order.by) || told.stand_in(&order.basis) {
        return Err(Error::input("决定人和依据里写了已转线索的话，没有隐去"));
    }
    // Nobody could say which of what is being typed are the words, and none of it is to be lost.
    if draft::all(conn).during(DOING, path)?.iter().any(|draft| draft.record == id) {
        return Err(Error::input("这个回答还有没存好的草稿，没有隐去").hint("请先打开这次谈话，让草稿存好，再隐去。"));
    }
    let Some(AnyRecord::Answer(mut last)) = last_known(conn, path, id)? else { return Err(not_withheld()) };
    let target = Target::of(statement.0, &links);
    let (words, said) = words_of(tx, &state, &last, (&target, &links))?;
    let forgotten = Forgotten::of(&state, id, &target.closed, &words);
    forgotten.stand_elsewhere((conn, path), &state, id)?;
    strike_revisions(tx, id, (&target, &words))?;
    forgotten.forget((conn, path), &state, &said)?;
    let entry = Entry { order: order.clone(), at: tx.at.to_string(), txn: tx.txn.0, answer: id, of: statement.0 };
    let entry = serde_json::to_string(&entry).map_err(|e| Error::internal("隐去原话的登记写不成 JSON").because(e))?;
    for element in target.closed.difference(&target.claims) {
        migrate::set_meta(conn, &key(*element), &entry).during(DOING, path)?;
    }
    // It was read of the log before that changed.
    tx.withheld.forget(id);
    let written = tx.written().len();
    if read::head(conn, id).during(DOING, path)?.is_some() {
        target.take_out(&mut last, &words);
        tx.put(&last)?;
    }
    if tx.written().len() == written {
        // The log says in any case that it was done.
        tx.restate(Kind::Answer, id)?;
    }
    // Without what was kept of the words.
    tx.withheld.settle_again(conn, path)
}

/// The words of the statement and of what goes with it, and its texts, present and earlier.
fn words_of(
    tx: &Tx<'_>,
    state: &State,
    last: &Answer,
    (target, links): (&Target, &BTreeSet<Link>),
) -> Result<(Words, Vec<String>)> {
    let (conn, path) = (tx.conn, tx.path);
    let record = AnyRecord::from(last.clone());
    let all = tx.withheld.words((conn, path), state.salt, &record, links)?;
    let texts = all.now.iter().map(|(_, text)| text.as_str()).chain(all.heard.texts()).map(str::to_owned).collect();
    let mut said = all.words;
    said.retain(|element, _| Uuid::parse_str(element).is_ok_and(|element| target.closed.contains(&element)));
    said::without_common((conn, path), &tx.withheld, state.salt, std::iter::once(&mut said))?;
    let words = said.into_values().flatten().map(|(gram, _)| gram).collect();
    Ok((Words::new(state.salt, words), texts))
}

/// Takes the words out of every revision of the answer.
fn strike_revisions(tx: &Tx<'_>, id: Uuid, (target, words): (&Target, &Words)) -> Result<()> {
    let (conn, path) = (tx.conn, tx.path);
    let mut revisions: Vec<(Hash, Revision)> = Vec::new();
    // All or nothing: of words that stay in a revision which cannot be read nobody may say that they are gone.
    log::each(conn, "WHERE record = ?1", [SqlId(id)], |_, rev, revision| {
        revisions.push((rev, revision));
        Ok(())
    })
    .during(DOING, path)?;
    let mut struck: BTreeSet<Hash> = BTreeSet::new();
    for (rev, revision) in revisions.iter_mut().filter(|(_, r)| !r.deleted) {
        let Some(AnyRecord::Answer(mut version)) = of_body(path, &(&*revision).into()) else {
            return Err(damaged(path, "这个回答有一版读不出来，没有隐去"));
        };
        if target.take_out(&mut version, words) {
            let now = encode(&version.into())?;
            (revision.schema, revision.body) = (now.schema, now.body);
            struck.insert(*rev);
        }
    }
    if struck.is_empty() {
        return Ok(());
    }
    redact::write(conn, tx.txn, &revisions, &struck).during(DOING, path)
}

/// The actions that took words out; and of which records, for whoever checks the log.
#[derive(Debug, Default)]
pub(in super::super) struct Ordered {
    entries: BTreeMap<Uuid, Entry>,
}

impl Ordered {
    pub(in super::super) fn read(conn: &Connection, path: &Path) -> Result<Self> {
        Ok(Self { entries: entries(conn, path)? })
    }

    /// Statements of which the words were taken out.
    pub(in super::super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether that action took words out of that record.
    pub(in super::super) fn is_of(&self, txn: TxnId, record: Uuid) -> bool {
        self.entries.values().any(|e| e.txn == txn.0 && e.answer == record)
    }

    /// What of a revision is not as it was left: words stand where they were taken out.
    pub(in super::super) fn breaks(&self, path: &Path, revision: &Revision) -> bool {
        let concerned = self.entries.values().any(|e| e.answer == revision.record);
        if !concerned || revision.deleted {
            return false;
        }
        match of_body(path, &revision.into()) {
            Some(AnyRecord::Answer(answer)) => {
                answer.statements.iter().any(|s| self.entries.contains_key(&s.id.0) && s.text != ELSEWHERE)
            }
            // It is named as a revision that cannot be read.
            _ => false,
        }
    }
}

/// On whose order that action took words out; `None`: it did not.
pub(in super::super) fn order_of(conn: &Connection, path: &Path, txn: TxnId) -> Result<Option<Order>> {
    if !any(conn).during(DOING, path)? {
        return Ok(None);
    }
    Ok(entries(conn, path)?.into_values().find(|e| e.txn == txn.0).map(|e| e.order))
}
