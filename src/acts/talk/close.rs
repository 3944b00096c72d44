//! Reading back and closing.

use super::answer::{SealAnswer, seal_all};
use super::answer_to;
use super::open::{InHand, open_talk};
use crate::analysis::methods;
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::model::answer::{Answer, Progress};
use crate::model::ids::{AnswerId, Hash, InterviewId};
use crate::model::interview::{Interview, TalkState};
use crate::model::merge::{Clash, Side, merge};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Act, Tx};

/// Notes that the record was read back and confirmed, or takes that back. The time that was noted first stays.
#[derive(Debug, Clone)]
pub struct ReadBack {
    /// What was typed last, or handed in last: what of that is not in the file refuses this.
    pub answers: Vec<SealAnswer>,
    /// The talk.
    pub talk: InterviewId,
    /// When it was confirmed; `None`: it was not.
    pub at: Option<Instant>,
}

impl Act for ReadBack {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        seal_all(tx, &self.answers)?;
        let deed = if self.at.is_some() { TalkDeed::ReadBack } else { TalkDeed::Unread };
        open_talk(tx, self.talk, deed)?
            .change(tx, |talk| talk.read_back = self.at.map(|at| talk.read_back.unwrap_or_else(|| talk.moment(at))))
    }
}

/// Why a required question was not put.
#[derive(Debug, Clone)]
pub struct NotPut {
    /// The question of the method.
    pub question: String,
    /// The id that its answer gets, when there is none.
    pub answer: AnswerId,
    /// The wording that would have been put.
    pub wording: u8,
    /// The reason that was there when this one was typed; empty when there was none.
    pub known: String,
    /// The reason.
    pub reason: String,
}

impl NotPut {
    /// Writes the reason; one that somebody else gave meanwhile is not written over.
    fn write(&self, tx: &mut Tx<'_>, talk: &InHand, settle: Option<(Hash, Side)>) -> Result<()> {
        if self.reason.trim().is_empty() {
            return Err(Error::input("没有问的必问要写明理由").hint("如：本人身体不适，改日再问。"));
        }
        let Some(there) = answer_to(tx, talk.id, &self.question)? else {
            let fresh = Answer { id: self.answer, wording: self.wording, ..Answer::new(talk.id, &self.question) };
            return talk.write(tx, None, &Answer { not_put: self.reason.clone(), ..fresh });
        };
        let head = tx.head(there.id.0)?;
        let with = |reason: &str| Answer { not_put: reason.to_owned(), ..there.clone() };
        let prefer = settle.filter(|(seen, _)| Some(*seen) == head).map(|(_, side)| side);
        let kept = merge(Some(&with(&self.known)), &with(&self.reason), &there, prefer)
            .map_err(|clash| Error::clash(Clash { head, ..clash }))?;
        talk.write(tx, Some(&there), &kept)
    }
}

/// Each question that the person has to be asked was put, or it is written why not. A talk of a method that this version
/// of the program cannot read is closed without.
fn every_required_question(tx: &Tx<'_>, talk: &Interview) -> Result<()> {
    let Ok(method) = methods::of_files(tx.method_files(talk.method)?, talk.method) else { return Ok(()) };
    let Some(person) = tx.get::<Person>(talk.person.0)? else { return Ok(()) };
    let mut open = Vec::new();
    for question in method.questions.iter().filter(|q| q.is_required_of(&person)) {
        let progress = answer_to(tx, talk.id, &question.id)?.map_or(Progress::Open, |a| a.progress());
        if progress == Progress::Open {
            open.push(format!("{} {}", question.numeral, question.short));
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    Err(Error::input(format!("还有 {} 个必问没有问：{}。谈话没有结束", open.len(), open.join("、")))
        .hint("请接着问，或写明为什么没有问，如：本人身体不适，改日再问。"))
}

/// Closes a talk.
#[derive(Debug, Clone)]
pub struct CloseTalk {
    /// The talk.
    pub talk: InterviewId,
    /// The required questions that were not put.
    pub not_put: Vec<NotPut>,
    /// The record was read back and confirmed.
    pub read_back: bool,
    /// The user saw the clash of a reason with this head and chose a side.
    pub settle: Option<(Hash, Side)>,
    /// When.
    pub at: Instant,
}

impl Act for CloseTalk {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let talk = open_talk(tx, self.talk, TalkDeed::Close)?;
        self.not_put.iter().try_for_each(|n| n.write(tx, &talk, self.settle))?;
        every_required_question(tx, &talk)?;
        talk.change(tx, |talk| {
            talk.state = TalkState::Closed;
            talk.read_back = if self.read_back { talk.read_back.or_else(|| Some(talk.moment(self.at))) } else { None };
            if let Some(sitting) = talk.sittings.last_mut() {
                sitting.end(self.at);
            }
        })
    }
}
