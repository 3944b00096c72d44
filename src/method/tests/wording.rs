//! What the method says of records and problems is written for people: whole sentences, short titles, columns that fit.

use crate::method::types::Method;
use std::collections::BTreeSet;

/// Cells of the list of entries at 80 columns, and the cells between two columns.
const LIST: usize = 76;
const GAP: usize = 2;

#[test]
fn items_are_whole_sentences_and_said_once() {
    let method = Method::builtin().unwrap();
    let items: Vec<_> = method.records.iter().flat_map(|k| &k.items).collect();
    for item in &items {
        assert!(item.look_for.ends_with('。') && item.red_flag.ends_with('。'), "{}", item.id);
        assert!((1..=12).contains(&item.title.chars().count()), "{}", item.id);
        assert!(item.look_for.chars().count() >= 20, "{}: too short to help anybody", item.id);
        assert!((4..=30).contains(&item.problem.chars().count()), "{}: {}", item.id, item.problem);
        assert!(!item.problem.ends_with('。') && item.categories.len() >= 3, "{}", item.id);
    }
    let said: BTreeSet<&str> = items.iter().flat_map(|i| [i.look_for.as_str(), &i.red_flag]).collect();
    assert_eq!(said.len(), items.len() * 2);
}

#[test]
fn patterns_cover_every_question_and_say_both_numbers() {
    let method = Method::builtin().unwrap();
    for question in &method.questions {
        assert!(method.patterns.iter().any(|p| p.question == question.id), "{}", question.id);
    }
    for pattern in &method.patterns {
        assert!(pattern.id.starts_with(&format!("{}.", pattern.question)), "{}", pattern.id);
        assert!(pattern.fact.contains("{asked}") && pattern.fact.contains("{count}"), "{}", pattern.id);
        assert!(pattern.fact.ends_with('。') && !pattern.basis.is_empty(), "{}", pattern.id);
    }
}

#[test]
fn the_columns_of_every_kind_of_entry_fit() {
    let method = Method::builtin().unwrap();
    for entry in &method.entries {
        let columns: Vec<usize> = entry.fields.iter().map(|f| usize::from(f.column)).filter(|c| *c > 0).collect();
        let total = columns.iter().sum::<usize>() + GAP * (columns.len() - 1);
        assert!(columns.len() >= 4 && total <= LIST, "{}: {total}", entry.id);
        assert!(entry.fields.iter().any(|f| f.required) && entry.fields.iter().any(|f| !f.exclusive.is_empty()));
        for field in entry.fields.iter().filter(|f| f.column > 0) {
            let width: usize = field.label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(width <= usize::from(field.column), "{}: its head does not fit", field.id);
        }
    }
}
