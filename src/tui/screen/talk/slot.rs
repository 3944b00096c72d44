//! The answer to one question while it is being typed: what its paragraphs stand for, and its sealing.

use crate::error::Result;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::{Hash, InterviewId, StatementId};
use crate::model::order::{self, OrderKey};
use crate::model::record::{Kind, Record as _};
use crate::model::value::Instant;
use crate::store::Draft;
use crate::text::{Meta, Outcome, Paragraph};
use crate::tui::typing::{Place, Typing};
use serde::{Deserialize, Serialize};

/// What a paragraph of an answer stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The statement.
    pub id: StatementId,
    /// Whose words.
    pub lane: Lane,
    /// When it was begun.
    pub at: Instant,
    /// 重点
    pub key: bool,
    /// 转线索
    pub withheld: bool,
    /// The statement that this one corrects.
    pub supersedes: Option<StatementId>,
    /// A later statement corrects this one: its wording stays as it was said.
    #[serde(skip)]
    pub superseded: bool,
}

impl Mark {
    /// The mark of a new paragraph.
    pub fn new(lane: Lane, at: Instant) -> Self {
        Self { id: StatementId::new(), lane, at, key: false, withheld: false, supersedes: None, superseded: false }
    }

    /// The mark of a paragraph that comes after this one: the same lane, nothing else. What follows withheld words
    /// is withheld until someone says otherwise.
    #[must_use]
    pub fn following(&self, at: Instant) -> Self {
        Self { withheld: self.withheld, ..Self::new(self.lane, at) }
    }
}

impl Meta for Mark {
    fn locked(&self) -> bool {
        self.superseded
    }

    /// Withheld words that are joined to others take those along: they are never let out by a Backspace.
    fn joined(&self, tail: &Self) -> Option<Self> {
        tail.withheld.then(|| Self { withheld: true, ..self.clone() })
    }
}

/// One answer on the screen.
#[derive(Debug)]
pub struct Slot {
    /// The answer; its statements are those of the last sealing.
    pub answer: Answer,
    /// The head revision over which it is typed.
    pub base: Option<Hash>,
    /// The text.
    pub text: Typing<Mark>,
}

fn paragraph(statement: &Statement, answer: &Answer) -> Paragraph<Mark> {
    Paragraph {
        text: statement.text.clone(),
        meta: Mark {
            id: statement.id,
            lane: statement.lane,
            at: statement.at,
            key: statement.key,
            withheld: statement.withheld,
            supersedes: statement.supersedes,
            superseded: answer.superseded(statement.id),
        },
    }
}

impl Slot {
    /// The slot of an answer as it stands in the file.
    pub fn new(answer: Answer, base: Option<Hash>, now: Instant) -> Self {
        let mut statements: Vec<&Statement> = answer.statements.iter().collect();
        statements.sort_by(|a, b| a.order.cmp(&b.order));
        let paragraphs = statements.into_iter().map(|s| paragraph(s, &answer)).collect();
        let text = Typing::new(paragraphs, || Mark::new(Lane::Verbatim, now));
        Self { answer, base, text }
    }

    /// The slot of a question that has not been put.
    pub fn empty(interview: InterviewId, question: &str, wording: u8, now: Instant) -> Self {
        let answer = Answer { wording, ..Answer::new(interview, question) };
        Self::new(answer, None, now)
    }

    /// Puts a draft back into the field, over what is sealed.
    pub fn restore(&mut self, draft: &Draft, now: Instant) {
        let corrected: Vec<StatementId> = self.answer.statements.iter().filter_map(|s| s.supersedes).collect();
        let fresh = || Mark::new(Lane::Verbatim, now);
        self.text.restore(draft, now, fresh, |mark| mark.superseded = corrected.contains(&mark.id));
    }

    /// The draft of what stands there now.
    pub fn draft(&mut self, now: Instant) -> Result<Draft> {
        let place = Place {
            record: self.answer.id.0,
            kind: Kind::Answer,
            parent: self.answer.parent(),
            field: self.answer.question.clone(),
            base: self.base,
        };
        self.text.draft(place, now)
    }

    /// Takes the text into the answer: what is to be written as its next revision. Empty paragraphs are no statements.
    pub fn seal(&mut self) -> &Answer {
        let mut statements: Vec<Statement> = self
            .text
            .buffer
            .paragraphs()
            .iter()
            .filter(|p| !p.text.trim().is_empty())
            .map(|p| Statement {
                id: p.meta.id,
                order: OrderKey::default(),
                lane: p.meta.lane,
                at: p.meta.at,
                text: p.text.clone(),
                key: p.meta.key,
                withheld: p.meta.withheld,
                supersedes: p.meta.supersedes,
            })
            .collect();
        // Places are kept from the last sealing; only what is new or was moved gets a new one.
        for s in &mut statements {
            if let Some(old) = self.answer.statements.iter().find(|o| o.id == s.id) {
                s.order = old.order.clone();
            }
        }
        order::assign(&mut statements, |s| &mut s.order);
        self.answer.statements = statements;
        self.text.sealed();
        &self.answer
    }

    /// What the person is on record with: every sealed statement but the recorder's remarks.
    pub fn spoken(&self) -> Vec<(StatementId, Lane, String)> {
        let spoken = self.answer.statements.iter().filter(|s| s.lane != Lane::Remark);
        spoken.map(|s| (s.id, s.lane, s.text.clone())).collect()
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

    /// Whether a sealed statement has been withheld since, or let in again: that does not wait for the next sealing.
    pub fn withholds_otherwise(&self) -> bool {
        let sealed = |id| self.answer.statements.iter().find(|s| s.id == id).map(|s| s.withheld);
        self.text
            .buffer
            .paragraphs()
            .iter()
            .any(|p| sealed(p.meta.id).is_some_and(|withheld| withheld != p.meta.withheld))
    }

    /// What stands in the text differs from what the person is on record with.
    pub fn has_new_words(&self) -> bool {
        if !self.text.is_unsealed() {
            return false;
        }
        let typed = self.text.buffer.paragraphs().iter();
        let typed = typed.filter(|p| p.meta.lane != Lane::Remark && !p.text.trim().is_empty());
        !typed.map(|p| (p.meta.id, p.meta.lane, p.text.clone())).eq(self.spoken())
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
        let _ = slot.text.buffer.insert(text, 0, |m| m.following(now()));
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
        let first = a.seal().clone();
        assert!(!a.text.is_unsealed());
        let _ = a.text.buffer.insert("补", 9_000, |m| m.following(now()));
        let second = a.seal().clone();
        let key = |x: &Answer| x.statements.iter().map(|s| (s.id, s.order.clone())).collect::<Vec<_>>();
        assert_eq!(key(&first), key(&second));
        assert_eq!(second.statements[2].text, "三补");
    }

    #[test]
    fn empty_paragraphs_are_no_statements() {
        let mut a = slot();
        typed(&mut a, "一\n\n  \n二");
        assert_eq!(a.seal().statements.len(), 2);
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
        a.seal();
        assert!(!a.has_new_words());
        typed(&mut a, "题目记不全了。");
        let draft = a.draft(now()).unwrap();
        let mut b = Slot::new(a.answer.clone(), None, now());
        b.restore(&draft, now());
        assert!(b.has_new_words(), "what a crash left is not on record yet");
        let mut c = slot();
        let remark = Mark::new(Lane::Remark, now());
        let _ = c.text.buffer.set_meta(0, remark, 0);
        typed(&mut c, "翻本子后回答。");
        assert!(!c.has_new_words(), "a remark is not the person's");
    }
}
