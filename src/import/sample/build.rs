//! From the data files to the records: round, units, people, observations; the talks are in [`super::talk`], the
//! documents in [`super::books`], the papers in [`super::papers`].

use super::books::{Books, Frame};
use super::id::{damaged, id, instant};
use super::input::{
    ExcuseIn, InspectorIn, ObservationFile, ObservationIn, OriginIn, PersonIn, RoundFile, RoundIn, TalkIn, UnitIn,
};
use super::input_books::{DocumentFile, LoanFile};
use super::papers::Papers;
use super::talk::Talk;
use super::values::values;
use super::{DOCUMENTS, LOANS, OBSERVATIONS, PAPERS, ROUND, Sample, TALKS};
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::{AnswerId, InspectorId, InterviewId, StatementId};
use crate::model::observation::{Observation, Origin};
use crate::model::people::{Code, Person};
use crate::model::round::{Inspector, ReadingExcuse, Round, Unit};
use crate::model::value::Instant;
use serde::de::DeserializeOwned;

/// Reads one data file.
pub(super) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| damaged(format!("{name}：{e}")).because(e))
}

/// All files together.
pub(super) fn sample(method: &Method) -> Result<Sample> {
    let file: RoundFile = read("round.toml", ROUND)?;
    let at = instant(&file.prepared)?;
    let inspectors: Vec<Inspector> = file.inspectors.into_iter().map(|i| inspector(i, at)).collect();
    let (units, people) = units(file.units, at, method)?;
    let frame = Frame { method, units: &units, people: &people, inspectors: &inspectors };
    let mut talks = Vec::new();
    for (name, text) in TALKS {
        talks.push(Talk::build(read::<TalkIn>(name, text)?, &people, &inspectors, method.hash)?);
    }
    let mut books = Books::default();
    for (name, text) in DOCUMENTS {
        read::<DocumentFile>(name, text)?.documents.into_iter().try_for_each(|d| books.add(d, frame))?;
    }
    let loans = read::<LoanFile>("loans.toml", LOANS)?.loans;
    let loans = loans.into_iter().map(|l| books.loan(l, frame)).collect::<Result<_>>()?;
    let mut papers = Papers::build(read("papers.toml", PAPERS)?, &books, &talks, frame)?;
    let observations = read::<ObservationFile>("observations.toml", OBSERVATIONS)?.observations;
    let observations: Vec<Observation> =
        observations.into_iter().map(|o| observation(o, &talks, &books, frame)).collect::<Result<_>>()?;
    let decisions = papers.decisions(&books, &observations, frame)?;
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
        documents: books.documents,
        checks: books.checks,
        entries: books.entries,
        loans,
        evidence: papers.evidence,
        problems: papers.problems,
        fixes: papers.fixes,
        suggestions: papers.suggestions,
        decisions,
        observations,
    })
}

fn inspector(i: InspectorIn, at: Instant) -> Inspector {
    let id = id(at, &format!("inspector/{}", i.name));
    Inspector { code: i.code, ..Inspector::new(id, i.name, i.part) }
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
        lock_minutes: None,
    }
}

fn units(units: Vec<UnitIn>, at: Instant, method: &Method) -> Result<(Vec<Unit>, Vec<Person>)> {
    let mut people = Vec::new();
    let mut all = Vec::new();
    for u in units {
        let key = format!("unit/{}", u.code);
        let mut unit = Unit::new(id(at, &key), u.code, u.name);
        people.extend(u.people.into_iter().map(|p| person(p, &unit, at)));
        unit.profile = values(&method.profile, &u.profile, &people, at, &key)?;
        let excuse = |(n, e): (usize, ExcuseIn)| ReadingExcuse {
            id: id(at, &format!("{key}/excuse/{n}")),
            kind: e.kind,
            year: e.year,
            reason: e.reason,
        };
        unit.excuses = u.excuses.into_iter().enumerate().map(excuse).collect();
        all.push(unit);
    }
    Ok((all, people))
}

fn person(p: PersonIn, unit: &Unit, at: Instant) -> Person {
    let mut person = Person {
        id: id(at, &format!("person/{}/{}", unit.code, p.name)),
        unit: unit.id,
        name: p.name,
        name_as_written: p.name_as_written,
        post: p.post,
        posts: Vec::new(),
        in_charge: p.in_charge,
        approach: p.approach,
        facts: p.facts.into(),
        code: Code(p.code),
        planned: p.planned,
        contact: p.contact,
        note: p.note,
    };
    for held in p.posts {
        person.hold(held.post, held.from);
        if let Some(last) = person.posts.last_mut() {
            last.to = held.to;
        }
    }
    person
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

/// The unit of that code.
pub(super) fn find_unit<'a>(units: &'a [Unit], code: &str) -> Result<&'a Unit> {
    units.iter().find(|u| u.code == code).ok_or_else(|| damaged(format!("没有单位“{code}”")))
}

/// The statement that the talk with the person of that name calls `tag`.
pub(super) fn find_statement(
    talks: &[Talk],
    people: &[Person],
    name: &str,
    tag: &str,
) -> Result<(InterviewId, AnswerId, StatementId)> {
    let person = find_person(people, name)?;
    let talk = talks.iter().find(|t| t.interview.person == person.id);
    let place = talk.and_then(|t| t.tags.get(tag).map(|(answer, statement)| (t.interview.id, *answer, *statement)));
    place.ok_or_else(|| damaged(format!("所指的陈述不存在：{name} {tag}")))
}

fn observation(o: ObservationIn, talks: &[Talk], books: &Books, frame: Frame<'_>) -> Result<Observation> {
    let (unit, origin, key) = match o.origin {
        OriginIn::Statement { talk, tag } => {
            let (interview, answer, statement) = find_statement(talks, frame.people, &talk, &tag)?;
            let unit = find_person(frame.people, &talk)?.unit;
            (unit, Origin::Statement { interview, answer, statement }, format!("{talk}/{tag}"))
        }
        OriginIn::Document { unit, document: tag, item, entry } => {
            let document = books.document(&unit, &tag)?;
            let origin = Origin::Document {
                document: document.id,
                item: Some(format!("{}.{item}", document.kind)),
                check: Some(books.check(document, &item)?),
                entry: entry.map(|e| books.entry(document, &e)).transpose()?,
            };
            (document.unit, origin, format!("{unit}/{tag}/{item}"))
        }
    };
    let at = instant(&o.at)?;
    Ok(Observation {
        id: id(at, &format!("observation/{key}")),
        unit,
        origin,
        text: o.text,
        by: find_inspector(frame.inspectors, &o.by)?,
        at,
        withheld: false,
        handled: None,
    })
}
