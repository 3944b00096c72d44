//! What was said to a question, and how it is judged.

use super::open::{InHand, for_answers};
use super::{answer_to, observations_of, recall};
use crate::error::{Error, Result};
use crate::model::answer::{Answer, Statement};
use crate::model::ids::{Hash, StatementId};
use crate::model::merge::{Clash, Side, merge};
use crate::model::observation::Origin;
use crate::model::record::Op;
use crate::store::{Act, Plan, Tx};
use uuid::Uuid;

/// Takes an answer as it was typed into the file.
///
/// It says over what it was typed by content, not by revision: several may be on their way, each typed over the one
/// before, and none of them has a revision yet.
#[derive(Debug, Clone)]
pub struct SealAnswer {
    /// What it was typed over; `None`: there was no answer.
    pub known: Option<Box<Answer>>,
    /// The answer as it is from now on.
    pub answer: Answer,
    /// The user saw the clash with this head and chose a side.
    pub settle: Option<(Hash, Side)>,
    /// Record and field of the drafts that it ends.
    pub drafts: Vec<(Uuid, String)>,
}

impl Act for SealAnswer {
    fn op(&self) -> Op {
        Op::EditAnswer
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.seal(tx).map(drop)
    }
}

impl SealAnswer {
    /// Does it; returns what its withheld statements did to the rest of the round.
    pub(super) fn seal(&self, tx: &mut Tx<'_>) -> Result<Plan> {
        let talk = for_answers(tx, self.answer.interview)?;
        let there = answer_to(tx, talk.id, &self.answer.question)?;
        let mut ours = self.answer.clone();
        if let Some(there) = &there {
            ours.id = there.id;
            if self.known.is_none() {
                // Which wording was put is only known of an answer that is there.
                ours.wording = there.wording;
            }
        }
        self.was_typed_over_the_file(tx, there.as_ref())?;
        let kept = match &there {
            Some(there) => self.united(tx, &talk, &ours, there)?,
            None => ours,
        };
        talk.may_become(there.as_ref(), &kept)?;
        // Whichever way the mark was set or words got into what is marked: they are struck elsewhere.
        let plan = if kept.statements.iter().any(|s| s.withheld) { tx.withholding(&kept)? } else { Plan::default() };
        talk.write(tx, there.as_ref(), &kept)?;
        follow(tx, talk, there.as_ref(), &kept)?;
        tx.strike(&plan)?;
        if there.as_ref().is_some_and(|there| lets_in(there, &kept)) {
            recall(tx)?;
        }
        self.drafts.iter().try_for_each(|(record, field)| tx.drop_draft(*record, field))?;
        Ok(plan)
    }

    /// What was typed was handed in before, as an action of its own, and this one rests on it: refused when the words of
    /// the statements concerned are not in the file.
    pub(super) fn rests_on_file(&self, tx: &Tx<'_>, concerns: impl Fn(StatementId) -> bool) -> Result<()> {
        let Some(known) = &self.known else { return Ok(()) };
        let there = answer_to(tx, self.answer.interview, &self.answer.question)?;
        let is_there = |s: &Statement| {
            there.iter().flat_map(|a| &a.statements).any(|found| found.id == s.id && found.text == s.text)
        };
        if known.statements.iter().filter(|s| concerns(s.id)).all(is_there) {
            return Ok(());
        }
        Err(Error::input("刚才记下的话没有存上，或者别处刚有改动，这一步没有做").hint("请看过记录，再做一次。"))
    }

    /// What it was typed over stands in the file, or stood there and was changed since. Otherwise it was handed in and
    /// refused: claims, judgement and probes that were set over those words do not come in without them, nor does a text
    /// that goes on from them.
    fn was_typed_over_the_file(&self, tx: &Tx<'_>, there: Option<&Answer>) -> Result<()> {
        let Some(known) = &self.known else { return Ok(()) };
        let has = |answer: &Answer, said: &Statement| {
            answer.statements.iter().any(|found| found.id == said.id && found.text == said.text)
        };
        let mut left: Vec<&Statement> =
            known.statements.iter().filter(|s| !there.is_some_and(|there| has(there, s))).collect();
        for id in [Some(known.id), there.map(|there| there.id)].into_iter().flatten() {
            if !left.is_empty() {
                tx.each_version(id.0, |version: Answer| left.retain(|s| !has(&version, s)))?;
            }
        }
        if left.is_empty() {
            return Ok(());
        }
        Err(Error::input("前面记下的话没有存上，在它上面再做的这一步也没有做")
            .hint("文字还在屏幕上。先处理前面的提示，再做一次。"))
    }

    /// It changes no statement: it only says what was handed in before it.
    fn only_rests(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.statements == self.answer.statements)
    }

    /// Both changes in one. Where the user chose what is in the file, what was typed becomes a revision before it, so
    /// that neither text is lost.
    fn united(&self, tx: &mut Tx<'_>, talk: &InHand, ours: &Answer, there: &Answer) -> Result<Answer> {
        let head = tx.head(there.id.0)?;
        let known = self.known.as_deref().map(|k| Answer { id: there.id, ..k.clone() });
        let clash = match merge(known.as_ref(), ours, there, None) {
            Ok(united) => return Ok(united),
            Err(clash) => Error::clash(Clash { head, ..clash }),
        };
        let Some((_, side)) = self.settle.filter(|(seen, _)| Some(*seen) == head) else { return Err(clash) };
        let settled = |side| merge(known.as_ref(), ours, there, Some(side)).map_err(Error::clash);
        let typed = settled(Side::Ours)?;
        if side == Side::Ours {
            return Ok(typed);
        }
        talk.write(tx, Some(there), &typed)?;
        settled(Side::Theirs)
    }
}

/// Seals several answers as one action: the screen is left.
#[derive(Debug, Clone)]
pub struct SealTalk {
    /// The answers; without any, the action only comes after those that were handed in before it.
    pub answers: Vec<SealAnswer>,
}

impl Act for SealTalk {
    fn op(&self) -> Op {
        Op::EditAnswer
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        seal_all(tx, &self.answers)
    }
}

/// Seals what was typed, as part of another action; what was handed in before it has to be in the file.
pub(super) fn seal_all(tx: &mut Tx<'_>, answers: &[SealAnswer]) -> Result<()> {
    for answer in answers {
        if answer.only_rests() {
            answer.rests_on_file(tx, |_| true)?;
        }
        answer.run(tx)?;
    }
    Ok(())
}

/// Whether the mark is taken off any statement.
fn lets_in(before: &Answer, after: &Answer) -> bool {
    let marked = |s: &Statement| before.statements.iter().any(|was| was.id == s.id && was.withheld);
    after.statements.iter().any(|s| !s.withheld && marked(s))
}

/// What follows from the change: observations are withheld with their statement, and a record that is changed after it
/// was read back has to be read back again. Corrections of a closed talk leave the confirmation; the print states them.
fn follow(tx: &mut Tx<'_>, talk: InHand, before: Option<&Answer>, after: &Answer) -> Result<()> {
    for mut o in observations_of(tx, &talk)? {
        let Origin::Statement { statement, .. } = o.origin else { continue };
        let withheld = after.statements.iter().find(|s| s.id == statement).map(|s| s.withheld);
        if let Some(withheld) = withheld.filter(|w| *w != o.withheld) {
            o.withheld = withheld;
            tx.put(&o)?;
        }
    }
    let reworded = before.map(Answer::spoken).unwrap_or_default() != after.spoken();
    if reworded && talk.read_back.is_some() && talk.on_record().is_none() {
        talk.change(tx, |t| t.read_back = None)?;
    }
    Ok(())
}
