//! What a terminal would obey or what turns the writing round is taken out of the texts of a bundle, as it is out of pastes.

use crate::error::{Error, Result};
use crate::export::bundle::{AnyRecord, Bundle};
use crate::text::pasted::Pasted;
use serde_json::Value;

/// Cleans the records, not the methods, whose hash is that of their text; in how many records something was taken out.
///
/// # Errors
/// A fault of the program: a record whose texts were cleaned is none any more.
pub(super) fn clean(bundle: &mut Bundle) -> Result<usize> {
    let mut cleaned = 0;
    for record in &mut bundle.records {
        let fault = |e| Error::internal("资料包里的记录去掉控制字符后读不出来").because(e);
        let mut value = serde_json::to_value(&*record).map_err(fault)?;
        if texts(&mut value) {
            *record = serde_json::from_value::<AnyRecord>(value).map_err(fault)?;
            cleaned += 1;
        }
    }
    Ok(cleaned)
}

fn texts(value: &mut Value) -> bool {
    match value {
        Value::String(text) => Pasted::clean(text),
        Value::Array(items) => items.iter_mut().fold(false, |any, v| texts(v) | any),
        Value::Object(fields) => fields.values_mut().fold(false, |any, v| texts(v) | any),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
