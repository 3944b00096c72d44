//! The tables cover every member of every kind, each by one rule, and name nothing that is not there.

use super::example;
use crate::model::merge::rule::{FieldRule, List, Order, Rule};
use crate::model::merge::tables::table;
use crate::model::record::Kind;
use serde_json::Value;
use std::collections::BTreeSet;

/// Notes which rules met a value, and what is wrong.
#[derive(Default)]
struct Seen {
    met: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Seen {
    fn object(&mut self, fields: &'static [FieldRule], path: &str, object: &Value) {
        for (name, value) in object.as_object().unwrap() {
            let path = format!("{path}/{name}");
            let rules: Vec<&FieldRule> = fields.iter().filter(|f| f.names.contains(&name.as_str())).collect();
            let [field] = rules[..] else {
                self.wrong.push(format!("{path} has {} rules", rules.len()));
                continue;
            };
            let empty = match value {
                Value::Null | Value::Bool(false) => true,
                Value::String(text) => text.is_empty(),
                Value::Array(all) => all.is_empty(),
                Value::Object(_) | Value::Bool(true) | Value::Number(_) => false,
            };
            if empty {
                self.wrong.push(format!("{path} is not filled in"));
            }
            self.met.insert(path.clone());
            match &field.rule {
                Rule::List(list) => {
                    for element in value.as_array().unwrap() {
                        self.object(list.of, &path, element);
                    }
                }
                Rule::Part(of) => self.object(of, &path, value),
                Rule::Set => {
                    let all = value.as_array().unwrap();
                    if all.iter().any(|v| !v.is_string()) {
                        self.wrong.push(format!("{path} is no set of texts"));
                    }
                }
                Rule::Scalar(_) | Rule::Choice(..) | Rule::Text | Rule::Fixed | Rule::Id | Rule::Order => {
                    // A list or a struct as a scalar would lose one of two edits in it: only a choice may hold one.
                    if value.is_array() || (value.is_object() && !is_choice(value)) {
                        self.wrong.push(format!("{path} is taken as a whole"));
                    }
                }
                Rule::Latest { .. } | Rule::Seal { .. } => {}
            }
        }
    }
}

/// Tagged by one of its members, as serde writes an enum.
fn is_choice(value: &Value) -> bool {
    ["from", "kind", "type"].iter().any(|tag| value.get(tag).is_some_and(Value::is_string))
}

/// Every path that a table names, and the tables' own faults.
fn named(fields: &'static [FieldRule], path: &str, paths: &mut BTreeSet<String>, wrong: &mut Vec<String>) {
    let names: Vec<&str> = fields.iter().flat_map(|f| f.names).copied().collect();
    for field in fields {
        for name in field.names {
            let path = format!("{path}/{name}");
            if !paths.insert(path.clone()) {
                wrong.push(format!("{path} has two rules"));
            }
        }
        let path = format!("{path}/{}", field.name());
        match &field.rule {
            Rule::List(List { key, order, face, of }) => {
                let of_names: Vec<&str> = of.iter().flat_map(|f| f.names).copied().collect();
                let time = match order {
                    Order::Time(name) => Some(*name),
                    Order::Key => Some("order"),
                    Order::Standing => None,
                };
                for name in key.iter().copied().chain([*face]).chain(time) {
                    if !of_names.contains(&name) {
                        wrong.push(format!("{path} knows no {name}"));
                    }
                }
                for name in *key {
                    if !of.iter().any(|f| f.names == [*name] && matches!(f.rule, Rule::Fixed)) {
                        wrong.push(format!("{path}/{name} is a key and may not change"));
                    }
                }
                named(of, &path, paths, wrong);
            }
            Rule::Part(of) => named(of, &path, paths, wrong),
            Rule::Latest { of } | Rule::Seal { of } => {
                wrong.extend(of.iter().filter(|n| !names.contains(n)).map(|n| format!("{path} knows no {n}")));
            }
            _ => {}
        }
        if !field.label.chars().any(|c| c > '\u{2E80}') {
            wrong.push(format!("{path} has no name for a person"));
        }
    }
}

#[test]
fn every_member_of_every_kind_has_one_rule_and_every_rule_a_member() {
    for kind in Kind::ALL {
        let mut seen = Seen::default();
        for body in example::bodies(kind) {
            seen.object(table(kind), "", &body);
        }
        assert!(seen.wrong.is_empty(), "{kind}: {}", seen.wrong.join("\n"));
        let (mut paths, mut wrong) = (BTreeSet::new(), Vec::new());
        named(table(kind), "", &mut paths, &mut wrong);
        assert!(wrong.is_empty(), "{kind}: {}", wrong.join("\n"));
        assert_eq!(paths, seen.met, "{kind}");
    }
}

#[test]
fn what_is_missing_or_doubled_is_found() {
    const HALF: &[FieldRule] = &[
        FieldRule { names: &["id"], label: "编号", rule: Rule::Fixed },
        FieldRule { names: &["by", "at"], label: "时间", rule: Rule::Latest { of: &["nothing"] } },
        FieldRule { names: &["at"], label: "at", rule: Rule::Text },
    ];
    let mut seen = Seen::default();
    seen.object(HALF, "", &serde_json::json!({"id": "1", "at": "2", "new": "", "by": "4"}));
    assert_eq!(seen.wrong, ["/at has 2 rules", "/new has 0 rules"]);
    let (mut paths, mut wrong) = (BTreeSet::new(), Vec::new());
    named(HALF, "", &mut paths, &mut wrong);
    assert_eq!(wrong, ["/by knows no nothing", "/at has two rules", "/at has no name for a person"]);
}
