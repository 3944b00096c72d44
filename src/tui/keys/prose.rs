//! Keys in prose: `按 {key:Returned} 记一样` is filled from the table.
//!
//! Only text of the program itself is filled, never what somebody typed: the text must be `'static`.

use super::{Context, label, row_of};

const OPEN: &str = "{key:";

impl Context {
    /// `text` with its keys filled in: the key by which the action of that name is reached here, or else the one by
    /// which it is reached where it can be.
    pub fn fill(self, text: &'static str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                continue;
            };
            out.push_str(&self.key_named(name).unwrap_or_default());
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The key by which the action of that name is reached.
    pub(super) fn key_named(self, name: &str) -> Option<String> {
        let mut all = [self].into_iter().chain(Self::ALL).flat_map(Self::bindings);
        let action = all.find(|b| format!("{:?}", b.action) == name)?.action;
        row_of(action, self).map(|b| label(b.key))
    }
}
