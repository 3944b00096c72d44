//! 疑点 on a statement: one each.

use super::answer::SealAnswer;
use super::open::open_talk;
use super::{answer_to, observations_of};
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::model::ids::{InspectorId, InterviewId, ObservationId, StatementId, element};
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::record::{Kind, Op};
use crate::model::value::Instant;
use crate::store::{Act, Tx};

/// Parts the id of the observation on a statement from other ids that follow from it.
const MARK: &str = "observation";

fn is_on(o: &Observation, on: StatementId) -> bool {
    matches!(o.origin, Origin::Statement { statement, .. } if statement == on)
}

/// Marks a statement as an observation. Marking it twice makes one.
#[derive(Debug, Clone)]
pub struct MarkObservation {
    /// The answer as it was handed in before this: an observation never points at what is only a draft.
    pub answer: SealAnswer,
    /// The statement.
    pub statement: StatementId,
    /// Who marks it.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
}

impl Act for MarkObservation {
    fn op(&self) -> Op {
        Op::EditObservation
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.answer.rests_on_file(tx, |id| id == self.statement)?;
        self.answer.run(tx)?;
        let talk = open_talk(tx, self.answer.answer.interview, TalkDeed::Observation)?;
        let gone = || Error::input("要标为疑点的那一段已经不在了").hint("请重新选定一段。");
        let answer = answer_to(tx, talk.id, &self.answer.answer.question)?.ok_or_else(gone)?;
        let said = answer.statements.iter().find(|s| s.id == self.statement).ok_or_else(gone)?;
        if observations_of(tx, &talk)?.iter().any(|o| is_on(o, self.statement)) {
            return Ok(());
        }
        let person: Person = tx.get(talk.person.0)?.ok_or_else(|| Error::input("谈话对象已被删除，没有标为疑点"))?;
        tx.put(&Observation {
            id: ObservationId(element(self.statement.0, MARK, "")),
            unit: person.unit,
            origin: Origin::Statement { interview: talk.id, answer: answer.id, statement: self.statement },
            text: said.text.clone(),
            by: self.by,
            at: self.at,
            withheld: said.withheld,
            handled: None,
        })
    }
}

/// Takes the mark away.
#[derive(Debug, Clone)]
pub struct UnmarkObservation {
    /// The talk.
    pub talk: InterviewId,
    /// The statement.
    pub statement: StatementId,
}

impl Act for UnmarkObservation {
    fn op(&self) -> Op {
        Op::EditObservation
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let talk = open_talk(tx, self.talk, TalkDeed::Observation)?;
        let all = observations_of(tx, &talk)?;
        all.iter().filter(|o| is_on(o, self.statement)).try_for_each(|o| tx.delete(Kind::Observation, o.id.0))
    }
}
