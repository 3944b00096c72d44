//! Values as people type them, read by the fields of the method.

use super::build::find_person;
use super::id::{damaged, id};
use super::input::Typed;
use crate::error::Result;
use crate::method::records::AskedField;
use crate::method::types::FieldType;
use crate::model::answer::Value;
use crate::model::fields::FieldValue;
use crate::model::people::Person;
use crate::model::value::Instant;

/// The values in the order of the form. `typed` names a field by what follows the last point of its id.
pub(super) fn values(
    fields: &[AskedField],
    typed: &Typed,
    people: &[Person],
    at: Instant,
    key: &str,
) -> Result<Vec<FieldValue>> {
    let mut left: Typed = typed.clone();
    let mut found = Vec::new();
    for field in fields {
        let name = field.id.rsplit('.').next().unwrap_or_default();
        if let Some(text) = left.remove(name) {
            let value = value(field, &text, people)?;
            found.push(FieldValue { id: id(at, &format!("{key}/{name}")), field: field.id.clone(), value });
        }
    }
    match left.keys().next() {
        None => Ok(found),
        Some(name) => Err(damaged(format!("{key} 的“{name}”不是工作法里的栏目"))),
    }
}

fn value(field: &AskedField, text: &str, people: &[Person]) -> Result<Value> {
    match field.ty {
        FieldType::Person => find_person(people, text).map(|p| Value::Person(p.id)),
        _ => field.ty.parse_value(text).map_err(|why| damaged(format!("{}“{text}”：{why}", field.id))),
    }
}
