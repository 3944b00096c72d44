//! Values of the method's fields, as entries and unit profiles hold them.

use crate::model::answer::Value;
use crate::model::ids::FieldValueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One filled-in field of an entry or of a unit's profile. A field that nobody filled in has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldValue {
    /// Its id, so that two laptops can be merged field by field.
    pub id: FieldValueId,
    /// The field of the method, e.g. `k4.present`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub field: String,
    /// Its value.
    pub value: Value,
}

/// The value of `field` among `values`.
pub fn value_of<'a>(values: &'a [FieldValue], field: &str) -> Option<&'a Value> {
    values.iter().find(|v| v.field == field).map(|v| &v.value)
}

/// Sets, changes or (with `None`) removes the value of `field`; a field keeps its id when it changes.
pub fn set_value(values: &mut Vec<FieldValue>, field: &str, value: Option<Value>) {
    match (values.iter_mut().find(|v| v.field == field), value) {
        (Some(old), Some(value)) => old.value = value,
        (None, Some(value)) => values.push(FieldValue { id: FieldValueId::new(), field: field.to_owned(), value }),
        (_, None) => values.retain(|v| v.field != field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_keeps_its_id_when_its_value_changes() {
        let mut values = Vec::new();
        set_value(&mut values, "k4.present", Some(Value::Integer(4)));
        let id = values[0].id;
        set_value(&mut values, "k4.present", Some(Value::Integer(5)));
        assert_eq!((values.len(), values[0].id, value_of(&values, "k4.present")), (1, id, Some(&Value::Integer(5))));
        set_value(&mut values, "k4.present", None);
        assert!(values.is_empty() && value_of(&values, "k4.present").is_none());
    }
}
