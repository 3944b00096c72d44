//! A talk in hand: the one way by which an action comes to a talk that is there, and by which it writes it and its answers.

use crate::analysis::on_record::{TalkDeed, deeds};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::ids::InterviewId;
use crate::model::interview::Interview;
use crate::model::record::{Kind, Record as _};
use crate::store::{Over, Trail, Tx};
use std::ops::Deref;

/// A talk that is not in the bin, for one deed that its standing allows.
#[derive(Debug)]
pub(super) struct InHand(Interview);

/// The talk, when what the action is about may be done to it.
pub(super) fn open_talk(tx: &Tx<'_>, id: InterviewId, deed: TalkDeed) -> Result<InHand> {
    looked_at(&tx.trail(), id, deed)
}

/// The talk as it stands, when that may be done to it.
pub(super) fn looked_at(trail: &Trail<'_>, id: InterviewId, deed: TalkDeed) -> Result<InHand> {
    let talk = there(trail, id)?;
    deed.may(&talk)?;
    Ok(talk)
}

/// The talk, for its answers alone: what is done to it is seen from what becomes of each.
pub(super) fn for_answers(tx: &Tx<'_>, id: InterviewId) -> Result<InHand> {
    there(&tx.trail(), id)
}

fn there(trail: &Trail<'_>, id: InterviewId) -> Result<InHand> {
    let gone = || Error::input("这次谈话已被删除，没有保存").hint("可以从回收站恢复后再记。");
    trail.get(id.0)?.map(InHand).ok_or_else(gone)
}

impl Deref for InHand {
    type Target = Interview;

    fn deref(&self) -> &Interview {
        &self.0
    }
}

impl InHand {
    /// Writes the talk, changed.
    pub(super) fn change(self, tx: &mut Tx<'_>, change: impl FnOnce(&mut Interview)) -> Result<()> {
        let Self(mut talk) = self;
        change(&mut talk);
        tx.put(&talk)
    }

    /// Writes the talk as it was changed over an older state of it.
    pub(super) fn unite(self, tx: &mut Tx<'_>, over: Over, ours: &Interview) -> Result<Interview> {
        if ours.id != self.id {
            return Err(Error::internal("改的不是打开的那一次谈话，没有保存"));
        }
        tx.merge(over, ours.clone())
    }

    /// Whether the answer may become `after`.
    pub(super) fn may_become(&self, before: Option<&Answer>, after: &Answer) -> Result<()> {
        deeds(self, before, Some(after)).into_iter().try_for_each(|deed| deed.may(self))
    }

    /// Writes an answer in place of the one that is there.
    pub(super) fn write(&self, tx: &mut Tx<'_>, before: Option<&Answer>, after: &Answer) -> Result<()> {
        self.may_become(before, after)?;
        tx.put(after)
    }

    /// Puts the talk into the bin with its answers.
    pub(super) fn bin(self, tx: &mut Tx<'_>, answers: &[Answer]) -> Result<()> {
        answers.iter().try_for_each(|answer| tx.delete(Kind::Answer, answer.uuid()))?;
        tx.delete(Kind::Interview, self.uuid())
    }
}
