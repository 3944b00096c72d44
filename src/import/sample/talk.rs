//! One talk: head, sittings, answers with their statements, probes and claims.

use super::build::{find_inspector, find_person};
use super::id::{damaged, id, instant, later, on_day};
use super::input::{AnswerIn, ClaimIn, SayIn, SittingIn, TalkIn, ValueIn};
use crate::error::Result;
use crate::model::answer::{Answer, Claim, Lane, ProbePut, Statement, Value};
use crate::model::ids::{AnswerId, Hash, StatementId};
use crate::model::interview::{Interview, Sitting};
use crate::model::order::{self, OrderKey};
use crate::model::people::Person;
use crate::model::round::Inspector;
use crate::model::value::Instant;
use crate::text::amount;
use std::collections::BTreeMap;

/// Seconds between putting a probe and the first word of the answer.
const PROBE: usize = 10;
/// Seconds a statement takes besides one second per character: the inspector asks on, the recorder catches up.
const PAUSE: usize = 30;

/// A talk with the names that its data gave to statements.
pub(super) struct Talk {
    pub(super) interview: Interview,
    pub(super) answers: Vec<Answer>,
    /// Where each tagged statement is.
    pub(super) tags: BTreeMap<String, (AnswerId, StatementId)>,
}

impl Talk {
    /// Builds it from its data.
    pub(super) fn build(data: TalkIn, people: &[Person], inspectors: &[Inspector], method: Hash) -> Result<Self> {
        let person = find_person(people, &data.person)?;
        let key = format!("talk/{}", data.person);
        let sittings = sittings(data.sittings, &key, inspectors)?;
        let begun = day(&sittings, 0)?;
        let ended = day(&sittings, sittings.len().saturating_sub(1))?;
        let interview = Interview {
            id: id(begun, &key),
            person: person.id,
            method,
            state: data.state,
            post: person.post.clone(),
            opening_read: Some(on_day(begun, &data.opening_read)?),
            variant: data.variant,
            read_back: data.read_back.map(|t| on_day(ended, &t)).transpose()?,
            unconfirmed: Vec::new(),
            note: data.note,
            sittings,
        };
        let mut talk = Self { interview, answers: Vec::new(), tags: BTreeMap::new() };
        for answer in data.answers {
            talk.answer(answer, &key)?;
        }
        Ok(talk)
    }

    fn answer(&mut self, data: AnswerIn, talk: &str) -> Result<()> {
        let key = format!("{talk}/{}", data.question);
        let first = day(&self.interview.sittings, data.sitting)?;
        let at = data.at.as_deref().map_or(Ok(first), |t| on_day(first, t))?;
        let mut answer = Answer {
            wording: data.wording,
            judgement: data.judgement,
            not_put: data.not_put,
            ..Answer::new(self.interview.id, &data.question)
        };
        let mut clock = at;
        for say in data.say {
            clock = self.say(say, &mut answer, clock, &key)?;
        }
        order::assign(&mut answer.statements, |s: &mut Statement| -> &mut OrderKey { &mut s.order });
        for claim in data.claims {
            let claim = self.claim(claim, &answer, at, &key)?;
            answer.claims.push(claim);
        }
        self.answers.push(answer);
        Ok(())
    }

    /// Adds one statement that begins at `clock` unless it says otherwise; returns when the next one begins.
    fn say(&mut self, data: SayIn, answer: &mut Answer, clock: Instant, key: &str) -> Result<Instant> {
        let mut at = match &data.at {
            Some(time) => on_day(data.sitting.map_or(Ok(clock), |s| day(&self.interview.sittings, s))?, time)?,
            None => clock,
        };
        if let Some(probe) = data.ask {
            answer.probes.push(ProbePut::new(answer.id, probe, at));
            at = later(at, PROBE);
        }
        let (lane, text) = match (data.v, data.g, data.n) {
            (Some(text), None, None) => (Lane::Verbatim, text),
            (None, Some(text), None) => (Lane::Gist, text),
            (None, None, Some(text)) => (Lane::Remark, text),
            _ => return Err(damaged(format!("{key} 的一段陈述应只有 v、g、n 之一"))),
        };
        let supersedes = data.supersedes.map(|tag| self.tagged(&tag, key)).transpose()?;
        let statement = Statement {
            id: id(at, &format!("{key}/statement/{}", answer.statements.len())),
            order: OrderKey::default(),
            lane,
            at,
            text,
            key: data.key,
            withheld: data.withheld,
            supersedes,
            words_of: Vec::new(),
        };
        if let Some(tag) = data.tag
            && self.tags.insert(tag.clone(), (answer.id, statement.id)).is_some()
        {
            return Err(damaged(format!("{key} 的记号重复：{tag}")));
        }
        let next = later(at, PAUSE + statement.text.chars().count());
        answer.statements.push(statement);
        Ok(next)
    }

    fn claim(&self, data: ClaimIn, answer: &Answer, at: Instant, key: &str) -> Result<Claim> {
        let statement = data.from.map(|tag| self.tagged(&tag, key)).transpose()?;
        if statement.is_some_and(|id| answer.statements.iter().all(|s| s.id != id)) {
            return Err(damaged(format!("{key} 的要素 {} 指到了别的问题", data.field)));
        }
        Ok(Claim {
            id: id(at, &format!("{key}/claim/{}", data.field)),
            field: data.field,
            qualifier: data.qualifier,
            value: data.is.map(value).transpose()?,
            high: None,
            statement,
        })
    }

    fn tagged(&self, tag: &str, key: &str) -> Result<StatementId> {
        let found = self.tags.get(tag).map(|(_, statement)| *statement);
        found.ok_or_else(|| damaged(format!("{key} 里没有记号“{tag}”")))
    }
}

fn sittings(data: Vec<SittingIn>, key: &str, inspectors: &[Inspector]) -> Result<Vec<Sitting>> {
    let one = |(at, s): (usize, SittingIn)| {
        let from = instant(&s.from)?;
        Ok(Sitting {
            id: id(from, &format!("{key}/sitting/{at}")),
            asker: find_inspector(inspectors, &s.asker)?,
            recorder: s.recorder.map(|r| find_inspector(inspectors, &r)).transpose()?,
            alone_reason: s.alone_reason,
            place: s.place,
            from,
            to: s.to.map(|t| instant(&t)).transpose()?,
        })
    };
    data.into_iter().enumerate().map(one).collect()
}

/// When the sitting of that number began.
fn day(sittings: &[Sitting], number: usize) -> Result<Instant> {
    sittings.get(number).map(|s| s.from).ok_or_else(|| damaged(format!("没有第{}次谈话", number + 1)))
}

fn value(data: ValueIn) -> Result<Value> {
    Ok(match data {
        ValueIn::Text(text) => Value::Text(text),
        ValueIn::Integer(count) => Value::Integer(count),
        ValueIn::Money(text) => Value::Money(amount::read(&text).ok_or_else(|| damaged(format!("金额“{text}”")))?),
        ValueIn::Date(day) => Value::Date(day),
        ValueIn::Choice(choice) => Value::Choice(choice),
        ValueIn::Choices(choices) => Value::Choices(choices),
        ValueIn::YesNo(yes) => Value::YesNo(yes),
    })
}
