//! A talk that was begun with the wrong person.

use super::answer::{SealAnswer, seal_all};
use super::sitting::has_no_unfinished;
use super::{observations_of, talk_of};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{InterviewId, PersonId};
use crate::model::interview::{Interview, TalkState};
use crate::model::people::Person;
use crate::model::record::{Kind, Op};
use crate::store::{Act, Tx};
use uuid::Uuid;

/// Puts a talk into the bin, with its answers and observations.
#[derive(Debug, Clone)]
pub struct RemoveTalk {
    /// The talk.
    pub talk: InterviewId,
    /// The user was told that something is noted in it, and said so again.
    pub confirmed: bool,
    /// Record and field of the drafts that go with it.
    pub drafts: Vec<(Uuid, String)>,
}

impl Act for RemoveTalk {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let talk = talk_of(tx, self.talk)?;
        let answers: Vec<Answer> = tx.children(talk.id.0)?;
        let noted: usize = answers.iter().map(|a| a.statements.len()).sum();
        if noted > 0 && !self.confirmed {
            return Err(
                Error::input(format!("这次谈话已经记了 {noted} 段，没有删除")).hint("确实要删除，请再确认一次。")
            );
        }
        let takes =
            |e: &Evidence| matches!(e.source, EvidenceSource::Statement { interview, .. } if interview == talk.id);
        if tx.all::<Evidence>()?.iter().any(takes) {
            return Err(Error::input("已有支撑材料取自这次谈话，没有删除").hint("请先去掉那份支撑材料。"));
        }
        for o in observations_of(tx, &talk)? {
            tx.delete(Kind::Observation, o.id.0)?;
        }
        for answer in &answers {
            tx.delete(Kind::Answer, answer.id.0)?;
        }
        tx.delete(Kind::Interview, talk.id.0)?;
        self.drafts.iter().try_for_each(|(record, field)| tx.drop_draft(*record, field))
    }
}

/// Gives a talk to the person with whom it really is; what is noted in it stays.
#[derive(Debug, Clone)]
pub struct GiveTalk {
    /// What was typed last.
    pub answers: Vec<SealAnswer>,
    /// The talk.
    pub talk: InterviewId,
    /// The right person.
    pub to: PersonId,
}

impl Act for GiveTalk {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        seal_all(tx, &self.answers)?;
        let talk = talk_of(tx, self.talk)?;
        let to: Person = tx.get(self.to.0)?.ok_or_else(|| Error::input("这个人已被删除，谈话没有改动"))?;
        if to.id == talk.person {
            return Ok(());
        }
        if talk.on_record().is_some() {
            return Err(Error::input("谈话已结束并由本人读回确认，不能改给别人").hint("请先取消读回确认。"));
        }
        if talk.state != TalkState::Closed {
            has_no_unfinished(tx, &to)?;
        }
        for mut o in observations_of(tx, &talk)?.into_iter().filter(|o| o.unit != to.unit) {
            o.unit = to.unit;
            tx.put(&o)?;
        }
        tx.edit::<Interview>(talk.id.0, |talk| {
            talk.person = to.id;
            talk.post.clone_from(&to.post);
            // Whoever confirmed it was not this person.
            talk.read_back = None;
            Ok(())
        })
    }
}
