//! Ids in a record: its own and those of what it refers to.

use crate::model::any::AnyRecord;
use crate::model::record::Kind;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The record as JSON, without its kind.
pub(super) fn json(record: &AnyRecord) -> Value {
    serde_json::to_value(record).ok().and_then(|mut v| v.get_mut("body").map(Value::take)).unwrap_or_default()
}

/// The record of that JSON; `None` when it is none of that kind.
pub(super) fn record(kind: Kind, body: &Value) -> Option<AnyRecord> {
    serde_json::from_value(serde_json::json!({ "kind": kind.name(), "body": body })).ok()
}

/// The ids that a record gives: its own and those of its elements.
pub fn owned(body: &Value) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    walk(body, "", &mut |key, id| {
        if key == "id" {
            found.insert(id);
        }
    });
    found
}

/// The ids of other things that stand in a record.
pub fn references(body: &Value) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    walk(body, "", &mut |key, id| {
        if key != "id" {
            found.insert(id);
        }
    });
    let own = owned(body);
    found.retain(|id| !own.contains(id));
    found
}

fn walk(value: &Value, key: &str, each: &mut impl FnMut(&str, Uuid)) {
    match value {
        Value::String(text) => {
            // Only the written form with hyphens is an id.
            if text.len() == 36
                && let Ok(id) = Uuid::parse_str(text)
            {
                each(key, id);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| walk(one, key, each)),
        Value::Object(fields) => fields.iter().for_each(|(key, one)| walk(one, key, each)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
