//! 390 posts of county units with what they mean: `tests/fixtures/posts.tsv`.
//!
//! Columns: kind of unit, post, type, facts, why, `blind` for those that were written before the first guesser was read.

use super::*;
use std::collections::BTreeSet;

const TABLE: &str = include_str!("../../../../tests/fixtures/posts.tsv");

/// The kinds as the table calls them.
fn kind(text: &str) -> UnitKind {
    UnitKind::parse(text).unwrap()
}

fn facts(guessed: &Guessed) -> String {
    let mut all = BTreeSet::new();
    if guessed.class.head() {
        all.insert("head");
    }
    if guessed.class.leading_body() {
        all.insert("leading_body");
    }
    match guessed.party {
        Some(Party::Member) => drop(all.insert("party")),
        Some(Party::Probationary) => all.extend(["party", "probationary"]),
        _ => {}
    }
    if all.is_empty() { "-".to_owned() } else { all.into_iter().collect::<Vec<_>>().join(",") }
}

/// The lines of a table that are guessed otherwise than they say.
fn wrong(table: &str) -> (usize, Vec<String>) {
    let method = Method::builtin().unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|l| l.split('\t').collect()).collect();
    let mut bad = Vec::new();
    for row in &rows {
        let guessed = Guesser::of_kind(&method, kind(row[0])).guess(row[1]);
        let want: BTreeSet<&str> = row[3].split(',').collect();
        let (id, got) = (guessed.class.id(), facts(&guessed));
        if id != row[2] || got.split(',').collect::<BTreeSet<_>>() != want {
            bad.push(format!("{} {}: {} {}, should be {} {}", row[0], row[1], id, got, row[2], row[3]));
        }
    }
    (rows.len(), bad)
}

#[test]
fn posts_of_county_units_tell_type_and_facts() {
    let (all, bad) = wrong(TABLE);
    assert!(all >= 390);
    assert!(bad.is_empty(), "{} of {all}:\n{}", bad.len(), bad.join("\n"));
}

/// Posts that were written after the guesser, without a look at it.
const LATER: &str = include_str!("../../../../tests/fixtures/posts-later.tsv");

#[test]
fn posts_written_later_are_guessed_too() {
    let (all, bad) = wrong(LATER);
    assert!(all >= 78);
    assert!(bad.is_empty(), "{} of {all}:\n{}", bad.len(), bad.join("\n"));
}
