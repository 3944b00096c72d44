//! Reading back and closing.

use super::answer::{SealAnswer, seal_all};
use super::answer_to;
use super::open::{InHand, open_talk};
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::ids::{AnswerId, Hash, InterviewId};
use crate::model::interview::TalkState;
use crate::model::merge::{Clash, Side, merge};
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Act, Tx};

/// Notes that the record was read back and confirmed, or takes that back. The time that was noted first stays.
#[derive(Debug, Clone)]
pub struct ReadBack {
    /// What was typed last.
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
            .change(tx, |talk| talk.read_back = self.at.map(|at| talk.read_back.unwrap_or(at)))
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
        talk.change(tx, |talk| {
            talk.state = TalkState::Closed;
            talk.read_back = if self.read_back { talk.read_back.or(Some(self.at)) } else { None };
            if let Some(sitting) = talk.sittings.last_mut() {
                sitting.to.get_or_insert(self.at);
            }
        })
    }
}
