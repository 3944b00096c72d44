//! Withheld words in the texts of a record, wherever one text ends and the next begins.

use crate::model::any::AnyRecord;
use crate::model::reading_order::{may_differ, orders};
use crate::model::told::{Place, each_text, texts};
use crate::text::grams::{Words, in_each_order};
use crate::text::sieve::Sieve;

/// Puts 〔已另行处理〕 in the place of withheld words in all texts of a record, and in those that are read one after the
/// other as if they were one. `each` hears of every text in which something was struck, with the words.
pub(super) fn strike(record: &mut AnyRecord, words: &Words, each: &mut dyn FnMut(Place, Vec<String>)) {
    if words.is_empty() {
        return;
    }
    let all = texts(record);
    let mut now: Vec<String> = all.iter().map(|text| text.text.clone()).collect();
    let mut struck: Vec<Vec<String>> = vec![Vec::new(); now.len()];
    in_each_order(&mut now, &orders(record, &all), &mut |order, read| {
        for (at, found) in order.iter().zip(words.strike_each(read)) {
            if let Some(of_text) = struck.get_mut(*at) {
                of_text.extend(found);
            }
        }
    });
    if struck.iter().all(Vec::is_empty) {
        return;
    }
    let mut now = now.into_iter().zip(struck);
    each_text(record, &mut |place, text| {
        if let Some((new, words)) = now.next().filter(|(_, words)| !words.is_empty()) {
            *text = new;
            each(place, words);
        }
    });
}

/// Whether the words that a sieve was made of may stand in a body; asked before it is read.
pub(super) fn may_hold(sieve: &Sieve, body: &str) -> bool {
    sieve.passes(body) || (may_differ(body) && sieve.passes_in_any_order(body))
}
