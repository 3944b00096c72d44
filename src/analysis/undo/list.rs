//! Which action is taken back or done again next.
//!
//! Actions stack: an action pushes itself, `undo:T` takes T off, `redo:T` puts it on again, a new action ends what could
//! be done again. Of the log only what the inspector did on the laptop is read, from its newest end and as far as it takes: the
//! question is asked while a key is handled.

use crate::analysis::history::Verb;
use crate::error::Result;
use crate::model::ids::{DeviceId, InspectorId, TxnId};
use crate::model::record::Op;
use crate::store::{Logged, LoggedHead, Trail};
use std::collections::BTreeMap;

/// Revisions read at a time.
const PAGE: usize = 200;

/// Whose actions: of one inspector, on one laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// Who; `None` in a round without inspectors.
    pub who: Option<InspectorId>,
    /// Where.
    pub device: DeviceId,
}

/// Back or forth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// 撤销
    Undo,
    /// 重做
    Redo,
}

impl Way {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Undo => "撤销",
            Self::Redo => "重做",
        }
    }
}

/// What is next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Back or forth.
    pub way: Way,
    /// The action that is taken back or done again.
    pub target: TxnId,
    /// The action whose revisions are turned back: the target itself, its last 重做, or, to do it again, its 撤销.
    pub applied: Logged,
}

/// The next action to take back or to do again; `None`: there is none.
///
/// # Errors
/// Those of reading the file.
pub fn next(trail: &Trail<'_>, own: Own, way: Way) -> Result<Option<Next>> {
    // What nobody in person did ends the list of everybody.
    let mut end = None;
    for op in Op::ALL.into_iter().filter(|op| stand(*op) == Stand::Ends) {
        end = end.max(trail.last_by_nobody(op)?);
    }
    let (mut walk, mut before, mut newest) = (Walk::new(own, way), None, None);
    loop {
        let heads = trail.heads((own.who, own.device), before, PAGE)?;
        let last = heads.len() < PAGE;
        for head in heads {
            if end > Some(head.seq) {
                return Ok(None);
            }
            before = Some(head.seq);
            // An action stands where its last revision stands; the others are next to it.
            if newest.replace(head.txn) == Some(head.txn) {
                continue;
            }
            match walk.take(&head) {
                Found::Nothing => {}
                Found::End => return Ok(None),
                Found::Next(target, applied) => {
                    return Ok(trail.act(applied)?.map(|applied| Next { way, target, applied }));
                }
            }
        }
        if last {
            return Ok(None);
        }
    }
}

/// What one action of the log says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Go on.
    Nothing,
    /// There is nothing.
    End,
    /// This action, by the revisions of that one.
    Next(TxnId, TxnId),
}

/// A walk through the log, newest first.
pub(super) struct Walk {
    own: Own,
    way: Way,
    /// The newest word on an action: `None`: it is taken back; else the 重做 by which it stands.
    told: BTreeMap<TxnId, Option<TxnId>>,
}

impl Walk {
    pub(super) const fn new(own: Own, way: Way) -> Self {
        Self { own, way, told: BTreeMap::new() }
    }

    /// Takes the next older action.
    pub(super) fn take(&mut self, act: &LoggedHead) -> Found {
        let mine = act.author == self.own.who && act.device == self.own.device;
        match Verb::parse(&act.op) {
            Verb::Undone(target) if mine => self.undone(target, act.txn),
            Verb::Redone(target) if mine => {
                self.told.entry(target).or_insert(Some(act.txn));
                Found::Nothing
            }
            Verb::Done(op) if stand(op) == Stand::Ends && (mine || act.author.is_none()) => Found::End,
            Verb::Done(op) if !mine || stand(op) != Stand::Turns => Found::Nothing,
            Verb::Done(_) => match self.way {
                // A new action ended what could be done again before it, also when it was itself taken back since.
                Way::Redo => Found::End,
                Way::Undo => match self.told.remove(&act.txn) {
                    None => Found::Next(act.txn, act.txn),
                    Some(Some(redone)) => Found::Next(act.txn, redone),
                    Some(None) => Found::Nothing,
                },
            },
            // What a later version did cannot be read here.
            Verb::Other(_) if mine => Found::End,
            Verb::Undone(_) | Verb::Redone(_) | Verb::Other(_) => Found::Nothing,
        }
    }

    fn undone(&mut self, target: TxnId, by: TxnId) -> Found {
        if self.told.contains_key(&target) {
            return Found::Nothing;
        }
        if self.way == Way::Redo {
            return Found::Next(target, by);
        }
        self.told.insert(target, None);
        Found::Nothing
    }
}

/// How an action stands to taking back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// It is taken back and done again.
    Turns,
    /// It is listed in the history and not taken back; what stood before it is.
    SteppedOver,
    /// It is not taken back and ends the list: neither is what stood before it.
    Ends,
}

/// Every verb says which. A new method is [`Op::EditRound`] and a lead [`Op::EditLead`]; both change no record, so that
/// the log does not have them, and they are stepped over.
const fn stand(op: Op) -> Stand {
    match op {
        Op::CreateRound | Op::Sample | Op::ImportBundle | Op::Unite | Op::Redact => Stand::Ends,
        Op::Export | Op::EditLead | Op::Undo => Stand::SteppedOver,
        Op::EditRound
        | Op::EditUnit
        | Op::EditInspector
        | Op::EditPerson
        | Op::ImportPeople
        | Op::EditInterview
        | Op::EditAnswer
        | Op::Withhold
        | Op::LetIn
        | Op::EditObservation
        | Op::Attach
        | Op::EditDocument
        | Op::EditCheck
        | Op::EditEntry
        | Op::EditEvidence
        | Op::EditLoan
        | Op::Decide
        | Op::EditProblem
        | Op::MergePeople
        | Op::Delete
        | Op::Restore => Stand::Turns,
    }
}
