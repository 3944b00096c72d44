//! 说明理由后放行: an error of a diagnostic that the inspectors know and leave, with the reason.
//!
//! It is bound to the number of the diagnostic and to the words that it complained of, by their hash: other words are
//! another matter, and what was said of the old ones no longer counts. No copy of the words is kept.

use super::ids::{Hash, InspectorId, OverruledId, ProblemId, element};
use super::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One error that is left standing, on one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Overruled {
    /// Its id; follows from paper, number and words.
    pub id: OverruledId,
    /// Number of the diagnostic, 117.
    pub code: u16,
    /// SHA-256 of the words that it complained of, blanks at their ends aside.
    pub of: Hash,
    /// Why it is left.
    pub reason: String,
    /// Who left it.
    pub by: InspectorId,
    /// When.
    pub at: Instant,
}

impl Overruled {
    /// That this inspector leaves this error of these words.
    pub fn new(problem: ProblemId, code: u16, words: &str, reason: String, by: InspectorId, at: Instant) -> Self {
        let of = hash_of(words);
        let id = element(problem.0, "overruled", &format!("{code} {of}")).into();
        Self { id, code, of, reason, by, at }
    }

    /// Whether it is about this error of these words.
    pub fn is_of(&self, code: u16, words: &str) -> bool {
        self.code == code && self.of == hash_of(words)
    }
}

fn hash_of(words: &str) -> Hash {
    Hash(Sha256::digest(words.trim().as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_bound_to_number_and_words() {
        let at = Instant::parse("2026-03-16T09:00:00.000+08:00").unwrap();
        let (problem, by) = (ProblemId::new(), InspectorId::new());
        let one = Overruled::new(problem, 117, "共计5万元", "含尾款".into(), by, at);
        assert!(one.is_of(117, " 共计5万元 "));
        assert!(!one.is_of(118, "共计5万元") && !one.is_of(117, "共计6万元"));
        assert_eq!(one.id, Overruled::new(problem, 117, "共计5万元", "另一句".into(), by, at).id);
    }
}
