//! Which paragraphs of a talk are printed, in which order, under which number.
//!
//! Numbers run through the whole record. A correction made at read-back stands directly after what it corrects
//! and has a number of its own; the corrected paragraph stays. 记录人注 has no number and no line. A paragraph that
//! is dealt with elsewhere (转线索) keeps its number, so that handing it over renumbers nothing, but not its text.
//!
//! The talk record prints by these numbers and papers cite by them (谈话记录〔访谈A37〕第12段), so both come from here.

use crate::method::types::Method;
use crate::model::answer::{Answer, Lane};
use crate::model::closed::ELSEWHERE;
use crate::model::ids::StatementId;
use crate::model::interview::Interview;
use crate::model::people::Code;
use std::collections::BTreeMap;

/// One numbered paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The statement.
    pub statement: StatementId,
    /// 段N, from 1.
    pub number: usize,
    /// Whose words; never [`Lane::Remark`].
    pub lane: Lane,
    /// The words, as noted and never altered, as far as they may be told.
    pub words: String,
    /// It is a correction: of which 段, when that one is on the record.
    pub corrects: Option<Option<usize>>,
}

impl Said {
    /// Whether its words may be told; otherwise [`ELSEWHERE`] stands for them.
    pub fn is_told(&self) -> bool {
        self.words != ELSEWHERE
    }
}

/// Talks with one person in the order in which they were begun; a talk never begun comes last.
pub fn in_talk_order(talks: &mut [Interview]) {
    talks.sort_by_key(|t| (t.sittings.first().map_or(i64::MAX, |s| s.from.ms), t.id));
}

/// What a person's talk is called, `nth` counted from 0 in [talk order](in_talk_order): A37, then A37-2.
pub fn talk_number(code: &Code, nth: usize) -> String {
    if nth == 0 { code.to_string() } else { format!("{code}-{}", nth + 1) }
}

/// Answers in the order of the method; an answer to a question that the method does not have comes last, never lost.
pub fn in_method_order(mut answers: Vec<Answer>, method: &Method) -> Vec<Answer> {
    let place = |a: &Answer| method.questions.iter().position(|q| q.id == a.question).unwrap_or(usize::MAX);
    answers.sort_by(|a, b| (place(a), &a.question, a.id).cmp(&(place(b), &b.question, b.id)));
    answers
}

/// The numbered paragraphs of each answer; `answers` in the order in which the record prints them.
pub fn number(answers: &[&Answer]) -> Vec<Vec<Said>> {
    let mut next = 1;
    answers.iter().map(|a| number_answer(a, &mut next)).collect()
}

fn number_answer(answer: &Answer, next: &mut usize) -> Vec<Said> {
    let mut numbers: BTreeMap<StatementId, usize> = BTreeMap::new();
    let printed = answer.in_print_order();
    let said = printed.into_iter().map(|s| {
        let number = *next;
        *next += 1;
        numbers.insert(s.id, number);
        let corrects = s.supersedes.map(|id| numbers.get(&id).copied());
        Said { statement: s.id, number, lane: s.lane, words: s.told().to_owned(), corrects }
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::Statement;
    use crate::model::ids::InterviewId;
    use crate::model::order::OrderKey;
    use crate::model::value::Instant;
    use proptest::prelude::*;

    fn statement(text: &str) -> Statement {
        Statement {
            id: StatementId::new(),
            order: OrderKey::default(),
            lane: Lane::Verbatim,
            at: Instant { ms: 0, offset: 480 },
            text: text.into(),
            key: false,
            withheld: false,
            supersedes: None,
            words_of: Vec::new(),
        }
    }

    fn answer(statements: Vec<Statement>) -> Answer {
        Answer { statements, ..Answer::new(InterviewId::new(), "q1") }
    }

    fn shown(said: &[Said]) -> Vec<(usize, String)> {
        said.iter().map(|s| (s.number, s.words.clone())).collect()
    }

    #[test]
    fn numbers_run_through_the_answers_past_remarks_and_blanks() {
        let remark = Statement { lane: Lane::Remark, ..statement("翻本子") };
        let secret = Statement { withheld: true, ..statement("机密") };
        let first = answer(vec![statement("甲"), remark, statement("　"), secret]);
        let second = answer(vec![statement("乙")]);
        let all = number(&[&first, &second]);
        assert_eq!(shown(&all[0]), [(1, "甲".into()), (2, "〔已另行处理〕".into())]);
        assert_eq!(shown(&all[1]), [(3, "乙".into())]);
    }

    #[test]
    fn a_correction_stands_after_what_it_corrects_and_a_second_one_after_it() {
        let (first, last) = (statement("四次"), statement("后话"));
        let once = Statement { supersedes: Some(first.id), ..statement("三次") };
        let again = Statement { supersedes: Some(once.id), ..statement("两次") };
        let all = number(&[&answer(vec![first, last, again, once])]);
        assert_eq!(shown(&all[0]), [(1, "四次".into()), (2, "三次".into()), (3, "两次".into()), (4, "后话".into())]);
        assert_eq!(all[0].iter().map(|s| s.corrects).collect::<Vec<_>>(), [None, Some(Some(1)), Some(Some(2)), None]);
    }

    #[test]
    fn a_correction_of_something_unprinted_names_no_number() {
        let remark = Statement { lane: Lane::Remark, ..statement("注") };
        let fix = Statement { supersedes: Some(remark.id), ..statement("改") };
        assert_eq!(number(&[&answer(vec![remark, fix])])[0][0].corrects, Some(None));
    }

    proptest! {
        #[test]
        fn no_statement_is_lost_or_doubled_whatever_corrects_what(links in proptest::collection::vec(
            proptest::option::of(any::<prop::sample::Index>()), 1..12))
        {
            let mut statements: Vec<Statement> = links.iter().map(|_| statement("话")).collect();
            let ids: Vec<StatementId> = statements.iter().map(|s| s.id).collect();
            for (s, link) in statements.iter_mut().zip(&links) {
                s.supersedes = link.map(|l| ids[l.index(ids.len())]);
            }
            let said = number(&[&answer(statements)]).remove(0);
            prop_assert_eq!(said.iter().map(|s| s.number).collect::<Vec<_>>(), (1..=ids.len()).collect::<Vec<_>>());
            let mut printed: Vec<StatementId> = said.iter().map(|s| s.statement).collect();
            printed.sort();
            let mut wanted = ids;
            wanted.sort();
            prop_assert_eq!(printed, wanted);
        }
    }
}
