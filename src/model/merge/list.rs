//! The merge of lists: elements are matched by key and laid in an order that both sides would give.

use crate::model::merge::Side;
use crate::model::merge::rule::{List, Order};
use crate::model::merge::show;
use crate::model::merge::walk::{Member, Three, Walk, below, edited, faces};
use crate::model::order::{self, OrderKey};
use crate::model::value::Instant;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::slice;

/// What an element is known by. The number counts those of one name in one list, so that a doubled one is not lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key(String, u32);

/// One version of a list.
struct Version<'a> {
    elements: Cow<'a, [Value]>,
    keys: Vec<Key>,
    at: HashMap<Key, usize>,
}

impl<'a> Version<'a> {
    fn new(list: Option<&'a Value>, name: impl Fn(&Value) -> String, ordered: bool) -> Self {
        let elements = list.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut seen: HashMap<String, u32> = HashMap::new();
        let keys: Vec<Key> = elements
            .iter()
            .map(|element| {
                let name = name(element);
                let nth = seen.entry(name.clone()).and_modify(|n| *n += 1).or_insert(0);
                Key(name, *nth)
            })
            .collect();
        let at = keys.iter().cloned().enumerate().map(|(at, key)| (key, at)).collect();
        let elements = if ordered { placed(elements, &keys) } else { Cow::Borrowed(elements) };
        Self { elements, keys, at }
    }

    fn get(&self, key: &Key) -> Option<&Value> {
        self.at.get(key).and_then(|at| self.elements.get(*at))
    }

    fn has(&self, key: &Key) -> bool {
        self.at.contains_key(key)
    }
}

impl Walk {
    /// Merges a list of elements.
    pub(super) fn list(
        &mut self,
        list: &'static List,
        label: &'static str,
        path: &str,
        member: Member<'_>,
    ) -> Option<Value> {
        if member.ours.is_none() && member.theirs.is_none() {
            return None;
        }
        let name = |element: &Value| name(list, element);
        let version = |of| Version::new(of, name, list.order == Order::Key);
        let (base, ours, theirs) = (version(member.base), version(member.ours), version(member.theirs));
        let mut merged: BTreeMap<Key, Value> = BTreeMap::new();
        for key in ours.keys.iter().chain(theirs.keys.iter().filter(|k| !ours.has(k))) {
            let three = Three { base: base.get(key), ours: ours.get(key), theirs: theirs.get(key) };
            let kept = match (three.ours, three.theirs) {
                (Some(_), Some(_)) => Some(Value::Object(self.object(list.of, &below(path, &key.0), three))),
                (Some(one), None) => self.alone(list, label, path, key, three, (one, Side::Ours)),
                (None, Some(one)) => self.alone(list, label, path, key, three, (one, Side::Theirs)),
                (None, None) => None,
            };
            if let Some(kept) = kept {
                merged.insert(key.clone(), kept);
            }
        }
        Some(Value::Array(match list.order {
            Order::Standing => standing(&base, &ours, &theirs, merged),
            by => sorted(by, merged),
        }))
    }

    /// An element that only one side has: added there, or deleted on the other side.
    fn alone(
        &mut self,
        list: &'static List,
        label: &'static str,
        path: &str,
        key: &Key,
        three: Member<'_>,
        (one, side): (&Value, Side),
    ) -> Option<Value> {
        if three.base.is_none() {
            return Some(one.clone());
        }
        if !edited(list.of, Three { base: three.base, ours: Some(one), theirs: Some(one) }) {
            return None;
        }
        self.deleted(label, &below(path, &key.0), side, || face(list, one));
        (self.prefer() != Some(side.other())).then(|| one.clone())
    }

    /// Notes that what `side` edited or refers to was deleted by the other one.
    pub(super) fn deleted(&mut self, label: &'static str, path: &str, side: Side, face: impl FnOnce() -> String) {
        self.clash(path, label, || match side {
            Side::Ours => (face(), show::DELETED.to_owned()),
            Side::Theirs => (show::DELETED.to_owned(), face()),
        });
    }
}

/// Merges a set: a value is there unless a side took it out. Nothing in it can clash.
pub(super) fn set(member: Member<'_>) -> Option<Value> {
    if member.ours.is_none() && member.theirs.is_none() {
        return None;
    }
    let version = |of| Version::new(of, text, false);
    let (base, ours, theirs) = (version(member.base), version(member.ours), version(member.theirs));
    let mut merged: BTreeMap<Key, Value> = BTreeMap::new();
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        for key in one.keys.iter().filter(|k| other.has(k) || !base.has(k)) {
            merged.extend(one.get(key).map(|value| (key.clone(), value.clone())));
        }
    }
    Some(Value::Array(standing(&base, &ours, &theirs, merged)))
}

/// The name of an element: its key members.
pub(super) fn name(list: &List, element: &Value) -> String {
    let parts = list.key.iter().filter_map(|name| element.get(*name)).filter(|v| !v.is_null());
    parts.map(text).collect::<Vec<_>>().join("@")
}

/// A value as a key.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// An element for a person.
pub(super) fn face(list: &List, element: &Value) -> String {
    let field = list.of.iter().find(|f| f.names.contains(&list.face));
    let text = field.map(|f| faces(slice::from_ref(f), element)).unwrap_or_default();
    if text.is_empty() { faces(list.of, element) } else { text }
}

/// The elements with keys that agree with how they stand. Bodies from elsewhere may hold none, or keys that contradict
/// the order in which the list is read.
fn placed<'a>(elements: &'a [Value], keys: &[Key]) -> Cow<'a, [Value]> {
    let orders: Vec<OrderKey> = elements.iter().map(order_key).collect();
    let places: Vec<(&OrderKey, &Key)> = orders.iter().zip(keys).collect();
    let agree = places.is_sorted() && orders.iter().all(|o| !o.0.is_empty());
    if agree {
        return Cow::Borrowed(elements);
    }
    let mut orders = orders;
    order::assign(&mut orders, |o| o);
    let with = |(element, order): (&Value, OrderKey)| {
        let mut element = element.clone();
        if let Some(members) = element.as_object_mut() {
            members.insert("order".to_owned(), Value::String(order.0));
        }
        element
    };
    Cow::Owned(elements.iter().zip(orders).map(with).collect())
}

fn order_key(element: &Value) -> OrderKey {
    OrderKey(element.get("order").and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// By order key or time, equal ones by key.
fn sorted(order: Order, merged: BTreeMap<Key, Value>) -> Vec<Value> {
    // The map hands them over by key, and the sort is stable.
    let mut all: Vec<Value> = merged.into_values().collect();
    arrange(order, &mut all);
    all
}

/// Sorts elements by their order; the sort is stable.
fn arrange(order: Order, all: &mut [Value]) {
    match order {
        Order::Key => all.sort_by_cached_key(order_key),
        Order::Time(name) => all.sort_by_cached_key(|element| {
            let text = element.get(name).and_then(Value::as_str).unwrap_or_default();
            (Instant::parse(text).map(|at| at.ms), text.to_owned())
        }),
        Order::Standing => {}
    }
}

/// Puts an element back into a merged list.
pub(super) fn restore(list: &List, all: &mut Vec<Value>, element: Value) {
    all.push(element);
    all.sort_by_cached_key(|element| name(list, element));
    arrange(list.order, all);
}

/// Lays elements without order keys. Those of the base stand in its order, or in that of the side that moved some; both
/// moved differently, in the smaller order of keys. What a side added stands behind its predecessor there.
fn standing(
    base: &Version<'_>,
    ours: &Version<'_>,
    theirs: &Version<'_>,
    mut merged: BTreeMap<Key, Value>,
) -> Vec<Value> {
    let spine: Vec<&Key> = spine(base, ours, theirs).into_iter().filter(|k| merged.contains_key(k)).collect();
    let place: HashMap<&Key, usize> = spine.iter().enumerate().map(|(at, key)| (*key, at + 1)).collect();
    // Place 0 is before the first; an element that both added stands at the earlier one of its places.
    let mut anchors: HashMap<&Key, usize> = HashMap::new();
    for side in [ours, theirs] {
        let mut last = 0;
        for key in side.keys.iter().filter(|k| merged.contains_key(k)) {
            match place.get(key) {
                Some(at) => last = *at,
                None => {
                    anchors.entry(key).and_modify(|at| *at = last.min(*at)).or_insert(last);
                }
            }
        }
    }
    let mut runs: BTreeMap<usize, [Vec<&Key>; 2]> = BTreeMap::new();
    for (nth, side) in [ours, theirs].into_iter().enumerate() {
        for key in &side.keys {
            if let Some(run) = anchors.get(key).and_then(|at| runs.entry(*at).or_default().get_mut(nth)) {
                run.push(key);
            }
        }
    }
    let mut keys: Vec<Key> = Vec::with_capacity(merged.len());
    for at in 0..=spine.len() {
        keys.extend(at.checked_sub(1).and_then(|at| spine.get(at)).map(|key| (*key).clone()));
        if let Some([ours, theirs]) = runs.remove(&at) {
            keys.extend(both_runs(ours, theirs).into_iter().cloned());
        }
    }
    keys.iter().filter_map(|key| merged.remove(key)).collect()
}

/// The order of what stood in the base.
fn spine<'v>(base: &'v Version<'_>, ours: &'v Version<'_>, theirs: &'v Version<'_>) -> Vec<&'v Key> {
    let moved = |side: &'v Version<'_>| {
        let here: Vec<&Key> = side.keys.iter().filter(|k| base.has(k)).collect();
        let there = base.keys.iter().filter(|k| side.has(k));
        (!there.eq(here.iter().copied())).then_some(here)
    };
    match (moved(ours), moved(theirs)) {
        (None, None) => base.keys.iter().collect(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(one), Some(other)) => one.min(other),
    }
}

/// What two sides added at one place: each side's run together, or by key when they share some.
fn both_runs<'v>(ours: Vec<&'v Key>, theirs: Vec<&'v Key>) -> Vec<&'v Key> {
    if ours == theirs || theirs.is_empty() {
        return ours;
    }
    let known: HashSet<&Key> = ours.iter().copied().collect();
    let shared = theirs.iter().any(|k| known.contains(k));
    let (first, second) =
        if ours.first() <= theirs.first() || ours.is_empty() { (ours, theirs) } else { (theirs, ours) };
    let mut all: Vec<&Key> = first.into_iter().chain(second).collect();
    if shared {
        all.sort_unstable();
        all.dedup();
    }
    all
}
