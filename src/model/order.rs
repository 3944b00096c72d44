//! Order keys: a key between any two keys, so that elements inserted on two laptops merge without renumbering.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A position among siblings; compares as text. Empty means "not placed yet".
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OrderKey(#[serde(deserialize_with = "crate::model::name::of_order")] pub String);

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

fn digit(bytes: &[u8], at: usize, missing: u8) -> u8 {
    bytes.get(at).and_then(|b| DIGITS.iter().position(|d| d == b)).and_then(|p| u8::try_from(p).ok()).unwrap_or(missing)
}

impl OrderKey {
    /// A key after `low` and before `high`; `None` stands for the open end. `low < high` is the caller's promise.
    ///
    /// A key never ends in `0`, so there is always room before it.
    pub fn between(low: Option<&Self>, high: Option<&Self>) -> Self {
        let low = low.map_or("", |k| &k.0).as_bytes();
        let high = high.map(|k| k.0.as_bytes());
        let mut key = Vec::new();
        let mut bound = high;
        for at in 0.. {
            let below = digit(low, at, 0);
            let above = bound.map_or(36, |h| digit(h, at, 0));
            if above > below + 1 {
                // Appending at the end steps by one, so that long lists keep short keys.
                let step = if bound.is_none() { 1 } else { (above - below) / 2 };
                key.push(below + step);
                break;
            }
            key.push(below);
            if above > below {
                bound = None;
            }
        }
        Self(key.into_iter().filter_map(|d| DIGITS.get(usize::from(d)).copied().map(char::from)).collect())
    }
}

/// Gives every element a key, keeping those that are already in order.
pub fn assign<T>(items: &mut [T], key: impl Fn(&mut T) -> &mut OrderKey) {
    let keys: Vec<OrderKey> = items.iter_mut().map(|i| key(i).clone()).collect();
    let keep = longest_increasing(&keys);
    let mut low: Option<OrderKey> = None;
    for (at, item) in items.iter_mut().enumerate() {
        if keep.get(at) == Some(&true) {
            low = keys.get(at).cloned();
            continue;
        }
        let high = (at + 1..keys.len()).find(|i| keep.get(*i) == Some(&true)).and_then(|i| keys.get(i));
        let new = OrderKey::between(low.as_ref(), high);
        *key(item) = new.clone();
        low = Some(new);
    }
}

/// Marks the elements of one longest strictly increasing run of non-empty keys.
fn longest_increasing(keys: &[OrderKey]) -> Vec<bool> {
    // Quadratic would be slow for an answer of thousands of paragraphs: patience sorting.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; keys.len()];
    for (at, k) in keys.iter().enumerate().filter(|(_, k)| !k.0.is_empty()) {
        let pile = tails.partition_point(|t| keys.get(*t).is_some_and(|tail| tail < k));
        if let Some(slot) = before.get_mut(at) {
            *slot = pile.checked_sub(1).and_then(|p| tails.get(p).copied());
        }
        if let Some(slot) = tails.get_mut(pile) {
            *slot = at;
        } else {
            tails.push(at);
        }
    }
    let mut keep = vec![false; keys.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        if let Some(slot) = keep.get_mut(i) {
            *slot = true;
        }
        at = before.get(i).copied().flatten();
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_stay_in_order_whatever_is_inserted(at in proptest::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut keys: Vec<OrderKey> = Vec::new();
            for i in at {
                let at = i.index(keys.len() + 1);
                let new = OrderKey::between(at.checked_sub(1).and_then(|a| keys.get(a)), keys.get(at));
                prop_assert!(!new.0.ends_with('0'));
                keys.insert(at, new);
            }
            prop_assert!(keys.windows(2).all(|w| w[0] < w[1]), "{keys:?}");
        }

        #[test]
        fn assigning_keeps_what_is_in_order(moved in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
            let mut items: Vec<OrderKey> = vec![OrderKey::default(); 12];
            assign(&mut items, |k| k);
            prop_assert!(items.windows(2).all(|w| w[0] < w[1]));
            let before = items.clone();
            let one = items.remove(moved.index(items.len()));
            items.insert(to.index(items.len() + 1), one);
            assign(&mut items, |k| k);
            prop_assert!(items.windows(2).all(|w| w[0] < w[1]), "{items:?}");
            let changed = items.iter().filter(|k| !before.contains(k)).count();
            prop_assert!(changed <= 1, "one move gives one new key");
        }
    }
}
