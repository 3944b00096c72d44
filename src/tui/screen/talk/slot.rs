//! The answer to one question while it is being typed: what its paragraphs stand for, over what it is typed, what of
//! it is on its way into the file.

use super::claims::TypedClaims;
use super::filing::Filing;
use super::paragraph::{Mark, paragraphs};
use crate::acts::talk::answer::SealAnswer;
use crate::error::Result;
use crate::model::answer::{Answer, Lane, Qualifier, Statement};
use crate::model::closed::shut;
use crate::model::ids::{Hash, InterviewId, StatementId};
use crate::model::merge::{Clash, merge};
use crate::model::order::{self, OrderKey};
use crate::model::record::{Kind, Record as _};
use crate::model::value::Instant;
use crate::store::{At, Draft, Ticket};
use crate::text::{Outcome, Paragraph, Position};
use crate::tui::typing::{TextPlace, Typing};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One answer on the screen.
#[derive(Debug)]
pub struct Slot {
    /// The answer; its statements are those of the last sealing.
    pub answer: Answer,
    /// The head revision that was read last.
    pub base: Option<Hash>,
    /// The text.
    pub text: Typing<Mark>,
    /// Claims that are typed and not taken in.
    pub claims: TypedClaims,
    /// Over what it is typed, and what of it is on its way.
    filing: Filing,
}

impl Slot {
    /// The slot of an answer as it stands in the file.
    pub fn new(answer: Answer, base: Option<Hash>, now: Instant) -> Self {
        let text = Typing::new(paragraphs(&answer), || Mark::new(Lane::Verbatim, now));
        let filing = Filing::over(base.map(|_| answer.clone()));
        Self { answer, base, text, claims: TypedClaims::default(), filing }
    }

    /// The slot of a question that has not been put.
    pub fn empty(interview: InterviewId, question: &str, wording: u8, now: Instant) -> Self {
        let answer = Answer { wording, ..Answer::new(interview, question) };
        Self::new(answer, None, now)
    }

    /// Puts a draft back into the field, over what it was typed over.
    pub fn restore(&mut self, draft: &Draft, now: Instant) {
        let corrected: Vec<StatementId> = self.answer.statements.iter().filter_map(|s| s.supersedes).collect();
        let fresh = || Mark::new(Lane::Verbatim, now);
        self.text.restore(draft, now, fresh, |mark| mark.superseded = corrected.contains(&mark.id));
    }

    /// An answer that is in no file takes the id under which its drafts are kept.
    pub fn take_up(&mut self, id: Uuid) {
        if self.filing.is_nowhere() {
            self.answer.id = id.into();
        } else if self.answer.id.0 != id {
            self.filing.also_drafted_as(id);
        }
    }

    /// The draft of what stands there now.
    pub fn draft(&mut self, now: Instant) -> Result<Draft> {
        let place = TextPlace {
            record: self.answer.id.0,
            kind: Kind::Answer,
            parent: self.answer.parent(),
            field: self.answer.question.clone(),
            base: self.base,
        };
        self.text.draft(place, now)
    }

    /// The answer as it stands on the screen. Empty paragraphs are no statements.
    pub fn typed(&self) -> Answer {
        let typed = self.text.buffer.paragraphs().iter().filter(|p| !p.text.trim().is_empty());
        // Of what was never saved nothing is left to be told.
        let filed = |id: &StatementId| {
            let now = self.text.buffer.paragraphs().iter().any(|p| p.meta.id == *id && !p.text.trim().is_empty());
            now || self.answer.statements.iter().any(|s| s.id == *id || s.words_of.contains(id))
        };
        let mut statements: Vec<Statement> = typed
            .map(|p| Statement {
                id: p.meta.id,
                order: OrderKey::default(),
                lane: p.meta.lane,
                at: p.meta.at,
                text: p.text.clone(),
                key: p.meta.key,
                withheld: p.meta.withheld,
                supersedes: p.meta.supersedes,
                words_of: p.meta.words_of.iter().copied().filter(filed).collect(),
            })
            .collect();
        // Places are kept from the last sealing; only what is new or was moved gets a new one.
        for s in &mut statements {
            if let Some(old) = self.answer.statements.iter().find(|o| o.id == s.id) {
                s.order = old.order.clone();
            }
        }
        order::assign(&mut statements, |s| &mut s.order);
        let mut answer = Answer { statements, ..self.answer.clone() };
        for at in 0..answer.claims.len() {
            let asserted = answer.claims.get(at).and_then(|c| c.statement);
            let now = asserted.and_then(|id| self.where_now(id, &answer.statements));
            if let Some(claim) = answer.claims.get_mut(at) {
                claim.statement = now;
            }
        }
        answer
    }

    /// Where the words of a statement are now: joined to another one, they are in the one before.
    fn where_now(&self, id: StatementId, now: &[Statement]) -> Option<StatementId> {
        let there = |id: StatementId| now.iter().any(|s| s.id == id);
        let old = &self.answer.statements;
        let Some(at) = old.iter().position(|s| s.id == id).filter(|_| !there(id)) else {
            return Some(id).filter(|id| there(*id));
        };
        let before = old.iter().take(at).rev().map(|s| s.id).find(|id| there(*id));
        before.or_else(|| now.first().map(|s| s.id))
    }

    /// The statement that a claim typed now rests on: the one under the caret, else the last one.
    pub fn asserting(&self) -> Option<StatementId> {
        let said = |p: &&Paragraph<Mark>| !p.text.trim().is_empty();
        let last = || self.text.buffer.paragraphs().iter().rfind(said);
        self.current().filter(said).or_else(last).map(|p| p.meta.id)
    }

    /// Takes the text into the answer: what is to be written. [`sent`](Self::sent) follows.
    pub fn seal(&mut self) -> SealAnswer {
        let answer = self.typed();
        let known = self.filing.seal(answer.clone()).map(Box::new);
        self.answer = answer.clone();
        self.text.sealed();
        let drafts = self.filing.drafted_as(answer.id.0).map(|id| (id, answer.question.clone())).collect();
        SealAnswer { known, answer, settle: None, drafts }
    }

    /// What was handed in last, as that on which the next act rests. `None`: nothing was, and no answer is there.
    pub fn handed_in(&self) -> Option<SealAnswer> {
        let answer = self.filing.known()?.clone();
        Some(SealAnswer { known: Some(Box::new(answer.clone())), answer, settle: None, drafts: Vec::new() })
    }

    /// Something was handed in and not answered.
    pub const fn is_on_its_way(&self) -> bool {
        self.filing.is_on_its_way()
    }

    /// What was sealed over `known` is on its way.
    pub fn sent(&mut self, ticket: Ticket, known: Option<Box<Answer>>) {
        self.filing.sent(ticket, known.map(|k| *k));
    }

    /// What was handed in is in the file.
    pub fn arrived(&mut self, ticket: Ticket) {
        self.filing.arrived(ticket);
    }

    /// What was handed in is not in the file: it is unsaved again, over what it was typed over. True when it was of
    /// this answer.
    pub fn bounced(&mut self, ticket: Ticket, is_clash: bool, now: Instant) -> bool {
        if !self.filing.bounced(ticket) {
            return false;
        }
        if !is_clash {
            // What is chosen and not typed falls back; words are never taken from the screen.
            let stands = self.filing.known().cloned().unwrap_or_else(|| Answer {
                id: self.answer.id,
                wording: self.answer.wording,
                ..Answer::new(self.answer.interview, &self.answer.question)
            });
            self.answer = Answer { statements: std::mem::take(&mut self.answer.statements), ..stands };
        }
        self.text.refused(now);
        true
    }

    /// Takes the answer as it is in the file now, with what is typed and unsaved on top. What is on its way is waited
    /// for.
    ///
    /// # Errors
    /// Both changed the same thing; everything stays as it was typed.
    pub fn reread(&mut self, there: Option<At<Answer>>, now: Instant) -> std::result::Result<(), Clash> {
        if self.filing.is_on_its_way() {
            return Ok(());
        }
        let Some(At { record, head }) = there else {
            if let Some(known) = self.filing.gone() {
                let fresh = Answer { wording: known.wording, ..Answer::new(known.interview, &known.question) };
                if self.typed() == known {
                    self.show(fresh, now);
                }
                self.base = None;
            }
            return Ok(());
        };
        if self.filing.known() != Some(&record) {
            let id = record.id;
            let known = self.filing.known().cloned().map(|k| Answer { id, ..k });
            let mut typed = Answer { id, ..self.typed() };
            if known.is_none() {
                // Which wording was put is only known of an answer that is there.
                typed.wording = record.wording;
            }
            let united = merge(known.as_ref(), &typed, &record, None);
            let united = united.map_err(|clash| Clash { head: Some(head), ..clash })?;
            if self.answer.id != id {
                self.filing.also_drafted_as(self.answer.id.0);
                self.answer.id = id;
            }
            let unsaved = united != record;
            self.show(united, now);
            if unsaved {
                self.text.unseal(now);
            } else {
                self.text.sealed();
            }
            self.filing.read(record);
        }
        if self.base != Some(head) {
            self.base = Some(head);
            self.text.rebased(now);
        }
        Ok(())
    }

    /// Shows another answer; the caret stays at its words, and a paragraph that was just begun stays.
    fn show(&mut self, answer: Answer, now: Instant) {
        let mut new = paragraphs(&answer);
        self.answer = answer;
        let buffer = &self.text.buffer;
        let same = buffer.paragraphs().iter().filter(|p| !p.text.trim().is_empty()).eq(new.iter());
        if same {
            return;
        }
        let caret = buffer.caret();
        let here = self.current().cloned();
        let place = |new: &[Paragraph<Mark>], id: StatementId| new.iter().position(|p| p.meta.id == id);
        let before = buffer.paragraphs().iter().take(caret.paragraph).rev().find_map(|p| place(&new, p.meta.id));
        let mut at = Position { paragraph: before.unwrap_or(0), offset: usize::MAX };
        if let Some(here) = here {
            if let Some(paragraph) = place(&new, here.meta.id) {
                at = Position { paragraph, offset: caret.offset };
            } else if here.text.trim().is_empty() && !new.is_empty() {
                at = Position { paragraph: before.map_or(0, |b| b + 1), offset: 0 };
                new.insert(at.paragraph, here);
            }
        }
        let length = new.get(at.paragraph).map_or(0, |p| p.text.len());
        at.offset = at.offset.min(length);
        self.text.replace(new, || Mark::new(Lane::Verbatim, now), at);
    }

    /// The claim field is typed as `text`.
    pub fn type_claim(&mut self, field: &str, text: &str, qualifier: Qualifier, now: Instant) {
        let asserting = self.asserting();
        self.claims.type_in(field, text, qualifier, asserting, now);
    }

    /// The drafts of the claims that no draft holds as they are.
    pub fn claim_drafts(&mut self, now: Instant) -> Vec<Draft> {
        self.claims.drafts(self.answer.id.0, self.answer.parent(), self.base, now)
    }

    /// Record and field of every draft that this answer may have.
    pub fn drafts(&self) -> Vec<(Uuid, String)> {
        let fields: Vec<String> =
            std::iter::once(self.answer.question.clone()).chain(self.claims.draft_fields()).collect();
        let ids = self.filing.drafted_as(self.answer.id.0);
        ids.flat_map(|id| fields.iter().map(move |f| (id, f.clone()))).collect()
    }

    /// Lifts the lock of statements whose correction has been erased again.
    pub fn free_uncorrected(&mut self, now_ms: u64) {
        let corrected: Vec<StatementId> =
            self.text.buffer.paragraphs().iter().filter_map(|p| p.meta.supersedes).collect();
        let left: Vec<(usize, Mark)> = self
            .text
            .buffer
            .paragraphs()
            .iter()
            .enumerate()
            .filter(|(_, p)| p.meta.superseded && !corrected.contains(&p.meta.id))
            .map(|(at, p)| (at, Mark { superseded: false, ..p.meta.clone() }))
            .collect();
        for (at, mark) in left {
            // A mark can always be set.
            let _: Outcome = self.text.buffer.set_meta(at, mark, now_ms);
        }
    }

    /// A statement that is sealed as withheld is not marked so in the text any more.
    pub fn lets_in(&self) -> bool {
        !self.let_in_by_text().is_empty()
    }

    /// The statements that are sealed as withheld and not marked so in the text any more.
    pub fn let_in_by_text(&self) -> Vec<StatementId> {
        let sealed = |id| self.answer.statements.iter().any(|s| s.id == id && s.withheld);
        let open = self.text.buffer.paragraphs().iter().filter(|p| !p.meta.withheld && sealed(p.meta.id));
        open.map(|p| p.meta.id).collect()
    }

    /// The paragraphs that are told nowhere as they stand now, each with the one whose mark closes it.
    pub fn shut(&self) -> BTreeMap<StatementId, StatementId> {
        if self.text.buffer.paragraphs().iter().any(|p| p.meta.withheld) {
            shut(&self.typed())
        } else {
            BTreeMap::new()
        }
    }

    /// The paragraphs that carry the mark, or those that do not.
    pub fn marked(&self, withheld: bool) -> Vec<StatementId> {
        let marked = self.text.buffer.paragraphs().iter().filter(|p| p.meta.withheld == withheld);
        marked.map(|p| p.meta.id).collect()
    }

    /// What stands in the text differs from the words that are in the file.
    pub fn has_new_words(&self) -> bool {
        if !self.text.is_unsealed() && !self.filing.is_on_its_way() {
            return false;
        }
        self.typed().spoken() != self.filing.in_the_file().map(Answer::spoken).unwrap_or_default()
    }

    /// The paragraph under the caret.
    pub fn current(&self) -> Option<&Paragraph<Mark>> {
        self.text.buffer.paragraphs().get(self.text.buffer.caret().paragraph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::typing::SEAL_AFTER_MS;

    fn now() -> Instant {
        Instant::parse("2026-03-12T09:00:00.000+08:00").unwrap()
    }

    fn slot() -> Slot {
        Slot::empty(InterviewId::new(), "q1", 0, now())
    }

    fn typed(slot: &mut Slot, text: &str) {
        let _ = slot.text.buffer.insert(text, 0, |m| m.following(false, now()));
        slot.text.edited(now());
    }

    #[test]
    fn a_draft_restores_text_marks_and_caret() {
        let mut a = slot();
        typed(&mut a, "去年研究了四次。\n题目记不全了。");
        let draft = a.draft(now()).unwrap();
        assert!(!a.text.is_dirty() && a.text.is_unsealed());
        let mut b = slot();
        b.restore(&draft, now());
        assert_eq!(b.text.buffer.paragraphs(), a.text.buffer.paragraphs());
        assert_eq!(b.text.buffer.caret(), a.text.buffer.caret());
        assert!(b.text.is_unsealed(), "a restored draft is sealed like anything typed");
    }

    #[test]
    fn sealing_keeps_ids_and_places() {
        let mut a = slot();
        typed(&mut a, "一\n二\n三");
        let first = a.seal().answer;
        assert!(!a.text.is_unsealed());
        let _ = a.text.buffer.insert("补", 9_000, |m| m.following(false, now()));
        let second = a.seal().answer;
        let key = |x: &Answer| x.statements.iter().map(|s| (s.id, s.order.clone())).collect::<Vec<_>>();
        assert_eq!(key(&first), key(&second));
        assert_eq!(second.statements[2].text, "三补");
    }

    #[test]
    fn empty_paragraphs_are_no_statements() {
        let mut a = slot();
        typed(&mut a, "一\n\n  \n二");
        assert_eq!(a.seal().answer.statements.len(), 2);
    }

    #[test]
    fn a_draft_is_due_before_half_a_second() {
        let mut a = slot();
        assert_eq!(a.text.draft_due(now()), None);
        typed(&mut a, "字");
        assert!(a.text.draft_due(now()).unwrap() <= 200);
        assert_eq!(a.text.seal_due(now()), Some(SEAL_AFTER_MS));
        let put_back = Instant { ms: now().ms - 3_600_000, ..now() };
        assert_eq!(a.text.draft_due(put_back), Some(0), "a clock put back does not hold a draft up");
    }

    #[test]
    fn only_new_words_of_the_person_count_as_new() {
        let mut a = slot();
        typed(&mut a, "去年研究了四次。");
        assert!(a.has_new_words());
        let _: SealAnswer = a.seal();
        assert!(!a.has_new_words());
        typed(&mut a, "题目记不全了。");
        let draft = a.draft(now()).unwrap();
        let mut b = Slot::new(a.answer.clone(), Some(Hash([1; 32])), now());
        b.restore(&draft, now());
        assert!(b.has_new_words(), "what a crash left is not on record yet");
        let mut c = slot();
        let remark = Mark::new(Lane::Remark, now());
        let _ = c.text.buffer.set_meta(0, remark, 0);
        typed(&mut c, "翻本子后回答。");
        assert!(!c.has_new_words(), "a remark is not the person's");
    }
}
