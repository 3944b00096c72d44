//! Sitting down, the opening, breaking off, and putting a sitting right.

use super::answer::{SealAnswer, seal_all};
use super::open::open_talk;
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::ids::{Hash, InterviewId, PersonId};
use crate::model::interview::{Interview, Sitting, TalkState};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Act, Over, Trail, Tx};

/// Parallel wordings: the first one put differs from talk to talk, so that neighbours who compare notes heard
/// different words.
const VARIANTS: usize = 3;

/// Begins a talk. A person has one unfinished talk at the most.
#[derive(Debug, Clone)]
pub struct BeginTalk {
    /// The id that it gets.
    pub talk: InterviewId,
    /// With whom.
    pub person: PersonId,
    /// The method that it is held by.
    pub method: Hash,
    /// Who sits there.
    pub sitting: Sitting,
}

impl Act for BeginTalk {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let person: Person = tx.get(self.person.0)?.ok_or_else(|| Error::input("这个人已被删除，没有开始谈话"))?;
        has_no_unfinished(&tx.trail(), &person)?;
        check(&self.sitting)?;
        let talks = tx.all::<Interview>()?.len();
        tx.put(&Interview {
            id: self.talk,
            person: person.id,
            method: self.method,
            state: TalkState::Open,
            post: person.post,
            sittings: vec![self.sitting.clone()],
            opening_read: None,
            variant: u8::try_from(talks % VARIANTS).unwrap_or(0),
            read_back: None,
            unconfirmed: Vec::new(),
            note: String::new(),
        })
    }
}

/// Refuses when the person has a talk that is not finished.
pub(super) fn has_no_unfinished(trail: &Trail<'_>, person: &Person) -> Result<()> {
    let unfinished = trail.children::<Interview>(person.id.0)?.into_iter().any(|t| t.state != TalkState::Closed);
    if unfinished {
        return Err(Error::input(format!("{}有一次谈话还没有结束", person.name)).hint("请接着那一次谈，不用另开一次。"));
    }
    Ok(())
}

fn check(sitting: &Sitting) -> Result<()> {
    if sitting.recorder == Some(sitting.asker) {
        return Err(Error::input("记录人不能就是谈话人").hint("请换一个人，或选“无（一个人谈）”。"));
    }
    if sitting.recorder.is_none() && sitting.alone_reason.trim().is_empty() {
        return Err(Error::input("一个人谈要写明理由").hint("如：本人要求单独谈。"));
    }
    if sitting.to.is_some_and(|to| to.ms < sitting.from.ms) {
        return Err(Error::input("结束时间早于开始时间").hint("请核对起止时间。"));
    }
    Ok(())
}

/// Goes on with a talk that was broken off, or that a power cut ended.
#[derive(Debug, Clone)]
pub struct SitDownAgain {
    /// The talk.
    pub talk: InterviewId,
    /// Who sits there.
    pub sitting: Sitting,
}

impl Act for SitDownAgain {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        check(&self.sitting)?;
        let answers: Vec<Answer> = tx.children(self.talk.0)?;
        let words = answers.iter().flat_map(|a| &a.statements).map(|s| s.at);
        let last_words = words.filter(|at| at.ms <= self.sitting.from.ms).max_by_key(|at| at.ms);
        open_talk(tx, self.talk, TalkDeed::SitDown)?.change(tx, |talk| {
            // One that was never ended went on at least until its last words were begun.
            if let Some(last) = talk.sittings.last_mut() {
                last.end(last_words.filter(|at| at.ms > last.from.ms).unwrap_or(last.from));
            }
            talk.sittings.push(self.sitting.clone());
            talk.state = TalkState::Open;
        })
    }
}

/// Notes that the opening statement was read out. The time that was noted first stays.
#[derive(Debug, Clone)]
pub struct ReadOpening {
    /// The talk.
    pub talk: InterviewId,
    /// When.
    pub at: Instant,
}

impl Act for ReadOpening {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        open_talk(tx, self.talk, TalkDeed::Opening)?.change(tx, |talk| {
            let at = talk.moment(self.at);
            talk.opening_read.get_or_insert(at);
        })
    }
}

/// Breaks a talk off, to go on another day.
#[derive(Debug, Clone)]
pub struct BreakOff {
    /// What was typed last, or handed in last: what of that is not in the file refuses this.
    pub answers: Vec<SealAnswer>,
    /// The talk.
    pub talk: InterviewId,
    /// When.
    pub at: Instant,
}

impl Act for BreakOff {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        seal_all(tx, &self.answers)?;
        open_talk(tx, self.talk, TalkDeed::BreakOff)?.change(tx, |talk| {
            talk.state = TalkState::BrokenOff;
            if let Some(sitting) = talk.sittings.last_mut() {
                sitting.end(self.at);
            }
        })
    }
}

/// Puts a sitting right: place, asker, recorder, times.
#[derive(Debug, Clone)]
pub struct CorrectSitting {
    /// Over which state of the talk.
    pub over: Over,
    /// The talk with the sitting as it was.
    pub talk: Interview,
}

impl Act for CorrectSitting {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let talk = open_talk(tx, self.talk.id, TalkDeed::Sitting)?;
        let kept = talk.unite(tx, self.over, &self.talk)?;
        kept.sittings.iter().try_for_each(check)?;
        let ends = |s: &Sitting| s.to.unwrap_or(s.from).ms;
        let overlap = kept.sittings.windows(2).any(|w| matches!(w, [a, b] if b.from.ms < ends(a)));
        if overlap {
            return Err(Error::input("两次坐下来谈的时间有重叠").hint("请核对各场次的起止时间。"));
        }
        Ok(())
    }
}
