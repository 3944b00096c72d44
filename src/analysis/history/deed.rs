//! One user action in words.

use super::body::Body;
use super::names::Names;
use super::verbs;
use crate::error::Result;
use crate::model::ids::{DeviceId, InspectorId, TxnId};
use crate::model::record::{Kind, Op};
use crate::model::value::{Instant, PartialDate};
use crate::store::{Fate, Logged, Touched};
use uuid::Uuid;

/// Undoing an undo of an undo …: so far the words follow.
const CHAIN: u8 = 8;

/// The verb of an action, read from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// One of this version.
    Done(Op),
    /// 撤销 of that action: `undo:UUID` in the log.
    Undone(TxnId),
    /// 重做 of that action: `redo:UUID` in the log.
    Redone(TxnId),
    /// One of a later version.
    Other(String),
}

impl Verb {
    /// Reads what stands in the log.
    pub fn parse(op: &str) -> Self {
        let target = |prefix| op.strip_prefix(prefix).and_then(|id| Uuid::parse_str(id).ok()).map(TxnId);
        if let Some(txn) = target("undo:") {
            return Self::Undone(txn);
        }
        if let Some(txn) = target("redo:") {
            return Self::Redone(txn);
        }
        Op::parse(op).map_or_else(|| Self::Other(op.to_owned()), Self::Done)
    }
}

/// One user action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its place in the log; for what is not in the log the last there can be.
    pub seq: i64,
    /// Its id; `None` for what is not in the log: an output, a new method, a lead.
    pub txn: Option<TxnId>,
    /// Its verb.
    pub verb: Verb,
    /// Who acted; `None` in a round without inspectors.
    pub author: Option<InspectorId>,
    /// Name of who acted; empty when nobody is known.
    pub by: String,
    /// On which laptop, where that is known.
    pub device: Option<DeviceId>,
    /// When, by the clock of that laptop.
    pub at: Instant,
    /// The records that it touched; none of what is not in the log.
    pub touched: Vec<Touched>,
    /// What it did, for a person: 删除人员：傅桂兰.
    pub words: String,
}

/// Actions of the log, and where the next ones begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub deeds: Vec<Deed>,
    /// What to ask for next; `None`: there are no more.
    pub next: Option<Older>,
}

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Older {
    /// Before this place of the log.
    pub(super) seq: i64,
    /// Of what is not in the log, this many of the oldest.
    pub(super) noted: usize,
}

/// Which actions are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those of this inspector.
    pub by: Option<InspectorId>,
    /// Only those of this day and later, by the clocks of the laptops.
    pub since: Option<PartialDate>,
}

impl Wanted {
    pub(super) fn holds(&self, author: Option<InspectorId>, at: Instant) -> bool {
        let by = self.by.is_none_or(|by| author == Some(by));
        by && self.since.is_none_or(|since| !at.date().before(since))
    }
}

/// The last four digits of a laptop's id, enough to tell the laptops of a group apart.
pub fn short_device(device: DeviceId) -> String {
    let all = device.to_string();
    all.chars().skip(all.chars().count().saturating_sub(4)).collect()
}

/// Tells an action.
pub(super) fn tell(names: &Names<'_>, act: &Logged) -> Result<Deed> {
    let by = act.author.map(|by| names.of(by.0)).transpose()?.unwrap_or_default();
    Ok(Deed {
        seq: act.seq,
        txn: Some(act.txn),
        verb: Verb::parse(&act.op),
        author: act.author,
        by,
        device: Some(act.device),
        at: act.at,
        touched: act.touched.clone(),
        words: words(names, act, CHAIN)?,
    })
}

fn words(names: &Names<'_>, act: &Logged, chain: u8) -> Result<String> {
    match Verb::parse(&act.op) {
        Verb::Undone(target) => Ok(format!("撤销：{}", target_words(names, act, target, chain)?)),
        Verb::Redone(target) => Ok(format!("重做：{}", target_words(names, act, target, chain)?)),
        Verb::Done(op) => done(names, act, Some(op)),
        Verb::Other(_) => done(names, act, None),
    }
}

/// The words of the action that `act` took back or did again. A redo may name the action or its undo: both read alike.
fn target_words(names: &Names<'_>, act: &Logged, target: TxnId, chain: u8) -> Result<String> {
    let Some(found) = chain.checked_sub(1).zip(names.act(target)?) else { return done(names, act, None) };
    let (left, target) = found;
    match (Verb::parse(&act.op), Verb::parse(&target.op)) {
        (Verb::Redone(_), Verb::Undone(first)) => target_words(names, &target, first, left),
        _ => words(names, &target, left),
    }
}

/// What an action did, told by the records that it touched.
fn done(names: &Names<'_>, act: &Logged, op: Option<Op>) -> Result<String> {
    let op_words = op.map_or("改动", Op::chinese);
    let Some((kind, lead)) = lead(act, op) else { return Ok(op_words.to_owned()) };
    match op {
        Some(Op::ImportPeople) => {
            return Ok(format!("{op_words}：{} 人", count(act, |t| t.kind == Some(Kind::Person))));
        }
        Some(Op::ImportBundle) => return Ok(format!("{op_words}：{} 条记录", act.touched.len())),
        Some(Op::MergePeople) => return merged(names, act),
        _ => {}
    }
    let old = state(names, lead, false)?;
    let new = state(names, lead, true)?;
    let name = new.as_ref().or(old.as_ref()).map(|body| names.name_of(body)).transpose()?.unwrap_or_default();
    let verb = match op {
        Some(Op::Sample) => op_words.to_owned(),
        _ => verbs::verb(kind, lead.fate, old.as_ref(), new.as_ref()),
    };
    let alike = count(act, |t| t.kind == Some(kind) && t.fate == lead.fate);
    let more = if alike > 1 { format!("等 {alike} {}", kind.measure()) } else { String::new() };
    Ok(if name.is_empty() && more.is_empty() { verb } else { format!("{verb}：{name}{more}") })
}

/// The record that an action is named after.
fn lead(act: &Logged, op: Option<Op>) -> Option<(Kind, &Touched)> {
    let known = act.touched.iter().filter_map(|t| t.kind.map(|kind| (kind, t)));
    let about = op.and_then(verbs::about);
    known.min_by_key(|(kind, _)| (about != Some(*kind), kind.rank()))
}

fn merged(names: &Names<'_>, act: &Logged) -> Result<String> {
    let person =
        |gone: bool| act.touched.iter().find(|t| t.kind == Some(Kind::Person) && (t.fate == Fate::Deleted) == gone);
    let name = |touched: Option<&Touched>| touched.map_or_else(|| Ok(String::new()), |t| names.of(t.record));
    let (gone, kept) = (name(person(true))?, name(person(false))?);
    Ok(match (gone.is_empty(), kept.is_empty()) {
        (false, false) => format!("合并人员：{gone}并入{kept}"),
        _ => format!("合并人员：{gone}{kept}"),
    })
}

/// The state of a touched record after the action, or before it.
fn state(names: &Names<'_>, touched: &Touched, after: bool) -> Result<Option<Body>> {
    let rev = if after { Some(touched.after) } else { touched.before };
    rev.map(|rev| names.bodies().at(rev)).transpose().map(Option::flatten)
}

fn count(act: &Logged, which: impl Fn(&Touched) -> bool) -> usize {
    act.touched.iter().filter(|t| which(t)).count()
}
