//! What one element of a body says of another: corrections, claims, marks 〔证N〕. None may come to point at nothing
//! through a merge, and corrections may not come to go round in a ring.

use crate::model::merge::list::{face, name, restore};
use crate::model::merge::rule::{FieldRule, List, Rule};
use crate::model::merge::tables::table;
use crate::model::merge::walk::{Body, Three, Walk, below};
use crate::model::merge::{Side, show};
use crate::model::problem::pins;
use crate::model::record::Kind;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// One element refers to another of the same body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Link {
    /// List and key of the one that refers.
    from: (&'static str, String),
    /// Key of what it refers to, in the list of targets.
    to: String,
}

/// What refers to what in bodies of a kind, if anything does.
struct Links {
    /// The list whose elements are referred to.
    targets: &'static str,
    /// Reads the links of a body; `numbers` are the ids of cited evidence by number.
    read: Read,
}

type Read = fn(&Body, &HashMap<u64, String>) -> Vec<Link>;

const fn links(kind: Kind) -> Option<Links> {
    match kind {
        Kind::Answer => Some(Links { targets: "statements", read: in_answer }),
        Kind::Problem => Some(Links { targets: "evidence", read: in_problem }),
        Kind::Round
        | Kind::Unit
        | Kind::Inspector
        | Kind::Person
        | Kind::Interview
        | Kind::Observation
        | Kind::Attachment
        | Kind::Document
        | Kind::CheckResult
        | Kind::Entry
        | Kind::Evidence
        | Kind::Decision
        | Kind::Suggestion
        | Kind::QuickFix
        | Kind::Loan => None,
    }
}

fn elements<'a>(body: &'a Body, list: &str) -> impl Iterator<Item = &'a Value> {
    body.get(list).and_then(Value::as_array).into_iter().flatten()
}

fn string<'a>(element: &'a Value, name: &str) -> Option<&'a str> {
    element.get(name).and_then(Value::as_str)
}

fn in_answer(body: &Body, _: &HashMap<u64, String>) -> Vec<Link> {
    let read = |list: &'static str, key: &'static str, link: &'static str| {
        elements(body, list).filter_map(move |element| {
            let (from, to) = (string(element, key)?, string(element, link)?);
            Some(Link { from: (list, from.to_owned()), to: to.to_owned() })
        })
    };
    read("statements", "id", "supersedes").chain(read("claims", "field", "statement")).collect()
}

fn in_problem(body: &Body, numbers: &HashMap<u64, String>) -> Vec<Link> {
    let facts = elements(body, "facts").filter_map(|fact| Some((string(fact, "id")?, string(fact, "text")?)));
    let marks = facts.flat_map(|(id, text)| pins(text).map(move |(_, number)| (id, u64::from(number))));
    let link =
        |(id, number): (&str, u64)| Some(Link { from: ("facts", id.to_owned()), to: numbers.get(&number)?.clone() });
    marks.filter_map(link).collect()
}

/// Puts back what a side deleted while the other side began or went on to refer to it: delete against edit. When the
/// side that deleted is preferred, the reference is taken out instead.
pub(super) fn mend(kind: Kind, walk: &mut Walk, merged: &mut Body, bodies: &Three<Option<Value>, Value>) {
    let Some(links) = links(kind) else { return };
    let Some((list, label)) = targets(kind, links.targets) else { return };
    let (Some(ours), Some(theirs)) = (bodies.ours.as_object(), bodies.theirs.as_object()) else { return };
    let base = bodies.base.as_ref().and_then(Value::as_object);
    let all = || base.into_iter().chain([ours, theirs]);
    let numbers: HashMap<u64, String> = all()
        .flat_map(|body| elements(body, links.targets))
        .filter_map(|e| Some((e.get("number")?.as_u64()?, string(e, "id")?.to_owned())))
        .collect();
    let of = |body: &Body| (links.read)(body, &numbers);
    let sides = [(Side::Ours, ours), (Side::Theirs, theirs)].map(|(side, body)| {
        let there: HashMap<String, &Value> = elements(body, links.targets).map(|e| (name(list, e), e)).collect();
        let links: HashSet<Link> = of(body).into_iter().collect();
        (side, there, links)
    });
    let mut there: HashSet<String> = elements(merged, links.targets).map(|e| name(list, e)).collect();
    let mut open = of(merged);
    let mut taken_out: HashSet<Link> = HashSet::new();
    while let Some(link) = open.pop() {
        if there.contains(&link.to) {
            continue;
        }
        let mut has = sides.iter().filter(|(_, there, _)| there.contains_key(&link.to));
        let (Some((side, elements, _)), None) = (has.next(), has.next()) else { continue };
        // The side that deleted it may have left the reference open on purpose.
        if sides.iter().any(|(other, _, known)| other != side && known.contains(&link)) {
            continue;
        }
        let Some(element) = elements.get(&link.to).copied() else { continue };
        if walk.prefer() == Some(side.other()) {
            // Deleted statements that correct one another in a ring lead nowhere.
            let next = if taken_out.insert(link.clone()) { elements.get(&link.to).copied() } else { None };
            if unlink(merged, &link, next) {
                // What it corrects now may be gone as well.
                open.extend(of(merged).into_iter().filter(|l| l.from == link.from));
            }
            continue;
        }
        walk.deleted(label, &below(links.targets, &link.to), *side, || face(list, element));
        if let Some(all) = merged.get_mut(links.targets).and_then(Value::as_array_mut) {
            restore(list, all, element.clone());
        }
        there.insert(link.to.clone());
        open.extend(of(merged).into_iter().filter(|l| l.from == (links.targets, link.to.clone())));
    }
    if kind == Kind::Answer {
        break_rings(walk, merged, ours, theirs);
    }
}

fn targets(kind: Kind, name: &str) -> Option<(&'static List, &'static str)> {
    table(kind).iter().find_map(|field| match field {
        FieldRule { names, label, rule: Rule::List(list) } if names.contains(&name) => Some((list, *label)),
        _ => None,
    })
}

/// Takes a reference to a deleted statement out. A mark in the text of a fact stays: words are not altered, and the
/// paper's diagnostics name it. A correction comes to correct what the deleted statement did. Tells
/// whether anything changed.
fn unlink(merged: &mut Body, link: &Link, deleted: Option<&Value>) -> bool {
    let (list, key) = match link.from.0 {
        "statements" => ("id", "supersedes"),
        "claims" => ("field", "statement"),
        _ => return false,
    };
    let next = deleted.and_then(|e| e.get("supersedes")).filter(|_| key == "supersedes");
    let all = merged.get_mut(link.from.0).and_then(Value::as_array_mut).into_iter().flatten();
    for element in all.filter(|e| string(e, list) == Some(&link.from.1)).filter_map(Value::as_object_mut) {
        match next {
            // Not itself, were the bodies in disorder.
            Some(next) if next.as_str() != Some(&link.from.1) => element.insert(key.to_owned(), next.clone()),
            _ => element.remove(key),
        };
    }
    true
}

/// Corrections that go round in a ring, each side having set another one: the links that differ clash.
fn break_rings(walk: &mut Walk, merged: &mut Body, ours: &Body, theirs: &Body) {
    const LINK: &str = "supersedes";
    let read = |body: &Body| -> HashMap<String, Option<String>> {
        let pair = |e: &Value| Some((string(e, "id")?.to_owned(), string(e, LINK).map(ToOwned::to_owned)));
        elements(body, "statements").filter_map(pair).collect()
    };
    let ring = in_ring(&read(merged));
    if ring.is_empty() {
        return;
    }
    let (ours, theirs) = (read(ours), read(theirs));
    for id in ring {
        let (Some(one), Some(other)) = (ours.get(&id), theirs.get(&id)) else { continue };
        if one == other {
            continue;
        }
        let text = |link: &Option<String>| link.clone().unwrap_or_else(|| show::EMPTY.to_owned());
        let path = below(&below("statements", &id), LINK);
        let side = walk.clash(&path, "更正关系", || (text(one), text(other)));
        let kept = if side == Side::Ours { one } else { other };
        let all = merged.get_mut("statements").and_then(Value::as_array_mut).into_iter().flatten();
        for element in all.filter(|e| string(e, "id") == Some(&id)).filter_map(Value::as_object_mut) {
            match kept {
                Some(to) => element.insert(LINK.to_owned(), Value::String(to.clone())),
                None => element.remove(LINK),
            };
        }
    }
}

/// The statements that correct themselves over any number of steps.
fn in_ring(links: &HashMap<String, Option<String>>) -> Vec<String> {
    let mut ring = Vec::new();
    let mut done: HashSet<&String> = HashSet::new();
    for start in links.keys() {
        let mut way: Vec<&String> = Vec::new();
        let mut on_way: HashMap<&String, usize> = HashMap::new();
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| !done.contains(id)) {
            if let Some(first) = on_way.get(id) {
                ring.extend(way.iter().skip(*first).map(|id| (*id).clone()));
                break;
            }
            on_way.insert(id, way.len());
            way.push(id);
            at = links.get(id).and_then(Option::as_ref);
        }
        done.extend(way);
    }
    ring
}
