//! The brief of a problem.

use super::{Problem, ProblemState};
use std::fmt;

/// What a list needs of a problem, read from the brief without parsing the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemBrief {
    /// Where it stands.
    pub state: ProblemState,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
}

impl fmt::Display for ProblemBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.state.name(), self.number, self.title)
    }
}

impl ProblemBrief {
    /// That of a problem.
    pub fn of(problem: &Problem) -> Self {
        Self { state: problem.state, number: problem.number.clone(), title: problem.title.clone() }
    }

    /// Reads what `Display` wrote.
    pub fn parse(brief: &str) -> Self {
        let mut words = brief.splitn(3, ' ');
        let mut next = || words.next().unwrap_or_default();
        let (state, number, title) = (next(), next(), next());
        let state = ProblemState::ALL.into_iter().find(|s| s.name() == state).unwrap_or_default();
        Self { state, number: number.to_owned(), title: title.to_owned() }
    }
}
