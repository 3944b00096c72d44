//! The JSON schema of the bundle, made from the types themselves.

use super::Bundle;
use crate::error::{Error, Result};

/// The schema as text, one line feed at the end.
///
/// # Errors
/// Never for this schema; serde's signature asks for it.
pub fn bundle_schema() -> Result<String> {
    let schema = schemars::schema_for!(Bundle);
    let mut text =
        serde_json::to_string_pretty(&schema).map_err(|e| Error::internal("格式说明写不成 JSON").because(e))?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Kind;

    #[test]
    fn the_schema_names_every_kind_and_is_stable() {
        let text = bundle_schema().unwrap();
        for kind in Kind::ALL {
            assert!(text.contains(&format!("\"const\": \"{}\"", kind.name())), "{kind}");
        }
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        let required = schema["required"].as_array().unwrap();
        assert_eq!(required.len(), 5, "{required:?}");
        assert_eq!(text, bundle_schema().unwrap());
    }
}
