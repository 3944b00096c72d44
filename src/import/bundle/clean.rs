//! What a terminal would obey or what turns the writing round is taken out of the texts of a bundle, as it is out of pastes;
//! a field of one line is one line.

use crate::error::{Error, Result};
use crate::export::bundle::{AnyRecord, Bundle};
use crate::text::pasted::{OneLine, Pasted};
use serde_json::Value;

/// In how many records something was changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cleaned {
    /// Something was taken out.
    pub(super) cleaned: usize,
    /// Line breaks were taken out of fields of one line.
    pub(super) joined: usize,
}

/// What is typed in one line, whatever record it is of: names, titles, places, numbers.
const ONE_LINE: [&str; 31] = [
    "name",
    "name_as_written",
    "title",
    "code",
    "number",
    "post",
    "in_charge",
    "contact",
    "place",
    "pages",
    "volume",
    "volumes",
    "provider",
    "caption",
    "term",
    "group",
    "clause",
    "version",
    "regulation",
    "addressee",
    "copies",
    "copied",
    "returned_to",
    "source_other",
    "extent",
    "marking",
    "question",
    "field",
    "key",
    "item",
    "kind",
];

/// Cleans the records, not the methods, whose hash is that of their text.
///
/// # Errors
/// A fault of the program: a record whose texts were cleaned is none any more.
pub(super) fn clean(bundle: &mut Bundle) -> Result<Cleaned> {
    let mut all = Cleaned::default();
    for record in &mut bundle.records {
        let fault = |e| Error::internal("资料包里的记录去掉控制字符后读不出来").because(e);
        let mut value = serde_json::to_value(&*record).map_err(fault)?;
        let mut done = Cleaned::default();
        texts("", &mut value, &mut done);
        if done != Cleaned::default() {
            *record = serde_json::from_value::<AnyRecord>(value).map_err(fault)?;
            all.cleaned += done.cleaned.min(1);
            all.joined += done.joined.min(1);
        }
    }
    Ok(all)
}

fn texts(key: &str, value: &mut Value, done: &mut Cleaned) {
    match value {
        Value::String(text) => {
            done.cleaned += usize::from(Pasted::clean(text));
            if ONE_LINE.contains(&key) {
                done.joined += usize::from(join(text));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| texts(key, item, done)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, field)| texts(key, field, done)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Makes one line of a text; whether it was several.
fn join(text: &mut String) -> bool {
    if !text.contains(['\r', '\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        return false;
    }
    let lines = Pasted::read(text).text;
    *text = OneLine::of(&lines, " ").map_or_else(|| lines.trim().to_owned(), |line| line.text);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_of_one_line_is_one_line_and_others_keep_theirs() {
        let mut value = json!({"name": "张\u{2028}三\r\n", "posts": [{"post": "主任\n副书记"}], "note": "一\n二"});
        let mut done = Cleaned::default();
        texts("", &mut value, &mut done);
        assert_eq!(value, json!({"name": "张 三", "posts": [{"post": "主任 副书记"}], "note": "一\n二"}));
        assert_eq!(done, Cleaned { cleaned: 0, joined: 2 });
    }
}
