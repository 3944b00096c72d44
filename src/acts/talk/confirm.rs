//! What the person would not confirm when the record was read back.

use super::answer::{SealAnswer, seal_all};
use super::open::open_talk;
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::model::answer::{Answer, Statement};
use crate::model::ids::{InterviewId, StatementId};
use crate::model::interview::Unconfirmed;
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Act, Tx};

/// Notes that the person would not confirm a statement, with the reason, or takes that back. A record that was confirmed
/// before as a whole has to be confirmed anew: what it states of the confirmation is another.
#[derive(Debug, Clone)]
pub struct NotConfirmed {
    /// What was typed last, or handed in last: what of that is not in the file refuses this.
    pub answers: Vec<SealAnswer>,
    /// The talk.
    pub talk: InterviewId,
    /// The statement.
    pub statement: StatementId,
    /// Why, as the person said; `None`: the person confirms it after all.
    pub reason: Option<String>,
    /// When.
    pub at: Instant,
}

impl Act for NotConfirmed {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        seal_all(tx, &self.answers)?;
        let talk = open_talk(tx, self.talk, TalkDeed::NotConfirmed)?;
        let mut unconfirmed = talk.unconfirmed.clone();
        let at = unconfirmed.iter().position(|u| u.statement == self.statement);
        match (self.reason.as_deref().map(str::trim), at.and_then(|at| unconfirmed.get_mut(at))) {
            (Some(""), _) => {
                return Err(Error::input("请写明本人为什么不愿确认").hint("本人没有说的，写：未说明理由。"));
            }
            (Some(reason), Some(there)) => reason.clone_into(&mut there.reason),
            (Some(reason), None) => {
                is_read_out(tx, self.talk, self.statement)?;
                let (statement, at) = (self.statement, talk.moment(self.at));
                unconfirmed.push(Unconfirmed { statement, reason: reason.to_owned(), at });
            }
            (None, _) => unconfirmed.retain(|u| u.statement != self.statement),
        }
        if unconfirmed == talk.unconfirmed {
            return Ok(());
        }
        talk.change(tx, |talk| (talk.unconfirmed, talk.read_back) = (unconfirmed, None))
    }
}

/// The statement is one of those that are read to the person.
fn is_read_out(tx: &Tx<'_>, talk: InterviewId, statement: StatementId) -> Result<()> {
    let is_it = |s: &&Statement| s.id == statement && s.is_told();
    if tx.children::<Answer>(talk.0)?.iter().any(|a| a.in_print_order().iter().any(is_it)) {
        return Ok(());
    }
    Err(Error::input("这一段已经不在要读给本人听的记录里，没有记下").hint("请看过记录，再做一次。"))
}
