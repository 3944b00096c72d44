//! What is withheld (转线索) and a paper repeats: struck in whatever is printed of it.

use crate::Result;
use crate::model::answer::Answer;
use crate::model::ids::EvidenceId;
use crate::model::observation::{Observation, Origin};
use crate::model::problem::{Problem, pins};
use crate::store::Reader;
use std::collections::BTreeSet;

/// What stands where a withheld text was repeated.
pub const ELSEWHERE: &str = "〔已另行处理〕";

/// Texts that may not be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats(BTreeSet<String>);

impl Repeats {
    /// Shorter ones ("是的。") are common speech and tell nothing.
    const TELLING: usize = 6;

    /// Adds a withheld text.
    pub fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.chars().count() >= Self::TELLING {
            self.0.insert(text.to_owned());
        }
    }

    /// `text` with [`ELSEWHERE`] in the place of every withheld text in it.
    pub fn strike(&self, text: &mut String) {
        // The longest first, so that a text inside another leaves no rest of the outer one.
        let mut longest: Vec<&String> = self.0.iter().filter(|t| text.contains(t.as_str())).collect();
        longest.sort_by_key(|t| std::cmp::Reverse(t.len()));
        for repeated in longest {
            *text = text.replace(repeated.as_str(), ELSEWHERE);
        }
    }

    /// All texts of a problem, struck.
    pub fn strike_problem(&self, problem: &mut Problem) {
        let Problem { title, place, source_other, discovery, explanation, against, note, facts, to_verify, .. } =
            problem;
        for matter in to_verify {
            self.strike(&mut matter.text);
        }
        for text in [title, place, source_other, discovery, explanation, against, note] {
            self.strike(text);
        }
        for fact in facts {
            self.strike(&mut fact.text);
        }
    }
}

/// Takes the citations of `gone` out of a paper, with their marks in the facts.
pub fn uncite(problem: &mut Problem, gone: &dyn Fn(EvidenceId) -> bool) {
    let numbers: BTreeSet<u16> = problem.evidence.iter().filter(|c| gone(c.evidence)).map(|c| c.number).collect();
    if numbers.is_empty() {
        return;
    }
    problem.evidence.retain(|c| !gone(c.evidence));
    for fact in &mut problem.facts {
        let marks: Vec<_> = pins(&fact.text).filter(|(_, n)| numbers.contains(n)).map(|(at, _)| at).collect();
        for at in marks.into_iter().rev() {
            fact.text.replace_range(at, "");
        }
    }
}

/// Every withheld text of the round.
///
/// # Errors
/// The file cannot be read.
pub fn withheld(reader: &Reader) -> Result<Repeats> {
    // As serde writes it; a statement that is not withheld has no such field.
    const MARK: &str = "\"withheld\":true";
    let mut repeats = Repeats::default();
    let mut statements = BTreeSet::new();
    for answer in reader.all_holding::<Answer>(MARK)? {
        for statement in answer.statements.iter().filter(|s| s.withheld) {
            repeats.add(&statement.text);
            statements.insert(statement.id);
        }
    }
    for observation in reader.all::<Observation>()? {
        let from = |id| matches!(observation.origin, Origin::Statement { statement, .. } if statement == id);
        if observation.withheld || statements.iter().any(|id| from(*id)) {
            repeats.add(&observation.text);
        }
    }
    Ok(repeats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_word_for_word_is_struck_and_common_speech_is_not() {
        let mut repeats = Repeats::default();
        for text in ["是的。", "他收了五万元。", "我看见他收了五万元。"] {
            repeats.add(text);
        }
        let mut text = "有人说：我看见他收了五万元。是的。他收了五万元。".to_owned();
        repeats.strike(&mut text);
        assert_eq!(text, format!("有人说：{ELSEWHERE}是的。{ELSEWHERE}"));
    }
}
