//! Setting one place of a body to what it is in another.

use super::change::{ChangePlace, id_of};
use super::fields::{self, FieldOf, Holds, ListOf};
use crate::model::record::Kind;
use serde_json::Value;

/// Makes `place` in `into` what it is in `from`: a field, an element of a list, or a field within an element. An element
/// that is not in `from` goes; one that is only there comes in where it stood.
pub fn set_place(kind: Kind, place: &ChangePlace, from: &Value, into: &mut Value) {
    let list = list_at(fields::of(kind), &place.field);
    match (&place.element, list) {
        (Some(element), Some(list)) => {
            let source = at(from, &place.field);
            if let Some(target) = at_mut(into, &place.field) {
                set_element(list, element, &place.within, source, target);
            }
        }
        _ => set(at(from, &place.field), &place.field, into),
    }
}

/// What stands at `place` of a body: a field, an element of a list, or a field within an element.
pub fn value_at<'v>(kind: Kind, place: &ChangePlace, body: &'v Value) -> Option<&'v Value> {
    let there = at(body, &place.field)?;
    match (&place.element, list_at(fields::of(kind), &place.field)) {
        (Some(element), Some(list)) => {
            let own = there.as_array()?.iter().find(|e| id_of(list, e) == *element)?;
            at(own, &place.within)
        }
        _ => Some(there),
    }
}

/// The list that stands at these keys.
fn list_at(table: &[FieldOf], keys: &[String]) -> Option<ListOf> {
    let (first, rest) = keys.split_first()?;
    let field = table.iter().find(|f| f.key == first)?;
    match field.holds {
        Holds::List(list) if rest.is_empty() => Some(list),
        Holds::Parts(parts) => list_at(parts, rest),
        _ => None,
    }
}

fn at<'v>(body: &'v Value, keys: &[String]) -> Option<&'v Value> {
    keys.iter().try_fold(body, |v, key| v.get(key))
}

fn at_mut<'v>(body: &'v mut Value, keys: &[String]) -> Option<&'v mut Value> {
    keys.iter().try_fold(body, |v, key| v.get_mut(key))
}

/// Sets the value at `keys`; a field that is not there in the source goes.
fn set(source: Option<&Value>, keys: &[String], into: &mut Value) {
    let Some((last, above)) = keys.split_last() else {
        if let Some(source) = source {
            *into = source.clone();
        }
        return;
    };
    let Some(object) = at_mut(into, above).and_then(Value::as_object_mut) else { return };
    match source {
        Some(source) => object.insert(last.clone(), source.clone()),
        None => object.remove(last),
    };
}

fn set_element(list: ListOf, element: &str, within: &[String], source: Option<&Value>, target: &mut Value) {
    let old = source
        .and_then(Value::as_array)
        .and_then(|all| all.iter().enumerate().find(|(_, e)| id_of(list, e) == element));
    let Some(all) = target.as_array_mut() else { return };
    let here = all.iter().position(|e| id_of(list, e) == element);
    match (old, here) {
        (Some((_, old)), Some(here)) => {
            if let Some(e) = all.get_mut(here) {
                set(at(old, within), within, e);
            }
        }
        (Some((place, old)), None) => all.insert(place.min(all.len()), old.clone()),
        (None, Some(here)) => {
            all.remove(here);
        }
        (None, None) => {}
    }
}
