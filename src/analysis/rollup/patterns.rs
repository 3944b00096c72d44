//! The patterns of the method that hold, and the answers that count for them.

use super::FoundPlace;
use super::input::{AnswerLine, Input};
use super::places::of_answer;
use crate::method::apply::Situation;
use crate::method::problems::Pattern;
use crate::model::answer::{Answer, Judgement, Lane, Progress, Statement};
use crate::model::ids::PersonId;
use std::collections::HashMap;

/// The patterns that hold, each with its sentence and the answers that count.
pub(super) fn patterns(input: &Input) -> Vec<(&Pattern, String, Vec<FoundPlace>)> {
    let best = best_answers(input);
    let mut held = Vec::new();
    for pattern in &input.method.patterns {
        let judged = input.people.iter().filter_map(|(person, brief)| {
            let now = Situation { approach: &brief.approach, facts: &brief.facts, judgement: None, claims: &[] };
            let answer = best.get(&(*person, pattern.question.as_str()))?;
            let judgement = answer.judgement.filter(|j| *j != Judgement::NotApplicable || pattern.level.contains(j))?;
            // Where nothing of what was said may be told, the judgement would tell of it.
            (pattern.of.holds(&now) && !nothing_told(input, answer)).then_some((*person, *answer, judgement))
        });
        let judged: Vec<(PersonId, &AnswerLine, Judgement)> = judged.collect();
        let counted: Vec<_> = judged.iter().filter(|(_, _, j)| pattern.level.contains(j)).collect();
        let (asked, count) = (judged.len(), counted.len());
        if count == 0 || count < pattern.at_least as usize || count * 100 < asked * usize::from(pattern.share) {
            continue;
        }
        let fact = pattern.fact.replace("{asked}", &asked.to_string()).replace("{count}", &count.to_string());
        let places = counted.into_iter().map(|(person, answer, level)| of_answer(input, *person, answer, *level));
        held.push((pattern, fact, places.collect()));
    }
    held
}

/// Each person's answer that counts for a question: the best of their talks, as in coverage; of equals the latest.
fn best_answers(input: &Input) -> HashMap<(PersonId, &str), &AnswerLine> {
    let weight = |a: &AnswerLine| match a.progress {
        Progress::Open => 0,
        Progress::Excused => 1,
        Progress::Part => 2,
        Progress::Done => 3,
    };
    let mut best: HashMap<(PersonId, &str), &AnswerLine> = HashMap::new();
    for answer in &input.answers {
        let Some(person) = input.talks.get(&answer.talk) else { continue };
        let kept = best.entry((*person, answer.question.as_str())).or_insert(answer);
        if (weight(answer), answer.talk, answer.id) > (weight(kept), kept.talk, kept.id) {
            *kept = answer;
        }
    }
    best
}

pub(super) fn is_said(statement: &Statement) -> bool {
    statement.lane != Lane::Remark && !statement.text.trim().is_empty()
}

fn nothing_told(input: &Input, answer: &AnswerLine) -> bool {
    input.bodies.get(&answer.id).is_some_and(|body| {
        body.statements.iter().any(|s| !s.is_told()) && !body.statements.iter().any(|s| is_said(s) && s.is_told())
    })
}

/// The statement that stands for an answer: a marked one, else the first; none that was corrected or may not be told.
pub(super) fn telling(answer: &Answer) -> Option<&Statement> {
    let mut usable = answer.statements.iter().filter(|s| is_said(s) && s.is_told() && !answer.superseded(s.id));
    let first = usable.next()?;
    Some(std::iter::once(first).chain(usable).find(|s| s.key).unwrap_or(first))
}
