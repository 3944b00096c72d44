//! What holds for any two versions of any kind: random edits of a filled-in body, driven by its table.

use super::example;
use crate::model::merge::rule::{FieldRule, Order, Rule};
use crate::model::merge::tables::table;
use crate::model::merge::walk::{Three, together};
use crate::model::merge::{ClashAt, Side, cited, list, merge_values};
use crate::model::order::{self, OrderKey};
use crate::model::record::Kind;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One edit; the numbers are taken modulo what there is.
type Edit = (usize, usize, usize, usize);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0..97_usize, 0..89_usize, 0..83_usize, 0..5_usize), 0..5)
}

fn kinds() -> impl Strategy<Value = Kind> {
    // Those with nested lists and links more often.
    let rich = [Kind::Answer, Kind::Problem, Kind::Person, Kind::Document];
    prop_oneof![prop::sample::select(rich.to_vec()), prop::sample::select(Kind::ALL.to_vec())]
}

fn at<T>(all: &[T], nth: usize) -> Option<&T> {
    all.get(nth.checked_rem(all.len())?)
}

fn element_ids(body: &Value) -> Vec<Value> {
    let lists = ["statements"].iter().filter_map(|name| body.get(name)?.as_array());
    lists.flatten().filter_map(|e| e.get("id").cloned()).collect()
}

/// The body after an edit, and another one of the same table where it nests.
fn edit(fields: &[FieldRule], template: &Value, body: &mut Value, ids: &[Value], (which, what, place, new): Edit) {
    let Some(field) = at(fields, which) else { return };
    let name = field.name();
    let word = |n: usize| json!(["甲〔证1〕", "乙〔证2〕", "丙", "丁〔证3〕", "戊"][n]);
    let stamp = |n: usize| json!({"by": format!("i{n}"), "at": format!("2026-03-0{}T09:00:00.000+08:00", n + 1)});
    match &field.rule {
        Rule::Fixed | Rule::Id | Rule::Order => {}
        Rule::Scalar(_) | Rule::Choice(..) | Rule::Text => {
            let link = matches!(name, "supersedes" | "statement");
            let value = if link { at(ids, place).cloned().unwrap_or_default() } else { word(new) };
            for name in field.names {
                body[*name] = if what % 5 == 0 { Value::Null } else { value.clone() };
            }
        }
        Rule::Latest { .. } => {
            for name in field.names {
                body[*name] = stamp(new)[if *name == "by" { "by" } else { "at" }].clone();
            }
        }
        Rule::Seal { .. } => body[name] = if what % 2 == 0 { Value::Null } else { stamp(new) },
        Rule::Part(of) => {
            if what % 4 == 0 {
                body[name] = if body[name].is_null() { template[name].clone() } else { Value::Null };
            } else if !body[name].is_null() {
                edit(of, &template[name], &mut body[name], ids, (what, place, new, which % 5));
            }
        }
        Rule::Set => {
            let all = body[name].as_array_mut().unwrap();
            let value = json!(format!("s{new}"));
            if let Some(at) = all.iter().position(|v| *v == value) {
                all.remove(at);
            } else if what % 3 == 0 && !all.is_empty() {
                all.remove(place % all.len());
            } else {
                all.insert(place % (all.len() + 1), value);
            }
        }
        Rule::List(inner) => {
            let template = &template[name][0];
            let all = body[name].as_array_mut().unwrap();
            let len = all.len();
            match what % 5 {
                0 => {
                    let mut element = template.clone();
                    let key = Uuid::from_u128(1_000 + new as u128).to_string();
                    element[inner.key[0]] = json!(key);
                    if element.get("number").is_some() {
                        let highest = all.iter().filter_map(|e| e["number"].as_u64()).max();
                        element["number"] = json!(highest.unwrap_or(0) + 1);
                        element["evidence"] = json!(format!("e{}", place % 3));
                    }
                    if element.get("supersedes").is_some() {
                        element["supersedes"] = at(ids, place).cloned().unwrap_or_default();
                    }
                    if all.iter().all(|e| list::name(inner, e) != list::name(inner, &element)) {
                        all.insert(place % (len + 1), element);
                    }
                }
                1 if len > 0 => drop(all.remove(place % len)),
                2 if len > 1 => all.swap(place % len, new % len),
                _ if len > 0 => edit(inner.of, template, &mut all[place % len], ids, (place, new + what, which, new)),
                _ => {}
            }
            if inner.order == Order::Key {
                let mut keys: Vec<OrderKey> =
                    all.iter().map(|e| OrderKey(e["order"].as_str().unwrap().to_owned())).collect();
                order::assign(&mut keys, |k| k);
                for (element, key) in all.iter_mut().zip(keys) {
                    element["order"] = json!(key.0);
                }
            }
        }
    }
}

fn after(kind: Kind, body: &Value, edits: &[Edit]) -> Value {
    let (mut body, template) = (body.clone(), example::bodies(kind).remove(0));
    for one in edits {
        let ids = element_ids(&body);
        edit(table(kind), &template, &mut body, &ids, *one);
    }
    body
}

/// Every value that an edit may change and a merge may not lose, by path.
fn leaves(fields: &'static [FieldRule], path: &str, object: &Value, all: &mut BTreeMap<String, Value>) {
    for field in fields {
        let path = format!("{path}{}", field.name());
        let value = object.get(field.name()).filter(|v| !v.is_null());
        match &field.rule {
            Rule::Latest { .. } | Rule::Seal { .. } | Rule::Id | Rule::Order => {}
            Rule::Fixed | Rule::Scalar(_) | Rule::Choice(..) | Rule::Text => {
                all.extend(together(Some(object), field.names).map(|value| (path, value)));
            }
            Rule::Part(of) => {
                if let Some(value) = value {
                    leaves(of, &format!("{path}/"), value, all);
                }
            }
            Rule::Set => {
                for one in value.and_then(Value::as_array).into_iter().flatten() {
                    all.insert(format!("{path}/{}", one.as_str().unwrap()), Value::Bool(true));
                }
            }
            Rule::List(list) => {
                for one in value.and_then(Value::as_array).into_iter().flatten() {
                    leaves(list.of, &format!("{path}/{}/", list::name(list, one)), one, all);
                }
            }
        }
    }
}

fn leaves_of(kind: Kind, body: &Value) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    leaves(table(kind), "", body, &mut all);
    all
}

/// A result with its sides called the other way round.
fn swapped(result: Result<Value, Vec<ClashAt>>) -> Result<Value, Vec<ClashAt>> {
    let turn = |c: ClashAt| ClashAt { ours: c.theirs, theirs: c.ours, ..c };
    result.map_err(|at| at.into_iter().map(turn).collect())
}

/// Whether a clash is at the path or at an element above it.
fn covered(at: &[ClashAt], path: &str) -> bool {
    at.iter().any(|c| path.strip_prefix(&c.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn it_makes_no_difference_which_side_is_which(kind in kinds(), b in edits(), x in edits(), y in edits(), known in any::<bool>()) {
        let base = after(kind, &example::bodies(kind).remove(0), &b);
        let (x, y) = (after(kind, &base, &x), after(kind, &base, &y));
        let base = known.then_some(&base);
        prop_assert_eq!(merge_values(kind, base, &x, &y, None), swapped(merge_values(kind, base, &y, &x, None)));
        for (one, other) in [(Side::Ours, Side::Theirs), (Side::Theirs, Side::Ours)] {
            let settled = merge_values(kind, base, &x, &y, Some(one));
            prop_assert!(settled.is_ok());
            prop_assert_eq!(&settled, &merge_values(kind, base, &y, &x, Some(other)));
            // A side is preferred only where the two clash.
            if let Ok(merged) = merge_values(kind, base, &x, &y, None) {
                prop_assert_eq!(settled, Ok(merged));
            }
        }
    }

    #[test]
    fn what_one_side_did_alone_is_the_result(kind in kinds(), b in edits(), x in edits()) {
        let base = after(kind, &example::bodies(kind).remove(0), &b);
        let x = after(kind, &base, &x);
        for (ours, theirs) in [(&x, &x), (&base, &x), (&x, &base)] {
            for prefer in [None, Some(Side::Ours), Some(Side::Theirs)] {
                prop_assert_eq!(merge_values(kind, Some(&base), ours, theirs, prefer), Ok(x.clone()));
            }
        }
    }

    #[test]
    fn no_edit_is_lost(kind in kinds(), b in edits(), x in edits(), y in edits()) {
        let base = after(kind, &example::bodies(kind).remove(0), &b);
        let mut bodies = Three { ours: after(kind, &base, &x), theirs: after(kind, &base, &y), base: Some(base) };
        // Numbers drawn twice are given anew before anything is compared; records.rs holds how.
        cited::renumber(kind, &mut bodies);
        let (base, x, y) = (bodies.base.unwrap(), bodies.ours, bodies.theirs);
        let result = merge_values(kind, Some(&base), &x, &y, None);
        let [b, x, y] = [&base, &x, &y].map(|body| leaves_of(kind, body));
        let merged = result.as_ref().map(|merged| leaves_of(kind, merged));
        for path in b.keys().chain(x.keys()).chain(y.keys()) {
            let [b, x, y] = [&b, &x, &y].map(|all| all.get(path));
            match &merged {
                Ok(merged) => {
                    let right = if x == b { y } else { x };
                    prop_assert!(x == y || x == b || y == b, "{path} was changed by both");
                    prop_assert_eq!(merged.get(path), right, "{}", path);
                }
                Err(at) => prop_assert!(x == y || x == b || y == b || covered(at, path), "{path} is in no clash"),
            }
        }
    }

    #[test]
    fn three_versions_without_a_clash_may_be_merged_in_any_order(kind in kinds(), x in edits(), y in edits(), z in edits()) {
        let base = example::bodies(kind).remove(0);
        let [x, y, z] = [x, y, z].map(|edits| after(kind, &base, &edits));
        let merge = |one: &Value, other: &Value| merge_values(kind, Some(&base), one, other, None);
        if let (Ok(xy), Ok(yz)) = (merge(&x, &y), merge(&y, &z))
            && let (Ok(one), Ok(other)) = (merge(&xy, &z), merge(&x, &yz))
        {
            prop_assert_eq!(leaves_of(kind, &one), leaves_of(kind, &other));
        }
    }
}
