//! From the data files to the records: round, units, people, observations; the talks are in [`super::talk`].

use super::id::{damaged, id, instant};
use super::input::{ObservationFile, ObservationIn, PersonIn, RoundFile, RoundIn, TalkIn, UnitIn};
use super::talk::Talk;
use super::{OBSERVATIONS, ROUND, Sample, TALKS};
use crate::error::Result;
use crate::model::ids::{Hash, InspectorId};
use crate::model::observation::{Observation, Origin};
use crate::model::people::{Code, Person};
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::Instant;
use serde::de::DeserializeOwned;

/// Reads one data file.
pub(super) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| damaged(format!("{name}：{e}")).because(e))
}

/// All files together.
pub(super) fn sample(method: Hash) -> Result<Sample> {
    let file: RoundFile = read("round.toml", ROUND)?;
    let at = instant(&file.prepared)?;
    let inspectors: Vec<Inspector> = file
        .inspectors
        .into_iter()
        .map(|i| Inspector::new(id(at, &format!("inspector/{}", i.name)), i.name, i.part))
        .collect();
    let (units, people) = units(file.units, at);
    let mut talks = Vec::new();
    for (name, text) in TALKS {
        talks.push(Talk::build(read::<TalkIn>(name, text)?, &people, &inspectors, method)?);
    }
    let observations = read::<ObservationFile>("observations.toml", OBSERVATIONS)?.observations;
    let observations =
        observations.into_iter().map(|o| observation(o, &talks, &people, &inspectors)).collect::<Result<_>>()?;
    let (interviews, answers): (Vec<_>, Vec<_>) = talks.into_iter().map(|t| (t.interview, t.answers)).unzip();
    Ok(Sample {
        now: instant(&file.now)?,
        prepared: at,
        round: round(file.round, at),
        units,
        inspectors,
        people,
        interviews,
        answers: answers.into_iter().flatten().collect(),
        observations,
    })
}

fn round(r: RoundIn, at: Instant) -> Round {
    Round {
        id: id(at, "round"),
        name: r.name,
        term: r.term,
        number: r.number,
        group: r.group,
        from: Some(r.from),
        to: Some(r.to),
        marking: r.marking,
        backup_dir: None,
    }
}

fn units(units: Vec<UnitIn>, at: Instant) -> (Vec<Unit>, Vec<Person>) {
    let mut people = Vec::new();
    let units = units
        .into_iter()
        .map(|u| {
            let unit = Unit::new(id(at, &format!("unit/{}", u.code)), u.code, u.name);
            people.extend(u.people.into_iter().map(|p| person(p, &unit, at)));
            unit
        })
        .collect();
    (units, people)
}

fn person(p: PersonIn, unit: &Unit, at: Instant) -> Person {
    Person {
        id: id(at, &format!("person/{}/{}", unit.code, p.name)),
        unit: unit.id,
        name: p.name,
        name_as_written: p.name_as_written,
        post: p.post,
        posts: p.posts,
        in_charge: p.in_charge,
        approach: p.approach,
        facts: p.facts.into(),
        code: Code(p.code),
        planned: p.planned,
        contact: p.contact,
        note: p.note,
    }
}

/// The person of that name.
pub(super) fn find_person<'a>(people: &'a [Person], name: &str) -> Result<&'a Person> {
    people.iter().find(|p| p.name == name).ok_or_else(|| damaged(format!("名册里没有“{name}”")))
}

/// The inspector of that name.
pub(super) fn find_inspector(inspectors: &[Inspector], name: &str) -> Result<InspectorId> {
    let found = inspectors.iter().find(|i| i.name == name).map(|i| i.id);
    found.ok_or_else(|| damaged(format!("巡察组里没有“{name}”")))
}

fn observation(o: ObservationIn, talks: &[Talk], people: &[Person], inspectors: &[Inspector]) -> Result<Observation> {
    let person = find_person(people, &o.talk)?;
    let talk = talks.iter().find(|t| t.interview.person == person.id);
    let place = talk.and_then(|t| Some((t.interview.id, *t.tags.get(&o.tag)?)));
    let (interview, (answer, statement)) =
        place.ok_or_else(|| damaged(format!("疑点所指的陈述不存在：{} {}", o.talk, o.tag)))?;
    let at = instant(&o.at)?;
    Ok(Observation {
        id: id(at, &format!("observation/{}/{}", o.talk, o.tag)),
        unit: person.unit,
        origin: Origin::Statement { interview, answer, statement },
        text: o.text,
        by: find_inspector(inspectors, &o.by)?,
        at,
        withheld: false,
    })
}
