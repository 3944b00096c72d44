//! The talks name only questions, claim fields, choices and probes of the built-in method, and put a probe only
//! where the method raises it.

use super::content::claims;
use super::sample;
use crate::import::sample::Sample;
use crate::model::answer::{Answer, Claim, Value};
use crate::model::value::Money;
use std::collections::BTreeSet;
use toml::{Table, Value as Toml};

const QUESTIONS: [&str; 5] = [
    include_str!("../../../../checklists/questions/q1.toml"),
    include_str!("../../../../checklists/questions/q2.toml"),
    include_str!("../../../../checklists/questions/q3.toml"),
    include_str!("../../../../checklists/questions/q4.toml"),
    include_str!("../../../../checklists/questions/q5.toml"),
];
const TYPES: &str = include_str!("../../../../checklists/types.toml");

fn question(id: &str) -> Table {
    QUESTIONS.iter().map(|q| q.parse::<Table>().unwrap()).find(|q| text(q, "id") == id).unwrap()
}

fn text<'a>(table: &'a Table, name: &str) -> &'a str {
    table[name].as_str().unwrap()
}

/// The entry of that id in the list `list` of a question.
fn entry(question: &Table, list: &str, id: &str) -> Table {
    let found = question[list].as_array().unwrap().iter().filter_map(Toml::as_table).find(|e| text(e, "id") == id);
    found.unwrap_or_else(|| panic!("{list} {id}")).clone()
}

fn strings<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    table.get(name).map(|v| v.as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect()).unwrap_or_default()
}

/// Whether the value fits the claim field.
fn fits(field: &Table, value: &Value) -> bool {
    let limit = |name: &str| field[name].as_integer().unwrap();
    let choices: BTreeSet<_> =
        field.get("choices").into_iter().flat_map(|c| c.as_array().unwrap()).map(|c| c[0].as_str().unwrap()).collect();
    match (text(field, "type"), value) {
        ("money", Value::Money(Money(fen))) => (limit("min") * 100..=limit("max") * 100).contains(fen),
        ("integer", Value::Integer(n)) => (limit("min")..=limit("max")).contains(n),
        ("text", Value::Text(t)) => i64::try_from(t.chars().count()).unwrap() <= limit("max") && !t.is_empty(),
        ("month", Value::Date(d)) => d.month().is_some() && d.day().is_none(),
        ("date", Value::Date(d)) => d.day().is_some(),
        ("choice", Value::Choice(id)) => choices.contains(id.as_str()),
        ("choices", Value::Choices(ids)) => !ids.is_empty() && ids.iter().all(|id| choices.contains(id.as_str())),
        ("yes_no", Value::YesNo(_)) => true,
        _ => false,
    }
}

/// Whether the condition on a claim holds for what was said.
fn claim_holds(when: &Table, claim: Option<&Claim>) -> bool {
    let Some(claim) = claim else { return false };
    if when.get("unknown").and_then(Toml::as_bool) == Some(true) {
        return claim.value.is_none();
    }
    let is = strings(when, "is");
    match &claim.value {
        Some(Value::Integer(n)) => in_range(when, *n, 1),
        Some(Value::Money(m)) => in_range(when, m.0, 100),
        Some(Value::Choice(id)) => is.contains(&id.as_str()),
        Some(Value::Choices(ids)) => ids.iter().any(|id| is.contains(&id.as_str())),
        Some(Value::YesNo(yes)) => is.contains(&if *yes { "yes" } else { "no" }),
        _ => false,
    }
}

fn in_range(when: &Table, value: i64, unit: i64) -> bool {
    let limit = |name: &str| when.get(name).and_then(Toml::as_integer).map(|n| n * unit);
    limit("at_least").is_none_or(|least| value >= least) && limit("below").is_none_or(|below| value < below)
}

/// Whether the condition holds for the answer as it stands.
fn holds(sample: &Sample, answer: &Answer, when: &Table) -> bool {
    let person = sample.speaker(answer);
    let fact = |name: &str| match name {
        "head" => person.facts.head,
        "leading_body" => person.facts.leading_body,
        "party" => person.facts.party.is_party(),
        _ => panic!("{name}"),
    };
    let types = strings(when, "types");
    let judgement = strings(when, "judgement");
    (types.is_empty() || types.contains(&person.approach.as_str()))
        && strings(when, "facts").into_iter().all(fact)
        && !strings(when, "not_facts").into_iter().any(fact)
        && (judgement.is_empty() || answer.judgement.is_some_and(|j| judgement.contains(&j.name())))
        && when.get("claim").and_then(Toml::as_table).is_none_or(|c| {
            let id = text(c, "id");
            claim_holds(c, answer.claims.iter().find(|claim| claim.field == id))
        })
}

#[test]
fn claims_fit_the_fields_of_the_method() {
    let sample = sample();
    let mut used = BTreeSet::new();
    for (a, c) in claims(&sample) {
        let field = entry(&question(&a.question), "claim", &c.field);
        assert!(used.insert((c.field.clone(), a.id)), "{} twice", c.field);
        assert_eq!(c.value.is_some(), c.qualifier.has_value(), "{}", c.field);
        assert!(c.value.as_ref().is_none_or(|v| fits(&field, v)), "{} {:?}", c.field, c.value);
    }
    let used: BTreeSet<_> = used.into_iter().map(|(field, _)| field).collect();
    for q in QUESTIONS {
        for field in q.parse::<Table>().unwrap()["claim"].as_array().unwrap() {
            assert!(used.contains(field["id"].as_str().unwrap()), "{} is shown nowhere", field["id"]);
        }
    }
}

#[test]
fn probes_are_put_where_the_method_raises_them() {
    let sample = sample();
    let mut put = BTreeSet::new();
    for a in &sample.answers {
        let question = question(&a.question);
        for p in &a.probes {
            let probe = entry(&question, "probe", &p.probe);
            let raised = probe.get("when").and_then(Toml::as_table).is_none_or(|when| holds(&sample, a, when));
            assert!(raised, "{} {}", sample.speaker(a).name, p.probe);
            assert!(put.insert((a.id, p.probe.clone())), "{} {} twice", sample.speaker(a).name, p.probe);
        }
    }
    assert!(put.len() > 40, "{}", put.len());
}

#[test]
fn talks_follow_the_order_of_the_type() {
    let sample = sample();
    let types: Table = TYPES.parse().unwrap();
    for p in &sample.people {
        let approach = entry(&types, "type", &p.approach);
        let order = strings(&approach, "order");
        let Some(talk) = sample.interviews.iter().find(|i| i.person == p.id) else { continue };
        let asked: Vec<_> = sample.answers.iter().filter(|a| a.interview == talk.id).collect();
        let places: Vec<_> = asked.iter().map(|a| order.iter().position(|q| *q == a.question).unwrap()).collect();
        assert!(places.windows(2).all(|w| w[0] < w[1]), "{} {places:?}", p.name);
        for a in asked {
            let question = question(&a.question);
            assert!(usize::from(a.wording) < strings(&question, "wordings").len(), "{}", p.name);
            assert!(a.wording == talk.variant || !a.not_put.is_empty(), "{} {}", p.name, a.question);
            assert!(a.judgement.is_none_or(|j| question["judgement"].get(j.name()).is_some()));
        }
    }
}
