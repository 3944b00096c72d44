//! Reading what an output needs out of the store, and writing the talk records.
//!
//! Everything of one export is read as of one moment ([`Reader::snapshot`]), so that a record never shows half of
//! what is being typed meanwhile.

use super::deliver::{Exported, Made, Ready, Target};
use super::out::{self, Shelf};
use super::talk_record::{Asked, CorrectionLine, SittingLine, TalkRecord, UnconfirmedLine, Variant};
use crate::analysis::methods::KnownMethods;
use crate::analysis::paper::UNKNOWN;
use crate::analysis::{corrected, said};
use crate::error::{Error, Result};
use crate::method::types::Method;
use crate::model::answer::{Answer, Judgement};
use crate::model::ids::{Hash, InspectorId, InterviewId, PersonId, UnitId};
use crate::model::interview::{Interview, Sitting, TalkState};
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::Instant;
use crate::store::{Reader, Sources, Store};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which talks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All of the round.
    #[default]
    All,
    /// All of one unit.
    Unit(UnitId),
    /// All with one person.
    Person(PersonId),
    /// One talk.
    One(InterviewId),
}

/// Writes these variants of the record of each talk asked for to 内部/ and logs them.
///
/// # Errors
/// No round yet; no such talk; a method that the round used cannot be read; the disk refuses; cancelled. What was
/// written before stays and is in the log.
pub fn export_interviews(
    store: &Store,
    which: Which,
    variants: &[Variant],
    target: &Target<'_>,
) -> Result<Vec<Exported>> {
    let records = store.reader()?.snapshot(|reader| talk_records(reader, which))?;
    let folder = Shelf::Internal.open(target.out)?;
    let total = records.len() * variants.len();
    let made = records.iter().flat_map(|Ready { tell, output, from }| {
        let one = move |variant: &Variant| {
            let variant = *variant;
            let (what, bytes) = (variant.title(), output.print(variant)?);
            Ok(Made { what, name: format!("{what}-{tell}.docx"), bytes, from: from.clone() })
        };
        variants.iter().map(one)
    });
    target.deliver_all(store, &folder, total, made)
}

/// The records of the talks asked for, each with the part of its file name that tells it from the others.
///
/// # Errors
/// As [`export_interviews`], without the disk.
pub fn talk_records(reader: &Reader, which: Which) -> Result<Vec<Ready<TalkRecord>>> {
    let desk = TalkRecords::open(reader)?;
    let mut methods = KnownMethods::default();
    let mut records = Vec::new();
    for person in &desk.people {
        let is_left_out = match which {
            Which::Unit(unit) => unit != person.unit,
            Which::Person(id) => id != person.id,
            Which::All | Which::One(_) => false,
        };
        if is_left_out {
            continue;
        }
        let talks = desk.talks_of(person)?;
        for (nth, talk) in talks.iter().enumerate() {
            if !matches!(which, Which::One(id) if id != talk.id) {
                let earlier = talks.iter().take(nth).map(|t| t.sittings.len()).sum();
                let method = methods.read(reader, talk.method)?;
                let record = desk.record(person, talk, &method, nth, earlier)?;
                let from = desk.sources(person, talk)?;
                records.push(Ready { tell: desk.file_part(person, &record.number), output: record, from });
            }
        }
    }
    if let (Which::One(_), true) = (which, records.is_empty()) {
        return Err(Error::input("没有这次谈话，或它已放入回收站").hint("请在谈话列表中核对后再导出。"));
    }
    Ok(records)
}

/// The record of one talk as it would be printed now; `None`: there is no such talk. `method`: the one with which it was
/// begun.
///
/// # Errors
/// No round yet; the file cannot be read.
pub fn talk_record(reader: &Reader, id: InterviewId, method: &Method) -> Result<Option<TalkRecord>> {
    reader.snapshot(|reader| {
        let desk = TalkRecords::open(reader)?;
        let Some(person) = reader.get::<Interview>(id.0)?.map(|t| t.person) else { return Ok(None) };
        let Some(person) = desk.people.iter().find(|p| p.id == person) else { return Ok(None) };
        let talks = desk.talks_of(person)?;
        let Some(nth) = talks.iter().position(|t| t.id == id) else { return Ok(None) };
        let (before, rest) = talks.split_at(nth);
        let earlier = before.iter().map(|t| t.sittings.len()).sum();
        rest.first().map(|talk| desk.record(person, talk, method, nth, earlier)).transpose()
    })
}

/// What all records of one export share.
struct TalkRecords<'a> {
    reader: &'a Reader,
    round: Round,
    units: BTreeMap<UnitId, Unit>,
    people: Vec<Person>,
    inspectors: BTreeMap<InspectorId, String>,
}

impl<'a> TalkRecords<'a> {
    fn open(reader: &'a Reader) -> Result<Self> {
        let round = reader.all::<Round>()?.into_iter().next().ok_or_else(no_round)?;
        let units: BTreeMap<UnitId, Unit> = reader.all::<Unit>()?.into_iter().map(|u| (u.id, u)).collect();
        let mut people = reader.all::<Person>()?;
        people.sort_by(|a, b| {
            let unit = |p: &Person| units.get(&p.unit).map(|u| u.code.clone());
            (unit(a), &a.code, a.id).cmp(&(unit(b), &b.code, b.id))
        });
        let inspectors = reader.all::<Inspector>()?.into_iter().map(|i| (i.id, i.name)).collect();
        Ok(Self { reader, round, units, people, inspectors })
    }

    /// The talks with a person in the order in which they were begun; a talk never begun comes last.
    fn talks_of(&self, person: &Person) -> Result<Vec<Interview>> {
        let mut talks = self.reader.children::<Interview>(person.id.0)?;
        said::in_talk_order(&mut talks);
        Ok(talks)
    }

    /// The record of a talk; `method`: the one with which it was begun.
    fn record(
        &self,
        person: &Person,
        talk: &Interview,
        method: &Method,
        nth: usize,
        earlier: usize,
    ) -> Result<TalkRecord> {
        let answers = said::in_method_order(self.reader.children::<Answer>(talk.id.0)?, method);
        let unit = self.units.get(&person.unit);
        let number = said::talk_number(&person.code, nth);
        let questions = asked(&answers, method, talk.method);
        let corrections = self.corrections(talk, &answers, &questions)?;
        Ok(TalkRecord {
            number,
            round: self.round.name.clone(),
            group: self.round.clone().named().group,
            marking: self.round.marking.text().to_owned(),
            unit: unit.map_or_else(|| UNKNOWN.to_owned(), |u| u.name.clone()),
            person: person.name.clone(),
            post: if talk.post.trim().is_empty() { person.post.clone() } else { talk.post.clone() },
            sittings: talk.sittings.iter().map(|s| self.sitting(s)).collect(),
            earlier_sittings: earlier,
            closed: talk.state == TalkState::Closed,
            opening_read: talk.opening_read,
            read_back: talk.read_back,
            corrections,
            unconfirmed: unconfirmed(talk, &questions),
            read_back_line: method.read_back_line.clone(),
            questions,
            revised: self.revised(person, talk, &answers)?,
        })
    }

    /// The records of which anything may stand in a talk record.
    fn sources(&self, person: &Person, talk: &Interview) -> Result<Sources> {
        let present = talk.sittings.iter().flat_map(|s| std::iter::once(s.asker).chain(s.recorder)).map(|i| i.0);
        let answers = self.reader.briefs_below(talk.id.0, &[Kind::Answer])?.into_iter().map(|(id, ..)| id);
        let head = [self.round.id.0, person.unit.0, person.id.0, talk.id.0];
        self.reader.sources(head.into_iter().chain(answers).chain(present))
    }

    fn sitting(&self, sitting: &Sitting) -> SittingLine {
        SittingLine {
            asker: self.inspector(sitting.asker),
            recorder: sitting.recorder.map(|id| self.inspector(id)),
            alone_reason: sitting.alone_reason.clone(),
            place: sitting.place.clone(),
            from: sitting.from,
            to: sitting.to,
        }
    }

    /// What was corrected since the record was read back, under the numbers that it prints.
    fn corrections(&self, talk: &Interview, answers: &[Answer], questions: &[Asked]) -> Result<Vec<CorrectionLine>> {
        let said = || questions.iter().flat_map(|q| &q.said);
        let all = corrected::since_read_back(self.reader, talk, answers)?;
        let line = |c: corrected::Correction| {
            let number = said().find(|s| s.statement == c.statement)?.number;
            Some(CorrectionLine { number, on: c.on, by: c.by.map(|by| self.inspector(by)).unwrap_or_default() })
        };
        let mut lines: Vec<CorrectionLine> = all.into_iter().filter_map(line).collect();
        lines.sort_by_key(|l| l.number);
        Ok(lines)
    }

    fn inspector(&self, id: InspectorId) -> String {
        self.inspectors.get(&id).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// The latest revision among all records that are printed: the time that the document bears.
    fn revised(&self, person: &Person, talk: &Interview, answers: &[Answer]) -> Result<Instant> {
        let present = talk.sittings.iter().flat_map(|s| std::iter::once(s.asker).chain(s.recorder)).map(|i| i.0);
        let head = [self.round.id.0, person.unit.0, person.id.0, talk.id.0];
        let ids: Vec<Uuid> = head.into_iter().chain(answers.iter().map(|a| a.id.0)).chain(present).collect();
        let mut last: Option<Instant> = None;
        for id in ids {
            last = last.max(self.reader.revised(id)?);
        }
        last.ok_or_else(no_round)
    }

    /// The talk's number, with the unit's code before it when another unit drew the same code.
    fn file_part(&self, person: &Person, number: &str) -> String {
        let shared = self.people.iter().any(|p| p.code == person.code && p.id != person.id);
        let unit = self.units.get(&person.unit).filter(|_| shared);
        out::name_part(&unit.map_or_else(|| number.to_owned(), |u| format!("{}-{number}", u.code)))
    }
}

/// `begun_with`: when another method stands in for that one, how a question was put is not known.
fn asked(answers: &[Answer], method: &Method, begun_with: Hash) -> Vec<Asked> {
    let said = said::number(&answers.iter().collect::<Vec<_>>());
    let one = |(answer, said): (&Answer, _)| {
        let question = method.question(&answer.question);
        let title = question.map_or(&answer.question, |q| &q.title);
        let known = question.filter(|_| method.hash == begun_with);
        let wording = known.and_then(|q| q.wordings.get(usize::from(answer.wording))).unwrap_or(title);
        Asked {
            numeral: question.map_or("附", |q| &q.numeral).to_owned(),
            title: title.clone(),
            wording: wording.clone(),
            said,
            put: was_put(answer),
            not_put: answer.not_put.clone(),
        }
    };
    answers.iter().zip(said).map(one).collect()
}

/// What the person would not confirm, under the numbers that the record prints; what is told nowhere has no words here.
fn unconfirmed(talk: &Interview, questions: &[Asked]) -> Vec<UnconfirmedLine> {
    let said = questions.iter().flat_map(|q| &q.said).filter(|s| s.is_told());
    let line = |s: &said::Said| {
        let reason = talk.unconfirmed.iter().find(|u| u.statement == s.statement)?.reason.clone();
        Some(UnconfirmedLine { number: s.number, reason })
    };
    said.filter_map(line).collect()
}

/// Whether the question was put: something was noted, a probe was put, or how it was met was judged.
fn was_put(answer: &Answer) -> bool {
    answer.statements.iter().any(|s| !s.text.trim().is_empty())
        || !answer.probes.is_empty()
        || answer.judgement.is_some_and(|j| j != Judgement::NotApplicable)
}

/// No round in the file.
pub(super) fn no_round() -> Error {
    Error::input("文件里还没有轮次").hint("请先填写轮次信息，再导出。")
}

#[cfg(test)]
mod tests;
