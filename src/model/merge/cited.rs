//! 证N that both sides drew for something of their own.
//!
//! Two people who cite evidence in one paper at the same time both draw the next number. Before their versions are
//! merged the younger piece gets a free number, and so do its marks in the facts of its side; one piece cited by both
//! becomes one. Papers are drafts while they are edited, so no number that went out is changed.

use crate::model::merge::walk::Three;
use crate::model::problem::{pin, pins};
use crate::model::record::Kind;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A piece of evidence that a side cited and the base did not: its id and number there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct New {
    id: String,
    number: u64,
}

/// The pieces that each side added, by evidence; one entry for what both did. The number parts those of one evidence.
type Added = BTreeMap<(String, u32), [Option<New>; 2]>;

/// Gives new evidence numbers that only it has.
pub(super) fn renumber(kind: Kind, bodies: &mut Three<Option<Value>, Value>) {
    if kind != Kind::Problem {
        return;
    }
    let ids = |body: &Value| -> HashSet<String> { cited(body).filter_map(read).map(|(new, _)| new.id).collect() };
    // What both sides have under one id is one piece, with a base or without.
    let mut known: HashSet<String> = ids(&bodies.ours).intersection(&ids(&bodies.theirs)).cloned().collect();
    known.extend(bodies.base.iter().flat_map(ids));
    let mut added = Added::new();
    let mut used: [HashSet<u64>; 2] = [numbers(&bodies.ours), numbers(&bodies.theirs)];
    let highest = bodies.base.iter().flat_map(numbers).chain(used.iter().flatten().copied()).max().unwrap_or(0);
    for (nth, (body, used)) in [&bodies.ours, &bodies.theirs].into_iter().zip(&mut used).enumerate() {
        let mut times: HashMap<String, u32> = HashMap::new();
        for (new, evidence) in cited(body).filter_map(read).filter(|(new, _)| !known.contains(&new.id)) {
            used.remove(&new.number);
            let time = times.entry(evidence.clone()).and_modify(|n| *n += 1).or_insert(0);
            if let Some(slot) = added.entry((evidence, *time)).or_default().get_mut(nth) {
                *slot = Some(new);
            }
        }
    }
    let [ours, theirs] = changes(added, &used, highest);
    apply(&mut bodies.ours, &ours);
    apply(&mut bodies.theirs, &theirs);
}

/// What each side's new pieces become, by their id there; the oldest piece chooses first. `used` are the numbers that a
/// side lists or names for something else than its new pieces.
fn changes(added: Added, used: &[HashSet<u64>; 2], mut highest: u64) -> [HashMap<String, New>; 2] {
    let oldest = |sides: [Option<New>; 2]| Some((sides.iter().flatten().min()?.clone(), sides));
    let mut all: Vec<(New, [Option<New>; 2])> = added.into_values().filter_map(oldest).collect();
    all.sort();
    let mut given: HashSet<u64> = HashSet::new();
    let mut changes = [HashMap::new(), HashMap::new()];
    for (mut becomes, sides) in all {
        if given.contains(&becomes.number) || used.iter().any(|used| used.contains(&becomes.number)) {
            highest += 1;
            becomes.number = highest;
        }
        given.insert(becomes.number);
        for (changes, old) in changes.iter_mut().zip(sides) {
            if let Some(old) = old.filter(|old| *old != becomes) {
                changes.insert(old.id, becomes.clone());
            }
        }
    }
    changes
}

/// Writes ids and numbers into one side, and the numbers into the marks of its facts.
fn apply(body: &mut Value, changes: &HashMap<String, New>) {
    if changes.is_empty() {
        return;
    }
    let mut marks: HashMap<u64, u64> = HashMap::new();
    for cited in list_mut(body, "evidence") {
        let Some((old, _)) = read(cited) else { continue };
        let (Some(new), Some(members)) = (changes.get(&old.id), cited.as_object_mut()) else { continue };
        marks.insert(old.number, new.number);
        members.insert("id".to_owned(), Value::String(new.id.clone()));
        members.insert("number".to_owned(), Value::from(new.number));
    }
    for fact in list_mut(body, "facts") {
        if let Some(Value::String(text)) = fact.get_mut("text") {
            *text = remarked(text, &marks);
        }
    }
}

/// The text with its marks under their new numbers, all at once.
fn remarked(text: &str, marks: &HashMap<u64, u64>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, number) in pins(text) {
        let new = marks.get(&u64::from(number)).and_then(|n| u16::try_from(*n).ok()).unwrap_or(number);
        out.push_str(text.get(done..at.start).unwrap_or_default());
        out.push_str(&pin(new));
        done = at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

fn list<'a>(body: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    body.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn list_mut<'a>(body: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Value> {
    body.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}

fn cited(body: &Value) -> impl Iterator<Item = &Value> {
    list(body, "evidence")
}

/// A piece and the evidence that it cites.
fn read(cited: &Value) -> Option<(New, String)> {
    let text = |name| cited.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    Some((New { id: text("id")?, number: cited.get("number")?.as_u64()? }, text("evidence")?))
}

/// Every number that a body lists or names.
fn numbers(body: &Value) -> HashSet<u64> {
    let listed = cited(body).filter_map(|c| c.get("number")?.as_u64());
    let texts = list(body, "facts").filter_map(|fact| fact.get("text")?.as_str());
    listed.chain(texts.flat_map(pins).map(|(_, number)| u64::from(number))).collect()
}
