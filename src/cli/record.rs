//! Records as they are named on the command line.

use crate::analysis::history::History;
use crate::analysis::said;
use crate::error::{Error, Result};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::problem::ProblemBrief;
use crate::model::record::{Kind, Record};
use crate::model::round::Unit;
use crate::store::Reader;
use uuid::Uuid;

/// A record that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) id: Uuid,
    /// What it is, for a sentence: 单位 水利局党组.
    pub(super) label: String,
}

/// The record that `name` names: by its id; a unit by its code; a person by code (A37, or SLJ/A37 where two units have
/// the same); a talk by number (访谈A37, 访谈A37-2); a paper by number (预-LF-03).
///
/// # Errors
/// [`Input`](crate::error::Kind::Input) when there is no such record, when it is in the bin, and when several are meant.
pub(super) fn find(reader: &Reader, name: &str) -> Result<Found> {
    let name = name.trim();
    if let Ok(id) = Uuid::parse_str(name) {
        let kind = reader.kind_ever(id)?.filter(|_| reader.head(id).is_ok_and(|head| head.is_some()));
        return kind
            .map(|kind| Found { kind, id, label: kind.chinese().to_owned() })
            .ok_or_else(|| Error::input(format!("没有编号为 {name} 的记录")));
    }
    let units: Vec<Unit> = reader.all()?;
    if let Some(unit) = units.iter().find(|u| u.code.eq_ignore_ascii_case(name)) {
        return Ok(Found { kind: Kind::Unit, id: unit.uuid(), label: format!("单位 {}", unit.name) });
    }
    let papers = reader.briefs(Kind::Problem)?;
    let number = |brief: &str| ProblemBrief::parse(brief).number;
    if let Some((id, ..)) = papers.iter().find(|(_, _, brief)| number(brief).eq_ignore_ascii_case(name)) {
        return Ok(Found { kind: Kind::Problem, id: *id, label: format!("底稿 {name}") });
    }
    let (code, nth) = talk_number(name).unwrap_or_else(|| (name.to_owned(), None));
    let person = person(reader, &units, &code, name)?;
    let Some(nth) = nth else {
        let label = format!("人员 {} {}", person.code, person.name);
        return Ok(Found { kind: Kind::Person, id: person.uuid(), label });
    };
    let mut talks: Vec<Interview> = reader.children(person.uuid())?;
    said::in_talk_order(&mut talks);
    let label = format!("与 {} {} 的谈话", person.code, person.name);
    talks
        .get(nth)
        .map(|talk| Found { kind: Kind::Interview, id: talk.uuid(), label })
        .ok_or_else(|| Error::input(format!("没有谈话“{name}”")).hint("一个人的第二次谈话写成 访谈A37-2。"))
}

/// As [`find`], or else the record of that id, person of that code or paper of that number in the bin.
///
/// # Errors
/// As [`find`].
pub(super) fn find_ever(reader: &Reader, history: &History<'_>, name: &str) -> Result<Found> {
    let not_there = match find(reader, name) {
        Err(e) if e.kind == crate::error::Kind::Input => e,
        other => return other,
    };
    let name = name.trim();
    let in_bin = if let Ok(id) = Uuid::parse_str(name) {
        reader.kind_ever(id)?.map(|kind| (kind, id))
    } else {
        let code = name.rsplit('/').next().unwrap_or_default();
        let person = history.in_bin(Kind::Person, "code", code)?.pop().map(|id| (Kind::Person, id));
        let paper = || history.in_bin(Kind::Problem, "number", name);
        person.map_or_else(|| Ok(paper()?.pop().map(|id| (Kind::Problem, id))), |p| Ok::<_, Error>(Some(p)))?
    };
    let Some((kind, id)) = in_bin else { return Err(not_there) };
    Ok(Found { kind, id, label: format!("{}（已删除）", kind.chinese()) })
}

/// 访谈A37, 〔访谈A37〕 or SLJ/访谈A37-2: code of the person with the unit's before it, and which talk from 0.
fn talk_number(name: &str) -> Option<(String, Option<usize>)> {
    let plain = name.replace(['〔', '〕'], "");
    let (unit, talk) = plain.split_once("访谈")?;
    let (code, nth) = match talk.split_once('-') {
        Some((code, nth)) => (code, nth.parse::<usize>().ok()?.checked_sub(1)?),
        None => (talk, 0),
    };
    Some((format!("{unit}{code}"), Some(nth)))
}

fn person(reader: &Reader, units: &[Unit], code: &str, name: &str) -> Result<Person> {
    let (of_unit, code) = code.split_once('/').map_or((None, code), |(u, c)| (Some(u), c));
    let mut named: Vec<(&Unit, Person)> = Vec::new();
    for unit in units.iter().filter(|u| of_unit.is_none_or(|c| u.code.eq_ignore_ascii_case(c))) {
        let people: Vec<Person> = reader.children(unit.uuid())?;
        named.extend(people.into_iter().filter(|p| p.code.0.eq_ignore_ascii_case(code)).map(|p| (unit, p)));
    }
    if named.len() > 1 {
        let ways: Vec<String> = named.iter().map(|(u, p)| format!("{}/{}", u.code, p.code)).collect();
        return Err(Error::input(format!("“{name}”在几个单位都有")).hint(format!("请写明：{}。", ways.join("、"))));
    }
    named.pop().map(|(_, person)| person).ok_or_else(|| {
        Error::input(format!("没有代号、底稿编号或单位代码“{name}”")).hint("代号和单位代码见 wenkan check。")
    })
}
