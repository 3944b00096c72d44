//! Bodies of older schemas, brought up to the present one. What is written stays as it was written; it is lifted each
//! time it is read.
//!
//! One row of `STEPS` leads from one schema number of a kind to the next. A step is never changed once files with its
//! result are about: two laptops that lift the same body must come to the same record.

use crate::model::ids::element;
use crate::model::record::{Kind, Record};
use crate::model::{answer, people, problem};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// Brings a body from one schema number to the next.
type Upcast = fn(&mut Value);

/// All steps: kind, the schema number that the step starts from, what it does.
const STEPS: [(Kind, u32, Upcast); 3] =
    [(Kind::Answer, 1, ids_of_probes), (Kind::Person, 1, ids_of_posts), (Kind::Problem, 1, ids_of_categories)];

/// Brings a body of that schema number up to the present one.
pub fn lift(kind: Kind, schema: u32, body: &mut Value) {
    for (_, _, step) in STEPS.iter().filter(|(of, from, _)| *of == kind && *from >= schema) {
        step(body);
    }
}

/// Reads a body of an older schema.
///
/// # Errors
/// It is not a body of that schema.
pub fn read<R: Record>(schema: u32, body: &str) -> serde_json::Result<R> {
    let mut body = serde_json::from_str(body)?;
    lift(R::KIND, schema, &mut body);
    serde_json::from_value(body)
}

/// Answer 2: a probe that was put has an id.
fn ids_of_probes(body: &mut Value) {
    give_ids(body, "probes", answer::PROBE, |probe| text(probe, "probe"));
}

/// Person 2: a post that was held has an id.
fn ids_of_posts(body: &mut Value) {
    give_ids(body, "posts", people::POST, |held| {
        let from = text(held, "from");
        format!("{} {}", text(held, "post"), if from.is_empty() { "-" } else { &from })
    });
}

/// Problem 2: the place in a category tree has an id.
fn ids_of_categories(body: &mut Value) {
    give_ids(body, "categories", problem::CATEGORY, |placed| text(placed, "tree"));
}

/// Gives every element of a list the id that follows from its key, as new elements get theirs; of equal keys, the later
/// ones are counted.
fn give_ids(body: &mut Value, list: &str, sort: &str, key: impl Fn(&Value) -> String) {
    let Some(record) = body.get("id").and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok()) else { return };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for item in body.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
        let mut key = key(item);
        let n = *seen.entry(key.clone()).and_modify(|n| *n += 1).or_insert(1);
        if n > 1 {
            key = format!("{key} {n}");
        }
        if let Some(item) = item.as_object_mut() {
            item.insert("id".to_owned(), Value::String(element(record, sort, &key).to_string()));
        }
    }
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::{Answer, ProbePut};
    use crate::model::any::{AnyRecord, ForKind};
    use crate::model::people::Person;
    use crate::model::problem::{Placed, Problem};
    use crate::model::value::{Instant, PartialDate};

    /// A body of each older schema, as the program of that time wrote it.
    const ANSWER_1: &str = include_str!("../../tests/fixtures/bodies/answer-1.json");
    const PERSON_1: &str = include_str!("../../tests/fixtures/bodies/person-1.json");
    const PROBLEM_1: &str = include_str!("../../tests/fixtures/bodies/problem-1.json");

    struct Schema;
    impl ForKind for Schema {
        type Out = u32;
        fn run<R: Record + Into<AnyRecord>>(self) -> u32 {
            R::SCHEMA
        }
    }

    #[test]
    fn every_older_schema_has_one_step_and_a_kept_body() {
        let kept = [(Kind::Answer, 1), (Kind::Person, 1), (Kind::Problem, 1)];
        let older = Kind::ALL.into_iter().flat_map(|kind| (1..kind.run(Schema)).map(move |schema| (kind, schema)));
        let mut older: Vec<_> = older.collect();
        let mut steps: Vec<_> = STEPS.iter().map(|(kind, from, _)| (*kind, *from)).collect();
        older.sort_unstable();
        steps.sort_unstable();
        let mut kept = kept.to_vec();
        kept.sort_unstable();
        assert_eq!((&steps, &kept), (&older, &older));
    }

    #[test]
    fn lifted_elements_have_the_ids_that_new_ones_get() {
        let answer: Answer = read(1, ANSWER_1).unwrap();
        let at = Instant::parse("2026-03-08T09:30:00.000+08:00").unwrap();
        let new = ["q1.p1", "q1.p3"].map(|probe| ProbePut::new(answer.id, probe.into(), at));
        assert_eq!(answer.probes[..2], new);
        assert_eq!(answer.probes[0].id.to_string(), "aa5be9bf-8a67-545d-9cec-da1a0d8b6bb8");
        assert_eq!(answer.probes[2].probe, "q1.p1");
        assert_ne!(answer.probes[2].id, answer.probes[0].id, "put twice by an older version");

        let person: Person = read(1, PERSON_1).unwrap();
        let mut again = Person { posts: Vec::new(), ..person.clone() };
        for held in &person.posts {
            again.hold(held.post.clone(), held.from);
            again.posts.last_mut().unwrap().to = held.to;
        }
        assert_eq!(person, again);
        assert_eq!(person.posts[0].from, PartialDate::parse("2017-03"));
        assert_eq!(person.posts[0].id.to_string(), "fc7f587c-4efe-58d6-8ac4-4cc2722f2a7d");

        let problem: Problem = read(1, PROBLEM_1).unwrap();
        assert_eq!(
            problem.categories,
            [Placed::new(problem.id, "three_focus_2023", "f3"), Placed::new(problem.id, "four_focus", "f1")]
        );
        assert_eq!(problem.categories[0].id.to_string(), "d1870b9f-f6c0-568a-a0d5-6aff51cdf8e4");
    }

    #[test]
    fn a_body_of_the_present_schema_is_left_alone() {
        let mut body: Value = serde_json::from_str(ANSWER_1).unwrap();
        let before = body.clone();
        lift(Kind::Answer, 2, &mut body);
        assert_eq!(body, before);
        lift(Kind::Unit, 1, &mut body);
        assert_eq!(body, before);
    }
}
