//! Changed bundles: refused in words and nothing written, or taken in as a round that is whole.

use super::tests::{exported, set_up};
use super::*;
use crate::error::Kind as Failure;
use crate::fuzzing::{damage, each_seed};
use crate::store::verify;
use proptest::prelude::RngExt as _;
use proptest::test_runner::TestRng;
use serde_json::Value;

/// Changes one value somewhere in the tree.
fn change(rng: &mut TestRng, value: &mut Value) {
    let inner = rng.random_range(0..10) > 0;
    match value {
        Value::Array(items) if !items.is_empty() && inner => {
            let at = rng.random_range(0..items.len());
            match rng.random_range(0..12) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => items.reverse(),
                _ => change(rng, &mut items[at]),
            }
        }
        Value::Object(fields) if !fields.is_empty() && inner => {
            let at = rng.random_range(0..fields.len());
            let name = fields.keys().nth(at).unwrap().clone();
            match rng.random_range(0..14) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert("额外".to_owned(), Value::Null)),
                _ => change(rng, fields.get_mut(&name).unwrap()),
            }
        }
        Value::String(text) if inner => {
            let mut bytes = std::mem::take(text).into_bytes();
            damage(rng, &mut bytes);
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        other => {
            let odd =
                [Value::Null, true.into(), (-1).into(), i64::MAX.into(), 1e300.into(), "".into(), "\u{1b}[2J".into()];
            let at = rng.random_range(0..odd.len() + 2);
            *other = odd
                .get(at)
                .cloned()
                .unwrap_or_else(|| if at == odd.len() { Value::Array(Vec::new()) } else { serde_json::json!({}) });
        }
    }
}

#[test]
fn changed_bundles_are_refused_or_become_rounds_that_are_whole() {
    let (dir, _old, folder) = exported();
    let path = folder.join(FILE);
    let whole: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut number = 0;
    each_seed("bundles", &[], 60, |rng| {
        let mut json = whole.clone();
        for _ in 0..rng.random_range(1..4) {
            change(rng, &mut json);
        }
        fs::write(&path, json.to_string()).unwrap();
        let checked = match read(&folder) {
            Ok(checked) => checked,
            Err(e) => {
                assert!(matches!(e.kind, Failure::Input | Failure::Clash), "{e}: {:?}", e.kind);
                return;
            }
        };
        number += 1;
        let file = dir.path().join(format!("{number}.wenkan"));
        let store = set_up(&file);
        let revisions = |store: &Store| verify(&store.reader().unwrap(), &|_| true).unwrap();
        let before = revisions(&store);
        match checked.write(&store, None, &|_| true) {
            Ok(_) => {
                let report = revisions(&store);
                assert!(report.ok(), "{report:?}");
            }
            Err(e) => {
                assert!(matches!(e.kind, Failure::Input | Failure::Clash), "{e}: {:?}", e.kind);
                assert_eq!(revisions(&store), before, "nothing was written");
            }
        }
        drop(store);
        fs::remove_file(&file).unwrap();
    });
}
